//! Why a whole file cannot be used, in words for the person who uploaded it.

use serde::{Deserialize, Serialize};

use crate::caseload::Place;
use crate::text::clip;

/// A file that cannot be used at all. The message says what, where, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Refusal {
    /// More bytes than one upload may have.
    #[error("This file is larger than {}, the most that can be read at once. Save a copy with only the sheets that are needed, and upload that.", size(.limit))]
    TooBig {
        /// The limit, in bytes.
        limit: usize,
    },
    /// Neither a workbook nor text: a PDF, a picture, a letter.
    #[error(
        "'{file_name}' is not an Excel workbook or a CSV file. Open it where it was made, save it as .xlsx or .csv, and upload that copy."
    )]
    NotAWorkbookOrCsv {
        /// The name it was uploaded under.
        file_name: String,
    },
    /// A workbook that unpacks to far more than its own size, or has too many parts.
    #[error(
        "This workbook would unpack to far more than its own size, so it was not opened. In Excel, copy the lists into a new workbook, save it, and upload that."
    )]
    Bomb,
    /// A workbook that asks for a password.
    #[error(
        "This workbook is protected by a password. Open it in Excel, remove the password under File, Info, Protect Workbook, save it, and upload that copy."
    )]
    Encrypted,
    /// A workbook that is cut short or has been altered.
    #[error("{} could not be read: it looks damaged or cut short. Open it in Excel, save it again as .xlsx, and upload that copy.", sheet_or(.sheet, "This workbook"))]
    Damaged {
        /// The sheet, or nothing where the whole workbook is meant.
        sheet: String,
    },
    /// Reading it took more memory or time than one file may have.
    #[error(
        "Reading this file took more memory or time than one file may have. Save a copy with only the sheets that are needed, and upload that."
    )]
    TookTooMuch,
    /// The file was not looked at: nothing is wrong with it.
    #[error(
        "The file was not read, and nothing is wrong with it. Try again; if it happens again, tell whoever looks after Plumbline."
    )]
    NotNow,
    /// A sheet of an old workbook that claims to be far larger than its contents.
    #[error(
        "A sheet in this older workbook (.xls) is marked as far larger than its contents. Open it in Excel, save it as .xlsx, and upload that copy."
    )]
    SheetTooLarge,
    /// No sheet is one of the lists we read.
    #[error("None of the sheets is List 6, 7 or 8 of Annex A. The sheets are: {}. Name the sheets 'List 6', 'List 7' and 'List 8', or save a caseload table as CSV.", listed(.sheets))]
    NoKnownList {
        /// The names of the sheets in the file, clipped.
        sheets: Vec<String>,
    },
    /// A list without the headings it needs.
    #[error("{} has no column for {}. The headings found are: {}. Add or rename the heading, and upload the file again.", sheet_or(.sheet, "The file"), listed(.missing), listed(.found))]
    NoHeaders {
        /// The sheet, or nothing for a CSV.
        sheet: String,
        /// The headings that were looked for and not found.
        missing: Vec<String>,
        /// The headings that were found, at most twelve, clipped.
        found: Vec<String>,
    },
    /// The lists are there, with headings at most.
    #[error("There are no rows under the headings in {}. Check that this is the filled-in copy, and upload it again.", listed(.sheets))]
    EmptyLists {
        /// The lists that were looked at.
        sheets: Vec<String>,
    },
    /// More rows than can be read at once.
    #[error("{} has more than {limit} rows, the most that can be read at once. Split it into two files.", sheet_or(.sheet, "The file"))]
    TooManyRows {
        /// The sheet, or nothing for a CSV.
        sheet: String,
        /// The limit.
        limit: usize,
    },
    /// A line of a CSV with more cells than can be read.
    #[error(
        "{place} has more than {limit} cells. Check that the cells are separated by the same character throughout, and upload the file again."
    )]
    TooManyColumns {
        /// The line.
        place: Place,
        /// The limit.
        limit: usize,
    },
    /// A cell with more text than a cell can hold.
    #[error(
        "{place} holds more than {limit} characters. A quotation mark may be missing near there. Mend it, and upload the file again."
    )]
    CellTooLong {
        /// The cell, or in a CSV the line where it begins.
        place: Place,
        /// The limit, in characters.
        limit: usize,
    },
}

impl Refusal {
    pub(crate) fn not_ours(file_name: &str) -> Self {
        Self::NotAWorkbookOrCsv { file_name: clip(file_name) }
    }

    /// The workbook as a whole cannot be read.
    pub(crate) fn damaged() -> Self {
        Self::Damaged { sheet: String::new() }
    }

    pub(crate) fn damaged_sheet(sheet: &str) -> Self {
        Self::Damaged { sheet: clip(sheet) }
    }
}

fn size(bytes: &usize) -> String {
    const MEBIBYTE: usize = 1024 * 1024;
    if *bytes >= MEBIBYTE { format!("{} MB", bytes / MEBIBYTE) } else { format!("{bytes} bytes") }
}

fn sheet_or(sheet: &str, whole: &str) -> String {
    if sheet.is_empty() { whole.to_owned() } else { format!("Sheet '{sheet}'") }
}

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ")
}

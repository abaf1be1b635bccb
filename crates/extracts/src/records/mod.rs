//! Finance and service records: twelve months of a team as CSV, with a map from the columns that are wanted to those
//! that the file has. Pure: bytes in, typed rows or what is wrong with them out.
//!
//! Only the columns of [`RecordKind::columns`] are read. References, names of people and free text stay in the file.

mod cells;
mod columns;
mod file;
mod rows;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

pub use columns::{Column, RecordKind, matched};
pub use file::text;
pub use rows::{Held, Package, Received, ReceivedKind, Rows, Spend, Training, Upheld};

use cells::Cells;
use columns::Places;
use file::Records;

/// The largest file that is read, in bytes.
pub const MOST_BYTES: usize = 8 * 1024 * 1024;
/// The most rows that are read, headings not counted.
pub const MOST_ROWS: usize = 20_000;
/// The most problems that are told at once.
pub const MOST_PROBLEMS: usize = 50;

/// What a problem is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum About {
    /// The whole file.
    File,
    /// A column that is wanted and was not found.
    Column,
    /// One line, or one cell of it.
    Line,
}

/// Something that keeps a file from being used, and how to mend it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// What it is about.
    pub about: About,
    /// The line as an editor counts it, from 1; 0 where it is about the whole file.
    pub line: u32,
    /// The heading as the file has it, or the key of a column that is missing; empty where it is about neither.
    pub column: String,
    /// What stands in the cell, cut short.
    pub value: String,
    /// What is wrong and how to mend it.
    pub says: String,
}

impl Problem {
    fn file(says: impl Into<String>) -> Self {
        Self { about: About::File, line: 0, column: String::new(), value: String::new(), says: says.into() }
    }

    fn column(key: &str, says: impl Into<String>) -> Self {
        Self { about: About::Column, column: key.to_owned(), ..Self::file(says) }
    }

    fn line(line: u32, says: impl Into<String>) -> Self {
        Self { about: About::Line, line, ..Self::file(says) }
    }
}

impl fmt::Display for Problem {
    /// "Line 7, decided_on: '31/02/2026' is not a date. Correct it in the file."
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.about, self.column.is_empty()) {
            (About::Line, false) => write!(f, "Line {}, {}: {}", self.line, self.column, self.says),
            (About::Line, true) => write!(f, "Line {}: {}", self.line, self.says),
            _ => f.write_str(&self.says),
        }
    }
}

/// The headings of a file, in order. A blank heading stays blank, so that the place is kept.
///
/// # Errors
/// The problem, for what is no CSV file, is empty or is too large.
pub fn headers(bytes: &[u8]) -> Result<Vec<String>, Problem> {
    let text = file::opened(bytes)?;
    let mut file = Records::of(&text);
    match file.advance()? {
        Some(_) => Ok(file.headings()),
        None => Err(file::empty()),
    }
}

/// Reads a file of one kind. `map` says which heading stands for which column, by the column's key; a column that is
/// not in it is found by its name or a common word for it, and one that it maps to nothing is not read.
///
/// # Errors
/// Every problem, at most fifty: the file is not used in part.
pub fn read(kind: RecordKind, bytes: &[u8], map: &BTreeMap<String, String>) -> Result<Rows, Vec<Problem>> {
    let text = file::opened(bytes).map_err(|problem| vec![problem])?;
    let mut file = Records::of(&text);
    if file.advance().map_err(|problem| vec![problem])?.is_none() {
        return Err(vec![file::empty()]);
    }
    let places = Places::of(kind, file.headings(), map)?;
    let mut rows = Rows::none(kind);
    let mut problems = Vec::new();
    let mut seen = 0;
    while let Some(line) = file.advance().map_err(|problem| vec![problem])? {
        seen += 1;
        if seen > MOST_ROWS {
            problems.insert(0, Problem::file("There are more than 20,000 rows. Keep the last 12 months of one team."));
            break;
        }
        rows.take(&mut Cells::new(line, file.record(), &places, &mut problems));
        if problems.len() >= MOST_PROBLEMS {
            break;
        }
    }
    problems.truncate(MOST_PROBLEMS);
    match seen {
        0 => Err(vec![Problem::file("There are headings and no rows below them. Choose a file with rows.")]),
        _ if problems.is_empty() => Ok(rows),
        _ => Err(problems),
    }
}

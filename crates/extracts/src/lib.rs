//! Council files in: Annex A workbooks, caseload CSV, finance and service records, with what was not understood. Pure.
//!
//! Bytes go in; cases, counts and findings come out. Cases are held by reference: no name of a
//! child or an adult is kept, only the worker's. There is no clock, no file and no network here.
//!
//! The bytes are hostile until shown otherwise. Sizes are counted before a workbook is opened,
//! and whoever calls this gives it a process of its own with a limit on memory, because a
//! small `.xls` can still repeat one long text many times.

mod archive;
mod caseload;
mod compound;
mod csv_file;
mod dates;
mod findings;
mod headers;
mod intake;
mod limits;
mod lists;
mod merge;
mod notes;
mod reference;
mod refusal;
mod sniff;
mod table;
mod text;
mod workbook;

pub mod records;

pub use caseload::{CaseRow, Caseload, Finding, Layout, ListRead, Place, Severity};
pub use limits::Limits;
pub use refusal::Refusal;

use findings::Findings;
use intake::Intake;
use sniff::Kind;
use table::Table;

/// Reads an uploaded caseload: an Annex A workbook (.xlsx or .xls) or the documented CSV.
///
/// What the file is comes from its content; `file_name` is only used to speak of it. The same
/// bytes always give the same result.
///
/// # Errors
/// A [`Refusal`] when nothing in the file can be used. Rows that cannot enter do not refuse the
/// file: they are findings in the [`Caseload`].
pub fn read_caseload(file_name: &str, bytes: &[u8], limits: &Limits) -> Result<Caseload, Refusal> {
    if bytes.len() > limits.max_bytes {
        return Err(Refusal::TooBig { limit: limits.max_bytes });
    }
    let tables = match sniff::kind_of(bytes) {
        Kind::Zip => workbook::read_xlsx(bytes, limits)?,
        Kind::Ole => workbook::read_xls(bytes, limits)?,
        Kind::Text => vec![csv_file::read(file_name, bytes, limits)?],
        Kind::Other => return Err(Refusal::not_ours(file_name)),
    };
    if tables.iter().all(Table::is_empty) {
        return Err(Refusal::EmptyLists { sheets: tables.into_iter().map(|table| table.name).collect() });
    }
    Ok(gather(tables))
}

/// From rows as they stand in the file to cases as they enter the programme.
fn gather(tables: Vec<Table>) -> Caseload {
    let layout = layout_of(&tables);
    let mut findings = Findings::default();
    findings.note_absent_lists(layout, &tables);

    let mut intake = Intake::new(findings);
    let mut lists: Vec<ListRead> = tables.into_iter().map(|table| intake.take(table)).collect();
    let (entries, mut findings) = intake.into_parts();

    let cases = merge::one_case_each(entries, &mut lists, &mut findings);
    let mut caseload = Caseload { layout, lists, cases, findings: Vec::new() };
    findings.note_workers_in_two_teams(&caseload);
    caseload.findings = findings.into_list();
    caseload
}

/// The official template carries a title above its headings; the flat layout does not.
fn layout_of(tables: &[Table]) -> Layout {
    if tables.iter().any(|table| table.list.is_csv()) {
        Layout::Csv
    } else if tables.iter().any(|table| table.header_row() > 1) {
        Layout::AnnexAOfficial
    } else {
        Layout::AnnexAFlat
    }
}

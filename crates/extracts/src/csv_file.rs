//! The caseload CSV, in whatever encoding and with whatever separator it was saved.

use std::borrow::Cow;

use csv::{Reader, ReaderBuilder, StringRecord};
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::headers::Columns;
use crate::limits::Limits;
use crate::lists::CASELOAD_CSV;
use crate::refusal::Refusal;
use crate::sniff::{self, ByteOrder};
use crate::table::{Table, Value};
use crate::text::clip;

/// The separators that are tried; the first wins where they do equally well.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many lines are looked at to find the separator.
const LINES_TRIED: usize = 10;

/// Reads the file into one table.
///
/// # Errors
/// The refusals for headings, rows, columns and cells.
pub(crate) fn read(file_name: &str, bytes: &[u8], limits: &Limits) -> Result<Table, Refusal> {
    let (text, windows_1252) = decoded(bytes);
    let text = with_line_feeds(text);
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let mut table = Table::new(&clip(name), &CASELOAD_CSV, limits);
    table.windows_1252 = windows_1252;
    table.odd_quotes = text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
    fill(&mut table, &text, separator_of(&text, limits), limits)?;
    table.finished()
}

/// The text, and whether it had to be taken for Windows-1252.
fn decoded(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    match sniff::utf16(bytes) {
        Some(ByteOrder::Little) => return (UTF_16LE.decode_with_bom_removal(bytes).0, false),
        Some(ByteOrder::Big) => return (UTF_16BE.decode_with_bom_removal(bytes).0, false),
        None => {}
    }
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(body) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (WINDOWS_1252.decode_without_bom_handling(body).0, true),
    }
}

/// Lines that end in a return alone, as on old Macs, would all count as the first.
fn with_line_feeds(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\n') || !text.contains('\r') {
        return text;
    }
    Cow::Owned(text.replace('\r', "\n"))
}

fn reader(text: &str, separator: u8) -> Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes())
}

/// The separator under which the most headings are known.
fn separator_of(text: &str, limits: &Limits) -> u8 {
    let mut best = (SEPARATORS[0], 0);
    for separator in SEPARATORS {
        let known = headings_known(text, separator, limits);
        if known > best.1 {
            best = (separator, known);
        }
    }
    best.0
}

fn headings_known(text: &str, separator: u8, limits: &Limits) -> usize {
    let mut reader = reader(text, separator);
    let records = reader.records().take(LINES_TRIED).map_while(Result::ok);
    let known = records.filter_map(|record| {
        let cells: Vec<(u32, String)> = (0..).zip(record.iter().take(limits.max_columns).map(str::to_owned)).collect();
        Columns::in_row(&CASELOAD_CSV, 0, &cells).map(|columns| columns.known())
    });
    known.max().unwrap_or(0)
}

fn fill(table: &mut Table, text: &str, separator: u8, limits: &Limits) -> Result<(), Refusal> {
    let mut reader = reader(text, separator);
    let mut record = StringRecord::new();
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    let mut headings = None;
    while reader.read_record(&mut record).map_err(|_| Refusal::damaged())? {
        let start = record.position().map_or(0, csv::Position::byte);
        let line = lines.of_record(start);
        let used = cells_used(&record);
        if used > limits.max_columns {
            return Err(Refusal::TooManyColumns { place: table.spot(line, 0), limit: limits.max_columns });
        }
        table.surplus = headings.map_or(0, |width| used.saturating_sub(width));
        take_record(table, line, &record, limits)?;
        if headings.is_none() && table.columns.is_some() {
            headings = Some(used);
        }
    }
    Ok(())
}

fn take_record(table: &mut Table, line: u32, record: &StringRecord, limits: &Limits) -> Result<(), Refusal> {
    for (column, cell) in (0..).zip(record.iter()) {
        // Looked at in every column: a missing quotation mark swallows lines wherever it stands.
        if cell.len() > limits.max_cell_chars && cell.chars().count() > limits.max_cell_chars {
            return Err(Refusal::CellTooLong { place: table.spot(line, column), limit: limits.max_cell_chars });
        }
        if !cell.is_empty() && table.wants(column) {
            table.cell(line, column, Value::Text(cell.to_owned()))?;
        }
    }
    table.end_row()
}

/// Cells up to the last with something in it: exports often end lines in bare separators.
fn cells_used(record: &StringRecord) -> usize {
    let filled = record.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
    filled.map(|(index, _)| index + 1).max().unwrap_or(0)
}

/// Line numbers as an editor shows them, through blank lines and cells of several lines.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    /// The line on which the record that starts at or after this byte begins.
    fn of_record(&mut self, byte: u64) -> u32 {
        let start = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        while self.at < start || matches!(self.text.get(self.at), Some(b'\r' | b'\n')) {
            if self.text[self.at] == b'\n' {
                self.line = self.line.saturating_add(1);
            }
            self.at += 1;
        }
        self.line
    }
}

use std::borrow::Cow;

use csv::{Reader, ReaderBuilder, StringRecord};
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{MOST_BYTES, Problem};
use crate::sniff::{self, ByteOrder, Kind};
use crate::text::{clean, is_blank};

/// The separators that are tried; the first wins where they do equally well.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Headings that are looked at.
const MOST_COLUMNS: usize = 256;

/// The text of a file in whatever encoding it was saved, with line feeds. What is not UTF-8 or UTF-16 is taken for
/// Windows-1252, in which every byte is a letter.
#[must_use]
pub fn text(bytes: &[u8]) -> String {
    let text = match sniff::utf16(bytes) {
        Some(ByteOrder::Little) => UTF_16LE.decode_with_bom_removal(bytes).0,
        Some(ByteOrder::Big) => UTF_16BE.decode_with_bom_removal(bytes).0,
        None => {
            let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            match std::str::from_utf8(body) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) => WINDOWS_1252.decode_without_bom_handling(body).0,
            }
        }
    };
    // Lines that end in a return alone, as on old Macs, would all count as the first.
    if text.contains('\r') && !text.contains('\n') { text.replace('\r', "\n") } else { text.into_owned() }
}

/// The text of a file that may be a table of ours.
///
/// # Errors
/// The problem with the whole of it.
pub(super) fn opened(bytes: &[u8]) -> Result<String, Problem> {
    if bytes.len() > MOST_BYTES {
        return Err(Problem::file("The file is larger than 8 MB. Keep the last 12 months of one team."));
    }
    if sniff::kind_of(bytes) != Kind::Text {
        return Err(Problem::file("This is not a CSV file. Save the sheet as “CSV UTF-8” and choose that file."));
    }
    let text = text(bytes);
    if text.trim().is_empty() {
        return Err(empty());
    }
    if text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
        return Err(Problem::file(
            "A quotation mark stands without its partner, so we cannot tell where a cell ends. Add it or take it out.",
        ));
    }
    Ok(text)
}

pub(super) fn empty() -> Problem {
    Problem::file("The file is empty. Choose one with headings and rows.")
}

/// The records of a file, one after the other, those with nothing in them left out.
pub(super) struct Records<'a> {
    reader: Reader<&'a [u8]>,
    record: StringRecord,
    text: &'a [u8],
    at: usize,
    line: u32,
}

impl<'a> Records<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let reader = reader(text, separator_of(text));
        Self { reader, record: StringRecord::new(), text: text.as_bytes(), at: 0, line: 1 }
    }

    /// Goes to the next record with something in it, and gives its line as an editor counts it.
    ///
    /// # Errors
    /// Where the text cannot be taken apart.
    pub(super) fn advance(&mut self) -> Result<Option<u32>, Problem> {
        loop {
            match self.reader.read_record(&mut self.record) {
                Ok(true) => {}
                Ok(false) => return Ok(None),
                Err(_) => return Err(Problem::file("The file is damaged. Save it again as CSV and choose that file.")),
            }
            let line = self.line_of_record();
            if self.record.iter().any(|cell| !is_blank(&clean(cell))) {
                return Ok(Some(line));
            }
        }
    }

    pub(super) fn record(&self) -> &StringRecord {
        &self.record
    }

    /// The cells of the record as headings, those without words at the end left out.
    pub(super) fn headings(&self) -> Vec<String> {
        let mut found: Vec<String> =
            self.record.iter().take(MOST_COLUMNS).map(|cell| clean(cell).into_owned()).collect();
        while found.last().is_some_and(String::is_empty) {
            found.pop();
        }
        found
    }

    /// The line on which the record begins, through blank lines and cells of several lines.
    fn line_of_record(&mut self) -> u32 {
        let byte = self.record.position().map_or(0, csv::Position::byte);
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

fn reader(text: &str, separator: u8) -> Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes())
}

/// The separator under which the first line has the most cells.
fn separator_of(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut best = (SEPARATORS[0], 1);
    for separator in SEPARATORS {
        let cells = reader(first, separator).records().next().and_then(Result::ok).map_or(0, |record| record.len());
        if cells > best.1 {
            best = (separator, cells);
        }
    }
    best.0
}

//! Annex A workbooks: the sheets we know, cell by cell.
//!
//! calamine is never asked for the whole of an .xlsx sheet: it would reserve what the sheet
//! claims to hold. Its arithmetic on hostile references can panic, so it works behind a fence.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, Reader, Xls, XlsError, Xlsx, XlsxError};

use crate::limits::Limits;
use crate::lists::List;
use crate::refusal::Refusal;
use crate::table::{Table, Value};
use crate::text::clip;
use crate::{archive, compound};

/// More sheets of lists 6, 7 and 8 than any workbook has.
const MOST_LISTS: usize = 24;

/// How many sheet names a refusal tells.
const NAMES_SHOWN: usize = 20;

type Bytes<'a> = Cursor<&'a [u8]>;

/// Reads the lists of an .xlsx workbook.
///
/// # Errors
/// The refusals for whole workbooks and for lists.
pub(crate) fn read_xlsx(bytes: &[u8], limits: &Limits) -> Result<Vec<Table>, Refusal> {
    archive::check(bytes, limits)?;
    fenced(|| {
        let mut book: Xlsx<Bytes> = Xlsx::new(Cursor::new(bytes)).map_err(|error| of_xlsx(&error, ""))?;
        let from_1904 = book.has_1904_epoch();
        let mut tables = Vec::new();
        for (name, list) in known_lists(&book.sheet_names())? {
            let mut table = Table::new(&name, list, limits);
            table.from_1904 = from_1904;
            fill_from_xlsx(&mut book, &mut table)?;
            tables.push(table.finished()?);
        }
        Ok(tables)
    })
}

fn fill_from_xlsx(book: &mut Xlsx<Bytes>, table: &mut Table) -> Result<(), Refusal> {
    let name = table.name.clone();
    let mut cells = book.worksheet_cells_reader(&name).map_err(|error| of_xlsx(&error, &name))?;
    loop {
        let cell = match cells.next_cell() {
            Ok(Some(cell)) => cell,
            Ok(None) => return Ok(()),
            // An error value younger than the library, such as #SPILL!, is nothing to us.
            Err(XlsxError::CellError(_)) => continue,
            Err(error) => return Err(of_xlsx(&error, &name)),
        };
        let (row, column) = cell.get_position();
        if table.wants(column) {
            table.cell(row.saturating_add(1), column, of_cell(cell.get_value()))?;
        }
    }
}

fn of_cell(value: &DataRef<'_>) -> Value {
    match value {
        DataRef::Empty => Value::Blank,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Value::Text(text.clone()),
        DataRef::SharedString(text) => Value::Text((*text).to_owned()),
        DataRef::Float(number) => Value::Number(*number),
        // Excel keeps fifteen figures; more do not come from a spreadsheet.
        DataRef::Int(number) => Value::Number(*number as f64),
        DataRef::Bool(truth) => Value::Text(truth.to_string()),
        DataRef::DateTime(day) => Value::Day(day.as_f64()),
        DataRef::Error(error) => Value::Text(error.to_string()),
    }
}

/// Reads the lists of an .xls workbook.
///
/// # Errors
/// The refusals for whole workbooks and for lists.
pub(crate) fn read_xls(bytes: &[u8], limits: &Limits) -> Result<Vec<Table>, Refusal> {
    compound::check(bytes)?;
    fenced(|| {
        let mut book: Xls<Bytes> = Xls::new(Cursor::new(bytes)).map_err(|error| of_xls(&error))?;
        let from_1904 = book.has_1904_epoch();
        let mut tables = Vec::new();
        for (name, list) in known_lists(&book.sheet_names())? {
            let mut table = Table::new(&name, list, limits);
            table.from_1904 = from_1904;
            fill_from_xls(&mut book, &mut table)?;
            tables.push(table.finished()?);
        }
        Ok(tables)
    })
}

fn fill_from_xls(book: &mut Xls<Bytes>, table: &mut Table) -> Result<(), Refusal> {
    let range = book.worksheet_range(&table.name).map_err(|error| of_xls(&error))?;
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        let row = u32::try_from(row).map_or(u32::MAX, |row| row.saturating_add(first_row));
        let column = u32::try_from(column).map_or(u32::MAX, |column| column.saturating_add(first_column));
        if table.wants(column) {
            table.cell(row.saturating_add(1), column, of_data(value))?;
        }
    }
    Ok(())
}

fn of_data(value: &Data) -> Value {
    match value {
        Data::Empty => Value::Blank,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Value::Text(text.clone()),
        Data::Float(number) => Value::Number(*number),
        Data::Int(number) => Value::Number(*number as f64),
        Data::Bool(truth) => Value::Text(truth.to_string()),
        Data::DateTime(day) => Value::Day(day.as_f64()),
        Data::Error(error) => Value::Text(error.to_string()),
    }
}

/// The sheets that hold a list we read, in the order of the workbook.
fn known_lists(names: &[String]) -> Result<Vec<(String, &'static List)>, Refusal> {
    let mut known: Vec<(String, &'static List)> = Vec::new();
    for name in names {
        let Some(list) = List::of_sheet(name) else {
            continue;
        };
        // A sheet named twice would only be read twice: the library finds the first.
        if known.iter().all(|(other, _)| other != name) {
            known.push((name.clone(), list));
        }
        if known.len() > MOST_LISTS {
            return Err(Refusal::damaged());
        }
    }
    if known.is_empty() {
        return Err(Refusal::NoKnownList { sheets: names.iter().take(NAMES_SHOWN).map(|name| clip(name)).collect() });
    }
    Ok(known)
}

fn of_xlsx(error: &XlsxError, sheet: &str) -> Refusal {
    match error {
        XlsxError::Password => Refusal::Encrypted,
        _ => Refusal::damaged_sheet(sheet),
    }
}

fn of_xls(error: &XlsError) -> Refusal {
    match error {
        XlsError::Password => Refusal::Encrypted,
        _ => Refusal::damaged(),
    }
}

/// Turns a panic of the library on bytes it did not expect into a refusal.
fn fenced<T>(work: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(Refusal::damaged()))
}

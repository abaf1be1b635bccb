//! One list in the making: cells come in reading order, rows of the wanted columns come out.

use crate::caseload::Place;
use crate::headers::{Columns, letters};
use crate::limits::Limits;
use crate::lists::{Field, List};
use crate::refusal::Refusal;
use crate::text::{clean, clip, is_blank};

/// How many rows with something in them are looked through for the headings.
const HEADING_ROWS: usize = 10;

/// How many headings a refusal names.
const HEADINGS_SHOWN: usize = 12;

/// A cell as the file holds it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Value {
    #[default]
    Blank,
    Text(String),
    Number(f64),
    /// Excel's day number in a cell that is formatted as a date.
    Day(f64),
}

/// The wanted cells of one row, in the order of `Field::ALL`.
#[derive(Debug)]
pub(crate) struct Row {
    pub number: u32,
    pub cells: [Value; 6],
    /// Cells beyond the last heading, in a CSV: a sign that the cells have shifted.
    pub surplus: usize,
}

/// A list with its headings found and its rows kept.
#[derive(Debug)]
pub(crate) struct Table {
    /// The sheet's name, or the file's for a CSV.
    pub name: String,
    pub list: &'static List,
    /// Whether days are counted from 1904, as older Macs did.
    pub from_1904: bool,
    pub columns: Option<Columns>,
    pub rows: Vec<Row>,
    /// Read as Windows-1252 because it is not UTF-8.
    pub windows_1252: bool,
    /// A CSV with a quotation mark that has no partner.
    pub odd_quotes: bool,
    /// Set by the reader of a CSV before it ends a row.
    pub surplus: usize,
    /// The first cell with something in it that stands beyond the columns looked at.
    pub stray: Option<Place>,
    limits: Limits,
    current: u32,
    pending: Vec<(u32, Value)>,
    /// Rows without known headings, until the headings are found.
    looked_at: Vec<Vec<String>>,
}

impl Table {
    pub fn new(name: &str, list: &'static List, limits: &Limits) -> Self {
        Self {
            name: name.to_owned(),
            list,
            from_1904: false,
            columns: None,
            rows: Vec::new(),
            windows_1252: false,
            odd_quotes: false,
            surplus: 0,
            stray: None,
            limits: limits.clone(),
            current: 0,
            pending: Vec::new(),
            looked_at: Vec::new(),
        }
    }

    /// Whether no row stands under the headings.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row of the headings, from 1; 0 where the sheet has nothing in it.
    pub fn header_row(&self) -> u32 {
        self.columns.as_ref().map_or(0, |columns| columns.row)
    }

    /// Whether a cell of this column is looked at, so that others need no copy.
    pub fn wants(&self, column: u32) -> bool {
        match &self.columns {
            Some(columns) => columns.field_at(column).is_some() || self.is_beyond(column),
            None => true,
        }
    }

    fn is_beyond(&self, column: u32) -> bool {
        usize::try_from(column).is_ok_and(|column| column >= self.limits.max_columns)
    }

    /// Takes the next cell. Rows count from 1, columns from 0.
    ///
    /// # Errors
    /// The refusals for rows, headings and over-long cells.
    pub fn cell(&mut self, row: u32, column: u32, value: Value) -> Result<(), Refusal> {
        if value == Value::Blank {
            return Ok(());
        }
        if self.is_beyond(column) {
            let place = self.spot(row, column);
            self.stray.get_or_insert(place);
            return Ok(());
        }
        if row != self.current {
            self.end_row()?;
            self.current = row;
        }
        self.check_length(column, &value)?;
        if self.wants(column) {
            self.pending.push((column, value));
        }
        Ok(())
    }

    fn check_length(&self, column: u32, value: &Value) -> Result<(), Refusal> {
        let limit = self.limits.max_cell_chars;
        match value {
            // Bytes are never fewer than characters, and cheaper to count.
            Value::Text(text) if text.len() > limit && text.chars().count() > limit => {
                Err(Refusal::CellTooLong { place: self.spot(self.current, column), limit })
            }
            _ => Ok(()),
        }
    }

    /// Ends the row that was being filled, if any.
    ///
    /// # Errors
    /// The refusals for rows and headings.
    pub fn end_row(&mut self) -> Result<(), Refusal> {
        let cells = std::mem::take(&mut self.pending);
        if cells.is_empty() {
            return Ok(());
        }
        if self.columns.is_none() {
            return self.look_for_headings(cells);
        }
        self.keep(cells)
    }

    fn look_for_headings(&mut self, cells: Vec<(u32, Value)>) -> Result<(), Refusal> {
        let texts: Vec<(u32, String)> = cells.into_iter().map(|(column, value)| (column, text_of(&value))).collect();
        let found = Columns::in_row(self.list, self.current, &texts);
        let texts = texts.into_iter().map(|(_, text)| text).collect();
        let Some(columns) = found else {
            self.looked_at.push(texts);
            return if self.looked_at.len() < HEADING_ROWS { Ok(()) } else { Err(self.no_headings()) };
        };
        let missing = columns.missing(self.list);
        if !missing.is_empty() {
            return Err(Refusal::NoHeaders { sheet: self.sheet(), missing, found: shown(&texts) });
        }
        self.columns = Some(columns);
        Ok(())
    }

    /// No row had headings that are known. The fullest one most likely holds them.
    fn no_headings(&self) -> Refusal {
        let found = self.looked_at.iter().rev().max_by_key(|texts| texts.len());
        let missing = Field::REQUIRED.into_iter().map(|field| self.list.heading(field).to_owned()).collect();
        Refusal::NoHeaders { sheet: self.sheet(), missing, found: found.map(|texts| shown(texts)).unwrap_or_default() }
    }

    fn keep(&mut self, cells: Vec<(u32, Value)>) -> Result<(), Refusal> {
        let mut row =
            Row { number: self.current, cells: Default::default(), surplus: std::mem::take(&mut self.surplus) };
        for (column, value) in cells {
            let field = self.columns.as_ref().and_then(|columns| columns.field_at(column));
            if let Some(field) = field {
                row.cells[field as usize] = value;
            }
        }
        if row.cells.iter().all(has_nothing) {
            return Ok(());
        }
        if self.rows.len() >= self.limits.max_rows {
            return Err(Refusal::TooManyRows { sheet: self.sheet(), limit: self.limits.max_rows });
        }
        self.rows.push(row);
        Ok(())
    }

    /// The list is complete.
    ///
    /// # Errors
    /// `NoHeaders` where something stands in the list but no headings do.
    pub fn finished(mut self) -> Result<Self, Refusal> {
        self.end_row()?;
        if self.columns.is_none() && !self.looked_at.is_empty() {
            return Err(self.no_headings());
        }
        Ok(self)
    }

    /// The sheet's name as a place shows it: a CSV has none.
    pub fn sheet(&self) -> String {
        if self.list.is_csv() { String::new() } else { clip(&self.name) }
    }

    /// The cell of a row that holds a field.
    pub fn place(&self, row: u32, field: Field) -> Place {
        if self.list.is_csv() {
            return Place { sheet: String::new(), cell: format!("line {row}, column {}", field.name()), row };
        }
        let column = self.columns.as_ref().and_then(|columns| columns.of(field)).unwrap_or_default();
        self.spot(row, column)
    }

    /// A cell by row and column, or the line of a CSV.
    pub fn spot(&self, row: u32, column: u32) -> Place {
        let cell = if self.list.is_csv() { format!("line {row}") } else { format!("{}{row}", letters(column)) };
        Place { sheet: self.sheet(), cell, row }
    }
}

fn has_nothing(value: &Value) -> bool {
    match value {
        Value::Blank => true,
        Value::Text(text) => is_blank(&clean(text)),
        Value::Number(_) | Value::Day(_) => false,
    }
}

fn shown(texts: &[String]) -> Vec<String> {
    let cleaned = texts.iter().map(|text| clip(&clean(text))).filter(|text| !text.is_empty());
    cleaned.take(HEADINGS_SHOWN).collect()
}

/// A cell as text. Whole numbers lose their ".0".
pub(crate) fn text_of(value: &Value) -> String {
    match value {
        Value::Blank => String::new(),
        Value::Text(text) => text.clone(),
        Value::Number(number) | Value::Day(number) => number.to_string(),
    }
}

//! Which column holds what, found by its heading wherever it stands.

use crate::lists::{Field, List};
use crate::text::{clean, clip, squash};

/// The heading row of a list, and the column of each field.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    /// The row or line of the headings, from 1.
    pub row: u32,
    at: [Option<u32>; 6],
    /// Headings read as another: field, column, the heading as it stands.
    pub renamed: Vec<Heading>,
    /// Second columns for a field that already has one; they are not read.
    pub repeated: Vec<Heading>,
}

/// A heading worth telling about.
#[derive(Debug, Clone)]
pub(crate) struct Heading {
    pub field: Field,
    pub column: u32,
    pub text: String,
}

impl Columns {
    /// The headings in a row, or nothing where fewer than two are known: a title, or data.
    pub fn in_row(list: &List, row: u32, cells: &[(u32, String)]) -> Option<Self> {
        let mut columns = Self { row, at: [None; 6], renamed: Vec::new(), repeated: Vec::new() };
        for (column, text) in cells {
            if let Some(field) = list.field_of(text) {
                columns.take(list, Heading { field, column: *column, text: clip(&clean(text)) });
            }
        }
        (columns.known() >= 2).then_some(columns)
    }

    fn take(&mut self, list: &List, heading: Heading) {
        let slot = &mut self.at[heading.field as usize];
        if slot.is_some() {
            self.repeated.push(heading);
            return;
        }
        *slot = Some(heading.column);
        if squash(&heading.text) != squash(list.heading(heading.field)) {
            self.renamed.push(heading);
        }
    }

    /// How many fields have a column.
    pub fn known(&self) -> usize {
        self.at.iter().flatten().count()
    }

    pub fn of(&self, field: Field) -> Option<u32> {
        self.at[field as usize]
    }

    /// The field a column holds.
    pub fn field_at(&self, column: u32) -> Option<Field> {
        Field::ALL.into_iter().find(|field| self.of(*field) == Some(column))
    }

    /// The required headings that were not found, as the documentation spells them.
    pub fn missing(&self, list: &List) -> Vec<String> {
        let absent = Field::REQUIRED.into_iter().filter(|field| self.of(*field).is_none());
        absent.map(|field| list.heading(field).to_owned()).collect()
    }
}

/// "A", "Z", "AA": the letters of a column counted from 0.
pub(crate) fn letters(column: u32) -> String {
    let mut rest = column;
    let mut letters = Vec::new();
    loop {
        letters.push(char::from_digit(rest % 26 + 10, 36).unwrap_or('?').to_ascii_uppercase());
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    letters.into_iter().rev().collect()
}

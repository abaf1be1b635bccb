//! What is told of a list as a whole, and of cells that are counted rather than shown singly.

use crate::caseload::Place;
use crate::findings::Findings;
use crate::headers::letters;
use crate::lists::Field;
use crate::table::Table;

/// Notes how the headings of a list were read and what stands out about it.
pub(crate) fn of_list(table: &Table, findings: &mut Findings) {
    headings(table, findings);
    whole(table, findings);
}

fn headings(table: &Table, findings: &mut Findings) {
    let Some(columns) = &table.columns else {
        return;
    };
    for heading in &columns.renamed {
        let place = table.spot(columns.row, heading.column);
        let message = format!("'{}' is read as '{}'.", heading.text, table.list.heading(heading.field));
        findings.note("heading-read-as", heading.field.name(), place, &heading.text, message);
    }
    for heading in &columns.repeated {
        let place = table.spot(columns.row, heading.column);
        let used = letters(columns.of(heading.field).unwrap_or_default());
        let message = format!(
            "'{}' could also be the {}, which is read from column {used}. This column is not read.",
            heading.text,
            heading.field.name()
        );
        findings.note("heading-repeated", heading.field.name(), place, &heading.text, message);
    }
    if columns.of(Field::Closed).is_none() {
        let place = Place { sheet: table.sheet(), cell: String::new(), row: 0 };
        let message =
            format!("There is no column '{}', so every case here is read as open.", table.list.heading(Field::Closed));
        findings.note("closed-column-absent", "closed", place, "", message);
    }
}

fn whole(table: &Table, findings: &mut Findings) {
    let whole = Place { sheet: table.sheet(), cell: String::new(), row: 0 };
    if table.rows.is_empty() {
        let message = "This list has no rows.".to_owned();
        findings.note("list-empty", "", whole.clone(), "", message);
    }
    if let Some(place) = table.stray.clone() {
        let message = "This cell stands far to the right of the list and is not read.".to_owned();
        findings.note("cell-outside-the-list", "", place, "", message);
    }
    if table.windows_1252 {
        let message =
            "The file is not in UTF-8, so it is read as Windows text. Check letters with accents in names.".to_owned();
        findings.note("read-as-windows-text", "", whole.clone(), "", message);
    }
    if table.odd_quotes {
        let message = "The file has a quotation mark without its partner, so a cell may have run into the lines after it. Check the number of rows against the file.".to_owned();
        findings.note("odd-quotation-mark", "", whole, "", message);
    }
}

fn cells(count: usize) -> String {
    if count == 1 { "1 cell".to_owned() } else { format!("{count} cells") }
}

pub(crate) fn spaces_cleaned(count: usize) -> String {
    format!(
        "Found in {} of this column: extra spaces or characters that cannot be seen. They are read without them.",
        cells(count)
    )
}

pub(crate) fn spelling_read_as_one(count: usize) -> String {
    format!(
        "Found in {} of this column: a spelling that differs only in capitals from one met before. They are read as the same.",
        cells(count)
    )
}

pub(crate) fn year_of_two_digits(count: usize) -> String {
    format!(
        "Found in {} of this column: a year of two digits. 00 to 49 are read as 2000 to 2049, 50 to 99 as 1950 to 1999.",
        cells(count)
    )
}

pub(crate) fn date_as_number(count: usize) -> String {
    format!(
        "Found in {} of this column: Excel's number for a day instead of a date. It is read as that day.",
        cells(count)
    )
}

pub(crate) fn closed_without_worker(count: usize) -> String {
    let cases = if count == 1 { "1 closed case has".to_owned() } else { format!("{count} closed cases have") };
    format!("{cases} no worker or no team and so cannot be drawn for anyone. They are not brought in.")
}

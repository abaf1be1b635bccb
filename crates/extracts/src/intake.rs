//! From rows as they stand in the file to cases, saying what was understood how.

use chrono::NaiveDate;
use std::collections::HashMap;

use crate::caseload::{CaseRow, ListRead, Place};
use crate::dates::{self, DateRead, How};
use crate::findings::Findings;
use crate::lists::Field;
use crate::notes;
use crate::reference;
use crate::table::{Row, Table, Value, text_of};
use crate::text::{clean, clip, is_blank};

/// The most characters a reference, team or worker may have.
const LONGEST_NAME: usize = 200;

/// A case and the list it came from.
#[derive(Debug)]
pub(crate) struct Entry {
    pub case: CaseRow,
    /// Which of the lists in the file, from 0.
    pub list: usize,
    /// The list's number in Annex A, which is also the order of seriousness; 0 for the CSV.
    pub number: u8,
}

/// The row cannot enter; a finding says why.
#[derive(Debug)]
struct LeftOut;

type Read<T> = Result<T, LeftOut>;

/// Takes lists one after another and gathers their cases.
#[derive(Debug)]
pub(crate) struct Intake {
    findings: Findings,
    entries: Vec<Entry>,
    teams: Spellings,
    workers: Spellings,
    lists: usize,
}

impl Intake {
    pub fn new(findings: Findings) -> Self {
        Self { findings, entries: Vec::new(), teams: Spellings::default(), workers: Spellings::default(), lists: 0 }
    }

    pub fn into_parts(self) -> (Vec<Entry>, Findings) {
        (self.entries, self.findings)
    }

    /// Reads every row of a list.
    pub fn take(&mut self, mut table: Table) -> ListRead {
        notes::of_list(&table, &mut self.findings);
        let (list, number) = (self.lists, table.list.number);
        self.lists += 1;
        let before = self.entries.len();
        let rows = std::mem::take(&mut table.rows);
        for row in &rows {
            if let Ok(case) = self.case(&table, row) {
                self.entries.push(Entry { case, list, number });
            }
        }
        ListRead {
            name: table.name,
            list: table.list.title.to_owned(),
            rows: rows.len(),
            read: self.entries.len() - before,
        }
    }

    /// Reads one row. Everything wrong with it is told at once, so that it is mended once.
    fn case(&mut self, table: &Table, row: &Row) -> Read<CaseRow> {
        let closed = self.date(table, row, Field::Closed);
        let team = self.name(table, row, Field::Team);
        let worker = self.name(table, row, Field::Worker);
        if matches!(closed, Ok(Some(_))) && (team.is_empty() || worker.is_empty()) {
            let place = table.place(row.number, Field::Worker);
            self.findings.tally("closed-without-worker", "worker", place, "", notes::closed_without_worker);
            return Err(LeftOut);
        }
        let held = self.is_held(table, row, &team, &worker);
        let reference = self.reference(table, row);
        let opened = self.opened(table, row);
        let straight = self.is_straight(table, row);
        let (opened, closed) = (opened?, closed?);
        self.in_order(table, row, opened, closed)?;
        held?;
        straight?;
        Ok(CaseRow {
            place: table_place(table, row),
            reference: reference?,
            team,
            worker,
            opened: Some(opened),
            kind: kind_of(table, row),
            closed,
        })
    }

    fn date(&mut self, table: &Table, row: &Row, field: Field) -> Read<Option<NaiveDate>> {
        let value = &row.cells[field as usize];
        let read = match value {
            Value::Blank => return Ok(None),
            // A formula that points at an empty cell gives 0, which Excel shows as 00/01/1900.
            Value::Day(days) | Value::Number(days) if *days == 0.0 => return Ok(None),
            Value::Day(days) => serial(*days, table.from_1904, How::Plainly),
            Value::Number(days) => serial(*days, table.from_1904, How::DayNumber),
            Value::Text(text) if is_blank(&clean(text)) => return Ok(None),
            Value::Text(text) => dates::from_text(&clean(text)),
        };
        let place = table.place(row.number, field);
        let shown = clip(&clean(&text_of(value)));
        let Some(read) = read else {
            let message = format!("'{shown}' is not a date. Correct it in the file, or leave this row out.");
            self.findings.leave_out("date-unreadable", field.name(), place, &shown, message);
            return Err(LeftOut);
        };
        match read.how {
            How::Plainly => {}
            How::TwoDigitYear => {
                self.findings.tally("year-of-two-digits", field.name(), place, &shown, notes::year_of_two_digits)
            }
            How::DayNumber => self.findings.tally("date-as-number", field.name(), place, &shown, notes::date_as_number),
        }
        Ok(Some(read.date))
    }

    fn opened(&mut self, table: &Table, row: &Row) -> Read<NaiveDate> {
        if let Some(date) = self.date(table, row, Field::Opened)? {
            return Ok(date);
        }
        let place = table.place(row.number, Field::Opened);
        let value = shown(row, Field::Opened);
        let heading = table.list.heading(Field::Opened);
        let message = format!("There is no date under '{heading}'. Add it in the file, or leave this row out.");
        self.findings.leave_out("opened-missing", "opened", place, &value, message);
        Err(LeftOut)
    }

    fn in_order(&mut self, table: &Table, row: &Row, opened: NaiveDate, closed: Option<NaiveDate>) -> Read<()> {
        let Some(closed) = closed.filter(|closed| *closed < opened) else {
            return Ok(());
        };
        let (first, last) = (opened.format("%-d %B %Y"), closed.format("%-d %B %Y"));
        let message = format!(
            "This case closes on {last}, before it opens on {first}. Correct one of them in the file, or leave this row out."
        );
        let place = table.place(row.number, Field::Closed);
        self.findings.leave_out("closed-before-opened", "closed", place, &shown(row, Field::Closed), message);
        Err(LeftOut)
    }

    /// A team or a worker, cleaned, in the first spelling met; empty where there is none.
    fn name(&mut self, table: &Table, row: &Row, field: Field) -> String {
        let text = self.cleaned(table, row, field);
        if is_blank(&text) {
            return String::new();
        }
        let spellings = if field == Field::Team { &mut self.teams } else { &mut self.workers };
        let settled = spellings.settle(&text);
        if settled != text {
            let place = table.place(row.number, field);
            self.findings.tally("spelling-read-as-one", field.name(), place, &text, notes::spelling_read_as_one);
        }
        settled
    }

    fn cleaned(&mut self, table: &Table, row: &Row, field: Field) -> String {
        let text = text_of(&row.cells[field as usize]);
        let cleaned = clean(&text);
        if cleaned != text {
            let place = table.place(row.number, field);
            // What stands for a reference may yet turn out to be a name, so it is not shown.
            let example = if field == Field::Reference { "" } else { cleaned.as_ref() };
            self.findings.tally("spaces-cleaned", field.name(), place, example, notes::spaces_cleaned);
        }
        cleaned.into_owned()
    }

    /// An open case needs a team and a worker.
    fn is_held(&mut self, table: &Table, row: &Row, team: &str, worker: &str) -> Read<()> {
        let mut held = Ok(());
        for (field, text, rule) in [(Field::Team, team, "team-missing"), (Field::Worker, worker, "worker-missing")] {
            let place = table.place(row.number, field);
            if text.is_empty() {
                let name = field.name();
                let message = format!(
                    "There is no {name} for this open case. Name the {name} in the file, or leave this row out."
                );
                self.findings.leave_out(rule, name, place, &shown(row, field), message);
                held = Err(LeftOut);
            } else if text.chars().count() > LONGEST_NAME {
                held = self.too_long(field, place, text);
            }
        }
        held
    }

    fn too_long<T>(&mut self, field: Field, place: Place, text: &str) -> Read<T> {
        let message = format!(
            "The {} has more than {LONGEST_NAME} characters. Shorten it in the file, or leave this row out.",
            field.name()
        );
        self.findings.leave_out("text-too-long", field.name(), place, text, message);
        Err(LeftOut)
    }

    fn reference(&mut self, table: &Table, row: &Row) -> Read<String> {
        let cell = &row.cells[Field::Reference as usize];
        let text = self.cleaned(table, row, Field::Reference);
        let place = table.place(row.number, Field::Reference);
        match reference::read(cell, &text) {
            Ok(text) if text.chars().count() > LONGEST_NAME => self.too_long(Field::Reference, place, ""),
            Ok(text) => Ok(text.to_owned()),
            Err(why) => {
                let shown = if why.may_be_shown() { text.as_str() } else { "" };
                let message = why.message().to_owned();
                self.findings.leave_out(why.rule(), "case reference", place, shown, message);
                Err(LeftOut)
            }
        }
    }

    /// A line with more cells than headings has most likely shifted.
    fn is_straight(&mut self, table: &Table, row: &Row) -> Read<()> {
        if row.surplus == 0 {
            return Ok(());
        }
        let place = table.spot(row.number, 0);
        let message = format!(
            "This line has {} more cells than there are headings. A cell with a separator in it needs quotation marks. Correct it in the file, or leave this row out.",
            row.surplus
        );
        self.findings.leave_out("too-many-cells", "", place, "", message);
        Err(LeftOut)
    }
}

/// The first spelling of each name, so that "LOCALITY 1" and "Locality 1" are one team.
#[derive(Debug, Default)]
struct Spellings(HashMap<String, String>);

impl Spellings {
    fn settle(&mut self, text: &str) -> String {
        self.0.entry(text.to_lowercase()).or_insert_with(|| text.to_owned()).clone()
    }
}

fn serial(days: f64, from_1904: bool, how: How) -> Option<DateRead> {
    dates::from_serial(days, from_1904).map(|date| DateRead { date, how })
}

fn table_place(table: &Table, row: &Row) -> Place {
    if table.list.is_csv() { table.spot(row.number, 0) } else { table.place(row.number, Field::Reference) }
}

/// What a cell holds, cleaned and short enough to show.
fn shown(row: &Row, field: Field) -> String {
    clip(&clean(&text_of(&row.cells[field as usize])))
}

/// The list's kind, or the CSV's own word for it.
fn kind_of(table: &Table, row: &Row) -> String {
    if !table.list.kind.is_empty() {
        return table.list.kind.to_owned();
    }
    let own = shown(row, Field::Kind);
    if is_blank(&own) { String::new() } else { own }
}

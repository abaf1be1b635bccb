use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};
use csv::StringRecord;

use super::Problem;
use super::columns::Places;
use crate::dates;
use crate::text::{clean, clip, is_blank, squash};

/// The cells of one line, by the key of their column. What is wrong is noted, and reading goes on.
pub(super) struct Cells<'a> {
    line: u32,
    record: &'a StringRecord,
    places: &'a Places,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(line: u32, record: &'a StringRecord, places: &'a Places, problems: &'a mut Vec<Problem>) -> Self {
        let filled = record.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
        let used = filled.map(|(place, _)| place + 1).max().unwrap_or(0);
        if used > places.width() {
            let says = format!(
                "there are {used} cells and {} headings. Put quotation marks around text with a comma in it.",
                places.width()
            );
            problems.push(Problem::line(line, says));
        }
        Self { line, record, places, problems }
    }

    /// What stands in a cell; `None` where nothing does, or the file has no such column.
    fn cell(&self, key: &str) -> Option<Cow<'a, str>> {
        let cell = self.record.get(self.places.of_column(key)?)?;
        Some(clean(cell)).filter(|cell| !is_blank(cell))
    }

    /// Notes what is wrong with a cell.
    pub(super) fn wrong(&mut self, key: &str, value: &str, what: &str) {
        let value = clip(value);
        let says = if value.is_empty() { what.to_owned() } else { format!("'{value}' {what}") };
        self.problems.push(Problem { column: self.places.heading(key), value, ..Problem::line(self.line, says) });
    }

    /// A cell read by `read`; `None` where nothing stands in it, or what stands there is noted as wrong.
    fn read<T>(&mut self, key: &str, what: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let cell = self.cell(key)?;
        let found = read(&cell);
        if found.is_none() {
            self.wrong(key, &cell, what);
        }
        found
    }

    /// The same for a cell that must not be blank.
    fn must<T>(&mut self, key: &str, what: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        if self.cell(key).is_none() {
            self.wrong(key, "", "the cell is blank. Fill it in the file, or delete the line.");
            return None;
        }
        self.read(key, what, read)
    }

    pub(super) fn must_text(&mut self, key: &str) -> Option<String> {
        self.must(key, "", |text| Some(text.to_owned()))
    }

    pub(super) fn may_text(&mut self, key: &str) -> Option<String> {
        self.read(key, "", |text| Some(text.to_owned()))
    }

    pub(super) fn must_day(&mut self, key: &str) -> Option<NaiveDate> {
        self.must(key, NO_DATE, day)
    }

    pub(super) fn may_day(&mut self, key: &str) -> Option<NaiveDate> {
        self.read(key, NO_DATE, day)
    }

    pub(super) fn must_month(&mut self, key: &str) -> Option<NaiveDate> {
        self.must(key, "is not a month. Write it like 2026-03 in the file.", month)
    }

    pub(super) fn must_amount(&mut self, key: &str) -> Option<i64> {
        self.must(key, NO_AMOUNT, hundredths)
    }

    pub(super) fn may_amount(&mut self, key: &str) -> Option<i64> {
        self.read(key, NO_AMOUNT, hundredths)
    }

    pub(super) fn may_minutes(&mut self, key: &str) -> Option<u32> {
        self.read(key, "is not a length in minutes. Write it like 90 in the file.", minutes)
    }

    pub(super) fn must_yes(&mut self, key: &str) -> Option<bool> {
        self.must(key, NO_YES, yes)
    }

    pub(super) fn may_yes(&mut self, key: &str) -> Option<bool> {
        self.read(key, NO_YES, yes)
    }

    /// A cell that holds one of a few words. They are compared by their letters alone.
    pub(super) fn must_word<T>(&mut self, key: &str, what: &str, word: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.must(key, what, |text| word(&squash(text)))
    }

    /// The same for a cell that may be blank.
    pub(super) fn may_word<T>(&mut self, key: &str, what: &str, word: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.read(key, what, |text| word(&squash(text)))
    }
}

const NO_DATE: &str = "is not a date. Correct it in the file.";
const NO_AMOUNT: &str = "is not a number. Write it like 1234.50 in the file.";
const NO_YES: &str = "is neither yes nor no. Correct it in the file.";

fn day(text: &str) -> Option<NaiveDate> {
    dates::from_text(text).map(|read| read.date)
}

/// The first day of a month: 2026-03, 03/2026, Mar 2026, or any day of it.
fn month(text: &str) -> Option<NaiveDate> {
    let year_first = text.len() >= 4 && text.bytes().take(4).all(|byte| byte.is_ascii_digit());
    let padded = if year_first { format!("{text}-01") } else { format!("1 {text}") };
    day(text).or_else(|| day(&padded))?.with_day(1)
}

/// A number with at most two decimals, times a hundred: "£818,400", "-12.5", "14". Commas set thousands apart.
pub(super) fn hundredths(text: &str) -> Option<i64> {
    let (sign, rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let rest = rest.trim();
    let rest = rest.strip_prefix('£').or_else(|| rest.strip_prefix("GBP")).unwrap_or(rest).trim();
    let (whole, part) = rest.split_once('.').unwrap_or((rest, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let in_threes = groups.iter().skip(1).all(|group| group.len() == 3);
    let figures = groups.concat();
    let all_figures = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let plain = !groups.first()?.is_empty() && in_threes && figures.len() <= 12;
    if !plain || !all_figures(&figures) || !all_figures(part) || part.len() > 9 {
        return None;
    }
    let pence: String = part.chars().chain("00".chars()).take(2).collect();
    Some(sign * (figures.parse::<i64>().ok()? * 100 + pence.parse::<i64>().ok()?))
}

/// The longest session that is believed: a day.
const MOST_MINUTES: i64 = 24 * 60;

fn minutes(text: &str) -> Option<u32> {
    let found = hundredths(text).filter(|found| found % 100 == 0)? / 100;
    if (0..=MOST_MINUTES).contains(&found) { u32::try_from(found).ok() } else { None }
}

fn yes(text: &str) -> Option<bool> {
    match squash(text).as_str() {
        "yes" | "y" | "true" | "1" | "held" | "done" => Some(true),
        "no" | "n" | "false" | "0" | "notheld" | "cancelled" | "missed" => Some(false),
        _ => None,
    }
}

//! Dates as people and spreadsheets write them.

use chrono::{Datelike, Days, NaiveDate};

/// What a cell meant as a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DateRead {
    pub date: NaiveDate,
    pub how: How,
}

/// Whether anything was assumed in reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    Plainly,
    /// The year had two digits.
    TwoDigitYear,
    /// The cell held Excel's day number without a date format.
    DayNumber,
}

/// Two-digit years from here on are of the last century: 50 is 1950, 49 is 2049. No open case
/// began before 1950.
const PIVOT: i32 = 50;

/// The years a case may begin or end in. Others are slips such as 0202 for 2002.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

/// Bare numbers read as Excel days in text: 3 October 1954 to 10 January 2119.
const DAY_NUMBERS: std::ops::RangeInclusive<u32> = 20_000..=80_000;

/// The first serial day of Excel's 1900 system after the 29 February 1900 that never was.
const AFTER_THE_FALSE_LEAP_DAY: u64 = 61;

/// A date from text: 14/03/2026, 2026-03-14, 14/03/26, 14 March 2026, 14-Mar-2026, March 14
/// 2026, with or without a time of day. Day before month throughout, as in the United Kingdom.
pub(crate) fn from_text(text: &str) -> Option<DateRead> {
    let day = without_time(text);
    if let Ok(number) = day.parse::<u32>() {
        let date = DAY_NUMBERS.contains(&number).then(|| from_serial(f64::from(number), false))??;
        return Some(DateRead { date, how: How::DayNumber });
    }
    let parts: Vec<&str> = day.split(['/', '-', '.', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts[..] else {
        return None;
    };
    if first.starts_with(char::is_alphabetic) {
        return built(second, first, third);
    }
    if first.len() == 4 && digits(first).is_some() {
        return built(third, second, first);
    }
    built(first, second, third)
}

/// A date from Excel's day number, in the 1900 or the 1904 system.
pub(crate) fn from_serial(days: f64, from_1904: bool) -> Option<NaiveDate> {
    if !days.is_finite() || !(1.0..=80_000.0).contains(&days) {
        return None;
    }
    // Bounded above, so the cast keeps every whole day and drops the time of day.
    let days = days as u64;
    let start = if from_1904 {
        NaiveDate::from_ymd_opt(1904, 1, 1)?
    } else if days >= AFTER_THE_FALSE_LEAP_DAY {
        NaiveDate::from_ymd_opt(1899, 12, 30)?
    } else {
        NaiveDate::from_ymd_opt(1899, 12, 31)?
    };
    in_range(start.checked_add_days(Days::new(days))?)
}

/// Drops "00:00:00", "9:30 am" and "T00:00:00Z".
fn without_time(text: &str) -> &str {
    let is_time = |word: &str| word.contains(':') || word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("pm");
    let mut day = text.trim();
    while let Some((before, last)) = day.rsplit_once(' ') {
        if !is_time(last) {
            break;
        }
        day = before.trim_end();
    }
    match day.split_once('T') {
        Some((date, time)) if time.contains(':') => date,
        _ => day,
    }
}

fn built(day: &str, month: &str, year: &str) -> Option<DateRead> {
    let (year, how) = year_of(year)?;
    let date = NaiveDate::from_ymd_opt(year, month_of(month)?, day_of(day)?)?;
    Some(DateRead { date: in_range(date)?, how })
}

fn in_range(date: NaiveDate) -> Option<NaiveDate> {
    YEARS.contains(&date.year()).then_some(date)
}

fn digits(text: &str) -> Option<u32> {
    let plain = text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

fn year_of(text: &str) -> Option<(i32, How)> {
    let year = i32::try_from(digits(text)?).ok()?;
    match text.len() {
        4 => Some((year, How::Plainly)),
        2 if year < PIVOT => Some((2000 + year, How::TwoDigitYear)),
        2 => Some((1900 + year, How::TwoDigitYear)),
        _ => None,
    }
}

fn month_of(text: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if let Some(number) = digits(text) {
        return Some(number);
    }
    let name = text.to_ascii_lowercase();
    if name.len() < 3 {
        return None;
    }
    // A prefix is enough: "sep" and "sept" both stand for September.
    let index = NAMES.iter().position(|month| month.starts_with(name.as_str()))?;
    u32::try_from(index + 1).ok()
}

/// 14, or 14th.
fn day_of(text: &str) -> Option<u32> {
    let bare = ["st", "nd", "rd", "th"].iter().find_map(|ending| text.strip_suffix(ending));
    digits(bare.unwrap_or(text))
}

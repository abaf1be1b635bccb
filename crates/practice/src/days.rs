//! Days as people in England count them.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc, Weekday};

/// The date and time on a clock in England: an hour ahead of UTC from the last Sunday of March
/// to the last Sunday of October, both at 1:00 UTC.
#[must_use]
pub fn in_england(at: DateTime<Utc>) -> NaiveDateTime {
    let year = at.year();
    let summer = match (changes(year, 3), changes(year, 10)) {
        (Some(forward), Some(back)) => at >= forward && at < back,
        _ => false,
    };
    at.naive_utc() + Duration::hours(i64::from(summer))
}

/// The date in England.
#[must_use]
pub fn today(at: DateTime<Utc>) -> NaiveDate {
    in_england(at).date()
}

/// The last Sunday of a month, at 1:00 UTC.
fn changes(year: i32, month: u32) -> Option<DateTime<Utc>> {
    let last = NaiveDate::from_ymd_opt(year, month, 31)?;
    let back = last.weekday().days_since(Weekday::Sun);
    let sunday = last - Duration::days(i64::from(back));
    Some(Utc.from_utc_datetime(&sunday.and_time(NaiveTime::from_hms_opt(1, 0, 0)?)))
}

/// "16 November 2026".
#[must_use]
pub fn long(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// "2:30pm".
#[must_use]
pub fn clock(at: DateTime<Utc>) -> String {
    in_england(at).format("%-I:%M%P").to_string()
}

const BANK_HOLIDAYS: &str = include_str!("../../../measures/bank-holidays.toml");

/// The bank holidays in England that are known (`measures/bank-holidays.toml`).
fn bank_holidays() -> &'static [NaiveDate] {
    static KNOWN: std::sync::LazyLock<Vec<NaiveDate>> = std::sync::LazyLock::new(|| {
        let file: toml::Table = BANK_HOLIDAYS.parse().unwrap_or_default();
        let days = file.get("days").and_then(toml::Value::as_array).cloned().unwrap_or_default();
        days.iter().filter_map(|day| day.to_string().parse().ok()).collect()
    });
    &KNOWN
}

/// Whether people work on a day: not on Saturdays, Sundays and bank holidays.
#[must_use]
pub fn is_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !bank_holidays().contains(&day)
}

/// The day that comes so many working days after another, which itself does not count.
#[must_use]
pub fn after_working_days(from: NaiveDate, count: u32) -> NaiveDate {
    let mut day = from;
    let mut left = count;
    while left > 0 {
        let Some(next) = day.succ_opt() else { return day };
        day = next;
        left -= u32::from(is_working_day(day));
    }
    day
}

#[cfg(test)]
mod tests {
    use super::{after_working_days, clock, in_england, is_working_day};

    #[test]
    fn ten_working_days_leave_out_weekends_and_bank_holidays() {
        let day = |text: &str| text.parse().expect("a day");
        for (from, count, to) in [
            ("2026-11-30", 10, "2026-12-14"),
            ("2026-12-18", 10, "2027-01-06"),
            ("2026-11-28", 1, "2026-11-30"),
            ("2026-11-30", 0, "2026-11-30"),
        ] {
            assert_eq!(after_working_days(day(from), count), day(to), "{count} after {from}");
        }
        assert!(!is_working_day(day("2026-12-28")), "Boxing Day is kept on the Monday");
    }

    #[test]
    fn clocks_go_forward_in_march_and_back_in_october() {
        for (utc, england) in [
            ("2026-03-29T00:59:59Z", "2026-03-29T00:59:59"),
            ("2026-03-29T01:00:00Z", "2026-03-29T02:00:00"),
            ("2026-10-25T00:59:59Z", "2026-10-25T01:59:59"),
            ("2026-10-25T01:00:00Z", "2026-10-25T01:00:00"),
            ("2026-07-01T12:00:00Z", "2026-07-01T13:00:00"),
        ] {
            let at = utc.parse().expect("a time");
            assert_eq!(in_england(at).format("%Y-%m-%dT%H:%M:%S").to_string(), england, "{utc}");
        }
        assert_eq!(clock("2026-11-16T14:05:00Z".parse().expect("a time")), "2:05pm");
    }
}

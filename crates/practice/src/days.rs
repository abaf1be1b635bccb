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

#[cfg(test)]
mod tests {
    use super::{clock, in_england};

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

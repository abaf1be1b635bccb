use std::fmt;

use chrono::{Datelike, Months, NaiveDate};

use super::counted;
use crate::days;

/// How many months count.
const MONTHS: u32 = 12;

/// The days that figures are of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    /// The first.
    pub first: NaiveDate,
    /// The last.
    pub last: NaiveDate,
}

impl fmt::Display for Period {
    /// "October 2025 to September 2026", or "September 2026". Twelve months that begin within a month are told by their
    /// days, so that nobody reads thirteen.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let month = |day: NaiveDate| day.format("%B %Y").to_string();
        match self.months() {
            1 => f.write_str(&month(self.last)),
            months if months <= MONTHS => write!(f, "{} to {}", month(self.first), month(self.last)),
            _ => write!(f, "{} to {}", days::long(self.first), days::long(self.last)),
        }
    }
}

impl Period {
    /// How many calendar months it touches.
    #[must_use]
    pub fn months(&self) -> u32 {
        let of = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
        u32::try_from(of(self.last) - of(self.first) + 1).unwrap_or(0)
    }

    /// The same from the start of its first month.
    pub(super) fn begun_with_its_month(self) -> Self {
        Self { first: self.first.with_day(1).unwrap_or(self.first), ..self }
    }

    /// What to know where it is shorter than a year.
    pub(super) fn notice(&self) -> Option<String> {
        let months = self.months();
        (months < MONTHS).then(|| {
            format!(
                "The file tells of {}, {self}, and not of 12. Put up a file of 12 months, or say in the source why there is none.",
                counted(usize::try_from(months).unwrap_or(0), "month", "months")
            )
        })
    }
}

/// Why a file says nothing: none of its rows is of the twelve months to today.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Outside {
    /// The newest day found, and the key of the column in which it stands, such as `decided_on`; `None` where there are
    /// no rows.
    pub newest: Option<(NaiveDate, &'static str)>,
    /// The last day of the twelve months.
    pub today: NaiveDate,
}

impl Outside {
    /// What is wrong and how to mend it. `heading` is what the file calls the column of the newest day.
    #[must_use]
    pub fn says(&self, heading: &str) -> String {
        let newest = self.newest.map_or_else(String::new, |(day, _)| {
            format!(" The newest day in the column “{heading}” is {}.", days::long(day))
        });
        let today = days::long(self.today);
        format!("No row is of the 12 months to {today}.{newest} Choose a file of the last 12 months.")
    }
}

/// The rows that count, the days they are of, and what to know of those that do not count.
pub(super) struct Kept<'a, T> {
    pub(super) rows: Vec<&'a T>,
    pub(super) period: Period,
    pub(super) notices: Vec<String>,
}

/// What has not come where a row is of a day.
pub(super) const A_DAY: &str = "of a day that has not come";

/// The last day of a month: a figure of a whole month is of that day, so it counts once the month has ended.
pub(super) fn end_of_the_month(month: NaiveDate) -> NaiveDate {
    let next = month.with_day(1).and_then(|day| day.checked_add_months(Months::new(1)));
    next.and_then(|day| day.pred_opt()).unwrap_or(month)
}

/// Keeps the rows of the twelve months to today. `day` tells the day of a row and the key of the column it stands in;
/// `to_come` is said of rows after today.
///
/// # Errors
/// The newest day found, where no row is of those months.
pub(super) fn last_twelve_months<'a, T>(
    rows: &'a [T],
    today: NaiveDate,
    to_come: &str,
    day: impl Fn(&T) -> (NaiveDate, &'static str),
) -> Result<Kept<'a, T>, Outside> {
    let before = today.checked_sub_months(Months::new(MONTHS)).unwrap_or(NaiveDate::MIN);
    let kept: Vec<&'a T> = rows.iter().filter(|row| before < day(row).0 && day(row).0 <= today).collect();
    let first = kept.iter().map(|row| day(row).0).min();
    let last = kept.iter().map(|row| day(row).0).max();
    let (Some(first), Some(last)) = (first, last) else {
        return Err(Outside { newest: rows.iter().map(&day).max(), today });
    };
    let earlier = rows.iter().filter(|row| day(row).0 <= before).count();
    let later = rows.iter().filter(|row| day(row).0 > today).count();
    let are = |count: usize| if count == 1 { "is" } else { "are" };
    let mut notices = Vec::new();
    if earlier > 0 {
        notices.push(format!(
            "{} from {} or before {} not counted: the 12 months to {} are.",
            counted(earlier, "row", "rows"),
            days::long(before),
            are(earlier),
            days::long(today)
        ));
    }
    if later > 0 {
        notices.push(format!("{} {to_come} {} not counted.", counted(later, "row", "rows"), are(later)));
    }
    Ok(Kept { rows: kept, period: Period { first, last }, notices })
}

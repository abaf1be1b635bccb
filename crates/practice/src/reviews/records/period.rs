use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::counted;

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
    /// "October 2025 to September 2026", or "September 2026".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let month = |day: NaiveDate| day.format("%B %Y").to_string();
        if self.months() == 1 {
            return f.write_str(&month(self.last));
        }
        write!(f, "{} to {}", month(self.first), month(self.last))
    }
}

impl Period {
    /// How many calendar months it touches.
    #[must_use]
    pub fn months(&self) -> u32 {
        let of = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
        u32::try_from(of(self.last) - of(self.first) + 1).unwrap_or(0)
    }

    /// The same to the end of its last month.
    pub(super) fn to_the_end_of_the_month(self) -> Self {
        let next = self.last.with_day(1).and_then(|day| day.checked_add_months(Months::new(1)));
        let last = next.and_then(|day| day.checked_sub_days(Days::new(1))).unwrap_or(self.last);
        Self { last, ..self }
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

/// The rows that count, the days they are of, and what to know of those that do not count.
pub(super) struct Kept<'a, T> {
    pub(super) rows: Vec<&'a T>,
    pub(super) period: Period,
    pub(super) notices: Vec<String>,
}

/// Keeps the rows of the last twelve calendar months that have come. `None` where there are none.
pub(super) fn last_twelve_months<T>(
    rows: &[T],
    today: NaiveDate,
    day: impl Fn(&T) -> NaiveDate,
) -> Option<Kept<'_, T>> {
    let last = rows.iter().map(&day).filter(|on| *on <= today).max()?;
    let from = last.with_day(1)?.checked_sub_months(Months::new(MONTHS - 1))?;
    let kept: Vec<&T> = rows.iter().filter(|row| (from..=today).contains(&day(row))).collect();
    let first = kept.iter().map(|row| day(row)).min()?;
    let earlier = rows.iter().filter(|row| day(row) < from).count();
    let later = rows.iter().filter(|row| day(row) > today).count();
    let mut notices = Vec::new();
    if earlier > 0 {
        notices.push(format!(
            "{} from before {} not counted: the last 12 months are.",
            counted(earlier, "row", "rows"),
            from.format(if earlier == 1 { "%B %Y is" } else { "%B %Y are" })
        ));
    }
    if later > 0 {
        notices.push(format!(
            "{} of a day that has not come {} not counted.",
            counted(later, "row", "rows"),
            if later == 1 { "is" } else { "are" }
        ));
    }
    Some(Kept { rows: kept, period: Period { first, last }, notices })
}

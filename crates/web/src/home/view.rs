//! Blocks of the home page as it shows them.

use chrono::{DateTime, NaiveDate, Utc};
use practice::days;
use programme::home::{Block, Row, When};

use super::address;

/// A few rows under one heading.
pub(super) struct BlockView {
    pub(super) title: &'static str,
    pub(super) rows: Vec<RowView>,
    /// "See 4 more" and where; empty where all are shown.
    pub(super) more: String,
    pub(super) more_href: String,
    pub(super) note: &'static str,
}

/// One thing to do.
pub(super) struct RowView {
    pub(super) href: String,
    pub(super) what: String,
    pub(super) why: String,
    pub(super) when: String,
    pub(super) now: bool,
}

impl BlockView {
    pub(super) fn of(block: &Block, today: NaiveDate) -> Self {
        let (more, more_href) = match &block.more {
            Some((count, all)) => (format!("See {count} more"), address::of(all)),
            None => (String::new(), String::new()),
        };
        let rows = block.rows.iter().map(|row| RowView::of(row, today)).collect();
        Self { title: block.title, rows, more, more_href, note: block.note }
    }
}

impl RowView {
    fn of(row: &Row, today: NaiveDate) -> Self {
        Self {
            href: address::of(&row.link),
            what: row.what.clone(),
            why: row.why.clone(),
            when: row.when.map_or(String::new(), |when| in_words(when, today)),
            now: row.urgent,
        }
    }
}

fn in_words(when: When, today: NaiveDate) -> String {
    match when {
        When::Due(day) => due(day, today),
        When::OpenSince(at) => format!("Open since {}", moment(at, today)),
        When::Day(what, day) => format!("{what} {}", days::long(day)),
    }
}

/// "9:12am" of today, "14 November 2026" of any other day.
fn moment(at: DateTime<Utc>, today: NaiveDate) -> String {
    let day = days::today(at);
    if day == today { days::clock(at) } else { days::long(day) }
}

/// "14 days late, due 8 November 2026", or "Due 20 November 2026".
pub(crate) fn due(day: NaiveDate, today: NaiveDate) -> String {
    match lateness(day, today) {
        Some(late) => format!("{late}, due {}", days::long(day)),
        None if day == today => format!("Due today, {}", days::long(day)),
        None => format!("Due {}", days::long(day)),
    }
}

/// "14 days late"; nothing where it is not.
fn lateness(day: NaiveDate, today: NaiveDate) -> Option<String> {
    match (today - day).num_days() {
        ..=0 => None,
        1 => Some("1 day late".to_owned()),
        late => Some(format!("{late} days late")),
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::due;

    fn november(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).expect("a day")
    }

    #[test]
    fn how_late_it_is_stands_beside_the_date() {
        for (day, said) in [
            (2, "14 days late, due 2 November 2026"),
            (15, "1 day late, due 15 November 2026"),
            (16, "Due today, 16 November 2026"),
            (20, "Due 20 November 2026"),
        ] {
            assert_eq!(due(november(day), november(16)), said);
        }
    }
}

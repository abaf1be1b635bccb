use std::sync::{Arc, Mutex};

use axum::extract::{DefaultBodyLimit, Form, FromRequest, Request};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use chrono::NaiveDate;
use practice::names::personal;
use programme::Field;

use crate::problem::{Problem, Result};

/// What was typed, in the order of the form. A name may stand more than once.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

/// What the form of one request holds, kept beside the request while it is answered: a page that says why something
/// could not be done shows what was typed as well.
#[derive(Clone, Default)]
pub(crate) struct Typed(Arc<Mutex<Fields>>);

impl Typed {
    fn keep(&self, fields: &Fields) {
        if let Ok(mut kept) = self.0.lock() {
            *kept = fields.clone();
        }
    }

    /// The sentences that people wrote.
    pub(crate) fn words(&self) -> Vec<String> {
        let kept = self.0.lock().map(|kept| kept.clone()).unwrap_or_default();
        kept.words().map(|(_, words)| words.to_owned()).collect()
    }

    /// What looks like somebody's name or number, in a sentence where none belongs.
    pub(crate) fn personal(&self) -> Option<String> {
        let kept = self.0.lock().map(|kept| kept.clone()).unwrap_or_default();
        kept.words().filter(|(field, _)| !matches!(*field, "name" | "who")).find_map(|(_, words)| personal(words))
    }
}

impl Fields {
    /// What stands in one field of a form before anybody has typed.
    pub(crate) fn with(name: &str, value: &str) -> Self {
        Self(vec![(name.to_owned(), value.to_owned())])
    }

    /// Reads a url-encoded form of at most `limit` bytes.
    pub(super) async fn read(mut request: Request, limit: usize) -> Result<Self> {
        DefaultBodyLimit::max(limit).apply(&mut request);
        let typed = request.extensions().get::<Typed>().cloned();
        match Form::<Vec<(String, String)>>::from_request(request, &()).await {
            Ok(Form(pairs)) => {
                let fields = Self(pairs);
                if let Some(typed) = typed {
                    typed.keep(&fields);
                }
                Ok(fields)
            }
            Err(refusal) => {
                let says = refusal.to_string();
                match refusal.into_response().status() {
                    StatusCode::PAYLOAD_TOO_LARGE => Err(Problem::TooLarge { limit }),
                    _ => Err(Problem::Unreadable(says)),
                }
            }
        }
    }

    /// The first value under a name; empty where there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// Every value under a name.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.iter().filter(move |(found, _)| *found == name).map(|(_, value)| value)
    }

    /// The names that begin so, without that beginning, and their values.
    pub fn with_prefix<'a>(&'a self, prefix: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.iter().filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value)))
    }

    /// Every name with its value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// What people wrote rather than chose: every value of more than one word, but for what the page itself put there
    /// and for what nobody may read over a shoulder.
    pub fn words(&self) -> impl Iterator<Item = (&str, &str)> {
        let written = |name: &str| !is_secret(name) && !is_ours(name);
        self.iter().filter(move |(name, value)| written(name) && value.trim().contains(' '))
    }

    /// Adds a field at the end.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// A date from the three boxes `name-day`, `name-month` and `name-year`, or from one box.
    ///
    /// # Errors
    /// The field, where something was typed and is no date.
    pub fn date(&self, name: &str) -> std::result::Result<Option<NaiveDate>, Field> {
        let boxes = ["day", "month", "year"].map(|part| self.get(&format!("{name}-{part}")).trim().to_owned());
        let typed = if boxes.iter().all(String::is_empty) { self.get(name).trim().to_owned() } else { boxes.join(" ") };
        if typed.is_empty() {
            return Ok(None);
        }
        match date(&typed) {
            Some(day) => Ok(Some(day)),
            None => Err(Field::new(name, format!("“{typed}” is not a date. Enter it like 14 3 2026."))),
        }
    }

    /// A whole number.
    ///
    /// # Errors
    /// The field, where something was typed and is no whole number.
    pub fn number(&self, name: &str) -> std::result::Result<Option<i64>, Field> {
        let typed = self.get(name).trim();
        if typed.is_empty() {
            return Ok(None);
        }
        let wrong = |_| Field::new(name, format!("“{typed}” is not a whole number. Enter it in figures, like 12."));
        typed.replace(',', "").parse::<i64>().map(Some).map_err(wrong)
    }
}

/// Whether a field holds a password, or the word that shows a form to be ours: never shown, and never carried on.
pub(crate) fn is_secret(name: &str) -> bool {
    matches!(name.strip_prefix("kept-").unwrap_or(name), "csrf" | "password" | "present" | "new")
}

/// Whether a page puts this field into its form by itself: versions, words that were answered to, names of teams.
fn is_ours(name: &str) -> bool {
    let name = name.strip_prefix("kept-").unwrap_or(name);
    matches!(name, "seen" | "words" | "parts")
        || ["seen-", "had-", "named-", "within-", "asks-"].iter().any(|start| name.starts_with(start))
}

/// 14/3/2026, 14.3.26, 2026-03-14, 14 March 2026, 14 Mar 26.
fn date(typed: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = typed.split([' ', '/', '-', '.', ',']).filter(|part| !part.is_empty()).collect();
    let &[first, month, last] = parts.as_slice() else { return None };
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    NaiveDate::from_ymd_opt(year_of(year)?, month_of(month)?, day.parse().ok()?)
}

/// Two figures are a year of this century.
fn year_of(typed: &str) -> Option<i32> {
    let year: i32 = typed.parse().ok()?;
    match typed.len() {
        2 => Some(2000 + year),
        4 => Some(year),
        _ => None,
    }
}

/// A month by number or by its name, which may be cut short to three letters.
fn month_of(typed: &str) -> Option<u32> {
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
    let word = typed.to_lowercase();
    let named = NAMES.iter().zip(1..).find(|(name, _)| word.len() >= 3 && name.starts_with(&word));
    named.map(|(_, number)| number).or_else(|| typed.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::Fields;

    fn typed(name: &str, value: &str) -> Fields {
        let mut fields = Fields::default();
        fields.push(name, value);
        fields
    }

    #[test]
    fn a_date_is_read_in_every_way_people_write_it() {
        for written in ["14/3/2026", "14/03/26", "2026-03-14", "14 March 2026", "14 Mar 26", "14.3.2026"] {
            let day = typed("met", written).date("met").expect("a date").expect("typed");
            assert_eq!(day.to_string(), "2026-03-14", "{written}");
        }
    }

    #[test]
    fn three_boxes_are_one_date() {
        let mut fields = typed("met-day", "14");
        fields.push("met-month", "3");
        fields.push("met-year", "2026");
        assert_eq!(fields.date("met").expect("a date").expect("typed").to_string(), "2026-03-14");
    }

    #[test]
    fn what_is_no_date_is_said_with_the_way_to_mend_it() {
        for wrong in ["31/2/2026", "tomorrow", "14 3", "0/0/0000", "14/3/123"] {
            let field = typed("met", wrong).date("met").expect_err("no date");
            assert!(field.says.contains(wrong) && field.says.contains("14 3 2026"), "{}", field.says);
        }
        assert_eq!(typed("met", "  ").date("met"), Ok(None));
    }

    #[test]
    fn a_number_may_have_spaces_and_commas_around_it() {
        assert_eq!(typed("hours", " 1,200 ").number("hours"), Ok(Some(1200)));
        assert_eq!(typed("hours", "").number("hours"), Ok(None));
        assert!(typed("hours", "twelve").number("hours").is_err());
    }

    #[test]
    fn names_that_begin_so_are_given_without_the_beginning() {
        let mut fields = typed("mark-a", "met");
        fields.push("note", "x");
        fields.push("mark-b", "partly");
        assert_eq!(fields.with_prefix("mark-").collect::<Vec<_>>(), [("a", "met"), ("b", "partly")]);
    }
}

//! Surveys: what people, carers, workers and managers are asked, and what may be shown of their answers.
//!
//! Question sets are files a council can read and edit (`surveys/`). What comes back is counted, question by
//! question, and one person's answers are never kept together: nothing is left that could be joined to anybody.

mod language;
mod results;
mod screen;
mod set;
mod words;

pub use language::Language;
pub use results::{Band, Bar, Counted, QUOTED_FROM, SHOWN_FROM, Tally, agrees, counted, shown};
pub use screen::{Screened, screen};
pub use set::{BLANK, NOT_SURE, Question, QuestionKind, QuestionSet, Respondents, Wording};
pub use words::{Words, day_in, words};

/// What stands in place of a case's reference on an alert that came in with an answer to a survey.
pub const FROM_SURVEY: &str = "Survey";

/// What an alert is about, from its reference: a case, or an answer that joins to nobody.
#[must_use]
pub fn alert_about(reference: &str) -> String {
    if reference == FROM_SURVEY { "an answer to a survey".to_owned() } else { format!("case {reference}") }
}

/// Who raised an alert: nobody did where it came in with an answer.
#[must_use]
pub fn alert_raised(reference: &str, by: &str) -> String {
    if reference == FROM_SURVEY { "It came in by itself".to_owned() } else { format!("{by} raised it") }
}

/// The question sets that ship, as text.
pub const SHIPPED: &[&str] = &[
    include_str!("../../../../surveys/people.toml"),
    include_str!("../../../../surveys/people-easy.toml"),
    include_str!("../../../../surveys/carers.toml"),
    include_str!("../../../../surveys/workers.toml"),
    include_str!("../../../../surveys/managers.toml"),
    include_str!("../../../../surveys/children-parents.toml"),
];

/// The question sets that ship, read. One that could not be read is left out; a test holds that none is.
#[must_use]
pub fn shipped() -> Vec<QuestionSet> {
    SHIPPED.iter().filter_map(|text| QuestionSet::read(text).ok()).collect()
}

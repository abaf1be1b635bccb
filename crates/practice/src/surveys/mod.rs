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
pub use results::{Band, Bar, Counted, QUOTED_FROM, SHOWN_FROM, Tally, counted, favourable, shown};
pub use screen::{Screened, screen};
pub use set::{BLANK, NOT_SURE, Question, QuestionKind, QuestionSet, Respondents, Wording};
pub use words::{Words, day_in, words};

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

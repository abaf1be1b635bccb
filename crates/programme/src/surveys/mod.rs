//! Surveys: opened by the lead, answered by anybody who holds a code, counted, closed, and read as counts.

mod answering;
mod closing;
mod codes;
mod running;

pub use answering::{Answering, Answers, Came, answer, answering, call_for_help, enter_answers};
pub use closing::{add_theme, close_survey, drop_theme, screen_text};
pub use running::{SetResult, SurveyPage, SurveysPage, ToAsk, Way, open_survey, print_codes, start_survey, surveys};

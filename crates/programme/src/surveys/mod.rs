//! Surveys: opened by the lead, answered by anybody who holds a code, counted, closed, and read as counts.

mod answering;
mod closing;
mod codes;
mod key;
mod printing;
mod running;
mod sealing;
mod written;

pub use answering::{Answering, Answers, Came, Danger, answer, answering, call_for_help, enter_answers, was_used};
pub use closing::close_survey;
pub use key::SurveyKey;
pub use printing::{print_codes, set_asked};
pub use running::{SetResult, SurveyPage, SurveysPage, ToAsk, Way, open_survey, start_survey, surveys};
pub(crate) use written::heard;
pub use written::{Heard, add_theme, drop_theme, screen_text};

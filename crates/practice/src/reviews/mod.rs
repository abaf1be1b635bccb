//! Reviews: drawing cases, marking, judging, and what follows for the team.

mod because;
mod case_record;
mod completion;
pub mod cost;
pub mod dip;
mod draw;
mod grade;
mod judge;
mod marks;
mod overriding;
mod stage;
mod team;
mod words;

pub use case_record::{Behind, CaseRecord, is_concern, part_name};
pub use completion::{Blocker, Checklist, SourceState, SourceStatus};
pub use draw::{Drawn, Eligible, Exemption, MINIMUM_WEEKS_OPEN, NEW_STARTER_WEEKS, Ranked, draw, rank};
pub use grade::{Grade, Outcome};
pub use judge::{Called, Given, RateFound, Verdict, judge};
pub use marks::{Mark, MarkProblem, Marks};
pub use overriding::{MINIMUM_REASON_WORDS, OverrideProblem, check_override};
pub use stage::Stage;
pub use team::{
    CaseGrades, FEWEST_CASES_TOLD, NextDates, Overall, Settled, case_grades, from_cases, next_dates, overall,
};
pub use words::{and, count_word};

//! Reviews: drawing cases, marking, judging, and what follows for the team.

mod because;
mod case_record;
mod completion;
mod consent;
pub mod cost;
mod coverage;
pub mod dip;
mod draw;
mod grade;
mod interviews;
mod judge;
mod marks;
mod moderation;
mod observation;
mod origin;
mod overriding;
mod rate;
pub mod records;
mod reply;
mod stage;
mod team;
mod words;

pub use case_record::{Behind, CaseRecord, is_concern, part_name};
pub use completion::{Blocker, Checklist, FactsState, SourceState, SourceStatus};
pub use consent::{Came, Consent, Direction, PersonConsent};
pub use coverage::{Cell, Clash, Covered, Told, coverage};
pub use draw::{Drawn, Eligible, Exemption, MINIMUM_WEEKS_OPEN, NEW_STARTER_WEEKS, Ranked, draw, rank};
pub use grade::{Grade, Outcome};
pub use interviews::{Guide, GuideQuestion, InterviewCounts, InterviewState, consents, guides, is_expected};
pub use judge::{Called, Given, RateFound, Verdict, direct_sources, judge, on_records_alone};
pub use marks::{Mark, MarkProblem, Marks};
pub use moderation::{
    Agreement, Apart, GO_TOGETHER, MarkedTwice, ReadByTwo, ReadTwice, Spread, agreement, marked_twice, read_twice,
    spread, standards_read_twice,
};
pub use observation::{
    Behaviour, Difference, LEAST_OBSERVATIONS, NOT_SEEN, ObservationForm, Rating, Ratings, observation_form, observed,
};
pub use origin::Origin;
pub use overriding::{MINIMUM_REASON_WORDS, OverrideProblem, check_override};
pub use reply::{DAYS_TO_ANSWER, grade_told, last_day_of_worker, last_day_to_answer};
pub use stage::Stage;
pub use team::{
    CaseGrades, FEWEST_CASES_TOLD, NextDates, Overall, Settled, case_grades, from_cases, hold_team, next_dates, overall,
};
pub use words::{and, count_word};

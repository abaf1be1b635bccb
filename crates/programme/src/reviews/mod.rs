//! Reviews: from planned to presented, one act a function.

mod agreeing;
mod alerts;
mod calibrating;
mod cases;
mod completing;
mod covering;
mod drawing;
mod evidence;
mod feedback;
mod interviewing;
mod judging;
mod moderating;
mod opening;
mod overriding;
mod planning;
mod reopening;
mod replying;
mod report;
mod second_reading;
mod standing;
mod sureness;
mod taking_out;
mod withdrawing;

pub use alerts::{OpenedAlert, alerts, close_alert, note_alert, open_alert, raise_alert};
pub use calibrating::{
    CalibrationPage, calibrations, close_calibration, mark_calibration, open_calibration, put_up_calibration,
};
pub use cases::{OpenedCase, answer_danger, finish_case, open_case, reopen_case, save_case};
pub(crate) use cases::{danger_called, is_second_reader, waits_for_second_reader};
pub use completing::{checklist, complete, completing, present, set_words};
pub use covering::{CoveragePage, covering};
pub use drawing::{Given, Sample, Seed, assign_cases, draw_sample, exempt_worker, replace_case, sample};
pub use evidence::{
    EvidencePage, NewItem, add_evidence, evidence_page, record_contradiction, record_source, settle_contradiction,
};
pub(crate) use evidence::{keep_evidence, keep_source, place};
pub use feedback::{Feedback, my_feedback};
pub use interviewing::{
    InterviewForm, InterviewsPage, OpenedInterview, interviews, open_interview, reopen_interview, save_interview,
};
pub use judging::{
    JudgeForm, OpenedStandard, SavedJudgement, begin_judging, judge_standard, open_standard, reopen_judgement,
};
pub(crate) use moderating::differences_of_mine;
pub use moderating::{Moderated, ModerationPage, ask_second_reader, moderation, talk_through};
pub(crate) use opening::load;
pub use opening::{Opened, list, open};
pub use overriding::{answer_override, propose_override, withdraw_override};
pub use planning::{PlanForm, Planning, announce, plan_review, planning, set_reviewers};
pub use reopening::{answer_reopening, ask_to_reopen, reopenings};
pub use replying::{
    FactsPage, answer_facts, correct_facts, fact_check, facts_wait, my_replies, open_fact_check, reply_to_feedback,
};
pub(crate) use report::findings;
pub use report::{Before, Report, ReportStandard, report};
pub use second_reading::{SecondPage, open_second, save_second};
pub use standing::{ElementCount, StandardState, outcome, standing};
pub use store::reviews::Words;
pub use sureness::Sureness;
pub use taking_out::take_out_evidence;
pub use withdrawing::withdraw_second_reader;

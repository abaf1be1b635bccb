//! Reviews: from planned to presented, one act a function.

mod alerts;
mod cases;
mod completing;
mod drawing;
mod evidence;
mod feedback;
mod judging;
mod opening;
mod overriding;
mod planning;
mod reopening;
mod report;
mod standing;

pub use alerts::{OpenedAlert, alerts, close_alert, note_alert, open_alert, raise_alert};
pub use cases::{OpenedCase, answer_danger, finish_case, open_case, reopen_case, save_case};
pub(crate) use cases::{danger_called, is_second_reader, waits_for_second_reader};
pub use completing::{checklist, complete, completing, present, set_words};
pub use drawing::{Given, Sample, Seed, assign_cases, draw_sample, exempt_worker, replace_case, sample};
pub(crate) use evidence::place;
pub use evidence::{
    EvidencePage, NewItem, add_evidence, evidence_page, record_contradiction, record_source, settle_contradiction,
};
pub use feedback::{Feedback, my_feedback};
pub use judging::{
    JudgeForm, OpenedStandard, SavedJudgement, begin_judging, judge_standard, open_standard, reopen_judgement,
};
pub(crate) use opening::load;
pub use opening::{Opened, list, open};
pub use overriding::{answer_override, propose_override, withdraw_override};
pub use planning::{PlanForm, Planning, announce, plan_review, planning, set_reviewers};
pub use reopening::{answer_reopening, ask_to_reopen, reopenings};
pub(crate) use report::findings;
pub use report::{Before, Report, ReportStandard, report};
pub use standing::{ElementCount, StandardState, outcome, standing};

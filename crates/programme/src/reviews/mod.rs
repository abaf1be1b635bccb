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
mod report;
mod standing;

pub use alerts::{OpenedAlert, alerts, close_alert, note_alert, open_alert, raise_alert};
pub use cases::{OpenedCase, finish_case, open_case, reopen_case, save_case};
pub use completing::{checklist, complete, present, reopen, set_words};
pub use drawing::{Sample, Seed, assign_case, draw_sample, replace_case, sample};
pub use evidence::{
    EvidencePage, NewItem, add_evidence, evidence_page, record_contradiction, record_source, settle_contradiction,
};
pub use feedback::{Feedback, my_feedback};
pub use judging::{JudgeForm, OpenedStandard, SavedJudgement, begin_judging, judge_standard, open_standard};
pub(crate) use opening::load;
pub use opening::{Opened, list, open};
pub use overriding::{answer_override, propose_override};
pub use planning::{PlanForm, Planning, announce, plan_review, planning, set_reviewers};
pub use report::{Before, Report, ReportStandard, report};
pub use standing::{ElementCount, StandardState, standing};

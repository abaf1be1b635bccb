//! What a row of the table is, and the groups of people and acts that rows share.

use super::objects::Action::{self, *};
use super::relations::{
    Question, While,
    Who::{self, *},
};

/// Whether a row refuses or allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// The row refuses, whatever any other row allows.
    Deny,
    /// The row allows, unless another row refuses.
    Allow,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The id that the permission model, the journal and the page share: "R8".
    pub id: &'static str,
    /// Refuse or allow.
    pub effect: Effect,
    /// Whom the row is about; any one of them is enough.
    pub who: &'static [Who],
    /// What they ask to do; any one of them is enough.
    pub actions: &'static [Action],
    /// In what state; every one of them must hold.
    pub when: &'static [While],
    /// The row in a sentence, for `docs/access.md` and the page "Who can see what".
    pub says: &'static str,
}

impl Rule {
    /// Whether the row has anything to say to this question.
    pub(super) fn speaks_to(&self, action: Action, question: &Question<'_>) -> bool {
        self.actions.contains(&action)
            && action.concerns(question.object)
            && self.when.iter().all(|state| state.holds(question))
            && self.who.iter().any(|who| who.asks(question))
    }
}

/// A row that refuses.
pub(super) const fn deny(
    id: &'static str,
    who: &'static [Who],
    actions: &'static [Action],
    when: &'static [While],
    says: &'static str,
) -> Rule {
    Rule { id, effect: Effect::Deny, who, actions, when, says }
}

/// A row that allows.
pub(super) const fn allow(
    id: &'static str,
    who: &'static [Who],
    actions: &'static [Action],
    when: &'static [While],
    says: &'static str,
) -> Rule {
    Rule { id, effect: Effect::Allow, who, actions, when, says }
}

/// Those who lead or manage the team reviewed.
pub(super) const LEADERS: &[Who] = &[AuthorityLead, HeadOfService, ServiceManager, TeamManager, TeamSupervisor];

/// As [`LEADERS`], with the line of supervision to the worker of the case.
pub(super) const LEADERS_AND_SUPERVISOR: &[Who] =
    &[AuthorityLead, HeadOfService, ServiceManager, TeamManager, TeamSupervisor, WorkersSupervisor];

/// Everything that shows or makes the outcome of a review.
pub(super) const OUTCOME: &[Action] = &[
    SeeEvidence,
    RecordEvidence,
    RunSurvey,
    ReviewCase,
    Judge,
    ProposeOverride,
    AgreeOverride,
    SeeOutcome,
    Complete,
    Present,
    AgreeReopen,
    SeeReport,
    DraftPlan,
    SeePlan,
];

/// What nobody does who is tied to the team. The report and the plan are not among these: the
/// team reads both once they are presented.
pub(super) const REVIEWING: &[Action] = &[
    SeeEvidence,
    RecordEvidence,
    RunSurvey,
    ReviewCase,
    Judge,
    ProposeOverride,
    AgreeOverride,
    SeeOutcome,
    Complete,
    Present,
    Reopen,
    AgreeReopen,
    RunDip,
];

/// What is worked out from how cases were marked: grades, counts, the draft, and what is decided from them.
const WORKED_OUT: &[Action] = &[Judge, ProposeOverride, AgreeOverride, SeeOutcome, Complete, SeeReport];

/// Two readings of a case are worth something only where the second does not know the first.
pub(super) const BLIND: Rule = deny(
    "R18",
    &[BlindReader],
    WORKED_OUT,
    &[While::Open],
    "Whoever is to read a case a second time sees and decides nothing that is worked out from the first readings, \
     until their own is done.",
);

/// What those read who make the review.
pub(super) const REVIEWERS_READ: &[Action] = &[SeeProgress, SeeOutcome, SeeReport, SeeCaseFeedback, SeePlan];

/// What those write who make the review.
pub(super) const REVIEWERS_WRITE: &[Action] = &[RecordEvidence, ReviewCase, Judge, ProposeOverride];

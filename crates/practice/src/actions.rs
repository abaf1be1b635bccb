//! Actions: an agreed plan says what will be different, who does what by when, and what stops.

use chrono::NaiveDate;
use thiserror::Error;

/// At most this many open actions in a plan: more are not done.
pub const MOST_ACTIONS: usize = 6;

/// What an action works on, for the guard against plans that are all paper (G2).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum WorksOn {
    /// What becomes different for people.
    Outcome,
    /// Practice that somebody watches.
    ObservedPractice,
    /// How work is recorded or processed.
    RecordingOrProcess,
    /// Conditions of work: time, staff, training, money.
    Conditions,
}

impl WorksOn {
    /// Every kind.
    pub const ALL: [WorksOn; 4] =
        [WorksOn::Outcome, WorksOn::ObservedPractice, WorksOn::RecordingOrProcess, WorksOn::Conditions];

    /// The word in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            WorksOn::Outcome => "outcome",
            WorksOn::ObservedPractice => "observed-practice",
            WorksOn::RecordingOrProcess => "recording-or-process",
            WorksOn::Conditions => "conditions",
        }
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            WorksOn::Outcome => "What changes for people",
            WorksOn::ObservedPractice => "Practice that is watched",
            WorksOn::RecordingOrProcess => "Recording or process",
            WorksOn::Conditions => "Time, staff, training or money",
        }
    }

    /// Reads [`WorksOn::as_str`] back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|w| w.as_str() == text)
    }
}

/// What the checks look at in one action.
#[derive(Clone, Debug)]
pub struct Planned {
    /// What will be different, as somebody will notice it.
    pub outcome: String,
    /// The first step.
    pub step: String,
    /// Whether somebody is named.
    pub has_owner: bool,
    /// By when.
    pub due: Option<NaiveDate>,
    /// What stops or shrinks to make room.
    pub stops: String,
    /// What it works on.
    pub works_on: WorksOn,
}

/// What must be mended before a plan can be agreed.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum PlanProblem {
    /// No action at all.
    #[error("The plan has no action yet.")]
    Empty,
    /// More than anyone will do.
    #[error("The plan has {0} actions. Choose the {MOST_ACTIONS} that matter most.")]
    TooMany(usize),
    /// Something is blank.
    #[error("Action {number} does not say {what}.")]
    Blank {
        /// Which action, from 1.
        number: usize,
        /// What is missing, such as "who".
        what: &'static str,
    },
    /// Nothing stops (G3).
    #[error("The plan says what is added and not what stops or shrinks. Name at least one thing.")]
    NothingStops,
}

/// What is asked before a plan is agreed. It does not block: people answer it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaperWarning {
    /// Actions on recording or process.
    pub on_paper: usize,
    /// Of how many.
    pub of: usize,
    /// Whether any action concerns outcomes or practice that is watched.
    pub any_practice: bool,
}

/// Checks a plan before it is agreed.
#[must_use]
pub fn plan_problems(actions: &[Planned]) -> Vec<PlanProblem> {
    let mut problems = Vec::new();
    if actions.is_empty() {
        return vec![PlanProblem::Empty];
    }
    if actions.len() > MOST_ACTIONS {
        problems.push(PlanProblem::TooMany(actions.len()));
    }
    for (index, action) in actions.iter().enumerate() {
        let number = index + 1;
        let blanks = [
            (action.outcome.trim().is_empty(), "what will be different"),
            (action.step.trim().is_empty(), "what is done first"),
            (!action.has_owner, "who does it"),
            (action.due.is_none(), "by when"),
        ];
        problems.extend(
            blanks.into_iter().filter(|(blank, _)| *blank).map(|(_, what)| PlanProblem::Blank { number, what }),
        );
    }
    if actions.iter().all(|a| a.stops.trim().is_empty()) {
        problems.push(PlanProblem::NothingStops);
    }
    problems
}

/// Whether a plan is mostly paper: more than half on recording or process, or nothing on outcomes
/// or practice that is watched (G2) (seed 003).
#[must_use]
pub fn mostly_paper(actions: &[Planned]) -> Option<PaperWarning> {
    let on_paper = actions.iter().filter(|a| a.works_on == WorksOn::RecordingOrProcess).count();
    let any_practice = actions.iter().any(|a| matches!(a.works_on, WorksOn::Outcome | WorksOn::ObservedPractice));
    let warn = on_paper * 2 > actions.len() || (!actions.is_empty() && !any_practice);
    warn.then_some(PaperWarning { on_paper, of: actions.len(), any_practice })
}

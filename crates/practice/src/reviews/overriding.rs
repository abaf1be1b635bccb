//! Judging differently from the rules: rare, reasoned, and never alone (domain 3.1).

use thiserror::Error;

use super::grade::{Grade, Outcome};

/// The fewest words that count as reasons.
pub const MINIMUM_REASON_WORDS: usize = 30;

/// Why a proposal to judge differently cannot stand.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum OverrideProblem {
    /// The rules gave no grade to move from.
    #[error("“{}” is not a grade, so there is nothing to move from. Mark what is missing first.", .0.words())]
    NotAGrade(Outcome),
    /// More than one grade up or down, or none.
    #[error("A grade can be moved one step up or down. “{}” to “{}” is {steps}.", Outcome::from(*.from).words(), Outcome::from(*.to).words())]
    TooFar {
        /// What the rules gave.
        from: Grade,
        /// What was proposed.
        to: Grade,
        /// How far apart they are.
        steps: u32,
    },
    /// Good needs somebody who was heard, or something seen: two readers cannot settle it without.
    #[error("{0}")]
    OnRecordsAlone(String),
    /// Outstanding needs more than reasons.
    #[error(
        "Outstanding needs two sources that heard or saw it at first hand, as the standards name them. Tick them among the evidence."
    )]
    OutstandingNeedsTwoDirect,
    /// Too few words.
    #[error("Give your reasons in at least {MINIMUM_REASON_WORDS} words. There are {0} so far.")]
    TooFewWords(usize),
    /// Nothing to rest on.
    #[error("Tick the evidence that your reasons rest on.")]
    NoEvidence,
}

/// Checks a proposal to settle `computed` as `to`, for these reasons, on this many items of evidence,
/// from so many different direct sources. `unheard` is what [`super::on_records_alone`] says of it. The second reader
/// is checked by the act: it must be somebody else.
///
/// # Errors
/// Every problem, so that all can be mended at once.
pub fn check_override(
    computed: Outcome,
    to: Grade,
    reason: &str,
    evidence: usize,
    direct_sources: usize,
    unheard: Option<String>,
) -> Result<(), Vec<OverrideProblem>> {
    let mut problems = Vec::new();
    match computed.grade() {
        None => problems.push(OverrideProblem::NotAGrade(computed)),
        Some(from) if from.steps_from(to) != 1 => {
            problems.push(OverrideProblem::TooFar { from, to, steps: from.steps_from(to) });
        }
        Some(_) => {}
    }
    if let Some(says) = unheard.filter(|_| to >= Grade::Good) {
        problems.push(OverrideProblem::OnRecordsAlone(says));
    }
    if to == Grade::Outstanding && direct_sources < 2 {
        problems.push(OverrideProblem::OutstandingNeedsTwoDirect);
    }
    let words = reason.split_whitespace().count();
    if words < MINIMUM_REASON_WORDS {
        problems.push(OverrideProblem::TooFewWords(words));
    }
    if evidence == 0 {
        problems.push(OverrideProblem::NoEvidence);
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

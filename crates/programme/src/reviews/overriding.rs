use std::collections::BTreeSet;

use practice::access::Action;
use practice::ids::{EvidenceId, OverrideId, PersonId, ReviewId};
use practice::journal::Happened;
use practice::reviews::{Grade, OverrideProblem, check_override, direct_sources};
use store::reviews::{self, NewOverride};

use super::covering::counting;
use super::evidence::open_to_writing;
use super::judging::keep_change;
use super::opening::load;
use super::standing::gather_for;
use crate::{Act, Error, Field, Result};

/// A reviewer proposes to judge a standard differently from the rules. Nothing changes until the second reader agrees.
///
/// # Errors
/// `NotFound` for somebody who does not judge here; `Invalid` with everything in the way (domain 3.1);
/// `Refused` while another proposal waits.
pub async fn propose_override(
    act: &mut Act,
    review: ReviewId,
    standard: &str,
    to: Grade,
    reason: &str,
    evidence: &[EvidenceId],
    second: PersonId,
) -> Result<OverrideId> {
    let opened = load(act, review).await?;
    act.require(Action::ProposeOverride, &opened.object())?;
    open_to_writing(&opened)?;
    let definition = opened.standard(standard)?;
    let gathered = gather_for(act, &opened, definition).await?;
    let state = gathered.state(&opened, definition);
    if state.waiting().is_some() {
        return Err(Error::Refused("A proposal for this standard waits for its second reader already.".into()));
    }
    if state.judgement.as_ref().is_none_or(|j| j.computed != state.verdict.outcome) {
        return Err(Error::Refused(
            "Save the marks first, so that the proposal starts from what the rules give now.".into(),
        ));
    }
    let items = counting(act, review, &gathered.cases).await?;
    let known: Vec<_> = items.iter().filter(|e| evidence.contains(&e.id)).collect();
    // By the source, as the standards name them, and not by what was ticked on the item.
    let at_first_hand = direct_sources(&opened.framework, definition);
    let direct: BTreeSet<&str> =
        known.iter().map(|e| e.source.as_str()).filter(|source| at_first_hand.contains(*source)).collect();
    let unheard = gathered.on_records_alone(&opened, definition, &state);
    // What two readers settled moves back to what the rules give, and nowhere else.
    let from = state.settled().unwrap_or(state.verdict.outcome);
    if from != state.verdict.outcome && state.verdict.outcome != to.into() {
        return Err(Error::field("to", "Two readers moved it once. It can only go back to what the rules give."));
    }
    let mut problems: Vec<Field> = match check_override(from, to, reason, known.len(), direct.len(), unheard) {
        Ok(()) => Vec::new(),
        Err(found) => found.iter().map(|p| Field::new(field_of(p), p.to_string())).collect(),
    };
    if second == act.me() || !opened.facts.reviewers.contains(&second) {
        problems.push(Field::new("second", "Choose another reviewer of this review as second reader."));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let new = NewOverride {
        id: act.id(),
        review,
        standard,
        computed: state.verdict.outcome,
        proposed: to.into(),
        reason: reason.trim(),
        evidence,
        by: act.me(),
        at: act.now(),
        second,
    };
    reviews::add_override(&mut act.tx, &new).await?;
    act.journal(Happened::OverrideProposed, Some(review), None, standard).await?;
    Ok(new.id)
}

fn field_of(problem: &OverrideProblem) -> &'static str {
    match problem {
        OverrideProblem::NotAGrade(_) | OverrideProblem::TooFar { .. } | OverrideProblem::OnRecordsAlone(_) => "to",
        OverrideProblem::OutstandingNeedsTwoDirect | OverrideProblem::NoEvidence => "evidence",
        OverrideProblem::TooFewWords(_) => "reason",
    }
}

/// The second reader agrees or declines. Only the reader who was asked may answer (I4).
///
/// # Errors
/// `NotFound` for anybody else; `Stale` where it was answered, or the standard has changed since; `Refused` where good
/// would rest on records alone.
pub async fn answer_override(act: &mut Act, review: ReviewId, id: OverrideId, agree: bool, note: &str) -> Result<()> {
    let opened = load(act, review).await?;
    act.require(Action::AgreeOverride, &opened.object())?;
    open_to_writing(&opened)?;
    let me = act.me();
    let proposal = reviews::overrides(&mut act.tx, review)
        .await?
        .into_iter()
        .find(|o| o.id == id && o.second_id == me && o.by_id != me)
        .ok_or(Error::NotFound)?;
    if !agree && note.trim().is_empty() {
        return Err(Error::field("note", "Say why not, so that it can be talked through."));
    }
    if agree && proposal.proposed.grade() >= Some(Grade::Good) {
        // What it rested on may have been taken out of the sample since.
        let definition = opened.standard(&proposal.standard)?;
        let gathered = gather_for(act, &opened, definition).await?;
        let state = gathered.state(&opened, definition);
        if let Some(says) = gathered.on_records_alone(&opened, definition, &state) {
            return Err(Error::Refused(says));
        }
    }
    let now = act.now();
    reviews::answer_override(&mut act.tx, id, if agree { "agreed" } else { "declined" }, note.trim(), now).await?;
    if agree {
        let known = reviews::judgement(&mut act.tx, review, &proposal.standard).await?;
        if let Some(known) = known.filter(|j| j.settled.0.is_some()) {
            keep_change(act, review, &known, &proposal.reason).await?;
        }
        reviews::settle_judgement(&mut act.tx, review, &proposal.standard, proposal.computed, proposal.proposed)
            .await?;
    }
    act.journal(Happened::OverrideAnswered, Some(review), None, proposal.standard).await
}

/// Whoever proposed to judge a standard differently takes the proposal back, before it is answered.
///
/// # Errors
/// `NotFound` for anybody else; `Stale` where it was answered since.
pub async fn withdraw_override(act: &mut Act, review: ReviewId, id: OverrideId) -> Result<()> {
    let opened = load(act, review).await?;
    act.require(Action::ProposeOverride, &opened.object())?;
    open_to_writing(&opened)?;
    let me = act.me();
    let proposal = reviews::overrides(&mut act.tx, review)
        .await?
        .into_iter()
        .find(|o| o.id == id && o.by_id == me)
        .ok_or(Error::NotFound)?;
    let now = act.now();
    reviews::answer_override(&mut act.tx, id, "withdrawn", "", now).await?;
    act.journal(Happened::OverrideWithdrawn, Some(review), None, proposal.standard).await
}

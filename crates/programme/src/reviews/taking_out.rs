//! Evidence that is taken out again.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use practice::access::Action;
use practice::ids::{EvidenceId, ReviewId};
use practice::journal::Happened;
use practice::reviews::Origin;
use store::reviews::{self, Evidence, Judgement};

use super::evidence::open_to_writing;
use super::opening::{Opened, load};
use crate::{Act, Error, Result};

/// Takes out an item of evidence that somebody wrote by hand: it was wrong, or it names somebody. What was said in an
/// interview, seen in an observation or counted is put right where it was written down. Gives its source.
///
/// # Errors
/// `NotFound` for anybody but whoever wrote it and whoever leads, and for an item that was not written by hand;
/// `Refused` where something rests on it.
pub async fn take_out_evidence(act: &mut Act, id: ReviewId, item: EvidenceId) -> Result<String> {
    let opened = load(act, id).await?;
    act.require(Action::RecordEvidence, &opened.object())?;
    open_to_writing(&opened)?;
    let mut all = reviews::evidence(&mut act.tx, id).await?.into_iter();
    let out = all.find(|found| found.id == item && is_theirs(act, &opened, found)).ok_or(Error::NotFound)?;
    nothing_rests_on(act, id, &[item]).await?;
    reviews::remove_evidence(&mut act.tx, id, item).await?;
    act.journal(Happened::EvidenceTakenOut, Some(id), None, out.source.clone()).await?;
    Ok(out.source)
}

/// Whether the person may take it out: it was written by hand, by them or in a review they lead.
pub(super) fn is_theirs(act: &Act, opened: &Opened, item: &Evidence) -> bool {
    let leads = act.may(Action::PlanReview, &opened.object());
    item.origin == Origin::Hand && (leads || item.by_id == act.me())
}

/// Refuses where a settled judgement or a proposal stands on one of these items: a judgement stands on what was there
/// when it was settled.
pub(super) async fn nothing_rests_on(act: &mut Act, id: ReviewId, items: &[EvidenceId]) -> Result<()> {
    let proposals = reviews::overrides(&mut act.tx, id).await?;
    if proposals.iter().any(|proposal| proposal.evidence.iter().any(|item| items.contains(item))) {
        return Err(Error::Refused("A proposal to judge differently rests on this, so it stays.".into()));
    }
    let all = reviews::evidence(&mut act.tx, id).await?.into_iter();
    let written: BTreeMap<EvidenceId, DateTime<Utc>> =
        all.filter(|item| items.contains(&item.id)).map(|item| (item.id, item.at)).collect();
    let parts = reviews::evidence_parts(&mut act.tx, id).await?;
    let judgements = reviews::judgements(&mut act.tx, id).await?.into_iter();
    let rests = |judgement: &Judgement| {
        let bears_on = parts.iter().filter(|(_, standard, _)| *standard == judgement.standard);
        // Where two readers agreed to judge differently, the day of the judgement is not the day it was settled.
        let by_two =
            proposals.iter().any(|p| p.standard == judgement.standard && p.answer.as_deref() == Some("agreed"));
        judgement.settled.0.is_some()
            && bears_on.filter_map(|(item, ..)| written.get(item)).any(|at| by_two || *at <= judgement.at)
    };
    let settled: Vec<String> = judgements.filter(rests).map(|judgement| judgement.standard).collect();
    if settled.is_empty() {
        return Ok(());
    }
    let says = format!("This bears on settled judgements ({}). Open these again first.", settled.join(", "));
    Err(Error::Refused(says))
}

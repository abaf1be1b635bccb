use practice::access::Action;
use practice::ids::{ReopeningId, ReviewId};
use practice::journal::Happened;
use practice::reviews::Stage;
use store::reviews::{self, Reopening};

use super::opening::{Opened, load};
use crate::{Act, Error, Result};

/// The lead asks for a completed review to be opened again, before it is presented. Nothing happens until a second
/// person who makes the review agrees (R20).
///
/// # Errors
/// `NotFound` for anybody but the lead; `Invalid` without a reason; `Refused` once it is presented, or while a
/// request waits.
pub async fn ask_to_reopen(act: &mut Act, review: ReviewId, because: &str) -> Result<()> {
    let opened = load(act, review).await?;
    act.require(Action::Reopen, &opened.object())?;
    completed(&opened)?;
    if because.trim().is_empty() {
        return Err(Error::field("because", "Say why it is opened again."));
    }
    if waiting(act, review).await?.is_some() {
        return Err(Error::Refused("A request to open this review again waits for an answer already.".into()));
    }
    let (id, by, now) = (act.id(), act.me(), act.now());
    reviews::add_reopening(&mut act.tx, id, review, because.trim(), by, now).await?;
    act.journal(Happened::ReopeningAsked, Some(review), None, "").await
}

/// A second person agrees to opening the review again, or does not.
///
/// # Errors
/// `NotFound` for whoever asked, and for anybody who does not make the review; `Invalid` without a reason for not
/// agreeing; `Stale` where it was answered.
pub async fn answer_reopening(act: &mut Act, review: ReviewId, id: ReopeningId, agree: bool, note: &str) -> Result<()> {
    let opened = load(act, review).await?;
    act.require(Action::AgreeReopen, &opened.object())?;
    let me = act.me();
    let request = waiting(act, review).await?.filter(|r| r.id == id && r.by_id != me).ok_or(Error::NotFound)?;
    completed(&opened)?;
    if !agree && note.trim().is_empty() {
        return Err(Error::field("note", "Say why not, so that it can be talked through."));
    }
    let now = act.now();
    let answer = if agree { "agreed" } else { "declined" };
    reviews::answer_reopening(&mut act.tx, request.id, answer, note.trim(), me, now).await?;
    if !agree {
        return act.journal(Happened::ReopeningDeclined, Some(review), None, "").await;
    }
    let today = act.today();
    reviews::move_stage(&mut act.tx, review, opened.review.version, Stage::Judging, today, None).await?;
    act.journal(Happened::ReviewReopened, Some(review), None, "").await
}

/// The requests to open a review again, newest first. The caller has asked for access to its outcome.
///
/// # Errors
/// Where the database cannot be read.
pub async fn reopenings(act: &mut Act, opened: &Opened) -> Result<Vec<Reopening>> {
    Ok(reviews::reopenings(&mut act.tx, opened.review.id).await?)
}

/// The request that waits for an answer.
async fn waiting(act: &mut Act, review: ReviewId) -> Result<Option<Reopening>> {
    Ok(reviews::reopenings(&mut act.tx, review).await?.into_iter().find(|r| r.answer.is_none()))
}

fn completed(opened: &Opened) -> Result<()> {
    if opened.review.stage == Stage::Completed {
        return Ok(());
    }
    Err(Error::Refused("Only a review that is completed and not yet presented can be opened again.".into()))
}

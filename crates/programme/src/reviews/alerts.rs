use practice::access::Action;
use practice::ids::{AlertId, ReviewId};
use practice::journal::Happened;
use store::reviews::{self, Alert, AlertNote, Review};

use super::opening::{list, load};
use crate::{Act, Error, Field, Result};

/// The fewest words that can say how somebody is safe and who made sure.
const WORDS_TO_CLOSE: usize = 4;

/// A same-day alert with what was done about it.
pub struct OpenedAlert {
    /// The alert: the fact about the case, never a mark.
    pub alert: Alert,
    /// The team it concerns.
    pub review: Review,
    /// What was done, oldest first.
    pub notes: Vec<AlertNote>,
    /// Whether the person may write what was done, and close it.
    pub may_close: bool,
}

/// Raises a same-day alert about risk to a person. It does not wait for any stage of the review (I7).
///
/// # Errors
/// `NotFound` for somebody who does not review; `Invalid` for what is blank.
pub async fn raise_alert(act: &mut Act, review: ReviewId, reference: &str, what: &str, told: &str) -> Result<AlertId> {
    let opened = load(act, review).await?;
    act.require(Action::RaiseAlert, &opened.object())?;
    let mut problems = Vec::new();
    if reference.trim().is_empty() {
        problems.push(Field::new("reference", "Give the case reference."));
    }
    if what.trim().is_empty() {
        problems.push(Field::new("what", "Write what was said or seen. Leave out names."));
    }
    if told.trim().is_empty() {
        problems.push(Field::new("told", "Ring the duty manager first, then write who was told and when."));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let (id, by, now) = (act.id(), act.me(), act.now());
    reviews::add_alert(&mut act.tx, id, review, reference.trim(), what.trim(), told.trim(), by, now).await?;
    act.journal(Happened::AlertRaised, Some(review), None, reference.trim()).await?;
    Ok(id)
}

/// Every alert the person may see, open ones first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn alerts(act: &mut Act) -> Result<Vec<(Review, Alert)>> {
    let mut found = Vec::new();
    for review in list(act).await? {
        let opened = load(act, review.id).await?;
        if act.may(Action::SeeAlert, &opened.object()) {
            for alert in reviews::alerts(&mut act.tx, review.id).await? {
                found.push((review.clone(), alert));
            }
        }
    }
    found.sort_by_key(|(_, a)| (a.closed_at.is_some(), std::cmp::Reverse(a.raised_at)));
    Ok(found)
}

/// Opens an alert.
///
/// # Errors
/// `NotFound` for somebody it does not concern.
pub async fn open_alert(act: &mut Act, review: ReviewId, id: AlertId) -> Result<OpenedAlert> {
    let opened = load(act, review).await?;
    act.require(Action::SeeAlert, &opened.object())?;
    let alert = reviews::alert(&mut act.tx, id).await?.filter(|a| a.review_id == review).ok_or(Error::NotFound)?;
    let notes = reviews::alert_notes(&mut act.tx, id).await?;
    let may_close = alert.closed_at.is_none() && act.may(Action::CloseAlert, &opened.object());
    act.journal(Happened::AlertSeen, Some(review), None, alert.reference.clone()).await?;
    Ok(OpenedAlert { alert, review: opened.review, notes, may_close })
}

/// Writes down what was done about an alert.
///
/// # Errors
/// `NotFound` for somebody who does not deal with it; `Invalid` where nothing is written.
pub async fn note_alert(act: &mut Act, review: ReviewId, id: AlertId, note: &str) -> Result<()> {
    let opened = load(act, review).await?;
    act.require(Action::CloseAlert, &opened.object())?;
    let alert = reviews::alert(&mut act.tx, id).await?.filter(|a| a.review_id == review).ok_or(Error::NotFound)?;
    if note.trim().is_empty() {
        return Err(Error::field("note", "Write what was done, with the time."));
    }
    let (row, by, now) = (act.id(), act.me(), act.now());
    reviews::add_alert_note(&mut act.tx, row, id, by, now, note.trim()).await?;
    act.journal(Happened::AlertNoted, Some(review), None, alert.reference).await
}

/// Closes an alert with how it ended.
///
/// # Errors
/// `NotFound` for somebody who does not deal with it; `Invalid` for less than a sentence; `Stale` where it is closed.
pub async fn close_alert(act: &mut Act, review: ReviewId, id: AlertId, closing: &str) -> Result<()> {
    let opened = load(act, review).await?;
    act.require(Action::CloseAlert, &opened.object())?;
    let alert = reviews::alert(&mut act.tx, id).await?.filter(|a| a.review_id == review).ok_or(Error::NotFound)?;
    if closing.split_whitespace().count() < WORDS_TO_CLOSE {
        return Err(Error::field("closing", "Write in a sentence how the person is safe now, and who made sure."));
    }
    let (by, now) = (act.me(), act.now());
    reviews::close_alert(&mut act.tx, id, by, now, closing.trim()).await?;
    act.journal(Happened::AlertClosed, Some(review), None, alert.reference).await
}

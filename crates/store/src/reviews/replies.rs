use chrono::NaiveDate;
use practice::ids::{PersonId, ReplyId, ReviewId, SampledCaseId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Error, Maybe, Result, Tx};

/// What the team is asked to check: facts, and never a grade (V7).
#[derive(Clone, Debug, FromRow)]
pub struct FactCheck {
    /// The facts, one a line.
    pub facts: String,
    /// The day it began.
    pub opened_on: NaiveDate,
    /// The last day to answer.
    pub closes_on: NaiveDate,
    /// Grows with every correction.
    pub version: i64,
    /// The day the lead corrected them last.
    pub corrected_on: Option<NaiveDate>,
    /// The day the manager answered to them as they stand. A correction takes it away.
    pub answered_on: Option<NaiveDate>,
}

impl FactCheck {
    /// Whether the manager may still answer on this day: not once the days are over.
    #[must_use]
    pub fn may_be_answered(&self, today: NaiveDate) -> bool {
        self.closes_on >= today
    }

    /// Whether the check still waits on this day: the manager may answer, and has not answered to the facts as they
    /// stand.
    #[must_use]
    pub fn waits(&self, today: NaiveDate) -> bool {
        self.may_be_answered(today) && self.answered_on.is_none()
    }
}

/// What somebody answered, in their own words.
#[derive(Clone, Debug, FromRow)]
pub struct Reply {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: ReplyId,
    /// The case it answers to; none where it answers to the facts about the team.
    #[sqlx(try_from = "Option<Uuid>")]
    pub sampled_case_id: Maybe<SampledCaseId>,
    /// The standard whose finding in the case it answers to; blank for the case as a whole.
    pub standard: String,
    /// Who.
    #[sqlx(try_from = "Uuid")]
    pub by_id: PersonId,
    /// What they say.
    pub words: String,
    /// When.
    pub replied_on: NaiveDate,
}

/// Opens the check of facts.
///
/// # Errors
/// `Stale` where it is open already.
pub async fn open_fact_check(tx: &mut Tx, review: ReviewId, check: &FactCheck, by: PersonId) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "INSERT INTO fact_checks (review_id, facts, opened_on, closes_on, opened_by, version)
         VALUES ($1, $2, $3, $4, $5, 1)
         ON CONFLICT (review_id) DO NOTHING",
        review.uuid(),
        &check.facts,
        check.opened_on,
        check.closes_on,
        by.uuid()
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// The check of facts of a review, once it has begun.
///
/// # Errors
/// Where the database cannot be read.
pub async fn fact_check(tx: &mut Tx, review: ReviewId) -> Result<Option<FactCheck>> {
    sql!(
        tx,
        maybe FactCheck,
        "SELECT facts, opened_on, closes_on, version, corrected_on, answered_on FROM fact_checks WHERE review_id = $1",
        review.uuid()
    )
}

/// Corrects facts that are put up. Nobody has answered to them as they stand now, and can until `closes_on`.
///
/// # Errors
/// `Stale` where somebody has corrected them since `seen`.
pub async fn correct_facts(
    tx: &mut Tx,
    review: ReviewId,
    seen: i64,
    facts: &str,
    today: NaiveDate,
    closes_on: NaiveDate,
) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE fact_checks SET facts = $3, corrected_on = $4, closes_on = $5, answered_on = NULL,
           version = version + 1
         WHERE review_id = $1 AND version = $2",
        review.uuid(),
        seen,
        facts,
        today,
        closes_on
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Keeps that the manager answered to the facts as they stand.
///
/// # Errors
/// `Stale` where they were corrected since `seen`.
pub async fn facts_answered(tx: &mut Tx, review: ReviewId, seen: i64, today: NaiveDate) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE fact_checks SET answered_on = $3 WHERE review_id = $1 AND version = $2",
        review.uuid(),
        seen,
        today
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Every reply in a review, the oldest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn replies(tx: &mut Tx, review: ReviewId) -> Result<Vec<Reply>> {
    sql!(
        tx,
        all Reply,
        "SELECT id, sampled_case_id, standard, by_id, words, replied_on FROM replies WHERE review_id = $1
         ORDER BY replied_on, id",
        review.uuid()
    )
}

/// Keeps a reply in the place of what the same person said before to the same thing: sent twice, it stands once.
///
/// # Errors
/// Where the database cannot be written.
pub async fn put_reply(tx: &mut Tx, review: ReviewId, reply: &Reply) -> Result<()> {
    let Some(case) = reply.sampled_case_id.0 else { return put_of_team(tx, review, reply).await };
    sql!(
        tx,
        execute,
        "INSERT INTO replies (id, review_id, sampled_case_id, standard, by_id, words, replied_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (review_id, by_id, sampled_case_id, standard)
         DO UPDATE SET words = excluded.words, replied_on = excluded.replied_on",
        reply.id.uuid(),
        review.uuid(),
        case.uuid(),
        &reply.standard,
        reply.by_id.uuid(),
        &reply.words,
        reply.replied_on
    )?;
    Ok(())
}

async fn put_of_team(tx: &mut Tx, review: ReviewId, reply: &Reply) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO replies (id, review_id, standard, by_id, words, replied_on) VALUES ($1, $2, '', $3, $4, $5)
         ON CONFLICT (review_id, by_id) WHERE sampled_case_id IS NULL
         DO UPDATE SET words = excluded.words, replied_on = excluded.replied_on",
        reply.id.uuid(),
        review.uuid(),
        reply.by_id.uuid(),
        &reply.words,
        reply.replied_on
    )?;
    Ok(())
}

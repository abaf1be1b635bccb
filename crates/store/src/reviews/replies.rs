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
        "INSERT INTO fact_checks (review_id, facts, opened_on, closes_on, opened_by) VALUES ($1, $2, $3, $4, $5)
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
    sql!(tx, maybe FactCheck, "SELECT facts, opened_on, closes_on FROM fact_checks WHERE review_id = $1", review.uuid())
}

/// Every reply in a review, the oldest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn replies(tx: &mut Tx, review: ReviewId) -> Result<Vec<Reply>> {
    sql!(
        tx,
        all Reply,
        "SELECT id, sampled_case_id, by_id, words, replied_on FROM replies WHERE review_id = $1 ORDER BY replied_on, id",
        review.uuid()
    )
}

/// Keeps a reply in the place of what the same person said before to the same thing.
///
/// # Errors
/// Where the database cannot be written.
pub async fn put_reply(tx: &mut Tx, review: ReviewId, reply: &Reply) -> Result<()> {
    let case = reply.sampled_case_id.0.map(SampledCaseId::uuid);
    sql!(
        tx,
        execute,
        "DELETE FROM replies WHERE review_id = $1 AND by_id = $2 AND sampled_case_id IS NOT DISTINCT FROM $3",
        review.uuid(),
        reply.by_id.uuid(),
        case
    )?;
    sql!(
        tx,
        execute,
        "INSERT INTO replies (id, review_id, sampled_case_id, by_id, words, replied_on) VALUES ($1, $2, $3, $4, $5, $6)",
        reply.id.uuid(),
        review.uuid(),
        case,
        reply.by_id.uuid(),
        &reply.words,
        reply.replied_on
    )?;
    Ok(())
}

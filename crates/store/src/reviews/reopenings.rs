use chrono::{DateTime, Utc};
use practice::ids::{PersonId, ReopeningId, ReviewId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Error, Result, Tx};

/// A request to open a completed review again, and its answer.
#[derive(Clone, Debug, FromRow)]
pub struct Reopening {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: ReopeningId,
    /// Why.
    pub reason: String,
    /// Who asks.
    #[sqlx(try_from = "Uuid")]
    pub by_id: PersonId,
    /// By name.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// `agreed` or `declined`.
    pub answer: Option<String>,
    /// What the second person wrote.
    pub answer_note: Option<String>,
    /// The second person, by name.
    pub answered_by: Option<String>,
    /// When.
    pub answered_at: Option<DateTime<Utc>>,
}

/// Keeps a request.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_reopening(
    tx: &mut Tx,
    id: ReopeningId,
    review: ReviewId,
    reason: &str,
    by: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO reopenings (id, review_id, reason, by_id, at) VALUES ($1, $2, $3, $4, $5)",
        id.uuid(),
        review.uuid(),
        reason,
        by.uuid(),
        at
    )?;
    Ok(())
}

/// The requests of a review, newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn reopenings(tx: &mut Tx, review: ReviewId) -> Result<Vec<Reopening>> {
    sql!(
        tx,
        all Reopening,
        "SELECT o.id, o.reason, o.by_id, b.name AS by_name, o.at, o.answer, o.answer_note, a.name AS answered_by, o.answered_at
         FROM reopenings o JOIN people b ON b.id = o.by_id LEFT JOIN people a ON a.id = o.answered_by
         WHERE o.review_id = $1 ORDER BY o.at DESC, o.id DESC",
        review.uuid()
    )
}

/// Keeps the answer, where there is none yet.
///
/// # Errors
/// `Stale` where somebody has answered.
pub async fn answer_reopening(
    tx: &mut Tx,
    id: ReopeningId,
    answer: &str,
    note: &str,
    by: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE reopenings SET answer = $2, answer_note = $3, answered_by = $4, answered_at = $5 WHERE id = $1 AND answer IS NULL",
        id.uuid(),
        answer,
        note,
        by.uuid(),
        at
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

//! The journal: written beside every act, read by the data protection officer and by each person about themselves.

use chrono::{DateTime, Utc};
use practice::ids::{EntryId, PersonId, ReviewId};
use practice::journal::Happened;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Maybe, Result, Tx};

/// One entry. It holds no content.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Its id.
    pub id: EntryId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, where it is known.
    pub by: Option<PersonId>,
    /// What happened.
    pub happened: Happened,
    /// In which review.
    pub review: Option<ReviewId>,
    /// The person or thing it concerned.
    pub subject: Option<Uuid>,
    /// A reference, a standard, a name of a page: never content.
    pub what: &'a str,
    /// The access rule that allowed or denied it.
    pub rule: &'a str,
}

/// One line of the journal as it is read.
#[derive(Clone, Debug, FromRow)]
pub struct Line {
    /// Its id. Ids sort by time.
    #[sqlx(try_from = "Uuid")]
    pub id: EntryId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by_name: Option<String>,
    /// What happened.
    #[sqlx(try_from = "String")]
    pub happened: Happened,
    /// In which review.
    #[sqlx(try_from = "Option<Uuid>")]
    pub review_id: Maybe<ReviewId>,
    /// Title of the review.
    pub review: Option<String>,
    /// What it concerned.
    pub what: String,
    /// The rule.
    pub rule: String,
}

/// Writes one entry.
///
/// # Errors
/// Where the database cannot be written.
pub async fn write(tx: &mut Tx, entry: &Entry<'_>) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO journal (id, at, by_id, happened, review_id, subject_id, what, rule)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        entry.id.uuid(),
        entry.at,
        entry.by.map(PersonId::uuid),
        entry.happened.as_str(),
        entry.review.map(ReviewId::uuid),
        entry.subject,
        entry.what,
        entry.rule
    )?;
    Ok(())
}

/// The latest entries before one, newest first. Ids sort by time.
///
/// # Errors
/// Where the database cannot be read.
pub async fn latest(tx: &mut Tx, before: Option<EntryId>, limit: i64) -> Result<Vec<Line>> {
    sql!(
        tx,
        all Line,
        "SELECT j.id, j.at, p.name AS by_name, j.happened, j.review_id, r.title AS review, j.what, j.rule
         FROM journal j LEFT JOIN people p ON p.id = j.by_id LEFT JOIN reviews r ON r.id = j.review_id
         WHERE ($1 IS NULL OR j.id < $1) ORDER BY j.id DESC LIMIT $2",
        before.map(EntryId::uuid),
        limit
    )
}

/// Who has opened which case review of a review since something was written in it, by reference: whoever has read it
/// cannot read the case blind.
///
/// # Errors
/// Where the database cannot be read.
pub async fn readers(tx: &mut Tx, review: ReviewId) -> Result<Vec<(String, PersonId)>> {
    let rows = sql!(
        tx,
        all(String, Uuid),
        "SELECT DISTINCT seen.what, seen.by_id FROM journal seen
         JOIN (SELECT what, min(at) AS first_saved FROM journal WHERE review_id = $1 AND happened = $3 GROUP BY what) saved
           ON saved.what = seen.what AND seen.at >= saved.first_saved
         WHERE seen.review_id = $1 AND seen.happened = $2 AND seen.by_id IS NOT NULL",
        review.uuid(),
        Happened::CaseReviewSeen.as_str(),
        Happened::CaseReviewSaved.as_str()
    )?;
    Ok(rows.into_iter().map(|(reference, person)| (reference, person.into())).collect())
}

/// What others did that concerned this person, and what the person did, newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn about(tx: &mut Tx, person: PersonId, limit: i64) -> Result<Vec<Line>> {
    sql!(
        tx,
        all Line,
        "SELECT j.id, j.at, p.name AS by_name, j.happened, j.review_id, r.title AS review, j.what, j.rule
         FROM journal j LEFT JOIN people p ON p.id = j.by_id LEFT JOIN reviews r ON r.id = j.review_id
         WHERE j.by_id = $1 OR j.subject_id = $1 ORDER BY j.id DESC LIMIT $2",
        person.uuid(),
        limit
    )
}

//! Finance and service records of a review. Only what a file comes to is kept: none of its rows.

use chrono::{DateTime, NaiveDate, Utc};
use practice::ids::{EvidenceId, PersonId, RecordFileId, ReviewId};
use practice::reviews::records::Fact;
use sqlx::FromRow;
use uuid::Uuid;

use crate::types::json;
use crate::{Js, Result, Tx, reviews};

/// A file that was loaded, and what it says.
#[derive(Clone, Debug, FromRow)]
pub struct RecordFile {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: RecordFileId,
    /// What it tells of, such as `spend`.
    pub kind: String,
    /// What it was called on the sender's machine.
    pub file_name: String,
    /// How many of its rows counted.
    pub row_count: i64,
    /// The first day it tells of.
    pub first_day: NaiveDate,
    /// The last.
    pub last_day: NaiveDate,
    /// What it says.
    #[sqlx(try_from = "String")]
    pub facts: Js<Vec<Fact>>,
    /// The items of evidence that say so.
    #[sqlx(try_from = "String")]
    pub evidence: Js<Vec<EvidenceId>>,
    /// Who loaded it.
    pub by_name: String,
    /// When.
    pub loaded_at: DateTime<Utc>,
}

/// A file to keep.
#[derive(Clone, Debug)]
pub struct NewRecordFile<'a> {
    /// Its id.
    pub id: RecordFileId,
    /// The review.
    pub review: ReviewId,
    /// What it tells of.
    pub kind: &'a str,
    /// What it is called.
    pub file_name: &'a str,
    /// How many of its rows counted.
    pub row_count: i64,
    /// The first day it tells of.
    pub first_day: NaiveDate,
    /// The last.
    pub last_day: NaiveDate,
    /// What it says.
    pub facts: &'a [Fact],
    /// The items of evidence that say so.
    pub evidence: &'a [EvidenceId],
    /// Who loads it.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

/// The files of a review, by kind.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_review(tx: &mut Tx, review: ReviewId) -> Result<Vec<RecordFile>> {
    sql!(
        tx,
        all RecordFile,
        "SELECT f.id, f.kind, f.file_name, f.row_count, f.first_day, f.last_day, f.facts, f.evidence, p.name AS by_name,
           f.loaded_at
         FROM record_files f JOIN people p ON p.id = f.loaded_by WHERE f.review_id = $1 ORDER BY f.kind",
        review.uuid()
    )
}

/// Keeps what a file says.
///
/// # Errors
/// Where the database cannot be written, or has a file of the kind already.
pub async fn add(tx: &mut Tx, new: &NewRecordFile<'_>) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO record_files (id, review_id, kind, file_name, row_count, first_day, last_day, facts, evidence,
           loaded_by, loaded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        new.id.uuid(),
        new.review.uuid(),
        new.kind,
        new.file_name,
        new.row_count,
        new.first_day,
        new.last_day,
        json(&new.facts),
        json(&new.evidence),
        new.by.uuid(),
        new.at
    )?;
    Ok(())
}

/// Takes a file away, with the evidence that was made of it.
///
/// # Errors
/// Where the database cannot be written.
pub async fn remove(tx: &mut Tx, review: ReviewId, file: &RecordFile) -> Result<()> {
    for item in file.evidence.iter() {
        reviews::remove_evidence(tx, review, *item).await?;
    }
    sql!(tx, execute, "DELETE FROM record_files WHERE id = $1 AND review_id = $2", file.id.uuid(), review.uuid())?;
    Ok(())
}

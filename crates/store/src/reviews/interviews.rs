use std::collections::BTreeMap;

use chrono::NaiveDate;
use practice::ids::{PersonId, ReviewId, SampledCaseId};
use practice::reviews::InterviewState;
use sqlx::FromRow;
use uuid::Uuid;

use crate::types::json;
use crate::{Error, Js, Result, Tx};

/// One of the four interviews of a case, once somebody has written something about it.
#[derive(Clone, Debug, FromRow)]
pub struct Interview {
    /// The case.
    #[sqlx(try_from = "Uuid")]
    pub sampled_case_id: SampledCaseId,
    /// The source it is, such as `E8`.
    pub source: String,
    /// How far it has come.
    #[sqlx(try_from = "String")]
    pub state: InterviewState,
    /// How the person agreed to it, in a word of [`practice::reviews::consents`]; empty where it was not asked yet.
    pub consent: String,
    /// Why there is none, where there is none.
    pub reason: String,
    /// The day it was held.
    pub held_on: Option<NaiveDate>,
    /// How many minutes it took, with the person.
    pub minutes: i64,
    /// What was said, by the id of the question in the guide.
    #[sqlx(try_from = "String")]
    pub notes: Js<BTreeMap<String, String>>,
    /// Whether what was said agrees with the rest.
    pub agrees: bool,
    /// Grows with every change.
    pub version: i64,
}

/// Every interview of a review that somebody has written about.
///
/// # Errors
/// Where the database cannot be read.
pub async fn interviews(tx: &mut Tx, review: ReviewId) -> Result<Vec<Interview>> {
    sql!(
        tx,
        all Interview,
        "SELECT sampled_case_id, source, state, consent, reason, held_on, minutes, notes, agrees, version
         FROM interviews WHERE review_id = $1 ORDER BY sampled_case_id, source",
        review.uuid()
    )
}

/// Keeps an interview as it was written down. `row.version` is what was seen; 0 for the first time.
///
/// # Errors
/// `Stale` where somebody has written since.
pub async fn put_interview(tx: &mut Tx, review: ReviewId, row: &Interview, by: PersonId) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "INSERT INTO interviews (sampled_case_id, source, review_id, state, consent, reason, held_on, minutes, notes, agrees, by_id, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)
         ON CONFLICT (sampled_case_id, source) DO UPDATE SET state = excluded.state, consent = excluded.consent,
           reason = excluded.reason, held_on = excluded.held_on, minutes = excluded.minutes, notes = excluded.notes,
           agrees = excluded.agrees, by_id = excluded.by_id, version = interviews.version + 1
         WHERE interviews.version = $12",
        row.sampled_case_id.uuid(),
        &row.source,
        review.uuid(),
        row.state.as_str(),
        &row.consent,
        &row.reason,
        row.held_on,
        row.minutes,
        json(&row.notes.0),
        row.agrees,
        by.uuid(),
        row.version
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

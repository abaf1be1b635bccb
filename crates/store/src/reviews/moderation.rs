use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use practice::ids::{CalibrationId, FrameworkId, PersonId, ReviewId, SampledCaseId};
use practice::reviews::CaseRecord;
use sqlx::FromRow;
use uuid::Uuid;

use crate::types::json;
use crate::{Error, Js, Result, Tx};

/// A second, blind reading of a case.
#[derive(Clone, Debug, FromRow)]
pub struct SecondReading {
    /// The case.
    #[sqlx(try_from = "Uuid")]
    pub sampled_case_id: SampledCaseId,
    /// Who reads it a second time.
    #[sqlx(try_from = "Uuid")]
    pub reader_id: PersonId,
    /// Their name.
    pub reader: String,
    /// Whether every standard is read, or the critical ones.
    pub whole: bool,
    /// What they marked.
    #[sqlx(try_from = "String")]
    pub record: Js<CaseRecord>,
    /// When they said it is done.
    pub locked_at: Option<DateTime<Utc>>,
    /// Grows with every save.
    pub version: i64,
}

/// What two readers who differed came to.
#[derive(Clone, Debug, FromRow)]
pub struct Talk {
    /// The case.
    #[sqlx(try_from = "Uuid")]
    pub sampled_case_id: SampledCaseId,
    /// The part.
    pub part: String,
    /// The mark they settled on.
    pub settled: String,
    /// Why.
    pub why: String,
    /// The day.
    pub talked_on: NaiveDate,
}

/// One anonymised case that a whole group reads.
#[derive(Clone, Debug, FromRow)]
pub struct Calibration {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: CalibrationId,
    /// The framework version it is read by.
    #[sqlx(try_from = "Uuid")]
    pub framework_id: FrameworkId,
    /// What it is called.
    pub title: String,
    /// The case, without anything that tells who it is.
    pub account: String,
    /// The standards it is marked against.
    #[sqlx(try_from = "String")]
    pub standards: Js<Vec<String>>,
    /// Who put it up.
    #[sqlx(try_from = "Uuid")]
    pub by_id: PersonId,
    /// When.
    pub opened_on: NaiveDate,
    /// When the group looked at what came of it.
    pub closed_on: Option<NaiveDate>,
}

/// Asks somebody to read a case a second time. Whoever was asked before and has not locked it is let go.
///
/// # Errors
/// `Stale` where it was read and locked already.
pub async fn ask_second(
    tx: &mut Tx,
    review: ReviewId,
    case: SampledCaseId,
    reader: PersonId,
    whole: bool,
) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "INSERT INTO second_readings (sampled_case_id, review_id, reader_id, whole, record, version)
         VALUES ($1, $2, $3, $4, $5, 1)
         ON CONFLICT (sampled_case_id) DO UPDATE SET reader_id = excluded.reader_id, whole = excluded.whole,
           record = CASE WHEN second_readings.reader_id = excluded.reader_id THEN second_readings.record ELSE excluded.record END,
           version = second_readings.version + 1
         WHERE second_readings.locked_at IS NULL",
        case.uuid(),
        review.uuid(),
        reader.uuid(),
        whole,
        json(&CaseRecord::default())
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// The second readings of a review.
///
/// # Errors
/// Where the database cannot be read.
pub async fn second_readings(tx: &mut Tx, review: ReviewId) -> Result<Vec<SecondReading>> {
    sql!(
        tx,
        all SecondReading,
        "SELECT s.sampled_case_id, s.reader_id, p.name AS reader, s.whole, s.record, s.locked_at, s.version
         FROM second_readings s JOIN people p ON p.id = s.reader_id WHERE s.review_id = $1 ORDER BY s.sampled_case_id",
        review.uuid()
    )
}

/// Keeps what a second reader marked, and locks it where they say it is done.
///
/// # Errors
/// `Stale` where it has been saved or locked since.
pub async fn save_second(
    tx: &mut Tx,
    case: SampledCaseId,
    record: &CaseRecord,
    locked_at: Option<DateTime<Utc>>,
    seen: i64,
) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE second_readings SET record = $2, locked_at = $3, version = version + 1
         WHERE sampled_case_id = $1 AND version = $4 AND locked_at IS NULL",
        case.uuid(),
        json(record),
        locked_at,
        seen
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Keeps what two readers came to on a part.
///
/// # Errors
/// Where the database cannot be written.
pub async fn put_talk(tx: &mut Tx, talk: &Talk, by: PersonId) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO moderation_talks (sampled_case_id, part, settled, why, by_id, talked_on) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (sampled_case_id, part) DO UPDATE SET settled = excluded.settled, why = excluded.why,
           by_id = excluded.by_id, talked_on = excluded.talked_on",
        talk.sampled_case_id.uuid(),
        &talk.part,
        &talk.settled,
        &talk.why,
        by.uuid(),
        talk.talked_on
    )?;
    Ok(())
}

/// What readers came to, in a review.
///
/// # Errors
/// Where the database cannot be read.
pub async fn talks(tx: &mut Tx, review: ReviewId) -> Result<Vec<Talk>> {
    sql!(
        tx,
        all Talk,
        "SELECT t.sampled_case_id, t.part, t.settled, t.why, t.talked_on FROM moderation_talks t
         JOIN sampled_cases c ON c.id = t.sampled_case_id WHERE c.review_id = $1 ORDER BY t.sampled_case_id, t.part",
        review.uuid()
    )
}

/// Puts up a case for a group to read.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_calibration(tx: &mut Tx, new: &Calibration) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO calibrations (id, framework_id, title, account, standards, by_id, opened_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        new.id.uuid(),
        new.framework_id.uuid(),
        &new.title,
        &new.account,
        json(&new.standards.0),
        new.by_id.uuid(),
        new.opened_on
    )?;
    Ok(())
}

/// Every calibration, the newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn calibrations(tx: &mut Tx) -> Result<Vec<Calibration>> {
    sql!(
        tx,
        all Calibration,
        "SELECT id, framework_id, title, account, standards, by_id, opened_on, closed_on FROM calibrations
         ORDER BY opened_on DESC, id DESC"
    )
}

/// Closes a calibration, so that the group sees its spread.
///
/// # Errors
/// `Stale` where it was closed before.
pub async fn close_calibration(tx: &mut Tx, id: CalibrationId, on: NaiveDate) -> Result<()> {
    let rows =
        sql!(tx, execute, "UPDATE calibrations SET closed_on = $2 WHERE id = $1 AND closed_on IS NULL", id.uuid(), on)?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Keeps how somebody marked the case of a calibration.
///
/// # Errors
/// Where the database cannot be written.
pub async fn put_calibration_reading(
    tx: &mut Tx,
    id: CalibrationId,
    reader: PersonId,
    marks: &BTreeMap<String, String>,
) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO calibration_readings (calibration_id, reader_id, marks) VALUES ($1, $2, $3)
         ON CONFLICT (calibration_id, reader_id) DO UPDATE SET marks = excluded.marks",
        id.uuid(),
        reader.uuid(),
        json(marks)
    )?;
    Ok(())
}

/// How everybody marked it: reader and marks.
///
/// # Errors
/// Where the database cannot be read.
pub async fn calibration_readings(tx: &mut Tx, id: CalibrationId) -> Result<Vec<(PersonId, BTreeMap<String, String>)>> {
    let rows = sql!(
        tx,
        all(Uuid, String),
        "SELECT reader_id, marks FROM calibration_readings WHERE calibration_id = $1 ORDER BY reader_id",
        id.uuid()
    )?;
    Ok(rows
        .into_iter()
        .map(|(reader, marks)| (reader.into(), serde_json::from_str(&marks).unwrap_or_default()))
        .collect())
}

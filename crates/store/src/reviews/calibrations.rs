use std::collections::BTreeMap;

use chrono::NaiveDate;
use practice::ids::{CalibrationId, FrameworkId, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::types::json;
use crate::{Error, Js, Result, Tx};

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

//! Codes that are used, and answers that are sealed until their survey is closed.

use practice::ids::SurveyId;
use uuid::Uuid;

use crate::{One, Result, Tx};

/// Keeps a survey open until this transaction ends: closing waits for it. `false` where it is closed already.
///
/// # Errors
/// Where the database cannot be read.
pub async fn hold_open(tx: &mut Tx, survey: SurveyId) -> Result<bool> {
    let held = match tx {
        // The embedded database has one writer, and this is it.
        Tx::Sqlite(_) => {
            sql!(tx, maybe One<Uuid>, "SELECT id FROM surveys WHERE id = $1 AND closed_on IS NULL", survey.uuid())?
        }
        Tx::Postgres(_) => {
            let sql = "SELECT id FROM surveys WHERE id = $1 AND closed_on IS NULL FOR SHARE";
            sql!(tx, maybe One<Uuid>, sql, survey.uuid())?
        }
    };
    Ok(held.is_some())
}

/// Notes that a code of this survey has been used, by a mark that does not tell which. `false` where it was used before,
/// or opens another survey. The code itself stays as it is: whoever compares two copies of the database would see it go.
///
/// # Errors
/// Where the database cannot be written.
pub async fn use_code(tx: &mut Tx, survey: SurveyId, hash: &str, mark: &str) -> Result<bool> {
    let of_this = "SELECT count(*) FROM survey_codes WHERE code_hash = $1 AND survey_id = $2";
    let (known,) = sql!(tx, one One<i64>, of_this, hash, survey.uuid())?;
    let sql = "INSERT INTO survey_used (mark, survey_id) VALUES ($1, $2) ON CONFLICT (mark) DO NOTHING";
    Ok(known == 1 && sql!(tx, execute, sql, mark, survey.uuid())? == 1)
}

/// Whether a mark says that its code has been used.
///
/// # Errors
/// Where the database cannot be read.
pub async fn is_used(tx: &mut Tx, mark: &str) -> Result<bool> {
    let (count,) = sql!(tx, one One<i64>, "SELECT count(*) FROM survey_used WHERE mark = $1", mark)?;
    Ok(count > 0)
}

/// How many codes have not been used.
///
/// # Errors
/// Where the database cannot be read.
pub async fn unused_codes(tx: &mut Tx, survey: SurveyId) -> Result<i64> {
    let (count,) = sql!(
        tx,
        one One<i64>,
        "SELECT (SELECT count(*) FROM survey_codes WHERE survey_id = $1)
              - (SELECT count(*) FROM survey_used WHERE survey_id = $1)",
        survey.uuid()
    )?;
    Ok(count)
}

/// How many codes were made for a survey, used or not.
///
/// # Errors
/// Where the database cannot be read.
pub async fn codes_made(tx: &mut Tx, survey: SurveyId) -> Result<i64> {
    let (count,) = sql!(tx, one One<i64>, "SELECT count(*) FROM survey_codes WHERE survey_id = $1", survey.uuid())?;
    Ok(count)
}

/// Keeps one person's sealed answers until the survey is closed.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_sealed(tx: &mut Tx, survey: SurveyId, id: Uuid, sealed: &str) -> Result<()> {
    let sql = "INSERT INTO survey_sealed (id, survey_id, sealed) VALUES ($1, $2, $3)";
    sql!(tx, execute, sql, id, survey.uuid(), sealed)?;
    Ok(())
}

/// How many have answered a survey that is still open.
///
/// # Errors
/// Where the database cannot be read.
pub async fn sealed_count(tx: &mut Tx, survey: SurveyId) -> Result<u32> {
    let sql = "SELECT count(*) FROM survey_sealed WHERE survey_id = $1";
    let (count,) = sql!(tx, one One<i64>, sql, survey.uuid())?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The next sealed answers after an id, so many at most, in the order of ids that say nothing.
///
/// # Errors
/// Where the database cannot be read.
pub async fn sealed(tx: &mut Tx, survey: SurveyId, after: Uuid, most: i64) -> Result<Vec<(Uuid, String)>> {
    sql!(
        tx,
        all(Uuid, String),
        "SELECT id, sealed FROM survey_sealed WHERE survey_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        survey.uuid(),
        after,
        most
    )
}

/// Forgets the codes of a survey, which of them were used, and its sealed answers.
///
/// # Errors
/// Where the database cannot be written.
pub async fn forget(tx: &mut Tx, survey: SurveyId) -> Result<()> {
    sql!(tx, execute, "DELETE FROM survey_codes WHERE survey_id = $1", survey.uuid())?;
    sql!(tx, execute, "DELETE FROM survey_used WHERE survey_id = $1", survey.uuid())?;
    sql!(tx, execute, "DELETE FROM survey_sealed WHERE survey_id = $1", survey.uuid())?;
    Ok(())
}

/// The surveys that are open, of every review.
///
/// # Errors
/// Where the database cannot be read.
pub async fn open_ones(tx: &mut Tx) -> Result<Vec<SurveyId>> {
    let rows = sql!(tx, all One<Uuid>, "SELECT id FROM surveys WHERE closed_on IS NULL ORDER BY id")?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

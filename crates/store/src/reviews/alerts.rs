use chrono::{DateTime, Utc};
use practice::ids::{AlertId, PersonId, ReviewId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Error, Result, Tx};

/// A same-day alert: the fact about one case, and never a mark or a grade (I7).
#[derive(Clone, Debug, FromRow)]
pub struct Alert {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: AlertId,
    /// The review it came from.
    #[sqlx(try_from = "Uuid")]
    pub review_id: ReviewId,
    /// The case.
    pub reference: String,
    /// What was found.
    pub what: String,
    /// Who was told, and how.
    pub told: String,
    /// Who raised it.
    pub raised_by: String,
    /// When.
    pub raised_at: DateTime<Utc>,
    /// Who closed it.
    pub closed_by: Option<String>,
    /// When.
    pub closed_at: Option<DateTime<Utc>>,
    /// How it ended.
    pub closing: Option<String>,
}

/// What was done about an alert.
#[derive(Clone, Debug, FromRow)]
pub struct AlertNote {
    /// When.
    pub at: DateTime<Utc>,
    /// Who wrote it.
    pub by_name: String,
    /// What was done.
    pub note: String,
}

macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT a.id, a.review_id, a.reference, a.what, a.told, r.name AS raised_by, a.raised_at, c.name AS closed_by,
               a.closed_at, a.closing
             FROM alerts a JOIN people r ON r.id = a.raised_by LEFT JOIN people c ON c.id = a.closed_by ",
            $which
        )
    };
}

/// Raises an alert.
///
/// # Errors
/// Where the database cannot be written.
#[expect(clippy::too_many_arguments, reason = "the columns of one row")]
pub async fn add_alert(
    tx: &mut Tx,
    id: AlertId,
    review: ReviewId,
    reference: &str,
    what: &str,
    told: &str,
    by: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO alerts (id, review_id, reference, what, told, raised_by, raised_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id.uuid(),
        review.uuid(),
        reference,
        what,
        told,
        by.uuid(),
        at
    )?;
    Ok(())
}

/// The alerts of a review, newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn alerts(tx: &mut Tx, review: ReviewId) -> Result<Vec<Alert>> {
    sql!(tx, all Alert, select!("WHERE a.review_id = $1 ORDER BY a.raised_at DESC"), review.uuid())
}

/// One alert.
///
/// # Errors
/// Where the database cannot be read.
pub async fn alert(tx: &mut Tx, id: AlertId) -> Result<Option<Alert>> {
    sql!(tx, maybe Alert, select!("WHERE a.id = $1"), id.uuid())
}

/// Writes down what was done.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_alert_note(
    tx: &mut Tx,
    id: Uuid,
    alert: AlertId,
    by: PersonId,
    at: DateTime<Utc>,
    note: &str,
) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO alert_notes (id, alert_id, by_id, at, note) VALUES ($1, $2, $3, $4, $5)",
        id,
        alert.uuid(),
        by.uuid(),
        at,
        note
    )?;
    Ok(())
}

/// What was done, oldest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn alert_notes(tx: &mut Tx, alert: AlertId) -> Result<Vec<AlertNote>> {
    sql!(
        tx,
        all AlertNote,
        "SELECT n.at, p.name AS by_name, n.note FROM alert_notes n JOIN people p ON p.id = n.by_id
         WHERE n.alert_id = $1 ORDER BY n.at, n.id",
        alert.uuid()
    )
}

/// Closes an alert, where it is open.
///
/// # Errors
/// `Stale` where it was closed already.
pub async fn close_alert(tx: &mut Tx, id: AlertId, by: PersonId, at: DateTime<Utc>, closing: &str) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE alerts SET closed_by = $2, closed_at = $3, closing = $4 WHERE id = $1 AND closed_at IS NULL",
        id.uuid(),
        by.uuid(),
        at,
        closing
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

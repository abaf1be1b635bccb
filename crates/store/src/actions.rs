//! Action plans.

use chrono::{DateTime, NaiveDate, Utc};
use practice::actions::WorksOn;
use practice::ids::{ActionId, PersonId, ReviewId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::types::json;
use crate::{Error, Js, Maybe, Result, Tx};

/// The plan that follows a review, and who agreed it.
#[derive(Clone, Debug, FromRow)]
pub struct Plan {
    /// Grows with every change.
    pub version: i64,
    /// Who agreed for quality assurance.
    #[sqlx(try_from = "Option<Uuid>")]
    pub quality_id: Maybe<PersonId>,
    /// By name.
    pub quality_by: Option<String>,
    /// When.
    pub quality_at: Option<DateTime<Utc>>,
    /// Who agreed for the service.
    #[sqlx(try_from = "Option<Uuid>")]
    pub service_id: Maybe<PersonId>,
    /// By name.
    pub service_by: Option<String>,
    /// When.
    pub service_at: Option<DateTime<Utc>>,
}

impl Plan {
    /// Whether both have agreed.
    #[must_use]
    pub fn is_agreed(&self) -> bool {
        self.quality_at.is_some() && self.service_at.is_some()
    }
}

/// One action.
#[derive(Clone, Debug, FromRow)]
pub struct ActionRow {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: ActionId,
    /// The review it follows.
    #[sqlx(try_from = "Uuid")]
    pub review_id: ReviewId,
    /// Its place in the plan.
    pub place: i64,
    /// The standards it serves.
    #[sqlx(try_from = "String")]
    pub standards: Js<Vec<String>>,
    /// What will be different.
    pub outcome: String,
    /// What is done first.
    pub step: String,
    /// Who.
    #[sqlx(try_from = "Option<Uuid>")]
    pub owner_id: Maybe<PersonId>,
    /// By name.
    pub owner: Option<String>,
    /// By when.
    pub due: Option<NaiveDate>,
    /// What stops or shrinks.
    pub stops: String,
    /// What help goes with it.
    pub support: String,
    /// How it will be known.
    pub measure: String,
    /// What it works on.
    #[sqlx(try_from = "String")]
    pub works_on: WorksOn,
    /// `open` or `closed`.
    pub state: String,
    /// How far it has come.
    pub progress: String,
    /// What shows that it worked.
    pub evidence: String,
    /// Who closed it.
    pub closed_by: Option<String>,
    /// When.
    pub closed_on: Option<NaiveDate>,
    /// Grows with every change.
    pub version: i64,
}

macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT a.id, a.review_id, a.place, a.standards, a.outcome, a.step, a.owner_id, o.name AS owner, a.due, a.stops,
               a.support, a.measure, a.works_on, a.state, a.progress, a.evidence, c.name AS closed_by, a.closed_on, a.version
             FROM actions a LEFT JOIN people o ON o.id = a.owner_id LEFT JOIN people c ON c.id = a.closed_by ",
            $which
        )
    };
}

/// The plan of a review, if one was begun.
///
/// # Errors
/// Where the database cannot be read.
pub async fn plan(tx: &mut Tx, review: ReviewId) -> Result<Option<Plan>> {
    sql!(
        tx,
        maybe Plan,
        "SELECT p.version, p.quality_by AS quality_id, q.name AS quality_by, p.quality_at, p.service_by AS service_id,
           s.name AS service_by, p.service_at
         FROM plans p LEFT JOIN people q ON q.id = p.quality_by LEFT JOIN people s ON s.id = p.service_by
         WHERE p.review_id = $1",
        review.uuid()
    )
}

/// Notes that the plan was changed: whoever had agreed has to agree again. Begins it the first time.
///
/// # Errors
/// Where the database cannot be written.
pub async fn touch_plan(tx: &mut Tx, review: ReviewId) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO plans (review_id, version) VALUES ($1, 1) ON CONFLICT (review_id) DO UPDATE
         SET version = plans.version + 1, quality_by = NULL, quality_at = NULL, service_by = NULL, service_at = NULL",
        review.uuid()
    )?;
    Ok(())
}

/// Somebody agrees the plan as they saw it.
///
/// # Errors
/// `Stale` where it was changed since.
pub async fn agree(
    tx: &mut Tx,
    review: ReviewId,
    seen: i64,
    for_quality: bool,
    by: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    let text = if for_quality {
        "UPDATE plans SET quality_by = $3, quality_at = $4 WHERE review_id = $1 AND version = $2"
    } else {
        "UPDATE plans SET service_by = $3, service_at = $4 WHERE review_id = $1 AND version = $2"
    };
    let rows = sql!(tx, execute, text, review.uuid(), seen, by.uuid(), at)?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// The actions of a plan, in order.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_review(tx: &mut Tx, review: ReviewId) -> Result<Vec<ActionRow>> {
    sql!(tx, all ActionRow, select!("WHERE a.review_id = $1 ORDER BY a.place, a.id"), review.uuid())
}

/// One action.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(tx: &mut Tx, id: ActionId) -> Result<Option<ActionRow>> {
    sql!(tx, maybe ActionRow, select!("WHERE a.id = $1"), id.uuid())
}

/// Open actions in somebody's name, soonest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn owned(tx: &mut Tx, owner: PersonId) -> Result<Vec<ActionRow>> {
    sql!(
        tx,
        all ActionRow,
        select!("WHERE a.owner_id = $1 AND a.state = 'open' AND EXISTS (SELECT 1 FROM plans p WHERE p.review_id = a.review_id
           AND p.quality_at IS NOT NULL AND p.service_at IS NOT NULL) ORDER BY a.due, a.place"),
        owner.uuid()
    )
}

/// Puts an action, where nobody has changed it since (`seen`, 0 for a new one).
///
/// # Errors
/// `Stale` where somebody has.
pub async fn put(tx: &mut Tx, action: &ActionRow, seen: i64) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "INSERT INTO actions (id, review_id, place, standards, outcome, step, owner_id, due, stops, support, measure, works_on,
           state, progress, evidence, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1)
         ON CONFLICT (id) DO UPDATE SET place = excluded.place, standards = excluded.standards, outcome = excluded.outcome,
           step = excluded.step, owner_id = excluded.owner_id, due = excluded.due, stops = excluded.stops,
           support = excluded.support, measure = excluded.measure, works_on = excluded.works_on, state = excluded.state,
           progress = excluded.progress, evidence = excluded.evidence, version = actions.version + 1
         WHERE actions.version = $16",
        action.id.uuid(),
        action.review_id.uuid(),
        action.place,
        json(&action.standards.0),
        &action.outcome,
        &action.step,
        action.owner_id.0.map(PersonId::uuid),
        action.due,
        &action.stops,
        &action.support,
        &action.measure,
        action.works_on.as_str(),
        &action.state,
        &action.progress,
        &action.evidence,
        seen
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Takes an action out of a plan that is not agreed, where nobody has changed it since.
///
/// # Errors
/// `Stale` where somebody has.
pub async fn remove(tx: &mut Tx, id: ActionId, seen: i64) -> Result<()> {
    let rows = sql!(tx, execute, "DELETE FROM actions WHERE id = $1 AND version = $2", id.uuid(), seen)?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Closes an action on evidence, where nobody has changed it since.
///
/// # Errors
/// `Stale` where somebody has.
pub async fn close(tx: &mut Tx, id: ActionId, seen: i64, evidence: &str, by: PersonId, on: NaiveDate) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE actions SET state = 'closed', evidence = $3, closed_by = $4, closed_on = $5, version = version + 1
         WHERE id = $1 AND version = $2 AND state = 'open'",
        id.uuid(),
        seen,
        evidence,
        by.uuid(),
        on
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

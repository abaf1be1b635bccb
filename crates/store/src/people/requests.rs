//! Roles that were asked for and wait for a second person.

use chrono::{DateTime, Utc};
use practice::access::{Role, Scope};
use practice::ids::{PersonId, RoleRequestId};
use sqlx::FromRow;
use uuid::Uuid;

use super::roles::{scope_columns, scope_of};
use crate::{Error, Result, Tx};

/// A role that was asked for and nobody has answered yet.
#[derive(Clone, Debug, FromRow)]
pub struct RoleRequest {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: RoleRequestId,
    /// Who would hold it.
    #[sqlx(try_from = "Uuid")]
    pub person_id: PersonId,
    /// By name.
    pub person: String,
    /// The role's word.
    pub role: String,
    scope: String,
    scope_id: Option<Uuid>,
    /// The team or service, by name.
    pub place: Option<String>,
    /// Who asked.
    #[sqlx(try_from = "Uuid")]
    pub by_id: PersonId,
    /// By name.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl RoleRequest {
    /// How far the role would reach; `None` for what this version does not know.
    #[must_use]
    pub fn reach(&self) -> Option<Scope> {
        scope_of(&self.scope, self.scope_id)
    }
}

macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT q.id, q.person_id, p.name AS person, q.role, q.scope, q.scope_id, coalesce(t.name, s.name) AS place,
               q.by_id, b.name AS by_name, q.at
             FROM role_requests q JOIN people p ON p.id = q.person_id JOIN people b ON b.id = q.by_id
             LEFT JOIN teams t ON t.id = q.scope_id LEFT JOIN services s ON s.id = q.scope_id
             WHERE q.answer IS NULL ",
            $which
        )
    };
}

/// Keeps a request.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_role_request(
    tx: &mut Tx,
    id: RoleRequestId,
    person: PersonId,
    role: Role,
    scope: Scope,
    by: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    let (scope, scope_id) = scope_columns(scope);
    sql!(
        tx,
        execute,
        "INSERT INTO role_requests (id, person_id, role, scope, scope_id, by_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id.uuid(),
        person.uuid(),
        role.as_str(),
        scope,
        scope_id,
        by.uuid(),
        at
    )?;
    Ok(())
}

/// The requests nobody has answered, oldest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn role_requests(tx: &mut Tx) -> Result<Vec<RoleRequest>> {
    sql!(tx, all RoleRequest, select!("ORDER BY q.at, q.id"))
}

/// One request that nobody has answered.
///
/// # Errors
/// Where the database cannot be read.
pub async fn role_request(tx: &mut Tx, id: RoleRequestId) -> Result<Option<RoleRequest>> {
    sql!(tx, maybe RoleRequest, select!("AND q.id = $1"), id.uuid())
}

/// Keeps the answer, where there is none yet.
///
/// # Errors
/// `Stale` where somebody has answered.
pub async fn answer_role_request(
    tx: &mut Tx,
    id: RoleRequestId,
    answer: &str,
    by: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE role_requests SET answer = $2, answered_by = $3, answered_at = $4 WHERE id = $1 AND answer IS NULL",
        id.uuid(),
        answer,
        by.uuid(),
        at
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

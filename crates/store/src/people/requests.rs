//! Roles and accounts that were asked for and wait for a second person.

use chrono::{DateTime, NaiveDate, Utc};
use practice::access::{RoleHeld, Scope};
use practice::ids::{AccountRequestId, PersonId, RoleRequestId};
use sqlx::FromRow;
use uuid::Uuid;

use super::roles::{scope_columns, scope_of};
use crate::{Error, One, Result, Tx};

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
    /// The last day it would be held; `None` while no end is known.
    pub to_day: Option<NaiveDate>,
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
            "SELECT q.id, q.person_id, p.name AS person, q.role, q.scope, q.scope_id, coalesce(t.name, s.name) AS place, q.to_day,
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
    asked: &RoleHeld,
    by: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    let (scope, scope_id) = scope_columns(asked.scope);
    sql!(
        tx,
        execute,
        "INSERT INTO role_requests (id, person_id, role, scope, scope_id, to_day, by_id, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        id.uuid(),
        person.uuid(),
        asked.role.as_str(),
        scope,
        scope_id,
        asked.to,
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

/// An account, or a new password for one, that was asked for and nobody has answered yet.
#[derive(Clone, Debug, FromRow)]
pub struct AccountRequest {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: AccountRequestId,
    /// Whose account.
    #[sqlx(try_from = "Uuid")]
    pub person_id: PersonId,
    /// By name.
    pub person: String,
    /// The sign-in name.
    pub sign_in_name: String,
    /// How many open accounts they have: none, or one that gets a new password.
    pub accounts: i64,
    /// Who asked.
    #[sqlx(try_from = "Uuid")]
    pub by_id: PersonId,
    /// By name.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Keeps a request for an account. An earlier one for the same person that nobody answered falls away.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_account_request(
    tx: &mut Tx,
    id: AccountRequestId,
    person: PersonId,
    (name, hash): (&str, &str),
    by: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    drop_account_requests(tx, person).await?;
    sql!(
        tx,
        execute,
        "INSERT INTO account_requests (id, person_id, sign_in_name, password_hash, by_id, at) VALUES ($1, $2, $3, $4, $5, $6)",
        id.uuid(),
        person.uuid(),
        name,
        hash,
        by.uuid(),
        at
    )?;
    Ok(())
}

/// The requests for accounts nobody has answered, oldest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn account_requests(tx: &mut Tx) -> Result<Vec<AccountRequest>> {
    sql!(
        tx,
        all AccountRequest,
        "SELECT q.id, q.person_id, p.name AS person, q.sign_in_name,
           (SELECT count(*) FROM accounts a WHERE a.person_id = q.person_id AND a.active = TRUE) AS accounts, q.by_id, b.name AS by_name, q.at
         FROM account_requests q JOIN people p ON p.id = q.person_id JOIN people b ON b.id = q.by_id
         WHERE q.answer IS NULL ORDER BY q.at, q.id"
    )
}

/// Lets go what waits for somebody's account.
///
/// # Errors
/// Where the database cannot be written.
pub async fn drop_account_requests(tx: &mut Tx, person: PersonId) -> Result<()> {
    sql!(tx, execute, "DELETE FROM account_requests WHERE person_id = $1 AND answer IS NULL", person.uuid())?;
    Ok(())
}

/// Keeps the answer to a request for an account, where there is none yet, and gives the hash that was waiting. It is
/// kept nowhere else from then on.
///
/// # Errors
/// `Stale` where somebody has answered.
pub async fn answer_account_request(
    tx: &mut Tx,
    id: AccountRequestId,
    answer: &str,
    by: PersonId,
    at: DateTime<Utc>,
) -> Result<String> {
    let waiting = sql!(
        tx,
        maybe One<String>,
        "SELECT password_hash FROM account_requests WHERE id = $1 AND answer IS NULL",
        id.uuid()
    )?;
    let (hash,) = waiting.ok_or(Error::Stale)?;
    let rows = sql!(
        tx,
        execute,
        "UPDATE account_requests SET answer = $2, answered_by = $3, answered_at = $4, password_hash = ''
         WHERE id = $1 AND answer IS NULL",
        id.uuid(),
        answer,
        by.uuid(),
        at
    )?;
    if rows == 1 { Ok(hash) } else { Err(Error::Stale) }
}

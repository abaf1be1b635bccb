//! Accounts and sessions.

use chrono::{DateTime, Utc};
use practice::ids::{PersonId, SessionId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, Tx};

/// One account.
#[derive(Clone, FromRow)]
pub struct Account {
    /// Whose.
    #[sqlx(try_from = "Uuid")]
    pub person_id: PersonId,
    /// The name typed to sign in.
    pub sign_in_name: String,
    /// argon2id, in its own text form.
    pub password_hash: String,
    /// Whether it may sign in.
    pub active: bool,
    /// Refusals in a row.
    pub refused: i64,
    /// The last refusal.
    pub refused_at: Option<DateTime<Utc>>,
}

/// One session.
#[derive(Clone, FromRow)]
pub struct Session {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: SessionId,
    /// Whose.
    #[sqlx(try_from = "Uuid")]
    pub person_id: PersonId,
    /// The word every form carries.
    pub csrf: String,
    /// When it began.
    pub began: DateTime<Utc>,
    /// When it was last used.
    pub last_seen: DateTime<Utc>,
}

/// Puts an account, or changes its password.
///
/// # Errors
/// Where the database cannot be written.
pub async fn put(tx: &mut Tx, person: PersonId, name: &str, hash: &str, at: DateTime<Utc>) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO accounts (person_id, sign_in_name, password_hash, active, made_at, refused, refused_at)
         VALUES ($1, $2, $3, $4, $5, 0, NULL)
         ON CONFLICT (person_id) DO UPDATE SET sign_in_name = excluded.sign_in_name, password_hash = excluded.password_hash,
           active = excluded.active",
        person.uuid(),
        name,
        hash,
        true,
        at
    )?;
    Ok(())
}

/// The account with this sign-in name.
///
/// # Errors
/// Where the database cannot be read.
pub async fn by_name(tx: &mut Tx, name: &str) -> Result<Option<Account>> {
    sql!(
        tx,
        maybe Account,
        "SELECT person_id, sign_in_name, password_hash, active, refused, refused_at FROM accounts WHERE sign_in_name = $1",
        name
    )
}

/// The account of this person.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of(tx: &mut Tx, person: PersonId) -> Result<Option<Account>> {
    sql!(
        tx,
        maybe Account,
        "SELECT person_id, sign_in_name, password_hash, active, refused, refused_at FROM accounts WHERE person_id = $1",
        person.uuid()
    )
}

/// Counts a refusal, or forgets them all after a success.
///
/// # Errors
/// Where the database cannot be written.
pub async fn set_refusals(tx: &mut Tx, person: PersonId, refused: i64, at: Option<DateTime<Utc>>) -> Result<()> {
    sql!(
        tx,
        execute,
        "UPDATE accounts SET refused = $2, refused_at = $3 WHERE person_id = $1",
        person.uuid(),
        refused,
        at
    )?;
    Ok(())
}

/// Closes or opens an account. Closing ends its sessions at once.
///
/// # Errors
/// Where the database cannot be written.
pub async fn set_active(tx: &mut Tx, person: PersonId, active: bool, at: DateTime<Utc>) -> Result<()> {
    sql!(tx, execute, "UPDATE accounts SET active = $2 WHERE person_id = $1", person.uuid(), active)?;
    if !active {
        end_all(tx, person, at).await?;
    }
    Ok(())
}

/// Begins a session. Only a hash of its token is kept.
///
/// # Errors
/// Where the database cannot be written.
pub async fn begin(
    tx: &mut Tx,
    id: SessionId,
    person: PersonId,
    token_hash: &str,
    csrf: &str,
    at: DateTime<Utc>,
) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO sessions (id, token_hash, person_id, csrf, began, last_seen, ended) VALUES ($1, $2, $3, $4, $5, $5, NULL)",
        id.uuid(),
        token_hash,
        person.uuid(),
        csrf,
        at
    )?;
    Ok(())
}

/// The session with this token, if it has not ended and the account is open.
///
/// # Errors
/// Where the database cannot be read.
pub async fn session(tx: &mut Tx, token_hash: &str) -> Result<Option<Session>> {
    sql!(
        tx,
        maybe Session,
        "SELECT s.id, s.person_id, s.csrf, s.began, s.last_seen FROM sessions s
         JOIN accounts a ON a.person_id = s.person_id
         WHERE s.token_hash = $1 AND s.ended IS NULL AND a.active",
        token_hash
    )
}

/// Notes that a session is in use.
///
/// # Errors
/// Where the database cannot be written.
pub async fn touch(tx: &mut Tx, id: SessionId, at: DateTime<Utc>) -> Result<()> {
    sql!(tx, execute, "UPDATE sessions SET last_seen = $2 WHERE id = $1", id.uuid(), at)?;
    Ok(())
}

/// Ends one session.
///
/// # Errors
/// Where the database cannot be written.
pub async fn end(tx: &mut Tx, id: SessionId, at: DateTime<Utc>) -> Result<()> {
    sql!(tx, execute, "UPDATE sessions SET ended = $2 WHERE id = $1 AND ended IS NULL", id.uuid(), at)?;
    Ok(())
}

/// Ends every session of a person.
///
/// # Errors
/// Where the database cannot be written.
pub async fn end_all(tx: &mut Tx, person: PersonId, at: DateTime<Utc>) -> Result<()> {
    sql!(tx, execute, "UPDATE sessions SET ended = $2 WHERE person_id = $1 AND ended IS NULL", person.uuid(), at)?;
    Ok(())
}

/// The open sessions of a person, newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn sessions_of(tx: &mut Tx, person: PersonId) -> Result<Vec<Session>> {
    sql!(
        tx,
        all Session,
        "SELECT id, person_id, csrf, began, last_seen FROM sessions WHERE person_id = $1 AND ended IS NULL ORDER BY began DESC",
        person.uuid()
    )
}

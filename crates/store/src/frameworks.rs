//! Framework versions, comments on drafts, and who agreed each standard.

use chrono::{DateTime, NaiveDate, Utc};
use practice::frameworks::Kind;
use practice::ids::{FrameworkId, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Maybe, One, Result, Tx};

/// One version, without its text.
#[derive(Clone, Debug, FromRow)]
pub struct Version {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: FrameworkId,
    /// The framework's name in addresses.
    pub key: String,
    /// The version.
    pub version: String,
    /// What people call it.
    pub title: String,
    /// What it is used for.
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    /// `draft` or `published`.
    pub state: String,
    /// Who drafted it.
    #[sqlx(try_from = "Uuid")]
    pub drafted_by: PersonId,
    /// When.
    pub drafted_at: DateTime<Utc>,
    /// Who published it.
    #[sqlx(try_from = "Option<Uuid>")]
    pub published_by: Maybe<PersonId>,
    /// When.
    pub published_at: Option<DateTime<Utc>>,
}

/// A comment on a draft.
#[derive(Clone, Debug, FromRow)]
pub struct Comment {
    /// On which standard, or the whole.
    pub standard: Option<String>,
    /// Whose.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The words.
    pub comment: String,
}

/// Who agreed a standard.
#[derive(Clone, Debug, FromRow)]
pub struct Agreement {
    /// Which standard.
    pub standard: String,
    /// `staff`, `managers`, `people` or `families`.
    pub group_name: String,
    /// Who, in words.
    pub who: String,
    /// When.
    pub agreed_on: NaiveDate,
}

/// Puts up a draft. `false` where the version exists already.
///
/// # Errors
/// Where the database cannot be written.
#[expect(clippy::too_many_arguments, reason = "the columns of one row")]
pub async fn add(
    tx: &mut Tx,
    id: FrameworkId,
    key: &str,
    version: &str,
    title: &str,
    kind: Kind,
    body: &str,
    by: PersonId,
    at: DateTime<Utc>,
) -> Result<bool> {
    let rows = sql!(
        tx,
        execute,
        "INSERT INTO frameworks (id, key, version, title, kind, body, state, drafted_by, drafted_at, published_by, published_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'draft', $7, $8, NULL, NULL) ON CONFLICT (key, version) DO NOTHING",
        id.uuid(),
        key,
        version,
        title,
        kind.as_str(),
        body,
        by.uuid(),
        at
    )?;
    Ok(rows == 1)
}

/// Publishes a draft. `false` where it is not a draft.
///
/// # Errors
/// Where the database cannot be written.
pub async fn publish(tx: &mut Tx, id: FrameworkId, by: PersonId, at: DateTime<Utc>) -> Result<bool> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE frameworks SET state = 'published', published_by = $2, published_at = $3 WHERE id = $1 AND state = 'draft'",
        id.uuid(),
        by.uuid(),
        at
    )?;
    Ok(rows == 1)
}

/// Every version, newest first within each framework.
///
/// # Errors
/// Where the database cannot be read.
pub async fn all(tx: &mut Tx) -> Result<Vec<Version>> {
    sql!(
        tx,
        all Version,
        "SELECT id, key, version, title, kind, state, drafted_by, drafted_at, published_by, published_at
         FROM frameworks ORDER BY key, drafted_at DESC"
    )
}

/// One version and its text.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(tx: &mut Tx, id: FrameworkId) -> Result<Option<(Version, String)>> {
    let version = sql!(
        tx,
        maybe Version,
        "SELECT id, key, version, title, kind, state, drafted_by, drafted_at, published_by, published_at
         FROM frameworks WHERE id = $1",
        id.uuid()
    )?;
    let Some(version) = version else { return Ok(None) };
    let (body,) = sql!(tx, one One<String>, "SELECT body FROM frameworks WHERE id = $1", id.uuid())?;
    Ok(Some((version, body)))
}

/// Adds a comment.
///
/// # Errors
/// Where the database cannot be written.
pub async fn comment(
    tx: &mut Tx,
    id: Uuid,
    framework: FrameworkId,
    standard: Option<&str>,
    by: PersonId,
    at: DateTime<Utc>,
    comment: &str,
) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO framework_comments (id, framework_id, standard, by_id, at, comment) VALUES ($1, $2, $3, $4, $5, $6)",
        id,
        framework.uuid(),
        standard,
        by.uuid(),
        at,
        comment
    )?;
    Ok(())
}

/// Comments on a version, oldest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn comments(tx: &mut Tx, framework: FrameworkId) -> Result<Vec<Comment>> {
    sql!(
        tx,
        all Comment,
        "SELECT c.standard, p.name AS by_name, c.at, c.comment FROM framework_comments c
         JOIN people p ON p.id = c.by_id WHERE c.framework_id = $1 ORDER BY c.at, c.id",
        framework.uuid()
    )
}

/// Records who agreed a standard.
///
/// # Errors
/// Where the database cannot be written.
#[expect(clippy::too_many_arguments, reason = "the columns of one row")]
pub async fn agree(
    tx: &mut Tx,
    id: Uuid,
    framework: FrameworkId,
    standard: &str,
    group: &str,
    who: &str,
    on: NaiveDate,
    by: PersonId,
) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO framework_agreements (id, framework_id, standard, group_name, who, agreed_on, recorded_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id,
        framework.uuid(),
        standard,
        group,
        who,
        on,
        by.uuid()
    )?;
    Ok(())
}

/// Who agreed the standards of a version.
///
/// # Errors
/// Where the database cannot be read.
pub async fn agreements(tx: &mut Tx, framework: FrameworkId) -> Result<Vec<Agreement>> {
    sql!(
        tx,
        all Agreement,
        "SELECT standard, group_name, who, agreed_on FROM framework_agreements WHERE framework_id = $1 ORDER BY standard, agreed_on",
        framework.uuid()
    )
}

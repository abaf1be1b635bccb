//! The cases people hold, by reference, and the files they came from.

use chrono::{DateTime, NaiveDate, Utc};
use practice::ids::{CaseId, ImportId, PersonId, TeamId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, Tx};

/// A caseload row, joined with names.
#[derive(Clone, Debug, FromRow)]
pub struct Case {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: CaseId,
    /// The reference.
    pub reference: String,
    /// Whose.
    #[sqlx(try_from = "Uuid")]
    pub worker_id: PersonId,
    /// When it opened.
    pub opened: NaiveDate,
    /// What kind of work.
    pub kind: String,
    /// Whether there is an informal carer, where it is known.
    pub has_carer: Option<bool>,
    /// When it closed.
    pub closed: Option<NaiveDate>,
}

/// A file that was put up.
#[derive(Clone, Debug, FromRow)]
pub struct Import {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: ImportId,
    /// Its name.
    pub file_name: String,
    /// SHA-256 of its bytes.
    pub fingerprint: String,
    /// `checked`, `imported` or `left`.
    pub state: String,
    /// What was found in it, as JSON.
    pub found: String,
    /// Who put it up.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What importing it changed.
    pub result: Option<String>,
}

/// Adds a case, or brings a known one up to date. Gives 1 where something changed.
///
/// # Errors
/// Where the database cannot be written.
pub async fn put_case(tx: &mut Tx, team: TeamId, case: &Case) -> Result<u64> {
    sql!(
        tx,
        execute,
        "INSERT INTO cases (id, reference, team_id, worker_id, opened, kind, has_carer, closed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (reference, team_id) DO UPDATE
         SET worker_id = excluded.worker_id, opened = excluded.opened, kind = excluded.kind,
             has_carer = coalesce(excluded.has_carer, cases.has_carer), closed = excluded.closed
         WHERE cases.worker_id <> excluded.worker_id OR cases.opened <> excluded.opened OR cases.kind <> excluded.kind
            OR cases.closed IS DISTINCT FROM excluded.closed
            OR (excluded.has_carer IS NOT NULL AND cases.has_carer IS DISTINCT FROM excluded.has_carer)",
        case.id.uuid(),
        &case.reference,
        team.uuid(),
        case.worker_id.uuid(),
        case.opened,
        &case.kind,
        case.has_carer,
        case.closed
    )
}

/// The cases of a team that are open on a day.
///
/// # Errors
/// Where the database cannot be read.
pub async fn open_cases(tx: &mut Tx, team: TeamId, day: NaiveDate) -> Result<Vec<Case>> {
    sql!(
        tx,
        all Case,
        "SELECT id, reference, worker_id, opened, kind, has_carer, closed FROM cases
         WHERE team_id = $1 AND opened <= $2 AND (closed IS NULL OR closed > $2) ORDER BY reference",
        team.uuid(),
        day
    )
}

/// Open cases and people who hold them, for each team.
///
/// # Errors
/// Where the database cannot be read.
pub async fn caseload_sizes(tx: &mut Tx, day: NaiveDate) -> Result<Vec<(String, i64, i64)>> {
    sql!(
        tx,
        all(String, i64, i64),
        "SELECT t.name, count(c.id), count(DISTINCT c.worker_id) FROM teams t
         LEFT JOIN cases c ON c.team_id = t.id AND c.opened <= $1 AND (c.closed IS NULL OR c.closed > $1)
         GROUP BY t.name ORDER BY t.name",
        day
    )
}

/// Keeps a checked file.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_import(
    tx: &mut Tx,
    id: ImportId,
    file_name: &str,
    fingerprint: &str,
    found: &str,
    by: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO imports (id, file_name, fingerprint, state, found, by_id, at, result)
         VALUES ($1, $2, $3, 'checked', $4, $5, $6, NULL)",
        id.uuid(),
        file_name,
        fingerprint,
        found,
        by.uuid(),
        at
    )?;
    Ok(())
}

/// One file that was put up.
///
/// # Errors
/// Where the database cannot be read.
pub async fn import(tx: &mut Tx, id: ImportId) -> Result<Option<Import>> {
    sql!(
        tx,
        maybe Import,
        "SELECT i.id, i.file_name, i.fingerprint, i.state, i.found, p.name AS by_name, i.at, i.result
         FROM imports i JOIN people p ON p.id = i.by_id WHERE i.id = $1",
        id.uuid()
    )
}

/// Files put up lately, newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn imports(tx: &mut Tx) -> Result<Vec<Import>> {
    sql!(
        tx,
        all Import,
        "SELECT i.id, i.file_name, i.fingerprint, i.state, '' AS found, p.name AS by_name, i.at, i.result
         FROM imports i JOIN people p ON p.id = i.by_id ORDER BY i.at DESC LIMIT 20"
    )
}

/// Marks a checked file as imported or left. `false` where somebody has done so already.
///
/// # Errors
/// Where the database cannot be written.
pub async fn settle_import(tx: &mut Tx, id: ImportId, state: &str, result: &str) -> Result<bool> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE imports SET state = $2, result = $3 WHERE id = $1 AND state = 'checked'",
        id.uuid(),
        state,
        result
    )?;
    Ok(rows == 1)
}

/// The names under which files know a team that is called otherwise here: name as it is compared, and the team.
///
/// # Errors
/// Where the database cannot be read.
pub async fn team_names(tx: &mut Tx) -> Result<Vec<(String, TeamId)>> {
    let rows = sql!(tx, all(String, Uuid), "SELECT name, team_id FROM team_names ORDER BY name")?;
    Ok(rows.into_iter().map(|(name, team)| (name, team.into())).collect())
}

/// Remembers that files call a team by this name.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_team_name(tx: &mut Tx, name: &str, team: TeamId) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO team_names (name, team_id) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET team_id = excluded.team_id",
        name,
        team.uuid()
    )?;
    Ok(())
}

/// Who works in which team on a day: everybody with a post there, or with a case there, open or closed.
///
/// # Errors
/// Where the database cannot be read.
pub async fn places_of_work(tx: &mut Tx, day: NaiveDate) -> Result<Vec<(PersonId, TeamId)>> {
    let rows = sql!(
        tx,
        all(Uuid, Uuid),
        "SELECT person_id, scope_id FROM roles WHERE scope = 'team' AND scope_id IS NOT NULL AND from_day <= $1
         AND (to_day IS NULL OR to_day >= $1) UNION SELECT worker_id, team_id FROM cases",
        day
    )?;
    Ok(rows.into_iter().map(|(person, team)| (person.into(), team.into())).collect())
}

/// Forgets a name under which files knew a team.
///
/// # Errors
/// Where the database cannot be written.
pub async fn remove_team_name(tx: &mut Tx, name: &str) -> Result<()> {
    sql!(tx, execute, "DELETE FROM team_names WHERE name = $1", name)?;
    Ok(())
}

/// Holds the caseload while a file is brought in, so that two files never make the same team twice.
///
/// # Errors
/// Where the database cannot be written.
pub async fn hold_caseload(tx: &mut Tx) -> Result<()> {
    sql!(tx, execute, "UPDATE services SET name = name")?;
    Ok(())
}

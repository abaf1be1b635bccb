//! Dip samples, and how many workers and cases were read lately. No row holds a worker.

use chrono::NaiveDate;
use practice::ids::{DipId, DipReadId, PersonId, ServiceId, TeamId};
use practice::reviews::dip::Answers;
use sqlx::FromRow;
use uuid::Uuid;

use crate::types::json;
use crate::{Error, Js, Maybe, Result, Tx};

/// One dip sample, joined with its team.
#[derive(Clone, Debug, FromRow)]
pub struct Dip {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: DipId,
    /// What it is about.
    pub theme: String,
    /// The three questions asked of each record.
    #[sqlx(try_from = "String")]
    pub questions: Js<Vec<String>>,
    /// The team whose records are read, where it is one team.
    #[sqlx(try_from = "Option<Uuid>")]
    pub team_id: Maybe<TeamId>,
    /// The service of that team.
    #[sqlx(try_from = "Option<Uuid>")]
    pub service_id: Maybe<ServiceId>,
    /// The team by name.
    pub team: Option<String>,
    /// The day it was started.
    pub asked_on: NaiveDate,
    /// Who started it.
    pub by_name: String,
    /// The day it was closed.
    pub closed_on: Option<NaiveDate>,
    /// What it points to, in the words of whoever closed it.
    pub lead_text: Option<String>,
    /// How many records are read.
    pub reads: i64,
}

/// One record read for a dip sample, by reference.
#[derive(Clone, Debug, FromRow)]
pub struct DipRead {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: DipReadId,
    /// The reference.
    pub reference: String,
    /// What was seen.
    #[sqlx(try_from = "String")]
    pub answers: Js<Answers>,
    /// What the reader noted.
    pub note: String,
    /// The day it was read.
    pub read_on: NaiveDate,
}

macro_rules! dips {
    ($which:literal) => {
        concat!(
            "SELECT d.id, d.theme, d.questions, d.team_id, t.service_id, t.name AS team, d.asked_on, p.name AS by_name,
               d.closed_on, d.lead_text, (SELECT count(*) FROM dip_reads x WHERE x.dip_id = d.id) AS reads
             FROM dips d JOIN people p ON p.id = d.by_id LEFT JOIN teams t ON t.id = d.team_id ",
            $which
        )
    };
}

/// Starts a dip sample.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_dip(
    tx: &mut Tx,
    id: DipId,
    theme: &str,
    questions: &[String],
    team: Option<TeamId>,
    by: PersonId,
    on: NaiveDate,
) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO dips (id, theme, questions, team_id, asked_on, by_id) VALUES ($1, $2, $3, $4, $5, $6)",
        id.uuid(),
        theme,
        json(&questions),
        team.map(TeamId::uuid),
        on,
        by.uuid()
    )?;
    Ok(())
}

/// Every dip sample, newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn dips(tx: &mut Tx) -> Result<Vec<Dip>> {
    sql!(tx, all Dip, dips!("ORDER BY d.asked_on DESC, d.id DESC"))
}

/// One dip sample.
///
/// # Errors
/// Where the database cannot be read.
pub async fn dip(tx: &mut Tx, id: DipId) -> Result<Option<Dip>> {
    sql!(tx, maybe Dip, dips!("WHERE d.id = $1"), id.uuid())
}

/// Holds a dip sample while something is written to it, so that two readers never go past the most that is read.
///
/// # Errors
/// Where the database cannot be written.
pub async fn hold_dip(tx: &mut Tx, id: DipId) -> Result<()> {
    sql!(tx, execute, "UPDATE dips SET theme = theme WHERE id = $1", id.uuid())?;
    Ok(())
}

/// The records read for a dip sample, in the order of reading.
///
/// # Errors
/// Where the database cannot be read.
pub async fn dip_reads(tx: &mut Tx, dip: DipId) -> Result<Vec<DipRead>> {
    sql!(
        tx,
        all DipRead,
        "SELECT id, reference, answers, note, read_on FROM dip_reads WHERE dip_id = $1 ORDER BY read_on, id",
        dip.uuid()
    )
}

/// Adds a record that was read.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_dip_read(tx: &mut Tx, dip: DipId, read: &DipRead, by: PersonId) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO dip_reads (id, dip_id, reference, answers, note, read_on, by_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        read.id.uuid(),
        dip.uuid(),
        &read.reference,
        json(&read.answers.0),
        &read.note,
        read.read_on,
        by.uuid()
    )?;
    Ok(())
}

/// Closes a dip sample with what it points to.
///
/// # Errors
/// `Stale` where it is closed already.
pub async fn close_dip(tx: &mut Tx, id: DipId, lead: &str, on: NaiveDate) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE dips SET closed_on = $3, lead_text = $2 WHERE id = $1 AND closed_on IS NULL",
        id.uuid(),
        lead,
        on
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// The teams, each with its service, that hold a case with this reference: in one team, or in any.
///
/// # Errors
/// Where the database cannot be read.
pub async fn teams_with_case(tx: &mut Tx, reference: &str, team: Option<TeamId>) -> Result<Vec<(TeamId, ServiceId)>> {
    let rows = sql!(
        tx,
        all(Uuid, Uuid),
        "SELECT t.id, t.service_id FROM cases c JOIN teams t ON t.id = c.team_id
         WHERE c.reference = $1 AND ($2 IS NULL OR c.team_id = $2) ORDER BY t.name",
        reference,
        team.map(TeamId::uuid)
    )?;
    Ok(rows.into_iter().map(|(team, service)| (team.into(), service.into())).collect())
}

/// Of those who hold an open case on a day: how many, and how many of them had a case read in depth or for a dip
/// sample after `since`. Counts only.
///
/// # Errors
/// Where the database cannot be read.
pub async fn workers_read(tx: &mut Tx, day: NaiveDate, since: NaiveDate) -> Result<(i64, i64)> {
    sql!(
        tx,
        one(i64, i64),
        "SELECT count(DISTINCT c.worker_id), count(DISTINCT CASE
           WHEN EXISTS (SELECT 1 FROM sampled_cases s
             WHERE s.worker_id = c.worker_id AND s.read_on > $2 AND s.read_on <= $1)
           OR EXISTS (SELECT 1 FROM dip_reads r JOIN dips d ON d.id = r.dip_id
             JOIN cases x ON x.reference = r.reference AND (d.team_id IS NULL OR x.team_id = d.team_id)
             WHERE x.worker_id = c.worker_id AND r.read_on > $2 AND r.read_on <= $1)
           THEN c.worker_id END)
         FROM cases c WHERE c.opened <= $1 AND (c.closed IS NULL OR c.closed > $1)",
        day,
        since
    )
}

/// Of the cases that are open on a day: how many, and how many of them were read in depth or for a dip sample after
/// `since`.
///
/// # Errors
/// Where the database cannot be read.
pub async fn cases_read(tx: &mut Tx, day: NaiveDate, since: NaiveDate) -> Result<(i64, i64)> {
    sql!(
        tx,
        one(i64, i64),
        "SELECT count(c.id), count(CASE
           WHEN EXISTS (SELECT 1 FROM sampled_cases s
             WHERE s.case_id = c.id AND s.read_on > $2 AND s.read_on <= $1)
           OR EXISTS (SELECT 1 FROM dip_reads r JOIN dips d ON d.id = r.dip_id
             WHERE r.reference = c.reference AND (d.team_id IS NULL OR d.team_id = c.team_id)
               AND r.read_on > $2 AND r.read_on <= $1)
           THEN 1 END)
         FROM cases c WHERE c.opened <= $1 AND (c.closed IS NULL OR c.closed > $1)",
        day,
        since
    )
}

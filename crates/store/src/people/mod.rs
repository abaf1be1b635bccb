//! Services, teams, people, what they hold, and the cases they hold by reference.

mod caseload;
mod requests;
mod roles;

pub use caseload::{
    Case, Import, add_import, add_team_name, caseload_sizes, hold_caseload, import, imports, open_cases,
    places_of_work, put_case, remove_team_name, settle_import, team_names,
};
pub use requests::{
    AccountRequest, RoleRequest, account_requests, add_account_request, add_role_request, answer_account_request,
    answer_role_request, drop_account_requests, role_request, role_requests,
};
pub use roles::{
    RoleLine, absence_on, absent, actor, declare_tie, end_role, give_role, holding, in_team_since, roles_of, supervise,
    ties_of, with_post_for,
};

use chrono::NaiveDate;
use practice::ids::{PersonId, ServiceId, TeamId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, Tx};

/// A service.
#[derive(Clone, Debug, FromRow)]
pub struct Service {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: ServiceId,
    /// Its short name.
    pub key: String,
    /// Its name.
    pub name: String,
}

/// A team.
#[derive(Clone, Debug, FromRow)]
pub struct Team {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: TeamId,
    /// The service it belongs to.
    #[sqlx(try_from = "Uuid")]
    pub service_id: ServiceId,
    /// Its short name.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Who it works with.
    pub client_group: String,
}

/// Somebody who works for or with the council.
#[derive(Clone, Debug, FromRow)]
pub struct Person {
    /// Their id.
    #[sqlx(try_from = "Uuid")]
    pub id: PersonId,
    /// A short key, such as a staff number.
    pub key: String,
    /// Their name.
    pub name: String,
    /// What they do.
    pub job_title: String,
    /// Whether they are a registered social worker.
    pub registered: bool,
    /// Their first day, where it is known.
    pub started: Option<NaiveDate>,
    /// Their last day.
    pub ended: Option<NaiveDate>,
}

/// Adds a service.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_service(tx: &mut Tx, service: &Service) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO services (id, key, name) VALUES ($1, $2, $3)",
        service.id.uuid(),
        &service.key,
        &service.name
    )?;
    Ok(())
}

/// Every service.
///
/// # Errors
/// Where the database cannot be read.
pub async fn services(tx: &mut Tx) -> Result<Vec<Service>> {
    sql!(tx, all Service, "SELECT id, key, name FROM services ORDER BY name")
}

/// Adds a team.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_team(tx: &mut Tx, team: &Team) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO teams (id, service_id, key, name, client_group) VALUES ($1, $2, $3, $4, $5)",
        team.id.uuid(),
        team.service_id.uuid(),
        &team.key,
        &team.name,
        &team.client_group
    )?;
    Ok(())
}

/// Every team, by name.
///
/// # Errors
/// Where the database cannot be read.
pub async fn teams(tx: &mut Tx) -> Result<Vec<Team>> {
    sql!(tx, all Team, "SELECT id, service_id, key, name, client_group FROM teams ORDER BY name")
}

/// One team.
///
/// # Errors
/// Where the database cannot be read.
pub async fn team(tx: &mut Tx, id: TeamId) -> Result<Option<Team>> {
    sql!(tx, maybe Team, "SELECT id, service_id, key, name, client_group FROM teams WHERE id = $1", id.uuid())
}

/// Adds a person.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_person(tx: &mut Tx, person: &Person) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO people (id, key, name, job_title, registered, started, ended) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        person.id.uuid(),
        &person.key,
        &person.name,
        &person.job_title,
        person.registered,
        person.started,
        person.ended
    )?;
    Ok(())
}

/// One person.
///
/// # Errors
/// Where the database cannot be read.
pub async fn person(tx: &mut Tx, id: PersonId) -> Result<Option<Person>> {
    sql!(
        tx,
        maybe Person,
        "SELECT id, key, name, job_title, registered, started, ended FROM people WHERE id = $1",
        id.uuid()
    )
}

/// The person with this key.
///
/// # Errors
/// Where the database cannot be read.
pub async fn by_key(tx: &mut Tx, key: &str) -> Result<Option<Person>> {
    sql!(
        tx,
        maybe Person,
        "SELECT id, key, name, job_title, registered, started, ended FROM people WHERE key = $1",
        key
    )
}

/// Everybody, by name.
///
/// # Errors
/// Where the database cannot be read.
pub async fn everybody(tx: &mut Tx) -> Result<Vec<Person>> {
    sql!(tx, all Person, "SELECT id, key, name, job_title, registered, started, ended FROM people ORDER BY name")
}

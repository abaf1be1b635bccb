//! Services, teams, people, what they hold, and the cases they hold by reference.

mod caseload;

pub use caseload::{Case, Import, add_import, caseload_sizes, import, imports, open_cases, put_case, settle_import};

use chrono::NaiveDate;
use practice::access::{Actor, Role, RoleHeld, Scope, Supervision};
use practice::ids::{PersonId, ServiceId, TeamId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{One, Result, Tx};

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

#[derive(FromRow)]
struct RoleRow {
    role: String,
    scope: String,
    scope_id: Option<Uuid>,
    from_day: NaiveDate,
    to_day: Option<NaiveDate>,
}

impl RoleRow {
    /// A role this version does not know gives nothing: access is denied by default.
    fn held(self) -> Option<RoleHeld> {
        let scope = match (self.scope.as_str(), self.scope_id) {
            ("authority", _) => Scope::Authority,
            ("service", Some(id)) => Scope::Service(id.into()),
            ("team", Some(id)) => Scope::Team(id.into()),
            ("board", _) => Scope::Board,
            _ => return None,
        };
        Some(RoleHeld { role: self.role.parse::<Role>().ok()?, scope, from: self.from_day, to: self.to_day })
    }
}

/// Everything the access rules ask about a person.
///
/// # Errors
/// Where the database cannot be read.
pub async fn actor(tx: &mut Tx, person: PersonId) -> Result<Option<Actor>> {
    let active = sql!(tx, maybe One<bool>, "SELECT active FROM accounts WHERE person_id = $1", person.uuid())?;
    let known = sql!(tx, maybe One<Option<NaiveDate>>, "SELECT ended FROM people WHERE id = $1", person.uuid())?;
    if known.is_none() {
        return Ok(None);
    }
    let roles = sql!(
        tx,
        all RoleRow,
        "SELECT role, scope, scope_id, from_day, to_day FROM roles WHERE person_id = $1 ORDER BY from_day",
        person.uuid()
    )?;
    let supervises = sql!(
        tx,
        all(Uuid, NaiveDate, Option<NaiveDate>),
        "SELECT worker_id, from_day, to_day FROM supervisions WHERE supervisor_id = $1 ORDER BY from_day",
        person.uuid()
    )?;
    let ties = sql!(tx, all One<Uuid>, "SELECT team_id FROM ties WHERE person_id = $1", person.uuid())?;
    Ok(Some(Actor {
        person,
        active: active.is_some_and(|(active,)| active),
        roles: roles.into_iter().filter_map(RoleRow::held).collect(),
        supervises: supervises
            .into_iter()
            .map(|(worker, from, to)| Supervision { worker: worker.into(), from, to })
            .collect(),
        ties: ties.into_iter().map(|(team,)| team.into()).collect(),
    }))
}

/// Gives a role.
///
/// # Errors
/// Where the database cannot be written.
pub async fn give_role(tx: &mut Tx, id: Uuid, person: PersonId, held: &RoleHeld) -> Result<()> {
    let (scope, scope_id) = match held.scope {
        Scope::Authority => ("authority", None),
        Scope::Service(id) => ("service", Some(id.uuid())),
        Scope::Team(id) => ("team", Some(id.uuid())),
        Scope::Board => ("board", None),
    };
    sql!(
        tx,
        execute,
        "INSERT INTO roles (id, person_id, role, scope, scope_id, from_day, to_day) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id,
        person.uuid(),
        held.role.as_str(),
        scope,
        scope_id,
        held.from,
        held.to
    )?;
    Ok(())
}

/// Ends a person's current hold of a role on a day.
///
/// # Errors
/// Where the database cannot be written.
pub async fn end_role(tx: &mut Tx, person: PersonId, role: Role, on: NaiveDate) -> Result<u64> {
    sql!(
        tx,
        execute,
        "UPDATE roles SET to_day = $3 WHERE person_id = $1 AND role = $2 AND (to_day IS NULL OR to_day > $3)",
        person.uuid(),
        role.as_str(),
        on
    )
}

/// Records who supervises whom.
///
/// # Errors
/// Where the database cannot be written.
pub async fn supervise(tx: &mut Tx, id: Uuid, supervisor: PersonId, of: &Supervision) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO supervisions (id, supervisor_id, worker_id, from_day, to_day) VALUES ($1, $2, $3, $4, $5)",
        id,
        supervisor.uuid(),
        of.worker.uuid(),
        of.from,
        of.to
    )?;
    Ok(())
}

/// Records an absence.
///
/// # Errors
/// Where the database cannot be written.
pub async fn absent(
    tx: &mut Tx,
    id: Uuid,
    person: PersonId,
    why: &str,
    from: NaiveDate,
    to: Option<NaiveDate>,
) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO absences (id, person_id, why, from_day, to_day) VALUES ($1, $2, $3, $4, $5)",
        id,
        person.uuid(),
        why,
        from,
        to
    )?;
    Ok(())
}

/// An absence that covers a day: why, from, to.
///
/// # Errors
/// Where the database cannot be read.
pub async fn absence_on(
    tx: &mut Tx,
    person: PersonId,
    day: NaiveDate,
) -> Result<Option<(String, NaiveDate, Option<NaiveDate>)>> {
    sql!(
        tx,
        maybe(String, NaiveDate, Option<NaiveDate>),
        "SELECT why, from_day, to_day FROM absences
         WHERE person_id = $1 AND from_day <= $2 AND (to_day IS NULL OR to_day >= $2) ORDER BY from_day LIMIT 1",
        person.uuid(),
        day
    )
}

/// People who hold a role in a team, a service or the authority on a day, by name.
///
/// # Errors
/// Where the database cannot be read.
pub async fn holding(tx: &mut Tx, role: Role, scope: Option<Uuid>, day: NaiveDate) -> Result<Vec<Person>> {
    sql!(
        tx,
        all Person,
        "SELECT DISTINCT p.id, p.key, p.name, p.job_title, p.registered, p.started, p.ended FROM people p
         JOIN roles r ON r.person_id = p.id
         WHERE r.role = $1 AND ($2 IS NULL OR r.scope_id = $2) AND r.from_day <= $3 AND (r.to_day IS NULL OR r.to_day >= $3)
         ORDER BY p.name",
        role.as_str(),
        scope,
        day
    )
}

/// The first day a person held a role in a team without a break up to a day.
///
/// # Errors
/// Where the database cannot be read.
pub async fn in_team_since(tx: &mut Tx, person: PersonId, team: TeamId, day: NaiveDate) -> Result<Option<NaiveDate>> {
    let row = sql!(
        tx,
        one One<Option<NaiveDate>>,
        "SELECT min(from_day) FROM roles WHERE person_id = $1 AND scope_id = $2 AND role IN ('worker', 'supervisor')
         AND from_day <= $3 AND (to_day IS NULL OR to_day >= $3)",
        person.uuid(),
        team.uuid(),
        day
    )?;
    Ok(row.0)
}

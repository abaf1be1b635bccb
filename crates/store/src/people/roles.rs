//! The parts people play, with dates: roles, supervision, absences and declared ties.

use chrono::NaiveDate;
use practice::access::{Actor, Role, RoleHeld, Scope, Supervision};
use practice::ids::{PersonId, ServiceId, TeamId};
use sqlx::FromRow;
use uuid::Uuid;

use super::Person;
use crate::{One, Result, Tx};

/// One role that somebody holds, as it is shown.
#[derive(Clone, Debug, FromRow)]
pub struct RoleLine {
    /// Its row.
    pub id: Uuid,
    /// The role's word.
    pub role: String,
    /// `authority`, `service`, `team` or `board`.
    pub scope: String,
    /// The team or service, by name.
    pub place: Option<String>,
    /// The first day held.
    pub from_day: NaiveDate,
    /// The last day, where there is one.
    pub to_day: Option<NaiveDate>,
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
        let scope = scope_of(&self.scope, self.scope_id)?;
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

/// How far a role reaches, as two columns.
pub(crate) fn scope_columns(scope: Scope) -> (&'static str, Option<Uuid>) {
    match scope {
        Scope::Authority => ("authority", None),
        Scope::Service(id) => ("service", Some(id.uuid())),
        Scope::Team(id) => ("team", Some(id.uuid())),
        Scope::Board => ("board", None),
    }
}

/// Reads [`scope_columns`] back. `None` for what this version does not know.
pub(crate) fn scope_of(scope: &str, id: Option<Uuid>) -> Option<Scope> {
    match (scope, id) {
        ("authority", _) => Some(Scope::Authority),
        ("service", Some(id)) => Some(Scope::Service(id.into())),
        ("team", Some(id)) => Some(Scope::Team(id.into())),
        ("board", _) => Some(Scope::Board),
        _ => None,
    }
}

/// Gives a role.
///
/// # Errors
/// Where the database cannot be written.
pub async fn give_role(tx: &mut Tx, id: Uuid, person: PersonId, held: &RoleHeld) -> Result<()> {
    let (scope, scope_id) = scope_columns(held.scope);
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

/// Ends one role that a person holds, on a day.
///
/// # Errors
/// Where the database cannot be written.
pub async fn end_role(tx: &mut Tx, person: PersonId, role: Uuid, on: NaiveDate) -> Result<u64> {
    sql!(
        tx,
        execute,
        "UPDATE roles SET to_day = $3 WHERE person_id = $1 AND id = $2 AND (to_day IS NULL OR to_day > $3)",
        person.uuid(),
        role,
        on
    )
}

/// The roles a person holds on a day, each with its id and how far it reaches, by name.
///
/// # Errors
/// Where the database cannot be read.
pub async fn roles_of(tx: &mut Tx, person: PersonId, day: NaiveDate) -> Result<Vec<RoleLine>> {
    sql!(
        tx,
        all RoleLine,
        "SELECT r.id, r.role, r.scope, coalesce(t.name, s.name) AS place, r.from_day, r.to_day FROM roles r
         LEFT JOIN teams t ON t.id = r.scope_id LEFT JOIN services s ON s.id = r.scope_id
         WHERE r.person_id = $1 AND r.from_day <= $2 AND (r.to_day IS NULL OR r.to_day >= $2) ORDER BY r.from_day, r.id",
        person.uuid(),
        day
    )
}

/// Somebody declares a tie to a team. Declaring it again changes the words.
///
/// # Errors
/// Where the database cannot be written.
pub async fn declare_tie(tx: &mut Tx, person: PersonId, team: TeamId, why: &str, on: NaiveDate) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO ties (person_id, team_id, why, declared_on) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person_id, team_id) DO UPDATE SET why = excluded.why",
        person.uuid(),
        team.uuid(),
        why,
        on
    )?;
    Ok(())
}

/// The ties that somebody declared: team, why, when.
///
/// # Errors
/// Where the database cannot be read.
pub async fn ties_of(tx: &mut Tx, person: PersonId) -> Result<Vec<(String, String, NaiveDate)>> {
    sql!(
        tx,
        all(String, String, NaiveDate),
        "SELECT t.name, x.why, x.declared_on FROM ties x JOIN teams t ON t.id = x.team_id WHERE x.person_id = $1 ORDER BY t.name",
        person.uuid()
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

/// People with a post in a team, in its service or for the whole council on a day, by name: those an action can be
/// given to. Whoever advises, watches over data, sits on the board or reviews from outside is not among them.
///
/// # Errors
/// Where the database cannot be read.
pub async fn with_post_for(tx: &mut Tx, team: TeamId, service: ServiceId, day: NaiveDate) -> Result<Vec<Person>> {
    sql!(
        tx,
        all Person,
        "SELECT DISTINCT p.id, p.key, p.name, p.job_title, p.registered, p.started, p.ended FROM people p
         JOIN roles r ON r.person_id = p.id
         WHERE (r.scope_id = $1 OR r.scope_id = $2 OR r.scope = 'authority') AND r.from_day <= $3
           AND (r.to_day IS NULL OR r.to_day >= $3) AND (p.ended IS NULL OR p.ended >= $3)
           AND r.role NOT IN ('independent-expert', 'system-admin', 'hr-adviser', 'data-protection-officer')
         ORDER BY p.name",
        team.uuid(),
        service.uuid(),
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

use chrono::NaiveDate;
use practice::access::{Action, Object, Role, RoleHeld, Scope};
use practice::ids::{PersonId, RoleRequestId};
use practice::journal::Happened;
use store::people::{self, RoleLine, RoleRequest, Service, Team};
use uuid::Uuid;

use crate::{Act, Error, Result};

/// The roles somebody holds, what was asked for them, and where a role can reach.
pub struct Roles {
    /// Held today.
    pub held: Vec<RoleLine>,
    /// Asked for, and not answered.
    pub asked: Vec<RoleRequest>,
    /// Services a role can be held for.
    pub services: Vec<Service>,
    /// Teams a role can be held for.
    pub teams: Vec<Team>,
}

/// What the system administrator sees of somebody's roles.
///
/// # Errors
/// `NotFound` for anybody else.
pub async fn roles(act: &mut Act, person: PersonId) -> Result<Roles> {
    act.require(Action::ManageAccounts, &Object::Accounts)?;
    let today = act.today();
    act.journal(Happened::AccountsSeen, None, Some(person.uuid()), "").await?;
    Ok(Roles {
        held: people::roles_of(&mut act.tx, person, today).await?,
        asked: people::role_requests(&mut act.tx).await?.into_iter().filter(|r| r.person_id == person).collect(),
        services: people::services(&mut act.tx).await?,
        teams: people::teams(&mut act.tx).await?,
    })
}

/// The system administrator asks for a role to be given. Nothing is given until a second person agrees (R46).
///
/// # Errors
/// `NotFound` for anybody else; `Refused` for oneself: an administrator has no way to the content; `Invalid` where
/// the role cannot be held there.
pub async fn ask_for_role(
    act: &mut Act,
    person: PersonId,
    role: Role,
    scope: Scope,
    to: Option<NaiveDate>,
) -> Result<RoleRequestId> {
    act.require(Action::ManageAccounts, &Object::Accounts)?;
    if person == act.me() {
        return Err(Error::Refused("You cannot ask for a role for yourself. Ask another administrator.".into()));
    }
    people::person(&mut act.tx, person).await?.ok_or(Error::NotFound)?;
    reaches(act, role, scope).await?;
    let today = act.today();
    if to.is_some_and(|last| last < today) {
        return Err(Error::field("to", "The last day has passed. Give a day to come, or leave it empty."));
    }
    let actor = people::actor(&mut act.tx, person).await?;
    // A role that ends may be asked for again, for longer.
    let lasts = |held: &RoleHeld| held.to.is_none_or(|last| to.is_some_and(|to| last >= to));
    if actor.is_some_and(|a| a.roles_on(today).any(|held| held.role == role && held.scope == scope && lasts(held))) {
        return Err(Error::field("role", "They hold this role there already."));
    }
    let waits = people::role_requests(&mut act.tx)
        .await?
        .into_iter()
        .any(|r| r.person_id == person && r.role == role.as_str() && r.reach() == Some(scope));
    if waits {
        return Err(Error::field("role", "This role was asked for already and waits for a second person."));
    }
    let (id, by, now): (RoleRequestId, _, _) = (act.id(), act.me(), act.now());
    let asked = RoleHeld { role, scope, from: today, to };
    people::add_role_request(&mut act.tx, id, person, &asked, by, now).await?;
    act.journal(Happened::RoleAskedFor, None, Some(person.uuid()), role.as_str()).await?;
    Ok(id)
}

/// A post in a team is held for a team, a seat on the board for the board, and every other post for a service or the
/// whole council. Held anywhere else it would open nothing.
async fn reaches(act: &mut Act, role: Role, scope: Scope) -> Result<()> {
    let in_team = matches!(role, Role::Worker | Role::Supervisor | Role::TeamManager);
    let fits = match scope {
        Scope::Team(_) => in_team,
        Scope::Board => role == Role::BoardMember,
        Scope::Service(_) | Scope::Authority => !in_team && role != Role::BoardMember,
    };
    if !fits {
        let says = format!("{} is not held there. Choose how far the role reaches.", role.title());
        return Err(Error::field("scope", says));
    }
    let known = match scope {
        Scope::Team(id) => people::team(&mut act.tx, id).await?.is_some(),
        Scope::Service(id) => people::services(&mut act.tx).await?.iter().any(|s| s.id == id),
        Scope::Board | Scope::Authority => true,
    };
    if known { Ok(()) } else { Err(Error::field("scope", "Choose how far the role reaches.")) }
}

/// The roles that wait for a second person.
///
/// # Errors
/// `NotFound` for somebody who may not agree to roles.
pub async fn role_requests(act: &mut Act) -> Result<Vec<RoleRequest>> {
    act.require(Action::AgreeRole, &Object::Accounts)?;
    Ok(people::role_requests(&mut act.tx).await?)
}

/// A second person agrees to a role, which is given from today, or does not.
///
/// # Errors
/// `NotFound` for anybody else, for whoever asked and for whoever would hold it; `Refused` after its last day; `Stale`
/// where it was answered.
pub async fn answer_role_request(act: &mut Act, id: RoleRequestId, agree: bool) -> Result<()> {
    act.require(Action::AgreeRole, &Object::Accounts)?;
    let me = act.me();
    let request = people::role_request(&mut act.tx, id)
        .await?
        .filter(|r| r.by_id != me && r.person_id != me)
        .ok_or(Error::NotFound)?;
    let now = act.now();
    let answer = if agree { "agreed" } else { "declined" };
    people::answer_role_request(&mut act.tx, id, answer, me, now).await?;
    let subject = Some(request.person_id.uuid());
    if !agree {
        return act.journal(Happened::RoleDeclined, None, subject, request.role).await;
    }
    let (Ok(role), Some(scope)) = (request.role.parse::<Role>(), request.reach()) else { return Err(Error::NotFound) };
    let today = act.today();
    if request.to_day.is_some_and(|last| last < today) {
        return Err(Error::Refused(
            "The last day that was asked for has passed. Do not agree; ask for it again.".into(),
        ));
    }
    let held = RoleHeld { role, scope, from: today, to: request.to_day };
    let row = act.id();
    people::give_role(&mut act.tx, row, request.person_id, &held).await?;
    act.journal(Happened::RoleGiven, None, subject, request.role).await
}

/// The system administrator ends one role. What it opened closes at once.
///
/// # Errors
/// `NotFound` for anybody else, or where the person does not hold it.
pub async fn end_role(act: &mut Act, person: PersonId, row: Uuid) -> Result<()> {
    act.require(Action::ManageAccounts, &Object::Accounts)?;
    let today = act.today();
    let line = people::roles_of(&mut act.tx, person, today)
        .await?
        .into_iter()
        .find(|line| line.id == row)
        .ok_or(Error::NotFound)?;
    let yesterday = today.pred_opt().unwrap_or(today);
    people::end_role(&mut act.tx, person, row, yesterday).await?;
    act.journal(Happened::RoleEnded, None, Some(person.uuid()), line.role).await
}

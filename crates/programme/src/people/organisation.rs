use std::collections::BTreeMap;

use chrono::NaiveDate;
use practice::access::{Role, RoleHeld, Scope, Supervision};
use practice::ids::{PersonId, ServiceId, TeamId};
use practice::journal::Happened;
use serde::Deserialize;
use store::people::{self, Person, Service, Team};
use store::{Mode, Tx};
use uuid::Uuid;

use crate::act::write_entry;
use crate::{Error, Programme, Result, chance};

/// A council's services, teams and people, from a file that whoever runs the program writes.
/// Loading it again adds what is new and changes nothing else.
#[derive(Debug, Deserialize)]
pub struct Organisation {
    /// The council.
    pub authority: Authority,
    /// Its services.
    pub services: Vec<ServiceLine>,
    /// Its teams.
    pub teams: Vec<TeamLine>,
    /// Its people.
    pub people: Vec<PersonLine>,
    /// What they hold.
    pub roles: Vec<RoleLine>,
    /// Who supervises whom, by worker.
    #[serde(default)]
    pub supervision_lines: BTreeMap<String, Vec<SupervisedBy>>,
    /// Long absences.
    #[serde(default)]
    pub absences: Vec<AbsenceLine>,
}

/// The council.
#[derive(Debug, Deserialize)]
pub struct Authority {
    /// What it is called.
    pub name: String,
}

/// A service.
#[derive(Debug, Deserialize)]
pub struct ServiceLine {
    /// A short key.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A team.
#[derive(Debug, Deserialize)]
pub struct TeamLine {
    /// A short key.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The service, by key.
    pub service: String,
    /// Who it works with.
    #[serde(default)]
    pub client_group: String,
}

/// A person.
#[derive(Debug, Deserialize)]
pub struct PersonLine {
    /// A short key, such as a staff number.
    pub id: String,
    /// Their name.
    pub name: String,
    /// What they do.
    pub job_title: String,
    /// Their first day.
    pub started: Option<NaiveDate>,
    /// Their last day.
    pub ended: Option<NaiveDate>,
    /// Whether they are a registered social worker.
    #[serde(default)]
    pub registered_social_worker: bool,
}

/// A role somebody holds.
#[derive(Debug, Deserialize)]
pub struct RoleLine {
    /// Who, by key.
    pub person: String,
    /// What, such as `team-manager`.
    pub role: String,
    /// Where: `authority`, `service:KEY`, `team:KEY` or `board:NAME`.
    pub scope: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: Option<NaiveDate>,
}

/// One line of supervision.
#[derive(Debug, Deserialize)]
pub struct SupervisedBy {
    /// The supervisor, by key.
    pub by: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: Option<NaiveDate>,
}

/// One absence.
#[derive(Debug, Deserialize)]
pub struct AbsenceLine {
    /// Who, by key.
    pub person: String,
    /// Why, in a few words.
    pub kind: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: Option<NaiveDate>,
}

/// Ids by key.
#[derive(Default)]
struct Known {
    services: BTreeMap<String, ServiceId>,
    teams: BTreeMap<String, TeamId>,
    people: BTreeMap<String, PersonId>,
}

/// Loads an organisation file. It is for whoever runs the program, from the command line.
/// Gives how many people it added.
///
/// # Errors
/// `Refused` naming the line where a key is not known; nothing is written then.
pub async fn set_up(programme: &Programme, organisation: &Organisation) -> Result<usize> {
    let mut tx = programme.db.begin(Mode::Write).await?;
    store::settings::put(&mut tx, "council", &organisation.authority.name).await?;
    let mut known = Known::default();
    services(programme, &mut tx, organisation, &mut known).await?;
    let added = everybody(programme, &mut tx, organisation, &mut known).await?;
    write_entry(&mut tx, programme.now(), None, Happened::OrganisationLoaded, "command line").await?;
    tx.commit().await?;
    Ok(added)
}

async fn services(programme: &Programme, tx: &mut Tx, organisation: &Organisation, known: &mut Known) -> Result<()> {
    for service in people::services(tx).await? {
        known.services.insert(service.key, service.id);
    }
    for line in &organisation.services {
        if !known.services.contains_key(&line.id) {
            let service = Service { id: chance::id(programme.now()), key: line.id.clone(), name: line.name.clone() };
            people::add_service(tx, &service).await?;
            known.services.insert(service.key, service.id);
        }
    }
    for team in people::teams(tx).await? {
        known.teams.insert(team.key, team.id);
    }
    for line in &organisation.teams {
        if !known.teams.contains_key(&line.id) {
            let service_id = look_up(&known.services, &line.service, "service", &line.name)?;
            let team = Team {
                id: chance::id(programme.now()),
                service_id,
                key: line.id.clone(),
                name: line.name.clone(),
                client_group: line.client_group.clone(),
            };
            people::add_team(tx, &team).await?;
            known.teams.insert(team.key, team.id);
        }
    }
    Ok(())
}

async fn everybody(
    programme: &Programme,
    tx: &mut Tx,
    organisation: &Organisation,
    known: &mut Known,
) -> Result<usize> {
    let mut new = Vec::new();
    for person in people::everybody(tx).await? {
        known.people.insert(person.key, person.id);
    }
    for line in &organisation.people {
        if !known.people.contains_key(&line.id) {
            let person = Person {
                id: chance::id(programme.now()),
                key: line.id.clone(),
                name: line.name.clone(),
                job_title: line.job_title.clone(),
                registered: line.registered_social_worker,
                started: line.started,
                ended: line.ended,
            };
            people::add_person(tx, &person).await?;
            new.push(person.key.clone());
            known.people.insert(person.key, person.id);
        }
    }
    for line in organisation.roles.iter().filter(|line| new.contains(&line.person)) {
        let held = role(line, known)?;
        let person = look_up(&known.people, &line.person, "person", &line.role)?;
        people::give_role(tx, chance::id(programme.now()), person, &held).await?;
    }
    for (worker, lines) in organisation.supervision_lines.iter().filter(|(worker, _)| new.contains(worker)) {
        let worker = look_up(&known.people, worker, "person", "supervision")?;
        for line in lines {
            let supervisor = look_up(&known.people, &line.by, "person", "supervision")?;
            let of = Supervision { worker, from: line.from, to: line.to };
            people::supervise(tx, chance::id(programme.now()), supervisor, &of).await?;
        }
    }
    for line in organisation.absences.iter().filter(|line| new.contains(&line.person)) {
        let person = look_up(&known.people, &line.person, "person", "absence")?;
        people::absent(tx, chance::id(programme.now()), person, &line.kind, line.from, line.to).await?;
    }
    Ok(new.len())
}

fn role(line: &RoleLine, known: &Known) -> Result<RoleHeld> {
    let role: Role =
        line.role.parse().map_err(|_| Error::Refused(format!("“{}” is not a role ({}).", line.role, line.person)))?;
    let scope = match line.scope.split_once(':') {
        None if line.scope == "authority" => Scope::Authority,
        Some(("service", key)) => Scope::Service(look_up(&known.services, key, "service", &line.person)?),
        Some(("team", key)) => Scope::Team(look_up(&known.teams, key, "team", &line.person)?),
        Some(("board", _)) => Scope::Board,
        _ => return Err(Error::Refused(format!("“{}” is not a place for a role ({}).", line.scope, line.person))),
    };
    Ok(RoleHeld { role, scope, from: line.from, to: line.to })
}

fn look_up<T: Copy>(known: &BTreeMap<String, T>, key: &str, what: &str, whose: &str) -> Result<T> {
    known.get(key).copied().ok_or_else(|| Error::Refused(format!("There is no {what} “{key}” (named for {whose}).")))
}

/// A key made from a name, for people and teams that arrive in a caseload file.
pub(crate) fn reference(name: &str, salt: Uuid) -> String {
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).take(12).collect();
    format!("{}-{}", letters.to_lowercase(), &salt.simple().to_string()[24..])
}

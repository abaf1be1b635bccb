use std::collections::{BTreeMap, BTreeSet};

use extracts::{CaseRow, Caseload, Finding, Severity};
use practice::access::{Action, Object, Role, RoleHeld, Scope};
use practice::ids::{ImportId, PersonId, ServiceId, TeamId};
use practice::journal::Happened;
use sha2::{Digest, Sha256};
use store::people::{self, Case, Import, Person, Service, Team};

use super::matching::{Matching, SharedName, SharedNames, Whom, plain};
use super::reference;
use crate::{Act, Error, Field, Mode, Result};

/// A file that was checked: nothing of it is in the caseload yet.
pub struct Checked {
    /// What is kept of the upload.
    pub import: Import,
    /// What was found in it.
    pub found: Caseload,
    /// The same bytes were imported before.
    pub seen_before: bool,
    /// Teams of the file that are not known by these names: each is made, unless it is one of those that are known.
    pub new_teams: Vec<String>,
    /// Teams that are known, which one of the file may be.
    pub teams: Vec<Team>,
    /// Services a new team may belong to.
    pub services: Vec<Service>,
    /// Names that stand in two places: the same person, or two people.
    pub shared_names: Vec<SharedName>,
}

impl Checked {
    /// Rows that cannot enter.
    pub fn left_out(&self) -> impl Iterator<Item = &Finding> {
        self.found.findings.iter().filter(|f| f.severity == Severity::LeavesRowOut)
    }

    /// Things that were read in a way worth looking at.
    pub fn noted(&self) -> impl Iterator<Item = &Finding> {
        self.found.findings.iter().filter(|f| f.severity == Severity::Noted)
    }
}

/// What the person decides about a checked file. Nothing is chosen for them.
#[derive(Clone, Debug, Default)]
pub struct Decision {
    /// Leave the rows that cannot be read out, and import the rest.
    pub leave_rows_out: bool,
    /// The service that teams not known yet belong to.
    pub service: Option<ServiceId>,
    /// Teams of the file, by name, that are known here by another name. This is remembered for the next file.
    pub teams: BTreeMap<String, TeamId>,
    /// Whether names that stand in two places are one person or two.
    pub shared_names: Option<SharedNames>,
}

/// What importing changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Imported {
    /// Cases that are new or changed.
    pub cases: usize,
    /// Cases that stood as they are.
    pub unchanged: usize,
    /// People who are new.
    pub workers: usize,
    /// Teams that are new.
    pub teams: usize,
}

impl Imported {
    /// The change in a sentence.
    #[must_use]
    pub fn words(&self) -> String {
        if self.cases + self.workers + self.teams == 0 {
            return format!("Nothing changed: all {} cases stood as they are.", self.unchanged);
        }
        let new = |count: usize, one: &str| match count {
            1 => format!("1 new {one}"),
            many => format!("{many} new {one}s"),
        };
        let cases = if self.cases == 1 { "1 case" } else { &format!("{} cases", self.cases) };
        let new = format!("{} and {}", new(self.workers, "worker"), new(self.teams, "team"));
        format!("{cases} new or changed, {} as they were; {new}.", self.unchanged)
    }
}

/// The caseload as it stands, and the files that made it.
pub struct Overview {
    /// Team, open cases, people who hold them.
    pub teams: Vec<(String, i64, i64)>,
    /// Files put up lately.
    pub imports: Vec<Import>,
    /// Names under which files know teams that are called otherwise here: the name, and the team's own.
    pub names: Vec<(String, String)>,
}

/// Shows the caseload by team, and lately checked files.
///
/// # Errors
/// `NotFound` for somebody who may not bring caseloads in.
pub async fn overview(act: &mut Act) -> Result<Overview> {
    let overview = as_it_stands(act).await?;
    act.journal(Happened::CaseloadSeen, None, None, "").await?;
    Ok(overview)
}

/// The same for a row of the home page.
pub(crate) async fn as_it_stands(act: &mut Act) -> Result<Overview> {
    act.require(Action::SeeCaseload, &Object::Caseload)?;
    let today = act.today();
    let teams = people::teams(&mut act.tx).await?;
    let own = |id: TeamId| teams.iter().find(|t| t.id == id).map(|t| t.name.clone());
    let names = people::team_names(&mut act.tx).await?;
    Ok(Overview {
        names: names.into_iter().filter_map(|(name, team)| Some((name, own(team)?))).collect(),
        teams: people::caseload_sizes(&mut act.tx, today).await?,
        imports: people::imports(&mut act.tx).await?,
    })
}

/// Checks an uploaded file. Nothing enters the caseload yet. Gives the act that has kept it, to commit.
///
/// # Errors
/// `Invalid` where the whole file cannot be used, and why.
pub async fn check(mut act: Act, file_name: &str, bytes: Vec<u8>) -> Result<(Act, ImportId)> {
    act.require(Action::ImportCaseload, &Object::Caseload)?;
    // Reading takes seconds: the one writer of an embedded database is not held meanwhile.
    let (programme, me) = (act.programme.clone(), act.me());
    drop(act);
    let fingerprint = hex::encode(Sha256::digest(&bytes));
    let found = programme
        .files
        .caseload(file_name, bytes)
        .await
        .map_err(|refusal| Error::field("file", refusal.to_string()))?;
    let found = serde_json::to_string(&found).map_err(|e| Error::Broken(format!("keeping a checked file: {e}")))?;
    let mut act = programme.act(me, Mode::Write).await?;
    act.require(Action::ImportCaseload, &Object::Caseload)?;
    let (id, by, now) = (act.id(), act.me(), act.now());
    let name: String = file_name.chars().filter(|c| !c.is_control()).take(120).collect();
    people::add_import(&mut act.tx, id, &name, &fingerprint, &found, by, now).await?;
    act.journal(Happened::FileChecked, None, Some(id.uuid()), "").await?;
    Ok((act, id))
}

/// Opens a checked file.
///
/// # Errors
/// `NotFound` where there is none, or for somebody who may not import.
pub async fn opened(act: &mut Act, id: ImportId) -> Result<Checked> {
    act.require(Action::ImportCaseload, &Object::Caseload)?;
    let import = people::import(&mut act.tx, id).await?.ok_or(Error::NotFound)?;
    let mut found: Caseload = serde_json::from_str(&import.found)
        .map_err(|e| Error::Broken(format!("a checked file cannot be read: {e}")))?;
    let seen_before = people::imports(&mut act.tx)
        .await?
        .iter()
        .any(|i| i.id != id && i.fingerprint == import.fingerprint && i.state == "imported");
    let matching = Matching::load(act).await?;
    let nothing = BTreeMap::new();
    if import.state == "checked" {
        found.findings.extend(matching.ambiguous(&found, &nothing));
    }
    let named: BTreeSet<&str> = found.cases.iter().map(|c| c.team.as_str()).collect();
    let unknown = named.into_iter().filter(|name| matching.team(name, &nothing).is_none());
    let new_teams = unknown.map(str::to_owned).collect();
    let shared_names = matching.shared_names(&found, &nothing);
    let services = people::services(&mut act.tx).await?;
    act.journal(Happened::CaseloadSeen, None, None, "").await?;
    Ok(Checked { import, found, seen_before, new_teams, teams: matching.teams().to_vec(), services, shared_names })
}

/// Forgets a name under which files knew a team. The next file that uses it asks again.
///
/// # Errors
/// `NotFound` for somebody who may not import.
pub async fn forget_team_name(act: &mut Act, name: &str) -> Result<()> {
    act.require(Action::ImportCaseload, &Object::Caseload)?;
    people::remove_team_name(&mut act.tx, name).await?;
    act.journal(Happened::TeamNamed, None, None, "forgotten").await
}

/// Lets a checked file go.
///
/// # Errors
/// `Refused` where it was settled already.
pub async fn leave(act: &mut Act, id: ImportId) -> Result<()> {
    act.require(Action::ImportCaseload, &Object::Caseload)?;
    if !people::settle_import(&mut act.tx, id, "left", "Nothing was imported.").await? {
        return Err(Error::Refused("This file was settled already.".into()));
    }
    act.journal(Happened::FileChecked, None, Some(id.uuid()), "left").await
}

/// Imports a checked file: all of it, or, by the person's own choice, all but the rows that cannot be read.
///
/// # Errors
/// `Invalid` where there is something to decide first; `Refused` where it was settled already.
pub async fn confirm(act: &mut Act, id: ImportId, decision: &Decision) -> Result<Imported> {
    // Two files at once would each make the same new team and the same new people: the second waits here.
    people::hold_caseload(&mut act.tx).await?;
    let checked = opened(act, id).await?;
    if checked.left_out().next().is_some() && !decision.leave_rows_out {
        return Err(Error::field(
            "rows",
            "Say what to do with the rows that cannot be read: leave them out, or mend the file first.",
        ));
    }
    let matching = Matching::load(act).await?;
    let chosen: BTreeMap<String, TeamId> = decision.teams.iter().map(|(name, id)| (plain(name), *id)).collect();
    let service = decision.service.filter(|id| checked.services.iter().any(|s| s.id == *id));
    let unknown = checked.new_teams.iter().any(|name| matching.team(name, &chosen).is_none());
    let mut problems = Vec::new();
    if unknown && service.is_none() {
        problems.push(Field::new("service", "Choose the service that the new teams belong to."));
    }
    let shared = matching.shared_names(&checked.found, &chosen);
    if !shared.is_empty() && decision.shared_names.is_none() {
        problems.push(Field::new("shared_names", "Say whether these names are one person or two."));
    }
    let settled = matching.settle(&checked.found, &chosen, decision.shared_names);
    if let (Err(unclear), true) = (&settled, decision.shared_names == Some(SharedNames::Same)) {
        let says = format!(
            "Several people are called {}. Write the staff key of the one who is meant in the file, or say that they are different people.",
            unclear.join(", ")
        );
        problems.push(Field::new("shared_names", says));
    }
    // A name that two people of the chosen team bear was not among the rows that were shown as left out.
    let shown = checked.left_out().filter(|f| f.rule == "worker-of-two").count();
    let ambiguous = matching.ambiguous(&checked.found, &chosen);
    if let (Some(first), true) = (ambiguous.first(), ambiguous.len() > shown) {
        problems.push(Field::new("teams", format!("{}: {}", first.place, first.message)));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    if checked.import.state != "checked" {
        return Err(Error::Refused("This file was settled already.".into()));
    }
    for (name, team) in chosen.iter().filter(|(name, _)| checked.new_teams.iter().any(|new| plain(new) == **name)) {
        people::add_team_name(&mut act.tx, name, *team).await?;
        act.journal(Happened::TeamNamed, None, Some(team.uuid()), "").await?;
    }
    let mut places = Places {
        teams: BTreeMap::new(),
        whom: settled.unwrap_or_default(),
        made: BTreeMap::new(),
        in_team: BTreeSet::new(),
        service,
    };
    for row in &checked.found.cases {
        if let Some(team) = matching.team(&row.team, &chosen) {
            places.teams.insert(plain(&row.team), team);
        }
    }
    let mut done = Imported::default();
    for row in &checked.found.cases {
        place_case(act, &mut places, row, &mut done).await?;
    }
    if !people::settle_import(&mut act.tx, id, "imported", &done.words()).await? {
        return Err(Error::Refused("Somebody else has just settled this file.".into()));
    }
    act.journal(Happened::CaseloadImported, None, Some(id.uuid()), "").await?;
    Ok(done)
}

/// Teams and people of one file, as they were settled, and those made on the way.
struct Places {
    teams: BTreeMap<String, TeamId>,
    whom: BTreeMap<(String, String), Whom>,
    made: BTreeMap<(String, Option<String>), PersonId>,
    in_team: BTreeSet<(PersonId, TeamId)>,
    service: Option<ServiceId>,
}

async fn place_case(act: &mut Act, places: &mut Places, row: &CaseRow, done: &mut Imported) -> Result<()> {
    let Some(opened) = row.opened else { return Ok(()) };
    let Some(whom) = places.whom.get(&(plain(&row.worker), plain(&row.team))).cloned() else { return Ok(()) };
    let team = team(act, places, &row.team, done).await?;
    let worker = match whom {
        Whom::Known(id) => id,
        Whom::New { only_in } => new_worker(act, places, &row.worker, only_in, done).await?,
    };
    if row.closed.is_none_or(|closed| closed > act.today()) {
        belongs(act, places, worker, team).await?;
    }
    let case = Case {
        id: act.id(),
        reference: row.reference.clone(),
        worker_id: worker,
        opened,
        kind: row.kind.clone(),
        has_carer: None,
        closed: row.closed,
    };
    match people::put_case(&mut act.tx, team, &case).await? {
        0 => done.unchanged += 1,
        _ => done.cases += 1,
    }
    Ok(())
}

async fn team(act: &mut Act, places: &mut Places, name: &str, done: &mut Imported) -> Result<TeamId> {
    if let Some(team) = places.teams.get(&plain(name)) {
        return Ok(*team);
    }
    let service_id = places.service.ok_or(Error::NotFound)?;
    let id: TeamId = act.id();
    let team =
        Team { id, service_id, key: reference(name, id.uuid()), name: name.to_owned(), client_group: String::new() };
    people::add_team(&mut act.tx, &team).await?;
    places.teams.insert(plain(name), id);
    done.teams += 1;
    Ok(id)
}

async fn new_worker(
    act: &mut Act,
    places: &mut Places,
    name: &str,
    only_in: Option<String>,
    done: &mut Imported,
) -> Result<PersonId> {
    let place = (plain(name), only_in);
    if let Some(known) = places.made.get(&place) {
        return Ok(*known);
    }
    let id: PersonId = act.id();
    let person = Person {
        id,
        key: reference(name, id.uuid()),
        name: name.to_owned(),
        job_title: "Practitioner".to_owned(),
        registered: false,
        started: None,
        ended: None,
    };
    people::add_person(&mut act.tx, &person).await?;
    places.made.insert(place, id);
    done.workers += 1;
    Ok(id)
}

/// Whoever holds an open case in a team works there. When somebody new began is not in the file: they count as
/// having been there for a year, or nobody could be drawn.
async fn belongs(act: &mut Act, places: &mut Places, worker: PersonId, team: TeamId) -> Result<()> {
    let today = act.today();
    let first = places.in_team.insert((worker, team));
    if !first || people::in_team_since(&mut act.tx, worker, team, today).await?.is_some() {
        return Ok(());
    }
    let from = today.checked_sub_months(chrono::Months::new(12)).unwrap_or(today);
    let held = RoleHeld { role: Role::Worker, scope: Scope::Team(team), from, to: None };
    let row = act.id();
    Ok(people::give_role(&mut act.tx, row, worker, &held).await?)
}

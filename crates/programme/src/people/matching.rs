//! Whom and which team a caseload file means. Nothing is guessed: a name alone does not make two people one.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use extracts::{CaseRow, Caseload, Finding, Severity};
use practice::ids::{PersonId, TeamId};
use store::people::{self, Person, Team};

use crate::{Act, Result};

/// A name of the file that stands in one team and is known, or stands again, in another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SharedName {
    /// The name.
    pub name: String,
    /// The team of the file.
    pub team: String,
    /// Where the same name is known or stands: teams, or what the person does.
    pub elsewhere: Vec<String>,
}

/// What the person says of names that stand in two places.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SharedNames {
    /// One person who works in both.
    Same,
    /// Two people of one name.
    Different,
}

/// Whom a name of the file means.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Meant {
    /// Somebody known.
    Known(PersonId),
    /// Nobody known yet.
    New,
    /// People of this name who work somewhere else.
    Elsewhere(Vec<PersonId>),
    /// Several people of this name in this very team.
    Several,
}

/// Everybody and every team, by the names a file may use.
pub(super) struct Matching {
    teams: Vec<Team>,
    other_names: BTreeMap<String, TeamId>,
    keys: BTreeMap<String, PersonId>,
    names: BTreeMap<String, Vec<Person>>,
    works_in: BTreeMap<PersonId, BTreeSet<TeamId>>,
    today: NaiveDate,
}

impl Matching {
    pub async fn load(act: &mut Act) -> Result<Self> {
        let today = act.today();
        let mut works_in: BTreeMap<PersonId, BTreeSet<TeamId>> = BTreeMap::new();
        for (person, team) in people::places_of_work(&mut act.tx, today).await? {
            works_in.entry(person).or_default().insert(team);
        }
        let mut found = Self {
            teams: people::teams(&mut act.tx).await?,
            other_names: people::team_names(&mut act.tx).await?.into_iter().collect(),
            keys: BTreeMap::new(),
            names: BTreeMap::new(),
            works_in,
            today,
        };
        for person in people::everybody(&mut act.tx).await? {
            found.keys.insert(plain(&person.key), person.id);
            found.names.entry(plain(&person.name)).or_default().push(person);
        }
        Ok(found)
    }

    /// Every team that is known.
    pub fn teams(&self) -> &[Team] {
        &self.teams
    }

    /// The team a file means by a name: by what the person has chosen, by its own name or key, or by a name that was
    /// learnt before. A team's own name is never taken over.
    pub fn team(&self, name: &str, chosen: &BTreeMap<String, TeamId>) -> Option<TeamId> {
        let name = plain(name);
        let known = |id: &&TeamId| self.teams.iter().any(|t| t.id == **id);
        let own = self.teams.iter().find(|t| plain(&t.name) == name || plain(&t.key) == name).map(|t| t.id);
        chosen.get(&name).filter(known).copied().or(own).or_else(|| self.other_names.get(&name).filter(known).copied())
    }

    fn meant(&self, name: &str, team: Option<TeamId>) -> Meant {
        let name = plain(name);
        if let Some(id) = self.keys.get(&name) {
            return Meant::Known(*id);
        }
        let everybody = self.names.get(&name).map_or(&[][..], Vec::as_slice);
        // Somebody who has left is meant only where nobody of the name is here now.
        let (at_work, left): (Vec<&Person>, Vec<&Person>) =
            everybody.iter().partition(|p| p.ended.is_none_or(|last| last >= self.today));
        let of_name = if at_work.is_empty() { left } else { at_work };
        let here: Vec<PersonId> = of_name
            .iter()
            .map(|p| p.id)
            .filter(|id| team.is_some_and(|team| self.works_in.get(id).is_some_and(|teams| teams.contains(&team))))
            .collect();
        match (here.as_slice(), of_name.as_slice()) {
            ([one], _) => Meant::Known(*one),
            ([], []) => Meant::New,
            ([], others) => Meant::Elsewhere(others.iter().map(|p| p.id).collect()),
            _ => Meant::Several,
        }
    }

    /// Names that stand in one team of the file and are known, or stand again, somewhere else.
    pub fn shared_names(&self, found: &Caseload, chosen: &BTreeMap<String, TeamId>) -> Vec<SharedName> {
        let mut new_in: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        let mut shared = Vec::new();
        for (name, team) in pairs(found) {
            match self.meant(name, self.team(team, chosen)) {
                Meant::Known(_) | Meant::Several => {}
                Meant::New => {
                    let teams = new_in.entry(plain(name)).or_default();
                    if let Some(first) = teams.first() {
                        let elsewhere = vec![format!("{first}, in the same file")];
                        shared.push(SharedName { name: name.to_owned(), team: team.to_owned(), elsewhere });
                    }
                    teams.push(team);
                }
                Meant::Elsewhere(people) => {
                    let elsewhere = people.iter().map(|id| self.place_of(name, *id)).collect();
                    shared.push(SharedName { name: name.to_owned(), team: team.to_owned(), elsewhere });
                }
            }
        }
        shared
    }

    /// The teams somebody works in, or what they do.
    fn place_of(&self, name: &str, id: PersonId) -> String {
        let in_team = |t: &&Team| self.works_in.get(&id).is_some_and(|teams| teams.contains(&t.id));
        let teams: Vec<&str> = self.teams.iter().filter(in_team).map(|t| t.name.as_str()).collect();
        let of_name = self.names.get(&plain(name)).and_then(|people| people.iter().find(|p| p.id == id));
        match (teams.is_empty(), of_name) {
            (true, Some(person)) => person.job_title.clone(),
            _ => teams.join(" and "),
        }
    }

    /// Rows that name somebody whom the file cannot tell from a colleague of the same name in the same team.
    pub fn ambiguous(&self, found: &Caseload, chosen: &BTreeMap<String, TeamId>) -> Vec<Finding> {
        let several = |case: &&CaseRow| self.meant(&case.worker, self.team(&case.team, chosen)) == Meant::Several;
        found
            .cases
            .iter()
            .filter(several)
            .map(|case| Finding {
                severity: Severity::LeavesRowOut,
                place: case.place.clone(),
                rule: "worker-of-two".to_owned(),
                value: case.worker.chars().take(60).collect(),
                message: format!(
                    "Two people called '{}' work in {}. Write the staff key of the one who is meant, or leave this row out.",
                    case.worker, case.team
                ),
            })
            .collect()
    }

    /// Whom every name of the file means in every team: somebody known, or the name and team for somebody new.
    /// `Err` names those where "the same person" could still be one of several.
    pub fn settle(
        &self,
        found: &Caseload,
        chosen: &BTreeMap<String, TeamId>,
        shared: Option<SharedNames>,
    ) -> std::result::Result<BTreeMap<(String, String), Whom>, Vec<String>> {
        let mut settled = BTreeMap::new();
        let mut unclear = Vec::new();
        for (name, team) in pairs(found) {
            let whom = match (self.meant(name, self.team(team, chosen)), shared) {
                (Meant::Known(id), _) => Whom::Known(id),
                (Meant::Several, _) => continue,
                (Meant::New, Some(SharedNames::Different)) => Whom::New { only_in: Some(plain(team)) },
                (Meant::New, _) => Whom::New { only_in: None },
                (Meant::Elsewhere(people), Some(SharedNames::Same)) if people.len() == 1 => Whom::Known(people[0]),
                (Meant::Elsewhere(_), Some(SharedNames::Different)) => Whom::New { only_in: Some(plain(team)) },
                (Meant::Elsewhere(_), _) => {
                    unclear.push(name.to_owned());
                    continue;
                }
            };
            settled.insert((plain(name), plain(team)), whom);
        }
        if unclear.is_empty() { Ok(settled) } else { Err(unclear) }
    }
}

/// Whom a name in one team means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Whom {
    /// Somebody known.
    Known(PersonId),
    /// Somebody new: one for the whole file, or one for this team alone.
    New {
        /// The team alone, where names in two teams are two people.
        only_in: Option<String>,
    },
}

/// Every worker's name with every team it stands in, once.
fn pairs(found: &Caseload) -> BTreeSet<(&str, &str)> {
    found.cases.iter().map(|c| (c.worker.as_str(), c.team.as_str())).collect()
}

/// Names as they are compared: case and spacing do not matter.
pub(super) fn plain(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

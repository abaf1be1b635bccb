//! Who is too close to a team to review it (R6, invariant I3).

use std::fmt;

use chrono::{Months, NaiveDate};

use crate::ids::{ServiceId, TeamId};

use super::objects::Place;
use super::roles::{Actor, Role, RoleHeld, Scope};

/// How many months must lie between the last day in a team and a review of it (invariant I3).
pub const MONTHS_APART: u32 = 24;

/// What ties somebody to a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tie {
    /// Works in the team.
    WorksInTeam,
    /// Supervises in the team.
    SupervisesInTeam,
    /// Manages the team.
    ManagesTeam,
    /// Manages or heads the service the team belongs to, or directs every service.
    ManagesService,
    /// Leads the profession, and so sees no outcome until it is presented (R8).
    LeadsProfession,
    /// Declared a tie.
    Declared,
}

impl Tie {
    /// The tie as a verb with its object: while it holds, and once it has ended.
    fn words(self, holds: bool) -> &'static str {
        match (self, holds) {
            (Self::WorksInTeam, true) => "works in the team",
            (Self::WorksInTeam, false) => "worked in the team",
            (Self::SupervisesInTeam, true) => "supervises in the team",
            (Self::SupervisesInTeam, false) => "supervised in the team",
            (Self::ManagesTeam, true) => "manages the team",
            (Self::ManagesTeam, false) => "managed the team",
            (Self::ManagesService, true) => "is a manager of the service the team belongs to",
            (Self::ManagesService, false) => "was a manager of the service the team belongs to",
            (Self::LeadsProfession, _) => "leads the profession",
            (Self::Declared, _) => "has declared a tie to the team",
        }
    }
}

/// Why somebody may not review a team, and from when they may.
///
/// Written out it is the rest of a sentence that begins with the person's name: "worked in the
/// team until 16 December 2024 and may review it from 16 December 2026".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What ties the person to the team.
    pub tie: Tie,
    /// Whether the tie still holds on the day asked about.
    pub holds: bool,
    /// The last day of the tie, where it is known.
    pub until: Option<NaiveDate>,
    /// The first day on which the person may review the team, where it is known.
    pub free_from: Option<NaiveDate>,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tie.words(self.holds))?;
        if let Some(last) = self.until {
            write!(f, " until {}", last.format("%-d %B %Y"))?;
        }
        if let Some(free) = self.free_from {
            write!(f, " and may review it from {}", free.format("%-d %B %Y"))?;
        }
        Ok(())
    }
}

impl std::error::Error for Conflict {}

/// Whether `person` may be a reviewer of `team`, which belongs to `service`, on the day `on`.
///
/// # Errors
/// The longest-lasting [`Conflict`]: works, supervises or manages there now or did so in the
/// 24 months before `on`; declared a tie; or is one whom R8 keeps from the outcome, since nobody
/// can judge what they may not see.
pub fn may_review(person: &Actor, team: TeamId, service: ServiceId, on: NaiveDate) -> Result<(), Conflict> {
    let place = Place { team, service };
    ties(person, place, on)
        .chain(leads_profession(person, place, on))
        .max_by_key(|conflict| conflict.free_from.unwrap_or(NaiveDate::MAX))
        .map_or(Ok(()), Err)
}

/// Whether anything ties the person to the team on the day.
pub(super) fn tied(person: &Actor, place: Place, on: NaiveDate) -> bool {
    ties(person, place, on).next().is_some()
}

/// The first day that is 24 months after a last day; `None` while there is no last day.
pub(super) fn months_after(last: Option<NaiveDate>) -> Option<NaiveDate> {
    last?.checked_add_months(Months::new(MONTHS_APART))
}

fn ties(person: &Actor, place: Place, on: NaiveDate) -> impl Iterator<Item = Conflict> {
    let by_role = person
        .roles
        .iter()
        .filter(move |held| held.from <= on)
        .filter_map(move |held| Some(by_post(tie_of(held, place)?, held.to, on)))
        .filter(move |conflict| conflict.free_from.is_none_or(|free| on < free));
    let declared = person.ties.iter().filter(move |team| **team == place.team).map(|_| Conflict {
        tie: Tie::Declared,
        holds: true,
        until: None,
        free_from: None,
    });
    by_role.chain(declared)
}

fn by_post(tie: Tie, until: Option<NaiveDate>, on: NaiveDate) -> Conflict {
    Conflict { tie, holds: until.is_none_or(|last| on <= last), until, free_from: months_after(until) }
}

fn tie_of(held: &RoleHeld, place: Place) -> Option<Tie> {
    let in_team = held.scope == Scope::Team(place.team);
    let in_service = held.scope.reaches(Some(place));
    match held.role {
        Role::Worker if in_team => Some(Tie::WorksInTeam),
        Role::Supervisor if in_team => Some(Tie::SupervisesInTeam),
        Role::TeamManager if in_team => Some(Tie::ManagesTeam),
        Role::ServiceManager | Role::HeadOfService | Role::Director if in_service => Some(Tie::ManagesService),
        _ => None,
    }
}

/// Leading the profession is no tie to a team, and leaves nothing behind when it ends.
fn leads_profession(person: &Actor, place: Place, on: NaiveDate) -> impl Iterator<Item = Conflict> {
    person
        .roles_on(on)
        .filter(move |held| held.role == Role::PrincipalSocialWorker && held.scope.reaches(Some(place)))
        .map(|held| Conflict {
            tie: Tie::LeadsProfession,
            holds: true,
            until: held.to,
            free_from: held.to.and_then(|last| last.succ_opt()),
        })
}

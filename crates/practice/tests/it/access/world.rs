//! A small council to ask questions of: one reviewed team, its people, and the day.

use chrono::NaiveDate;
use practice::access::{
    Action, ActionFacts, Actor, CaseFacts, DipFacts, Object, ReviewFacts, Role, RoleHeld, Scope, Supervision,
};
use practice::ids::{PersonId, ReviewId, ServiceId, TeamId};
use uuid::Uuid;

/// The worker whose case was drawn.
pub const WORKER: u128 = 1;
/// Somebody whom no rule has reason to know.
pub const SOMEBODY: u128 = 2;
/// The people listed as reviewers of the review.
pub const REVIEWER: u128 = 3;
pub const EXPERT: u128 = 4;
pub const MENTOR: u128 = 5;
/// A reviewer who was asked to read a case a second time and has not finished.
pub const BLIND: u128 = 6;

pub fn person(number: u128) -> PersonId {
    PersonId::from(Uuid::from_u128(number))
}

/// The team reviewed is team 1 of service 1.
pub fn team(number: u128) -> TeamId {
    TeamId::from(Uuid::from_u128(number))
}

pub fn service(number: u128) -> ServiceId {
    ServiceId::from(Uuid::from_u128(number))
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date such as 2026-11-16")
}

pub fn today() -> NaiveDate {
    day("2026-11-16")
}

/// Somebody with an account and nothing else.
pub fn somebody(number: u128) -> Actor {
    Actor { person: person(number), active: true, roles: Vec::new(), supervises: Vec::new(), ties: Vec::new() }
}

/// What an actor can be given, in the order of a sentence.
pub trait Given: Sized {
    fn who_is(self, role: Role, scope: Scope) -> Self;
    fn who_was(self, role: Role, scope: Scope, last_day: &str) -> Self;
    fn supervising(self, worker: u128) -> Self;
    fn who_supervised(self, worker: u128, last_day: &str) -> Self;
    fn with_a_tie_to(self, team: TeamId) -> Self;
    fn who_left(self) -> Self;
}

impl Given for Actor {
    fn who_is(mut self, role: Role, scope: Scope) -> Self {
        let from = day("2020-01-06");
        self.roles.push(RoleHeld { role, scope, from, to: None });
        self
    }

    fn who_was(mut self, role: Role, scope: Scope, last_day: &str) -> Self {
        let from = day("2020-01-06");
        let to = Some(day(last_day));
        self.roles.push(RoleHeld { role, scope, from, to });
        self
    }

    fn supervising(mut self, worker: u128) -> Self {
        let from = day("2020-01-06");
        self.supervises.push(Supervision { worker: person(worker), from, to: None });
        self
    }

    fn who_supervised(mut self, worker: u128, last_day: &str) -> Self {
        let from = day("2020-01-06");
        let to = Some(day(last_day));
        self.supervises.push(Supervision { worker: person(worker), from, to });
        self
    }

    fn with_a_tie_to(mut self, team: TeamId) -> Self {
        self.ties.push(team);
        self
    }

    fn who_left(mut self) -> Self {
        self.active = false;
        self
    }
}

pub fn in_team() -> Scope {
    Scope::Team(team(1))
}

pub fn in_service() -> Scope {
    Scope::Service(service(1))
}

pub fn qa_lead() -> Actor {
    somebody(10).who_is(Role::QaLead, Scope::Authority)
}

pub fn principal() -> Actor {
    somebody(11).who_is(Role::PrincipalSocialWorker, Scope::Authority)
}

pub fn director() -> Actor {
    somebody(12).who_is(Role::Director, Scope::Authority)
}

pub fn head() -> Actor {
    somebody(13).who_is(Role::HeadOfService, in_service())
}

pub fn service_manager() -> Actor {
    somebody(14).who_is(Role::ServiceManager, in_service())
}

pub fn team_manager() -> Actor {
    somebody(15).who_is(Role::TeamManager, in_team())
}

pub fn supervisor() -> Actor {
    somebody(16).who_is(Role::Supervisor, in_team()).supervising(WORKER)
}

pub fn worker() -> Actor {
    somebody(WORKER).who_is(Role::Worker, in_team())
}

pub fn colleague() -> Actor {
    somebody(17).who_is(Role::Worker, in_team())
}

pub fn reviewer() -> Actor {
    somebody(REVIEWER).who_is(Role::Reviewer, Scope::Authority)
}

pub fn expert() -> Actor {
    somebody(EXPERT).who_is(Role::IndependentExpert, Scope::Authority)
}

pub fn mentor() -> Actor {
    somebody(MENTOR).who_is(Role::ProgrammeMentor, in_service())
}

pub fn blind_reader() -> Actor {
    somebody(BLIND).who_is(Role::Reviewer, Scope::Authority)
}

pub fn data_officer() -> Actor {
    somebody(18).who_is(Role::DataOfficer, Scope::Authority)
}

pub fn board_member() -> Actor {
    somebody(19).who_is(Role::BoardMember, Scope::Board)
}

pub fn protection_officer() -> Actor {
    somebody(20).who_is(Role::DataProtectionOfficer, Scope::Authority)
}

pub fn administrator() -> Actor {
    somebody(21).who_is(Role::SystemAdmin, Scope::Authority)
}

/// How far a review has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Planned,
    Announced,
    Completed,
    Presented,
    Reopened,
}

impl Stage {
    pub const ALL: [Self; 5] = [Self::Planned, Self::Announced, Self::Completed, Self::Presented, Self::Reopened];

    pub fn review(self) -> ReviewFacts {
        let completed = matches!(self, Self::Completed | Self::Presented);
        ReviewFacts {
            id: ReviewId::from(Uuid::from_u128(1)),
            team: team(1),
            service: service(1),
            announced: self != Self::Planned,
            open: !completed,
            completed,
            presented: matches!(self, Self::Presented | Self::Reopened),
            reviewers: vec![person(REVIEWER), person(EXPERT), person(MENTOR), person(BLIND)],
            reading_blind: vec![person(BLIND)],
        }
    }
}

/// The thing a line asks about.
#[derive(Clone, Copy, Debug)]
pub enum Thing {
    AccountOf(u128),
    /// What was seen of this person at work.
    WorkOf(u128),
    Standards,
    DraftBy(u128),
    Caseload,
    Team(u128),
    Review(Stage),
    /// The case of the worker, before it has been read.
    UnreadCase(Stage),
    /// The case of the worker, once it has been read.
    ReadCase(Stage),
    /// An action owned by this person.
    ActionOf(u128, Stage),
    /// A dip sample of team 1: open, or closed.
    Dip {
        closed: bool,
    },
    /// A dip sample of team 2 of the same service, open.
    DipNextDoor,
    /// A dip sample of no one team, open.
    WideDip,
    /// A note from one person to another on the private line.
    Note(u128, u128),
    Journal,
    Accounts,
}

impl Thing {
    /// Asks about the thing as the rules see it.
    pub fn with<T>(self, ask: impl FnOnce(&Object<'_>) -> T) -> T {
        match self {
            Self::AccountOf(owner) => ask(&Object::Own(person(owner))),
            Self::WorkOf(watched) => ask(&Object::OwnWork(person(watched))),
            Self::Standards => ask(&Object::Standards),
            Self::DraftBy(author) => ask(&Object::FrameworkDraft { drafted_by: person(author) }),
            Self::Caseload => ask(&Object::Caseload),
            Self::Team(number) => ask(&Object::Team { team: team(number), service: service(1) }),
            Self::Review(stage) => ask(&Object::Review(&stage.review())),
            Self::UnreadCase(stage) => ask(&Object::Case(&stage.review(), &case(false))),
            Self::ReadCase(stage) => ask(&Object::Case(&stage.review(), &case(true))),
            Self::ActionOf(owner, stage) => {
                let action = ActionFacts { owner: Some(person(owner)) };
                ask(&Object::PlanItem(&stage.review(), &action))
            }
            Self::Dip { closed } => ask(&Object::Dip(&DipFacts { team: Some((team(1), service(1))), closed })),
            Self::DipNextDoor => ask(&Object::Dip(&DipFacts { team: Some((team(2), service(1))), closed: false })),
            Self::WideDip => ask(&Object::Dip(&DipFacts { team: None, closed: false })),
            Self::Note(from, to) => ask(&Object::PrivateLine { from: Some(person(from)), to: Some(person(to)) }),
            Self::Journal => ask(&Object::Journal),
            Self::Accounts => ask(&Object::Accounts),
        }
    }

    /// One of each, at every stage.
    pub fn every() -> Vec<Self> {
        let mut things = vec![
            Self::AccountOf(WORKER),
            Self::AccountOf(SOMEBODY),
            Self::WorkOf(WORKER),
            Self::WorkOf(SOMEBODY),
            Self::Standards,
            Self::DraftBy(SOMEBODY),
            Self::Caseload,
            Self::Team(1),
            Self::Dip { closed: false },
            Self::Dip { closed: true },
            Self::DipNextDoor,
            Self::WideDip,
            Self::Note(WORKER, 10),
            Self::Journal,
            Self::Accounts,
        ];
        for stage in Stage::ALL {
            things.push(Self::Review(stage));
            things.push(Self::UnreadCase(stage));
            things.push(Self::ReadCase(stage));
            things.push(Self::ActionOf(WORKER, stage));
            things.push(Self::ActionOf(SOMEBODY, stage));
        }
        things
    }
}

fn case(read: bool) -> CaseFacts {
    CaseFacts { worker: person(WORKER), reviewer: Some(person(REVIEWER)), read }
}

/// One line of a table: a sentence, the question it puts, and the answer with its rule.
pub struct Line {
    pub about: &'static str,
    pub sentence: &'static str,
    pub actor: Actor,
    pub action: Action,
    pub thing: Thing,
    pub allowed: bool,
    pub by: &'static str,
}

/// The rule that the line is about allows it.
pub fn may(about: &'static str, sentence: &'static str, actor: Actor, action: Action, thing: Thing) -> Line {
    Line { about, sentence, actor, action, thing, allowed: true, by: about }
}

/// The rule that the line is about does not bite here, and another rule allows it.
pub fn still_may(
    about: &'static str,
    by: &'static str,
    sentence: &'static str,
    actor: Actor,
    action: Action,
    thing: Thing,
) -> Line {
    Line { about, sentence, actor, action, thing, allowed: true, by }
}

/// The rule named by `by` refuses, or none speaks ("default").
pub fn may_not(
    about: &'static str,
    by: &'static str,
    sentence: &'static str,
    actor: Actor,
    action: Action,
    thing: Thing,
) -> Line {
    Line { about, sentence, actor, action, thing, allowed: false, by }
}

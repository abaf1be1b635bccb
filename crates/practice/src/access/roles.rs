//! Who a person is: the roles held, where, and between which days.

use std::str::FromStr;

use chrono::NaiveDate;

use crate::ids::{PersonId, ServiceId, TeamId};

use super::objects::Place;

/// A part that somebody plays in the work or in the programme (domain model, section 1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// A practitioner who holds cases in a team.
    Worker,
    /// Supervises practitioners of a team without managing it.
    Supervisor,
    /// Manages one team.
    TeamManager,
    /// Manages one service, and agrees the action plan with quality assurance.
    ServiceManager,
    /// Heads one service; first sees the outcome when it is presented.
    HeadOfService,
    /// Leads the profession across the authority.
    PrincipalSocialWorker,
    /// The statutory director.
    Director,
    /// Leads quality assurance: plans, completes and presents the reviews.
    QaLead,
    /// A member of the council's staff who reviews.
    Reviewer,
    /// Reviews under a contract, from outside the council.
    IndependentExpert,
    /// Advises on support and capability.
    HrAdviser,
    /// Brings in caseloads and keeps data in order.
    DataOfficer,
    /// Watches over personal data; reads the journal, not the cases.
    DataProtectionOfficer,
    /// Mentors a children's team through rapid improvement, and reads practice samples.
    ProgrammeMentor,
    /// Looks after recording forms.
    FormsLead,
    /// Holds a seat on the practice governance board.
    BoardMember,
    /// Looks after accounts and the installation; has no right to content.
    SystemAdmin,
}

impl Role {
    /// Every role, in the order of the domain model.
    pub const ALL: &'static [Self] = &[
        Self::Worker,
        Self::Supervisor,
        Self::TeamManager,
        Self::ServiceManager,
        Self::HeadOfService,
        Self::PrincipalSocialWorker,
        Self::Director,
        Self::QaLead,
        Self::Reviewer,
        Self::IndependentExpert,
        Self::HrAdviser,
        Self::DataOfficer,
        Self::DataProtectionOfficer,
        Self::ProgrammeMentor,
        Self::FormsLead,
        Self::BoardMember,
        Self::SystemAdmin,
    ];

    /// The role as files and the store write it: "head-of-service".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.names().0
    }

    /// The role in plain words: "Head of service".
    #[must_use]
    pub fn title(self) -> &'static str {
        self.names().1
    }

    /// Whether the role lets a member of staff sit among the reviewers of a review.
    /// The lead and the mentors read cases too [001, 002]; experts come under a rule of their own.
    pub(super) fn reviews_for_the_council(self) -> bool {
        matches!(self, Self::Reviewer | Self::QaLead | Self::ProgrammeMentor)
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Worker => ("worker", "Worker"),
            Self::Supervisor => ("supervisor", "Supervisor"),
            Self::TeamManager => ("team-manager", "Team manager"),
            Self::ServiceManager => ("service-manager", "Service manager"),
            Self::HeadOfService => ("head-of-service", "Head of service"),
            Self::PrincipalSocialWorker => ("principal-social-worker", "Principal social worker"),
            Self::Director => ("director", "Director"),
            Self::QaLead => ("qa-lead", "Quality assurance lead"),
            Self::Reviewer => ("reviewer", "Reviewer"),
            Self::IndependentExpert => ("independent-expert", "Independent expert"),
            Self::HrAdviser => ("hr-adviser", "HR adviser"),
            Self::DataOfficer => ("data-officer", "Data and records officer"),
            Self::DataProtectionOfficer => ("data-protection-officer", "Data protection officer"),
            Self::ProgrammeMentor => ("programme-mentor", "Programme mentor"),
            Self::FormsLead => ("forms-lead", "Forms lead"),
            Self::BoardMember => ("board-member", "Board member"),
            Self::SystemAdmin => ("system-admin", "System administrator"),
        }
    }
}

/// A role was written in a way that is not known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a role. Use one of: {known}", known = known_roles())]
pub struct UnknownRole(pub String);

fn known_roles() -> String {
    let names: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
    names.join(", ")
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL.iter().copied().find(|role| role.as_str() == text).ok_or_else(|| UnknownRole(text.to_owned()))
    }
}

/// How far a role reaches.
///
/// Team posts (worker, supervisor, team manager) are held for a team; every other post is held
/// for a service or for the authority, and a seat on the board for the board. A role held
/// anywhere else reaches nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// The whole authority. There is one authority in a database.
    Authority,
    /// One service and its teams.
    Service(ServiceId),
    /// One team.
    Team(TeamId),
    /// The practice governance board.
    Board,
}

impl Scope {
    /// Whether a post above the teams reaches this place. What belongs to no team, such as
    /// the standards, is reached from the authority only.
    pub(super) fn reaches(self, place: Option<Place>) -> bool {
        match self {
            Self::Authority => true,
            Self::Service(service) => place.is_some_and(|place| place.service == service),
            Self::Team(_) | Self::Board => false,
        }
    }
}

/// A role that somebody holds, where, and between which days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RoleHeld {
    /// The part played.
    pub role: Role,
    /// How far it reaches.
    pub scope: Scope,
    /// The first day held.
    pub from: NaiveDate,
    /// The last day held; `None` while no end is known.
    pub to: Option<NaiveDate>,
}

impl RoleHeld {
    /// Whether the role is held on `day`, its first and last day included.
    #[must_use]
    pub fn held_on(&self, day: NaiveDate) -> bool {
        holds_on(self.from, self.to, day)
    }
}

/// One worker whom somebody supervises, between two days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Supervision {
    /// The worker supervised.
    pub worker: PersonId,
    /// The first day.
    pub from: NaiveDate,
    /// The last day; `None` while no end is known.
    pub to: Option<NaiveDate>,
}

impl Supervision {
    /// Whether the supervision holds on `day`, its first and last day included.
    #[must_use]
    pub fn held_on(&self, day: NaiveDate) -> bool {
        holds_on(self.from, self.to, day)
    }
}

fn holds_on(from: NaiveDate, to: Option<NaiveDate>, day: NaiveDate) -> bool {
    from <= day && to.is_none_or(|last| day <= last)
}

/// Somebody who asks to do something, with everything the rules need to know about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who it is.
    pub person: PersonId,
    /// Whether the account is open. A leaver or a suspended person is not active (R48).
    pub active: bool,
    /// Roles held now, in the past and from a day to come.
    pub roles: Vec<RoleHeld>,
    /// Workers supervised now and in the past.
    pub supervises: Vec<Supervision>,
    /// Teams to which the person has declared a tie, such as a relative who works there.
    pub ties: Vec<TeamId>,
}

impl Actor {
    /// The roles held on `day`.
    pub fn roles_on(&self, day: NaiveDate) -> impl Iterator<Item = &RoleHeld> {
        self.roles.iter().filter(move |held| held.held_on(day))
    }

    /// Whether a role held on `day` can put the person among the reviewers of some review.
    #[must_use]
    pub fn reviews_on(&self, day: NaiveDate) -> bool {
        self.roles_on(day).any(|held| held.role.reviews_for_the_council() || held.role == Role::IndependentExpert)
    }

    /// Whether `role` is held on `day` with a scope that `reach` accepts.
    pub(super) fn holds(&self, role: Role, day: NaiveDate, reach: impl Fn(Scope) -> bool) -> bool {
        self.roles_on(day).any(|held| held.role == role && reach(held.scope))
    }
}

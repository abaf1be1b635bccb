//! Which reviews somebody may see in a list: the rules for [`Action::SeeProgress`] as data.
//!
//! The store turns a [`ReviewFilter`] into SQL. A property test holds [`ReviewFilter::admits`]
//! equal to [`super::decide`], so the list and the single review can never disagree.
//!
//! [`Action::SeeProgress`]: super::Action::SeeProgress

use chrono::NaiveDate;
use uuid::Uuid;

use crate::ids::{PersonId, ServiceId, TeamId};

use super::objects::ReviewFacts;
use super::roles::{Actor, Role, RoleHeld, Scope};

/// The reviews that somebody may know of. A review is admitted where any one field admits it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewFilter {
    /// Every review of the authority.
    pub all: bool,
    /// The announced reviews of these teams.
    pub teams: Vec<TeamId>,
    /// Every review of these services, announced or not.
    pub services: Vec<ServiceId>,
    /// The reviews on which this person is a reviewer. The nil id, which is nobody's, where the
    /// person holds no role of reviewer today.
    pub assigned_to: PersonId,
}

impl ReviewFilter {
    /// Whether the review is in the list.
    #[must_use]
    pub fn admits(&self, review: &ReviewFacts) -> bool {
        self.all
            || self.services.contains(&review.service)
            || (review.announced && self.teams.contains(&review.team))
            || review.reviewers.contains(&self.assigned_to)
    }

    fn nothing() -> Self {
        Self { all: false, teams: Vec::new(), services: Vec::new(), assigned_to: PersonId::from(Uuid::nil()) }
    }

    fn widen(&mut self, held: &RoleHeld, person: PersonId) {
        match (held.role, held.scope) {
            (role, Scope::Authority) if sees_what_it_leads(role) => self.all = true,
            (role, Scope::Service(service)) if sees_what_it_leads(role) => {
                self.services.push(service);
            }
            (Role::BoardMember, Scope::Board) => self.all = true,
            (Role::Worker | Role::Supervisor | Role::TeamManager, Scope::Team(team)) => {
                self.teams.push(team);
            }
            _ => {}
        }
        // The lead leads and reviews, so this stands beside the reach of the role, not instead.
        if held.role.reviews_for_the_council() || held.role == Role::IndependentExpert {
            self.assigned_to = person;
        }
    }
}

/// The reviews whose existence, stage and dates `actor` may see today.
#[must_use]
pub fn visible_reviews(actor: &Actor, today: NaiveDate) -> ReviewFilter {
    let mut filter = ReviewFilter::nothing();
    if actor.active {
        for held in actor.roles_on(today) {
            filter.widen(held, actor.person);
        }
    }
    filter
}

/// The posts above the teams that see every review within their reach, announced or not.
fn sees_what_it_leads(role: Role) -> bool {
    matches!(
        role,
        Role::QaLead
            | Role::DataOfficer
            | Role::ServiceManager
            | Role::HeadOfService
            | Role::PrincipalSocialWorker
            | Role::Director
    )
}

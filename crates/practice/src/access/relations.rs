//! The words of the rule table: who somebody is to a thing, and in what state the thing is.

use chrono::NaiveDate;

use crate::ids::PersonId;

use super::conflict::{months_after, tied};
use super::objects::{Object, ReviewFacts};
use super::roles::{Actor, Role, Scope};

/// One question put to the table: this person, this thing, this day.
pub(super) struct Question<'a> {
    pub(super) actor: &'a Actor,
    pub(super) object: &'a Object<'a>,
    pub(super) today: NaiveDate,
}

macro_rules! words {
    ($(#[$top:meta])* $kind:ident { $($(#[$doc:meta])* $name:ident => $words:literal,)* }) => {
        $(#[$top])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $kind {
            $($(#[$doc])* $name,)*
        }

        impl $kind {
            /// The same in plain words.
            #[must_use]
            pub fn words(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)*
                }
            }
        }
    };
}

words! {
    /// Who somebody is to the thing in question, today.
    Who {
        /// Whoever asks.
        Anyone => "anyone",
        /// Whoever holds any role today.
        AnyRole => "anyone who holds a role",
        /// The person whose account, or whose work, it is.
        Oneself => "the person whose account or work it is",
        /// Leads quality assurance.
        QaLead => "the quality assurance lead",
        /// Brings in caseloads.
        DataOfficer => "the data officer",
        /// Leads the profession.
        PrincipalSocialWorker => "the principal social worker",
        /// Director or principal social worker: as a head of service, but of every service.
        AuthorityLead => "the director or the principal social worker",
        /// Heads the service the team belongs to.
        HeadOfService => "the head of the service",
        /// Manages the service the team belongs to.
        ServiceManager => "the manager of the service",
        /// Manages the team.
        TeamManager => "the manager of the team",
        /// Holds a supervisor's post in the team.
        TeamSupervisor => "a supervisor in the team",
        /// Works or supervises in the team.
        TeamMember => "a worker or supervisor in the team",
        /// Among the reviewers, as a member of the council's staff.
        Reviewer => "a reviewer on the review",
        /// Among the reviewers, under a contract and in no other capacity.
        Expert => "an independent expert on the review",
        /// Holds the case.
        CaseWorker => "the worker whose case it is",
        /// Supervises the worker who holds the case.
        WorkersSupervisor => "the supervisor of the worker whose case it is",
        /// Supervises the worker, or did so in the last 24 months.
        WorkersRecentSupervisor => "whoever supervised that worker in the last 24 months",
        /// Works in or manages the team, did so in the last 24 months, or declared a tie.
        TiedToTeam => "whoever is tied to the team",
        /// Was asked to read a case of the review a second time, and has not finished.
        BlindReader => "whoever is to read a case of it a second time and has not finished",
        /// Drafted the framework.
        Drafter => "the person who drafted it",
        /// Is to do the action.
        ActionOwner => "the owner of the action",
        /// Reviews as a member of the council's staff, whatever is reviewed.
        CouncilReviewer => "a reviewer of the council or the quality assurance lead",
        /// Reviews in any capacity, under a contract too.
        AnyReviewer => "whoever reviews, experts included",
        /// Wrote it, or is about to.
        LineWriter => "whoever writes on the private line, for their own notes",
        /// Leads quality assurance, and it is written to them.
        LineLead => "the quality assurance lead to whom it is written",
        /// Sits on the practice governance board.
        BoardMember => "a member of the board",
        /// Watches over personal data.
        DataProtectionOfficer => "the data protection officer",
        /// Looks after accounts.
        SystemAdmin => "the system administrator",
    }
}

words! {
    /// A state that must hold for a row to apply.
    While {
        /// The person has left or is suspended.
        Inactive => "the account is closed or suspended",
        /// The team has been told of the review.
        Announced => "the review is announced",
        /// The review is not completed.
        Open => "the review is open",
        /// The review is completed.
        Completed => "the review is completed",
        /// The review is completed and not yet presented.
        AwaitsPresentation => "the review is completed and not yet presented",
        /// The review is completed and presented.
        Presented => "the review is completed and presented",
        /// The review is not yet both completed and presented.
        NotPresented => "the review is not yet completed and presented",
        /// The review of the case has been marked as read.
        CaseRead => "the case has been read",
        /// The person holds a practitioner's post in some team.
        InATeam => "they work or supervise in a team",
        /// The dip sample is not closed.
        DipOpen => "the dip sample is open",
        /// The dip sample is closed.
        DipClosed => "the dip sample is closed",
        /// The case is not the person's own.
        AnothersCase => "the case is somebody else's",
        /// The person does not supervise the worker who holds the case.
        NotTheirSupervisor => "they do not supervise the worker",
    }
}

impl Who {
    /// Whether the person who asks stands in this relation to the thing.
    pub(super) fn asks(self, question: &Question<'_>) -> bool {
        let me = question.actor.person;
        match self {
            Self::Anyone => true,
            Self::AnyRole => question.actor.roles_on(question.today).next().is_some(),
            Self::Oneself => {
                matches!(question.object, Object::Own(person) | Object::OwnWork(person) if *person == me)
            }
            Self::QaLead => question.leads(Role::QaLead),
            Self::DataOfficer => question.leads(Role::DataOfficer),
            Self::PrincipalSocialWorker => question.leads(Role::PrincipalSocialWorker),
            Self::AuthorityLead => question.leads(Role::Director) || question.leads(Role::PrincipalSocialWorker),
            Self::HeadOfService => question.leads(Role::HeadOfService),
            Self::ServiceManager => question.leads(Role::ServiceManager),
            Self::DataProtectionOfficer => question.leads(Role::DataProtectionOfficer),
            Self::SystemAdmin => question.leads(Role::SystemAdmin),
            Self::TeamManager => question.in_team(Role::TeamManager),
            Self::TeamSupervisor => question.in_team(Role::Supervisor),
            Self::TeamMember => question.in_team(Role::Worker) || question.in_team(Role::Supervisor),
            Self::BoardMember => question.on_board(),
            Self::Reviewer => question.is_listed() && question.reviews_for_the_council(),
            Self::Expert => question.is_listed() && question.is_only_an_expert(),
            Self::CaseWorker => question.case_worker() == Some(me),
            Self::WorkersSupervisor => question.supervises_worker(),
            Self::WorkersRecentSupervisor => question.supervised_worker_lately(),
            Self::TiedToTeam => question.is_tied(),
            Self::BlindReader => {
                question.is_listed() && question.review_is(|review| review.reading_blind.contains(&me))
            }
            Self::Drafter => {
                matches!(question.object, Object::FrameworkDraft { drafted_by } if *drafted_by == me)
            }
            Self::ActionOwner => question.owns_action(),
            Self::CouncilReviewer => question.reviews_for_the_council(),
            Self::AnyReviewer => question.actor.reviews_on(question.today),
            Self::LineWriter => matches!(question.object, Object::PrivateLine { from: Some(from), .. } if *from == me),
            Self::LineLead => {
                question.leads(Role::QaLead)
                    && matches!(question.object, Object::PrivateLine { to: Some(to), .. } if *to == me)
            }
        }
    }
}

impl While {
    /// Whether the state holds. A state of a review does not hold where there is no review.
    pub(super) fn holds(self, question: &Question<'_>) -> bool {
        match self {
            Self::Inactive => !question.actor.active,
            Self::Announced => question.review_is(|review| review.announced),
            Self::Open => question.review_is(|review| review.open),
            Self::Completed => question.review_is(|review| review.completed),
            Self::AwaitsPresentation => question.review_is(|review| review.completed && !review.presented),
            Self::Presented => question.review_is(ReviewFacts::outcome_is_out),
            Self::NotPresented => question.review_is(|review| !review.outcome_is_out()),
            Self::CaseRead => question.object.case().is_some_and(|case| case.read),
            Self::InATeam => question.works_in_some_team(),
            Self::DipOpen => question.object.dip().is_some_and(|dip| !dip.closed),
            Self::DipClosed => question.object.dip().is_some_and(|dip| dip.closed),
            Self::AnothersCase => question.case_worker() != Some(question.actor.person),
            Self::NotTheirSupervisor => !question.supervises_worker(),
        }
    }
}

impl Question<'_> {
    fn review_is(&self, state: impl Fn(&ReviewFacts) -> bool) -> bool {
        self.object.review().is_some_and(state)
    }

    /// A post above the teams whose reach takes in the thing.
    fn leads(&self, role: Role) -> bool {
        let place = self.object.place();
        self.actor.holds(role, self.today, |scope| scope.reaches(place))
    }

    /// A post in the team the thing belongs to.
    fn in_team(&self, role: Role) -> bool {
        self.object
            .place()
            .is_some_and(|place| self.actor.holds(role, self.today, |scope| scope == Scope::Team(place.team)))
    }

    fn works_in_some_team(&self) -> bool {
        let in_a_team = |role| self.actor.holds(role, self.today, |scope| matches!(scope, Scope::Team(_)));
        in_a_team(Role::Worker) || in_a_team(Role::Supervisor)
    }

    fn on_board(&self) -> bool {
        self.actor.holds(Role::BoardMember, self.today, |scope| scope == Scope::Board)
    }

    fn is_listed(&self) -> bool {
        self.review_is(|review| review.reviewers.contains(&self.actor.person))
    }

    fn reviews_for_the_council(&self) -> bool {
        self.actor.roles_on(self.today).any(|held| held.role.reviews_for_the_council())
    }

    fn is_only_an_expert(&self) -> bool {
        !self.reviews_for_the_council() && self.actor.holds(Role::IndependentExpert, self.today, |_| true)
    }

    fn case_worker(&self) -> Option<PersonId> {
        self.object.case().map(|case| case.worker)
    }

    fn supervises_worker(&self) -> bool {
        self.actor.supervises.iter().any(|line| Some(line.worker) == self.case_worker() && line.held_on(self.today))
    }

    fn supervised_worker_lately(&self) -> bool {
        self.actor.supervises.iter().any(|line| {
            Some(line.worker) == self.case_worker()
                && line.from <= self.today
                && months_after(line.to).is_none_or(|free| self.today < free)
        })
    }

    fn is_tied(&self) -> bool {
        self.object.place().is_some_and(|place| tied(self.actor, place, self.today))
    }

    fn owns_action(&self) -> bool {
        self.object.plan_action().is_some_and(|action| action.owner == Some(self.actor.person))
    }
}

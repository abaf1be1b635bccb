//! What must hold of every council, tried on thousands of random ones.

use chrono::{NaiveDate, TimeDelta};
use practice::access::{
    Action, ActionFacts, Actor, CaseFacts, Decision, DipFacts, Object, ReviewFacts, Role, RoleHeld, Scope, Supervision,
    decide, may_review, visible_reviews,
};
use practice::ids::{PersonId, ReviewId};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use super::world::{person, service, team, today};

fn config() -> ProptestConfig {
    ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_list_shows_exactly_the_reviews_that_may_be_seen_one_by_one(
        actor in actors(),
        review in reviews(),
    ) {
        let seen = decide(&actor, Action::SeeProgress, &Object::Review(&review), today());
        prop_assert_eq!(visible_reviews(&actor, today()).admits(&review), seen.allowed);
    }

    #[test]
    fn no_further_role_overrides_a_denial(
        actor in actors(),
        further in roles_held(),
        council in councils(),
    ) {
        let mut promoted = actor.clone();
        promoted.roles.push(further);
        for (action, object) in council.questions() {
            if is_denial(decide(&actor, action, &object, today())) {
                let after = decide(&promoted, action, &object, today());
                prop_assert!(is_denial(after), "{:?} of {:?} became {:?}", action, object, after);
            }
        }
    }

    #[test]
    fn a_role_that_has_ended_opens_nothing(
        actor in actors(),
        ended in roles_held(),
        council in councils(),
    ) {
        let mut longer = actor.clone();
        longer.roles.push(RoleHeld { to: today().pred_opt(), ..ended });
        for (action, object) in council.questions() {
            let before = decide(&actor, action, &object, today());
            let after = decide(&longer, action, &object, today());
            prop_assert!(before.allowed || !after.allowed, "{:?} of {:?}", action, object);
        }
    }

    #[test]
    fn a_listed_reviewer_judges_exactly_when_free_of_conflict(
        someone in actors(),
        listed in reviews(),
    ) {
        let mut actor = Actor { active: true, ..someone };
        actor.roles.push(RoleHeld {
            role: Role::Reviewer,
            scope: Scope::Authority,
            from: today(),
            to: None,
        });
        let review = ReviewFacts {
            open: true,
            completed: false,
            reviewers: vec![actor.person],
            reading_blind: Vec::new(),
            ..listed
        };
        let judges = decide(&actor, Action::Judge, &Object::Review(&review), today()).allowed;
        let free = may_review(&actor, review.team, review.service, today()).is_ok();
        prop_assert_eq!(judges, free);
    }
}

fn is_denial(decision: Decision) -> bool {
    !decision.allowed && decision != Decision::DEFAULT
}

/// One review with a case, an action and a draft, to put every question to.
#[derive(Clone, Debug)]
struct Council {
    review: ReviewFacts,
    case: CaseFacts,
    action: ActionFacts,
    dip: DipFacts,
    drafted_by: PersonId,
}

impl Council {
    fn questions(&self) -> Vec<(Action, Object<'_>)> {
        let objects = [
            Object::Own(self.drafted_by),
            Object::OwnWork(self.case.worker),
            Object::Standards,
            Object::FrameworkDraft { drafted_by: self.drafted_by },
            Object::Caseload,
            Object::Team { team: self.review.team, service: self.review.service },
            Object::Review(&self.review),
            Object::Case(&self.review, &self.case),
            Object::PlanItem(&self.review, &self.action),
            Object::Dip(&self.dip),
            Object::PrivateLine { from: Some(self.case.worker), to: Some(self.drafted_by) },
            Object::Journal,
            Object::Accounts,
        ];
        objects.into_iter().flat_map(with_each_action).collect()
    }
}

fn with_each_action(object: Object<'_>) -> Vec<(Action, Object<'_>)> {
    Action::ALL.iter().filter(|action| action.concerns(&object)).map(|action| (*action, object.clone())).collect()
}

fn people() -> impl Strategy<Value = PersonId> {
    (1..5_u128).prop_map(person)
}

/// Days from about three years ago to about one year ahead.
fn days() -> impl Strategy<Value = NaiveDate> {
    (-1_100..400_i64).prop_map(|days| today() + TimeDelta::days(days))
}

fn scopes() -> impl Strategy<Value = Scope> {
    prop_oneof![
        Just(Scope::Authority),
        Just(Scope::Board),
        (1..3_u128).prop_map(|number| Scope::Service(service(number))),
        (1..4_u128).prop_map(|number| Scope::Team(team(number))),
    ]
}

fn roles_held() -> impl Strategy<Value = RoleHeld> {
    (select(Role::ALL), scopes(), days(), option::of(days())).prop_map(|(role, scope, from, to)| RoleHeld {
        role,
        scope,
        from,
        to,
    })
}

fn supervisions() -> impl Strategy<Value = Supervision> {
    (people(), days(), option::of(days())).prop_map(|(worker, from, to)| Supervision { worker, from, to })
}

fn actors() -> impl Strategy<Value = Actor> {
    (
        people(),
        proptest::bool::weighted(0.9),
        vec(roles_held(), 0..5),
        vec(supervisions(), 0..3),
        vec((1..4_u128).prop_map(team), 0..2),
    )
        .prop_map(|(person, active, roles, supervises, ties)| Actor { person, active, roles, supervises, ties })
}

fn reviews() -> impl Strategy<Value = ReviewFacts> {
    let listed = (vec(people(), 0..4), vec(people(), 0..2));
    ((1..4_u128).prop_map(team), (1..3_u128).prop_map(service), any::<(bool, bool, bool)>(), listed).prop_map(
        |(team, service, (announced, completed, presented), (reviewers, reading_blind))| ReviewFacts {
            id: ReviewId::from(Uuid::from_u128(1)),
            team,
            service,
            announced,
            open: !completed,
            completed,
            presented,
            reviewers,
            reading_blind,
        },
    )
}

fn councils() -> impl Strategy<Value = Council> {
    (reviews(), people(), any::<bool>(), option::of(people()), people()).prop_map(
        |(review, worker, read, owner, drafted_by)| Council {
            dip: DipFacts { team: owner.map(|_| (review.team, review.service)), closed: read },
            review,
            case: CaseFacts { worker, reviewer: None, read },
            action: ActionFacts { owner },
            drafted_by,
        },
    )
}

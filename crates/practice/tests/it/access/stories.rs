//! Stories that must come out right, told from beginning to end.

use practice::access::Action::*;
use practice::access::{Action, Actor, Conflict, Decision, Object, Role, Scope, Tie, decide, may_review};

use super::world::*;

const NOTHING: [Action; 0] = [];

/// Everything that somebody may do to a thing.
fn allowed(actor: &Actor, thing: Thing) -> Vec<Action> {
    Action::ALL
        .iter()
        .copied()
        .filter(|action| thing.with(|object| decide(actor, *action, object, today()).allowed))
        .collect()
}

fn refusal(person: &Actor, on: &str) -> Option<String> {
    may_review(person, team(1), service(1), day(on)).err().map(|conflict| conflict.to_string())
}

#[test]
fn those_who_lead_find_no_trace_of_the_outcome_before_the_presentation() {
    for stage in [Stage::Planned, Stage::Announced, Stage::Completed, Stage::Reopened] {
        for thing in
            [Thing::Review(stage), Thing::UnreadCase(stage), Thing::ReadCase(stage), Thing::ActionOf(SOMEBODY, stage)]
        {
            assert_eq!(allowed(&director(), thing), [SeeProgress], "{thing:?}");
            assert_eq!(allowed(&principal(), thing), [SeeProgress], "{thing:?}");
            assert_eq!(allowed(&head(), thing), [SeeProgress, SeeAlert], "{thing:?}");
            assert_eq!(allowed(&service_manager(), thing), [SeeProgress, SeeAlert], "{thing:?}");
        }
    }
}

#[test]
fn those_who_manage_the_team_know_only_its_stage_and_its_alerts() {
    let announced = Thing::ReadCase(Stage::Announced);
    assert_eq!(allowed(&team_manager(), announced), [SeeProgress, CheckFacts, SeeAlert, CloseAlert]);
    assert_eq!(allowed(&supervisor(), announced), [SeeProgress]);

    let planned = Thing::Review(Stage::Planned);
    assert_eq!(allowed(&team_manager(), planned), [SeeAlert, CloseAlert]);
    assert_eq!(allowed(&supervisor(), planned), NOTHING);
}

#[test]
fn a_reviewer_who_left_the_team_23_months_ago_is_refused_and_told_from_when_they_are_free() {
    let expert = expert().who_was(Role::Worker, in_team(), "2024-12-16");
    let told = "worked in the team until 16 December 2024 and may review it from 16 December 2026";
    assert_eq!(refusal(&expert, "2026-11-16").as_deref(), Some(told));
    assert_eq!(refusal(&expert, "2026-12-15").as_deref(), Some(told));
    assert_eq!(refusal(&expert, "2026-12-16"), None);
}

#[test]
fn a_reviewer_who_left_the_team_25_months_ago_is_free() {
    let reviewer = reviewer().who_was(Role::Worker, in_team(), "2024-10-11");
    assert_eq!(refusal(&reviewer, "2026-11-16"), None);
}

#[test]
fn a_refusal_says_what_the_tie_is() {
    let asked = reviewer;
    for (person, told) in [
        (asked().who_is(Role::Worker, in_team()), "works in the team"),
        (asked().who_is(Role::Supervisor, in_team()), "supervises in the team"),
        (asked().who_is(Role::TeamManager, in_team()), "manages the team"),
        (
            asked().who_was(Role::TeamManager, in_team(), "2026-12-31"),
            "manages the team until 31 December 2026 and may review it from 31 December 2028",
        ),
        (
            asked().who_was(Role::ServiceManager, in_service(), "2026-02-01"),
            "was a manager of the service the team belongs to until 1 February 2026 \
             and may review it from 1 February 2028",
        ),
        (asked().who_is(Role::Director, Scope::Authority), "is a manager of the service the team belongs to"),
        (asked().who_is(Role::PrincipalSocialWorker, Scope::Authority), "leads the profession"),
        (asked().with_a_tie_to(team(1)), "has declared a tie to the team"),
    ] {
        assert_eq!(refusal(&person, "2026-11-16").as_deref(), Some(told));
    }
}

#[test]
fn ties_to_another_team_and_posts_still_to_come_are_no_conflict() {
    let from = day("2026-11-17");
    let mut newcomer = reviewer();
    newcomer.roles.push(practice::access::RoleHeld { role: Role::Worker, scope: in_team(), from, to: None });
    assert_eq!(refusal(&newcomer, "2026-11-16"), None);

    let elsewhere = reviewer()
        .who_is(Role::TeamManager, Scope::Team(team(2)))
        .who_is(Role::ServiceManager, Scope::Service(service(2)))
        .with_a_tie_to(team(2));
    assert_eq!(refusal(&elsewhere, "2026-11-16"), None);
}

#[test]
fn of_two_ties_the_one_that_lasts_longer_is_told() {
    let person =
        reviewer().who_was(Role::TeamManager, in_team(), "2026-01-31").who_was(Role::Worker, in_team(), "2025-01-31");
    let told = may_review(&person, team(1), service(1), today());
    assert_eq!(
        told,
        Err(Conflict {
            tie: Tie::ManagesTeam,
            holds: false,
            until: Some(day("2026-01-31")),
            free_from: Some(day("2028-01-31")),
        })
    );
}

#[test]
fn a_managers_right_lasts_through_the_last_day_and_no_longer() {
    let review = Stage::Presented.review();
    let manager = somebody(15).who_was(Role::TeamManager, in_team(), "2026-11-16");
    let on = |date: &str| decide(&manager, SeeReport, &Object::Review(&review), day(date));
    assert_eq!(on("2026-11-16"), Decision { allowed: true, rule: "R11" });
    assert_eq!(on("2026-11-17"), Decision::DEFAULT);
    assert_eq!(on("2020-01-05"), Decision::DEFAULT, "the post began on 6 January 2020");
}

#[test]
fn somebody_who_has_left_can_do_nothing_to_anything() {
    let leaver = worker().who_is(Role::QaLead, Scope::Authority).who_is(Role::SystemAdmin, Scope::Authority).who_left();
    for thing in Thing::every() {
        assert_eq!(allowed(&leaver, thing), NOTHING, "{thing:?}");
    }
    assert!(!practice::access::visible_reviews(&leaver, today()).admits(&Stage::Presented.review()));
}

#[test]
fn a_reviewer_who_becomes_director_during_the_review_stops_there() {
    let promoted = reviewer().who_is(Role::Director, Scope::Authority);
    for action in [SeeEvidence, Judge, SeeOutcome] {
        let decision = Thing::Review(Stage::Announced).with(|object| decide(&promoted, action, object, today()));
        assert_eq!(decision, Decision { allowed: false, rule: "R8" });
    }
}

#[test]
fn the_lead_goes_on_with_the_work_from_a_seat_on_the_board() {
    let lead = qa_lead().who_is(Role::BoardMember, Scope::Board);
    for thing in Thing::every() {
        assert_eq!(allowed(&lead, thing), allowed(&qa_lead(), thing), "{thing:?}");
    }
}

#[test]
fn a_worker_on_the_board_keeps_a_workers_rights_and_gains_only_stages_and_dates() {
    let member = worker().who_is(Role::BoardMember, Scope::Board);
    for thing in Thing::every() {
        let mut gained = allowed(&member, thing);
        gained.retain(|action| !allowed(&worker(), thing).contains(action));
        assert!(gained.iter().all(|action| *action == SeeProgress), "{thing:?}: {gained:?}");
    }
}

#[test]
fn the_administrator_has_no_content() {
    for stage in Stage::ALL {
        for thing in [Thing::Review(stage), Thing::ReadCase(stage), Thing::ActionOf(WORKER, stage)] {
            assert_eq!(allowed(&administrator(), thing), NOTHING, "{thing:?}");
        }
    }
    assert_eq!(allowed(&administrator(), Thing::Journal), NOTHING);
    assert_eq!(allowed(&administrator(), Thing::Caseload), NOTHING);
}

#[test]
fn an_action_asked_of_the_wrong_kind_of_thing_is_refused() {
    for action in [SeeProgress, SeeReport, PlanReview, CloseAction, ManageAccounts] {
        let decision = decide(&qa_lead(), action, &Object::Standards, today());
        assert_eq!(decision, Decision::DEFAULT, "{action:?}");
    }
}

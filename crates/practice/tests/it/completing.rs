//! What is in the way of completing a review.

use practice::reviews::{Checklist, FactsState, SourceState, SourceStatus};

fn source(id: &str, state: SourceState) -> SourceStatus {
    SourceStatus { source: id.into(), name: format!("Source {id}"), state, detail: "4 replies".into() }
}

#[test]
fn a_source_that_was_not_tried_blocks_and_one_that_was_tried_does_not() {
    let with = |state| Checklist { sources: vec![source("E3", state)], ..Checklist::default() }.blockers().len();
    for (state, blockers) in [
        (SourceState::Planned, 1),
        (SourceState::InProgress, 1),
        (SourceState::Collected, 0),
        (SourceState::Weak, 0),
        (SourceState::NotAvailable, 0),
    ] {
        assert_eq!(with(state), blockers, "{state:?}");
    }
}

#[test]
fn every_blocker_names_what_and_where() {
    let list = Checklist {
        not_written_down: vec!["S18 Safeguarding".into()],
        second_readings_left: 2,
        is_said_why: false,
        differences_left: 1,
        unsettled: (1..=7).map(|n| (format!("S0{n}"), "Name".to_owned())).collect(),
        waiting_second_reader: vec!["S28 Reviews".into()],
        sources: vec![],
        workers_without_case: vec!["Tobias Featherstone-Khan".into()],
        unread: vec!["LD-0396".into()],
        without_strength: vec!["LD-0480".into()],
        untagged: vec!["LD-0381".into()],
        facts: FactsState::NotPutUp,
        open_surveys: 1,
        open_alerts: 1,
        words_missing: true,
    };
    let found = list.blockers();
    assert_eq!(found.len(), 13);
    assert!(
        found[0].says.starts_with("7 standards are not settled: S01 Name, ") && found[0].says.contains("and 2 more")
    );
    assert_eq!(
        found.iter().map(|b| b.place).collect::<Vec<_>>(),
        [
            "standards",
            "standards",
            "coverage",
            "cases",
            "cases",
            "cases",
            "cases",
            "moderation",
            "moderation",
            "surveys",
            "facts",
            "alerts",
            "words"
        ]
    );
    assert!(Checklist::default().blockers().is_empty());
}

#[test]
fn facts_that_wait_for_an_answer_stand_in_the_way_and_say_until_when() {
    let with = |facts| Checklist { facts, ..Checklist::default() }.blockers();
    let until = "2026-12-14".parse().expect("a day");
    let waits = with(FactsState::Waits(until));
    assert!(waits[0].says.contains("until 14 December 2026") && waits[0].place == "facts", "{waits:?}");
    assert!(with(FactsState::NotPutUp)[0].says.contains("Put them up"));
    assert!(with(FactsState::Over).is_empty());
}

#[test]
fn a_survey_that_is_open_is_closed_first() {
    let with = |open_surveys| Checklist { open_surveys, ..Checklist::default() }.blockers();
    assert_eq!(with(1)[0].says, "A survey is still open: close it first.");
    assert_eq!((with(2)[0].place, with(0).len()), ("surveys", 0));
}

#[test]
fn what_sources_tell_differently_is_decided_and_what_two_are_to_read_is_read_or_accounted_for() {
    let says = |list: Checklist| list.blockers().into_iter().map(|blocker| blocker.says).collect::<Vec<_>>();
    let with =
        |left, differ| Checklist { second_readings_left: left, differences_left: differ, ..Checklist::default() };
    assert_eq!(says(with(1, 0)), ["1 second reading is left. Have it made, or say in the report why it was not."]);
    assert!(says(Checklist { is_said_why: true, ..with(4, 0) }).is_empty(), "the report gives the reason");
    assert_eq!(says(with(0, 3)), ["Two readers differ on 3 marks, and nobody has talked them through."]);
    let not_written_down = vec!["S18 Safeguarding".to_owned(), "S20 Risk".to_owned()];
    let found = says(Checklist { not_written_down, ..Checklist::default() });
    assert_eq!(found.len(), 2, "each is named");
    assert!(found[0].starts_with("Sources tell different things of S18 Safeguarding."), "{found:?}");
}

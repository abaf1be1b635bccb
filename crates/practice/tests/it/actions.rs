//! Plans: what must be there, and when a plan is mostly paper.

use practice::actions::{PlanProblem, Planned, WorksOn, mostly_paper, plan_problems};

fn action(works_on: WorksOn) -> Planned {
    Planned {
        outcome: "People can say what will change.".into(),
        step: "A clinic each Tuesday.".into(),
        has_owner: true,
        due: "2026-03-31".parse().ok(),
        stops: "The checklist is withdrawn.".into(),
        works_on,
    }
}

#[test]
fn a_plan_says_what_who_when_and_what_stops() {
    assert_eq!(plan_problems(&[]), [PlanProblem::Empty]);
    assert!(plan_problems(&[action(WorksOn::Outcome)]).is_empty());
    let bare =
        Planned { step: " ".into(), has_owner: false, due: None, stops: String::new(), ..action(WorksOn::Outcome) };
    let said: Vec<String> = plan_problems(&[bare]).iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "Action 1 does not say what is done first.",
            "Action 1 does not say who does it.",
            "Action 1 does not say by when.",
            "The plan says what is added and not what stops or shrinks. Name at least one thing.",
        ]
    );
    let seven: Vec<_> = (0..7).map(|_| action(WorksOn::Outcome)).collect();
    assert_eq!(plan_problems(&seven), [PlanProblem::TooMany(7)]);
}

#[test]
fn a_plan_that_is_mostly_paper_is_flagged() {
    let mut twelve: Vec<_> = (0..10).map(|_| action(WorksOn::RecordingOrProcess)).collect();
    twelve.extend([action(WorksOn::Conditions), action(WorksOn::Conditions)]);
    let warning = mostly_paper(&twelve).expect("flagged");
    assert_eq!((warning.on_paper, warning.of, warning.any_practice), (10, 12, false));
    assert!(mostly_paper(&[action(WorksOn::Conditions)]).is_some(), "nothing for people and nothing watched");
    assert!(mostly_paper(&[action(WorksOn::RecordingOrProcess), action(WorksOn::Outcome)]).is_none());
}

//! Judging differently from the rules.

use practice::reviews::{Grade, Outcome, OverrideProblem, check_override, direct_sources, on_records_alone};

use crate::shipped::adult;

const THIRTY: &str = "one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two three four five six seven eight nine ten";

#[test]
fn one_step_with_thirty_words_and_evidence_may_stand() {
    assert_eq!(check_override(Grade::RequiresImprovement.into(), Grade::Good, THIRTY, 2, 0, None), Ok(()));
    assert_eq!(check_override(Grade::RequiresImprovement.into(), Grade::Inadequate, THIRTY, 1, 0, None), Ok(()));
    assert_eq!(check_override(Grade::Good.into(), Grade::Outstanding, THIRTY, 2, 2, None), Ok(()));
}

#[test]
fn everything_that_is_in_the_way_is_said_at_once() {
    let problems =
        check_override(Grade::Inadequate.into(), Grade::Good, "too short", 0, 0, None).expect_err("three problems");
    assert_eq!(
        problems,
        [
            OverrideProblem::TooFar { from: Grade::Inadequate, to: Grade::Good, steps: 2 },
            OverrideProblem::TooFewWords(2),
            OverrideProblem::NoEvidence,
        ]
    );
}

#[test]
fn what_is_not_a_grade_cannot_be_moved() {
    for outcome in [Outcome::NotJudged, Outcome::Undetermined] {
        let found = check_override(outcome, Grade::Good, THIRTY, 1, 0, None);
        assert_eq!(found, Err(vec![OverrideProblem::NotAGrade(outcome)]));
    }
}

#[test]
fn outstanding_needs_two_direct_sources() {
    assert_eq!(
        check_override(Grade::Good.into(), Grade::Outstanding, THIRTY, 3, 1, None),
        Err(vec![OverrideProblem::OutstandingNeedsTwoDirect])
    );
}

#[test]
fn nobody_settles_good_on_records_alone() {
    let adult = adult();
    let unheard = |standard: &str, sources: &[&str]| {
        let sources = sources.iter().map(|source| (*source).to_owned()).collect();
        on_records_alone(&adult, adult.standard(standard).expect("a standard"), &sources)
    };
    let says = unheard("S14", &["E10", "E6"]).expect("records alone");
    assert!(says.starts_with("It cannot be good on records alone: good needs one of "), "{says}");
    let held = Grade::RequiresImprovement;
    assert_eq!(
        check_override(held.into(), Grade::Good, THIRTY, 2, 0, Some(says.clone())),
        Err(vec![OverrideProblem::OnRecordsAlone(says.clone())])
    );
    assert_eq!(check_override(held.into(), Grade::Inadequate, THIRTY, 2, 0, Some(says)), Ok(()));
    assert_eq!(unheard("S14", &["E10", "E11"]), None, "it was seen");
    assert_eq!(unheard("S37", &["E10"]), None, "its rule asks for nobody");
}

#[test]
fn what_counts_as_first_hand_is_said_by_the_standards() {
    let adult = adult();
    let direct = direct_sources(&adult, adult.standard("S18").expect("a standard"));
    assert!(direct.contains("E8") && !direct.contains("E6") && !direct.contains("E10"), "{direct:?}");
}

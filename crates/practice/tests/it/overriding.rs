//! Judging differently from the rules.

use practice::reviews::{Grade, Outcome, OverrideProblem, check_override};

const THIRTY: &str = "one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two three four five six seven eight nine ten";

#[test]
fn one_step_with_thirty_words_and_evidence_may_stand() {
    assert_eq!(check_override(Grade::RequiresImprovement.into(), Grade::Good, THIRTY, 2, 0), Ok(()));
    assert_eq!(check_override(Grade::RequiresImprovement.into(), Grade::Inadequate, THIRTY, 1, 0), Ok(()));
    assert_eq!(check_override(Grade::Good.into(), Grade::Outstanding, THIRTY, 2, 2), Ok(()));
}

#[test]
fn everything_that_is_in_the_way_is_said_at_once() {
    let problems =
        check_override(Grade::Inadequate.into(), Grade::Good, "too short", 0, 0).expect_err("three problems");
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
        assert_eq!(check_override(outcome, Grade::Good, THIRTY, 1, 0), Err(vec![OverrideProblem::NotAGrade(outcome)]));
    }
}

#[test]
fn outstanding_needs_two_direct_sources() {
    assert_eq!(
        check_override(Grade::Good.into(), Grade::Outstanding, THIRTY, 3, 1),
        Err(vec![OverrideProblem::OutstandingNeedsTwoDirect])
    );
}

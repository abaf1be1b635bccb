//! From cases to the team and to the whole.

use practice::reviews::{Given, Grade, Outcome, Verdict, from_cases, hold_team, next_dates, overall};

use crate::shipped::adult;

fn case(worst: Outcome, best: Outcome) -> Verdict {
    Verdict {
        outcome: if worst == best { worst } else { Outcome::Undetermined },
        worst,
        best,
        because: String::new(),
        missing: vec![],
        good_needs: vec![],
        share: None,
        unheard: false,
        waits_for_second_reader: false,
    }
}

fn cases(good: usize, ri: usize, inadequate: usize) -> Vec<Verdict> {
    let of = |grade: Grade, n: usize| std::iter::repeat_with(move || case(grade.into(), grade.into())).take(n);
    of(Grade::Good, good).chain(of(Grade::RequiresImprovement, ri)).chain(of(Grade::Inadequate, inadequate)).collect()
}

#[test]
fn cases_suggest_a_grade_for_the_team() {
    let rule = adult().cases_to_team;
    for (good, ri, inadequate, critical, expected) in [
        (7, 2, 0, true, Grade::Good),
        (5, 3, 1, false, Grade::RequiresImprovement),
        (3, 5, 1, true, Grade::RequiresImprovement),
        (1, 3, 3, true, Grade::Inadequate),
        (8, 0, 2, true, Grade::Inadequate),
        (19, 0, 1, true, Grade::RequiresImprovement),
        (9, 0, 1, false, Grade::Good),
        (8, 0, 2, false, Grade::RequiresImprovement),
        (6, 0, 2, false, Grade::Inadequate),
        (3, 1, 0, false, Grade::Good),
        (2, 1, 0, false, Grade::RequiresImprovement),
    ] {
        let found = from_cases(&rule, critical, &cases(good, ri, inadequate));
        assert_eq!(found.outcome, expected.into(), "{good} {ri} {inadequate} {critical}: {}", found.because);
    }
}

#[test]
fn a_team_is_good_only_where_somebody_was_heard_on_the_standard_itself() {
    let adult = adult();
    let (good, improve, worst) = (Grade::Good, Grade::RequiresImprovement, Grade::Inadequate);
    let held = |standard: &str, sources: &[&str], disputed: bool, grade: Grade| {
        let given = Given {
            sources: sources.iter().map(|source| (*source).to_owned()).collect(),
            unresolved_contradiction: disputed,
            ..Given::default()
        };
        let standard = adult.standard(standard).expect("a standard");
        hold_team(&adult, standard, &given, Verdict { because: "Good: so.".into(), ..case(grade.into(), grade.into()) })
    };
    for (standard, sources, disputed, from, expected) in [
        // A critical standard always needs somebody; an ordinary one where its list names anybody; a counted one too.
        ("S01", &["E10"][..], false, good, Outcome::NotJudged),
        ("S01", &["E10", "E6"], false, good, Outcome::NotJudged),
        ("S01", &["E10"], true, good, improve.into()),
        ("S01", &["E10", "E8"], false, good, good.into()),
        ("S01", &["E10", "E8"], true, good, improve.into()),
        ("S14", &["E10", "E6"], false, good, improve.into()),
        ("S14", &["E10", "E11"], false, good, good.into()),
        ("S36", &["E10"], false, good, improve.into()),
        ("S37", &["E10"], false, good, good.into()),
        // What is wrong is said all the same.
        ("S01", &["E10"], false, worst, worst.into()),
        ("S01", &["E10"], true, improve, improve.into()),
    ] {
        let found = held(standard, sources, disputed, from);
        assert_eq!(found.outcome, expected, "{standard} {sources:?}: {}", found.because);
        assert_eq!(found.outcome == from.into(), found.because == "Good: so.", "{}", found.because);
    }
    let both = held("S18", &["E10"], true, Grade::Good);
    assert!(
        both.because.starts_with("Requires improvement: so. It cannot be good on records alone"),
        "{}",
        both.because
    );
    assert!(both.because.ends_with("so it cannot be good.") && both.unheard, "{}", both.because);
    // Good is out of reach, whatever is not marked yet.
    let open = case(Grade::RequiresImprovement.into(), Grade::Good.into());
    let given = Given { sources: ["E10".to_owned()].into(), ..Given::default() };
    let found = hold_team(&adult, adult.standard("S01").expect("a standard"), &given, open);
    assert_eq!((found.worst, found.best), (improve.into(), Outcome::NotJudged));
}

#[test]
fn a_case_that_cannot_be_told_yet_makes_the_team_undetermined_where_it_matters() {
    let rule = adult().cases_to_team;
    let open = case(Grade::Inadequate.into(), Grade::Good.into());
    let mut some = cases(4, 1, 0);
    some.push(open.clone());
    assert_eq!(from_cases(&rule, false, &some).outcome, Outcome::Undetermined);
    let mut poor = cases(0, 0, 3);
    poor.push(open);
    assert_eq!(from_cases(&rule, true, &poor).outcome, Grade::Inadequate.into());
    assert_eq!(from_cases(&rule, true, &[]).outcome, Outcome::NotJudged);
}

#[test]
fn the_sentence_counts_the_cases() {
    let found = from_cases(&adult().cases_to_team, true, &cases(1, 3, 3));
    assert_eq!(
        found.because,
        "Inadequate: one of seven cases is good, three require improvement and three are inadequate."
    );
}

#[test]
fn scenario_9_a_critical_standard_caps_the_whole() {
    let adult = adult();
    let rule = adult.overall.as_ref().expect("there is a rule");
    let standards: Vec<(&str, bool, Outcome)> = adult
        .standards
        .iter()
        .map(|s| {
            (s.name.as_str(), s.critical, if s.id == "S18" { Grade::Inadequate.into() } else { Grade::Good.into() })
        })
        .collect();
    let found = overall(rule, &standards);
    assert_eq!(found.outcome, Grade::Inadequate.into());
    assert_eq!(
        found.because,
        "Inadequate: safeguarding is inadequate: a critical standard, and that limits the whole."
    );
    let presented = "2025-12-11".parse().expect("a date");
    let dates = next_dates(adult.next_review.as_ref().expect("a rule"), found.outcome, true, presented).expect("dates");
    assert_eq!(dates.full_review.to_string(), "2026-06-11");
    assert_eq!(dates.critical_resample.map(|d| d.to_string()).as_deref(), Some("2026-03-11"));
}

#[test]
fn without_a_critical_worry_four_fifths_good_is_good() {
    let rule = adult().overall.expect("there is a rule");
    let of = |good: usize, inadequate: usize| {
        let all: Vec<(&str, bool, Outcome)> = (0..50)
            .map(|i| {
                (
                    "x",
                    false,
                    if i < good {
                        Grade::Good
                    } else if i < good + inadequate {
                        Grade::Inadequate
                    } else {
                        Grade::RequiresImprovement
                    }
                    .into(),
                )
            })
            .collect();
        overall(&rule, &all).outcome
    };
    assert_eq!(of(40, 3), Grade::Good.into());
    assert_eq!(of(39, 0), Grade::RequiresImprovement.into());
    assert_eq!(of(45, 4), Grade::RequiresImprovement.into());
}

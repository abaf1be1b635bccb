//! How marks become a grade, as tables that a principal social worker could read and correct.

use std::collections::{BTreeMap, BTreeSet};

use practice::frameworks::Framework;
use practice::reviews::{Called, Given, Grade, Mark, Marks, Outcome, RateFound, Verdict, judge};
use proptest::prelude::*;

use crate::shipped::{adult, signs};

const GOOD: Outcome = Outcome::Graded(Grade::Good);
const RI: Outcome = Outcome::Graded(Grade::RequiresImprovement);
const INADEQUATE: Outcome = Outcome::Graded(Grade::Inadequate);
const NOT_JUDGED: Outcome = Outcome::NotJudged;

/// Marks in the order of the parts: `clear`, `met` … `n/a` (with a reason), `-` for not marked yet.
fn given(framework: &Framework, standard: &str, parts: &str, marks: &str, sources: &[&str]) -> Given {
    let standard = framework.standard(standard).expect("the standard exists");
    let words: Vec<(&str, &str)> = parts
        .split_whitespace()
        .zip(marks.split_whitespace())
        .filter(|(_, mark)| *mark != "-")
        .map(|(part, mark)| (part, if mark == "n/a" { "na" } else { mark }))
        .collect();
    let reasons: BTreeMap<String, String> = words
        .iter()
        .filter(|(_, m)| *m == "na")
        .map(|(p, _)| ((*p).to_owned(), "It does not apply here.".to_owned()))
        .collect();
    Given {
        marks: Marks::check(standard, &framework.scale, words, &reasons).expect("the marks are sound"),
        sources: sources.iter().map(|s| (*s).to_owned()).collect(),
        ..Given::default()
    }
}

fn verdict(framework: &Framework, standard: &str, given: &Given) -> Verdict {
    judge(framework, framework.standard(standard).expect("the standard exists"), given)
}

fn gives(framework: &Framework, standard: &str, parts: &str, sources: &[&str], rows: &[(&str, Outcome, Outcome)]) {
    for (marks, worst, best) in rows {
        let found = verdict(framework, standard, &given(framework, standard, parts, marks, sources));
        assert_eq!((found.worst, found.best), (*worst, *best), "{standard} {marks}: {}", found.because);
        let expected = if worst == best { *worst } else { Outcome::Undetermined };
        assert_eq!(found.outcome, expected, "{standard} {marks}");
        assert!(found.because.starts_with(expected.words()), "{}", found.because);
    }
}

#[test]
fn a_child_who_was_not_seen_makes_an_assessment_inadequate_whatever_else_is_clear() {
    gives(
        &signs(),
        "VS1",
        "A1 A1v A2 A3 A4",
        &[],
        &[
            // seen  views parenting agencies analysis
            ("clear clear clear clear clear", GOOD, GOOD),
            ("clear none  clear clear clear", RI, RI),
            ("clear some  clear clear clear", RI, RI),
            ("some  n/a   clear none  clear", RI, RI),
            ("some  clear clear clear clear", RI, RI),
            ("some  clear some  some  clear", INADEQUATE, INADEQUATE),
            ("none  none  clear clear clear", INADEQUATE, INADEQUATE),
            ("clear clear clear some  none", INADEQUATE, INADEQUATE),
            ("clear clear -     clear clear", RI, GOOD),
            ("-     clear clear clear clear", INADEQUATE, GOOD),
            ("none  -     -     -     -", INADEQUATE, INADEQUATE),
            ("clear clear n/a   clear clear", GOOD, GOOD),
            ("clear clear n/a   clear none", INADEQUATE, INADEQUATE),
            ("clear clear n/a   n/a   none", INADEQUATE, INADEQUATE),
            ("some  clear n/a   n/a   clear", RI, RI),
        ],
    );
}

#[test]
fn scenario_11_vs1_seen_with_two_of_three_requires_improvement_and_not_seen_is_inadequate() {
    gives(
        &signs(),
        "VS1",
        "A1 A1v A2 A3 A4",
        &[],
        &[("clear clear clear clear none", RI, RI), ("none  none  clear clear clear", INADEQUATE, INADEQUATE)],
    );
}

#[test]
fn scenario_12_vs1_a_baby_observed_is_good_and_a_twelve_year_old_without_views_is_not() {
    gives(
        &signs(),
        "VS1",
        "A1 A1v A2 A3 A4",
        &[],
        &[("clear n/a  clear clear clear", GOOD, GOOD), ("clear none clear clear clear", RI, RI)],
    );
}

#[test]
fn scenario_13_vs6_counts_four_of_six_and_unfocused_needs_a_reason_and_a_second_reader() {
    let signs = signs();
    gives(
        &signs,
        "VS6",
        "P1 P2 P3 P4 P5 P6",
        &[],
        &[
            ("clear clear clear clear n/a   clear", GOOD, GOOD),
            ("clear clear clear clear none  none", RI, RI),
            ("clear clear clear none  none  none", INADEQUATE, INADEQUATE),
            ("clear clear clear clear n/a   none", RI, RI),
            ("clear clear clear none  n/a   none", INADEQUATE, INADEQUATE),
            ("clear n/a   n/a   clear n/a   none", RI, RI),
            ("clear n/a   n/a   none  n/a   none", INADEQUATE, INADEQUATE),
        ],
    );
    let mut unfocused = given(&signs, "VS6", "P1 P2 P3 P4 P5 P6", "clear clear clear clear none none", &[]);
    unfocused.stop =
        Some(Called { reason: "Nine topics and no decision about the child.".into(), second_reader: None });
    let alone = verdict(&signs, "VS6", &unfocused);
    assert_eq!(alone.outcome, RI, "one reader alone does not decide it");
    assert!(alone.because.contains("waits for a second reader"), "{}", alone.because);
    unfocused.stop =
        Some(Called { reason: "Nine topics and no decision about the child.".into(), second_reader: Some(true) });
    assert_eq!(verdict(&signs, "VS6", &unfocused).outcome, INADEQUATE);
    unfocused.stop = Some(Called { reason: "Nine topics and no decision.".into(), second_reader: Some(false) });
    let declined = verdict(&signs, "VS6", &unfocused);
    assert_eq!(declined.outcome, RI, "a second reader who does not agree leaves the marks to decide");
    assert!(!declined.waits_for_second_reader && declined.because.contains("did not agree"), "{}", declined.because);
    let mut half = given(&signs, "VS6", "P1 P2 P3 P4 P5 P6", "clear clear clear - none none", &[]);
    half.stop = Some(Called { reason: "Nine topics and no decision.".into(), second_reader: None });
    let open = verdict(&signs, "VS6", &half);
    assert_eq!((open.worst, open.best), (INADEQUATE, RI), "what is not marked could still ask for a second reader");
}

#[test]
fn the_four_other_signs_follow_their_truth_tables() {
    let signs = signs();
    gives(
        &signs,
        "VS2",
        "E1 E2 E3 E4 E5",
        &[],
        &[
            ("clear clear clear clear clear", GOOD, GOOD),
            ("some  clear clear clear none", RI, RI),
            ("clear clear clear none  none", INADEQUATE, INADEQUATE),
            ("none  clear clear clear clear", INADEQUATE, INADEQUATE),
            ("clear n/a   clear clear none", INADEQUATE, INADEQUATE),
            ("clear n/a   n/a   clear none", INADEQUATE, INADEQUATE),
            ("some  n/a   n/a   clear clear", RI, RI),
        ],
    );
    gives(
        &signs,
        "VS3",
        "N1 N2 N3 N4 N5 N6",
        &[],
        &[
            ("clear clear clear clear clear clear", GOOD, GOOD),
            ("clear clear clear clear none  none", RI, RI),
            ("some  clear clear clear clear clear", INADEQUATE, INADEQUATE),
            ("clear clear clear none  none  n/a", INADEQUATE, INADEQUATE),
            ("clear clear clear n/a   none  n/a", RI, RI),
        ],
    );
    gives(
        &signs,
        "VS4",
        "C1 C2 C3 C4 C5 C6 C7",
        &[],
        &[
            ("clear clear clear clear clear clear clear", GOOD, GOOD),
            ("clear clear clear clear some  none  none", RI, RI),
            ("clear clear clear clear none  clear clear", INADEQUATE, INADEQUATE),
            ("some  clear clear clear clear clear clear", INADEQUATE, INADEQUATE),
        ],
    );
    gives(
        &signs,
        "VS5",
        "T1 T2 T3 T4 T5 T6",
        &[],
        &[
            ("clear clear clear clear clear clear", GOOD, GOOD),
            ("some  clear clear clear clear clear", RI, RI),
            ("some  clear clear clear none  none", RI, RI),
            ("some  clear clear none  none  none", INADEQUATE, INADEQUATE),
            ("none  clear clear clear clear clear", INADEQUATE, INADEQUATE),
        ],
    );
}

#[test]
fn a_danger_without_a_safety_step_outweighs_every_mark() {
    let signs = signs();
    for (standard, parts) in [("VS2", "E1 E2 E3 E4 E5"), ("VS5", "T1 T2 T3 T4 T5 T6")] {
        let marks = "clear ".repeat(6);
        let mut all_clear = given(&signs, standard, parts, &marks, &[]);
        all_clear.stop = Some(Called { reason: "Left with the man who hurt her.".into(), second_reader: None });
        let found = verdict(&signs, standard, &all_clear);
        assert_eq!((found.worst, found.best), (INADEQUATE, INADEQUATE));
        assert!(found.because.contains("Left with the man who hurt her"), "{}", found.because);
    }
}

#[test]
fn the_sentence_says_what_is_there_and_what_is_not() {
    let signs = signs();
    let said = |standard, parts, marks| verdict(&signs, standard, &given(&signs, standard, parts, marks, &[])).because;
    assert_eq!(
        said("VS1", "A1 A1v A2 A3 A4", "clear clear none clear clear"),
        "Requires improvement: the child was seen and two of the three other parts are clear; parenting capacity is not."
    );
    assert_eq!(
        said("VS1", "A1 A1v A2 A3 A4", "clear clear clear clear clear"),
        "Good: the child was seen and all three other parts are clear."
    );
    assert_eq!(
        said("VS1", "A1 A1v A2 A3 A4", "none none clear clear clear"),
        "Inadequate: the child was not seen, and nothing else makes up for that."
    );
    assert_eq!(
        said("VS1", "A1 A1v A2 A3 A4", "clear clear - clear clear"),
        "Undetermined: it could be requires improvement or good. Not marked yet: parenting capacity."
    );
}

#[test]
fn an_ordinary_standard_needs_every_part_for_good_and_no_essential_part_missing_for_adequate() {
    let every = ["E2", "E8", "E10", "E12"];
    // S19: a! b c! d
    gives(
        &adult(),
        "S19",
        "a b c d",
        &every,
        &[
            ("met met met met", GOOD, GOOD),
            ("met met met partly", RI, RI),
            ("partly met met partly", RI, RI),
            ("not-met met met met", INADEQUATE, INADEQUATE),
            ("met not-met met not-met", INADEQUATE, INADEQUATE),
            ("met partly met not-met", INADEQUATE, INADEQUATE),
            ("met partly met partly", RI, RI),
            ("met not-evidenced met met", RI, RI),
            ("not-evidenced met met met", NOT_JUDGED, NOT_JUDGED),
            ("met not-evidenced met not-evidenced", NOT_JUDGED, NOT_JUDGED),
            ("n/a met met met", GOOD, GOOD),
            ("n/a n/a n/a n/a", NOT_JUDGED, NOT_JUDGED),
            ("- met met met", INADEQUATE, GOOD),
            ("met met met -", RI, GOOD),
            ("not-met - met met", INADEQUATE, INADEQUATE),
        ],
    );
}

#[test]
fn a_critical_standard_allows_one_essential_part_partly_met() {
    let heard = ["E8", "E10"];
    // S18: a! b! c! d e
    gives(
        &adult(),
        "S18",
        "a b c d e",
        &heard,
        &[
            ("met met met met met", GOOD, GOOD),
            ("met met partly met met", RI, RI),
            ("met partly partly met met", INADEQUATE, INADEQUATE),
            ("met met met not-met not-met", INADEQUATE, INADEQUATE),
            ("met met met partly not-met", RI, RI),
            ("met met not-met met met", INADEQUATE, INADEQUATE),
        ],
    );
}

#[test]
fn scenario_10_no_paper_good() {
    let adult = adult();
    let on_record = verdict(&adult, "S01", &given(&adult, "S01", "a b c d e", "met met met met met", &["E10"]));
    assert_eq!(on_record.outcome, NOT_JUDGED, "{}", on_record.because);
    let heard_and_seen =
        verdict(&adult, "S01", &given(&adult, "S01", "a b c d e", "met met met met met", &["E8", "E11"]));
    assert_eq!(heard_and_seen.outcome, GOOD);
}

#[test]
fn supervision_takes_the_survey_of_workers_as_direct_and_no_other_critical_standard_does() {
    let adult = adult();
    for (standard, sources, expected) in [
        ("S41", ["E4", "E12"], GOOD),
        ("S41", ["E11", "E12"], GOOD),
        ("S41", ["E8", "E12"], NOT_JUDGED),
        ("S16", ["E4", "E12"], NOT_JUDGED),
        ("S16", ["E9", "E12"], GOOD),
    ] {
        let found = verdict(&adult, standard, &given(&adult, standard, "a b c d e", "met met met met met", &sources));
        assert_eq!(found.outcome, expected, "{standard} {sources:?}");
    }
}

#[test]
fn an_open_contradiction_keeps_a_critical_standard_from_good() {
    let adult = adult();
    for sources in [&["E8", "E10"][..], &["E10"][..]] {
        let mut disputed = given(&adult, "S18", "a b c d e", "met met met met met", sources);
        disputed.unresolved_contradiction = true;
        let found = verdict(&adult, "S18", &disputed);
        assert_eq!(found.outcome, RI, "{}", found.because);
        assert!(found.good_needs.iter().any(|n| n.contains("disagreement")));
    }
}

#[test]
fn no_standard_about_practice_is_good_on_records_alone() {
    let adult = adult();
    let on_record = |standard: &str| {
        let keys: Vec<String> =
            adult.standard(standard).expect("it exists").elements.iter().map(|e| e.key.clone()).collect();
        let marks = "met ".repeat(keys.len());
        verdict(&adult, standard, &given(&adult, standard, &keys.join(" "), &marks, &["E6", "E10"])).outcome
    };
    for standard in adult.standards.iter().filter(|s| s.rule == "STD") {
        let exempt = ["S23", "S24", "S34", "S37", "S38", "S42", "S45", "S46", "S48"].contains(&standard.id.as_str());
        assert_eq!(on_record(&standard.id), if exempt { GOOD } else { RI }, "{}", standard.id);
    }
}

#[test]
fn practice_that_was_not_seen_is_not_judged() {
    gives(
        &adult(),
        "S31",
        "a b c d",
        &["E8", "E9"],
        &[("met met met met", NOT_JUDGED, NOT_JUDGED), ("- met met met", NOT_JUDGED, NOT_JUDGED)],
    );
    gives(&adult(), "S31", "a b c d", &["E11"], &[("met met met met", GOOD, GOOD), ("met met partly met", RI, RI)]);
}

#[test]
fn a_rate_is_compared_exactly_and_fewer_than_ten_are_not_a_rate() {
    let adult = adult();
    let rate = |passing, of| {
        let mut counted = given(&adult, "S28", "a b c d", "met met met met", &["E8", "E12"]);
        counted.rate = Some(RateFound { passing, of, period: "reviews due in the year to October 2026".into() });
        verdict(&adult, "S28", &counted)
    };
    assert_eq!(rate(52, 58).outcome, RI);
    assert_eq!(rate(9, 10).outcome, GOOD);
    assert_eq!(rate(7, 10).outcome, RI);
    assert_eq!(rate(69, 100).outcome, INADEQUATE);
    assert_eq!(rate(0, 9).outcome, GOOD, "nine are not a rate: the marks decide");
    assert!(rate(52, 58).because.contains("90%, 52 of 58 (likely 79% to 95%; "), "{}", rate(52, 58).because);
    assert!(rate(52, 58).because.contains("just below 90%"), "{}", rate(52, 58).because);
}

#[test]
fn does_not_apply_needs_a_reason_and_some_parts_always_apply() {
    let signs = signs();
    let vs1 = signs.standard("VS1").expect("it exists");
    let reasons = BTreeMap::from([("A1".to_owned(), "Unborn.".to_owned())]);
    let problems =
        Marks::check(vs1, &signs.scale, [("A1", "na"), ("A1v", "na"), ("A9", "clear"), ("A2", "met")], &reasons)
            .expect_err("four problems");
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "VS1 A1 always applies. Give it a mark.",
            "VS1 A1v does not apply: say why.",
            "VS1 has no part “A9”. Its parts are: A1, A1v, A2, A3, A4.",
            "VS1 A2: “met” is not a mark here. Use one of: clear, some, none, na.",
        ]
    );
}

fn any_mark() -> impl Strategy<Value = Option<Mark>> {
    prop_oneof![
        Just(None),
        Just(Some(Mark::Full)),
        Just(Some(Mark::Part)),
        Just(Some(Mark::None)),
        Just(Some(Mark::NotApplicable)),
        Just(Some(Mark::NotEvidenced)),
    ]
}

fn order(outcome: Outcome) -> i32 {
    outcome.grade().map_or(-1, |g| g as i32)
}

proptest! {
    /// Whatever is marked, worst is never better than best, and filling a gap stays between them.
    #[test]
    fn what_comes_later_stays_between_worst_and_best(
        which in 0_usize..50,
        marks in proptest::collection::vec(any_mark(), 5),
        sources in proptest::collection::btree_set(0_usize..12, 0..6),
        fill in prop_oneof![Just(Mark::Full), Just(Mark::Part), Just(Mark::None)],
    ) {
        let adult = adult();
        let standard = &adult.standards[which];
        let mut partial = Given {
            sources: sources.iter().map(|i| adult.sources[*i].id.clone()).collect::<BTreeSet<_>>(),
            ..Given::default()
        };
        for (element, mark) in standard.elements.iter().zip(&marks) {
            if let Some(mark) = mark {
                partial.marks.put(&element.key, *mark, Some("A reason."));
            }
        }
        let before = judge(&adult, standard, &partial);
        prop_assert!(order(before.worst) <= order(before.best));
        for element in &standard.elements {
            if partial.marks.get(&element.key).is_none() {
                partial.marks.put(&element.key, fill, None);
            }
        }
        let after = judge(&adult, standard, &partial);
        prop_assert_eq!(after.worst, after.best);
        prop_assert!(order(before.worst) <= order(after.outcome) && order(after.outcome) <= order(before.best));
        prop_assert!(after.missing.is_empty());
    }
}

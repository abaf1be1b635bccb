//! The draw: by stored seed, one for each worker, and anyone can work it out again.

use chrono::NaiveDate;
use practice::ids::PersonId;
use practice::reviews::{Eligible, Exemption, draw, rank};
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn worker(n: u128, started: &str, cases: &[(&str, &str, bool)]) -> Eligible {
    Eligible {
        worker: PersonId::from(Uuid::from_u128(n)),
        started: day(started),
        long_absence: None,
        cases: cases.iter().map(|(r, opened, last)| ((*r).to_owned(), day(opened), *last)).collect(),
    }
}

#[test]
fn a_rank_is_the_keyed_hash_of_the_reference_under_the_seed() {
    // Worked out independently for the worked example.
    let seed = "review-2026-11/Learning Disability Team/71f3";
    for (reference, first16) in
        [("LD-0463", "0c4cdc6d4d2233a4"), ("LD-0480", "318b27b560162b8c"), ("LD-0326", "0e1efecafcb0c1cb")]
    {
        assert_eq!(&rank(seed, reference)[..16], first16);
    }
}

#[test]
fn scenario_4_one_case_each() {
    let mut team: Vec<Eligible> = (1..=9)
        .map(|n| {
            let a = format!("T-{n}01");
            let b = format!("T-{n}02");
            worker(n, "2024-01-08", &[(&a, "2026-01-05", false), (&b, "2026-02-02", false)])
        })
        .collect();
    team[8].started = day("2026-10-05");
    let drawn = draw("seed", day("2026-11-16"), &team);
    assert_eq!(drawn.iter().filter(|d| d.cases.is_ok()).count(), 8);
    let exempt: Vec<_> = drawn.iter().filter_map(|d| d.cases.as_ref().err()).collect();
    assert_eq!(exempt, [&Exemption::New(day("2026-10-05"))]);
    assert_eq!(drawn, draw("seed", day("2026-11-16"), &team), "the same seed gives the same draw");
    assert_ne!(drawn, draw("another seed", day("2026-11-16"), &team));
    let first = drawn[0].cases.as_ref().expect("drawn");
    assert!(first[0].rank < first[1].rank, "the next in the draw stands ready as replacement");
}

#[test]
fn a_case_opened_under_six_weeks_ago_or_analysed_last_time_is_not_drawn() {
    let one = worker(1, "2020-01-01", &[("NEW", "2026-10-06", false), ("LAST", "2025-01-01", true)]);
    assert_eq!(draw("s", day("2026-11-16"), &[one])[0].cases, Err(Exemption::NoEligibleCase));
    let two = worker(2, "2020-01-01", &[("JUST", "2026-10-05", false)]);
    assert!(draw("s", day("2026-11-16"), &[two])[0].cases.is_ok());
}

#[test]
fn somebody_away_for_long_is_exempt_though_cases_stand_in_their_name() {
    let mut away = worker(1, "2019-05-13", &[("LD-0001", "2025-01-01", false)]);
    away.long_absence = Some("On parental leave since 15 June 2026.".into());
    assert!(matches!(draw("s", day("2026-11-16"), &[away])[0].cases, Err(Exemption::LongAbsence(_))));
}

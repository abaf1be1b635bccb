use chrono::NaiveDate;

use super::money::pounds;
use super::{
    Package, Period, Received, ReceivedKind, Records, Session, Spend, Told, Training, Upheld, half, told,
    twice_the_median,
};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn texts(told: &Told) -> Vec<&str> {
    told.facts.iter().map(|fact| fact.text.as_str()).collect()
}

fn of(records: &Records) -> Told {
    told(records, day("2026-11-16")).expect("rows that count")
}

fn month(month: &str, spend: i64) -> Spend {
    Spend { month: day(month), budget: 82_500_000, spend, overtime: Some(1450), agency: Some(0) }
}

fn package(weekly: i64, requested: &str, decided: &str, started: &str) -> Package {
    Package {
        weekly_cost: weekly * 100,
        started: Some(day(started)),
        requested: day(requested),
        decided: (!decided.is_empty()).then(|| day(decided)),
    }
}

fn session(on: &str, worker: &str, minutes: u32, cancelled_by: &str) -> Session {
    Session {
        on: day(on),
        worker: worker.to_owned(),
        held: minutes > 0,
        minutes: Some(minutes),
        cancelled_by: cancelled_by.to_owned(),
        reflective: (minutes > 0).then_some(minutes > 60),
    }
}

#[test]
fn a_year_of_spend_is_told_with_its_months_and_a_shorter_one_with_a_warning() {
    let year: Vec<Spend> =
        (1..=12).map(|m| month(&format!("{}-{m:02}-01", if m > 9 { 2025 } else { 2026 }), 83_000_000)).collect();
    let full = of(&Records::Spend(year.clone()));
    assert_eq!(
        texts(&full),
        [
            "Spend, October 2025 to September 2026: £9,960,000 against a budget of £9,900,000, £60,000 over (n = 12 months).",
            "Agency cost, October 2025 to September 2026: £0, in 0 of 12 months.",
            "Overtime, October 2025 to September 2026: 174 hours (n = 12 months).",
        ]
    );
    assert!(full.notices.is_empty(), "{:?}", full.notices);
    assert_eq!((full.period.last, full.facts[0].source.as_str()), (day("2026-09-30"), "E1"));
    assert_eq!(full.facts[0].elements, ["S49b"]);

    let short = of(&Records::Spend(year[..3].to_vec()));
    assert!(short.notices[0].starts_with("The file tells of 3 months, January 2026 to March 2026, and not of 12."));
    let gap = of(&Records::Spend(year.into_iter().filter(|row| row.month != day("2026-02-01")).collect()));
    assert_eq!(gap.notices, ["11 months of 12 are in the file. Some between are missing."]);
}

#[test]
fn rows_from_before_the_last_twelve_months_and_of_days_to_come_are_not_counted_and_that_is_said() {
    let rows = ["2025-10-08", "2025-11-06", "2026-10-22", "2026-11-30"].map(|on| Received {
        on: day(on),
        kind: ReceivedKind::Compliment,
        upheld: None,
    });
    let found = of(&Records::Complaints(rows.to_vec()));
    assert_eq!(found.rows, 2);
    assert_eq!(found.period.to_string(), "November 2025 to October 2026");
    assert_eq!(
        found.notices,
        [
            "1 row from before November 2025 is not counted: the last 12 months are.",
            "1 row of a day that has not come is not counted."
        ]
    );
    assert_eq!(told(&Records::Complaints(rows[3..].to_vec()), day("2026-11-16")), None);
    assert_eq!(told(&Records::Complaints(Vec::new()), day("2026-11-16")), None);
}

#[test]
fn packages_give_a_median_from_five_on_and_the_days_to_a_decision() {
    let rows = vec![
        package(100, "2026-01-05", "2026-01-15", "2026-02-01"),
        package(300, "2026-01-05", "2026-01-20", "2026-02-01"),
        package(200, "2026-01-05", "2026-01-25", "2026-01-06"),
        package(400, "2026-01-05", "2026-02-21", "2026-03-01"),
        package(500, "2026-01-05", "2026-01-06", "2026-02-01"),
        package(900, "2026-01-07", "", "2026-02-01"),
    ];
    let found = of(&Records::Packages(rows.clone()));
    assert_eq!(
        texts(&found),
        [
            "Packages decided, January 2026 to February 2026: median weekly cost £300 (n = 5 packages).",
            "Days from request to funding decision, January 2026 to February 2026: median 15, longest 47 (n = 5 packages).",
            "Support that began before funding was agreed: 1 of 5 (January 2026 to February 2026).",
            "Requests without a decision in the file: 1 of 6 (January 2026 to February 2026).",
        ]
    );
    let few = of(&Records::Packages(rows[..4].to_vec()));
    assert!(few.facts[0].text.contains("too few to give a median weekly cost (n = 4 packages)"), "{:?}", few.facts);
    assert!(!few.facts.iter().any(|fact| fact.text.contains("median 1") || fact.text.contains("longest")));
}

#[test]
fn supervision_is_a_share_with_its_n_and_tells_who_cancelled_without_a_name() {
    let mut rows: Vec<Session> = (1..=9).map(|n| session(&format!("2026-03-0{n}"), "a", 90, "")).collect();
    rows.push(session("2026-04-01", "b", 60, ""));
    rows.push(session("2026-04-02", "b", 0, "Supervisor"));
    rows.push(session("2026-04-03", "b", 0, "worker unwell"));
    rows.push(session("2026-04-04", "b", 0, "Jo Bloggs"));
    rows.push(session("2026-04-05", "b", 0, ""));
    let found = of(&Records::Supervision(rows));
    let said = texts(&found);
    assert!(said[0].starts_with("Supervision held of due: 71%, 10 of 14 (likely "), "{}", said[0]);
    assert!(
        said[0].ends_with(
            "; March 2026 to April 2026). Not held: 1 cancelled by the supervisor, 1 cancelled by the worker, 1 for another reason \
             and 1 without a reason."
        ),
        "{}",
        said[0]
    );
    assert_eq!(said[1], "Length of supervision, March 2026 to April 2026: median 90 minutes (n = 10 sessions).");
    assert!(said[2].contains("reflection is noted: 90%, 9 of 10"), "{}", said[2]);
    assert!(found.facts.iter().all(|fact| fact.source == "E12" && !fact.text.contains("Bloggs")));
}

#[test]
fn a_file_of_one_worker_says_nothing() {
    let rows: Vec<Session> = (1..=9).map(|n| session(&format!("2026-03-0{n}"), "a", 90, "")).collect();
    let found = of(&Records::Supervision(rows));
    assert!(found.facts.is_empty() && found.notices.iter().any(|notice| notice.contains("one worker alone")));
}

#[test]
fn complaints_are_counted_with_what_came_of_them() {
    let row = |kind, upheld| Received { on: day("2026-03-01"), kind, upheld };
    let found = of(&Records::Complaints(vec![
        row(ReceivedKind::Complaint, Some(Upheld::Yes)),
        row(ReceivedKind::Complaint, Some(Upheld::Partly)),
        row(ReceivedKind::Complaint, None),
        row(ReceivedKind::Compliment, None),
    ]));
    assert_eq!(
        texts(&found),
        [
            "Complaints, March 2026: 3, of which 1 upheld, 1 upheld in part and 1 without an outcome.",
            "Compliments, March 2026: 1.",
        ]
    );
    assert!(found.notices[0].starts_with("The file tells of 1 month, March 2026, and not of 12."));
}

#[test]
fn training_is_in_date_where_it_is_done_or_not_due_on_the_last_day_of_the_file() {
    let row = |worker: &str, course: &str, due: &str, done: &str| Training {
        worker: worker.to_owned(),
        course: course.to_owned(),
        due: day(due),
        done: (!done.is_empty()).then(|| day(done)),
    };
    let found = of(&Records::Training(vec![
        row("a", "Safeguarding", "2026-01-31", "2026-03-05"),
        row("b", "safeguarding", "2026-02-28", ""),
        row("b", "Court", "2027-01-31", ""),
        row("a", "Registration", "2025-11-30", "2025-10-07"),
    ]));
    assert_eq!(
        texts(&found),
        [
            "Training in date: 2 of 3 (on 5 March 2026). 1 of them done after the day it was due.",
            "Registration in date: 1 of 1 (on 5 March 2026).",
        ]
    );
    assert_eq!((found.period.first, found.period.last), (day("2025-10-07"), day("2026-03-05")));
}

#[test]
fn small_sums_come_out_right() {
    for (values, twice) in [(vec![], None), (vec![7], Some(14)), (vec![3, 1], Some(4)), (vec![9, 1, 2], Some(4))] {
        assert_eq!(twice_the_median(values.into_iter()), twice);
    }
    assert_eq!((half(29).as_str(), half(28).as_str()), ("14.5", "14"));
    for (pence, said) in [(0, "£0"), (49, "£0"), (50, "£1"), (997_000_000, "£9,970,000"), (-120_000, "-£1,200")] {
        assert_eq!(pounds(pence), said);
    }
    let year = Period { first: day("2025-10-01"), last: day("2026-09-30") };
    assert_eq!((year.months(), year.to_string().as_str()), (12, "October 2025 to September 2026"));
}

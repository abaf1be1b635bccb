use chrono::NaiveDate;

use super::money::pounds;
use super::{
    Outside, Package, Period, Received, ReceivedKind, Records, Session, Spend, Told, Training, Upheld, half, told,
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
        (1..=12).map(|m| month(&format!("{}-{m:02}-01", if m > 10 { 2025 } else { 2026 }), 83_000_000)).collect();
    let full = of(&Records::Spend(year.clone()));
    assert_eq!(
        texts(&full),
        [
            "Spend, November 2025 to October 2026: £9,960,000 against a budget of £9,900,000, £60,000 over (n = 12 months).",
            "Agency cost, November 2025 to October 2026: £0, in 0 of 12 months.",
            "Overtime, November 2025 to October 2026: 174 hours (n = 12 months).",
        ]
    );
    assert!(full.notices.is_empty(), "{:?}", full.notices);
    assert_eq!((full.period.first, full.period.last), (day("2025-11-01"), day("2026-10-31")));
    assert_eq!(full.facts[0].source, "E1");
    assert_eq!(full.facts[0].elements, ["S49b"]);

    let short = of(&Records::Spend(year[..3].to_vec()));
    assert!(short.notices[0].starts_with("The file tells of 3 months, January 2026 to March 2026, and not of 12."));
    let gap = of(&Records::Spend(year.into_iter().filter(|row| row.month != day("2026-02-01")).collect()));
    assert_eq!(gap.notices, ["11 months of 12 are in the file. Some between are missing."]);
}

#[test]
fn a_month_in_two_rows_is_one_month() {
    let agency = |first: &str, pence: i64| Spend { agency: Some(pence), ..month(first, 83_000_000) };
    let rows = [agency("2026-09-01", 100_000), agency("2026-09-01", 200_000), agency("2026-10-01", 0)];
    let found = of(&Records::Spend(rows.to_vec()));
    assert!(found.facts[1].text.ends_with("£3,000, in 1 of 2 months."), "{}", found.facts[1].text);
    assert!(found.facts[2].text.ends_with("44 hours (n = 2 months)."), "{}", found.facts[2].text);
}

#[test]
fn the_twelve_months_end_today_and_rows_of_other_days_are_left_out_and_told() {
    let rows = ["2025-10-08", "2025-11-16", "2025-11-17", "2026-10-22", "2026-11-16", "2026-11-17"]
        .map(|on| Received { on: day(on), kind: ReceivedKind::Compliment, upheld: None });
    let found = of(&Records::Complaints(rows.to_vec()));
    assert_eq!(texts(&found), ["Compliments, 17 November 2025 to 16 November 2026: 3."]);
    assert_eq!(
        found.notices,
        [
            "2 rows from 16 November 2025 or before are not counted: the 12 months to 16 November 2026 are.",
            "1 row of a day that has not come is not counted."
        ]
    );
    let months = ["2025-10-01", "2025-11-01", "2026-10-01", "2026-11-01"].map(|first| month(first, 83_000_000));
    let found = of(&Records::Spend(months.to_vec()));
    assert_eq!((found.rows, found.period.to_string().as_str()), (2, "November 2025 to October 2026"));
    assert_eq!(found.notices[1], "1 row of a month that has not ended is not counted.");
}

#[test]
fn a_file_with_nothing_of_the_twelve_months_is_refused_with_the_newest_day_and_its_column() {
    let today = day("2026-11-16");
    let old = vec![
        package(100, "2025-01-05", "2025-10-15", "2025-02-01"),
        package(100, "2025-11-03", "", "2025-12-01"),
        package(100, "2025-01-05", "2025-01-15", "2025-02-01"),
    ];
    let outside = told(&Records::Packages(old), today).expect_err("nothing of the last twelve months");
    assert_eq!(outside, Outside { newest: Some((day("2025-11-03"), "requested_on")), today });
    assert_eq!(
        outside.says("Asked on"),
        "No row is of the 12 months to 16 November 2026. The newest day in the column “Asked on” is 3 November 2025. \
         Choose a file of the last 12 months."
    );
    let to_come = told(&Records::Spend(vec![month("2026-11-01", 1)]), today).expect_err("a month that has not ended");
    assert_eq!(to_come.newest, Some((day("2026-11-30"), "month")));
    let none = told(&Records::Complaints(Vec::new()), today).expect_err("no rows");
    assert_eq!(none.says(""), "No row is of the 12 months to 16 November 2026. Choose a file of the last 12 months.");
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

/// Sessions of five workers in March 2026, two each, all held.
fn held_by_five() -> Vec<Session> {
    let days = (1..=9).map(|n| format!("2026-03-0{n}")).chain(["2026-03-10".to_owned()]);
    days.zip(["a", "b", "c", "d", "e"].into_iter().cycle()).map(|(on, worker)| session(&on, worker, 90, "")).collect()
}

#[test]
fn supervision_is_a_share_with_its_n_and_tells_who_cancelled_without_a_name() {
    let mut rows = held_by_five();
    rows[9].minutes = Some(60);
    rows[9].reflective = Some(false);
    rows.extend((1..=6).map(|n| session(&format!("2026-04-0{n}"), "b", 0, "Supervisor")));
    rows.extend((1..=5).map(|n| session(&format!("2026-04-0{n}"), "c", 0, "Jo Bloggs")));
    let found = of(&Records::Supervision(rows));
    let said = texts(&found);
    // Everybody is counted here, so there is no range.
    assert_eq!(
        said[0],
        "Supervision held of due: 48%, 10 of 21 (March 2026 to April 2026). Not held: 6 cancelled by the supervisor and 5 \
         for another reason."
    );
    assert_eq!(said[1], "Length of supervision, March 2026 to April 2026: median 90 minutes (n = 10 sessions).");
    assert!(said[2].contains("reflection is noted: 90%, 9 of 10"), "{}", said[2]);
    assert!(found.facts.iter().all(|fact| fact.source == "E12" && !fact.text.contains("Bloggs")));
}

#[test]
fn reasons_that_fewer_than_five_had_are_hidden_with_a_further_one_that_would_give_them_away() {
    let missed = |reasons: &[(&str, usize)]| {
        let mut rows = held_by_five();
        for (reason, count) in reasons {
            rows.extend((0..*count).map(|_| session("2026-03-20", "a", 0, reason)));
        }
        texts(&of(&Records::Supervision(rows)))[0].to_owned()
    };
    for (reasons, ends) in [
        (
            vec![("manager", 6), ("worker", 5), ("", 1)],
            // One cell alone beside a nought would have to be the 1.
            "Not held: 6 cancelled by the supervisor. Not shown, so that no count below 5 can be worked out: cancelled \
             by the worker, through sickness, for another reason, without a reason.",
        ),
        (
            vec![("manager", 9), ("worker", 5), ("sick", 4), ("Jo Bloggs", 6), ("", 7)],
            "Not held: 9 cancelled by the supervisor, 6 for another reason and 7 without a reason. Not shown, so that no \
             count below 5 can be worked out: cancelled by the worker, through sickness.",
        ),
    ] {
        let said = missed(&reasons);
        assert!(said.ends_with(ends), "{said}");
    }
    let alone = missed(&[("unwell", 3)]);
    assert!(!alone.contains("Not held") && alone.contains("through sickness"), "{alone}");
}

#[test]
fn a_file_of_fewer_than_five_workers_says_nothing() {
    let rows = |workers: &[&str]| {
        let held = held_by_five().into_iter().filter(|row| workers.contains(&row.worker.as_str()));
        of(&Records::Supervision(held.collect()))
    };
    for few in [["a"].as_slice(), &["a", "b", "c", "d"]] {
        let found = rows(few);
        assert!(found.facts.is_empty(), "{:?}", found.facts);
        assert!(found.notices.iter().any(|notice| notice.contains("fewer than 5 workers")), "{:?}", found.notices);
    }
    assert_eq!(rows(&["a", "b", "c", "d", "e"]).facts.len(), 3);

    let mut untimed = held_by_five();
    for row in untimed.iter_mut().filter(|row| row.worker == "e") {
        row.minutes = None;
        row.reflective = None;
    }
    assert_eq!(
        texts(&of(&Records::Supervision(untimed))).len(),
        1,
        "four have a length, and four a note of reflection"
    );
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

fn trained(worker: &str, course: &str, due: &str, done: &str) -> Training {
    Training {
        worker: worker.to_owned(),
        course: course.to_owned(),
        due: day(due),
        done: (!done.is_empty()).then(|| day(done)),
    }
}

#[test]
fn training_is_in_date_where_it_is_done_or_not_due_before_today() {
    let mut rows = vec![
        trained("a", "Safeguarding", "2026-01-31", "2026-03-05"),
        trained("b", "safeguarding", "2025-02-28", ""),
        trained("c", "Court", "2027-01-31", ""),
        trained("d", "Court", "2027-01-31", "2025-06-01"),
        trained("e", "Court", "2026-02-01", "2026-01-05"),
        trained("e", "Court", "2024-02-01", "2024-01-05"),
        trained("e", "Safeguarding", "2026-12-01", "2026-12-01"),
    ];
    rows.extend(["a", "b", "c", "d", "e"].map(|worker| trained(worker, "Registration", "2025-11-30", "2025-10-07")));
    let found = of(&Records::Training(rows.clone()));
    assert_eq!(
        texts(&found),
        [
            "Training in date: 4 of 5 (on 16 November 2026). Fewer than 5 of them were done after the day they were due.",
            "Registration in date: 5 of 5 (on 16 November 2026).",
        ]
    );
    assert_eq!((found.period.first, found.period.last), (day("2025-11-30"), day("2026-11-16")));
    assert_eq!(found.notices.len(), 2, "one row is too old, and one is of a day to come: {:?}", found.notices);

    rows.pop();
    let found = of(&Records::Training(rows));
    assert_eq!(texts(&found).len(), 1, "{:?}", found.facts);
    assert!(found.notices[2].starts_with("Registration is told of fewer than 5 workers"), "{:?}", found.notices);
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

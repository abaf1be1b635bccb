//! What a report says has changed since the review before, and what the team is told that a review will cost.

use axum::http::StatusCode;
use practice::ids::{ReviewId, SampledCaseId};
use practice::reviews::{Behind, Stage};
use programme::reviews;

use crate::app::{ADULTS, Engine, TestApp};
use crate::reviews::{act, bring_in, planned, told_and_drawn};
use crate::sources::{all, cases, give, present};

/// Eight workers of the Learning Disability Team, with two cases each.
const WORKERS: [&str; 8] = [
    "Imran Siddiq-Hale",
    "Precious Mbatha",
    "Aoife Brannigan",
    "Danylo Hrytsenko",
    "Shanelle Baptiste-Cole",
    "Rhys Adeyemi-Park",
    "Mei-Ling Thornbury",
    "Gareth Llewelyn-Shaw",
];

async fn bring_in_cases(app: &TestApp) {
    let row = |n: usize| format!("Learning Disability Team,{},LD-{n},2026-01-05,review,\n", WORKERS[n % 8]);
    bring_in(app, &(0..16).map(row).collect::<String>()).await;
}

/// Reads a case to the end, every part met but for those of these standards.
async fn read_but(app: &TestApp, review: ReviewId, case: SampledCaseId, reader: &str, weak: &[&str]) {
    give(app, review, case, reader).await;
    let mut reading = act(app, reader).await;
    let opened = reviews::open_case(&mut reading, review, case).await.expect("opened");
    let mut record = all(&opened.opened.framework, "met");
    let parts: Vec<String> =
        record.marks.keys().filter(|part| weak.iter().any(|standard| part.starts_with(standard))).cloned().collect();
    for part in parts {
        record.notes.insert(part.clone(), "It does not say.".to_owned());
        record.behind.insert(part.clone(), Behind::CannotTell);
        record.marks.insert(part, "not-met".to_owned());
    }
    reviews::save_case(&mut reading, review, case, opened.case.version, &record).await.expect("saved");
    reviews::finish_case(&mut reading, review, case).await.expect("read");
    reading.commit().await.expect("committed");
}

/// A review whose eight cases were read: S26 fell short in so many, and S27 in so many.
async fn read_all(app: &TestApp, review: ReviewId, reader: &str, (s26, s27): (usize, usize)) {
    told_and_drawn(app, review).await;
    let drawn = cases(app, review).await;
    assert_eq!(drawn.len(), 8, "one case for each worker");
    for (place, (case, _)) in drawn.into_iter().enumerate() {
        let weak: Vec<&str> =
            [("S26", s26), ("S27", s27)].into_iter().filter(|(_, some)| place < *some).map(|(s, _)| s).collect();
        read_but(app, review, case, reader, &weak).await;
    }
}

on_both_engines! {
    async fn a_report_says_what_changed_whether_it_is_real_and_what_makes_it_hard_to_compare(app: TestApp) {
        bring_in_cases(&app).await;
        let first = planned(&app, "Review 1", app.adult_standards().await, &["rv-saf", "rv-cap"]).await;
        read_all(&app, first, "rv-cap", (8, 5)).await;
        let before = app.as_person("qal").get(&format!("/reviews/{first}/report")).await;
        assert!(!before.body.contains("id=\"changed\""), "there is nothing to compare it with");
        present(&app, first).await;
        app.wait(1);
        let framework = app.publish(&ADULTS.replacen("2025.1", "2026.1", 1)).await;
        let second = planned(&app, "Review 2", framework, &["rv-saf", "ment"]).await;
        read_all(&app, second, "rv-saf", (0, 0)).await;

        let report = app.as_person("qal").get(&format!("/reviews/{second}/report")).await;
        let main = report.text("main");
        assert!(main.contains("What changed since Review 1"), "{main}");
        for caution in [
            "The standards changed since Review 1: version 2025.1 then, 2026.1 now. A change of result may be a change of rule.",
            "The reviewers changed since Review 1: 1 joined, 1 left. A change of result may be a change of eye.",
            "standards are compared at once, and by chance alone about one in twenty would seem to have changed. Of the 2 \
             that seem real, 1 still does after allowing for that.",
        ] {
            assert!(main.contains(caution), "{caution}: {main}");
        }
        let lines = report.texts("section:has(#changed) tbody tr");
        let of = |name: &str| lines.iter().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("{name}: {lines:?}"));
        let plans = of("Outcomes in plans");
        assert!(plans.contains("0 of 8 (") && plans.contains("to 8 of 8 ("), "{plans}");
        assert!(plans.contains("Likely real") && plans.contains("It still stands beside"), "{plans}");
        let actions = of("Actions in plans");
        assert!(actions.contains("3 of 8 (") && actions.contains("Likely real"), "{actions}");
        assert!(!actions.contains("It still stands"), "one of many is not enough: {actions}");
        let same = of("Analysis and opinion");
        assert!(same.contains("8 of 8 (") && same.contains("Not shown"), "{same}");
        assert_eq!(app.as_person("hoa").get(&format!("/reviews/{second}/report")).await.status, StatusCode::NOT_FOUND);
    }

    async fn the_team_is_told_what_a_review_costs_in_all_and_what_one_like_it_usually_does(app: TestApp) {
        bring_in_cases(&app).await;
        let review = planned(&app, "Review 1", app.adult_standards().await, &["rv-saf", "rv-cap"]).await;
        let here = format!("/reviews/{review}/announce");
        let told = app.as_person("qal").get(&here).await.text("main");
        assert!(told.contains("110 hours in all: 80 of the reviewers and 30 of the team."), "{told}");
        assert!(told.contains("10 workers have one case each: expect 90 to 110 hours of the reviewers"), "{told}");
        assert!(told.contains("30 to 50 hours of the team") && told.contains("In all 120 to 160 hours."), "{told}");
        assert!(told.contains("At least 90 hours of the reviewers are expected, and 80 are planned."), "{told}");
        for person in ["rv-saf", "tm-ld", "hoa"] {
            assert_eq!(app.as_person(person).get(&here).await.status, StatusCode::NOT_FOUND, "{person}");
        }
        assert_eq!(reviews::open(&mut act(&app, "qal").await, review).await.expect("opened").review.stage, Stage::Planned);
    }
}

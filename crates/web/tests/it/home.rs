//! Home: what waits for each person, and nothing they may not know.

use practice::ids::{CaseId, ReviewId, SampledCaseId};
use practice::reviews::{CaseRecord, Stage};
use programme::Mode;
use store::people::Case;
use store::reviews::{CasePlace, DrawLine, NewCase};
use uuid::Uuid;

use crate::actions::{add_action, agree, november, review_at};
use crate::app::{Engine, TestApp};

const EVERYBODY: [&str; 17] = [
    "dir", "hoa", "hoc", "sma", "psw", "qal", "rv-saf", "ie-1", "hr", "data", "dpo", "ment", "forms", "tm-ld", "ld-04",
    "bd-1", "adm",
];

/// A case of a worker that a reviewer has read to the end, with one strength and two notes.
async fn read_case(app: &TestApp, review: ReviewId, worker: &str, reference: &str) {
    let (worker, reviewer) = (app.person(worker), app.person("rv-saf"));
    let now = app.programme().now();
    let mut tx = app.programme().db().begin(Mode::Write).await.expect("a transaction");
    let found = store::reviews::find(&mut tx, review).await.expect("reviews are read").expect("the review");
    let case: CaseId = Uuid::now_v7().into();
    let held = Case {
        id: case,
        reference: reference.into(),
        worker_id: worker,
        opened: november(1),
        kind: "review".into(),
        has_carer: None,
        closed: None,
    };
    store::people::put_case(&mut tx, found.team_id, &held).await.expect("a case");
    let line = DrawLine { worker_id: worker, case_id: case, reference: reference.into(), rank: "1".into() };
    let id: SampledCaseId = Uuid::now_v7().into();
    let drawn = NewCase { id, review, standard: "", line: &line, replaces: None, reviewer: Some(reviewer) };
    store::reviews::add_case(&mut tx, &drawn).await.expect("a sampled case");
    let mut record = CaseRecord { strengths: "He chose the photos himself.".into(), ..CaseRecord::default() };
    record.marks.insert("S18a".into(), "not-met".into());
    record.notes.insert("S18a".into(), "Write down the test you applied.".into());
    record.notes.insert("S21a".into(), "Name the decision.".into());
    store::reviews::save_case(&mut tx, CasePlace { id, seen: 1 }, &record, reviewer, now).await.expect("saved");
    store::reviews::finish_case(&mut tx, id, Some(november(12))).await.expect("read to the end");
    tx.commit().await.expect("committed");
}

#[tokio::test]
async fn everybody_has_at_most_four_blocks_and_hears_what_else_waits() {
    let app = TestApp::embedded().await;
    review_at(&app, Stage::Judging).await;
    for key in EVERYBODY {
        let home = app.as_person(key).get("/").await;
        assert!(home.texts("main section").len() <= 4, "{key}: {:?}", home.texts("main h2"));
        let main = home.text("main");
        assert!(main.contains("waiting for you.") || main.contains("the most urgent."), "{key}: {main}");
    }
}

#[tokio::test]
async fn an_hr_adviser_is_told_plainly_that_there_is_nothing() {
    let app = TestApp::embedded().await;
    let main = app.as_person("hr").get("/").await.text("main");
    assert!(main.contains("Support for a worker is not held here yet"), "{main}");
}

on_both_engines! {
    async fn before_it_is_presented_those_above_the_team_see_stage_and_date_alone(app: TestApp) {
        let review = review_at(&app, Stage::Judging).await;
        read_case(&app, review, "ld-04", "LD-0417").await;
        for key in ["hoa", "sma", "dir", "psw", "tm-ld", "bd-1"] {
            let main = app.as_person(key).get("/").await.text("main");
            assert!(main.contains("See where it stands: Learning Disability Team"), "{key}: {main}");
            assert!(main.contains("Judging ends 27 November 2026"), "{key}: {main}");
            for canary in ["of 50", "standards are judged", "Still to come", "LD-0417", "sources are in", "photos"] {
                assert!(!main.contains(canary), "{key} reads “{canary}”: {main}");
            }
        }
        let lead = app.as_person("qal").get("/").await.text("main");
        assert!(lead.contains("0 of 50 standards are judged."), "{lead}");
        assert!(lead.contains("Gather what is missing: Learning Disability Team"), "{lead}");
        let reviewer = app.as_person("rv-saf").get("/").await.text("main");
        assert!(reviewer.contains("Judge next: Learning Disability Team"), "{reviewer}");
        assert!(!app.as_person("op-03").get("/").await.text("main").contains("Learning Disability Team"));
    }

    async fn a_worker_reads_feedback_of_their_own_with_no_grade_in_it(app: TestApp) {
        let review = review_at(&app, Stage::Judging).await;
        read_case(&app, review, "ld-04", "LD-0417").await;
        let worker = app.as_person("ld-04");
        let home = worker.get("/").await.text("main");
        assert!(home.contains("Read the feedback on case LD-0417"), "{home}");
        assert!(!home.contains("photos"), "what was written stands on its own page: {home}");
        let feedback = worker.get("/feedback").await.text("main");
        let (good, next) = (feedback.find("He chose the photos himself."), feedback.find("Write down the test"));
        assert!(good.is_some() && good < next, "{feedback}");
        assert!(feedback.contains("For another time:"), "{feedback}");
        for word in ["Not met", "not-met", "nadequate", "equires improvement", "Good"] {
            assert!(!feedback.contains(word), "“{word}” in {feedback}");
        }
        for other in ["ld-02", "tm-ld", "hoa"] {
            assert!(!app.as_person(other).get("/feedback").await.body.contains("LD-0417"), "{other}");
        }
    }

    async fn what_is_late_stands_first_for_its_owner_and_by_team_for_those_above(app: TestApp) {
        let review = review_at(&app, Stage::Presented).await;
        add_action(&app, review, "ld-04", "Plans say what will be different", november(2)).await;
        agree(&app, review).await;
        let own = app.as_person("ld-04").get("/").await;
        assert!(own.text("main section").contains("14 days late, due 2 November 2026"), "{}", own.text("main"));
        assert_eq!(own.texts(".app-row--now").len(), 1);
        let manager = app.as_person("tm-ld").get("/").await.text("main section");
        assert!(manager.contains("Aoife Brannigan, Learning Disability Team."), "{manager}");
        let above = app.as_person("sma").get("/").await.text("main section");
        assert!(above.contains("1 action is late.") && !above.contains("Aoife"), "{above}");
    }

    async fn a_presented_report_is_read_by_those_above_and_by_the_board(app: TestApp) {
        review_at(&app, Stage::Presented).await;
        for key in ["hoa", "dir", "psw", "bd-1", "tm-ld", "ld-02"] {
            let main = app.as_person(key).get("/").await.text("main");
            assert!(main.contains("Read the report: Learning Disability Team"), "{key}: {main}");
        }
        assert!(app.as_person("sma").get("/").await.text("main").contains("Draft the plan: Learning Disability Team"));
    }
}

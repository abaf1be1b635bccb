//! Following an agreed plan: what is late, who writes, and who may say that it worked.

use axum::http::StatusCode;
use chrono::NaiveDate;
use practice::actions::WorksOn;
use practice::frameworks::Kind;
use practice::ids::{ActionId, ReviewId};
use practice::reviews::Stage;
use programme::Mode;
use store::actions::ActionRow;
use store::reviews::NewReview;
use store::{Js, Maybe};
use uuid::Uuid;

use crate::app::{Engine, TestApp, css};

/// A day of November 2026; today is the 16th.
pub fn november(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).expect("a day")
}

/// A review of the Learning Disability Team that has come as far as a stage.
pub async fn review_at(app: &TestApp, stage: Stage) -> ReviewId {
    let framework = app.adult_standards().await;
    let reviewer = app.person("rv-saf");
    let mut tx = app.programme().db().begin(Mode::Write).await.expect("a transaction");
    let teams = store::people::teams(&mut tx).await.expect("teams");
    let team = teams.into_iter().find(|team| team.name == "Learning Disability Team").expect("the team");
    let review: ReviewId = Uuid::now_v7().into();
    let new = NewReview {
        id: review,
        kind: Kind::TeamReview,
        team: team.id,
        framework,
        title: "Review 2, autumn 2026".into(),
        previous: None,
        items_per_standard: None,
        purpose: "To see what has changed.".into(),
        reviewer_hours: 90,
        team_hours: 40,
        planned_on: november(1),
        judging_due: Some(november(27)),
        completion_due: None,
        presentation_due: None,
    };
    store::reviews::add(&mut tx, &new).await.expect("a review");
    store::reviews::set_reviewers(&mut tx, review, &[reviewer]).await.expect("reviewers");
    for (version, next) in (1..).zip(Stage::ALL.into_iter().skip(1).filter(|next| *next <= stage)) {
        store::reviews::move_stage(&mut tx, review, version, next, november(2), None).await.expect("the stage");
    }
    tx.commit().await.expect("committed");
    review
}

/// Writes an action into the plan of a review.
pub async fn add_action(app: &TestApp, review: ReviewId, owner: &str, outcome: &str, due: NaiveDate) -> ActionId {
    let owner = app.person(owner);
    let id: ActionId = Uuid::now_v7().into();
    let action = ActionRow {
        id,
        review_id: review,
        place: 0,
        standards: Js(vec!["S26".into()]),
        outcome: outcome.into(),
        step: "Read one plan a week together".into(),
        owner_id: Maybe(Some(owner)),
        owner: None,
        due: Some(due),
        stops: "The monthly check of tick boxes".into(),
        support: String::new(),
        measure: String::new(),
        works_on: WorksOn::Outcome,
        state: "open".into(),
        progress: String::new(),
        evidence: String::new(),
        closed_by: None,
        closed_on: None,
        version: 0,
    };
    let mut tx = app.programme().db().begin(Mode::Write).await.expect("a transaction");
    store::actions::put(&mut tx, &action, 0).await.expect("an action");
    tx.commit().await.expect("committed");
    id
}

/// Two people agree the plan.
pub async fn agree(app: &TestApp, review: ReviewId) {
    let (quality, service) = (app.person("qal"), app.person("sma"));
    let now = app.programme().now();
    let mut tx = app.programme().db().begin(Mode::Write).await.expect("a transaction");
    store::actions::touch_plan(&mut tx, review).await.expect("a plan");
    for (for_quality, by) in [(true, quality), (false, service)] {
        store::actions::agree(&mut tx, review, 1, for_quality, by, now).await.expect("agreed");
    }
    tx.commit().await.expect("committed");
}

/// A presented review with one agreed action of a worker, fourteen days late.
async fn late_action(app: &TestApp) -> ActionId {
    let review = review_at(app, Stage::Presented).await;
    let action = add_action(app, review, "ld-04", "Plans say what will be different", november(2)).await;
    agree(app, review).await;
    action
}

on_both_engines! {
    async fn lateness_is_said_in_words_and_mine_can_be_asked_for(app: TestApp) {
        let review = review_at(&app, Stage::Presented).await;
        add_action(&app, review, "ld-04", "Plans say what will be different", november(2)).await;
        add_action(&app, review, "tm-ld", "Each worker is watched twice a year", november(20)).await;
        agree(&app, review).await;
        let all = app.as_person("ld-04").get("/actions").await;
        assert_eq!(all.texts("main h2"), ["Late", "This week"]);
        assert!(all.text(".app-row--now").contains("14 days late, due 2 November 2026"), "{}", all.text("main"));
        assert!(all.text(".app-row--now").contains("You, Learning Disability Team"));
        let mine = app.as_person("tm-ld").get("/actions?whose=mine").await;
        assert!(mine.text("main").contains("Nothing is late."));
        assert!(!mine.text("main").contains("Plans say what will be different"));
    }

    async fn nobody_closes_their_own_action(app: TestApp) {
        let action = late_action(&app).await;
        let (here, close) = (format!("/actions/{action}"), format!("/actions/{action}/close"));
        let owner = app.as_person("ld-04");
        let page = owner.get(&here).await;
        assert!(!page.body.contains("Close this action") && page.text("main").contains("somebody else closes it"));
        let fields = [("seen", "1"), ("evidence", "It is done.")];
        assert_eq!(owner.post(&close, &fields).await.status, StatusCode::NOT_FOUND);

        let lead = app.as_person("qal");
        let blank = lead.post(&close, &[("seen", "1"), ("evidence", "  ")]).await;
        assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(blank.text("#evidence-error").contains("what was seen or counted"), "{}", blank.body);
        assert_eq!(lead.post(&close, &fields).await.location(), "/actions");
        let closed = owner.get(&here).await;
        assert!(closed.text("main").contains("Closed by Alun Prothero on 16 November 2026."), "{}", closed.text("main"));
        assert!(owner.get("/actions").await.texts("main h2").contains(&"Done".to_owned()));
    }

    async fn two_people_who_write_progress_see_both_texts_and_lose_neither(app: TestApp) {
        let action = late_action(&app).await;
        let here = format!("/actions/{action}");
        let first = app.as_person("tm-ld").post(&here, &[("seen", "1"), ("progress", "Four plans read.")]).await;
        assert_eq!(first.location(), here, "{}", first.body);
        let owner = app.as_person("ld-04");
        let late = owner.post(&here, &[("seen", "1"), ("progress", "The form is in the way.")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let both = late.text(".app-pair");
        assert!(both.contains("Four plans read.") && both.contains("The form is in the way."), "{both}");
        let page = late.html();
        let seen = page.select(&css("main input[name=seen]")).next().and_then(|field| field.attr("value"));
        assert_eq!(seen, Some("2"));
        let over = owner.post(&here, &[("seen", "2"), ("progress", "The form is in the way.")]).await;
        assert_eq!(over.status, StatusCode::SEE_OTHER);
        assert!(owner.get(&here).await.body.contains("The form is in the way."));
    }
}

#[tokio::test]
async fn a_plan_that_is_not_agreed_has_no_actions_for_anybody() {
    let app = TestApp::embedded().await;
    let review = review_at(&app, Stage::Presented).await;
    add_action(&app, review, "ld-04", "Plans say what will be different", november(2)).await;
    for key in ["ld-04", "tm-ld", "qal", "hoa", "sma"] {
        let page = app.as_person(key).get("/actions").await;
        assert!(!page.body.contains("Plans say what will be different"), "{key}");
        assert!(page.text("main").contains("There are no actions that you can see yet."), "{key}");
    }
}

#[tokio::test]
async fn an_action_is_not_there_for_another_team() {
    let app = TestApp::embedded().await;
    let action = late_action(&app).await;
    for key in ["op-03", "tm-op", "hoc", "dpo", "adm"] {
        assert_eq!(app.as_person(key).get(&format!("/actions/{action}")).await.status, StatusCode::NOT_FOUND, "{key}");
    }
}

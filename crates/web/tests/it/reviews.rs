//! A review through its pages: planned, drawn, read, judged by two at once, and hidden from whom it must be.

use axum::http::StatusCode;
use practice::ids::{FrameworkId, ReviewId};
use programme::people::{self, Decision};
use programme::reviews::{self, PlanForm, Seed};
use programme::{Act, Mode};

use crate::app::{Engine, TestApp};

pub async fn act(app: &TestApp, who: &str) -> Act {
    app.programme().act(app.person(who), Mode::Write).await.expect("an act")
}

/// Brings in a caseload: its rows, without the heads.
pub async fn bring_in(app: &TestApp, caseload: &str) {
    let csv = format!("Team,Worker,Case reference,Opened,Type,Closed\n{caseload}");
    let (mut bringing, import) =
        people::check(act(app, "data").await, "caseload.csv", csv.into_bytes()).await.expect("a caseload");
    people::confirm(&mut bringing, import, &Decision::default()).await.expect("imported");
    bringing.commit().await.expect("committed");
}

/// Plans a review of the Learning Disability Team.
pub async fn planned(app: &TestApp, title: &str, framework: FrameworkId, reviewers: &[&str]) -> ReviewId {
    let mut planning = act(app, "qal").await;
    let teams = reviews::planning(&mut planning).await.expect("teams").teams;
    let form = PlanForm {
        team: teams.iter().find(|t| t.key == "LD").expect("the team").id,
        framework,
        title: title.into(),
        purpose: "To see how practice is.".into(),
        reviewers: reviewers.iter().map(|key| app.person(key)).collect(),
        reviewer_hours: 80,
        team_hours: 30,
        items_per_standard: None,
        judging_due: None,
        completion_due: None,
        presentation_due: None,
    };
    let review = reviews::plan_review(&mut planning, form).await.expect("planned");
    planning.commit().await.expect("committed");
    review
}

/// Tells the team of a review, and draws its cases.
pub async fn told_and_drawn(app: &TestApp, review: ReviewId) {
    let mut drawing = act(app, "qal").await;
    reviews::announce(&mut drawing, review).await.expect("announced");
    reviews::draw_sample(&mut drawing, review, Seed::Fresh).await.expect("drawn");
    drawing.commit().await.expect("committed");
}

/// Brings in a caseload and plans, announces and draws a review of the Learning Disability Team.
pub async fn drawn(app: &TestApp, caseload: &str) -> ReviewId {
    bring_in(app, caseload).await;
    let review = planned(app, "Review 1", app.adult_standards().await, &["qal", "rv-saf", "rv-cap"]).await;
    told_and_drawn(app, review).await;
    review
}

pub const TWO_CASES: &str = "Learning Disability Team,Imran Siddiq-Hale,LD-1,05/01/2026,review,\n\
                         Learning Disability Team,Imran Siddiq-Hale,LD-2,2026-02-02,review,\n\
                         Learning Disability Team,Precious Mbatha,LD-3,14 March 2026,review,\n\
                         Learning Disability Team,Tobias Featherstone-Khan,LD-4,14/03/26,review,\n";

on_both_engines! {
    async fn two_reviewers_who_save_one_judgement_see_both_texts_and_lose_neither(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let page = format!("/reviews/{review}/standards/S05");
        let (alun, marek) = (app.as_person("qal"), app.as_person("rv-saf"));
        let first = alun.post(&page, &[("seen", "0"), ("mark-a", "met"), ("comment", "Alun saw this."), ("then", "save")]).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
        let second =
            marek.post(&page, &[("seen", "0"), ("mark-a", "partly"), ("comment", "Marek saw that."), ("then", "save")]).await;
        assert_eq!(second.status, StatusCode::CONFLICT);
        let both = second.text("main");
        assert!(both.contains("Alun saw this.") && both.contains("Marek saw that."), "{both}");
        let kept = alun.get(&page).await;
        assert!(kept.body.contains("Alun saw this.") && !kept.body.contains("Marek saw that."), "the first stands");
    }

    async fn a_judgement_is_not_settled_while_a_case_is_unread_and_says_so(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let page = format!("/reviews/{review}/standards/S01");
        let reply = app.as_person("qal").post(&page, &[("seen", "0"), ("then", "agree")]).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(reply.text("main").contains("2 cases are still to be read to the end"), "{}", reply.text("main"));
    }

    async fn marks_save_themselves_and_answer_with_what_they_come_to(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let page = format!("/reviews/{review}/standards/S05/autosave");
        let reply = app.as_person("qal").post(&page, &[("seen", "0"), ("mark-a", "met"), ("mark-b", "not-met")]).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
        let answer: serde_json::Value = serde_json::from_str(&reply.body).expect("JSON");
        assert_eq!((&answer["version"], &answer["left"]), (&1.into(), &serde_json::json!(["mark-c", "mark-d"])));
        // The essential part is not met, so what is left cannot change it.
        assert!(answer["verdict_html"].as_str().expect("HTML").contains("Inadequate"), "{answer}");
    }

    async fn marks_that_cannot_be_used_are_named_and_what_was_typed_is_kept(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let page = format!("/reviews/{review}/standards/S05");
        let fields = [("seen", "0"), ("mark-a", "na"), ("comment", "Kept word for word."), ("then", "save")];
        let reply = app.as_person("qal").post(&page, &fields).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(reply.body.contains("Kept word for word.") && reply.text(".govuk-error-summary").contains("say why"));
    }

    async fn one_case_for_each_worker_and_a_reason_for_whoever_has_none(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let page = app.as_person("qal").get(&format!("/reviews/{review}/sample")).await;
        let main = page.text("main");
        assert!(main.contains("LD-3") && (main.contains("LD-1") ^ main.contains("LD-2") || main.contains("LD-1")), "{main}");
        assert!(main.contains("Tobias Featherstone-Khan") && main.contains("less than 12 weeks"), "{main}");
        assert!(main.contains("Katarzyna Osei-Dunne") && main.contains("parental leave"), "{main}");
        assert!(main.contains("Gareth Llewelyn-Shaw") && main.contains("No case open for 6 weeks"), "{main}");
    }

    async fn scenario_4_workers_and_managers_cannot_swap_and_a_replacement_is_next_in_the_draw(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let mut looking = act(&app, "qal").await;
        let sample = reviews::sample(&mut looking, review).await.expect("a sample");
        let case = sample.cases.iter().find(|c| c.worker == "Imran Siddiq-Hale").expect("a case").clone();
        drop(looking);
        let path = format!("/reviews/{review}/cases/{}/replace", case.id);
        for person in ["tm-ld", "ld-01", "sma", "hoa", "rv-saf"] {
            let reply = app.as_person(person).post(&path, &[("because", "Another one is better.")]).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{person}");
        }
        let lead = app.as_person("qal");
        assert_eq!(lead.post(&path, &[("seen", "1"), ("because", " ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let old = lead.post(&path, &[("seen", "0"), ("because", "The person died.")]).await;
        assert_eq!(old.status, StatusCode::CONFLICT, "what was written since is not thrown away unseen");
        let because = [("seen", "1"), ("because", "The person died.")];
        assert_eq!(lead.post(&path, &because).await.status, StatusCode::SEE_OTHER);
        let mut looking = act(&app, "qal").await;
        let sample = reviews::sample(&mut looking, review).await.expect("a sample");
        let other = if case.reference == "LD-1" { "LD-2" } else { "LD-1" };
        assert!(sample.cases.iter().any(|c| c.reference == other), "the next in the draw took its place");
        assert_eq!(sample.replaced[0].replaced_because.as_deref(), Some("The person died."));
    }

    async fn what_is_gathered_is_for_reviewers_and_not_there_for_anybody_else(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        for page in ["evidence", "standards", "standards/S18", "sample", "complete", "report", "plan", "present"] {
            let path = format!("/reviews/{review}/{page}");
            for person in ["hoa", "sma", "dir", "psw", "tm-ld", "ld-01", "op-02", "hr", "bd-1", "dpo", "adm", "ie-2"] {
                assert_eq!(app.as_person(person).get(&path).await.status, StatusCode::NOT_FOUND, "{person} {page}");
            }
        }
        assert_eq!(app.as_person("rv-saf").get(&format!("/reviews/{review}/evidence")).await.status, StatusCode::OK);
        let journal = app.as_person("dpo").get("/journal").await.text("main");
        assert!(journal.contains("Refused") && journal.contains(&format!("/reviews/{review}/")), "attempts are kept");
    }

    async fn a_completed_list_of_reasons_refuses_completion(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let reply = app.as_person("qal").post(&format!("/reviews/{review}/complete"), &[]).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        let said = reply.text("main");
        for reason in ["50 standards are not settled", "E3 Survey of carers is waiting", "Case LD-3 has not been read", "what the review found"] {
            assert!(said.contains(reason), "{reason}: {said}");
        }
    }

    async fn a_reviewer_who_left_the_team_23_months_ago_is_refused_by_name(app: TestApp) {
        let form = app.as_person("qal").get("/reviews/new").await.html();
        let value = |css: &str| {
            let select = scraper::Selector::parse(css).expect("a selector");
            form.select(&select).next().and_then(|e| e.attr("value")).unwrap_or_default().to_owned()
        };
        let expert = app.person("ie-2").to_string();
        let framework = app.adult_standards().await.to_string();
        let team = {
            let mut planning = act(&app, "qal").await;
            let teams = reviews::planning(&mut planning).await.expect("teams").teams;
            teams.iter().find(|t| t.key == "LD").expect("the team").id.to_string()
        };
        assert!(!value("input[name=reviewers]").is_empty(), "reviewers are chosen by box");
        let fields = [
            ("team", team.as_str()),
            ("framework", framework.as_str()),
            ("title", "Review 1"),
            ("purpose", "To see."),
            ("reviewers", expert.as_str()),
            ("reviewer_hours", "80"),
            ("team_hours", "30"),
        ];
        let reply = app.as_person("qal").post("/reviews/new", &fields).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(reply.text("main").contains("Kofi Ansah-Whitlock worked in the team until 16 December 2024"), "{}", reply.text("main"));
    }

    async fn one_reason_says_that_nothing_in_a_standard_applies_and_marks_stay_as_they_are(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let mut looking = act(&app, "qal").await;
        let case = reviews::sample(&mut looking, review).await.expect("a sample").cases[0].clone();
        drop(looking);
        let page = format!("/reviews/{review}/cases/{}", case.id);
        let fields = [
            ("seen", "1"),
            ("mark-S09a", "met"),
            ("within-S09", "S09a S09b S09c S09d"),
            ("nothing-S09", "No informal carer."),
            ("then", "stay"),
        ];
        let reply = app.as_person("qal").post(&page, &fields).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
        let mut looking = act(&app, "qal").await;
        let record = reviews::open_case(&mut looking, review, case.id).await.expect("the case").case.record.0;
        assert_eq!(record.marks.get("S09a").map(String::as_str), Some("met"));
        assert_eq!(record.marks.get("S09d").map(String::as_str), Some("na"));
        assert_eq!(record.reasons.get("S09d").map(String::as_str), Some("No informal carer."));
        assert_eq!(record.reasons.get("S09a"), None);
    }
}

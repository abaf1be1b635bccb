//! Reading, drafting, agreeing and publishing the standards.

use axum::http::StatusCode;

use crate::app::{ADULTS, Engine, TestApp, css};

fn next_version() -> String {
    ADULTS.replacen("2025.1", "2026.1", 1)
}

#[tokio::test]
async fn the_list_opens_with_the_purpose_and_shows_fifty_standards_the_critical_ones_first() {
    let app = TestApp::embedded().await;
    let reply = app.as_person("ld-04").get("/standards").await;
    assert!(reply.texts(".app-lead").iter().any(|purpose| purpose.contains("exists to help people")), "{}", reply.body);
    let ids = reply.texts("[data-standard] .app-row__when");
    let adult: Vec<&String> = ids.iter().filter(|id| id.starts_with('S')).collect();
    assert_eq!(adult.len(), 50);
    assert_eq!(ids.iter().filter(|id| id.starts_with("VS")).count(), 6);
    let critical =
        reply.html().select(&css("section section")).next().map(|s| s.select(&css("[data-standard]")).count());
    assert_eq!(critical, Some(5));
}

#[tokio::test]
async fn a_word_finds_the_standards_that_hold_it() {
    let app = TestApp::embedded().await;
    let person = app.as_person("ld-04");
    let some = person.get("/standards?q=capacity").await.texts("[data-standard]").len();
    assert!((1..30).contains(&some), "{some}");
    let none = person.get("/standards?q=zebra").await;
    assert_eq!(none.texts("[data-standard]").len(), 0);
    assert!(none.text("main").contains("holds “zebra”"), "{}", none.text("main"));
}

#[tokio::test]
async fn one_standard_says_what_good_looks_like_and_how_it_is_judged() {
    let app = TestApp::embedded().await;
    let id = app.adult_standards().await;
    let reply = app.as_person("ld-04").get(&format!("/standards/{id}/S18")).await;
    assert_eq!(reply.status, StatusCode::OK);
    let headings = reply.texts("main h2");
    for heading in [
        "What it means",
        "Why it matters",
        "What is looked for",
        "What it looks like",
        "Ask yourself",
        "How it is judged",
    ] {
        assert!(headings.iter().any(|found| found == heading), "{heading} among {headings:?}");
    }
    assert!(reply.text("main").contains("This part is essential."));
    assert!(reply.text(".govuk-caption-l").starts_with("Standard 18 of 50"), "{}", reply.text(".govuk-caption-l"));
    assert_eq!(reply.texts(".govuk-pagination a").len(), 2);
}

#[tokio::test]
async fn the_first_standard_has_none_before_it_and_the_last_none_after() {
    let app = TestApp::embedded().await;
    let id = app.adult_standards().await;
    for (standard, rel) in [("S01", "next"), ("S50", "prev")] {
        let page = app.as_person("ld-04").get(&format!("/standards/{id}/{standard}")).await.html();
        let links: Vec<_> = page.select(&css(".govuk-pagination a")).filter_map(|link| link.attr("rel")).collect();
        assert_eq!(links, [rel], "{standard}");
    }
}

on_both_engines! {
    async fn a_draft_with_a_mistake_comes_back_with_line_and_column_and_every_word(app: TestApp) {
        let text = next_version().replacen("kind = \"team-review\"", "kind = \"team-revue\"", 1);
        let line = text.lines().position(|line| line.contains("team-revue")).expect("the mistake") + 1;
        let reply = app.as_person("qal").post("/standards/drafts/new", &[("body", &text)]).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        let said = reply.text(".govuk-error-summary");
        assert!(said.contains(&format!("Line {line}, column ")), "{said}");
        let page = reply.html();
        let kept: String = page.select(&css("textarea#body")).flat_map(|area| area.text()).collect();
        assert_eq!(kept, text);
        assert_eq!(app.as_person("qal").get("/standards").await.texts("h2").iter().filter(|h| h.contains("Drafts")).count(), 0);
    }

    async fn a_second_person_publishes_what_the_first_has_drafted(app: TestApp) {
        let lead = app.as_person("qal");
        let put_up = lead.post("/standards/drafts/new", &[("body", &next_version())]).await;
        assert_eq!(put_up.status, StatusCode::SEE_OTHER, "{}", put_up.text("main"));
        let draft = put_up.location().to_owned();
        assert!(!lead.get(&draft).await.body.contains("/publish"), "the drafter is offered no button");
        let publish = format!("{draft}/publish");
        assert_eq!(lead.post(&publish, &[]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(app.as_person("ld-04").post(&publish, &[]).await.status, StatusCode::NOT_FOUND);

        let second = app.as_person("psw");
        assert!(second.get("/").await.text("main").contains("Read and publish"));
        assert_eq!(second.post(&publish, &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(second.post(&publish, &[]).await.status, StatusCode::CONFLICT);
        assert!(app.as_person("ld-04").get(&draft).await.text(".govuk-caption-l").starts_with("Published 16 November 2026"));
    }

    async fn a_draft_is_open_to_comment_and_records_who_agreed(app: TestApp) {
        let draft = app.draft(&next_version()).await;
        let worker = app.as_person("ld-04");
        let comments = format!("/standards/{draft}/comments");
        let blank = worker.post(&comments, &[("standard", "S18"), ("comment", "  ")]).await;
        assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(blank.text(".govuk-error-summary").contains("Write your comment"), "{}", blank.body);
        let saved = worker.post(&comments, &[("standard", "S18"), ("comment", "Say who is told.")]).await;
        assert_eq!(saved.location(), format!("/standards/{draft}/S18"));
        assert!(app.as_person("qal").get(saved.location()).await.text(".app-evidence").contains("Say who is told."));

        let agreements = format!("/standards/{draft}/agreements");
        let fields = [("standard", "S18"), ("group", "families"), ("who", "12 carers at the October forum")];
        assert_eq!(worker.post(&agreements, &fields).await.status, StatusCode::NOT_FOUND);
        assert_eq!(app.as_person("qal").post(&agreements, &fields).await.status, StatusCode::SEE_OTHER);
        assert!(worker.get(&format!("/standards/{draft}/S18")).await.text("dl").contains("12 carers"));
    }

    async fn two_versions_are_compared_by_what_differs(app: TestApp) {
        let first = app.adult_standards().await;
        let second = app.draft(&next_version().replacen("name = \"Safeguarding\"", "name = \"Keeping people safe\"", 1)).await;
        let page = app.as_person("ld-04").get(&format!("/standards/compare?from={first}&to={second}")).await;
        let differences = page.texts(".app-pair");
        assert!(differences.iter().any(|d| d.contains("Safeguarding") && d.contains("Keeping people safe")), "{differences:?}");
    }
}

#[tokio::test]
async fn a_draft_starts_from_a_version_there_is() {
    let app = TestApp::embedded().await;
    let id = app.adult_standards().await;
    let page = app.as_person("qal").get(&format!("/standards/drafts/new?from={id}")).await.html();
    let text: String = page.select(&css("textarea#body")).flat_map(|area| area.text()).collect();
    assert_eq!(text, ADULTS);
    assert_eq!(app.as_person("ld-04").get("/standards/drafts/new").await.status, StatusCode::NOT_FOUND);
}

//! Practice that is watched: recorded with consent, answered by whoever was watched, and seen by nobody else.

use axum::http::StatusCode;

use crate::app::{Engine, Reply, TestApp};
use crate::reviews::{TWO_CASES, drawn};

const BEHAVIOURS: [&str; 6] =
    ["introduces-self", "purpose-clear", "open-questions", "reflects-back", "handles-feeling", "agrees-next-step"];
const NOTE: &str = "She waited for him to begin.";

/// A form filled in: Alun watched Imran on a home visit. A later field of the same name replaces one of these.
async fn record(app: &TestApp, review: &str, other: &[(&str, &str)]) -> Reply {
    let (worker, observer) = (app.person("ld-01").to_string(), app.person("qal").to_string());
    let marks: Vec<(String, &str)> = BEHAVIOURS.iter().map(|id| (format!("rating-{id}"), "2")).collect();
    let mut fields = vec![
        ("direction", "of-worker"),
        ("worker", worker.as_str()),
        ("observer", observer.as_str()),
        ("kind", "Home visit"),
        ("watched", "12 November 2026"),
        ("consent_worker", "yes"),
        ("consent_person", "agreed"),
        ("came", "seen"),
        ("agrees", "yes"),
        ("note", NOTE),
    ];
    fields.extend(marks.iter().map(|(name, mark)| (name.as_str(), *mark)));
    fields.retain(|(name, _)| !other.iter().any(|(replaced, _)| replaced == name));
    fields.extend_from_slice(other);
    app.as_person("qal").post(&format!("/reviews/{review}/observations/new"), &fields).await
}

/// Records one, and gives the address at which whoever was watched reads it.
async fn recorded(app: &TestApp, review: &str) -> String {
    let reply = record(app, review, &[]).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text("main"));
    let id = reply.location().rsplit('/').next().expect("an id").to_owned();
    format!("/my-observations/{id}")
}

/// The worker's own answer: as the observer, but for one.
fn answer<'a>(marks: &'a [(String, &'a str)], seen: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<(&str, &str)> = marks.iter().map(|(name, mark)| (name.as_str(), *mark)).collect();
    fields.extend([("note", "I was not sure of the end."), ("seen", seen)]);
    fields
}

fn own_marks() -> Vec<(String, &'static str)> {
    BEHAVIOURS.iter().map(|id| (format!("rating-{id}"), if *id == "agrees-next-step" { "1" } else { "2" })).collect()
}

on_both_engines! {
    async fn what_was_watched_is_recorded_and_stands_as_evidence(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await.to_string();
        recorded(&app, &review).await;
        let lead = app.as_person("qal");
        let list = lead.get(&format!("/reviews/{review}/observations")).await.text("main");
        assert!(list.contains("Workers were watched once: 1 of the") && list.contains("The least a review needs is 3"), "{list}");
        let evidence = lead.get(&format!("/reviews/{review}/sources/E11")).await.text("main");
        assert!(evidence.contains(&format!("Home visit: {NOTE}")) && evidence.contains("S31d"), "{evidence}");
    }

    async fn nothing_is_seen_without_consent_and_what_was_refused_is_declined(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await.to_string();
        for (field, word) in [("consent_worker", "no"), ("consent_person", "declined")] {
            let reply = record(&app, &review, &[(field, word)]).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
            assert!(reply.text(&format!("#{field}-error")).contains("nothing can be recorded as seen"), "{}", reply.body);
            assert!(reply.body.contains(NOTE), "what was typed stays in the form");
        }
        let unmarked: Vec<(String, &str)> = BEHAVIOURS.iter().map(|id| (format!("rating-{id}"), "")).collect();
        let mut declined: Vec<(&str, &str)> = unmarked.iter().map(|(name, mark)| (name.as_str(), *mark)).collect();
        declined.extend([("consent_worker", "no"), ("came", "declined"), ("note", "")]);
        for (field, words) in [("before_talk", "He was tired."), ("after_talk", "Next month."), ("parts", "S41b")] {
            let told: Vec<(&str, &str)> = declined.iter().copied().chain([(field, words)]).collect();
            let refused = record(&app, &review, &told).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
            assert!(refused.text(&format!("#{field}-error")).contains("Leave this blank"), "{}", refused.text("main"));
        }
        let reply = record(&app, &review, &declined).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text("main"));
        let lead = app.as_person("qal");
        let list = lead.get(&format!("/reviews/{review}/observations")).await.text("main");
        assert!(list.contains("No worker has been watched yet") && list.contains("It was declined once"), "{list}");
        let evidence = lead.get(&format!("/reviews/{review}/sources/E11")).await.text("main");
        assert!(evidence.contains("Nothing is written down from this source yet"), "{evidence}");
    }

    async fn the_source_is_in_with_the_least_that_a_review_needs(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await.to_string();
        recorded(&app, &review).await;
        recorded(&app, &review).await;
        let line = async || {
            let page = app.as_person("qal").get(&format!("/reviews/{review}/coverage")).await;
            page.texts(".app-sources li").into_iter().find(|line| line.starts_with("E11 ")).expect("the source")
        };
        let begun = line().await;
        assert!(begun.contains("Started") && begun.contains("Workers were watched 2 of at least 3 times"), "{begun}");
        recorded(&app, &review).await;
        let all = line().await;
        assert!(!all.contains("Started") && all.contains("Workers were watched 3 times"), "{all}");
    }

    async fn everything_that_is_left_out_is_named_at_once(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await.to_string();
        let reply = app.as_person("qal").post(&format!("/reviews/{review}/observations/new"), &[]).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        for field in ["direction", "worker", "observer", "kind", "watched", "came", "consent_worker", "consent_person"] {
            assert!(!reply.text(&format!("#{field}-error")).is_empty(), "{field}");
        }
        let tomorrow = record(&app, &review, &[("watched", "17 November 2026")]).await;
        assert!(tomorrow.text("#watched-error").contains("in the future"), "{}", tomorrow.body);
        let elsewhere = app.person("op-02").to_string();
        let elsewhere = record(&app, &review, &[("worker", elsewhere.as_str())]).await;
        assert!(elsewhere.text("#worker-error").contains("did not work in the team"), "{}", elsewhere.body);
    }

    async fn whoever_was_watched_reads_it_and_adds_their_own(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await.to_string();
        let page = recorded(&app, &review).await;
        let worker = app.as_person("ld-01");
        let mine = worker.get(&page).await;
        assert_eq!(mine.status, StatusCode::OK);
        assert!(mine.body.contains(NOTE), "{}", mine.text("main"));
        let left_out = worker.post(&page, &[("seen", "1"), ("note", "Kept word for word.")]).await;
        assert_eq!(left_out.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(left_out.body.contains("Kept word for word.") && !left_out.text("#rating-open-questions-error").is_empty());
        let marks = own_marks();
        assert_eq!(worker.post(&page, &answer(&marks, "1")).await.status, StatusCode::SEE_OTHER);
        let late = worker.post(&page, &answer(&marks, "1")).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "nothing is written over unseen");
        let id = page.rsplit('/').next().expect("an id");
        let both = app.as_person("rv-saf").get(&format!("/reviews/{review}/observations/{id}")).await.text("main");
        for said in [NOTE, "I was not sure of the end.", "Agrees what happens next. Alun Prothero: 2, did. Imran Siddiq-Hale: 1, partly."] {
            assert!(both.contains(said), "{said}: {both}");
        }
        let account = worker.get("/account").await.text("main");
        assert!(account.contains("Read observations of practice"), "who looked is told: {account}");
    }

    async fn a_manager_whom_a_worker_watched_finds_it_on_their_home_page_and_adds_their_own(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await.to_string();
        let (manager, worker) = (app.person("tm-ld").to_string(), app.person("ld-01").to_string());
        let other_way = [("direction", "by-worker"), ("worker", manager.as_str()), ("observer", worker.as_str())];
        let reply = record(&app, &review, &other_way).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text("main"));
        let list = app.as_person("qal").get(&format!("/reviews/{review}/observations")).await.text("main");
        assert!(list.contains("No worker has been watched yet"), "it is not one of those of workers: {list}");
        let watched = app.as_person("tm-ld");
        let mine = format!("/my-observations/{}", reply.location().rsplit('/').next().expect("an id"));
        let home = watched.get("/").await;
        assert!(home.body.contains(&mine), "{}", home.text("main"));
        let marks = own_marks();
        assert_eq!(watched.post(&mine, &answer(&marks, "1")).await.status, StatusCode::SEE_OTHER);
        assert!(!watched.get("/").await.body.contains(&mine), "it waits no more");
        assert_eq!(app.as_person("ld-02").get(&mine).await.status, StatusCode::NOT_FOUND);
    }

    async fn nobody_else_finds_it(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await.to_string();
        let page = recorded(&app, &review).await;
        let one = page.replace("/my-observations", "");
        let marks = own_marks();
        for person in ["ld-02", "tm-ld", "sma", "hoa", "dir", "psw", "hr", "dpo", "adm", "qal"] {
            let who = app.as_person(person);
            assert_eq!(who.get(&page).await.status, StatusCode::NOT_FOUND, "{person}");
            assert_eq!(who.post(&page, &answer(&marks, "1")).await.status, StatusCode::NOT_FOUND, "{person}");
        }
        for person in ["ld-01", "ld-02", "tm-ld", "hoa"] {
            for page in ["", "/new", "/form", one.as_str()] {
                let path = format!("/reviews/{review}/observations{page}");
                assert_eq!(app.as_person(person).get(&path).await.status, StatusCode::NOT_FOUND, "{person} {path}");
            }
        }
    }

    async fn the_form_is_printed_with_what_0_1_and_2_look_like(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await.to_string();
        let form = app.as_person("rv-cap").get(&format!("/reviews/{review}/observations/form")).await.text("main");
        for said in ["0. Did not: talked over it", "2. Did: who does what by when", "Where shall I sit", "Not seen"] {
            assert!(form.contains(said), "{said}: {form}");
        }
    }
}

//! Signing in and out, and a session that ends while somebody is typing.

use axum::http::StatusCode;

use crate::app::{ADULTS, Engine, TestApp, css};

#[tokio::test]
async fn a_refused_sign_in_does_not_say_whether_the_name_is_known() {
    let app = TestApp::embedded().await;
    let mut answers = Vec::new();
    for name in ["qal", "nobody-of-this-name"] {
        let reply = app.as_nobody().post_only("/sign-in", &[("name", name), ("password", "three words here")]).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(reply.text("title").starts_with("Error: "), "{}", reply.text("title"));
        answers.push(reply.text(".govuk-error-summary"));
    }
    assert!(answers[0].contains("not right"), "{}", answers[0]);
    assert_eq!(answers[0], answers[1]);
}

on_both_engines! {
    async fn the_administrator_opens_an_account_that_then_signs_in(app: TestApp) {
        let (admin, worker) = (app.as_person("adm"), app.person("ld-04"));
        let path = format!("/accounts/{worker}");
        let weak = admin.post(&path, &[("do", "make"), ("name", "aoife"), ("password", "short")]).await;
        assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(weak.text(".govuk-error-summary").contains("at least 12"), "{}", weak.body);

        let strong = "kettle harbour violin";
        let asked = admin.post(&path, &[("do", "make"), ("name", "aoife"), ("password", strong)]).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER);
        let try_it = || app.as_nobody();
        let early = try_it().post_only("/sign-in", &[("name", "aoife"), ("password", strong)]).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "whoever asked cannot be that person alone");
        let answer = answer_to(&app.as_person("dpo")).await;
        for person in ["adm", "ld-04", "qal"] {
            assert_eq!(app.as_person(person).post(&answer, &[("do", "agree")]).await.status, StatusCode::NOT_FOUND, "{person}");
        }
        assert_eq!(app.as_person("dpo").post(&answer, &[("do", "agree")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(app.as_person("dpo").post(&answer, &[("do", "agree")]).await.status, StatusCode::NOT_FOUND, "once");
        let reply = app.as_nobody().post_only("/sign-in", &[("name", "aoife"), ("password", strong)]).await;
        assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, "/"));
        assert!(reply.cookie().is_some());
    }

    async fn a_new_password_that_is_not_agreed_to_changes_nothing(app: TestApp) {
        let (admin, officer) = (app.as_person("adm"), app.as_person("dpo"));
        let path = format!("/accounts/{}", app.person("qal"));
        let lead = app.as_person("qal");
        assert_eq!(lead.get("/account").await.status, StatusCode::OK);
        admin.post(&path, &[("do", "make"), ("name", "qal"), ("password", "kettle harbour violin")]).await;
        let answer = answer_to(&officer).await;
        assert_eq!(officer.post(&answer, &[("do", "decline")]).await.status, StatusCode::SEE_OTHER);
        let reply = app.as_nobody().post_only("/sign-in", &[("name", "qal"), ("password", "kettle harbour violin")]).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(lead.get("/account").await.status, StatusCode::OK, "the session goes on");
    }

    async fn a_request_does_not_outlive_the_account_it_is_for(app: TestApp) {
        let (admin, officer) = (app.as_person("adm"), app.as_person("dpo"));
        let path = format!("/accounts/{}", app.person("qal"));
        admin.post(&path, &[("do", "make"), ("name", "qal"), ("password", "kettle harbour violin")]).await;
        let answer = answer_to(&officer).await;
        let waits = officer.get("/accounts/requests").await.text("main");
        assert!(waits.contains("a new password for their account"), "{waits}");
        assert_eq!(admin.post(&path, &[("do", "close")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(officer.post(&answer, &[("do", "agree")]).await.status, StatusCode::NOT_FOUND, "it fell away");
        let reply = app.as_nobody().post_only("/sign-in", &[("name", "qal"), ("password", "kettle harbour violin")]).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        admin.post(&path, &[("do", "make"), ("name", "qal"), ("password", "kettle harbour violin")]).await;
        let waits = officer.get("/accounts/requests").await.text("main");
        assert!(waits.contains("an account, which is closed or does not exist now"), "{waits}");
    }

    async fn a_password_is_never_shown_or_carried_by_a_page(app: TestApp) {
        let typed = [("present", "first secret phrase"), ("new", "second secret phrase"), ("password", "third secret phrase"), ("note", "A note of words.")];
        for path in ["/account/password", "/sign-in", "/nowhere"] {
            for who in [app.as_nobody(), app.as_person("adm")] {
                let reply = who.post(path, &typed).await;
                assert!(!reply.body.contains("secret phrase"), "{path}: {}", reply.status);
            }
        }
        let ended = app.as_nobody().post_only("/account/password", &typed).await;
        assert_eq!(ended.status, StatusCode::UNAUTHORIZED);
        assert!(ended.body.contains("A note of words.") && !ended.body.contains("secret phrase"), "{}", ended.body);
    }

    async fn signing_out_ends_the_session_at_once(app: TestApp) {
        let person = app.as_person("ld-04");
        assert_eq!(person.get("/account").await.status, StatusCode::OK);
        let reply = person.post("/sign-out", &[]).await;
        assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, "/sign-in"));
        assert_eq!(person.get("/account").await.location(), "/sign-in?next=/account");
    }

    async fn a_session_that_ends_mid_form_keeps_what_was_typed(app: TestApp) {
        let draft = app.draft(&ADULTS.replacen("2025.1", "2026.1", 1)).await;
        let path = format!("/standards/{draft}/comments");
        let person = app.as_person("ld-04");
        let csrf = person.csrf().await;
        app.wait(31);

        let words = "Part b asks for “two things” & more <at once>.";
        let ended = person.post_only(&path, &[("csrf", &csrf), ("comment", words)]).await;
        assert_eq!(ended.status, StatusCode::UNAUTHORIZED);
        assert_eq!(ended.text("h1"), "You have been signed out");
        assert!(ended.texts(".govuk-inset-text").iter().any(|shown| shown == words), "{}", ended.body);

        let carried = hidden(&ended.html(), "form");
        assert!(carried.contains(&("kept-comment".into(), words.into())), "{carried:?}");
        assert!(!carried.iter().any(|(name, _)| name.contains("csrf")), "{carried:?}");
        let mut fields: Vec<(&str, &str)> = carried.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        fields.push(("person", "ld-04"));
        let again = app.as_nobody().post_only("/sign-in", &fields).await;
        assert_eq!((again.status, again.text("h1")), (StatusCode::OK, "You are signed in again".into()));
        let form = format!("form[action='{path}']");
        let kept = hidden(&again.html(), &form);
        assert!(kept.contains(&("comment".into(), words.into())), "{kept:?}");

        // The same browser sends the new page's form with its new cookie.
        let fields: Vec<(&str, &str)> = kept.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let cookie = again.cookie().expect("a new session");
        let saved = app.as_nobody().post_with(&path, &fields, &[("cookie", &cookie)]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let page = app.as_person("qal").get(&format!("/standards/{draft}")).await;
        assert!(page.texts(".app-evidence p").iter().any(|shown| shown == words), "{}", page.body);
    }
}

/// Where the first thing that waits for a second person is answered.
async fn answer_to(who: &crate::app::Visitor<'_>) -> String {
    let page = who.get("/accounts/requests").await.html();
    let form = page.select(&css("form[action^='/accounts/requests/']")).next().expect("something waits");
    form.attr("action").expect("an address").to_owned()
}

/// The hidden fields of the first form that a selector finds.
fn hidden(page: &scraper::Html, form: &str) -> Vec<(String, String)> {
    let all = css(&format!("{form} input[type=hidden]"));
    let field = |e: scraper::ElementRef<'_>| Some((e.attr("name")?.to_owned(), e.attr("value")?.to_owned()));
    let mut found: Vec<(String, String)> = page.select(&all).filter_map(field).collect();
    found.sort();
    found.dedup();
    found
}

#[tokio::test]
async fn a_save_that_happens_by_itself_is_told_of_the_end_in_json() {
    let app = TestApp::embedded().await;
    let reply = app.as_nobody().post_with("/sign-out", &[("a", "b")], &[("accept", "application/json")]).await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    assert_eq!(reply.header("content-type"), "application/json");
}

#[tokio::test]
async fn the_first_page_offers_the_people_of_the_example_with_the_lead_first() {
    let app = TestApp::embedded().await;
    let page = app.as_nobody().get("/sign-in").await.html();
    let keys: Vec<_> = page.select(&css("button[name=person]")).filter_map(|button| button.attr("value")).collect();
    assert_eq!(keys[..9], ["qal", "rv-saf", "tm-ld", "ld-04", "hoa", "sma", "psw", "dpo", "adm"]);
    assert!(keys.len() > 40, "everybody is there once: {}", keys.len());
}

#[tokio::test]
async fn words_shown_once_are_shown_once() {
    let app = TestApp::embedded().await;
    let reply = app.as_person("ld-04").post("/sign-out", &[]).await;
    let mut kept = reply.headers.get_all("set-cookie").iter().filter_map(|line| line.to_str().ok());
    let flash = kept.find(|line| line.starts_with("plumbline-flash=")).expect("words are kept");
    assert!(flash.contains("HttpOnly") && flash.contains("SameSite=Lax"), "{flash}");
    let cookie = flash.split(';').next().unwrap_or_default();
    let request = app.as_nobody().request(axum::http::Method::GET, "/sign-in").await.header("cookie", cookie);
    let page = app.send(request.body(axum::body::Body::empty()).expect("a request")).await;
    assert_eq!(page.text(".govuk-notification-banner__heading"), "You are signed out.");
    assert!(page.header("set-cookie").contains("plumbline-flash=;"), "{}", page.header("set-cookie"));
}

#[tokio::test]
async fn somebody_sees_who_looked_at_what_concerns_them() {
    let app = TestApp::embedded().await;
    let page = app.as_person("ld-04").get("/account").await;
    assert!(page.texts("main td").contains(&"Signed in".to_owned()), "{}", page.body);
}

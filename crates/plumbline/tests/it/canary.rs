//! Scenario 7 and the access table, over every page there is: what a person may not see is not there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use chrono::DateTime;
use practice::ids::ReviewId;
use practice::reviews::{CaseRecord, Grade};
use programme::accounts::Hashing;
use programme::people::ReadHere;
use programme::reviews::{self, JudgeForm, NewItem};
use programme::{Act, Mode, Programme, SetClock};
use store::testing::{Engine, fresh};
use tower::ServiceExt;
use web::{Site, SiteSettings};

/// A word that stands in everything the reviewers write, and nowhere else.
const CANARY: &str = "quillwort";

struct Example {
    router: Router,
    /// Every address that can be read, with every id the example holds.
    pages: Vec<String>,
    /// Pages that belong to the review under way.
    review: ReviewId,
}

/// The example, told in a database of this engine; `None` where there is no server to test against.
async fn example(engine: Engine) -> Option<Example> {
    let (db, _folder) = fresh(engine).await?;
    let clock = Arc::new(SetClock::at(DateTime::UNIX_EPOCH));
    let (key, _) = programme::surveys::SurveyKey::made().expect("a key");
    let programme = Programme::new(db, clock.clone(), Arc::new(ReadHere::default()), Hashing::Quick, key);
    plumbline::demo::fill(programme.clone(), clock, |_| {}).await.expect("the example can be told");
    let review = plant(&programme).await;
    let pages = addresses(&programme).await;
    let settings = SiteSettings {
        council: "Exampleshire Council".into(),
        demo: true,
        secure_cookies: false,
        upload_limit: 1 << 20,
        trusted_proxies: Vec::new(),
        help_phone: None,
    };
    Some(Example { router: web::router(Site::new(programme, settings)), pages, review })
}

/// The reviewers of the review under way write the word wherever they can.
async fn plant(programme: &Programme) -> ReviewId {
    let people = programme::accounts::open_persona_accounts(programme).await.expect("people");
    let mut act = programme.act(people["qal"], Mode::Write).await.expect("an act");
    let review = reviews::list(&mut act)
        .await
        .expect("a list")
        .into_iter()
        .find(|r| r.title.contains("autumn 2026"))
        .expect("the review under way")
        .id;
    let day = act.today();
    let item = NewItem {
        source: "E8".into(),
        dated: day,
        direct: true,
        agrees: true,
        note: format!("{CANARY} she said"),
        parts: vec!["S18".into()],
        case: None,
    };
    reviews::add_evidence(&mut act, review, &item).await.expect("evidence");
    reviews::record_contradiction(&mut act, review, "S18a", None, CANARY, CANARY, CANARY)
        .await
        .expect("a contradiction");
    let opened = reviews::open_standard(&mut act, review, "S05").await.expect("a standard");
    let form = JudgeForm {
        seen: opened.state.judgement.as_ref().map_or(0, |j| j.version),
        marks: [("a".to_owned(), "met".to_owned())].into(),
        comment: format!("{CANARY} comment"),
        ..JudgeForm::default()
    };
    reviews::judge_standard(&mut act, review, "S05", &form).await.expect("marks");
    change_of_mind(&mut act, review).await;
    let seen = reviews::open(&mut act, review).await.expect("opened").review.version;
    let words =
        reviews::Words { summary: format!("{CANARY} summary"), caution: CANARY.into(), read_once: CANARY.into() };
    reviews::set_words(&mut act, review, seen, &words).await.expect("words");
    let cases = reviews::sample(&mut act, review).await.expect("a sample").cases;
    act.commit().await.expect("committed");
    let case = cases.iter().find(|c| c.read_on.is_none()).expect("a case not read yet");
    let reader = case.reviewer_id.0.expect("a reader");
    let mut act = programme.act(reader, Mode::Write).await.expect("an act");
    let record = CaseRecord {
        notes: [("S01a".to_owned(), format!("{CANARY} note"))].into(),
        strengths: format!("{CANARY} strength"),
        obstacle: format!("{CANARY} obstacle"),
        ..case.record.0.clone()
    };
    reviews::save_case(&mut act, review, case.id, case.version, &record).await.expect("saved");
    act.commit().await.expect("committed");
    review
}

/// A settled standard is opened again, and another is asked to be judged differently, each for a reason with the word.
async fn change_of_mind(act: &mut Act, review: ReviewId) {
    let (_, states) = reviews::outcome(act, review).await.expect("the standards");
    let mut settled = states.iter().filter(|s| s.settled() == Some(s.verdict.outcome) && s.waiting().is_none());
    let first = settled.next().expect("one that is settled");
    let version = first.judgement.as_ref().expect("a judgement").version;
    reviews::reopen_judgement(act, review, &first.standard, version, &format!("{CANARY} was misread"))
        .await
        .expect("opened again");
    let heard = |sources: &std::collections::BTreeSet<String>| sources.contains("E8") || sources.contains("E11");
    let is_moved = |s: &&reviews::StandardState| s.verdict.outcome.grade() == Some(Grade::RequiresImprovement);
    let second = settled.find(|s| is_moved(s) && heard(&s.sources)).expect("another that somebody was heard on");
    let opened = reviews::open_standard(act, review, &second.standard).await.expect("a standard");
    let me = act.me();
    let reader = opened.opened.reviewers.iter().find(|person| person.id != me).expect("a second reader").id;
    let relies: Vec<_> = opened.items.iter().map(|item| item.id).collect();
    let reason = [CANARY; 30].join(" ");
    reviews::propose_override(act, review, &second.standard, Grade::Good, &reason, &relies, reader)
        .await
        .expect("a proposal");
}

/// Every route that is read, with every id put into every place it fits.
async fn addresses(programme: &Programme) -> Vec<String> {
    let people = programme::accounts::open_persona_accounts(programme).await.expect("people");
    let mut act = programme.act(people["qal"], Mode::Read).await.expect("an act");
    let mut ids: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut of_review: BTreeMap<String, BTreeMap<&str, Vec<String>>> = BTreeMap::new();
    for review in reviews::list(&mut act).await.expect("a list") {
        let mut inside: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let sample = reviews::sample(&mut act, review.id).await.expect("a sample");
        inside.insert("{case}", sample.cases.iter().map(|c| c.id.to_string()).collect());
        inside.insert("{source}", sample.opened.framework.sources.iter().map(|s| s.id.clone()).collect());
        let evidence = reviews::evidence_page(&mut act, review.id).await.expect("evidence");
        inside.insert("{contradiction}", evidence.contradictions.iter().map(|c| c.id.to_string()).collect());
        inside.insert("{standard}", sample.opened.framework.standards.iter().map(|s| s.id.clone()).collect());
        let asked = programme::surveys::surveys(&mut act, review.id).await.expect("surveys").surveys;
        inside.insert("{survey}", asked.iter().map(|(survey, _)| survey.id.to_string()).collect());
        let watched = programme::observations::observations(&mut act, review.id)
            .await
            .map(|p| p.observations)
            .unwrap_or_default();
        let watched: Vec<String> = watched.iter().map(|o| o.id.to_string()).collect();
        ids.entry("{observation}").or_default().extend(watched.clone());
        inside.insert("{observation}", watched);
        inside.insert("{set}", vec!["people".into(), "people-easy".into()]);
        let plan = programme::actions::open_plan(&mut act, review.id).await;
        let actions: Vec<String> =
            plan.map(|p| p.actions.iter().map(|a| a.id.to_string()).collect()).unwrap_or_default();
        ids.entry("{action}").or_default().extend(actions.clone());
        inside.insert("{action}", actions);
        of_review.insert(review.id.to_string(), inside);
    }
    for (review, alert) in reviews::alerts(&mut act).await.expect("alerts") {
        of_review.entry(review.id.to_string()).or_default().entry("{alert}").or_default().push(alert.id.to_string());
    }
    let versions = programme::frameworks::list(&mut act).await.expect("frameworks");
    ids.insert("{framework}", versions.iter().map(|v| v.id.to_string()).collect());
    ids.insert("{standard}", (1..=50).map(|n| format!("S{n:02}")).collect());
    let imports = programme::people::overview(&mut act).await.expect("imports").imports;
    ids.insert("{import}", imports.iter().map(|i| i.id.to_string()).collect());
    ids.insert("{person}", people.values().take(5).map(ToString::to_string).collect());
    let together = programme::reviews::calibrations(&mut act).await.expect("calibrations").0;
    ids.insert("{calibration}", together.iter().map(|c| c.id.to_string()).collect());
    let dips = programme::beside::dips(&mut act).await.expect("dips").dips;
    ids.insert("{dip}", dips.iter().map(|d| d.id.to_string()).collect());
    ids.insert("{code}", vec!["BDK74MWX".into()]);
    ids.insert("{question}", vec!["1".into()]);
    let mut pages = Vec::new();
    for route in web::route_table().into_iter().filter(|r| r.method == "GET" && !r.path.starts_with("/static")) {
        let before = pages.len();
        if route.path.contains("{review}") {
            for (review, inside) in &of_review {
                let mut inside = inside.clone();
                // Every interview of every case is one page many times over: two cases tell as much.
                if route.path.contains("{case}") && route.path.contains("{source}") {
                    inside.entry("{case}").or_default().truncate(2);
                }
                pages.extend(filled(&route.path.replace("{review}", review), &inside));
            }
        } else {
            pages.extend(filled(route.path, &ids));
        }
        assert!(pages.len() > before, "no address was made for {}: give its parts a value", route.path);
    }
    pages
}

fn filled(path: &str, ids: &BTreeMap<&str, Vec<String>>) -> Vec<String> {
    let Some((start, rest)) = path.split_once('{') else { return vec![path.to_owned()] };
    let (name, rest) = rest.split_once('}').expect("closed");
    let known = ids.get(format!("{{{name}}}").as_str()).cloned().unwrap_or_default();
    known.iter().flat_map(|id| filled(&format!("{start}{id}{rest}"), ids)).collect()
}

async fn sign_in(router: &Router, person: &str) -> String {
    let request = Request::post("/sign-in")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(format!("person={person}")))
        .expect("a request");
    let reply = router.clone().oneshot(request).await.expect("an answer");
    let cookie =
        reply.headers().get("set-cookie").unwrap_or_else(|| panic!("{person} cannot sign in")).to_str().expect("text");
    cookie.split(';').next().expect("a value").to_owned()
}

async fn get(router: &Router, cookie: &str, path: &str) -> (StatusCode, String) {
    let request = Request::get(path).header("cookie", cookie).body(Body::empty()).expect("a request");
    let reply = router.clone().oneshot(request).await.expect("an answer");
    let status = reply.status();
    let body = to_bytes(reply.into_body(), 8 << 20).await.expect("a body");
    (status, String::from_utf8_lossy(&body).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn scenario_7_blind_head_of_service() {
    blind(example(Engine::Sqlite).await.expect("an embedded database")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn scenario_7_blind_head_of_service_on_a_server() {
    match example(Engine::Postgres).await {
        Some(example) => blind(example).await,
        None => eprintln!("skipped: PLUMBLINE_TEST_POSTGRES names no server"),
    }
}

async fn blind(example: Example) {
    let cookie = sign_in(&example.router, "qal").await;
    let mut seen = 0;
    for page in &example.pages {
        let (status, body) = get(&example.router, &cookie, page).await;
        assert!(status.as_u16() < 500, "{page} broke for the lead: {status}");
        seen += usize::from(body.contains(CANARY));
    }
    assert!(seen >= 5, "the word is where the lead can read it: {seen} pages");
    for person in [
        "hoa", "hoc", "sma", "smc", "dir", "psw", "tm-ld", "tm-op", "ld-01", "ld-04", "ld-08", "op-02", "hr", "data",
        "dpo", "adm", "bd-1", "forms", "ie-2",
    ] {
        let cookie = sign_in(&example.router, person).await;
        for page in &example.pages {
            let (status, body) = get(&example.router, &cookie, page).await;
            assert!(status.as_u16() < 500, "{page} broke for {person}: {status}");
            assert!(!body.contains(CANARY), "{person} finds a trace of the review under way on {page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_about_the_review_under_way_shows_leaders_no_grade_and_no_count() {
    let example = example(Engine::Sqlite).await.expect("an embedded database");
    let words: BTreeSet<&str> =
        ["Requires improvement", "Inadequate", "Not judged", "of 50", "settled", "strength", "met", "partly"].into();
    for person in ["hoa", "sma", "dir", "psw", "tm-ld", "ld-04", "bd-1"] {
        let cookie = sign_in(&example.router, person).await;
        let path = format!("/reviews/{}", example.review);
        for page in example.pages.iter().filter(|p| p.starts_with(&path)) {
            let (status, body) = get(&example.router, &cookie, page).await;
            if page.contains("/alerts/") || status == StatusCode::NOT_FOUND {
                continue;
            }
            assert_eq!(page, &path, "{person} opens {page} ({status})");
            let main = body.split("<main").nth(1).unwrap_or_default();
            for word in &words {
                let found = main.split(|c: char| !c.is_alphanumeric()).any(|w| w == *word)
                    || (word.contains(' ') && main.contains(word));
                assert!(!found, "{person} reads “{word}” on {page}");
            }
        }
    }
}

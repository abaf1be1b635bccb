//! Completing a review (V8): what stands in the way, and that it is locked then and still unseen by everybody who does
//! not make it (V9).

use axum::http::StatusCode;
use practice::reviews::{SourceState, Stage};
use programme::Mode;
use programme::reviews::{self, Words};

use crate::actions::review_at;
use crate::app::{Engine, TestApp};
use crate::reviews::{TWO_CASES, act, drawn};
use crate::second_readings::{ask, read_again};
use crate::sources::{cases, read};

/// A word that stands in what the reviewers write, and nowhere else.
const CANARY: &str = "quillwort";

on_both_engines! {
    async fn what_is_completed_and_not_presented_is_seen_by_nobody_it_is_about(app: TestApp) {
        let review = review_at(&app, Stage::Judging).await;
        let mut writing = act(&app, "qal").await;
        let seen = reviews::open(&mut writing, review).await.expect("opened").review.version;
        let words = Words { summary: format!("{CANARY} is strong"), caution: CANARY.into(), ..Words::default() };
        reviews::set_words(&mut writing, review, seen, &words).await.expect("words");
        writing.commit().await.expect("committed");
        let mut tx = app.programme().db().begin(Mode::Write).await.expect("a transaction");
        let day = "2026-11-12".parse().expect("a day");
        store::reviews::move_stage(&mut tx, review, seen + 1, Stage::Completed, day, None).await.expect("completed");
        tx.commit().await.expect("committed");
        let mut writing = act(&app, "qal").await;
        reviews::ask_to_reopen(&mut writing, review, &format!("{CANARY} was misread")).await.expect("asked");
        writing.commit().await.expect("committed");
        let pages: Vec<String> = web::route_table()
            .into_iter()
            .filter(|route| route.method == "GET" && route.path.contains("{review}"))
            .map(|route| route.path.replace("{review}", &review.to_string()).replace("{standard}", "S05").replace("{source}", "E8"))
            .filter(|path| !path.contains('{'))
            .chain(["/".to_owned(), "/reviews".to_owned(), "/actions".to_owned(), "/journal".to_owned()])
            .collect();
        assert!(pages.len() > 12, "{pages:?}");
        let lead = app.as_person("qal");
        let mut found = 0;
        for page in &pages {
            found += usize::from(lead.get(page).await.body.contains(CANARY));
        }
        assert!(found >= 2, "the lead reads it on the report and beside the request: {found}");
        for person in ["hoa", "hoc", "sma", "dir", "psw", "tm-ld", "ld-01", "ld-04", "hr", "data", "dpo", "adm", "bd-1"] {
            let who = app.as_person(person);
            for page in &pages {
                let reply = who.get(page).await;
                assert!(!reply.status.is_server_error(), "{page} broke for {person}");
                assert!(!reply.body.contains(CANARY), "{person} finds a trace on {page}");
            }
            assert_eq!(who.get(&format!("/reviews/{review}/report")).await.status, StatusCode::NOT_FOUND, "{person}");
        }
    }

    async fn what_is_left_stands_in_the_way_and_a_second_reading_that_is_not_finished_goes_in_the_end(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let both = cases(&app, review).await;
        for (case, _) in &both {
            read(&app, review, *case, "rv-cap").await;
        }
        assert_eq!(ask(&app, review, both[0].0, "rv-saf").await.status, StatusCode::SEE_OTHER);
        ask(&app, review, both[1].0, "rv-saf").await;
        read_again(&app, review, both[1].0, "rv-saf", &[]).await;
        let mut lead = act(&app, "qal").await;
        let opened = reviews::open(&mut lead, review).await.expect("opened");
        for (source, seen) in reviews::evidence_page(&mut lead, review).await.expect("evidence").sources {
            let kept = reviews::record_source(&mut lead, review, &source.source, SourceState::Weak, "Tried.", seen).await;
            kept.expect("a source");
        }
        for standard in &opened.framework.standards {
            let keys = || standard.elements.iter().filter(|_| !standard.read_in_cases).map(|part| part.key.clone());
            for agree in [false, true] {
                let found = reviews::open_standard(&mut lead, review, &standard.id).await.expect("a standard");
                let form = reviews::JudgeForm {
                    seen: found.state.judgement.as_ref().map_or(0, |judgement| judgement.version),
                    marks: keys().map(|key| (key, "na".to_owned())).collect(),
                    reasons: keys().map(|key| (key, "No such work.".to_owned())).collect(),
                    not_judged_because: "Nobody was asked about it.".into(),
                    agree,
                    shown: Some(found.state.verdict.outcome),
                    ..reviews::JudgeForm::default()
                };
                reviews::judge_standard(&mut lead, review, &standard.id, &form).await.expect("saved");
            }
        }
        reviews::open_fact_check(&mut lead, review, "2 cases were read.").await.expect("put up");
        lead.commit().await.expect("committed");
        let mut manager = act(&app, "tm-ld").await;
        reviews::answer_facts(&mut manager, review, 1, "", true).await.expect("nothing to correct");
        manager.commit().await.expect("committed");
        let mut lead = act(&app, "qal").await;
        let seen = reviews::open(&mut lead, review).await.expect("opened").review.version;
        let words = Words { summary: "Little was asked.".into(), ..Words::default() };
        let (part, on) = ("S18a", lead.today());
        let told = reviews::NewItem {
            source: "E8".into(),
            dated: on,
            direct: true,
            agrees: false,
            note: "He says that nobody rang.".into(),
            parts: vec![part.into()],
            case: None,
        };
        reviews::add_evidence(&mut lead, review, &told).await.expect("evidence");
        reviews::set_words(&mut lead, review, seen, &words).await.expect("words");
        let refused = reviews::complete(&mut lead, review).await.expect_err("something is in the way").to_string();
        assert!(refused.contains("1 second reading is left.") && refused.contains("different things of S18"), "{refused}");
        let accounts = ("The record says that she rang.", "He says that nobody did.");
        reviews::record_contradiction(&mut lead, review, part, None, accounts.0, accounts.1, "").await.expect("both accounts");
        let words = Words { read_once: "There was nobody left who had not read it.".into(), ..words };
        reviews::set_words(&mut lead, review, seen + 1, &words).await.expect("words");
        lead.commit().await.expect("committed");
        let mut first = act(&app, "rv-cap").await;
        reviews::reopen_case(&mut first, review, both[1].0).await.expect("opened again");
        first.commit().await.expect("committed");
        let mut lead = act(&app, "qal").await;
        let again = Words { caution: "Two cases.".into(), ..words };
        reviews::set_words(&mut lead, review, seen + 2, &again).await.expect("words");
        let refused = reviews::complete(&mut lead, review).await.expect_err("one more is left").to_string();
        assert!(refused.contains("2 second readings are left."), "the same reason sent again is none for it: {refused}");
        lead.commit().await.expect("committed");
        let mut first = act(&app, "rv-cap").await;
        reviews::finish_case(&mut first, review, both[1].0).await.expect("read again");
        first.commit().await.expect("committed");
        let mut lead = act(&app, "qal").await;
        reviews::complete(&mut lead, review).await.expect("completed");
        lead.commit().await.expect("committed");
        let report = app.as_person("qal").get(&format!("/reviews/{review}/report")).await.text("main");
        assert!(report.contains("Why not all: There was nobody left who had not read it."), "{report}");
        let mut tx = app.programme().db().begin(Mode::Read).await.expect("a transaction");
        let left = store::reviews::second_readings(&mut tx, review).await.expect("readings");
        assert_eq!(left.iter().map(|second| second.sampled_case_id).collect::<Vec<_>>(), [both[1].0], "what is done stays");
        let here = format!("/reviews/{review}/cases/{}/second", both[0].0);
        assert_eq!(app.as_person("rv-saf").get(&here).await.status, StatusCode::NOT_FOUND);
    }
}

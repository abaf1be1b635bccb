//! A review that is completed and not presented: locked, and still unseen by everybody who does not make it (V9).

use axum::http::StatusCode;
use practice::reviews::Stage;
use programme::Mode;
use programme::reviews::{self, Words};

use crate::actions::review_at;
use crate::app::{Engine, TestApp};
use crate::reviews::act;

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
}

//! Who reads which case: given for all at once, while evidence is gathered, and lost to nobody.

use axum::http::StatusCode;
use practice::ids::{PersonId, ReviewId, SampledCaseId};
use practice::reviews::Stage;
use programme::{Error, Mode, reviews};
use store::reviews::CasePlace;

use crate::app::{Engine, TestApp, css};
use crate::reviews::{TWO_CASES, act, drawn};

fn given(case: SampledCaseId, to: PersonId, seen: Option<PersonId>) -> reviews::Given {
    reviews::Given { case, to: Some(to), seen }
}

/// Who reads the first two cases.
async fn readers(app: &TestApp, review: ReviewId) -> Vec<String> {
    let mut looking = act(app, "qal").await;
    let sample = reviews::sample(&mut looking, review).await.expect("a sample");
    sample.cases.iter().take(2).map(|case| case.reviewer.clone().unwrap_or_default()).collect()
}

on_both_engines! {
    async fn a_case_that_was_given_to_another_reader_meanwhile_is_not_given_again_unseen(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let mut looking = act(&app, "qal").await;
        let cases = reviews::sample(&mut looking, review).await.expect("a sample").cases;
        drop(looking);
        let path = format!("/reviews/{review}/readers");
        let (marek, bridget) = (app.person("rv-saf").to_string(), app.person("rv-cap").to_string());
        let names = |of: &str| cases[..2].iter().map(|case| format!("{of}-{}", case.id)).collect::<Vec<_>>();
        let (had, reads) = (names("had"), names("reviewer"));
        let lead = app.as_person("qal");
        let first = [(had[0].as_str(), ""), (&reads[0], marek.as_str()), (&had[1], ""), (&reads[1], "")];
        assert_eq!(lead.post(&path, &first).await.status, StatusCode::SEE_OTHER);
        let both = [(had[0].as_str(), ""), (&reads[0], bridget.as_str()), (&had[1], ""), (&reads[1], bridget.as_str())];
        let old = lead.post(&path, &both).await;
        assert_eq!(old.status, StatusCode::CONFLICT);
        assert!(old.text("main").contains("given this case to another reader"), "{}", old.text("main"));
        let chosen = |case: usize| {
            let select = css(&format!("#{} option[selected]", reads[case]));
            old.html().select(&select).next().and_then(|o| o.attr("value").map(str::to_owned))
        };
        assert_eq!(chosen(0), Some(marek.clone()), "who has it now");
        assert_eq!(chosen(1), Some(bridget.clone()), "what was chosen stands");
        assert_eq!(readers(&app, review).await, ["Marek Wisniewski", ""], "all or none");
        let again = [(had[0].as_str(), marek.as_str()), (&reads[0], bridget.as_str()), (&had[1], ""), (&reads[1], bridget.as_str())];
        assert_eq!(lead.post(&path, &again).await.status, StatusCode::SEE_OTHER);
        assert!(readers(&app, review).await.iter().all(|reader| reader.starts_with("Bridget")));
    }

    async fn whoever_read_a_case_stays_its_reader_on_the_page_after_leaving_the_review(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let (marek, bridget) = (app.person("rv-saf"), app.person("rv-cap"));
        let mut giving = act(&app, "qal").await;
        let case = reviews::sample(&mut giving, review).await.expect("a sample").cases[0].clone();
        reviews::assign_cases(&mut giving, review, &[given(case.id, marek, None)]).await.expect("given");
        giving.commit().await.expect("committed");
        // The list of reviewers changes in the store alone, as where a case that is read stays with who read it.
        let mut tx = app.programme().db().begin(Mode::Write).await.expect("a transaction");
        store::reviews::set_reviewers(&mut tx, review, &[app.person("qal"), bridget]).await.expect("reviewers");
        tx.commit().await.expect("committed");
        let page = app.as_person("qal").get(&format!("/reviews/{review}/sample")).await.html();
        let chosen = css(&format!("#reviewer-{} option[selected]", case.id));
        let chosen = page.select(&chosen).next().and_then(|option| option.attr("value").map(str::to_owned));
        assert_eq!(chosen, Some(marek.to_string()));
    }

    async fn a_case_that_was_replaced_meanwhile_is_not_given_unseen_and_the_page_says_so(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let marek = app.person("rv-saf");
        let mut giving = act(&app, "qal").await;
        let cases = reviews::sample(&mut giving, review).await.expect("a sample").cases;
        let case = cases.iter().find(|c| c.worker == "Imran Siddiq-Hale").expect("one of two").clone();
        let place = CasePlace { id: case.id, seen: case.version };
        reviews::replace_case(&mut giving, review, place, "It was closed in October.").await.expect("replaced");
        let old = reviews::assign_cases(&mut giving, review, &[given(case.id, marek, None)]).await;
        assert!(matches!(old, Err(Error::Stale)), "{old:?}");
        drop(giving);
        let mut replacing = act(&app, "qal").await;
        reviews::replace_case(&mut replacing, review, place, "It was closed in October.").await.expect("replaced");
        replacing.commit().await.expect("committed");
        let (had, reads, to) = (format!("had-{}", case.id), format!("reviewer-{}", case.id), marek.to_string());
        let reply = app.as_person("qal").post(&format!("/reviews/{review}/readers"), &[(&had, ""), (&reads, &to)]).await;
        assert_eq!(reply.status, StatusCode::CONFLICT);
        assert!(reply.text(".govuk-error-summary").contains("A case was replaced"), "{}", reply.text("main"));
    }

    async fn nobody_is_given_a_case_of_a_review_that_is_completed(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let mut giving = act(&app, "qal").await;
        let opened = reviews::sample(&mut giving, review).await.expect("a sample");
        let (case, version) = (opened.cases[0].id, opened.opened.review.version);
        giving.commit().await.expect("committed");
        let mut tx = app.programme().db().begin(Mode::Write).await.expect("a transaction");
        let day = "2026-11-12".parse().expect("a day");
        for (seen, next) in (version..).zip([Stage::Gathering, Stage::Judging, Stage::Completed]) {
            store::reviews::move_stage(&mut tx, review, seen, next, day, None).await.expect("the stage");
        }
        tx.commit().await.expect("committed");
        let mut giving = act(&app, "qal").await;
        let late = reviews::assign_cases(&mut giving, review, &[given(case, app.person("rv-saf"), None)]).await;
        assert!(matches!(late, Err(Error::Refused(_))), "{late:?}");
    }
}

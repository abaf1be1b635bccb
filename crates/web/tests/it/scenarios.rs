//! Scenarios of the whole way, from what was gathered to what it comes to.

use practice::ids::ReviewId;
use practice::reviews::{Grade, InterviewState, Outcome, Verdict};
use programme::reviews::{self, InterviewForm, NewItem};

use crate::app::{Engine, TestApp};
use crate::reviews::{TWO_CASES, act, drawn};
use crate::sources::{cases, read};

async fn heard(app: &TestApp, review: ReviewId, source: &str, part: &str, case: Option<practice::ids::SampledCaseId>) {
    let mut lead = act(app, "qal").await;
    let item = NewItem {
        source: source.into(),
        dated: "2026-11-10".parse().expect("a day"),
        direct: true,
        agrees: true,
        note: "Said so, and it fits.".into(),
        parts: vec![part.into()],
        case,
    };
    reviews::add_evidence(&mut lead, review, &item).await.expect("added");
    lead.commit().await.expect("committed");
}

async fn verdict(app: &TestApp, review: ReviewId, standard: &str) -> Verdict {
    let mut lead = act(app, "qal").await;
    let (_, states) = reviews::outcome(&mut lead, review).await.expect("an outcome");
    states.into_iter().find(|state| state.standard == standard).expect("the standard").verdict
}

on_both_engines! {
    async fn scenario_10_no_paper_good(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let drawn = cases(&app, review).await;
        assert!(drawn.len() > 1, "one case gives no grade at all");
        for (case, _) in &drawn {
            read(&app, review, *case, "rv-saf").await;
        }
        let on_record = verdict(&app, review, "S01").await;
        assert_eq!(on_record.outcome, Outcome::NotJudged, "nobody was heard in any case: {}", on_record.because);
        // In every case the person is heard, on another standard: each case may be good, and the team is not.
        for (case, _) in &drawn {
            heard(&app, review, "E8", "S06a", Some(*case)).await;
        }
        let other = verdict(&app, review, "S01").await;
        assert_eq!(other.outcome, Grade::RequiresImprovement.into(), "{}", other.because);
        assert!(other.because.contains("cannot be good on records alone") && other.unheard, "{}", other.because);
        let page = app.as_person("qal").get(&format!("/reviews/{review}/standards/S01")).await;
        assert!(page.text("main").contains("It cannot be good on records alone"), "the page says so");
        heard(&app, review, "E2", "S01b", None).await;
        heard(&app, review, "E11", "S01a", None).await;
        let judged = verdict(&app, review, "S01").await;
        assert_eq!(judged.outcome, Grade::Good.into(), "{}", judged.because);
    }

    async fn scenario_5_nobody_to_ask_is_not_missing_and_a_no_is_declined(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let drawn = cases(&app, review).await;
        let count = drawn.len();
        let page = |path: &str| format!("/reviews/{review}/{path}");
        let lead = app.as_person("qal");
        let before = lead.get(&page("interviews")).await.text("main");
        // A worker, a supervisor, the person and a carer in every case, and every record beside them.
        assert!(before.contains(&format!("0 of {} done", 4 * count)), "{before}");
        for (source, state, reason) in
            [("E9", InterviewState::NotApplicable, "There is no informal carer."), ("E8", InterviewState::Declined, "")]
        {
            let mut reader = act(&app, "rv-saf").await;
            let form = InterviewForm { state: Some(state), reason: reason.into(), ..InterviewForm::default() };
            reviews::save_interview(&mut reader, review, drawn[0].0, source, &form).await.expect("saved");
            reader.commit().await.expect("committed");
        }
        let after = lead.get(&page("interviews")).await.text("main");
        assert!(after.contains(&format!("0 of {} done; 1 said no; 1 with nobody to ask", 4 * count - 1)), "{after}");
        let sources = lead.get(&page("coverage")).await.text("main");
        assert!(sources.contains(&format!("0 of {count}")), "the records to read are counted too: {sources}");
    }
}

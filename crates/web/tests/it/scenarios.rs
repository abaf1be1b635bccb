//! Scenarios of the whole way, from what was gathered to what it comes to.

use practice::ids::ReviewId;
use practice::reviews::{Grade, InterviewState, Outcome, SourceState, Verdict};
use programme::Error;
use programme::reviews::{self, InterviewForm, NewItem};
use store::reviews::CasePlace;

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

/// What stands in the way of judging S05 good, marked as it is here, with no evidence ticked.
async fn in_the_way_of_good(app: &TestApp, review: ReviewId) -> Vec<String> {
    let mut lead = act(app, "qal").await;
    let (reason, second) = ("because ".repeat(30), app.person("rv-saf"));
    match reviews::propose_override(&mut lead, review, "S05", Grade::Good, &reason, &[], second).await {
        Err(Error::Invalid(fields)) => fields.into_iter().map(|field| field.says).collect(),
        other => panic!("nothing is ticked, so it cannot stand: {other:?}"),
    }
}

/// What S05 rests on.
async fn sources_of_s05(app: &TestApp, review: ReviewId) -> std::collections::BTreeSet<String> {
    let mut lead = act(app, "qal").await;
    let (_, states) = reviews::outcome(&mut lead, review).await.expect("an outcome");
    states.into_iter().find(|state| state.standard == "S05").expect("the standard").sources
}

on_both_engines! {
    async fn nobody_lifts_a_standard_to_good_on_records_alone_or_on_a_case_taken_out(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let marks =
            [("seen", "0"), ("then", "save"), ("mark-a", "partly"), ("mark-b", "met"), ("mark-c", "met"), ("mark-d", "met")];
        app.as_person("qal").post(&format!("/reviews/{review}/standards/S05"), &marks).await;
        let alone = "cannot be good on records alone";
        // The worker was asked, and whoever wrote it down ticked that they were there: that is nobody who lives it.
        heard(&app, review, "E6", "S05", None).await;
        let says = in_the_way_of_good(&app, review).await;
        assert!(says.iter().any(|says| says.contains(alone)), "{says:?}");
        let mut looking = act(&app, "qal").await;
        let sample = reviews::sample(&mut looking, review).await.expect("a sample").cases;
        let place = sample.iter().find(|c| c.worker == "Imran Siddiq-Hale").map(|c| CasePlace { id: c.id, seen: c.version });
        let place = place.expect("a case");
        drop(looking);
        heard(&app, review, "E8", "S05", Some(place.id)).await;
        assert!(sources_of_s05(&app, review).await.contains("E8"));
        let says = in_the_way_of_good(&app, review).await;
        assert!(!says.iter().any(|says| says.contains(alone)), "somebody was heard: {says:?}");
        let mut lead = act(&app, "qal").await;
        reviews::replace_case(&mut lead, review, place, "It was closed in October.").await.expect("replaced");
        lead.commit().await.expect("committed");
        assert!(!sources_of_s05(&app, review).await.contains("E8"), "what came from a case taken out does not count");
        let says = in_the_way_of_good(&app, review).await;
        assert!(says.iter().any(|says| says.contains(alone)), "{says:?}");
    }

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
        assert_eq!(other.outcome, Outcome::NotJudged, "{}", other.because);
        assert!(other.because.contains("cannot be good on records alone") && other.unheard, "{}", other.because);
        let page = app.as_person("qal").get(&format!("/reviews/{review}/standards/S01")).await;
        assert!(page.text("main").contains("It cannot be good on records alone"), "the page says so");
        heard(&app, review, "E2", "S01b", None).await;
        heard(&app, review, "E11", "S01a", None).await;
        let judged = verdict(&app, review, "S01").await;
        assert_eq!(judged.outcome, Grade::Good.into(), "{}", judged.because);
        let report = app.as_person("qal").get(&format!("/reviews/{review}/report")).await.text("main");
        assert!(report.contains("Sources: Case record") && report.contains("Survey of people."), "by name: {report}");
    }

    async fn a_weak_survey_alone_carries_no_standard(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        for (case, _) in &cases(&app, review).await {
            read(&app, review, *case, "rv-saf").await;
            heard(&app, review, "E8", "S06a", Some(*case)).await;
        }
        heard(&app, review, "E2", "S01b", None).await;
        assert_eq!(verdict(&app, review, "S01").await.outcome, Grade::Good.into(), "it was asked of enough");
        let mut lead = act(&app, "qal").await;
        let known = reviews::evidence_page(&mut lead, review).await.expect("evidence").sources;
        let (_, seen) = known.into_iter().find(|(status, _)| status.source == "E2").expect("the source");
        let thin = "Asked 60, 6 answered.";
        reviews::record_source(&mut lead, review, "E2", SourceState::Weak, thin, seen).await.expect("recorded");
        lead.commit().await.expect("committed");
        let alone = verdict(&app, review, "S01").await;
        assert_eq!(alone.outcome, Outcome::NotJudged, "{}", alone.because);
        heard(&app, review, "E11", "S01a", None).await;
        let beside = verdict(&app, review, "S01").await;
        assert_eq!(beside.outcome, Grade::Good.into(), "{}", beside.because);
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

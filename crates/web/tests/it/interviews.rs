//! Interviews, how far a source has come, and what every standard stands on.

use axum::http::StatusCode;
use practice::ids::{ReviewId, SampledCaseId};
use practice::reviews::{InterviewState, SourceState};
use programme::Mode;
use programme::reviews::{self, InterviewForm, NewItem};
use store::reviews::SampledCase;

use crate::app::{Engine, TestApp, css};
use crate::reviews::{TWO_CASES, act, drawn};

async fn cases(app: &TestApp, review: ReviewId) -> Vec<SampledCase> {
    let mut lead = act(app, "qal").await;
    reviews::sample(&mut lead, review).await.expect("a sample").cases
}

/// How far a source has come, what came, and the version to send back.
async fn source(app: &TestApp, review: ReviewId, id: &str) -> (SourceState, String, i64) {
    let mut lead = act(app, "qal").await;
    let all = reviews::evidence_page(&mut lead, review).await.expect("evidence").sources;
    let (status, version) = all.into_iter().find(|(status, _)| status.source == id).expect("the source");
    (status.state, status.detail, version)
}

async fn by_hand(app: &TestApp, review: ReviewId, id: &str, state: SourceState, detail: &str) {
    let (.., seen) = source(app, review, id).await;
    let mut lead = act(app, "qal").await;
    reviews::record_source(&mut lead, review, id, state, detail, seen).await.expect("recorded");
    lead.commit().await.expect("committed");
}

fn declined() -> InterviewForm {
    InterviewForm { state: Some(InterviewState::Declined), ..InterviewForm::default() }
}

/// An interview that was held, as it is written down.
pub fn held(seen: i64) -> InterviewForm {
    InterviewForm {
        seen,
        state: Some(InterviewState::Done),
        consent: "agreed".into(),
        held_on: Some("2026-11-10".parse().expect("a day")),
        notes: [("visit".to_owned(), "She comes when she says.".to_owned())].into(),
        agrees: Some(true),
        ..InterviewForm::default()
    }
}

pub async fn write_down(app: &TestApp, review: ReviewId, case: SampledCaseId, source: &str, form: InterviewForm) {
    let mut reader = act(app, "rv-saf").await;
    reviews::save_interview(&mut reader, review, case, source, &form).await.expect("saved");
    reader.commit().await.expect("committed");
}

async fn add(app: &TestApp, review: ReviewId, source: &str, part: &str, agrees: bool) {
    let mut lead = act(app, "qal").await;
    let item = NewItem {
        source: source.into(),
        dated: "2026-11-10".parse().expect("a day"),
        direct: false,
        agrees,
        note: "What was told.".into(),
        parts: vec![part.into()],
        case: None,
    };
    reviews::add_evidence(&mut lead, review, &item).await.expect("added");
    lead.commit().await.expect("committed");
}

on_both_engines! {
    async fn whoever_changes_their_mind_is_taken_out_and_an_interview_is_put_right(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let case = cases(&app, review).await[0].id;
        let here = format!("/reviews/{review}/cases/{case}/interviews/E8");
        let mut reader = act(&app, "rv-saf").await;
        reviews::save_interview(&mut reader, review, case, "E8", &held(0)).await.expect("saved");
        let beside = NewItem {
            source: "E8".into(),
            dated: "2026-11-10".parse().expect("a day"),
            direct: true,
            agrees: true,
            note: "Her sister said the same.".into(),
            parts: vec!["S01".into()],
            case: Some(case),
        };
        reviews::add_evidence(&mut reader, review, &beside).await.expect("evidence");
        reader.commit().await.expect("committed");
        let notes = || async {
            let found = reviews::evidence_page(&mut act(&app, "qal").await, review).await.expect("evidence");
            found.items.into_iter().map(|item| item.note).collect::<Vec<_>>()
        };
        assert_eq!(notes().await.len(), 2);
        let person = app.as_person("rv-saf");
        let done = person.get(&here).await.text("main");
        assert!(done.contains("Held on 10 November 2026") && done.contains("did they change their mind?"), "{done}");
        let reopen = format!("{here}/reopen");
        assert_eq!(app.as_person("tm-ld").post(&reopen, &[("seen", "1")]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(person.post(&reopen, &[("seen", "0")]).await.status, StatusCode::CONFLICT);
        assert_eq!(person.post(&reopen, &[("seen", "1")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(notes().await, ["Her sister said the same."], "what was not said in it stays");
        let open = person.get(&here).await;
        assert!(open.body.contains("She comes when she says.</textarea>"), "the notes are there to be put right");
        let no = person.post(&here, &[("seen", "2"), ("state", "declined")]).await;
        assert_eq!(no.status, StatusCode::SEE_OTHER, "{}", no.text("main"));
        assert!(!person.get(&here).await.body.contains("She comes when she says."), "and go where they say no");
        assert_eq!(person.post(&reopen, &[("seen", "3")]).await.status, StatusCode::CONFLICT, "it is open");
    }

    async fn a_name_that_is_typed_into_a_note_is_warned_of_and_kept(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let case = cases(&app, review).await[0].id;
        let reader = app.as_person("rv-saf");
        let here = format!("/reviews/{review}/cases/{case}/interviews/E8");
        let fields = [("seen", "0"), ("state", "booked"), ("note-visit", "Mrs Patel said she comes when she says.")];
        let saved = reader.post(&here, &fields).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text("main"));
        let next = reader.get_with(saved.location(), &[("cookie", &saved.carried())]).await.text("main");
        assert!(next.contains("“Mrs Patel” looks like a name or a number. It is kept"), "{next}");
        let kept = reader.get(&here).await;
        assert!(kept.text("main").contains("Mrs Patel said she comes when she says."), "{}", kept.text("main"));
        let plain = [("seen", "1"), ("state", "booked"), ("note-visit", "Her neighbour said so.")];
        let saved = reader.post(&here, &plain).await;
        let next = reader.get_with(saved.location(), &[("cookie", &saved.carried())]).await.text("main");
        assert!(!next.contains("looks like a name"), "{next}");
    }

    async fn a_source_follows_its_interviews_and_only_what_was_settled_by_hand_stays(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let [one, two]: [SampledCase; 2] = cases(&app, review).await.try_into().expect("two cases");
        write_down(&app, review, one.id, "E8", declined()).await;
        assert_eq!(source(&app, review, "E8").await.0, SourceState::InProgress);
        write_down(&app, review, two.id, "E8", declined()).await;
        let (state, detail, _) = source(&app, review, "E8").await;
        assert_eq!((state, detail.as_str()), (SourceState::NotAvailable, "0 of 2 done; 2 said no"));
        write_down(&app, review, one.id, "E8", held(1)).await;
        let (state, detail, _) = source(&app, review, "E8").await;
        assert_eq!((state, detail.as_str()), (SourceState::Collected, "1 of 2 done; 1 said no"), "it goes on counting");
        by_hand(&app, review, "E8", SourceState::Weak, "One of two was heard.").await;
        write_down(&app, review, two.id, "E8", held(1)).await;
        let (state, detail, _) = source(&app, review, "E8").await;
        assert_eq!((state, detail.as_str()), (SourceState::Weak, "One of two was heard."), "what a person said stays");
    }

    async fn whoever_was_second_sees_what_was_saved_meanwhile(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let case = cases(&app, review).await.remove(0).id;
        let page = format!("/reviews/{review}/cases/{case}/interviews/E8");
        let reader = app.as_person("rv-saf");
        let first = [("seen", "0"), ("state", "booked"), ("note-visit", "He came late."), ("note-choice", "Alone.")];
        assert_eq!(reader.post(&page, &first).await.status, StatusCode::SEE_OTHER);
        let second = [("seen", "0"), ("state", "booked"), ("note-visit", "He was kind."), ("note-choice", "Alone.")];
        let lost = reader.post(&page, &second).await;
        assert_eq!(lost.status, StatusCode::CONFLICT);
        assert_eq!(lost.texts(".app-meanwhile"), ["Saved meanwhile by somebody else: He came late."]);
        assert!(lost.text("#note-visit").contains("He was kind."), "what was typed stays in the form");
        assert!(reader.get(&page).await.texts(".app-meanwhile").is_empty());
    }

    async fn a_note_stays_with_its_question_and_is_shown_where_that_is_gone(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let case = cases(&app, review).await.remove(0).id;
        let mut reader = act(&app, "rv-saf").await;
        let mut row = reviews::open_interview(&mut reader, review, case, "E8").await.expect("opened").interview;
        drop(reader);
        row.state = InterviewState::Booked;
        row.notes.insert("asked-last-year".to_owned(), "She likes the garden.".to_owned());
        let mut tx = app.programme().db().begin(Mode::Write).await.expect("a transaction");
        store::reviews::put_interview(&mut tx, review, &row, app.person("rv-saf")).await.expect("kept");
        tx.commit().await.expect("committed");
        let page = format!("/reviews/{review}/cases/{case}/interviews/E8");
        let seen = app.as_person("rv-saf").get(&page).await;
        let said = seen.text("main");
        let (_, after) = said.split_once("Said to questions that are no longer in the guide").expect("its own heading");
        assert!(after.contains("She likes the garden."), "{said}");
        assert!(!seen.text("form.app-form").contains("She likes the garden."), "it stands under no other question");
        let mut again = act(&app, "rv-saf").await;
        let booked = InterviewForm { seen: 1, state: Some(InterviewState::Booked), ..InterviewForm::default() };
        reviews::save_interview(&mut again, review, case, "E8", &booked).await.expect("saved");
        let kept = reviews::open_interview(&mut again, review, case, "E8").await.expect("opened").interview.notes;
        assert_eq!(kept.get("asked-last-year").map(String::as_str), Some("She likes the garden."));
    }

    async fn of_somebody_who_said_no_only_the_reason_is_kept(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let case = cases(&app, review).await.remove(0);
        let page = format!("/reviews/{review}/cases/{}/interviews/E8", case.id);
        let reader = app.as_person("rv-saf");
        let mut told = vec![
            ("seen", "0"),
            ("state", "declined"),
            ("consent", "agreed"),
            ("reason", "She turned to the window."),
            ("held", "10 November 2026"),
            ("minutes", "10"),
            ("note-visit", "She comes when she says."),
        ];
        let refused = reader.post(&page, &told).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text("#note-visit-error").contains("nothing that was said is kept"), "{}", refused.text("main"));
        assert!(refused.body.contains("She comes when she says."), "what was typed stays in the form");
        told.pop();
        let kept = reader.post(&page, &told).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text("main"));
        let mut looking = act(&app, "rv-saf").await;
        let row = reviews::open_interview(&mut looking, review, case.id, "E8").await.expect("opened").interview;
        assert_eq!((row.state, row.reason.as_str()), (InterviewState::Declined, "She turned to the window."));
        assert_eq!((row.consent.as_str(), row.held_on, row.minutes, row.notes.len()), ("", None, 0, 0));
    }

    async fn consent_and_nobody_to_ask_are_offered_where_they_make_sense(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let case = cases(&app, review).await.remove(0).id;
        let reader = app.as_person("rv-saf");
        let page = |source: &str| format!("/reviews/{review}/cases/{case}/interviews/{source}");
        for (source, duty, nobody) in [("E6", 1, 0), ("E7", 1, 0), ("E8", 0, 0), ("E9", 0, 1)] {
            let html = reader.get(&page(source)).await.html();
            let count = |selector: &str| html.select(&css(selector)).count();
            assert_eq!(count("input[name=consent][value=duty]"), duty, "{source}");
            assert_eq!(count("input[name=state][value=not-applicable]"), nobody, "{source}");
        }
        let duty = reader.post(&page("E8"), &[("seen", "0"), ("state", "done"), ("consent", "duty")]).await;
        assert!(duty.text("#consent-error").contains("Say how they agreed"), "{}", duty.text("main"));
        let nobody = [("seen", "0"), ("state", "not-applicable"), ("reason", "Nobody was there.")];
        let nobody = reader.post(&page("E6"), &nobody).await;
        assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nobody.text("#state-error").contains("somebody to ask"), "{}", nobody.text("main"));
    }

    async fn a_worker_sees_who_read_an_interview_of_their_case(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let case = cases(&app, review).await.into_iter().find(|c| c.worker == "Imran Siddiq-Hale").expect("a case");
        let worker = app.as_person("ld-01");
        let before = worker.get("/account").await.text("main");
        assert!(!before.contains("Read evidence"), "{before}");
        app.as_person("rv-saf").get(&format!("/reviews/{review}/cases/{}/interviews/E8", case.id)).await;
        write_down(&app, review, case.id, "E8", declined()).await;
        let after = worker.get("/account").await.text("main");
        assert!(after.contains("Read evidence") && after.contains("Wrote down an interview"), "{after}");
    }

    async fn what_came_from_a_case_that_was_taken_out_does_not_count(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let case = cases(&app, review).await.into_iter().find(|c| c.worker == "Imran Siddiq-Hale").expect("a case");
        write_down(&app, review, case.id, "E8", held(0)).await;
        let heard = async || {
            let mut lead = act(&app, "qal").await;
            let covered = reviews::covering(&mut lead, review).await.expect("coverage").standards;
            covered.iter().map(practice::reviews::Covered::sources).sum::<usize>()
        };
        assert!(heard().await > 0);
        let path = format!("/reviews/{review}/cases/{}/replace", case.id);
        let replaced = app.as_person("qal").post(&path, &[("seen", "1"), ("because", "The person died.")]).await;
        assert_eq!(replaced.status, StatusCode::SEE_OTHER, "{}", replaced.text("main"));
        assert_eq!(heard().await, 0);
        let (state, detail, _) = source(&app, review, "E8").await;
        assert_eq!((state, detail.as_str()), (SourceState::InProgress, "0 of 2 done"), "it is counted again");
        let gone = format!("/reviews/{review}/cases/{}/interviews/E8", case.id);
        assert_eq!(app.as_person("rv-saf").get(&gone).await.status, StatusCode::NOT_FOUND);
    }

    async fn the_page_says_why_a_source_is_thin_and_asks_whether_another_is_all_in(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        by_hand(&app, review, "E3", SourceState::Weak, "Asked 26, 4 replied.").await;
        add(&app, review, "E1", "S15", true).await;
        let page = format!("/reviews/{review}/coverage");
        let lines = app.as_person("qal").get(&page).await.texts(".app-sources li");
        let line = |id: &str| lines.iter().find(|line| line.starts_with(&format!("{id} "))).expect("the source").clone();
        assert!(line("E3").contains("Weak") && line("E3").contains("Asked 26, 4 replied."), "{}", line("E3"));
        assert!(line("E1").contains("Is all of it in?"), "{}", line("E1"));
        assert!(!line("E12").contains("Is all of it in?"), "{}", line("E12"));
        by_hand(&app, review, "E1", SourceState::Collected, "12 months").await;
        let lines = app.as_person("qal").get(&page).await.text(".app-sources");
        assert!(!lines.contains("Is all of it in?"), "{lines}");
    }

    async fn a_disagreement_leads_to_its_decision_or_says_that_there_is_none_yet(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        add(&app, review, "E8", "S01", false).await;
        let lead = app.as_person("qal");
        let page = format!("/reviews/{review}/coverage");
        let alone = lead.get(&page).await;
        assert!(alone.texts(".app-matrix__differs").is_empty(), "one source alone disagrees with nothing");
        add(&app, review, "E2", "S01", true).await;
        let open = lead.get(&page).await;
        assert_eq!(open.texts(".app-matrix__differs"), ["1 ≠ with disagreement"]);
        assert_eq!(open.texts(".app-matrix a[href$='/evidence?part=S01#disagree']"), ["Sources tell different things: write both down, S01"]);
        let mut settling = act(&app, "qal").await;
        let clash = reviews::record_contradiction(&mut settling, review, "S01", None, "He came.", "Nobody came.", "").await;
        let clash = clash.expect("recorded");
        settling.commit().await.expect("committed");
        let link = format!(".app-matrix a[href='/reviews/{review}/contradictions/{clash}']");
        assert_eq!(lead.get(&page).await.texts(&link), ["Sources disagree: not yet decided, S01"]);
        let mut settling = act(&app, "qal").await;
        let decided = reviews::settle_contradiction(&mut settling, review, clash, "He did not come.", "The diary says so.");
        decided.await.expect("settled");
        settling.commit().await.expect("committed");
        let decided = lead.get(&page).await;
        assert_eq!(decided.texts(&link), ["Sources disagree: the decision and its reason, S01"]);
        assert!(decided.text("main").contains("each is decided with a reason"), "{}", decided.text("main"));
    }

    async fn what_somebody_wrote_by_hand_they_or_the_lead_take_out_again(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let case = cases(&app, review).await.remove(0);
        let form = InterviewForm { notes: [("visit".to_owned(), "She comes at ten.".to_owned())].into(), ..held(0) };
        write_down(&app, review, case.id, "E8", form).await;
        add(&app, review, "E8", "S18", true).await;
        let page = format!("/reviews/{review}/sources/E8");
        let offered = |html: scraper::Html| -> Vec<String> {
            let wanted = css("form[action$=take-out]");
            html.select(&wanted).filter_map(|form| form.attr("action").map(str::to_owned)).collect()
        };
        let (lead, reader) = (app.as_person("qal"), app.as_person("rv-saf"));
        assert_eq!(offered(reader.get(&page).await.html()), Vec::<String>::new(), "the lead wrote it");
        let there = offered(lead.get(&page).await.html());
        assert_eq!(there.len(), 1, "what was said in an interview is put right there");
        for person in ["rv-saf", "tm-ld", "hoa"] {
            assert_eq!(app.as_person(person).post(&there[0], &[]).await.status, StatusCode::NOT_FOUND, "{person}");
        }
        assert_eq!(lead.post(&there[0], &[]).await.status, StatusCode::SEE_OTHER);
        let left = lead.get(&page).await.text("main");
        assert!(left.contains("She comes at ten.") && !left.contains("What was told."), "{left}");
        assert_eq!(lead.post(&there[0], &[]).await.status, StatusCode::NOT_FOUND, "once");
        assert!(app.as_person("dpo").get("/journal").await.text("main").contains("Took out evidence"));

        add(&app, review, "E8", "S05a", true).await;
        let mut judging = act(&app, "qal").await;
        for agree in [false, true] {
            let found = reviews::open_standard(&mut judging, review, "S05").await.expect("a standard");
            let form = reviews::JudgeForm {
                seen: found.state.judgement.as_ref().map_or(0, |judgement| judgement.version),
                marks: ["a", "b", "c", "d"].map(|part| (part.to_owned(), "met".to_owned())).into(),
                agree,
                shown: Some(found.state.verdict.outcome),
                ..reviews::JudgeForm::default()
            };
            reviews::judge_standard(&mut judging, review, "S05", &form).await.expect("saved");
        }
        judging.commit().await.expect("committed");
        let there = offered(lead.get(&page).await.html());
        let refused = lead.post(&there[0], &[]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text("main"));
        assert!(refused.text("main").contains("bears on settled judgements (S05). Open these again first."));
    }
}

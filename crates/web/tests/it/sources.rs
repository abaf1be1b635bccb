//! Interviews, second readings, the check of facts and the report that says how sure it is.

use axum::http::StatusCode;
use practice::ids::{ReviewId, SampledCaseId};
use practice::reviews::{CaseRecord, SourceState, Stage, part_name};
use programme::Mode;
use programme::reviews;

use crate::app::{Engine, TestApp};
use crate::interviews::held;
use crate::reviews::{TWO_CASES, act, drawn};

pub async fn cases(app: &TestApp, review: ReviewId) -> Vec<(SampledCaseId, String)> {
    let mut lead = act(app, "qal").await;
    let cases = reviews::sample(&mut lead, review).await.expect("a sample").cases;
    cases.into_iter().map(|case| (case.id, case.worker)).collect()
}

pub async fn give(app: &TestApp, review: ReviewId, case: SampledCaseId, to: &str) {
    let mut lead = act(app, "qal").await;
    let given = reviews::Given { case, to: Some(app.person(to)), seen: None };
    reviews::assign_cases(&mut lead, review, &[given]).await.expect("given");
    lead.commit().await.expect("committed");
}

/// Every part of the standards that are read in cases, with one mark.
pub fn all(framework: &practice::frameworks::Framework, mark: &str) -> CaseRecord {
    let parts = framework.read_in_cases().flat_map(|s| s.elements.iter().map(move |e| part_name(s, e)));
    CaseRecord {
        marks: parts.map(|part| (part, mark.to_owned())).collect(),
        strengths: "Came when they said they would.".into(),
        ..CaseRecord::default()
    }
}

/// Reads a case to the end, every part met.
pub async fn read(app: &TestApp, review: ReviewId, case: SampledCaseId, reader: &str) {
    give(app, review, case, reader).await;
    let mut reading = act(app, reader).await;
    let opened = reviews::open_case(&mut reading, review, case).await.expect("opened");
    let record = all(&opened.opened.framework, "met");
    reviews::save_case(&mut reading, review, case, opened.case.version, &record).await.expect("saved");
    reviews::finish_case(&mut reading, review, case).await.expect("read");
    reading.commit().await.expect("committed");
}

/// Presents a review as it stands.
pub async fn present(app: &TestApp, review: ReviewId) {
    let seen = reviews::open(&mut act(app, "qal").await, review).await.expect("opened").review.version;
    let mut tx = app.programme().db().begin(Mode::Write).await.expect("a transaction");
    let day = "2026-11-16".parse().expect("a day");
    store::reviews::move_stage(&mut tx, review, seen, Stage::Presented, day, None).await.expect("presented");
    tx.commit().await.expect("committed");
}

on_both_engines! {
    async fn a_no_a_carer_who_is_not_there_and_an_interview_still_to_come_are_three_things(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let (case, _) = cases(&app, review).await[0].clone();
        let reader = app.as_person("rv-saf");
        let page = |source: &str| format!("/reviews/{review}/cases/{case}/interviews/{source}");
        let wrong = reader.post(&page("E8"), &[("seen", "0"), ("state", "done")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let says = wrong.text(".govuk-error-summary");
        for part in ["Say how they agreed", "Give the day it was held", "at least one thing", "agrees with what else"] {
            assert!(says.contains(part), "{says}");
        }
        assert_eq!(reader.post(&page("E8"), &[("seen", "0"), ("state", "declined")]).await.status, StatusCode::SEE_OTHER);
        let wrong = reader.post(&page("E9"), &[("seen", "0"), ("state", "not-applicable")]).await;
        assert!(wrong.text(".govuk-error-summary").contains("Say why nobody could be asked"));
        let nobody = [("seen", "0"), ("state", "not-applicable"), ("reason", "She has no carer.")];
        assert_eq!(reader.post(&page("E9"), &nobody).await.status, StatusCode::SEE_OTHER);
        let standing = reader.get(&format!("/reviews/{review}/interviews")).await.text("main");
        assert!(standing.contains("0 of 7 done; 1 said no; 1 with nobody to ask"), "{standing}");
        let stale = reader.post(&page("E8"), &[("seen", "0"), ("state", "booked")]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT, "somebody wrote in it meanwhile");
    }

    async fn what_is_said_in_an_interview_is_evidence_for_the_parts_of_its_question(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let (case, _) = cases(&app, review).await[0].clone();
        let mut reader = act(&app, "rv-saf").await;
        reviews::save_interview(&mut reader, review, case, "E8", &held(0)).await.expect("saved");
        let again = reviews::save_interview(&mut reader, review, case, "E8", &held(1)).await;
        assert!(again.expect_err("once").to_string().contains("is done"));
        reader.commit().await.expect("committed");
        let mut lead = act(&app, "qal").await;
        let evidence = reviews::evidence_page(&mut lead, review).await.expect("evidence");
        assert_eq!(evidence.items.len(), 1);
        assert!(evidence.items[0].direct && evidence.items[0].sampled_case_id.0 == Some(case));
        assert!(!evidence.parts[&evidence.items[0].id].is_empty());
        let covered = reviews::covering(&mut lead, review).await.expect("coverage").standards;
        assert!(covered.iter().any(|standard| standard.voices.contains(&practice::frameworks::Voice::Person)));
    }

    async fn a_second_reader_reads_blind_and_both_see_where_they_differ(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let (case, _) = cases(&app, review).await[0].clone();
        read(&app, review, case, "rv-cap").await;
        let lead = app.as_person("qal");
        let ask = format!("/reviews/{review}/cases/{case}/second/ask");
        let name = format!("second-{case}");
        let own = lead.post(&ask, &[(&name, &app.person("rv-cap").to_string())]).await;
        assert!(own.text(".govuk-error-summary").contains("nobody moderates their own reading"), "{}", own.text("main"));
        let asked = lead.post(&ask, &[(&name, &app.person("rv-saf").to_string())]).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
        let second = app.as_person("rv-saf");
        let closed = second.get(&format!("/reviews/{review}/cases/{case}")).await;
        assert_eq!(closed.status, StatusCode::CONFLICT, "the first reading is closed to the second reader");
        assert_eq!(second.get(&format!("/reviews/{review}/standards/S18")).await.status, StatusCode::CONFLICT);
        assert_eq!(app.as_person("rv-cap").get(&format!("/reviews/{review}/cases/{case}/second")).await.status, StatusCode::NOT_FOUND);
        let blank = second.post(&format!("/reviews/{review}/cases/{case}/second"), &[("seen", "1"), ("then", "lock")]).await;
        assert!(blank.text(".govuk-error-summary").contains("Mark S"), "every part is marked before it is done");
        let mut reading = act(&app, "rv-saf").await;
        let page = reviews::open_second(&mut reading, review, case).await.expect("opened");
        assert!(page.case.record.marks.is_empty(), "nothing of the first reading is handed over");
        let mut record = all(&page.opened.framework, "met");
        record.marks.insert("S18b".into(), "not-met".into());
        reviews::save_second(&mut reading, review, case, page.reading.version, &record, true).await.expect("locked");
        reading.commit().await.expect("committed");
        let both = second.get(&format!("/reviews/{review}/moderation")).await;
        let says = both.text("main");
        assert!(says.contains(" marks alike"), "{says}");
        assert!(says.contains("AC1") && says.contains("alpha") && !says.to_lowercase().contains("kappa"), "{says}");
        assert!(both.text(".app-disagree").contains("S18b"), "{says}");
        let talk = format!("/reviews/{review}/cases/{case}/second/talk");
        let wrong = second.post(&talk, &[("part", "S18b")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let (settled, why) = (format!("settled-{case}-S18b"), format!("why-{case}-S18b"));
        let kept = second.post(&talk, &[("part", "S18b"), (&settled, "partly"), (&why, "He rang on Monday.")]).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
        let draft = lead.get(&format!("/reviews/{review}/report")).await.text("main");
        assert!(draft.contains("Readers agreed so far:") && draft.contains("the rest of the team’s work it is a guide"), "{draft}");
        for term in ["in 40 like these", "AC1 and alpha", "Not shown, borderline, likely real"] {
            assert!(draft.contains(term), "each figure is explained where it stands: {term}");
        }
        assert_eq!(app.as_person("hoa").get(&format!("/reviews/{review}/moderation")).await.status, StatusCode::NOT_FOUND);
    }

    async fn the_manager_checks_facts_without_grades_and_each_worker_answers_for_their_own_case(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let page = format!("/reviews/{review}/facts");
        let (lead, manager) = (app.as_person("qal"), app.as_person("tm-ld"));
        assert_eq!(manager.get(&page).await.status, StatusCode::NOT_FOUND, "before it begins there is nothing");
        let graded = lead.post(&page, &[("facts", "Safeguarding is inadequate.")]).await;
        assert!(graded.text(".govuk-error-summary").contains("is the word of a grade"), "{}", graded.text("main"));
        let all = cases(&app, review).await;
        read(&app, review, all[0].0, "rv-cap").await;
        let before = lead.get(&page).await;
        assert!(before.text("main").contains("1 case is still to be read to the end"), "it is said beforehand");
        assert!(!before.body.contains("Put them up to be checked"), "and there is nothing to press");
        let early = lead.post(&page, &[("facts", "3 cases were read.")]).await;
        let says = early.text(".govuk-error-summary");
        assert!(says.contains("1 case is still to be read to the end"), "the days are not spent on nothing: {says}");
        read(&app, review, all[1].0, "rv-cap").await;
        assert_eq!(lead.post(&page, &[("facts", "3 cases were read.")]).await.status, StatusCode::SEE_OTHER);
        let facts = manager.get(&page).await;
        assert!(facts.text("main").contains("3 cases were read.") && facts.text("main").contains("30 November 2026"));
        assert!(manager.get("/").await.text("main").contains("Check the facts of your team"));
        let overview = manager.get(&format!("/reviews/{review}")).await;
        assert!(overview.body.contains(&page) && overview.text("main").contains("Check the facts of your team"));
        assert!(!app.as_person("ld-01").get(&format!("/reviews/{review}")).await.body.contains(&page));
        assert_eq!(manager.post(&format!("{page}/answer"), &[("seen", "1"), ("answer", "Two posts were empty.")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(app.as_person("hoa").get(&page).await.status, StatusCode::NOT_FOUND);

        let (case, worker) = all.iter().find(|(_, w)| w == "Precious Mbatha").cloned().unwrap_or_else(|| all[0].clone());
        let key = if worker == "Precious Mbatha" { "ld-02" } else { "ld-01" };
        let box_name = format!("reply-{case}");
        let reply = format!("/reviews/{review}/cases/{case}/reply");
        let feedback = app.as_person(key).get("/feedback").await;
        if feedback.body.contains(&box_name) {
            assert!(feedback.text("main").contains("You can answer until 30 November 2026."), "{}", feedback.text("main"));
            // Sent twice, it stands once.
            for _ in 0..2 {
                let kept = app.as_person(key).post(&reply, &[(&box_name, "I had the case for three weeks.")]).await;
                assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
            }
        } else {
            panic!("{worker} sees no feedback: {}", feedback.text("main"));
        }
        assert_eq!(app.as_person("ld-03").post(&reply, &[(&box_name, "Not mine.")]).await.status, StatusCode::NOT_FOUND);
        let draft = lead.get(&format!("/reviews/{review}/report")).await.text("main");
        assert!(draft.contains("Two posts were empty.") && draft.contains("I had the case for three weeks."), "{draft}");
        assert!(!draft.contains(&worker), "nobody is named: {draft}");
        assert_eq!(draft.matches("I had the case for three weeks.").count(), 1, "{draft}");
        app.wait(60 * 24 * 30);
        let late = app.as_person("tm-ld").post(&format!("{page}/answer"), &[("seen", "1"), ("answer", "Late.")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "ten working days are over");
        assert!(late.text("main").contains("This is late: you could answer until 30 November 2026."), "{}", late.text("main"));
        let late = app.as_person(key).post(&reply, &[(&box_name, "Late.")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "for the worker as well");
        assert!(late.text("main").contains("This is late: you could answer until 30 November 2026."), "{}", late.text("main"));
    }

    async fn a_report_does_not_deny_that_sources_tell_different_things(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let report = || async { app.as_person("qal").get(&format!("/reviews/{review}/report")).await.text("main") };
        assert!(report().await.contains("No two sources were found to disagree."));
        let mut adding = act(&app, "rv-saf").await;
        for (source, agrees) in [("E2", true), ("E8", false)] {
            let item = reviews::NewItem {
                source: source.into(),
                dated: "2026-11-10".parse().expect("a day"),
                direct: true,
                agrees,
                note: "About church.".into(),
                parts: vec!["S05".into()],
                case: None,
            };
            reviews::add_evidence(&mut adding, review, &item).await.expect("evidence");
        }
        adding.commit().await.expect("committed");
        let told = report().await;
        assert!(!told.contains("No two sources were found to disagree."), "{told}");
        assert!(told.contains("On 1 standard sources tell different things, and nobody has written both accounts down."));
        let mut deciding = act(&app, "qal").await;
        let both = reviews::record_contradiction(&mut deciding, review, "S05", None, "It was asked.", "It was not.", "").await;
        both.expect("written down");
        deciding.commit().await.expect("committed");
        let told = report().await;
        assert!(told.contains("1 disagreement between sources, 1 still open") && !told.contains("nobody has written both"), "{told}");
    }

    async fn what_a_worker_answers_stands_on_the_page_of_their_case(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let (case, worker) = cases(&app, review).await[0].clone();
        read(&app, review, case, "rv-cap").await;
        let mut tx = app.programme().db().begin(Mode::Read).await.expect("a transaction");
        let theirs = store::reviews::case(&mut tx, case).await.expect("read").expect("the case").worker_id;
        drop(tx);
        let mut answering = app.programme().act(theirs, Mode::Write).await.expect("an act");
        reviews::reply_to_feedback(&mut answering, review, case, "", "The visit of May is in another file.").await.expect("kept");
        answering.commit().await.expect("committed");
        let page = app.as_person("rv-cap").get(&format!("/reviews/{review}/cases/{case}")).await.text("main");
        assert!(page.contains(&format!("What {worker} answered")) && page.contains("in another file"), "{page}");
    }

    async fn a_review_is_not_completed_while_the_facts_wait_or_a_survey_is_open(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let (lead, manager) = (app.as_person("qal"), app.as_person("tm-ld"));
        let facts = format!("/reviews/{review}/facts");
        let in_the_way = || async { lead.post(&format!("/reviews/{review}/complete"), &[]).await.text("main") };
        assert!(in_the_way().await.contains("The team has not checked the facts. Put them up"), "nobody has put them up");
        for (case, _) in cases(&app, review).await {
            read(&app, review, case, "rv-cap").await;
        }
        assert_eq!(lead.post(&facts, &[("facts", "3 cases were read.")]).await.status, StatusCode::SEE_OTHER);
        assert!(in_the_way().await.contains("can check the facts until 30 November 2026"), "ten working days");
        let both = manager.post(&format!("{facts}/answer"), &[("seen", "1"), ("answer", "But."), ("then", "nothing")]).await;
        assert_eq!(both.status, StatusCode::UNPROCESSABLE_ENTITY, "words are not thrown away");
        let nothing = manager.post(&format!("{facts}/answer"), &[("seen", "1"), ("then", "nothing")]).await;
        assert_eq!(nothing.status, StatusCode::SEE_OTHER, "{}", nothing.body);
        assert!(!in_the_way().await.contains("check the facts until"), "an answer ends the wait");

        let corrected = [("seen", "1"), ("facts", "2 cases were read.")];
        assert_eq!(lead.post(&facts, &corrected).await.status, StatusCode::SEE_OTHER);
        assert_eq!(lead.post(&facts, &[("seen", "1"), ("facts", "4 cases.")]).await.status, StatusCode::CONFLICT);
        assert!(manager.get("/").await.text("main").contains("were corrected: check them"));
        assert!(manager.get(&facts).await.text("main").contains("2 cases were read."));
        assert!(in_the_way().await.contains("can check the facts until 30 November 2026"), "they are put up again");
        let stale = manager.post(&format!("{facts}/answer"), &[("seen", "1"), ("answer", "Right.")]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT, "the manager answers to what was read");

        let mut asking = act(&app, "qal").await;
        let until = Some("2027-01-29".parse().expect("a day"));
        let survey = programme::surveys::start_survey(&mut asking, review, "E3", until, "01632 960 124", &[]).await;
        let survey = survey.expect("a survey");
        asking.commit().await.expect("committed");
        assert!(in_the_way().await.contains("A survey is still open: close it first."));
        let mut asking = act(&app, "qal").await;
        programme::surveys::close_survey(&mut asking, review, survey).await.expect("closed");
        asking.commit().await.expect("committed");
        app.wait(60 * 24 * 15);
        let later = app.as_person("qal").post(&format!("/reviews/{review}/complete"), &[]).await.text("main");
        assert!(!later.contains("survey is still open") && !later.contains("check the facts until"), "{later}");
        let corrected = [("seen", "2"), ("facts", "1 case was read.")];
        assert_eq!(app.as_person("qal").post(&facts, &corrected).await.status, StatusCode::SEE_OTHER);
        let page = app.as_person("tm-ld").get(&facts).await.text("main");
        assert!(page.contains("To be answered by 15 December 2026."), "ten new working days: {page}");
    }

    async fn facts_to_check_hold_no_grade_and_nothing_that_anybody_said(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let mut reading = act(&app, "rv-saf").await;
        for (source, note) in [("E8", "quillwort she said"), ("E11", "quillwort was seen"), ("E1", "quillwort was paid")] {
            let item = reviews::NewItem {
                source: source.into(),
                dated: "2026-11-10".parse().expect("a day"),
                direct: true,
                agrees: true,
                note: note.into(),
                parts: vec!["S18".into()],
                case: None,
            };
            reviews::add_evidence(&mut reading, review, &item).await.expect("evidence");
        }
        reviews::record_contradiction(&mut reading, review, "S18a", None, "quillwort", "quillwort", "")
            .await
            .expect("a contradiction");
        let by_hand = reviews::record_source(&mut reading, review, "E12", SourceState::Collected, "quillwort told us", 0);
        by_hand.await.expect("a source");
        reading.commit().await.expect("committed");
        let draft = reviews::fact_check(&mut act(&app, "qal").await, review).await.expect("a draft").draft;
        assert!(!draft.contains("quillwort"), "{draft}");
        for line in [
            "Begun: Financial information, Interview with the person, Direct observation.",
            "Gathered: Service records.",
        ] {
            assert!(draft.contains(line), "{line}: {draft}");
        }
        let lead = app.as_person("qal");
        let page = format!("/reviews/{review}/facts");
        for graded in ["Safeguarding: Good\nPlans were read.", "Safeguarding was rated good with one gap."] {
            assert_eq!(lead.post(&page, &[("facts", graded)]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{graded}");
        }
        for (case, _) in cases(&app, review).await {
            read(&app, review, case, "rv-cap").await;
        }
        let plain = "Meeting notes outstanding since May.\nThere was good contact with the school.";
        assert_eq!(lead.post(&page, &[("facts", plain)]).await.status, StatusCode::SEE_OTHER);
    }

    async fn an_answer_to_one_of_few_cases_is_for_the_reviewers_and_the_report_counts_it(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let (case, worker) = cases(&app, review).await[0].clone();
        let key = if worker == "Precious Mbatha" { "ld-02" } else { "ld-01" };
        read(&app, review, case, "rv-cap").await;
        for (about, words) in [("", "quillwort of the whole case"), ("S18", "quillwort of the enquiry")] {
            let mut answering = act(&app, key).await;
            reviews::reply_to_feedback(&mut answering, review, case, about, words).await.expect("kept");
            answering.commit().await.expect("committed");
        }
        let mut wrong = act(&app, key).await;
        assert!(reviews::reply_to_feedback(&mut wrong, review, case, "S99", "No such standard.").await.is_err());
        drop(wrong);
        let page = format!("/reviews/{review}/report");
        let draft = app.as_person("qal").get(&page).await.text("main");
        assert!(draft.contains("A worker answered: “quillwort of the enquiry”"), "beside the finding: {draft}");
        present(&app, review).await;
        for person in ["hoa", "tm-ld", "bd-1", "ld-03"] {
            let report = app.as_person(person).get(&page).await;
            assert_eq!(report.status, StatusCode::OK, "{person}");
            assert!(!report.body.contains("quillwort"), "{person} reads what one of few workers answered");
            assert!(report.text("main").contains("2 answers of workers are not shown"), "{}", report.text("main"));
        }
    }
}

#[tokio::test]
async fn two_percentages_without_counts_are_not_compared_and_counts_are() {
    let app = TestApp::embedded().await;
    let worker = app.as_person("ld-01");
    let asks = worker.get("/change?then=55%25&now=76%25").await;
    assert_eq!(asks.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asks.text(".govuk-error-summary").contains("How many were judged each time?"));
    let said = worker.get("/change?then=11+of+20&now=15/20&when_then=November+2009&when_now=October+2011").await;
    assert!(said.text("main").contains("+20 points, likely -9 to +45. Not shown"), "{}", said.text("main"));
    let wrong = worker.get("/change?then=many&now=21+of+20").await;
    assert_eq!(wrong.texts(".govuk-error-summary li").len(), 2);
    assert_eq!(worker.get("/change").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_group_reads_one_case_and_sees_its_spread_when_it_is_closed() {
    let app = TestApp::embedded().await;
    let lead = app.as_person("qal");
    let wrong = lead.post("/calibrations", &[("title", ""), ("standards", "S99")]).await;
    assert_eq!(wrong.texts(".govuk-error-summary li").len(), 3);
    let put_up =
        lead.post("/calibrations", &[("title", "A bruise"), ("account", "She rang."), ("standards", "S18")]).await;
    let page = put_up.location().to_owned();
    for (reader, mark) in [("rv-saf", "met"), ("rv-cap", "partly"), ("ie-1", "met")] {
        let marks: Vec<(String, &str)> =
            ["a", "b", "c", "d", "e"].iter().map(|k| (format!("mark-S18{k}"), mark)).collect();
        let fields: Vec<(&str, &str)> = marks.iter().map(|(name, mark)| (name.as_str(), *mark)).collect();
        let kept = app.as_person(reader).post(&page, &fields).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    }
    let before = app.as_person("rv-saf").get(&page).await.text("main");
    assert!(before.contains("3 have read it.") && !before.contains(" alike"), "the spread waits: {before}");
    assert_eq!(lead.post(&format!("{page}/close"), &[]).await.status, StatusCode::SEE_OTHER);
    let after = app.as_person("rv-saf").get(&page).await;
    assert!(
        after.texts(".app-said")[0].contains("Met: 2") && after.text("main").contains("0 of 5 marks alike"),
        "{}",
        after.text("main")
    );
    assert_eq!(app.as_person("ld-01").get(&page).await.status, StatusCode::NOT_FOUND);
}

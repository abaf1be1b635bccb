//! Surveys: answered without an account, counted, closed, and never joined to anybody.

use axum::http::StatusCode;
use practice::ids::{ReviewId, SurveyId};
use programme::surveys::{self, Answers, Came};

use crate::app::{Engine, TestApp};
use crate::reviews::{TWO_CASES, act, drawn};
use crate::second_persons::unfocused;

/// A review with an open survey of people, and so many codes.
pub async fn asked(app: &TestApp, source: &str, letters: i64) -> (ReviewId, SurveyId, Vec<String>) {
    let review = drawn(app, TWO_CASES).await;
    let mut lead = act(app, "qal").await;
    let until = Some("2026-12-11".parse().expect("a day"));
    let survey = surveys::start_survey(&mut lead, review, source, until, "01632 960 124", &[]).await.expect("opened");
    let codes =
        surveys::print_codes(&mut lead, review, survey, Some(letters), Some(letters), None).await.expect("codes");
    lead.commit().await.expect("committed");
    (review, survey, codes)
}

/// Somebody answers on a screen.
pub async fn answer(app: &TestApp, code: &str, set: &str, given: &[(&str, &str)]) -> Came {
    let answers: Answers = given.iter().map(|(q, a)| ((*q).to_owned(), (*a).to_owned())).collect();
    surveys::answer(app.programme(), code, set, &answers).await.expect("answered")
}

/// Closes a survey.
pub async fn close(app: &TestApp, review: ReviewId, survey: SurveyId) {
    let mut lead = act(app, "qal").await;
    surveys::close_survey(&mut lead, review, survey).await.expect("closed");
    lead.commit().await.expect("committed");
}

/// Walks through the easy-read survey as a browser without scripts does.
async fn by_hand(app: &TestApp, code: &str, way: &str, answers: &[&str], last: &str) -> crate::app::Reply {
    let nobody = app.as_nobody();
    let opened = nobody.post_only("/s", &[("code", code)]).await;
    let begun = nobody.post_with("/s/start", &[("way", way)], &[("cookie", &opened.carried())]).await;
    assert_eq!(begun.location(), "/s/1");
    let mut cookies = begun.carried();
    let mut reply = begun;
    for (place, answer) in answers.iter().enumerate() {
        let go = if place + 1 == answers.len() { last } else { "next" };
        let page = format!("/s/{}", place + 1);
        reply = nobody.post_with(&page, &[("answer", answer), ("go", go)], &[("cookie", &cookies)]).await;
        if !reply.carried().is_empty() {
            cookies = reply.carried();
        }
    }
    reply
}

on_both_engines! {
    async fn somebody_without_an_account_answers_and_stopping_keeps_what_was_said(app: TestApp) {
        let (review, survey, codes) = asked(&app, "E2", 3).await;
        let nobody = app.as_nobody();
        let typed = format!("{} {}", codes[0][..4].to_lowercase(), &codes[0][4..]);
        let opened = nobody.post_only("/s", &[("code", &typed)]).await;
        assert_eq!(opened.location(), "/s/start", "no address holds the code");
        let start = nobody.get_with("/s/start", &[("cookie", &opened.carried())]).await;
        assert!(start.text("main").contains("Without pictures") && start.body.contains("dir=\"rtl\""));
        let stopped = by_hand(&app, &codes[0], "people-easy/", &["0", "1", "not-sure"], "stop").await;
        assert_eq!(stopped.location(), "/s/thanks?language=");
        let page = app.as_person("qal").get(&format!("/reviews/{review}/surveys/{survey}")).await;
        assert!(page.text("main").contains("1 of 3"), "{}", page.text("main"));
        assert!(!page.body.contains("Does your worker") , "nothing of what was said while it is open");
    }

    async fn a_code_works_once_and_a_guess_is_told_just_the_same(app: TestApp) {
        let (_, _, codes) = asked(&app, "E2", 2).await;
        assert_eq!(answer(&app, &codes[0], "people", &[("q1", "0")]).await, Came::Counted);
        assert_eq!(answer(&app, &codes[0], "people", &[("q1", "3")]).await, Came::NoSuchCode, "a second time");
        let nobody = app.as_nobody();
        let used = nobody.post_only("/s", &[("code", &codes[0])]).await;
        let guessed = nobody.post_only("/s", &[("code", "BCDFGHJK")]).await;
        assert_eq!((used.status, guessed.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        let without_code = |body: &str, code: &str| body.replace(code, "");
        assert_eq!(without_code(&used.body, &codes[0]), without_code(&guessed.body, "BCDFGHJK"), "nobody is told which");
        // Whoever tries their own letter again and again guesses nothing.
        for _ in 0..25 {
            nobody.post_only("/s", &[("code", &codes[0])]).await;
        }
        assert_eq!(nobody.post_only("/s", &[("code", &codes[1])]).await.status, StatusCode::SEE_OTHER);
        for _ in 0..20 {
            nobody.post_only("/s", &[("code", "BCDFGHJK")]).await;
        }
        let waits = nobody.post_only("/s", &[("code", &codes[1])]).await;
        assert_eq!(waits.status, StatusCode::TOO_MANY_REQUESTS, "a guesser waits, even with a code that is right");
        app.wait(1);
        assert_eq!(nobody.post_only("/s", &[("code", &codes[1])]).await.status, StatusCode::SEE_OTHER);
    }

    async fn scenario_6_four_replies_are_shown_as_too_few_and_weak(app: TestApp) {
        let (review, survey, codes) = asked(&app, "E3", 26).await;
        for code in &codes[..4] {
            answer(&app, code, "carers", &[("q1", "3"), ("q2", "0")]).await;
        }
        let mut lead = act(&app, "qal").await;
        let sources = programme::reviews::evidence_page(&mut lead, review).await.expect("evidence").sources;
        assert_eq!(sources.len(), 12);
        for (source, seen) in sources.iter().filter(|(s, _)| s.source != "E3") {
            let collected = practice::reviews::SourceState::Collected;
            programme::reviews::record_source(&mut lead, review, &source.source, collected, "", *seen).await.expect("kept");
        }
        lead.commit().await.expect("committed");
        let in_the_way = || async {
            let (_, list) = programme::reviews::checklist(&mut act(&app, "qal").await, review).await.expect("a list");
            list.blockers().into_iter().filter(|b| b.place == "sources").map(|b| b.says).collect::<Vec<_>>()
        };
        let blocked = in_the_way().await;
        assert!(blocked.len() == 1 && blocked[0].starts_with("E3 "), "eleven are in, and one was not tried: {blocked:?}");
        close(&app, review, survey).await;
        assert!(in_the_way().await.is_empty(), "tried, with four replies, it is allowed");
        let page = app.as_person("qal").get(&format!("/reviews/{review}/surveys/{survey}")).await;
        let said = page.text("main");
        assert_eq!(said.matches("Fewer than 5 answered, so nothing is shown.").count(), 1, "said once: {said}");
        assert!(page.texts(".app-said").is_empty(), "{said}");
        let source = app.as_person("qal").get(&format!("/reviews/{review}/sources/E3")).await;
        assert!(source.text("main").contains("Asked 26, 4 answered: too few to show what they said."));
        let evidence = programme::reviews::evidence_page(&mut act(&app, "qal").await, review).await.expect("evidence");
        assert!(evidence.items.is_empty(), "nothing of four answers becomes evidence");
        let state = evidence.sources.iter().find(|(s, _)| s.source == "E3").expect("the source").0.state;
        assert_eq!(state, practice::reviews::SourceState::Weak);
    }

    async fn what_a_person_settled_of_a_source_stays_when_its_survey_is_closed(app: TestApp) {
        let (review, survey, _) = asked(&app, "E3", 26).await;
        let mut lead = act(&app, "qal").await;
        let sources = programme::reviews::evidence_page(&mut lead, review).await.expect("evidence").sources;
        let seen = sources.iter().find(|(s, _)| s.source == "E3").expect("the source").1;
        let (weak, rung) = (practice::reviews::SourceState::Weak, "Rung up as well: 6 of 26 answered.");
        programme::reviews::record_source(&mut lead, review, "E3", weak, rung, seen).await.expect("recorded");
        lead.commit().await.expect("committed");
        close(&app, review, survey).await;
        let source = app.as_person("qal").get(&format!("/reviews/{review}/sources/E3")).await;
        assert!(source.text("main").contains(rung), "{}", source.text("main"));
    }

    async fn what_was_said_becomes_evidence_with_small_counts_hidden(app: TestApp) {
        let (review, survey, codes) = asked(&app, "E2", 30).await;
        for (place, code) in codes[..20].iter().enumerate() {
            let listens = if place < 17 { "0" } else { "3" };
            answer(&app, code, "people", &[("q3", listens), ("q1", "0")]).await;
        }
        close(&app, review, survey).await;
        let page = app.as_person("rv-saf").get(&format!("/reviews/{review}/surveys/{survey}")).await;
        let said = page.texts(".app-said").into_iter().find(|t| t.starts_with("Does your social worker listen")).expect("shown");
        assert!(said.contains("Yes, always: 85%, 17 of 20 (likely 64% to 95%; asked until 16 November 2026)") && said.contains("No, never: hidden"), "{said}");
        let standard = app.as_person("qal").get(&format!("/reviews/{review}/standards/S01")).await;
        assert!(standard.text("main").contains("“Yes, always”: 85%, 17 of 20 (likely 64% to 95%; asked until 16 November 2026)"), "{}", standard.text("main"));
        assert!(!standard.text("main").contains("“No, never”: "));
        assert_eq!(app.as_person("hoa").get(&format!("/reviews/{review}/surveys/{survey}")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(app.as_person("tm-ld").get(&format!("/reviews/{review}/surveys/{survey}")).await.status, StatusCode::NOT_FOUND);
    }

    async fn two_sets_of_the_council_with_one_id_are_refused(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let mut lead = act(&app, "qal").await;
        let until = Some("2026-12-11".parse().expect("a day"));
        let own = vec![practice::surveys::SHIPPED[0].to_owned(); 2];
        let refused = surveys::start_survey(&mut lead, review, "E2", until, "01632 960 124", &own).await;
        let says = format!("{:?}", refused.expect_err("refused"));
        assert!(says.contains("Two sets have the id “people”. Give one of them another."), "{says}");
        surveys::start_survey(&mut lead, review, "E2", until, "01632 960 124", &own[..1]).await.expect("one is asked");
    }

    async fn a_group_of_staff_that_all_answered_alike_does_not_tell_what_each_said(app: TestApp) {
        let (review, survey, codes) = asked(&app, "E4", 8).await;
        for code in &codes {
            answer(&app, code, "workers", &[("q7", "3")]).await;
        }
        close(&app, review, survey).await;
        let page = app.as_person("qal").get(&format!("/reviews/{review}/surveys/{survey}")).await;
        assert!(page.text("main").contains("All or nearly all of 8 said “Strongly disagree”."), "{}", page.text("main"));
    }

    async fn whoever_asks_to_be_rung_raises_an_alert_apart_from_their_answers(app: TestApp) {
        let (_, _, codes) = asked(&app, "E2", 2).await;
        let danger = by_hand(&app, &codes[0], "people-easy/", &["0", "0", "0", "0", "0", "0", "0", "2"], "next").await;
        assert_eq!(danger.location(), "/s/9");
        let cookies = danger.carried();
        let page = app.as_nobody().get_with("/s/9", &[("cookie", &cookies)]).await;
        assert!(page.text(".app-answer__danger").contains("999"), "whom to ring: {}", page.text("main"));
        let blank = app.as_nobody().post_with("/s/9", &[("contact", " "), ("go", "contact")], &[("cookie", &cookies)]).await;
        let page = app.as_nobody().get_with("/s/9", &[("cookie", &blank.carried())]).await;
        assert!(page.text(".app-answer__danger").contains("Write your name and number first."), "{}", page.text("main"));
        // What is wrong with the answer below does not keep it from being sent, nor send it again.
        let fields = [("contact", "Ring 01632 960 999 please"), ("answer", "99"), ("go", "next")];
        let wrong = app.as_nobody().post_with("/s/9", &fields, &[("cookie", &cookies)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = wrong.text("main");
        assert!(page.contains("Sent to the manager on duty. If you are in danger now, ring 999.") && !page.contains("Are you in danger"), "{page}");
        let again = [fields[0], ("answer", "0"), ("go", "next")];
        let on = app.as_nobody().post_with("/s/9", &again, &[("cookie", &wrong.carried())]).await;
        assert_eq!(on.location(), "/s/10", "what was answered before is still carried");
        let page = app.as_nobody().get_with("/s/10", &[("cookie", &on.carried())]).await;
        assert!(page.text(".app-answer__danger").is_empty() && !page.text("main").contains("Sent to the manager"), "said once");
        let alerts = app.as_person("tm-ld").get("/alerts").await;
        assert_eq!(alerts.texts("main a[href*='/alerts/']").len(), 1, "{}", alerts.text("main"));
        answer(&app, &codes[1], "people", &[("q10", "He locks me in my room")]).await;
        let alerts = app.as_person("qal").get("/alerts").await.texts("main a[href*='/alerts/']");
        assert_eq!(alerts.len(), 2, "what may tell of danger is read the same day: {alerts:?}");
    }

    async fn whoever_stops_after_saying_they_are_in_danger_is_told_whom_to_ring(app: TestApp) {
        let (_, _, codes) = asked(&app, "E2", 1).await;
        let stopped = by_hand(&app, &codes[0], "people-easy/", &["0", "0", "0", "0", "0", "0", "0", "2"], "stop").await;
        assert_eq!(stopped.location(), "/s/9");
        let page = app.as_nobody().get_with("/s/9", &[("cookie", &stopped.carried())]).await;
        assert!(page.text(".app-answer__danger").contains("01632 960 124"), "{}", page.text("main"));
        let fields = [("go", "stop"), ("contact", "")];
        let on = app.as_nobody().post_with("/s/9", &fields, &[("cookie", &stopped.carried())]).await;
        assert_eq!(on.location(), "/s/thanks?language=", "and stops from there, with what was said kept");
    }

    async fn no_address_tells_a_log_who_said_that_they_are_in_danger(app: TestApp) {
        let (_, _, codes) = asked(&app, "E2", 2).await;
        let mut seen = Vec::new();
        for (code, safe) in [(&codes[0], "0"), (&codes[1], "2")] {
            let nobody = app.as_nobody();
            let opened = nobody.post_only("/s", &[("code", code)]).await;
            let begun = nobody.post_with("/s/start", &[("way", "people-easy/")], &[("cookie", &opened.carried())]).await;
            let (mut cookies, mut lines) = (begun.carried(), Vec::new());
            let mut at = begun.location().to_owned();
            while !at.starts_with("/s/thanks") {
                let page = nobody.get_with(&at, &[("cookie", &cookies)]).await;
                let number = at.trim_start_matches("/s/");
                let given = if number == "8" { safe } else { "0" };
                let sent = nobody.post_with(&at, &[("answer", given), ("go", "next")], &[("cookie", &cookies)]).await;
                lines.push((at.clone(), page.status, sent.status));
                cookies = sent.carried();
                at = sent.location().to_owned();
            }
            seen.push(lines);
        }
        assert!(seen[0].len() > 9);
        assert_eq!(seen[0], seen[1], "the same addresses with the same statuses, in the same order");
    }

    async fn letters_are_made_once_however_often_their_page_is_loaded(app: TestApp) {
        let (review, survey, _) = asked(&app, "E2", 3).await;
        let lead = app.as_person("qal");
        let here = format!("/reviews/{review}/surveys/{survey}");
        let seen = lead.get(&here).await.html();
        let seen = seen.select(&crate::app::css("input[name=seen]")).next().and_then(|i| i.attr("value")).expect("a count").to_owned();
        let send = [("seen", seen.as_str()), ("count", "2"), ("asked", "5")];
        let letters = lead.post(&format!("{here}/letters"), &send).await;
        assert_eq!(letters.texts(".app-letter__code").len(), 2, "{}", letters.text("main"));
        let again = lead.post(&format!("{here}/letters"), &send).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text(".govuk-error-summary").contains("Letters were printed since"), "{}", again.text("main"));
        let page = lead.get(&here).await.text("main");
        assert!(page.contains("Codes not used yet5") && page.contains("0 of 5"), "{page}");
        let none = lead.post(&format!("{here}/asked"), &[("asked", "0")]).await;
        assert!(none.text(".govuk-error-summary").contains("Give how many people are asked"), "{}", none.text("main"));
        assert_eq!(lead.post(&format!("{here}/asked"), &[("asked", "4")]).await.status, StatusCode::SEE_OTHER);
        let page = lead.get(&here).await.text("main");
        assert!(page.contains("Codes not used yet5") && page.contains("0 of 4"), "the number alone: {page}");
        assert_eq!(app.as_person("rv-saf").post(&format!("{here}/asked"), &[("asked", "9")]).await.status, StatusCode::NOT_FOUND);
    }

    async fn a_survey_is_closed_only_by_somebody_who_says_that_they_are_sure(app: TestApp) {
        let (review, survey, _) = asked(&app, "E2", 1).await;
        let lead = app.as_person("qal");
        let here = format!("/reviews/{review}/surveys/{survey}");
        let slip = lead.post(&format!("{here}/close"), &[]).await;
        assert_eq!(slip.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(slip.text("main").contains("1 code is not used yet"), "{}", slip.text("main"));
        assert!(lead.get(&here).await.text("main").contains("Open until"));
        assert_eq!(lead.post(&format!("{here}/close"), &[("sure", "yes")]).await.status, StatusCode::SEE_OTHER);
        assert!(lead.get(&here).await.text("main").contains("Closed on"));
    }

    async fn closing_waits_for_answers_that_are_under_way(app: TestApp) {
        let (review, survey, _) = asked(&app, "E2", 1).await;
        let mut answering = app.programme().db().begin(programme::Mode::Write).await.expect("a transaction");
        assert!(store::surveys::hold_open(&mut answering, survey).await.expect("held"), "it is open");
        let closing = close(&app, review, survey);
        tokio::pin!(closing);
        let moment = std::time::Duration::from_millis(300);
        assert!(tokio::time::timeout(moment, &mut closing).await.is_err(), "an answer between the two would be lost");
        answering.commit().await.expect("committed");
        closing.await;
        let mut late = app.programme().db().begin(programme::Mode::Write).await.expect("a transaction");
        assert!(!store::surveys::hold_open(&mut late, survey).await.expect("asked"), "and after it none is taken");
    }

    async fn skipping_keeps_what_was_said_before(app: TestApp) {
        let (review, survey, codes) = asked(&app, "E2", 10).await;
        for code in &codes {
            let nobody = app.as_nobody();
            let first = by_hand(&app, code, "people-easy/", &["0", "1"], "back").await;
            assert_eq!(first.location(), "/s/1");
            let skipped = nobody.post_with("/s/1", &[("go", "skip")], &[("cookie", &first.carried())]).await;
            nobody.post_with("/s/2", &[("answer", "1"), ("go", "stop")], &[("cookie", &skipped.carried())]).await;
        }
        close(&app, review, survey).await;
        let found = surveys::open_survey(&mut act(&app, "qal").await, review, survey).await.expect("opened");
        let easy = found.results.iter().find(|set| set.n == 10).expect("the easy set");
        assert!(!matches!(easy.questions[0].1, practice::surveys::Counted::TooFew), "what was said is kept");
    }

    async fn a_code_of_another_survey_is_refused_and_still_opens_its_own(app: TestApp) {
        let (review, survey, codes) = asked(&app, "E2", 1).await;
        let mut lead = act(&app, "qal").await;
        let until = Some("2026-12-11".parse().expect("a day"));
        let carers = surveys::start_survey(&mut lead, review, "E3", until, "01632 960 124", &[]).await.expect("opened");
        let theirs = surveys::print_codes(&mut lead, review, carers, Some(1), Some(1), None).await.expect("codes");
        lead.commit().await.expect("committed");
        let page = format!("/reviews/{review}/surveys/{survey}/enter/people");
        let wrong = app.as_person("rv-saf").post(&page, &[("way", "paper"), ("code", &theirs[0]), ("q1", "0")]).await;
        assert!(wrong.text(".govuk-error-summary").contains("This code is not one of this survey's"));
        assert_eq!(answer(&app, &theirs[0], "carers", &[("q1", "0")]).await, Came::Counted);
        assert_eq!(answer(&app, &codes[0], "people", &[("q1", "0")]).await, Came::Counted);
    }

    async fn answers_on_paper_are_typed_in_once_and_what_is_wrong_is_said_by_field(app: TestApp) {
        let (review, survey, codes) = asked(&app, "E2", 2).await;
        let page = format!("/reviews/{review}/surveys/{survey}/enter/people");
        let reader = app.as_person("rv-saf");
        let wrong = reader.post(&page, &[("q1", "9"), ("code", "BDK7 4MWX")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text(".govuk-error-summary").contains("Say how it came."));
        let long = "x".repeat(501);
        let wrong = reader.post(&page, &[("way", "paper"), ("q1", "9"), ("q10", &long)]).await;
        let says = wrong.text(".govuk-error-summary");
        assert!(says.contains("Choose one of the answers.") && says.contains("You have written 501."), "{says}");
        let saved = reader.post(&page, &[("way", "paper"), ("code", &codes[0]), ("q1", "0")]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let again = reader.post(&page, &[("way", "phone"), ("code", &codes[0]), ("q1", "0")]).await;
        assert!(again.text(".govuk-error-summary").contains("has been used"));
        assert_eq!(answer(&app, &codes[0], "people", &[("q1", "0")]).await, Came::NoSuchCode);
    }

    async fn texts_in_any_script_are_kept_and_what_is_far_too_long_is_refused(app: TestApp) {
        let (review, survey, codes) = asked(&app, "E2", 3).await;
        answer(&app, &codes[0], "people", &[("q10", "أريد أن تزوروني أكثر")]).await;
        answer(&app, &codes[1], "people", &[("q10", "Mrs Patel is kind")]).await;
        let huge = "x".repeat(1_000_000);
        let answers: Answers = [("q10".to_owned(), huge)].into();
        let refused = surveys::answer(app.programme(), &codes[2], "people", &answers).await.expect_err("refused");
        assert!(refused.to_string().contains("You have written 1000000."), "{refused}");
        let nobody = app.as_nobody();
        let opened = nobody.post_only("/s", &[("code", &codes[2])]).await;
        let begun = nobody.post_with("/s/start", &[("way", "people/")], &[("cookie", &opened.carried())]).await;
        let cookie = begun.carried();
        for size in [1_000_000, 2_200_000] {
            let huge = "x".repeat(size);
            let sent = nobody.post_with("/s/10", &[("answer", &huge), ("go", "next")], &[("cookie", &cookie)]).await;
            let status = if size > 2 * 1024 * 1024 { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::UNPROCESSABLE_ENTITY };
            assert_eq!(sent.status, status, "{size}: {}", sent.text("main").chars().take(300).collect::<String>());
            assert_eq!(sent.body.contains(&huge), size < 2 * 1024 * 1024, "what can be shortened stands in the box");
        }
        let kept = nobody.get_with("/s/10", &[("cookie", &cookie)]).await;
        assert_eq!(kept.status, StatusCode::OK, "what was answered before is still carried");
        assert_eq!(answer(&app, &codes[2], "people", &[("q1", "0")]).await, Came::Counted, "the code still opens it");
        close(&app, review, survey).await;
        let page = app.as_person("qal").get(&format!("/reviews/{review}/surveys/{survey}")).await;
        assert!(page.body.contains("أريد أن تزوروني أكثر") && page.body.contains("dir=\"auto\""));
        assert_eq!(page.texts(".app-texts li").iter().filter(|t| t.contains("It may name somebody")).count(), 1);
    }

    async fn families_of_a_practice_sample_are_asked_and_what_they_say_is_counted(app: TestApp) {
        let (review, _) = unfocused(&app).await;
        let mut lead = act(&app, "qal").await;
        let until = Some("2026-12-11".parse().expect("a day"));
        let survey = surveys::start_survey(&mut lead, review, "FS", until, "01632 960 124", &[]).await.expect("opened");
        let codes = surveys::print_codes(&mut lead, review, survey, Some(14), Some(14), None).await.expect("codes");
        lead.commit().await.expect("committed");
        let asked = by_hand(&app, &codes[0], "children-parents/", &["0", "0", "3", "0"], "stop").await;
        assert_eq!(asked.location(), "/s/thanks?language=");
        for code in &codes[1..12] {
            let given = [("q1", "0"), ("q3", "3"), ("q8", "Come after school."), ("q9", "0"), ("q10", "1")];
            answer(&app, code, "children-parents", &given).await;
        }
        let page = format!("/reviews/{review}/surveys/{survey}");
        assert!(app.as_person("qal").get(&page).await.text("main").contains("12"), "answered so far");
        close(&app, review, survey).await;
        let lead = app.as_person("qal").get(&page).await;
        let figures = lead.texts(".app-said");
        let of = |asks: &str| figures.iter().find(|said| said.contains(asks)).unwrap_or_else(|| panic!("{asks}: {figures:?}"));
        assert!(of("Do you know why the social worker comes").contains("100%, 12 of 12"), "{figures:?}");
        assert!(of("Who is answering?").contains("Child or young person"), "{figures:?}");
        let evidence = programme::reviews::evidence_page(&mut act(&app, "qal").await, review).await.expect("evidence");
        let told: Vec<(&str, bool)> = evidence.items.iter().map(|item| (item.note.as_str(), item.agrees)).collect();
        let agrees = |asks: &str| told.iter().find(|(note, _)| note.contains(asks)).map(|(_, agrees)| *agrees);
        assert_eq!(agrees("Do you know why the social worker comes"), Some(true));
        assert_eq!(agrees("Does your social worker listen"), Some(false));
        for nothing in ["Who is answering", "Did someone help"] {
            assert_eq!(agrees(nothing), None, "{nothing} tells nothing of practice");
        }
    }
}

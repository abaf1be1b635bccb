//! Second readings: who may be asked and when, what stays closed until theirs is done, and what stays as it stood then.

use axum::http::StatusCode;
use practice::access::{Role, RoleHeld, Scope};
use practice::ids::{ReviewId, SampledCaseId};
use practice::reviews::CaseRecord;
use programme::{Mode, reviews};

use crate::app::{ADULTS, Engine, Reply, TestApp, css};
use crate::reviews::{TWO_CASES, act, drawn};
use crate::sources::{all, cases, give, read};

pub async fn ask(app: &TestApp, review: ReviewId, case: SampledCaseId, reader: &str) -> Reply {
    let name = format!("second-{case}");
    let path = format!("/reviews/{review}/cases/{case}/second/ask");
    app.as_person("qal").post(&path, &[(&name, &app.person(reader).to_string())]).await
}

/// Who is asked reads it a second time to the end, every part met but for these.
pub async fn read_again(app: &TestApp, review: ReviewId, case: SampledCaseId, reader: &str, but: &[(&str, &str)]) {
    let mut reading = act(app, reader).await;
    let page = reviews::open_second(&mut reading, review, case).await.expect("opened");
    let record = marked(&page.opened.framework, but);
    reviews::save_second(&mut reading, review, case, page.reading.version, &record, true).await.expect("locked");
    reading.commit().await.expect("committed");
}

fn marked(framework: &practice::frameworks::Framework, but: &[(&str, &str)]) -> CaseRecord {
    let mut record = all(framework, "met");
    record.marks.extend(but.iter().map(|(part, mark)| ((*part).to_owned(), (*mark).to_owned())));
    record
}

/// Writes in a case as its first reader, without calling it read.
async fn write(app: &TestApp, review: ReviewId, case: SampledCaseId, reader: &str, but: &[(&str, &str)]) {
    let mut writing = act(app, reader).await;
    let opened = reviews::open_case(&mut writing, review, case).await.expect("opened");
    let mut record = marked(&opened.opened.framework, but);
    for (part, _) in but {
        record.notes.insert((*part).to_owned(), "It does not say.".to_owned());
        record.behind.insert((*part).to_owned(), practice::reviews::Behind::CannotTell);
    }
    reviews::save_case(&mut writing, review, case, opened.case.version, &record).await.expect("saved");
    writing.commit().await.expect("committed");
}

/// The first reader opens a case again, marks it otherwise and calls it read.
async fn read_differently(app: &TestApp, review: ReviewId, case: SampledCaseId, but: &[(&str, &str)]) {
    let mut first = act(app, "rv-cap").await;
    reviews::reopen_case(&mut first, review, case).await.expect("opened again");
    first.commit().await.expect("committed");
    write(app, review, case, "rv-cap", but).await;
    let mut first = act(app, "rv-cap").await;
    reviews::finish_case(&mut first, review, case).await.expect("read again");
    first.commit().await.expect("committed");
}

/// A case of which two have read the critical standards, every part met by the second reader but for these.
async fn read_in_part(app: &TestApp, review: ReviewId, but: &[(&str, &str)]) -> SampledCaseId {
    for (case, _) in cases(app, review).await {
        read(app, review, case, "rv-cap").await;
    }
    let page = reviews::moderation(&mut act(app, "qal").await, review).await.expect("moderation");
    let case = page.cases.iter().find(|line| !line.whole).expect("one that is not drawn").case.id;
    ask(app, review, case, "rv-saf").await;
    read_again(app, review, case, "rv-saf", but).await;
    case
}

/// How far readers agree, as the page shows it.
async fn agreed(app: &TestApp, review: ReviewId) -> String {
    let mut lead = act(app, "qal").await;
    let page = reviews::moderation(&mut lead, review).await.expect("moderation");
    page.agreement.all.expect("a case was read by two").to_string()
}

/// Somebody worked in the reviewed team until a day.
async fn worked_in_the_team_until(app: &TestApp, key: &str, last: &str, row: u128) {
    let mut planning = act(app, "qal").await;
    let teams = reviews::planning(&mut planning).await.expect("teams").teams;
    let team = teams.iter().find(|team| team.key == "LD").expect("the team").id;
    drop(planning);
    let mut tx = app.programme().db().begin(Mode::Write).await.expect("a transaction");
    let day = |text: &str| text.parse().expect("a day");
    let held = RoleHeld { role: Role::Worker, scope: Scope::Team(team), from: day("2015-01-05"), to: Some(day(last)) };
    store::people::give_role(&mut tx, uuid::Uuid::from_u128(row), app.person(key), &held).await.expect("given");
    tx.commit().await.expect("committed");
}

on_both_engines! {
    async fn nobody_is_asked_before_the_first_reading_is_finished(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let (case, _) = cases(&app, review).await[0].clone();
        give(&app, review, case, "rv-cap").await;
        let early = ask(&app, review, case, "rv-saf").await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(early.text(".govuk-error-summary").contains("The first reading is not finished"), "{}", early.text("main"));
        let page = app.as_person("qal").get(&format!("/reviews/{review}/moderation")).await;
        assert!(page.text("main").contains("Somebody can be asked when the first reading is finished"));
        assert!(!page.body.contains(&format!("second-{case}")), "there is no form to ask with yet");
    }

    async fn whoever_wrote_in_the_first_reading_or_opened_it_is_not_asked(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let all = cases(&app, review).await;
        let (written, opened) = (all[0].0, all[1].0);
        give(&app, review, written, "rv-saf").await;
        write(&app, review, written, "rv-saf", &[]).await;
        let mut lead = act(&app, "qal").await;
        let moved = reviews::Given { case: written, to: Some(app.person("rv-cap")), seen: Some(app.person("rv-saf")) };
        reviews::assign_cases(&mut lead, review, &[moved]).await.expect("given to somebody else");
        lead.commit().await.expect("committed");
        write(&app, review, written, "rv-cap", &[]).await;
        let mut reading = act(&app, "rv-cap").await;
        reviews::finish_case(&mut reading, review, written).await.expect("read");
        reading.commit().await.expect("committed");
        let own = ask(&app, review, written, "rv-saf").await;
        let says = own.text(".govuk-error-summary");
        assert!(says.contains("nobody moderates their own reading"), "they wrote in it, though not last: {says}");

        read(&app, review, opened, "rv-cap").await;
        let path = format!("/reviews/{review}/cases/{opened}");
        assert_eq!(app.as_person("rv-saf").get(&path).await.status, StatusCode::OK);
        let saw = ask(&app, review, opened, "rv-saf").await.text(".govuk-error-summary");
        assert!(saw.contains("has opened the first reading"), "{saw}");
    }

    async fn whoever_left_the_team_23_months_ago_is_not_asked_and_after_25_they_are(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let all = cases(&app, review).await;
        for (case, _) in &all {
            read(&app, review, *case, "rv-cap").await;
        }
        worked_in_the_team_until(&app, "rv-saf", "2024-10-11", 70).await;
        let asked = ask(&app, review, all[0].0, "rv-saf").await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text("main"));
        worked_in_the_team_until(&app, "rv-saf", "2024-12-16", 71).await;
        let tied = ask(&app, review, all[1].0, "rv-saf").await;
        assert!(tied.text(".govuk-error-summary").contains("tied to the team"), "{}", tied.text("main"));
    }

    async fn until_a_second_reading_is_done_what_was_found_is_closed_to_its_reader(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let all = cases(&app, review).await;
        let (case, other) = (all[0].0, all[1].0);
        for case in [case, other] {
            read(&app, review, case, "rv-cap").await;
        }
        assert_eq!(ask(&app, review, case, "rv-saf").await.status, StatusCode::SEE_OTHER);
        let reader = app.as_person("rv-saf");
        let base = format!("/reviews/{review}");
        let here = format!("{base}/cases/{case}");
        let closed = ["standards", "standards/S18", "standards/S18/differently", "report", "complete"];
        for page in closed {
            let reply = reader.get(&format!("{base}/{page}")).await;
            assert_eq!(reply.status, StatusCode::CONFLICT, "{page}");
            assert!(reply.text("main").contains("Finish your second reading first"), "{page}: {}", reply.text("main"));
        }
        assert_eq!(reader.get(&here).await.status, StatusCode::CONFLICT);
        let marks = [("seen", "2"), ("mark-S18a", "not-met")];
        for act in ["", "/autosave", "/reopen"] {
            assert_eq!(reader.post(&format!("{here}{act}"), &marks).await.status, StatusCode::CONFLICT, "{act}");
        }
        let judged = reader.post(&format!("{base}/standards/S18/autosave"), &[("seen", "0"), ("mark-a", "met")]).await;
        assert_eq!(judged.status, StatusCode::CONFLICT, "what it comes to would tell the marks");
        let given = [(format!("had-{case}"), app.person("rv-cap")), (format!("reviewer-{case}"), app.person("rv-saf"))];
        let given: Vec<(&str, String)> = given.iter().map(|(name, id)| (name.as_str(), id.to_string())).collect();
        let given: Vec<(&str, &str)> = given.iter().map(|(name, id)| (*name, id.as_str())).collect();
        let both = app.as_person("qal").post(&format!("{base}/readers"), &given).await;
        assert!(both.text(".govuk-error-summary").contains("reads this case a second time"), "{}", both.text("main"));

        assert_eq!(reader.get(&format!("{base}/cases/{other}")).await.status, StatusCode::OK, "other cases stay open");
        assert_eq!(reader.get(&format!("{base}/evidence")).await.status, StatusCode::OK);
        let mut tx = app.programme().db().begin(Mode::Write).await.expect("a transaction");
        let answers = store::reviews::NewEvidence {
            id: uuid::Uuid::from_u128(7).into(),
            review,
            case: None,
            source: "E2",
            dated: "2026-11-16".parse().expect("a day"),
            direct: true,
            agrees: false,
            origin: practice::reviews::Origin::Answers,
            note: "Few feel safer.",
            parts: &[("S18".into(), "a".into())],
            by: app.person("qal"),
            at: app.programme().now(),
        };
        store::reviews::add_evidence(&mut tx, &answers).await.expect("written");
        tx.commit().await.expect("committed");
        let coverage = format!("{base}/coverage");
        let told = |page: Reply| page.texts("tbody tr").into_iter().find(|row| row.starts_with("S18")).expect("a row");
        assert!(told(app.as_person("qal").get(&coverage).await).contains("with disagreement"), "the marks point another way");
        let mut writing = act(&app, "qal").await;
        let accounts = ("The record: she rang.", "The survey: few feel safer.");
        let account = reviews::record_contradiction(&mut writing, review, "S18a", None, accounts.0, accounts.1, "");
        let account = account.await.expect("both accounts");
        writing.commit().await.expect("committed");
        let account = format!("{base}/contradictions/{account}");
        assert_eq!(reader.get(&account).await.status, StatusCode::NOT_FOUND, "it tells what most records show");
        assert!(!reader.get(&format!("{base}/evidence")).await.body.contains(accounts.0));
        assert_eq!(app.as_person("qal").get(&account).await.status, StatusCode::OK);
        let blind = told(reader.get(&coverage).await);
        assert!(!blind.contains("isagree") && !blind.contains("different"), "which way they point is not told: {blind}");
        let overview = reader.get(&base).await.text("main");
        assert!(overview.contains("When your second reading is done") && overview.contains("Read a case a second time"));
        let home = reader.get("/").await.text("main");
        assert!(home.contains("a second time") && home.contains("Asked of you"), "they are told on their first page: {home}");

        read_again(&app, review, case, "rv-saf", &[]).await;
        for page in closed {
            assert_ne!(reader.get(&format!("{base}/{page}")).await.status, StatusCode::CONFLICT, "{page}");
        }
        assert_eq!(reader.get(&here).await.status, StatusCode::OK, "both are open to them now");
        let never = reader.post(&format!("{here}/reopen"), &[]).await;
        assert_eq!(never.status, StatusCode::CONFLICT, "the first reading is not theirs to change, then or later");
        assert!(!reader.get("/").await.text("main").contains("a second time"));
    }

    async fn opening_the_first_reading_again_changes_nothing_of_how_far_two_readers_agreed(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let (case, _) = cases(&app, review).await[0].clone();
        read(&app, review, case, "rv-cap").await;
        ask(&app, review, case, "rv-saf").await;
        read_again(&app, review, case, "rv-saf", &[("S18b", "not-met"), ("S18c", "not-evidenced")]).await;
        let stood = agreed(&app, review).await;

        let mut first = act(&app, "rv-cap").await;
        reviews::reopen_case(&mut first, review, case).await.expect("opened again");
        first.commit().await.expect("committed");
        assert_eq!(agreed(&app, review).await, stood, "while it is open");
        write(&app, review, case, "rv-cap", &[("S18b", "not-met"), ("S18c", "not-met")]).await;
        let mut first = act(&app, "rv-cap").await;
        reviews::finish_case(&mut first, review, case).await.expect("read again");
        first.commit().await.expect("committed");
        assert_eq!(agreed(&app, review).await, stood, "and once it is read again");

        let page = app.as_person("qal").get(&format!("/reviews/{review}/moderation")).await;
        let differ = page.texts(".app-disagree");
        assert!(differ[0].contains("S18b immediate safety dealt with the same day"), "the part in words: {differ:?}");
        assert!(differ[1].contains("One saw it, the other did not find evidence."), "{differ:?}");
        let main = page.text("main");
        assert!(main.contains("on 1 part one reader saw it") && main.contains("Marks of one case go together"), "{main}");
        let draft = app.as_person("qal").get(&format!("/reviews/{review}/report")).await.text("main");
        assert!(draft.contains(&format!("Readers agreed so far: {stood}")), "{draft}");
        assert!(draft.contains("on 1 part one reader saw it and the other did not find evidence"), "{draft}");
        assert!(draft.contains("Of the cases, 1 of 2 is read by two."), "what was not moderated is said: {draft}");
    }

    async fn asking_twice_disturbs_nobody_and_a_stale_save_loses_nothing(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let (case, _) = cases(&app, review).await[0].clone();
        read(&app, review, case, "rv-cap").await;
        for _ in 0..2 {
            assert_eq!(ask(&app, review, case, "rv-saf").await.status, StatusCode::SEE_OTHER);
        }
        let reader = app.as_person("rv-saf");
        let here = format!("/reviews/{review}/cases/{case}/second");
        let saved = reader.post(&here, &[("seen", "1"), ("mark-S18a", "met"), ("then", "save")]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "the second Ask changed nothing: {}", saved.text("main"));
        let stale = reader.post(&here, &[("seen", "1"), ("mark-S18a", "partly"), ("then", "save")]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(stale.text(".app-disagree").contains("saved in another window"), "{}", stale.text("main"));
        let page = stale.html();
        for field in [r#"input[name="mark-S18a"][value="partly"][checked]"#, r#"input[name="seen"][value="2"]"#] {
            assert!(page.select(&css(field)).next().is_some(), "{field} stands in the form");
        }
        let again = reader.post(&here, &[("seen", "2"), ("mark-S18a", "partly"), ("then", "save")]).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "saved again, it takes its place");
    }

    async fn whoever_read_the_notes_of_a_case_under_its_standard_is_not_asked(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let all = cases(&app, review).await;
        let (noted, plain) = (all[0].0, all[1].0);
        give(&app, review, noted, "rv-cap").await;
        write(&app, review, noted, "rv-cap", &[("S18b", "not-met")]).await;
        let mut first = act(&app, "rv-cap").await;
        reviews::finish_case(&mut first, review, noted).await.expect("read");
        first.commit().await.expect("committed");
        read(&app, review, plain, "rv-cap").await;
        for _ in 0..2 {
            let page = app.as_person("rv-saf").get(&format!("/reviews/{review}/standards/S18")).await;
            assert!(page.text("main").contains("It does not say."), "the note stands there: {}", page.text("main"));
        }
        let saw = ask(&app, review, noted, "rv-saf").await.text(".govuk-error-summary");
        assert!(saw.contains("has opened the first reading"), "{saw}");
        assert_eq!(ask(&app, review, plain, "rv-saf").await.status, StatusCode::SEE_OTHER, "nothing was told of this one");
    }

    async fn what_a_second_reader_marked_is_taken_away_by_withdrawing_and_not_by_asking_somebody_else(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let (case, _) = cases(&app, review).await[0].clone();
        read(&app, review, case, "rv-cap").await;
        assert_eq!(ask(&app, review, case, "rv-saf").await.status, StatusCode::SEE_OTHER);
        let here = format!("/reviews/{review}/cases/{case}/second");
        let reader = app.as_person("rv-saf");
        let saved = reader.post(&here, &[("seen", "1"), ("mark-S18a", "met"), ("then", "save")]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text("main"));
        let lead = app.as_person("qal");
        let name = format!("second-{case}");
        let other = app.person("qal").to_string();
        let old = lead.post(&format!("{here}/ask"), &[("seen", "1"), (&name, &other)]).await;
        assert!(old.text("main").contains("Nothing was written over"), "{}", old.text("main"));
        let begun = lead.post(&format!("{here}/ask"), &[("seen", "2"), (&name, &other)]).await;
        assert!(begun.text("main").contains("has begun to read it"), "{}", begun.text("main"));
        assert_eq!(reader.get(&here).await.status, StatusCode::OK, "it is theirs still");

        let withdraw = format!("{here}/withdraw");
        assert_eq!(reader.post(&withdraw, &[("seen", "2")]).await.status, StatusCode::NOT_FOUND, "the lead alone");
        assert_eq!(lead.post(&withdraw, &[("seen", "1")]).await.status, StatusCode::CONFLICT);
        let page = lead.get(&format!("/reviews/{review}/moderation")).await;
        assert!(page.body.contains(&withdraw), "the lead is offered it");
        assert_eq!(lead.post(&withdraw, &[("seen", "2")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(reader.get(&here).await.status, StatusCode::NOT_FOUND, "it is gone");
        let stale = lead.post(&format!("{here}/ask"), &[("seen", "2"), (&name, &app.person("rv-saf").to_string())]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        let journal = app.as_person("dpo").get("/journal").await.text("main");
        assert!(journal.contains("Withdrew a second reading that was not finished"), "{journal}");
    }

    async fn what_two_readers_came_to_is_written_once_and_the_first_reading_stands_beside_it(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let (case, _) = cases(&app, review).await[0].clone();
        read(&app, review, case, "rv-cap").await;
        ask(&app, review, case, "rv-saf").await;
        read_again(&app, review, case, "rv-saf", &[("S18b", "not-met")]).await;
        let (settled, why) = (format!("settled-{case}-S18b"), format!("why-{case}-S18b"));
        let talk = format!("/reviews/{review}/cases/{case}/second/talk");
        let (first, second) = (app.as_person("rv-cap"), app.as_person("rv-saf"));
        let partly = [("part", "S18b"), (settled.as_str(), "partly"), (why.as_str(), "He rang on Monday.")];
        for _ in 0..2 {
            assert_eq!(second.post(&talk, &partly).await.status, StatusCode::SEE_OTHER, "sent twice, it stands once");
        }
        let met = [("part", "S18b"), (settled.as_str(), "met"), (why.as_str(), "He rang on Friday.")];
        assert_eq!(first.post(&talk, &met).await.status, StatusCode::CONFLICT, "neither writes over the other");
        let page = first.get(&format!("/reviews/{review}/moderation")).await.text(".app-disagree");
        assert!(page.contains("He rang on Monday.") && page.contains("The first reading still says"), "{page}");
        let mut tx = app.programme().db().begin(Mode::Read).await.expect("a transaction");
        let found = store::reviews::case(&mut tx, case).await.expect("read").expect("the case");
        let lines = store::journal::about(&mut tx, found.worker_id, 50).await.expect("lines");
        let talked = |line: &&store::journal::Line| line.happened == practice::journal::Happened::DifferenceTalked;
        let told: Vec<&str> = lines.iter().filter(talked).map(|line| line.what.as_str()).collect();
        assert_eq!(told, [found.reference.as_str()], "the case, and nothing of what was found in it");
    }

    async fn what_a_case_came_to_is_not_told_to_its_second_reader(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let (case, _) = cases(&app, review).await[0].clone();
        read(&app, review, case, "rv-cap").await;
        let moderation = format!("/reviews/{review}/moderation");
        let reader = app.as_person("rv-saf");
        let before = reader.get(&moderation).await.text("main");
        assert!(!before.contains("The whole case") && !before.contains("The critical standards."), "{before}");
        let mut first = act(&app, "rv-cap").await;
        let item = reviews::NewItem {
            source: "E10".into(),
            dated: "2026-11-10".parse().expect("a day"),
            direct: false,
            agrees: true,
            note: "quillwort in the record".into(),
            parts: vec!["S18".into()],
            case: Some(case),
        };
        reviews::add_evidence(&mut first, review, &item).await.expect("evidence");
        let two = reviews::record_contradiction(&mut first, review, "S18a", Some(case), "sedge", "sedge", "").await;
        two.expect("a contradiction");
        first.commit().await.expect("committed");
        let tells = |evidence: reviews::EvidencePage| (evidence.items.len(), evidence.contradictions.len());
        let seen = reviews::evidence_page(&mut act(&app, "rv-saf").await, review).await.expect("evidence");
        assert_eq!(tells(seen), (1, 1), "nobody is asked yet");
        ask(&app, review, case, "rv-saf").await;
        let blind = reviews::evidence_page(&mut act(&app, "rv-saf").await, review).await.expect("evidence");
        assert_eq!(tells(blind), (0, 0));
        let page = reviews::moderation(&mut act(&app, "rv-saf").await, review).await.expect("moderation");
        let line = page.cases.iter().find(|line| line.case.id == case).expect("their case");
        assert_eq!(line.whole, line.second.as_ref().expect("asked").whole, "as it was asked");
    }

    async fn a_case_that_comes_to_inadequate_after_its_critical_standards_were_read_twice_is_read_whole(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let case = read_in_part(&app, review, &[("S18b", "not-met")]).await;
        let stood = agreed(&app, review).await;
        let again = ask(&app, review, case, "rv-saf").await;
        assert!(again.text("main").contains("has read this case a second time already"), "{}", again.text("main"));

        read_differently(&app, review, case, &[("S06a", "not-met"), ("S18b", "partly")]).await;
        let lead = app.as_person("qal");
        let moderation = format!("/reviews/{review}/moderation");
        let says = lead.get(&moderation).await.text("main");
        assert!(says.contains("It now has to be read whole"), "{says}");
        let version = || async {
            let mut looking = act(&app, "qal").await;
            let page = reviews::moderation(&mut looking, review).await.expect("moderation");
            let line = page.cases.into_iter().find(|line| line.case.id == case).expect("the case");
            line.second.expect("a second reading").version.to_string()
        };
        let name = format!("second-{case}");
        let reader = app.as_person("rv-saf");
        let both = reader.get(&moderation).await.text("main");
        assert!(both.contains("S18b immediate safety"), "their own button leads here: {both}");
        let report = reviews::report(&mut act(&app, "qal").await, review).await.expect("a draft").sureness.read_by_two;
        assert!(report.starts_with("0 of 2 are read by two."), "a part is not all of it: {report}");
        let (seen, other, theirs) = (version().await, app.person("qal").to_string(), app.person("rv-saf").to_string());
        let here = format!("/reviews/{review}/cases/{case}/second");
        let another = lead.post(&format!("{here}/ask"), &[("seen", &seen), (&name, &other)]).await;
        assert_eq!(another.status, StatusCode::CONFLICT, "whoever read a part of it reads the rest");
        let extended = lead.post(&format!("{here}/ask"), &[("seen", &seen), (&name, &theirs)]).await;
        assert_eq!(extended.status, StatusCode::SEE_OTHER, "{}", extended.text("main"));

        assert_eq!(reader.get(&format!("/reviews/{review}/cases/{case}")).await.status, StatusCode::CONFLICT, "blind again");
        let blind = reader.get(&moderation).await.text("main");
        assert!(!blind.contains("S18b immediate safety"), "the first reader's marks stay away: {blind}");
        let (settled, why) = (format!("settled-{case}-S18b"), format!("why-{case}-S18b"));
        let talk = [("part", "S18b"), (settled.as_str(), "partly"), (why.as_str(), "He rang on Monday.")];
        assert_eq!(reader.post(&format!("{here}/talk"), &talk).await.status, StatusCode::NOT_FOUND, "nor is it talked of");
        let rest = reader.get(&here).await;
        assert!(rest.text("main").contains("This is the rest of the case."), "{}", rest.text("main"));
        assert!(rest.body.contains("mark-S06a") && !rest.body.contains("mark-S18b"), "what is done is not asked again");
        read_again(&app, review, case, "rv-saf", &[("S18b", "met")]).await;
        let page = reviews::moderation(&mut act(&app, "qal").await, review).await.expect("moderation");
        let line = page.cases.iter().find(|line| line.case.id == case).expect("the case");
        assert!(!line.is_to_be_extended() && line.second.as_ref().is_some_and(|second| second.whole));
        let second = &line.second.as_ref().expect("read").record.marks;
        assert_eq!(second.get("S18b").map(String::as_str), Some("not-met"), "what both had finished stays");
        let apart: Vec<&str> = line.differing.iter().flatten().map(|(found, _)| found.part.as_str()).collect();
        assert_eq!(apart, ["S06a", "S18b"], "the rest is compared as it stands now, the first part as it stood then");
        assert_ne!(agreed(&app, review).await, stood, "the rest counts now");
    }

    async fn the_rest_is_not_read_by_whoever_opened_the_first_reading_and_withdrawing_it_keeps_the_part(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let case = read_in_part(&app, review, &[]).await;
        read_differently(&app, review, case, &[("S06a", "not-met")]).await;

        let (lead, reader) = (app.as_person("qal"), app.as_person("rv-saf"));
        let (name, theirs) = (format!("second-{case}"), app.person("rv-saf").to_string());
        let here = format!("/reviews/{review}/cases/{case}/second");
        let extended = lead.post(&format!("{here}/ask"), &[("seen", "2"), (&name, &theirs)]).await;
        assert_eq!(extended.status, StatusCode::SEE_OTHER, "{}", extended.text("main"));
        let withdrawn = lead.post(&format!("{here}/withdraw"), &[("seen", "3")]).await;
        assert_eq!(withdrawn.status, StatusCode::SEE_OTHER, "{}", withdrawn.text("main"));
        let page = reviews::moderation(&mut act(&app, "qal").await, review).await.expect("moderation");
        let line = page.cases.into_iter().find(|line| line.case.id == case).expect("the case");
        assert!(line.is_to_be_extended());
        let second = line.second.expect("the part stays");
        assert!(second.locked_at.is_some() && !second.whole);
        assert!(second.record.marks.contains_key("S18b") && !second.record.marks.contains_key("S06a"));

        assert_eq!(reader.get(&format!("/reviews/{review}/cases/{case}")).await.status, StatusCode::OK);
        let says = lead.get(&format!("/reviews/{review}/moderation")).await;
        assert!(says.text("main").contains("This person has opened the first reading"), "{}", says.text("main"));
        assert!(!says.body.contains(&format!("{here}/ask")), "there is nobody to ask");
        let saw = lead.post(&format!("{here}/ask"), &[("seen", "4"), (&name, &theirs)]).await;
        assert!(saw.text(".govuk-error-summary").contains("has opened the first reading"), "{}", saw.text("main"));
    }

    async fn no_third_reviewer_writes_what_two_readers_came_to(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let (case, _) = cases(&app, review).await[0].clone();
        read(&app, review, case, "rv-cap").await;
        ask(&app, review, case, "rv-saf").await;
        read_again(&app, review, case, "rv-saf", &[("S18b", "not-met")]).await;
        let mut lead = act(&app, "qal").await;
        let now: Vec<_> = reviews::open(&mut lead, review).await.expect("opened").reviewers.iter().map(|p| p.id).collect();
        let more: Vec<_> = now.iter().copied().chain([app.person("ment")]).collect();
        assert!(!now.contains(&app.person("ment")), "they do not review yet");
        reviews::set_reviewers(&mut lead, review, &more, &now).await.expect("a third");
        lead.commit().await.expect("committed");
        let (settled, why) = (format!("settled-{case}-S18b"), format!("why-{case}-S18b"));
        let fields = [("part", "S18b"), (settled.as_str(), "partly"), (why.as_str(), "He rang on Monday.")];
        let talk = format!("/reviews/{review}/cases/{case}/second/talk");
        let third = app.as_person("ment");
        let page = third.get(&format!("/reviews/{review}/moderation")).await;
        assert!(page.text("main").contains("S18b") && !page.body.contains(&talk), "they read it, and have no form");
        assert_eq!(third.post(&talk, &fields).await.status, StatusCode::NOT_FOUND);
        let waits = "Talk through where two readers differ";
        assert!(!third.get("/").await.text("main").contains(waits), "it is not theirs");
        assert!(app.as_person("rv-cap").get("/").await.text("main").contains(waits), "it is the first reader's");
        assert_eq!(app.as_person("rv-saf").post(&talk, &fields).await.status, StatusCode::SEE_OTHER);
        let left = app.as_person("rv-saf").get("/").await.text("main");
        assert!(!left.contains(waits), "{left}");
    }

    async fn no_pair_of_readers_answers_for_a_first_reading_that_several_wrote(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let (case, _) = cases(&app, review).await[0].clone();
        give(&app, review, case, "qal").await;
        write(&app, review, case, "qal", &[]).await;
        let mut lead = act(&app, "qal").await;
        let moved = reviews::Given { case, to: Some(app.person("rv-cap")), seen: Some(app.person("qal")) };
        reviews::assign_cases(&mut lead, review, &[moved]).await.expect("given to somebody else");
        lead.commit().await.expect("committed");
        write(&app, review, case, "rv-cap", &[]).await;
        let mut first = act(&app, "rv-cap").await;
        reviews::finish_case(&mut first, review, case).await.expect("read");
        first.commit().await.expect("committed");
        ask(&app, review, case, "rv-saf").await;
        read_again(&app, review, case, "rv-saf", &[]).await;
        let page = reviews::moderation(&mut act(&app, "qal").await, review).await.expect("moderation");
        assert!(page.agreement.all.is_some() && page.agreement.by_pair.is_empty());
    }
}

#[tokio::test]
async fn in_a_calibration_a_standard_counts_once_and_what_always_applies_is_marked() {
    let app = TestApp::embedded().await;
    let strict = ADULTS
        .replace(r#"version = "2025.1""#, r#"version = "2026.9""#)
        .replace(r#"gate = true, text = "three-part s42"#, r#"gate = true, na = false, text = "three-part s42"#);
    app.wait(1);
    app.publish(&strict).await;
    let put_up = [("title", "A bruise"), ("account", "She rang."), ("standards", "S18 S18, S18 S18")];
    let put_up = app.as_person("qal").post("/calibrations", &put_up).await;
    assert_eq!(put_up.status, StatusCode::SEE_OTHER, "{}", put_up.text("main"));
    let page = put_up.location().to_owned();
    let reader = app.as_person("rv-saf");
    let form = reader.get(&page).await;
    assert_eq!(form.texts("fieldset[data-rating]").len(), 5, "each part stands once");
    let html = form.html();
    let offered = |field: &str| html.select(&css(field)).next().is_some();
    assert!(!offered(r#"input[name="mark-S18a"][value="na"]"#) && offered(r#"input[name="mark-S18b"][value="na"]"#));
    let mut marks: Vec<(&str, &str)> =
        ["mark-S18a", "mark-S18b", "mark-S18c", "mark-S18d", "mark-S18e"].map(|name| (name, "na")).into();
    let wrong = reader.post(&page, &marks).await;
    assert_eq!(wrong.texts(".govuk-error-summary li"), ["S18a always applies. Give it a mark."]);
    marks[0].1 = "met";
    assert_eq!(reader.post(&page, &marks).await.status, StatusCode::SEE_OTHER, "the others may not apply");
}

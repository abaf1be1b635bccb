//! Beside a review: a line that nobody else reads, dip samples that give no rate, and what it all costs.

use axum::http::StatusCode;
use practice::access::{Role, RoleHeld, Scope};
use programme::beside;
use programme::{Mode, reviews};

use crate::app::{Engine, TestApp, css};
use crate::interviews::{held, write_down};
use crate::reviews::{TWO_CASES, act, drawn};

/// What a worker writes to the lead, and nobody else may read.
const WORDS: &str = "The rota leaves nobody time to think.";
/// What the lead answers.
const ANSWER: &str = "Let us talk on Friday at two.";

/// Everybody of whom the line says that they do not read it.
const OTHERS: [&str; 14] =
    ["ld-04", "op-02", "tm-ld", "sma", "hoa", "psw", "dir", "rv-saf", "ie-1", "data", "hr", "bd-1", "dpo", "adm"];

/// The Learning Disability Team, by id.
async fn team(app: &TestApp) -> String {
    team_called(app, "LD").await
}

/// A team by its key: its id.
async fn team_called(app: &TestApp, key: &str) -> String {
    let mut planning = act(app, "qal").await;
    let teams = reviews::planning(&mut planning).await.expect("teams").teams;
    teams.iter().find(|team| team.key == key).expect("the team").id.to_string()
}

/// Somebody begins to lead quality assurance beside the one who leads it already.
async fn leads_too(app: &TestApp, key: &str) {
    let mut tx = app.programme().db().begin(Mode::Write).await.expect("a transaction");
    let from = "2026-11-16".parse().expect("a day");
    let held = RoleHeld { role: Role::QaLead, scope: Scope::Authority, from, to: None };
    store::people::give_role(&mut tx, uuid::Uuid::from_u128(7), app.person(key), &held).await.expect("given");
    tx.commit().await.expect("committed");
}

/// Somebody has worked in the Learning Disability Team until a year ago.
async fn tied(app: &TestApp, key: &str) {
    let team = team(app).await.parse().expect("a team");
    let mut tx = app.programme().db().begin(Mode::Write).await.expect("a transaction");
    let day = |text: &str| text.parse().expect("a day");
    let held =
        RoleHeld { role: Role::Worker, scope: Scope::Team(team), from: day("2015-01-05"), to: Some(day("2025-11-14")) };
    store::people::give_role(&mut tx, uuid::Uuid::from_u128(8), app.person(key), &held).await.expect("given");
    tx.commit().await.expect("committed");
}

/// A dip sample of the team with these references read. The address of its page.
async fn dip(app: &TestApp, references: &[&str]) -> String {
    dip_of(app, &team(app).await, references).await
}

/// The same of any team, or across teams where none is named.
async fn dip_of(app: &TestApp, team: &str, references: &[&str]) -> String {
    let lead = app.as_person("qal");
    let fields = [
        ("theme", "Dates in plans"),
        ("team", team),
        ("question-1", "Has each action a date?"),
        ("question-2", "Is it clear who does it?"),
        ("question-3", "Was it shared?"),
    ];
    let started = lead.post("/dips", &fields).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.body);
    let here = started.location().to_owned();
    for reference in references {
        let read = lead.post(&format!("{here}/reads"), &seen(reference)).await;
        assert_eq!(read.status, StatusCode::SEE_OTHER, "{}", read.body);
    }
    here
}

fn seen(reference: &str) -> [(&str, &str); 4] {
    [("reference", reference), ("answer-1", "yes"), ("answer-2", "partly"), ("answer-3", "not-seen")]
}

on_both_engines! {
    async fn the_private_line_is_read_by_the_worker_and_the_one_lead_and_by_nobody_else(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let worker = app.as_person("ld-01");
        assert!(worker.get("/private-line").await.text("main").contains("Only Alun Prothero reads this."));
        assert_eq!(worker.post("/private-line", &[("words", "  ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let sent = worker.post("/private-line", &[("words", WORDS)]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let note = {
            let mut looking = act(&app, "qal").await;
            beside::private_notes(&mut looking).await.expect("notes").first().expect("a note").id
        };
        let unanswered = worker.get("/private-line").await.text(".app-texts");
        assert!(unanswered.contains("Not answered yet"), "{unanswered}");
        let (answering, field) = (format!("/private-line/notes/{note}/answer"), format!("answer-{note}"));
        for key in OTHERS {
            let person = app.as_person(key);
            assert_eq!(person.get("/private-line/notes").await.status, StatusCode::NOT_FOUND, "{key}");
            let reply = person.post(&answering, &[(field.as_str(), ANSWER)]).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{key}");
        }
        assert_eq!(worker.get("/private-line/notes").await.status, StatusCode::NOT_FOUND, "the other side");
        leads_too(&app, "rv-cap").await;
        let second = app.as_person("rv-cap").get("/private-line/notes").await;
        assert_eq!(second.status, StatusCode::OK);
        assert!(!second.body.contains(WORDS), "a second lead sees only what was written to them");
        let reply = app.as_person("rv-cap").post(&answering, &[(field.as_str(), ANSWER)]).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "and answers only that");
        let lead = app.as_person("qal");
        assert!(lead.get("/").await.text("main").contains("Notes written to you in private: 1 to answer"));
        assert!(lead.get("/private-line/notes").await.body.contains(WORDS));
        assert_eq!(worker.get("/private-line").await.text(".app-texts"), unanswered, "reading it leaves no mark");
        let blank = lead.post(&answering, &[(field.as_str(), " ")]).await;
        assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(lead.post(&answering, &[(field.as_str(), ANSWER)]).await.status, StatusCode::SEE_OTHER);
        let again = lead.post(&answering, &[(field.as_str(), "Something else.")]).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "a note is answered once");
        assert!(worker.get("/private-line").await.body.contains(ANSWER));
        let (overview, evidence) = (format!("/reviews/{review}"), format!("/reviews/{review}/evidence"));
        let pages = [
            "/", "/private-line", "/account", "/reviews", "/actions", "/alerts", "/people", "/accounts", "/journal",
            "/journal.csv", "/dips", overview.as_str(), evidence.as_str(),
        ];
        for key in OTHERS {
            let person = app.as_person(key);
            for page in pages {
                let body = person.get(page).await.body;
                assert!(!body.contains(WORDS) && !body.contains(ANSWER), "{key} finds a trace of it on {page}");
            }
        }
    }

    async fn the_journal_does_not_say_that_anybody_used_the_private_line(app: TestApp) {
        let (worker, lead, officer) = (app.as_person("ld-01"), app.as_person("qal"), app.as_person("dpo"));
        // Signing in leaves an entry of its own, so they do that first.
        for person in [&worker, &lead] {
            person.get("/account").await;
        }
        let mut names = Vec::new();
        for key in ["ld-01", "qal"] {
            names.push(act(&app, key).await.person().name.clone());
        }
        let count = |body: &str| names.iter().map(|name| body.matches(name.as_str()).count()).collect::<Vec<_>>();
        let before = count(&officer.get("/journal.csv").await.body);
        assert!(before.iter().all(|lines| *lines > 0), "both stand in the journal, for having signed in");
        assert_eq!(worker.post("/private-line", &[("words", WORDS)]).await.status, StatusCode::SEE_OTHER);
        worker.get("/private-line").await;
        let page = lead.get("/private-line/notes").await.html();
        let form = page.select(&css(".app-texts form")).next().expect("a form to answer");
        let answering = form.attr("action").expect("an address").to_owned();
        let field = form.select(&css("textarea")).next().and_then(|area| area.attr("name")).expect("a box").to_owned();
        drop(page);
        assert_eq!(lead.post(&answering, &[(field.as_str(), ANSWER)]).await.status, StatusCode::SEE_OTHER);
        let after = officer.get("/journal.csv").await.body;
        assert_eq!(count(&after), before, "no line more by either of them");
        assert!(!after.contains("F6") && !after.to_lowercase().contains("private"), "{after}");
    }

    async fn a_dip_sample_gives_a_lead_in_counts_and_never_a_percentage(app: TestApp) {
        drawn(&app, TWO_CASES).await;
        let here = dip(&app, &["LD-1", "LD-2", "LD-3"]).await;
        for person in ["qal", "rv-saf"] {
            let page = app.as_person(person).get(&here).await.text("main");
            assert!(page.contains("Has each action a date? Yes in 3 of 3 read."), "{page}");
            assert!(page.contains("This is a lead to look closer, not a rate."), "{page}");
            assert!(!page.contains('%') && !page.contains("per cent"), "{page}");
            assert!(!page.contains("Precious Mbatha"), "no worker stands on it: {page}");
        }
        let lead = app.as_person("qal");
        let reads = format!("{here}/reads");
        for (fields, says) in [
            (seen("LD-3").to_vec(), "LD-3 is read for this dip sample already."),
            (seen("Mrs Jones").to_vec(), "The caseload has no case"),
            (vec![("reference", "LD-4")], "Say whether it was seen."),
        ] {
            let reply = lead.post(&reads, &fields).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
            assert!(reply.text(".govuk-error-summary").contains(says), "{}", reply.text(".govuk-error-summary"));
        }
        for says in ["Only 60% have a date.", "Two thirds have a date.", "Most plans have a date."] {
            let rate = lead.post(&format!("{here}/close"), &[("lead", says)]).await;
            assert_eq!(rate.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
            assert!(rate.text(".govuk-error-summary").contains("Say it in counts"), "{says}");
        }
    }

    async fn whoever_is_tied_to_the_team_sees_no_open_dip_sample_of_it_and_no_record_in_one_across_teams(app: TestApp) {
        drawn(&app, TWO_CASES).await;
        let here = dip(&app, &["LD-1", "LD-3"]).await;
        let across = dip_of(&app, "", &["LD-2"]).await;
        let next_door = dip_of(&app, &team_called(&app, "OP").await, &[]).await;
        let reader = app.as_person("rv-saf");
        assert!(reader.get(&across).await.body.contains("LD-2"), "nothing ties them yet");
        tied(&app, "rv-saf").await;
        assert_eq!(reader.get(&here).await.status, StatusCode::NOT_FOUND, "a sample of the team");
        assert!(!reader.get("/dips").await.body.contains(&here), "nor does it stand in the list");
        let page = reader.get(&across).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text("main"));
        assert!(!page.body.contains("LD-2") && !page.body.contains("of 1 read"), "{}", page.text("main"));
        assert!(page.text("main").contains("What was read of a team you are tied to is not shown."));
        assert_eq!(reader.get(&next_door).await.status, StatusCode::OK, "a sample of another team");
        assert!(app.as_person("qal").get(&across).await.body.contains("LD-2"));
    }

    async fn what_is_too_long_is_said_by_its_field_and_nothing_is_kept(app: TestApp) {
        drawn(&app, TWO_CASES).await;
        let (here, team) = (dip(&app, &["LD-1"]).await, team(&app).await);
        let (line, long) = ("a".repeat(201), "a".repeat(4_001));
        let (worker, lead) = (app.as_person("ld-01"), app.as_person("qal"));
        assert_eq!(worker.post("/private-line", &[("words", "a")]).await.status, StatusCode::SEE_OTHER);
        let note = {
            let mut looking = act(&app, "qal").await;
            beside::private_notes(&mut looking).await.expect("notes").first().expect("a note").id
        };
        let field = format!("answer-{note}");
        let answering = format!("/private-line/notes/{note}/answer");
        let (reads, closing) = (format!("{here}/reads"), format!("{here}/close"));
        let dip = [("team", team.as_str()), ("question-1", "A?"), ("question-2", "B?"), ("question-3", "C?")];
        let theme = [&dip[..], &[("theme", line.as_str())]].concat();
        let question = [&dip[..1], &dip[2..], &[("theme", "Dates"), ("question-1", line.as_str())]].concat();
        for (person, path, fields, at, most) in [
            (&worker, "/private-line", vec![("words", long.as_str())], "words", 4_000),
            (&lead, answering.as_str(), vec![(field.as_str(), long.as_str())], field.as_str(), 4_000),
            (&lead, "/dips", theme, "theme", 200),
            (&lead, "/dips", question, "question-1", 200),
            (&lead, reads.as_str(), [&seen("LD-2")[..], &[("note", long.as_str())]].concat(), "note", 4_000),
            (&lead, closing.as_str(), vec![("lead", long.as_str())], "lead", 4_000),
        ] {
            let reply = person.post(path, &fields).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {at}");
            let said = reply.text(&format!(".govuk-error-summary a[href='#{at}']"));
            assert_eq!(said, format!("Use at most {most} letters."), "{path} {at}");
        }
        assert!(!worker.get("/private-line").await.body.contains(&long));
        assert!(lead.get(&here).await.text("main").contains("of 1 read"), "one record is read, and it is open");
    }

    async fn those_who_lead_read_what_a_closed_dip_sample_points_to_and_no_record(app: TestApp) {
        drawn(&app, TWO_CASES).await;
        let here = dip(&app, &["LD-1", "LD-3"]).await;
        for person in ["psw", "hoa", "tm-ld", "ld-01", "dpo", "adm"] {
            assert_eq!(app.as_person(person).get(&here).await.status, StatusCode::NOT_FOUND, "{person}, while it is open");
        }
        let lead = app.as_person("qal");
        let closed = lead.post(&format!("{here}/close"), &[("lead", "Look at plans made in hospital.")]).await;
        assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.body);
        let reads = lead.post(&format!("{here}/reads"), &seen("LD-2")).await;
        assert_eq!(reads.status, StatusCode::CONFLICT, "nothing more is read");
        for person in ["psw", "hoa", "tm-ld"] {
            let page = app.as_person(person).get(&here).await.text("main");
            assert!(page.contains("Look at plans made in hospital."), "{person}: {page}");
            assert!(page.contains("Fewer than 5 records were read"), "two cases tell whose they are: {page}");
            assert!(!page.contains("LD-1") && !page.contains("of 2 read"), "{person}: {page}");
            assert!(app.as_person(person).get("/dips").await.text("main").contains("Dates in plans"), "{person}");
        }
        for person in ["tm-op", "ld-01", "dpo", "adm"] {
            assert_eq!(app.as_person(person).get(&here).await.status, StatusCode::NOT_FOUND, "{person}");
        }
    }

    async fn the_lead_sees_how_much_was_read_as_shares_and_as_no_list(app: TestApp) {
        drawn(&app, TWO_CASES).await;
        dip(&app, &["LD-3"]).await;
        let page = app.as_person("qal").get("/dips").await.text("main");
        assert!(page.contains("1 of 3 (the quarter to 16 November 2026)"), "workers: {page}");
        assert!(page.contains("1 of 4 (the year to 16 November 2026)"), "cases: {page}");
        assert!(!page.contains("Precious Mbatha"), "{page}");
        let reviewers = app.as_person("rv-saf").get("/dips").await.text("main");
        assert!(!reviewers.contains("the quarter to"), "{reviewers}");
    }

    async fn interviews_and_observations_count_themselves_and_are_not_taken_out(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let drawn = crate::sources::cases(&app, review).await;
        for (place, source, minutes) in [(0, "E8", 50), (1, "E8", 40), (0, "E6", 30), (1, "E6", 0)] {
            let form = reviews::InterviewForm { minutes, ..held(0) };
            let form = if source == "E6" {
                reviews::InterviewForm { consent: "duty".into(), notes: [("helps".to_owned(), "Time.".to_owned())].into(), ..form }
            } else {
                form
            };
            write_down(&app, review, drawn[place].0, source, form).await;
        }
        let here = format!("/reviews/{review}/cost");
        let page = app.as_person("qal").get(&here).await;
        let main = page.text("main");
        assert!(main.contains("120 of 4,800 reviewer minutes") && main.contains("30 of 1,800 team minutes"), "{main}");
        let lines = page.texts("tbody tr");
        let of = |work: &str| lines.iter().find(|line| line.starts_with(work)).unwrap_or_else(|| panic!("{lines:?}"));
        assert!(of("Interview with the person: 2").ends_with(" 90 0 90"), "of the reviewers and of people: {lines:?}");
        assert!(of("Interview with the social worker: 1").ends_with(" 30 30 0"), "of the reviewers and of the team: {lines:?}");
        assert!(!page.body.contains("take-out"), "each is put right where it is written down");
    }

    async fn the_cost_of_a_review_grows_and_warns(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let (lead, here) = (app.as_person("qal"), format!("/reviews/{review}/cost"));
        assert!(lead.get(&here).await.text("main").contains("0 of 4,800 reviewer minutes"));
        for (minutes, says, warns) in [
            ("3,585", "3,585 of 4,800 reviewer minutes", ""),
            ("400", "3,985 of 4,800 reviewer minutes", "four fifths of the budget or more"),
            ("1000", "4,985 of 4,800 reviewer minutes", "185 more than was told"),
        ] {
            let fields = [
                ("work", "record reviews"),
                ("from", "2026-11-02"),
                ("to", "2026-11-06"),
                ("reviewer_minutes", minutes),
                ("team_minutes", "10"),
            ];
            let reply = lead.post(&here, &fields).await;
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
            let page = lead.get(&here).await;
            assert!(page.text("main").contains(says), "{}", page.text("main"));
            assert_eq!(page.text(".govuk-warning-text").is_empty(), warns.is_empty(), "{}", page.text("main"));
            assert!(page.text("main").contains(warns), "{}", page.text("main"));
        }
        assert!(lead.get(&here).await.text("main").contains("30 of 1,800 team minutes"));
        let overview = format!("/reviews/{review}");
        assert!(lead.get(&overview).await.text(".govuk-warning-text").contains("185 more than was told"));
        assert!(!app.as_person("tm-ld").get(&overview).await.body.contains("more than was told"));
        let mut looking = crate::reviews::act(&app, "qal").await;
        let lines = programme::beside::cost(&mut looking, review).await.expect("lines").lines;
        drop(looking);
        let wrong = lines.iter().find(|line| line.minutes.reviewers == 1000).expect("the line");
        let take_out = format!("{here}/{}/take-out", wrong.id.expect("written down here"));
        assert_eq!(app.as_person("tm-ld").post(&take_out, &[]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(lead.post(&take_out, &[]).await.status, StatusCode::SEE_OTHER);
        assert!(lead.get(&here).await.text("main").contains("3,985 of 4,800 reviewer minutes"));
        assert_eq!(lead.post(&take_out, &[]).await.status, StatusCode::NOT_FOUND, "once");
        for (name, value, says) in [
            ("from", "2027-01-04", "in the future"),
            ("work", "", "Say what the time went into"),
            ("reviewer_minutes", "an hour", "is not a whole number"),
            ("reviewer_minutes", "-5", "Give minutes from 0"),
        ] {
            let usual = [("work", "surveys"), ("from", "2026-11-02"), ("reviewer_minutes", "60")];
            let fields: Vec<(&str, &str)> =
                usual.into_iter().map(|(field, typed)| (field, if field == name { value } else { typed })).collect();
            let reply = lead.post(&here, &fields).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {value}");
            assert!(reply.text(".govuk-error-summary").contains(says), "{}", reply.text(".govuk-error-summary"));
        }
        assert_eq!(app.as_person("rv-saf").get(&here).await.status, StatusCode::OK);
        for person in ["tm-ld", "hoa", "psw", "ld-01", "dpo", "adm"] {
            assert_eq!(app.as_person(person).get(&here).await.status, StatusCode::NOT_FOUND, "{person}");
        }
    }
}

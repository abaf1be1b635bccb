//! What nobody does alone, and what is not undone in silence: settled judgements, dangers, reopening, roles, ties.

use axum::http::StatusCode;
use practice::access::{Action, Object};
use practice::ids::{PersonId, ReviewId, SampledCaseId};
use practice::reviews::{CaseRecord, Outcome, Stage};
use programme::people::{self, Decision, SharedNames};
use programme::reviews::{self, PlanForm, Seed};
use programme::{Error, frameworks};

use crate::actions::review_at;
use crate::app::{Engine, TestApp, css};
use crate::reviews::{TWO_CASES, act, drawn};

/// S05 with everything met but one part that is not essential.
const MARKS: [(&str, &str); 4] = [("mark-a", "partly"), ("mark-b", "met"), ("mark-c", "met"), ("mark-d", "met")];

async fn settled(app: &TestApp, review: ReviewId, standard: &str) -> Option<Outcome> {
    let mut looking = act(app, "qal").await;
    reviews::open_standard(&mut looking, review, standard).await.expect("a standard").state.settled()
}

/// Marks, with the version that was seen and the button that was pressed.
fn form<'a>(seen: &'a str, then: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [("seen", seen), ("then", then)].into_iter().chain(MARKS).chain(more.iter().copied()).collect()
}

/// A case that nobody has, given to a person.
fn given(case: SampledCaseId, to: PersonId) -> reviews::Given {
    reviews::Given { case, to: Some(to), seen: None }
}

/// A sample of the six signs in North Assessment, with one supervision record that four parts are there of.
pub async fn unfocused(app: &TestApp) -> (ReviewId, String) {
    let rows: String = (1..=7)
        .map(|n| {
            format!(
                "North Assessment,{},NA-{n},2026-01-05,child in need,\n",
                ["Daniel Okonjo-Firth", "Zainab Merchant-Hill"][n % 2]
            )
        })
        .collect();
    let csv = format!("team,worker,case reference,opened,type,closed\n{rows}");
    let (mut bringing, import) =
        people::check(act(app, "data").await, "na.csv", csv.into_bytes()).await.expect("checked");
    people::confirm(&mut bringing, import, &Decision::default()).await.expect("imported");
    bringing.commit().await.expect("committed");
    let mut lead = act(app, "qal").await;
    let team =
        reviews::planning(&mut lead).await.expect("teams").teams.into_iter().find(|t| t.key == "NA").expect("NA").id;
    let framework = frameworks::newest(&mut lead, "vital-signs").await.expect("published").id;
    let plan = PlanForm {
        team,
        framework,
        title: "Sample 1".into(),
        purpose: "To see where to begin.".into(),
        reviewers: ["ment", "qal", "rv-saf"].map(|key| app.person(key)).into(),
        reviewer_hours: 20,
        team_hours: 4,
        items_per_standard: Some(2),
        judging_due: None,
        completion_due: None,
        presentation_due: None,
    };
    let review = reviews::plan_review(&mut lead, plan).await.expect("planned");
    reviews::announce(&mut lead, review).await.expect("announced");
    reviews::draw_sample(&mut lead, review, Seed::Fresh).await.expect("drawn");
    let sample = reviews::sample(&mut lead, review).await.expect("a sample");
    let item = sample.cases.into_iter().find(|c| c.standard == "VS6").expect("an item");
    reviews::assign_cases(&mut lead, review, &[given(item.id, app.person("ment"))]).await.expect("given");
    lead.commit().await.expect("committed");
    let mut reading = act(app, "ment").await;
    let marks = ["P1", "P2", "P3", "P4"].map(|p| (p.to_owned(), "clear".to_owned()));
    let short = ["P5", "P6"].map(|p| (p.to_owned(), "none".to_owned()));
    let record = CaseRecord {
        marks: marks.into_iter().chain(short).collect(),
        stop: "Nine topics in an hour and no decision about this child.".into(),
        ..CaseRecord::default()
    };
    reviews::save_case(&mut reading, review, item.id, item.version, &record).await.expect("saved");
    reading.commit().await.expect("committed");
    (review, format!("/reviews/{review}/cases/{}", item.id))
}

on_both_engines! {
    async fn nobody_agrees_to_what_the_page_has_not_shown_and_the_marks_are_kept(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let page = format!("/reviews/{review}/standards/S05");
        let lead = app.as_person("qal");
        let reply = lead.post(&page, &form("0", "agree", &[("shown", "undetermined")])).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
        let shown = lead.get(&page).await;
        assert!(shown.text(".govuk-notification-banner, .moj-alert, [role=alert], main").contains("not settled"), "{}", shown.text("main"));
        assert_eq!(settled(&app, review, "S05").await, None);
        let word = shown.html().select(&css("input[name=shown]")).next().and_then(|i| i.attr("value").map(str::to_owned));
        let reply = lead.post(&page, &form("1", "agree", &[("shown", &word.expect("the result"))])).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
        assert!(settled(&app, review, "S05").await.is_some());
    }

    async fn a_settled_judgement_is_locked_and_opened_again_only_for_a_reason_that_is_kept(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let page = format!("/reviews/{review}/standards/S05");
        let lead = app.as_person("qal");
        lead.post(&page, &form("0", "save", &[])).await;
        let word = lead.get(&page).await.html().select(&css("input[name=shown]")).next().and_then(|i| i.attr("value").map(str::to_owned)).expect("a result");
        lead.post(&page, &form("1", "agree", &[("shown", &word)])).await;
        let was = settled(&app, review, "S05").await.expect("settled");

        let changed = lead.post(&page, &[("seen", "2"), ("mark-a", "not-met"), ("then", "save")]).await;
        assert_eq!(changed.status, StatusCode::CONFLICT, "a mark is not changed in silence: {}", changed.body);
        assert!(lead.get(&page).await.html().select(&css("input[name=mark-a]")).next().is_none(), "there is nothing to mark");
        let comment = lead.post(&page, &[("seen", "2"), ("only", "comment"), ("comment", "A word more."), ("then", "comment")]).await;
        assert_eq!(comment.status, StatusCode::SEE_OTHER, "{}", comment.body);
        assert_eq!(settled(&app, review, "S05").await, Some(was), "a comment settles and unsettles nothing");

        let reopen = format!("{page}/reopen");
        let blank = lead.post(&reopen, &[("seen", "3"), ("change", " ")]).await;
        assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(lead.post(&reopen, &[("seen", "2"), ("change", "An old page.")]).await.status, StatusCode::CONFLICT);
        let reply = lead.post(&reopen, &[("seen", "3"), ("change", "A survey came in late.")]).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
        assert_eq!(settled(&app, review, "S05").await, None);
        let shown = lead.get(&page).await.text("main");
        assert!(shown.contains("Settled as") && shown.contains("A survey came in late."), "{shown}");
        assert!(lead.get(&page).await.body.contains("A word more."), "the comment stays");
        for person in ["hoa", "tm-ld", "ld-01"] {
            assert_eq!(app.as_person(person).post(&reopen, &[("seen", "4"), ("change", "x")]).await.status, StatusCode::NOT_FOUND);
        }
    }

    async fn scenario_13_unfocused_counts_when_a_second_reader_agrees_and_never_before(app: TestApp) {
        let (review, page) = unfocused(&app).await;
        let danger = format!("{page}/danger");
        let first = app.as_person("ment").get(&page).await;
        assert!(first.text("#danger").contains("waits for a second reader"), "{}", first.text("main"));
        assert!(first.html().select(&css("input[name=agree]")).next().is_none(), "nobody is their own second reader");
        let words = "Nine topics in an hour and no decision about this child.";
        for person in ["ment", "hoc", "tm-na", "na-01", "rv-cap"] {
            let reply = app.as_person(person).post(&danger, &[("words", words), ("agree", "yes")]).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{person}");
        }
        let marek = app.as_person("rv-saf");
        let home = marek.get("/").await.text("main");
        assert!(home.contains("Answer as second reader: VS6"), "{home}");
        assert!(app.as_person("qal").get(&format!("/reviews/{review}/complete")).await.text("main").contains("waits for a second reader"));
        let silent = marek.post(&danger, &[("words", words), ("agree", "no")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "not agreeing needs its why");
        let old = marek.post(&danger, &[("words", "Something else."), ("agree", "no"), ("note", "Typed and kept.")]).await;
        assert_eq!(old.status, StatusCode::CONFLICT, "the words have changed since");
        assert!(old.body.contains("Typed and kept."));
        let verdict = |app: TestApp| async move {
            let mut looking = act(&app, "rv-saf").await;
            let id = page.rsplit('/').next().expect("an id").parse().expect("an id");
            let outcome = reviews::open_case(&mut looking, review, id).await.expect("the case").verdicts[0].1.outcome;
            drop(looking);
            (app, outcome)
        };
        let (app, before) = verdict.clone()(app).await;
        assert_eq!(before.as_str(), "requires-improvement");
        let marek = app.as_person("rv-saf");
        assert_eq!(marek.post(&danger, &[("words", words), ("agree", "yes")]).await.status, StatusCode::SEE_OTHER);
        drop(marek);
        let (app, after) = verdict(app).await;
        assert_eq!(after.as_str(), "inadequate");
        for person in ["na-01", "na-02", "tm-na"] {
            let own = app.as_person(person).get("/account").await.text("main");
            assert!(!own.contains("second reader"), "who looked at a case tells nothing of what was found in it: {own}");
        }
    }

    async fn whoever_once_wrote_in_a_case_is_not_its_second_reader(app: TestApp) {
        let (review, page) = unfocused(&app).await;
        let id = page.rsplit('/').next().expect("an id").parse().expect("an id");
        // The lead writes once; then the reader saves again, and is the last who wrote.
        for who in ["qal", "ment"] {
            let mut writing = act(&app, who).await;
            let case = reviews::open_case(&mut writing, review, id).await.expect("the case").case;
            reviews::save_case(&mut writing, review, id, case.version, &case.record.0).await.expect("saved");
            writing.commit().await.expect("committed");
        }
        let words = "Nine topics in an hour and no decision about this child.";
        let danger = format!("{page}/danger");
        let former = app.as_person("qal").post(&danger, &[("words", words), ("agree", "yes")]).await;
        assert_eq!(former.status, StatusCode::NOT_FOUND);
        let free = app.as_person("rv-saf").post(&danger, &[("words", words), ("agree", "yes")]).await;
        assert_eq!(free.status, StatusCode::SEE_OTHER);
    }

    async fn what_two_readers_settled_is_not_undone_by_one(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let page = format!("/reviews/{review}/standards/S05");
        let (alun, marek) = (app.as_person("qal"), app.as_person("rv-saf"));
        let mut adding = act(&app, "qal").await;
        let item = reviews::NewItem {
            source: "E8".into(),
            dated: "2026-11-02".parse().expect("a day"),
            direct: true,
            agrees: true,
            note: "She was asked about church and it was arranged.".into(),
            parts: vec!["S05".into()],
            case: None,
        };
        let item = reviews::add_evidence(&mut adding, review, &item).await.expect("evidence");
        adding.commit().await.expect("committed");
        alun.post(&page, &form("0", "save", &[])).await;
        let propose = |to: &'static str| {
            let (second, item) = (app.person("rv-saf").to_string(), item.to_string());
            let reason = "because ".repeat(30);
            vec![("to", to.to_owned()), ("second", second), ("evidence", item), ("reason", reason)]
        };
        let send = |fields: &[(&'static str, String)]| fields.iter().map(|(n, v)| (*n, v.clone())).collect::<Vec<_>>();
        let differently = format!("{page}/differently");
        let fields = send(&propose("good"));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let asked = alun.post(&differently, &fields).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text("main"));
        let answer = marek.get(&differently).await.html();
        let answer = answer.select(&css("form[action$='/answer']")).next().and_then(|f| f.attr("action").map(str::to_owned)).expect("a form");
        assert_eq!(marek.post(&answer, &[("agree", "yes")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(settled(&app, review, "S05").await.map(|o| o.as_str()), Some("good"));
        let twice = marek.post(&answer, &[("agree", "no"), ("note", "On second thoughts.")]).await;
        assert_eq!(twice.status, StatusCode::CONFLICT, "it is answered once: {}", twice.text("main"));
        assert_eq!(settled(&app, review, "S05").await.map(|o| o.as_str()), Some("good"));

        let version = {
            let mut looking = act(&app, "qal").await;
            let found = reviews::open_standard(&mut looking, review, "S05").await.expect("a standard");
            found.state.judgement.expect("saved").version.to_string()
        };
        let alone = alun.post(&format!("{page}/reopen"), &[("seen", &version), ("change", "I think otherwise now.")]).await;
        assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(settled(&app, review, "S05").await.map(|o| o.as_str()), Some("good"), "one alone changes nothing");
        let back = send(&propose("requires-improvement"));
        let back: Vec<(&str, &str)> = back.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let asked = alun.post(&differently, &back).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text("main"));
        let answer = marek.get(&differently).await.html();
        let answer = answer.select(&css("form[action$='/answer']")).next().and_then(|f| f.attr("action").map(str::to_owned)).expect("a form");
        marek.post(&answer, &[("agree", "yes")]).await;
        assert_eq!(settled(&app, review, "S05").await.map(|o| o.as_str()), Some("requires-improvement"));
        let history = alun.get(&page).await.text("main");
        assert!(history.contains("Settled as good by Marek Wisniewski"), "{history}");
    }

    async fn what_was_typed_stands_on_the_page_that_says_why_it_cannot_be_done(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let page = format!("/reviews/{review}/standards/S05");
        let lead = app.as_person("qal");
        let word = {
            lead.post(&page, &form("0", "save", &[])).await;
            lead.get(&page).await.html().select(&css("input[name=shown]")).next().and_then(|i| i.attr("value").map(str::to_owned)).expect("a result")
        };
        lead.post(&page, &form("1", "agree", &[("shown", &word)])).await;
        let fields = [("seen", "2"), ("mark-a", "not-met"), ("comment", "A long sentence that took an hour."), ("then", "save")];
        let refused = lead.post(&page, &fields).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.text("main").contains("A long sentence that took an hour."), "{}", refused.text("main"));
    }

    async fn a_completed_review_is_opened_again_by_two_people_and_for_a_reason(app: TestApp) {
        let review = review_at(&app, Stage::Completed).await;
        let path = format!("/reviews/{review}/reopen");
        let (lead, marek) = (app.as_person("qal"), app.as_person("rv-saf"));
        assert_eq!(lead.post(&path, &[("because", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(marek.post(&path, &[("because", "A case was misread.")]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(lead.post(&path, &[("because", "A case was misread.")]).await.status, StatusCode::SEE_OTHER);
        let stage = |app: &TestApp| {
            let programme = app.programme().clone();
            let me = app.person("qal");
            async move {
                let mut looking = programme.act(me, programme::Mode::Read).await.expect("an act");
                reviews::open(&mut looking, review).await.expect("the review").review.stage
            }
        };
        assert_eq!(stage(&app).await, Stage::Completed, "one person alone opens nothing");
        let page = marek.get(&format!("/reviews/{review}/complete")).await;
        assert!(page.text("main").contains("A case was misread."), "{}", page.text("main"));
        let answer = page.html().select(&css("form[action*='/reopen/']")).next().and_then(|f| f.attr("action").map(str::to_owned)).expect("a form");
        let own = lead.get(&format!("/reviews/{review}/complete")).await;
        assert!(own.html().select(&css("form[action*='/reopen/']")).next().is_none());
        assert_eq!(lead.post(&answer, &[("agree", "yes")]).await.status, StatusCode::NOT_FOUND, "nobody agrees with themselves");
        for person in ["hoa", "tm-ld", "psw", "rv-cap"] {
            assert_eq!(app.as_person(person).post(&answer, &[("agree", "yes")]).await.status, StatusCode::NOT_FOUND, "{person}");
        }
        assert_eq!(marek.post(&answer, &[("agree", "yes")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(stage(&app).await, Stage::Judging);
    }

    async fn a_role_is_given_by_two_people_and_not_by_whoever_would_hold_it(app: TestApp) {
        let (admin, officer) = (app.as_person("adm"), app.as_person("dpo"));
        let person = app.person("ld-02");
        let page = format!("/accounts/{person}");
        let wrong = admin.post(&page, &[("do", "ask"), ("role", "team-manager"), ("scope", "authority")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "a team is managed in a team");
        let reply = admin.post(&page, &[("do", "ask"), ("role", "reviewer"), ("scope", "authority")]).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
        let reviews_here = |app: &TestApp| {
            let held = app.programme().clone();
            async move {
                let act = held.act(person, programme::Mode::Read).await.expect("an act");
                act.actor().roles_on(act.today()).any(|held| held.role == practice::access::Role::Reviewer)
            }
        };
        assert!(!reviews_here(&app).await, "asking gives nothing");
        let waits = officer.get("/accounts/requests").await;
        assert!(waits.text("main").contains("Precious Mbatha: Reviewer, for the whole council"), "{}", waits.text("main"));
        let answer = waits.html().select(&css("form[action^='/accounts/requests/']")).next().and_then(|f| f.attr("action").map(str::to_owned)).expect("a form");
        assert_eq!(admin.post(&answer, &[("do", "agree")]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(app.as_person("qal").post(&answer, &[("do", "agree")]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(officer.get(&page).await.status, StatusCode::NOT_FOUND, "agreeing to a role opens no accounts");
        assert_eq!(officer.post(&answer, &[("do", "agree")]).await.status, StatusCode::SEE_OTHER);
        assert!(reviews_here(&app).await);
        let own = format!("/accounts/{}", app.person("adm"));
        let twice = admin.post(&page, &[("do", "ask"), ("role", "reviewer"), ("scope", "authority")]).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY, "they hold it already");
        let refused = admin.post(&own, &[("do", "ask"), ("role", "qa-lead"), ("scope", "authority")]).await;
        assert_ne!(refused.status, StatusCode::SEE_OTHER, "an administrator has no way to the content");
    }

    async fn a_declared_tie_closes_the_review_of_that_team_at_once(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let evidence = format!("/reviews/{review}/evidence");
        let marek = app.as_person("rv-saf");
        assert_eq!(marek.get(&evidence).await.status, StatusCode::OK);
        assert_eq!(marek.post("/account/ties", &[("team", ""), ("why", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let team = {
            let mut planning = act(&app, "qal").await;
            reviews::open(&mut planning, review).await.expect("the review").review.team_id.to_string()
        };
        let declared = marek.post("/account/ties", &[("team", &team), ("why", "My sister works there.")]).await;
        assert_eq!(declared.status, StatusCode::SEE_OTHER, "{}", declared.body);
        assert!(marek.get("/account").await.text("main").contains("My sister works there."));
        assert_eq!(marek.get(&evidence).await.status, StatusCode::NOT_FOUND);
    }

    async fn a_worker_is_exempted_by_the_lead_alone_and_leaves_the_sample_with_the_reason(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let path = format!("/reviews/{review}/exempt");
        let worker = app.person("ld-02").to_string();
        let seen = format!("seen-{worker}");
        let fields = [
            ("worker", worker.as_str()),
            ("kind", "long-absence"),
            ("exempt_because", "Away since the day after the draw."),
            (seen.as_str(), "1"),
        ];
        for person in ["tm-ld", "ld-02", "rv-saf", "hoa"] {
            assert_eq!(app.as_person(person).post(&path, &fields).await.status, StatusCode::NOT_FOUND, "{person}");
        }
        let lead = app.as_person("qal");
        let blank = lead.post(&path, &[("worker", &worker), ("kind", ""), ("exempt_because", "Typed and kept.")]).await;
        assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(blank.body.contains("Typed and kept."), "what was typed stays");
        let old = [fields[0], fields[1], fields[2], (seen.as_str(), "0")];
        assert_eq!(lead.post(&path, &old).await.status, StatusCode::CONFLICT, "what was written since is not thrown away unseen");
        let not_new = lead.post(&path, &[fields[0], ("kind", "new"), fields[2], fields[3]]).await;
        assert_eq!(not_new.status, StatusCode::UNPROCESSABLE_ENTITY, "she has been there for years");
        assert_eq!(lead.post(&path, &fields).await.status, StatusCode::SEE_OTHER);
        let main = lead.get(&format!("/reviews/{review}/sample")).await.text("main");
        assert!(main.contains("Away since the day after the draw."), "{main}");
        let mut looking = act(&app, "qal").await;
        let sample = reviews::sample(&mut looking, review).await.expect("a sample");
        assert!(sample.cases.iter().all(|c| c.worker != "Precious Mbatha"));
        assert!(sample.exempt.iter().any(|e| e.worker == "Precious Mbatha" && e.kind == "long-absence"));
    }

    async fn a_name_alone_does_not_make_two_people_one_and_a_team_may_be_known_by_another_name(app: TestApp) {
        let csv = "team,worker,case reference,opened,type,closed\n\
                   LD Pod,Aoife Brannigan,LD-77,2026-01-05,review,\n\
                   Older People's Team,Aoife Brannigan,OP-77,2026-01-05,review,\n";
        let check = |who: programme::Act| people::check(who, "names.csv", csv.as_bytes().to_vec());
        let (mut bringing, import) = check(act(&app, "data").await).await.expect("checked");
        let opened = people::opened(&mut bringing, import).await.expect("opened");
        assert_eq!(opened.new_teams, ["LD Pod"]);
        assert_eq!(opened.shared_names.len(), 2, "{:?}", opened.shared_names);
        let ld = opened.teams.iter().find(|t| t.key == "LD").expect("the team").id;
        let known = Decision { teams: [("LD Pod".to_owned(), ld)].into(), ..Decision::default() };
        let undecided = people::confirm(&mut bringing, import, &known).await;
        assert!(matches!(&undecided, Err(Error::Invalid(fields)) if fields[0].name == "shared_names"), "{undecided:?}");
        let decided = Decision { shared_names: Some(SharedNames::Different), ..known };
        let done = people::confirm(&mut bringing, import, &decided).await.expect("imported");
        assert_eq!((done.cases, done.workers, done.teams), (2, 1, 0), "the one in Learning Disability is known");
        bringing.commit().await.expect("committed");

        let (mut again, import) = check(act(&app, "data").await).await.expect("checked");
        let opened = people::opened(&mut again, import).await.expect("opened");
        assert!(opened.new_teams.is_empty() && opened.shared_names.is_empty(), "what was decided is remembered");
        let done = people::confirm(&mut again, import, &Decision::default()).await.expect("imported");
        assert_eq!((done.cases, done.unchanged, done.workers, done.teams), (0, 2, 0, 0));
        let actor = again.actor().clone();
        assert!(!practice::access::decide(&actor, Action::SeeEvidence, &Object::Caseload, again.today()).allowed);
    }

    async fn no_grade_comes_from_one_case_and_it_says_so(app: TestApp) {
        let review = drawn(&app, "Learning Disability Team,Precious Mbatha,LD-3,14 March 2026,review,\n").await;
        let page = app.as_person("qal").get(&format!("/reviews/{review}/standards/S01")).await.text("main");
        assert!(page.contains("Not judged"), "{page}");
        let mut looking = act(&app, "qal").await;
        let case = reviews::sample(&mut looking, review).await.expect("a sample").cases[0].clone();
        let framework = reviews::open(&mut looking, review).await.expect("opened").framework;
        let parts = framework.read_in_cases().flat_map(|s| s.elements.iter().map(|e| practice::reviews::part_name(s, e)));
        let marks = parts.map(|part| (part, "met".to_owned())).collect();
        let record = CaseRecord { marks, strengths: "The plan was hers.".into(), ..CaseRecord::default() };
        reviews::assign_cases(&mut looking, review, &[given(case.id, app.person("rv-saf"))]).await.expect("given");
        looking.commit().await.expect("committed");
        let mut looking = act(&app, "rv-saf").await;
        reviews::save_case(&mut looking, review, case.id, case.version, &record).await.expect("saved");
        reviews::finish_case(&mut looking, review, case.id).await.expect("read to the end");
        let (_, states) = reviews::outcome(&mut looking, review).await.expect("the standards");
        let from_cases: Vec<_> = states.iter().filter(|state| state.cases.is_some()).collect();
        assert!(from_cases.iter().all(|state| state.verdict.outcome.grade().is_none()), "no grade from one case");
        let graded = from_cases.iter().filter(|state| state.cases.is_some_and(|cases| cases.graded() == 1));
        let says: Vec<&str> = graded.map(|state| state.verdict.because.as_str()).collect();
        assert!(!says.is_empty() && says.iter().all(|says| says.contains("one person")), "{says:?}");
    }

    async fn the_lead_changes_who_reviews_and_unread_cases_of_whoever_leaves_are_with_nobody(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let path = format!("/reviews/{review}/reviewers");
        let (alun, marek, bridget, kofi) =
            (app.person("qal").to_string(), app.person("rv-saf").to_string(), app.person("rv-cap").to_string(), app.person("ie-2").to_string());
        let mut giving = act(&app, "qal").await;
        let case = reviews::sample(&mut giving, review).await.expect("a sample").cases[0].clone();
        reviews::assign_cases(&mut giving, review, &[given(case.id, app.person("rv-cap"))]).await.expect("given");
        giving.commit().await.expect("committed");
        let seen = format!("{alun} {marek} {bridget}");
        for person in ["rv-saf", "tm-ld", "hoa"] {
            assert_eq!(app.as_person(person).post(&path, &[("seen", &seen), ("reviewers", &marek)]).await.status, StatusCode::NOT_FOUND);
        }
        let lead = app.as_person("qal");
        let tied = lead.post(&path, &[("seen", &seen), ("reviewers", &alun), ("reviewers", &kofi)]).await;
        assert_eq!(tied.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(tied.text("main").contains("worked in the team until 16 December 2024"), "{}", tied.text("main"));
        let old = lead.post(&path, &[("seen", &alun), ("reviewers", &alun)]).await;
        assert_eq!(old.status, StatusCode::CONFLICT, "somebody else's change is not undone unseen");
        let done = lead.post(&path, &[("seen", &seen), ("reviewers", &alun), ("reviewers", &marek)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let evidence = format!("/reviews/{review}/evidence");
        assert_eq!(app.as_person("rv-cap").get(&evidence).await.status, StatusCode::NOT_FOUND);
        let mut looking = act(&app, "qal").await;
        let case = reviews::sample(&mut looking, review).await.expect("a sample").cases.into_iter().find(|c| c.id == case.id).expect("the case");
        assert_eq!(case.reviewer_id.0, None);
    }

    async fn the_journal_is_read_to_its_end_page_by_page(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        for n in 0..130 {
            let page = format!("/reviews/{review}/standards/S05/autosave");
            let reply = app.as_person("qal").post(&page, &[("seen", &n.to_string()), ("comment", &n.to_string())]).await;
            assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
        }
        let officer = app.as_person("dpo");
        let (mut next, mut pages, mut lines) = (Some("/journal".to_owned()), 0, Vec::new());
        while let Some(path) = next {
            let page = officer.get(&path).await;
            lines.extend(page.texts("tbody tr"));
            pages += 1;
            next = page.html().select(&css("a[rel=next]")).next().and_then(|a| a.attr("href").map(str::to_owned));
        }
        let of = |what: &str| lines.iter().filter(|line| line.contains(what)).count();
        assert!(pages >= 2, "{pages} pages");
        assert_eq!((of("Marked a standard"), of("Put up a framework draft")), (130, 2), "each line once, the oldest too");
        assert_eq!(officer.get("/journal?before=nonsense").await.status, StatusCode::OK);
    }
}

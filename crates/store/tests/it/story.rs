//! A council, a person, an account, a framework, a review: once on each engine.

use chrono::{DateTime, NaiveDate, Utc};
use practice::access::{ReviewFilter, Role, RoleHeld, Scope, Supervision};
use practice::frameworks::Kind;
use practice::ids::{PersonId, ReviewId, TeamId};
use practice::reviews::{CaseRecord, Outcome, SourceState, Stage};
use store::people::{Case, Person, Service, Team};
use store::reviews::{CasePlace, DrawLine, FactCheck, Judgement, NewCase, NewEvidence, NewReview, Reply};
use store::testing::{Engine, fresh};
use store::{Db, Error, Js, Maybe, MaybeWord, Mode, Tx};
use uuid::Uuid;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn n<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

/// Runs a story on an engine, or says that there was no server to run it on.
macro_rules! on_both_engines {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[tokio::test]
            async fn on_sqlite() {
                let (db, folder) = super::fresh(super::Engine::Sqlite).await.expect("a database");
                super::stories::$name(&db).await;
                db.close().await;
                if let Some(folder) = folder {
                    std::fs::remove_dir_all(folder).expect("removed");
                }
            }

            #[tokio::test]
            async fn on_postgres() {
                match super::fresh(super::Engine::Postgres).await {
                    Some((db, _)) => super::stories::$name(&db).await,
                    None => println!("skipped: PLUMBLINE_TEST_POSTGRES names no server"),
                }
            }
        }
    )*};
}

on_both_engines!(
    what_is_written_is_read_back,
    what_is_not_committed_never_happened,
    a_second_writer_of_the_same_version_is_told,
    lists_follow_the_access_rule,
    a_case_that_is_the_same_changes_nothing,
    a_session_ends_when_its_account_closes,
    a_reply_sent_twice_stands_once,
    facts_are_corrected_against_the_version_that_was_seen,
);

async fn write(db: &Db) -> Tx {
    db.begin(Mode::Write).await.expect("a transaction")
}

async fn council(db: &Db) {
    let mut tx = write(db).await;
    let service = Service { id: n(1), key: "adults".into(), name: "Adult Social Care".into() };
    store::people::add_service(&mut tx, &service).await.expect("service");
    for (id, key, name) in [(2, "LD", "Learning Disability Team"), (3, "OP", "Older People's Team")] {
        let team =
            Team { id: n(id), service_id: n(1), key: key.into(), name: name.into(), client_group: "Adults".into() };
        store::people::add_team(&mut tx, &team).await.expect("team");
    }
    for (id, key, name) in [(10, "qal", "Alun Prothero"), (11, "ld-01", "Imran Siddiq-Hale")] {
        let person = Person {
            id: n(id),
            key: key.into(),
            name: name.into(),
            job_title: "Social worker".into(),
            registered: true,
            started: Some(day("2018-06-04")),
            ended: None,
        };
        store::people::add_person(&mut tx, &person).await.expect("person");
        store::accounts::put(&mut tx, n(id), key, "no password", at("2026-01-01T09:00:00Z")).await.expect("account");
    }
    let held = RoleHeld { role: Role::Worker, scope: Scope::Team(n(2)), from: day("2018-06-04"), to: None };
    store::people::give_role(&mut tx, n(20), n(11), &held).await.expect("role");
    let of = Supervision { worker: n(11), from: day("2020-01-01"), to: None };
    store::people::supervise(&mut tx, n(21), n(10), &of).await.expect("supervision");
    store::frameworks::add(
        &mut tx,
        n(30),
        "adult-practice",
        "2025.1",
        "Adult social work practice",
        Kind::TeamReview,
        "body",
        n(10),
        at("2025-03-03T09:00:00.123456Z"),
    )
    .await
    .expect("framework");
    tx.commit().await.expect("committed");
}

async fn review(db: &Db, id: u128, team: u128) -> ReviewId {
    let mut tx = write(db).await;
    let new = NewReview {
        id: n(id),
        kind: Kind::TeamReview,
        team: n::<TeamId>(team),
        framework: n(30),
        title: "Review 1".into(),
        previous: None,
        items_per_standard: None,
        purpose: "To see.".into(),
        reviewer_hours: 80,
        team_hours: 30,
        planned_on: day("2026-09-21"),
        judging_due: None,
        completion_due: Some(day("2026-12-15")),
        presentation_due: None,
    };
    store::reviews::add(&mut tx, &new).await.expect("review");
    tx.commit().await.expect("committed");
    n(id)
}

fn a_case(reference: &str) -> Case {
    Case {
        id: n(u128::from(reference.len() as u64) + 4000),
        reference: reference.into(),
        worker_id: n(11),
        opened: day("2025-09-02"),
        kind: "safeguarding".into(),
        has_carer: Some(false),
        closed: None,
    }
}

async fn sampled(db: &Db, review: ReviewId) {
    let mut tx = write(db).await;
    let case = a_case("LD-0463");
    store::people::put_case(&mut tx, n(2), &case).await.expect("case");
    let line = DrawLine { worker_id: n(11), case_id: case.id, reference: case.reference.clone(), rank: "0c4c".into() };
    store::reviews::add_draw(&mut tx, review, "", &line).await.expect("draw");
    let new = NewCase { id: n(500), review, standard: "", line: &line, replaces: None, reviewer: Some(n(10)) };
    store::reviews::add_case(&mut tx, &new).await.expect("sampled");
    tx.commit().await.expect("committed");
}

fn judgement(version: i64) -> Judgement {
    Judgement {
        standard: "S18".into(),
        marks: Js([("a".to_owned(), "met".to_owned())].into()),
        reasons: Js::default(),
        rate_passing: None,
        rate_of: None,
        rate_period: None,
        computed: Outcome::Undetermined,
        worst: Outcome::NotJudged,
        best: Outcome::NotJudged,
        because: "Undetermined: …".into(),
        comment: "Naïve “quotes” and ünïcode".into(),
        settled: MaybeWord(None),
        not_judged_because: None,
        by_id: n(10),
        by_name: String::new(),
        at: at("2026-11-09T10:00:00Z"),
        version,
    }
}

/// An answer of the worker: to a standard in their case, or to the facts about the team.
fn reply(id: u128, case: Option<u128>, standard: &str, words: &str) -> Reply {
    Reply {
        id: n(id),
        sampled_case_id: Maybe(case.map(n)),
        standard: standard.into(),
        by_id: n(11),
        words: words.into(),
        replied_on: day("2026-12-01"),
    }
}

mod stories {
    use super::*;

    pub async fn a_reply_sent_twice_stands_once(db: &Db) {
        council(db).await;
        let id = review(db, 40, 2).await;
        sampled(db, id).await;
        let mut tx = write(db).await;
        for new in [
            reply(600, None, "", "The facts are right."),
            reply(601, None, "", "The facts are right, but one."),
            reply(602, Some(500), "", "It was a hard month."),
            reply(603, Some(500), "", "It was a hard month for all."),
            reply(604, Some(500), "S18", "I rang twice."),
        ] {
            store::reviews::put_reply(&mut tx, id, &new).await.expect("kept");
        }
        let all = store::reviews::replies(&mut tx, id).await.expect("replies");
        let mut words: Vec<&str> = all.iter().map(|reply| reply.words.as_str()).collect();
        words.sort_unstable();
        assert_eq!(words, ["I rang twice.", "It was a hard month for all.", "The facts are right, but one."]);
    }

    pub async fn facts_are_corrected_against_the_version_that_was_seen(db: &Db) {
        council(db).await;
        let id = review(db, 40, 2).await;
        let today = day("2026-12-01");
        let check = FactCheck {
            facts: "3 cases were read.".into(),
            opened_on: today,
            closes_on: day("2026-12-15"),
            version: 1,
            corrected_on: None,
            answered_on: None,
        };
        let mut tx = write(db).await;
        store::reviews::open_fact_check(&mut tx, id, &check, n(10)).await.expect("put up");
        store::reviews::facts_answered(&mut tx, id, 1, today).await.expect("answered");
        let kept = store::reviews::fact_check(&mut tx, id).await.expect("a check").expect("one");
        assert!(!kept.waits(today), "it is answered");
        store::reviews::correct_facts(&mut tx, id, 1, "2 cases were read.", today, check.closes_on)
            .await
            .expect("corrected");
        let late = store::reviews::correct_facts(&mut tx, id, 1, "4 cases were read.", today, check.closes_on).await;
        assert!(matches!(late, Err(Error::Stale)));
        let kept = store::reviews::fact_check(&mut tx, id).await.expect("a check").expect("one");
        assert!(kept.facts == "2 cases were read." && kept.waits(today), "nobody has answered to these");
        assert!(!kept.waits(day("2026-12-16")), "the days are over");
    }

    pub async fn what_is_written_is_read_back(db: &Db) {
        council(db).await;
        let id = review(db, 40, 2).await;
        sampled(db, id).await;
        let mut tx = write(db).await;
        let actor = store::people::actor(&mut tx, n(11)).await.expect("read").expect("there");
        assert!(actor.active);
        assert_eq!(actor.roles[0].role, Role::Worker);
        let supervisor = store::people::actor(&mut tx, n(10)).await.expect("read").expect("there");
        assert_eq!(supervisor.supervises[0].worker, n::<PersonId>(11));
        let (version, body) = store::frameworks::find(&mut tx, n(30)).await.expect("read").expect("there");
        assert_eq!((version.drafted_at, body.as_str()), (at("2025-03-03T09:00:00.123456Z"), "body"));
        let found = store::reviews::find(&mut tx, id).await.expect("read").expect("there");
        assert_eq!((found.stage, found.completion_due, found.seed), (Stage::Planned, Some(day("2026-12-15")), None));
        assert_eq!(found.service, "Adult Social Care");
        let case = store::reviews::case(&mut tx, n(500)).await.expect("read").expect("there");
        assert_eq!(
            (case.worker.as_str(), case.has_carer, case.reviewer_id.0),
            ("Imran Siddiq-Hale", Some(false), Some(n(10)))
        );
        let evidence = NewEvidence {
            id: n(600),
            review: id,
            case: Some(n(500)),
            source: "E8",
            dated: day("2026-11-03"),
            direct: true,
            agrees: true,
            origin: practice::reviews::Origin::Hand,
            note: "She felt listened to.",
            parts: &[("S01".into(), "b".into()), ("S18".into(), String::new())],
            by: n(10),
            at: at("2026-11-03T15:00:00Z"),
        };
        store::reviews::add_evidence(&mut tx, &evidence).await.expect("written");
        assert_eq!(store::reviews::evidence_for(&mut tx, id, "S18").await.expect("read").len(), 1);
        assert_eq!(store::reviews::evidence_for(&mut tx, id, "S19").await.expect("read").len(), 0);
        assert_eq!(store::reviews::evidence_parts(&mut tx, id).await.expect("read").len(), 2);
        store::reviews::put_judgement(&mut tx, id, &judgement(0), 0).await.expect("written");
        let kept = store::reviews::judgement(&mut tx, id, "S18").await.expect("read").expect("there");
        assert_eq!(
            (kept.marks.0, kept.settled, kept.comment),
            (judgement(0).marks.0, MaybeWord(None), judgement(0).comment)
        );
        tx.commit().await.expect("committed");
    }

    pub async fn what_is_not_committed_never_happened(db: &Db) {
        council(db).await;
        let mut tx = write(db).await;
        store::settings::put(&mut tx, "council", "Exampleshire Council").await.expect("written");
        drop(tx);
        let mut tx = write(db).await;
        assert_eq!(store::settings::get(&mut tx, "council").await.expect("read"), None);
    }

    pub async fn a_second_writer_of_the_same_version_is_told(db: &Db) {
        council(db).await;
        let id = review(db, 40, 2).await;
        sampled(db, id).await;
        let mut tx = write(db).await;
        let place = CasePlace { id: n(500), seen: 1 };
        let record = CaseRecord { strengths: "He went back three times.".into(), ..CaseRecord::default() };
        let now = at("2026-11-09T10:42:00Z");
        assert_eq!(store::reviews::save_case(&mut tx, place, &record, n(10), now).await.expect("saved"), 2);
        assert!(matches!(store::reviews::save_case(&mut tx, place, &record, n(10), now).await, Err(Error::Stale)));
        assert_eq!(store::reviews::put_judgement(&mut tx, id, &judgement(0), 0).await.expect("first"), 1);
        assert!(matches!(store::reviews::put_judgement(&mut tx, id, &judgement(0), 0).await, Err(Error::Stale)));
        assert_eq!(store::reviews::put_judgement(&mut tx, id, &judgement(1), 1).await.expect("second"), 2);
        assert!(store::reviews::put_judgement(&mut tx, n(41), &judgement(1), 1).await.is_err());
        drop(tx);
        let mut tx = write(db).await;
        store::reviews::move_stage(&mut tx, id, 1, Stage::Announced, day("2026-09-28"), None).await.expect("moved");
        let late = store::reviews::move_stage(&mut tx, id, 1, Stage::Announced, day("2026-09-28"), None).await;
        assert!(matches!(late, Err(Error::Stale)));
        store::reviews::put_source(&mut tx, id, "E3", SourceState::Weak, "4 replies", 0).await.expect("first");
        let late = store::reviews::put_source(&mut tx, id, "E3", SourceState::Collected, "", 0).await;
        assert!(matches!(late, Err(Error::Stale)));
        store::reviews::source_by_hand(&mut tx, id, "E3").await.expect("said");
        assert!(store::reviews::sources(&mut tx, id).await.expect("read")[0].by_hand);
        store::reviews::put_source(&mut tx, id, "E3", SourceState::Collected, "", 1).await.expect("counted");
        assert!(!store::reviews::sources(&mut tx, id).await.expect("read")[0].by_hand, "counted again");
    }

    pub async fn lists_follow_the_access_rule(db: &Db) {
        council(db).await;
        let (one, two) = (review(db, 40, 2).await, review(db, 41, 3).await);
        let mut tx = write(db).await;
        store::reviews::set_reviewers(&mut tx, two, &[n(10)]).await.expect("written");
        let nobody = n::<PersonId>(0);
        let see = |all, teams: &[u128], services: &[u128], assigned_to| ReviewFilter {
            all,
            teams: teams.iter().map(|t| n(*t)).collect(),
            services: services.iter().map(|s| n(*s)).collect(),
            assigned_to,
        };
        for (filter, expected) in [
            (see(true, &[], &[], nobody), vec![two, one]),
            (see(false, &[], &[], nobody), vec![]),
            (see(false, &[2], &[], nobody), vec![]),
            (see(false, &[], &[1], nobody), vec![two, one]),
            (see(false, &[], &[], n(10)), vec![two]),
            (see(false, &[3], &[1], n(10)), vec![two, one]),
        ] {
            let found: Vec<ReviewId> =
                store::reviews::visible(&mut tx, &filter).await.expect("read").iter().map(|r| r.id).collect();
            assert_eq!(found, expected, "{filter:?}");
        }
        store::reviews::move_stage(&mut tx, one, 1, Stage::Announced, day("2026-09-28"), None).await.expect("moved");
        let announced = store::reviews::visible(&mut tx, &see(false, &[2], &[], nobody)).await.expect("read");
        assert_eq!(announced.len(), 1);
    }

    pub async fn a_case_that_is_the_same_changes_nothing(db: &Db) {
        council(db).await;
        let mut tx = write(db).await;
        let case = a_case("LD-0463");
        assert_eq!(store::people::put_case(&mut tx, n(2), &case).await.expect("new"), 1);
        assert_eq!(store::people::put_case(&mut tx, n(2), &case).await.expect("same"), 0);
        let closed = Case { closed: Some(day("2026-11-01")), ..case.clone() };
        assert_eq!(store::people::put_case(&mut tx, n(2), &closed).await.expect("changed"), 1);
        let unknown_carer = Case { has_carer: None, ..closed };
        assert_eq!(store::people::put_case(&mut tx, n(2), &unknown_carer).await.expect("what is known stays"), 0);
        assert_eq!(store::people::open_cases(&mut tx, n(2), day("2026-10-31")).await.expect("read").len(), 1);
        assert_eq!(store::people::open_cases(&mut tx, n(2), day("2026-11-02")).await.expect("read").len(), 0);
    }

    pub async fn a_session_ends_when_its_account_closes(db: &Db) {
        council(db).await;
        let mut tx = write(db).await;
        let now = at("2026-11-16T09:00:00Z");
        store::accounts::begin(&mut tx, n(700), n(11), "hash", "csrf", now).await.expect("begun");
        assert!(store::accounts::session(&mut tx, "hash").await.expect("read").is_some());
        store::accounts::set_active(&mut tx, n(11), false, now).await.expect("closed");
        assert!(store::accounts::session(&mut tx, "hash").await.expect("read").is_none());
    }
}

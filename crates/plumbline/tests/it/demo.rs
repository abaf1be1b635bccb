//! The worked example, told on each engine: what the rules give is what the example says.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::DateTime;
use practice::frameworks::Framework;
use practice::reviews::{CaseRecord, Stage};
use programme::accounts::Hashing;
use programme::people::ReadHere;
use programme::reviews;
use programme::{Mode, Programme, SetClock};
use serde_json::Value;
use store::testing::{Engine, fresh};

async fn told(engine: Engine) -> Option<Programme> {
    let (db, _folder) = fresh(engine).await?;
    let clock = Arc::new(SetClock::at(DateTime::UNIX_EPOCH));
    let (key, _) = programme::surveys::SurveyKey::made().expect("a key");
    let programme = Programme::new(db, clock.clone(), Arc::new(ReadHere::default()), Hashing::Quick, key);
    plumbline::demo::fill(programme.clone(), clock, |_| {}).await.expect("the example can be told");
    Some(programme)
}

#[tokio::test]
async fn the_example_comes_to_what_it_says_on_sqlite() {
    agrees(told(Engine::Sqlite).await.expect("a database")).await;
}

#[tokio::test]
async fn the_example_comes_to_what_it_says_on_postgres() {
    match told(Engine::Postgres).await {
        Some(programme) => agrees(programme).await,
        None => println!("skipped: PLUMBLINE_TEST_POSTGRES names no server"),
    }
}

async fn agrees(programme: Programme) {
    let people = programme::accounts::open_persona_accounts(&programme).await.expect("people");
    let mut act = programme.act(people["qal"], Mode::Read).await.expect("an act");
    let all = reviews::list(&mut act).await.expect("a list");
    assert_eq!(all.len(), 5);
    for (title, file, stage) in [
        ("Review 1, autumn 2025", include_str!("../../demo/review-2025-12.json"), Stage::Support),
        ("Review 2, autumn 2026", include_str!("../../demo/review-2026-11.json"), Stage::Judging),
    ] {
        let review = all.iter().find(|r| r.title == title).expect("the review");
        assert_eq!(review.stage, stage);
        let file: Value = serde_json::from_str(file).expect("the example's file");
        let expected = outcomes(&file);
        let opened = reviews::open(&mut act, review.id).await.expect("opened");
        let states = reviews::standing(&mut act, &opened).await.expect("standing");
        assert_eq!(states.len(), 50);
        for state in &states {
            let (computed, settled) = &expected[&state.standard];
            assert_eq!(
                state.verdict.outcome.as_str(),
                computed,
                "{title} {}: {}",
                state.standard,
                state.verdict.because
            );
            let is = state.judgement.as_ref().and_then(|j| j.settled.0).map(|o| o.as_str().to_owned());
            assert_eq!(&is, settled, "{title} {}", state.standard);
        }
        drawn_as_told(&mut act, review.id, &file).await;
    }
}

/// By standard: what the rules give, and what was settled.
fn outcomes(file: &Value) -> BTreeMap<String, (String, Option<String>)> {
    let text = |v: &Value| v.as_str().map(str::to_owned);
    file["judgements"]
        .as_array()
        .expect("judgements")
        .iter()
        .map(|j| {
            let computed = text(&j["computed"]).or_else(|| text(&j["provisional"])).expect("an outcome");
            (text(&j["standard"]).expect("a standard"), (computed, text(&j["final"])))
        })
        .collect()
}

async fn drawn_as_told(act: &mut programme::Act, review: practice::ids::ReviewId, file: &Value) {
    let sample = reviews::sample(act, review).await.expect("a sample");
    let mut drawn: Vec<&str> = sample.cases.iter().map(|c| c.reference.as_str()).collect();
    let mut expected: Vec<&str> =
        file["cases"].as_array().expect("cases").iter().filter_map(|c| c["reference"].as_str()).collect();
    drawn.sort_unstable();
    expected.sort_unstable();
    assert_eq!(drawn, expected);
    let exempt = file["sample"]["exemptions"].as_array().map_or(0, Vec::len);
    assert_eq!(sample.exempt.len(), exempt, "{:?}", sample.exempt);
}

/// Every item of the vital-signs sample, judged by itself, comes to the grade that the example says.
#[test]
fn the_thirty_six_items_of_the_six_signs_come_to_what_the_example_says() {
    let signs = Framework::read(include_str!("../../../../frameworks/vital-signs.toml")).expect("the framework");
    let told: Value = serde_json::from_str(include_str!("../../demo/vital-signs-2026-09.json")).expect("the file");
    let mut items = 0;
    for told in told["signs"].as_array().expect("signs") {
        let standard = signs.standard(told["sign"].as_str().expect("a sign")).expect("the standard");
        for item in told["items"].as_array().expect("items") {
            let words = |of: &Value| serde_json::from_value(of.clone()).expect("words by part");
            let record =
                CaseRecord { marks: words(&item["marks"]), reasons: words(&item["reasons"]), ..CaseRecord::default() };
            let verdict = record.judge(&signs, standard, &BTreeSet::new(), false, None);
            let reference = item["reference"].as_str().expect("a reference");
            assert_eq!(Some(verdict.outcome.as_str()), item["computed"].as_str(), "{} {reference}", standard.id);
            items += 1;
        }
    }
    assert_eq!(items, 36);
}

//! T19: an answer cannot be joined to an invitation, by somebody who holds the database and everything that was ever in
//! it, knows every letter's code and saw in which order they were used.

use std::collections::{BTreeMap, BTreeSet};

use practice::ids::{ReviewId, SurveyId};
use programme::Mode;
use programme::surveys::{self, Answers};
use sha2::{Digest, Sha256};
use store::surveys::Survey;
use uuid::Uuid;

use crate::app::{Engine, TestApp};
use crate::reviews::{TWO_CASES, act, drawn};

const RUNS: u32 = 100;
const INVITED: i64 = 200;
const ANSWERED: usize = 120;
const START: &str = "unlinkable text number ";

/// Another survey like the first, so that the same is told a hundred times.
async fn another(app: &TestApp, like: &Survey, number: u32) -> SurveyId {
    let id = SurveyId::from(Uuid::from_u128(u128::from(number) + 1));
    let mut tx = app.programme().db().begin(Mode::Write).await.expect("a transaction");
    store::surveys::add(&mut tx, &Survey { id, ..like.clone() }).await.expect("opened");
    tx.commit().await.expect("committed");
    id
}

async fn first(app: &TestApp) -> (ReviewId, Survey) {
    let review = drawn(app, TWO_CASES).await;
    let mut lead = act(app, "qal").await;
    let until = Some("2026-12-11".parse().expect("a day"));
    let id = surveys::start_survey(&mut lead, review, "E2", until, "01632 960 124", &[]).await.expect("opened");
    lead.commit().await.expect("committed");
    let mut tx = app.programme().db().begin(Mode::Read).await.expect("a transaction");
    (review, store::surveys::find(&mut tx, id).await.expect("read").expect("there"))
}

/// The rows of a table, in the order in which they lie there.
async fn lying(app: &TestApp, table: &str, column: &str, survey: SurveyId) -> Vec<String> {
    store::testing::column(app.programme().db(), table, column, survey.uuid()).await.expect("read")
}

/// The number in each text, in the order in which they are found.
fn numbers(texts: &[String]) -> Vec<usize> {
    texts.iter().filter_map(|text| text.strip_prefix(START)?.get(..3)?.parse().ok()).collect()
}

/// How well an order tells who answered when: how many stand at their own place, and the correlation of ranks.
fn told(order: &[usize]) -> (u32, f64) {
    let n = order.len() as f64;
    let fixed = order.iter().enumerate().filter(|(at, number)| at == *number).count();
    let squares: f64 = order.iter().enumerate().map(|(at, number)| (at as f64 - *number as f64).powi(2)).sum();
    (u32::try_from(fixed).expect("few"), 1.0 - 6.0 * squares / (n * (n * n - 1.0)))
}

/// What a hundred surveys told by one order.
#[derive(Default, Debug)]
struct Told {
    fixed: u32,
    correlation: f64,
}

impl Told {
    fn add(&mut self, order: &[usize]) {
        assert_eq!(order.len(), ANSWERED, "every text is there");
        let (fixed, correlation) = told(order);
        self.fixed += fixed;
        self.correlation += correlation / f64::from(RUNS);
    }

    /// Whether chance alone tells as much once in a hundred times: one in each survey stands at its own place, so 76 to
    /// 126 of 100 surveys; and the mean of 100 correlations of 120 ranks lies within 2.58 / √(119 × 100).
    fn is_chance(&self) -> bool {
        (75..=127).contains(&self.fixed) && self.correlation.abs() < 0.0237
    }
}

/// What somebody without the key would try on every letter they know.
fn without_the_key(codes: &[String], survey: SurveyId) -> BTreeSet<String> {
    let id = survey.uuid();
    let tried = codes.iter().flat_map(|code| {
        let own = [code.clone(), code.to_lowercase(), format!("survey code {code}"), format!("{id}{code}")];
        own.into_iter().map(String::into_bytes).chain([[id.as_bytes(), code.as_bytes()].concat()])
    });
    tried.flat_map(|bytes| [hex::encode(Sha256::digest(&bytes)), hex::encode(&bytes)]).collect()
}

/// One survey from its letters to its closing: the order of the texts on the disk, and on the page.
async fn run(app: &TestApp, review: ReviewId, survey: SurveyId) -> (Vec<usize>, Vec<usize>) {
    let mut lead = act(app, "qal").await;
    let codes =
        surveys::print_codes(&mut lead, review, survey, Some(INVITED), Some(INVITED), None).await.expect("codes");
    lead.commit().await.expect("committed");
    let before = lying(app, "survey_codes", "code_hash", survey).await;
    for (number, code) in codes.iter().take(ANSWERED).enumerate() {
        let mut answers = Answers::from([("q3".to_owned(), (number % 4).to_string())]);
        // Some write much, some little: the length says nothing either.
        answers.insert("q10".into(), format!("{START}{number:03}{}", " and so on".repeat(number % 4 * 15)));
        surveys::answer(app.programme(), code, "people", &answers).await.expect("answered");
    }
    let after = lying(app, "survey_codes", "code_hash", survey).await;
    assert_eq!(before, after, "no copy of the database tells which codes were used between it and another");
    let marks = lying(app, "survey_used", "mark", survey).await;
    assert_eq!(marks.len(), ANSWERED);
    assert!(marks.iter().all(|mark| !before.contains(mark)), "a mark is not the code's own");
    let worked_out = without_the_key(&codes[..20], survey);
    assert!(marks.iter().chain(&before).all(|kept| !worked_out.contains(kept)), "every letter could be tried");
    let sealed = lying(app, "survey_sealed", "sealed", survey).await;
    assert_eq!(sealed.len(), ANSWERED);
    assert!(sealed.iter().all(|one| one.len() == sealed[0].len()), "the length of what is sealed tells nothing");
    for table in ["survey_tallies", "survey_texts"] {
        assert!(lying(app, table, "question", survey).await.is_empty(), "nothing is counted before it is closed");
    }
    let mut lead = act(app, "qal").await;
    surveys::close_survey(&mut lead, review, survey).await.expect("closed");
    lead.commit().await.expect("committed");
    for table in ["survey_codes", "survey_used", "survey_sealed"] {
        assert!(lying(app, table, "survey_id", survey).await.is_empty(), "{table} is forgotten");
    }
    let disk = lying(app, "survey_texts", "words", survey).await;
    let mut lead = act(app, "qal").await;
    let shown = surveys::open_survey(&mut lead, review, survey).await.expect("opened").texts;
    (numbers(&disk), numbers(&shown.into_iter().map(|text| text.words).collect::<Vec<_>>()))
}

on_both_engines! {
    async fn t19_an_answer_cannot_be_joined_to_an_invitation(app: TestApp) {
        let (review, survey) = first(&app).await;
        // Chance itself is found guilty once in a hundred times: it is heard a second time.
        for hearing in 0..2 {
            let (mut disk, mut page) = (Told::default(), Told::default());
            for number in 0..RUNS {
                let id = another(&app, &survey, hearing * RUNS + number).await;
                let (on_disk, on_page) = run(&app, review, id).await;
                disk.add(&on_disk);
                page.add(&on_page);
            }
            eprintln!("T19, {RUNS} surveys: on the disk {disk:?}, on the page {page:?}");
            if disk.is_chance() && page.is_chance() {
                return;
            }
            assert!(hearing == 0, "the order tells: on the disk {disk:?}, on the page {page:?}");
        }
    }

    async fn nothing_that_was_answered_is_journalled(app: TestApp) {
        let (review, survey) = first(&app).await;
        let mut lead = act(&app, "qal").await;
        let codes = surveys::print_codes(&mut lead, review, survey.id, Some(1), Some(1), None).await.expect("codes");
        lead.commit().await.expect("committed");
        let officer = app.as_person("dpo");
        let grown = async || officer.get("/journal.csv").await.body.lines().count();
        let (_, earlier, before) = (grown().await, grown().await, grown().await);
        let answers = Answers::from([("q3".to_owned(), "0".to_owned())]);
        surveys::answer(app.programme(), &codes[0], "people", &answers).await.expect("answered");
        assert_eq!(grown().await, before + (before - earlier), "an entry would keep the time");
    }
}

/// What lies in the file and its log: neither a code, nor a word of an answer before the survey is closed, and
/// afterwards the words in an order that says nothing.
#[tokio::test]
async fn t19_the_file_and_its_log_hold_no_code_and_no_word_before_the_survey_is_closed() {
    let app = TestApp::embedded().await;
    let (review, survey) = first(&app).await;
    let mut lead = act(&app, "qal").await;
    let codes =
        surveys::print_codes(&mut lead, review, survey.id, Some(INVITED), Some(INVITED), None).await.expect("codes");
    surveys::start_survey(&mut lead, review, "E3", Some(survey.closes_on), "unlikely!", &[]).await.expect("another");
    lead.commit().await.expect("committed");
    for (number, code) in codes.iter().take(ANSWERED).enumerate() {
        let answers = Answers::from([("q10".to_owned(), format!("{START}{number:03}"))]);
        surveys::answer(app.programme(), code, "people", &answers).await.expect("answered");
    }
    let bytes = app.database_bytes();
    let printed: BTreeSet<&[u8]> = codes.iter().map(String::as_bytes).collect();
    assert!(!bytes.windows(8).any(|eight| eight[0].is_ascii_uppercase() && printed.contains(eight)), "no code is kept");
    assert!(places(&bytes).is_empty(), "no word of an answer before the survey is closed");
    let in_figures = hex::encode(START);
    assert!(!bytes.windows(in_figures.len()).any(|w| w == in_figures.as_bytes()), "nor written in figures");
    assert!(bytes.windows(9).any(|w| w == b"unlikely!"), "and what is there is found: the phone of the survey");
    let mut lead = act(&app, "qal").await;
    surveys::close_survey(&mut lead, review, survey.id).await.expect("closed");
    lead.commit().await.expect("committed");
    let order: Vec<usize> = places(&app.database_bytes()).into_values().collect();
    assert_eq!(order.len(), ANSWERED, "every text is there");
    // With 120 pairs a rank correlation beyond 0.35 comes by chance once in ten thousand times.
    let (_, correlation) = told(&order);
    assert!(correlation.abs() < 0.35, "the order on the disk tells: {correlation}");
}

/// Where each text lies last on the disk: place and number.
fn places(bytes: &[u8]) -> BTreeMap<usize, usize> {
    let start = START.as_bytes();
    let mut last = BTreeMap::new();
    for at in (0..bytes.len().saturating_sub(start.len() + 3)).filter(|at| bytes[*at] == b'u') {
        if bytes[at..].starts_with(start) {
            let digits = &bytes[at + start.len()..at + start.len() + 3];
            if let Some(number) = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse::<usize>().ok()) {
                last.insert(number, at);
            }
        }
    }
    last.into_iter().map(|(number, at)| (at, number)).collect()
}

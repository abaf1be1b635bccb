//! Surveys. What people answer is sealed until the survey is closed, and then counted, question by question: no row that
//! can be read holds one person's answers.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use practice::ids::{EvidenceId, PersonId, ReviewId, SurveyId, SurveyTextId, ThemeId};
use practice::surveys::Tally;
use sqlx::FromRow;
use uuid::Uuid;

mod sealed;

pub use sealed::{
    add_sealed, codes_made, forget, hold_open, is_used, open_ones, sealed, sealed_count, unused_codes, use_code,
};

use crate::types::json;
use crate::{Error, Js, Maybe, Result, Tx};

/// One survey of a review.
#[derive(Clone, Debug, FromRow)]
pub struct Survey {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: SurveyId,
    /// The review it belongs to.
    #[sqlx(try_from = "Uuid")]
    pub review_id: ReviewId,
    /// The source of evidence it is, such as `E2`.
    pub source: String,
    /// What staff call it.
    pub title: String,
    /// The question sets, as text, as they stood when it was opened.
    #[sqlx(try_from = "String")]
    pub sets: Js<Vec<String>>,
    /// The number to ring for help.
    pub phone: String,
    /// How many people were asked. A letter that is printed again does not add to it.
    pub asked: i64,
    /// The day it was opened.
    pub opened_on: NaiveDate,
    /// The last day on which it can be answered.
    pub closes_on: NaiveDate,
    /// The day it was closed.
    pub closed_on: Option<NaiveDate>,
    /// Who opened it.
    #[sqlx(try_from = "Uuid")]
    pub opened_by: PersonId,
}

/// What somebody wrote, apart from everything else that they or anybody answered.
#[derive(Clone, Debug, FromRow)]
pub struct SurveyText {
    /// Its id, which says nothing of when it was written.
    #[sqlx(try_from = "Uuid")]
    pub id: SurveyTextId,
    /// The question set.
    pub question_set: String,
    /// The question.
    pub question: String,
    /// The words.
    pub words: String,
    /// Whether they may name somebody.
    pub names: bool,
    /// `new`, `kept` or `hidden`.
    pub state: String,
}

/// What several wrote, in the lead's words.
#[derive(Clone, Debug, FromRow)]
pub struct Theme {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: ThemeId,
    /// The theme.
    pub theme: String,
    /// How many wrote it.
    pub count: i64,
    /// The evidence it stands as, where enough wrote it.
    #[sqlx(try_from = "Option<Uuid>")]
    pub evidence_id: Maybe<EvidenceId>,
}

macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT s.id, s.review_id, s.source, s.title, s.sets, s.phone, s.asked, s.opened_on, s.closes_on, s.closed_on,
               s.opened_by FROM surveys s ",
            $which
        )
    };
}

/// Opens a survey.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add(tx: &mut Tx, new: &Survey) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO surveys (id, review_id, source, title, sets, phone, asked, opened_on, closes_on, opened_by)
         VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9)",
        new.id.uuid(),
        new.review_id.uuid(),
        &new.source,
        &new.title,
        json(&new.sets.0),
        &new.phone,
        new.opened_on,
        new.closes_on,
        new.opened_by.uuid()
    )?;
    Ok(())
}

/// The surveys of a review, by source.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_review(tx: &mut Tx, review: ReviewId) -> Result<Vec<Survey>> {
    sql!(tx, all Survey, select!("WHERE s.review_id = $1 ORDER BY s.source, s.id"), review.uuid())
}

/// One survey.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(tx: &mut Tx, id: SurveyId) -> Result<Option<Survey>> {
    sql!(tx, maybe Survey, select!("WHERE s.id = $1"), id.uuid())
}

/// Keeps codes, by their hashes, in an order of their own: the order in which they are printed is not kept.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_codes(tx: &mut Tx, survey: SurveyId, hashes: &[String]) -> Result<()> {
    let mut sorted: Vec<&String> = hashes.iter().collect();
    sorted.sort_unstable();
    for hash in sorted {
        sql!(tx, execute, "INSERT INTO survey_codes (code_hash, survey_id) VALUES ($1, $2)", hash, survey.uuid())?;
    }
    Ok(())
}

/// Writes down how many people an open survey asks, and holds it: nobody else prints for it or closes it until this
/// transaction ends. `false` where it is closed.
///
/// # Errors
/// Where the database cannot be written.
pub async fn set_asked(tx: &mut Tx, survey: SurveyId, asked: i64) -> Result<bool> {
    let rows =
        sql!(tx, execute, "UPDATE surveys SET asked = $2 WHERE id = $1 AND closed_on IS NULL", survey.uuid(), asked)?;
    Ok(rows == 1)
}

/// The survey that a code opens.
///
/// # Errors
/// Where the database cannot be read.
pub async fn by_code(tx: &mut Tx, hash: &str) -> Result<Option<Survey>> {
    sql!(tx, maybe Survey, select!("JOIN survey_codes c ON c.survey_id = s.id WHERE c.code_hash = $1"), hash)
}

/// Keeps how many gave each answer to a question.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_tally(tx: &mut Tx, survey: SurveyId, set: &str, question: &str, tally: &Tally) -> Result<()> {
    for (answer, count) in tally {
        sql!(
            tx,
            execute,
            "INSERT INTO survey_tallies (survey_id, question_set, question, answer, count) VALUES ($1, $2, $3, $4, $5)",
            survey.uuid(),
            set,
            question,
            answer,
            i64::from(*count)
        )?;
    }
    Ok(())
}

/// Every count of a survey: by set, by question.
///
/// # Errors
/// Where the database cannot be read.
pub async fn tallies(tx: &mut Tx, survey: SurveyId) -> Result<BTreeMap<(String, String), Tally>> {
    let rows = sql!(
        tx,
        all(String, String, String, i64),
        "SELECT question_set, question, answer, count FROM survey_tallies WHERE survey_id = $1",
        survey.uuid()
    )?;
    let mut found: BTreeMap<(String, String), Tally> = BTreeMap::new();
    for (set, question, answer, count) in rows {
        found.entry((set, question)).or_default().insert(answer, u32::try_from(count).unwrap_or(u32::MAX));
    }
    Ok(found)
}

/// Keeps what somebody wrote.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_text(tx: &mut Tx, survey: SurveyId, text: &SurveyText) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO survey_texts (id, survey_id, question_set, question, words, names, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        text.id.uuid(),
        survey.uuid(),
        &text.question_set,
        &text.question,
        &text.words,
        text.names,
        &text.state
    )?;
    Ok(())
}

/// What people wrote, in the order of ids that say nothing.
///
/// # Errors
/// Where the database cannot be read.
pub async fn texts(tx: &mut Tx, survey: SurveyId) -> Result<Vec<SurveyText>> {
    sql!(
        tx,
        all SurveyText,
        "SELECT id, question_set, question, words, names, state FROM survey_texts WHERE survey_id = $1 ORDER BY id",
        survey.uuid()
    )
}

/// Says whether a text may be quoted.
///
/// # Errors
/// `Stale` where there is no such text in the survey.
pub async fn screen_text(tx: &mut Tx, survey: SurveyId, text: SurveyTextId, state: &str) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE survey_texts SET state = $3 WHERE id = $1 AND survey_id = $2",
        text.uuid(),
        survey.uuid(),
        state
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Closes a survey where it is open. `false` where it was closed before.
///
/// # Errors
/// Where the database cannot be written.
pub async fn close(tx: &mut Tx, survey: SurveyId, on: NaiveDate) -> Result<bool> {
    let sql = "UPDATE surveys SET closed_on = $2 WHERE id = $1 AND closed_on IS NULL";
    Ok(sql!(tx, execute, sql, survey.uuid(), on)? == 1)
}

/// Adds a theme.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_theme(tx: &mut Tx, survey: SurveyId, theme: &Theme, by: PersonId) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO survey_themes (id, survey_id, theme, count, evidence_id, by_id) VALUES ($1, $2, $3, $4, $5, $6)",
        theme.id.uuid(),
        survey.uuid(),
        &theme.theme,
        theme.count,
        theme.evidence_id.0.map(EvidenceId::uuid),
        by.uuid()
    )?;
    Ok(())
}

/// Takes a theme away.
///
/// # Errors
/// Where the database cannot be written.
pub async fn drop_theme(tx: &mut Tx, survey: SurveyId, theme: ThemeId) -> Result<()> {
    sql!(tx, execute, "DELETE FROM survey_themes WHERE id = $1 AND survey_id = $2", theme.uuid(), survey.uuid())?;
    Ok(())
}

/// The themes of a survey, the most named first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn themes(tx: &mut Tx, survey: SurveyId) -> Result<Vec<Theme>> {
    sql!(
        tx,
        all Theme,
        "SELECT id, theme, count, evidence_id FROM survey_themes WHERE survey_id = $1 ORDER BY count DESC, theme",
        survey.uuid()
    )
}

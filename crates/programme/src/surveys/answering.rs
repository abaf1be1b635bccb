use std::collections::BTreeMap;

use chrono::{DurationRound, TimeDelta};
use practice::access::Action;
use practice::ids::{ReviewId, SurveyId};
use practice::journal::Happened;
use practice::surveys::{BLANK, FROM_SURVEY, QuestionKind, QuestionSet, screen};
use store::reviews;
use store::surveys::{self, Survey};
use store::{Mode, Tx};

use super::codes;
use super::running::{Way, of, read};
use super::sealing::{Sealed, seal};
use crate::reviews::load;
use crate::{Act, Error, Field, Programme, Result, chance};

/// A survey that somebody holds a code for.
pub struct Answering {
    /// Its question sets.
    pub sets: Vec<QuestionSet>,
    /// The number to ring for help.
    pub phone: String,
}

/// What somebody answered: question and answer, in the words of the form. What is left out is a blank.
pub type Answers = BTreeMap<String, String>;

/// What came of answers that were sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Came {
    /// They are counted.
    Counted,
    /// The code opens nothing: it is not known, was used, or the survey is closed. Nobody is told which.
    NoSuchCode,
}

/// The survey that a code opens (R21). `None` for a code that is not known, was used, or whose survey is closed:
/// nobody is told which.
///
/// # Errors
/// Where the database does not answer.
pub async fn answering(programme: &Programme, code: &str) -> Result<Option<Answering>> {
    let mut tx = programme.db.begin(Mode::Read).await?;
    let found = by_code(programme, &mut tx, code).await?;
    Ok(found.map(|(_, survey)| Answering { sets: read(&survey), phone: survey.phone }))
}

async fn by_code(programme: &Programme, tx: &mut Tx, code: &str) -> Result<Option<(String, Survey)>> {
    let Some(code) = codes::tidy(code) else { return Ok(None) };
    let today = practice::days::today(programme.now());
    let found = surveys::by_code(tx, &programme.survey_key.code(&code)).await?;
    let Some(survey) = found.filter(|survey| survey.closed_on.is_none() && survey.closes_on >= today) else {
        return Ok(None);
    };
    let used = surveys::is_used(tx, &programme.survey_key.used(survey.id, &code)).await?;
    Ok((!used).then_some((code, survey)))
}

/// Whether a code was used. Nobody outside is told: it only keeps going back after sending from counting as a guess.
///
/// # Errors
/// Where the database does not answer.
pub async fn was_used(programme: &Programme, code: &str) -> Result<bool> {
    let Some(code) = codes::tidy(code) else { return Ok(false) };
    let mut tx = programme.db.begin(Mode::Read).await?;
    let Some(survey) = surveys::by_code(&mut tx, &programme.survey_key.code(&code)).await? else { return Ok(false) };
    Ok(surveys::is_used(&mut tx, &programme.survey_key.used(survey.id, &code)).await?)
}

/// Uses a tidy code of this survey up. `false` where it was used before, or opens another survey.
async fn use_code(programme: &Programme, tx: &mut Tx, survey: &Survey, code: &str) -> Result<bool> {
    let key = &programme.survey_key;
    Ok(surveys::use_code(tx, survey.id, &key.code(code), &key.used(survey.id, code)).await?)
}

/// Seals what somebody answered until the survey is closed, and uses their code up in the same transaction. What is
/// written tells nobody without the survey key which code it was, or what was answered. Nothing is journalled: an entry
/// would keep the time.
///
/// # Errors
/// `Invalid` for an answer that is none: then nothing is counted and the code still opens the survey.
pub async fn answer(programme: &Programme, code: &str, set: &str, answers: &Answers) -> Result<Came> {
    let mut tx = programme.db.begin(Mode::Write).await?;
    let Some((code, survey)) = by_code(programme, &mut tx, code).await? else { return Ok(Came::NoSuchCode) };
    if !surveys::hold_open(&mut tx, survey.id).await? || !use_code(programme, &mut tx, &survey, &code).await? {
        return Ok(Came::NoSuchCode);
    }
    keep(programme, &mut tx, &survey, set, Way::Online, answers).await?;
    tx.commit().await?;
    Ok(Came::Counted)
}

/// Somebody who answers asks to be rung today. It goes the way of a same-day alert, apart from what they answer (I7).
///
/// # Errors
/// Where the database cannot be written.
pub async fn call_for_help(programme: &Programme, code: &str, says: &str) -> Result<Came> {
    let says = says.trim();
    let mut tx = programme.db.begin(Mode::Write).await?;
    let Some((_, survey)) = by_code(programme, &mut tx, code).await? else { return Ok(Came::NoSuchCode) };
    if !says.is_empty() {
        let what = format!(
            "Somebody who is answering “{}” may be in danger, and asks to be rung today: “{says}”",
            survey.title
        );
        alert(programme, &mut tx, &survey, &what).await?;
    }
    tx.commit().await?;
    Ok(Came::Counted)
}

/// Types in what somebody answered on paper or by telephone, in the same order. With the code of the letter it cannot
/// be answered a second time. Whoever types it in is told where what was written may tell of danger.
///
/// # Errors
/// `NotFound` for somebody who does not review; `Invalid` for an answer that is none, or a code that opens nothing.
pub async fn enter_answers(
    act: &mut Act,
    review: ReviewId,
    id: SurveyId,
    set: &str,
    way: Way,
    code: &str,
    answers: &Answers,
) -> Result<Danger> {
    let opened = load(act, review).await?;
    act.require(Action::RecordEvidence, &opened.object())?;
    let survey = of(act, review, id).await?;
    if !surveys::hold_open(&mut act.tx, survey.id).await? {
        return Err(Error::Refused("This survey is closed, so nothing more is counted.".into()));
    }
    let programme = act.programme.clone();
    if !code.trim().is_empty() {
        let used = match codes::tidy(code) {
            Some(code) => use_code(&programme, &mut act.tx, &survey, &code).await?,
            None => false,
        };
        if !used {
            let says = "This code is not one of this survey's, or has been used. Leave it blank if the paper has none.";
            return Err(Error::field("code", says));
        }
    }
    let danger = keep(&programme, &mut act.tx, &survey, set, way, answers).await?;
    act.journal(Happened::AnswersEntered, Some(review), None, survey.source).await?;
    Ok(danger)
}

/// Whether what somebody wrote may tell of danger.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Danger {
    /// An alert was raised: somebody is to be rung today.
    Told,
    /// Nothing was noticed.
    NotTold,
}

/// Checks one person's answers and seals them. What may tell of danger does not wait.
async fn keep(
    programme: &Programme,
    tx: &mut Tx,
    survey: &Survey,
    set: &str,
    way: Way,
    answers: &Answers,
) -> Result<Danger> {
    let sets = read(survey);
    let set = sets.iter().find(|known| known.id == set).ok_or(Error::NotFound)?;
    let mut problems = Vec::new();
    let mut kept = Answers::new();
    let mut danger = Danger::NotTold;
    for question in &set.questions {
        let given = answers.get(&question.id).map_or("", String::as_str);
        let is_text = matches!(question.kind, QuestionKind::Text { .. });
        match question.key_of(given) {
            Err(says) => problems.push(Field::new(question.id.clone(), says)),
            Ok(None) if is_text => {}
            Ok(answer) => {
                if let Some(words) = answer.as_ref().filter(|words| is_text && screen(words).danger) {
                    let what = format!("Written in “{}”, and it may tell of danger: “{words}”", survey.title);
                    alert(programme, tx, survey, &what).await?;
                    danger = Danger::Told;
                }
                // On a screen whoever answers so is asked at once whether they want to be rung.
                if way != Way::Online && answer.as_ref().is_some_and(|key| question.is_danger(key)) {
                    let what =
                        format!("Typed in for “{}”, and it may tell of danger: “{}”", survey.title, question.wording);
                    alert(programme, tx, survey, &what).await?;
                    danger = Danger::Told;
                }
                kept.insert(question.id.clone(), answer.unwrap_or_else(|| BLANK.to_owned()));
            }
        }
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    seal(programme, tx, survey, &sets, Sealed::new(set, way, kept)).await?;
    Ok(danger)
}

/// Raises a same-day alert in the name of whoever opened the survey. It keeps the hour and no more, under an id that
/// says nothing of when it was made.
async fn alert(programme: &Programme, tx: &mut Tx, survey: &Survey, what: &str) -> Result<()> {
    let hour = programme.now().duration_trunc(TimeDelta::hours(1));
    let at = hour.map_err(|error| Error::Broken(format!("no full hour: {error}")))?;
    let told = "It came in by itself. Nobody had been rung by then.";
    reviews::add_alert(tx, chance::unordered()?, survey.review_id, FROM_SURVEY, what, told, survey.opened_by, at)
        .await?;
    Ok(())
}

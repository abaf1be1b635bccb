use std::collections::BTreeMap;

use practice::access::Action;
use practice::ids::{ReviewId, SurveyId, SurveyTextId};
use practice::journal::Happened;
use practice::surveys::{BLANK, QuestionKind, QuestionSet, screen};
use store::reviews;
use store::surveys::{self, Survey, SurveyText};
use store::{Mode, Tx};
use uuid::{Builder, Uuid};

use super::codes;
use super::running::{WAYS, Way, of, read};
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
    let Some(hash) = codes::tidy(code).map(|code| codes::hash(&code)) else { return Ok(None) };
    let today = practice::days::today(programme.now());
    let found = surveys::by_code(tx, &hash).await?;
    Ok(found.filter(|survey| survey.closed_on.is_none() && survey.closes_on >= today).map(|survey| (hash, survey)))
}

/// Counts what somebody answered, and forgets their code in the same transaction. Nothing is journalled: an entry
/// would keep the time.
///
/// # Errors
/// `Invalid` for an answer that is none: then nothing is counted and the code still opens the survey.
pub async fn answer(programme: &Programme, code: &str, set: &str, answers: &Answers) -> Result<Came> {
    let mut tx = programme.db.begin(Mode::Write).await?;
    let Some((hash, survey)) = by_code(programme, &mut tx, code).await? else { return Ok(Came::NoSuchCode) };
    if !surveys::use_code(&mut tx, survey.id, &hash).await? {
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
        let what = format!("Somebody who is answering “{}” asks to be rung today: “{says}”", survey.title);
        alert(programme, &mut tx, &survey, &what).await?;
    }
    tx.commit().await?;
    Ok(Came::Counted)
}

/// Types in what somebody answered on paper or by telephone, in the same order. With the code of the letter it cannot
/// be answered a second time.
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
) -> Result<()> {
    let opened = load(act, review).await?;
    act.require(Action::RecordEvidence, &opened.object())?;
    let survey = of(act, review, id).await?;
    if survey.closed_on.is_some() {
        return Err(Error::Refused("This survey is closed, so nothing more is counted.".into()));
    }
    if !code.trim().is_empty() {
        let used = match codes::tidy(code) {
            Some(code) => surveys::use_code(&mut act.tx, survey.id, &codes::hash(&code)).await?,
            None => false,
        };
        if !used {
            let says = "This code is not one of this survey's, or has been used. Leave it blank if the paper has none.";
            return Err(Error::field("code", says));
        }
    }
    let programme = act.programme.clone();
    keep(&programme, &mut act.tx, &survey, set, way, answers).await?;
    act.journal(Happened::AnswersEntered, Some(review), None, survey.source).await
}

/// Checks and counts one person's answers, each apart from the others.
async fn keep(
    programme: &Programme,
    tx: &mut Tx,
    survey: &Survey,
    set: &str,
    way: Way,
    answers: &Answers,
) -> Result<()> {
    let set = read(survey).into_iter().find(|known| known.id == set).ok_or(Error::NotFound)?;
    let mut problems = Vec::new();
    let mut counts = BTreeMap::from([(WAYS.to_owned(), way.as_str().to_owned())]);
    let mut texts = Vec::new();
    for question in &set.questions {
        let given = answers.get(&question.id).map_or("", String::as_str);
        match (question.key_of(given), &question.kind) {
            (Err(says), _) => problems.push(Field::new(question.id.clone(), says)),
            (Ok(Some(words)), QuestionKind::Text { .. }) => texts.push((question.id.clone(), words)),
            (Ok(None), QuestionKind::Text { .. }) => {}
            (Ok(key), _) => {
                counts.insert(question.id.clone(), key.unwrap_or_else(|| BLANK.to_owned()));
            }
        }
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    surveys::count(tx, survey.id, &set.id, &counts).await?;
    for (question, words) in texts {
        let noticed = screen(&words);
        if noticed.danger && !set.respondents.are_staff() {
            let what = format!("Written in “{}”, and it may tell of danger: “{words}”", survey.title);
            alert(programme, tx, survey, &what).await?;
        }
        let text = SurveyText {
            id: unordered()?,
            question_set: set.id.clone(),
            question,
            words,
            names: noticed.names,
            state: "new".to_owned(),
        };
        surveys::add_text(tx, survey.id, &text).await?;
    }
    Ok(())
}

/// Raises a same-day alert in the name of whoever opened the survey.
async fn alert(programme: &Programme, tx: &mut Tx, survey: &Survey, what: &str) -> Result<()> {
    let now = programme.now();
    let told = "It came in by itself: nobody has been rung yet.";
    reviews::add_alert(tx, chance::id(now), survey.review_id, "Survey", what, told, survey.opened_by, now).await?;
    Ok(())
}

/// An id that says nothing of when it was made.
fn unordered() -> Result<SurveyTextId> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| Error::Broken(format!("no random bytes: {error}")))?;
    let id: Uuid = Builder::from_random_bytes(bytes).into_uuid();
    Ok(id.into())
}

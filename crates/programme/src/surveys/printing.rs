use practice::ids::{ReviewId, SurveyId};
use practice::journal::Happened;
use store::surveys;

use super::codes;
use super::running::{returned, running};
use crate::{Act, Error, Field, Result};

/// The most codes that are made at once.
const MOST_CODES: i64 = 2_000;
/// The most people that one survey asks.
const MOST_ASKED: i64 = 100_000;

/// Makes codes, one for each letter, in an order that says nothing. They are shown this once. `asked` is how many people
/// are asked altogether, of which the share that answered is taken: a letter that is printed again does not add to it.
/// `seen` is how many codes there were when the person last looked, so that a page that is loaded again makes none.
///
/// # Errors
/// `NotFound` for somebody who does not lead; `Invalid` for no or too many letters, for fewer people asked than have
/// answered, and where codes were made since; `Refused` where it is closed.
pub async fn print_codes(
    act: &mut Act,
    review: ReviewId,
    id: SurveyId,
    count: Option<i64>,
    asked: Option<i64>,
    seen: Option<i64>,
) -> Result<Vec<String>> {
    let (_, survey) = running(act, review, id).await?;
    let mut problems = Vec::new();
    let count = count.filter(|count| (1..=MOST_CODES).contains(count));
    if count.is_none() {
        problems.push(Field::new("count", format!("Give how many to print, from 1 to {MOST_CODES}.")));
    }
    match keep_asked(act, id, asked).await {
        Err(Error::Invalid(wrong)) => problems.extend(wrong),
        other => other?,
    }
    // Counted once the survey is held: whoever printed at the same moment is done by now.
    let made = surveys::codes_made(&mut act.tx, id).await?;
    if seen.is_some_and(|seen| seen != made) {
        let says =
            "Letters were printed since this page was opened. Their codes work. Print more only if you need more.";
        problems.push(Field::new("count", says));
    }
    let (Some(count), true) = (count, problems.is_empty()) else {
        return Err(Error::Invalid(problems));
    };
    let mut made = Vec::new();
    for _ in 0..count {
        made.push(codes::new()?);
    }
    let hashes: Vec<String> = made.iter().map(|code| act.programme.survey_key.code(code)).collect();
    surveys::add_codes(&mut act.tx, survey.id, &hashes).await?;
    act.journal(Happened::CodesPrinted, Some(review), None, survey.source).await?;
    Ok(made)
}

/// Puts right how many people are asked altogether, without printing.
///
/// # Errors
/// `NotFound` for somebody who does not lead; `Invalid` for no number, and for fewer than have answered; `Refused` where
/// it is closed.
pub async fn set_asked(act: &mut Act, review: ReviewId, id: SurveyId, asked: Option<i64>) -> Result<()> {
    let (_, survey) = running(act, review, id).await?;
    keep_asked(act, id, asked).await?;
    act.journal(Happened::SurveyAskedChanged, Some(review), None, survey.source).await
}

async fn keep_asked(act: &mut Act, id: SurveyId, asked: Option<i64>) -> Result<()> {
    let asked = asked.filter(|asked| (1..=MOST_ASKED).contains(asked));
    let asked = asked.ok_or_else(|| Error::field("asked", "Give how many people are asked altogether, in figures."))?;
    // Written first, so that nobody else prints for it meanwhile; what is wrong takes it back.
    if !surveys::set_asked(&mut act.tx, id, asked).await? {
        return Err(Error::Stale);
    }
    let returned = returned(act, id).await?;
    if asked < i64::from(returned) {
        let says = format!("{returned} have answered, so at least as many were asked.");
        return Err(Error::field("asked", says));
    }
    Ok(())
}

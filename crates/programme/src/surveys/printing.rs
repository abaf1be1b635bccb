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
///
/// # Errors
/// `NotFound` for somebody who does not lead; `Invalid` for no or too many letters, and for fewer people asked than have
/// answered; `Refused` where it is closed.
pub async fn print_codes(
    act: &mut Act,
    review: ReviewId,
    id: SurveyId,
    count: Option<i64>,
    asked: Option<i64>,
) -> Result<Vec<String>> {
    let (_, survey) = running(act, review, id).await?;
    if !surveys::hold_open(&mut act.tx, survey.id).await? {
        return Err(Error::Stale);
    }
    let returned = returned(act, id).await?;
    let mut problems = Vec::new();
    let count = count.filter(|count| (1..=MOST_CODES).contains(count));
    if count.is_none() {
        problems.push(Field::new("count", format!("Give how many to print, from 1 to {MOST_CODES}.")));
    }
    let asked = asked.filter(|asked| (1..=MOST_ASKED).contains(asked));
    if asked.is_none() {
        problems.push(Field::new("asked", "Give how many people are asked altogether, in figures."));
    }
    if asked.is_some_and(|asked| asked < i64::from(returned)) {
        problems.push(Field::new("asked", format!("{returned} have answered, so at least as many were asked.")));
    }
    let (Some(count), Some(asked), true) = (count, asked, problems.is_empty()) else {
        return Err(Error::Invalid(problems));
    };
    let mut made = Vec::new();
    for _ in 0..count {
        made.push(codes::new()?);
    }
    let hashes: Vec<String> = made.iter().map(|code| act.programme.survey_key.code(code)).collect();
    surveys::add_codes(&mut act.tx, survey.id, &hashes).await?;
    surveys::set_asked(&mut act.tx, survey.id, asked).await?;
    act.journal(Happened::CodesPrinted, Some(review), None, survey.source).await?;
    Ok(made)
}

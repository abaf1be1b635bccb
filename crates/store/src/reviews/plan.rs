use chrono::NaiveDate;
use practice::ids::{PersonId, ReviewId};
use practice::reviews::Stage;

use crate::people::Person;
use crate::{Error, Result, Tx};

/// The people who review, in their order.
///
/// # Errors
/// Where the database cannot be read.
pub async fn reviewers_of(tx: &mut Tx, review: ReviewId) -> Result<Vec<Person>> {
    sql!(
        tx,
        all Person,
        "SELECT p.id, p.key, p.name, p.job_title, p.registered, p.started, p.ended FROM review_people r
         JOIN people p ON p.id = r.person_id WHERE r.review_id = $1 ORDER BY r.place, p.name",
        review.uuid()
    )
}

/// Sets who reviews.
///
/// # Errors
/// Where the database cannot be written.
pub async fn set_reviewers(tx: &mut Tx, review: ReviewId, people: &[PersonId]) -> Result<()> {
    sql!(tx, execute, "DELETE FROM review_people WHERE review_id = $1", review.uuid())?;
    for (place, person) in (0_i64..).zip(people) {
        sql!(
            tx,
            execute,
            "INSERT INTO review_people (review_id, person_id, speciality, place) VALUES ($1, $2, '', $3)",
            review.uuid(),
            person.uuid(),
            place
        )?;
    }
    Ok(())
}

/// Holds a review while something in it is written, so that nothing is added to one that is being completed.
///
/// # Errors
/// Where the database cannot be written.
pub async fn hold(tx: &mut Tx, review: ReviewId) -> Result<()> {
    sql!(tx, execute, "UPDATE reviews SET version = version WHERE id = $1", review.uuid())?;
    Ok(())
}

/// Moves a review to a stage on a day, where nobody has changed it since.
///
/// # Errors
/// `Stale` where somebody has.
pub async fn move_stage(
    tx: &mut Tx,
    review: ReviewId,
    seen: i64,
    to: Stage,
    on: NaiveDate,
    seed: Option<&str>,
) -> Result<()> {
    let text = match to {
        Stage::Planned => {
            "UPDATE reviews SET stage = $3, planned_on = $4, seed = coalesce($5, seed), version = version + 1 WHERE id = $1 AND version = $2"
        }
        Stage::Announced => {
            "UPDATE reviews SET stage = $3, announced_on = $4, seed = coalesce($5, seed), version = version + 1 WHERE id = $1 AND version = $2"
        }
        Stage::Drawn => {
            "UPDATE reviews SET stage = $3, drawn_on = $4, seed = coalesce($5, seed), version = version + 1 WHERE id = $1 AND version = $2"
        }
        Stage::Gathering => {
            "UPDATE reviews SET stage = $3, gathering_on = $4, seed = coalesce($5, seed), version = version + 1 WHERE id = $1 AND version = $2"
        }
        Stage::Judging => {
            "UPDATE reviews SET stage = $3, judging_on = $4, seed = coalesce($5, seed), version = version + 1 WHERE id = $1 AND version = $2"
        }
        Stage::Completed => {
            "UPDATE reviews SET stage = $3, completed_on = $4, seed = coalesce($5, seed), version = version + 1 WHERE id = $1 AND version = $2"
        }
        Stage::Presented => {
            "UPDATE reviews SET stage = $3, presented_on = $4, seed = coalesce($5, seed), version = version + 1 WHERE id = $1 AND version = $2"
        }
        Stage::Support => {
            "UPDATE reviews SET stage = $3, support_on = $4, seed = coalesce($5, seed), version = version + 1 WHERE id = $1 AND version = $2"
        }
        Stage::Closed => {
            "UPDATE reviews SET stage = $3, closed_on = $4, seed = coalesce($5, seed), version = version + 1 WHERE id = $1 AND version = $2"
        }
    };
    let rows = sql!(tx, execute, text, review.uuid(), seen, to.as_str(), on, seed)?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// What somebody writes of a review as a whole.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Words {
    /// The opening of the report.
    pub summary: String,
    /// What its reader should bear in mind.
    pub caution: String,
    /// Why not everything that was to be read by two is.
    pub read_once: String,
}

/// Sets the words of the report. `left` is how many second readings are left of which they say why.
///
/// # Errors
/// `Stale` where somebody has changed the review since.
pub async fn set_words(tx: &mut Tx, review: ReviewId, seen: i64, words: &Words, left: i64) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE reviews SET summary = $3, caution = $4, read_once = $5, read_once_left = $6, version = version + 1 WHERE id = $1 AND version = $2",
        review.uuid(),
        seen,
        words.summary.trim(),
        words.caution.trim(),
        words.read_once.trim(),
        left
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Sets the dates that follow by rule.
///
/// # Errors
/// Where the database cannot be written.
pub async fn dates_by_rule(
    tx: &mut Tx,
    review: ReviewId,
    full: Option<NaiveDate>,
    light_touch: Option<NaiveDate>,
    resample: Option<NaiveDate>,
) -> Result<()> {
    sql!(
        tx,
        execute,
        "UPDATE reviews SET next_review_on = $2, light_touch_on = $3, resample_on = $4 WHERE id = $1",
        review.uuid(),
        full,
        light_touch,
        resample
    )?;
    Ok(())
}

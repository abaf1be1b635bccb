//! What a review costs in minutes, one piece of work a row.

use chrono::NaiveDate;
use practice::ids::{MinutesId, PersonId, ReviewId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, Tx};

/// One piece of work of a review, in minutes.
#[derive(Clone, Debug, FromRow)]
pub struct MinutesLine {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: MinutesId,
    /// The work.
    pub work: String,
    /// Its first day.
    pub from_day: NaiveDate,
    /// Its last day.
    pub to_day: NaiveDate,
    /// Minutes of the reviewers.
    pub reviewer_minutes: i64,
    /// Minutes of the team.
    pub team_minutes: i64,
    /// Minutes of people and carers.
    pub people_minutes: i64,
}

/// What a review has cost so far, by the first day of the work.
///
/// # Errors
/// Where the database cannot be read.
pub async fn minutes(tx: &mut Tx, review: ReviewId) -> Result<Vec<MinutesLine>> {
    sql!(
        tx,
        all MinutesLine,
        "SELECT id, work, from_day, to_day, reviewer_minutes, team_minutes, people_minutes FROM review_minutes
         WHERE review_id = $1 ORDER BY from_day, to_day, id",
        review.uuid()
    )
}

/// Adds a piece of work.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_minutes(tx: &mut Tx, review: ReviewId, line: &MinutesLine, by: PersonId) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO review_minutes (id, review_id, work, from_day, to_day, reviewer_minutes, team_minutes,
           people_minutes, by_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        line.id.uuid(),
        review.uuid(),
        &line.work,
        line.from_day,
        line.to_day,
        line.reviewer_minutes,
        line.team_minutes,
        line.people_minutes,
        by.uuid()
    )?;
    Ok(())
}

/// Takes out a piece of work. `false` where it is not there.
///
/// # Errors
/// Where the database cannot be written.
pub async fn take_out_minutes(tx: &mut Tx, review: ReviewId, line: MinutesId) -> Result<bool> {
    let rows =
        sql!(tx, execute, "DELETE FROM review_minutes WHERE id = $1 AND review_id = $2", line.uuid(), review.uuid())?;
    Ok(rows == 1)
}

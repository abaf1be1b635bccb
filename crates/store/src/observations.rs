//! Practice that was watched: who watched whom, with whose consent, and what both noted.

use chrono::{DateTime, NaiveDate, Utc};
use practice::ids::{ObservationId, PersonId, ReviewId, SampledCaseId};
use practice::reviews::{Came, Consent, Direction, PersonConsent, Ratings};
use sqlx::FromRow;
use uuid::Uuid;

use crate::types::json;
use crate::{Error, Js, Maybe, Result, Tx};

/// One observation, or one that was declined.
#[derive(Clone, Debug, FromRow)]
pub struct Observation {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: ObservationId,
    /// The review.
    #[sqlx(try_from = "Uuid")]
    pub review_id: ReviewId,
    /// Whoever was watched: a worker, or in the other direction a manager or a colleague.
    #[sqlx(try_from = "Uuid")]
    pub worker_id: PersonId,
    /// By name.
    pub worker: String,
    /// Whoever watched.
    #[sqlx(try_from = "Uuid")]
    pub observer_id: PersonId,
    /// By name.
    pub observer: String,
    /// Who watched whom.
    #[sqlx(try_from = "String")]
    pub direction: Direction,
    /// What was watched, such as "Home visit".
    pub kind: String,
    /// The day; of one that was declined, the day it was asked for.
    pub seen_on: NaiveDate,
    /// The case, if one of the sample.
    #[sqlx(try_from = "Option<Uuid>")]
    pub sampled_case_id: Maybe<SampledCaseId>,
    /// The case's reference.
    pub reference: Option<String>,
    /// Whether whoever was to be watched agreed.
    pub consent_worker: bool,
    /// What the person who uses services said to it.
    #[sqlx(try_from = "String")]
    pub consent_person: PersonConsent,
    /// What the two said before.
    pub before_talk: String,
    /// What the two said after.
    pub after_talk: String,
    /// The marks of the one who watched.
    #[sqlx(try_from = "String")]
    pub observer_ratings: Js<Ratings>,
    /// The note of the one who watched.
    pub observer_note: String,
    /// The marks of the one who was watched.
    #[sqlx(try_from = "String")]
    pub worker_ratings: Js<Ratings>,
    /// The note of the one who was watched.
    pub worker_note: String,
    /// When the one who was watched wrote last.
    pub worker_answered_at: Option<DateTime<Utc>>,
    /// Whether it agrees with the rest of the evidence.
    pub agrees: bool,
    /// How long it took, talks included, where it is known.
    pub minutes: Option<i64>,
    /// Grows with every answer.
    pub version: i64,
}

impl Observation {
    /// Who agreed to it.
    #[must_use]
    pub fn consent(&self) -> Consent {
        Consent { worker: self.consent_worker, person: self.consent_person }
    }

    /// Whether it took place or was declined.
    #[must_use]
    pub fn came(&self) -> Came {
        if self.consent().allows() { Came::Seen } else { Came::Declined }
    }

    /// Whether the one who was watched has written.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.worker_answered_at.is_some()
    }
}

/// An observation to add.
#[derive(Clone, Debug)]
pub struct NewObservation<'a> {
    /// Its id.
    pub id: ObservationId,
    /// The review.
    pub review: ReviewId,
    /// Whoever was watched.
    pub worker: PersonId,
    /// Whoever watched.
    pub observer: PersonId,
    /// Who watched whom.
    pub direction: Direction,
    /// What was watched.
    pub kind: &'a str,
    /// The day.
    pub seen_on: NaiveDate,
    /// The case, if one of the sample.
    pub case: Option<SampledCaseId>,
    /// Who agreed.
    pub consent: Consent,
    /// What the two said before.
    pub before_talk: &'a str,
    /// What the two said after.
    pub after_talk: &'a str,
    /// The marks of the one who watched.
    pub ratings: &'a Ratings,
    /// The note of the one who watched.
    pub note: &'a str,
    /// Whether it agrees with the rest of the evidence.
    pub agrees: bool,
    /// How long it took, where it is known.
    pub minutes: Option<i64>,
}

macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT o.id, o.review_id, o.worker_id, w.name AS worker, o.observer_id, x.name AS observer, o.direction, o.kind,
               o.seen_on, o.sampled_case_id, c.reference, o.consent_worker, o.consent_person, o.before_talk, o.after_talk,
               o.observer_ratings, o.observer_note, o.worker_ratings, o.worker_note, o.worker_answered_at, o.agrees,
               o.minutes, o.version
             FROM observations o JOIN people w ON w.id = o.worker_id JOIN people x ON x.id = o.observer_id
             LEFT JOIN sampled_cases c ON c.id = o.sampled_case_id ",
            $which
        )
    };
}

/// Adds an observation, which the one who was watched has not answered yet.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add(tx: &mut Tx, new: &NewObservation<'_>) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO observations (id, review_id, worker_id, observer_id, direction, kind, seen_on, sampled_case_id,
           consent_worker, consent_person, before_talk, after_talk, observer_ratings, observer_note, worker_ratings,
           worker_note, agrees, minutes, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, '', $16, $17, 1)",
        new.id.uuid(),
        new.review.uuid(),
        new.worker.uuid(),
        new.observer.uuid(),
        new.direction.as_str(),
        new.kind,
        new.seen_on,
        new.case.map(SampledCaseId::uuid),
        new.consent.worker,
        new.consent.person.as_str(),
        new.before_talk,
        new.after_talk,
        json(new.ratings),
        new.note,
        json(&Ratings::default()),
        new.agrees,
        new.minutes
    )?;
    Ok(())
}

/// One observation.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(tx: &mut Tx, id: ObservationId) -> Result<Option<Observation>> {
    sql!(tx, maybe Observation, select!("WHERE o.id = $1"), id.uuid())
}

/// The observations of a review, by day.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_review(tx: &mut Tx, review: ReviewId) -> Result<Vec<Observation>> {
    sql!(tx, all Observation, select!("WHERE o.review_id = $1 ORDER BY o.seen_on, o.id"), review.uuid())
}

/// The observations of one person at work in any review, newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_worker(tx: &mut Tx, worker: PersonId) -> Result<Vec<Observation>> {
    sql!(tx, all Observation, select!("WHERE o.worker_id = $1 ORDER BY o.seen_on DESC, o.id"), worker.uuid())
}

/// Keeps the marks and the note of the one who was watched.
///
/// # Errors
/// `Stale` where they have been written since `seen`.
pub async fn worker_answers(
    tx: &mut Tx,
    id: ObservationId,
    seen: i64,
    ratings: &Ratings,
    note: &str,
    at: DateTime<Utc>,
) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE observations SET worker_ratings = $3, worker_note = $4, worker_answered_at = $5, version = version + 1
         WHERE id = $1 AND version = $2",
        id.uuid(),
        seen,
        json(ratings),
        note,
        at
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

use chrono::{DateTime, NaiveDate, Utc};
use practice::ids::{CaseId, PersonId, ReviewId, SampledCaseId};
use practice::reviews::CaseRecord;
use sqlx::FromRow;
use uuid::Uuid;

use crate::types::json;
use crate::{Error, Js, Maybe, One, Result, Tx};

/// One case (or item) of a sample.
#[derive(Clone, Debug, FromRow)]
pub struct SampledCase {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: SampledCaseId,
    /// The review.
    #[sqlx(try_from = "Uuid")]
    pub review_id: ReviewId,
    /// The vital sign it was drawn for, or blank for a case of a team review.
    pub standard: String,
    /// The case of the caseload.
    #[sqlx(try_from = "Uuid")]
    pub case_id: CaseId,
    /// Its reference.
    pub reference: String,
    /// Whose.
    #[sqlx(try_from = "Uuid")]
    pub worker_id: PersonId,
    /// The worker's name.
    pub worker: String,
    /// What kind of work.
    pub kind: String,
    /// When it opened.
    pub opened: NaiveDate,
    /// Whether there is an informal carer, where it is known.
    pub has_carer: Option<bool>,
    /// Its rank in the draw.
    pub rank: String,
    /// Whether another case was put in its place.
    pub replaced: bool,
    /// Why.
    pub replaced_because: Option<String>,
    /// Who reads it.
    #[sqlx(try_from = "Option<Uuid>")]
    pub reviewer_id: Maybe<PersonId>,
    /// Who reads it, by name.
    pub reviewer: Option<String>,
    /// What was written.
    #[sqlx(try_from = "String")]
    pub record: Js<CaseRecord>,
    /// Grows with every save.
    pub version: i64,
    /// When it was saved last.
    pub saved_at: Option<DateTime<Utc>>,
    /// Who saved it last.
    pub saved_by: Option<String>,
    /// Who saved it last, by id.
    #[sqlx(try_from = "Option<Uuid>")]
    pub saved_by_id: Maybe<PersonId>,
    /// The day it was read to the end.
    pub read_on: Option<NaiveDate>,
    /// The words of a danger that a second reader answered to.
    pub danger_words: Option<String>,
    /// Whether the second reader agreed.
    pub danger_agreed: Option<bool>,
    /// What the second reader wrote.
    pub danger_note: Option<String>,
    /// The second reader, by name.
    pub danger_by: Option<String>,
}

impl SampledCase {
    /// What a second reader said to the danger as it is written now; `None` where nobody has answered to these words.
    #[must_use]
    pub fn danger_answer(&self) -> Option<bool> {
        let answered = self.danger_words.as_deref()?;
        (answered.trim() == self.record.stop.trim()).then_some(self.danger_agreed).flatten()
    }
}

/// A case drawn into a sample.
#[derive(Clone, Debug)]
pub struct NewCase<'a> {
    /// Its id.
    pub id: SampledCaseId,
    /// The review.
    pub review: ReviewId,
    /// The vital sign, or blank.
    pub standard: &'a str,
    /// The line of the draw.
    pub line: &'a DrawLine,
    /// The case it stands in for.
    pub replaces: Option<SampledCaseId>,
    /// Who reads it.
    pub reviewer: Option<PersonId>,
}

/// One line of a draw, kept so that the draw can be worked out again.
#[derive(Clone, Debug, FromRow)]
pub struct DrawLine {
    /// Whose.
    #[sqlx(try_from = "Uuid")]
    pub worker_id: PersonId,
    /// The case.
    #[sqlx(try_from = "Uuid")]
    pub case_id: CaseId,
    /// Its reference.
    pub reference: String,
    /// Its rank.
    pub rank: String,
}

/// Where a case review stands: what to look for and what to expect.
#[derive(Clone, Copy, Debug)]
pub struct CasePlace {
    /// The case.
    pub id: SampledCaseId,
    /// The version that was opened.
    pub seen: i64,
}

/// A worker with no case in the sample, and why.
#[derive(Clone, Debug, FromRow)]
pub struct Exempt {
    /// Who.
    #[sqlx(try_from = "Uuid")]
    pub worker_id: PersonId,
    /// By name.
    pub worker: String,
    /// `new`, `long-absence` or `no-eligible-case`.
    pub kind: String,
    /// The reason recorded.
    pub reason: String,
}

macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT s.id, s.review_id, s.standard, s.case_id, s.reference, s.worker_id, w.name AS worker, s.kind, s.opened,
               c.has_carer, s.rank, s.replaced, s.replaced_because, s.reviewer_id, r.name AS reviewer, s.record, s.version,
               s.saved_at, b.name AS saved_by, s.saved_by AS saved_by_id, s.read_on, d.words AS danger_words,
               d.agreed AS danger_agreed, d.note AS danger_note, x.name AS danger_by
             FROM sampled_cases s JOIN people w ON w.id = s.worker_id JOIN cases c ON c.id = s.case_id
             LEFT JOIN people r ON r.id = s.reviewer_id LEFT JOIN people b ON b.id = s.saved_by
             LEFT JOIN danger_readings d ON d.sampled_case_id = s.id LEFT JOIN people x ON x.id = d.by_id ",
            $which
        )
    };
}

/// The sample of a review, replaced cases too.
///
/// # Errors
/// Where the database cannot be read.
pub async fn cases(tx: &mut Tx, review: ReviewId) -> Result<Vec<SampledCase>> {
    sql!(tx, all SampledCase, select!("WHERE s.review_id = $1 ORDER BY s.standard, s.reference"), review.uuid())
}

/// One case of a sample.
///
/// # Errors
/// Where the database cannot be read.
pub async fn case(tx: &mut Tx, id: SampledCaseId) -> Result<Option<SampledCase>> {
    sql!(tx, maybe SampledCase, select!("WHERE s.id = $1"), id.uuid())
}

/// The cases of a worker in any sample, newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn cases_of_worker(tx: &mut Tx, worker: PersonId) -> Result<Vec<SampledCase>> {
    sql!(tx, all SampledCase, select!("WHERE s.worker_id = $1 AND s.replaced = FALSE ORDER BY s.id DESC"), worker.uuid())
}

/// Puts a drawn case into the sample.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_case(tx: &mut Tx, new: &NewCase<'_>) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO sampled_cases (id, review_id, standard, case_id, reference, worker_id, kind, opened, rank, replaces_id,
           replaced, replaced_because, reviewer_id, record, version, saved_at, saved_by, read_on)
         SELECT $1, $2, $3, c.id, c.reference, c.worker_id, c.kind, c.opened, $5, $6, FALSE, NULL, $7, $8, 1, NULL, NULL, NULL
         FROM cases c WHERE c.id = $4",
        new.id.uuid(),
        new.review.uuid(),
        new.standard,
        new.line.case_id.uuid(),
        &new.line.rank,
        new.replaces.map(SampledCaseId::uuid),
        new.reviewer.map(PersonId::uuid),
        json(&CaseRecord::default())
    )?;
    Ok(())
}

/// Keeps one line of the draw.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_draw(tx: &mut Tx, review: ReviewId, standard: &str, line: &DrawLine) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO draws (review_id, standard, worker_id, case_id, reference, rank) VALUES ($1, $2, $3, $4, $5, $6)",
        review.uuid(),
        standard,
        line.worker_id.uuid(),
        line.case_id.uuid(),
        &line.reference,
        &line.rank
    )?;
    Ok(())
}

/// The lines of a draw for one worker and standard, lowest rank first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn draws(tx: &mut Tx, review: ReviewId, standard: &str, worker: PersonId) -> Result<Vec<DrawLine>> {
    sql!(
        tx,
        all DrawLine,
        "SELECT worker_id, case_id, reference, rank FROM draws
         WHERE review_id = $1 AND standard = $2 AND worker_id = $3 ORDER BY rank, reference",
        review.uuid(),
        standard,
        worker.uuid()
    )
}

/// Records that a worker has no case in the sample.
///
/// # Errors
/// Where the database cannot be written.
pub async fn exempt(tx: &mut Tx, review: ReviewId, worker: PersonId, kind: &str, reason: &str) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO exemptions (review_id, worker_id, kind, reason) VALUES ($1, $2, $3, $4)
         ON CONFLICT (review_id, worker_id) DO NOTHING",
        review.uuid(),
        worker.uuid(),
        kind,
        reason
    )?;
    Ok(())
}

/// Workers with no case, by name.
///
/// # Errors
/// Where the database cannot be read.
pub async fn exemptions(tx: &mut Tx, review: ReviewId) -> Result<Vec<Exempt>> {
    sql!(
        tx,
        all Exempt,
        "SELECT e.worker_id, p.name AS worker, e.kind, e.reason FROM exemptions e JOIN people p ON p.id = e.worker_id
         WHERE e.review_id = $1 ORDER BY p.name",
        review.uuid()
    )
}

/// Gives a case to a reviewer, where it is still with the reader who was `seen`. What is being written about the
/// case is not disturbed: its version stays.
///
/// # Errors
/// `Stale` where it was given to somebody else since.
pub async fn assign(
    tx: &mut Tx,
    case: SampledCaseId,
    reviewer: Option<PersonId>,
    seen: Option<PersonId>,
) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE sampled_cases SET reviewer_id = $2
         WHERE id = $1 AND replaced = FALSE AND reviewer_id IS NOT DISTINCT FROM $3",
        case.uuid(),
        reviewer.map(PersonId::uuid),
        seen.map(PersonId::uuid)
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Takes a case out of the sample, for a reason.
///
/// # Errors
/// `Stale` where it was taken out or read already, or somebody has written in it since.
pub async fn replace_case(tx: &mut Tx, place: CasePlace, because: &str) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE sampled_cases SET replaced = TRUE, replaced_because = $3
         WHERE id = $1 AND version = $2 AND replaced = FALSE AND read_on IS NULL",
        place.id.uuid(),
        place.seen,
        because
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Saves what was written about a case, where nobody has saved since. Gives the new version.
///
/// # Errors
/// `Stale` where somebody has.
pub async fn save_case(
    tx: &mut Tx,
    place: CasePlace,
    record: &CaseRecord,
    by: PersonId,
    at: DateTime<Utc>,
) -> Result<i64> {
    let row = sql!(
        tx,
        maybe One<i64>,
        "UPDATE sampled_cases SET record = $3, version = version + 1, saved_at = $4, saved_by = $5
         WHERE id = $1 AND version = $2 RETURNING version",
        place.id.uuid(),
        place.seen,
        json(record),
        at,
        by.uuid()
    )?;
    let (version,) = row.ok_or(Error::Stale)?;
    sql!(
        tx,
        execute,
        "INSERT INTO case_writers (sampled_case_id, person_id) VALUES ($1, $2)
         ON CONFLICT (sampled_case_id, person_id) DO NOTHING",
        place.id.uuid(),
        by.uuid()
    )?;
    Ok(version)
}

/// Whether somebody has ever written in a case.
///
/// # Errors
/// Where the database cannot be read.
pub async fn has_written(tx: &mut Tx, case: SampledCaseId, person: PersonId) -> Result<bool> {
    let (times,) = sql!(
        tx,
        one One<i64>,
        "SELECT count(*) FROM case_writers WHERE sampled_case_id = $1 AND person_id = $2",
        case.uuid(),
        person.uuid()
    )?;
    Ok(times > 0)
}

/// Marks a case as read to the end, or opens it again.
///
/// # Errors
/// `Stale` where somebody else has done so already.
pub async fn finish_case(tx: &mut Tx, case: SampledCaseId, on: Option<NaiveDate>) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE sampled_cases SET read_on = $2 WHERE id = $1 AND (read_on IS NULL) <> ($2 IS NULL)",
        case.uuid(),
        on
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Keeps what a second reader said to a danger, as it was written then. A new answer takes the place of an old one.
///
/// # Errors
/// Where the database cannot be written.
pub async fn answer_danger(
    tx: &mut Tx,
    case: SampledCaseId,
    words: &str,
    agreed: bool,
    note: &str,
    by: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO danger_readings (sampled_case_id, words, agreed, note, by_id, at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (sampled_case_id) DO UPDATE SET words = excluded.words, agreed = excluded.agreed,
           note = excluded.note, by_id = excluded.by_id, at = excluded.at",
        case.uuid(),
        words,
        agreed,
        note,
        by.uuid(),
        at
    )?;
    Ok(())
}

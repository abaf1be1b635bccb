use chrono::{DateTime, NaiveDate, Utc};
use practice::ids::{PersonId, ReviewId, SampledCaseId};
use practice::reviews::CaseRecord;
use sqlx::FromRow;
use uuid::Uuid;

use crate::types::json;
use crate::{Error, Js, One, Result, Tx};

/// A second, blind reading of a case.
#[derive(Clone, Debug, FromRow)]
pub struct SecondReading {
    /// The case.
    #[sqlx(try_from = "Uuid")]
    pub sampled_case_id: SampledCaseId,
    /// Who reads it a second time.
    #[sqlx(try_from = "Uuid")]
    pub reader_id: PersonId,
    /// Their name.
    pub reader: String,
    /// Whether every standard is read, or the critical ones.
    pub whole: bool,
    /// What they marked.
    #[sqlx(try_from = "String")]
    pub record: Js<CaseRecord>,
    /// When they said it is done.
    pub locked_at: Option<DateTime<Utc>>,
    /// Grows with every save.
    pub version: i64,
}

/// How two readers marked one part, as both stood when the later of them was done.
#[derive(Clone, Debug, FromRow)]
pub struct TwoMarks {
    /// The case.
    #[sqlx(try_from = "Uuid")]
    pub sampled_case_id: SampledCaseId,
    /// The part.
    pub part: String,
    /// Its standard.
    pub standard: String,
    /// Who wrote the first reading.
    #[sqlx(try_from = "Uuid")]
    pub first_id: PersonId,
    /// By name.
    pub first_reader: String,
    /// Who read it a second time.
    #[sqlx(try_from = "Uuid")]
    pub second_id: PersonId,
    /// By name.
    pub second_reader: String,
    /// What the first marked.
    pub first_mark: String,
    /// What the second did.
    pub second_mark: String,
}

/// What two readers who differed came to.
#[derive(Clone, Debug, FromRow)]
pub struct Talk {
    /// The case.
    #[sqlx(try_from = "Uuid")]
    pub sampled_case_id: SampledCaseId,
    /// The part.
    pub part: String,
    /// The mark they settled on.
    pub settled: String,
    /// Why.
    pub why: String,
    /// The day.
    pub talked_on: NaiveDate,
}

/// Asks somebody to read a case a second time. Somebody else who was asked before and has not begun is let go. For
/// whoever reads it already nothing changes, but that they read it whole from now on where `whole` says so. `seen` is
/// the version of the second reading that stood there; 0 where nobody was asked.
///
/// # Errors
/// `Stale` where it was asked for, saved or locked since `seen`.
pub async fn ask_second(
    tx: &mut Tx,
    review: ReviewId,
    case: SampledCaseId,
    reader: PersonId,
    whole: bool,
    seen: i64,
) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "INSERT INTO second_readings (sampled_case_id, review_id, reader_id, whole, record, version)
         VALUES ($1, $2, $3, $4, $5, 1)
         ON CONFLICT (sampled_case_id) DO UPDATE SET reader_id = excluded.reader_id,
           whole = CASE WHEN second_readings.reader_id = excluded.reader_id
             THEN second_readings.whole OR excluded.whole ELSE excluded.whole END,
           record = CASE WHEN second_readings.reader_id = excluded.reader_id THEN second_readings.record ELSE excluded.record END,
           version = CASE WHEN second_readings.reader_id = excluded.reader_id
             THEN second_readings.version ELSE second_readings.version + 1 END
         WHERE second_readings.locked_at IS NULL AND second_readings.version = $6",
        case.uuid(),
        review.uuid(),
        reader.uuid(),
        whole,
        json(&CaseRecord::default()),
        seen
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Opens a finished second reading of the critical standards again, to be read whole: what was marked stays.
///
/// # Errors
/// `Stale` where it has changed since `seen`, or is read whole already.
pub async fn extend_second(tx: &mut Tx, case: SampledCaseId, seen: i64) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE second_readings SET whole = TRUE, locked_at = NULL, version = version + 1
         WHERE sampled_case_id = $1 AND version = $2 AND whole = FALSE AND locked_at IS NOT NULL",
        case.uuid(),
        seen
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Ends a second reading that was to be read whole with what was finished of it before.
///
/// # Errors
/// `Stale` where it was saved or locked since `seen`.
pub async fn narrow_second(
    tx: &mut Tx,
    case: SampledCaseId,
    record: &CaseRecord,
    locked_at: DateTime<Utc>,
    seen: i64,
) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE second_readings SET whole = FALSE, record = $2, locked_at = $3, version = version + 1
         WHERE sampled_case_id = $1 AND version = $4 AND locked_at IS NULL",
        case.uuid(),
        json(record),
        locked_at,
        seen
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Takes away a second reading that is not finished, with what was marked in it.
///
/// # Errors
/// `Stale` where it was saved, locked or taken away since `seen`.
pub async fn withdraw_second(tx: &mut Tx, case: SampledCaseId, seen: i64) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "DELETE FROM second_readings WHERE sampled_case_id = $1 AND version = $2 AND locked_at IS NULL",
        case.uuid(),
        seen
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT s.sampled_case_id, s.reader_id, p.name AS reader, s.whole, s.record, s.locked_at, s.version
             FROM second_readings s JOIN people p ON p.id = s.reader_id ",
            $which
        )
    };
}

/// The second readings of a review.
///
/// # Errors
/// Where the database cannot be read.
pub async fn second_readings(tx: &mut Tx, review: ReviewId) -> Result<Vec<SecondReading>> {
    sql!(tx, all SecondReading, select!("WHERE s.review_id = $1 ORDER BY s.sampled_case_id"), review.uuid())
}

/// The second reading of a case, once somebody was asked for it.
///
/// # Errors
/// Where the database cannot be read.
pub async fn second_reading(tx: &mut Tx, case: SampledCaseId) -> Result<Option<SecondReading>> {
    sql!(tx, maybe SecondReading, select!("WHERE s.sampled_case_id = $1"), case.uuid())
}

/// Who is to read a case of a review a second time and has not finished. Cases that were replaced do not count.
///
/// # Errors
/// Where the database cannot be read.
pub async fn reading_blind(tx: &mut Tx, review: ReviewId) -> Result<Vec<PersonId>> {
    let rows = sql!(
        tx,
        all One<Uuid>,
        "SELECT DISTINCT s.reader_id FROM second_readings s JOIN sampled_cases c ON c.id = s.sampled_case_id
         WHERE s.review_id = $1 AND s.locked_at IS NULL AND c.replaced = FALSE",
        review.uuid()
    )?;
    Ok(rows.into_iter().map(|(reader,)| reader.into()).collect())
}

/// Everybody who has ever written in a case of a review.
///
/// # Errors
/// Where the database cannot be read.
pub async fn writers(tx: &mut Tx, review: ReviewId) -> Result<Vec<(SampledCaseId, PersonId)>> {
    let rows = sql!(
        tx,
        all(Uuid, Uuid),
        "SELECT w.sampled_case_id, w.person_id FROM case_writers w JOIN sampled_cases c ON c.id = w.sampled_case_id
         WHERE c.review_id = $1",
        review.uuid()
    )?;
    Ok(rows.into_iter().map(|(case, person)| (case.into(), person.into())).collect())
}

/// Keeps how two readers marked the parts of a case, once: what is kept of a part already stays.
///
/// # Errors
/// Where the database cannot be written.
pub async fn keep_two_marks(tx: &mut Tx, case: SampledCaseId, marks: &[TwoMarks]) -> Result<()> {
    for mark in marks {
        sql!(
            tx,
            execute,
            "INSERT INTO marked_twice (sampled_case_id, part, standard, first_id, second_id, first_mark, second_mark)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (sampled_case_id, part) DO NOTHING",
            case.uuid(),
            &mark.part,
            &mark.standard,
            mark.first_id.uuid(),
            mark.second_id.uuid(),
            &mark.first_mark,
            &mark.second_mark
        )?;
    }
    Ok(())
}

/// How two readers marked the cases of a review that both have finished. Cases that were replaced are left out.
///
/// # Errors
/// Where the database cannot be read.
pub async fn two_marks(tx: &mut Tx, review: ReviewId) -> Result<Vec<TwoMarks>> {
    sql!(
        tx,
        all TwoMarks,
        "SELECT m.sampled_case_id, m.part, m.standard, m.first_id, f.name AS first_reader, m.second_id,
           s.name AS second_reader, m.first_mark, m.second_mark
         FROM marked_twice m JOIN sampled_cases c ON c.id = m.sampled_case_id JOIN people f ON f.id = m.first_id
         JOIN people s ON s.id = m.second_id
         WHERE c.review_id = $1 AND c.replaced = FALSE ORDER BY m.sampled_case_id, m.standard, m.part",
        review.uuid()
    )
}

/// Keeps what a second reader marked, and locks it where they say it is done.
///
/// # Errors
/// `Stale` where it has been saved or locked since.
pub async fn save_second(
    tx: &mut Tx,
    case: SampledCaseId,
    record: &CaseRecord,
    locked_at: Option<DateTime<Utc>>,
    seen: i64,
) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE second_readings SET record = $2, locked_at = $3, version = version + 1
         WHERE sampled_case_id = $1 AND version = $4 AND locked_at IS NULL",
        case.uuid(),
        json(record),
        locked_at,
        seen
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Keeps what two readers came to on a part, once.
///
/// # Errors
/// `Stale` where it is written down already.
pub async fn put_talk(tx: &mut Tx, talk: &Talk, by: PersonId) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "INSERT INTO moderation_talks (sampled_case_id, part, settled, why, by_id, talked_on) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (sampled_case_id, part) DO NOTHING",
        talk.sampled_case_id.uuid(),
        &talk.part,
        &talk.settled,
        &talk.why,
        by.uuid(),
        talk.talked_on
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// What readers came to, in a review.
///
/// # Errors
/// Where the database cannot be read.
pub async fn talks(tx: &mut Tx, review: ReviewId) -> Result<Vec<Talk>> {
    sql!(
        tx,
        all Talk,
        "SELECT t.sampled_case_id, t.part, t.settled, t.why, t.talked_on FROM moderation_talks t
         JOIN sampled_cases c ON c.id = t.sampled_case_id WHERE c.review_id = $1 ORDER BY t.sampled_case_id, t.part",
        review.uuid()
    )
}

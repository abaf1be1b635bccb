use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use practice::ids::{EvidenceId, OverrideId, PersonId, ReviewId};
use practice::reviews::Outcome;
use sqlx::FromRow;
use uuid::Uuid;

use crate::types::json;
use crate::{Error, Js, MaybeWord, One, Result, Tx};

/// The judgement of one standard in one review. What the rules give and what was settled stand side by side.
#[derive(Clone, Debug, FromRow)]
pub struct Judgement {
    /// The standard.
    pub standard: String,
    /// Marks for the team, by part.
    #[sqlx(try_from = "String")]
    pub marks: Js<BTreeMap<String, String>>,
    /// Why a part does not apply.
    #[sqlx(try_from = "String")]
    pub reasons: Js<BTreeMap<String, String>>,
    /// How many passed, where it is counted.
    pub rate_passing: Option<i64>,
    /// Of how many.
    pub rate_of: Option<i64>,
    /// What was counted, and when.
    pub rate_period: Option<String>,
    /// What the rules gave when it was saved last.
    #[sqlx(try_from = "String")]
    pub computed: Outcome,
    /// With everything missing at its worst.
    #[sqlx(try_from = "String")]
    pub worst: Outcome,
    /// With everything missing at its best.
    #[sqlx(try_from = "String")]
    pub best: Outcome,
    /// Why, in a sentence.
    pub because: String,
    /// What the reviewer adds, for the report.
    pub comment: String,
    /// What was settled; nothing until somebody agrees.
    #[sqlx(try_from = "Option<String>")]
    pub settled: MaybeWord<Outcome>,
    /// Why it was not judged.
    pub not_judged_because: Option<String>,
    /// Who saved it last.
    #[sqlx(try_from = "Uuid")]
    pub by_id: PersonId,
    /// By name.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Grows with every save.
    pub version: i64,
}

/// A proposal to judge differently from the rules.
#[derive(Clone, Debug, FromRow)]
pub struct OverrideRow {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: OverrideId,
    /// The standard.
    pub standard: String,
    /// What the rules gave.
    #[sqlx(try_from = "String")]
    pub computed: Outcome,
    /// What is proposed.
    #[sqlx(try_from = "String")]
    pub proposed: Outcome,
    /// Why.
    pub reason: String,
    /// The evidence it rests on.
    #[sqlx(try_from = "String")]
    pub evidence: Js<Vec<EvidenceId>>,
    /// Who proposes.
    #[sqlx(try_from = "Uuid")]
    pub by_id: PersonId,
    /// By name.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The second reader.
    #[sqlx(try_from = "Uuid")]
    pub second_id: PersonId,
    /// By name.
    pub second_name: String,
    /// `agreed` or `declined`.
    pub answer: Option<String>,
    /// What the second reader wrote.
    pub answer_note: Option<String>,
    /// When.
    pub answered_at: Option<DateTime<Utc>>,
}

/// What a standard was settled as before, and why that changed.
#[derive(Clone, Debug, FromRow)]
pub struct Change {
    /// What it was settled as.
    #[sqlx(try_from = "String")]
    pub was: Outcome,
    /// Who had settled it.
    pub settled_by: String,
    /// When.
    pub settled_at: DateTime<Utc>,
    /// Why it was opened again.
    pub reason: String,
    /// Who opened it again.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A proposal to add.
#[derive(Clone, Debug)]
pub struct NewOverride<'a> {
    /// Its id.
    pub id: OverrideId,
    /// The review.
    pub review: ReviewId,
    /// The standard.
    pub standard: &'a str,
    /// What the rules gave.
    pub computed: Outcome,
    /// What is proposed.
    pub proposed: Outcome,
    /// Why.
    pub reason: &'a str,
    /// The evidence.
    pub evidence: &'a [EvidenceId],
    /// Who proposes.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
    /// The second reader.
    pub second: PersonId,
}

macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT j.standard, j.marks, j.reasons, j.rate_passing, j.rate_of, j.rate_period, j.computed, j.worst, j.best,
               j.because, j.comment, j.final AS settled, j.not_judged_because, j.by_id, p.name AS by_name, j.at, j.version
             FROM judgements j JOIN people p ON p.id = j.by_id ",
            $which
        )
    };
}

/// The judgements of a review.
///
/// # Errors
/// Where the database cannot be read.
pub async fn judgements(tx: &mut Tx, review: ReviewId) -> Result<Vec<Judgement>> {
    sql!(tx, all Judgement, select!("WHERE j.review_id = $1 ORDER BY j.standard"), review.uuid())
}

/// The judgement of one standard.
///
/// # Errors
/// Where the database cannot be read.
pub async fn judgement(tx: &mut Tx, review: ReviewId, standard: &str) -> Result<Option<Judgement>> {
    sql!(tx, maybe Judgement, select!("WHERE j.review_id = $1 AND j.standard = $2"), review.uuid(), standard)
}

/// Saves the marks for a standard and what they come to, where nobody has saved since (`seen`, 0 for
/// the first time). What was settled before is no longer settled. Gives the new version.
///
/// # Errors
/// `Stale` where somebody has.
pub async fn put_judgement(tx: &mut Tx, review: ReviewId, judgement: &Judgement, seen: i64) -> Result<i64> {
    let row = sql!(
        tx,
        maybe One<i64>,
        "INSERT INTO judgements (review_id, standard, marks, reasons, rate_passing, rate_of, rate_period, computed, worst,
           best, because, comment, final, not_judged_because, by_id, at, version)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1
         WHERE $17 = 0 OR EXISTS (SELECT 1 FROM judgements WHERE review_id = $1 AND standard = $2)
         ON CONFLICT (review_id, standard) DO UPDATE SET marks = excluded.marks, reasons = excluded.reasons,
           rate_passing = excluded.rate_passing, rate_of = excluded.rate_of, rate_period = excluded.rate_period,
           computed = excluded.computed, worst = excluded.worst, best = excluded.best, because = excluded.because,
           comment = excluded.comment, final = excluded.final, not_judged_because = excluded.not_judged_because,
           by_id = excluded.by_id, at = excluded.at, version = judgements.version + 1
         WHERE judgements.version = $17 RETURNING version",
        review.uuid(),
        &judgement.standard,
        json(&judgement.marks.0),
        json(&judgement.reasons.0),
        judgement.rate_passing,
        judgement.rate_of,
        judgement.rate_period.as_deref(),
        judgement.computed.as_str(),
        judgement.worst.as_str(),
        judgement.best.as_str(),
        &judgement.because,
        &judgement.comment,
        judgement.settled.0.map(Outcome::as_str),
        judgement.not_judged_because.as_deref(),
        judgement.by_id.uuid(),
        judgement.at,
        seen
    )?;
    row.map(|(version,)| version).ok_or(Error::Stale)
}

/// Settles a judgement by what two readers agreed.
///
/// # Errors
/// `Stale` where it has changed since the proposal.
pub async fn settle_judgement(
    tx: &mut Tx,
    review: ReviewId,
    standard: &str,
    computed: Outcome,
    to: Outcome,
) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE judgements SET final = $4, version = version + 1 WHERE review_id = $1 AND standard = $2 AND computed = $3",
        review.uuid(),
        standard,
        computed.as_str(),
        to.as_str()
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Opens a settled judgement again, where nobody has saved since.
///
/// # Errors
/// `Stale` where somebody has.
pub async fn unsettle_judgement(tx: &mut Tx, review: ReviewId, standard: &str, seen: i64) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE judgements SET final = NULL, version = version + 1
         WHERE review_id = $1 AND standard = $2 AND version = $3 AND final IS NOT NULL",
        review.uuid(),
        standard,
        seen
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Keeps what a settled judgement was before it changed, and why it changed (R19).
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_change(
    tx: &mut Tx,
    id: Uuid,
    review: ReviewId,
    was: &Judgement,
    reason: &str,
    by: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    let settled = was.settled.0.unwrap_or(was.computed);
    sql!(
        tx,
        execute,
        "INSERT INTO judgement_changes (id, review_id, standard, was, marks, settled_by, settled_at, reason, by_id, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id,
        review.uuid(),
        &was.standard,
        settled.as_str(),
        json(&was.marks.0),
        was.by_id.uuid(),
        was.at,
        reason,
        by.uuid(),
        at
    )?;
    Ok(())
}

/// What one standard of a review was settled as before, newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn changes(tx: &mut Tx, review: ReviewId, standard: &str) -> Result<Vec<Change>> {
    sql!(
        tx,
        all Change,
        "SELECT c.was, s.name AS settled_by, c.settled_at, c.reason, b.name AS by_name, c.at FROM judgement_changes c
         JOIN people s ON s.id = c.settled_by JOIN people b ON b.id = c.by_id
         WHERE c.review_id = $1 AND c.standard = $2 ORDER BY c.at DESC, c.id DESC",
        review.uuid(),
        standard
    )
}

/// Adds a proposal to judge differently.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_override(tx: &mut Tx, new: &NewOverride<'_>) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO overrides (id, review_id, standard, computed, proposed, reason, evidence, by_id, at, second_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        new.id.uuid(),
        new.review.uuid(),
        new.standard,
        new.computed.as_str(),
        new.proposed.as_str(),
        new.reason,
        json(&new.evidence),
        new.by.uuid(),
        new.at,
        new.second.uuid()
    )?;
    Ok(())
}

/// The proposals of a review: those that wait, then the newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn overrides(tx: &mut Tx, review: ReviewId) -> Result<Vec<OverrideRow>> {
    sql!(
        tx,
        all OverrideRow,
        "SELECT o.id, o.standard, o.computed, o.proposed, o.reason, o.evidence, o.by_id, b.name AS by_name, o.at, o.second_id,
           s.name AS second_name, o.answer, o.answer_note, o.answered_at
         FROM overrides o JOIN people b ON b.id = o.by_id JOIN people s ON s.id = o.second_id
         WHERE o.review_id = $1 ORDER BY CASE WHEN o.answer IS NULL THEN 0 ELSE 1 END, o.at DESC, o.id DESC",
        review.uuid()
    )
}

/// Keeps the second reader's answer, where there is none yet.
///
/// # Errors
/// `Stale` where it was answered already.
pub async fn answer_override(tx: &mut Tx, id: OverrideId, answer: &str, note: &str, at: DateTime<Utc>) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE overrides SET answer = $2, answer_note = $3, answered_at = $4 WHERE id = $1 AND answer IS NULL",
        id.uuid(),
        answer,
        note,
        at
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

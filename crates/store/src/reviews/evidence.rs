use chrono::{DateTime, NaiveDate, Utc};
use practice::ids::{ContradictionId, EvidenceId, PersonId, ReviewId, SampledCaseId};
use practice::reviews::{Origin, SourceState};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Error, Maybe, Result, Tx};

/// How far one source of a review has come.
#[derive(Clone, Debug, FromRow)]
pub struct SourceRow {
    /// Such as `E3`.
    pub source: String,
    /// How far.
    #[sqlx(try_from = "String")]
    pub state: SourceState,
    /// What came, or why not.
    pub detail: String,
    /// Whether a person said so, and not the programme that counts.
    pub by_hand: bool,
    /// Grows with every change.
    pub version: i64,
}

/// One item of evidence.
#[derive(Clone, Debug, FromRow)]
pub struct Evidence {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: EvidenceId,
    /// The case it came from, if one.
    #[sqlx(try_from = "Option<Uuid>")]
    pub sampled_case_id: Maybe<SampledCaseId>,
    /// The case's reference.
    pub reference: Option<String>,
    /// The source.
    pub source: String,
    /// Its own date: when it was said, seen or counted.
    pub dated: NaiveDate,
    /// Heard or seen at first hand.
    pub direct: bool,
    /// Whether it agrees with the rest.
    pub agrees: bool,
    /// How it came to be written down.
    #[sqlx(try_from = "String")]
    pub origin: Origin,
    /// What it says.
    pub note: String,
    /// Who wrote it down.
    #[sqlx(try_from = "Uuid")]
    pub by_id: PersonId,
    /// Their name.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Evidence to add.
#[derive(Clone, Debug)]
pub struct NewEvidence<'a> {
    /// Its id.
    pub id: EvidenceId,
    /// The review.
    pub review: ReviewId,
    /// The case, if one.
    pub case: Option<SampledCaseId>,
    /// The source.
    pub source: &'a str,
    /// Its own date.
    pub dated: NaiveDate,
    /// Heard or seen at first hand.
    pub direct: bool,
    /// Whether it agrees with the rest.
    pub agrees: bool,
    /// How it came to be written down.
    pub origin: Origin,
    /// What it says.
    pub note: &'a str,
    /// Standard and part (blank for the whole standard).
    pub parts: &'a [(String, String)],
    /// Who writes it down.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

/// Two sources that disagree.
#[derive(Clone, Debug, FromRow)]
pub struct Contradiction {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: ContradictionId,
    /// The case, if one.
    #[sqlx(try_from = "Option<Uuid>")]
    pub sampled_case_id: Maybe<SampledCaseId>,
    /// The case's reference.
    pub reference: Option<String>,
    /// The standard.
    pub standard: String,
    /// The part, or blank.
    pub element: String,
    /// What the record says.
    pub record_says: String,
    /// What people say, or what was seen.
    pub people_say: String,
    /// Where else to look.
    pub third_source: String,
    /// What was concluded.
    pub decision: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Who settled it.
    pub settled_by: Option<String>,
    /// When.
    pub settled_on: Option<NaiveDate>,
}

impl Contradiction {
    /// Whether nobody has settled it yet.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.decision.is_none()
    }
}

/// The sources of a review.
///
/// # Errors
/// Where the database cannot be read.
pub async fn sources(tx: &mut Tx, review: ReviewId) -> Result<Vec<SourceRow>> {
    sql!(
        tx,
        all SourceRow,
        "SELECT source, state, detail, by_hand, version FROM source_states WHERE review_id = $1",
        review.uuid()
    )
}

/// Records how far a source has come, as the programme counts it. `seen` is 0 for the first time.
///
/// # Errors
/// `Stale` where somebody has recorded it since.
pub async fn put_source(
    tx: &mut Tx,
    review: ReviewId,
    source: &str,
    state: SourceState,
    detail: &str,
    seen: i64,
) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "INSERT INTO source_states (review_id, source, state, detail, by_hand, version)
         VALUES ($1, $2, $3, $4, FALSE, 1)
         ON CONFLICT (review_id, source) DO UPDATE SET state = excluded.state, detail = excluded.detail,
           by_hand = excluded.by_hand, version = source_states.version + 1 WHERE source_states.version = $5",
        review.uuid(),
        source,
        state.as_str(),
        detail,
        seen
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Keeps that a person said how far a source has come, after [`put_source`].
///
/// # Errors
/// Where the database cannot be written.
pub async fn source_by_hand(tx: &mut Tx, review: ReviewId, source: &str) -> Result<()> {
    sql!(
        tx,
        execute,
        "UPDATE source_states SET by_hand = TRUE WHERE review_id = $1 AND source = $2",
        review.uuid(),
        source
    )?;
    Ok(())
}

/// Adds evidence and says which parts it bears on.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_evidence(tx: &mut Tx, new: &NewEvidence<'_>) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO evidence (id, review_id, sampled_case_id, source, dated, direct, agrees, origin, note, by_id, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        new.id.uuid(),
        new.review.uuid(),
        new.case.map(SampledCaseId::uuid),
        new.source,
        new.dated,
        new.direct,
        new.agrees,
        new.origin.as_str(),
        new.note,
        new.by.uuid(),
        new.at
    )?;
    for (standard, element) in new.parts {
        sql!(
            tx,
            execute,
            "INSERT INTO evidence_parts (evidence_id, standard, element) VALUES ($1, $2, $3)
             ON CONFLICT (evidence_id, standard, element) DO NOTHING",
            new.id.uuid(),
            standard,
            element
        )?;
    }
    Ok(())
}

/// Takes an item of evidence away.
///
/// # Errors
/// Where the database cannot be written.
pub async fn remove_evidence(tx: &mut Tx, review: ReviewId, item: EvidenceId) -> Result<()> {
    sql!(
        tx,
        execute,
        "DELETE FROM evidence_parts WHERE evidence_id IN (SELECT e.id FROM evidence e WHERE e.id = $1 AND e.review_id = $2)",
        item.uuid(),
        review.uuid()
    )?;
    sql!(tx, execute, "DELETE FROM evidence WHERE id = $1 AND review_id = $2", item.uuid(), review.uuid())?;
    Ok(())
}

/// All the evidence of a review, by source and date.
///
/// # Errors
/// Where the database cannot be read.
pub async fn evidence(tx: &mut Tx, review: ReviewId) -> Result<Vec<Evidence>> {
    sql!(
        tx,
        all Evidence,
        "SELECT e.id, e.sampled_case_id, c.reference, e.source, e.dated, e.direct, e.agrees, e.origin, e.note, e.by_id, p.name AS by_name, e.at
         FROM evidence e JOIN people p ON p.id = e.by_id LEFT JOIN sampled_cases c ON c.id = e.sampled_case_id
         WHERE e.review_id = $1 ORDER BY e.source, e.dated, e.id",
        review.uuid()
    )
}

/// The evidence that bears on one standard.
///
/// # Errors
/// Where the database cannot be read.
pub async fn evidence_for(tx: &mut Tx, review: ReviewId, standard: &str) -> Result<Vec<Evidence>> {
    sql!(
        tx,
        all Evidence,
        "SELECT e.id, e.sampled_case_id, c.reference, e.source, e.dated, e.direct, e.agrees, e.origin, e.note, e.by_id, p.name AS by_name, e.at
         FROM evidence e JOIN people p ON p.id = e.by_id LEFT JOIN sampled_cases c ON c.id = e.sampled_case_id
         WHERE e.review_id = $1 AND EXISTS (SELECT 1 FROM evidence_parts x WHERE x.evidence_id = e.id AND x.standard = $2)
         ORDER BY e.source, e.dated, e.id",
        review.uuid(),
        standard
    )
}

/// Which parts each item of a review's evidence bears on: item, standard, part.
///
/// # Errors
/// Where the database cannot be read.
pub async fn evidence_parts(tx: &mut Tx, review: ReviewId) -> Result<Vec<(EvidenceId, String, String)>> {
    let rows = sql!(
        tx,
        all(Uuid, String, String),
        "SELECT x.evidence_id, x.standard, x.element FROM evidence_parts x JOIN evidence e ON e.id = x.evidence_id
         WHERE e.review_id = $1 ORDER BY x.standard, x.element",
        review.uuid()
    )?;
    Ok(rows.into_iter().map(|(id, standard, element)| (id.into(), standard, element)).collect())
}

/// Records that two sources disagree.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_contradiction(tx: &mut Tx, review: ReviewId, new: &Contradiction, by: PersonId) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO contradictions (id, review_id, sampled_case_id, standard, element, record_says, people_say, third_source, by_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        new.id.uuid(),
        review.uuid(),
        new.sampled_case_id.0.map(SampledCaseId::uuid),
        &new.standard,
        &new.element,
        &new.record_says,
        &new.people_say,
        &new.third_source,
        by.uuid()
    )?;
    Ok(())
}

/// The contradictions of a review.
///
/// # Errors
/// Where the database cannot be read.
pub async fn contradictions(tx: &mut Tx, review: ReviewId) -> Result<Vec<Contradiction>> {
    sql!(
        tx,
        all Contradiction,
        "SELECT d.id, d.sampled_case_id, c.reference, d.standard, d.element, d.record_says, d.people_say, d.third_source,
           d.decision, d.reason, p.name AS settled_by, d.settled_on
         FROM contradictions d LEFT JOIN sampled_cases c ON c.id = d.sampled_case_id LEFT JOIN people p ON p.id = d.settled_by
         WHERE d.review_id = $1 ORDER BY d.id",
        review.uuid()
    )
}

/// Settles a contradiction, where nobody has.
///
/// # Errors
/// `Stale` where somebody has.
pub async fn settle_contradiction(
    tx: &mut Tx,
    id: ContradictionId,
    decision: &str,
    reason: &str,
    by: PersonId,
    on: NaiveDate,
) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE contradictions SET decision = $2, reason = $3, settled_by = $4, settled_on = $5 WHERE id = $1 AND decision IS NULL",
        id.uuid(),
        decision,
        reason,
        by.uuid(),
        on
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

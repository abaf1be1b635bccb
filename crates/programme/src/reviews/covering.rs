use std::collections::{BTreeMap, BTreeSet};

use practice::access::Action;
use practice::ids::{EvidenceId, ReviewId, SampledCaseId};
use practice::journal::Happened;
use practice::reviews::{Covered, SourceState, SourceStatus, Told, coverage, guides};
use store::reviews::{self, Contradiction, Evidence, SampledCase};

use super::evidence::{is_told, read_blind, sources};
use super::opening::{Opened, load};
use crate::{Act, Result};

/// What a review stands on.
pub struct CoveragePage {
    /// The review.
    pub opened: Opened,
    /// How far each source has come.
    pub sources: Vec<SourceStatus>,
    /// Each standard with what each source tells of it.
    pub standards: Vec<Covered>,
    /// Sources that disagree, as somebody wrote it down.
    pub contradictions: Vec<Contradiction>,
    /// The standards and parts of which somebody wrote both accounts down, whether or not the person may read them.
    pub written: Vec<(String, String)>,
    /// Sources that have begun and that nothing counts: a person has to say whether all of it is in.
    pub asks: BTreeSet<String>,
    /// Whether the person may say so.
    pub may_write: bool,
}

impl CoveragePage {
    /// What was written down of disagreement on one standard.
    pub fn disagreements<'a>(&'a self, standard: &'a str) -> impl Iterator<Item = &'a Contradiction> {
        self.contradictions.iter().filter(move |found| found.standard == standard)
    }
}

/// Which sources tell of which standards, and who speaks through them.
///
/// # Errors
/// `NotFound` for somebody who does not review.
pub async fn covering(act: &mut Act, id: ReviewId) -> Result<CoveragePage> {
    let opened = load(act, id).await?;
    act.require(Action::SeeEvidence, &opened.object())?;
    // Whoever is to read a case blind is told that it was read, and nothing of what was found in any (R18).
    let blind = read_blind(act, id).await?;
    let standards = covered(act, &opened, Some(&blind).filter(|blind| !blind.is_empty())).await?;
    let cases = in_sample(act, id).await?;
    let mut contradictions = disagreements(act, id, &cases).await?;
    let written = contradictions.iter().map(|found| (found.standard.clone(), found.element.clone())).collect();
    contradictions.retain(|found| is_told(&opened, &blind, found));
    let sources: Vec<SourceStatus> = sources(act, &opened).await?.into_iter().map(|(status, _)| status).collect();
    let asks = asks(act, &opened, &sources).await?;
    let may_write = opened.review.stage.takes_evidence() && act.may(Action::RecordEvidence, &opened.object());
    act.journal(Happened::EvidenceSeen, Some(id), None, "coverage").await?;
    Ok(CoveragePage { opened, sources, standards, contradictions, written, asks, may_write })
}

/// The cases of the sample: those that another took the place of are not among them.
pub(super) async fn in_sample(act: &mut Act, id: ReviewId) -> Result<Vec<SampledCase>> {
    Ok(reviews::cases(&mut act.tx, id).await?.into_iter().filter(|case| !case.replaced).collect())
}

/// Whether something stands for the team as a whole, or came from a case of the sample.
pub(super) fn is_of(cases: &[SampledCase], case: Option<SampledCaseId>) -> bool {
    case.is_none_or(|case| cases.iter().any(|known| known.id == case))
}

/// Evidence that counts: what came from a case that was taken out of the sample does not.
pub(super) async fn counting(act: &mut Act, id: ReviewId, cases: &[SampledCase]) -> Result<Vec<Evidence>> {
    let mut items = reviews::evidence(&mut act.tx, id).await?;
    items.retain(|item| is_of(cases, item.sampled_case_id.0));
    Ok(items)
}

/// Disagreements that count: one over a case that was taken out of the sample does not.
pub(super) async fn disagreements(act: &mut Act, id: ReviewId, cases: &[SampledCase]) -> Result<Vec<Contradiction>> {
    let mut found = reviews::contradictions(&mut act.tx, id).await?;
    found.retain(|found| is_of(cases, found.sampled_case_id.0));
    Ok(found)
}

/// Of the interviews and the case records the programme counts how far they have come. Of every other source that has
/// begun and of which there is evidence, only a person knows whether more is to come.
async fn asks(act: &mut Act, opened: &Opened, sources: &[SourceStatus]) -> Result<BTreeSet<String>> {
    let mut counted: BTreeSet<String> = guides(&opened.framework).into_iter().map(|guide| guide.source).collect();
    counted.extend(opened.framework.case_record().map(|record| record.id.clone()));
    let told: BTreeSet<String> =
        reviews::evidence(&mut act.tx, opened.review.id).await?.into_iter().map(|item| item.source).collect();
    let begun = sources.iter().filter(|status| status.state == SourceState::InProgress).map(|status| &status.source);
    Ok(begun.filter(|source| told.contains(*source) && !counted.contains(*source)).cloned().collect())
}

/// What each standard stands on: also for the report. `veiled`: with nothing of what was found in the records of cases,
/// and nothing at all that was written down of the records of these.
pub(super) async fn covered(
    act: &mut Act,
    opened: &Opened,
    veiled: Option<&BTreeSet<SampledCaseId>>,
) -> Result<Vec<Covered>> {
    let id = opened.review.id;
    let mut bearing: BTreeMap<EvidenceId, BTreeSet<(String, String)>> = BTreeMap::new();
    for (item, standard, part) in reviews::evidence_parts(&mut act.tx, id).await? {
        bearing.entry(item).or_default().insert((standard, part));
    }
    let cases = in_sample(act, id).await?;
    let record = opened.framework.case_record().map(|source| source.id.as_str());
    let told: Vec<Told> = counting(act, id, &cases)
        .await?
        .into_iter()
        .filter(|item| {
            let is_closed = |case| veiled.is_some_and(|cases| cases.contains(&case));
            record != Some(item.source.as_str()) || !item.sampled_case_id.0.is_some_and(is_closed)
        })
        .map(|item| Told {
            parts: bearing.remove(&item.id).unwrap_or_default(),
            case: item.sampled_case_id.0,
            counted: item.origin.is_counted(),
            source: item.source,
            agrees: item.agrees,
        })
        .collect();
    let read = cases.iter().filter(|case| case.read_on.is_some()).map(|case| {
        let record = if veiled.is_some() { case.record.veiled() } else { case.record.0.clone() };
        (case.id, record)
    });
    let read = read.collect();
    Ok(coverage(&opened.framework, &told, &read))
}

use std::collections::BTreeSet;

use practice::access::Action;
use practice::ids::ReviewId;
use practice::journal::Happened;
use practice::reviews::{Covered, SourceStatus, Told, coverage};
use store::reviews;

use super::evidence::sources;
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
}

/// Which sources tell of which standards, and who speaks through them.
///
/// # Errors
/// `NotFound` for somebody who does not review.
pub async fn covering(act: &mut Act, id: ReviewId) -> Result<CoveragePage> {
    let opened = load(act, id).await?;
    act.require(Action::SeeEvidence, &opened.object())?;
    let standards = covered(act, &opened).await?;
    let sources = sources(act, &opened).await?.into_iter().map(|(status, _)| status).collect();
    act.journal(Happened::EvidenceSeen, Some(id), None, "coverage").await?;
    Ok(CoveragePage { opened, sources, standards })
}

/// What each standard stands on: also for the report.
pub(super) async fn covered(act: &mut Act, opened: &Opened) -> Result<Vec<Covered>> {
    let id = opened.review.id;
    let mut bearing: std::collections::BTreeMap<practice::ids::EvidenceId, BTreeSet<String>> = Default::default();
    for (item, standard, _) in reviews::evidence_parts(&mut act.tx, id).await? {
        bearing.entry(item).or_default().insert(standard);
    }
    let items = reviews::evidence(&mut act.tx, id).await?;
    let told: Vec<Told> = items
        .into_iter()
        .map(|item| Told {
            standards: bearing.remove(&item.id).unwrap_or_default(),
            source: item.source,
            agrees: item.agrees,
        })
        .collect();
    let read = reviews::cases(&mut act.tx, id).await?.iter().filter(|c| !c.replaced && c.read_on.is_some()).count();
    Ok(coverage(&opened.framework, &told, read))
}

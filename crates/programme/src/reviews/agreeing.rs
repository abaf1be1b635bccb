//! How far two readers of a case agreed, by the marks as they stood when both were done.

use std::collections::{BTreeMap, BTreeSet};

use practice::frameworks::Scale;
use practice::ids::SampledCaseId;
use practice::reviews::{Agreement, Mark, MarkedTwice, ReadByTwo, agreement, marked_twice};
use store::reviews::{self, TwoMarks};

use super::opening::Opened;
use crate::{Act, Result};

/// How far readers agree in a review, for whoever may see the outcome: asked by the acts that show it.
pub(super) async fn agreement_of(act: &mut Act, opened: &Opened) -> Result<Agreement> {
    let rows = reviews::two_marks(&mut act.tx, opened.review.id).await?;
    let several = written_by_several(act, opened).await?;
    Ok(worked_out(opened, &rows, &several))
}

/// The cases in whose first reading more than one person wrote: no pair of readers answers for these.
pub(super) async fn written_by_several(act: &mut Act, opened: &Opened) -> Result<BTreeSet<SampledCaseId>> {
    let mut wrote: BTreeMap<SampledCaseId, usize> = BTreeMap::new();
    for (case, _) in reviews::writers(&mut act.tx, opened.review.id).await? {
        *wrote.entry(case).or_default() += 1;
    }
    Ok(wrote.into_iter().filter(|(_, people)| *people > 1).map(|(case, _)| case).collect())
}

/// The same from what was kept.
pub(super) fn worked_out(opened: &Opened, rows: &[TwoMarks], several: &BTreeSet<SampledCaseId>) -> Agreement {
    let mut cases: BTreeMap<SampledCaseId, ReadByTwo> = BTreeMap::new();
    for row in rows {
        let readers = (!several.contains(&row.sampled_case_id)).then_some([row.first_id, row.second_id]);
        let case = cases.entry(row.sampled_case_id).or_insert_with(|| ReadByTwo { readers, parts: Vec::new() });
        case.parts.extend(read_back(&opened.framework.scale, row));
    }
    let cases: Vec<ReadByTwo> = cases.into_values().collect();
    agreement(&cases, &opened.period())
}

/// Both marks of a part, as they were kept.
pub(super) fn read_back(scale: &Scale, row: &TwoMarks) -> Option<MarkedTwice> {
    Some(MarkedTwice {
        part: row.part.clone(),
        standard: row.standard.clone(),
        first: Mark::parse(&row.first_mark, scale)?,
        second: Mark::parse(&row.second_mark, scale)?,
    })
}

/// Keeps how both readers of a case marked it, once, where both are done now. Opening either reading again changes
/// nothing of how far they agreed.
pub(super) async fn keep_where_both_are_done(act: &mut Act, opened: &Opened, id: SampledCaseId) -> Result<()> {
    let case = reviews::case(&mut act.tx, id).await?.filter(|case| case.read_on.is_some());
    let second = reviews::second_reading(&mut act.tx, id).await?.filter(|second| second.locked_at.is_some());
    let (Some(case), Some(second)) = (case, second) else { return Ok(()) };
    let Some(first_id) = case.reviewer_id.0.or(case.saved_by_id.0) else { return Ok(()) };
    let scale = &opened.framework.scale;
    let rows: Vec<TwoMarks> =
        marked_twice(&opened.framework, &case.standard, &case.record, &second.record, second.whole)
            .into_iter()
            .map(|found| TwoMarks {
                sampled_case_id: id,
                first_id,
                first_reader: String::new(),
                second_id: second.reader_id,
                second_reader: String::new(),
                first_mark: found.first.word(scale).to_owned(),
                second_mark: found.second.word(scale).to_owned(),
                part: found.part,
                standard: found.standard,
            })
            .collect();
    Ok(reviews::keep_two_marks(&mut act.tx, id, &rows).await?)
}

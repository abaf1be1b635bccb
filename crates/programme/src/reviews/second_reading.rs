//! The second reading of a case, as its reader opens and keeps it.

use std::collections::BTreeSet;

use practice::access::{Action, Object};
use practice::frameworks::Standard;
use practice::ids::{ReviewId, SampledCaseId};
use practice::journal::Happened;
use practice::reviews::{CaseRecord, MarkProblem, part_name, standards_read_twice};
use store::reviews::{self, SampledCase, SecondReading};

use super::agreeing::keep_where_both_are_done;
use super::cases::{facts, find};
use super::opening::{Opened, load};
use crate::{Act, Error, Field, Result};

/// A case as its second reader sees it: nothing of the first reading.
pub struct SecondPage {
    /// The review.
    pub opened: Opened,
    /// The case.
    pub case: SampledCase,
    /// The reading so far.
    pub reading: SecondReading,
    /// The parts that were read by both before the case came to be read whole: they stay as they are.
    kept: BTreeSet<String>,
}

impl SecondPage {
    /// The standards that are left to read.
    #[must_use]
    pub fn standards(&self) -> Vec<&Standard> {
        let all = standards_read_twice(&self.opened.framework, &self.case.standard, self.reading.whole).into_iter();
        all.filter(|standard| standard.elements.iter().any(|e| !self.kept.contains(&part_name(standard, e)))).collect()
    }

    /// Whether a part of it is finished and the rest is asked for.
    #[must_use]
    pub fn goes_on(&self) -> bool {
        !self.kept.is_empty()
    }
}

/// Opens the second reading of a case for the person who was asked for it.
///
/// # Errors
/// `NotFound` for anybody else.
pub async fn open_second(act: &mut Act, id: ReviewId, case: SampledCaseId) -> Result<SecondPage> {
    let opened = load(act, id).await?;
    act.require(Action::SeeEvidence, &opened.object())?;
    let me = act.me();
    let reading = reviews::second_reading(&mut act.tx, case).await?.filter(|s| s.reader_id == me);
    let reading = reading.ok_or(Error::NotFound)?;
    let case = find(act, id, case).await?;
    act.journal(Happened::SecondReadingSeen, Some(id), Some(case.worker_id.uuid()), case.reference.clone()).await?;
    let kept = match reading.locked_at {
        None => kept(act, id, case.id).await?,
        Some(_) => BTreeSet::new(),
    };
    // Nothing of the first reading goes with it.
    let blind = SampledCase { record: store::Js(CaseRecord::default()), ..case };
    Ok(SecondPage { opened, case: blind, reading, kept })
}

/// The parts of a case that two have read to the end.
pub(super) async fn kept(act: &mut Act, id: ReviewId, case: SampledCaseId) -> Result<BTreeSet<String>> {
    let rows = reviews::two_marks(&mut act.tx, id).await?.into_iter();
    Ok(rows.filter(|row| row.sampled_case_id == case).map(|row| row.part).collect())
}

/// Keeps a second reading; with `lock` it is done, and both readings can be compared.
///
/// # Errors
/// `NotFound` for anybody but its reader; `Invalid` for a mark that is none, or parts not marked where it is to be
/// locked; `Stale` where it was saved or locked since.
pub async fn save_second(
    act: &mut Act,
    id: ReviewId,
    case: SampledCaseId,
    seen: i64,
    record: &CaseRecord,
    lock: bool,
) -> Result<()> {
    let page = open_second(act, id, case).await?;
    act.require(Action::ReviewCase, &Object::Case(&page.opened.facts, &facts(&page.case)))?;
    let framework = &page.opened.framework;
    let mut problems = Vec::new();
    for standard in page.standards() {
        let (marks, wrong) = record.marks_of(framework, standard);
        problems.extend(wrong.iter().map(|problem| {
            let part = standard.element(problem.part()).map_or_else(String::new, |e| part_name(standard, e));
            let field = if matches!(problem, MarkProblem::NoReason { .. }) { "reason" } else { "mark" };
            Field::new(format!("{field}-{part}"), problem.to_string())
        }));
        let is_wrong = |key: &str| wrong.iter().any(|problem| problem.part() == key);
        let is_left = |key: &str| lock && marks.get(key).is_none() && !is_wrong(key);
        for element in standard.elements.iter().filter(|element| is_left(&element.key)) {
            let part = part_name(standard, element);
            problems.push(Field::new(format!("mark-{part}"), format!("Mark {part}, or say that it was not seen.")));
        }
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let record = with_what_stays(record, &page);
    let locked = lock.then(|| act.now());
    reviews::save_second(&mut act.tx, case, &record, locked, seen).await?;
    if lock {
        keep_where_both_are_done(act, &page.opened, case).await?;
    }
    let worker = page.case.worker_id.uuid();
    act.journal(Happened::SecondReadingSaved, Some(id), Some(worker), page.case.reference).await
}

/// What was sent, with the marks that stay put back as they were.
fn with_what_stays(record: &CaseRecord, page: &SecondPage) -> CaseRecord {
    let mut record = record.clone();
    let stays = only(&page.reading.record, &page.kept);
    record.marks.extend(stays.marks);
    record.reasons.extend(stays.reasons);
    record
}

/// The marks of these parts, and no others.
pub(super) fn only(record: &CaseRecord, parts: &BTreeSet<String>) -> CaseRecord {
    let mut record = record.clone();
    record.marks.retain(|part, _| parts.contains(part));
    record.reasons.retain(|part, _| parts.contains(part));
    record
}

//! Second readings that nobody finishes.

use practice::access::Action;
use practice::ids::{ReviewId, SampledCaseId};
use practice::journal::Happened;
use store::reviews::{self, SecondReading};

use super::evidence::open_to_writing;
use super::opening::load;
use super::second_reading::{kept, only};
use crate::{Act, Error, Result};

/// Withdraws a second reading that is not finished, with what was marked in it. Where a part of it was finished before
/// the rest was asked for, that part stays.
///
/// # Errors
/// `NotFound` for somebody who does not lead, and where nobody is asked; `Refused` where the reading is done; `Stale`
/// where it was saved since `seen`.
pub async fn withdraw_second_reader(act: &mut Act, id: ReviewId, case: SampledCaseId, seen: i64) -> Result<()> {
    let opened = load(act, id).await?;
    act.require(Action::PlanReview, &opened.object())?;
    open_to_writing(&opened)?;
    let all = reviews::second_readings(&mut act.tx, id).await?;
    let second = all.into_iter().find(|second| second.sampled_case_id == case).ok_or(Error::NotFound)?;
    if second.locked_at.is_some() {
        return Err(Error::Refused("This second reading is done, and stays.".into()));
    }
    if second.version != seen {
        return Err(Error::Stale);
    }
    let_go(act, id, &second).await
}

/// Takes away a second reading that is not finished. The caller has asked for access.
pub(super) async fn let_go(act: &mut Act, id: ReviewId, second: &SecondReading) -> Result<()> {
    let case = reviews::case(&mut act.tx, second.sampled_case_id).await?.ok_or(Error::NotFound)?;
    let kept = kept(act, id, case.id).await?;
    if kept.is_empty() {
        reviews::withdraw_second(&mut act.tx, case.id, second.version).await?;
    } else {
        let (record, now) = (only(&second.record, &kept), act.now());
        reviews::narrow_second(&mut act.tx, case.id, &record, now, second.version).await?;
    }
    act.journal(Happened::SecondReadingWithdrawn, Some(id), Some(second.reader_id.uuid()), case.reference).await
}

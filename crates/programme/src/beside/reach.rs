//! How many workers and open cases were read lately: shares, and never a list.

use chrono::{Months, NaiveDate};
use practice::access::{Action, Object};
use practice::days;
use practice::journal::Happened;
use statistics::Estimate;
use store::beside;

use crate::{Act, Result};

/// What was read in one stretch of time, in depth or for a dip sample.
pub struct Lately {
    /// Workers with at least one case read, of all with an open case. `None` where nobody holds one.
    pub workers: Option<Estimate>,
    /// Cases read, of all that are open.
    pub cases: Option<Estimate>,
}

/// What was read lately.
pub struct Reach {
    /// In the last three months.
    pub quarter: Lately,
    /// In the last twelve months.
    pub year: Lately,
}

/// What share of workers and of open cases was read in the last quarter and year, over the whole authority.
///
/// # Errors
/// `NotFound` for anybody but the lead.
pub async fn reach(act: &mut Act) -> Result<Reach> {
    act.require(Action::SeeReach, &Object::Caseload)?;
    let quarter = lately(act, 3, "the quarter").await?;
    let year = lately(act, 12, "the year").await?;
    act.journal(Happened::ReachSeen, None, None, "").await?;
    Ok(Reach { quarter, year })
}

async fn lately(act: &mut Act, months: u32, named: &str) -> Result<Lately> {
    let today = act.today();
    let since = today.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN);
    let period = format!("{named} to {}", days::long(today));
    let workers = beside::workers_read(&mut act.tx, today, since).await?;
    let cases = beside::cases_read(&mut act.tx, today, since).await?;
    Ok(Lately { workers: share(workers, &period), cases: share(cases, &period) })
}

/// So many of all: everybody is counted, and nothing is a sample.
fn share((all, read): (i64, i64), period: &str) -> Option<Estimate> {
    Estimate::of_all(u32::try_from(read).ok()?, u32::try_from(all).ok()?, period)
}

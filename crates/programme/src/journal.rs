//! Reading the journal.

use practice::access::{Action, Object};
use practice::journal::Happened;
use store::journal::{self, Line};

use crate::{Act, Result};

/// Lines on one page.
const PAGE: i64 = 100;

/// The data protection officer reads the journal.
///
/// # Errors
/// `NotFound` for anybody else.
pub async fn read(act: &mut Act) -> Result<Vec<Line>> {
    act.require(Action::SeeJournal, &Object::Journal)?;
    let lines = journal::latest(&mut act.tx, None, PAGE).await?;
    act.journal(Happened::JournalSeen, None, None, "").await?;
    Ok(lines)
}

/// A person reads what they did and who read what concerns them.
///
/// # Errors
/// `NotFound` where the account is closed.
pub async fn about_me(act: &mut Act) -> Result<Vec<Line>> {
    let me = act.me();
    act.require(Action::ReadOwnAccount, &Object::Own(me))?;
    Ok(journal::about(&mut act.tx, me, PAGE).await?)
}

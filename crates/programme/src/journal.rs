//! Reading the journal.

use practice::access::{Action, Object};
use practice::ids::{EntryId, PersonId};
use practice::journal::Happened;
use store::journal::{self, Entry, Line};

use crate::{Act, Mode, Programme, Result, chance};

/// Lines on one page.
const PAGE: i64 = 100;

/// The data protection officer reads a page of the journal, newest first: the lines before one, or the newest. Gives
/// the line to go on from, where there are more.
///
/// # Errors
/// `NotFound` for anybody else.
pub async fn read(act: &mut Act, before: Option<EntryId>) -> Result<(Vec<Line>, Option<EntryId>)> {
    act.require(Action::SeeJournal, &Object::Journal)?;
    let mut lines = journal::latest(&mut act.tx, before, PAGE + 1).await?;
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = lines.len() > page;
    lines.truncate(page);
    let next = lines.last().filter(|_| more).map(|line| line.id);
    act.journal(Happened::JournalSeen, None, None, "").await?;
    Ok((lines, next))
}

/// Somebody asked for a page of a review that is not there for them. The attempt is kept, and not what was behind it.
///
/// # Errors
/// Where the database cannot be written.
pub async fn refused(programme: &Programme, who: PersonId, address: &str) -> Result<()> {
    let mut tx = programme.db.begin(Mode::Write).await?;
    let at = programme.now();
    let entry = Entry {
        id: chance::id(at),
        at,
        by: Some(who),
        happened: Happened::Refused,
        review: None,
        subject: None,
        what: address,
        rule: "default",
    };
    journal::write(&mut tx, &entry).await?;
    Ok(tx.commit().await?)
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

//! The private line (F6): any worker writes to the quality assurance lead, and nobody else reads it.
//!
//! None of these acts writes to the journal, on purpose. The journal is read by the data protection officer, and each
//! person reads there what concerns them; an entry, even one without words, would tell that this worker turned to the
//! lead, and when. The line is its own log: the worker and the one lead read it, and it appears nowhere else
//! (scenario 25). `docs/access.md` says the same under "What is held in another way".

use practice::access::{Action, Object, Role, decide};
use practice::ids::{PersonId, PrivateNoteId};
use store::beside::{self, PrivateNote};
use store::people::{self, Person};

use super::{LONGEST, too_long};
use crate::{Act, Error, Result};

/// The worker's side of the line.
pub struct PrivateLine {
    /// Those who lead quality assurance today: what is written goes to each, and to nobody else.
    pub leads: Vec<Person>,
    /// What the person wrote, with what was answered, newest first: once for each lead it went to.
    pub notes: Vec<PrivateNote>,
    /// Whether the person may write.
    pub may_write: bool,
}

/// What the person wrote to the lead, and what was answered.
///
/// # Errors
/// `NotFound` for somebody who works in no team and never wrote.
pub async fn my_private_line(act: &mut Act) -> Result<PrivateLine> {
    let me = act.me();
    let side = Object::PrivateLine { from: Some(me), to: None };
    act.require(Action::ReadPrivateNotes, &side)?;
    let may_write = act.may(Action::WritePrivateNote, &side);
    let notes = beside::notes_from(&mut act.tx, me).await?;
    if notes.is_empty() && !may_write {
        return Err(Error::NotFound);
    }
    let leads = leads(act).await?;
    Ok(PrivateLine { leads, notes, may_write })
}

/// Writes to everybody who leads quality assurance for the authority today, to each a note of their own.
///
/// # Errors
/// `NotFound` for somebody who works in no team; `Invalid` where nothing is written, or too much; `Refused` where nobody
/// leads.
pub async fn write_private_note(act: &mut Act, words: &str) -> Result<()> {
    let (me, now) = (act.me(), act.now());
    act.require(Action::WritePrivateNote, &Object::PrivateLine { from: Some(me), to: None })?;
    let words = words.trim();
    if words.is_empty() {
        return Err(Error::field("words", "Write what you want to say."));
    }
    if let Some(problem) = too_long("words", words, LONGEST) {
        return Err(Error::Invalid(vec![problem]));
    }
    let leads = leads(act).await?;
    if leads.is_empty() {
        return Err(Error::Refused(
            "Nobody leads quality assurance just now, so nobody would read it. Nothing was kept.".into(),
        ));
    }
    for lead in leads {
        let id = act.id();
        beside::add_note(&mut act.tx, id, me, lead.id, words, now).await?;
    }
    Ok(())
}

/// What was written to the lead who asks, and to nobody else.
///
/// # Errors
/// `NotFound` for anybody who does not lead quality assurance for the authority.
pub async fn private_notes(act: &mut Act) -> Result<Vec<PrivateNote>> {
    let me = act.me();
    act.require(Action::ReadPrivateNotes, &Object::PrivateLine { from: None, to: Some(me) })?;
    Ok(beside::notes_to(&mut act.tx, me).await?)
}

/// Answers a note, once. The answer is for whoever wrote it.
///
/// # Errors
/// `NotFound` for anybody but the lead it was written to; `Invalid` where nothing is written, or too much; `Stale` where
/// it is answered already.
pub async fn answer_private_note(act: &mut Act, id: PrivateNoteId, words: &str) -> Result<()> {
    let now = act.now();
    let note = beside::note(&mut act.tx, id).await?.ok_or(Error::NotFound)?;
    let object = Object::PrivateLine { from: Some(note.from_id), to: Some(note.to_id) };
    act.require(Action::AnswerPrivateNote, &object)?;
    let words = words.trim();
    if words.is_empty() {
        return Err(Error::field("answer", "Write an answer. Only the worker reads it."));
    }
    if let Some(problem) = too_long("answer", words, LONGEST) {
        return Err(Error::Invalid(vec![problem]));
    }
    Ok(beside::answer_note(&mut act.tx, id, words, now).await?)
}

/// Everybody to whom the line leads today. The same rule that lets somebody read a note decides who is sent one, so
/// that no note waits for a lead of one service only, whose account is closed or who has left.
async fn leads(act: &mut Act) -> Result<Vec<Person>> {
    let (me, today) = (act.me(), act.today());
    let mut found = Vec::new();
    for person in people::holding(&mut act.tx, Role::QaLead, None, today).await? {
        let left = person.ended.is_some_and(|last| last < today);
        if person.id != me && !left && may_answer(act, me, person.id).await? {
            found.push(person);
        }
    }
    Ok(found)
}

async fn may_answer(act: &mut Act, from: PersonId, lead: PersonId) -> Result<bool> {
    let Some(actor) = people::actor(&mut act.tx, lead).await? else { return Ok(false) };
    let object = Object::PrivateLine { from: Some(from), to: Some(lead) };
    Ok(decide(&actor, Action::AnswerPrivateNote, &object, act.today()).allowed)
}

use practice::access::{Action, Object};
use practice::ids::ReviewId;
use store::beside;

use crate::reviews::{self, list};
use crate::{Act, Result};

/// Something that is there for a person at any time, however much waits for them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Always {
    /// Their private line to the quality assurance lead (F6).
    PrivateLine,
    /// Notes that were written to them in private, and how many wait for an answer.
    PrivateNotes(usize),
    /// Dip samples.
    Dips,
    /// Facts of a review that are put up for the person to check, and whether they were corrected since they answered.
    Facts(ReviewId, bool),
}

/// What is always there for the person.
///
/// # Errors
/// Where the database cannot be read.
pub async fn always(act: &mut Act) -> Result<Vec<Always>> {
    let me = act.me();
    let mut found = Vec::new();
    if act.may(Action::WritePrivateNote, &Object::PrivateLine { from: Some(me), to: None }) {
        found.push(Always::PrivateLine);
    }
    if act.may(Action::AnswerPrivateNote, &Object::PrivateLine { from: None, to: Some(me) }) {
        let notes = beside::notes_to(&mut act.tx, me).await?;
        found.push(Always::PrivateNotes(notes.iter().filter(|note| note.answer.is_none()).count()));
    }
    if crate::beside::sees_dips(act).await? {
        found.push(Always::Dips);
    }
    for review in list(act).await? {
        if let Some(corrected) = reviews::facts_wait(act, review.id).await? {
            found.push(Always::Facts(review.id, corrected));
        }
    }
    Ok(found)
}

//! The private line: notes between one worker and one lead.

use chrono::{DateTime, Utc};
use practice::ids::{PersonId, PrivateNoteId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Error, Result, Tx};

/// One note on the private line, between one worker and one lead. It is never printed for debugging.
#[derive(Clone, FromRow)]
pub struct PrivateNote {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: PrivateNoteId,
    /// Who wrote it.
    #[sqlx(try_from = "Uuid")]
    pub from_id: PersonId,
    /// By name.
    pub from_name: String,
    /// The one lead it is for.
    #[sqlx(try_from = "Uuid")]
    pub to_id: PersonId,
    /// By name.
    pub to_name: String,
    /// What was written.
    pub words: String,
    /// When.
    pub written_at: DateTime<Utc>,
    /// What the lead answered.
    pub answer: Option<String>,
    /// When.
    pub answered_at: Option<DateTime<Utc>>,
}

macro_rules! notes {
    ($which:literal) => {
        concat!(
            "SELECT n.id, n.from_id, f.name AS from_name, n.to_id, t.name AS to_name, n.words, n.written_at, n.answer,
               n.answered_at
             FROM private_notes n JOIN people f ON f.id = n.from_id JOIN people t ON t.id = n.to_id ",
            $which
        )
    };
}

/// Keeps a note for one lead.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add_note(
    tx: &mut Tx,
    id: PrivateNoteId,
    from: PersonId,
    to: PersonId,
    words: &str,
    at: DateTime<Utc>,
) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO private_notes (id, from_id, to_id, words, written_at) VALUES ($1, $2, $3, $4, $5)",
        id.uuid(),
        from.uuid(),
        to.uuid(),
        words,
        at
    )?;
    Ok(())
}

/// What somebody wrote, newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn notes_from(tx: &mut Tx, person: PersonId) -> Result<Vec<PrivateNote>> {
    sql!(tx, all PrivateNote, notes!("WHERE n.from_id = $1 ORDER BY n.written_at DESC, n.id DESC"), person.uuid())
}

/// What was written to somebody, newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn notes_to(tx: &mut Tx, person: PersonId) -> Result<Vec<PrivateNote>> {
    sql!(tx, all PrivateNote, notes!("WHERE n.to_id = $1 ORDER BY n.written_at DESC, n.id DESC"), person.uuid())
}

/// One note.
///
/// # Errors
/// Where the database cannot be read.
pub async fn note(tx: &mut Tx, id: PrivateNoteId) -> Result<Option<PrivateNote>> {
    sql!(tx, maybe PrivateNote, notes!("WHERE n.id = $1"), id.uuid())
}

/// Answers a note, once.
///
/// # Errors
/// `Stale` where it is answered already.
pub async fn answer_note(tx: &mut Tx, id: PrivateNoteId, answer: &str, at: DateTime<Utc>) -> Result<()> {
    let rows = sql!(
        tx,
        execute,
        "UPDATE private_notes SET answer = $2, answered_at = $3 WHERE id = $1 AND answer IS NULL",
        id.uuid(),
        answer,
        at
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

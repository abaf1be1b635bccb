use chrono::Duration;
use practice::ids::{PersonId, SessionId};
use practice::journal::Happened;
use sha2::{Digest, Sha256};
use store::Mode;

use crate::act::write_entry;
use crate::{Programme, Result};

/// A session unused for this long has ended.
pub const IDLE_MINUTES: i64 = 30;
/// A session older than this has ended, used or not.
const LONGEST_HOURS: i64 = 12;
/// Use is noted at most this often, so that reading pages does not mean writing.
const NOTE_EVERY_SECONDS: i64 = 60;

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The session.
    pub session: SessionId,
    /// Who.
    pub person: PersonId,
    /// The word every form carries.
    pub csrf: String,
}

/// The hash under which a session's token is kept.
pub(super) fn token_hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// Who holds this token, if the session is still open.
///
/// # Errors
/// Where the database does not answer: nobody is let in.
pub async fn resume(programme: &Programme, token: &str) -> Result<Option<SignedIn>> {
    let now = programme.now();
    let mut tx = programme.db.begin(Mode::Read).await?;
    let Some(session) = store::accounts::session(&mut tx, &token_hash(token)).await? else { return Ok(None) };
    tx.commit().await?;
    let idle = now - session.last_seen;
    if idle > Duration::minutes(IDLE_MINUTES) || now - session.began > Duration::hours(LONGEST_HOURS) {
        return Ok(None);
    }
    if idle > Duration::seconds(NOTE_EVERY_SECONDS) {
        let mut tx = programme.db.begin(Mode::Write).await?;
        store::accounts::touch(&mut tx, session.id, now).await?;
        tx.commit().await?;
    }
    Ok(Some(SignedIn { session: session.id, person: session.person_id, csrf: session.csrf }))
}

/// Ends a session.
///
/// # Errors
/// Where the database cannot be written.
pub async fn sign_out(programme: &Programme, who: &SignedIn) -> Result<()> {
    let now = programme.now();
    let mut tx = programme.db.begin(Mode::Write).await?;
    store::accounts::end(&mut tx, who.session, now).await?;
    write_entry(&mut tx, now, Some(who.person), Happened::SignedOut, "R1").await?;
    Ok(tx.commit().await?)
}

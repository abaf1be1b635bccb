use chrono::{DateTime, Duration, Utc};
use practice::ids::{PersonId, SessionId};
use practice::journal::Happened;
use store::accounts::Account;
use store::{Mode, Tx};

use super::session::token_hash;
use crate::act::write_entry;
use crate::{Error, Programme, Result, chance};

/// Refusals in a row before an account has to wait.
const PATIENCE: i64 = 5;
/// How long it waits. It never locks for good: that would let anybody lock anybody out.
const WAIT_MINUTES: i64 = 5;

/// The one answer to every refused sign-in: it does not say whether the name is known.
const REFUSED: &str = "The name or the password is not right. Try again, or ask whoever looks after accounts.";

/// A session that has just begun.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// What the browser keeps. It is not kept here.
    pub token: String,
    /// Who.
    pub person: PersonId,
}

/// Somebody signs in with a name and a password.
///
/// # Errors
/// `Invalid` where they do not match, in the same time and words whether the name is known or not.
pub async fn sign_in(programme: &Programme, name: &str, password: &str) -> Result<NewSession> {
    let now = programme.now();
    let mut tx = programme.db.begin(Mode::Read).await?;
    let account = store::accounts::by_name(&mut tx, name.trim()).await?;
    tx.commit().await?;
    let waits = account.as_ref().is_some_and(|a| must_wait(a, now));
    // An unknown name is checked against a hash nobody has, so that it takes as long.
    let hash = account.as_ref().map_or_else(|| NOBODY.to_owned(), |a| a.password_hash.clone());
    let (hashing, typed) = (programme.hashing, password.to_owned());
    let right = tokio::task::spawn_blocking(move || hashing.matches(&typed, &hash))
        .await
        .map_err(|e| Error::Broken(format!("checking a password: {e}")))?;
    let mut tx = programme.db.begin(Mode::Write).await?;
    match account {
        Some(account) if right && account.active && !waits => {
            store::accounts::set_refusals(&mut tx, account.person_id, 0, None).await?;
            let session = begin(&mut tx, account.person_id, now).await?;
            tx.commit().await?;
            Ok(session)
        }
        known => {
            let person = known.as_ref().map(|a| a.person_id);
            if let Some(account) = known.filter(|_| !waits) {
                store::accounts::set_refusals(&mut tx, account.person_id, account.refused + 1, Some(now)).await?;
            }
            write_entry(&mut tx, now, person, Happened::SignInRefused, "R48").await?;
            tx.commit().await?;
            Err(Error::field("name", REFUSED))
        }
    }
}

/// Somebody becomes a persona of the worked example. The caller offers this in the demo only.
///
/// # Errors
/// `NotFound` where there is no such persona.
pub async fn sign_in_as_persona(programme: &Programme, key: &str) -> Result<NewSession> {
    let now = programme.now();
    let mut tx = programme.db.begin(Mode::Write).await?;
    let person = store::people::by_key(&mut tx, key).await?.ok_or(Error::NotFound)?;
    let account = store::accounts::of(&mut tx, person.id).await?.filter(|a| a.active).ok_or(Error::NotFound)?;
    let session = begin(&mut tx, account.person_id, now).await?;
    tx.commit().await?;
    Ok(session)
}

async fn begin(tx: &mut Tx, person: PersonId, now: DateTime<Utc>) -> Result<NewSession> {
    let (token, csrf) = (chance::word()?, chance::word()?);
    let id: SessionId = chance::id(now);
    store::accounts::begin(tx, id, person, &token_hash(&token), &csrf, now).await?;
    write_entry(tx, now, Some(person), Happened::SignedIn, "R1").await?;
    Ok(NewSession { token, person })
}

fn must_wait(account: &Account, now: DateTime<Utc>) -> bool {
    account.refused >= PATIENCE && account.refused_at.is_some_and(|at| now - at < Duration::minutes(WAIT_MINUTES))
}

/// A well-formed hash that no password matches.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlz$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

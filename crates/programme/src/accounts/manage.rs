use std::collections::BTreeMap;

use practice::access::{Action, Object};
use practice::accounts::check_password;
use practice::ids::{AccountRequestId, PersonId};
use practice::journal::Happened;
use store::people::{AccountRequest, Person};

use store::Mode;
use store::accounts::Session;

use super::Hashing;
use crate::act::write_entry;
use crate::{Act, Error, Programme, Result};

/// A person of the worked example who can be tried with one click.
#[derive(Clone, Debug)]
pub struct Persona {
    /// Their key.
    pub key: String,
    /// Their name.
    pub name: String,
    /// What they do.
    pub job_title: String,
}

/// Everybody with an open account, for the first page of the worked example.
///
/// # Errors
/// Where the database does not answer.
pub async fn personas(programme: &Programme) -> Result<Vec<Persona>> {
    let mut tx = programme.db.begin(Mode::Read).await?;
    let mut found = Vec::new();
    for person in store::people::everybody(&mut tx).await? {
        if store::accounts::of(&mut tx, person.id).await?.is_some_and(|a| a.active) {
            found.push(Persona { key: person.key, name: person.name, job_title: person.job_title });
        }
    }
    Ok(found)
}

/// Makes or renews an account from the command line, for whoever runs the program: the first administrator
/// could not be made otherwise. The sign-in name is the person's key.
///
/// # Errors
/// `Refused` where nobody has the key, or the password is weak.
pub async fn first_account(programme: &Programme, key: &str, password: &str) -> Result<()> {
    let now = programme.now();
    let mut tx = programme.db.begin(Mode::Write).await?;
    let person = store::people::by_key(&mut tx, key)
        .await?
        .ok_or_else(|| Error::Refused(format!("Nobody has the key “{key}”. Load the organisation first.")))?;
    check_password(password, key).map_err(|problem| Error::Refused(problem.to_string()))?;
    let hash = hash(programme.hashing, password).await?;
    store::accounts::put(&mut tx, person.id, key, &hash, now).await?;
    write_entry(&mut tx, now, Some(person.id), Happened::AccountMade, "command line").await?;
    Ok(tx.commit().await?)
}

/// Opens an account without a password for everybody in the worked example who still works there.
/// Nobody can sign in to one but by the demo's own first page.
///
/// # Errors
/// Where the database cannot be written.
pub async fn open_persona_accounts(programme: &Programme) -> Result<BTreeMap<String, PersonId>> {
    let now = programme.now();
    let mut tx = programme.db.begin(Mode::Write).await?;
    let mut opened = BTreeMap::new();
    for person in store::people::everybody(&mut tx).await? {
        if person.ended.is_none() {
            store::accounts::put(&mut tx, person.id, &person.key, "no password", now).await?;
        }
        opened.insert(person.key, person.id);
    }
    tx.commit().await?;
    Ok(opened)
}

/// The system administrator sees who has an account and whether it is open.
///
/// # Errors
/// `NotFound` for anybody else.
pub async fn list(act: &mut Act) -> Result<Vec<(Person, Option<bool>)>> {
    let found = everybodys(act).await?;
    act.journal(Happened::AccountsSeen, None, None, "").await?;
    Ok(found)
}

/// The same for a row of the home page: what it counts is not looked at one by one.
pub(crate) async fn everybodys(act: &mut Act) -> Result<Vec<(Person, Option<bool>)>> {
    act.require(Action::ManageAccounts, &Object::Accounts)?;
    let mut found = Vec::new();
    for person in store::people::everybody(&mut act.tx).await? {
        let account = store::accounts::of(&mut act.tx, person.id).await?;
        found.push((person, account.map(|a| a.active)));
    }
    Ok(found)
}

/// The system administrator asks for an account to be made, or for a new password. It takes effect when a second person
/// agrees: whoever knows a password alone could be anybody (R46).
///
/// # Errors
/// `NotFound` for anybody else or for a person who is not there; `Invalid` for a weak password or a name in use.
pub async fn ask_for_account(act: &mut Act, person: PersonId, name: &str, password: &str) -> Result<AccountRequestId> {
    act.require(Action::ManageAccounts, &Object::Accounts)?;
    let name = name.trim();
    store::people::person(&mut act.tx, person).await?.ok_or(Error::NotFound)?;
    if name.chars().count() < 3 {
        return Err(Error::field("name", "Give a sign-in name of at least 3 letters."));
    }
    if store::accounts::by_name(&mut act.tx, name).await?.is_some_and(|a| a.person_id != person) {
        return Err(Error::field("name", "Somebody else has this sign-in name. Choose another."));
    }
    check_password(password, name).map_err(|problem| Error::field("password", problem.to_string()))?;
    let hash = hash(act.programme.hashing, password).await?;
    let (id, by, now): (AccountRequestId, _, _) = (act.id(), act.me(), act.now());
    store::people::add_account_request(&mut act.tx, id, person, (name, &hash), by, now).await?;
    act.journal(Happened::AccountAskedFor, None, Some(person.uuid()), "").await?;
    Ok(id)
}

/// The accounts and new passwords that wait for a second person.
///
/// # Errors
/// `NotFound` for somebody who may not agree to them.
pub async fn account_requests(act: &mut Act) -> Result<Vec<AccountRequest>> {
    act.require(Action::AgreeRole, &Object::Accounts)?;
    Ok(store::people::account_requests(&mut act.tx).await?)
}

/// A second person agrees to an account or a new password, or does not. Every session of the account ends.
///
/// # Errors
/// `NotFound` for anybody else, for whoever asked and for whose account it is; `Refused` where the sign-in name has been
/// taken since; `Stale` where it was answered.
pub async fn answer_account_request(act: &mut Act, id: AccountRequestId, agree: bool) -> Result<()> {
    act.require(Action::AgreeRole, &Object::Accounts)?;
    let me = act.me();
    let request = store::people::account_requests(&mut act.tx)
        .await?
        .into_iter()
        .find(|r| r.id == id && r.by_id != me && r.person_id != me)
        .ok_or(Error::NotFound)?;
    let now = act.now();
    let answer = if agree { "agreed" } else { "declined" };
    let hash = store::people::answer_account_request(&mut act.tx, id, answer, me, now).await?;
    let subject = Some(request.person_id.uuid());
    if !agree {
        return act.journal(Happened::AccountDeclined, None, subject, "").await;
    }
    let taken = store::accounts::by_name(&mut act.tx, &request.sign_in_name).await?;
    if taken.is_some_and(|a| a.person_id != request.person_id) {
        return Err(Error::Refused("Somebody else has this sign-in name now. Ask for another.".into()));
    }
    store::accounts::put(&mut act.tx, request.person_id, &request.sign_in_name, &hash, now).await?;
    store::accounts::end_all(&mut act.tx, request.person_id, now).await?;
    act.journal(Happened::AccountMade, None, subject, "").await
}

/// The system administrator closes an account. Its sessions end at once, and what waits for it is let go.
///
/// # Errors
/// `NotFound` for anybody else; `Refused` for one's own account.
pub async fn close_account(act: &mut Act, person: PersonId) -> Result<()> {
    act.require(Action::ManageAccounts, &Object::Accounts)?;
    if person == act.me() {
        return Err(Error::Refused("You cannot close your own account. Ask another administrator.".into()));
    }
    let now = act.now();
    store::accounts::set_active(&mut act.tx, person, false, now).await?;
    store::people::drop_account_requests(&mut act.tx, person).await?;
    act.journal(Happened::AccountClosed, None, Some(person.uuid()), "").await
}

/// Where somebody is signed in, newest first: when each session began and was last used.
///
/// # Errors
/// `NotFound` where the account is closed.
pub async fn sessions(act: &mut Act) -> Result<Vec<Session>> {
    let me = act.me();
    act.require(Action::ReadOwnAccount, &Object::Own(me))?;
    Ok(store::accounts::sessions_of(&mut act.tx, me).await?)
}

/// Somebody changes their own password. Every session but the present one's successor ends.
///
/// # Errors
/// `Invalid` where the present one is not right or the new one is weak.
pub async fn change_password(act: &mut Act, present: &str, new: &str) -> Result<()> {
    let me = act.me();
    act.require(Action::ChangeOwnAccount, &Object::Own(me))?;
    let account = store::accounts::of(&mut act.tx, me).await?.ok_or(Error::NotFound)?;
    let (hashing, typed, kept) = (act.programme.hashing, present.to_owned(), account.password_hash.clone());
    let right = tokio::task::spawn_blocking(move || hashing.matches(&typed, &kept))
        .await
        .map_err(|e| Error::Broken(format!("checking a password: {e}")))?;
    if !right {
        return Err(Error::field("present", "This is not your present password."));
    }
    check_password(new, &account.sign_in_name).map_err(|problem| Error::field("new", problem.to_string()))?;
    let hash = hash(hashing, new).await?;
    let now = act.now();
    store::accounts::put(&mut act.tx, me, &account.sign_in_name, &hash, now).await?;
    store::people::drop_account_requests(&mut act.tx, me).await?;
    store::accounts::end_all(&mut act.tx, me, now).await?;
    act.journal(Happened::PasswordChanged, None, Some(me.uuid()), "").await
}

async fn hash(hashing: Hashing, password: &str) -> Result<String> {
    let password = password.to_owned();
    tokio::task::spawn_blocking(move || hashing.hash(&password))
        .await
        .map_err(|e| Error::Broken(format!("hashing a password: {e}")))?
}

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::access::{Role, RoleHeld, Scope};
use practice::ids::PersonId;
use programme::accounts;
use programme::{Act, Error};

use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::{Problem, Result};
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};

/// Everybody, and whether they may sign in.
#[derive(Template)]
#[template(path = "accounts/list.html")]
pub(super) struct ListPage {
    chrome: Chrome,
    people: Vec<PersonLine>,
}

struct PersonLine {
    href: String,
    name: String,
    job_title: String,
    account: &'static str,
}

/// One person's account and roles.
#[derive(Template)]
#[template(path = "accounts/person.html")]
pub(super) struct PersonPage {
    chrome: Chrome,
    errors: Errors,
    heading: String,
    job_title: String,
    account: &'static str,
    open: bool,
    sign_in_name: String,
    roles: Vec<Choice>,
    scopes: Vec<Choice>,
    here: String,
}

pub(super) async fn list(mut reading: Reading) -> Result<Page<ListPage>> {
    let people = accounts::list(&mut reading.act).await?;
    let people = people
        .into_iter()
        .map(|(person, account)| PersonLine {
            href: format!("/accounts/{}", person.id),
            name: person.name,
            job_title: person.job_title,
            account: in_words(account),
        })
        .collect();
    reading.act.commit().await?;
    Ok(Page::new(ListPage { chrome: reading.chrome.titled("Accounts"), people }))
}

pub(super) async fn person(Path(person): Path<String>, mut reading: Reading) -> Result<Page<PersonPage>> {
    let page = show(&mut reading.act, reading.chrome, id(&person)?, Errors::none(), &Fields::default()).await?;
    reading.act.commit().await?;
    Ok(Page::new(page))
}

async fn show(act: &mut Act, chrome: Chrome, id: PersonId, errors: Errors, typed: &Fields) -> Result<PersonPage> {
    let everybody = accounts::list(act).await?;
    let (person, account) = everybody.into_iter().find(|(person, _)| person.id == id).ok_or(Error::NotFound)?;
    let roles = Role::ALL.iter().map(|role| Choice::new(role.as_str(), role.title(), typed.get("role")));
    Ok(PersonPage {
        chrome: chrome.titled(&person.name).with_mistakes(!errors.is_empty()),
        errors,
        heading: person.name,
        job_title: person.job_title,
        account: in_words(account),
        open: account == Some(true),
        sign_in_name: typed.get("name").to_owned(),
        roles: std::iter::once(Choice::nothing("Choose a role")).chain(roles).collect(),
        scopes: vec![
            Choice::new("authority", "The whole council", typed.get("scope")),
            Choice::new("board", "The practice governance board", typed.get("scope")),
        ],
        here: format!("/accounts/{id}"),
    })
}

fn in_words(account: Option<bool>) -> &'static str {
    match account {
        Some(true) => "Open",
        Some(false) => "Closed",
        None => "None yet",
    }
}

pub(super) async fn change(Path(person): Path<String>, mut form: Writing) -> Result<Response> {
    let person: PersonId = id(&person)?;
    match done(&mut form.act, person, &form.fields).await {
        Ok(says) => {
            form.act.commit().await?;
            Ok(SeeOther::to(format!("/accounts/{person}")).saying(says).into_response())
        }
        Err(Problem::Act(Error::Invalid(fields))) => {
            let page = show(&mut form.act, form.chrome, person, fields.into(), &form.fields).await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other),
    }
}

/// Does what the button says, and gives the words for having done it.
async fn done(act: &mut Act, person: PersonId, fields: &Fields) -> Result<&'static str> {
    match fields.get("do") {
        "make" => {
            accounts::make_account(act, person, fields.get("name"), fields.get("password")).await?;
            Ok("The account is open. Tell them the password in person, and ask them to change it.")
        }
        "close" => {
            accounts::close_account(act, person).await?;
            Ok("The account is closed. Its sessions have ended.")
        }
        "give" => {
            let held = RoleHeld { role: role(fields)?, scope: scope(fields)?, from: act.today(), to: None };
            accounts::give_role(act, person, &held).await?;
            Ok("The role is given, from today.")
        }
        "end" => {
            let role = role(fields)?;
            accounts::end_role(act, person, role).await?;
            Ok("The role has ended, and what it opened is closed.")
        }
        _ => Err(Problem::Unreadable("no button was named".into())),
    }
}

fn role(fields: &Fields) -> Result<Role> {
    fields.get("role").parse::<Role>().map_err(|_| Error::field("role", "Choose a role.").into())
}

fn scope(fields: &Fields) -> Result<Scope> {
    match fields.get("scope") {
        "authority" => Ok(Scope::Authority),
        "board" => Ok(Scope::Board),
        _ => Err(Error::field("scope", "Choose how far the role reaches.").into()),
    }
}

//! A session that ended while a form was being filled in: nothing typed is lost.

use askama::Template;
use axum::http::StatusCode;
use programme::accounts::{self, NewSession};

use super::personas::{self, Group};
use crate::chrome::{Asked, Chrome};
use crate::problem::Result;
use crate::reply::Page;
use crate::request::{Fields, PublicForm, is_secret};
use crate::{Site, local};

/// What carried fields are called while their owner signs in.
const KEPT: &str = "kept-";
/// Where they were going.
const KEPT_PATH: &str = "kept_path";

/// "You have been signed out", with what was typed below the form that signs in again.
#[derive(Template)]
#[template(path = "accounts/ended.html")]
pub(crate) struct EndedPage {
    chrome: Chrome,
    /// Whether anything was typed, to be carried along.
    anything: bool,
    /// Everything to carry, under its carried name. Passwords are not carried: they are typed again.
    kept: Fields,
    /// Fields that people write in, to be read over.
    shown: Vec<(String, String)>,
    groups: Vec<Group>,
}

/// The page for a form that came without a session.
///
/// # Errors
/// Where the database does not answer.
pub(crate) async fn ended(site: &Site, asked: &Asked, path: &str, fields: &Fields) -> Result<Page<EndedPage>> {
    let typed: Vec<(&str, &str)> = fields.iter().filter(|(name, _)| !is_secret(name)).collect();
    let mut kept = Fields::default();
    if !typed.is_empty() {
        kept.push(KEPT_PATH, local::path(path).unwrap_or("/"));
    }
    for (name, value) in &typed {
        kept.push(format!("{KEPT}{name}"), *value);
    }
    let page = EndedPage {
        chrome: Chrome::public(site, asked).titled("You have been signed out"),
        anything: !typed.is_empty(),
        kept,
        shown: fields.words().map(|(name, words)| (name.to_owned(), words.to_owned())).collect(),
        groups: personas::groups(site).await?,
    };
    Ok(Page::new(page).status(StatusCode::UNAUTHORIZED))
}

/// The carried fields of a sign-in that was refused, to carry again.
pub(super) fn kept_again(form: &Fields) -> Fields {
    let mut kept = Fields::default();
    for (name, value) in
        form.iter().filter(|(name, _)| (name.starts_with(KEPT) || *name == KEPT_PATH) && !is_secret(name))
    {
        kept.push(name, value);
    }
    kept
}

/// "You are signed in again", with one button that sends what was typed where it was going.
#[derive(Template)]
#[template(path = "accounts/again.html")]
pub(super) struct SignedInAgain {
    chrome: Chrome,
    path: String,
    fields: Fields,
}

impl SignedInAgain {
    /// The page, where a form was carried along.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub(super) async fn of(site: &Site, session: &NewSession, form: &PublicForm) -> Result<Option<Self>> {
        let Some(path) = local::path(form.fields.get(KEPT_PATH)) else { return Ok(None) };
        let Some(who) = accounts::resume(site.programme(), &session.token).await? else { return Ok(None) };
        let mut fields = Fields::default();
        for (name, value) in form.fields.with_prefix(KEPT).filter(|(name, _)| !is_secret(name)) {
            fields.push(name, value);
        }
        let chrome = Chrome { csrf: who.csrf, ..form.chrome.clone() };
        Ok(Some(Self { chrome: chrome.titled("You are signed in again"), path: path.to_owned(), fields }))
    }
}

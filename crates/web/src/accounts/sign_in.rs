use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use programme::Error;
use programme::accounts::{self, NewSession};
use serde::Deserialize;

use super::ended::SignedInAgain;
use super::personas::{self, Group};
use crate::chrome::Chrome;
use crate::forms::Errors;
use crate::problem::{Problem, Result};
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Public, PublicForm, Writing};
use crate::{Site, cookies, local};

/// The first page that anybody sees.
#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
pub(super) struct SignInPage {
    chrome: Chrome,
    errors: Errors,
    /// The name as typed.
    typed: String,
    /// Where to go after signing in; empty for home.
    after: String,
    /// Fields carried from a form whose session ended.
    kept: Fields,
    groups: Vec<Group>,
}

#[derive(Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    next: String,
}

pub(super) async fn page(State(site): State<Site>, Query(next): Query<Next>, page: Public) -> Result<Page<SignInPage>> {
    let after = local::path(&next.next).unwrap_or_default().to_owned();
    let groups = personas::groups(&site).await?;
    let chrome = page.chrome.titled("Sign in");
    Ok(Page::new(SignInPage {
        chrome,
        errors: Errors::none(),
        typed: String::new(),
        after,
        kept: Fields::default(),
        groups,
    }))
}

/// Signs in with a name and a password or, in the worked example, with one click.
pub(super) async fn enter(State(site): State<Site>, form: PublicForm) -> Result<Response> {
    match begin(&site, &form.fields).await {
        Ok(session) => {
            // Whoever was signed in here before is no longer: a session never changes hands.
            if let Some(before) = &form.who {
                accounts::sign_out(site.programme(), before).await?;
            }
            let answer = welcome(&site, &session, &form).await?;
            Ok(with_cookie(answer, cookies::keep_session(&site, &session.token)))
        }
        Err(Error::Invalid(fields)) => {
            let page = SignInPage {
                chrome: form.chrome.titled("Sign in").with_mistakes(true),
                errors: fields.into(),
                typed: form.fields.get("name").to_owned(),
                after: local::path(form.fields.get("next")).unwrap_or_default().to_owned(),
                kept: super::ended::kept_again(&form.fields),
                groups: personas::groups(&site).await?,
            };
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

async fn begin(site: &Site, fields: &Fields) -> programme::Result<NewSession> {
    let person = fields.get("person");
    if site.settings().demo && !person.is_empty() {
        return accounts::sign_in_as_persona(site.programme(), person).await;
    }
    accounts::sign_in(site.programme(), fields.get("name"), fields.get("password")).await
}

/// Where to go: to what was typed before the session ended, to what was asked for, or home.
async fn welcome(site: &Site, session: &NewSession, form: &PublicForm) -> Result<Response> {
    if let Some(again) = SignedInAgain::of(site, session, form).await? {
        return Ok(Page::new(again).into_response());
    }
    let next = local::path(form.fields.get("next")).unwrap_or("/");
    Ok(SeeOther::to(next).into_response())
}

/// Ends the session, and asks the browser to forget what it holds.
pub(super) async fn leave(State(site): State<Site>, form: Writing) -> Result<Response> {
    // The act wrote nothing; it ends first because signing out is an act of its own.
    form.act.commit().await?;
    accounts::sign_out(site.programme(), &form.who).await?;
    let answer = SeeOther::to("/sign-in").saying("You are signed out.").into_response();
    let mut answer = with_cookie(answer, cookies::drop_session(&site));
    answer.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"storage\""));
    Ok(answer)
}

pub(super) fn with_cookie(mut answer: Response, cookie: Option<HeaderValue>) -> Response {
    match cookie {
        Some(cookie) => {
            answer.headers_mut().append(header::SET_COOKIE, cookie);
            answer
        }
        None => Problem::Act(Error::Broken("a token that no cookie can hold".into())).into_response(),
    }
}

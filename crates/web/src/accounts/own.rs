use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::access::Scope;
use practice::days;
use programme::accounts::{self, IDLE_MINUTES};
use programme::{Act, Error, journal};
use store::accounts::Session;

use super::sign_in::with_cookie;
use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::journal::LineView;
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing};
use crate::{Site, cookies};

/// One's own account: who I am here, my password, and who has looked at what concerns me.
#[derive(Template)]
#[template(path = "accounts/own.html")]
pub(super) struct AccountPage {
    chrome: Chrome,
    errors: Errors,
    name: String,
    job_title: String,
    roles: Vec<String>,
    signed_out_after: String,
    sessions: Vec<String>,
    /// Ties that were declared, in sentences.
    ties: Vec<String>,
    /// Whether they are asked for: of those who review.
    asks_for_ties: bool,
    teams: Vec<Choice>,
    why_typed: String,
    lines: Vec<LineView>,
}

pub(super) async fn page(mut reading: Reading) -> Result<Page<AccountPage>> {
    let page = show(&mut reading.act, reading.chrome, Errors::none(), &Fields::default()).await?;
    reading.act.commit().await?;
    Ok(Page::new(page))
}

async fn show(act: &mut Act, chrome: Chrome, errors: Errors, typed: &Fields) -> Result<AccountPage> {
    let ties = accounts::ties(act).await?;
    let teams = ties.teams.iter().map(|team| Choice::new(team.id.to_string(), &team.name, typed.get("team")));
    let teams = std::iter::once(Choice::nothing("Choose a team")).chain(teams).collect();
    let said =
        |(team, why, on): &(String, String, chrono::NaiveDate)| format!("{team}, since {}: {why}", days::long(*on));
    let lines = journal::about_me(act).await?.iter().map(LineView::of).collect();
    let sessions = accounts::sessions(act).await?.iter().map(when).collect();
    let today = act.today();
    Ok(AccountPage {
        chrome: chrome.titled("Your account").with_mistakes(!errors.is_empty()),
        errors,
        name: act.person().name.clone(),
        job_title: act.person().job_title.clone(),
        roles: act
            .actor()
            .roles_on(today)
            .map(|held| format!("{}, {}", held.role.title(), reach(held.scope)))
            .collect(),
        signed_out_after: format!("{IDLE_MINUTES} minutes without use"),
        sessions,
        ties: ties.declared.iter().map(said).collect(),
        asks_for_ties: !ties.declared.is_empty() || act.actor().reviews_on(today),
        teams,
        why_typed: typed.get("why").to_owned(),
        lines,
    })
}

/// When a session began and was last used.
fn when(session: &Session) -> String {
    format!(
        "Began {} at {}, last used {} at {}",
        days::long(days::today(session.began)),
        days::clock(session.began),
        days::long(days::today(session.last_seen)),
        days::clock(session.last_seen)
    )
}

/// How far a role reaches, in words.
fn reach(scope: Scope) -> &'static str {
    match scope {
        Scope::Authority => "for the whole council",
        Scope::Service(_) => "for one service",
        Scope::Team(_) => "for one team",
        Scope::Board => "on the board",
    }
}

/// Changes the password. Every session ends with it, this one too, so that a stolen one is worth nothing.
pub(super) async fn change_password(State(site): State<Site>, mut form: Writing) -> Result<Response> {
    let (present, new) = (form.fields.get("present"), form.fields.get("new"));
    match accounts::change_password(&mut form.act, present, new).await {
        Ok(()) => {
            form.act.commit().await?;
            let answer = SeeOther::to("/sign-in").saying("Your password is changed. Sign in with the new one.");
            Ok(with_cookie(answer.into_response(), cookies::drop_session(&site)))
        }
        Err(Error::Invalid(fields)) => {
            let page = show(&mut form.act, form.chrome, fields.into(), &form.fields).await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// Declares a tie to a team.
pub(super) async fn declare_tie(mut form: Writing) -> Result<Response> {
    let team = form.fields.get("team").parse().ok();
    let why = form.fields.get("why").to_owned();
    match accounts::declare_tie(&mut form.act, team, &why).await {
        Ok(()) => {
            form.act.commit().await?;
            let says = "It is declared. From now on you review nothing of that team.";
            Ok(SeeOther::to("/account").saying(says).into_response())
        }
        Err(Error::Invalid(fields)) => {
            let page = show(&mut form.act, form.chrome, fields.into(), &form.fields).await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

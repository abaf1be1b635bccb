use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use practice::days;
use practice::ids::ActionId;
use programme::actions::{self, OpenedAction};
use programme::{Act, Error};

use super::conflict::ConflictPage;
use crate::chrome::Chrome;
use crate::forms::Errors;
use crate::home::due;
use crate::problem::{Problem, Result};
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};

/// One action: what will be different, who does what by when, how far it has come, and what shows that it worked.
#[derive(Template)]
#[template(path = "actions/one.html")]
pub(super) struct ActionPage {
    chrome: Chrome,
    errors: Errors,
    here: String,
    /// "Learning Disability Team, Review 1, autumn 2025".
    from: String,
    review_href: String,
    outcome: String,
    step: String,
    owner: String,
    due: String,
    late: bool,
    stops: String,
    support: String,
    measure: String,
    works_on: &'static str,
    standards: Vec<StandardLink>,
    progress: String,
    evidence: String,
    /// "Closed by Alun Prothero on 3 November 2026."; empty while it is open.
    closed: String,
    /// The action is the person's own and open: somebody else closes it.
    is_mine: bool,
    may_update: bool,
    may_close: bool,
    /// The version that the forms carry.
    seen: i64,
}

struct StandardLink {
    href: String,
    name: String,
}

pub(super) async fn page(Path(action): Path<String>, mut reading: Reading) -> Result<Page<ActionPage>> {
    let found = actions::open_action(&mut reading.act, id(&action)?).await?;
    let page = ActionPage::of(&reading.act, reading.chrome, &found);
    reading.act.commit().await?;
    Ok(Page::new(page))
}

impl ActionPage {
    fn of(act: &Act, chrome: Chrome, found: &OpenedAction) -> Self {
        let (action, review) = (&found.action, &found.opened.review);
        let open = action.state == "open";
        let today = act.today();
        Self {
            chrome: chrome.titled(&action.outcome),
            errors: Errors::none(),
            here: format!("/actions/{}", action.id),
            from: format!("{}, {}", review.team, review.title),
            review_href: format!("/reviews/{}", review.id),
            outcome: action.outcome.clone(),
            step: action.step.clone(),
            owner: action.owner.clone().unwrap_or_else(|| "Nobody yet".into()),
            due: when(action.due, open, today),
            late: open && action.due.is_some_and(|day| day < today),
            stops: action.stops.clone(),
            support: action.support.clone(),
            measure: action.measure.clone(),
            works_on: action.works_on.words(),
            standards: standards(found),
            progress: action.progress.clone(),
            evidence: action.evidence.clone(),
            closed: closed(found),
            is_mine: open && action.owner_id.0 == Some(act.me()),
            may_update: found.may_update,
            may_close: found.may_close,
            seen: action.version,
        }
    }

    /// The same page with what was typed as evidence, and how to mend it.
    fn with_mistakes(mut self, errors: Errors, evidence: &str) -> Self {
        self.chrome = self.chrome.with_mistakes(true);
        self.errors = errors;
        self.evidence = evidence.to_owned();
        self
    }
}

fn when(day: Option<NaiveDate>, open: bool, today: NaiveDate) -> String {
    match day {
        Some(day) if open => due(day, today),
        Some(day) => format!("Due {}", days::long(day)),
        None => "No date".into(),
    }
}

fn closed(found: &OpenedAction) -> String {
    match (&found.action.closed_by, found.action.closed_on) {
        (Some(by), Some(day)) => format!("Closed by {by} on {}.", days::long(day)),
        _ => String::new(),
    }
}

fn standards(found: &OpenedAction) -> Vec<StandardLink> {
    let framework = &found.opened.framework;
    let known = found.action.standards.iter().filter_map(|id| framework.standard(id));
    known
        .map(|standard| StandardLink {
            href: format!("/standards/{}/{}", found.opened.review.framework_id, standard.id),
            name: standard.name.clone(),
        })
        .collect()
}

/// Writes progress.
pub(super) async fn update(Path(action): Path<String>, mut form: Writing) -> Result<Response> {
    let action: ActionId = id(&action)?;
    match actions::update_action(&mut form.act, action, seen(&form.fields)?, form.fields.get("progress")).await {
        Ok(()) => {
            form.act.commit().await?;
            let says = "Progress is saved. Everybody who can read the plan sees it.";
            Ok(SeeOther::to(format!("/actions/{action}")).saying(says).into_response())
        }
        Err(Error::Stale) => {
            let found = actions::open_action(&mut form.act, action).await?;
            let page = ConflictPage::of_progress(form.chrome, &found, form.fields.get("progress"));
            Ok(Page::new(page).status(StatusCode::CONFLICT).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// Closes it on evidence. The act lets nobody close their own.
pub(super) async fn close(Path(action): Path<String>, mut form: Writing) -> Result<Response> {
    let action: ActionId = id(&action)?;
    let evidence = form.fields.get("evidence");
    match actions::close_action(&mut form.act, action, seen(&form.fields)?, evidence).await {
        Ok(()) => {
            form.act.commit().await?;
            let says = "The action is closed, with what shows that it worked.";
            Ok(SeeOther::to("/actions").saying(says).into_response())
        }
        Err(Error::Invalid(fields)) => {
            let found = actions::open_action(&mut form.act, action).await?;
            let page = ActionPage::of(&form.act, form.chrome, &found).with_mistakes(fields.into(), evidence);
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(Error::Stale) => {
            let found = actions::open_action(&mut form.act, action).await?;
            let page = ConflictPage::of_closing(form.chrome, &found, evidence);
            Ok(Page::new(page).status(StatusCode::CONFLICT).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// The version that was on the page when the form was sent.
fn seen(fields: &Fields) -> Result<i64> {
    fields.get("seen").parse().map_err(|_| Problem::Unreadable("a form without the version it was written on".into()))
}

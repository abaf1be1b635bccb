use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use practice::access::Action;
use practice::days;
use practice::ids::{AlertId, ReviewId};
use practice::surveys::{FROM_SURVEY, alert_about, alert_raised};
use programme::reviews::{self, OpenedAlert};
use programme::{Act, Error};
use serde::Deserialize;
use store::reviews::{Alert, Review};

use super::{address, afresh, capitalised};
use crate::Site;
use crate::chrome::Chrome;
use crate::forms::Errors;
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};

/// The alerts a person may see, open ones first.
#[derive(Template)]
#[template(path = "reviews/alerts.html")]
pub(super) struct AlertsPage {
    chrome: Chrome,
    open: Vec<AlertLine>,
    closed: Vec<AlertLine>,
}

struct AlertLine {
    href: String,
    text: String,
    why: String,
    when: String,
}

/// The form to raise one.
#[derive(Template)]
#[template(path = "reviews/alert-new.html")]
pub(super) struct NewAlertPage {
    chrome: Chrome,
    errors: Errors,
    review_href: String,
    team: String,
    typed: Fields,
}

/// One alert: the fact about a case, what was done, and never a mark.
#[derive(Template)]
#[template(path = "reviews/alert.html")]
pub(super) struct AlertPage {
    chrome: Chrome,
    errors: Errors,
    here: String,
    about: String,
    team: String,
    raised_by: String,
    raised_at: String,
    state: &'static str,
    what: String,
    told: String,
    notes: Vec<NoteView>,
    /// How it ended, who closed it and when, once it is closed.
    closed: Option<NoteView>,
    may_close: bool,
    /// A form that could not be saved.
    typed: Fields,
    /// What was typed to close it, where somebody else had closed it first.
    overtaken: String,
}

struct NoteView {
    words: String,
    who: String,
    when: String,
}

pub(super) async fn list(mut reading: Reading) -> Result<Page<AlertsPage>> {
    let alerts = reviews::alerts(&mut reading.act).await?;
    reading.act.commit().await?;
    let (open, closed): (Vec<_>, Vec<_>) = alerts.iter().partition(|(_, alert)| alert.closed_at.is_none());
    let lines = |alerts: Vec<&(Review, Alert)>| alerts.into_iter().map(line).collect();
    Ok(Page::new(AlertsPage {
        chrome: reading.chrome.titled("Same-day alerts"),
        open: lines(open),
        closed: lines(closed),
    }))
}

fn line((review, alert): &(Review, Alert)) -> AlertLine {
    let raised = in_words(alert.raised_at);
    AlertLine {
        href: format!("{}/alerts/{}", address(review.id), alert.id),
        text: format!("{}, {}", capitalised(&alert_about(&alert.reference)), review.team),
        why: format!("{} at {raised}.", alert_raised(&alert.reference, &alert.raised_by)),
        when: alert
            .closed_at
            .map_or_else(|| format!("Open since {raised}"), |at| format!("Closed at {}", in_words(at))),
    }
}

/// "9:12am on 16 November 2026".
fn in_words(at: DateTime<Utc>) -> String {
    format!("{} on {}", days::clock(at), days::long(days::today(at)))
}

/// The case that the page was opened from.
#[derive(Deserialize)]
pub(super) struct Opening {
    #[serde(default)]
    reference: String,
}

pub(super) async fn form(
    Path(review): Path<String>,
    Query(opening): Query<Opening>,
    mut reading: Reading,
) -> Result<Page<NewAlertPage>> {
    let mut typed = Fields::default();
    typed.push("reference", opening.reference);
    let page = blank(&mut reading.act, reading.chrome, id(&review)?, Errors::none(), typed).await?;
    reading.act.commit().await?;
    Ok(Page::new(page))
}

async fn blank(act: &mut Act, chrome: Chrome, review: ReviewId, errors: Errors, typed: Fields) -> Result<NewAlertPage> {
    let opened = reviews::open(act, review).await?;
    act.require(Action::RaiseAlert, &opened.object())?;
    let title = format!("Raise an alert, {}, {}", opened.review.team, opened.review.title);
    Ok(NewAlertPage {
        chrome: chrome.titled(&title).with_mistakes(!errors.is_empty()),
        errors,
        review_href: address(review),
        team: opened.review.team.clone(),
        typed,
    })
}

pub(super) async fn raise(Path(review): Path<String>, mut form: Writing) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    let of = |name: &str| form.fields.get(name);
    match reviews::raise_alert(&mut form.act, review, of("reference"), of("what"), of("told")).await {
        Ok(alert) => {
            form.act.commit().await?;
            let says = "The alert is raised. Write here what is done about it, until the person is safe.";
            Ok(SeeOther::to(format!("{}/alerts/{alert}", address(review))).saying(says).into_response())
        }
        Err(Error::Invalid(fields)) => {
            let page = blank(&mut form.act, form.chrome, review, fields.into(), form.fields).await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn page(
    Path((review, alert)): Path<(String, String)>,
    mut reading: Reading,
) -> Result<Page<AlertPage>> {
    let opened = reviews::open_alert(&mut reading.act, id(&review)?, id(&alert)?).await?;
    reading.act.commit().await?;
    Ok(Page::new(show(reading.chrome, opened, Errors::none(), Fields::default())))
}

fn show(chrome: Chrome, opened: OpenedAlert, errors: Errors, typed: Fields) -> AlertPage {
    let OpenedAlert { alert, review, notes, may_close } = opened;
    let notes = notes.into_iter().map(|note| NoteView { words: note.note, who: note.by_name, when: in_words(note.at) });
    let closed = alert.closed_at.map(|at| NoteView {
        words: alert.closing.unwrap_or_default(),
        who: alert.closed_by.unwrap_or_default(),
        when: in_words(at),
    });
    let raised_at = in_words(alert.raised_at);
    AlertPage {
        chrome: chrome
            .titled(&format!("Alert on {}, {raised_at}", alert_about(&alert.reference)))
            .with_mistakes(!errors.is_empty()),
        errors,
        here: format!("{}/alerts/{}", address(review.id), alert.id),
        about: alert_about(&alert.reference),
        team: review.team,
        raised_by: if alert.reference == FROM_SURVEY { "An answer to a survey".to_owned() } else { alert.raised_by },
        raised_at,
        state: if closed.is_some() { "Closed" } else { "Open" },
        what: alert.what,
        told: alert.told,
        notes: notes.collect(),
        closed,
        may_close,
        typed,
        overtaken: String::new(),
    }
}

/// Writes down what was done.
pub(super) async fn note(
    State(site): State<Site>,
    Path(at): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let (review, alert) = (id(&at.0)?, id(&at.1)?);
    let done = reviews::note_alert(&mut form.act, review, alert, form.fields.get("note")).await;
    after(&site, form, review, alert, done, "What was done is written down.").await
}

/// Closes it with how it ended.
pub(super) async fn close(
    State(site): State<Site>,
    Path(at): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let (review, alert) = (id(&at.0)?, id(&at.1)?);
    let done = reviews::close_alert(&mut form.act, review, alert, form.fields.get("closing")).await;
    after(&site, form, review, alert, done, "The alert is closed.").await
}

/// Back to the alert: with what was done, or with what was typed. Where somebody closed it first, both texts stand there.
async fn after(
    site: &Site,
    form: Writing,
    review: ReviewId,
    alert: AlertId,
    done: programme::Result<()>,
    says: &str,
) -> Result<Response> {
    let (errors, status) = match done {
        Ok(()) => {
            form.act.commit().await?;
            return Ok(SeeOther::to(format!("{}/alerts/{alert}", address(review))).saying(says).into_response());
        }
        Err(Error::Invalid(fields)) => (Errors::from(fields), StatusCode::UNPROCESSABLE_ENTITY),
        Err(Error::Stale) => (Errors::none(), StatusCode::CONFLICT),
        Err(other) => return Err(other.into()),
    };
    let mut act = afresh(site, form.act, &form.who).await?;
    let opened = reviews::open_alert(&mut act, review, alert).await?;
    act.commit().await?;
    let typed = form.fields.get("closing").to_owned();
    let mut page = show(form.chrome, opened, errors, form.fields);
    if status == StatusCode::CONFLICT {
        page.overtaken = typed;
    }
    Ok(Page::new(page).status(status).into_response())
}

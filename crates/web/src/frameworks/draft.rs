use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::access::{Action, Object};
use programme::{Act, Error, frameworks};
use serde::Deserialize;
use store::frameworks::Version;

use super::views::named;
use crate::chrome::Chrome;
use crate::forms::Errors;
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Reading, Writing, id};

/// A box for the text of a framework file, and what is to be mended in it.
#[derive(Template)]
#[template(path = "frameworks/draft.html")]
pub(super) struct DraftPage {
    chrome: Chrome,
    errors: Errors,
    body: String,
    versions: Vec<Copied>,
}

/// A version to start from.
struct Copied {
    href: String,
    text: String,
}

#[derive(Deserialize)]
pub(super) struct Start {
    from: Option<String>,
}

pub(super) async fn page(Query(asked): Query<Start>, mut reading: Reading) -> Result<Page<DraftPage>> {
    reading.act.require(Action::DraftFramework, &Object::Standards)?;
    let body = match asked.from {
        Some(version) => frameworks::open(&mut reading.act, id(&version)?).await?.body,
        None => String::new(),
    };
    let page = show(&mut reading.act, reading.chrome, Errors::none(), body).await?;
    reading.act.commit().await?;
    Ok(Page::new(page))
}

async fn show(act: &mut Act, chrome: Chrome, errors: Errors, body: String) -> Result<DraftPage> {
    let versions = frameworks::list(act).await?;
    let copied =
        |version: &Version| Copied { href: format!("/standards/drafts/new?from={}", version.id), text: named(version) };
    Ok(DraftPage {
        chrome: chrome.titled("Draft a new version").with_mistakes(!errors.is_empty()),
        errors,
        body,
        versions: versions.iter().map(copied).collect(),
    })
}

/// Puts the draft up, or gives the text back with every mistake by line and column.
pub(super) async fn put_up(mut form: Writing) -> Result<Response> {
    // Browsers send line breaks as CR LF; files here have LF.
    let body = form.fields.get("body").replace("\r\n", "\n");
    match frameworks::draft(&mut form.act, &body).await {
        Ok(id) => {
            form.act.commit().await?;
            let says = "The draft is up and open to comment. Somebody else publishes it.";
            Ok(SeeOther::to(format!("/standards/{id}")).saying(says).into_response())
        }
        Err(Error::Invalid(fields)) => {
            let page = show(&mut form.act, form.chrome, fields.into(), body).await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

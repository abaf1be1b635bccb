use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use programme::{Error, comparing};
use serde::Deserialize;

use crate::chrome::Chrome;
use crate::forms::Errors;
use crate::problem::Result;
use crate::reply::Page;
use crate::request::Reading;

/// Two shares, and whether they tell of a change.
#[derive(Template)]
#[template(path = "about/change.html")]
pub(super) struct ChangePage {
    chrome: Chrome,
    errors: Errors,
    asked: Asked,
    answer: String,
}

/// The shares as they were typed.
#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    then: String,
    #[serde(default)]
    when_then: String,
    #[serde(default)]
    now: String,
    #[serde(default)]
    when_now: String,
}

pub(super) async fn page(Query(asked): Query<Asked>, mut reading: Reading) -> Result<Page<ChangePage>> {
    let nothing = asked.then.trim().is_empty() && asked.now.trim().is_empty();
    let compared = comparing::compare(&mut reading.act, (&asked.then, &asked.when_then), (&asked.now, &asked.when_now));
    let (answer, errors, status) = match compared {
        Ok(change) => (change.to_string(), Errors::none(), StatusCode::OK),
        Err(Error::Invalid(_)) if nothing => (String::new(), Errors::none(), StatusCode::OK),
        Err(Error::Invalid(problems)) => (String::new(), problems.into(), StatusCode::UNPROCESSABLE_ENTITY),
        Err(other) => return Err(other.into()),
    };
    reading.act.commit().await?;
    let chrome = reading.chrome.titled("Is a change real?").with_mistakes(!errors.is_empty());
    Ok(Page::new(ChangePage { chrome, errors, asked, answer }).status(status))
}

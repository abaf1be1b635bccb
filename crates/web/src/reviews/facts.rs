use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::days;
use practice::ids::ReviewId;
use programme::reviews::{self, FactsPage as Found};
use programme::{Act, Error};

use super::{ReviewHead, afresh};
use crate::Site;
use crate::chrome::Chrome;
use crate::forms::Errors;
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};

/// The facts of a review, put up to be checked: never a grade.
#[derive(Template)]
#[template(path = "reviews/facts.html")]
pub(super) struct FactsPage {
    chrome: Chrome,
    errors: Errors,
    review: ReviewHead,
    /// Until when they can be answered; empty before they are put up.
    until: String,
    facts: Vec<String>,
    draft: String,
    answer: String,
    may_open: bool,
    may_answer: bool,
}

impl FactsPage {
    fn of(act: &Act, found: &Found, chrome: Chrome, errors: Errors, typed: &Fields) -> Self {
        let review = ReviewHead::with_tabs(&found.opened, act, "Overview");
        let or_typed = |name: &str, kept: &str| match typed.get(name) {
            "" => kept.to_owned(),
            typed => typed.to_owned(),
        };
        Self {
            chrome: chrome.titled(&review.titled("Facts to check")).with_mistakes(!errors.is_empty()),
            errors,
            until: found.check.as_ref().map(|check| days::long(check.closes_on)).unwrap_or_default(),
            facts: found.check.as_ref().map(|c| c.facts.lines().map(str::to_owned).collect()).unwrap_or_default(),
            draft: or_typed("facts", &found.draft),
            answer: or_typed("answer", &found.answer),
            may_open: found.may_open,
            may_answer: found.may_answer,
            review,
        }
    }
}

pub(super) async fn page(Path(review): Path<String>, mut reading: Reading) -> Result<Page<FactsPage>> {
    let found = reviews::fact_check(&mut reading.act, id(&review)?).await?;
    let page = FactsPage::of(&reading.act, &found, reading.chrome, Errors::none(), &Fields::default());
    reading.act.commit().await?;
    Ok(Page::new(page))
}

async fn after(
    site: &Site,
    form: Writing,
    review: ReviewId,
    saved: programme::Result<()>,
    says: &str,
) -> Result<Response> {
    match saved {
        Ok(()) => {
            form.act.commit().await?;
            Ok(SeeOther::to(format!("/reviews/{review}/facts")).saying(says).into_response())
        }
        Err(Error::Invalid(problems)) => {
            let mut act = afresh(site, form.act, &form.who).await?;
            let found = reviews::fact_check(&mut act, review).await?;
            let page = FactsPage::of(&act, &found, form.chrome, problems.into(), &form.fields);
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// Puts the facts up.
pub(super) async fn open(State(site): State<Site>, Path(review): Path<String>, mut form: Writing) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    let saved = reviews::open_fact_check(&mut form.act, review, form.fields.get("facts")).await;
    after(&site, form, review, saved, "The manager of the team can read the facts and answer for ten working days.")
        .await
}

/// The manager answers.
pub(super) async fn answer(
    State(site): State<Site>,
    Path(review): Path<String>,
    mut form: Writing,
) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    let saved = reviews::answer_facts(&mut form.act, review, form.fields.get("answer")).await;
    after(&site, form, review, saved, "Your answer is kept. The report shows it.").await
}

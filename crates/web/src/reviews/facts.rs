use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::days;
use practice::ids::ReviewId;
use programme::reviews::{self, FactsPage as Found};
use programme::{Act, Error, Field};
use store::reviews::FactCheck;

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
    /// "To be answered by 14 December 2026."; empty before they are put up.
    until: String,
    /// "Corrected on 3 December 2026."; empty where they were not.
    corrected: String,
    /// The version of the facts that is shown.
    seen: i64,
    facts: Vec<String>,
    draft: String,
    answer: String,
    may_open: bool,
    not_yet: String,
    may_correct: bool,
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
            until: found.check.as_ref().map_or_else(String::new, |check| until(check, act)),
            corrected: found
                .check
                .as_ref()
                .and_then(|check| check.corrected_on)
                .map_or_else(String::new, |day| format!("Corrected on {}.", days::long(day))),
            seen: found.check.as_ref().map_or(0, |check| check.version),
            facts: found.check.as_ref().map(|c| c.facts.lines().map(str::to_owned).collect()).unwrap_or_default(),
            draft: or_typed("facts", found.check.as_ref().map_or(found.draft.as_str(), |check| check.facts.as_str())),
            answer: or_typed("answer", &found.answer),
            may_open: found.may_open,
            not_yet: found.not_yet.clone(),
            may_correct: found.may_correct,
            may_answer: found.may_answer,
            review,
        }
    }
}

/// Until when the facts wait, or that they do not.
fn until(check: &FactCheck, act: &Act) -> String {
    let last = days::long(check.closes_on);
    match check.answered_on {
        Some(day) => format!("Answered on {}. The answer can be changed until {last}.", days::long(day)),
        None if check.may_be_answered(act.today()) => format!("To be answered by {last}."),
        None => format!("They could be answered until {last}."),
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
        Err(Error::Invalid(problems)) => again(site, form, review, problems, StatusCode::UNPROCESSABLE_ENTITY).await,
        Err(Error::Stale) => {
            let name = if form.fields.get("facts").is_empty() { "answer" } else { "facts" };
            let says = "The facts were corrected since you opened this page. Read them as they stand, and save again.";
            again(site, form, review, vec![Field::new(name, says)], StatusCode::CONFLICT).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The page again, with what was typed and why it could not be kept.
async fn again(
    site: &Site,
    form: Writing,
    review: ReviewId,
    problems: Vec<Field>,
    status: StatusCode,
) -> Result<Response> {
    let mut act = afresh(site, form.act, &form.who).await?;
    let found = reviews::fact_check(&mut act, review).await?;
    let page = FactsPage::of(&act, &found, form.chrome, problems.into(), &form.fields);
    act.commit().await?;
    Ok(Page::new(page).status(status).into_response())
}

/// The version of the facts that the page had shown; `None` where none were put up.
fn seen(form: &Writing) -> Option<i64> {
    form.fields.get("seen").parse().ok()
}

/// Puts the facts up, or corrects what is put up.
pub(super) async fn open(State(site): State<Site>, Path(review): Path<String>, mut form: Writing) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    if let Some(seen) = seen(&form) {
        let saved = reviews::correct_facts(&mut form.act, review, seen, form.fields.get("facts")).await;
        return after(&site, form, review, saved, "The facts are corrected. The manager of the team is told.").await;
    }
    let saved = reviews::open_fact_check(&mut form.act, review, form.fields.get("facts")).await;
    after(&site, form, review, saved, "The manager of the team can read the facts and answer for ten working days.")
        .await
}

/// The manager answers, or has nothing to correct.
pub(super) async fn answer(
    State(site): State<Site>,
    Path(review): Path<String>,
    mut form: Writing,
) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    let (seen, nothing) = (seen(&form).unwrap_or_default(), form.fields.get("then") == "nothing");
    let saved = reviews::answer_facts(&mut form.act, review, seen, form.fields.get("answer"), nothing).await;
    after(&site, form, review, saved, "Your answer is kept. The report shows it.").await
}

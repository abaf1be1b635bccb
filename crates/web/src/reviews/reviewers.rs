use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::access::Action;
use practice::ids::{PersonId, ReviewId};
use programme::reviews;
use programme::{Act, Error};

use super::{address, afresh};
use crate::Site;
use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};

/// Who reviews, to be changed by the lead.
#[derive(Template)]
#[template(path = "reviews/reviewers.html")]
pub(super) struct ReviewersPage {
    chrome: Chrome,
    errors: Errors,
    review_href: String,
    team: String,
    heading: String,
    /// Everything that is said of the reviewers chosen: each tie to the team is a sentence.
    ties: String,
    people: Vec<Choice>,
    /// Who reviews now by name, where somebody has changed it meanwhile; empty else.
    theirs: String,
    /// Who reviews now, so that nobody is put over a change they have not seen.
    seen: String,
}

pub(super) async fn page(Path(review): Path<String>, mut reading: Reading) -> Result<Page<ReviewersPage>> {
    let page = show(&mut reading.act, reading.chrome, id(&review)?, Errors::none(), None).await?;
    reading.act.commit().await?;
    Ok(Page::new(page))
}

async fn show(
    act: &mut Act,
    chrome: Chrome,
    review: ReviewId,
    errors: Errors,
    typed: Option<&Fields>,
) -> Result<ReviewersPage> {
    let opened = reviews::open(act, review).await?;
    act.require(Action::PlanReview, &opened.object())?;
    let now: Vec<String> = opened.reviewers.iter().map(|person| person.id.to_string()).collect();
    let mut people = reviews::planning(act).await?.reviewers;
    people.extend(
        opened.reviewers.iter().filter(|p| !people.iter().any(|known| known.id == p.id)).cloned().collect::<Vec<_>>(),
    );
    let chosen = |value: &str| match typed {
        Some(fields) => fields.all("reviewers").any(|one| one == value),
        None => now.iter().any(|one| one == value),
    };
    let choices = people.iter().map(|person| {
        let value = person.id.to_string();
        let checked = chosen(&value);
        Choice { value, text: person.name.clone(), hint: person.job_title.clone(), checked }
    });
    let said: Vec<&str> = errors.iter().map(|fault| fault.text.as_str()).collect();
    Ok(ReviewersPage {
        chrome: chrome
            .titled(&format!("Who reviews, {}, {}", opened.review.team, opened.review.title))
            .with_mistakes(!errors.is_empty()),
        ties: said.join(" "),
        errors,
        review_href: address(review),
        team: opened.review.team.clone(),
        heading: opened.review.title.clone(),
        people: choices.collect(),
        theirs: String::new(),
        seen: now.join(" "),
    })
}

/// Changes who reviews.
pub(super) async fn change(
    State(site): State<Site>,
    Path(review): Path<String>,
    mut form: Writing,
) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    let people: Vec<PersonId> = form.fields.all("reviewers").map(id).collect::<Result<_>>()?;
    let seen: Vec<PersonId> = form.fields.get("seen").split_whitespace().map(id).collect::<Result<_>>()?;
    let (errors, status) = match reviews::set_reviewers(&mut form.act, review, &people, &seen).await {
        Ok(()) => {
            form.act.commit().await?;
            return Ok(SeeOther::to(address(review)).saying("Who reviews is changed.").into_response());
        }
        Err(Error::Invalid(fields)) => (Errors::from(fields), StatusCode::UNPROCESSABLE_ENTITY),
        Err(Error::Stale) => {
            let says = "Somebody has changed who reviews since you opened the page. Your choice is kept below; who reviews now stands above it.";
            (Errors::from(vec![programme::Field::new("reviewers", says)]), StatusCode::CONFLICT)
        }
        Err(other) => return Err(other.into()),
    };
    let mut act = afresh(&site, form.act, &form.who).await?;
    let mut page = show(&mut act, form.chrome, review, errors, Some(&form.fields)).await?;
    if status == StatusCode::CONFLICT {
        let opened = reviews::open(&mut act, review).await?;
        page.theirs = opened.reviewers.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join(", ");
    }
    act.commit().await?;
    Ok(Page::new(page).status(status).into_response())
}

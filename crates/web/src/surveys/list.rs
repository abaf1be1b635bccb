use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::days;
use practice::ids::ReviewId;
use programme::surveys::{self, SurveysPage, ToAsk};
use programme::{Act, Error};

use crate::Site;
use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};
use crate::reviews::{ReviewHead, afresh};

/// The surveys of a review, and what can still be asked.
#[derive(Template)]
#[template(path = "surveys/list.html")]
pub(super) struct ListPage {
    chrome: Chrome,
    errors: Errors,
    review: ReviewHead,
    back: String,
    surveys: Vec<Line>,
    to_ask: Vec<Choice>,
    may_run: bool,
    typed: Fields,
}

/// One survey.
struct Line {
    href: String,
    title: String,
    state: String,
    came: String,
}

impl ListPage {
    fn of(act: &Act, found: &SurveysPage, chrome: Chrome, errors: Errors, typed: Fields) -> Self {
        let review = ReviewHead::with_tabs(&found.opened, act, "Evidence");
        let lines = found.surveys.iter().map(|(survey, returned)| Line {
            href: format!("{}/surveys/{}", review.href, survey.id),
            title: survey.title.clone(),
            state: match survey.closed_on {
                Some(day) => format!("Closed on {}", days::long(day)),
                None => format!("Open until {}", days::long(survey.closes_on)),
            },
            came: format!("{returned} answered of {} asked", survey.asked),
        });
        Self {
            chrome: chrome.titled(&review.titled("Surveys")).with_mistakes(!errors.is_empty()),
            errors,
            surveys: lines.collect(),
            to_ask: found.to_ask.iter().map(|ask| choice(ask, typed.get("source"))).collect(),
            may_run: found.may_run,
            back: format!("{}/evidence", review.href),
            review,
            typed,
        }
    }
}

fn choice(ask: &ToAsk, chosen: &str) -> Choice {
    let sets: Vec<String> = ask
        .sets
        .iter()
        .map(|set| {
            let languages = set.languages.iter().map(|language| language.name.clone());
            let all: Vec<String> = std::iter::once("English".to_owned()).chain(languages).collect();
            format!("{} ({})", set.title, all.join(", "))
        })
        .collect();
    let known = ask.known.map(|known| format!(" The caseload has {known} to ask.")).unwrap_or_default();
    Choice { hint: format!("{}.{known}", sets.join("; ")), ..Choice::new(&ask.source, &ask.name, chosen) }
}

pub(super) async fn page(Path(review): Path<String>, mut reading: Reading) -> Result<Page<ListPage>> {
    let found = surveys::surveys(&mut reading.act, id(&review)?).await?;
    let page = ListPage::of(&reading.act, &found, reading.chrome, Errors::none(), Fields::default());
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// Opens a survey.
pub(super) async fn start(State(site): State<Site>, Path(review): Path<String>, mut form: Writing) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    let fields = &form.fields;
    let own = [fields.get("own").to_owned(), fields.get("own_easy").to_owned()];
    let saved = match fields.date("closes") {
        _ if fields.get("source").is_empty() => Err(Error::field("source", "Choose who is asked.")),
        Err(field) => Err(Error::Invalid(vec![field])),
        Ok(closes) => {
            surveys::start_survey(&mut form.act, review, fields.get("source"), closes, fields.get("phone"), &own).await
        }
    };
    match saved {
        Ok(survey) => {
            form.act.commit().await?;
            let to = SeeOther::to(format!("/reviews/{review}/surveys/{survey}"));
            Ok(to.saying("The survey is open. Print a code for each person to ask.").into_response())
        }
        Err(Error::Invalid(problems)) => {
            let mut act = afresh(&site, form.act, &form.who).await?;
            let found = surveys::surveys(&mut act, review).await?;
            let page = ListPage::of(&act, &found, form.chrome, problems.into(), form.fields);
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

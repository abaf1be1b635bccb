use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::days;
use practice::ids::ObservationId;
use practice::reviews::{Came, NOT_SEEN, Rating};
use programme::Error;
use programme::observations::{self, MyObservation};

use super::marks::{self, BothRow, MarkRow};
use crate::Site;
use crate::chrome::Chrome;
use crate::forms::Errors;
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};
use crate::reviews::afresh;

/// What was noted of one's own work, and one's own marks and note beside it.
#[derive(Template)]
#[template(path = "observations/mine.html")]
pub(super) struct MinePage {
    chrome: Chrome,
    errors: Errors,
    here: String,
    /// "Learning Disability Team · Review 2, autumn 2026".
    caption: String,
    title: String,
    observer: String,
    worker: String,
    consent: String,
    declined: bool,
    answered: bool,
    rows: Vec<BothRow>,
    differences: Vec<String>,
    observer_note: String,
    worker_note: String,
    before_talk: String,
    after_talk: String,
    /// The form: what is chosen and typed in it.
    own_rows: Vec<MarkRow>,
    own_note: String,
    seen: i64,
    may_answer: bool,
    /// Whether somebody, such as the same person in another window, wrote first.
    overtaken: bool,
}

impl MinePage {
    fn of(found: MyObservation, chrome: Chrome, errors: Errors, typed: Option<&Fields>) -> Self {
        let MyObservation { opened, form, observation, may_answer } = found;
        let chosen = |behaviour: &str| match typed {
            Some(fields) => marks::typed(fields, behaviour),
            None if observation.is_answered() => {
                observation.worker_ratings.get(behaviour).map_or(NOT_SEEN, Rating::as_str).to_owned()
            }
            None => String::new(),
        };
        let own_rows = marks::rows(&form, chosen);
        let title = format!("{}, {}", observation.kind, days::long(observation.seen_on));
        Self {
            chrome: chrome.titled(&format!("Your work was watched: {title}")).with_mistakes(!errors.is_empty()),
            errors,
            here: format!("/my-observations/{}", observation.id),
            caption: format!("{} · {}", opened.review.team, opened.review.title),
            title,
            consent: observation.consent().words(),
            declined: observation.came() == Came::Declined,
            answered: observation.is_answered(),
            rows: marks::both(&form, &observation),
            differences: marks::differences(&form, &observation),
            own_rows,
            own_note: typed.map_or(observation.worker_note.as_str(), |fields| fields.get("note")).to_owned(),
            seen: observation.version,
            observer: observation.observer,
            worker: observation.worker,
            observer_note: observation.observer_note,
            worker_note: observation.worker_note,
            before_talk: observation.before_talk,
            after_talk: observation.after_talk,
            may_answer,
            overtaken: false,
        }
    }
}

pub(super) async fn page(Path(observation): Path<String>, mut reading: Reading) -> Result<Page<MinePage>> {
    let found = observations::my_observation(&mut reading.act, id(&observation)?).await?;
    reading.act.commit().await?;
    Ok(Page::new(MinePage::of(found, reading.chrome, Errors::none(), None)))
}

/// Keeps one's own marks and note. Where they were written in the meantime, both texts stand on the page.
pub(super) async fn answer(
    State(site): State<Site>,
    Path(observation): Path<String>,
    mut form: Writing,
) -> Result<Response> {
    let observation: ObservationId = id(&observation)?;
    let seen = form.fields.get("seen").parse().unwrap_or_default();
    let given = marks::given(&form.fields);
    let note = form.fields.get("note");
    let saved = observations::answer_observation(&mut form.act, observation, &given, note, seen).await;
    let (errors, status) = match saved {
        Ok(()) => {
            form.act.commit().await?;
            let says = "Your marks and your note are kept beside those of whoever watched.";
            return Ok(SeeOther::to(format!("/my-observations/{observation}")).saying(says).into_response());
        }
        Err(Error::Invalid(problems)) => (Errors::from(problems), StatusCode::UNPROCESSABLE_ENTITY),
        Err(Error::Stale) => (Errors::none(), StatusCode::CONFLICT),
        Err(other) => return Err(other.into()),
    };
    let mut act = afresh(&site, form.act, &form.who).await?;
    let found = observations::my_observation(&mut act, observation).await?;
    act.commit().await?;
    let mut page = MinePage::of(found, form.chrome, errors, Some(&form.fields));
    if status == StatusCode::CONFLICT {
        page.overtaken = true;
    } else {
        page.seen = seen;
    }
    Ok(Page::new(page).status(status).into_response())
}

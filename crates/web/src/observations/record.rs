use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::ids::{ReviewId, SampledCaseId};
use practice::reviews::{Came, Direction, PersonConsent};
use programme::observations::{self, NewObservation, Observing};
use programme::{Error, Field};
use store::people::Person;

use super::marks::{self, MarkRow};
use crate::Site;
use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};
use crate::reviews::{ReviewHead, afresh};

/// The form to record that practice was watched, or that it was declined.
#[derive(Template)]
#[template(path = "observations/new.html")]
pub(super) struct NewPage {
    chrome: Chrome,
    errors: Errors,
    review: ReviewHead,
    back: String,
    directions: Vec<Choice>,
    workers: Vec<Choice>,
    observers: Vec<Choice>,
    watched_kinds: Vec<Choice>,
    cases: Vec<Choice>,
    ends: Vec<Choice>,
    worker_says: Vec<Choice>,
    person_says: Vec<Choice>,
    agreeing: Vec<Choice>,
    before: Vec<String>,
    after: Vec<String>,
    rows: Vec<MarkRow>,
    typed: Fields,
}

impl NewPage {
    fn of(found: Observing, chrome: Chrome, errors: Errors, typed: Fields) -> Self {
        let review = ReviewHead::of(&found.opened);
        let everybody = |chosen: &str| -> Vec<Choice> {
            let told = |p: &Person| Choice::new(p.id.to_string(), format!("{}, {}", p.name, p.job_title), chosen);
            std::iter::once(Choice::nothing("Choose a person")).chain(found.people.iter().map(told)).collect()
        };
        let kinds = found.form.kinds.iter().map(|kind| Choice::new(kind, kind, typed.get("kind")));
        let cases = found.cases.iter().map(|c| Choice::new(c.id.to_string(), &c.reference, typed.get("case")));
        Self {
            chrome: chrome.titled(&review.titled("Record an observation")).with_mistakes(!errors.is_empty()),
            errors,
            back: format!("{}/observations", review.href),
            directions: in_words(Direction::ALL, Direction::as_str, Direction::words, typed.get("direction")),
            workers: everybody(typed.get("worker")),
            observers: everybody(typed.get("observer")),
            watched_kinds: kinds.collect(),
            cases: std::iter::once(Choice::nothing("No case of the sample")).chain(cases).collect(),
            ends: in_words(Came::ALL, Came::as_str, Came::words, typed.get("came")),
            worker_says: vec![
                Choice::new("yes", "Yes", typed.get("consent_worker")),
                Choice::new("no", "No", typed.get("consent_worker")),
            ],
            person_says: in_words(
                PersonConsent::ALL,
                PersonConsent::as_str,
                PersonConsent::words,
                typed.get("consent_person"),
            ),
            agreeing: vec![
                Choice::new("yes", "It agrees with the rest", typed.get("agrees")),
                Choice::new("no", "It tells of something different", typed.get("agrees")),
            ],
            rows: marks::rows(&found.form, |behaviour| marks::typed(&typed, behaviour)),
            before: found.form.before,
            after: found.form.after,
            review,
            typed,
        }
    }
}

/// Choices of words that tables keep.
fn in_words<T: Copy>(
    all: &[T],
    word: impl Fn(T) -> &'static str,
    words: impl Fn(T) -> &'static str,
    chosen: &str,
) -> Vec<Choice> {
    all.iter().map(|one| Choice::new(word(*one), words(*one), chosen)).collect()
}

pub(super) async fn page(Path(review): Path<String>, mut reading: Reading) -> Result<Page<NewPage>> {
    let found = observations::observing(&mut reading.act, id(&review)?).await?;
    let mut typed = Fields::default();
    // Whoever opens the form is most often the one who watched.
    typed.push("observer", reading.act.me().to_string());
    reading.act.commit().await?;
    Ok(Page::new(NewPage::of(found, reading.chrome, Errors::none(), typed)))
}

/// Records it: what was seen stands as evidence at once.
pub(super) async fn save(State(site): State<Site>, Path(review): Path<String>, mut form: Writing) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    let saved = match observation(&form.fields) {
        Ok(new) => observations::record_observation(&mut form.act, review, &new).await,
        Err(problems) => Err(Error::Invalid(problems)),
    };
    match saved {
        Ok(recorded) => {
            form.act.commit().await?;
            let says = "It is recorded. Whoever was watched can read it and add their own marks and note.";
            Ok(SeeOther::to(format!("/reviews/{review}/observations/{recorded}")).saying(says).into_response())
        }
        Err(Error::Invalid(problems)) => {
            let mut act = afresh(&site, form.act, &form.who).await?;
            let found = observations::observing(&mut act, review).await?;
            act.commit().await?;
            let page = NewPage::of(found, form.chrome, problems.into(), form.fields);
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// The observation as it was typed, or what cannot be read of it.
fn observation(fields: &Fields) -> std::result::Result<NewObservation, Vec<Field>> {
    match (fields.date("watched"), fields.number("minutes"), case(fields)) {
        (Ok(seen_on), Ok(minutes), Ok(case)) => Ok(NewObservation {
            direction: Direction::parse(fields.get("direction")),
            worker: fields.get("worker").parse().ok(),
            observer: fields.get("observer").parse().ok(),
            kind: fields.get("kind").to_owned(),
            seen_on,
            case,
            came: Came::parse(fields.get("came")),
            worker_agreed: yes_or_no(fields.get("consent_worker")),
            person: PersonConsent::parse(fields.get("consent_person")),
            before_talk: fields.get("before_talk").to_owned(),
            after_talk: fields.get("after_talk").to_owned(),
            ratings: marks::given(fields),
            note: fields.get("note").to_owned(),
            agrees: yes_or_no(fields.get("agrees")),
            parts: listed(fields.get("parts")),
            minutes,
        }),
        (seen_on, minutes, case) => Err([seen_on.err(), minutes.err(), case.err()].into_iter().flatten().collect()),
    }
}

fn yes_or_no(word: &str) -> Option<bool> {
    match word {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn case(fields: &Fields) -> std::result::Result<Option<SampledCaseId>, Field> {
    match fields.get("case") {
        "" => Ok(None),
        typed => typed.parse().map(Some).map_err(|_| Field::new("case", "Choose a case from the list.")),
    }
}

/// Names written in one box, parted by commas or blanks.
fn listed(text: &str) -> Vec<String> {
    let parts = text.split([',', ';', ' ', '\n', '\r', '\t']);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

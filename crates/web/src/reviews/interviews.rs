use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::Datelike;
use practice::ids::{ReviewId, SampledCaseId};
use practice::reviews::{Guide, InterviewState, consents};
use programme::reviews::{self, InterviewForm, OpenedInterview};
use programme::{Act, Error};

use super::{ReviewHead, afresh, counted};
use crate::Site;
use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};

/// Who is interviewed, case by case.
#[derive(Template)]
#[template(path = "reviews/interviews.html")]
pub(super) struct InterviewsPage {
    chrome: Chrome,
    review: ReviewHead,
    back: String,
    standing: String,
    records: String,
    heads: Vec<Head>,
    lines: Vec<Line>,
}

/// One of the four, with its guide to print.
struct Head {
    title: String,
    guide: String,
}

/// One case.
struct Line {
    case: String,
    reference: String,
    places: Vec<Place>,
}

/// One interview of a case.
struct Place {
    title: String,
    href: String,
    state: &'static str,
    tag: &'static str,
}

pub(super) async fn page(Path(review): Path<String>, mut reading: Reading) -> Result<Page<InterviewsPage>> {
    let found = reviews::interviews(&mut reading.act, id(&review)?).await?;
    let head = ReviewHead::with_tabs(&found.opened, &reading.act, "Evidence");
    reading.act.commit().await?;
    let base = &head.href;
    let lines = found.cases.iter().map(|(case, states)| Line {
        case: format!("{base}/cases/{}", case.id),
        reference: case.reference.clone(),
        places: found
            .guides
            .iter()
            .zip(states)
            .map(|(guide, state)| Place {
                title: guide.title.clone(),
                href: format!("{base}/cases/{}/interviews/{}", case.id, guide.source),
                state: state.words(),
                tag: match state {
                    InterviewState::ToArrange => "govuk-tag--yellow",
                    InterviewState::Booked => "govuk-tag--light-blue",
                    _ => "",
                },
            })
            .collect(),
    });
    Ok(Page::new(InterviewsPage {
        chrome: reading.chrome.titled(&head.titled("Interviews")),
        back: format!("{base}/evidence"),
        standing: found.counts.words(),
        records: format!("{} of {} read", found.records.1, counted(found.records.0, "case record")),
        heads: found
            .guides
            .iter()
            .map(|guide| Head { title: guide.title.clone(), guide: format!("{base}/guides/{}", guide.source) })
            .collect(),
        lines: lines.collect(),
        review: head,
    }))
}

/// A guide in large print, to take along.
#[derive(Template)]
#[template(path = "reviews/guide.html")]
pub(super) struct GuidePage {
    chrome: Chrome,
    back: String,
    guide: Guide,
}

pub(super) async fn guide(
    Path((review, source)): Path<(String, String)>,
    mut reading: Reading,
) -> Result<Page<GuidePage>> {
    let found = reviews::interviews(&mut reading.act, id(&review)?).await?;
    reading.act.commit().await?;
    let guide = found.guides.into_iter().find(|guide| guide.source == source).ok_or(Error::NotFound)?;
    let chrome = reading.chrome.titled(&guide.title);
    Ok(Page::new(GuidePage { chrome, back: format!("/reviews/{review}/interviews"), guide }))
}

/// One interview: the guide with a place to write beside each question.
#[derive(Template)]
#[template(path = "reviews/interview.html")]
pub(super) struct InterviewPage {
    chrome: Chrome,
    errors: Errors,
    review: ReviewHead,
    back: String,
    here: String,
    guide_href: String,
    reference: String,
    title: String,
    opening: Vec<String>,
    closing: Vec<String>,
    questions: Vec<Question>,
    /// What was said to questions that the guide no longer asks.
    unasked: Vec<String>,
    states: Vec<Choice>,
    consents: Vec<Choice>,
    agreeing: Vec<Choice>,
    held: [String; 3],
    minutes: String,
    /// What is asked where nobody was interviewed.
    why: &'static str,
    reason: String,
    seen: i64,
    /// It is done, or may not be written: what was said is shown and not a form.
    /// When it was held, for how long, and whether it agrees; empty where it was not held.
    was: String,
    may_reopen: bool,
    may_write: bool,
    state: &'static str,
    conflict: bool,
}

/// One question with what was said.
struct Question {
    name: String,
    label: String,
    listen_for: String,
    parts: String,
    note: String,
    /// What somebody else has saved meanwhile, where it is something else; empty where nobody has.
    meanwhile: String,
}

impl InterviewPage {
    fn of(act: &Act, found: &OpenedInterview, chrome: Chrome, errors: Errors, typed: Option<&Fields>) -> Self {
        let review = ReviewHead::with_tabs(&found.opened, act, "Evidence");
        let row = &found.interview;
        let given = |name: &str, kept: String| typed.map_or(kept, |fields| fields.get(name).to_owned());
        let state = given("state", if row.version > 0 { row.state.as_str().to_owned() } else { String::new() });
        let agrees =
            given("agrees", if row.state == InterviewState::Done { yes_no(row.agrees) } else { String::new() });
        let consent = given("consent", row.consent.clone());
        let held = row.held_on.map(|day| [day.day().to_string(), day.month().to_string(), day.year().to_string()]);
        let [day, month, year] = held.unwrap_or_default();
        Self {
            chrome: chrome
                .titled(&review.titled(&format!("{}, case {}", found.guide.title, found.case.reference)))
                .with_mistakes(!errors.is_empty()),
            errors,
            back: format!("{}/interviews", review.href),
            here: format!("{}/cases/{}/interviews/{}", review.href, found.case.id, row.source),
            guide_href: format!("{}/guides/{}", review.href, row.source),
            reference: found.case.reference.clone(),
            title: found.guide.title.clone(),
            opening: lines(&found.guide.opening),
            closing: lines(&found.guide.closing),
            questions: questions(found, typed),
            unasked: unasked(found),
            states: InterviewState::of(found.voice)
                .into_iter()
                .map(|known| Choice::new(known.as_str(), known.words(), &state))
                .collect(),
            consents: consents(found.voice).into_iter().map(|(word, text)| Choice::new(word, text, &consent)).collect(),
            why: if InterviewState::of(found.voice).contains(&InterviewState::NotApplicable) {
                "Why is there nobody to ask, or what was tried? (only where nobody was interviewed)"
            } else {
                "What was tried? (only where nobody was interviewed)"
            },
            agreeing: vec![
                Choice::new("yes", "It agrees with what else is known", &agrees),
                Choice::new("no", "It tells of something different", &agrees),
            ],
            held: [given("held-day", day), given("held-month", month), given("held-year", year)],
            minutes: given("minutes", if row.minutes > 0 { row.minutes.to_string() } else { String::new() }),
            reason: given("reason", row.reason.clone()),
            seen: row.version,
            may_reopen: found.may_write && row.state == InterviewState::Done && row.version > 0,
            was: was(row),
            may_write: found.may_write && !(row.state == InterviewState::Done && row.version > 0),
            state: row.state.words(),
            conflict: false,
            review,
        }
    }
}

/// "Held on 2 November 2026, 40 minutes. It agrees with what else is known."; empty where it was not held.
fn was(row: &store::reviews::Interview) -> String {
    let Some(day) = row.held_on.filter(|_| row.state == InterviewState::Done) else { return String::new() };
    let minutes = if row.minutes > 0 { format!(", {} minutes", row.minutes) } else { String::new() };
    let agrees = if row.agrees { "It agrees with" } else { "It tells of something different from" };
    format!("Held on {}{minutes}. {agrees} what else is known.", practice::days::long(day))
}

fn yes_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn questions(found: &OpenedInterview, typed: Option<&Fields>) -> Vec<Question> {
    let asked = found.guide.questions.iter().enumerate();
    asked
        .map(|(place, question)| {
            let name = format!("note-{}", question.id);
            let kept = found.interview.notes.get(&question.id).cloned().unwrap_or_default();
            Question {
                label: format!("{}. {}", place + 1, question.ask),
                listen_for: question.listen_for.clone(),
                parts: question.elements.join(", "),
                note: typed.map_or(kept, |fields| fields.get(&name).to_owned()),
                meanwhile: String::new(),
                name,
            }
        })
        .collect()
}

/// What is kept of questions that are no longer in the guide.
fn unasked(found: &OpenedInterview) -> Vec<String> {
    let asked = |id: &String| found.guide.questions.iter().any(|question| question.id == *id);
    found.interview.notes.iter().filter(|(id, _)| !asked(id)).map(|(_, note)| note.clone()).collect()
}

pub(super) async fn one(
    Path((review, case, source)): Path<(String, String, String)>,
    mut reading: Reading,
) -> Result<Page<InterviewPage>> {
    let found = reviews::open_interview(&mut reading.act, id(&review)?, id(&case)?, &source).await?;
    let page = InterviewPage::of(&reading.act, &found, reading.chrome, Errors::none(), None);
    reading.act.commit().await?;
    Ok(Page::new(page))
}

fn form_of(fields: &Fields) -> std::result::Result<InterviewForm, Vec<programme::Field>> {
    let (seen, held_on, minutes) = (fields.number("seen"), fields.date("held"), fields.number("minutes"));
    let problems: Vec<programme::Field> =
        [seen.clone().err(), held_on.clone().err(), minutes.clone().err()].into_iter().flatten().collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(InterviewForm {
        seen: seen.ok().flatten().unwrap_or(0),
        state: InterviewState::parse(fields.get("state")),
        consent: fields.get("consent").to_owned(),
        reason: fields.get("reason").to_owned(),
        held_on: held_on.ok().flatten(),
        minutes: minutes.ok().flatten().unwrap_or(0),
        notes: fields.with_prefix("note-").map(|(question, note)| (question.to_owned(), note.to_owned())).collect(),
        agrees: match fields.get("agrees") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
    })
}

/// Opens an interview again that was done.
pub(super) async fn reopen(
    Path((review, case, source)): Path<(String, String, String)>,
    mut form: Writing,
) -> Result<SeeOther> {
    let at: (ReviewId, SampledCaseId) = (id(&review)?, id(&case)?);
    let seen = form.fields.number("seen").ok().flatten().unwrap_or(0);
    reviews::reopen_interview(&mut form.act, at.0, at.1, &source, seen).await?;
    form.act.commit().await?;
    let to = SeeOther::to(format!("/reviews/{review}/cases/{case}/interviews/{source}"));
    Ok(to.saying("It is open again, and what was said is no evidence until it is done again."))
}

/// Writes an interview down.
pub(super) async fn save(
    State(site): State<Site>,
    Path((review, case, source)): Path<(String, String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let at: (ReviewId, SampledCaseId) = (id(&review)?, id(&case)?);
    let saved = match form_of(&form.fields) {
        Ok(told) => reviews::save_interview(&mut form.act, at.0, at.1, &source, &told).await,
        Err(problems) => Err(Error::Invalid(problems)),
    };
    let (errors, conflict) = match saved {
        Ok(()) => {
            form.act.commit().await?;
            let to = SeeOther::to(format!("/reviews/{review}/interviews"));
            return Ok(to.saying("The interview is written down.").into_response());
        }
        Err(Error::Invalid(problems)) => (problems.into(), false),
        Err(Error::Stale) => (Errors::none(), true),
        Err(other) => return Err(other.into()),
    };
    let mut act = afresh(&site, form.act, &form.who).await?;
    let found = reviews::open_interview(&mut act, at.0, at.1, &source).await?;
    let mut page = InterviewPage::of(&act, &found, form.chrome, errors, Some(&form.fields));
    page.conflict = conflict;
    if conflict {
        for (place, question) in found.guide.questions.iter().enumerate() {
            let kept = found.interview.notes.get(&question.id).map_or("", String::as_str);
            if let Some(shown) = page.questions.get_mut(place).filter(|shown| shown.note.trim() != kept) {
                shown.meanwhile = if kept.is_empty() { "nothing".to_owned() } else { kept.to_owned() };
            }
        }
    }
    act.commit().await?;
    let status = if conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(Page::new(page).status(status).into_response())
}

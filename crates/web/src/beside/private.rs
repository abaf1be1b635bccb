//! The private line: the worker's side and the lead's. The words of a note are on these two pages and no other.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use practice::days;
use practice::ids::PrivateNoteId;
use practice::reviews::and;
use programme::beside::{self, PrivateLine};
use programme::{Error, Field};
use store::beside::PrivateNote;

use crate::Site;
use crate::chrome::Chrome;
use crate::forms::Errors;
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};
use crate::reviews::afresh;

/// The worker's side: one box, and what was answered.
#[derive(Template)]
#[template(path = "beside/line.html")]
pub(super) struct LinePage {
    chrome: Chrome,
    errors: Errors,
    /// Who reads it, by name.
    who_reads: String,
    notes: Vec<Written>,
    may_write: bool,
    typed: Fields,
}

/// Something that the worker wrote.
struct Written {
    heading: String,
    words: String,
    /// Empty where nothing is answered.
    answer: String,
    answered: String,
}

/// The lead's side.
#[derive(Template)]
#[template(path = "beside/notes.html")]
pub(super) struct NotesPage {
    chrome: Chrome,
    errors: Errors,
    me: String,
    waiting: Vec<Received>,
    answered: Vec<Received>,
}

/// Something that was written to the lead.
struct Received {
    heading: String,
    words: String,
    action: String,
    field: String,
    label: String,
    typed: String,
    error: String,
    answer: String,
    answered: String,
}

impl LinePage {
    fn of(found: &PrivateLine, chrome: Chrome, errors: Errors, typed: Fields) -> Self {
        let names: Vec<&str> = found.leads.iter().map(|lead| lead.name.as_str()).collect();
        let who_reads = match names.as_slice() {
            [] => "Nobody leads quality assurance just now, so nobody would read this.".to_owned(),
            [one] => format!("Only {one} reads this."),
            several => format!("Only {} read this. Each gets a note of their own.", and(several)),
        };
        Self {
            chrome: chrome.titled("Your private line").with_mistakes(!errors.is_empty()),
            errors,
            who_reads,
            notes: found.notes.iter().map(written).collect(),
            may_write: found.may_write && !names.is_empty(),
            typed,
        }
    }
}

impl NotesPage {
    fn of(me: &str, notes: &[PrivateNote], chrome: Chrome, errors: Errors, typed: &Fields) -> Self {
        let (answered, waiting): (Vec<&PrivateNote>, Vec<&PrivateNote>) =
            notes.iter().partition(|note| note.answer.is_some());
        let received = |note: &&PrivateNote| received(note, &errors, typed);
        let (waiting, answered) = (waiting.iter().map(received).collect(), answered.iter().map(received).collect());
        Self {
            chrome: chrome.titled("Notes on the private line").with_mistakes(!errors.is_empty()),
            errors,
            me: me.to_owned(),
            waiting,
            answered,
        }
    }
}

fn written(note: &PrivateNote) -> Written {
    Written {
        heading: format!("To {}, {}", note.to_name, when(note.written_at)),
        words: note.words.clone(),
        answer: note.answer.clone().unwrap_or_default(),
        answered: answered(note),
    }
}

fn received(note: &PrivateNote, errors: &Errors, typed: &Fields) -> Received {
    let field = field(note.id);
    Received {
        heading: format!("{}, {}", note.from_name, when(note.written_at)),
        words: note.words.clone(),
        action: format!("/private-line/notes/{}/answer", note.id),
        label: format!("Your answer to {}", note.from_name),
        typed: typed.get(&field).to_owned(),
        error: errors.of(&field).to_owned(),
        answer: note.answer.clone().unwrap_or_default(),
        answered: answered(note),
        field,
    }
}

/// The name of the box in which a note is answered: several stand on one page.
fn field(note: PrivateNoteId) -> String {
    format!("answer-{note}")
}

/// "Alun Prothero answered on 22 October 2026, 2:30pm"; empty where nothing is answered.
fn answered(note: &PrivateNote) -> String {
    note.answered_at.map(|at| format!("{} answered on {}", note.to_name, when(at))).unwrap_or_default()
}

fn when(at: DateTime<Utc>) -> String {
    format!("{}, {}", days::long(days::today(at)), days::clock(at))
}

pub(super) async fn page(mut reading: Reading) -> Result<Page<LinePage>> {
    let found = beside::my_private_line(&mut reading.act).await?;
    let page = LinePage::of(&found, reading.chrome, Errors::none(), Fields::default());
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// Writes a note.
pub(super) async fn write(State(site): State<Site>, mut form: Writing) -> Result<Response> {
    match beside::write_private_note(&mut form.act, form.fields.get("words")).await {
        Ok(()) => {
            form.act.commit().await?;
            let says = "It is on its way. The answer comes here, and nowhere else.";
            Ok(SeeOther::to("/private-line").saying(says).into_response())
        }
        Err(Error::Invalid(problems)) => {
            let mut act = afresh(&site, form.act, &form.who).await?;
            let found = beside::my_private_line(&mut act).await?;
            let page = LinePage::of(&found, form.chrome, problems.into(), form.fields);
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// What was written to the lead.
pub(super) async fn notes(mut reading: Reading) -> Result<Page<NotesPage>> {
    let found = beside::private_notes(&mut reading.act).await?;
    let page = NotesPage::of(&reading.act.person().name, &found, reading.chrome, Errors::none(), &Fields::default());
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// Answers a note.
pub(super) async fn answer(State(site): State<Site>, Path(note): Path<String>, mut form: Writing) -> Result<Response> {
    let note: PrivateNoteId = id(&note)?;
    let name = field(note);
    match beside::answer_private_note(&mut form.act, note, form.fields.get(&name)).await {
        Ok(()) => {
            form.act.commit().await?;
            let says = "The answer is with the worker, and with nobody else.";
            Ok(SeeOther::to("/private-line/notes").saying(says).into_response())
        }
        Err(Error::Invalid(problems)) => {
            let here: Vec<Field> = problems.into_iter().map(|problem| Field::new(name.clone(), problem.says)).collect();
            let mut act = afresh(&site, form.act, &form.who).await?;
            let found = beside::private_notes(&mut act).await?;
            let page = NotesPage::of(&act.person().name, &found, form.chrome, here.into(), &form.fields);
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::days;
use practice::ids::{ReviewId, SampledCaseId};
use practice::reviews::{CaseRecord, part_name};
use programme::reviews::{self, OpenedCase};
use programme::{Error, Field, Mode};
use serde::Serialize;
use store::reviews::SampledCase;

use super::case_form::{self, ConcernView, DifferenceView, StandardView};
use super::{address, afresh};
use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Reading, Writing, id};
use crate::{Site, local};

/// One case review on one long page: to write in, or to read once it is called read.
#[derive(Template)]
#[template(path = "reviews/case.html")]
pub(super) struct CasePage {
    chrome: Chrome,
    errors: Errors,
    cases_href: String,
    here: String,
    alert_href: String,
    /// "Older People West · case 10 of 14".
    caption: String,
    reference: String,
    worker: String,
    facts: Vec<(&'static str, String)>,
    /// What "not seen" means, where the scale has it; empty where it has not.
    not_seen: String,
    /// Whether the scale has five marks; else four.
    five_marks: bool,
    standards: Vec<StandardView>,
    concerns: Vec<ConcernView>,
    strengths: String,
    obstacle: String,
    /// A danger that outweighs the marks, in the words of the rule, where the rule has one.
    danger: Option<String>,
    stop: String,
    /// What a second reader said to it, in words; empty where nobody has, or none is needed.
    danger_answered: String,
    /// Whether it waits for a second reader.
    danger_waits: bool,
    /// Whether it waits for the one who looks.
    may_answer: bool,
    answers: Vec<Choice>,
    answer_note: String,
    may_write: bool,
    /// The day it was called read; empty where it was not.
    read_on: String,
    may_reopen: bool,
    seen: i64,
    /// What its worker answered: to what, and the words.
    worker_answers: Vec<(String, String)>,
    /// The names of all parts, so that a save by itself can tell what is left.
    parts: String,
    /// The next case of the same reader; empty where there is none.
    next_case: String,
    saved_words: String,
    progress_words: String,
    first_left: String,
}

/// What was typed beside what somebody else has saved since.
#[derive(Template)]
#[template(path = "reviews/case-conflict.html")]
pub(super) struct ConflictPage {
    chrome: Chrome,
    here: String,
    reference: String,
    saved_by: String,
    saved_at: String,
    /// Why mine cannot be saved now; empty where it can.
    why_not: String,
    differences: Vec<DifferenceView>,
    /// Everything of mine, to be sent again.
    carried: Vec<(String, String)>,
    seen: i64,
}

/// Which case of which review.
#[derive(Clone, Copy)]
struct At {
    review: ReviewId,
    case: SampledCaseId,
}

impl At {
    fn read((review, case): &(String, String)) -> Result<Self> {
        Ok(Self { review: id(review)?, case: id(case)? })
    }

    fn here(self) -> String {
        format!("{}/cases/{}", address(self.review), self.case)
    }

    fn all_cases(self) -> String {
        format!("{}/sample", address(self.review))
    }
}

pub(super) async fn page(Path(at): Path<(String, String)>, mut reading: Reading) -> Result<Page<CasePage>> {
    let at = At::read(&at)?;
    let case = reviews::open_case(&mut reading.act, at.review, at.case).await?;
    reading.act.commit().await?;
    Ok(Page::new(show(reading.chrome, at, &case, Errors::none())))
}

fn show(chrome: Chrome, at: At, case: &OpenedCase, errors: Errors) -> CasePage {
    let row = &case.case;
    let standards = case.opened.standards_of_case(&row.standard);
    let all: Vec<String> =
        standards.iter().flat_map(|s| s.elements.iter().map(move |part| part_name(s, part))).collect();
    let unmarked = row.record.unmarked(&standards);
    let scale = &case.opened.framework.scale;
    let may_write = case.may_write && row.read_on.is_none();
    CasePage {
        chrome: chrome.titled(&title(case)).with_mistakes(!errors.is_empty()),
        cases_href: at.all_cases(),
        here: at.here(),
        alert_href: format!("{}/alerts/new?reference={}", address(at.review), local::as_parameter(&row.reference)),
        caption: caption(case),
        reference: row.reference.clone(),
        worker: row.worker.clone(),
        facts: facts(case),
        not_seen: if scale.not_evidenced { scale.label("not-evidenced").to_owned() } else { String::new() },
        five_marks: scale.not_evidenced,
        standards: case_form::standards(case, &errors),
        concerns: case_form::concerns(case, &errors),
        strengths: row.record.strengths.clone(),
        obstacle: row.record.obstacle.clone(),
        danger: standards
            .iter()
            .find_map(|s| case.opened.framework.rule_of(s)?.stop.as_ref())
            .map(|stop| stop.says.clone()),
        stop: row.record.stop.clone(),
        danger_answered: danger_answered(row),
        danger_waits: case.verdicts.iter().any(|(_, verdict)| verdict.waits_for_second_reader),
        may_answer: case.may_answer,
        answers: answers(""),
        answer_note: String::new(),
        may_write,
        read_on: row.read_on.map_or_else(String::new, days::long),
        may_reopen: case.may_write && row.read_on.is_some(),
        seen: row.version,
        worker_answers: worker_answers(case),
        parts: all.join(" "),
        next_case: case.next.map_or_else(String::new, |next| next.to_string()),
        saved_words: row
            .saved_at
            .map_or_else(|| "Nothing saved yet".to_owned(), |at| format!("Saved {}", days::clock(at))),
        progress_words: format!("· {} of {} marked.", all.len() - unmarked.len(), all.len()),
        first_left: unmarked.first().map_or_else(String::new, |part| format!("mark-{part}")),
        errors,
    }
}

/// "Marek Wisniewski agreed as second reader."
fn danger_answered(row: &SampledCase) -> String {
    let (Some(agreed), Some(by)) = (row.danger_answer(), &row.danger_by) else { return String::new() };
    let note = row.danger_note.as_deref().filter(|note| !note.is_empty());
    let did = if agreed { "agreed as second reader." } else { "did not agree as second reader, so the marks decide." };
    format!("{by} {did}{}", note.map_or_else(String::new, |note| format!(" {note}")))
}

/// What the worker answered, by the name of the standard it answers to.
fn worker_answers(case: &OpenedCase) -> Vec<(String, String)> {
    let about = |standard: &str| {
        let known = case.opened.framework.standard(standard);
        known.map_or_else(|| "The case as a whole".to_owned(), |standard| standard.name.clone())
    };
    case.answers.iter().map(|(standard, words)| (about(standard), words.clone())).collect()
}

/// Several reviews can hold the same case, and a sample the same case for two signs: the title tells them apart.
fn title(case: &OpenedCase) -> String {
    let sign =
        case.opened.framework.standard(&case.case.standard).map_or_else(String::new, |s| format!(", {}", s.name));
    format!("Case {}{sign}, {}, {}", case.case.reference, case.opened.review.team, case.opened.review.title)
}

fn caption(case: &OpenedCase) -> String {
    let (place, all) = case.place;
    format!("{} · {} {place} of {all}", case.opened.review.team, super::case_word(&case.opened))
}

fn facts(case: &OpenedCase) -> Vec<(&'static str, String)> {
    let row = &case.case;
    let mut facts = vec![
        ("Worker", row.worker.clone()),
        ("Open since", days::long(row.opened)),
        ("Work", row.kind.clone()),
        ("Read by", row.reviewer.clone().unwrap_or_else(|| "Nobody yet".to_owned())),
    ];
    if let Some(sign) = case.opened.framework.standard(&row.standard) {
        facts.insert(0, ("Drawn for", sign.name.clone()));
    }
    facts
}

/// Saves what was written, then goes where the button says.
pub(super) async fn save(
    State(site): State<Site>,
    Path(at): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let at = At::read(&at)?;
    let mine = case_form::record(&form.fields)?;
    let seen = case_form::seen(&form.fields)?;
    match reviews::save_case(&mut form.act, at.review, at.case, seen, &mine).await {
        Ok(_) if form.fields.get("then") == "finish" => finish(&site, form, at).await,
        Ok(_) => {
            let answer = onwards(&form, at)?;
            form.act.commit().await?;
            Ok(answer.into_response())
        }
        Err(Error::Stale) => conflict(&site, form, at, &mine, String::new()).await,
        Err(Error::Refused(why)) => conflict(&site, form, at, &mine, why).await,
        Err(other) => Err(other.into()),
    }
}

/// Where the button that was used leads.
fn onwards(form: &Writing, at: At) -> Result<SeeOther> {
    Ok(match form.fields.get("then") {
        "next" => next_of(form, at)?.saying("Saved. Here is the next case that is yours to read."),
        "leave" => SeeOther::to(at.all_cases()).saying("Saved. You can go on with the case whenever you like."),
        _ => SeeOther::to(at.here()).saying("Saved."),
    })
}

/// The next case of the same reader, or all cases where there is none.
fn next_of(form: &Writing, at: At) -> Result<SeeOther> {
    match form.fields.get("next") {
        "" => Ok(SeeOther::to(at.all_cases())),
        next => Ok(SeeOther::to(At { case: id(next)?, ..at }.here())),
    }
}

/// Calls the case read. What was saved just before stays saved where something is still left to do.
async fn finish(site: &Site, mut form: Writing, at: At) -> Result<Response> {
    match reviews::finish_case(&mut form.act, at.review, at.case).await {
        Ok(()) => {
            let next = next_of(&form, at)?;
            form.act.commit().await?;
            let next_words = if form.fields.get("next").is_empty() { "" } else { " Here is your next one." };
            let says = format!("That case is read. Its worker can read what went well and your notes.{next_words}");
            Ok(next.saying(says).into_response())
        }
        Err(Error::Invalid(_)) => {
            form.act.commit().await?;
            let mut act = site.programme().act(form.who.person, Mode::Read).await?;
            let case = reviews::open_case(&mut act, at.review, at.case).await?;
            act.commit().await?;
            let errors = case_form::to_mend(&case).into();
            Ok(Page::new(show(form.chrome, at, &case, errors)).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// Both texts side by side: nothing of either is lost.
async fn conflict(site: &Site, form: Writing, at: At, mine: &CaseRecord, why_not: String) -> Result<Response> {
    let mut act = afresh(site, form.act, &form.who).await?;
    let case = reviews::open_case(&mut act, at.review, at.case).await?;
    act.commit().await?;
    let row = &case.case;
    let when = |at| format!("{} on {}", days::clock(at), days::long(days::today(at)));
    let page = ConflictPage {
        chrome: form.chrome.titled(&format!("Two texts: {}", title(&case))).with_mistakes(true),
        here: at.here(),
        reference: row.reference.clone(),
        saved_by: row.saved_by.clone().unwrap_or_else(|| "nobody".to_owned()),
        saved_at: row.saved_at.map_or_else(String::new, when),
        why_not,
        differences: case_form::differences(&case.opened, &row.standard, mine, &row.record),
        carried: case_form::carried(&form.fields),
        seen: row.version,
    };
    Ok(Page::new(page).status(StatusCode::CONFLICT).into_response())
}

/// What a save by itself answers: when, the new version, and the fields still to mark.
#[derive(Serialize)]
pub(super) struct Saved {
    saved_at: String,
    version: i64,
    left: Vec<String>,
    /// What is not saved by itself; empty for nothing.
    but: &'static str,
}

/// Saves by itself, from the page's script. What stands in the way is answered as JSON, by status.
pub(super) async fn autosave(Path(at): Path<(String, String)>, mut form: Writing) -> Result<Json<Saved>> {
    let at = At::read(&at)?;
    let record = case_form::so_far(&form.fields)?;
    let seen = case_form::seen(&form.fields)?;
    let version = reviews::save_case(&mut form.act, at.review, at.case, seen, &record).await?;
    let saved_at = days::clock(form.act.now());
    form.act.commit().await?;
    let but = if case_form::says_nothing_applies(&form.fields) {
        "but “Nothing here applies” waits for Save"
    } else {
        ""
    };
    Ok(Json(Saved { saved_at, version, left: case_form::left(&form.fields, &record), but }))
}

/// A second reader answers to a danger that was called.
pub(super) async fn answer_danger(
    State(site): State<Site>,
    Path(at): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let at = At::read(&at)?;
    let (words, note) = (form.fields.get("words").replace("\r\n", "\n"), form.fields.get("note").to_owned());
    let done = match form.fields.get("agree") {
        "yes" => reviews::answer_danger(&mut form.act, at.review, at.case, &words, true, &note).await,
        "no" => reviews::answer_danger(&mut form.act, at.review, at.case, &words, false, &note).await,
        _ => Err(Error::field("agree", "Choose whether you agree.")),
    };
    let (errors, status) = match done {
        Ok(()) => {
            form.act.commit().await?;
            return Ok(SeeOther::to(at.here()).saying("Your answer is kept.").into_response());
        }
        Err(Error::Invalid(fields)) => (Errors::from(fields), StatusCode::UNPROCESSABLE_ENTITY),
        Err(Error::Stale) => {
            let says = "The words have changed since you opened the page. Read them again, then answer.";
            (Errors::from(vec![Field::new("agree", says)]), StatusCode::CONFLICT)
        }
        Err(other) => return Err(other.into()),
    };
    let mut act = afresh(&site, form.act, &form.who).await?;
    let case = reviews::open_case(&mut act, at.review, at.case).await?;
    act.commit().await?;
    let mut page = show(form.chrome, at, &case, errors);
    page.answers = answers(form.fields.get("agree"));
    page.answer_note = note;
    Ok(Page::new(page).status(status).into_response())
}

fn answers(chosen: &str) -> Vec<Choice> {
    vec![Choice::new("yes", "Yes, I agree", chosen), Choice::new("no", "No, let us talk it through", chosen)]
}

/// Opens a case again that was called read.
pub(super) async fn reopen(Path(at): Path<(String, String)>, mut form: Writing) -> Result<SeeOther> {
    let at = At::read(&at)?;
    reviews::reopen_case(&mut form.act, at.review, at.case).await?;
    form.act.commit().await?;
    Ok(SeeOther::to(at.here()).saying("The case is open again. Its worker cannot read it until you call it read."))
}

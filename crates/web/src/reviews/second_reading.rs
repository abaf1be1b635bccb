use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::frameworks::{Element, Scale, Standard};
use practice::ids::{ReviewId, SampledCaseId};
use practice::reviews::{CaseRecord, Mark, part_name};
use programme::Error;
use programme::reviews::{self, SecondPage as Second};

use super::afresh;
use crate::Site;
use crate::chrome::Chrome;
use crate::forms::Errors;
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};

/// A case read a second time: its parts and their marks, and nothing of the first reading.
#[derive(Template)]
#[template(path = "reviews/second-reading.html")]
pub(super) struct SecondPage {
    chrome: Chrome,
    errors: Errors,
    back: String,
    here: String,
    reference: String,
    team: String,
    whole: bool,
    /// Whether the critical standards are read already, and this is the rest.
    goes_on: bool,
    seen: i64,
    locked: bool,
    /// Whether it was saved in another window since the page was opened.
    conflict: bool,
    standards: Vec<SecondStandard>,
}

/// One standard to mark.
struct SecondStandard {
    title: String,
    statement: String,
    parts: Vec<SecondPart>,
}

/// One part to mark.
struct SecondPart {
    name: String,
    legend: String,
    essential: bool,
    marks: Vec<SecondMark>,
    value: String,
    reason_name: String,
    reason: String,
    reason_error: String,
    error: String,
}

/// One mark to choose.
struct SecondMark {
    value: String,
    text: String,
    asks_note: bool,
}

impl SecondPage {
    fn of(found: &Second, chrome: Chrome, errors: Errors, typed: Option<&Fields>) -> Self {
        let framework = &found.opened.framework;
        let review = format!("/reviews/{}", found.opened.review.id);
        let title = format!("Read a second time, case {}", found.case.reference);
        let part = |standard: &Standard, element: &Element| {
            SecondPart::of(&framework.scale, standard, element, &found.reading.record, &errors, typed)
        };
        let standards = found.standards().into_iter().map(|standard| SecondStandard {
            title: format!("{} {}", standard.id, standard.name),
            statement: standard.statement.clone(),
            parts: standard.elements.iter().map(|element| part(standard, element)).collect(),
        });
        Self {
            chrome: chrome.titled(&title).with_mistakes(!errors.is_empty()),
            back: format!("{review}/moderation"),
            here: format!("{review}/cases/{}/second", found.case.id),
            reference: found.case.reference.clone(),
            team: found.opened.review.team.clone(),
            whole: found.reading.whole,
            goes_on: found.goes_on(),
            seen: found.reading.version,
            locked: found.reading.locked_at.is_some(),
            conflict: false,
            standards: standards.collect(),
            errors,
        }
    }
}

impl SecondPart {
    fn of(
        scale: &Scale,
        standard: &Standard,
        element: &Element,
        record: &CaseRecord,
        errors: &Errors,
        typed: Option<&Fields>,
    ) -> Self {
        let part = part_name(standard, element);
        let (name, reason_name) = (format!("mark-{part}"), format!("reason-{part}"));
        let given = |field: &str, kept: &BTreeMap<String, String>| match typed {
            Some(fields) => fields.get(field).to_owned(),
            None => kept.get(&part).cloned().unwrap_or_default(),
        };
        let marks = scale.choices().into_iter().filter(|mark| element.may_not_apply || *mark != Mark::NotApplicable);
        Self {
            legend: format!("{part} {}", element.text),
            essential: element.gate,
            marks: marks
                .map(|mark| SecondMark {
                    value: mark.word(scale).to_owned(),
                    text: scale.label(mark.word(scale)).to_owned(),
                    asks_note: false,
                })
                .collect(),
            value: given(&name, &record.marks),
            reason: given(&reason_name, &record.reasons),
            error: errors.of(&name).to_owned(),
            reason_error: errors.of(&reason_name).to_owned(),
            name,
            reason_name,
        }
    }
}

pub(super) async fn page(
    Path((review, case)): Path<(String, String)>,
    mut reading: Reading,
) -> Result<Page<SecondPage>> {
    let found = reviews::open_second(&mut reading.act, id(&review)?, id(&case)?).await?;
    let page = SecondPage::of(&found, reading.chrome, Errors::none(), None);
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// Saves a second reading, or says that it is done. What was typed stands again where it could not be saved.
pub(super) async fn save(
    State(site): State<Site>,
    Path((review, case)): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let at: (ReviewId, SampledCaseId) = (id(&review)?, id(&case)?);
    let words = |prefix: &str| {
        let given = form.fields.with_prefix(prefix).filter(|(_, words)| !words.trim().is_empty());
        given.map(|(part, words)| (part.to_owned(), words.trim().to_owned())).collect()
    };
    let record = CaseRecord { marks: words("mark-"), reasons: words("reason-"), ..CaseRecord::default() };
    let lock = form.fields.get("then") == "lock";
    let seen = form.fields.number("seen").ok().flatten().unwrap_or(0);
    let (errors, conflict) = match reviews::save_second(&mut form.act, at.0, at.1, seen, &record, lock).await {
        Ok(()) => {
            form.act.commit().await?;
            let (to, says) = if lock {
                (format!("/reviews/{review}/moderation"), "Your reading is done. You see both now.")
            } else {
                (format!("/reviews/{review}/cases/{case}/second"), "Saved.")
            };
            return Ok(SeeOther::to(to).saying(says).into_response());
        }
        Err(Error::Invalid(problems)) => (problems.into(), false),
        Err(Error::Stale) => (Errors::none(), true),
        Err(other) => return Err(other.into()),
    };
    let mut act = afresh(&site, form.act, &form.who).await?;
    let found = reviews::open_second(&mut act, at.0, at.1).await?;
    let mut page = SecondPage::of(&found, form.chrome, errors, Some(&form.fields));
    page.conflict = conflict;
    act.commit().await?;
    let status = if conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(Page::new(page).status(status).into_response())
}

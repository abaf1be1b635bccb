use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::days;
use practice::ids::CalibrationId;
use practice::reviews::{GO_TOGETHER, Mark, part_name};
use programme::reviews::{self, CalibrationPage as Found};
use programme::{Act, Error};

use super::afresh;
use crate::Site;
use crate::chrome::Chrome;
use crate::forms::Errors;
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};

/// Exercises in which a whole group reads one case.
#[derive(Template)]
#[template(path = "reviews/calibrations.html")]
pub(super) struct ListPage {
    chrome: Chrome,
    errors: Errors,
    lines: Vec<(String, String, String)>,
    may_put_up: bool,
    typed: Fields,
}

async fn listed(act: &mut Act, chrome: Chrome, errors: Errors, typed: Fields) -> Result<ListPage> {
    let (all, may_put_up) = reviews::calibrations(act).await?;
    let lines = all.iter().map(|one| {
        let state = match one.closed_on {
            Some(day) => format!("Closed on {}", days::long(day)),
            None => format!("To read, since {}", days::long(one.opened_on)),
        };
        (format!("/calibrations/{}", one.id), one.title.clone(), state)
    });
    let chrome = chrome.titled("Reading together").with_mistakes(!errors.is_empty());
    Ok(ListPage { chrome, errors, lines: lines.collect(), may_put_up, typed })
}

pub(super) async fn list(mut reading: Reading) -> Result<Page<ListPage>> {
    let page = listed(&mut reading.act, reading.chrome, Errors::none(), Fields::default()).await?;
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// Puts up a case.
pub(super) async fn put_up(State(site): State<Site>, mut form: Writing) -> Result<Response> {
    let fields = &form.fields;
    let standards: Vec<String> =
        fields.get("standards").split([',', ' ']).filter(|s| !s.is_empty()).map(str::to_owned).collect();
    match reviews::put_up_calibration(&mut form.act, fields.get("title"), fields.get("account"), &standards).await {
        Ok(id) => {
            form.act.commit().await?;
            Ok(SeeOther::to(format!("/calibrations/{id}"))
                .saying("It is put up for everybody who reviews.")
                .into_response())
        }
        Err(Error::Invalid(problems)) => {
            let mut act = afresh(&site, form.act, &form.who).await?;
            let page = listed(&mut act, form.chrome, problems.into(), form.fields).await?;
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// One exercise: the case and a place to mark it, or how the group spread.
#[derive(Template)]
#[template(path = "reviews/calibration.html")]
pub(super) struct OnePage {
    chrome: Chrome,
    errors: Errors,
    here: String,
    title: String,
    account: String,
    /// "5 have read it."
    readers: String,
    parts: Vec<Part>,
    spread: Vec<SpreadView>,
    agreed: String,
    go_together: &'static str,
    closed: bool,
    may_close: bool,
}

/// One part to mark.
struct Part {
    name: String,
    legend: String,
    essential: bool,
    marks: Vec<MarkView>,
    value: String,
    error: String,
}

/// One mark to choose.
struct MarkView {
    value: String,
    text: String,
    asks_note: bool,
}

/// How the group marked one part.
struct SpreadView {
    part: String,
    text: String,
    counts: Vec<(String, usize)>,
    /// Where each piece of its bar begins and how wide it is, of 1,000, with its colour.
    pieces: Vec<(usize, usize, &'static str)>,
}

impl OnePage {
    fn of(found: &Found, chrome: Chrome, errors: Errors, typed: Option<&Fields>) -> Self {
        let scale = &found.framework.scale;
        let standards = found.calibration.standards.iter().filter_map(|id| found.framework.standard(id));
        let parts = standards.flat_map(|standard| standard.elements.iter().map(move |element| (standard, element)));
        let parts = parts.map(|(standard, element)| {
            let part = part_name(standard, element);
            let name = format!("mark-{part}");
            let kept = found.mine.get(&part).cloned().unwrap_or_default();
            Part {
                legend: format!("{part} {}", element.text),
                essential: element.gate,
                marks: scale
                    .choices()
                    .into_iter()
                    .filter(|mark| element.may_not_apply || *mark != Mark::NotApplicable)
                    .map(|mark| {
                        let word = mark.word(scale).to_owned();
                        MarkView { text: scale.label(&word).to_owned(), value: word, asks_note: false }
                    })
                    .collect(),
                value: typed.map_or(kept, |fields| fields.get(&name).to_owned()),
                error: errors.of(&name).to_owned(),
                name,
            }
        });
        let all = found.readers.max(1);
        let spread = found.spread.iter().map(|spread| {
            let colours = ["best", "middle", "worst", "beside", "beside"];
            let mut from = 0;
            let mut pieces = Vec::new();
            for ((_, count), colour) in spread.counts.iter().zip(colours) {
                let width = count * 1_000 / all;
                pieces.push((from, width, colour));
                from += width;
            }
            SpreadView {
                part: spread.part.clone(),
                text: spread.text.clone(),
                counts: spread
                    .counts
                    .iter()
                    .filter(|(_, count)| *count > 0)
                    .map(|(mark, count)| (scale.label(mark.word(scale)).to_owned(), *count))
                    .collect(),
                pieces,
            }
        });
        Self {
            chrome: chrome.titled(&found.calibration.title).with_mistakes(!errors.is_empty()),
            here: format!("/calibrations/{}", found.calibration.id),
            title: found.calibration.title.clone(),
            account: found.calibration.account.clone(),
            readers: if found.readers == 1 {
                "1 has read it.".to_owned()
            } else {
                format!("{} have read it.", found.readers)
            },
            parts: parts.collect(),
            spread: spread.collect(),
            agreed: found.agreed.as_ref().map(ToString::to_string).unwrap_or_default(),
            go_together: GO_TOGETHER,
            closed: found.calibration.closed_on.is_some(),
            may_close: found.may_close,
            errors,
        }
    }
}

pub(super) async fn page(Path(calibration): Path<String>, mut reading: Reading) -> Result<Page<OnePage>> {
    let found = reviews::open_calibration(&mut reading.act, id(&calibration)?).await?;
    reading.act.commit().await?;
    Ok(Page::new(OnePage::of(&found, reading.chrome, Errors::none(), None)))
}

/// Keeps how somebody marked it.
pub(super) async fn mark(
    State(site): State<Site>,
    Path(calibration): Path<String>,
    mut form: Writing,
) -> Result<Response> {
    let at: CalibrationId = id(&calibration)?;
    let marks = form.fields.with_prefix("mark-").map(|(part, mark)| (part.to_owned(), mark.to_owned())).collect();
    match reviews::mark_calibration(&mut form.act, at, &marks).await {
        Ok(()) => {
            form.act.commit().await?;
            let to = SeeOther::to(format!("/calibrations/{calibration}"));
            Ok(to.saying("Your reading is kept. You see how the group spread when it is closed.").into_response())
        }
        Err(Error::Invalid(problems)) => {
            let mut act = afresh(&site, form.act, &form.who).await?;
            let found = reviews::open_calibration(&mut act, at).await?;
            act.commit().await?;
            let page = OnePage::of(&found, form.chrome, problems.into(), Some(&form.fields));
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// Closes it.
pub(super) async fn close(Path(calibration): Path<String>, mut form: Writing) -> Result<SeeOther> {
    reviews::close_calibration(&mut form.act, id(&calibration)?).await?;
    form.act.commit().await?;
    Ok(SeeOther::to(format!("/calibrations/{calibration}")).saying("Everybody who reviews can see the spread."))
}

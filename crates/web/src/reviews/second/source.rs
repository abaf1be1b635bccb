use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::ids::ReviewId;
use practice::reviews::SourceState;
use programme::reviews;
use programme::{Act, Error};

use super::ReviewHead;
use super::evidence::{ItemLine, item_line};
use super::judge_views::VoiceGroup;
use crate::Site;
use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};
use crate::reviews::afresh;

/// What one source says so far, how far it has come, and the form that says so.
#[derive(Template)]
#[template(path = "reviews/source.html")]
pub(super) struct SourcePage {
    chrome: Chrome,
    errors: Errors,
    review: ReviewHead,
    here: String,
    back: String,
    source_name: String,
    minimum: String,
    says_nothing_on: String,
    /// What it says so far.
    group: VoiceGroup,
    /// Where more is added from it.
    add_href: String,
    may_write: bool,
    /// How far it has come, in words, and what was written of that, for whoever only reads.
    state: &'static str,
    states: Vec<Choice>,
    detail: String,
    seen: i64,
    /// What somebody else saved while this was being typed: the state and its detail.
    theirs: Option<(&'static str, String)>,
}

pub(super) async fn page(
    Path((review, source)): Path<(String, String)>,
    mut reading: Reading,
) -> Result<Page<SourcePage>> {
    let page = show(&mut reading.act, reading.chrome, id(&review)?, &source, Errors::none(), None).await?;
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// The page with what was saved, or with what was `typed` and could not be.
async fn show(
    act: &mut Act,
    chrome: Chrome,
    review: ReviewId,
    source: &str,
    errors: Errors,
    typed: Option<&Fields>,
) -> Result<SourcePage> {
    let gathered = reviews::evidence_page(act, review).await?;
    let definition = gathered.opened.framework.source(source).ok_or(Error::NotFound)?;
    let (status, seen) = gathered.sources.iter().find(|(status, _)| status.source == source).ok_or(Error::NotFound)?;
    // Nothing is chosen until somebody has recorded it.
    let saved = if *seen == 0 { "" } else { status.state.as_str() };
    let chosen = typed.map_or(saved, |fields| fields.get("state"));
    let head = ReviewHead::of(&gathered.opened);
    Ok(SourcePage {
        chrome: chrome.titled(&head.titled(&definition.name)).with_mistakes(!errors.is_empty()),
        errors,
        here: format!("{}/sources/{source}", head.href),
        back: format!("{}/evidence", head.href),
        review: head,
        source_name: definition.name.clone(),
        minimum: definition.minimum.clone(),
        group: VoiceGroup {
            who: "",
            items: gathered
                .items
                .iter()
                .filter(|item| item.source == source)
                .map(|item| ItemLine {
                    take_out: if gathered.may_take_out.contains(&item.id) {
                        format!("/reviews/{review}/evidence/{}/take-out", item.id)
                    } else {
                        String::new()
                    },
                    ..item_line(item, None, &gathered.parts)
                })
                .collect(),
        },
        add_href: format!("/reviews/{review}/evidence?source={source}#add"),
        may_write: gathered.may_write,
        state: status.state.words(),
        says_nothing_on: definition.says_nothing_on.clone().unwrap_or_default(),
        states: SourceState::ALL.iter().map(|state| choice(*state, chosen)).collect(),
        detail: typed.map_or(status.detail.as_str(), |fields| fields.get("detail")).to_owned(),
        seen: *seen,
        theirs: typed.is_some().then(|| (status.state.words(), status.detail.clone())),
    })
}

fn choice(state: SourceState, chosen: &str) -> Choice {
    let hint = match state {
        SourceState::Planned => "Nothing has come yet.",
        SourceState::InProgress => "Some of it is in.",
        SourceState::Collected => "All of it is in that will come.",
        SourceState::Weak => "It came and is thin. Say how thin below.",
        SourceState::NotAvailable => "It was tried and there is none. Say what was tried below.",
    };
    Choice { hint: hint.to_owned(), ..Choice::new(state.as_str(), state.words(), chosen) }
}

pub(super) async fn record(
    State(site): State<Site>,
    Path((review, source)): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    let seen = form.fields.get("seen").parse().unwrap_or_default();
    let saved = match SourceState::parse(form.fields.get("state")) {
        Some(state) => {
            reviews::record_source(&mut form.act, review, &source, state, form.fields.get("detail"), seen).await
        }
        None => Err(Error::field("state", "Choose how far it has come.")),
    };
    match saved {
        Ok(()) => {
            form.act.commit().await?;
            let says = "How far the source has come is recorded.";
            Ok(SeeOther::to(format!("/reviews/{review}/evidence")).saying(says).into_response())
        }
        Err(Error::Invalid(fields)) => {
            let mut act = afresh(&site, form.act, &form.who).await?;
            let page = show(&mut act, form.chrome, review, &source, fields.into(), Some(&form.fields)).await?;
            act.commit().await?;
            let page = SourcePage { theirs: None, seen, ..page };
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(Error::Stale) => {
            let mut act = afresh(&site, form.act, &form.who).await?;
            let page = show(&mut act, form.chrome, review, &source, Errors::none(), Some(&form.fields)).await?;
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::CONFLICT).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

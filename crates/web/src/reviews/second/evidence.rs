use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::days;
use practice::ids::{EvidenceId, ReviewId, SampledCaseId};
use practice::reviews::{SourceState, SourceStatus};
use programme::reviews::{self, EvidencePage as Gathered, NewItem};
use programme::{Act, Error, Field};
use serde::Deserialize;
use store::reviews::{Evidence, SampledCase};

use super::contradiction::Disagreement;
use super::{ReviewHead, counted, listed};
use crate::Site;
use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};
use crate::reviews::afresh;
use crate::reviews::overview::source_tag;

/// What was gathered: the sources with what is missing first, the items, and where sources disagree.
#[derive(Template)]
#[template(path = "reviews/evidence.html")]
pub(super) struct EvidencePage {
    chrome: Chrome,
    errors: Errors,
    review: ReviewHead,
    /// "9 of 12 sources are accounted for."
    standing: String,
    sources: Vec<SourceLine>,
    clashes: Vec<Disagreement>,
    may_write: bool,
    /// What can be chosen for a new item.
    all_sources: Vec<Choice>,
    directs: Vec<Choice>,
    agreeing: Vec<Choice>,
    all_cases: Vec<Choice>,
    /// The cases again, for a disagreement.
    in_cases: Vec<Choice>,
    /// A form that could not be saved.
    typed: Fields,
}

/// How far one source has come.
struct SourceLine {
    href: String,
    name: String,
    state: &'static str,
    /// The colour of its tag; empty where nothing is needed.
    tag: &'static str,
    detail: String,
    /// "12 items", or that there are none.
    items: String,
}

/// One item of evidence.
pub(super) struct ItemLine {
    /// "12 October 2026 · case LD-0480 · S18c, S41 · heard or seen at first hand".
    pub(super) about: String,
    pub(super) note: String,
    /// Whether it tells of something different from the rest.
    pub(super) disagrees: bool,
    pub(super) by: String,
    /// Where it is taken out; empty for whoever may not.
    pub(super) take_out: String,
}

impl EvidencePage {
    fn of(act: &Act, gathered: &Gathered, chrome: Chrome, errors: Errors, typed: Fields) -> Self {
        let review = ReviewHead::with_tabs(&gathered.opened, act, "Evidence");
        let settled = gathered.sources.iter().filter(|(status, _)| status.state.is_settled()).count();
        Self {
            chrome: chrome.titled(&review.titled("Evidence")).with_mistakes(!errors.is_empty()),
            errors,
            standing: format!("{settled} of {} are accounted for.", counted(gathered.sources.len(), "source")),
            sources: source_lines(gathered, &review.href),
            clashes: gathered.contradictions.iter().map(|found| Disagreement::of(&gathered.opened, found)).collect(),
            may_write: gathered.may_write,
            all_sources: source_choices(gathered, typed.get("source")),
            directs: vec![
                Choice::new("yes", "Yes: somebody who was there said it, or we saw it", typed.get("direct")),
                Choice::new("no", "No: it was read, counted or passed on", typed.get("direct")),
            ],
            agreeing: vec![
                Choice::new("yes", "It agrees with the rest", typed.get("agrees")),
                Choice::new("no", "It tells of something different", typed.get("agrees")),
            ],
            all_cases: case_choices(&gathered.cases, typed.get("case")),
            in_cases: case_choices(&gathered.cases, typed.get("in_case")),
            review,
            typed,
        }
    }
}

/// What is missing comes first; within that, the order of the framework.
fn source_lines(gathered: &Gathered, review: &str) -> Vec<SourceLine> {
    let rank = |state: SourceState| SourceState::ALL.iter().position(|known| *known == state);
    let mut sorted: Vec<&SourceStatus> = gathered.sources.iter().map(|(status, _)| status).collect();
    sorted.sort_by_key(|status| (status.state.is_settled(), rank(status.state)));
    let line = |status: &SourceStatus| SourceLine {
        href: format!("{review}/sources/{}", status.source),
        name: status.name.clone(),
        state: status.state.words(),
        tag: source_tag(status.state),
        detail: status.detail.clone(),
        items: match gathered.items.iter().filter(|item| item.source == status.source).count() {
            0 => "None yet".to_owned(),
            some => counted(some, "item"),
        },
    };
    sorted.into_iter().map(line).collect()
}

/// One item as it is read, opened by its source where that is not said above it.
pub(super) fn item_line(item: &Evidence, source: Option<&str>, parts: &BTreeMap<EvidenceId, Vec<String>>) -> ItemLine {
    let mut about: Vec<String> = source.map(str::to_owned).into_iter().collect();
    about.push(days::long(item.dated));
    about.extend(item.reference.as_ref().map(|reference| format!("case {reference}")));
    about.extend(parts.get(&item.id).map(|parts| parts.join(", ")));
    if item.direct {
        about.push("heard or seen at first hand".to_owned());
    }
    ItemLine {
        about: about.join(" · "),
        note: item.note.clone(),
        disagrees: !item.agrees,
        by: item.by_name.clone(),
        take_out: String::new(),
    }
}

fn source_choices(gathered: &Gathered, chosen: &str) -> Vec<Choice> {
    let sources = gathered.opened.framework.sources.iter().map(|source| Choice::new(&source.id, &source.name, chosen));
    std::iter::once(Choice::nothing("Choose a source")).chain(sources).collect()
}

fn case_choices(cases: &[SampledCase], chosen: &str) -> Vec<Choice> {
    let cases = cases.iter().map(|case| Choice::new(case.id.to_string(), &case.reference, chosen));
    std::iter::once(Choice::nothing("No case: about the team")).chain(cases).collect()
}

/// What stands in the forms, where the page was reached from a source or from a standard.
#[derive(Deserialize)]
pub(super) struct From {
    #[serde(default)]
    source: String,
    /// The part of which both accounts are to be written down.
    #[serde(default)]
    part: String,
}

pub(super) async fn page(
    Path(review): Path<String>,
    Query(from): Query<From>,
    mut reading: Reading,
) -> Result<Page<EvidencePage>> {
    let gathered = reviews::evidence_page(&mut reading.act, id(&review)?).await?;
    let typed = Fields::with("part", &from.part);
    let mut page = EvidencePage::of(&reading.act, &gathered, reading.chrome, Errors::none(), typed);
    page.all_sources = source_choices(&gathered, &from.source);
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// Adds an item of evidence.
pub(super) async fn add(State(site): State<Site>, Path(review): Path<String>, mut form: Writing) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    let saved = match item(&form.fields) {
        Ok(item) => reviews::add_evidence(&mut form.act, review, &item).await.map(|_| ()),
        Err(fields) => Err(Error::Invalid(fields)),
    };
    after(&site, form, review, saved, "The evidence is kept. Each standard it bears on shows it now.").await
}

/// Records that two sources disagree.
pub(super) async fn disagree(
    State(site): State<Site>,
    Path(review): Path<String>,
    mut form: Writing,
) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    let fields = &form.fields;
    let saved = match case(fields, "in_case") {
        Ok(case) => {
            let (record, people, third) =
                (fields.get("record_says"), fields.get("people_say"), fields.get("third_source"));
            reviews::record_contradiction(&mut form.act, review, fields.get("part"), case, record, people, third)
                .await
                .map(|_| ())
        }
        Err(field) => Err(Error::Invalid(vec![field])),
    };
    after(&site, form, review, saved, "Both accounts are kept side by side. Look for a third source, then settle it.")
        .await
}

/// Back to the evidence: with what happened, or with what was typed and how to mend it.
async fn after(
    site: &Site,
    form: Writing,
    review: ReviewId,
    saved: programme::Result<()>,
    says: &str,
) -> Result<Response> {
    match saved {
        Ok(()) => {
            form.act.commit().await?;
            Ok(SeeOther::to(format!("/reviews/{review}/evidence")).saying(says).into_response())
        }
        Err(Error::Invalid(fields)) => {
            let mut act = afresh(site, form.act, &form.who).await?;
            let gathered = reviews::evidence_page(&mut act, review).await?;
            let page = EvidencePage::of(&act, &gathered, form.chrome, fields.into(), form.fields);
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        // What was typed stays in the form, with why it cannot be kept now.
        Err(Error::Refused(why)) => {
            let mut act = afresh(site, form.act, &form.who).await?;
            let gathered = reviews::evidence_page(&mut act, review).await?;
            let errors = vec![Field::new("note", why)].into();
            let page = EvidencePage::of(&act, &gathered, form.chrome, errors, form.fields);
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::CONFLICT).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// The item as it was typed, or what is missing before it can be one.
fn item(fields: &Fields) -> std::result::Result<NewItem, Vec<Field>> {
    let dated = fields
        .date("dated")
        .and_then(|day| day.ok_or_else(|| Field::new("dated", "Give the day it was said, seen or counted.")));
    let direct = yes_or_no(fields, "direct", "Say whether it was heard or seen at first hand.");
    let agrees = yes_or_no(fields, "agrees", "Say whether it agrees with the rest.");
    match (dated, direct, agrees, case(fields, "case")) {
        (Ok(dated), Ok(direct), Ok(agrees), Ok(case)) => Ok(NewItem {
            source: fields.get("source").to_owned(),
            dated,
            direct,
            agrees,
            note: fields.get("note").to_owned(),
            parts: listed(fields.get("parts")),
            case,
        }),
        (dated, direct, agrees, case) => {
            Err([dated.err(), direct.err(), agrees.err(), case.err()].into_iter().flatten().collect())
        }
    }
}

fn yes_or_no(fields: &Fields, name: &str, says: &str) -> std::result::Result<bool, Field> {
    match fields.get(name) {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(Field::new(name, says)),
    }
}

fn case(fields: &Fields, name: &str) -> std::result::Result<Option<SampledCaseId>, Field> {
    match fields.get(name) {
        "" => Ok(None),
        typed => typed.parse().map(Some).map_err(|_| Field::new(name, "Choose a case from the list.")),
    }
}

/// Takes out an item of evidence that was written by hand.
pub(super) async fn take_out(Path((review, item)): Path<(String, String)>, mut form: Writing) -> Result<SeeOther> {
    let (review, item): (ReviewId, EvidenceId) = (id(&review)?, id(&item)?);
    let source = reviews::take_out_evidence(&mut form.act, review, item).await?;
    form.act.commit().await?;
    Ok(SeeOther::to(format!("/reviews/{review}/sources/{source}")).saying("The evidence is taken out."))
}

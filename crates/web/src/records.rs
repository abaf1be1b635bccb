//! Finance and service records: files of twelve months, and what they say beside the standards they bear on.
//!
//! A file is checked first and nothing of it is kept until the person says so, and says of each figure whether it fits
//! with good practice. Between the two pages a small file
//! travels in the page itself, so that it need not be chosen twice; a larger one is chosen again.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use extracts::records::{About, Problem as Fault, RecordKind};
use practice::days;
use practice::ids::ReviewId;
use practice::reviews::records::Fact;
use programme::accounts::SignedIn;
use programme::records::{self, CheckedRecords, PutUp, RecordsPage};
use programme::reviews::Opened;
use programme::{Act, Error, Field, Mode};
use store::records::RecordFile;

use crate::Site;
use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Uploading, Writing, id};
use crate::reviews::ReviewHead;
use crate::routes::Routes;

/// The largest file that travels in the page, in bytes: written into a form it grows, and a form holds 1 MB.
const IN_THE_PAGE: usize = 200 * 1024;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/reviews/{review}/records", page, "SeeEvidence")
        .post("/reviews/{review}/records", settle, "RecordEvidence")
        .post("/reviews/{review}/records/check", check, "RecordEvidence")
}

/// What is loaded of each kind, what it says, and the way to put a file up.
#[derive(Template)]
#[template(path = "records/page.html")]
struct ListPage {
    chrome: Chrome,
    errors: Errors,
    review: ReviewHead,
    back: String,
    kinds: Vec<KindBlock>,
    choices: Vec<Choice>,
    may_load: bool,
}

/// One kind of record.
struct KindBlock {
    title: &'static str,
    /// "spend.csv: 12 rows, 1 October 2025 to 30 September 2026. Loaded on …"; empty where nothing is.
    loaded: String,
    facts: Vec<FactLine>,
    /// The columns that are read, in a sentence.
    columns: String,
}

/// One thing that a file says.
struct FactLine {
    /// "S49b · Financial information".
    about: String,
    text: String,
}

impl FactLine {
    fn of(opened: &Opened, fact: &Fact) -> Self {
        let source = opened.framework.source(&fact.source).map_or("", |source| source.short.as_str());
        Self { about: format!("{} · {source}", fact.elements.join(", ")), text: fact.text.clone() }
    }
}

impl KindBlock {
    fn of(opened: &Opened, kind: RecordKind, file: Option<&RecordFile>) -> Self {
        let column = |column: &extracts::records::Column| {
            let needed = if column.required { "" } else { ", if there is one" };
            format!("{} ({}{needed})", column.key, column.words)
        };
        let columns: Vec<String> = kind.columns().iter().map(column).collect();
        Self {
            title: kind.words(),
            loaded: file.map(loaded).unwrap_or_default(),
            facts: file
                .map_or_else(Vec::new, |file| file.facts.iter().map(|fact| FactLine::of(opened, fact)).collect()),
            columns: columns.join(", "),
        }
    }
}

fn loaded(file: &RecordFile) -> String {
    format!(
        "{}: {}, {} to {}. Loaded on {} by {}.",
        file.file_name,
        rows(usize::try_from(file.row_count).unwrap_or(0)),
        days::long(file.first_day),
        days::long(file.last_day),
        days::long(days::today(file.loaded_at)),
        file.by_name
    )
}

fn rows(count: usize) -> String {
    format!("{count} {}", if count == 1 { "row" } else { "rows" })
}

impl ListPage {
    fn of(act: &Act, found: &RecordsPage, chrome: Chrome, errors: Errors, chosen: &str) -> Self {
        let review = ReviewHead::with_tabs(&found.opened, act, "Evidence");
        let kinds = RecordKind::ALL.into_iter().map(|kind| Choice::new(kind.as_str(), kind.words(), chosen));
        let blocks = found.kinds.iter().map(|(kind, file)| KindBlock::of(&found.opened, *kind, file.as_ref()));
        Self {
            chrome: chrome.titled(&review.titled("Finance and service records")).with_mistakes(!errors.is_empty()),
            errors,
            back: format!("{}/evidence", review.href),
            kinds: blocks.collect(),
            choices: std::iter::once(Choice::nothing("Choose what it tells of")).chain(kinds).collect(),
            may_load: found.may_load,
            review,
        }
    }
}

/// What a checked file says, or what is wrong with it.
#[derive(Template)]
#[template(path = "records/preview.html")]
struct PreviewPage {
    chrome: Chrome,
    errors: Errors,
    review: ReviewHead,
    back: String,
    kind: &'static str,
    title: &'static str,
    file: String,
    /// What stands now and would be replaced; empty where nothing does.
    replaces: String,
    /// "12 rows count, October 2025 to September 2026."; empty where the file cannot be used.
    opening: String,
    notices: Vec<String>,
    facts: Vec<FactAsked>,
    problems: Vec<ProblemLine>,
    /// The columns to choose, where one was not found.
    maps: Vec<Mapping>,
    /// What was chosen before, where nothing is to be chosen now: field and heading.
    chosen: Vec<(String, String)>,
    /// The file, where it travels in the page.
    text: String,
    /// Whether the file can be read again at all.
    again: bool,
}

/// One thing that a file says, and whether it fits with good practice: nobody has said so yet.
struct FactAsked {
    /// "S49b · Financial information".
    about: String,
    text: String,
    /// The field that sends the text back, so that an answer is never kept of another figure.
    had: String,
    field: String,
    choices: Vec<Choice>,
    error: String,
}

impl FactAsked {
    fn of(checked: &CheckedRecords, place: usize, fact: &Fact, fits: &BTreeMap<String, bool>, errors: &Errors) -> Self {
        let FactLine { about, text } = FactLine::of(&checked.opened, fact);
        let field = format!("fits-{}", place + 1);
        let said = fits.get(&text).map_or("", |fits| if *fits { "yes" } else { "no" });
        Self {
            about,
            had: format!("had-fact-{}", place + 1),
            choices: vec![
                Choice::new("yes", "It fits with good practice", said),
                Choice::new("no", "It does not", said),
            ],
            error: errors.of(&field).to_owned(),
            field,
            text,
        }
    }
}

/// What is wrong in one place.
struct ProblemLine {
    /// "Line 7", or "The file".
    place: String,
    column: String,
    says: String,
}

/// One column and the headings that could stand for it.
struct Mapping {
    field: String,
    label: String,
    choices: Vec<Choice>,
}

/// A file on its way.
struct Sent {
    kind: RecordKind,
    name: String,
    bytes: Vec<u8>,
    map: BTreeMap<String, String>,
    /// What is said of each fact, by its text.
    fits: BTreeMap<String, bool>,
    load: bool,
}

impl Sent {
    fn of(kind: RecordKind, name: String, bytes: Vec<u8>, fields: &Fields) -> Self {
        let chosen = fields.with_prefix("map-").map(|(key, heading)| (key.to_owned(), heading.to_owned()));
        let said = fields.with_prefix("had-fact-").filter_map(|(place, text)| {
            let fits = match fields.get(&format!("fits-{place}")) {
                "yes" => true,
                "no" => false,
                _ => return None,
            };
            Some((text.to_owned(), fits))
        });
        Self { kind, name, bytes, map: chosen.collect(), fits: said.collect(), load: fields.get("do") == "load" }
    }

    fn put_up(&self) -> PutUp<'_> {
        PutUp { kind: self.kind, name: &self.name, bytes: &self.bytes, map: &self.map, fits: &self.fits }
    }
}

impl PreviewPage {
    fn of(checked: &CheckedRecords, chrome: Chrome, sent: &Sent, unsaid: Vec<Field>) -> Self {
        let review = ReviewHead::of(&checked.opened);
        let problems: &[Fault] = match &checked.found {
            Ok(_) => &[],
            Err(problems) => problems.as_slice(),
        };
        let told = checked.found.as_ref().ok();
        let errors: Errors = mistakes(problems).into_iter().chain(unsaid).collect::<Vec<Field>>().into();
        let again = !checked.headings.is_empty();
        let travels = again && sent.bytes.len() <= IN_THE_PAGE;
        let maps = if problems.iter().any(|found| found.about == About::Column) {
            mappings(checked, sent)
        } else {
            Vec::new()
        };
        let carried = sent.map.iter().map(|(key, heading)| (format!("map-{key}"), heading.clone()));
        Self {
            chrome: chrome.titled(&review.titled("Check the file before you use it")).with_mistakes(!errors.is_empty()),
            back: format!("{}/records", review.href),
            review,
            kind: sent.kind.as_str(),
            title: sent.kind.words(),
            file: sent.name.chars().filter(|letter| !letter.is_control()).take(120).collect(),
            replaces: checked.replaces.as_ref().map(loaded).unwrap_or_default(),
            opening: told.map(|told| format!("{} of it count, {}.", rows(told.rows), told.period)).unwrap_or_default(),
            notices: told.map(|told| told.notices.clone()).unwrap_or_default(),
            facts: told.map_or_else(Vec::new, |told| {
                let facts = told.facts.iter().enumerate();
                facts.map(|(place, fact)| FactAsked::of(checked, place, fact, &sent.fits, &errors)).collect()
            }),
            errors,
            problems: problems.iter().filter(|found| found.about != About::Column).map(ProblemLine::of).collect(),
            chosen: if maps.is_empty() { carried.collect() } else { Vec::new() },
            maps,
            text: if travels { extracts::records::text(&sent.bytes) } else { String::new() },
            again,
        }
    }
}

/// The summary: each column to choose, and where the rest is told line by line.
fn mistakes(problems: &[Fault]) -> Vec<Field> {
    let (columns, lines): (Vec<&Fault>, Vec<&Fault>) = problems.iter().partition(|found| found.about == About::Column);
    let mut fields: Vec<Field> =
        columns.iter().map(|found| Field::new(format!("map-{}", found.column), found.says.clone())).collect();
    match lines.as_slice() {
        [] => {}
        [one] => fields.push(Field::new("problems", one.to_string())),
        many => {
            let says = format!("{} things keep the file from being used. Each is told below.", many.len());
            fields.push(Field::new("problems", says));
        }
    }
    fields
}

impl ProblemLine {
    fn of(found: &Fault) -> Self {
        Self {
            place: if found.line == 0 { "The file".to_owned() } else { format!("Line {}", found.line) },
            column: found.column.clone(),
            says: found.says.clone(),
        }
    }
}

fn mappings(checked: &CheckedRecords, sent: &Sent) -> Vec<Mapping> {
    let headings: BTreeSet<&String> = checked.headings.iter().filter(|heading| !heading.is_empty()).collect();
    let columns = sent.kind.columns().iter();
    columns
        .map(|column| {
            let now = checked.map.get(column.key).map_or("", String::as_str);
            let known = headings.iter().map(|heading| Choice::new(heading.as_str(), heading.as_str(), now));
            let needed = if column.required { "" } else { " (optional)" };
            Mapping {
                field: format!("map-{}", column.key),
                label: format!("{}: {}{needed}", column.key, column.words),
                choices: std::iter::once(Choice::nothing("Not in the file")).chain(known).collect(),
            }
        })
        .collect()
}

async fn page(Path(review): Path<String>, mut reading: Reading) -> Result<Page<ListPage>> {
    let found = records::records_page(&mut reading.act, id(&review)?).await?;
    let page = ListPage::of(&reading.act, &found, reading.chrome, Errors::none(), "");
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// Checks a file that was put up; or keeps what it says, where it was too large to travel in the page.
async fn check(State(site): State<Site>, Path(review): Path<String>, form: Uploading) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    let Uploading { mut act, chrome, fields, file, who } = form;
    match (RecordKind::parse(fields.get("kind")), file) {
        (Some(kind), Some(file)) => {
            drop(act);
            answer(&site, &who, chrome, review, Sent::of(kind, file.name, file.bytes, &fields)).await
        }
        (kind, file) => {
            let mut wrong = Vec::new();
            if kind.is_none() {
                wrong.push(Field::new("kind", "Choose what the file tells of."));
            }
            if file.is_none() {
                wrong.push(Field::new("file", "Choose a file first."));
            }
            let found = records::records_page(&mut act, review).await?;
            if !found.may_load {
                return Err(Error::NotFound.into());
            }
            let page = ListPage::of(&act, &found, chrome, wrong.into(), fields.get("kind"));
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

/// Keeps what a file says that came with the page; or checks it again with other columns.
async fn settle(State(site): State<Site>, Path(review): Path<String>, form: Writing) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    let Writing { act, chrome, fields, who } = form;
    drop(act);
    let kind = RecordKind::parse(fields.get("kind")).ok_or(Error::NotFound)?;
    let (name, bytes) = (fields.get("had-name").to_owned(), fields.get("had-file").as_bytes().to_vec());
    answer(&site, &who, chrome, review, Sent::of(kind, name, bytes, &fields)).await
}

async fn answer(site: &Site, who: &SignedIn, chrome: Chrome, review: ReviewId, sent: Sent) -> Result<Response> {
    let mut unsaid = Vec::new();
    if sent.load {
        let mut act = site.programme().act(who.person, Mode::Write).await?;
        match records::load_records(&mut act, review, &sent.put_up()).await {
            Ok(facts) => {
                act.commit().await?;
                let says = format!("{facts} facts are kept beside the standards they bear on. No row of the file is.");
                return Ok(SeeOther::to(format!("/reviews/{review}/records")).saying(says).into_response());
            }
            // What is wrong with the file is told by the check below, once the writer is free.
            Err(Error::Invalid(wrong)) => {
                drop(act);
                unsaid.extend(wrong.into_iter().filter(|field| field.name.starts_with("fits-")));
            }
            Err(other) => return Err(other.into()),
        }
    }
    let mut act = site.programme().act(who.person, Mode::Read).await?;
    let checked = records::check_records(&mut act, review, &sent.put_up()).await?;
    let fine = checked.found.is_ok() && unsaid.is_empty();
    let page = PreviewPage::of(&checked, chrome, &sent, unsaid);
    act.commit().await?;
    let status = if fine { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(Page::new(page).status(status).into_response())
}

//! Dip samples: the list with a form to start one, and one with its records and what they point to.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::days;
use practice::ids::DipId;
use practice::reviews::dip::{MOST_READS, QUESTIONS, Seen};
use programme::Error;
use programme::beside::{self, DipPage, DipsPage, Lately, NewRead};
use statistics::Estimate;
use store::beside::{Dip, DipRead};

use crate::Site;
use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};
use crate::reviews::afresh;

/// Every dip sample the person may know of.
#[derive(Template)]
#[template(path = "beside/dips.html")]
pub(super) struct ListPage {
    chrome: Chrome,
    errors: Errors,
    dips: Vec<Line>,
    /// Where one may be started; empty for those who only read.
    teams: Vec<Choice>,
    reach: Vec<ReachLine>,
    typed: Fields,
}

/// One dip sample in the list.
struct Line {
    href: String,
    theme: String,
    team: String,
    state: String,
}

/// How much was read in one stretch of time.
struct ReachLine {
    since: &'static str,
    workers: String,
    cases: String,
}

/// One dip sample.
#[derive(Template)]
#[template(path = "beside/dip.html")]
pub(super) struct OnePage {
    chrome: Chrome,
    errors: Errors,
    here: String,
    theme: String,
    team: String,
    state: String,
    /// What it points to, in the words of whoever closed it; empty while it is open.
    lead: String,
    told: Vec<String>,
    questions: Vec<Asked>,
    reads: Vec<ReadLine>,
    may_read: bool,
    may_close: bool,
    typed: Fields,
}

/// One of the three questions, as the form asks it.
struct Asked {
    name: String,
    text: String,
    choices: Vec<Choice>,
    error: String,
}

/// One record that was read.
struct ReadLine {
    reference: String,
    /// The question and what was seen, in order.
    answers: Vec<(String, &'static str)>,
    note: String,
    when: String,
}

impl ListPage {
    fn of(found: &DipsPage, chrome: Chrome, errors: Errors, typed: Fields) -> Self {
        let chosen = typed.get("team").to_owned();
        let named = found.teams.iter().map(|team| Choice::new(team.id.to_string(), team.name.as_str(), &chosen));
        let across = found.may_run.then(|| Choice::new("", "Across teams", &chosen));
        Self {
            chrome: chrome.titled("Dip samples").with_mistakes(!errors.is_empty()),
            errors,
            dips: found.dips.iter().map(line).collect(),
            teams: across.into_iter().chain(named).collect(),
            reach: found
                .reach
                .iter()
                .flat_map(|reach| {
                    [read_lately("The last quarter", &reach.quarter), read_lately("The last year", &reach.year)]
                })
                .collect(),
            typed,
        }
    }
}

fn line(dip: &Dip) -> Line {
    Line {
        href: format!("/dips/{}", dip.id),
        theme: dip.theme.clone(),
        team: team_of(dip),
        state: match dip.closed_on {
            Some(day) => format!("Closed on {}", days::long(day)),
            None => format!("Open, {} of at most {MOST_READS} read", dip.reads),
        },
    }
}

fn team_of(dip: &Dip) -> String {
    dip.team.clone().unwrap_or_else(|| "Across teams".to_owned())
}

fn read_lately(since: &'static str, lately: &Lately) -> ReachLine {
    let words =
        |share: Option<&Estimate>| share.map_or_else(|| "No open case is known".to_owned(), Estimate::to_string);
    ReachLine { since, workers: words(lately.workers.as_ref()), cases: words(lately.cases.as_ref()) }
}

impl OnePage {
    fn of(found: &DipPage, chrome: Chrome, errors: Errors, typed: Fields) -> Self {
        let dip = &found.dip;
        let questions = dip.questions.iter().enumerate().map(|(place, text)| {
            let name = format!("answer-{}", place + 1);
            let chosen = typed.get(&name);
            let choices = Seen::ALL.map(|seen| Choice::new(seen.as_str(), seen.words(), chosen)).into();
            Asked { text: text.clone(), choices, error: errors.of(&name).to_owned(), name }
        });
        let questions = questions.collect();
        Self {
            chrome: chrome.titled(&format!("Dip sample: {}", dip.theme)).with_mistakes(!errors.is_empty()),
            errors,
            here: format!("/dips/{}", dip.id),
            theme: dip.theme.clone(),
            team: team_of(dip),
            state: match dip.closed_on {
                Some(day) => format!("Started on {}, closed on {}", days::long(dip.asked_on), days::long(day)),
                None => format!("Started on {} by {}", days::long(dip.asked_on), dip.by_name),
            },
            lead: dip.lead_text.clone().unwrap_or_default(),
            told: found.told.clone(),
            questions,
            reads: found.reads.iter().map(|read| read_line(dip, read)).collect(),
            may_read: found.may_read,
            may_close: found.may_close,
            typed,
        }
    }
}

fn read_line(dip: &Dip, read: &DipRead) -> ReadLine {
    let answers = dip.questions.iter().zip(read.answers.iter());
    ReadLine {
        reference: read.reference.clone(),
        answers: answers.map(|(question, seen)| (question.clone(), seen.words())).collect(),
        note: read.note.clone(),
        when: days::long(read.read_on),
    }
}

pub(super) async fn list(mut reading: Reading) -> Result<Page<ListPage>> {
    let found = beside::dips(&mut reading.act).await?;
    let page = ListPage::of(&found, reading.chrome, Errors::none(), Fields::default());
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// Starts one.
pub(super) async fn start(State(site): State<Site>, mut form: Writing) -> Result<Response> {
    let fields = &form.fields;
    let questions: Vec<String> =
        (1..=QUESTIONS).map(|number| fields.get(&format!("question-{number}")).to_owned()).collect();
    let team = match fields.get("team") {
        "" => None,
        chosen => Some(id(chosen)?),
    };
    match beside::start_dip(&mut form.act, fields.get("theme"), &questions, team).await {
        Ok(dip) => {
            form.act.commit().await?;
            let says = "The dip sample is started. Read the first record next.";
            Ok(SeeOther::to(format!("/dips/{dip}")).saying(says).into_response())
        }
        Err(Error::Invalid(problems)) => {
            let mut act = afresh(&site, form.act, &form.who).await?;
            let found = beside::dips(&mut act).await?;
            let page = ListPage::of(&found, form.chrome, problems.into(), form.fields);
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn page(Path(dip): Path<String>, mut reading: Reading) -> Result<Page<OnePage>> {
    let found = beside::open_dip(&mut reading.act, id(&dip)?).await?;
    let page = OnePage::of(&found, reading.chrome, Errors::none(), Fields::default());
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// After a form of one dip sample: back to it, or the page with what is to be put right.
async fn after(site: &Site, form: Writing, dip: DipId, saved: programme::Result<()>, says: &str) -> Result<Response> {
    match saved {
        Ok(()) => {
            form.act.commit().await?;
            Ok(SeeOther::to(format!("/dips/{dip}")).saying(says).into_response())
        }
        Err(Error::Invalid(problems)) => {
            let mut act = afresh(site, form.act, &form.who).await?;
            let found = beside::open_dip(&mut act, dip).await?;
            let page = OnePage::of(&found, form.chrome, problems.into(), form.fields);
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// Writes down one more record.
pub(super) async fn read(State(site): State<Site>, Path(dip): Path<String>, mut form: Writing) -> Result<Response> {
    let dip: DipId = id(&dip)?;
    let fields = &form.fields;
    let new = NewRead {
        reference: fields.get("reference").to_owned(),
        answers: ["answer-1", "answer-2", "answer-3"].map(|name| Seen::parse(fields.get(name))),
        note: fields.get("note").to_owned(),
    };
    let saved = beside::read_for_dip(&mut form.act, dip, &new).await;
    after(&site, form, dip, saved, "The record is added.").await
}

/// Closes it with what it points to.
pub(super) async fn close(State(site): State<Site>, Path(dip): Path<String>, mut form: Writing) -> Result<Response> {
    let dip: DipId = id(&dip)?;
    let saved = beside::close_dip(&mut form.act, dip, form.fields.get("lead")).await;
    after(&site, form, dip, saved, "The dip sample is closed. Those who lead can read what it points to.").await
}

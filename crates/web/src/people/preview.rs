use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use extracts::{Caseload, Layout, ListRead};
use practice::ids::ImportId;
use programme::people::{self, Checked, Decision, SharedName, SharedNames};
use programme::{Act, Error};

use super::findings::{Group, grouped};
use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};

/// The answer that leaves out the rows that cannot enter.
const LEAVE_OUT: &str = "leave-out";
/// The answer that lets the file go.
const STOP: &str = "stop";
/// The answers to names that stand in two places.
const SAME: &str = "same";
const DIFFERENT: &str = "different";
/// Names that stand in two places and are shown; more are counted.
const SHOWN_NAMES: usize = 12;

/// A checked file: what must be decided, what was understood, and what was read in a way worth looking at.
#[derive(Template)]
#[template(path = "people/preview.html")]
pub(super) struct PreviewPage {
    chrome: Chrome,
    errors: Errors,
    here: String,
    /// "Annex A workbook: annex-a-october-2026.xlsx".
    file: String,
    /// How many things wait for a decision, and how many were noted, in a sentence.
    opening: String,
    /// What came of it, where it is settled; empty while nothing is saved.
    settled: String,
    seen_before: bool,
    left_out: Vec<Group>,
    rows: Vec<Choice>,
    new_teams: Vec<NewTeam>,
    services: Vec<Choice>,
    /// Names that stand in two places, in sentences, and how many more there are.
    shared_names: Vec<String>,
    more_shared: usize,
    shared: Vec<Choice>,
    /// Whether there is no service that new teams could belong to.
    no_service: bool,
    /// "1,204 cases, 47 workers and 4 teams".
    understood: String,
    lists: Vec<ListLine>,
    teams: Vec<String>,
    noted: Vec<Group>,
    any_findings: bool,
}

/// A team of the file that is not known by its name, and those it could be.
struct NewTeam {
    field: String,
    /// The field that says which team of the file is meant.
    named: String,
    name: String,
    choices: Vec<Choice>,
}

struct ListLine {
    name: String,
    list: String,
    rows: usize,
    read: String,
}

pub(super) async fn page(Path(import): Path<String>, mut reading: Reading) -> Result<Page<PreviewPage>> {
    let page = show(&mut reading.act, reading.chrome, id(&import)?, Errors::none(), &Fields::default()).await?;
    reading.act.commit().await?;
    Ok(Page::new(page))
}

async fn show(act: &mut Act, chrome: Chrome, import: ImportId, errors: Errors, typed: &Fields) -> Result<PreviewPage> {
    let checked = people::opened(act, import).await?;
    let found = &checked.found;
    Ok(PreviewPage {
        chrome: chrome.titled("Check the file before you use it").with_mistakes(!errors.is_empty()),
        errors,
        here: format!("/people/imports/{import}"),
        file: format!("{}: {}", layout(found.layout), checked.import.file_name),
        opening: opening(&checked),
        settled: settled(&checked),
        seen_before: checked.seen_before,
        left_out: grouped(checked.left_out()),
        rows: vec![
            Choice::new(LEAVE_OUT, "Leave these rows out and import the rest", typed.get("rows")),
            Choice::new(STOP, "Stop: I will mend the file first", typed.get("rows")),
        ],
        services: services(&checked, typed.get("service")),
        no_service: checked.services.is_empty(),
        understood: format!(
            "{}, {} and {}",
            counted(found.cases.len(), "case", "cases"),
            counted(found.workers(), "worker", "workers"),
            counted(found.teams(), "team", "teams")
        ),
        lists: found.lists.iter().map(ListLine::of).collect(),
        teams: teams(found),
        noted: grouped(checked.noted()),
        any_findings: !found.findings.is_empty(),
        shared_names: checked.shared_names.iter().take(SHOWN_NAMES).map(shared_name).collect(),
        more_shared: checked.shared_names.len().saturating_sub(SHOWN_NAMES),
        shared: vec![
            Choice::new(SAME, "One person each, who works in both places", typed.get("shared_names")),
            Choice::new(DIFFERENT, "Different people with the same name", typed.get("shared_names")),
        ],
        new_teams: new_teams(&checked, typed),
    })
}

fn layout(layout: Layout) -> &'static str {
    match layout {
        Layout::AnnexAOfficial | Layout::AnnexAFlat => "Annex A workbook",
        Layout::Csv => "Caseload CSV",
    }
}

fn opening(checked: &Checked) -> String {
    let decisions = usize::from(checked.left_out().next().is_some())
        + usize::from(!checked.new_teams.is_empty())
        + usize::from(!checked.shared_names.is_empty());
    let first = match decisions {
        0 => "There is nothing you have to decide first.",
        1 => "One thing needs your decision.",
        2 => "Two things need your decision.",
        _ => "Three things need your decision.",
    };
    let second = match checked.noted().count() {
        0 => "Everything else was read as it stands.".to_owned(),
        1 => "One other thing was read in a way you can check below.".to_owned(),
        many => format!("{many} other things were read in a way you can check below."),
    };
    format!("{first} {second}")
}

fn settled(checked: &Checked) -> String {
    let result = checked.import.result.as_deref().unwrap_or_default();
    match checked.import.state.as_str() {
        "checked" => String::new(),
        "imported" => format!("This file is imported. {result}"),
        _ => format!("This file was let go. {result}"),
    }
}

/// "Sam Carter of North Assessment: the same name is known in Learning Disability Team."
fn shared_name(shared: &SharedName) -> String {
    format!("{}, {}. The same name: {}.", shared.name, shared.team, shared.elsewhere.join("; "))
}

/// A team is made unless the person says which of those that are known it is.
fn new_teams(checked: &Checked, typed: &Fields) -> Vec<NewTeam> {
    let team = |(place, name): (usize, &String)| {
        let field = format!("team-{place}");
        // The name goes with the choice, so that it is the same team however the list has changed meanwhile.
        let same = typed.get(&format!("named-{place}")) == name;
        let chosen = if same { typed.get(&field) } else { "" };
        let known =
            checked.teams.iter().map(|team| Choice::new(team.id.to_string(), format!("It is {}", team.name), chosen));
        let choices = std::iter::once(Choice::nothing("It is a new team")).chain(known).collect();
        NewTeam { choices, name: name.clone(), named: format!("named-{place}"), field }
    };
    checked.new_teams.iter().enumerate().map(team).collect()
}

/// Nothing is chosen until the person has chosen.
fn services(checked: &Checked, chosen: &str) -> Vec<Choice> {
    let known = checked.services.iter().map(|service| Choice::new(service.id.to_string(), &service.name, chosen));
    std::iter::once(Choice::nothing("Choose a service")).chain(known).collect()
}

/// "Locality 1: 14 workers, 204 cases", by name.
fn teams(found: &Caseload) -> Vec<String> {
    let mut teams: BTreeMap<&str, (BTreeSet<&str>, usize)> = BTreeMap::new();
    for case in &found.cases {
        let team = teams.entry(&case.team).or_default();
        team.0.insert(&case.worker);
        team.1 += 1;
    }
    let line = |(team, (workers, cases)): (&str, (BTreeSet<&str>, usize))| {
        format!("{team}: {}, {}", counted(workers.len(), "worker", "workers"), counted(cases, "case", "cases"))
    };
    teams.into_iter().map(line).collect()
}

impl ListLine {
    fn of(list: &ListRead) -> Self {
        let read = if list.read == list.rows { "all".to_owned() } else { list.read.to_string() };
        Self { name: list.name.clone(), list: list.list.clone(), rows: list.rows, read }
    }
}

/// "1 case", "12 cases", "1,204 cases".
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", with_commas(count), if count == 1 { one } else { many })
}

fn with_commas(count: usize) -> String {
    let figures = count.to_string();
    let mut said = String::new();
    for (place, figure) in figures.chars().enumerate() {
        if place > 0 && (figures.len() - place).is_multiple_of(3) {
            said.push(',');
        }
        said.push(figure);
    }
    said
}

/// Imports the file, or lets it go.
pub(super) async fn settle(Path(import): Path<String>, mut form: Writing) -> Result<Response> {
    let import: ImportId = id(&import)?;
    let rows = form.fields.get("rows");
    if form.fields.get("do") == "leave" || rows == STOP {
        people::leave(&mut form.act, import).await?;
        form.act.commit().await?;
        let says = "Nothing was imported. Mend the file, and put it up again when it is ready.";
        return Ok(SeeOther::to("/people").saying(says).into_response());
    }
    let named = form
        .fields
        .with_prefix("named-")
        .filter_map(|(place, name)| Some((name.to_owned(), form.fields.get(&format!("team-{place}")).parse().ok()?)));
    let decision = Decision {
        leave_rows_out: rows == LEAVE_OUT,
        service: form.fields.get("service").parse().ok(),
        teams: named.collect(),
        shared_names: match form.fields.get("shared_names") {
            SAME => Some(SharedNames::Same),
            DIFFERENT => Some(SharedNames::Different),
            _ => None,
        },
    };
    match people::confirm(&mut form.act, import, &decision).await {
        Ok(done) => {
            form.act.commit().await?;
            let says = format!("{} Reviews can draw from these cases now.", done.words());
            Ok(SeeOther::to("/people").saying(says).into_response())
        }
        Err(Error::Invalid(fields)) => {
            let page = show(&mut form.act, form.chrome, import, fields.into(), &form.fields).await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::with_commas;

    #[test]
    fn thousands_are_set_apart() {
        for (count, said) in [(0, "0"), (999, "999"), (1204, "1,204"), (1_000_000, "1,000,000")] {
            assert_eq!(with_commas(count), said);
        }
    }
}

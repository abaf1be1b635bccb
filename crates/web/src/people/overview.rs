use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::access::{Action, Object};
use practice::days;
use programme::people::{self, Overview};
use programme::{Act, Error, Mode};
use store::people::Import;

use crate::Site;
use crate::chrome::Chrome;
use crate::forms::Errors;
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Reading, Uploading, Writing};

/// One megabyte, in bytes.
const MEGABYTE: usize = 1024 * 1024;

/// The caseload by team, the files that made it, and the way to put one up.
#[derive(Template)]
#[template(path = "people/overview.html")]
pub(super) struct PeoplePage {
    chrome: Chrome,
    errors: Errors,
    may_import: bool,
    /// What may be put up, and how large, below the field.
    file_hint: String,
    teams: Vec<TeamLine>,
    imports: Vec<ImportLine>,
    /// Names under which files know teams that are called otherwise here: the name, and the team.
    names: Vec<(String, String)>,
}

/// One team and what it holds. Teams stand by name, never by size.
struct TeamLine {
    name: String,
    cases: String,
    workers: String,
}

struct ImportLine {
    href: String,
    file_name: String,
    /// "16 November 2026, 9:12am, by Jaspreet Gill-Sandhu".
    put_up: String,
    result: String,
    /// Checked, and neither imported nor let go.
    waits: bool,
}

pub(super) async fn page(State(site): State<Site>, mut reading: Reading) -> Result<Page<PeoplePage>> {
    let page = show(&site, &mut reading.act, reading.chrome, Errors::none()).await?;
    reading.act.commit().await?;
    Ok(Page::new(page))
}

async fn show(site: &Site, act: &mut Act, chrome: Chrome, errors: Errors) -> Result<PeoplePage> {
    let Overview { teams, imports, names } = people::overview(act).await?;
    let most = site.settings().upload_limit / MEGABYTE;
    let kinds = format!("An Excel workbook (.xlsx or .xls) or a CSV file, at most {most} MB.");
    Ok(PeoplePage {
        chrome: chrome.titled("People and cases").with_mistakes(!errors.is_empty()),
        errors,
        may_import: act.may(Action::ImportCaseload, &Object::Caseload),
        file_hint: format!("{kinds} It is checked first: nothing is saved until you say so."),
        teams: teams.into_iter().map(TeamLine::of).collect(),
        imports: imports.iter().map(ImportLine::of).collect(),
        names,
    })
}

impl TeamLine {
    fn of((name, cases, workers): (String, i64, i64)) -> Self {
        Self { name, cases: counted(cases, "open case", "open cases"), workers: counted(workers, "person", "people") }
    }
}

fn counted(count: i64, one: &str, many: &str) -> String {
    match count {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}

impl ImportLine {
    fn of(import: &Import) -> Self {
        let waits = import.state == "checked";
        let settled = import.result.clone().unwrap_or_default();
        Self {
            href: format!("/people/imports/{}", import.id),
            file_name: import.file_name.clone(),
            put_up: format!(
                "{}, {}, by {}",
                days::long(days::today(import.at)),
                days::clock(import.at),
                import.by_name
            ),
            result: if waits { "Nothing is saved yet. It waits for your decision.".to_owned() } else { settled },
            waits,
        }
    }
}

/// Checks a file. One that cannot be used at all comes back at its field, with the way to mend it.
pub(super) async fn check(State(site): State<Site>, form: Uploading) -> Result<Response> {
    let checked = match form.file {
        Some(file) => people::check(form.act, &file.name, file.bytes).await,
        None => Err(Error::field("file", "Choose a file first.")),
    };
    match checked {
        Ok((act, import)) => {
            act.commit().await?;
            Ok(SeeOther::to(format!("/people/imports/{import}")).into_response())
        }
        Err(Error::Invalid(fields)) => {
            let mut act = site.programme().act(form.who.person, Mode::Read).await?;
            let page = show(&site, &mut act, form.chrome, fields.into()).await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// Forgets a name under which files knew a team.
pub(super) async fn forget_name(mut form: Writing) -> Result<SeeOther> {
    let name = form.fields.get("name").to_owned();
    people::forget_team_name(&mut form.act, &name).await?;
    form.act.commit().await?;
    Ok(SeeOther::to("/people").saying("The name is forgotten. The next file that uses it asks again."))
}

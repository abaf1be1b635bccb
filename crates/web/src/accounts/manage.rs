use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::access::{Role, Scope};
use practice::days;
use practice::ids::{AccountRequestId, PersonId, RoleRequestId};
use programme::accounts;
use programme::{Act, Error};
use store::people::{RoleLine, RoleRequest};

use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::{Problem, Result};
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};

/// Everybody, and whether they may sign in.
#[derive(Template)]
#[template(path = "accounts/list.html")]
pub(super) struct ListPage {
    chrome: Chrome,
    people: Vec<PersonLine>,
}

struct PersonLine {
    href: String,
    name: String,
    job_title: String,
    account: &'static str,
}

/// One person's account and roles.
#[derive(Template)]
#[template(path = "accounts/person.html")]
pub(super) struct PersonPage {
    chrome: Chrome,
    errors: Errors,
    heading: String,
    job_title: String,
    account: &'static str,
    open: bool,
    sign_in_name: String,
    /// The last day of the role, as it was typed: day, month, year.
    to: [String; 3],
    /// Held today: what, how far, since when, and its row.
    held: Vec<HeldLine>,
    /// Asked for, in sentences.
    asked: Vec<String>,
    roles: Vec<Choice>,
    scopes: Vec<Choice>,
    here: String,
}

struct HeldLine {
    row: String,
    says: String,
}

/// Roles that wait for a second person.
#[derive(Template)]
#[template(path = "accounts/requests.html")]
pub(super) struct RequestsPage {
    chrome: Chrome,
    requests: Vec<RequestLine>,
}

struct RequestLine {
    /// Where the answer goes.
    action: String,
    person: String,
    says: String,
    asked: String,
    /// Whether the one who looks may answer: not who asked, and not who would hold it.
    may_answer: bool,
}

pub(super) async fn list(mut reading: Reading) -> Result<Page<ListPage>> {
    let people = accounts::list(&mut reading.act).await?;
    let people = people
        .into_iter()
        .map(|(person, account)| PersonLine {
            href: format!("/accounts/{}", person.id),
            name: person.name,
            job_title: person.job_title,
            account: in_words(account),
        })
        .collect();
    reading.act.commit().await?;
    Ok(Page::new(ListPage { chrome: reading.chrome.titled("Accounts"), people }))
}

pub(super) async fn person(Path(person): Path<String>, mut reading: Reading) -> Result<Page<PersonPage>> {
    let page = show(&mut reading.act, reading.chrome, id(&person)?, Errors::none(), &Fields::default()).await?;
    reading.act.commit().await?;
    Ok(Page::new(page))
}

async fn show(act: &mut Act, chrome: Chrome, id: PersonId, errors: Errors, typed: &Fields) -> Result<PersonPage> {
    let everybody = accounts::list(act).await?;
    let (person, account) = everybody.into_iter().find(|(person, _)| person.id == id).ok_or(Error::NotFound)?;
    let theirs = accounts::roles(act, id).await?;
    let roles = Role::ALL.iter().map(|role| Choice::new(role.as_str(), role.title(), typed.get("role")));
    let mut scopes = vec![
        Choice::nothing("Choose how far"),
        Choice::new("authority", "The whole council", typed.get("scope")),
        Choice::new("board", "The practice governance board", typed.get("scope")),
    ];
    scopes.extend(
        theirs
            .services
            .iter()
            .map(|s| Choice::new(format!("service:{}", s.id), format!("Service: {}", s.name), typed.get("scope"))),
    );
    scopes.extend(
        theirs
            .teams
            .iter()
            .map(|t| Choice::new(format!("team:{}", t.id), format!("Team: {}", t.name), typed.get("scope"))),
    );
    Ok(PersonPage {
        chrome: chrome.titled(&person.name).with_mistakes(!errors.is_empty()),
        errors,
        heading: person.name,
        job_title: person.job_title,
        account: in_words(account),
        open: account == Some(true),
        sign_in_name: typed.get("name").to_owned(),
        to: ["to-day", "to-month", "to-year"].map(|part| typed.get(part).to_owned()),
        roles: std::iter::once(Choice::nothing("Choose a role")).chain(roles).collect(),
        scopes,
        held: theirs.held.iter().map(held_line).collect(),
        asked: theirs.asked.iter().map(asked_line).collect(),
        here: format!("/accounts/{id}"),
    })
}

fn held_line(line: &RoleLine) -> HeldLine {
    HeldLine {
        row: line.id.to_string(),
        says: format!(
            "{}, {}, since {}{}",
            title(&line.role),
            reach(&line.scope, line.place.as_deref()),
            days::long(line.from_day),
            line.to_day.map_or_else(String::new, |last| format!(", to {}", days::long(last)))
        ),
    }
}

fn asked_line(request: &RoleRequest) -> String {
    format!(
        "{} was asked for by {} on {}. It waits for a second person.",
        said(request),
        request.by_name,
        days::long(days::today(request.at))
    )
}

/// "Team manager, in Learning Disability Team".
fn said(request: &RoleRequest) -> String {
    let scope = match request.reach() {
        Some(Scope::Team(_)) => "team",
        Some(Scope::Service(_)) => "service",
        Some(Scope::Board) => "board",
        Some(Scope::Authority) | None => "authority",
    };
    let until = request.to_day.map_or_else(String::new, |day| format!(", until {}", days::long(day)));
    format!("{}, {}{until}", title(&request.role), reach(scope, request.place.as_deref()))
}

fn title(role: &str) -> String {
    role.parse::<Role>().map_or_else(|_| role.to_owned(), |role| role.title().to_owned())
}

/// How far a role reaches, in words.
fn reach(scope: &str, place: Option<&str>) -> String {
    match (scope, place) {
        ("board", _) => "on the practice governance board".to_owned(),
        ("team" | "service", Some(place)) => format!("in {place}"),
        _ => "for the whole council".to_owned(),
    }
}

/// The roles that wait for a second person.
pub(super) async fn requests(mut reading: Reading) -> Result<Page<RequestsPage>> {
    let asked = accounts::role_requests(&mut reading.act).await?;
    let me = reading.act.me();
    let accounts = accounts::account_requests(&mut reading.act).await?.into_iter().map(|request| RequestLine {
        action: format!("/accounts/requests/accounts/{}", request.id),
        person: request.person,
        says: format!(
            "{}, with the sign-in name {}",
            if request.accounts > 0 {
                "a new password for their account"
            } else {
                "an account, which is closed or does not exist now"
            },
            request.sign_in_name
        ),
        asked: format!(
            "Asked for by {} on {}. Agree only if this person wants it.",
            request.by_name,
            days::long(days::today(request.at))
        ),
        may_answer: request.by_id != me && request.person_id != me,
    });
    let requests = asked
        .iter()
        .map(|request| RequestLine {
            action: format!("/accounts/requests/{}", request.id),
            person: request.person.clone(),
            says: said(request),
            asked: format!("Asked for by {} on {}", request.by_name, days::long(days::today(request.at))),
            may_answer: request.by_id != me && request.person_id != me,
        })
        .chain(accounts)
        .collect();
    reading.act.commit().await?;
    Ok(Page::new(RequestsPage { chrome: reading.chrome.titled("What waits for a second person"), requests }))
}

/// A second person agrees to an account or a new password, or does not.
pub(super) async fn answer_account(Path(request): Path<String>, mut form: Writing) -> Result<SeeOther> {
    let request: AccountRequestId = id(&request)?;
    let (agree, says) = match form.fields.get("do") {
        "agree" => (true, "The account is open with the new password."),
        "decline" => (false, "Nothing has changed."),
        _ => return Err(Problem::Unreadable("no button was named".into())),
    };
    accounts::answer_account_request(&mut form.act, request, agree).await?;
    form.act.commit().await?;
    Ok(SeeOther::to("/accounts/requests").saying(says))
}

/// A second person agrees to a role, or does not.
pub(super) async fn answer(Path(request): Path<String>, mut form: Writing) -> Result<SeeOther> {
    let request: RoleRequestId = id(&request)?;
    let (agree, says) = match form.fields.get("do") {
        "agree" => (true, "The role is given, from today."),
        "decline" => (false, "The role is not given."),
        _ => return Err(Problem::Unreadable("no button was named".into())),
    };
    accounts::answer_role_request(&mut form.act, request, agree).await?;
    form.act.commit().await?;
    Ok(SeeOther::to("/accounts/requests").saying(says))
}

fn in_words(account: Option<bool>) -> &'static str {
    match account {
        Some(true) => "Open",
        Some(false) => "Closed",
        None => "None yet",
    }
}

pub(super) async fn change(Path(person): Path<String>, mut form: Writing) -> Result<Response> {
    let person: PersonId = id(&person)?;
    match done(&mut form.act, person, &form.fields).await {
        Ok(says) => {
            form.act.commit().await?;
            Ok(SeeOther::to(format!("/accounts/{person}")).saying(says).into_response())
        }
        Err(Problem::Act(Error::Invalid(fields))) => {
            let page = show(&mut form.act, form.chrome, person, fields.into(), &form.fields).await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other),
    }
}

/// Does what the button says, and gives the words for having done it.
async fn done(act: &mut Act, person: PersonId, fields: &Fields) -> Result<&'static str> {
    match fields.get("do") {
        "make" => {
            accounts::ask_for_account(act, person, fields.get("name"), fields.get("password")).await?;
            Ok(
                "You have asked. When a second person agrees, tell them the password in person and ask them to change it.",
            )
        }
        "close" => {
            accounts::close_account(act, person).await?;
            Ok("The account is closed. Its sessions have ended.")
        }
        "ask" => {
            let to = fields.date("to").map_err(|field| Error::Invalid(vec![field]))?;
            accounts::ask_for_role(act, person, role(fields)?, scope(fields)?, to).await?;
            Ok("You have asked. The role is given when a second person agrees.")
        }
        "end" => {
            let row = fields.get("row").parse().map_err(|_| Problem::Unreadable("no role was named".into()))?;
            accounts::end_role(act, person, row).await?;
            Ok("The role has ended. What no other role opens is closed.")
        }
        _ => Err(Problem::Unreadable("no button was named".into())),
    }
}

fn role(fields: &Fields) -> Result<Role> {
    fields.get("role").parse::<Role>().map_err(|_| Error::field("role", "Choose a role.").into())
}

fn scope(fields: &Fields) -> Result<Scope> {
    let named = fields.get("scope");
    let found = match named.split_once(':') {
        None if named == "authority" => Some(Scope::Authority),
        None if named == "board" => Some(Scope::Board),
        Some(("service", id)) => id.parse().ok().map(Scope::Service),
        Some(("team", id)) => id.parse().ok().map(Scope::Team),
        _ => None,
    };
    found.ok_or_else(|| Error::field("scope", "Choose how far the role reaches.").into())
}

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{Datelike, NaiveDate};
use practice::actions::WorksOn;
use practice::ids::{ActionId, PersonId, ReviewId};
use programme::actions::{self, ActionForm, OpenedPlan};
use programme::{Act, Error, Field};
use store::actions::ActionRow;
use store::people::Person;

use super::action_plan::found;
use super::{ReviewHead, listed};
use crate::Site;
use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};
use crate::reviews::afresh;

/// One action of a plan that is not agreed yet, to be written.
#[derive(Template)]
#[template(path = "reviews/action-plan-edit.html")]
pub(super) struct EditPage {
    chrome: Chrome,
    errors: Errors,
    review: ReviewHead,
    here: String,
    is_new: bool,
    heading: &'static str,
    form: ActionTexts,
    owners: Vec<Choice>,
    works_on: Vec<Choice>,
    /// What somebody else saved differently while this was being typed.
    differences: Vec<Difference>,
    is_conflict: bool,
    /// What was found on the standards it serves.
    found: Vec<String>,
    /// Whether somebody has agreed the plan as it is.
    any_agreed: bool,
    /// The version that is saved now; 0 for a new action.
    version: i64,
}

/// Two versions of one field.
struct Difference {
    what: &'static str,
    yours: String,
    theirs: String,
}

/// What stands in the form.
#[derive(Default)]
struct ActionTexts {
    outcome: String,
    step: String,
    owner: String,
    day: String,
    month: String,
    year: String,
    stops: String,
    support: String,
    measure: String,
    works_on: String,
    standards: String,
    seen: i64,
}

impl ActionTexts {
    fn saved(row: &ActionRow) -> Self {
        let part = |part: fn(&NaiveDate) -> String| row.due.as_ref().map_or_else(String::new, part);
        Self {
            outcome: row.outcome.clone(),
            step: row.step.clone(),
            owner: row.owner_id.0.map_or_else(String::new, |owner| owner.to_string()),
            day: part(|due| due.day().to_string()),
            month: part(|due| due.month().to_string()),
            year: part(|due| due.year().to_string()),
            stops: row.stops.clone(),
            support: row.support.clone(),
            measure: row.measure.clone(),
            works_on: row.works_on.as_str().to_owned(),
            standards: row.standards.join(", "),
            seen: row.version,
        }
    }

    /// "14 3 2026".
    fn due(&self) -> String {
        [self.day.trim(), self.month.trim(), self.year.trim()].join(" ")
    }

    fn typed(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        Self {
            outcome: text("outcome"),
            step: text("step"),
            owner: text("owner"),
            day: text("due-day"),
            month: text("due-month"),
            year: text("due-year"),
            stops: text("stops"),
            support: text("support"),
            measure: text("measure"),
            works_on: text("works_on"),
            standards: text("standards"),
            seen: fields.get("seen").parse().unwrap_or_default(),
        }
    }
}

/// Which action an address names; `None` for a new one.
fn named(action: &str) -> Result<Option<ActionId>> {
    if action == "new" { Ok(None) } else { id(action).map(Some) }
}

pub(super) async fn page(
    Path((review, action)): Path<(String, String)>,
    mut reading: Reading,
) -> Result<Page<EditPage>> {
    let action = named(&action)?;
    let page = show(&mut reading.act, reading.chrome, (id(&review)?, action), Errors::none(), None).await?;
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// The form with what was saved, or with what was `typed` and could not be.
async fn show(
    act: &mut Act,
    chrome: Chrome,
    (review, action): (ReviewId, Option<ActionId>),
    errors: Errors,
    typed: Option<ActionTexts>,
) -> Result<EditPage> {
    let opened = actions::open_plan(act, review).await?;
    if !opened.may_draft {
        return Err(Error::NotFound.into());
    }
    let row = action.map(|action| known(&opened, action)).transpose()?;
    let head = ReviewHead::of(&opened.opened);
    let form = typed.unwrap_or_else(|| row.map(ActionTexts::saved).unwrap_or_default());
    let heading = if action.is_some() { "Change an action" } else { "Add an action" };
    let place = action.map_or_else(|| "new".to_owned(), |action| action.to_string());
    Ok(EditPage {
        chrome: chrome.titled(&head.titled(heading)).with_mistakes(!errors.is_empty()),
        errors,
        here: format!("{}/plan/actions/{place}", head.href),
        review: head,
        is_new: action.is_none(),
        heading,
        owners: owners(&opened.owners, &form.owner),
        works_on: WorksOn::ALL.iter().map(|kind| Choice::new(kind.as_str(), kind.words(), &form.works_on)).collect(),
        differences: row.map(|row| differences(&form, row, &opened.owners)).unwrap_or_default(),
        is_conflict: false,
        found: row.map(|row| found(&opened, &row.standards)).unwrap_or_default(),
        any_agreed: opened.any_agreed(),
        version: row.map_or(0, |row| row.version),
        form,
    })
}

fn known(opened: &OpenedPlan, action: ActionId) -> programme::Result<&ActionRow> {
    opened.actions.iter().find(|row| row.id == action).ok_or(Error::NotFound)
}

fn owners(people: &[Person], chosen: &str) -> Vec<Choice> {
    let named = people
        .iter()
        .map(|person| Choice::new(person.id.to_string(), format!("{}, {}", person.name, person.job_title), chosen));
    std::iter::once(Choice::nothing("Choose one person")).chain(named).collect()
}

/// What the form and the saved action say differently.
fn differences(yours: &ActionTexts, theirs: &ActionRow, people: &[Person]) -> Vec<Difference> {
    let owner = people
        .iter()
        .find(|person| person.id.to_string() == yours.owner)
        .map_or_else(String::new, |person| person.name.clone());
    let kind = WorksOn::parse(&yours.works_on).map_or("", WorksOn::words);
    [
        ("What will be different", yours.outcome.clone(), theirs.outcome.clone()),
        ("First step", yours.step.clone(), theirs.step.clone()),
        ("Who", owner, theirs.owner.clone().unwrap_or_default()),
        ("By when", yours.due(), ActionTexts::saved(theirs).due()),
        ("What stops or shrinks", yours.stops.clone(), theirs.stops.clone()),
        ("Help that goes with it", yours.support.clone(), theirs.support.clone()),
        ("How it will be known", yours.measure.clone(), theirs.measure.clone()),
        ("What it works on", kind.to_owned(), theirs.works_on.words().to_owned()),
        ("Standards it serves", listed(&yours.standards).join(", "), theirs.standards.join(", ")),
    ]
    .into_iter()
    .filter(|(_, yours, theirs)| yours.trim().replace("\r\n", "\n") != theirs.trim().replace("\r\n", "\n"))
    .map(|(what, yours, theirs)| Difference { what, yours, theirs })
    .collect()
}

/// Writes one action.
pub(super) async fn put(
    State(site): State<Site>,
    Path((review, action)): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let (review, action): (ReviewId, Option<ActionId>) = (id(&review)?, named(&action)?);
    let saved = match written(action, &form.fields) {
        Ok(written) => actions::put_action(&mut form.act, review, &written).await.map(|(_, had_agreed)| had_agreed),
        Err(fields) => Err(Error::Invalid(fields)),
    };
    let (errors, status) = match saved {
        Ok(had_agreed) => {
            form.act.commit().await?;
            let says = if had_agreed {
                "The action is kept. Whoever had agreed the plan is asked again."
            } else {
                "The action is kept."
            };
            return Ok(SeeOther::to(format!("/reviews/{review}/plan")).saying(says).into_response());
        }
        Err(Error::Invalid(fields)) => (Errors::from(fields), StatusCode::UNPROCESSABLE_ENTITY),
        Err(Error::Stale) => (Errors::none(), StatusCode::CONFLICT),
        Err(other) => return Err(other.into()),
    };
    let mut act = afresh(&site, form.act, &form.who).await?;
    let typed = ActionTexts::typed(&form.fields);
    let mut page = show(&mut act, form.chrome, (review, action), errors, Some(typed)).await?;
    if status == StatusCode::CONFLICT {
        page.is_conflict = true;
        // Having seen theirs, the next save may go over it.
        page.form.seen = page.version;
    }
    act.commit().await?;
    Ok(Page::new(page).status(status).into_response())
}

/// The action as it was typed, or what is to be mended first.
fn written(action: Option<ActionId>, fields: &Fields) -> std::result::Result<ActionForm, Vec<Field>> {
    let owner = match fields.get("owner") {
        "" => Ok(None),
        typed => {
            typed.parse::<PersonId>().map(Some).map_err(|_| Field::new("owner", "Choose one person from the list."))
        }
    };
    let kind = WorksOn::parse(fields.get("works_on"))
        .ok_or_else(|| Field::new("works_on", "Choose what the action works on."));
    match (owner, fields.date("due"), kind) {
        (Ok(owner), Ok(due), Ok(works_on)) => Ok(ActionForm {
            id: action,
            seen: fields.get("seen").parse().unwrap_or_default(),
            outcome: fields.get("outcome").to_owned(),
            step: fields.get("step").to_owned(),
            owner,
            due,
            stops: fields.get("stops").to_owned(),
            support: fields.get("support").to_owned(),
            measure: fields.get("measure").to_owned(),
            works_on,
            standards: listed(fields.get("standards")),
        }),
        (owner, due, kind) => Err([owner.err(), due.err(), kind.err()].into_iter().flatten().collect()),
    }
}

/// Takes one action out.
pub(super) async fn remove(Path((review, action)): Path<(String, String)>, mut form: Writing) -> Result<SeeOther> {
    let (review, action): (ReviewId, ActionId) = (id(&review)?, id(&action)?);
    let seen = form.fields.get("seen").parse().unwrap_or_default();
    let had_agreed = match actions::remove_action(&mut form.act, review, action, seen).await {
        Ok(had_agreed) => had_agreed,
        Err(Error::Stale) => {
            let says = "Somebody has changed this action since you opened it. Read it again before you take it out.";
            return Ok(SeeOther::to(format!("/reviews/{review}/plan/actions/{action}")).saying(says));
        }
        Err(other) => return Err(other.into()),
    };
    form.act.commit().await?;
    Ok(SeeOther::to(format!("/reviews/{review}/plan")).saying(if had_agreed {
        "The action is taken out. Whoever had agreed the plan is asked again."
    } else {
        "The action is taken out."
    }))
}

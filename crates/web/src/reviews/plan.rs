use std::collections::BTreeSet;
use std::str::FromStr;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use practice::access::Action;
use practice::days;
use practice::frameworks::Kind;
use practice::ids::ReviewId;
use practice::reviews::Stage;
use practice::reviews::cost::Expected;
use programme::reviews::{self, Opened, PlanForm, Planning, Seed};
use programme::{Act, Error, Field};

use super::address;
use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};

/// The fields of the form from top to bottom, so that the summary of mistakes runs the same way.
const ORDER: [&str; 11] = [
    "team",
    "framework",
    "title",
    "purpose",
    "reviewers",
    "reviewer_hours",
    "team_hours",
    "items_per_standard",
    "judging_due",
    "completion_due",
    "presentation_due",
];

/// The form to plan a review.
#[derive(Template)]
#[template(path = "reviews/plan.html")]
pub(super) struct PlanPage {
    chrome: Chrome,
    errors: Errors,
    /// Everything that is said of the reviewers chosen: each tie to the team is a sentence.
    ties: String,
    teams: Vec<Choice>,
    versions: Vec<Choice>,
    people: Vec<Choice>,
    typed: Fields,
    /// What the hours come to, once both are typed (G4).
    in_all: String,
}

pub(super) async fn page(mut reading: Reading) -> Result<Page<PlanPage>> {
    let page = show(&mut reading.act, reading.chrome, Vec::new(), Fields::default()).await?;
    reading.act.commit().await?;
    Ok(Page::new(page))
}

async fn show(act: &mut Act, chrome: Chrome, problems: Vec<Field>, typed: Fields) -> Result<PlanPage> {
    let Planning { teams, frameworks, reviewers } = reviews::planning(act).await?;
    let team = |team: &store::people::Team| Choice::new(team.id.to_string(), team.name.as_str(), typed.get("team"));
    let version = |version: &store::frameworks::Version| {
        let text = format!("{}, version {}: {}", version.title, version.version, kind(version.kind));
        Choice::new(version.id.to_string(), text, typed.get("framework"))
    };
    let ties: Vec<&str> =
        problems.iter().filter(|problem| problem.name == "reviewers").map(|problem| problem.says.as_str()).collect();
    let ties = ties.join(" ");
    Ok(PlanPage {
        chrome: chrome.titled("Plan a review").with_mistakes(!problems.is_empty()),
        errors: problems.into(),
        ties,
        teams: std::iter::once(Choice::nothing("Choose the team")).chain(teams.iter().map(team)).collect(),
        versions: std::iter::once(Choice::nothing("Choose the standards"))
            .chain(frameworks.iter().map(version))
            .collect(),
        people: people(&reviewers, &typed),
        in_all: in_all(&typed),
        typed,
    })
}

/// What a framework is used for, in words.
fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::TeamReview => "a review of the whole team",
        Kind::PracticeSample => "a sample of practice",
    }
}

/// Everybody who may be asked, once, though they hold several roles.
fn people(reviewers: &[store::people::Person], typed: &Fields) -> Vec<Choice> {
    let mut named = BTreeSet::new();
    reviewers
        .iter()
        .filter(|person| named.insert(person.id))
        .map(|person| {
            let value = person.id.to_string();
            let checked = typed.all("reviewers").any(|chosen| chosen == value);
            Choice { value, text: person.name.clone(), hint: person.job_title.clone(), checked }
        })
        .collect()
}

fn in_all(typed: &Fields) -> String {
    match (typed.number("reviewer_hours"), typed.number("team_hours")) {
        (Ok(Some(reviewers)), Ok(Some(team))) => {
            format!("In all, {} hours. The team is told this before the review begins.", reviewers.saturating_add(team))
        }
        _ => String::new(),
    }
}

/// Plans the review, or gives the form back with every mistake at once.
pub(super) async fn submit(mut form: Writing) -> Result<Response> {
    let (plan, mut problems) = read(&form.fields);
    if let Some(plan) = plan {
        match reviews::plan_review(&mut form.act, plan).await {
            Ok(review) if problems.is_empty() => {
                form.act.commit().await?;
                return Ok(SeeOther::to(address(review))
                    .saying("The review is planned. Tell the team next.")
                    .into_response());
            }
            // A field that cannot be read stands in the way. The act is never committed, so nothing was planned.
            Ok(_) => {}
            Err(Error::Invalid(more)) => add(&mut problems, more),
            Err(other) => return Err(other.into()),
        }
    }
    problems.sort_by_key(|problem| ORDER.iter().position(|name| *name == problem.name));
    let page = show(&mut form.act, form.chrome, problems, form.fields).await?;
    Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// Adds what the act says, but for fields that could not be read: of those enough is said.
fn add(problems: &mut Vec<Field>, more: Vec<Field>) {
    let said: BTreeSet<String> = problems.iter().map(|problem| problem.name.clone()).collect();
    problems.extend(more.into_iter().filter(|problem| !said.contains(&problem.name)));
}

/// The form as far as it can be read, and every field that cannot.
fn read(fields: &Fields) -> (Option<PlanForm>, Vec<Field>) {
    let mut problems = Vec::new();
    let team = chosen(fields, "team", "Choose the team.", &mut problems);
    let framework = chosen(fields, "framework", "Choose the standards.", &mut problems);
    let reviewer_hours = noted(fields.number("reviewer_hours"), &mut problems).unwrap_or_default();
    let team_hours = noted(fields.number("team_hours"), &mut problems).unwrap_or_default();
    let items_per_standard = noted(at_least_one(fields, "items_per_standard"), &mut problems);
    let judging_due = noted(fields.date("judging_due"), &mut problems);
    let completion_due = noted(fields.date("completion_due"), &mut problems);
    let presentation_due = noted(fields.date("presentation_due"), &mut problems);
    let plan = team.zip(framework).map(|(team, framework)| PlanForm {
        team,
        framework,
        title: fields.get("title").to_owned(),
        purpose: fields.get("purpose").to_owned(),
        reviewers: fields.all("reviewers").filter_map(|person| person.parse().ok()).collect(),
        reviewer_hours,
        team_hours,
        items_per_standard,
        judging_due,
        completion_due,
        presentation_due,
    });
    (plan, problems)
}

/// What was chosen, with a problem noted where nothing was.
fn chosen<T: FromStr>(fields: &Fields, name: &str, says: &str, problems: &mut Vec<Field>) -> Option<T> {
    let chosen = fields.get(name).parse().ok();
    if chosen.is_none() {
        problems.push(Field::new(name, says));
    }
    chosen
}

/// What was typed, with its problem noted where it cannot be read.
fn noted<T>(typed: std::result::Result<Option<T>, Field>, problems: &mut Vec<Field>) -> Option<T> {
    typed.unwrap_or_else(|problem| {
        problems.push(problem);
        None
    })
}

fn at_least_one(fields: &Fields, name: &str) -> std::result::Result<Option<i64>, Field> {
    match fields.number(name)? {
        Some(number) if number < 1 => Err(Field::new(name, "Enter 1 or more, or leave it empty for 6.")),
        number => Ok(number),
    }
}

/// Before the team is told: what it is told, and what follows.
#[derive(Template)]
#[template(path = "reviews/announce.html")]
pub(super) struct AnnouncePage {
    chrome: Chrome,
    review_href: String,
    team: String,
    heading: String,
    purpose: String,
    standards: String,
    who_reviews: Vec<String>,
    reviewer_hours: i64,
    team_hours: i64,
    in_all: i64,
    /// What happens, and by when.
    dates: Vec<(&'static str, String)>,
    /// What a review of so many workers usually costs, its reviewers and its team; empty where that cannot be told.
    expected: String,
    /// Where less is planned than that.
    warnings: Vec<String>,
    /// The lead, to whom anybody in the team may speak in private.
    lead: String,
}

pub(super) async fn telling(Path(review): Path<String>, mut reading: Reading) -> Result<Page<AnnouncePage>> {
    let act = &mut reading.act;
    let review: ReviewId = id(&review)?;
    let opened = reviews::open(act, review).await?;
    act.require(Action::PlanReview, &opened.object())?;
    if opened.review.stage != Stage::Planned {
        return Err(Error::Refused("The team has been told already.".into()).into());
    }
    let expected = programme::beside::expected_cost(act, review).await?;
    let page = announcement(reading.chrome, &opened, act.person().name.clone(), expected);
    reading.act.commit().await?;
    Ok(Page::new(page))
}

fn announcement(chrome: Chrome, opened: &Opened, lead: String, expected: Option<Expected>) -> AnnouncePage {
    let review = &opened.review;
    let due = |what, day: Option<NaiveDate>| day.map(|day| (what, days::long(day)));
    let dates = [
        due("Judging ends", review.judging_due),
        due("Completed by", review.completion_due),
        due("Presented", review.presentation_due),
    ];
    AnnouncePage {
        chrome: chrome.titled(&format!("Tell {}, {}", review.team, review.title)),
        review_href: address(review.id),
        team: review.team.clone(),
        heading: review.title.clone(),
        purpose: review.purpose.clone(),
        standards: review.framework.clone(),
        who_reviews: opened.reviewers.iter().map(|person| format!("{}, {}", person.name, person.job_title)).collect(),
        reviewer_hours: review.reviewer_hours,
        team_hours: review.team_hours,
        in_all: review.reviewer_hours.saturating_add(review.team_hours),
        dates: dates.into_iter().flatten().collect(),
        warnings: expected.map(|cost| cost.warnings(review.reviewer_hours, review.team_hours)).unwrap_or_default(),
        expected: expected.map(|cost| cost.words()).unwrap_or_default(),
        lead,
    }
}

pub(super) async fn tell(Path(review): Path<String>, mut form: Writing) -> Result<SeeOther> {
    let review: ReviewId = id(&review)?;
    reviews::announce(&mut form.act, review).await?;
    form.act.commit().await?;
    Ok(SeeOther::to(address(review)).saying("The team is told. Draw the cases next."))
}

pub(super) async fn draw(Path(review): Path<String>, mut form: Writing) -> Result<SeeOther> {
    let review: ReviewId = id(&review)?;
    reviews::draw_sample(&mut form.act, review, Seed::Fresh).await?;
    form.act.commit().await?;
    Ok(SeeOther::to(format!("{}/sample", address(review)))
        .saying("The cases are drawn. Give each one to a reader next."))
}

pub(super) async fn begin_judging(Path(review): Path<String>, mut form: Writing) -> Result<SeeOther> {
    let review: ReviewId = id(&review)?;
    reviews::begin_judging(&mut form.act, review).await?;
    form.act.commit().await?;
    Ok(SeeOther::to(address(review)).saying("Judging has begun. Cases can still be read and evidence added."))
}

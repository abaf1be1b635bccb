use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use practice::actions::{MOST_ACTIONS, PaperWarning, PlanProblem, WorksOn};
use practice::days;
use practice::ids::ReviewId;
use practice::reviews::and;
use programme::actions::{self, OpenedPlan};
use programme::{Act, Error};
use store::actions::{ActionRow, Plan};

use super::report_views::Fact;
use super::{ReviewHead, counted, label, standard_href, title_of, without_result};
use crate::Site;
use crate::chrome::Chrome;
use crate::forms::Errors;
use crate::problem::{Problem, Result};
use crate::reply::{Page, SeeOther};
use crate::request::{Reading, Writing, id};
use crate::reviews::afresh;

/// The plan that follows a review: what will be different, what stops, and two people who agree.
#[derive(Template)]
#[template(path = "reviews/action-plan.html")]
pub(super) struct PlanPage {
    chrome: Chrome,
    errors: Errors,
    review: ReviewHead,
    heading: &'static str,
    lead: String,
    /// Whether somebody changed the plan while this person was agreeing.
    changed: bool,
    problems: Vec<ProblemLine>,
    /// What is asked where the plan is mostly paper.
    asks: Vec<String>,
    actions: Vec<ActionView>,
    stops: Vec<String>,
    adds_up: Vec<Fact>,
    agreed: bool,
    may_draft: bool,
    may_begin: bool,
    may_add: bool,
    /// Whether a plan holds no more.
    is_full: bool,
    panels: Vec<Panel>,
    seen: i64,
}

/// What is to be mended before anybody agrees, and where; `href` is empty where no one action is meant.
struct ProblemLine {
    number: usize,
    says: String,
    href: String,
}

/// One action as it is read.
struct ActionView {
    number: usize,
    /// What was found on its standards, while it is drafted.
    found: Vec<String>,
    outcome: String,
    step: String,
    who: String,
    by: String,
    stops: String,
    support: String,
    measure: String,
    works_on: &'static str,
    standards: Vec<(String, String)>,
    edit: String,
    /// Where its progress is written, once the plan is agreed.
    follow: String,
}

/// One side of the agreement. Each person sees only their own button.
struct Panel {
    title: &'static str,
    says: String,
    side: &'static str,
    may_agree: bool,
}

impl PlanPage {
    fn of(act: &Act, opened: &OpenedPlan, chrome: Chrome, errors: Errors) -> Self {
        let review = ReviewHead::with_tabs(&opened.opened, act, "Plan");
        let agreed = opened.plan.as_ref().is_some_and(Plan::is_agreed);
        let may_agree = opened.may_agree_for_quality || opened.may_agree_for_service;
        let stops = opened.actions.iter().map(|action| action.stops.trim()).filter(|stops| !stops.is_empty());
        Self {
            chrome: chrome.titled(&review.titled("Action plan")).with_mistakes(!errors.is_empty()),
            errors,
            heading: if agreed {
                "The action plan"
            } else if may_agree {
                "Agree the action plan"
            } else {
                "Draft action plan"
            },
            lead: lead(opened, agreed),
            changed: false,
            // An empty draft says so by itself.
            problems: if opened.actions.is_empty() { Vec::new() } else { problem_lines(opened) },
            asks: if agreed { Vec::new() } else { opened.paper.as_ref().map(asks).unwrap_or_default() },
            actions: opened
                .actions
                .iter()
                .zip(1..)
                .map(|(action, number)| view(opened, action, number, agreed))
                .collect(),
            stops: stops.map(str::to_owned).collect(),
            adds_up: adds_up(&opened.actions),
            agreed,
            may_draft: opened.may_draft,
            may_begin: opened.may_draft && opened.actions.is_empty(),
            may_add: opened.may_draft && opened.actions.len() < MOST_ACTIONS,
            is_full: opened.may_draft && opened.actions.len() >= MOST_ACTIONS,
            panels: panels(opened),
            seen: opened.plan.as_ref().map_or(0, |plan| plan.version),
            review,
        }
    }
}

/// One line for each action, with everything it does not say yet.
fn problem_lines(opened: &OpenedPlan) -> Vec<ProblemLine> {
    let mut lines = Vec::new();
    for (number, action) in (1..).zip(&opened.actions) {
        let blank: Vec<&str> = opened
            .problems
            .iter()
            .filter_map(|problem| match problem {
                PlanProblem::Blank { number: of, what } if *of == number => Some(*what),
                _ => None,
            })
            .collect();
        if !blank.is_empty() {
            lines.push(ProblemLine {
                number,
                says: format!("Action {number} does not say {}.", and(&blank)),
                href: format!("/reviews/{}/plan/actions/{}", opened.opened.review.id, action.id),
            });
        }
    }
    let others = opened.problems.iter().filter(|problem| !matches!(problem, PlanProblem::Blank { .. }));
    lines.extend(others.map(|problem| ProblemLine { number: 0, says: problem.to_string(), href: String::new() }));
    lines
}

fn lead(opened: &OpenedPlan, agreed: bool) -> String {
    let actions = counted(opened.actions.len(), "action");
    match (agreed, opened.actions.is_empty(), opened.opened.review.stage.is_presented()) {
        (true, ..) => format!("{actions}, agreed by both. Progress is written on each action."),
        (_, true, _) => "There is no action yet. A draft begins with the findings that matter most; people write what will be different.".to_owned(),
        (_, _, false) => format!("{actions}. Nobody can agree the plan before the report is presented."),
        _ => format!("{actions}. The plan starts when two people have agreed it."),
    }
}

/// What is asked of a plan that is mostly paper (G2). It does not block: people answer it.
fn asks(warning: &PaperWarning) -> Vec<String> {
    let mut asks = Vec::new();
    if warning.on_paper > 0 {
        let are = if warning.on_paper == 1 { "is" } else { "are" };
        asks.push(format!(
            "{} of {} {are} about recording or process. What will stop to make room for it?",
            warning.on_paper,
            counted(warning.of, "action")
        ));
    }
    if !warning.any_practice {
        asks.push("No action is about what changes for people, or about practice that somebody watches. What will somebody notice?".to_owned());
    }
    asks
}

fn view(opened: &OpenedPlan, action: &ActionRow, number: usize, agreed: bool) -> ActionView {
    let review = &opened.opened;
    let title = action.owner_id.0.and_then(|owner| opened.owners.iter().find(|person| person.id == owner));
    let who = match (&action.owner, title) {
        (Some(name), Some(person)) => format!("{name}, {}", person.job_title),
        (Some(name), None) => name.clone(),
        (None, _) => String::new(),
    };
    let standard = |standard: &String| (standard_href(review, standard), title_of(&review.framework, standard));
    ActionView {
        number,
        found: if opened.may_draft { found(opened, &action.standards) } else { Vec::new() },
        outcome: action.outcome.clone(),
        step: action.step.clone(),
        who,
        by: action.due.map_or_else(String::new, days::long),
        stops: action.stops.clone(),
        support: action.support.clone(),
        measure: action.measure.clone(),
        works_on: action.works_on.words(),
        standards: action.standards.iter().map(standard).collect(),
        edit: format!("/reviews/{}/plan/actions/{}", review.review.id, action.id),
        follow: if agreed { format!("/actions/{}", action.id) } else { String::new() },
    }
}

/// What was found on the standards an action serves.
pub(super) fn found(opened: &OpenedPlan, standards: &[String]) -> Vec<String> {
    let framework = &opened.opened.framework;
    let found = opened.findings.iter().filter(|finding| standards.contains(&finding.id));
    found
        .map(|finding| {
            let grade = label(framework, finding.outcome).to_lowercase();
            let says =
                if finding.comment.is_empty() { without_result(&finding.because) } else { finding.comment.clone() };
            format!("{} came to {grade}. {says}", finding.name)
        })
        .collect()
}

/// How many actions work on what.
fn adds_up(actions: &[ActionRow]) -> Vec<Fact> {
    let all = counted(actions.len(), "action");
    let on = |kinds: &[WorksOn]| actions.iter().filter(|action| kinds.contains(&action.works_on)).count();
    let line = |what: &str, kinds: &[WorksOn]| Fact::new(what, format!("{} of {all}", on(kinds)));
    if actions.is_empty() {
        return Vec::new();
    }
    vec![
        line("About people’s lives or practice", &[WorksOn::Outcome, WorksOn::ObservedPractice]),
        line("About time, staff, training or money", &[WorksOn::Conditions]),
        line("About recording or process", &[WorksOn::RecordingOrProcess]),
    ]
}

fn panels(opened: &OpenedPlan) -> Vec<Panel> {
    let plan = opened.plan.as_ref();
    let ready = opened.problems.is_empty();
    let panel = |title, side, whose: &str, mine: bool, by: Option<&String>, at: Option<DateTime<Utc>>| {
        let says = match (by, at, mine, ready) {
            (Some(name), Some(at), ..) => format!("Agreed by {name} on {}.", days::long(days::today(at))),
            (_, _, true, true) => {
                "This is you. If the plan is changed after you agree, you are asked again.".to_owned()
            }
            (_, _, true, false) => "This is you. Your button is here once what is listed above is mended.".to_owned(),
            _ => format!("Not agreed yet. The button is here when {whose} signs in."),
        };
        Panel { title, says, side, may_agree: mine && ready && at.is_none() }
    };
    vec![
        panel(
            "For quality assurance",
            "quality",
            "the quality assurance lead",
            opened.may_agree_for_quality,
            plan.and_then(|plan| plan.quality_by.as_ref()),
            plan.and_then(|plan| plan.quality_at),
        ),
        panel(
            "For the service",
            "service",
            "the manager of the service",
            opened.may_agree_for_service,
            plan.and_then(|plan| plan.service_by.as_ref()),
            plan.and_then(|plan| plan.service_at),
        ),
    ]
}

pub(super) async fn page(Path(review): Path<String>, mut reading: Reading) -> Result<Page<PlanPage>> {
    let opened = actions::open_plan(&mut reading.act, id(&review)?).await?;
    let page = PlanPage::of(&reading.act, &opened, reading.chrome, Errors::none());
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// Begins a plan from the findings.
pub(super) async fn draft(Path(review): Path<String>, mut form: Writing) -> Result<SeeOther> {
    let review: ReviewId = id(&review)?;
    actions::draft_from_findings(&mut form.act, review).await?;
    form.act.commit().await?;
    let says =
        "The draft is begun from the findings. Write for each what will be different, and who does what by when.";
    Ok(SeeOther::to(format!("/reviews/{review}/plan")).saying(says))
}

/// Somebody agrees the plan as they saw it.
pub(super) async fn agree(State(site): State<Site>, Path(review): Path<String>, mut form: Writing) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    let seen = form.fields.get("seen").parse().unwrap_or_default();
    let for_quality = match form.fields.get("side") {
        "quality" => true,
        "service" => false,
        _ => return Err(Problem::Unreadable("no side was named".into())),
    };
    match actions::agree_plan(&mut form.act, review, seen, for_quality).await {
        Ok(starts) => {
            form.act.commit().await?;
            let says = if starts {
                "You have agreed the plan. Both have now, so it starts today."
            } else {
                "You have agreed the plan. It starts when both have."
            };
            Ok(SeeOther::to(format!("/reviews/{review}/plan")).saying(says).into_response())
        }
        Err(Error::Invalid(fields)) => again(&site, form, review, fields.into(), false).await,
        Err(Error::Stale) => again(&site, form, review, Errors::none(), true).await,
        Err(other) => Err(other.into()),
    }
}

async fn again(site: &Site, form: Writing, review: ReviewId, errors: Errors, changed: bool) -> Result<Response> {
    let mut act = afresh(site, form.act, &form.who).await?;
    let opened = actions::open_plan(&mut act, review).await?;
    let page = PlanPage { changed, ..PlanPage::of(&act, &opened, form.chrome, errors) };
    act.commit().await?;
    let status = if changed { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(Page::new(page).status(status).into_response())
}

//! Blocks of those who do and lead the work: alerts, feedback, actions, plans, what good looks like.

use chrono::{Datelike, Duration, NaiveDate};
use practice::access::{Action, CaseFacts, Object, Role, Scope};
use practice::frameworks::{Framework, Kind, Standard};
use practice::ids::{FrameworkId, TeamId};
use practice::reviews::Stage;
use practice::surveys::{alert_about, alert_raised};
use store::actions::Plan;

use super::{About, Block, Desk, Link, Row, When};
use crate::actions::{self, OpenedAction, OpenedPlan};
use crate::reviews::Opened;
use crate::{Act, Result, frameworks, reviews};

/// Feedback stands on the home page for this long after the case was read.
const FRESH_WEEKS: i64 = 8;
/// Actions due within this many days stand on a team manager's home page.
const SOON_DAYS: i64 = 7;
/// Those above the teams: what is late is told to them by team.
const ABOVE_TEAMS: [Role; 4] = [Role::ServiceManager, Role::HeadOfService, Role::PrincipalSocialWorker, Role::Director];

/// Open same-day alerts: the fact of the case, never the grade (I7).
pub(super) async fn alerts(act: &mut Act, desk: &Desk) -> Result<Block> {
    let mut rows = Vec::new();
    for (review, alert) in reviews::alerts(act).await? {
        let Some(opened) = desk.review(review.id).filter(|_| alert.closed_at.is_none()) else { continue };
        let closes = act.may(Action::CloseAlert, &opened.object());
        // A reviewer who may not close it has done their part by raising it.
        if !closes && opened.facts.reviewers.contains(&act.me()) {
            continue;
        }
        let verb = if closes { "Deal with" } else { "Read" };
        rows.push(
            Row::new(
                format!("{verb} the alert on {}", alert_about(&alert.reference)),
                Link::Alert(review.id, alert.id),
            )
            .because(format!("{}. {}.", review.team, alert_raised(&alert.reference, &alert.raised_by)))
            .dated(Some(When::OpenSince(alert.raised_at)))
            .urgent_if(true),
        );
    }
    Ok(Block::new(About::Alerts, "Needs you today").with(rows, Link::Alerts))
}

/// Cases of one's own that were read lately. What was written is not shown here: reading it is journalled.
pub(super) async fn feedback(act: &mut Act, desk: &Desk) -> Result<Block> {
    let (me, since) = (act.me(), act.today() - Duration::weeks(FRESH_WEEKS));
    let mut rows = Vec::new();
    for case in store::reviews::cases_of_worker(&mut act.tx, me).await? {
        let (Some(opened), Some(read_on)) = (desk.review(case.review_id), case.read_on) else { continue };
        let facts = CaseFacts { worker: case.worker_id, reviewer: case.reviewer_id.0, read: true };
        if read_on < since || !act.may(Action::SeeCaseFeedback, &Object::Case(&opened.facts, &facts)) {
            continue;
        }
        let reader = case.reviewer.as_deref().map_or(String::new(), |name| format!("Read by {name}. "));
        rows.push(
            Row::new(format!("Read the feedback on case {}", case.reference), Link::Feedback)
                .because(format!("{reader}What went well comes first."))
                .dated(Some(When::Day("Read on", read_on))),
        );
    }
    for seen in crate::observations::my_observations(act).await?.into_iter().filter(|seen| seen.waits) {
        rows.push(
            Row::new(format!("Add your view: {}", seen.kind.to_lowercase()), Link::Observation(seen.id))
                .because(format!("{} watched, and has written what they saw.", seen.observer))
                .dated(Some(When::Day("Watched on", seen.seen_on))),
        );
    }
    Ok(Block::new(About::Feedback, "Feedback on your work").with(rows, Link::Feedback))
}

/// One's own open actions; for a team manager those of the team that are late or due soon; for those above, what
/// is late by team.
pub(super) async fn actions(act: &mut Act, desk: &Desk) -> Result<Block> {
    let (me, today) = (act.me(), act.today());
    let soon = today + Duration::days(SOON_DAYS);
    let open = actions::visible(act).await?.into_iter().filter(|found| found.action.state == "open");
    let (own, others): (Vec<_>, Vec<_>) = open.partition(|found| found.action.owner_id.0 == Some(me));
    let (managed, beyond): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|found| holds_in(act, &[Role::TeamManager], found.opened.review.team_id));
    let near = managed.iter().filter(|found| found.action.due.is_some_and(|due| due <= soon));
    let mut rows: Vec<Row> = own.iter().map(|found| own_row(found, today)).collect();
    rows.extend(near.map(|found| team_row(found, today)));
    let above = desk.holds(&ABOVE_TEAMS);
    if above {
        rows.extend(late_by_team(&beyond, today));
    }
    rows.sort_by_key(|row| !row.urgent);
    let for_others = !managed.is_empty() || (above && !beyond.is_empty());
    let note = match (rows.iter().any(|row| row.urgent), for_others, own.is_empty()) {
        (true, ..) | (false, false, true) => "",
        (false, true, _) => "Nothing is late.",
        (false, false, false) => "Nothing of yours is late.",
    };
    let title = if for_others { "Actions" } else { "Actions in your name" };
    Ok(Block::new(About::Actions, title).with(rows, Link::Actions).saying(note))
}

fn own_row(found: &OpenedAction, today: NaiveDate) -> Row {
    action_row(found, format!("From the plan of {}.", found.opened.review.team), today)
}

fn team_row(found: &OpenedAction, today: NaiveDate) -> Row {
    let owner = found.action.owner.as_deref().unwrap_or("Nobody yet");
    action_row(found, format!("{owner}, {}.", found.opened.review.team), today)
}

fn action_row(found: &OpenedAction, why: String, today: NaiveDate) -> Row {
    Row::new(found.action.step.clone(), Link::Action(found.action.id))
        .because(why)
        .dated(found.action.due.map(When::Due))
        .urgent_if(is_late(found, today))
}

fn is_late(found: &OpenedAction, today: NaiveDate) -> bool {
    found.action.due.is_some_and(|due| due < today)
}

/// One row a team, by name: teams are never set in the order of how much is late.
fn late_by_team(actions: &[OpenedAction], today: NaiveDate) -> Vec<Row> {
    let late: Vec<&OpenedAction> = actions.iter().filter(|found| is_late(found, today)).collect();
    let mut teams: Vec<&str> = late.iter().map(|found| found.opened.review.team.as_str()).collect();
    teams.sort_unstable();
    teams.dedup();
    let row = |team: &str| {
        let of_team: Vec<&&OpenedAction> = late.iter().filter(|found| found.opened.review.team == team).collect();
        let oldest = of_team.iter().filter_map(|found| found.action.due).min();
        let why = match of_team.len() {
            1 => "1 action is late.".to_owned(),
            many => format!("{many} actions are late."),
        };
        Row::new(format!("Ask what is in the way: {team}"), Link::Actions)
            .because(why)
            .dated(oldest.map(When::Due))
            .urgent_if(true)
    };
    teams.into_iter().map(row).collect()
}

/// Plans of presented reviews that are not agreed: to draft, to check or to agree.
pub(super) async fn plans(act: &mut Act, desk: &Desk) -> Result<Block> {
    let mut rows = Vec::new();
    for opened in desk.reviews.iter().filter(|opened| opened.review.stage == Stage::Presented) {
        let agrees = act.may(Action::AgreePlanForService, &opened.object());
        if agrees || act.may(Action::DraftPlan, &opened.object()) {
            rows.extend(plan_row(&actions::open_plan(act, opened.review.id).await?, agrees));
        }
    }
    let title = if desk.holds(&[Role::ServiceManager]) { "Plans to agree" } else { "Plans waiting for your check" };
    Ok(Block::new(About::Plans, title).with(rows, Link::Reviews))
}

/// What the person does next with a plan; nothing where they have agreed and wait for the other.
fn plan_row(plan: &OpenedPlan, agrees: bool) -> Option<Row> {
    if plan.plan.as_ref().is_some_and(Plan::is_agreed) {
        return None;
    }
    let agreed = |by: fn(&Plan) -> Option<&String>| plan.plan.as_ref().and_then(by);
    let (quality, service) = (agreed(|p| p.quality_by.as_ref()), agreed(|p| p.service_by.as_ref()));
    let verb = match (plan.actions.is_empty(), agrees) {
        (true, _) => "Draft",
        (false, true) if service.is_some() => return None,
        (false, true) => "Agree",
        (false, false) => "Check",
    };
    let count = match plan.actions.len() {
        0 => "The report is presented, and no action is written yet.".to_owned(),
        1 => "1 action is drafted.".to_owned(),
        many => format!("{many} actions are drafted."),
    };
    let other = quality.map_or(String::new(), |name| format!(" {name} has agreed it for quality assurance."));
    let review = &plan.opened.review;
    Some(
        Row::new(format!("{verb} the plan: {}", review.team), Link::Plan(review.id))
            .because(format!("{count}{other}"))
            .dated(review.presented_on.map(|day| When::Day("Presented", day))),
    )
}

/// One standard a day, the same for everybody who works by it.
pub(super) async fn good_practice(act: &mut Act, desk: &Desk) -> Result<Block> {
    let block = Block::new(About::GoodPractice, "What good looks like");
    let Some(version) = standards_of(act, desk).await? else { return Ok(block) };
    let opened = frameworks::open(act, version).await?;
    let Some(standard) = of_the_day(&opened.framework, act.today()) else { return Ok(block) };
    let row =
        Row::new(format!("Read today’s standard: {}", standard.name), Link::Standard(version, standard.id.clone()))
            .because(standard.statement.clone());
    Ok(block.with(vec![row], Link::Standards))
}

/// The standards one's own team is reviewed by, else the newest for reviews of a team.
async fn standards_of(act: &mut Act, desk: &Desk) -> Result<Option<FrameworkId>> {
    let ours = |opened: &&Opened| holds_in(act, &[Role::Worker, Role::Supervisor], opened.review.team_id);
    if let Some(opened) = desk.reviews.iter().find(ours) {
        return Ok(Some(opened.review.framework_id));
    }
    let published =
        frameworks::list(act).await?.into_iter().filter(|v| v.state == "published" && v.kind == Kind::TeamReview);
    Ok(published.max_by_key(|version| version.published_at).map(|version| version.id))
}

/// Those with a page written for them take turns; all of them where none has.
fn of_the_day(framework: &Framework, today: NaiveDate) -> Option<&Standard> {
    let mut turns: Vec<&Standard> = framework.standards.iter().filter(|standard| standard.page.is_some()).collect();
    if turns.is_empty() {
        turns = framework.standards.iter().collect();
    }
    let day = usize::try_from(today.num_days_from_ce()).ok()?;
    turns.get(day.checked_rem(turns.len())?).copied()
}

/// Whether one of these posts is held in a team today.
fn holds_in(act: &Act, roles: &[Role], team: TeamId) -> bool {
    act.actor().roles_on(act.today()).any(|held| roles.contains(&held.role) && held.scope == Scope::Team(team))
}

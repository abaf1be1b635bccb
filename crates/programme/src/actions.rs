//! Actions: the plan that follows a review, agreed by two people and followed until it has stuck.

use chrono::NaiveDate;
use practice::access::{Action, ActionFacts, Object};
use practice::actions::{PaperWarning, PlanProblem, Planned, WorksOn, mostly_paper, plan_problems};
use practice::ids::{ActionId, PersonId, ReviewId};
use practice::journal::Happened;
use practice::reviews::{Grade, Stage};
use store::actions::{self, ActionRow, Plan};
use store::people::{self, Person};
use store::{Js, Maybe, reviews as stored};

use crate::reviews::{Opened, ReportStandard, findings, list, standing};
use crate::{Act, Error, Field, Result, reviews};

/// The plan of a review as it is shown.
pub struct OpenedPlan {
    /// The review.
    pub opened: Opened,
    /// Whether it was begun, and who agreed.
    pub plan: Option<Plan>,
    /// The actions.
    pub actions: Vec<ActionRow>,
    /// What must be mended before anybody can agree.
    pub problems: Vec<PlanProblem>,
    /// What is asked before anybody agrees: is it mostly paper?
    pub paper: Option<PaperWarning>,
    /// What was found on each standard, for whoever drafts it; empty for others.
    pub findings: Vec<ReportStandard>,
    /// People who may own an action.
    pub owners: Vec<Person>,
    /// Whether the person may change it.
    pub may_draft: bool,
    /// Whether the person agrees for quality assurance.
    pub may_agree_for_quality: bool,
    /// Whether the person agrees for the service.
    pub may_agree_for_service: bool,
}

impl OpenedPlan {
    /// Whether somebody has agreed the plan as it is.
    #[must_use]
    pub fn any_agreed(&self) -> bool {
        self.plan.as_ref().is_some_and(|plan| plan.quality_at.is_some() || plan.service_at.is_some())
    }
}

/// An action as it is written in a form.
#[derive(Clone, Debug)]
pub struct ActionForm {
    /// The action, or a new one.
    pub id: Option<ActionId>,
    /// The version that was opened; 0 for a new one.
    pub seen: i64,
    /// What will be different.
    pub outcome: String,
    /// What is done first.
    pub step: String,
    /// Who.
    pub owner: Option<PersonId>,
    /// By when.
    pub due: Option<NaiveDate>,
    /// What stops or shrinks.
    pub stops: String,
    /// What help goes with it.
    pub support: String,
    /// How it will be known.
    pub measure: String,
    /// What it works on.
    pub works_on: WorksOn,
    /// The standards it serves.
    pub standards: Vec<String>,
}

/// Opens the plan of a review.
///
/// # Errors
/// `NotFound` for somebody who may neither draft nor see it.
pub async fn open_plan(act: &mut Act, review: ReviewId) -> Result<OpenedPlan> {
    let opened = reviews::open(act, review).await?;
    let may_draft = act.may(Action::DraftPlan, &opened.object());
    if !may_draft {
        act.require(Action::SeePlan, &opened.object())?;
    }
    let plan = actions::plan(&mut act.tx, review).await?;
    let rows = actions::of_review(&mut act.tx, review).await?;
    let planned: Vec<Planned> = rows.iter().map(planned).collect();
    act.journal(Happened::PlanSeen, Some(review), None, "").await?;
    let agreed = plan.as_ref().is_some_and(Plan::is_agreed);
    let drafting = !agreed && !opened.review.stage.is_open();
    let findings = if may_draft && drafting { findings(act, &opened).await? } else { Vec::new() };
    Ok(OpenedPlan {
        findings,
        problems: plan_problems(&planned),
        paper: mostly_paper(&planned),
        owners: owners(act, &opened).await?,
        may_draft: may_draft && drafting,
        may_agree_for_quality: drafting && act.may(Action::AgreePlanForQuality, &opened.object()),
        may_agree_for_service: drafting && act.may(Action::AgreePlanForService, &opened.object()),
        plan,
        actions: rows,
        opened,
    })
}

/// Who an action of this plan can be given to.
async fn owners(act: &mut Act, opened: &Opened) -> Result<Vec<Person>> {
    let today = act.today();
    Ok(people::with_post_for(&mut act.tx, opened.review.team_id, opened.review.service_id, today).await?)
}

fn planned(row: &ActionRow) -> Planned {
    Planned {
        outcome: row.outcome.clone(),
        step: row.step.clone(),
        has_owner: row.owner_id.is_some(),
        due: row.due,
        stops: row.stops.clone(),
        works_on: row.works_on,
    }
}

/// Drafts a plan from the findings: one action for each standard that needs work most, critical first, at most six.
/// What will be different and who does it is left for people to write.
///
/// # Errors
/// `NotFound` for somebody who does not draft it; `Refused` where there is a plan already.
pub async fn draft_from_findings(act: &mut Act, review: ReviewId) -> Result<()> {
    let opened = reviews::open(act, review).await?;
    act.require(Action::DraftPlan, &opened.object())?;
    if !actions::of_review(&mut act.tx, review).await?.is_empty() {
        return Err(Error::Refused("There is a draft already.".into()));
    }
    let states = standing(act, &opened).await?;
    let mut weak: Vec<(Option<Grade>, bool, &str)> = opened
        .framework
        .standards
        .iter()
        .zip(&states)
        .filter_map(|(s, state)| {
            let grade = state.judgement.as_ref()?.settled.0?.grade()?;
            (grade < Grade::Good).then_some((Some(grade), !s.critical, s.id.as_str()))
        })
        .collect();
    weak.sort();
    for (place, (_, _, id)) in (0_i64..).zip(weak.into_iter().take(practice::actions::MOST_ACTIONS)) {
        let row = ActionRow {
            outcome: String::new(),
            step: String::new(),
            support: String::new(),
            measure: String::new(),
            standards: Js(vec![id.to_owned()]),
            ..blank(act.id(), review, place)
        };
        actions::put(&mut act.tx, &row, 0).await?;
    }
    actions::touch_plan(&mut act.tx, review).await?;
    act.journal(Happened::PlanChanged, Some(review), None, "drafted from findings").await
}

fn blank(id: ActionId, review: ReviewId, place: i64) -> ActionRow {
    ActionRow {
        id,
        review_id: review,
        place,
        standards: Js(Vec::new()),
        outcome: String::new(),
        step: String::new(),
        owner_id: Maybe(None),
        owner: None,
        due: None,
        stops: String::new(),
        support: String::new(),
        measure: String::new(),
        works_on: WorksOn::Outcome,
        state: "open".to_owned(),
        progress: String::new(),
        evidence: String::new(),
        closed_by: None,
        closed_on: None,
        version: 0,
    }
}

/// Writes one action of a plan that is not agreed. Whoever had agreed has to agree again; whether anybody had is told.
///
/// # Errors
/// `NotFound` for somebody who does not draft it; `Refused` once it is agreed; `Stale` where somebody was first.
pub async fn put_action(act: &mut Act, review: ReviewId, form: &ActionForm) -> Result<(ActionId, bool)> {
    let opened = reviews::open(act, review).await?;
    act.require(Action::DraftPlan, &opened.object())?;
    let had_agreed = not_agreed(act, review).await?;
    let rows = actions::of_review(&mut act.tx, review).await?;
    let known = form.id.map(|id| rows.iter().find(|r| r.id == id).cloned().ok_or(Error::NotFound)).transpose()?;
    let place = known.as_ref().map_or_else(|| i64::try_from(rows.len()).unwrap_or_default(), |r| r.place);
    for standard in &form.standards {
        opened
            .framework
            .standard(standard)
            .ok_or_else(|| Error::field("standards", format!("There is no standard “{standard}”.")))?;
    }
    let stays = known.as_ref().is_some_and(|row| row.owner_id.0 == form.owner);
    if let (Some(owner), false) = (form.owner, stays)
        && !owners(act, &opened).await?.iter().any(|person| person.id == owner)
    {
        return Err(Error::field(
            "owner",
            "Choose somebody who works in this team, in its service or for the council.",
        ));
    }
    if form.due.is_some_and(|due| due < act.today()) {
        return Err(Error::field("due", "This day has passed. Give a day to come."));
    }
    let id = form.id.unwrap_or_else(|| act.id());
    let row = ActionRow {
        standards: Js(form.standards.clone()),
        outcome: form.outcome.trim().to_owned(),
        step: form.step.trim().to_owned(),
        owner_id: Maybe(form.owner),
        due: form.due,
        stops: form.stops.trim().to_owned(),
        support: form.support.trim().to_owned(),
        measure: form.measure.trim().to_owned(),
        works_on: form.works_on,
        ..blank(id, review, place)
    };
    actions::put(&mut act.tx, &row, form.seen).await?;
    actions::touch_plan(&mut act.tx, review).await?;
    act.journal(Happened::PlanChanged, Some(review), None, "").await?;
    Ok((id, had_agreed))
}

/// Takes an action out of a plan that is not agreed, and tells whether anybody had agreed it.
///
/// # Errors
/// `NotFound` for somebody who does not draft it; `Refused` once it is agreed; `Stale` where somebody has changed it
/// since `seen`.
pub async fn remove_action(act: &mut Act, review: ReviewId, id: ActionId, seen: i64) -> Result<bool> {
    let opened = reviews::open(act, review).await?;
    act.require(Action::DraftPlan, &opened.object())?;
    let had_agreed = not_agreed(act, review).await?;
    let row = actions::find(&mut act.tx, id).await?.filter(|a| a.review_id == review).ok_or(Error::NotFound)?;
    actions::remove(&mut act.tx, row.id, seen).await?;
    actions::touch_plan(&mut act.tx, review).await?;
    act.journal(Happened::PlanChanged, Some(review), None, "").await?;
    Ok(had_agreed)
}

/// Whether one side has agreed a plan that both have not.
async fn not_agreed(act: &mut Act, review: ReviewId) -> Result<bool> {
    let plan = actions::plan(&mut act.tx, review).await?;
    if plan.as_ref().is_some_and(Plan::is_agreed) {
        return Err(Error::Refused("The plan is agreed. Progress is written on each action instead.".into()));
    }
    Ok(plan.is_some_and(|plan| plan.quality_at.is_some() || plan.service_at.is_some()))
}

/// Somebody agrees the plan as they saw it: one person for quality assurance, another for the service (seed 001).
/// When both have, support begins (V11), and that is told.
///
/// # Errors
/// `NotFound` for anybody else; `Invalid` with what must be mended; `Stale` where the plan was changed since.
pub async fn agree_plan(act: &mut Act, review: ReviewId, seen: i64, for_quality: bool) -> Result<bool> {
    let opened = reviews::open(act, review).await?;
    let action = if for_quality { Action::AgreePlanForQuality } else { Action::AgreePlanForService };
    act.require(action, &opened.object())?;
    let rows = actions::of_review(&mut act.tx, review).await?;
    let problems = plan_problems(&rows.iter().map(planned).collect::<Vec<_>>());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems.iter().map(|p| Field::new("plan", p.to_string())).collect()));
    }
    let plan = actions::plan(&mut act.tx, review).await?.ok_or(Error::NotFound)?;
    let (mine, other) =
        if for_quality { (plan.quality_id.0, plan.service_id.0) } else { (plan.service_id.0, plan.quality_id.0) };
    if mine.is_some() {
        return Err(Error::Refused("This side has agreed already.".into()));
    }
    if other == Some(act.me()) {
        return Err(Error::Refused(
            "Two different people agree a plan: one for quality assurance and one for the service.".into(),
        ));
    }
    let (by, now) = (act.me(), act.now());
    actions::agree(&mut act.tx, review, seen, for_quality, by, now).await?;
    act.journal(Happened::PlanAgreed, Some(review), None, "").await?;
    let agreed = actions::plan(&mut act.tx, review).await?.is_some_and(|p| p.is_agreed());
    if agreed && opened.review.stage == Stage::Presented {
        let today = act.today();
        stored::move_stage(&mut act.tx, review, opened.review.version, Stage::Support, today, None).await?;
    }
    Ok(agreed)
}

/// An action the person may see, with the review it follows.
pub struct OpenedAction {
    /// The review.
    pub opened: Opened,
    /// The action.
    pub action: ActionRow,
    /// Whether the person may write progress.
    pub may_update: bool,
    /// Whether the person may close it.
    pub may_close: bool,
    may_see: bool,
}

/// Every action the person may see, open ones first, soonest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn visible(act: &mut Act) -> Result<Vec<OpenedAction>> {
    let mut found = Vec::new();
    for review in list(act).await? {
        let opened = reviews::open(act, review.id).await?;
        let agreed = actions::plan(&mut act.tx, review.id).await?.is_some_and(|p| p.is_agreed());
        if agreed && act.may(Action::SeePlan, &opened.object()) {
            for action in actions::of_review(&mut act.tx, review.id).await? {
                found.push(with_rights(act, &opened, action));
            }
        }
    }
    // Whoever owns an action sees it, wherever they work (R27).
    let me = act.me();
    for action in actions::owned(&mut act.tx, me).await? {
        if !found.iter().any(|f| f.action.id == action.id) {
            let opened = reviews::load(act, action.review_id).await?;
            found.push(with_rights(act, &opened, action));
        }
    }
    found.retain(|a| a.may_see);
    found.sort_by_key(|a| (a.action.state != "open", a.action.due, a.action.place));
    Ok(found)
}

/// Opens one action of an agreed plan.
///
/// # Errors
/// `NotFound` for somebody who may not see the plan.
pub async fn open_action(act: &mut Act, id: ActionId) -> Result<OpenedAction> {
    let action = actions::find(&mut act.tx, id).await?.ok_or(Error::NotFound)?;
    if !actions::plan(&mut act.tx, action.review_id).await?.is_some_and(|p| p.is_agreed()) {
        return Err(Error::NotFound);
    }
    let opened = reviews::load(act, action.review_id).await?;
    let shown = with_rights(act, &opened, action);
    if !shown.may_see {
        return Err(Error::NotFound);
    }
    act.journal(Happened::PlanSeen, Some(shown.opened.review.id), None, "one action").await?;
    Ok(shown)
}

fn with_rights(act: &Act, opened: &Opened, action: ActionRow) -> OpenedAction {
    let facts = ActionFacts { owner: action.owner_id.0 };
    let item = Object::PlanItem(&opened.facts, &facts);
    let open = action.state == "open";
    OpenedAction {
        may_see: act.may(Action::SeePlan, &opened.object()) || act.may(Action::UpdateAction, &item),
        may_update: open && act.may(Action::UpdateAction, &item),
        may_close: open && act.may(Action::CloseAction, &item),
        opened: opened.clone(),
        action,
    }
}

/// Writes progress on an action.
///
/// # Errors
/// `NotFound` for somebody who may not; `Stale` where somebody was first.
pub async fn update_action(act: &mut Act, id: ActionId, seen: i64, progress: &str) -> Result<()> {
    let known = open_action(act, id).await?;
    let facts = ActionFacts { owner: known.action.owner_id.0 };
    act.require(Action::UpdateAction, &Object::PlanItem(&known.opened.facts, &facts))?;
    if known.action.state != "open" {
        return Err(Error::Refused("This action is closed.".into()));
    }
    let row = ActionRow { progress: progress.trim().to_owned(), ..known.action };
    actions::put(&mut act.tx, &row, seen).await?;
    act.journal(Happened::ActionUpdated, Some(known.opened.review.id), None, "").await
}

/// Closes an action on evidence that it worked. Nobody closes their own (R25, R26).
///
/// # Errors
/// `NotFound` for the owner and for anybody who may not; `Invalid` without evidence.
pub async fn close_action(act: &mut Act, id: ActionId, seen: i64, evidence: &str) -> Result<()> {
    let known = open_action(act, id).await?;
    let facts = ActionFacts { owner: known.action.owner_id.0 };
    act.require(Action::CloseAction, &Object::PlanItem(&known.opened.facts, &facts))?;
    if evidence.trim().is_empty() {
        return Err(Error::field("evidence", "Write what shows that it worked: what was seen or counted, and when."));
    }
    let (by, today) = (act.me(), act.today());
    actions::close(&mut act.tx, id, seen, evidence.trim(), by, today).await?;
    act.journal(Happened::ActionClosed, Some(known.opened.review.id), None, "").await
}

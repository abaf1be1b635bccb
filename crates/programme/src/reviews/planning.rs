use std::collections::BTreeSet;

use chrono::NaiveDate;
use practice::access::{Action, Object, Role, may_review};
use practice::ids::{FrameworkId, PersonId, ReviewId, TeamId};
use practice::journal::Happened;
use practice::reviews::Stage;
use store::frameworks::Version;
use store::people::{self, Person, Team};
use store::reviews::{self, NewReview};

use super::opening::{Opened, load};
use crate::{Act, Error, Field, Result, frameworks};

/// What a person needs in order to plan a review.
pub struct Planning {
    /// Teams that may be reviewed.
    pub teams: Vec<Team>,
    /// Published framework versions, newest first.
    pub frameworks: Vec<Version>,
    /// People who may be asked to review.
    pub reviewers: Vec<Person>,
}

/// What was planned.
#[derive(Clone, Debug)]
pub struct PlanForm {
    /// The team.
    pub team: TeamId,
    /// The framework version. It stays the same for the whole review.
    pub framework: FrameworkId,
    /// Such as "Review 2, autumn 2026".
    pub title: String,
    /// Why this review, in words the team reads.
    pub purpose: String,
    /// Who reviews.
    pub reviewers: Vec<PersonId>,
    /// Reviewers' hours, told before it is announced (G4).
    pub reviewer_hours: i64,
    /// The team's hours, told before it is announced (G4).
    pub team_hours: i64,
    /// For a practice sample: items for each sign.
    pub items_per_standard: Option<i64>,
    /// Judging should end.
    pub judging_due: Option<NaiveDate>,
    /// It should be completed.
    pub completion_due: Option<NaiveDate>,
    /// It should be presented.
    pub presentation_due: Option<NaiveDate>,
}

/// What the form to plan a review offers.
///
/// # Errors
/// `NotFound` for somebody who plans no reviews.
pub async fn planning(act: &mut Act) -> Result<Planning> {
    let mut teams = people::teams(&mut act.tx).await?;
    teams.retain(|t| act.may(Action::PlanReview, &Object::Team { team: t.id, service: t.service_id }));
    if teams.is_empty() {
        return Err(Error::NotFound);
    }
    let mut versions = frameworks::list(act).await?;
    versions.retain(|v| v.state == "published");
    let today = act.today();
    let mut reviewers: Vec<Person> = Vec::new();
    for role in [Role::QaLead, Role::Reviewer, Role::IndependentExpert, Role::ProgrammeMentor] {
        reviewers.extend(people::holding(&mut act.tx, role, None, today).await?);
    }
    reviewers.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    reviewers.dedup_by_key(|p| p.id);
    Ok(Planning { teams, frameworks: versions, reviewers })
}

/// The quality assurance lead plans a review (V0): the framework version is fixed and every reviewer is
/// checked for ties to the team (I3).
///
/// # Errors
/// `NotFound` for anybody else; `Invalid` naming each reviewer who may not review this team, and what is blank.
pub async fn plan_review(act: &mut Act, form: PlanForm) -> Result<ReviewId> {
    let team = people::team(&mut act.tx, form.team).await?.ok_or(Error::NotFound)?;
    act.require(Action::PlanReview, &Object::Team { team: team.id, service: team.service_id })?;
    let framework = frameworks::content(act, form.framework).await?;
    let published = frameworks::list(act).await?.iter().any(|v| v.id == form.framework && v.state == "published");
    if !published {
        return Err(Error::field("framework", "Choose a published version of a framework."));
    }
    let mut problems = blanks(&form);
    problems.extend(conflicts(act, &team, &form.reviewers).await?);
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let previous = reviews::before(&mut act.tx, team.id, framework.kind).await?.map(|r| r.id);
    let new = NewReview {
        id: act.id(),
        kind: framework.kind,
        team: team.id,
        framework: form.framework,
        title: form.title.trim().to_owned(),
        previous,
        items_per_standard: form.items_per_standard,
        purpose: form.purpose.trim().to_owned(),
        reviewer_hours: form.reviewer_hours,
        team_hours: form.team_hours,
        planned_on: act.today(),
        judging_due: form.judging_due,
        completion_due: form.completion_due,
        presentation_due: form.presentation_due,
    };
    reviews::add(&mut act.tx, &new).await?;
    reviews::set_reviewers(&mut act.tx, new.id, &form.reviewers).await?;
    act.journal(Happened::ReviewPlanned, Some(new.id), None, "").await?;
    Ok(new.id)
}

/// The quality assurance lead changes who reviews, each checked for ties to the team (I3). A case that is not read and
/// was with somebody who no longer reviews is with nobody again. `seen` is who reviewed on the page.
///
/// # Errors
/// `NotFound` for anybody else; `Invalid` naming each who may not; `Refused` once the review is completed; `Stale`
/// where somebody has changed it since.
pub async fn set_reviewers(act: &mut Act, id: ReviewId, people: &[PersonId], seen: &[PersonId]) -> Result<()> {
    let opened = load(act, id).await?;
    act.require(Action::PlanReview, &opened.object())?;
    if !opened.review.stage.is_open() {
        return Err(Error::Refused("The review is completed, so its reviewers stay as they are.".into()));
    }
    if opened.facts.reviewers.iter().collect::<BTreeSet<_>>() != seen.iter().collect() {
        return Err(store::Error::Stale.into());
    }
    let team = team_of(act, &opened).await?;
    let mut problems = conflicts(act, &team, people).await?;
    if people.is_empty() {
        problems.push(Field::new("reviewers", "Choose who reviews."));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    reviews::set_reviewers(&mut act.tx, id, people).await?;
    for case in reviews::cases(&mut act.tx, id).await? {
        let reader = case.reviewer_id.0.filter(|reader| !people.contains(reader));
        if reader.is_some() && case.read_on.is_none() && !case.replaced {
            reviews::assign(&mut act.tx, case.id, None, reader).await?;
            act.journal(Happened::CaseAssigned, Some(id), None, case.reference).await?;
        }
    }
    act.journal(Happened::ReviewPlanned, Some(id), None, "reviewers").await
}

/// The team is told (V1): the purpose, the hours it will cost, and the private line to the lead.
///
/// # Errors
/// `NotFound` for anybody but the lead; `Refused` where it was announced before.
pub async fn announce(act: &mut Act, id: ReviewId) -> Result<()> {
    let opened = load(act, id).await?;
    act.require(Action::PlanReview, &opened.object())?;
    if opened.review.stage != Stage::Planned {
        return Err(Error::Refused("The team has been told already.".into()));
    }
    let today = act.today();
    reviews::move_stage(&mut act.tx, id, opened.review.version, Stage::Announced, today, None).await?;
    act.journal(Happened::ReviewAnnounced, Some(id), None, "").await
}

async fn team_of(act: &mut Act, opened: &Opened) -> Result<Team> {
    people::team(&mut act.tx, opened.review.team_id).await?.ok_or(Error::NotFound)
}

fn blanks(form: &PlanForm) -> Vec<Field> {
    let mut problems = Vec::new();
    if form.title.trim().is_empty() {
        problems.push(Field::new("title", "Give the review a name, such as “Review 2, autumn 2026”."));
    }
    if form.purpose.trim().is_empty() {
        problems.push(Field::new("purpose", "Say why this review is done. The team reads it first."));
    }
    if form.reviewers.is_empty() {
        problems.push(Field::new("reviewers", "Choose who reviews."));
    }
    if form.reviewer_hours <= 0 || form.team_hours <= 0 {
        problems.push(Field::new(
            "reviewer_hours",
            "Say how many hours it will cost reviewers and the team. They are told before it begins.",
        ));
    }
    let due = [form.judging_due, form.completion_due, form.presentation_due];
    let dates: Vec<NaiveDate> = due.into_iter().flatten().collect();
    if dates.windows(2).any(|pair| pair[0] > pair[1]) {
        problems.push(Field::new(
            "judging_due",
            "The dates run backwards: judging ends before completion, and completion before presentation.",
        ));
    }
    problems
}

/// Why some of these people may not review the team.
async fn conflicts(act: &mut Act, team: &Team, reviewers: &[PersonId]) -> Result<Vec<Field>> {
    let mut problems = Vec::new();
    for id in reviewers {
        let actor = people::actor(&mut act.tx, *id).await?.ok_or(Error::NotFound)?;
        let person = people::person(&mut act.tx, *id).await?.ok_or(Error::NotFound)?;
        if let Err(conflict) = may_review(&actor, team.id, team.service_id, act.today()) {
            problems.push(Field::new("reviewers", format!("{} {conflict}.", person.name)));
        }
        if !person.registered {
            problems.push(Field::new(
                "reviewers",
                format!("{} is not a registered social worker, and cases are judged by those who are.", person.name),
            ));
        }
    }
    Ok(problems)
}

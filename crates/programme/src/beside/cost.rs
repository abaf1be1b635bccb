//! What a review costs: expected before it is announced, and shown as it grows (G4).

use chrono::NaiveDate;
use practice::access::{Action, Role};
use practice::frameworks::Voice;
use practice::ids::{MinutesId, ReviewId, TeamId};
use practice::journal::Happened;
use practice::reviews::cost::{Cost, Expected, Minutes, expected, figures};
use practice::reviews::{Came, InterviewState, Stage};
use store::beside::{self, MinutesLine};
use store::{observations, people, reviews};

use crate::reviews::{Opened, load};
use crate::{Act, Error, Field, Result};

/// The most minutes that one line can hold: about half a year of one person's work.
const MOST_MINUTES: i64 = 50_000;

/// What a review has cost so far.
pub struct CostPage {
    /// The review.
    pub opened: Opened,
    /// Each piece of work.
    pub lines: Vec<CostLine>,
    /// The sums, held against what was told before it began.
    pub cost: Cost,
    /// Whether the person may add to it.
    pub may_add: bool,
}

/// One piece of work, and the time it took.
#[derive(Clone, Debug)]
pub struct CostLine {
    /// Its id where it was written down here; nothing where it is counted from interviews or observations.
    pub id: Option<MinutesId>,
    /// The work.
    pub work: String,
    /// Its first day.
    pub from_day: NaiveDate,
    /// Its last day.
    pub to_day: NaiveDate,
    /// What it took.
    pub minutes: Minutes,
}

/// One piece of work, as it is written down.
#[derive(Clone, Debug, Default)]
pub struct NewMinutes {
    /// The work.
    pub work: String,
    /// Its first day.
    pub from: Option<NaiveDate>,
    /// Its last day; the first where it is left out.
    pub to: Option<NaiveDate>,
    /// Minutes of the reviewers.
    pub reviewers: i64,
    /// Minutes of the team.
    pub team: i64,
    /// Minutes of people and carers.
    pub people: i64,
}

/// What the review has cost so far.
///
/// # Errors
/// `NotFound` for somebody who neither reviews nor plans it.
pub async fn cost(act: &mut Act, review: ReviewId) -> Result<CostPage> {
    let opened = load(act, review).await?;
    let reviews = act.may(Action::SeeEvidence, &opened.object());
    act.require(if reviews { Action::SeeEvidence } else { Action::PlanReview }, &opened.object())?;
    let lines = lines(act, &opened).await?;
    let cost = used(&opened, &lines);
    let may_add = act.may(Action::RecordEvidence, &opened.object());
    act.journal(Happened::CostSeen, Some(review), None, "").await?;
    Ok(CostPage { opened, lines, cost, may_add })
}

/// What was written down, and what is counted from interviews and observations, by the first day of the work.
async fn lines(act: &mut Act, opened: &Opened) -> Result<Vec<CostLine>> {
    let written = beside::minutes(&mut act.tx, opened.review.id).await?;
    let mut lines: Vec<CostLine> = written
        .into_iter()
        .map(|line| CostLine {
            id: Some(line.id),
            work: line.work,
            from_day: line.from_day,
            to_day: line.to_day,
            minutes: Minutes { reviewers: line.reviewer_minutes, team: line.team_minutes, people: line.people_minutes },
        })
        .collect();
    lines.extend(counted(act, opened).await?);
    lines.sort_by_key(|line| (line.from_day, line.to_day));
    Ok(lines)
}

/// Interviews that were held, by source, and observations: each takes its minutes of the reviewer, and of whoever was
/// asked or watched.
async fn counted(act: &mut Act, opened: &Opened) -> Result<Vec<CostLine>> {
    let held = reviews::interviews(&mut act.tx, opened.review.id).await?;
    let mut found = Vec::new();
    for source in &opened.framework.sources {
        let of = held.iter().filter(|row| row.source == source.id && row.state == InterviewState::Done);
        let times: Vec<(NaiveDate, i64)> = of.filter_map(|row| Some((row.held_on?, row.minutes))).collect();
        found.extend(together(&source.name, &times, |minutes| match source.voice {
            Voice::Person | Voice::Carer => Minutes { reviewers: minutes, team: 0, people: minutes },
            _ => Minutes { reviewers: minutes, team: minutes, people: 0 },
        }));
    }
    let seen = observations::of_review(&mut act.tx, opened.review.id).await?.into_iter();
    let times: Vec<(NaiveDate, i64)> =
        seen.filter(|o| o.came() == Came::Seen).map(|o| (o.seen_on, o.minutes.unwrap_or(0))).collect();
    let both = |minutes| Minutes { reviewers: minutes, team: minutes, people: 0 };
    found.extend(together("Observations with the talks before and after", &times, both));
    Ok(found)
}

/// One line of work of one kind; `None` where no time was given for any of it.
fn together(work: &str, times: &[(NaiveDate, i64)], of: impl Fn(i64) -> Minutes) -> Option<CostLine> {
    let timed: Vec<&(NaiveDate, i64)> = times.iter().filter(|(_, minutes)| *minutes > 0).collect();
    Some(CostLine {
        id: None,
        work: match times.len() - timed.len() {
            0 => format!("{work}: {}", timed.len()),
            untimed => format!("{work}: {}, and {untimed} without their minutes", timed.len()),
        },
        from_day: timed.iter().map(|(day, _)| *day).min()?,
        to_day: timed.iter().map(|(day, _)| *day).max()?,
        minutes: timed.iter().map(|(_, minutes)| of(*minutes)).sum(),
    })
}

/// What it took so far, held against the hours that were told.
fn used(opened: &Opened, lines: &[CostLine]) -> Cost {
    let each = lines.iter().map(|line| line.minutes);
    Cost::of(each, opened.review.reviewer_hours, opened.review.team_hours)
}

/// Where a review costs more than was told, or, before the team is told, is planned to cost less than is expected:
/// sentences for those who review it or plan it, and nothing for anybody else.
///
/// # Errors
/// Where the database cannot be read.
pub async fn cost_warnings(act: &mut Act, opened: &Opened) -> Result<Vec<String>> {
    let plans = act.may(Action::PlanReview, &opened.object());
    if !plans && !act.may(Action::SeeEvidence, &opened.object()) {
        return Ok(Vec::new());
    }
    let lines = lines(act, opened).await?;
    let mut said = used(opened, &lines).warnings();
    if plans && opened.review.stage == Stage::Planned {
        let expected = expected_of(act, opened).await?;
        let (reviewers, team) = (opened.review.reviewer_hours, opened.review.team_hours);
        said.extend(expected.into_iter().flat_map(|expected| expected.warnings(reviewers, team)));
    }
    Ok(said)
}

/// Adds the minutes of one piece of work.
///
/// # Errors
/// `NotFound` for somebody who does not review, or once the review is completed; `Invalid` for what is blank, in the
/// future or no number of minutes.
pub async fn add_minutes(act: &mut Act, review: ReviewId, new: &NewMinutes) -> Result<()> {
    let opened = load(act, review).await?;
    act.require(Action::RecordEvidence, &opened.object())?;
    let mut problems = Vec::new();
    if new.work.trim().is_empty() {
        problems.push(Field::new("work", "Say what the time went into, such as “record reviews”."));
    }
    let to = new.to.or(new.from);
    match (new.from, to) {
        (None, _) => problems.push(Field::new("from", "Give the day, or the first day, of the work.")),
        (Some(from), Some(to)) if to < from => {
            problems.push(Field::new("to", "The last day is before the first."));
        }
        (_, Some(to)) if to > act.today() => {
            let name = if new.to.is_some() { "to" } else { "from" };
            problems.push(Field::new(name, "This is in the future. Write down time that was spent."));
        }
        _ => {}
    }
    for (name, minutes) in
        [("reviewer_minutes", new.reviewers), ("team_minutes", new.team), ("people_minutes", new.people)]
    {
        if !(0..=MOST_MINUTES).contains(&minutes) {
            problems.push(Field::new(name, format!("Give minutes from 0 to {}.", figures(MOST_MINUTES))));
        }
    }
    if new.reviewers == 0 && new.team == 0 && new.people == 0 {
        problems.push(Field::new("reviewer_minutes", "Give the minutes of the reviewers, of the team, or of people."));
    }
    let (Some(from_day), Some(to_day), true) = (new.from, to, problems.is_empty()) else {
        return Err(Error::Invalid(problems));
    };
    let line = MinutesLine {
        id: act.id(),
        work: new.work.trim().to_owned(),
        from_day,
        to_day,
        reviewer_minutes: new.reviewers,
        team_minutes: new.team,
        people_minutes: new.people,
    };
    let by = act.me();
    beside::add_minutes(&mut act.tx, review, &line, by).await?;
    act.journal(Happened::MinutesAdded, Some(review), None, "").await
}

/// Takes out a piece of work that was written down wrongly: the journal keeps how many minutes it was.
///
/// # Errors
/// `NotFound` for somebody who does not review, for a line that is not there, and once the review is completed.
pub async fn take_out_minutes(act: &mut Act, review: ReviewId, line: MinutesId) -> Result<()> {
    let opened = load(act, review).await?;
    act.require(Action::RecordEvidence, &opened.object())?;
    let lines = beside::minutes(&mut act.tx, review).await?;
    let out = lines.into_iter().find(|found| found.id == line).ok_or(Error::NotFound)?;
    if !beside::take_out_minutes(&mut act.tx, review, line).await? {
        return Err(Error::NotFound);
    }
    let minutes = format!("{} + {} + {}", out.reviewer_minutes, out.team_minutes, out.people_minutes);
    act.journal(Happened::MinutesTakenOut, Some(review), None, minutes).await
}

/// What a review of this team is expected to cost, to be shown before it is announced: one case for each worker in the
/// team today. `None` for a practice sample, and where the team has no workers yet.
///
/// # Errors
/// `NotFound` for anybody but the lead.
pub async fn expected_cost(act: &mut Act, review: ReviewId) -> Result<Option<Expected>> {
    let opened = load(act, review).await?;
    act.require(Action::PlanReview, &opened.object())?;
    expected_of(act, &opened).await
}

async fn expected_of(act: &mut Act, opened: &Opened) -> Result<Option<Expected>> {
    if opened.is_practice_sample() {
        return Ok(None);
    }
    expected_of_team(act, opened.review.team_id).await
}

/// What a review of a whole team is expected to cost, from its workers today. `None` where it has none.
async fn expected_of_team(act: &mut Act, team: TeamId) -> Result<Option<Expected>> {
    let today = act.today();
    let workers = people::holding(&mut act.tx, Role::Worker, Some(team.uuid()), today).await?.len();
    Ok((workers > 0).then(|| expected(workers)))
}

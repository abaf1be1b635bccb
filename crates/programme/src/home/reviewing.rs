//! Blocks about reviews: by stage for everybody, and what is next for those who make them.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use practice::access::{Action, CaseFacts, Object, Role};
use practice::days;
use practice::reviews::{Checklist, Stage, and};
use store::reviews::{Review, SampledCase};

use super::{About, Block, Desk, Link, Row, When};
use crate::reviews::{Opened, danger_called, differences_of_mine, is_second_reader, waits_for_second_reader};
use crate::{Act, Result};

/// Sources named in one row before the rest are counted.
const NAMED_SOURCES: usize = 4;

/// What waits for this person as second reader or second person: cases to read a second time, proposals to judge
/// differently, dangers that were called, and requests to open a review again.
pub(super) async fn second_readings(act: &mut Act, desk: &Desk) -> Result<Block> {
    let mut rows = Vec::new();
    for opened in &desk.reviews {
        if opened.is_read_blind_by(act.me()) {
            to_read_again(act, opened, &mut rows).await?;
        }
        if opened.review.stage.takes_evidence() && act.may(Action::SeeEvidence, &opened.object()) {
            differences(act, opened, &mut rows).await?;
        }
        if opened.review.stage.takes_evidence() && act.may(Action::AgreeOverride, &opened.object()) {
            proposals(act, opened, &mut rows).await?;
            dangers(act, opened, &mut rows).await?;
        }
        if opened.review.stage == Stage::Completed && act.may(Action::AgreeReopen, &opened.object()) {
            requests_to_reopen(act, opened, &mut rows).await?;
        }
    }
    Ok(Block::new(About::SecondReadings, "Asked of you").with(rows, Link::Reviews))
}

/// Cases that this person was asked to read a second time and has not finished.
async fn to_read_again(act: &mut Act, opened: &Opened, rows: &mut Vec<Row>) -> Result<()> {
    let (me, id) = (act.me(), opened.review.id);
    let seconds = store::reviews::second_readings(&mut act.tx, id).await?;
    let mine: BTreeSet<_> =
        seconds.iter().filter(|s| s.reader_id == me && s.locked_at.is_none()).map(|s| s.sampled_case_id).collect();
    for case in store::reviews::cases(&mut act.tx, id).await? {
        let facts = CaseFacts { worker: case.worker_id, reviewer: case.reviewer_id.0, read: case.read_on.is_some() };
        let may = act.may(Action::ReviewCase, &Object::Case(&opened.facts, &facts));
        if mine.contains(&case.id) && !case.replaced && may {
            let row = Row::new(format!("Read case {} a second time", case.reference), Link::CaseAgain(id, case.id));
            let why = format!("{}. Until you have, what was found so far is closed to you.", opened.review.team);
            rows.push(row.because(why).dated(next_date(&opened.review)));
        }
    }
    Ok(())
}

/// Where this person and another reader marked a part differently and have not said what they come to.
async fn differences(act: &mut Act, opened: &Opened, rows: &mut Vec<Row>) -> Result<()> {
    let left = differences_of_mine(act, opened).await?;
    if left > 0 {
        let parts = if left == 1 { "1 part".to_owned() } else { format!("{left} parts") };
        let why = format!("{}. You and another reader marked {parts} differently.", opened.review.team);
        rows.push(Row::new("Talk through where two readers differ", Link::ReadTwice(opened.review.id)).because(why));
    }
    Ok(())
}

async fn proposals(act: &mut Act, opened: &Opened, rows: &mut Vec<Row>) -> Result<()> {
    let me = act.me();
    let asked = store::reviews::overrides(&mut act.tx, opened.review.id).await?;
    for proposal in asked.into_iter().filter(|p| p.second_id == me && p.answer.is_none()) {
        let name =
            opened.framework.standard(&proposal.standard).map_or(proposal.standard.as_str(), |s| s.name.as_str());
        let link = Link::SecondReading(opened.review.id, proposal.standard.clone());
        let why =
            format!("{}. {} proposes to judge it differently from the rules.", opened.review.team, proposal.by_name);
        let asked_on = When::Day("Asked on", days::today(proposal.at));
        rows.push(Row::new(format!("Answer as second reader: {name}"), link).because(why).dated(Some(asked_on)));
    }
    Ok(())
}

async fn dangers(act: &mut Act, opened: &Opened, rows: &mut Vec<Row>) -> Result<()> {
    if !opened.framework.rules.values().any(|rule| rule.stop.is_some()) {
        return Ok(());
    }
    for case in store::reviews::cases(&mut act.tx, opened.review.id).await? {
        if !case.replaced && waits_for_second_reader(opened, &case) && is_second_reader(act, opened, &case).await? {
            let why = format!("{}. “{}” was called.", opened.review.team, danger_called(opened, &case));
            let link = Link::Case(opened.review.id, case.id);
            rows.push(
                Row::new(format!("Answer as second reader: {} {}", case.standard, case.reference), link).because(why),
            );
        }
    }
    Ok(())
}

async fn requests_to_reopen(act: &mut Act, opened: &Opened, rows: &mut Vec<Row>) -> Result<()> {
    let me = act.me();
    let asked = store::reviews::reopenings(&mut act.tx, opened.review.id).await?;
    for request in asked.into_iter().filter(|r| r.answer.is_none() && r.by_id != me) {
        let why = format!("{} asks to open the completed review again.", request.by_name);
        let asked_on = When::Day("Asked on", days::today(request.at));
        let row =
            Row::new(format!("Answer as second person: {}", opened.review.team), Link::Checklist(opened.review.id));
        rows.push(row.because(why).dated(Some(asked_on)));
    }
    Ok(())
}

/// Cases given to this person that are not read to the end, begun ones first.
pub(super) async fn cases(act: &mut Act, desk: &Desk) -> Result<Block> {
    let me = act.me();
    let mut found: Vec<(bool, Row)> = Vec::new();
    for opened in desk.reviews.iter().filter(|o| o.review.stage.takes_evidence() && o.facts.reviewers.contains(&me)) {
        for case in store::reviews::cases(&mut act.tx, opened.review.id).await? {
            let facts =
                CaseFacts { worker: case.worker_id, reviewer: case.reviewer_id.0, read: case.read_on.is_some() };
            let waits = facts.reviewer == Some(me) && !facts.read && !case.replaced;
            if waits && act.may(Action::ReviewCase, &Object::Case(&opened.facts, &facts)) {
                found.push((case.saved_at.is_none(), case_row(&opened.review, &case)));
            }
        }
    }
    found.sort_by_key(|(new, _)| *new);
    let rows = found.into_iter().map(|(_, row)| row).collect();
    Ok(Block::new(About::Cases, "Cases to read").with(rows, Link::Reviews))
}

fn case_row(review: &Review, case: &SampledCase) -> Row {
    let (what, why) = match case.saved_at {
        Some(at) => {
            let saved = format!("{}. Last saved on {}.", review.team, days::long(days::today(at)));
            (format!("Carry on with case {}", case.reference), saved)
        }
        None => (format!("Read case {}", case.reference), format!("{}. Not started.", review.team)),
    };
    Row::new(what, Link::Case(review.id, case.id)).because(why).dated(next_date(review))
}

/// Reports presented of reviews that no later one has overtaken, newest first.
pub(super) fn reports(act: &Act, desk: &Desk) -> Block {
    let mut shown: Vec<&Opened> = desk.current().filter(|opened| is_report(act, opened)).collect();
    shown.sort_by_key(|opened| std::cmp::Reverse(opened.review.presented_on));
    let rows = shown.into_iter().map(|opened| report_row(&opened.review)).collect();
    Block::new(About::Reports, "Reports presented").with(rows, Link::Reviews)
}

fn is_report(act: &Act, opened: &Opened) -> bool {
    opened.review.stage.is_presented() && act.may(Action::SeeReport, &opened.object())
}

fn report_row(review: &Review) -> Row {
    Row::new(format!("Read the report: {}", review.team), Link::Report(review.id))
        .because(format!("{}.", review.title))
        .dated(review.presented_on.map(|day| When::Day("Presented", day)))
}

/// Reviews by stage: the next verb for those who make them, stage and date for everybody else.
pub(super) fn by_stage(act: &Act, desk: &Desk) -> Block {
    let mut found: Vec<(bool, Row)> = desk.current().filter_map(|opened| review_row(act, desk, opened)).collect();
    let soonest = |row: &Row| match row.when {
        Some(When::Due(day) | When::Day(_, day)) => day,
        Some(When::OpenSince(_)) | None => NaiveDate::MAX,
    };
    found.sort_by_key(|(ends, row)| (!*ends, soonest(row)));
    let rows = found.into_iter().map(|(_, row)| row).collect();
    let only_in_a_team =
        desk.roles.iter().all(|role| matches!(role, Role::Worker | Role::Supervisor | Role::TeamManager));
    let title = if only_in_a_team { "Your team’s review" } else { "Reviews" };
    Block::new(About::Reviews, title).with(rows, Link::Reviews)
}

/// A row, and whether it brings a review to its end: those stand first.
fn review_row(act: &Act, desk: &Desk, opened: &Opened) -> Option<(bool, Row)> {
    let review = &opened.review;
    let list = desk.checklists.get(&review.id);
    let (ends, row) = if act.may(Action::PlanReview, &opened.object()) {
        lead_row(opened, list, opened.is_read_blind_by(act.me()))
    } else if let Some(list) = list.filter(|_| act.may(Action::Judge, &opened.object())) {
        (false, making_row(opened, list))
    } else if !is_report(act, opened) {
        let row = Row::new(format!("See where it stands: {}", review.team), Link::Review(review.id));
        (false, row.because(format!("{}: {}.", review.title, review.stage.words())))
    } else if desk.abouts().contains(&About::Reports) {
        return None;
    } else {
        (false, report_row(review))
    };
    let when = row.when.or_else(|| next_date(review));
    Some((ends, row.dated(when)))
}

/// What the lead does next. Whoever reads a case of it blind is told nothing that is worked out from the readings.
fn lead_row(opened: &Opened, list: Option<&Checklist>, is_blind: bool) -> (bool, Row) {
    let (id, team) = (opened.review.id, &opened.review.team);
    let row = |verb: &str, link: Link, why: &str| Row::new(format!("{verb}: {team}"), link).because(why);
    match (opened.review.stage, list) {
        (Stage::Planned, _) => {
            (false, row("Tell the team", Link::Announce(id), "It is planned, and not announced yet."))
        }
        (Stage::Announced, _) => (false, row("Draw the cases", Link::Sample(id), "The team has been told.")),
        (Stage::Judging, Some(list)) if list.blockers().is_empty() => {
            let again = opened.review.completed_on.is_some();
            let why = if again {
                "It was completed, and opened again. Nothing is in the way."
            } else {
                "Nothing is in the way."
            };
            (true, row("Complete", Link::Checklist(id), why))
        }
        (Stage::Drawn | Stage::Gathering | Stage::Judging, Some(list)) => (false, making_row(opened, list)),
        (Stage::Drawn | Stage::Gathering | Stage::Judging, None) if is_blind => {
            (false, row("See where it stands", Link::Review(id), "Finish your second reading first."))
        }
        // Somebody tied to the team leads the review without seeing into it (R6).
        (Stage::Drawn | Stage::Gathering | Stage::Judging, None) => (
            false,
            row("See where it stands", Link::Review(id), "You are tied to this team, so its reviewers do the rest."),
        ),
        (Stage::Completed, _) => (true, row("Present", Link::Present(id), "It is completed and locked.")),
        (Stage::Presented, _) => (false, row("Agree the plan", Link::Plan(id), "The report is presented.")),
        (Stage::Support | Stage::Closed, _) => {
            (false, row("Look in on the plan", Link::Plan(id), "The plan is agreed."))
        }
    }
}

/// What comes next while evidence is gathered and standards are judged.
fn making_row(opened: &Opened, list: &Checklist) -> Row {
    if opened.review.stage == Stage::Judging {
        return judge_row(opened, list);
    }
    Row::new(format!("See what is in: {}", opened.review.team), Link::Evidence(opened.review.id))
        .because(gathered(list))
}

/// "7 of 12 sources are in. 3 cases are not read yet."
fn gathered(list: &Checklist) -> String {
    let settled = list.sources.iter().filter(|source| source.state.is_settled()).count();
    let unread = match list.unread.len() {
        0 => "Every case is read.".to_owned(),
        1 => "1 case is not read yet.".to_owned(),
        many => format!("{many} cases are not read yet."),
    };
    format!("{settled} of {} sources are in. {unread}", list.sources.len())
}

/// The next standard to judge; what is in the way where all are judged.
fn judge_row(opened: &Opened, list: &Checklist) -> Row {
    let (id, team, all) = (opened.review.id, &opened.review.team, opened.framework.standards.len());
    match list.unsettled.first() {
        Some((standard, name)) => {
            let judged = all.saturating_sub(list.unsettled.len());
            Row::new(format!("Judge next: {team}"), Link::Judge(id, standard.clone()))
                .because(format!("{judged} of {all} standards are judged. {name} is next."))
        }
        None => {
            let first =
                list.blockers().into_iter().next().map_or_else(|| "Nothing is in the way.".to_owned(), |b| b.says);
            Row::new(format!("See what is left: {team}"), Link::Checklist(id)).because(first)
        }
    }
}

/// Sources that are not in, for each review the lead may see into.
pub(super) fn evidence(act: &Act, desk: &Desk) -> Block {
    let mut rows = Vec::new();
    for opened in &desk.reviews {
        let leads = act.may(Action::PlanReview, &opened.object()) && act.may(Action::SeeEvidence, &opened.object());
        let Some(list) = desk.checklists.get(&opened.review.id).filter(|_| leads) else { continue };
        let missing: Vec<&str> =
            list.sources.iter().filter(|s| !s.state.is_settled()).map(|s| s.name.as_str()).collect();
        if !missing.is_empty() {
            let review = &opened.review;
            rows.push(
                Row::new(format!("Gather what is missing: {}", review.team), Link::Evidence(review.id))
                    .because(format!("Still to come: {}.", named(&missing)))
                    .dated(next_date(review)),
            );
        }
    }
    Block::new(About::Evidence, "Evidence still missing").with(rows, Link::Reviews)
}

/// The first few by name, the rest by number.
fn named(missing: &[&str]) -> String {
    let mut names: Vec<String> = missing.iter().take(NAMED_SOURCES).map(|name| (*name).to_owned()).collect();
    let over = missing.len().saturating_sub(NAMED_SOURCES);
    if over > 0 {
        names.push(format!("{over} more"));
    }
    and(&names)
}

/// The day that matters next in a review.
fn next_date(review: &Review) -> Option<When> {
    let (what, day) = match review.stage {
        Stage::Planned | Stage::Announced | Stage::Drawn | Stage::Gathering | Stage::Judging => {
            ("Judging ends", review.judging_due)
        }
        Stage::Completed => ("To be presented", review.presentation_due),
        Stage::Presented => ("Presented", review.presented_on),
        Stage::Support | Stage::Closed => ("Next review", review.next_review_on),
    };
    day.map(|day| When::Day(what, day))
}

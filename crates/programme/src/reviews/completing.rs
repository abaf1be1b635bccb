use std::collections::BTreeSet;

use practice::access::{Action, Role};
use practice::ids::{PersonId, ReviewId};
use practice::journal::Happened;
use practice::reviews::{Checklist, FactsState, Grade, Outcome, Stage, and, next_dates, overall};
use store::reviews::{self, Contradiction, Words};
use store::{people, surveys};

use super::cases::{danger_called, waits_for_second_reader};
use super::covering::{covered, disagreements};
use super::evidence::sources;
use super::moderating::{Moderated, gathered};
use super::opening::{Opened, load};
use super::standing::{StandardState, standing};
use super::withdrawing::let_go;
use crate::{Act, Error, Result};

/// What is still in the way of completing.
///
/// # Errors
/// `NotFound` for somebody who does not review.
pub async fn checklist(act: &mut Act, review: ReviewId) -> Result<(Opened, Checklist)> {
    let opened = load(act, review).await?;
    if !act.may(Action::Complete, &opened.object()) {
        act.require(Action::SeeOutcome, &opened.object())?;
    }
    let list = compile(act, &opened).await?;
    Ok((opened, list))
}

/// Shows what is in the way of completing, as a page of its own.
///
/// # Errors
/// `NotFound` for somebody who does not review.
pub async fn completing(act: &mut Act, review: ReviewId) -> Result<(Opened, Checklist)> {
    let found = checklist(act, review).await?;
    act.journal(Happened::OutcomeSeen, Some(review), None, "completing").await?;
    Ok(found)
}

async fn compile(act: &mut Act, opened: &Opened) -> Result<Checklist> {
    let states = standing(act, opened).await?;
    let name = |id: &str| opened.framework.standard(id).map_or_else(|| id.to_owned(), |s| s.name.clone());
    let cases: Vec<_> =
        reviews::cases(&mut act.tx, opened.review.id).await?.into_iter().filter(|c| !c.replaced).collect();
    let alerts = reviews::alerts(&mut act.tx, opened.review.id).await?;
    let written = disagreements(act, opened.review.id, &cases).await?;
    let twice = gathered(act, opened.clone()).await?.cases;
    // Which are to be read twice for what came out of the first reading is known to whoever leads.
    let leads = act.may(Action::Complete, &opened.object());
    let is_left = |line: &&Moderated| match &line.second {
        Some(second) if !leads => second.locked_at.is_none(),
        _ => leads && !line.is_read_by_two(),
    };
    let left = twice.iter().filter(is_left).count();
    let mut list = Checklist {
        unsettled: states
            .iter()
            .filter(|s| s.settled().is_none())
            .map(|s| (s.standard.clone(), name(&s.standard)))
            .collect(),
        waiting_second_reader: states
            .iter()
            .filter(|s| s.waiting().is_some())
            .map(|s| format!("{} {}", s.standard, name(&s.standard)))
            .collect(),
        not_written_down: not_written_down(act, opened, &written).await?,
        second_readings_left: left,
        is_said_why: left <= usize::try_from(opened.review.read_once_left).unwrap_or_default(),
        differences_left: twice.iter().map(Moderated::to_talk).sum(),
        sources: sources(act, opened).await?.into_iter().map(|(status, _)| status).collect(),
        words_missing: opened.review.summary.trim().is_empty(),
        open_alerts: alerts.iter().filter(|a| a.closed_at.is_none()).count(),
        open_surveys: open_surveys(act, opened).await?,
        facts: facts_state(act, opened).await?,
        ..Checklist::default()
    };
    for case in &cases {
        if waits_for_second_reader(opened, case) {
            let called = danger_called(opened, case);
            list.waiting_second_reader.push(format!("“{called}” in {} {}", case.standard, case.reference));
        }
        let standards = opened.standards_of_case(&case.standard);
        if case.read_on.is_none() {
            list.unread.push(case.reference.clone());
        }
        if case.record.lacks_strength(&opened.framework) {
            list.without_strength.push(case.reference.clone());
        }
        if case.record.concerns(&opened.framework, &standards).iter().any(|part| !case.record.behind.contains_key(part))
        {
            list.untagged.push(case.reference.clone());
        }
    }
    if !opened.is_practice_sample() {
        list.workers_without_case = without_case(act, opened, cases.iter().map(|c| c.worker_id).collect()).await?;
    }
    Ok(list)
}

/// The standards of which sources tell different things and nobody wrote both accounts down, with the parts and the
/// sources: "S10 Views about us (part b: survey of people and interview with the carer)".
async fn not_written_down(act: &mut Act, opened: &Opened, written: &[Contradiction]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for covered in covered(act, opened, None).await? {
        let of_standard: Vec<&str> =
            written.iter().filter(|w| w.standard == covered.standard).map(|w| w.element.as_str()).collect();
        let clashes = covered.unwritten(&of_standard);
        let Some(standard) = opened.framework.standard(&covered.standard).filter(|_| !clashes.is_empty()) else {
            continue;
        };
        let parts: Vec<&str> =
            clashes.iter().map(|clash| clash.part.as_str()).filter(|part| !part.is_empty()).collect();
        let sources: BTreeSet<&String> = clashes.iter().flat_map(|clash| &clash.sources).collect();
        let names: Vec<&str> =
            opened.framework.sources.iter().filter(|s| sources.contains(&s.id)).map(|s| s.short.as_str()).collect();
        let parts = match parts.as_slice() {
            [] => String::new(),
            [one] => format!("part {one}: "),
            some => format!("parts {}: ", and(some)),
        };
        found.push(format!("{} {} ({parts}{})", standard.id, standard.name, and(&names)));
    }
    Ok(found)
}

/// Surveys of the review that nobody has closed: once it is completed, nobody could.
async fn open_surveys(act: &mut Act, opened: &Opened) -> Result<usize> {
    let all = surveys::of_review(&mut act.tx, opened.review.id).await?;
    Ok(all.iter().filter(|survey| survey.closed_on.is_none()).count())
}

/// How far the check of the facts has come (V7). A practice sample is completed without one: where facts are put up all
/// the same, they wait for their answer.
async fn facts_state(act: &mut Act, opened: &Opened) -> Result<FactsState> {
    let today = act.today();
    Ok(match reviews::fact_check(&mut act.tx, opened.review.id).await? {
        Some(check) if check.waits(today) => FactsState::Waits(check.closes_on),
        None if !opened.is_practice_sample() => FactsState::NotPutUp,
        _ => FactsState::Over,
    })
}

/// Workers of the team on the day of the draw with neither a case nor an exemption, by name.
async fn without_case(act: &mut Act, opened: &Opened, sampled: BTreeSet<PersonId>) -> Result<Vec<String>> {
    let on = opened.review.drawn_on.unwrap_or_else(|| act.today());
    let exempt: BTreeSet<PersonId> =
        reviews::exemptions(&mut act.tx, opened.review.id).await?.into_iter().map(|e| e.worker_id).collect();
    let workers = people::holding(&mut act.tx, Role::Worker, Some(opened.review.team_id.uuid()), on).await?;
    Ok(workers.into_iter().filter(|w| !sampled.contains(&w.id) && !exempt.contains(&w.id)).map(|w| w.name).collect())
}

/// Sets the words of the report: its opening, what its reader should bear in mind, and why something was not read by
/// two.
///
/// # Errors
/// `NotFound` for anybody but the lead; `Stale` where somebody has changed the review since.
pub async fn set_words(act: &mut Act, review: ReviewId, seen: i64, words: &Words) -> Result<()> {
    let opened = load(act, review).await?;
    act.require(Action::Complete, &opened.object())?;
    // The reason stands for as many as were left when it was written: where more come to be read twice, it is asked
    // again, and the same words sent once more with the rest of the form are no answer.
    let left = match words.read_once.trim() {
        "" => 0,
        same if same == opened.review.read_once => opened.review.read_once_left,
        _ => i64::try_from(compile(act, &opened).await?.second_readings_left).unwrap_or(i64::MAX),
    };
    reviews::set_words(&mut act.tx, review, seen, words, left).await?;
    act.journal(Happened::WordsChanged, Some(review), None, "").await
}

/// Completes a review (V8): every standard settled, every source accounted for, every case read. It is locked. Second
/// readings that are not finished are taken away: once the review is presented, or opened again, they would not be blind.
///
/// # Errors
/// `NotFound` for anybody but the lead; `Refused` with everything that is in the way.
pub async fn complete(act: &mut Act, review: ReviewId) -> Result<()> {
    let opened = load(act, review).await?;
    act.require(Action::Complete, &opened.object())?;
    let blockers = compile(act, &opened).await?.blockers();
    if !blockers.is_empty() {
        let said: Vec<String> = blockers.into_iter().map(|b| b.says).collect();
        return Err(Error::Refused(said.join("\n")));
    }
    let unfinished = reviews::second_readings(&mut act.tx, review).await?;
    for second in unfinished.into_iter().filter(|second| second.locked_at.is_none()) {
        let_go(act, review, &second).await?;
    }
    let today = act.today();
    reviews::move_stage(&mut act.tx, review, opened.review.version, Stage::Completed, today, None).await?;
    act.journal(Happened::ReviewCompleted, Some(review), None, "").await
}

/// Records that the report was presented (V9): the head of service sees it from this moment, and the team the same
/// day. The date of the next review follows by rule.
///
/// # Errors
/// `NotFound` for anybody but the lead; `Refused` before the review is completed.
pub async fn present(act: &mut Act, review: ReviewId) -> Result<()> {
    let opened = load(act, review).await?;
    act.require(Action::Present, &opened.object())?;
    if opened.review.stage != Stage::Completed {
        return Err(Error::Refused("A review is completed first, and presented once.".into()));
    }
    if reviews::reopenings(&mut act.tx, review).await?.iter().any(|request| request.answer.is_none()) {
        return Err(Error::Refused(
            "Somebody has asked to open this review again. That is answered first: nobody can unsee a report.".into(),
        ));
    }
    let today = act.today();
    let states = standing(act, &opened).await?;
    if let (Some(rule), Some(dates)) = (&opened.framework.overall, &opened.framework.next_review) {
        let settled = settled(&opened, &states);
        let whole = overall(rule, &settled);
        let critical = settled.iter().any(|(_, critical, o)| *critical && o.grade() == Some(Grade::Inadequate));
        if let Some(next) = next_dates(dates, whole.outcome, critical, today) {
            reviews::dates_by_rule(
                &mut act.tx,
                review,
                Some(next.full_review),
                next.light_touch,
                next.critical_resample,
            )
            .await?;
        }
    }
    reviews::move_stage(&mut act.tx, review, opened.review.version, Stage::Presented, today, None).await?;
    act.journal(Happened::ReviewPresented, Some(review), None, "").await
}

/// Names, whether critical, and what was settled.
pub(super) fn settled<'a>(opened: &'a Opened, states: &[StandardState]) -> Vec<(&'a str, bool, Outcome)> {
    opened
        .framework
        .standards
        .iter()
        .zip(states)
        .map(|(standard, state)| {
            let outcome = state.judgement.as_ref().and_then(|j| j.settled.0).unwrap_or(Outcome::NotJudged);
            (standard.name.as_str(), standard.critical, outcome)
        })
        .collect()
}

use practice::access::{Action, Object};
use practice::days;
use practice::ids::{ReviewId, SampledCaseId};
use practice::journal::Happened;
use store::Maybe;
use store::reviews::{self, FactCheck, Reply};

use super::cases::facts;
use super::evidence::sources;
use super::opening::{Opened, load};
use crate::{Act, Error, Result};

/// How long the team and its workers have to answer (domain model, V7).
const WORKING_DAYS: u32 = 10;
/// The most letters of a reply.
const LONGEST: usize = 4_000;

/// The check of facts, as somebody sees it.
pub struct FactsPage {
    /// The review.
    pub opened: Opened,
    /// The facts to check, once the check has begun.
    pub check: Option<FactCheck>,
    /// What could be put up to be checked, for the lead: facts without grades, to be edited.
    pub draft: String,
    /// What the manager of the team has answered.
    pub answer: String,
    /// Whether the person may begin it.
    pub may_open: bool,
    /// Whether the person may answer, and until when is in `check`.
    pub may_answer: bool,
}

/// Opens the check of facts: for the lead who begins it, for those who review, and for the manager who answers.
///
/// # Errors
/// `NotFound` for anybody else, and for the manager before it has begun.
pub async fn fact_check(act: &mut Act, id: ReviewId) -> Result<FactsPage> {
    let opened = load(act, id).await?;
    let check = reviews::fact_check(&mut act.tx, id).await?;
    let reviews_it = act.may(Action::SeeEvidence, &opened.object());
    if reviews_it {
        act.require(Action::SeeEvidence, &opened.object())?;
    } else {
        act.require(Action::CheckFacts, &opened.object())?;
        if check.is_none() {
            return Err(Error::NotFound);
        }
    }
    let me = act.me();
    let replies = reviews::replies(&mut act.tx, id).await?;
    let of_team = replies.iter().filter(|r| r.sampled_case_id.0.is_none());
    let answer =
        of_team.filter(|r| reviews_it || r.by_id == me).map(|r| r.words.clone()).collect::<Vec<_>>().join("\n");
    let may_open =
        check.is_none() && opened.review.stage.takes_evidence() && act.may(Action::Complete, &opened.object());
    let may_answer = act.may(Action::CheckFacts, &opened.object())
        && check.as_ref().is_some_and(|check| check.closes_on >= act.today());
    let draft = if may_open { draft(act, &opened).await? } else { String::new() };
    act.journal(Happened::FactsSeen, Some(id), None, "").await?;
    Ok(FactsPage { opened, check, draft, answer, may_open, may_answer })
}

/// Whether facts wait for the person to check them.
///
/// # Errors
/// Where the database cannot be read.
pub async fn facts_wait(act: &mut Act, id: ReviewId) -> Result<bool> {
    let opened = load(act, id).await?;
    if !act.may(Action::CheckFacts, &opened.object()) {
        return Ok(false);
    }
    let check = reviews::fact_check(&mut act.tx, id).await?;
    Ok(check.is_some_and(|check| check.closes_on >= act.today()))
}

/// Facts that can be checked, without a word of judgement: what was gathered, and what tells different things.
async fn draft(act: &mut Act, opened: &Opened) -> Result<String> {
    let id = opened.review.id;
    let mut lines = Vec::new();
    let cases = reviews::cases(&mut act.tx, id).await?;
    let read = cases.iter().filter(|c| !c.replaced && c.read_on.is_some()).count();
    lines.push(format!("{read} cases were read, one for each worker who was not exempt."));
    for (status, _) in sources(act, opened).await? {
        if !status.detail.is_empty() {
            lines.push(format!("{}: {}", status.name, status.detail));
        }
    }
    for clash in reviews::contradictions(&mut act.tx, id).await? {
        lines.push(format!("The record says: {} People say: {}", clash.record_says, clash.people_say));
    }
    Ok(lines.join("\n"))
}

/// Begins the check of facts: the manager of the team reads the facts, each worker may answer to what was written of
/// their case, for ten working days.
///
/// # Errors
/// `NotFound` for somebody who does not lead; `Invalid` for no facts; `Refused` where it has begun.
pub async fn open_fact_check(act: &mut Act, id: ReviewId, words: &str) -> Result<()> {
    let opened = load(act, id).await?;
    act.require(Action::Complete, &opened.object())?;
    if !opened.review.stage.takes_evidence() {
        return Err(Error::Refused("Facts are checked between the draw and the completion of a review.".into()));
    }
    if words.trim().is_empty() {
        return Err(Error::field("facts", "Write the facts to check, one a line, and no grade."));
    }
    if let Some(grade) = grade_in(&opened, words) {
        let says = format!(
            "“{grade}” is the word of a grade. The team checks facts here, and sees grades when the review is presented."
        );
        return Err(Error::field("facts", says));
    }
    let today = act.today();
    let check = FactCheck {
        facts: words.trim().to_owned(),
        opened_on: today,
        closes_on: days::after_working_days(today, WORKING_DAYS),
    };
    let by = act.me();
    match reviews::open_fact_check(&mut act.tx, id, &check, by).await {
        Err(store::Error::Stale) => return Err(Error::Refused("The team is checking the facts already.".into())),
        other => other?,
    }
    act.journal(Happened::FactsPutUp, Some(id), None, "").await
}

/// The first word of a grade that stands in a text.
fn grade_in(opened: &Opened, words: &str) -> Option<String> {
    let text = words.to_lowercase();
    let graded = ["outstanding", "good", "requires-improvement", "inadequate"];
    let labels = graded.iter().map(|grade| opened.framework.grade_label(grade).to_lowercase());
    labels.into_iter().find(|label| {
        // "Good" is an everyday word: it is a grade only where it stands as one.
        let as_grade =
            |after: char| text.contains(&format!(": {label}{after}")) || text.contains(&format!("is {label}{after}"));
        if label == "good" {
            as_grade('.') || as_grade(',') || text.ends_with(": good")
        } else {
            text.contains(label.as_str())
        }
    })
}

/// The manager of the team says what is not right in the facts.
///
/// # Errors
/// `NotFound` for anybody else, before it has begun and after it has ended; `Invalid` for what is blank or too long.
pub async fn answer_facts(act: &mut Act, id: ReviewId, words: &str) -> Result<()> {
    let opened = load(act, id).await?;
    act.require(Action::CheckFacts, &opened.object())?;
    let check = reviews::fact_check(&mut act.tx, id).await?.ok_or(Error::NotFound)?;
    if check.closes_on < act.today() {
        return Err(Error::Refused("The ten working days are over. Tell the quality assurance lead.".into()));
    }
    keep(act, id, None, words, "answer").await
}

/// A worker answers to what was written of their own case (R13). It stands beside the findings.
///
/// # Errors
/// `NotFound` for anybody else, and before the case is read; `Invalid` for what is blank or too long; `Refused` once
/// the review is completed.
pub async fn reply_to_feedback(act: &mut Act, id: ReviewId, case: SampledCaseId, words: &str) -> Result<()> {
    let opened = load(act, id).await?;
    let case = reviews::case(&mut act.tx, case).await?.filter(|c| c.review_id == id).ok_or(Error::NotFound)?;
    act.require(Action::ReplyToFeedback, &Object::Case(&opened.facts, &facts(&case)))?;
    if !opened.review.stage.is_open() {
        return Err(Error::Refused(
            "The review is completed, so its report no longer changes. Tell the quality assurance lead.".into(),
        ));
    }
    keep(act, id, Some(case.id), words, &format!("reply-{}", case.id)).await
}

async fn keep(act: &mut Act, id: ReviewId, case: Option<SampledCaseId>, words: &str, field: &str) -> Result<()> {
    let words = words.trim();
    if words.is_empty() {
        return Err(Error::field(field, "Write what you want to say."));
    }
    if words.chars().count() > LONGEST {
        return Err(Error::field(field, format!("Use at most {LONGEST} letters.")));
    }
    let reply = Reply {
        id: act.id(),
        sampled_case_id: Maybe(case),
        by_id: act.me(),
        words: words.to_owned(),
        replied_on: act.today(),
    };
    reviews::put_reply(&mut act.tx, id, &reply).await?;
    act.journal(Happened::Replied, Some(id), None, "").await
}

/// What was answered, for the report: to the facts about the team, and by workers to findings on their cases. Nobody is
/// named.
pub(super) async fn answered(act: &mut Act, id: ReviewId) -> Result<(Vec<String>, Vec<String>)> {
    let all = reviews::replies(&mut act.tx, id).await?;
    let (of_cases, of_team): (Vec<_>, Vec<_>) = all.into_iter().partition(|r| r.sampled_case_id.0.is_some());
    let words = |replies: Vec<Reply>| replies.into_iter().map(|r| r.words).collect();
    Ok((words(of_team), words(of_cases)))
}

/// What the signed-in worker has answered to each of their cases.
///
/// # Errors
/// Where the database cannot be read.
pub async fn my_replies(act: &mut Act, id: ReviewId) -> Result<Vec<(SampledCaseId, String)>> {
    let me = act.me();
    let all = reviews::replies(&mut act.tx, id).await?;
    Ok(all.into_iter().filter(|r| r.by_id == me).filter_map(|r| Some((r.sampled_case_id.0?, r.words))).collect())
}

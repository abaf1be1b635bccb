use std::collections::BTreeMap;

use chrono::NaiveDate;
use practice::access::{Action, Object};
use practice::days;
use practice::ids::{ReviewId, SampledCaseId};
use practice::journal::Happened;
use practice::reviews::{SourceState, grade_told, last_day_of_worker, last_day_to_answer};
use store::Maybe;
use store::reviews::{self, FactCheck, Reply, SampledCase};

use super::cases::facts;
use super::opening::{Opened, load};
use crate::{Act, Error, Result};

/// The most letters of a reply.
const LONGEST: usize = 4_000;
/// What is kept where the manager has nothing to correct.
const NOTHING: &str = "There is nothing to correct.";
/// The words of grades that every council understands, whatever it calls its own.
const GRADES: [&str; 4] = ["outstanding", "good", "requires improvement", "inadequate"];

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
    /// What keeps it from beginning yet, in a sentence; empty for nothing.
    pub not_yet: String,
    /// Whether the person may correct what is put up.
    pub may_correct: bool,
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
    let puts_up = opened.review.stage.takes_evidence() && act.may(Action::Complete, &opened.object());
    let (may_open, may_correct) = (puts_up && check.is_none(), puts_up && check.is_some());
    let may_answer = act.may(Action::CheckFacts, &opened.object())
        && check.as_ref().is_some_and(|check| check.may_be_answered(act.today()));
    let draft = if may_open { draft(act, &opened).await? } else { String::new() };
    let not_yet = if may_open { unread(act, &opened).await? } else { String::new() };
    act.journal(Happened::FactsSeen, Some(id), None, "").await?;
    Ok(FactsPage { opened, check, draft, answer, may_open, not_yet, may_correct, may_answer })
}

/// Whether facts are there for the person to check: while they can be answered, and after that where the lead has
/// corrected them since. Says whether they were corrected; `None` where there is nothing to check.
///
/// # Errors
/// Where the database cannot be read.
pub async fn facts_wait(act: &mut Act, id: ReviewId) -> Result<Option<bool>> {
    let opened = load(act, id).await?;
    if !act.may(Action::CheckFacts, &opened.object()) {
        return Ok(None);
    }
    let Some(check) = reviews::fact_check(&mut act.tx, id).await? else { return Ok(None) };
    let corrected = check.corrected_on.is_some() && check.answered_on.is_none();
    Ok((corrected || check.waits(act.today())).then_some(corrected))
}

/// Facts of method that can be checked, without a word of judgement and without a word that anybody said: what was
/// gathered, when and how much, and what the service's own files come to.
async fn draft(act: &mut Act, opened: &Opened) -> Result<String> {
    let id = opened.review.id;
    let mut lines = vec![cases_read(act, opened).await?];
    let mut by_hand: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let rows = reviews::sources(&mut act.tx, id).await?;
    for source in &opened.framework.sources {
        let Some(row) = rows.iter().find(|r| r.source == source.id && r.state != SourceState::Planned) else {
            continue;
        };
        // What a person wrote of a source may hold what somebody told them; what the programme counts does not.
        match row.detail.trim().trim_end_matches('.') {
            counted if !row.by_hand && !counted.is_empty() => lines.push(format!("{}: {counted}.", source.short)),
            _ => by_hand.entry(came(row.state)).or_default().push(&source.short),
        }
    }
    lines.extend(by_hand.into_iter().map(|(state, sources)| format!("{state}: {}.", sources.join(", "))));
    for file in store::records::of_review(&mut act.tx, id).await? {
        lines.extend(file.facts.0.into_iter().map(|fact| fact.text));
    }
    // A line that reads as a grade is left out: what it tells is in the report.
    lines.retain(|line| grade_in(opened, line).is_none());
    Ok(lines.join("\n"))
}

/// What came of a source, as a manager reads it.
fn came(state: SourceState) -> &'static str {
    match state {
        SourceState::Planned => "Still to come",
        SourceState::InProgress => "Begun",
        SourceState::Collected => "Gathered",
        SourceState::Weak => "Gathered, though little came",
        SourceState::NotAvailable => "Tried, and nothing came",
    }
}

/// "8 cases were read from 19 October 2026 to 6 November 2026, one for each worker who was not exempt."
async fn cases_read(act: &mut Act, opened: &Opened) -> Result<String> {
    let cases = reviews::cases(&mut act.tx, opened.review.id).await?;
    let drawn = cases.iter().filter(|c| !c.replaced).count();
    let read: Vec<NaiveDate> = cases.iter().filter(|c| !c.replaced).filter_map(|c| c.read_on).collect();
    let when = match (read.iter().min(), read.iter().max()) {
        (Some(first), Some(last)) if first < last => format!(" from {} to {}", days::long(*first), days::long(*last)),
        (Some(day), _) => format!(" on {}", days::long(*day)),
        _ => String::new(),
    };
    let (case, was) = match (opened.is_practice_sample(), read.len()) {
        (true, 1) => ("item", "was"),
        (true, _) => ("items", "were"),
        (false, 1) => ("case", "was"),
        (false, _) => ("cases", "were"),
    };
    let all = drawn > 0 && read.len() == drawn && !opened.is_practice_sample();
    let each = if all { ", one for each worker who was not exempt" } else { "" };
    Ok(format!("{} {case} {was} read{when}{each}.", read.len()))
}

/// Begins the check of facts: the manager of the team reads the facts, each worker may answer to what was written of
/// their case, for ten working days.
///
/// # Errors
/// `NotFound` for somebody who does not lead; `Invalid` for no facts, and before every case is read to the end: until
/// then the ten days would be spent on nothing; `Refused` where it has begun.
pub async fn open_fact_check(act: &mut Act, id: ReviewId, words: &str) -> Result<()> {
    let opened = load(act, id).await?;
    check_facts(act, &opened, words)?;
    all_read(act, &opened).await?;
    let today = act.today();
    let check = FactCheck {
        facts: words.trim().to_owned(),
        opened_on: today,
        closes_on: last_day_to_answer(today),
        version: 1,
        corrected_on: None,
        answered_on: None,
    };
    let by = act.me();
    match reviews::open_fact_check(&mut act.tx, id, &check, by).await {
        Err(store::Error::Stale) => return Err(Error::Refused("The team is checking the facts already.".into())),
        other => other?,
    }
    act.journal(Happened::FactsPutUp, Some(id), None, "").await
}

/// Refuses while a case of the review is not read to the end.
async fn all_read(act: &mut Act, opened: &Opened) -> Result<()> {
    let says = unread(act, opened).await?;
    if says.is_empty() { Ok(()) } else { Err(Error::field("facts", says)) }
}

/// How many cases are not read to the end, in a sentence; empty where all are.
async fn unread(act: &mut Act, opened: &Opened) -> Result<String> {
    let cases = reviews::cases(&mut act.tx, opened.review.id).await?;
    let unread = cases.iter().filter(|case| !case.replaced && case.read_on.is_none()).count();
    let what = match (opened.is_practice_sample(), unread) {
        (_, 0) => return Ok(String::new()),
        (true, 1) => "item is",
        (true, _) => "items are",
        (false, 1) => "case is",
        (false, _) => "cases are",
    };
    Ok(format!("{unread} {what} still to be read to the end. The facts are put up after that."))
}

/// Corrects facts that are put up. The manager is told, and has what is left of the ten working days to answer to them
/// as they stand now; on the last of them and after it, ten new ones.
///
/// # Errors
/// As [`open_fact_check`]; `NotFound` before it; `Stale` where they were corrected since `seen`.
pub async fn correct_facts(act: &mut Act, id: ReviewId, seen: i64, words: &str) -> Result<()> {
    let opened = load(act, id).await?;
    check_facts(act, &opened, words)?;
    let check = reviews::fact_check(&mut act.tx, id).await?.ok_or(Error::NotFound)?;
    if check.version == seen && check.facts == words.trim() {
        return Ok(());
    }
    let today = act.today();
    let closes_on = if today < check.closes_on { check.closes_on } else { last_day_to_answer(today) };
    reviews::correct_facts(&mut act.tx, id, seen, words.trim(), today, closes_on).await?;
    act.journal(Happened::FactsPutUp, Some(id), None, "corrected").await
}

/// Whether the person may put up these facts now.
fn check_facts(act: &mut Act, opened: &Opened, words: &str) -> Result<()> {
    act.require(Action::Complete, &opened.object())?;
    if !opened.review.stage.takes_evidence() {
        return Err(Error::Refused("Facts are checked between the draw and the completion of a review.".into()));
    }
    if words.trim().is_empty() {
        return Err(Error::field("facts", "Write the facts to check, one a line, and no grade."));
    }
    let Some(grade) = grade_in(opened, words) else { return Ok(()) };
    let says = format!(
        "“{grade}” is the word of a grade. The team checks facts here, and sees grades when the review is presented."
    );
    Err(Error::field("facts", says))
}

/// The first word of a grade that stands in a text, ours or the council's.
fn grade_in(opened: &Opened, words: &str) -> Option<String> {
    let keys = ["outstanding", "good", "requires-improvement", "inadequate"];
    let mut labels = GRADES.to_vec();
    labels.extend(keys.map(|grade| opened.framework.grade_label(grade)));
    grade_told(labels, words)
}

/// The manager of the team says what is not right in the facts as `seen`, or that there is nothing to correct. Either
/// ends the wait for an answer.
///
/// # Errors
/// `NotFound` for anybody else and before it has begun; `Refused` after it has ended; `Invalid` for what is blank or
/// too long, and for words beside "nothing to correct"; `Stale` where the facts were corrected since.
pub async fn answer_facts(act: &mut Act, id: ReviewId, seen: i64, words: &str, nothing: bool) -> Result<()> {
    let opened = load(act, id).await?;
    act.require(Action::CheckFacts, &opened.object())?;
    let check = reviews::fact_check(&mut act.tx, id).await?.ok_or(Error::NotFound)?;
    if !check.may_be_answered(act.today()) {
        let until = days::long(check.closes_on);
        let says = format!("This is late: you could answer until {until}. Tell the quality assurance lead.");
        return Err(Error::Refused(says));
    }
    if nothing && !words.trim().is_empty() && words.trim() != NOTHING {
        return Err(Error::field(
            "answer",
            "You have written something. Keep it as your answer, or take it out first.",
        ));
    }
    let words = if nothing { NOTHING } else { words };
    keep(act, id, (None, ""), words, "answer").await?;
    let today = act.today();
    Ok(reviews::facts_answered(&mut act.tx, id, seen, today).await?)
}

/// The last day on which a worker can answer to a case that was read, and whether they still can. Completing a review
/// takes none of the days away. `None` where the days have not begun to run.
pub(super) fn answering(
    opened: &Opened,
    check: Option<&FactCheck>,
    case: &SampledCase,
    today: NaiveDate,
) -> (Option<NaiveDate>, bool) {
    let open = opened.review.stage.is_open();
    let to_come = open && !opened.is_practice_sample();
    let read = case.read_on;
    let until = read.and_then(|read| last_day_of_worker(read, check.map(|check| check.opened_on), to_come));
    (until, read.is_some() && until.map_or(open, |until| today <= until))
}

/// A worker answers to what was written of their own case (R13): to the findings `about` one standard, or with that
/// left blank to the case as a whole. It stands beside the findings.
///
/// # Errors
/// `NotFound` for anybody else, and before the case is read; `Invalid` for what is blank or too long, and for a
/// standard that is not read in the case; `Refused` once the ten working days are over.
pub async fn reply_to_feedback(
    act: &mut Act,
    id: ReviewId,
    case: SampledCaseId,
    about: &str,
    words: &str,
) -> Result<()> {
    let opened = load(act, id).await?;
    let case = reviews::case(&mut act.tx, case).await?.filter(|c| c.review_id == id).ok_or(Error::NotFound)?;
    act.require(Action::ReplyToFeedback, &Object::Case(&opened.facts, &facts(&case)))?;
    let check = reviews::fact_check(&mut act.tx, id).await?;
    let (until, may_answer) = answering(&opened, check.as_ref(), &case, act.today());
    if !may_answer {
        let until = until.map_or_else(|| "the review was completed".to_owned(), days::long);
        let says = format!("This is late: you could answer until {until}. Tell the quality assurance lead.");
        return Err(Error::Refused(says));
    }
    if !about.is_empty() && !opened.standards_of_case(&case.standard).iter().any(|standard| standard.id == about) {
        return Err(Error::field(format!("about-{}", case.id), "Choose what your answer is about."));
    }
    keep(act, id, (Some(case.id), about), words, &format!("reply-{}", case.id)).await
}

async fn keep(
    act: &mut Act,
    id: ReviewId,
    (case, standard): (Option<SampledCaseId>, &str),
    words: &str,
    field: &str,
) -> Result<()> {
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
        standard: standard.to_owned(),
        by_id: act.me(),
        words: words.to_owned(),
        replied_on: act.today(),
    };
    reviews::put_reply(&mut act.tx, id, &reply).await?;
    act.journal(Happened::Replied, Some(id), None, "").await
}

/// What was answered, for a report. Nobody is named.
#[derive(Default)]
pub(super) struct Answered {
    /// To the facts about the team.
    pub of_team: Vec<String>,
    /// To the findings in a case: the standard, blank for the case as a whole, and the words.
    pub of_workers: Vec<(String, String)>,
    /// The last day on which some worker can still answer, where that is still to come.
    pub until: Option<NaiveDate>,
}

pub(super) async fn answered(act: &mut Act, opened: &Opened) -> Result<Answered> {
    let (id, today) = (opened.review.id, act.today());
    let mut found = Answered::default();
    for reply in reviews::replies(&mut act.tx, id).await? {
        match reply.sampled_case_id.0 {
            None => found.of_team.push(reply.words),
            Some(_) => found.of_workers.push((reply.standard, reply.words)),
        }
    }
    let check = reviews::fact_check(&mut act.tx, id).await?;
    let cases = reviews::cases(&mut act.tx, id).await?;
    let days = cases.iter().filter(|c| !c.replaced).filter_map(|c| answering(opened, check.as_ref(), c, today).0);
    found.until = days.filter(|until| *until >= today).max();
    Ok(found)
}

/// What the signed-in worker has answered in a review: the case, the standard (blank for the case as a whole), and the
/// words.
///
/// # Errors
/// Where the database cannot be read.
pub async fn my_replies(act: &mut Act, id: ReviewId) -> Result<Vec<(SampledCaseId, String, String)>> {
    let me = act.me();
    let all = reviews::replies(&mut act.tx, id).await?.into_iter().filter(|r| r.by_id == me);
    Ok(all.filter_map(|r| Some((r.sampled_case_id.0?, r.standard, r.words))).collect())
}

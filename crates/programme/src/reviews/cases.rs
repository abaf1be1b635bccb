use std::collections::BTreeSet;

use practice::access::{Action, CaseFacts, Object};
use practice::ids::{ReviewId, SampledCaseId};
use practice::journal::Happened;
use practice::reviews::{CaseRecord, Mark, SourceState, Stage, Verdict, part_name};
use store::reviews::{self, CasePlace, SampledCase, SecondReading};

use super::agreeing::keep_where_both_are_done;
use super::evidence::agreeing_in_case;
use super::opening::{Opened, load};
use crate::{Act, Error, Field, Result};

/// Said to a second reader who has not finished: the first reading would not be a second opinion's equal.
const BLIND: &str = "You read this case a second time, and see the first reading when yours is done. Open it under \
                     Cases, Read twice.";

/// Said to a second reader who would write in the first reading.
const SECOND: &str = "You read this case a second time, so its first reading is for its first reader to change. Where \
                      the two differ, talk it through under Cases, Read twice.";

/// A case review as a reviewer sees it.
pub struct OpenedCase {
    /// The review.
    pub opened: Opened,
    /// The case.
    pub case: SampledCase,
    /// Its place among the cases of the review, from 1, and how many there are.
    pub place: (usize, usize),
    /// The next case of the same reader that is not read yet.
    pub next: Option<SampledCaseId>,
    /// What each standard comes to in this case, as far as it is marked.
    pub verdicts: Vec<(String, Verdict)>,
    /// What its worker answered: the standard, blank for the case as a whole, and the words.
    pub answers: Vec<(String, String)>,
    /// Whether the person may write in it.
    pub may_write: bool,
    /// Whether a danger that was called waits for this person's answer as second reader.
    pub may_answer: bool,
}

impl OpenedCase {
    /// What is left before it can be called read: part (or field) and what to do.
    #[must_use]
    pub fn to_mend(&self) -> Vec<(String, String)> {
        self.case.record.to_mend(&self.opened.framework, &self.opened.standards_of_case(&self.case.standard))
    }
}

/// Opens a case review. That it was read is journalled: the worker may ask who saw it.
///
/// # Errors
/// `NotFound` for somebody who does not review; `Refused` for its second reader who has not finished.
pub async fn open_case(act: &mut Act, review: ReviewId, id: SampledCaseId) -> Result<OpenedCase> {
    let opened = load(act, review).await?;
    act.require(Action::SeeEvidence, &opened.object())?;
    let case = find(act, review, id).await?;
    let takes_evidence = opened.review.stage.takes_evidence();
    let second = second_of_mine(act, id).await?;
    if takes_evidence && second.as_ref().is_some_and(|second| second.locked_at.is_none()) {
        return Err(Error::Refused(BLIND.into()));
    }
    let all: Vec<SampledCase> =
        reviews::cases(&mut act.tx, review).await?.into_iter().filter(|c| !c.replaced).collect();
    let place = all.iter().position(|c| c.id == id).map_or(0, |i| i + 1);
    let me = act.me();
    let next = all.iter().find(|c| c.id != id && c.read_on.is_none() && c.reviewer_id.0 == Some(me)).map(|c| c.id);
    let sources = agreeing_in_case(act, &opened, id).await?;
    let disputed = disputed_in(act, review, id).await?;
    let verdicts = opened
        .standards_of_case(&case.standard)
        .into_iter()
        .map(|s| {
            let verdict =
                case.record.judge(&opened.framework, s, &sources, disputed.contains(&s.id), case.danger_answer());
            (s.id.clone(), verdict)
        })
        .collect();
    let reviews_it = takes_evidence && act.may(Action::ReviewCase, &Object::Case(&opened.facts, &facts(&case)));
    let may_write = reviews_it && second.is_none();
    let waits = reviews_it && waits_for_second_reader(&opened, &case);
    let may_answer = waits && is_second_reader(act, &opened, &case).await?;
    let replies = reviews::replies(&mut act.tx, review).await?.into_iter();
    let answers = replies.filter(|r| r.sampled_case_id.0 == Some(id)).map(|r| (r.standard, r.words)).collect();
    act.journal(Happened::CaseReviewSeen, Some(review), Some(case.worker_id.uuid()), case.reference.clone()).await?;
    Ok(OpenedCase { place: (place, all.len()), next, verdicts, answers, may_write, may_answer, opened, case })
}

/// Saves what was written so far. Nothing is checked but that the words exist: a draft is never refused.
/// Gives the new version.
///
/// # Errors
/// `NotFound` for somebody who does not review; `Refused` for its second reader, and where it is called read; `Stale`
/// where somebody has saved since `seen`; `Invalid` for a part or a mark that does not exist.
pub async fn save_case(
    act: &mut Act,
    review: ReviewId,
    id: SampledCaseId,
    seen: i64,
    record: &CaseRecord,
) -> Result<i64> {
    let opened = load(act, review).await?;
    let case = find(act, review, id).await?;
    writable(act, &opened, &case).await?;
    check_words(&opened, &case, record)?;
    let (by, now) = (act.me(), act.now());
    let version = reviews::save_case(&mut act.tx, CasePlace { id, seen }, record, by, now).await?;
    begin_gathering(act, &opened).await?;
    act.journal(Happened::CaseReviewSaved, Some(review), Some(case.worker_id.uuid()), case.reference).await?;
    Ok(version)
}

/// Calls a case read to the end. The worker can see the strengths and worries from then on (R13).
///
/// # Errors
/// `Invalid` naming everything that is left to do.
pub async fn finish_case(act: &mut Act, review: ReviewId, id: SampledCaseId) -> Result<()> {
    let opened = load(act, review).await?;
    let case = find(act, review, id).await?;
    writable(act, &opened, &case).await?;
    let left = case.record.to_mend(&opened.framework, &opened.standards_of_case(&case.standard));
    if !left.is_empty() {
        return Err(Error::Invalid(left.into_iter().map(|(name, says)| Field::new(name, says)).collect()));
    }
    let today = act.today();
    reviews::finish_case(&mut act.tx, id, Some(today)).await?;
    keep_where_both_are_done(act, &opened, id).await?;
    count_records(act, &opened).await?;
    act.journal(Happened::CaseReviewFinished, Some(review), Some(case.worker_id.uuid()), case.reference).await
}

/// A second reader answers to a danger that outweighs the marks, such as a supervision record with no focus at all
/// (domain 3, VS6). Only somebody who neither reads the case nor ever wrote in it may. `words` are those that were read.
///
/// # Errors
/// `NotFound` for anybody else, or where nothing waits; `Invalid` without a reason for not agreeing; `Stale` where
/// the words have changed since.
pub async fn answer_danger(
    act: &mut Act,
    review: ReviewId,
    id: SampledCaseId,
    words: &str,
    agree: bool,
    note: &str,
) -> Result<()> {
    let opened = load(act, review).await?;
    act.require(Action::AgreeOverride, &opened.object())?;
    let case = find(act, review, id).await?;
    if !waits_for_second_reader(&opened, &case) || !is_second_reader(act, &opened, &case).await? {
        return Err(Error::NotFound);
    }
    if case.record.stop.trim() != words.trim() {
        return Err(store::Error::Stale.into());
    }
    if !agree && note.trim().is_empty() {
        return Err(Error::field("note", "Say why not, so that it can be talked through."));
    }
    let (by, now) = (act.me(), act.now());
    reviews::answer_danger(&mut act.tx, id, words.trim(), agree, note.trim(), by, now).await?;
    // No subject: what the worker reads of who looked at their case tells nothing of what was found in it (R8).
    act.journal(Happened::DangerAnswered, Some(review), None, case.reference).await
}

/// Whether a danger was called in the case that counts only once a second reader agrees, and none has answered.
pub(crate) fn waits_for_second_reader(opened: &Opened, case: &SampledCase) -> bool {
    // Sources and disagreements change what a standard comes to, not whether a danger waits for its second reader.
    let sources = BTreeSet::new();
    opened.review.stage.takes_evidence()
        && opened.standards_of_case(&case.standard).into_iter().any(|standard| {
            let verdict = case.record.judge(&opened.framework, standard, &sources, false, case.danger_answer());
            verdict.waits_for_second_reader
        })
}

/// Whether the person can be the second reader of a case: they review here, and neither read it nor ever wrote in it.
pub(crate) async fn is_second_reader(act: &mut Act, opened: &Opened, case: &SampledCase) -> Result<bool> {
    let me = act.me();
    let may = act.may(Action::AgreeOverride, &opened.object())
        && act.may(Action::ReviewCase, &Object::Case(&opened.facts, &facts(case)));
    Ok(may && case.reviewer_id.0 != Some(me) && !reviews::has_written(&mut act.tx, case.id, me).await?)
}

/// What was called, in the words of the framework's rule.
pub(crate) fn danger_called<'a>(opened: &'a Opened, case: &SampledCase) -> &'a str {
    let rule = opened.framework.standard(&case.standard).and_then(|s| opened.framework.rule_of(s));
    rule.and_then(|rule| rule.stop.as_ref()).map_or("A danger", |stop| stop.says.as_str())
}

/// Opens a case that was called read, to go on writing.
///
/// # Errors
/// `NotFound` for somebody who does not review; `Refused` for its second reader, and once the review is completed.
pub async fn reopen_case(act: &mut Act, review: ReviewId, id: SampledCaseId) -> Result<()> {
    let opened = load(act, review).await?;
    let case = find(act, review, id).await?;
    act.require(Action::ReviewCase, &Object::Case(&opened.facts, &facts(&case)))?;
    if !opened.review.stage.takes_evidence() {
        return Err(Error::Refused("The review is no longer open.".into()));
    }
    not_mine_to_change(act, id).await?;
    reviews::finish_case(&mut act.tx, id, None).await?;
    count_records(act, &opened).await?;
    act.journal(Happened::CaseReviewSaved, Some(review), Some(case.worker_id.uuid()), case.reference).await
}

pub(super) fn facts(case: &SampledCase) -> CaseFacts {
    CaseFacts { worker: case.worker_id, reviewer: case.reviewer_id.0, read: case.read_on.is_some() }
}

pub(super) async fn find(act: &mut Act, review: ReviewId, id: SampledCaseId) -> Result<SampledCase> {
    reviews::case(&mut act.tx, id).await?.filter(|c| c.review_id == review && !c.replaced).ok_or(Error::NotFound)
}

/// What the person reads of a case as its second reader, if they were asked to.
async fn second_of_mine(act: &mut Act, id: SampledCaseId) -> Result<Option<SecondReading>> {
    let me = act.me();
    Ok(reviews::second_reading(&mut act.tx, id).await?.filter(|second| second.reader_id == me))
}

/// Whoever reads a case a second time never writes in its first reading, before or after: there would be one reader.
async fn not_mine_to_change(act: &mut Act, id: SampledCaseId) -> Result<()> {
    match second_of_mine(act, id).await? {
        Some(_) => Err(Error::Refused(SECOND.into())),
        None => Ok(()),
    }
}

async fn writable(act: &mut Act, opened: &Opened, case: &SampledCase) -> Result<()> {
    act.require(Action::ReviewCase, &Object::Case(&opened.facts, &facts(case)))?;
    if !opened.review.stage.takes_evidence() {
        return Err(Error::Refused("The review is no longer open to writing.".into()));
    }
    if case.read_on.is_some() {
        return Err(Error::Refused("This case has been called read. Open it again to change it.".into()));
    }
    not_mine_to_change(act, case.id).await
}

fn check_words(opened: &Opened, case: &SampledCase, record: &CaseRecord) -> Result<()> {
    let standards = opened.standards_of_case(&case.standard);
    let known: BTreeSet<String> = standards.iter().flat_map(|s| s.elements.iter().map(|e| part_name(s, e))).collect();
    for (part, word) in &record.marks {
        if !known.contains(part) {
            return Err(Error::field(part, format!("There is no part “{part}” in this case review.")));
        }
        if Mark::parse(word, &opened.framework.scale).is_none() {
            return Err(Error::field(part, format!("“{word}” is not a mark.")));
        }
    }
    Ok(())
}

/// The first writing in a drawn sample begins the gathering of evidence (V3).
pub(super) async fn begin_gathering(act: &mut Act, opened: &Opened) -> Result<()> {
    if opened.review.stage != Stage::Drawn {
        return Ok(());
    }
    // An act that writes several things begins with the first of them.
    let now = load(act, opened.review.id).await?.review;
    if now.stage == Stage::Drawn {
        let today = act.today();
        reviews::move_stage(&mut act.tx, now.id, now.version, Stage::Gathering, today, None).await?;
    }
    Ok(())
}

/// Keeps the state of the case records true without asking anybody to.
pub(super) async fn count_records(act: &mut Act, opened: &Opened) -> Result<()> {
    let review = opened.review.id;
    let Some(record) = opened.framework.case_record() else { return Ok(()) };
    let cases: Vec<SampledCase> =
        reviews::cases(&mut act.tx, review).await?.into_iter().filter(|c| !c.replaced).collect();
    let read = cases.iter().filter(|c| c.read_on.is_some()).count();
    let state = match cases.len() {
        // With no case in the sample there is no record to read, and somebody has to say so.
        0 => SourceState::Planned,
        all if read == all => SourceState::Collected,
        _ => SourceState::InProgress,
    };
    let seen =
        reviews::sources(&mut act.tx, review).await?.iter().find(|s| s.source == record.id).map_or(0, |s| s.version);
    let detail = format!("{read} of {} read to the end", cases.len());
    Ok(reviews::put_source(&mut act.tx, review, &record.id, state, &detail, seen).await?)
}

async fn disputed_in(act: &mut Act, review: ReviewId, case: SampledCaseId) -> Result<BTreeSet<String>> {
    let all = reviews::contradictions(&mut act.tx, review).await?;
    Ok(all.into_iter().filter(|d| d.is_open() && d.sampled_case_id.0 == Some(case)).map(|d| d.standard).collect())
}

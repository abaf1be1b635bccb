use practice::access::{Action, CaseFacts, Object};
use practice::ids::{PersonId, ReviewId, SampledCaseId};
use practice::journal::Happened;
use practice::reviews::{
    Agreement, CaseRecord, Differing, Mark, Outcome, ReadByTwo, ReadTwice, agreement, differing, part_name, read_twice,
    standards_read_twice,
};
use store::people::Person;
use store::reviews::{self, SampledCase, SecondReading, Talk};

use super::evidence::{agreeing_in_case, open_to_writing};
use super::opening::{Opened, load};
use crate::{Act, Error, Field, Result};

/// Second readings of a review, and how far readers agree.
pub struct ModerationPage {
    /// The review.
    pub opened: Opened,
    /// Each case, and its second reading.
    pub cases: Vec<Moderated>,
    /// How far readers agree.
    pub agreement: Agreement,
    /// Whether the person may ask somebody to read.
    pub may_ask: bool,
}

/// One case and its second reading.
pub struct Moderated {
    /// The case.
    pub case: SampledCase,
    /// Why it is read whole; empty where the critical standards are.
    pub why: Vec<ReadTwice>,
    /// The second reading, once somebody is asked.
    pub second: Option<SecondReading>,
    /// Who could read it a second time: reviewers other than its first reader.
    pub could: Vec<Person>,
    /// Where the two differ, once both are done, and what they came to.
    pub differing: Option<Vec<(Differing, Option<Talk>)>>,
}

impl Moderated {
    /// Differences that nobody has talked through.
    #[must_use]
    pub fn to_talk(&self) -> usize {
        self.differing.iter().flatten().filter(|(_, talk)| talk.is_none()).count()
    }
}

/// A case as its second reader sees it: nothing of the first reading.
pub struct SecondPage {
    /// The review.
    pub opened: Opened,
    /// The case.
    pub case: SampledCase,
    /// The reading so far.
    pub reading: SecondReading,
}

/// Second readings, where readers differ, and how far they agree.
///
/// # Errors
/// `NotFound` for somebody who does not review; `Refused` for a second reader who has not finished reading blind.
pub async fn moderation(act: &mut Act, id: ReviewId) -> Result<ModerationPage> {
    let opened = load(act, id).await?;
    act.require(Action::SeeEvidence, &opened.object())?;
    let page = gathered(act, opened).await?;
    act.journal(Happened::OutcomeSeen, Some(id), None, "moderation").await?;
    Ok(page)
}

/// How far readers agree in a review, for whoever may see the outcome: asked by the acts that show it.
pub(super) async fn agreement_of(act: &mut Act, opened: &Opened) -> Result<Agreement> {
    Ok(gathered(act, opened.clone()).await?.agreement)
}

async fn gathered(act: &mut Act, opened: Opened) -> Result<ModerationPage> {
    let id = opened.review.id;
    let cases: Vec<SampledCase> =
        reviews::cases(&mut act.tx, id).await?.into_iter().filter(|case| !case.replaced).collect();
    let seconds = reviews::second_readings(&mut act.tx, id).await?;
    let talks = reviews::talks(&mut act.tx, id).await?;
    let mut graded = Vec::new();
    for case in cases.iter().filter(|case| case.read_on.is_some()) {
        graded.push((case.reference.clone(), grades(act, &opened, case).await?));
    }
    let seed = opened.review.seed.clone().unwrap_or_default();
    // The draw is among all cases, so that it does not change as they are read.
    let unread = cases.iter().filter(|c| c.read_on.is_none()).map(|c| (c.reference.clone(), Vec::new()));
    let all: Vec<(String, Vec<Outcome>)> = graded.into_iter().chain(unread).collect();
    let twice = read_twice(&seed, &all);
    let may_ask = opened.review.stage.takes_evidence() && act.may(Action::PlanReview, &opened.object());
    let lines: Vec<Moderated> = cases
        .into_iter()
        .map(|case| {
            let second = seconds.iter().find(|s| s.sampled_case_id == case.id).cloned();
            let could = opened.reviewers.iter().filter(|p| Some(p.id) != case.reviewer_id.0).cloned().collect();
            let why = twice.get(&case.reference).map(|why| why.iter().copied().collect()).unwrap_or_default();
            let both = second.as_ref().filter(|s| s.locked_at.is_some() && case.read_on.is_some());
            let differing = both.map(|second| {
                let of_case =
                    |part: &str| talks.iter().find(|t| t.sampled_case_id == case.id && t.part == part).cloned();
                differing(&opened.framework, &case.record, &second.record, second.whole)
                    .into_iter()
                    .map(|found| (found.clone(), of_case(&found.part)))
                    .collect()
            });
            Moderated { case, why, second, could, differing }
        })
        .collect();
    let read: Vec<ReadByTwo<'_>> = lines.iter().filter(|line| line.differing.is_some()).filter_map(by_two).collect();
    let period = period(&opened);
    let agreement = agreement(&opened.framework, &read, &period);
    drop(read);
    Ok(ModerationPage { opened, cases: lines, agreement, may_ask })
}

fn by_two(line: &Moderated) -> Option<ReadByTwo<'_>> {
    let second = line.second.as_ref()?;
    Some(ReadByTwo {
        first_reader: line.case.reviewer.as_deref().unwrap_or("somebody"),
        second_reader: &second.reader,
        first: &line.case.record,
        second: &second.record,
        whole: second.whole,
    })
}

/// "the review begun on 5 October 2026".
fn period(opened: &Opened) -> String {
    let begun = opened.review.drawn_on.unwrap_or(opened.review.planned_on);
    format!("cases drawn on {}", practice::days::long(begun))
}

async fn grades(act: &mut Act, opened: &Opened, case: &SampledCase) -> Result<Vec<Outcome>> {
    let sources = agreeing_in_case(act, opened, case.id).await?;
    Ok(opened
        .standards_of_case(&case.standard)
        .into_iter()
        .map(|s| case.record.judge(&opened.framework, s, &sources, false, case.danger_answer()).outcome)
        .collect())
}

/// Asks a reviewer to read a case a second time. Nobody reads their own first reading again, or a case of their own
/// or of somebody they supervise (R6).
///
/// # Errors
/// `NotFound` for somebody who does not lead; `Invalid` for a reader who may not; `Refused` where it is read already.
pub async fn ask_second_reader(act: &mut Act, id: ReviewId, case: SampledCaseId, to: Option<PersonId>) -> Result<()> {
    let page = {
        let opened = load(act, id).await?;
        act.require(Action::PlanReview, &opened.object())?;
        open_to_writing(&opened)?;
        gathered(act, opened).await?
    };
    let line = page.cases.into_iter().find(|line| line.case.id == case).ok_or(Error::NotFound)?;
    let name = format!("second-{}", line.case.id);
    let to = to.ok_or_else(|| Error::field(&name, "Choose who reads it a second time."))?;
    if !line.could.iter().any(|person| person.id == to) || line.case.saved_by_id.0 == Some(to) {
        return Err(Error::field(
            &name,
            "Choose a reviewer who has not read this case: nobody moderates their own reading.",
        ));
    }
    let actor = store::people::actor(&mut act.tx, to).await?.ok_or(Error::NotFound)?;
    let facts =
        CaseFacts { worker: line.case.worker_id, reviewer: line.case.reviewer_id.0, read: line.case.read_on.is_some() };
    let object = Object::Case(&page.opened.facts, &facts);
    if !practice::access::decide(&actor, Action::ReviewCase, &object, act.today()).allowed {
        return Err(Error::field(
            &name,
            "This person is tied to the team or to the worker, and does not read this case.",
        ));
    }
    match reviews::ask_second(&mut act.tx, id, case, to, !line.why.is_empty()).await {
        Err(store::Error::Stale) => return Err(Error::Refused("This case is read a second time already.".into())),
        other => other?,
    }
    act.journal(Happened::SecondReaderAsked, Some(id), None, line.case.reference).await
}

/// Whether somebody is to read a case of this review blind and has not finished: they see no first reading until then.
pub(super) async fn reads_blind(act: &mut Act, id: ReviewId) -> Result<Vec<SampledCaseId>> {
    let me = act.me();
    let seconds = reviews::second_readings(&mut act.tx, id).await?;
    let mine = seconds.into_iter().filter(|s| s.reader_id == me && s.locked_at.is_none());
    Ok(mine.map(|s| s.sampled_case_id).collect())
}

/// Opens the second reading of a case for the person who was asked for it.
///
/// # Errors
/// `NotFound` for anybody else.
pub async fn open_second(act: &mut Act, id: ReviewId, case: SampledCaseId) -> Result<SecondPage> {
    let opened = load(act, id).await?;
    act.require(Action::SeeEvidence, &opened.object())?;
    let me = act.me();
    let seconds = reviews::second_readings(&mut act.tx, id).await?;
    let reading =
        seconds.into_iter().find(|s| s.sampled_case_id == case && s.reader_id == me).ok_or(Error::NotFound)?;
    let case = reviews::case(&mut act.tx, case).await?.filter(|c| c.review_id == id).ok_or(Error::NotFound)?;
    act.journal(Happened::CaseReviewSeen, Some(id), Some(case.worker_id.uuid()), case.reference.clone()).await?;
    // Nothing of the first reading goes with it.
    let blind = SampledCase { record: store::Js(CaseRecord::default()), ..case };
    Ok(SecondPage { opened, case: blind, reading })
}

/// Keeps a second reading; with `lock` it is done, and both readings can be compared.
///
/// # Errors
/// `NotFound` for anybody but its reader; `Invalid` for a mark that is none, or parts not marked where it is to be
/// locked; `Stale` where it was saved or locked since.
pub async fn save_second(
    act: &mut Act,
    id: ReviewId,
    case: SampledCaseId,
    seen: i64,
    record: &CaseRecord,
    lock: bool,
) -> Result<()> {
    let page = open_second(act, id, case).await?;
    let facts =
        CaseFacts { worker: page.case.worker_id, reviewer: page.case.reviewer_id.0, read: page.case.read_on.is_some() };
    act.require(Action::ReviewCase, &Object::Case(&page.opened.facts, &facts))?;
    let framework = &page.opened.framework;
    let mut problems = Vec::new();
    for standard in standards_read_twice(framework, page.reading.whole) {
        let (marks, wrong) = record.marks_of(framework, standard);
        problems.extend(wrong.iter().map(|problem| Field::new("marks", problem.to_string())));
        for element in standard.elements.iter().filter(|element| lock && marks.get(&element.key).is_none()) {
            let part = part_name(standard, element);
            problems.push(Field::new(format!("mark-{part}"), format!("Mark {part}, or say that it was not seen.")));
        }
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let locked = lock.then(|| act.now());
    reviews::save_second(&mut act.tx, case, record, locked, seen).await?;
    act.journal(Happened::SecondReadingSaved, Some(id), None, page.case.reference).await
}

/// Writes down what two readers came to on a part on which they differed. The first reading is changed only by its own
/// reader, who opens it again.
///
/// # Errors
/// `NotFound` for somebody who does not review; `Invalid` for what is blank, or no difference.
pub async fn talk_through(
    act: &mut Act,
    id: ReviewId,
    case: SampledCaseId,
    part: &str,
    settled: &str,
    why: &str,
) -> Result<()> {
    let page = {
        let opened = load(act, id).await?;
        act.require(Action::RecordEvidence, &opened.object())?;
        open_to_writing(&opened)?;
        gathered(act, opened).await?
    };
    let line = page.cases.into_iter().find(|line| line.case.id == case).ok_or(Error::NotFound)?;
    let known = line.differing.iter().flatten().any(|(found, _)| found.part == part);
    if !known {
        return Err(Error::NotFound);
    }
    let mut problems = Vec::new();
    if Mark::parse(settled, &page.opened.framework.scale).is_none() {
        problems.push(Field::new(format!("settled-{part}"), "Choose the mark you both came to."));
    }
    if why.trim().is_empty() {
        problems.push(Field::new(format!("why-{part}"), "Say in a sentence why. It helps the next reader."));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let talk = Talk {
        sampled_case_id: case,
        part: part.to_owned(),
        settled: settled.to_owned(),
        why: why.trim().to_owned(),
        talked_on: act.today(),
    };
    let by = act.me();
    reviews::put_talk(&mut act.tx, &talk, by).await?;
    act.journal(Happened::DifferenceTalked, Some(id), None, part).await
}

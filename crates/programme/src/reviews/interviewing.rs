use std::collections::BTreeMap;

use chrono::NaiveDate;
use practice::access::Action;
use practice::frameworks::Voice;
use practice::ids::{EvidenceId, ReviewId, SampledCaseId};
use practice::journal::Happened;
use practice::reviews::{Guide, InterviewCounts, InterviewState, Origin, SourceState, consents, guides, is_expected};
use store::Js;
use store::reviews::{self, Interview, SampledCase};

use super::cases::find;
use super::evidence::{NewItem, keep_evidence, keep_source, open_to_writing};
use super::opening::{Opened, load};
use super::taking_out::nothing_rests_on;
use crate::{Act, Error, Field, Result};

/// The interviews of a review: a line for each case, a place in it for each of the four.
pub struct InterviewsPage {
    /// The review.
    pub opened: Opened,
    /// The guides, in order.
    pub guides: Vec<Guide>,
    /// Each case with the states of its interviews, in the order of the guides.
    pub cases: Vec<(SampledCase, Vec<InterviewState>)>,
    /// All together.
    pub counts: InterviewCounts,
    /// How many cases are to be read, and how many are.
    pub records: (usize, usize),
}

/// One interview.
pub struct OpenedInterview {
    /// The review.
    pub opened: Opened,
    /// The case.
    pub case: SampledCase,
    /// What is asked.
    pub guide: Guide,
    /// Who speaks in it.
    pub voice: Voice,
    /// What is written down so far.
    pub interview: Interview,
    /// Whether the person may write in it.
    pub may_write: bool,
}

/// An interview as it is written down.
#[derive(Clone, Debug, Default)]
pub struct InterviewForm {
    /// The version that was seen; 0 for none.
    pub seen: i64,
    /// How far it has come.
    pub state: Option<InterviewState>,
    /// How they agreed.
    pub consent: String,
    /// Why there is none.
    pub reason: String,
    /// The day it was held.
    pub held_on: Option<NaiveDate>,
    /// How many minutes it took.
    pub minutes: i64,
    /// What was said, by the id of the question.
    pub notes: BTreeMap<String, String>,
    /// Whether it agrees with the rest.
    pub agrees: Option<bool>,
}

/// The interviews of a review, with how many were expected and done.
///
/// # Errors
/// `NotFound` for somebody who does not review.
pub async fn interviews(act: &mut Act, id: ReviewId) -> Result<InterviewsPage> {
    let opened = load(act, id).await?;
    act.require(Action::SeeEvidence, &opened.object())?;
    let page = gathered(act, opened).await?;
    act.journal(Happened::EvidenceSeen, Some(id), None, "interviews").await?;
    Ok(page)
}

async fn gathered(act: &mut Act, opened: Opened) -> Result<InterviewsPage> {
    let id = opened.review.id;
    let guides = guides(&opened.framework);
    let rows = reviews::interviews(&mut act.tx, id).await?;
    let cases: Vec<SampledCase> =
        reviews::cases(&mut act.tx, id).await?.into_iter().filter(|case| !case.replaced).collect();
    let mut counts = InterviewCounts::default();
    let mut lines = Vec::new();
    for case in cases {
        let states: Vec<InterviewState> = guides
            .iter()
            .map(|guide| match rows.iter().find(|r| r.sampled_case_id == case.id && r.source == guide.source) {
                Some(row) => row.state,
                None => unwritten(&opened, &guide.source, case.has_carer),
            })
            .collect();
        states.iter().for_each(|state| counts.add(*state));
        lines.push((case, states));
    }
    let records = (lines.len(), lines.iter().filter(|(case, _)| case.read_on.is_some()).count());
    Ok(InterviewsPage { opened, guides, cases: lines, counts, records })
}

/// Before anybody has written about it: to be arranged, or nobody to ask.
fn unwritten(opened: &Opened, source: &str, has_carer: Option<bool>) -> InterviewState {
    if is_expected(&opened.framework, source, has_carer) {
        InterviewState::ToArrange
    } else {
        InterviewState::NotApplicable
    }
}

/// Opens one interview of a case. That it was read is journalled: the worker may ask who read what concerns them.
///
/// # Errors
/// `NotFound` for somebody who does not review, for what is no interview, and for a case that is not in the sample.
pub async fn open_interview(act: &mut Act, id: ReviewId, case: SampledCaseId, source: &str) -> Result<OpenedInterview> {
    let opened = load(act, id).await?;
    act.require(Action::SeeEvidence, &opened.object())?;
    let guide = guides(&opened.framework).into_iter().find(|g| g.source == source).ok_or(Error::NotFound)?;
    let voice = opened.framework.source(source).map(|source| source.voice).ok_or(Error::NotFound)?;
    let case = find(act, id, case).await?;
    let rows = reviews::interviews(&mut act.tx, id).await?;
    let known = rows.into_iter().find(|row| row.sampled_case_id == case.id && row.source == source);
    let interview = match known {
        Some(row) => row,
        None => {
            let state = unwritten(&opened, source, case.has_carer);
            let nobody = state == InterviewState::NotApplicable;
            Interview {
                sampled_case_id: case.id,
                source: source.to_owned(),
                state,
                consent: String::new(),
                reason: if nobody { "The caseload names no informal carer.".to_owned() } else { String::new() },
                held_on: None,
                minutes: 0,
                notes: Js::default(),
                agrees: true,
                version: 0,
            }
        }
    };
    let may_write = opened.review.stage.takes_evidence() && act.may(Action::RecordEvidence, &opened.object());
    act.journal(Happened::EvidenceSeen, Some(id), Some(case.worker_id.uuid()), source).await?;
    Ok(OpenedInterview { opened, case, guide, voice, interview, may_write })
}

/// Writes an interview down. When it is done, each answer becomes evidence for the parts it bears on, once.
///
/// # Errors
/// `NotFound` for somebody who does not review; `Invalid` for what is missing; `Stale` where somebody was first;
/// `Refused` where it was done already.
pub async fn save_interview(
    act: &mut Act,
    id: ReviewId,
    case: SampledCaseId,
    source: &str,
    form: &InterviewForm,
) -> Result<()> {
    let page = open_interview(act, id, case, source).await?;
    act.require(Action::RecordEvidence, &page.opened.object())?;
    open_to_writing(&page.opened)?;
    if page.interview.state == InterviewState::Done && page.interview.version > 0 {
        let says = "This interview is done, and what was said is evidence. Open it again to change it.";
        return Err(Error::Refused(says.into()));
    }
    let row = checked(act, &page, form)?;
    let by = act.me();
    reviews::put_interview(&mut act.tx, id, &row, by).await?;
    if row.state == InterviewState::Done {
        keep_what_was_said(act, &page, &row).await?;
    }
    act.journal(Happened::InterviewSaved, Some(id), Some(page.case.worker_id.uuid()), source).await?;
    let all = gathered(act, page.opened).await?;
    say_how_far(act, &all, source).await
}

/// Opens an interview again that was done: to put it right, or because the person changed their mind. What was said is no
/// evidence until it is done again; the notes stay to be put right, and go when it is called declined.
///
/// # Errors
/// `NotFound` for somebody who does not review; `Refused` where it is not done, where a settled judgement bears on it
/// and where a proposal to judge differently rests on it; `Stale` where somebody has saved since `seen`.
pub async fn reopen_interview(act: &mut Act, id: ReviewId, case: SampledCaseId, source: &str, seen: i64) -> Result<()> {
    let page = open_interview(act, id, case, source).await?;
    act.require(Action::RecordEvidence, &page.opened.object())?;
    open_to_writing(&page.opened)?;
    if page.interview.version != seen {
        return Err(Error::Stale);
    }
    if page.interview.state != InterviewState::Done {
        return Err(Error::Refused("This interview is open.".into()));
    }
    let items: Vec<EvidenceId> = reviews::evidence(&mut act.tx, id)
        .await?
        .into_iter()
        .filter(|item| item.source == source && item.sampled_case_id.0 == Some(case))
        .filter(|item| item.origin == Origin::Interview)
        .map(|item| item.id)
        .collect();
    nothing_rests_on(act, id, &items).await?;
    for item in items {
        reviews::remove_evidence(&mut act.tx, id, item).await?;
    }
    let by = act.me();
    let row = Interview { state: InterviewState::Booked, ..page.interview.clone() };
    reviews::put_interview(&mut act.tx, id, &row, by).await?;
    act.journal(Happened::InterviewReopened, Some(id), Some(page.case.worker_id.uuid()), source).await?;
    let all = gathered(act, page.opened).await?;
    say_how_far(act, &all, source).await
}

fn checked(act: &Act, page: &OpenedInterview, form: &InterviewForm) -> Result<Interview> {
    let mut problems = Vec::new();
    let state = form.state.unwrap_or(InterviewState::ToArrange);
    if form.state.is_none() {
        problems.push(Field::new("state", "Say how far it has come."));
    } else if !InterviewState::of(page.voice).contains(&state) {
        problems.push(Field::new("state", "There is somebody to ask here in every case. Say what came of asking."));
    }
    if state.needs_reason() && form.reason.trim().is_empty() {
        problems.push(Field::new("reason", "Say why nobody could be asked, or what was tried."));
    }
    let has_agreed = consents(page.voice).iter().any(|(word, _)| *word == form.consent);
    if state == InterviewState::Done {
        let first = page.guide.questions.first().map_or("", |question| question.id.as_str());
        problems.extend(missing_of_held(act, form, has_agreed, first));
    }
    let is_kept = state.keeps_what_was_said();
    if !is_kept {
        let says =
            "Nobody was interviewed, so nothing that was said is kept. Clear this, or change how far it has come.";
        let written = form.notes.iter().filter(|(_, note)| !note.trim().is_empty());
        problems.extend(written.map(|(question, _)| Field::new(format!("note-{question}"), says)));
    }
    if !(0..=1_440).contains(&form.minutes) {
        problems.push(Field::new("minutes", "Give the minutes it took, up to a day."));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let asked = |id: &String| page.guide.questions.iter().any(|question| question.id == *id);
    let typed = form.notes.iter().filter(|(id, note)| asked(id) && !note.trim().is_empty());
    // An answer to a question that the guide no longer asks has no place in the form: it stays as it was.
    let others = page.interview.notes.iter().filter(|(id, _)| is_kept && !asked(id));
    Ok(Interview {
        state,
        consent: if is_kept && has_agreed { form.consent.clone() } else { String::new() },
        reason: form.reason.trim().to_owned(),
        held_on: form.held_on.filter(|_| is_kept),
        minutes: if is_kept { form.minutes } else { 0 },
        notes: Js(typed.chain(others).map(|(id, note)| (id.clone(), note.trim().to_owned())).collect()),
        agrees: form.agrees.unwrap_or(true),
        version: form.seen,
        ..page.interview.clone()
    })
}

/// What an interview that was held still needs. `first` is the id of its first question.
fn missing_of_held(act: &Act, form: &InterviewForm, has_agreed: bool, first: &str) -> Vec<Field> {
    let mut problems = Vec::new();
    if !has_agreed {
        problems.push(Field::new("consent", "Say how they agreed to it."));
    }
    match form.held_on {
        None => problems.push(Field::new("held", "Give the day it was held.")),
        Some(day) if day > act.today() => {
            problems.push(Field::new("held", "The day is in the future. Call it booked until then."));
        }
        Some(_) => {}
    }
    if form.notes.values().all(|note| note.trim().is_empty()) {
        problems.push(Field::new(format!("note-{first}"), "Write down at least one thing that was said."));
    }
    if form.agrees.is_none() {
        problems.push(Field::new("agrees", "Say whether it agrees with what else is known."));
    }
    problems
}

/// Each answer as an item of evidence.
async fn keep_what_was_said(act: &mut Act, page: &OpenedInterview, row: &Interview) -> Result<()> {
    let direct = page.opened.framework.source(&row.source).is_some_and(|source| source.direct == "yes");
    let dated = row.held_on.unwrap_or_else(|| act.today());
    for question in &page.guide.questions {
        let Some(note) = row.notes.get(&question.id) else { continue };
        let item = NewItem {
            source: row.source.clone(),
            dated,
            direct,
            agrees: row.agrees,
            note: note.clone(),
            parts: question.elements.clone(),
            case: Some(page.case.id),
        };
        keep_evidence(act, &page.opened, &item, Origin::Interview).await?;
    }
    Ok(())
}

/// Keeps the state of a source up with its interviews. What somebody has settled by hand stays.
async fn say_how_far(act: &mut Act, page: &InterviewsPage, source: &str) -> Result<()> {
    let Some(at) = page.guides.iter().position(|guide| guide.source == source) else { return Ok(()) };
    let mut counts = InterviewCounts::default();
    page.cases.iter().for_each(|(_, states)| counts.add(states[at]));
    let state = match (counts.is_settled(), counts.done) {
        (false, _) => SourceState::InProgress,
        (true, 0) => SourceState::NotAvailable,
        (true, done) if done * 2 < counts.expected => SourceState::Weak,
        (true, _) => SourceState::Collected,
    };
    keep_source(act, &page.opened, source, state, &counts.words()).await
}

/// Counts the interviews again where the sample has changed, of every source that has begun.
pub(super) async fn count_interviews(act: &mut Act, id: ReviewId) -> Result<()> {
    let opened = load(act, id).await?;
    let begun = reviews::sources(&mut act.tx, id).await?.into_iter().filter(|row| row.state != SourceState::Planned);
    let begun: Vec<String> = begun.map(|row| row.source).collect();
    let page = gathered(act, opened).await?;
    for guide in page.guides.iter().filter(|guide| begun.contains(&guide.source)) {
        say_how_far(act, &page, &guide.source).await?;
    }
    Ok(())
}

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use practice::access::{Action, Actor, Object, decide};
use practice::frameworks::Scale;
use practice::ids::{PersonId, ReviewId, SampledCaseId};
use practice::journal::Happened;
use practice::reviews::{
    Agreement, CaseRecord, Grade, Mark, MarkedTwice, Outcome, ReadTwice, read_twice, standards_read_twice,
};
use store::people::Person;
use store::reviews::{self, Evidence, SampledCase, SecondReading, Talk, TwoMarks};

use super::agreeing::{read_back, worked_out, written_by_several};
use super::cases::facts;
use super::evidence::{in_case, open_to_writing, read_blind};
use super::opening::{Opened, load};
use crate::{Act, Error, Field, Result};

/// Said of whoever has a part in the first reading.
const OWN: &str = "Choose a reviewer who has not read this case: nobody moderates their own reading.";
/// Said of whoever the access rules keep from the case.
const TIED: &str = "This person is tied to the team or to the worker, and does not read this case.";
/// Said of whoever has opened the first reading.
const SAW: &str = "This person has opened the first reading, so they would not read the case blind.";

/// Second readings of a review, and how far readers agree.
pub struct ModerationPage {
    /// The review.
    pub opened: Opened,
    /// Each case, and its second reading.
    pub cases: Vec<Moderated>,
    /// How far readers agree, by the marks as they stood when both were done.
    pub agreement: Agreement,
    /// The names of the readers who are compared.
    pub names: BTreeMap<PersonId, String>,
    /// Whether the person may ask somebody to read.
    pub may_ask: bool,
    /// Whether the person leads the review.
    pub leads: bool,
}

/// One case and its second reading.
pub struct Moderated {
    /// The case.
    pub case: SampledCase,
    /// Why it is to be read whole, for whoever leads the review; empty for everybody else, who may be asked to read it.
    pub why: Vec<ReadTwice>,
    /// Whether all of it is to be read, or the critical standards.
    pub whole: bool,
    /// The second reading, once somebody is asked.
    pub second: Option<SecondReading>,
    /// Who could read it a second time, for whoever may ask.
    pub could: Vec<Person>,
    /// Why other reviewers could not.
    could_not: Vec<(PersonId, &'static str)>,
    /// Whether the person may write down what the two came to: one of them, or whoever leads.
    pub may_talk: bool,
    /// Where the two differed when both were done, and what they came to; `None` before that.
    pub differing: Option<Vec<(MarkedTwice, Option<Talk>)>>,
}

impl Moderated {
    /// Differences that nobody has talked through.
    #[must_use]
    pub fn to_talk(&self) -> usize {
        self.differing.iter().flatten().filter(|(_, talk)| talk.is_none()).count()
    }

    /// Whether two have read what two are to read of it. One that was read by the critical standards only and has come
    /// to be read whole since is not done.
    #[must_use]
    pub fn is_read_by_two(&self) -> bool {
        let is_done = |second: &SecondReading| second.locked_at.is_some() && (second.whole || !self.whole);
        self.case.read_on.is_some() && self.second.as_ref().is_some_and(is_done)
    }

    /// Whether it is read by the critical standards only, and has come to be one that is read whole.
    #[must_use]
    pub fn is_to_be_extended(&self) -> bool {
        self.whole && self.second.as_ref().is_some_and(|second| !second.whole)
    }

    /// What keeps its second reader from reading more of it, in a sentence; empty for nothing.
    #[must_use]
    pub fn why_not_the_rest(&self) -> &'static str {
        let Some(reader) = self.second.as_ref().map(|second| second.reader_id) else { return "" };
        if self.could.iter().any(|person| person.id == reader) {
            return "";
        }
        let known = self.could_not.iter().find(|(person, _)| *person == reader);
        known.map_or("This person no longer reviews here.", |(_, why)| *why)
    }
}

/// Second readings, where readers differ, and how far they agree. Whoever has a second reading to finish sees nothing
/// of that case here.
///
/// # Errors
/// `NotFound` for somebody who does not review.
pub async fn moderation(act: &mut Act, id: ReviewId) -> Result<ModerationPage> {
    let opened = load(act, id).await?;
    act.require(Action::SeeEvidence, &opened.object())?;
    let mut page = gathered(act, opened).await?;
    let (me, leads) = (act.me(), page.leads);
    // Which items are read twice only for what they came to is not told before somebody is asked.
    let framework = page.opened.framework.clone();
    page.cases.retain(|line| {
        leads || line.second.is_some() || !standards_read_twice(&framework, &line.case.standard, false).is_empty()
    });
    for line in &mut page.cases {
        let is_blind = line.second.as_ref().is_some_and(|s| s.reader_id == me && s.locked_at.is_none());
        if is_blind || !leads {
            line.why.clear();
        }
        if is_blind {
            // Where a part was done before the rest was asked for, it stays away as well until all of it is.
            (line.differing, line.may_talk) = (None, false);
            line.case.record = store::Js::default();
            line.whole = line.second.as_ref().is_some_and(|second| second.whole);
        }
    }
    act.journal(Happened::OutcomeSeen, Some(id), None, "moderation").await?;
    for line in page.cases.iter().filter(|line| line.differing.is_some()) {
        let (worker, reference) = (line.case.worker_id.uuid(), line.case.reference.clone());
        // Whoever read the critical standards sees how both marked these, and nothing of the rest, which they may still
        // be asked to read blind.
        let is_part = line.second.as_ref().is_some_and(|second| second.reader_id == me && !second.whole);
        let seen = if is_part { Happened::SecondReadingSeen } else { Happened::CaseReviewSeen };
        act.journal(seen, Some(id), Some(worker), reference).await?;
    }
    Ok(page)
}

pub(super) async fn gathered(act: &mut Act, opened: Opened) -> Result<ModerationPage> {
    let id = opened.review.id;
    let cases: Vec<SampledCase> =
        reviews::cases(&mut act.tx, id).await?.into_iter().filter(|case| !case.replaced).collect();
    let seconds = reviews::second_readings(&mut act.tx, id).await?;
    let talks = reviews::talks(&mut act.tx, id).await?;
    let rows = reviews::two_marks(&mut act.tx, id).await?;
    let items = reviews::evidence(&mut act.tx, id).await?;
    // The draw is among all cases, so that it does not change as they are read.
    let settled = reviews::judgements(&mut act.tx, id).await?.into_iter();
    let outstanding: BTreeSet<String> =
        settled.filter(|j| j.settled.0 == Some(Grade::Outstanding.into())).map(|j| j.standard).collect();
    let graded: Vec<(String, Vec<(String, Outcome)>)> =
        cases.iter().map(|case| (drawn_as(case), grades(&opened, case, &items))).collect();
    let twice = read_twice(opened.review.seed.as_deref().unwrap_or_default(), &graded, &outstanding);
    let (me, leads) = (act.me(), act.may(Action::PlanReview, &opened.object()));
    let may_ask = opened.review.stage.takes_evidence() && leads;
    let readers = if may_ask { Some(Readers::of(act, &opened).await?) } else { None };
    let today = act.today();
    let line = |case: SampledCase| {
        let second = seconds.iter().find(|second| second.sampled_case_id == case.id).cloned();
        let (mut could, mut could_not) = (Vec::new(), Vec::new());
        for (person, actor) in readers.iter().flat_map(|readers| &readers.people) {
            let why = readers.as_ref().and_then(|readers| readers.why_not(&opened, &case, actor, today));
            match why {
                None => could.push(person.clone()),
                Some(why) => could_not.push((person.id, why)),
            }
        }
        let why: Vec<ReadTwice> =
            twice.get(&drawn_as(&case)).map(|why| why.iter().copied().collect()).unwrap_or_default();
        let differing = differing(&opened.framework.scale, &case, second.as_ref(), &rows, &talks);
        let reads = case.reviewer_id.0 == Some(me) || second.as_ref().is_some_and(|second| second.reader_id == me);
        let may_talk = opened.review.stage.takes_evidence() && (leads || reads);
        Moderated { whole: !why.is_empty(), case, why, second, could, could_not, may_talk, differing }
    };
    // An item of which nothing is read twice is left out: nobody is asked for it.
    let is_read_twice = |line: &Moderated| {
        line.second.is_some() || !standards_read_twice(&opened.framework, &line.case.standard, line.whole).is_empty()
    };
    let cases = cases.into_iter().map(line).filter(is_read_twice).collect();
    let several = written_by_several(act, &opened).await?;
    let agreement = worked_out(&opened, &rows, &several);
    let named = |row: TwoMarks| [(row.first_id, row.first_reader), (row.second_id, row.second_reader)];
    Ok(ModerationPage { cases, agreement, names: rows.into_iter().flat_map(named).collect(), may_ask, leads, opened })
}

/// What a case is drawn by for a second reading: one record may stand in a practice sample for several signs.
fn drawn_as(case: &SampledCase) -> String {
    if case.standard.is_empty() { case.reference.clone() } else { format!("{}/{}", case.reference, case.standard) }
}

/// Where the two readers of a case differed when both were done, with what they came to.
fn differing(
    scale: &Scale,
    case: &SampledCase,
    second: Option<&SecondReading>,
    rows: &[TwoMarks],
    talks: &[Talk],
) -> Option<Vec<(MarkedTwice, Option<Talk>)>> {
    let mut kept = rows.iter().filter(|row| row.sampled_case_id == case.id).peekable();
    let is_locked = second.is_some_and(|second| second.locked_at.is_some());
    if kept.peek().is_none() && !(is_locked && case.read_on.is_some()) {
        return None;
    }
    let of_part = |part: &str| talks.iter().find(|talk| talk.sampled_case_id == case.id && talk.part == part).cloned();
    let parts = kept.filter_map(|row| read_back(scale, row)).filter(|part| part.apart().is_some());
    let with_talk = |part: MarkedTwice| {
        let talk = of_part(&part.part);
        (part, talk)
    };
    Some(parts.map(with_talk).collect())
}

/// What the standards come to in a case that is read to the end.
fn grades(opened: &Opened, case: &SampledCase, items: &[Evidence]) -> Vec<(String, Outcome)> {
    if case.read_on.is_none() {
        return Vec::new();
    }
    let sources = in_case(&opened.framework, items, case.id);
    let standards = opened.standards_of_case(&case.standard).into_iter();
    let judge = |s: &practice::frameworks::Standard| {
        case.record.judge(&opened.framework, s, &sources, false, case.danger_answer()).outcome
    };
    standards.map(|s| (s.id.clone(), judge(s))).collect()
}

/// The reviewers, and what keeps each from reading a case blind.
struct Readers {
    people: Vec<(Person, Actor)>,
    /// Who has ever written in which case.
    wrote: BTreeSet<(SampledCaseId, PersonId)>,
    /// Who has opened which first reading, by reference.
    saw: BTreeSet<(String, PersonId)>,
}

impl Readers {
    async fn of(act: &mut Act, opened: &Opened) -> Result<Self> {
        let id = opened.review.id;
        let mut people = Vec::new();
        for person in &opened.reviewers {
            let actor = store::people::actor(&mut act.tx, person.id).await?.ok_or(Error::NotFound)?;
            people.push((person.clone(), actor));
        }
        Ok(Self {
            people,
            wrote: reviews::writers(&mut act.tx, id).await?.into_iter().collect(),
            saw: store::journal::readers(&mut act.tx, id).await?.into_iter().collect(),
        })
    }

    /// Nobody moderates their own reading (I3), reads a case of their own or of somebody they supervise (R6), or reads
    /// a case blind whose first reading they have seen.
    fn why_not(&self, opened: &Opened, case: &SampledCase, actor: &Actor, today: NaiveDate) -> Option<&'static str> {
        let person = actor.person;
        let is_own = case.reviewer_id.0 == Some(person) || self.wrote.contains(&(case.id, person));
        let may = decide(actor, Action::ReviewCase, &Object::Case(&opened.facts, &facts(case)), today).allowed;
        let saw = self.saw.contains(&(case.reference.clone(), person));
        [(is_own, OWN), (!may, TIED), (saw, SAW)].into_iter().find(|(is_so, _)| *is_so).map(|(_, why)| why)
    }
}

/// Asks a reviewer to read a case a second time, once its first reading is finished: how much is read follows from
/// that. Nobody reads their own first reading again, or one they have seen, or a case of their own or of somebody they
/// supervise (R6). Asking the same person again changes nothing, but that they read the case whole where it has come to
/// that since: what they have finished of it stays. `seen` is the version of the second reading that was shown; 0 where nobody was asked.
///
/// # Errors
/// `NotFound` for somebody who does not lead; `Invalid` for a reader who may not, or before the first reading is
/// finished; `Refused` where it is read a second time already, or somebody else has begun to; `Stale` where it was
/// asked for or saved since `seen`.
pub async fn ask_second_reader(
    act: &mut Act,
    id: ReviewId,
    case: SampledCaseId,
    to: Option<PersonId>,
    seen: i64,
) -> Result<()> {
    let page = {
        let opened = load(act, id).await?;
        act.require(Action::PlanReview, &opened.object())?;
        open_to_writing(&opened)?;
        gathered(act, opened).await?
    };
    let line = page.cases.into_iter().find(|line| line.case.id == case).ok_or(Error::NotFound)?;
    let name = format!("second-{case}");
    let to = to.ok_or_else(|| Error::field(&name, "Choose who reads it a second time."))?;
    let second = line.second.as_ref();
    let done = second.filter(|second| second.locked_at.is_some());
    if let Some(done) = done.filter(|done| done.reader_id != to || !line.is_to_be_extended()) {
        return Err(Error::Refused(format!("{} has read this case a second time already.", done.reader)));
    }
    let reads_it = second.filter(|second| second.reader_id == to);
    if reads_it.is_some_and(|second| second.whole || !line.whole) {
        return Ok(());
    }
    if second.map_or(0, |second| second.version) != seen {
        return Err(Error::Stale);
    }
    if let Some(begun) = second.filter(|s| s.reader_id != to && s.record.0 != CaseRecord::default()) {
        let says = format!(
            "{} has begun to read it. Withdraw their reading first: what is not finished goes with it.",
            begun.reader
        );
        return Err(Error::Refused(says));
    }
    if line.case.read_on.is_none() {
        let says = "The first reading is not finished. Ask when it is: how much is read a second time follows from it.";
        return Err(Error::field(&name, says));
    }
    if (reads_it.is_none() || done.is_some()) && !line.could.iter().any(|person| person.id == to) {
        let why = line.could_not.iter().find(|(person, _)| *person == to).map_or(OWN, |(_, why)| *why);
        return Err(Error::field(&name, why));
    }
    match done {
        Some(_) => reviews::extend_second(&mut act.tx, case, seen).await?,
        None => reviews::ask_second(&mut act.tx, id, case, to, line.whole, seen).await?,
    }
    act.journal(Happened::SecondReaderAsked, Some(id), Some(to.uuid()), line.case.reference).await
}

/// Writes down, once, what two readers came to on a part on which they differed. The first reading is changed only by
/// its own reader, who opens it again.
///
/// # Errors
/// `NotFound` for anybody but the two and the lead, and for no difference; `Invalid` for what is blank; `Stale` where
/// something else is written down already.
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
    let me = act.me();
    if line.second.as_ref().is_some_and(|second| second.reader_id == me && second.locked_at.is_none()) {
        return Err(Error::NotFound);
    }
    let known = line.differing.iter().flatten().find(|(found, _)| found.part == part);
    let (_, written) = known.filter(|_| line.may_talk).ok_or(Error::NotFound)?;
    if let Some(talk) = written {
        return if talk.settled == settled && talk.why == why.trim() { Ok(()) } else { Err(Error::Stale) };
    }
    let mut problems = Vec::new();
    if Mark::parse(settled, &page.opened.framework.scale).is_none() {
        problems.push(Field::new(format!("settled-{case}-{part}"), "Choose the mark you both came to."));
    }
    if why.trim().is_empty() {
        problems.push(Field::new(format!("why-{case}-{part}"), "Say in a sentence why. It helps the next reader."));
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
    // The part stays out: what the worker reads of it tells nothing of what was found in their case (R8).
    let worker = line.case.worker_id.uuid();
    act.journal(Happened::DifferenceTalked, Some(id), Some(worker), line.case.reference).await
}

/// How many differences between this person and another reader nobody has talked through, in cases whose reading is
/// not closed to them.
pub(crate) async fn differences_of_mine(act: &mut Act, opened: &Opened) -> Result<usize> {
    let (id, me) = (opened.review.id, act.me());
    let blind = read_blind(act, id).await?;
    let talks = reviews::talks(&mut act.tx, id).await?;
    let is_talked =
        |row: &TwoMarks| talks.iter().any(|talk| talk.sampled_case_id == row.sampled_case_id && talk.part == row.part);
    let rows = reviews::two_marks(&mut act.tx, id).await?.into_iter();
    let mine = rows.filter(|row| [row.first_id, row.second_id].contains(&me) && !blind.contains(&row.sampled_case_id));
    let differs = |row: &TwoMarks| read_back(&opened.framework.scale, row).is_some_and(|part| part.apart().is_some());
    Ok(mine.filter(|row| differs(row) && !is_talked(row)).count())
}

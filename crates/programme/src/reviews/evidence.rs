use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use practice::access::Action;
use practice::frameworks::Framework;
use practice::ids::{ContradictionId, EvidenceId, ReviewId, SampledCaseId};
use practice::journal::Happened;
use practice::reviews::{Origin, SourceState, SourceStatus};
use store::Maybe;
use store::reviews::{self, Contradiction, Evidence, NewEvidence, SampledCase};

use super::cases::begin_gathering;
use super::opening::{Opened, load};
use super::taking_out::is_theirs;
use crate::{Act, Error, Field, Result};

/// Everything gathered in a review.
pub struct EvidencePage {
    /// The review.
    pub opened: Opened,
    /// Every source of the framework with how far it has come, and the version to send back.
    pub sources: Vec<(SourceStatus, i64)>,
    /// The items, by source and date.
    pub items: Vec<Evidence>,
    /// The parts each item bears on, such as `S18c`.
    pub parts: BTreeMap<EvidenceId, Vec<String>>,
    /// Sources that disagree.
    pub contradictions: Vec<Contradiction>,
    /// The cases of the sample, to say where evidence came from.
    pub cases: Vec<SampledCase>,
    /// Whether the person may add to it.
    pub may_write: bool,
    /// Which items the person may take out again.
    pub may_take_out: BTreeSet<EvidenceId>,
}

/// An item of evidence as it is written down.
#[derive(Clone, Debug)]
pub struct NewItem {
    /// The source, such as `E8`.
    pub source: String,
    /// Its own date: when it was said, seen or counted.
    pub dated: NaiveDate,
    /// Heard or seen at first hand.
    pub direct: bool,
    /// Whether it agrees with the rest.
    pub agrees: bool,
    /// What it says.
    pub note: String,
    /// The parts it bears on, such as `S18c`, or a whole standard, `S18`.
    pub parts: Vec<String>,
    /// The case it came from, if one.
    pub case: Option<SampledCaseId>,
}

/// Shows everything gathered; to whoever is to read a case a second time, nothing that was found in its record yet.
///
/// # Errors
/// `NotFound` for somebody who does not review.
pub async fn evidence_page(act: &mut Act, id: ReviewId) -> Result<EvidencePage> {
    let opened = load(act, id).await?;
    act.require(Action::SeeEvidence, &opened.object())?;
    let blind = read_blind(act, id).await?;
    let record = opened.framework.case_record().map(|source| source.id.clone());
    let is_blind = |case: Option<SampledCaseId>| case.is_some_and(|case| blind.contains(&case));
    let mut items = reviews::evidence(&mut act.tx, id).await?;
    items.retain(|item| Some(&item.source) != record.as_ref() || !is_blind(item.sampled_case_id.0));
    let parts = parts_by_item(act, &opened).await?;
    let mut contradictions = reviews::contradictions(&mut act.tx, id).await?;
    contradictions.retain(|found| is_told(&opened, &blind, found));
    let cases = reviews::cases(&mut act.tx, id).await?.into_iter().filter(|c| !c.replaced).collect();
    let sources = sources(act, &opened).await?;
    let may_write = opened.review.stage.takes_evidence() && act.may(Action::RecordEvidence, &opened.object());
    act.journal(Happened::EvidenceSeen, Some(id), None, "").await?;
    let theirs = items.iter().filter(|item| may_write && is_theirs(act, &opened, item));
    let may_take_out = theirs.map(|item| item.id).collect();
    Ok(EvidencePage { opened, sources, items, parts, contradictions, cases, may_write, may_take_out })
}

/// The cases that the person is to read a second time and has not finished.
pub(super) async fn read_blind(act: &mut Act, id: ReviewId) -> Result<BTreeSet<SampledCaseId>> {
    let me = act.me();
    let seconds = reviews::second_readings(&mut act.tx, id).await?.into_iter();
    Ok(seconds.filter(|s| s.reader_id == me && s.locked_at.is_none()).map(|s| s.sampled_case_id).collect())
}

/// Whether a disagreement is told to whoever is to read these cases blind: not one of them, and not one of all cases
/// together, which gives away what most records show.
pub(super) fn is_told(opened: &Opened, blind: &BTreeSet<SampledCaseId>, found: &Contradiction) -> bool {
    match found.sampled_case_id.0 {
        _ if blind.is_empty() => true,
        Some(case) => !blind.contains(&case),
        None => opened.framework.standard(&found.standard).is_some_and(|standard| !standard.read_in_cases),
    }
}

/// The parts each item of a review's evidence bears on, such as `S18c`.
pub(super) async fn parts_by_item(act: &mut Act, opened: &Opened) -> Result<BTreeMap<EvidenceId, Vec<String>>> {
    let mut parts: BTreeMap<EvidenceId, Vec<String>> = BTreeMap::new();
    for (item, standard, element) in reviews::evidence_parts(&mut act.tx, opened.review.id).await? {
        parts.entry(item).or_default().push(name(opened, &standard, &element));
    }
    Ok(parts)
}

/// Every source of the framework, those not begun as planned.
pub(super) async fn sources(act: &mut Act, opened: &Opened) -> Result<Vec<(SourceStatus, i64)>> {
    let rows = reviews::sources(&mut act.tx, opened.review.id).await?;
    Ok(opened
        .framework
        .sources
        .iter()
        .map(|source| {
            let row = rows.iter().find(|r| r.source == source.id);
            let status = SourceStatus {
                source: source.id.clone(),
                name: source.short.clone(),
                state: row.map_or(SourceState::Planned, |r| r.state),
                detail: row.map_or_else(String::new, |r| r.detail.clone()),
            };
            (status, row.map_or(0, |r| r.version))
        })
        .collect())
}

/// Records by hand how far a source has come.
///
/// # Errors
/// `NotFound` for somebody who does not review; `Invalid` where a reason is wanted; `Stale` where somebody was first.
pub async fn record_source(
    act: &mut Act,
    id: ReviewId,
    source: &str,
    state: SourceState,
    detail: &str,
    seen: i64,
) -> Result<()> {
    let opened = load(act, id).await?;
    act.require(Action::RecordEvidence, &opened.object())?;
    write_source(act, &opened, source, state, detail, seen).await?;
    Ok(reviews::source_by_hand(&mut act.tx, id, source).await?)
}

/// How far a source has come, as an act counts it that has decided by its own rule. What a person has settled by hand
/// stays; what was counted before does not.
pub(crate) async fn keep_source(
    act: &mut Act,
    opened: &Opened,
    source: &str,
    state: SourceState,
    detail: &str,
) -> Result<()> {
    let row = reviews::sources(&mut act.tx, opened.review.id).await?.into_iter().find(|row| row.source == source);
    if row.as_ref().is_some_and(|row| row.by_hand && row.state.is_settled()) {
        return Ok(());
    }
    write_source(act, opened, source, state, detail, row.map_or(0, |row| row.version)).await
}

async fn write_source(
    act: &mut Act,
    opened: &Opened,
    source: &str,
    state: SourceState,
    detail: &str,
    seen: i64,
) -> Result<()> {
    let id = opened.review.id;
    open_to_writing(opened)?;
    opened.framework.source(source).ok_or(Error::NotFound)?;
    let detail = detail.trim();
    if state.needs_reason() && detail.is_empty() {
        return Err(Error::field("detail", "Say what was tried and what came of it, such as “asked 26, 4 replied”."));
    }
    reviews::put_source(&mut act.tx, id, source, state, detail, seen).await?;
    begin_gathering(act, opened).await?;
    act.journal(Happened::SourceRecorded, Some(id), None, source).await
}

/// Adds an item of evidence.
///
/// # Errors
/// `NotFound` for somebody who does not review; `Invalid` for what is blank or does not exist.
pub async fn add_evidence(act: &mut Act, id: ReviewId, item: &NewItem) -> Result<EvidenceId> {
    let opened = load(act, id).await?;
    act.require(Action::RecordEvidence, &opened.object())?;
    keep_evidence(act, &opened, item, Origin::Hand).await
}

/// The same for an act that has decided by its own rule.
pub(crate) async fn keep_evidence(
    act: &mut Act,
    opened: &Opened,
    item: &NewItem,
    origin: Origin,
) -> Result<EvidenceId> {
    let id = opened.review.id;
    open_to_writing(opened)?;
    let parts = check_item(act, opened, item)?;
    if let Some(case) = item.case {
        reviews::case(&mut act.tx, case).await?.filter(|c| c.review_id == id).ok_or(Error::NotFound)?;
    }
    let new = NewEvidence {
        id: act.id(),
        review: id,
        case: item.case,
        source: &item.source,
        dated: item.dated,
        direct: item.direct,
        agrees: item.agrees,
        origin,
        note: item.note.trim(),
        parts: &parts,
        by: act.me(),
        at: act.now(),
    };
    reviews::add_evidence(&mut act.tx, &new).await?;
    let seen = reviews::sources(&mut act.tx, id).await?.into_iter().find(|s| s.source == item.source);
    if seen.as_ref().is_none_or(|s| s.state == SourceState::Planned) {
        let version = seen.map_or(0, |s| s.version);
        reviews::put_source(&mut act.tx, id, &item.source, SourceState::InProgress, "", version).await?;
    }
    begin_gathering(act, opened).await?;
    act.journal(Happened::EvidenceAdded, Some(id), None, item.source.clone()).await?;
    Ok(new.id)
}

fn check_item(act: &Act, opened: &Opened, item: &NewItem) -> Result<Vec<(String, String)>> {
    let mut problems = Vec::new();
    if opened.framework.source(&item.source).is_none() {
        problems.push(Field::new("source", "Choose the source it came from."));
    }
    if item.note.trim().is_empty() {
        problems.push(Field::new("note", "Write what was said, seen or counted."));
    }
    if item.dated > act.today() {
        problems.push(Field::new("dated", "The date is in the future. Give the day it was said, seen or counted."));
    }
    let mut parts = Vec::new();
    for part in &item.parts {
        match place(opened, part) {
            Some(found) => parts.push(found),
            None => problems.push(Field::new(
                "parts",
                format!("There is no standard or part “{part}”. Write them like S18 or S18c."),
            )),
        }
    }
    if item.parts.is_empty() {
        problems.push(Field::new("parts", "Say which standards or parts it bears on, such as S18c."));
    }
    if problems.is_empty() { Ok(parts) } else { Err(Error::Invalid(problems)) }
}

/// Records that two sources disagree. They are stated side by side and never averaged.
///
/// # Errors
/// `NotFound` for somebody who does not review; `Invalid` for what is blank.
pub async fn record_contradiction(
    act: &mut Act,
    id: ReviewId,
    part: &str,
    case: Option<SampledCaseId>,
    record_says: &str,
    people_say: &str,
    third_source: &str,
) -> Result<ContradictionId> {
    let opened = load(act, id).await?;
    act.require(Action::RecordEvidence, &opened.object())?;
    open_to_writing(&opened)?;
    let (standard, element) = place(&opened, part).ok_or_else(|| Error::field("part", no_such(part)))?;
    if let Some(case) = case {
        reviews::case(&mut act.tx, case).await?.filter(|c| c.review_id == id).ok_or(Error::NotFound)?;
    }
    let mut problems = Vec::new();
    if record_says.trim().is_empty() {
        problems.push(Field::new("record_says", "Write what one source says."));
    }
    if people_say.trim().is_empty() {
        problems.push(Field::new("people_say", "Write what the other source says."));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let new = Contradiction {
        id: act.id(),
        sampled_case_id: Maybe(case),
        reference: None,
        standard,
        element,
        record_says: record_says.trim().to_owned(),
        people_say: people_say.trim().to_owned(),
        third_source: third_source.trim().to_owned(),
        decision: None,
        reason: None,
        settled_by: None,
        settled_on: None,
    };
    let by = act.me();
    reviews::add_contradiction(&mut act.tx, id, &new, by).await?;
    act.journal(Happened::ContradictionRecorded, Some(id), None, part).await?;
    Ok(new.id)
}

/// Settles a disagreement by a reasoned decision, best with a third source.
///
/// # Errors
/// `NotFound` for somebody who does not review; `Invalid` for what is blank; `Stale` where it was settled already.
pub async fn settle_contradiction(
    act: &mut Act,
    id: ReviewId,
    which: ContradictionId,
    decision: &str,
    reason: &str,
) -> Result<()> {
    let opened = load(act, id).await?;
    act.require(Action::Judge, &opened.object())?;
    open_to_writing(&opened)?;
    let known =
        reviews::contradictions(&mut act.tx, id).await?.into_iter().find(|d| d.id == which).ok_or(Error::NotFound)?;
    let mut problems = Vec::new();
    if decision.trim().is_empty() {
        problems.push(Field::new("decision", "Write what you conclude."));
    }
    if reason.trim().is_empty() {
        problems.push(Field::new("reason", "Write why. The team reads this in the report."));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let (by, today) = (act.me(), act.today());
    reviews::settle_contradiction(&mut act.tx, which, decision.trim(), reason.trim(), by, today).await?;
    act.journal(Happened::ContradictionSettled, Some(id), None, known.standard).await
}

pub(super) fn open_to_writing(opened: &Opened) -> Result<()> {
    if opened.review.stage.takes_evidence() {
        return Ok(());
    }
    let says = if opened.review.stage.is_open() {
        "Cases are drawn first. Evidence is gathered after that."
    } else {
        "The review is completed, so nothing more is added to it."
    };
    Err(Error::Refused(says.into()))
}

/// The sources heard or seen in one case that agree. An interview or a visit counts for every standard read in the case.
pub(super) async fn agreeing_in_case(act: &mut Act, opened: &Opened, case: SampledCaseId) -> Result<BTreeSet<String>> {
    let items = reviews::evidence(&mut act.tx, opened.review.id).await?;
    Ok(in_case(&opened.framework, &items, case))
}

pub(super) fn in_case(framework: &Framework, items: &[Evidence], case: SampledCaseId) -> BTreeSet<String> {
    let mut sources: BTreeSet<String> = framework.case_record().map(|s| s.id.clone()).into_iter().collect();
    sources.extend(items.iter().filter(|e| e.agrees && e.sampled_case_id.0 == Some(case)).map(|e| e.source.clone()));
    sources
}

/// `S18c` → (`S18`, `c`); `S18` → (`S18`, ``); `A1v` → (`VS1`, `A1v`).
pub(crate) fn place(opened: &Opened, part: &str) -> Option<(String, String)> {
    let part = part.trim();
    let framework = &opened.framework;
    if let Some(standard) = framework.standard(part) {
        return Some((standard.id.clone(), String::new()));
    }
    framework.standards.iter().find_map(|s| {
        let element = s.elements.iter().find(|e| practice::reviews::part_name(s, e) == part)?;
        Some((s.id.clone(), element.key.clone()))
    })
}

fn name(opened: &Opened, standard: &str, element: &str) -> String {
    match opened.framework.standard(standard).and_then(|s| s.element(element).map(|e| (s, e))) {
        Some((standard, element)) => practice::reviews::part_name(standard, element),
        None => standard.to_owned(),
    }
}

fn no_such(part: &str) -> String {
    if part.trim().is_empty() {
        "Say which standard or part it is about, such as S18 or S18c.".to_owned()
    } else {
        format!("There is no standard or part “{part}”.")
    }
}

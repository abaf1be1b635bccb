//! Finance and service records of a review: a file is checked, and what it comes to is kept as evidence.
//!
//! The rows of a file are held in memory while it is read, and are written nowhere.

use std::collections::BTreeMap;

use extracts::records::{About, Problem, ReceivedKind, RecordKind, Rows, Upheld, headers, matched, read};
use practice::access::Action;
use practice::ids::{EvidenceId, ReviewId};
use practice::journal::Happened;
use practice::reviews::Origin;
use practice::reviews::records::{self as rules, Fact, Outside, Records, Told};
use store::records::{self, NewRecordFile, RecordFile};
use store::reviews;

use crate::reviews::{NewItem, Opened, keep_evidence, load, place};
use crate::{Act, Error, Field, Result};

/// The records of a review.
pub struct RecordsPage {
    /// The review.
    pub opened: Opened,
    /// Every kind, and the file that was loaded of it.
    pub kinds: Vec<(RecordKind, Option<RecordFile>)>,
    /// Whether the person may load one.
    pub may_load: bool,
}

/// A file as it was put up.
#[derive(Clone, Copy, Debug)]
pub struct PutUp<'a> {
    /// What it tells of.
    pub kind: RecordKind,
    /// What it is called, to speak of it.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The heading that stands for a column, by the column's key; empty where names tell.
    pub map: &'a BTreeMap<String, String>,
    /// What the person says of each fact, by its text: whether it fits with good practice. Nobody has said so of a fact
    /// that is not in it, and a file is only looked through without.
    pub fits: &'a BTreeMap<String, bool>,
}

/// A file that was looked through. Nothing of it is kept.
pub struct CheckedRecords {
    /// The review.
    pub opened: Opened,
    /// Its headings; none where it cannot be taken apart.
    pub headings: Vec<String>,
    /// The heading that stands for each column now.
    pub map: BTreeMap<String, String>,
    /// The file of the same kind that it would replace.
    pub replaces: Option<RecordFile>,
    /// What it says, or why it cannot be used.
    pub found: std::result::Result<Told, Vec<Problem>>,
}

/// Shows what is loaded and what it says.
///
/// # Errors
/// `NotFound` for somebody who does not review.
pub async fn records_page(act: &mut Act, review: ReviewId) -> Result<RecordsPage> {
    let opened = load(act, review).await?;
    act.require(Action::SeeEvidence, &opened.object())?;
    let files = records::of_review(&mut act.tx, review).await?;
    let of = |kind: RecordKind| files.iter().find(|file| file.kind == kind.as_str()).cloned();
    let kinds = RecordKind::ALL.into_iter().map(|kind| (kind, of(kind))).collect();
    let may_load = opened.review.stage.takes_evidence() && act.may(Action::RecordEvidence, &opened.object());
    act.journal(Happened::RecordsSeen, Some(review), None, "").await?;
    Ok(RecordsPage { opened, kinds, may_load })
}

/// Looks a file through: what would be kept of it, or what is wrong with it. Nothing is written of it.
///
/// # Errors
/// `NotFound` for somebody who does not review; `Refused` while no evidence is gathered.
pub async fn check_records(act: &mut Act, review: ReviewId, file: &PutUp<'_>) -> Result<CheckedRecords> {
    let checked = looked_through(act, review, file).await?;
    act.journal(Happened::RecordsSeen, Some(review), None, file.kind.as_str()).await?;
    Ok(checked)
}

/// Loads a file: what it says becomes evidence, and what an earlier file of the kind said goes. Gives how many facts
/// are kept.
///
/// # Errors
/// `NotFound` for somebody who does not review; `Invalid` for a file that cannot be used, and for a fact of which it is
/// not said whether it fits with good practice; `Refused` while no evidence is gathered, or where a proposal to judge
/// differently rests on what would go.
pub async fn load_records(act: &mut Act, review: ReviewId, file: &PutUp<'_>) -> Result<usize> {
    let checked = looked_through(act, review, file).await?;
    let told = checked.found.map_err(|problems| {
        Error::Invalid(problems.iter().map(|problem| Field::new("file", problem.to_string())).collect())
    })?;
    let fits = said_of_each(&told.facts, file.fits)?;
    if let Some(before) = &checked.replaces {
        let_go(act, review, before).await?;
    }
    let last_day = told.period.last.min(act.today());
    let mut evidence: Vec<EvidenceId> = Vec::new();
    for (fact, agrees) in told.facts.iter().zip(fits) {
        let item = NewItem {
            source: fact.source.clone(),
            dated: last_day,
            direct: false,
            agrees,
            note: fact.text.clone(),
            parts: fact.elements.clone(),
            case: None,
        };
        // This also says that the source has begun, where nobody has said more of it.
        evidence.push(keep_evidence(act, &checked.opened, &item, Origin::Records).await?);
    }
    let name: String = file.name.chars().filter(|letter| !letter.is_control()).take(120).collect();
    let new = NewRecordFile {
        id: act.id(),
        review,
        kind: file.kind.as_str(),
        file_name: &name,
        row_count: i64::try_from(told.rows).unwrap_or(i64::MAX),
        first_day: told.period.first,
        last_day,
        facts: &told.facts,
        evidence: &evidence,
        by: act.me(),
        at: act.now(),
    };
    records::add(&mut act.tx, &new).await?;
    act.journal(Happened::RecordsLoaded, Some(review), None, file.kind.as_str()).await?;
    Ok(told.facts.len())
}

/// Whether each fact fits with good practice, as the person says who keeps it: a figure alone does not tell.
fn said_of_each(facts: &[Fact], fits: &BTreeMap<String, bool>) -> Result<Vec<bool>> {
    let mut problems = Vec::new();
    for (place, fact) in facts.iter().enumerate().filter(|(_, fact)| !fits.contains_key(&fact.text)) {
        let about = fact.text.split(':').next().unwrap_or_default();
        let says = format!("Say whether it fits with good practice: {about}.");
        problems.push(Field::new(format!("fits-{}", place + 1), says));
    }
    if problems.is_empty() {
        Ok(facts.iter().filter_map(|fact| fits.get(&fact.text).copied()).collect())
    } else {
        Err(Error::Invalid(problems))
    }
}

/// Takes away what an earlier file said, unless somebody has built on it.
async fn let_go(act: &mut Act, review: ReviewId, before: &RecordFile) -> Result<()> {
    let proposals = reviews::overrides(&mut act.tx, review).await?;
    if proposals.iter().any(|proposal| proposal.evidence.iter().any(|item| before.evidence.contains(item))) {
        return Err(Error::Refused(
            "A proposal to judge differently rests on what the loaded file says, so it cannot be replaced. Add what is new as evidence instead."
                .into(),
        ));
    }
    Ok(records::remove(&mut act.tx, review, before).await?)
}

async fn looked_through(act: &mut Act, review: ReviewId, file: &PutUp<'_>) -> Result<CheckedRecords> {
    let opened = load(act, review).await?;
    act.require(Action::RecordEvidence, &opened.object())?;
    if !opened.review.stage.takes_evidence() {
        return Err(Error::Refused("Records are loaded between the draw and the completion of a review.".into()));
    }
    let loaded = records::of_review(&mut act.tx, review).await?;
    let headings = headers(file.bytes).unwrap_or_default();
    let mut map = matched(file.kind, &headings);
    map.extend(file.map.clone());
    let found = read(file.kind, file.bytes, file.map).and_then(|rows| {
        let told =
            rules::told(&as_rules_have_it(rows), act.today()).map_err(|outside| nothing_lately(&outside, &map))?;
        fitting(&opened, told)
    });
    Ok(CheckedRecords {
        headings,
        map,
        replaces: loaded.into_iter().find(|known| known.kind == file.kind.as_str()),
        found,
        opened,
    })
}

/// The facts for which the standards of the review have a part.
fn fitting(opened: &Opened, told: Told) -> std::result::Result<Told, Vec<Problem>> {
    if told.facts.is_empty() {
        return Err(whole(&told.notices.join(" ")));
    }
    let fits = |mut fact: Fact| {
        fact.elements.retain(|part| place(opened, part).is_some());
        (!fact.elements.is_empty() && opened.framework.source(&fact.source).is_some()).then_some(fact)
    };
    let facts: Vec<Fact> = told.facts.into_iter().filter_map(fits).collect();
    if facts.is_empty() {
        return Err(whole("The standards of this review have no part that these records bear on."));
    }
    Ok(Told { facts, ..told })
}

/// A file that tells of other months, with the heading of the column that shows it.
fn nothing_lately(outside: &Outside, map: &BTreeMap<String, String>) -> Vec<Problem> {
    let key = outside.newest.map_or("", |(_, key)| key);
    let heading = map.get(key).map_or(key, String::as_str);
    whole(&outside.says(heading)).into_iter().map(|found| Problem { column: heading.to_owned(), ..found }).collect()
}

/// A problem with the whole of a file.
fn whole(says: &str) -> Vec<Problem> {
    vec![Problem { about: About::File, line: 0, column: String::new(), value: String::new(), says: says.to_owned() }]
}

/// Rows of a file as the rules take them.
fn as_rules_have_it(rows: Rows) -> Records {
    match rows {
        Rows::Spend(rows) => Records::Spend(
            rows.into_iter()
                .map(|row| rules::Spend {
                    month: row.month,
                    budget: row.budget,
                    spend: row.spend,
                    overtime: row.overtime,
                    agency: row.agency,
                })
                .collect(),
        ),
        Rows::Packages(rows) => Records::Packages(
            rows.into_iter()
                .map(|row| rules::Package {
                    weekly_cost: row.weekly_cost,
                    started: row.started,
                    requested: row.requested,
                    decided: row.decided,
                })
                .collect(),
        ),
        Rows::Supervision(rows) => Records::Supervision(
            rows.into_iter()
                .map(|row| rules::Session {
                    on: row.on,
                    worker: row.worker,
                    held: row.held,
                    minutes: row.minutes,
                    cancelled_by: row.cancelled_by,
                    reflective: row.reflective,
                })
                .collect(),
        ),
        Rows::Complaints(rows) => Records::Complaints(
            rows.into_iter()
                .map(|row| rules::Received { on: row.on, kind: kind(row.kind), upheld: row.upheld.map(upheld) })
                .collect(),
        ),
        Rows::Training(rows) => Records::Training(
            rows.into_iter()
                .map(|row| rules::Training { worker: row.worker, course: row.course, due: row.due, done: row.done })
                .collect(),
        ),
    }
}

fn kind(kind: ReceivedKind) -> rules::ReceivedKind {
    match kind {
        ReceivedKind::Complaint => rules::ReceivedKind::Complaint,
        ReceivedKind::Compliment => rules::ReceivedKind::Compliment,
        ReceivedKind::Incident => rules::ReceivedKind::Incident,
    }
}

fn upheld(upheld: Upheld) -> rules::Upheld {
    match upheld {
        Upheld::Yes => rules::Upheld::Yes,
        Upheld::Partly => rules::Upheld::Partly,
        Upheld::No => rules::Upheld::No,
    }
}

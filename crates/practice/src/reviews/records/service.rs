use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::period::{A_DAY, Kept, Period, last_twelve_months};
use super::{
    Fact, Outside, Received, ReceivedKind, SERVICE, Session, Told, Training, Upheld, counted, fact, half, share,
    twice_the_median,
};
use crate::days;
use crate::reviews::and;
use crate::surveys::{SHOWN_FROM, shown};

/// No figure is made of fewer workers: it would come near one person's own (domain model, section 8).
const FEWEST_WORKERS: usize = 5;

/// Supervision: held of due, how long, by whom cancelled, and whether reflection is noted.
pub(super) fn supervision(rows: &[Session], today: NaiveDate) -> Result<Told, Outside> {
    let Kept { rows, period, mut notices } = last_twelve_months(rows, today, A_DAY, |row| (row.on, "date"))?;
    notices.extend(period.notice());
    let count = rows.len();
    let mut facts = Vec::new();
    if few(rows.iter().map(|row| row.worker.as_str())) {
        notices.push(too_few("The file tells"));
        return Ok(Told { facts, notices, period, rows: count });
    }
    let held: Vec<&Session> = rows.iter().copied().filter(|row| row.held).collect();
    if let Some(share) = share(held.len(), count, &period.to_string()) {
        let text = format!("Supervision held of due: {share}.{}", cancelled(&rows));
        facts.push(fact(SERVICE, &["S41a"], text));
    }
    let timed: Vec<&Session> = held.iter().copied().filter(|row| row.minutes.is_some()).collect();
    if !few(timed.iter().map(|row| row.worker.as_str()))
        && let Some(twice) = twice_the_median(timed.iter().filter_map(|row| row.minutes).map(i64::from))
    {
        let n = counted(timed.len(), "session", "sessions");
        facts.push(fact(
            SERVICE,
            &["S41a"],
            format!("Length of supervision, {period}: median {} minutes (n = {n}).", half(twice)),
        ));
    }
    let noted: Vec<&Session> = held.iter().copied().filter(|row| row.reflective.is_some()).collect();
    let reflective = noted.iter().filter(|row| row.reflective == Some(true)).count();
    if !few(noted.iter().map(|row| row.worker.as_str()))
        && let Some(share) = share(reflective, noted.len(), &period.to_string())
    {
        facts.push(fact(SERVICE, &["S41c"], format!("Supervision held in which reflection is noted: {share}.")));
    }
    Ok(Told { facts, notices, period, rows: count })
}

/// Whether rows tell of so few workers that no figure is made of them.
fn few<'a>(workers: impl Iterator<Item = &'a str>) -> bool {
    let known: BTreeSet<String> = workers.map(str::to_lowercase).collect();
    known.len() < FEWEST_WORKERS
}

/// What to know where a figure is not made. `what` is "The file tells", or the like.
fn too_few(what: &str) -> String {
    format!(
        "{what} of fewer than {FEWEST_WORKERS} workers in these months, so no figure is made of it: it would come near \
         one person's own."
    )
}

/// Why a session was not held, by words that logs use. A name is never repeated: whatever is none of these words is
/// another reason.
const REASONS: [(&str, &[&str]); 5] = [
    ("cancelled by the supervisor", &["supervisor", "manager"]),
    ("cancelled by the worker", &["worker", "supervisee", "practitioner"]),
    ("through sickness", &["sick", "illness", "unwell"]),
    ("for another reason", &[]),
    ("without a reason", &[]),
];

/// The place of a reason in [`REASONS`], as a log has it.
fn reason(said: &str) -> usize {
    let said = said.trim().to_lowercase();
    let known = REASONS.iter().position(|(_, words)| words.iter().any(|word| said.contains(word)));
    known.unwrap_or(if said.is_empty() { 4 } else { 3 })
}

/// " Not held: 8 cancelled by the supervisor and 5 cancelled by the worker." Counts below five are not shown, nor is a
/// further one through which they could be worked out from the total.
fn cancelled(rows: &[&Session]) -> String {
    let mut counts = [0_u32; REASONS.len()];
    for row in rows.iter().filter(|row| !row.held) {
        counts[reason(&row.cancelled_by)] += 1;
    }
    let (mut told, mut hidden) = (Vec::new(), Vec::new());
    for ((words, _), count) in REASONS.iter().zip(shown(&counts)) {
        match count {
            Some(0) => {}
            Some(count) => told.push(format!("{count} {words}")),
            None => hidden.push(*words),
        }
    }
    let mut said = if told.is_empty() { String::new() } else { format!(" Not held: {}.", and(&told)) };
    if !hidden.is_empty() {
        said.push_str(&format!(
            " Not shown, so that no count below {SHOWN_FROM} can be worked out: {}.",
            hidden.join(", ")
        ));
    }
    said
}

/// Complaints, compliments and incidents, counted.
pub(super) fn complaints(rows: &[Received], today: NaiveDate) -> Result<Told, Outside> {
    let Kept { rows, period, mut notices } = last_twelve_months(rows, today, A_DAY, |row| (row.on, "received_on"))?;
    notices.extend(period.notice());
    let of = |kind: ReceivedKind| rows.iter().filter(|row| row.kind == kind).count();
    let mut facts = Vec::new();
    // A kind that the file does not hold may be kept elsewhere: nothing is said of it.
    if of(ReceivedKind::Complaint) > 0 {
        facts.push(complaint_fact(&rows, period));
    }
    for (count, what, part) in
        [(of(ReceivedKind::Compliment), "Compliments", "S50c"), (of(ReceivedKind::Incident), "Incidents", "S50b")]
    {
        if count > 0 {
            facts.push(fact(SERVICE, &[part], format!("{what}, {period}: {count}.")));
        }
    }
    let count = rows.len();
    Ok(Told { facts, notices, period, rows: count })
}

fn complaint_fact(rows: &[&Received], period: Period) -> Fact {
    let all: Vec<&Received> = rows.iter().copied().filter(|row| row.kind == ReceivedKind::Complaint).collect();
    let came = |what: Option<Upheld>| all.iter().filter(|row| row.upheld == what).count();
    let parts: Vec<String> = [
        (came(Some(Upheld::Yes)), "upheld"),
        (came(Some(Upheld::Partly)), "upheld in part"),
        (came(Some(Upheld::No)), "not upheld"),
        (came(None), "without an outcome"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{count} {what}"))
    .collect();
    let came = if parts.is_empty() { String::new() } else { format!(", of which {}", and(&parts)) };
    fact(SERVICE, &["S50b"], format!("Complaints, {period}: {}{came}.", all.len()))
}

/// Training and registration in date today.
pub(super) fn training(rows: &[Training], today: NaiveDate) -> Result<Told, Outside> {
    let Kept { rows, period, mut notices } = last_twelve_months(rows, today, A_DAY, |row| told_on(row, today))?;
    let count = rows.len();
    let mut facts = Vec::new();
    if few(rows.iter().map(|row| row.worker.as_str())) {
        notices.push(too_few("The file tells"));
        return Ok(Told { facts, notices, period, rows: count });
    }
    let (registration, courses): (Vec<&Training>, Vec<&Training>) =
        rows.into_iter().partition(|row| row.course.to_lowercase().contains("registration"));
    for (rows, what, part) in [(courses, "Training", "S47b"), (registration, "Registration", "S47a")] {
        if rows.is_empty() {
            continue;
        }
        if few(rows.iter().map(|row| row.worker.as_str())) {
            notices.push(too_few(&format!("{what} is told")));
        } else {
            let said = in_date(&rows, today);
            facts.extend(said.map(|said| fact(SERVICE, &[part], format!("{what} in date: {said}"))));
        }
    }
    Ok(Told { facts, notices, period, rows: count })
}

/// The day that a row is of, and where it stands: the later of the day it was due and the day it was done. What is not
/// done is of today, and so is what was done before it is due.
fn told_on(row: &Training, today: NaiveDate) -> (NaiveDate, &'static str) {
    match row.done {
        None => (today, "due_on"),
        Some(done) if done > today || done >= row.due => (done, "done_on"),
        Some(_) => (row.due.min(today), "due_on"),
    }
}

/// How many are in date on a day: done, or not due before it. Counts below five of what was done late are not shown.
fn in_date(rows: &[&Training], on: NaiveDate) -> Option<String> {
    let current = rows.iter().filter(|row| row.done.is_some() || row.due >= on).count();
    let share = share(current, rows.len(), &format!("on {}", days::long(on)))?;
    let late = rows.iter().filter(|row| row.done.is_some_and(|day| day > row.due)).count();
    let late = match late {
        0 => String::new(),
        few if few < FEWEST_WORKERS => {
            format!(" Fewer than {FEWEST_WORKERS} of them were done after the day they were due.")
        }
        some => format!(" {some} of them were done after the day they were due."),
    };
    Some(format!("{share}.{late}"))
}

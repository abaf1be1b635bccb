use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::period::{Kept, Period, last_twelve_months};
use super::{
    Fact, MEDIAN_FROM, Received, ReceivedKind, SERVICE, Session, Told, Training, Upheld, counted, fact, half, share,
    twice_the_median,
};
use crate::days;
use crate::reviews::and;

/// A file that tells of fewer workers says nothing: every figure of it would be about one person.
const FEWEST_WORKERS: usize = 2;

/// Supervision: held of due, how long, by whom cancelled, and whether reflection is noted.
pub(super) fn supervision(rows: &[Session], today: NaiveDate) -> Option<Told> {
    let Kept { rows, period, mut notices } = last_twelve_months(rows, today, |row| row.on)?;
    notices.extend(period.notice());
    let count = rows.len();
    if one_worker(rows.iter().map(|row| row.worker.as_str())) {
        notices.push(ABOUT_ONE.to_owned());
        return Some(Told { facts: Vec::new(), notices, period, rows: count });
    }
    let held: Vec<&Session> = rows.iter().copied().filter(|row| row.held).collect();
    let mut facts = Vec::new();
    if let Some(share) = share(held.len(), count, &period.to_string()) {
        let text = format!("Supervision held of due: {share}.{}", cancelled(&rows));
        facts.push(fact(SERVICE, &["S41a"], text));
    }
    let minutes: Vec<i64> = held.iter().filter_map(|row| row.minutes).map(i64::from).collect();
    if minutes.len() >= MEDIAN_FROM
        && let Some(twice) = twice_the_median(minutes.iter().copied())
    {
        let n = counted(minutes.len(), "session", "sessions");
        facts.push(fact(
            SERVICE,
            &["S41a"],
            format!("Length of supervision, {period}: median {} minutes (n = {n}).", half(twice)),
        ));
    }
    let noted: Vec<bool> = held.iter().filter_map(|row| row.reflective).collect();
    if let Some(share) = share(noted.iter().filter(|noted| **noted).count(), noted.len(), &period.to_string()) {
        facts.push(fact(SERVICE, &["S41c"], format!("Supervision held in which reflection is noted: {share}.")));
    }
    Some(Told { facts, notices, period, rows: count })
}

const ABOUT_ONE: &str = "The file tells of one worker alone, so no figure is made of it: it would be about one person.";

fn one_worker<'a>(workers: impl Iterator<Item = &'a str>) -> bool {
    let known: BTreeSet<String> = workers.map(str::to_lowercase).collect();
    known.len() < FEWEST_WORKERS
}

/// Why a session was not held, by words that logs use. Anything else is another reason: a name is never repeated.
const REASONS: &[(&str, &[&str])] = &[
    ("cancelled by the supervisor", &["supervisor", "manager"]),
    ("cancelled by the worker", &["worker", "supervisee", "practitioner"]),
    ("through sickness", &["sick", "illness", "unwell"]),
];

/// " Not held: 8 cancelled by the supervisor, 5 cancelled by the worker and 1 without a reason."
fn cancelled(rows: &[&Session]) -> String {
    let missed: Vec<String> =
        rows.iter().filter(|row| !row.held).map(|row| row.cancelled_by.trim().to_lowercase()).collect();
    let known = |said: &str| REASONS.iter().position(|(_, words)| words.iter().any(|word| said.contains(word)));
    let mut parts: Vec<String> = Vec::new();
    for (place, (reason, _)) in REASONS.iter().enumerate() {
        let count = missed.iter().filter(|said| known(said) == Some(place)).count();
        if count > 0 {
            parts.push(format!("{count} {reason}"));
        }
    }
    let unsaid = missed.iter().filter(|said| said.is_empty()).count();
    let other = missed.iter().filter(|said| !said.is_empty() && known(said).is_none()).count();
    for (count, reason) in [(other, "for another reason"), (unsaid, "without a reason")] {
        if count > 0 {
            parts.push(format!("{count} {reason}"));
        }
    }
    if parts.is_empty() { String::new() } else { format!(" Not held: {}.", and(&parts)) }
}

/// Complaints, compliments and incidents, counted.
pub(super) fn complaints(rows: &[Received], today: NaiveDate) -> Option<Told> {
    let Kept { rows, period, mut notices } = last_twelve_months(rows, today, |row| row.on)?;
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
    Some(Told { facts, notices, period, rows: count })
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

/// Training and registration in date, on the last day that the file tells of.
pub(super) fn training(rows: &[Training], today: NaiveDate) -> Option<Told> {
    let dates = || rows.iter().flat_map(|row| [Some(row.due), row.done]).flatten().filter(move |day| *day <= today);
    let period = Period { first: dates().min()?, last: dates().max()? };
    let mut notices = Vec::new();
    let mut facts = Vec::new();
    if one_worker(rows.iter().map(|row| row.worker.as_str())) {
        notices.push(ABOUT_ONE.to_owned());
        return Some(Told { facts, notices, period, rows: rows.len() });
    }
    let (registration, courses): (Vec<&Training>, Vec<&Training>) =
        rows.iter().partition(|row| row.course.to_lowercase().contains("registration"));
    facts.extend(
        in_date(&courses, period.last).map(|said| fact(SERVICE, &["S47b"], format!("Training in date: {said}"))),
    );
    facts.extend(
        in_date(&registration, period.last)
            .map(|said| fact(SERVICE, &["S47a"], format!("Registration in date: {said}"))),
    );
    Some(Told { facts, notices, period, rows: rows.len() })
}

/// How many are in date on a day: done by then, or not due before it.
fn in_date(rows: &[&Training], on: NaiveDate) -> Option<String> {
    let done = |row: &Training| row.done.is_some_and(|day| day <= on);
    let current = rows.iter().filter(|row| done(row) || row.due >= on).count();
    let share = share(current, rows.len(), &format!("on {}", days::long(on)))?;
    let late = rows.iter().filter(|row| row.done.is_some_and(|day| day <= on && day > row.due)).count();
    let late = match late {
        0 => String::new(),
        some => format!(" {some} of them done after the day {} due.", if some == 1 { "it was" } else { "they were" }),
    };
    Some(format!("{share}.{late}"))
}

//! One case for each reference, team and worker, though a child may stand in lists 6, 7 and 8.

use std::collections::HashMap;

use crate::caseload::{CaseRow, ListRead};
use crate::findings::Findings;
use crate::intake::Entry;
use crate::text::clip;

/// Makes one case of the rows that speak of the same one.
///
/// Among the rows still open the more serious kind stands: looked after, then child protection
/// plan, then child in need. The case opened on the earliest date of any row, and is open while
/// any row is. Rows that cannot both be right are left out and told of; `lists` are recounted.
pub(crate) fn one_case_each(entries: Vec<Entry>, lists: &mut [ListRead], findings: &mut Findings) -> Vec<CaseRow> {
    let single = without_repeats(entries, lists, findings);
    let mut cases = Vec::new();
    for group in by_reference(single) {
        cases.extend(settle(group, lists, findings).into_iter().map(|entry| entry.case));
    }
    cases
}

/// A reference stands once in a list. The same row again is noted; a different one is left out.
fn without_repeats(entries: Vec<Entry>, lists: &mut [ListRead], findings: &mut Findings) -> Vec<Entry> {
    let mut first_at: HashMap<(u8, String), usize> = HashMap::new();
    let mut single: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        let key = (entry.number, entry.case.reference.clone());
        match first_at.get(&key) {
            None => {
                first_at.insert(key, single.len());
                single.push(entry);
            }
            Some(first) => tell_of_repeat(&single[*first], &entry, lists, findings),
        }
    }
    single
}

fn tell_of_repeat(first: &Entry, again: &Entry, lists: &mut [ListRead], findings: &mut Findings) {
    let (place, reference) = (again.case.place.clone(), &again.case.reference);
    let shown = clip(reference);
    if says_the_same(&first.case, &again.case) {
        let message = format!("'{shown}' stands here again as in {}. It is read once.", first.case.place);
        findings.note("reference-repeated", "case reference", place, reference, message);
        return;
    }
    lists[again.list].read -= 1;
    let message = format!(
        "'{shown}' also stands in {} with another team, worker, date or type. Keep one of the two rows in the file, or leave this row out.",
        first.case.place
    );
    findings.leave_out("reference-repeated-differently", "case reference", place, reference, message);
}

fn says_the_same(one: &CaseRow, other: &CaseRow) -> bool {
    let told = |case: &CaseRow| (case.opened, case.closed);
    told(one) == told(other) && one.kind == other.kind && same_holder(one, other)
}

fn same_holder(one: &CaseRow, other: &CaseRow) -> bool {
    one.team == other.team && one.worker == other.worker
}

/// The rows of each reference together, in the order the references are first met.
fn by_reference(entries: Vec<Entry>) -> Vec<Vec<Entry>> {
    let mut group_of: HashMap<String, usize> = HashMap::new();
    let mut groups: Vec<Vec<Entry>> = Vec::new();
    for entry in entries {
        let next = groups.len();
        let group = *group_of.entry(entry.case.reference.clone()).or_insert(next);
        if group == next {
            groups.push(Vec::new());
        }
        groups[group].push(entry);
    }
    groups
}

/// The cases of one reference. Two workers cannot both hold it today: the row of the more
/// serious list stands, and the other is for a person to decide.
fn settle(group: Vec<Entry>, lists: &mut [ListRead], findings: &mut Findings) -> Vec<Entry> {
    let Some(lead) = group.iter().map(Standing::of).max_by_key(Standing::weight) else {
        return group;
    };
    let mut cases: Vec<Entry> = Vec::new();
    for entry in group {
        if lead.disagrees_with(&entry.case) {
            lists[entry.list].read -= 1;
            lead.tell_of(&entry.case, findings);
            continue;
        }
        match cases.iter_mut().find(|case| same_holder(&case.case, &entry.case)) {
            Some(case) => join(case, entry),
            None => cases.push(entry),
        }
    }
    cases
}

/// The row that speaks for a reference.
struct Standing {
    case: CaseRow,
    number: u8,
}

impl Standing {
    fn of(entry: &Entry) -> Self {
        Self { case: entry.case.clone(), number: entry.number }
    }

    /// Open before closed, then the more serious list.
    fn weight(&self) -> (bool, u8) {
        (self.case.closed.is_none(), self.number)
    }

    fn disagrees_with(&self, other: &CaseRow) -> bool {
        let both_open = self.case.closed.is_none() && other.closed.is_none();
        both_open && !same_holder(&self.case, other)
    }

    fn tell_of(&self, other: &CaseRow, findings: &mut Findings) {
        let ours = &self.case;
        let message = format!(
            "'{}' is with '{}' in '{}' here, but with '{}' in '{}' in {}, which is read because {} is the more serious. Make them agree in the file, or leave this row out.",
            clip(&other.reference),
            clip(&other.worker),
            clip(&other.team),
            clip(&ours.worker),
            clip(&ours.team),
            ours.place,
            ours.kind,
        );
        findings.leave_out("reference-held-twice", "case reference", other.place.clone(), &other.reference, message);
    }
}

/// Makes one case of two rows with the same reference, team and worker.
fn join(case: &mut Entry, other: Entry) {
    let opened = case.case.opened.into_iter().chain(other.case.opened).min();
    let closed = match (case.case.closed, other.case.closed) {
        (Some(one), Some(another)) => Some(one.max(another)),
        _ => None,
    };
    let weight = |entry: &Entry| (entry.case.closed.is_none(), entry.number);
    if weight(&other) > weight(case) {
        *case = other;
    }
    case.case.opened = opened;
    case.case.closed = closed;
}

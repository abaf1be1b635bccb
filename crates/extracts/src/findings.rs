//! Findings as they are gathered: each where it is, the same one not ten thousand times.

use std::collections::BTreeMap;

use crate::caseload::{Caseload, Finding, Layout, Place, Severity};
use crate::lists::List;
use crate::table::Table;
use crate::text::clip;

/// Findings of one rule in one column that are shown singly; the rest are counted.
const SHOWN_SINGLY: usize = 200;

/// One rule in one column of one sheet.
type Kind = (&'static str, String, &'static str);

/// Findings of a kind beyond those shown singly.
#[derive(Debug)]
struct Same {
    count: usize,
    /// The first one that was not shown.
    next: Option<Finding>,
}

/// Something counted rather than shown cell by cell.
#[derive(Debug)]
struct Tally {
    count: usize,
    first: Place,
    example: String,
    message: fn(usize) -> String,
}

/// Every finding of one file.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    kept: Vec<Finding>,
    same: BTreeMap<Kind, Same>,
    tallies: BTreeMap<Kind, Tally>,
}

impl Findings {
    /// A row that cannot enter.
    pub fn leave_out(&mut self, rule: &'static str, column: &'static str, place: Place, value: &str, message: String) {
        self.add(Severity::LeavesRowOut, rule, column, place, value, message);
    }

    /// Something understood and read so.
    pub fn note(&mut self, rule: &'static str, column: &'static str, place: Place, value: &str, message: String) {
        self.add(Severity::Noted, rule, column, place, value, message);
    }

    fn add(
        &mut self,
        severity: Severity,
        rule: &'static str,
        column: &'static str,
        place: Place,
        value: &str,
        message: String,
    ) {
        let kind = (rule, place.sheet.clone(), column);
        let same = self.same.entry(kind).or_insert(Same { count: 0, next: None });
        same.count += 1;
        let finding = Finding { severity, place, rule: rule.to_owned(), value: clip(value), message };
        if same.count <= SHOWN_SINGLY {
            self.kept.push(finding);
        } else {
            same.next.get_or_insert(finding);
        }
    }

    /// Counts something that is the same in every cell of a column; one finding tells of all.
    pub fn tally(
        &mut self,
        rule: &'static str,
        column: &'static str,
        place: Place,
        example: &str,
        message: fn(usize) -> String,
    ) {
        let kind = (rule, place.sheet.clone(), column);
        let tally = self.tallies.entry(kind);
        let tally = tally.or_insert_with(|| Tally { count: 0, first: place, example: clip(example), message });
        tally.count += 1;
    }

    /// Says which of lists 6, 7 and 8 the workbook does not have.
    pub fn note_absent_lists(&mut self, layout: Layout, tables: &[Table]) {
        if layout == Layout::Csv {
            return;
        }
        let is_absent = |list: &&List| !tables.iter().any(|table| table.list.number == list.number);
        for list in List::all().iter().filter(is_absent) {
            let place = Place { sheet: format!("List {}", list.number), cell: String::new(), row: 0 };
            let message =
                format!("There is no sheet for {}. Cases that stand only there are not brought in.", list.title);
            self.note("list-absent", "", place, "", message);
        }
    }

    /// Names each worker who stands in more than one team; every case is kept as it is.
    pub fn note_workers_in_two_teams(&mut self, caseload: &Caseload) {
        for (worker, teams) in caseload.team_of_worker_conflicts() {
            let theirs = caseload.cases.iter().filter(|case| case.worker == worker);
            let Some(place) = theirs.map(|case| &case.place).next() else {
                continue;
            };
            let teams = teams.iter().map(|team| format!("'{}'", clip(team))).collect::<Vec<_>>().join(" and ");
            let shown = clip(worker);
            let message = format!(
                "'{shown}' holds cases in {teams}. The cases are kept as they are. If these are two people, tell their names apart in the file."
            );
            self.note("worker-in-two-teams", "worker", place.clone(), worker, message);
        }
    }

    /// All findings: singly in the order they were met, then what was counted.
    pub fn into_list(self) -> Vec<Finding> {
        let mut list = self.kept;
        list.extend(self.same.into_values().filter_map(Same::rest));
        list.extend(self.tallies.into_iter().map(|(kind, tally)| tally.told(kind.0)));
        list
    }
}

impl Same {
    /// One finding for all that were not shown singly.
    fn rest(self) -> Option<Finding> {
        let next = self.next?;
        let more = self.count - SHOWN_SINGLY;
        let message =
            format!("And {more} more like this in the column, from here on. The first of them: {}", next.message);
        Some(Finding { message, ..next })
    }
}

impl Tally {
    fn told(self, rule: &str) -> Finding {
        Finding {
            severity: Severity::Noted,
            place: self.first,
            rule: rule.to_owned(),
            value: self.example,
            message: (self.message)(self.count),
        }
    }
}

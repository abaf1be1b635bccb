//! What came out of a file: cases, the lists they came from, and what needs a person's eye.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Everything read from one upload, ready to preview. Nothing has been stored yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Caseload {
    /// How the file was laid out.
    pub layout: Layout,
    /// The lists that were read, in the order of the file.
    pub lists: Vec<ListRead>,
    /// One case for each reference, team and worker, in the order of the file.
    pub cases: Vec<CaseRow>,
    /// What was left out and what was understood in a particular way.
    pub findings: Vec<Finding>,
}

impl Caseload {
    /// How many different teams hold a case.
    pub fn teams(&self) -> usize {
        self.cases.iter().map(|case| case.team.as_str()).collect::<BTreeSet<_>>().len()
    }

    /// How many different workers hold a case.
    pub fn workers(&self) -> usize {
        self.cases.iter().map(|case| case.worker.as_str()).collect::<BTreeSet<_>>().len()
    }

    /// The findings that each keep a row out until a person has chosen.
    pub fn left_out(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.severity == Severity::LeavesRowOut)
    }

    /// Workers named in more than one team, each with those teams, both in alphabetical order.
    pub fn team_of_worker_conflicts(&self) -> Vec<(&str, Vec<&str>)> {
        let mut teams: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for case in &self.cases {
            teams.entry(&case.worker).or_default().insert(&case.team);
        }
        teams
            .into_iter()
            .filter(|(_, teams)| teams.len() > 1)
            .map(|(worker, teams)| (worker, teams.into_iter().collect()))
            .collect()
    }
}

/// How a file was laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Layout {
    /// Ofsted's Annex A template: a title in row 1, the headings below it.
    AnnexAOfficial,
    /// Annex A lists with the headings in row 1.
    AnnexAFlat,
    /// The caseload CSV described in `docs/caseload-csv.md`.
    Csv,
}

/// One list as it stands in the file, and how much of it was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListRead {
    /// The sheet's name, or the file's name for a CSV.
    pub name: String,
    /// What the list is: "List 6: children in need".
    pub list: String,
    /// Rows with something in them, headings not counted.
    pub rows: usize,
    /// Rows that stand in a case. The others are left out, each with its finding.
    pub read: usize,
}

/// A case, by reference. It holds nobody's name but the worker's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRow {
    /// The row the case came from; where several lists name it, the one that gave its kind.
    pub place: Place,
    /// The council's own reference, such as the child unique id.
    pub reference: String,
    /// The team that holds the case.
    pub team: String,
    /// The worker who holds the case.
    pub worker: String,
    /// The first day of the case. Every case that enters has one.
    pub opened: Option<NaiveDate>,
    /// "child in need", "child protection plan", "looked after", or the CSV's own word.
    pub kind: String,
    /// The last day of the case; nothing while it is open.
    pub closed: Option<NaiveDate>,
}

/// A spot in the uploaded file that a person can go to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The sheet's name as in the file; empty for a CSV.
    pub sheet: String,
    /// "G14" in a sheet, "line 14, column opened" in a CSV; empty for a whole sheet.
    pub cell: String,
    /// The row or line number, from 1; 0 for a whole sheet.
    pub row: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.sheet.is_empty(), self.cell.is_empty()) {
            (true, true) => f.write_str("the file"),
            (true, false) => f.write_str(&self.cell),
            (false, true) => f.write_str(&self.sheet),
            (false, false) => write!(f, "{}, cell {}", self.sheet, self.cell),
        }
    }
}

/// Something a person should know about before confirming.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Whether the row can enter.
    pub severity: Severity,
    /// Where to look.
    pub place: Place,
    /// A code that stays the same between versions, such as "reference-missing".
    pub rule: String,
    /// What stands in the cell, at most 60 characters; empty where showing it would keep a name.
    pub value: String,
    /// What was found and how to mend it, in a sentence or two.
    pub message: String,
}

/// Whether a finding keeps a row out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Severity {
    /// The row cannot enter as it stands: correct it in the file, or leave it out.
    LeavesRowOut,
    /// Understood, and read in the way the message says.
    Noted,
}

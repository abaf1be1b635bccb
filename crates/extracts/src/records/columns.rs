use std::collections::{BTreeMap, BTreeSet};

use super::Problem;
use crate::text::{clean, clip, squash};

/// What a file of records tells of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RecordKind {
    /// Spend and budget by month, with overtime and agency.
    Spend,
    /// Packages of support: weekly cost, and the days of request, decision and start.
    Packages,
    /// The supervision log.
    Supervision,
    /// Complaints, compliments and incidents.
    Complaints,
    /// Training and registration: due and done.
    Training,
}

impl RecordKind {
    /// Every kind, in order.
    pub const ALL: [Self; 5] = [Self::Spend, Self::Packages, Self::Supervision, Self::Complaints, Self::Training];

    /// The word in tables and forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Spend => "spend",
            Self::Packages => "packages",
            Self::Supervision => "supervision",
            Self::Complaints => "complaints",
            Self::Training => "training",
        }
    }

    /// Reads [`RecordKind::as_str`] back.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Spend => "Spend, overtime and agency",
            Self::Packages => "Packages and funding decisions",
            Self::Supervision => "Supervision log",
            Self::Complaints => "Complaints, compliments and incidents",
            Self::Training => "Training and registration",
        }
    }

    /// The columns that are read. Every other column of the file is left where it is.
    #[must_use]
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Spend => SPEND,
            Self::Packages => PACKAGES,
            Self::Supervision => SUPERVISION,
            Self::Complaints => COMPLAINTS,
            Self::Training => TRAINING,
        }
    }
}

/// One column that is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its name in the documented CSV.
    pub key: &'static str,
    /// What it holds.
    pub words: &'static str,
    /// Whether a file without it cannot be used.
    pub required: bool,
    also: &'static [&'static str],
}

const fn must(key: &'static str, words: &'static str, also: &'static [&'static str]) -> Column {
    Column { key, words, required: true, also }
}

const fn may(key: &'static str, words: &'static str, also: &'static [&'static str]) -> Column {
    Column { key, words, required: false, also }
}

const SPEND: &[Column] = &[
    must("month", "the month, such as 2026-03", &["period", "date", "accounting period", "month ending"]),
    must("budget", "the budget of the month in pounds", &["monthly budget", "budget amount", "budget gbp"]),
    must(
        "spend",
        "what was spent in the month in pounds",
        &["actual", "actuals", "actual spend", "spent", "spend gbp"],
    ),
    may("overtime_hours", "hours of overtime", &["overtime", "ot hours", "hours of overtime"]),
    may("agency_spend", "what agency staff cost in pounds", &["agency", "agency cost", "agency costs"]),
];

const PACKAGES: &[Column] = &[
    must("weekly_cost", "the cost of a week in pounds", &["cost per week", "weekly", "weekly price", "cost"]),
    may("start_date", "the day support began", &["start", "started", "started on", "service start", "start on"]),
    must("requested_on", "the day it was asked for", &["requested", "request date", "date requested", "asked on"]),
    must(
        "decided_on",
        "the day it was decided; blank where it is not",
        &["decided", "decision date", "date decided", "agreed on", "date agreed", "approved on", "panel date"],
    ),
];

const SUPERVISION: &[Column] = &[
    must("date", "the day it was due or held", &["session date", "supervision date", "due on", "day"]),
    must(
        "worker",
        "the worker's key or name; it is counted and not kept",
        &["staff", "supervisee", "practitioner", "employee", "social worker", "staff key"],
    ),
    must("held", "yes or no", &["took place", "happened", "completed", "status"]),
    may("minutes", "how long it took", &["length", "duration", "mins", "length in minutes"]),
    may(
        "cancelled_by",
        "who could not come: supervisor, worker or sickness",
        &["cancelled", "reason", "not held because"],
    ),
    may("reflective", "yes or no: whether reflection is noted", &["reflection", "reflection noted"]),
];

const COMPLAINTS: &[Column] = &[
    must("received_on", "the day it came", &["received", "date received", "date", "opened on"]),
    must("kind", "complaint, compliment or incident", &["type", "category", "what"]),
    may("upheld", "yes, partly or no; blank where it is not decided", &["outcome", "decision", "finding"]),
];

const TRAINING: &[Column] = &[
    must(
        "worker",
        "the worker's key or name; it is counted and not kept",
        &["staff", "practitioner", "employee", "social worker", "name", "staff key"],
    ),
    must("course", "the course, or registration", &["training", "module", "title", "subject"]),
    must("due_on", "the day it was or is due", &["due", "due date", "renewal due", "expires on"]),
    must(
        "done_on",
        "the day it was done; blank where it is not",
        &["done", "completed", "completed on", "date completed"],
    ),
];

impl Column {
    fn is_called(&self, heading: &str) -> bool {
        let heading = squash(heading);
        squash(self.key) == heading || self.also.iter().any(|word| squash(word) == heading)
    }
}

/// The headings that stand for the columns of a kind by their own names, by the column's key.
#[must_use]
pub fn matched(kind: RecordKind, headings: &[String]) -> BTreeMap<String, String> {
    let at = by_name(kind, headings, &BTreeMap::new(), BTreeMap::new());
    at.into_iter().filter_map(|(key, place)| Some((key.to_owned(), headings.get(place)?.clone()))).collect()
}

/// The place of each column that is not in `map`, beside those that are `at` a place already.
fn by_name(
    kind: RecordKind,
    headings: &[String],
    map: &BTreeMap<String, String>,
    mut at: BTreeMap<&'static str, usize>,
) -> BTreeMap<&'static str, usize> {
    for exactly in [true, false] {
        for column in kind.columns().iter().filter(|column| !map.contains_key(column.key)) {
            let taken: BTreeSet<usize> = at.values().copied().collect();
            if at.contains_key(column.key) {
                continue;
            }
            // A column's own name goes before a common word for it, wherever the two stand.
            let fits = |heading: &String| {
                if exactly { squash(heading) == squash(column.key) } else { column.is_called(heading) }
            };
            let found = headings.iter().enumerate().find(|(place, heading)| !taken.contains(place) && fits(heading));
            if let Some((place, _)) = found {
                at.insert(column.key, place);
            }
        }
    }
    at
}

/// Where each column stands.
pub(super) struct Places {
    headings: Vec<String>,
    at: BTreeMap<&'static str, usize>,
}

impl Places {
    /// # Errors
    /// What the map names and the file has not, and what is wanted and neither names.
    pub(super) fn of(
        kind: RecordKind,
        headings: Vec<String>,
        map: &BTreeMap<String, String>,
    ) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut at: BTreeMap<&'static str, usize> = BTreeMap::new();
        for column in kind.columns() {
            let Some(wanted) = map.get(column.key).map(|heading| clean(heading)).filter(|h| !h.is_empty()) else {
                continue;
            };
            match headings.iter().position(|heading| *heading == wanted) {
                Some(place) if at.values().any(|taken| *taken == place) => {
                    let says = format!("“{}” is chosen twice. Choose another column for one of them.", clip(&wanted));
                    problems.push(Problem::column(column.key, says));
                }
                Some(place) => {
                    at.insert(column.key, place);
                }
                None => {
                    let says = format!("The file has no column “{}”. Choose one that it has.", clip(&wanted));
                    problems.push(Problem::column(column.key, says));
                }
            }
        }
        let at = by_name(kind, &headings, map, at);
        for column in kind.columns().iter().filter(|column| column.required && !at.contains_key(column.key)) {
            if !problems.iter().any(|problem| problem.column == column.key) {
                problems.push(missing(column, &headings));
            }
        }
        if problems.is_empty() { Ok(Self { headings, at }) } else { Err(problems) }
    }

    /// Where a column stands, where it does.
    pub(super) fn of_column(&self, key: &str) -> Option<usize> {
        self.at.get(key).copied()
    }

    /// The heading of a column as the file has it.
    pub(super) fn heading(&self, key: &str) -> String {
        let heading = self.of_column(key).and_then(|place| self.headings.get(place));
        heading.map_or_else(|| key.to_owned(), |heading| clip(heading))
    }

    /// How many headings there are.
    pub(super) fn width(&self) -> usize {
        self.headings.len()
    }
}

/// Headings that are listed where one is missing; a file with more has them in the page's lists.
const LISTED: usize = 20;

fn missing(column: &Column, headings: &[String]) -> Problem {
    let named: Vec<String> =
        headings.iter().filter(|heading| !heading.is_empty()).take(LISTED).map(|heading| clip(heading)).collect();
    let says = format!(
        "There is no column “{}” ({}). The file has: {}. Say which of them it is, or add it to the file.",
        column.key,
        column.words,
        named.join(", ")
    );
    Problem::column(column.key, says)
}

use chrono::NaiveDate;

use super::RecordKind;
use super::cells::Cells;

/// The rows of a file, by kind. No reference, name of a person who uses services, or free text about one is in them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Rows {
    /// Months of spend.
    Spend(Vec<Spend>),
    /// Packages of support.
    Packages(Vec<Package>),
    /// Sessions of supervision that were due.
    Supervision(Vec<Held>),
    /// What came in.
    Complaints(Vec<Received>),
    /// Courses and registrations that were or are due.
    Training(Vec<Training>),
}

/// One month of spend.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spend {
    /// The first day of the month.
    pub month: NaiveDate,
    /// The budget, in pence.
    pub budget: i64,
    /// What was spent, in pence.
    pub spend: i64,
    /// Overtime, in hundredths of an hour; `None` where the file does not say.
    pub overtime: Option<i64>,
    /// What agency staff cost, in pence; `None` where the file does not say.
    pub agency: Option<i64>,
}

/// One package of support.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Package {
    /// The cost of a week, in pence.
    pub weekly_cost: i64,
    /// The day support began.
    pub started: Option<NaiveDate>,
    /// The day it was asked for.
    pub requested: NaiveDate,
    /// The day it was decided; `None` where it is not.
    pub decided: Option<NaiveDate>,
}

/// One session of supervision that was due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// The day.
    pub on: NaiveDate,
    /// Whose, only to count how many workers there are.
    pub worker: String,
    /// Whether it was held.
    pub held: bool,
    /// How long it took.
    pub minutes: Option<u32>,
    /// Who could not come, in the words of the file; empty where it does not say.
    pub cancelled_by: String,
    /// Whether reflection is noted; `None` where the file does not say.
    pub reflective: Option<bool>,
}

/// What came in on one day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Received {
    /// The day.
    pub on: NaiveDate,
    /// What it is.
    pub kind: ReceivedKind,
    /// Whether it was upheld; `None` where that is not decided or the file does not say.
    pub upheld: Option<Upheld>,
}

/// What came in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReceivedKind {
    /// A complaint.
    Complaint,
    /// A compliment.
    Compliment,
    /// An incident.
    Incident,
}

/// What came of a complaint.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Upheld {
    /// It was upheld.
    Yes,
    /// It was upheld in part.
    Partly,
    /// It was not upheld.
    No,
}

/// One course, or the registration, of one worker.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Training {
    /// Whose, only to count how many workers there are.
    pub worker: String,
    /// The course.
    pub course: String,
    /// The day it was or is due.
    pub due: NaiveDate,
    /// The day it was done.
    pub done: Option<NaiveDate>,
}

impl Rows {
    /// None of a kind.
    pub(super) fn none(kind: RecordKind) -> Self {
        match kind {
            RecordKind::Spend => Self::Spend(Vec::new()),
            RecordKind::Packages => Self::Packages(Vec::new()),
            RecordKind::Supervision => Self::Supervision(Vec::new()),
            RecordKind::Complaints => Self::Complaints(Vec::new()),
            RecordKind::Training => Self::Training(Vec::new()),
        }
    }

    /// Takes a line in, where all of it can be read.
    pub(super) fn take(&mut self, cells: &mut Cells<'_>) {
        match self {
            Self::Spend(rows) => rows.extend(spend(cells)),
            Self::Packages(rows) => rows.extend(package(cells)),
            Self::Supervision(rows) => rows.extend(held(cells)),
            Self::Complaints(rows) => rows.extend(received(cells)),
            Self::Training(rows) => rows.extend(training(cells)),
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Spend(rows) => rows.len(),
            Self::Packages(rows) => rows.len(),
            Self::Supervision(rows) => rows.len(),
            Self::Complaints(rows) => rows.len(),
            Self::Training(rows) => rows.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

// Every cell of a line is read before the first `?`, so that all its problems are told at once.

fn spend(cells: &mut Cells<'_>) -> Option<Spend> {
    let (month, budget, spend) = (cells.must_month("month"), cells.must_amount("budget"), cells.must_amount("spend"));
    let (overtime, agency) = (cells.may_amount("overtime_hours"), cells.may_amount("agency_spend"));
    Some(Spend { month: month?, budget: budget?, spend: spend?, overtime, agency })
}

fn package(cells: &mut Cells<'_>) -> Option<Package> {
    let weekly_cost = cells.must_amount("weekly_cost");
    let (started, requested, decided) =
        (cells.may_day("start_date"), cells.must_day("requested_on"), cells.may_day("decided_on"));
    if let (Some(requested), Some(decided)) = (requested, decided)
        && decided < requested
    {
        cells.wrong("decided_on", &decided.to_string(), "is before the day it was asked for. Correct one of them.");
    }
    Some(Package { weekly_cost: weekly_cost?, started, requested: requested?, decided })
}

fn held(cells: &mut Cells<'_>) -> Option<Held> {
    let (on, worker, held) = (cells.must_day("date"), cells.must_text("worker"), cells.must_yes("held"));
    let (minutes, reflective) = (cells.may_minutes("minutes"), cells.may_yes("reflective"));
    let cancelled_by = cells.may_text("cancelled_by").unwrap_or_default();
    Some(Held { on: on?, worker: worker?, held: held?, minutes, cancelled_by, reflective })
}

fn received(cells: &mut Cells<'_>) -> Option<Received> {
    let on = cells.must_day("received_on");
    let kind =
        cells.must_word(
            "kind",
            "is not a complaint, compliment or incident. Correct it in the file.",
            |word| match word {
                "complaint" | "complaints" => Some(ReceivedKind::Complaint),
                "compliment" | "compliments" => Some(ReceivedKind::Compliment),
                "incident" | "incidents" => Some(ReceivedKind::Incident),
                _ => None,
            },
        );
    let upheld = cells.may_word("upheld", "is not yes, partly or no. Correct it in the file.", |word| match word {
        "yes" | "y" | "upheld" | "fullyupheld" => Some(Some(Upheld::Yes)),
        "partly" | "partially" | "inpart" | "partlyupheld" | "partiallyupheld" => Some(Some(Upheld::Partly)),
        "no" | "n" | "notupheld" => Some(Some(Upheld::No)),
        "open" | "ongoing" | "pending" => Some(None),
        _ => None,
    });
    Some(Received { on: on?, kind: kind?, upheld: upheld.flatten() })
}

fn training(cells: &mut Cells<'_>) -> Option<Training> {
    let (worker, course) = (cells.must_text("worker"), cells.must_text("course"));
    let (due, done) = (cells.must_day("due_on"), cells.may_day("done_on"));
    Some(Training { worker: worker?, course: course?, due: due?, done })
}

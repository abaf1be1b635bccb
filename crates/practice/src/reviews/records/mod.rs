//! What twelve months of finance and service records say, in sentences that stand beside the standards they bear on.
//!
//! Rows come in; counts, medians and shares go out, each with its n and its period. No figure is about one person: a
//! file that tells of fewer than five workers says nothing, and fewer than five packages make no median.

mod money;
mod period;
mod service;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use statistics::Estimate;

pub use period::{Outside, Period};

/// Fewer than this many make no median: it would come near one person's own figure.
const MEDIAN_FROM: usize = 5;

/// The source of figures on money.
const FINANCE: &str = "E1";
/// The source of figures from service records.
const SERVICE: &str = "E12";

/// One thing that the records say.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fact {
    /// The sentence, with its n and its period.
    pub text: String,
    /// The parts it bears on, such as `S49b`.
    pub elements: Vec<String>,
    /// The source of evidence it belongs to, such as `E1`.
    pub source: String,
}

/// What a file comes to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// What it says.
    pub facts: Vec<Fact>,
    /// What to know of it: rows that do not count, and a period that is short.
    pub notices: Vec<String>,
    /// The months it tells of.
    pub period: Period,
    /// The rows that count.
    pub rows: usize,
}

/// The rows of a file, by kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Records {
    /// Months of spend.
    Spend(Vec<Spend>),
    /// Packages of support.
    Packages(Vec<Package>),
    /// Sessions of supervision that were due.
    Supervision(Vec<Session>),
    /// What came in.
    Complaints(Vec<Received>),
    /// Courses and registrations.
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
    /// Overtime, in hundredths of an hour.
    pub overtime: Option<i64>,
    /// What agency staff cost, in pence.
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
    /// The day it was decided.
    pub decided: Option<NaiveDate>,
}

/// One session of supervision that was due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    /// The day.
    pub on: NaiveDate,
    /// Whose, only to count how many workers there are.
    pub worker: String,
    /// Whether it was held.
    pub held: bool,
    /// How long it took.
    pub minutes: Option<u32>,
    /// Who could not come, in the words of the file.
    pub cancelled_by: String,
    /// Whether reflection is noted.
    pub reflective: Option<bool>,
}

/// What came in on one day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Received {
    /// The day.
    pub on: NaiveDate,
    /// What it is.
    pub kind: ReceivedKind,
    /// Whether it was upheld.
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

/// What records say of the twelve months to `today`. Rows of other days are left out, and that is said.
///
/// # Errors
/// The newest day found, where no row is of those months.
pub fn told(records: &Records, today: NaiveDate) -> Result<Told, Outside> {
    match records {
        Records::Spend(rows) => money::spend(rows, today),
        Records::Packages(rows) => money::packages(rows, today),
        Records::Supervision(rows) => service::supervision(rows, today),
        Records::Complaints(rows) => service::complaints(rows, today),
        Records::Training(rows) => service::training(rows, today),
    }
}

fn fact(source: &str, elements: &[&str], text: String) -> Fact {
    Fact { text, elements: elements.iter().map(|part| (*part).to_owned()).collect(), source: source.to_owned() }
}

/// A share of all that the records hold, which cannot be written without its n and its period.
fn share(x: usize, n: usize, period: &str) -> Option<Estimate> {
    Estimate::of_all(u32::try_from(x).ok()?, u32::try_from(n).ok()?, period)
}

/// Twice the median, which is whole where the values are; `None` of none.
fn twice_the_median(values: impl Iterator<Item = i64>) -> Option<i64> {
    let mut sorted: Vec<i64> = values.collect();
    sorted.sort_unstable();
    let upper = sorted.get(sorted.len() / 2)?;
    let lower = sorted.get((sorted.len() - 1) / 2)?;
    Some(lower + upper)
}

/// Half of a whole number: "14", "14.5".
fn half(twice: i64) -> String {
    let whole = twice / 2;
    if twice % 2 == 0 { whole.to_string() } else { format!("{whole}.5") }
}

/// "1 row", "12 rows".
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

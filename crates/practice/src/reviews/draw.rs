//! Drawing one case for each worker, by a seed that is stored, so that anyone can work it out again.

use chrono::{Duration, NaiveDate};
pub use statistics::sampling::rank;

use crate::ids::PersonId;

/// A case must have been open this long to be drawn (ruling 6).
pub const MINIMUM_WEEKS_OPEN: i64 = 6;
/// A worker who started more recently than this is exempt, and recorded (I1).
pub const NEW_STARTER_WEEKS: i64 = 12;

/// A worker of the team and the open cases they hold.
#[derive(Clone, Debug)]
pub struct Eligible {
    /// Who.
    pub worker: PersonId,
    /// The day they began in the team.
    pub started: NaiveDate,
    /// Why they are away for long, if they are.
    pub long_absence: Option<String>,
    /// Reference, day opened, and whether it was analysed in depth last time.
    pub cases: Vec<(String, NaiveDate, bool)>,
}

/// Why a worker has no case in the sample.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Exemption {
    /// Began less than [`NEW_STARTER_WEEKS`] ago.
    New(NaiveDate),
    /// Away for long.
    LongAbsence(String),
    /// No open case that may be drawn.
    NoEligibleCase,
}

impl Exemption {
    /// The words in tables, for an exemption that the lead records, with what people read.
    pub const KINDS: [(&'static str, &'static str); 3] = [
        ("new", "They started less than 12 weeks ago"),
        ("long-absence", "They are away for long"),
        ("no-eligible-case", "None of their cases can be used"),
    ];

    /// The word in tables.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Exemption::New(_) => "new",
            Exemption::LongAbsence(_) => "long-absence",
            Exemption::NoEligibleCase => "no-eligible-case",
        }
    }

    /// The reason that is recorded and shown.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Exemption::New(started) => format!(
                "Started on {}, less than {NEW_STARTER_WEEKS} weeks before the draw.",
                started.format("%-d %B %Y")
            ),
            Exemption::LongAbsence(why) => why.clone(),
            Exemption::NoEligibleCase => {
                format!("No case open for {MINIMUM_WEEKS_OPEN} weeks that was not analysed last time.")
            }
        }
    }
}

/// What the draw gave for one worker.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Drawn {
    /// Who.
    pub worker: PersonId,
    /// The eligible cases in the order of their ranks, the drawn one first; or why there is none.
    pub cases: Result<Vec<Ranked>, Exemption>,
}

/// A reference and its place in the draw.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Ranked {
    /// HMAC-SHA256 of the reference under the seed, in hexadecimal.
    pub rank: String,
    /// The case.
    pub reference: String,
}

/// Draws for every worker. The same seed, day and caseload give the same draw.
#[must_use]
pub fn draw(seed: &str, on: NaiveDate, workers: &[Eligible]) -> Vec<Drawn> {
    workers.iter().map(|worker| Drawn { worker: worker.worker, cases: for_one(seed, on, worker) }).collect()
}

fn for_one(seed: &str, on: NaiveDate, worker: &Eligible) -> Result<Vec<Ranked>, Exemption> {
    if on - worker.started < Duration::weeks(NEW_STARTER_WEEKS) {
        return Err(Exemption::New(worker.started));
    }
    if let Some(why) = &worker.long_absence {
        return Err(Exemption::LongAbsence(why.clone()));
    }
    let open_long_enough = |opened: NaiveDate| on - opened >= Duration::weeks(MINIMUM_WEEKS_OPEN);
    let mut ranked: Vec<Ranked> = worker
        .cases
        .iter()
        .filter(|(_, opened, analysed)| open_long_enough(*opened) && !analysed)
        .map(|(reference, _, _)| Ranked { rank: rank(seed, reference), reference: reference.clone() })
        .collect();
    ranked.sort();
    ranked.dedup();
    if ranked.is_empty() { Err(Exemption::NoEligibleCase) } else { Ok(ranked) }
}

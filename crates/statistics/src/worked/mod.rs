//! Working figures out again from a file of cases, so that anyone can check them.
//!
//! A file is `{"method": …, "cases": [{"id": …, "input": {…}}]}`; what else it holds (what somebody expected, where a
//! figure is published) is left alone. The answer is `{"method": …, "cases": [{"id": …, "output": {…}}]}`. What cannot
//! be said is null.

mod charts;
mod groups;
mod readers;
mod shares;
mod together;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thiserror::Error;

use crate::interval::{Confidence, Interval};

/// One case worked out: its input, in; its output, out.
type Worked = fn(Value) -> Result<Value, String>;

/// The methods, by the names that files use.
const METHODS: &[(&str, Worked)] = &[
    ("cohen_kappa", readers::cohen),
    ("composite", together::composite),
    ("count_interval", shares::count),
    ("disclosure_audit", groups::disclosure),
    ("finite_population", shares::finite),
    ("fleiss_kappa", readers::fleiss),
    ("funnel", groups::units),
    ("gwet_ac", readers::gwet),
    ("judgement", groups::judgement),
    ("krippendorff_alpha", readers::krippendorff),
    ("multiplicity", shares::multiplicity),
    ("paired_change", shares::paired),
    ("proportion_difference", shares::difference),
    ("proportion_interval", shares::proportion),
    ("run_chart", charts::run),
    ("sampling", groups::sampling),
    ("shrinkage", groups::shrinkage),
    ("spc_c_u", charts::counts_and_rates),
    ("spc_p", charts::shares),
    ("spc_xmr", charts::xmr),
    ("triangulation", together::triangulation),
];

/// Counts above this are refused: nothing a council counts comes near, and an exact test would not end.
const MOST: u32 = 1_000_000;

/// Why a file cannot be worked out. The message names the place and the mend.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Refusal {
    /// No such method.
    #[error("There is no method '{0}'. The methods are: {list}.", list = methods().join(", "))]
    NoMethod(String),
    /// The file names another method than was asked for.
    #[error("The file is of the method '{of}', and '{asked}' was asked for.")]
    AnotherMethod {
        /// What the file says.
        of: String,
        /// What was asked for.
        asked: String,
    },
    /// The file is not as it should be.
    #[error("{0}. A file is {{\"method\": …, \"cases\": [{{\"id\": …, \"input\": {{…}}}}]}}.")]
    File(String),
    /// A case is not as it should be.
    #[error("Case '{id}': {why}.")]
    Case {
        /// Which.
        id: String,
        /// What is wrong with it.
        why: String,
    },
}

#[derive(Deserialize)]
struct Cases {
    method: Option<String>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    input: Value,
}

/// The names of the methods.
#[must_use]
pub fn methods() -> Vec<&'static str> {
    METHODS.iter().map(|(name, _)| *name).collect()
}

/// Works out every case of a file by a method.
///
/// # Errors
/// A [`Refusal`] where the method or the file is not known, or one case cannot be read; then nothing is answered.
pub fn work_out(method: &str, file: &str) -> Result<Value, Refusal> {
    let (name, worked) =
        METHODS.iter().find(|(name, _)| *name == method).ok_or_else(|| Refusal::NoMethod(method.to_owned()))?;
    let file: Cases = serde_json::from_str(file).map_err(|e| Refusal::File(e.to_string()))?;
    if let Some(of) = file.method.filter(|of| of != name) {
        return Err(Refusal::AnotherMethod { of, asked: method.to_owned() });
    }
    let answered: Result<Vec<Value>, Refusal> = file
        .cases
        .into_iter()
        .map(|case| match worked(case.input) {
            Ok(output) => Ok(json!({ "id": case.id, "output": output })),
            Err(why) => Err(Refusal::Case { id: case.id, why }),
        })
        .collect();
    Ok(json!({ "method": name, "cases": answered? }))
}

/// Reads a case's input as what a method needs.
fn read<T: DeserializeOwned>(input: Value) -> Result<T, String> {
    serde_json::from_value(input).map_err(|e| e.to_string())
}

fn confidence(given: f64) -> Result<Confidence, String> {
    Confidence::new(given).ok_or_else(|| format!("the confidence {given} is not above 0 and at most 0.999999"))
}

/// Counts that an exact method can be asked for.
fn bounded(counts: &[u32]) -> Result<(), String> {
    match counts.iter().find(|count| **count > MOST) {
        Some(count) => Err(format!("{count} is more than the {MOST} that is worked out here")),
        None => Ok(()),
    }
}

fn pair(interval: Option<Interval>) -> Value {
    interval.map_or(Value::Null, |interval| json!([interval.lower, interval.upper]))
}

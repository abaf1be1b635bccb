use serde::Deserialize;
use serde_json::{Value, json};

use super::read;
use crate::charts::{
    Assurance, Better, Flag, PointType, Settings, XmrPoint, c_chart, p_chart, run_chart, u_chart, xmr_chart,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Xmr {
    y: Vec<f64>,
    direction: Option<i8>,
    target: Option<f64>,
    #[serde(default)]
    rebase: Vec<u8>,
    fix: Option<usize>,
    screen: Option<bool>,
}

pub(super) fn xmr(input: Value) -> Result<Value, String> {
    let given: Xmr = read(input)?;
    let settings = Settings {
        better: match given.direction {
            None | Some(1) => Better::High,
            Some(-1) => Better::Low,
            Some(0) => Better::Neither,
            Some(other) => return Err(format!("the direction is 1, 0 or -1, not {other}")),
        },
        target: given.target,
        rebase: given.rebase.iter().enumerate().filter(|(_, fresh)| **fresh == 1).map(|(at, _)| at).collect(),
        fix: given.fix,
        screen: given.screen.unwrap_or(true),
    };
    let chart = xmr_chart(&given.y, &settings).ok_or("a value is not a number")?;
    let each = |of: &dyn Fn(&XmrPoint) -> Value| chart.points.iter().map(of).collect::<Vec<Value>>();
    Ok(json!({
        "mean": each(&|point| json!(point.mean)),
        "lpl": each(&|point| json!(point.limits.map(|(lower, _)| lower))),
        "upl": each(&|point| json!(point.limits.map(|(_, upper)| upper))),
        "flag": each(&|point| json!(flag(point.flag))),
        "type": each(&|point| json!(meaning(point.meaning))),
        "variation": meaning(chart.variation),
        "assurance": chart.assurance.map(|assurance| match assurance {
            Assurance::Pass => "consistent_pass",
            Assurance::Fail => "consistent_fail",
            Assurance::Inconsistent => "inconsistent",
        }),
    }))
}

fn flag(flag: Flag) -> &'static str {
    match flag {
        Flag::Common => "common",
        Flag::Insufficient => "insufficient",
        Flag::AboveLimit => "above_upl",
        Flag::BelowLimit => "below_lpl",
        Flag::TrendUp => "trend_up",
        Flag::TrendDown => "trend_down",
        Flag::TwoOfThreeAbove => "two_of_three_above",
        Flag::TwoOfThreeBelow => "two_of_three_below",
        Flag::ShiftAbove => "shift_above",
        Flag::ShiftBelow => "shift_below",
    }
}

fn meaning(meaning: PointType) -> &'static str {
    match meaning {
        PointType::CommonCause => "common_cause",
        PointType::Improvement => "improvement",
        PointType::Concern => "concern",
        PointType::NeutralHigh => "neutral_high",
        PointType::NeutralLow => "neutral_low",
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shares {
    x: Vec<u32>,
    n: Vec<u32>,
    #[serde(default)]
    exclude: Vec<usize>,
    #[serde(default)]
    laney: bool,
}

pub(super) fn shares(input: Value) -> Result<Value, String> {
    let Shares { x, n, exclude, laney } = read(input)?;
    as_long(x.len(), n.len())?;
    let chart = p_chart(&x, &n, &exclude, laney);
    Ok(json!({
        "cl": chart.centre,
        "lcl": chart.limits.iter().map(|limits| limits.map(|(lower, _)| lower)).collect::<Vec<_>>(),
        "ucl": chart.limits.iter().map(|limits| limits.map(|(_, upper)| upper)).collect::<Vec<_>>(),
        "signal": chart.signal,
        "sigma_z": chart.sigma_z,
    }))
}

#[derive(Deserialize)]
#[serde(untagged)]
enum CountsOrRates {
    Counts(Counts),
    Rates(Rates),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    c: Vec<u32>,
    #[serde(default)]
    exclude: Vec<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rates {
    x: Vec<f64>,
    n: Vec<f64>,
}

pub(super) fn counts_and_rates(input: Value) -> Result<Value, String> {
    match read(input).map_err(|_| "needs c (and exclude), or x and n".to_owned())? {
        CountsOrRates::Counts(Counts { c, exclude }) => {
            let chart = c_chart(&c, &exclude);
            Ok(json!({
                "cl": chart.centre,
                "lcl": chart.limits.map(|(lower, _)| lower),
                "ucl": chart.limits.map(|(_, upper)| upper),
            }))
        }
        CountsOrRates::Rates(Rates { x, n }) => {
            as_long(x.len(), n.len())?;
            let chart = u_chart(&x, &n);
            Ok(json!({
                "cl": chart.centre,
                "lcl": chart.limits.iter().map(|limits| limits.map(|(lower, _)| lower)).collect::<Vec<_>>(),
                "ucl": chart.limits.iter().map(|limits| limits.map(|(_, upper)| upper)).collect::<Vec<_>>(),
            }))
        }
    }
}

fn as_long(x: usize, n: usize) -> Result<(), String> {
    if x == n { Ok(()) } else { Err(format!("there are {x} values of x and {n} of n")) }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Run {
    y: Vec<Option<f64>>,
    cl: Option<f64>,
}

pub(super) fn run(input: Value) -> Result<Value, String> {
    let Run { y, cl } = read(input)?;
    let chart = run_chart(&y, cl);
    Ok(json!({
        "n_useful": chart.useful,
        "longest_run": chart.runs.map(|runs| runs.longest),
        "longest_run_max": chart.runs.map(|runs| runs.longest_max),
        "crossings": chart.runs.map(|runs| runs.crossings),
        "crossings_min": chart.runs.map(|runs| runs.crossings_min),
        "signal": chart.signal(),
        "median": chart.median,
    }))
}

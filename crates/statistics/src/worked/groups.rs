use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{bounded, confidence, pair, read};
use crate::disclosure::{Published, audit};
use crate::funnel::{Position, Unit, funnel};
use crate::rubric::{Level, Rubric, met_bounds};
use crate::sampling::{Candidate, draw};
use crate::{beta_by_moments, beta_posterior, dersimonian_laird, james_stein};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Units {
    units: Vec<Counted>,
    target: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Counted {
    x: u32,
    n: u32,
}

pub(super) fn units(input: Value) -> Result<Value, String> {
    let Units { units, target } = read(input)?;
    let units: Vec<Unit> = units.iter().map(|unit| Unit { x: unit.x, n: unit.n }).collect();
    bounded(&units.iter().map(|unit| unit.n).collect::<Vec<u32>>())?;
    if let Some(wrong) = units.iter().find(|unit| unit.x > unit.n) {
        return Err(format!("a unit has {} of {}", wrong.x, wrong.n));
    }
    let found = funnel(&units, target);
    let places: Vec<Value> = found
        .units
        .iter()
        .map(|place| {
            json!({
                "limits95": pair(place.limits95),
                "limits998": pair(place.limits998),
                "class_phe": position(place.by_limits),
                "tails": place.tails,
                "class_exact": position(place.exact),
            })
        })
        .collect();
    Ok(json!({ "target": found.target, "units": places }))
}

fn position(position: Position) -> &'static str {
    match position {
        Position::NoData => "no_data",
        Position::Low998 => "low_998",
        Position::Low95 => "low_95",
        Position::Within => "within",
        Position::High95 => "high_95",
        Position::High998 => "high_998",
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Judged {
    Rubric(Criteria),
    Bounds(Bounds),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Criteria {
    criteria: BTreeMap<String, Option<bool>>,
    rule: Rule,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    critical: Vec<String>,
    good: All,
    ri: Enough,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum All {
    All,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Enough {
    critical_all: bool,
    #[serde(default)]
    min_others: usize,
    #[serde(default)]
    min_met: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bounds {
    met: u32,
    not_met: u32,
    missing: u32,
}

pub(super) fn judgement(input: Value) -> Result<Value, String> {
    match read(input).map_err(|_| "needs criteria and a rule, or met, not_met and missing".to_owned())? {
        Judged::Bounds(Bounds { met, not_met, missing }) => {
            Ok(json!({ "bounds": pair(met_bounds(met, not_met, missing)) }))
        }
        Judged::Rubric(Criteria { criteria, rule: Rule { critical, good: All::All, ri } }) => {
            let rubric =
                Rubric { critical, critical_all: ri.critical_all, min_others: ri.min_others, min_met: ri.min_met };
            let rated = rubric.rate(&criteria.into_iter().collect::<Vec<_>>());
            Ok(json!({
                "worst": level(rated.worst),
                "best": level(rated.best),
                "rating": rated.rating().map_or("undetermined", level),
            }))
        }
    }
}

pub(super) fn level(level: Level) -> &'static str {
    match level {
        Level::Inadequate => "inadequate",
        Level::RequiresImprovement => "requires_improvement",
        Level::Good => "good",
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Drawn {
    units: Vec<Named>,
    seed: String,
    total: usize,
    minimum_per_stratum: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    id: String,
    stratum: String,
}

pub(super) fn sampling(input: Value) -> Result<Value, String> {
    let Drawn { units, seed, total, minimum_per_stratum } = read(input)?;
    let candidates: Vec<Candidate> = units.into_iter().map(|Named { id, stratum }| Candidate { id, stratum }).collect();
    Ok(draw(&candidates, &seed, total, minimum_per_stratum)
        .map_or(Value::Null, |sample| json!({ "allocation": sample.allocation, "selected": sample.selected })))
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Shrinking {
    Posterior(Prior),
    JamesStein(Alike),
    Moments(Rates),
    Combined(Varied),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Prior {
    x: u32,
    n: u32,
    a: f64,
    b: f64,
    confidence: f64,
    threshold: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Alike {
    y: Vec<f64>,
    var: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rates {
    rates: Vec<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Varied {
    y: Vec<f64>,
    v: Vec<f64>,
}

pub(super) fn shrinkage(input: Value) -> Result<Value, String> {
    let expected = "needs x, n, a, b, confidence and threshold; y and var; rates; or y and v";
    Ok(match read(input).map_err(|_| expected.to_owned())? {
        Shrinking::Posterior(Prior { x, n, a, b, confidence: given, threshold }) => {
            let found = beta_posterior(x, n, a, b, confidence(given)?, threshold)
                .ok_or("x is more than n, or a and b are not from a millionth to a million")?;
            json!({
                "mean": found.mean,
                "lo": found.interval.lower,
                "hi": found.interval.upper,
                "p_above": found.above,
            })
        }
        Shrinking::JamesStein(Alike { y, var }) => james_stein(&y, var).map_or(
            Value::Null,
            |found| json!({ "grand": found.grand, "c": found.factor, "c_plus": found.used, "est": found.estimates }),
        ),
        Shrinking::Moments(Rates { rates }) => beta_by_moments(&rates).map_or(
            Value::Null,
            |found| json!({ "mean": found.mean, "var": found.variance, "alpha": found.alpha, "beta": found.beta }),
        ),
        Shrinking::Combined(Varied { y, v }) => dersimonian_laird(&y, &v).map_or(Value::Null, |found| {
            json!({
                "Q": found.q,
                "tau2": found.between,
                "mu": found.mean,
                "se": found.standard_error,
                "shrunk": found.estimates,
            })
        }),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Masked {
    table: Vec<Vec<u32>>,
    mask: Vec<Vec<bool>>,
    publish: Totals,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Totals {
    rows: bool,
    cols: bool,
}

/// Cells of a table that is worked out here.
const MOST_CELLS: usize = 2_500;

pub(super) fn disclosure(input: Value) -> Result<Value, String> {
    let Masked { table, mask, publish } = read(input)?;
    if table.iter().map(Vec::len).sum::<usize>() > MOST_CELLS {
        return Err(format!("the table has more than the {MOST_CELLS} cells that are worked out here"));
    }
    if table.iter().map(Vec::len).ne(mask.iter().map(Vec::len)) {
        return Err("the mask is not as large as the table".to_owned());
    }
    let table: Vec<Vec<u64>> = table.iter().map(|row| row.iter().map(|count| u64::from(*count)).collect()).collect();
    let hidden = audit(&table, &mask, Published { rows: publish.rows, cols: publish.cols });
    let cells: Vec<Value> = hidden
        .iter()
        .map(|cell| {
            json!({
                "row": cell.row,
                "col": cell.col,
                "min": cell.min,
                "max": cell.max,
                "disclosed": cell.is_disclosed(),
            })
        })
        .collect();
    Ok(json!({ "cells": cells, "safe": !hidden.iter().any(crate::disclosure::Hidden::is_disclosed) }))
}

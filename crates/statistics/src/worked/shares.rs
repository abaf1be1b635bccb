use serde::Deserialize;
use serde_json::{Value, json};

use super::{bounded, confidence, pair, read};
use crate::difference::Direction;
use crate::{
    TwoCounts, benjamini_hochberg, bonferroni, byar, clopper_pearson, exact_poisson, holm, jeffreys, mcnemar,
    passes_among_all, sample_size, wilson, wilson_of_finite,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Proportion {
    x: u32,
    n: u32,
    confidence: f64,
}

pub(super) fn proportion(input: Value) -> Result<Value, String> {
    let Proportion { x, n, confidence: given } = read(input)?;
    let level = confidence(given)?;
    if x > n {
        return Err(format!("x is {x}, more than n, {n}"));
    }
    Ok(json!({
        "estimate": (n > 0).then(|| f64::from(x) / f64::from(n)),
        "wilson": pair(wilson(x, n, level)),
        "clopper_pearson": pair(clopper_pearson(x, n, level)),
        "jeffreys": pair(jeffreys(x, n, level)),
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Difference {
    x1: u32,
    n1: u32,
    x2: u32,
    n2: u32,
    confidence: f64,
}

pub(super) fn difference(input: Value) -> Result<Value, String> {
    let Difference { x1, n1, x2, n2, confidence: given } = read(input)?;
    bounded(&[n1, n2])?;
    if x1 > n1 || x2 > n2 {
        return Err("more pass than there are".to_owned());
    }
    let counts = TwoCounts { later: x1, later_of: n1, earlier: x2, earlier_of: n2 };
    Ok(json!({
        "difference": counts.difference(),
        "newcombe": pair(counts.newcombe(confidence(given)?)),
        "fisher_two_sided": counts.fisher(),
        "barnard_two_sided": counts.barnard(),
        "boschloo_two_sided": counts.boschloo(),
        "verdict": match counts.direction() {
            Direction::Improved => "improved",
            Direction::Worsened => "worsened",
            Direction::NotShown => "no_evidence_of_change",
            Direction::NotEnoughData => "no_data",
        },
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Count {
    x: u32,
    confidence: f64,
}

pub(super) fn count(input: Value) -> Result<Value, String> {
    let Count { x, confidence: given } = read(input)?;
    let level = confidence(given)?;
    let (lower, upper) = byar(x, level);
    Ok(json!({ "byar": [lower, upper], "exact_poisson": pair(exact_poisson(x, level)) }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Paired {
    improved: u32,
    worsened: u32,
}

pub(super) fn paired(input: Value) -> Result<Value, String> {
    let Paired { improved, worsened } = read(input)?;
    bounded(&[improved, worsened])?;
    Ok(json!({ "p_exact_two_sided": mcnemar(improved, worsened) }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Many {
    p: Vec<f64>,
}

pub(super) fn multiplicity(input: Value) -> Result<Value, String> {
    let Many { p } = read(input)?;
    if let Some(wrong) = p.iter().find(|p| !(0.0..=1.0).contains(*p)) {
        return Err(format!("{wrong} is not a p value between 0 and 1"));
    }
    Ok(json!({ "holm": holm(&p), "bh": benjamini_hochberg(&p), "bonferroni": bonferroni(&p) }))
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Finite {
    Drawn(Drawn),
    Planned(Planned),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Drawn {
    x: u32,
    n: u32,
    #[serde(rename = "N")]
    all: u32,
    confidence: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Planned {
    #[serde(rename = "N")]
    all: u32,
    p: f64,
    margin: f64,
    confidence: f64,
}

pub(super) fn finite(input: Value) -> Result<Value, String> {
    match read(input).map_err(|_| "needs x, n, N and confidence, or N, p, margin and confidence".to_owned())? {
        Finite::Planned(Planned { all, p, margin, confidence: given }) => {
            Ok(json!({ "sample_size": sample_size(p, margin, all, confidence(given)?) }))
        }
        Finite::Drawn(Drawn { x, n, all, confidence: given }) => {
            let level = confidence(given)?;
            bounded(&[all])?;
            if x > n || n > all {
                return Err("x is at most n, and n at most N".to_owned());
            }
            let passes = passes_among_all(x, n, all, level);
            let share = |passes: u32| f64::from(passes) / f64::from(all);
            Ok(json!({
                "wilson_fpc": pair(wilson_of_finite(x, n, all, level)),
                "exact_population_passes": passes,
                "exact_population_proportion": passes.map(|(fewest, most)| [share(fewest), share(most)]),
            }))
        }
    }
}

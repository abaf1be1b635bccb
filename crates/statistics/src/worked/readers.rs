use serde::Deserialize;
use serde_json::{Value, json};

use super::read;
use crate::agreement::{Metric, Weights, cohen_kappa, fleiss_kappa, gwet_ac, krippendorff_alpha, square_agreement};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    table: Vec<Vec<u32>>,
}

pub(super) fn cohen(input: Value) -> Result<Value, String> {
    let Table { table } = read(input)?;
    if table.iter().any(|row| row.len() != table.len()) {
        return Err("the table needs as many columns as rows".to_owned());
    }
    Ok(json!({
        "identity": cohen_kappa(&table, Weights::Identity),
        "linear": cohen_kappa(&table, Weights::Linear),
        "quadratic": cohen_kappa(&table, Weights::Quadratic),
        "percent_agreement": square_agreement(&table),
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    counts: Vec<Vec<u32>>,
}

pub(super) fn fleiss(input: Value) -> Result<Value, String> {
    let Counts { counts } = read(input)?;
    Ok(json!({ "fleiss_kappa": fleiss_kappa(&counts) }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ratings {
    ratings: Vec<Vec<Option<f64>>>,
}

pub(super) fn krippendorff(input: Value) -> Result<Value, String> {
    let Ratings { ratings } = read(input)?;
    Ok(json!({
        "nominal": krippendorff_alpha(&ratings, Metric::Nominal),
        "ordinal": krippendorff_alpha(&ratings, Metric::Ordinal),
        "interval": krippendorff_alpha(&ratings, Metric::Interval),
        "ratio": krippendorff_alpha(&ratings, Metric::Ratio),
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Declared {
    ratings: Vec<Vec<Option<Value>>>,
    categories: Vec<Value>,
}

pub(super) fn gwet(input: Value) -> Result<Value, String> {
    let Declared { ratings, categories } = read(input)?;
    let place = |given: &Value| {
        categories
            .iter()
            .position(|category| category == given)
            .ok_or_else(|| format!("{given} is not among the categories"))
    };
    let readings: Result<Vec<Vec<Option<usize>>>, String> =
        ratings.iter().map(|one| one.iter().map(|given| given.as_ref().map(place).transpose()).collect()).collect();
    let readings = readings?;
    let of = |weights| gwet_ac(&readings, categories.len(), weights);
    Ok(json!({
        "ac1": of(Weights::Identity),
        "ac2_linear": of(Weights::Linear),
        "ac2_quadratic": of(Weights::Quadratic),
        "ac2_ordinal": of(Weights::Ordinal),
    }))
}

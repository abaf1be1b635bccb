use super::{Readings, by_case};
use crate::interval::is_usable;

/// How far two values are apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Metric {
    /// The same or not.
    Nominal,
    /// By how many readings lie between, in order.
    Ordinal,
    /// By the difference.
    Interval,
    /// By the difference against the sum.
    Ratio,
}

/// Disagreement seen and expected, and the furthest that two readings can be apart.
pub(crate) struct Parts {
    pub seen: f64,
    pub expected: f64,
    pub furthest: f64,
    /// Cases read at least twice.
    pub cases: usize,
}

/// Krippendorff's alpha. Cases read once are left out. `None` where fewer than two values were given among cases read
/// twice, or none was read twice; readings that are not numbers count as not given.
///
/// Source: Krippendorff 2011 (four observers of twelve units: 0.743 nominal, 0.815 ordinal).
#[must_use]
pub fn krippendorff_alpha(readings: &Readings<f64>, metric: Metric) -> Option<f64> {
    let parts = parts(readings, metric)?;
    Some(1.0 - parts.seen / parts.expected)
}

pub(crate) fn parts(readings: &Readings<f64>, metric: Metric) -> Option<Parts> {
    let cases: Vec<Vec<f64>> = by_case(readings)
        .into_iter()
        .map(|given| given.into_iter().filter(|value| is_usable(*value)).collect::<Vec<f64>>())
        .filter(|given| given.len() > 1)
        .collect();
    let mut values: Vec<f64> = cases.iter().flatten().copied().collect();
    values.sort_by(f64::total_cmp);
    values.dedup_by(|a, b| a == b);
    let place = |value: f64| values.iter().position(|known| *known == value);
    // Each case as how often each value was given in it.
    let tallies: Vec<Vec<f64>> = cases
        .iter()
        .map(|given| {
            let mut tally = vec![0.0; values.len()];
            given.iter().filter_map(|value| place(*value)).for_each(|at| tally[at] += 1.0);
            tally
        })
        .collect();
    let totals: Vec<f64> = (0..values.len()).map(|k| tallies.iter().map(|tally| tally[k]).sum()).collect();
    let apart: Vec<Vec<f64>> = (0..values.len())
        .map(|a| (0..values.len()).map(|b| distance(metric, &values, &totals, a, b)).collect())
        .collect();
    let between = |tally: &[f64]| -> f64 {
        tally.iter().zip(&apart).map(|(a, row)| a * tally.iter().zip(row).map(|(b, far)| b * far).sum::<f64>()).sum()
    };
    let n: f64 = totals.iter().sum();
    let expected = between(&totals) / (n * (n - 1.0));
    let seen = tallies.iter().map(|tally| between(tally) / (tally.iter().sum::<f64>() - 1.0)).sum::<f64>() / n;
    let furthest = apart.iter().flatten().copied().fold(0.0, f64::max);
    (n > 0.0 && expected > 0.0 && expected.is_finite() && seen.is_finite()).then_some(Parts {
        seen,
        expected,
        furthest,
        cases: cases.len(),
    })
}

/// The squared distance of the values at two places of the ordered list.
fn distance(metric: Metric, values: &[f64], totals: &[f64], a: usize, b: usize) -> f64 {
    if a == b {
        return 0.0;
    }
    let (low, high) = (a.min(b), a.max(b));
    match metric {
        Metric::Nominal => 1.0,
        Metric::Ordinal => (totals[low..=high].iter().sum::<f64>() - f64::midpoint(totals[low], totals[high])).powi(2),
        Metric::Interval => (values[a] - values[b]).powi(2),
        Metric::Ratio => {
            let sum = values[a] + values[b];
            if sum == 0.0 { 0.0 } else { ((values[a] - values[b]) / sum).powi(2) }
        }
    }
}

//! Intervals for a count, such as complaints or incidents.

use statrs::distribution::{ContinuousCDF, Gamma};

use crate::interval::{Confidence, Interval};

/// Byar's interval of a count. The lower end is `None` where the formula gives less than nothing.
///
/// Source: the method sheet of the public health observatories (65: 50.163 to 82.849).
#[must_use]
pub fn byar(x: u32, confidence: Confidence) -> (Option<f64>, f64) {
    let z = confidence.z();
    let count = f64::from(x);
    let end = |count: f64, z: f64| count * (1.0 - 1.0 / (9.0 * count) + z / (3.0 * count.sqrt())).powi(3);
    let lower = if x == 0 { Some(0.0) } else { Some(end(count, -z)).filter(|lower| *lower >= 0.0) };
    (lower, end(count + 1.0, z))
}

/// The exact interval of a Poisson count.
#[must_use]
pub fn exact_poisson(x: u32, confidence: Confidence) -> Option<Interval> {
    let tail = confidence.tail();
    let below = |p: f64, shape: f64| Some(Gamma::new(shape, 1.0).ok()?.inverse_cdf(p));
    let count = f64::from(x);
    let lower = if x == 0 { 0.0 } else { below(tail, count)? };
    Some(Interval::new(lower, below(1.0 - tail, count + 1.0)?))
}

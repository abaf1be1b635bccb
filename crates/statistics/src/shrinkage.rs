//! Drawing small groups towards what is known of all, so that chance is not read as difference.

use crate::beta::Beta;
use crate::interval::{Confidence, Interval, is_usable};

/// What is known of a share after `x` of `n`, from a beta prior.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Posterior {
    /// The mean.
    pub mean: f64,
    /// The middle of it, both tails equal.
    pub interval: Interval,
    /// The chance that the share is above the threshold.
    pub above: f64,
}

/// The posterior of a share after `x` of `n` from a prior Beta(`a`, `b`). With `n` 0 it is the prior. `None` where
/// `x` is more than `n`, or a parameter is not from a millionth to a million.
#[must_use]
pub fn beta_posterior(x: u32, n: u32, a: f64, b: f64, confidence: Confidence, threshold: f64) -> Option<Posterior> {
    let is_prior = |parameter: f64| (1e-6..=1e6).contains(&parameter);
    if !(is_prior(a) && is_prior(b) && threshold.is_finite()) {
        return None;
    }
    let (a, b) = (a + f64::from(x), b + f64::from(n.checked_sub(x)?));
    let (tail, beta) = (confidence.tail(), Beta::new(a, b)?);
    Some(Posterior {
        mean: a / (a + b),
        interval: Interval::new(beta.end_of(tail), beta.end_of(1.0 - tail)),
        above: beta.above(threshold),
    })
}

/// A beta prior that has the mean and the spread of the teams' rates.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct BetaFit {
    /// The mean of the rates.
    pub mean: f64,
    /// Their sample variance.
    pub variance: f64,
    /// First parameter.
    pub alpha: f64,
    /// Second parameter.
    pub beta: f64,
}

/// Fits a beta prior to rates by their moments. `None` with fewer than two rates, or where they do not vary or vary
/// more than any beta distribution.
#[must_use]
pub fn beta_by_moments(rates: &[f64]) -> Option<BetaFit> {
    let (mean, variance) = moments(rates)?;
    let size = mean * (1.0 - mean) / variance - 1.0;
    let vary = rates.iter().any(|rate| *rate != rates[0]);
    let found = vary && variance > 0.0 && size > 0.0 && size.is_finite();
    found.then_some(BetaFit { mean, variance, alpha: mean * size, beta: (1.0 - mean) * size })
}

/// Values drawn towards their mean.
#[derive(Clone, PartialEq, Debug)]
pub struct Shrunk {
    /// The mean of all.
    pub grand: f64,
    /// What is left of each one's distance to it. Less than 0 where chance explains more than all of it.
    pub factor: f64,
    /// The same, not less than 0: this is used.
    pub used: f64,
    /// Each, drawn in.
    pub estimates: Vec<f64>,
}

/// James and Stein's estimates of values with one common variance (positive part). `None` with fewer than four
/// values, or where they differ by next to nothing beside the variance; where all are equal they stay as they are.
#[must_use]
pub fn james_stein(values: &[f64], variance: f64) -> Option<Shrunk> {
    if values.len() < 4 || !values.iter().all(|y| is_usable(*y)) || !is_usable(variance) || variance < 0.0 {
        return None;
    }
    let grand = mean(values);
    let spread: f64 = values.iter().map(|y| (y - grand).powi(2)).sum();
    let factor = if spread > 0.0 { 1.0 - (values.len() - 3) as f64 * variance / spread } else { 0.0 };
    let used = factor.max(0.0);
    let estimates = values.iter().map(|y| grand + used * (y - grand)).collect();
    factor.is_finite().then_some(Shrunk { grand, factor, used, estimates })
}

/// Values with a variance each, combined: how much they differ beyond chance, and each drawn in by its own variance.
#[derive(Clone, PartialEq, Debug)]
pub struct RandomEffects {
    /// Cochran's Q.
    pub q: f64,
    /// The variance between the groups, not less than 0.
    pub between: f64,
    /// The combined value.
    pub mean: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Each, drawn towards the combined value.
    pub estimates: Vec<f64>,
}

/// `DerSimonian` and Laird's combination of values with known variances. `None` with fewer than two values, or where a
/// variance is not above 0.
#[must_use]
pub fn dersimonian_laird(values: &[f64], variances: &[f64]) -> Option<RandomEffects> {
    let fine = values.len() == variances.len()
        && values.len() > 1
        && variances.iter().all(|v| *v > 1e-100 && is_usable(*v))
        && values.iter().all(|y| is_usable(*y));
    if !fine {
        return None;
    }
    let weights: Vec<f64> = variances.iter().map(|v| 1.0 / v).collect();
    let sum: f64 = weights.iter().sum();
    let weighed =
        |weights: &[f64]| weights.iter().zip(values).map(|(w, y)| w * y).sum::<f64>() / weights.iter().sum::<f64>();
    let fixed = weighed(&weights);
    let q: f64 = weights.iter().zip(values).map(|(w, y)| w * (y - fixed).powi(2)).sum();
    let scale = sum - weights.iter().map(|w| w * w).sum::<f64>() / sum;
    let between = ((q - (values.len() - 1) as f64) / scale).max(0.0);
    let random: Vec<f64> = variances.iter().map(|v| 1.0 / (v + between)).collect();
    let mean = weighed(&random);
    let estimates: Vec<f64> =
        values.iter().zip(variances).map(|(y, v)| (between * y + v * mean) / (between + v)).collect();
    let standard_error = (1.0 / random.iter().sum::<f64>()).sqrt();
    // Variances that are next to nothing beside the values leave no figures to work with.
    let finite = [q, between, mean, standard_error].iter().chain(&estimates).all(|figure| figure.is_finite());
    (scale > 0.0 && finite).then_some(RandomEffects { q, between, mean, standard_error, estimates })
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The mean and the sample variance. `None` with fewer than two values.
fn moments(values: &[f64]) -> Option<(f64, f64)> {
    if values.len() < 2 || !values.iter().all(|y| is_usable(*y)) {
        return None;
    }
    let middle = mean(values);
    let spread: f64 = values.iter().map(|y| (y - middle).powi(2)).sum();
    Some((middle, spread / (values.len() - 1) as f64))
}

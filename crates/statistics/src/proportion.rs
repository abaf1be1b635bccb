//! Intervals for one proportion.

use crate::beta::Beta;
use crate::interval::{Confidence, Interval};

/// Wilson's score interval for `x` of `n`. `None` where `n` is 0 or `x` is more than `n`: nothing can be said.
///
/// Source: Newcombe 1998a (81 of 263: 0.2553 to 0.3662; 0 of 20: 0 to 0.1611).
#[must_use]
pub fn wilson(x: u32, n: u32, confidence: Confidence) -> Option<Interval> {
    if x > n {
        return None;
    }
    wilson_of(f64::from(x), f64::from(n), confidence)
}

/// The same for counts that need not be whole, as when a sample is a large part of everything there is.
pub(crate) fn wilson_of(x: f64, n: f64, confidence: Confidence) -> Option<Interval> {
    if n <= 0.0 {
        return None;
    }
    let z = confidence.z();
    let p = x / n;
    let z2 = z * z;
    let middle = p + z2 / (2.0 * n);
    let reach = z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    let lower = if x <= 0.0 { 0.0 } else { ((middle - reach) / scale).max(0.0) };
    let upper = if x >= n { 1.0 } else { ((middle + reach) / scale).min(1.0) };
    Some(Interval::new(lower, upper))
}

/// The exact interval of Clopper and Pearson: at least as wide as it must be, for decisions that weigh much. `None`
/// where `n` is 0 or `x` is more than `n`.
#[must_use]
pub fn clopper_pearson(x: u32, n: u32, confidence: Confidence) -> Option<Interval> {
    let (passed, other) = (f64::from(x), f64::from(n.checked_sub(x).filter(|_| n > 0)?));
    let tail = confidence.tail();
    let lower = if x == 0 { 0.0 } else { Beta::new(passed, other + 1.0)?.end_of(tail) };
    let upper = if x == n { 1.0 } else { Beta::new(passed + 1.0, other)?.end_of(1.0 - tail) };
    Some(Interval::new(lower, upper))
}

/// The interval of Jeffreys' prior, closed at 0 and at 1 where nothing or everything passed. `None` where `n` is 0 or
/// `x` is more than `n`.
#[must_use]
pub fn jeffreys(x: u32, n: u32, confidence: Confidence) -> Option<Interval> {
    let (passed, other) = (f64::from(x), f64::from(n.checked_sub(x).filter(|_| n > 0)?));
    let tail = confidence.tail();
    let lower = if x == 0 { 0.0 } else { Beta::new(passed + 0.5, other + 0.5)?.end_of(tail) };
    let upper = if x == n { 1.0 } else { Beta::new(passed + 0.5, other + 0.5)?.end_of(1.0 - tail) };
    Some(Interval::new(lower, upper))
}

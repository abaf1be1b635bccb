//! Intervals for one proportion.

/// The 97.5th percentile of the normal distribution, for 95% intervals.
const Z95: f64 = 1.959_963_984_540_054;

/// A 95% interval for a share, from 0 to 1.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Interval {
    /// Lower end, at least 0.
    pub lower: f64,
    /// Upper end, at most 1.
    pub upper: f64,
}

/// Wilson's score interval at 95% for `x` of `n`. `None` where `n` is 0 or `x` is more than `n`:
/// nothing can be said.
///
/// Source: Newcombe 1998a (81 of 263: 0.2553 to 0.3662; 0 of 20: 0 to 0.1611).
#[must_use]
pub fn wilson(x: u32, n: u32) -> Option<Interval> {
    if n == 0 || x > n {
        return None;
    }
    let (count, total) = (f64::from(x), f64::from(n));
    let p = count / total;
    let z2 = Z95 * Z95;
    let middle = p + z2 / (2.0 * total);
    let reach = Z95 * (p * (1.0 - p) / total + z2 / (4.0 * total * total)).sqrt();
    let scale = 1.0 + z2 / total;
    let lower = if x == 0 { 0.0 } else { ((middle - reach) / scale).max(0.0) };
    let upper = if x == n { 1.0 } else { ((middle + reach) / scale).min(1.0) };
    Some(Interval { lower, upper })
}

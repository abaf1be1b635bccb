//! A sample that is a large part of everything there is.

use crate::binomial::{Draw, first};
use crate::interval::{Confidence, Interval};
use crate::proportion::wilson_of;

/// Wilson's interval for `x` of `n` drawn from `all`: narrower the more of everything was read, and of no width where
/// everything was. `None` where `n` is 0 or more than `all`, or `x` is more than `n`.
#[must_use]
pub fn wilson_of_finite(x: u32, n: u32, all: u32, confidence: Confidence) -> Option<Interval> {
    if n == 0 || n > all || x > n {
        return None;
    }
    let p = f64::from(x) / f64::from(n);
    if n == all {
        return Some(Interval::new(p, p));
    }
    let effective = f64::from(n) * f64::from(all - 1) / f64::from(all - n);
    wilson_of(p * effective, effective, confidence)
}

/// How many of `all` may pass, given that `x` of `n` drawn did: the fewest and the most that neither tail rules out.
/// `None` where `n` is 0 or more than `all`, or `x` is more than `n`.
#[must_use]
pub fn passes_among_all(x: u32, n: u32, all: u32, confidence: Confidence) -> Option<(u32, u32)> {
    if n == 0 || n > all || x > n {
        return None;
    }
    let tail = confidence.tail();
    let (all, n, x) = (u64::from(all), u64::from(n), u64::from(x));
    let draw = |passing: u64| Draw { all, marked: passing, drawn: n };
    // So many is the likelier the more there are, and so few the less: both ends are found by halving.
    let fewest = first(0, all + 1, |passing| draw(passing).at_least(x) > tail);
    let most = first(0, all + 1, |passing| draw(passing).at_most(x) <= tail).saturating_sub(1);
    Some((u32::try_from(fewest).ok()?, u32::try_from(most).ok()?))
}

/// How many of `all` must be read so that a share near `p` is known to within `margin` either way.
#[must_use]
pub fn sample_size(p: f64, margin: f64, all: u32, confidence: Confidence) -> Option<u32> {
    if !margin.is_finite() || margin <= 0.0 || !(0.0..=1.0).contains(&p) || all == 0 {
        return None;
    }
    let z = confidence.z();
    let endless = z * z * p * (1.0 - p) / (margin * margin);
    if endless.is_infinite() {
        return Some(all);
    }
    let needed = (endless / (1.0 + (endless - 1.0) / f64::from(all))).ceil().max(0.0);
    // At most all of them, which fits.
    Some((needed as u32).min(all))
}

use std::fmt;

use crate::interval::{Confidence, Interval};
use crate::proportion::wilson;

/// Fewer than this many and a percentage misleads: the counts are shown (I8).
const SMALLEST_PERCENTAGE: u32 = 10;
/// How many alike the range of a small count is told of: a percentage of seven would say too much.
const ALIKE: f64 = 40.0;

/// A share of what was counted, with everything needed to read it honestly.
#[derive(Clone, PartialEq, Debug)]
pub struct Estimate {
    x: u32,
    n: u32,
    period: String,
    interval: Interval,
}

impl Estimate {
    /// `x` of `n`, counted over `period`. `None` where `n` is 0, `x` is more than `n`, or no period is named.
    #[must_use]
    pub fn of(x: u32, n: u32, period: impl Into<String>) -> Option<Self> {
        let interval = wilson(x, n, Confidence::USUAL)?;
        let period = period.into().trim().to_owned();
        (!period.is_empty()).then_some(Self { x, n, period, interval })
    }

    /// How many had it.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.x
    }

    /// Of how many.
    #[must_use]
    pub fn n(&self) -> u32 {
        self.n
    }

    /// When it was counted.
    #[must_use]
    pub fn period(&self) -> &str {
        &self.period
    }

    /// The 95% interval (Wilson).
    #[must_use]
    pub fn interval(&self) -> Interval {
        self.interval
    }

    /// The share, from 0 to 1, for working on; it is shown only with its n, interval and period.
    pub(crate) fn share(&self) -> f64 {
        f64::from(self.x) / f64::from(self.n)
    }

    /// Whether at least `percent` of 100, compared exactly: 89.7% is not 90%.
    #[must_use]
    pub fn is_at_least(&self, percent: u32) -> bool {
        u64::from(self.x) * 100 >= u64::from(percent) * u64::from(self.n)
    }
}

impl Estimate {
    /// Whether it is less than `percent` of 100 and would be written as that much: 89.7% is written 90%.
    #[must_use]
    pub fn is_just_below(&self, percent: u32) -> bool {
        let rounded = (f64::from(self.x) / f64::from(self.n) * 100.0).round();
        !self.is_at_least(percent) && rounded >= f64::from(percent)
    }
}

impl Estimate {
    /// The share as it is always written, and where that gives counts alone with its range in counts too: "6 of 8 (of
    /// 40 alike, likely 16 to 38; Review 2)". For what was drawn as a sample, where the rest could have come out
    /// otherwise.
    #[must_use]
    pub fn with_range(&self) -> String {
        if self.n >= SMALLEST_PERCENTAGE {
            return self.to_string();
        }
        let (lower, upper) = ((self.interval.lower * ALIKE).floor(), (self.interval.upper * ALIKE).ceil());
        format!("{} of {} (of {ALIKE} alike, likely {lower} to {upper}; {})", self.x, self.n, self.period)
    }
}

impl fmt::Display for Estimate {
    /// "71%, 12 of 17 (likely 47% to 87%; the year to October 2026)", or "4 of 7 (the year to October 2026)" where n is
    /// below 10. There is no way to write it without its n, its range and its period.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.n < SMALLEST_PERCENTAGE {
            return write!(f, "{} of {} ({})", self.x, self.n, self.period);
        }
        let percent = |p: f64| (p * 100.0).round();
        let share = self.share();
        write!(
            f,
            "{}%, {} of {} (likely {}% to {}%; {})",
            percent(share),
            self.x,
            self.n,
            percent(self.interval.lower),
            percent(self.interval.upper),
            self.period
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Estimate;

    #[test]
    fn a_share_is_shown_with_its_n_and_range_and_small_ones_as_counts() {
        let show = |x, n| Estimate::of(x, n, "2026").expect("n is not 0").to_string();
        assert_eq!(show(12, 17), "71%, 12 of 17 (likely 47% to 87%; 2026)");
        assert_eq!(show(4, 7), "4 of 7 (2026)");
        assert_eq!(Estimate::of(4, 7, " "), None, "a figure of no period is not a figure");
    }

    #[test]
    fn small_counts_of_a_sample_have_their_range_in_counts() {
        let show = |x, n| Estimate::of(x, n, "2026").expect("n is not 0").with_range();
        assert_eq!(show(6, 8), "6 of 8 (of 40 alike, likely 16 to 38; 2026)");
        assert_eq!(show(1, 1), "1 of 1 (of 40 alike, likely 8 to 40; 2026)");
        assert_eq!(show(0, 5), "0 of 5 (of 40 alike, likely 0 to 18; 2026)");
        assert_eq!(show(12, 17), "71%, 12 of 17 (likely 47% to 87%; 2026)");
    }

    #[test]
    fn the_line_is_compared_exactly() {
        let share = Estimate::of(52, 58, "2026").expect("n is not 0");
        assert!(!share.is_at_least(90) && share.is_at_least(89));
        assert!(share.is_just_below(90) && !share.is_just_below(89) && !share.is_just_below(91));
    }
}

use std::fmt;

use crate::interval::{Confidence, Interval};
use crate::proportion::wilson;

/// Fewer than this many and a percentage misleads: the counts are shown (I8).
pub(crate) const SMALLEST_PERCENTAGE: u32 = 10;
/// Of how many like those counted the range of a small count is told: a percentage of seven would say too much.
pub(crate) const ALIKE: f64 = 40.0;

/// A share of what was counted, with everything needed to read it honestly.
#[derive(Clone, PartialEq, Debug)]
pub struct Estimate {
    x: u32,
    n: u32,
    period: String,
    interval: Interval,
    of_all: bool,
}

impl Estimate {
    /// `x` of `n`, counted over `period`. `None` where `n` is 0, `x` is more than `n`, or no period is named.
    #[must_use]
    pub fn of(x: u32, n: u32, period: impl Into<String>) -> Option<Self> {
        let interval = wilson(x, n, Confidence::USUAL)?;
        let period = period.into().trim().to_owned();
        (!period.is_empty()).then_some(Self { x, n, period, interval, of_all: false })
    }

    /// The same where everybody was counted, as in a register: nothing stands for more than itself, so it is written
    /// without a range.
    #[must_use]
    pub fn of_all(x: u32, n: u32, period: impl Into<String>) -> Option<Self> {
        Some(Self { of_all: true, ..Self::of(x, n, period)? })
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

impl fmt::Display for Estimate {
    /// "71%, 12 of 17 (likely 47% to 87%; the year to October 2026)", or where n is below 10 in counts: "6 of 8 (in 40
    /// like these, likely 16 to 38; the year to October 2026)". There is no way to write it without its n, its period and,
    /// unless everybody was counted, its range.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |p: f64| (p * 100.0).round();
        let Interval { lower, upper } = self.interval;
        let is_small = self.n < SMALLEST_PERCENTAGE;
        if !is_small {
            write!(f, "{}%, ", percent(self.share()))?;
        }
        write!(f, "{} of {} (", self.x, self.n)?;
        match (self.of_all, is_small) {
            (true, _) => {}
            (false, true) => {
                let (lower, upper) = ((lower * ALIKE).floor(), (upper * ALIKE).ceil());
                write!(f, "in {ALIKE} like these, likely {lower} to {upper}; ")?;
            }
            (false, false) => write!(f, "likely {}% to {}%; ", percent(lower), percent(upper))?,
        }
        write!(f, "{})", self.period)
    }
}

#[cfg(test)]
mod tests {
    use super::Estimate;

    #[test]
    fn a_share_is_shown_with_its_n_and_range_and_small_ones_as_counts() {
        let show = |x, n| Estimate::of(x, n, "2026").expect("n is not 0").to_string();
        assert_eq!(show(12, 17), "71%, 12 of 17 (likely 47% to 87%; 2026)");
        assert_eq!(show(4, 7), "4 of 7 (in 40 like these, likely 10 to 34; 2026)");
        assert_eq!(Estimate::of(4, 7, " "), None, "a figure of no period is not a figure");
    }

    #[test]
    fn small_counts_of_a_sample_have_their_range_in_counts() {
        let show = |x, n| Estimate::of(x, n, "2026").expect("n is not 0").to_string();
        assert_eq!(show(6, 8), "6 of 8 (in 40 like these, likely 16 to 38; 2026)");
        assert_eq!(show(1, 1), "1 of 1 (in 40 like these, likely 8 to 40; 2026)");
        assert_eq!(show(0, 5), "0 of 5 (in 40 like these, likely 0 to 18; 2026)");
        assert_eq!(show(12, 17), "71%, 12 of 17 (likely 47% to 87%; 2026)");
    }

    #[test]
    fn what_counts_everybody_has_no_range() {
        let show = |x, n| Estimate::of_all(x, n, "2026").expect("n is not 0").to_string();
        assert_eq!(show(4, 7), "4 of 7 (2026)");
        assert_eq!(show(12, 17), "71%, 12 of 17 (2026)");
        assert_eq!(Estimate::of_all(4, 7, " "), None);
    }

    #[test]
    fn the_line_is_compared_exactly() {
        let share = Estimate::of(52, 58, "2026").expect("n is not 0");
        assert!(!share.is_at_least(90) && share.is_at_least(89));
        assert!(share.is_just_below(90) && !share.is_just_below(89) && !share.is_just_below(91));
    }
}

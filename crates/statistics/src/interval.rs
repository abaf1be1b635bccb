//! An interval, and the normal distribution it is read from.

use statrs::distribution::{ContinuousCDF, Normal};

/// The lower and the upper end of where a figure is likely to lie.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Interval {
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

impl Interval {
    /// From `lower` to `upper`.
    #[must_use]
    pub fn new(lower: f64, upper: f64) -> Self {
        Self { lower, upper }
    }

    /// Whether a value lies inside, ends included.
    #[must_use]
    pub fn holds(self, value: f64) -> bool {
        self.lower <= value && value <= self.upper
    }

    /// How far apart the ends are.
    #[must_use]
    pub fn width(self) -> f64 {
        self.upper - self.lower
    }
}

/// How often intervals made this way hold the true figure: between 0 and 1, both left out.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug)]
pub struct Confidence(f64);

impl Confidence {
    /// 95%, which is meant wherever nothing else is said.
    pub const USUAL: Self = Self(0.95);

    /// `None` unless above 0 and at most 0.999999: beyond, no interval is narrower than everything.
    #[must_use]
    pub fn new(confidence: f64) -> Option<Self> {
        (confidence > 0.0 && confidence <= 0.999_999).then_some(Self(confidence))
    }

    /// The half of what is left out: 0.025 for 95%.
    pub(crate) fn tail(self) -> f64 {
        (1.0 - self.0) / 2.0
    }

    /// The point of the normal distribution that leaves this half above it: 1.96 for 95%.
    pub(crate) fn z(self) -> f64 {
        normal_point(1.0 - self.tail())
    }
}

/// The point of the normal distribution below which a share `p` lies. `p` is between 0 and 1, both left out.
pub(crate) fn normal_point(p: f64) -> f64 {
    Normal::standard().inverse_cdf(p)
}

/// Whether a value can be worked with: a number, and not so large that sums of squares have no end.
pub(crate) fn is_usable(value: f64) -> bool {
    value.abs() <= 1e100
}

/// The share of the normal distribution that lies below a point.
pub(crate) fn normal_below(point: f64) -> f64 {
    Normal::standard().cdf(point)
}

//! How far readers of the same cases agree.
//!
//! Kappa alone misleads: two readers who agree on 95 of 100 cases can have a kappa of about 0 when nearly all cases
//! are alike. So a page shows the share read alike, AC1 and alpha together ([`Agreed`]), each with its n and interval.

mod agreed;
mod cohen;
mod fleiss;
mod gwet;
mod krippendorff;

pub use agreed::{Agreed, Coefficient};
pub use cohen::{cohen_kappa, square_agreement};
pub use fleiss::fleiss_kappa;
pub use gwet::gwet_ac;
pub use krippendorff::{Metric, krippendorff_alpha};

/// How near two categories in order, `a` and `b` of `q`, are to one another: 1 for the same, 0 for the furthest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weights {
    /// The same or not.
    Identity,
    /// By the steps between.
    Linear,
    /// By the square of the steps between.
    Quadratic,
    /// By the pairs of categories from one to the other.
    Ordinal,
}

impl Weights {
    /// The weight, from 0 to 1.
    #[must_use]
    pub fn weight(self, a: usize, b: usize, q: usize) -> f64 {
        let pairs = |count: usize| (count * count.saturating_sub(1)) as f64 / 2.0;
        let steps = a.abs_diff(b);
        if steps == 0 || q < 2 {
            return f64::from(u8::from(steps == 0));
        }
        let share = steps as f64 / (q - 1) as f64;
        match self {
            Weights::Identity => 0.0,
            Weights::Linear => 1.0 - share,
            Weights::Quadratic => 1.0 - share * share,
            Weights::Ordinal => 1.0 - pairs(steps + 1) / pairs(q),
        }
    }
}

/// What one reader gave each case, in the order of the cases; `None` where they did not read it.
pub type Readings<T> = [Vec<Option<T>>];

/// The readings of each case, those that were given: `[case][reading]`.
pub(crate) fn by_case<T: Copy>(readings: &Readings<T>) -> Vec<Vec<T>> {
    let cases = readings.iter().map(Vec::len).max().unwrap_or(0);
    (0..cases).map(|case| readings.iter().filter_map(|one| one.get(case).copied().flatten()).collect()).collect()
}

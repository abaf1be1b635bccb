//! The beta distribution: how much of it lies on either side of a value, and where a share of it ends.
//!
//! Worked out here because the library's inverse is known not to return for some shapes (statrs #435; one case of ten
//! million is one), and its continued fraction stops before it has settled where both shapes are large.

use statrs::function::gamma::ln_gamma;

/// More steps than the continued fraction takes for shapes in the billions.
const MOST_STEPS: u32 = 200_000;
/// More steps than any search takes; where the end lies nearer to 0 than can be told, it stops there.
const MOST_LOOKS: u32 = 200;

/// A beta distribution.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Beta {
    a: f64,
    b: f64,
    ln_scale: f64,
}

impl Beta {
    /// `None` unless both shapes are from a millionth to ten thousand million.
    pub fn new(a: f64, b: f64) -> Option<Self> {
        let is_shape = |shape: f64| (1e-6..=1e10).contains(&shape);
        (is_shape(a) && is_shape(b)).then(|| Self { a, b, ln_scale: ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) })
    }

    /// The share that lies above a value.
    pub fn above(self, value: f64) -> f64 {
        self.sides(value).1
    }

    /// The value below which a share, above 0 and below 1, lies: Newton's way, held between the values known to be too
    /// low and too high.
    pub fn end_of(self, share: f64) -> f64 {
        let (mut low, mut high, mut value) = (0.0, 1.0, self.a / (self.a + self.b));
        for _ in 0..MOST_LOOKS {
            let (below, above) = self.sides(value);
            // By the nearer end, where the share has the more digits.
            let too_much = if share < 0.5 { below - share } else { (1.0 - share) - above };
            if too_much > 0.0 {
                high = value
            } else {
                low = value
            }
            let next = value - too_much / self.density(value);
            let next = if low < next && next < high { next } else { f64::midpoint(low, high) };
            let settled = (next - value).abs() <= 1e-15 * value;
            value = next;
            if settled {
                break;
            }
        }
        value
    }

    /// The shares below and above a value.
    fn sides(self, value: f64) -> (f64, f64) {
        let Self { a, b, ln_scale } = self;
        if value <= 0.0 {
            return (0.0, 1.0);
        }
        if value >= 1.0 {
            return (1.0, 0.0);
        }
        let front = (ln_scale + a * value.ln() + b * (-value).ln_1p()).exp();
        if front <= 0.0 {
            return if value < a / (a + b) { (0.0, 1.0) } else { (1.0, 0.0) };
        }
        if value < (a + 1.0) / (a + b + 2.0) {
            let below = (front / a * fraction(a, b, value)).min(1.0);
            (below, 1.0 - below)
        } else {
            let above = (front / b * fraction(b, a, 1.0 - value)).min(1.0);
            (1.0 - above, above)
        }
    }

    fn density(self, value: f64) -> f64 {
        (self.ln_scale + (self.a - 1.0) * value.ln() + (self.b - 1.0) * (-value).ln_1p()).exp()
    }
}

/// The continued fraction of the incomplete beta function, by Lentz's way. Source: Press and others, Numerical Recipes.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const LEAST: f64 = 1e-300;
    const SETTLED: f64 = 4e-16;
    let off_zero = |value: f64| if value.abs() > LEAST { value } else { LEAST };
    let mut c = 1.0;
    let mut d = 1.0 / off_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut found = d;
    for step in 1..=MOST_STEPS {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a - 1.0 + 2.0 * m) * (a + 2.0 * m));
        d = 1.0 / off_zero(1.0 + even * d);
        c = off_zero(1.0 + even / c);
        found *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 1.0 + 2.0 * m));
        d = 1.0 / off_zero(1.0 + odd * d);
        c = off_zero(1.0 + odd / c);
        found *= d * c;
        if (d * c - 1.0).abs() <= SETTLED {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::Beta;

    #[test]
    fn where_a_share_ends_that_share_lies_below() {
        for (a, b) in [(1.0, 29.0), (20.5, 0.5), (82.0, 182.0), (1.0, 4e9), (5e5, 5e5), (2e9, 2e9), (1e4, 4e9)] {
            let beta = Beta::new(a, b).expect("shapes");
            for share in [5e-7, 0.025, 0.5, 0.975] {
                let end = beta.end_of(share);
                let below = 1.0 - beta.above(end);
                assert!((below - share).abs() < 1e-3 * share, "{a}, {b}: {below} of {share} at {end}");
            }
        }
    }

    #[test]
    fn one_case_of_four_thousand_million_has_an_end() {
        // Of Beta(1, b) a share p lies below 1 - (1 - p)^(1/b).
        for b in [29.0, 1e7, 4e9] {
            let (found, known) = (Beta::new(1.0, b).expect("shapes").end_of(0.975), -(0.025_f64.ln() / b).exp_m1());
            assert!((found - known).abs() < 1e-4 * known, "{b}: {found}, not {known}");
        }
    }

    #[test]
    fn a_flat_distribution_ends_where_it_is_asked_to() {
        let flat = Beta::new(1.0, 1.0).expect("shapes");
        assert!((flat.end_of(0.3) - 0.3).abs() < 1e-14 && (flat.above(0.3) - 0.7).abs() < 1e-14);
        assert!(Beta::new(0.0, 1.0).is_none() && Beta::new(f64::NAN, 1.0).is_none());
    }
}

//! Exact chances: binomial and hypergeometric. One chance is found by logarithms of factorials; a tail is summed from
//! its near end outward, so that counts in the thousand millions take no longer than they spread.

use statrs::function::factorial::ln_binomial;

/// How much more likely than the observed count another may be and still count as no more likely: rounding.
pub(crate) const AS_LIKELY: f64 = 1e-7;

/// The chance of exactly `k` of `n` where each comes with chance `p`.
pub(crate) fn chance_of(k: u32, n: u32, p: f64) -> f64 {
    if k > n {
        return 0.0;
    }
    if p <= 0.0 {
        return f64::from(u8::from(k == 0));
    }
    if p >= 1.0 {
        return f64::from(u8::from(k == n));
    }
    let (k, n) = (u64::from(k), u64::from(n));
    let ways = ln_binomial(n, k);
    (ways + k as f64 * p.ln() + (n - k) as f64 * (-p).ln_1p()).exp()
}

/// The chances of 0 to `n` of `n`, for an `n` in the hundreds and a `p` between 0 and 1, both left out.
pub(crate) fn chances(n: u32, p: f64) -> Vec<f64> {
    // From the likelier end, so that the first is not too small to be told from 0.
    let (fewer, more) = if p <= 0.5 { (p, 1.0 - p) } else { (1.0 - p, p) };
    let mut chance = more.powf(f64::from(n));
    let mut found = vec![chance];
    for k in 0..n {
        chance *= f64::from(n - k) / f64::from(k + 1) * (fewer / more);
        found.push(chance);
    }
    if p > 0.5 {
        found.reverse();
    }
    found
}

/// The chance of at most `k` of `n`.
pub(crate) fn at_most(k: u32, n: u32, p: f64) -> f64 {
    if k >= n || p <= 0.0 {
        return 1.0;
    }
    if p >= 1.0 {
        return 0.0;
    }
    let expected = f64::from(n) * p;
    let found = if f64::from(k) <= expected { down_from(k, n, p) } else { 1.0 - up_from(k + 1, n, p) };
    found.clamp(0.0, 1.0)
}

/// The chance of at least `k` of `n`.
pub(crate) fn at_least(k: u32, n: u32, p: f64) -> f64 {
    if k == 0 || (k <= n && p >= 1.0) {
        return 1.0;
    }
    if k > n || p <= 0.0 {
        return 0.0;
    }
    let expected = f64::from(n) * p;
    let found = if f64::from(k) >= expected { up_from(k, n, p) } else { 1.0 - down_from(k - 1, n, p) };
    found.clamp(0.0, 1.0)
}

/// The chance of `k` or fewer, where `k` is no more than expected.
fn down_from(k: u32, n: u32, p: f64) -> f64 {
    let odds = p / (1.0 - p);
    falling(chance_of(k, n, p), (1..=k).rev().map(|i| f64::from(i) / (f64::from(n - i) + 1.0) / odds))
}

/// The chance of `k` or more, where `k` is no fewer than expected.
fn up_from(k: u32, n: u32, p: f64) -> f64 {
    let odds = p / (1.0 - p);
    falling(chance_of(k, n, p), (k..n).map(|i| f64::from(n - i) / (f64::from(i) + 1.0) * odds))
}

/// The sum of chances of which each is so many times the one before, and smaller. What no longer changes the sum is
/// left out.
fn falling(first: f64, ratios: impl Iterator<Item = f64>) -> f64 {
    const NEGLIGIBLE: f64 = 1e-18;
    let (mut chance, mut sum) = (first, first);
    for ratio in ratios {
        chance *= ratio;
        // Below the least that is held in full it would no longer get smaller.
        if chance <= (sum * NEGLIGIBLE).max(f64::MIN_POSITIVE) {
            break;
        }
        sum += chance;
    }
    sum
}

/// The smallest `k` with a chance of at least `p` of having at most `k` of `n` at evens.
pub(crate) fn quantile_at_evens(p: f64, n: u32) -> u32 {
    let mut sum = 0.0;
    for k in 0..=n {
        sum += chance_of(k, n, 0.5);
        if sum >= p {
            return k;
        }
    }
    n
}

/// The first from `low` up for which something holds that then holds for all that follow; `high` where it does for none
/// below.
pub(crate) fn first(mut low: u64, mut high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

/// So many drawn, none of them put back, from `all`, of which so many are marked; `drawn` and `marked` are at most
/// `all`, and that at most twice what 32 bits hold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Draw {
    pub all: u64,
    pub marked: u64,
    pub drawn: u64,
}

impl Draw {
    /// The chance of exactly `k` marked ones among the drawn.
    pub fn chance(self, k: u64) -> f64 {
        let Self { all, marked, drawn } = self;
        if k < self.fewest() || k > self.most() {
            return 0.0;
        }
        (ln_binomial(marked, k) + ln_binomial(all - marked, drawn - k) - ln_binomial(all, drawn)).exp()
    }

    /// The chance of at most `k`.
    pub fn at_most(self, k: u64) -> f64 {
        if k >= self.most() {
            return 1.0;
        }
        if k < self.fewest() {
            return 0.0;
        }
        let found = if k < self.likeliest() { self.down_from(k) } else { 1.0 - self.up_from(k + 1) };
        found.clamp(0.0, 1.0)
    }

    /// The chance of at least `k`.
    pub fn at_least(self, k: u64) -> f64 {
        if k <= self.fewest() {
            return 1.0;
        }
        if k > self.most() {
            return 0.0;
        }
        let found = if k > self.likeliest() { self.up_from(k) } else { 1.0 - self.down_from(k - 1) };
        found.clamp(0.0, 1.0)
    }

    /// The chance of every count that is no more likely than `k`.
    pub fn as_unlikely_as(self, k: u64) -> f64 {
        let (most_likely, no_more) = (self.likeliest(), self.chance(k) * (1.0 + AS_LIKELY));
        if self.chance(most_likely) <= no_more {
            return 1.0;
        }
        // From `k` outward, and on the other side of the likeliest from where it is as unlikely.
        let both = if k > most_likely {
            let above = first(self.fewest(), most_likely, |other| self.chance(other) > no_more);
            let other = if above > self.fewest() { self.down_from(above - 1) } else { 0.0 };
            self.up_from(k) + other
        } else {
            let from = first(most_likely, self.most() + 1, |other| self.chance(other) <= no_more);
            let other = if from <= self.most() { self.up_from(from) } else { 0.0 };
            self.down_from(k) + other
        };
        both.min(1.0)
    }

    fn fewest(self) -> u64 {
        (self.marked + self.drawn).saturating_sub(self.all)
    }

    fn most(self) -> u64 {
        self.marked.min(self.drawn)
    }

    fn likeliest(self) -> u64 {
        let found = u128::from(self.marked + 1) * u128::from(self.drawn + 1) / u128::from(self.all + 2);
        u64::try_from(found).unwrap_or(u64::MAX).clamp(self.fewest(), self.most())
    }

    /// The chance of `k` or fewer, where `k` is fewer than the likeliest.
    fn down_from(self, k: u64) -> f64 {
        let Self { all, marked, drawn } = self;
        let ratio = |i: u64| {
            let (left, right) = (i as f64, (all + i - marked - drawn) as f64);
            left * right / ((marked - i + 1) as f64 * (drawn - i + 1) as f64)
        };
        falling(self.chance(k), (self.fewest() + 1..=k).rev().map(ratio))
    }

    /// The chance of `k` or more, where `k` is more than the likeliest.
    fn up_from(self, k: u64) -> f64 {
        let Self { all, marked, drawn } = self;
        let ratio = |i: u64| {
            let (left, right) = ((marked - i) as f64, (drawn - i) as f64);
            left * right / ((i + 1) as f64 * (all + i + 1 - marked - drawn) as f64)
        };
        falling(self.chance(k), (k..self.most()).map(ratio))
    }
}

#[cfg(test)]
mod tests {
    use super::{Draw, at_least, at_most, chance_of, chances};

    #[test]
    fn a_tail_is_the_sum_of_its_chances() {
        for (n, p) in [(1, 0.5), (12, 0.03), (12, 0.97), (60, 0.4)] {
            let one_by_one: Vec<f64> = (0..=n).map(|k| chance_of(k, n, p)).collect();
            for (k, (one, found)) in (0..=n).zip(one_by_one.iter().zip(chances(n, p))) {
                let up_to: f64 = one_by_one[..=k as usize].iter().sum();
                assert!((one - found).abs() < 1e-12, "{k} of {n} at {p}");
                assert!((at_most(k, n, p) - up_to).abs() < 1e-12, "{k} of {n} at {p}");
                assert!((at_least(k, n, p) - (1.0 - up_to + one)).abs() < 1e-12, "{k} of {n} at {p}");
            }
        }
        assert!((at_most(2_147_483_647, u32::MAX, 0.5) - 0.5).abs() < 1e-3, "and of thousands of millions");
    }

    #[test]
    fn a_draw_without_return_adds_up() {
        for (all, marked, drawn) in [(20, 8, 12), (20, 15, 12), (9, 9, 4), (9, 0, 4), (30, 5, 1)] {
            let draw = Draw { all, marked, drawn };
            let one_by_one: Vec<f64> = (0..=drawn).map(|k| draw.chance(k)).collect();
            assert!((one_by_one.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{draw:?}");
            for k in 0..=drawn {
                let up_to: f64 = one_by_one[..=k as usize].iter().sum();
                let one = one_by_one[k as usize];
                let as_unlikely: f64 = one_by_one.iter().filter(|other| **other <= one * (1.0 + 1e-7)).sum();
                assert!((draw.at_most(k) - up_to).abs() < 1e-12, "{k}: {draw:?}");
                assert!((draw.at_least(k) - (1.0 - up_to + one)).abs() < 1e-12, "{k}: {draw:?}");
                assert!(one <= 0.0 || (draw.as_unlikely_as(k) - as_unlikely).abs() < 1e-12, "{k}: {draw:?}");
            }
        }
        let many = Draw { all: 2 * u64::from(u32::MAX), marked: u64::from(u32::MAX), drawn: u64::from(u32::MAX) };
        assert!((many.as_unlikely_as(2_147_523_647) - 0.084_3).abs() < 1e-3, "and of thousands of millions");
    }
}

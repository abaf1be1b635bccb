//! Exact counts of chances: binomial and hypergeometric, by logarithms of factorials.

use statrs::function::factorial::{ln_binomial, ln_factorial};

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

/// The chance of at most `k` of `n`.
pub(crate) fn at_most(k: u32, n: u32, p: f64) -> f64 {
    (0..=k.min(n)).map(|i| chance_of(i, n, p)).sum::<f64>().min(1.0)
}

/// The chance of at least `k` of `n`.
pub(crate) fn at_least(k: u32, n: u32, p: f64) -> f64 {
    (k..=n).map(|i| chance_of(i, n, p)).sum::<f64>().min(1.0)
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

/// The chance of `k` marked among `drawn`, out of `all` of which `marked` are.
pub(crate) fn drawn_without_return(k: u64, all: u64, marked: u64, drawn: u64) -> f64 {
    if k > marked || k > drawn || marked > all || drawn > all || drawn - k > all - marked {
        return 0.0;
    }
    (ln_binomial(marked, k) + ln_binomial(all - marked, drawn - k) - ln_binomial(all, drawn)).exp()
}

/// The logarithm of the number of ways to order `n` things.
pub(crate) fn ln_ways(n: u32) -> f64 {
    ln_factorial(u64::from(n))
}

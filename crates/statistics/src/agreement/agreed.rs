use std::fmt;

use super::{Metric, Readings, Weights, by_case, gwet, krippendorff};
use crate::estimate::{ALIKE, SMALLEST_PERCENTAGE};
use crate::interval::{Confidence, Interval};
use crate::proportion::wilson_of;

/// Fewer cases than this and a coefficient says nothing: only how many were read alike is shown.
const FEWEST_FOR_A_COEFFICIENT: u32 = 5;
/// A coefficient whose interval is wider than this tells nothing: it could be no agreement or nearly all.
const WIDEST: f64 = 1.0;

/// A coefficient, from below 0 (worse than chance) to 1, with its n and where it is likely to lie. It becomes text only
/// within [`Agreed`], which gives its n and its period, and its figure cannot be taken out of it:
///
/// ```compile_fail,E0616
/// let readings = vec![vec![Some(1), Some(0)], vec![Some(1), Some(1)]];
/// let agreed = statistics::Agreed::of(&readings, 2, "2026").expect("two cases were read twice");
/// println!("{}", agreed.share().value);
/// ```
///
/// ```compile_fail,E0277
/// let readings = vec![vec![Some(1), Some(0)], vec![Some(1), Some(1)]];
/// let agreed = statistics::Agreed::of(&readings, 2, "2026").expect("two cases were read twice");
/// println!("{}", agreed.share());
/// ```
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Coefficient {
    value: f64,
    n: u32,
    interval: Interval,
}

impl Coefficient {
    /// The 95% interval.
    #[must_use]
    pub fn interval(self) -> Interval {
        self.interval
    }

    /// Whether another one lies where this is likely to lie, to within rounding.
    #[must_use]
    pub fn holds(self, other: Self) -> bool {
        const ROUNDING: f64 = 1e-9;
        Interval::new(self.interval.lower - ROUNDING, self.interval.upper + ROUNDING).holds(other.value)
    }

    /// The figure, for working on.
    pub(crate) fn for_working(self) -> f64 {
        self.value
    }

    /// "AC1 0.86 (0.57 to 0.96)", for a sentence that gives the n; where it could be almost anything, that it is not
    /// known.
    pub(crate) fn beside_its_n(self, name: &str) -> String {
        let Interval { lower, upper } = self.interval;
        if self.interval.width() > WIDEST {
            return format!("{name} not known from so few");
        }
        format!("{name} {:.2} ({lower:.2} to {upper:.2})", self.value)
    }
}

/// How far readers agreed on the cases that at least two of them read: never one figure alone.
#[derive(Clone, PartialEq, Debug)]
pub struct Agreed {
    n: u32,
    alike: u32,
    period: String,
    share: Coefficient,
    ac1: Option<Coefficient>,
    alpha: Option<Coefficient>,
}

impl Agreed {
    /// From `readings[reader][case]`, categories from 0 (worst) to `categories` - 1. `None` where no case was read
    /// twice, or no period is named.
    ///
    /// The intervals take the mean agreement of `n` cases as a share (Wilson) and carry its ends through the agreement
    /// that chance gives. They do not shrink to nothing where all readings are alike, as those from a variance do.
    #[must_use]
    pub fn of(readings: &Readings<usize>, categories: usize, period: impl Into<String>) -> Option<Self> {
        let period = period.into().trim().to_owned();
        let twice: Vec<Vec<usize>> = by_case(readings).into_iter().filter(|given| given.len() > 1).collect();
        let n = u32::try_from(twice.len()).ok().filter(|n| *n > 0 && !period.is_empty())?;
        let alike = u32::try_from(twice.iter().filter(|given| given.iter().all(|k| *k == given[0])).count()).ok()?;
        let mean = twice.iter().map(|given| pairs_alike(given)).sum::<f64>() / f64::from(n);
        let share = Coefficient { value: mean, n, interval: around(mean, n)? };
        let enough = n >= FEWEST_FOR_A_COEFFICIENT;
        Some(Self {
            n,
            alike,
            period,
            share,
            ac1: if enough { ac1(readings, categories, n) } else { None },
            alpha: if enough { alpha(readings) } else { None },
        })
    }

    /// How many cases at least two readers read.
    #[must_use]
    pub fn n(&self) -> u32 {
        self.n
    }

    /// On how many of them all readers gave the same.
    #[must_use]
    pub fn alike(&self) -> u32 {
        self.alike
    }

    /// When they were read.
    #[must_use]
    pub fn period(&self) -> &str {
        &self.period
    }

    /// The mean share of pairs of readers who gave the same.
    #[must_use]
    pub fn share(&self) -> Coefficient {
        self.share
    }

    /// Gwet's AC1; `None` with fewer than five cases.
    #[must_use]
    pub fn ac1(&self) -> Option<Coefficient> {
        self.ac1
    }

    /// Krippendorff's alpha, ordinal; `None` with fewer than five cases, or where all readings are alike in one value.
    #[must_use]
    pub fn alpha(&self) -> Option<Coefficient> {
        self.alpha
    }

    /// Whether agreement is so low that the standard may not be clear to its readers (latent condition L05): fewer than
    /// 70% of the pairs are alike.
    #[must_use]
    pub fn is_low(&self) -> bool {
        const CLEAR: f64 = 0.7;
        self.share.value < CLEAR
    }
}

fn pairs_alike(given: &[usize]) -> f64 {
    let pairs = given.len() * (given.len() - 1);
    let alike: usize = given.iter().map(|a| given.iter().filter(|b| a == *b).count() - 1).sum();
    alike as f64 / pairs as f64
}

fn around(mean: f64, n: u32) -> Option<Interval> {
    wilson_of(mean * f64::from(n), f64::from(n), Confidence::USUAL)
}

fn ac1(readings: &Readings<usize>, categories: usize, n: u32) -> Option<Coefficient> {
    let parts = gwet::parts(readings, categories, Weights::Identity)?;
    let range = around(parts.seen, n)?;
    Some(Coefficient {
        value: parts.coefficient(parts.seen),
        n,
        interval: Interval::new(parts.coefficient(range.lower), parts.coefficient(range.upper)),
    })
}

fn alpha(readings: &Readings<usize>) -> Option<Coefficient> {
    let numbers: Vec<Vec<Option<f64>>> =
        readings.iter().map(|one| one.iter().map(|k| k.map(|k| k as f64)).collect()).collect();
    let parts = krippendorff::parts(&numbers, Metric::Ordinal)?;
    let n = u32::try_from(parts.cases).ok()?;
    let range = around((1.0 - parts.seen / parts.furthest).clamp(0.0, 1.0), n)?;
    let at = |agreement: f64| 1.0 - (1.0 - agreement) * parts.furthest / parts.expected;
    Some(Coefficient {
        value: 1.0 - parts.seen / parts.expected,
        n,
        interval: Interval::new(at(range.lower), at(range.upper)),
    })
}

impl fmt::Display for Agreed {
    /// "16 of 18 marks alike: 89% of pairs (likely 67% to 97%), AC1 0.86 (0.57 to 0.96), alpha 0.84 (0.49 to 0.95);
    /// November 2026". Fewer than ten marks are shown as counts with their range in 40 like these, fewer than five without coefficients; a coefficient
    /// that could be almost anything is said to be unknown rather than given to two places.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |p: f64| (p * 100.0).round();
        write!(f, "{} of {} marks alike", self.alike, self.n)?;
        if self.n >= SMALLEST_PERCENTAGE {
            let Coefficient { value, interval, .. } = self.share;
            let (value, lower, upper) = (percent(value), percent(interval.lower), percent(interval.upper));
            write!(f, ": {value}% of pairs (likely {lower}% to {upper}%)")?;
        } else {
            let Interval { lower, upper } = self.share.interval;
            write!(f, " (in {ALIKE} like these, likely {} to {})", (lower * ALIKE).floor(), (upper * ALIKE).ceil())?;
        }
        for (name, found) in [("AC1", self.ac1), ("alpha", self.alpha)] {
            if let Some(coefficient) = found {
                write!(f, ", {}", coefficient.beside_its_n(name))?;
            }
        }
        write!(f, "; {}", self.period)
    }
}

#[cfg(test)]
mod tests {
    use super::Agreed;

    fn read(first: &[usize], second: &[usize]) -> Agreed {
        let of = |one: &[usize]| one.iter().map(|k| Some(*k)).collect();
        Agreed::of(&[of(first), of(second)], 4, "November 2026").expect("cases were read twice")
    }

    #[test]
    fn agreement_is_shown_with_its_n_intervals_and_period_and_never_as_one_figure() {
        let first = [3, 3, 3, 2, 2, 2, 1, 1, 3, 3, 2, 2, 3, 1, 2, 3, 3, 2];
        let second = [3, 3, 3, 2, 2, 2, 1, 2, 3, 3, 2, 2, 3, 1, 2, 3, 2, 2];
        let shown = read(&first, &second).to_string();
        assert!(shown.starts_with("16 of 18 marks alike: 89% of pairs (likely 67% to 97%), AC1 "), "{shown}");
        assert!(shown.contains(", alpha ") && shown.ends_with("; November 2026"), "{shown}");
    }

    #[test]
    fn few_cases_are_counts_and_very_few_have_no_coefficient() {
        assert_eq!(
            read(&[3, 3, 2], &[3, 2, 2]).to_string(),
            "2 of 3 marks alike (in 40 like these, likely 8 to 38); November 2026"
        );
        let six = read(&[3, 3, 2, 1, 1, 2], &[3, 2, 2, 1, 1, 2]).to_string();
        assert!(six.starts_with("5 of 6 marks alike (in 40 like these, likely 17 to 39), AC1 "), "{six}");
    }

    #[test]
    fn a_coefficient_that_could_be_anything_is_not_given_to_two_places() {
        let (mut first, second) = ([3; 20], [3; 20]);
        first[0] = 2;
        let shown = read(&first, &second).to_string();
        assert!(shown.contains("alpha not known from so few") && shown.contains("AC1 0."), "{shown}");
    }

    #[test]
    fn readers_who_always_agree_are_not_known_to_agree_for_ever() {
        let same = read(&[3, 2, 3, 2, 3, 2, 3, 2], &[3, 2, 3, 2, 3, 2, 3, 2]);
        let ac1 = same.ac1().expect("eight cases");
        assert!((ac1.value - 1.0).abs() < 1e-12 && ac1.interval.lower < 0.7);
        assert!(ac1.beside_its_n("AC1").starts_with("AC1 1.00 (0.") && ac1.interval().upper >= 1.0, "{ac1:?}");
        assert!(same.alpha().expect("two values").interval.lower < 0.7);
    }

    #[test]
    fn cases_that_all_read_alike_in_one_value_have_no_alpha_and_an_ac1() {
        let same = read(&[3; 12], &[3; 12]);
        assert_eq!(same.alpha(), None, "nothing varies, so nothing can be said of chance");
        assert!(same.ac1().is_some());
        assert!(!same.is_low());
    }

    #[test]
    fn nothing_read_twice_is_no_figure() {
        assert_eq!(Agreed::of(&[vec![Some(1), None], vec![None, Some(2)]], 4, "2026"), None);
        assert_eq!(Agreed::of(&[], 4, "2026"), None);
        assert_eq!(Agreed::of(&[vec![Some(1)], vec![Some(1)]], 4, " "), None);
    }
}

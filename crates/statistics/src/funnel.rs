//! Units of different sizes against one target: which lie further from it than their size explains. Never a ranking.

use crate::binomial::{at_least, at_most};
use crate::interval::{Interval, normal_point};

/// `x` of `n` in one unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unit {
    /// How many passed.
    pub x: u32,
    /// Of how many.
    pub n: u32,
}

/// Where a unit lies against the limits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Position {
    /// It has no cases, or more passing than it has.
    NoData,
    /// Below the limit that one in a thousand falls below by chance.
    Low998,
    /// Below the limit that one in forty falls below by chance.
    Low95,
    /// No further away than chance explains.
    Within,
    /// Above the limit that one in forty exceeds by chance.
    High95,
    /// Above the limit that one in a thousand exceeds by chance.
    High998,
}

/// One unit in the funnel.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct UnitPlace {
    /// The 95% limits at its size, for drawing. `None` without cases.
    pub limits95: Option<Interval>,
    /// The 99.8% limits at its size, for drawing.
    pub limits998: Option<Interval>,
    /// Against the drawn limits.
    pub by_limits: Position,
    /// The chances of so few and of so many, if the target held.
    pub tails: Option<(f64, f64)>,
    /// By those chances. This is what may be said: the drawn limits are rough below 50 cases.
    pub exact: Position,
}

/// A funnel.
#[derive(Clone, PartialEq, Debug)]
pub struct Funnel {
    /// The share that all are held against: the one given, or that of all units together. `None` without cases.
    pub target: Option<f64>,
    /// The units, in the order given.
    pub units: Vec<UnitPlace>,
}

/// Places units against a target, or against all of them together.
///
/// Source: the proportion funnel of the public health observatories (limits by the score test, z 1.96 and 3.09);
/// `exact` by binomial tails below 0.025 and 0.001, with which a unit of one case is never flagged.
#[must_use]
pub fn funnel(units: &[Unit], target: Option<f64>) -> Funnel {
    let (x, n) = units
        .iter()
        .filter(|unit| unit.x <= unit.n)
        .fold((0.0, 0.0), |(x, n), unit| (x + f64::from(unit.x), n + f64::from(unit.n)));
    let target = target.filter(|p| (0.0..=1.0).contains(p)).or_else(|| (n > 0.0).then(|| x / n));
    Funnel { target, units: units.iter().map(|unit| place(*unit, target)).collect() }
}

fn place(unit: Unit, target: Option<f64>) -> UnitPlace {
    let nothing = UnitPlace {
        limits95: None,
        limits998: None,
        by_limits: Position::NoData,
        tails: None,
        exact: Position::NoData,
    };
    let Some(target) = target.filter(|_| unit.n > 0 && unit.x <= unit.n) else { return nothing };
    let spread = (target * (1.0 - target) / f64::from(unit.n)).sqrt();
    let limits = |z: f64| Interval::new((target - z * spread).max(0.0), (target + z * spread).min(1.0));
    let (limits95, limits998) = (limits(normal_point(0.975)), limits(normal_point(0.999)));
    let share = f64::from(unit.x) / f64::from(unit.n);
    let tails = (at_most(unit.x, unit.n, target), at_least(unit.x, unit.n, target));
    UnitPlace {
        limits95: Some(limits95),
        limits998: Some(limits998),
        by_limits: position(
            (share < limits95.lower, share < limits998.lower),
            (share > limits95.upper, share > limits998.upper),
        ),
        tails: Some(tails),
        exact: if unit.n == 1 {
            Position::Within
        } else {
            position((tails.0 < 0.025, tails.0 < 0.001), (tails.1 < 0.025, tails.1 < 0.001))
        },
    }
}

/// From "low, very low" and "high, very high".
fn position(low: (bool, bool), high: (bool, bool)) -> Position {
    match (low, high) {
        ((_, true), _) => Position::Low998,
        (_, (_, true)) => Position::High998,
        ((true, _), _) => Position::Low95,
        (_, (true, _)) => Position::High95,
        _ => Position::Within,
    }
}

/// How much more units differ than chance explains.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Dispersion {
    /// 1 where they differ just as much as by chance.
    pub ratio: f64,
    /// The variance between units beyond chance, to be added to each one's own; 0 where there is none.
    pub between: f64,
}

/// Spiegelhalter's over-dispersion (2005): z-scores against the target, the outermost tenth at each end drawn in, and
/// an additive variance between units. `None` with fewer than two units with cases, or where next to nothing can vary.
#[must_use]
pub fn dispersion(units: &[Unit], target: f64) -> Option<Dispersion> {
    let units: Vec<Unit> = units.iter().copied().filter(|unit| unit.n > 0 && unit.x <= unit.n).collect();
    let variance = target * (1.0 - target);
    if units.len() < 2 || variance.is_nan() || variance <= 1e-100 {
        return None;
    }
    let error = |unit: &Unit| (variance / f64::from(unit.n)).sqrt();
    let mut scores: Vec<f64> =
        units.iter().map(|unit| (f64::from(unit.x) / f64::from(unit.n) - target) / error(unit)).collect();
    scores.sort_by(f64::total_cmp);
    let outer = scores.len() / 10;
    let (low, high) = (scores[outer], scores[scores.len() - 1 - outer]);
    let count = scores.len() as f64;
    let ratio = scores.iter().map(|z| z.clamp(low, high).powi(2)).sum::<f64>() / count;
    let weights: Vec<f64> = units.iter().map(|unit| 1.0 / error(unit).powi(2)).collect();
    let (sum, squares) = (weights.iter().sum::<f64>(), weights.iter().map(|w| w * w).sum::<f64>());
    let between = ((count * ratio - (count - 1.0)) / (sum - squares / sum)).max(0.0);
    Some(Dispersion { ratio, between })
}

#[cfg(test)]
mod tests {
    use super::{Position, Unit, dispersion, funnel};

    #[test]
    fn nobody_with_one_case_is_flagged() {
        for target in [0.0005, 0.1, 0.5, 0.9, 0.9995] {
            for x in [0, 1] {
                let found = funnel(&[Unit { x, n: 1 }], Some(target));
                assert_eq!(found.units[0].exact, Position::Within, "{x} of 1 against {target}");
            }
        }
    }

    #[test]
    fn units_that_differ_by_chance_add_nothing_and_those_that_differ_more_do() {
        let even = [Unit { x: 50, n: 100 }, Unit { x: 55, n: 100 }, Unit { x: 46, n: 100 }];
        let wild = [Unit { x: 20, n: 100 }, Unit { x: 80, n: 100 }, Unit { x: 50, n: 100 }];
        assert!(dispersion(&even, 0.5).expect("three units").between <= 0.0);
        let found = dispersion(&wild, 0.5).expect("three units");
        // z = -6, 6, 0: the ratio is 24, and with equal sizes the variance is s2 (24*3 - 2)/2 = 0.0025 * 35
        assert!((found.ratio - 24.0).abs() < 1e-9 && (found.between - 0.0875).abs() < 1e-9, "{found:?}");
        assert_eq!(dispersion(&even, 1.0), None);
        assert_eq!(dispersion(&even[..1], 0.5), None);
    }
}

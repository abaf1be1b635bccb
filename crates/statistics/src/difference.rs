//! The difference between two shares, and whether it is more than chance would give.

use crate::binomial::{AS_LIKELY, Draw, chances};
use crate::interval::{Confidence, Interval};
use crate::proportion::wilson;

/// Two counts of the same thing: a later one and an earlier one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TwoCounts {
    /// Passed, later.
    pub later: u32,
    /// Of how many, later.
    pub later_of: u32,
    /// Passed, earlier.
    pub earlier: u32,
    /// Of how many, earlier.
    pub earlier_of: u32,
}

/// The most cases, both times together, that the unconditional tests are worked out for: their work grows with the
/// product, and beyond this they say what Fisher's says.
const MOST_FOR_UNCONDITIONAL: u32 = 120;

/// What the 95% interval of a difference says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// The whole interval lies above 0.
    Improved,
    /// The whole interval lies below 0.
    Worsened,
    /// The interval holds 0: no change is shown, and none is ruled out.
    NotShown,
    /// There is nothing to compare.
    NotEnoughData,
}

/// What may honestly be said of a difference, from its interval and from Fisher's test together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Both say that chance alone would hardly give this.
    LikelyReal,
    /// The interval leaves 0 out, and Fisher's test does not agree.
    Borderline,
    /// The interval holds 0.
    NotShown,
    /// Nothing was counted at one of the times.
    NotEnoughData,
}

impl Verdict {
    /// As it is said on a page.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Verdict::LikelyReal => "likely real",
            Verdict::Borderline => "borderline",
            Verdict::NotShown => "not shown",
            Verdict::NotEnoughData => "nothing to compare",
        }
    }
}

impl TwoCounts {
    /// Whether both are counted and neither has more passing than there are.
    fn is_counted(self) -> bool {
        self.later_of > 0 && self.earlier_of > 0 && self.later <= self.later_of && self.earlier <= self.earlier_of
    }

    /// The later share less the earlier one, from -1 to 1. `None` where either has no n.
    #[must_use]
    pub fn difference(self) -> Option<f64> {
        self.is_counted().then(|| share(self.later, self.later_of) - share(self.earlier, self.earlier_of))
    }

    /// Newcombe's interval of the difference (his method 10). `None` where either has no n.
    ///
    /// Source: Newcombe 1998b, table II (56 of 70 against 48 of 80: 0.0524 to 0.3339).
    #[must_use]
    pub fn newcombe(self, confidence: Confidence) -> Option<Interval> {
        let difference = self.difference()?;
        let (now, then) =
            (wilson(self.later, self.later_of, confidence)?, wilson(self.earlier, self.earlier_of, confidence)?);
        let (p1, p2) = (share(self.later, self.later_of), share(self.earlier, self.earlier_of));
        let below = ((p1 - now.lower).powi(2) + (then.upper - p2).powi(2)).sqrt();
        let above = ((now.upper - p1).powi(2) + (p2 - then.lower).powi(2)).sqrt();
        Some(Interval::new(difference - below, difference + above))
    }

    /// What the 95% interval says.
    #[must_use]
    pub fn direction(self) -> Direction {
        match self.newcombe(Confidence::USUAL) {
            None => Direction::NotEnoughData,
            Some(range) if range.lower > 0.0 => Direction::Improved,
            Some(range) if range.upper < 0.0 => Direction::Worsened,
            Some(_) => Direction::NotShown,
        }
    }

    /// What may be said: "likely real" needs the interval and Fisher's test at 5% to agree.
    #[must_use]
    pub fn verdict(self) -> Verdict {
        match (self.direction(), self.fisher()) {
            (Direction::NotEnoughData, _) | (_, None) => Verdict::NotEnoughData,
            (Direction::NotShown, _) => Verdict::NotShown,
            (_, Some(p)) if p < 0.05 => Verdict::LikelyReal,
            _ => Verdict::Borderline,
        }
    }

    /// Fisher's exact test, two-sided: the chance of every table with these margins that is no more likely than this
    /// one. 1 where a margin is empty; `None` where either has no n.
    #[must_use]
    pub fn fisher(self) -> Option<f64> {
        self.is_counted().then(|| self.with_these_margins().as_unlikely_as(u64::from(self.later)))
    }

    /// Barnard's exact test, two-sided, by the pooled score: the worst over what the common share may be. Correct to
    /// about 0.002. `None` where either has no n, where nothing or everything passed, or above 120 cases together.
    #[must_use]
    pub fn barnard(self) -> Option<f64> {
        self.unconditional(|counts| counts.pooled_score().abs(), |score, observed| score >= observed - 1e-12)
    }

    /// Boschloo's exact test, two-sided: as Barnard's, ordered by Fisher's p. Correct to about 0.002.
    #[must_use]
    pub fn boschloo(self) -> Option<f64> {
        let one_sided = self.unconditional(TwoCounts::fisher_at_least, |p, observed| p <= observed * (1.0 + AS_LIKELY));
        let other = self.unconditional(TwoCounts::fisher_at_most, |p, observed| p <= observed * (1.0 + AS_LIKELY));
        Some((2.0 * one_sided?.min(other?)).min(1.0))
    }

    /// The score of the difference with a common variance; 0 where nothing varies.
    fn pooled_score(self) -> f64 {
        let (n1, n2) = (f64::from(self.later_of), f64::from(self.earlier_of));
        let pooled = f64::from(self.later + self.earlier) / (n1 + n2);
        let variance = pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2);
        if variance <= 0.0 {
            return 0.0;
        }
        (f64::from(self.later) / n1 - f64::from(self.earlier) / n2) / variance.sqrt()
    }

    fn fisher_at_least(self) -> f64 {
        self.with_these_margins().at_least(u64::from(self.later))
    }

    fn fisher_at_most(self) -> f64 {
        self.with_these_margins().at_most(u64::from(self.later))
    }

    /// The later count, had those who passed been drawn from both times together.
    fn with_these_margins(self) -> Draw {
        let (later_of, earlier_of) = (u64::from(self.later_of), u64::from(self.earlier_of));
        let passed = u64::from(self.later) + u64::from(self.earlier);
        Draw { all: later_of + earlier_of, marked: passed, drawn: later_of }
    }

    /// The most, over every common share, that tables as extreme as this one add up to.
    fn unconditional(self, order: impl Fn(Self) -> f64, as_extreme: impl Fn(f64, f64) -> bool) -> Option<f64> {
        let passed = self.later.checked_add(self.earlier)?;
        let all = self.later_of.checked_add(self.earlier_of)?;
        if !self.is_counted() || passed == 0 || passed == all || all > MOST_FOR_UNCONDITIONAL {
            return None;
        }
        let observed = order(self);
        let extreme: Vec<(u32, u32)> = (0..=self.later_of)
            .flat_map(|later| (0..=self.earlier_of).map(move |earlier| (later, earlier)))
            .filter(|(later, earlier)| as_extreme(order(Self { later: *later, earlier: *earlier, ..self }), observed))
            .collect();
        let chance = |p: f64| -> f64 {
            let (now, then) = (chances(self.later_of, p), chances(self.earlier_of, p));
            extreme.iter().map(|(later, earlier)| now[*later as usize] * then[*earlier as usize]).sum()
        };
        Some(highest(chance).min(1.0))
    }
}

/// The highest value of a smooth function between 0 and 1: a grid, then a closer look around its best point.
fn highest(of: impl Fn(f64) -> f64) -> f64 {
    const STEPS: u32 = 400;
    let at = |i: u32| f64::from(i) / f64::from(STEPS);
    let best =
        (1..STEPS).map(|i| (at(i), of(at(i)))).fold((0.5, 0.0), |best, here| if here.1 > best.1 { here } else { best });
    let (mut low, mut high) = ((best.0 - 1.0 / f64::from(STEPS)).max(0.0), (best.0 + 1.0 / f64::from(STEPS)).min(1.0));
    let mut top = best.1;
    for _ in 0..40 {
        let (a, b) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
        let (at_a, at_b) = (of(a), of(b));
        top = top.max(at_a).max(at_b);
        if at_a < at_b { low = a } else { high = b }
    }
    top
}

fn share(x: u32, n: u32) -> f64 {
    f64::from(x) / f64::from(n)
}

//! Many standards drawn together into one grade, shown as what it is made of and how much of it lies in the weights.

use std::fmt;

use crate::interval::{Confidence, Interval};
use crate::proportion::wilson;
use crate::rubric::{Level, Rated};

/// More weightings than this tell no more.
const MOST_DRAWS: u32 = 100_000;

/// One standard in a composite.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Part {
    /// Its grade; `None` where nobody has said.
    pub level: Option<Level>,
    /// Whether the whole can be no better than this one.
    pub critical: bool,
}

/// The weighted mean from which a composite is graded so, on a way from inadequate (0) over requires improvement (0.5)
/// to good (1).
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Bands {
    requires_improvement: f64,
    good: f64,
}

impl Bands {
    /// `None` unless 0 < `requires_improvement` <= `good` <= 1.
    #[must_use]
    pub fn new(requires_improvement: f64, good: f64) -> Option<Self> {
        let in_order = 0.0 < requires_improvement && requires_improvement <= good && good <= 1.0;
        in_order.then_some(Self { requires_improvement, good })
    }

    fn grade(self, mean: f64) -> Level {
        if mean >= self.good {
            Level::Good
        } else if mean >= self.requires_improvement {
            Level::RequiresImprovement
        } else {
            Level::Inadequate
        }
    }
}

/// How many standards came to each grade.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Profile {
    /// Good.
    pub good: u32,
    /// Requires improvement.
    pub requires_improvement: u32,
    /// Inadequate.
    pub inadequate: u32,
    /// Nobody has said.
    pub missing: u32,
}

impl Profile {
    /// All of them.
    #[must_use]
    pub fn n(self) -> u32 {
        self.good.saturating_add(self.requires_improvement).saturating_add(self.inadequate).saturating_add(self.missing)
    }

    fn counting(mut self, part: &Part) -> Self {
        let count = match part.level {
            Some(Level::Good) => &mut self.good,
            Some(Level::RequiresImprovement) => &mut self.requires_improvement,
            Some(Level::Inadequate) => &mut self.inadequate,
            None => &mut self.missing,
        };
        *count = count.saturating_add(1);
        self
    }
}

/// Under how many random weightings of the standards the grade stays what it is with all of equal weight. It has no
/// other way to become text than with both counts, the standards and its interval:
///
/// ```compile_fail,E0616
/// use statistics::{Bands, Composite, Level, Part};
/// let parts = [Part { level: Some(Level::Good), critical: false }];
/// let bands = Bands::new(0.5, 0.8).expect("in order");
/// let found = Composite::of(&parts, bands, 7, 100).expect("a part").weights().expect("a grade");
/// println!("{}", found.same);
/// ```
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct WeightShare {
    same: u32,
    draws: u32,
    standards: u32,
    interval: Interval,
}

impl WeightShare {
    /// How many weightings were drawn.
    #[must_use]
    pub fn draws(self) -> u32 {
        self.draws
    }

    /// The 95% interval of the share, from 0 to 1: what more draws would make narrower.
    #[must_use]
    pub fn interval(self) -> Interval {
        self.interval
    }

    /// The share itself, for working on.
    pub(crate) fn share(self) -> f64 {
        f64::from(self.same) / f64::from(self.draws)
    }
}

impl fmt::Display for WeightShare {
    /// "the same under 8312 of 10000 random weightings of 20 standards (likely 82% to 84%)".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { same, draws, standards, interval } = self;
        let (lower, upper) = ((interval.lower * 100.0).floor(), (interval.upper * 100.0).ceil());
        write!(f, "the same under {same} of {draws} random weightings of {standards} standards ")?;
        write!(f, "(likely {lower}% to {upper}%)")
    }
}

/// A composite grade: its profile, what follows if everything missing went badly or well, and how much of it lies in
/// the weights.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Composite {
    profile: Profile,
    rated: Rated,
    weights: Option<WeightShare>,
}

impl Composite {
    /// Draws standards together with equal weights, and again under `draws` random ones (uniform over all weightings
    /// that add up to 1; the same `seed` draws the same on every machine). A critical standard that is inadequate, or
    /// requires improvement, caps the whole there under any weights. What is missing is taken as inadequate and as
    /// good; only where both come to one grade is that the grade. The order of the parts does not matter.
    ///
    /// `None` where there are no parts, and unless `draws` is from 1 to 100,000; 10,000 tell the share to about one
    /// point. Source: OECD and JRC 2008, Handbook on Constructing Composite Indicators (uncertainty of weights); the
    /// caps are the domain model's (2.2).
    #[must_use]
    pub fn of(parts: &[Part], bands: Bands, seed: u64, draws: u32) -> Option<Self> {
        if parts.is_empty() || !(1..=MOST_DRAWS).contains(&draws) {
            return None;
        }
        let profile = parts.iter().fold(Profile::default(), Profile::counting);
        let worst = Filled::with(parts, Level::Inadequate, bands);
        let best = Filled::with(parts, Level::Good, bands);
        let rated = Rated { worst: worst.grade(worst.equal_mean()), best: best.grade(best.equal_mean()) };
        let rating_under = |weights: &[f64]| {
            Rated { worst: worst.grade(worst.mean(weights)), best: best.grade(best.mean(weights)) }.rating()
        };
        let weights = rated.rating().and_then(|rating| {
            let mut weightings = Weightings::new(parts.len(), seed);
            let same = (0..draws).map(|_| u32::from(rating_under(weightings.draw()) == Some(rating))).sum();
            let interval = wilson(same, draws, Confidence::USUAL)?;
            Some(WeightShare { same, draws, standards: profile.n(), interval })
        });
        Some(Self { profile, rated, weights })
    }

    /// How many standards came to each grade: shown first, never replaced by the grade.
    #[must_use]
    pub fn profile(&self) -> Profile {
        self.profile
    }

    /// The grades with equal weights, what is missing taken as inadequate and as good.
    #[must_use]
    pub fn rated(&self) -> Rated {
        self.rated
    }

    /// How much of the grade lies in the weights; `None` where it is undetermined.
    #[must_use]
    pub fn weights(&self) -> Option<WeightShare> {
        self.weights
    }
}

impl fmt::Display for Composite {
    /// "12 good, 5 requires improvement, 2 inadequate, 1 not judged; requires improvement, the same under …".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Profile { good, requires_improvement, inadequate, missing } = self.profile;
        write!(f, "{good} good, {requires_improvement} requires improvement, {inadequate} inadequate")?;
        write!(f, ", {missing} not judged; ")?;
        let words = match self.rated.rating() {
            Some(Level::Good) => "good",
            Some(Level::RequiresImprovement) => "requires improvement",
            Some(Level::Inadequate) => "inadequate",
            None => "undetermined: what is not judged would decide it",
        };
        f.write_str(words)?;
        self.weights.map_or(Ok(()), |share| write!(f, ", {share}"))
    }
}

/// The standards with what is missing filled in, the missing ones first and then from worst to best, so that the order
/// they are given in changes no draw.
struct Filled {
    way: Vec<f64>,
    cap: Level,
    bands: Bands,
}

impl Filled {
    fn with(parts: &[Part], missing: Level, bands: Bands) -> Self {
        let mut levels: Vec<Option<Level>> = parts.iter().map(|part| part.level).collect();
        levels.sort_unstable();
        let way = levels
            .into_iter()
            .map(|level| match level.unwrap_or(missing) {
                Level::Inadequate => 0.0,
                Level::RequiresImprovement => 0.5,
                Level::Good => 1.0,
            })
            .collect();
        let critical = parts.iter().filter(|part| part.critical).map(|part| part.level.unwrap_or(missing));
        Self { way, cap: critical.min().unwrap_or(Level::Good), bands }
    }

    /// In one division, so that 16 of 20 is 0.8 and not next to it.
    fn equal_mean(&self) -> f64 {
        self.way.iter().sum::<f64>() / self.way.len() as f64
    }

    fn mean(&self, weights: &[f64]) -> f64 {
        self.way.iter().zip(weights).map(|(way, weight)| way * weight).sum()
    }

    fn grade(&self, mean: f64) -> Level {
        self.bands.grade(mean).min(self.cap)
    }
}

/// Random weights that add up to 1: the gaps between random points from 0 to 1, which are uniform over all such weights
/// and, unlike logarithms, come out the same to the last digit everywhere.
struct Weightings {
    state: u64,
    points: Vec<f64>,
    weights: Vec<f64>,
}

impl Weightings {
    fn new(parts: usize, seed: u64) -> Self {
        Self { state: seed, points: vec![0.0; parts + 1], weights: vec![0.0; parts] }
    }

    fn draw(&mut self) -> &[f64] {
        let parts = self.weights.len();
        self.points[0] = 0.0;
        self.points[parts] = 1.0;
        for at in 1..parts {
            self.points[at] = self.share();
        }
        self.points.sort_unstable_by(f64::total_cmp);
        for (weight, ends) in self.weights.iter_mut().zip(self.points.windows(2)) {
            *weight = ends[1] - ends[0];
        }
        &self.weights
    }

    /// From 0 to 1, 1 left out (Steele, Lea and Flood 2014: SplitMix64).
    fn share(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {

    use super::{Bands, Composite, Part};
    use crate::rubric::Level;

    fn parts(levels: &[(Option<Level>, usize)], critical: Option<Option<Level>>) -> Vec<Part> {
        let plain =
            levels.iter().flat_map(|(level, times)| (0..*times).map(|_| Part { level: *level, critical: false }));
        plain.chain(critical.map(|level| Part { level, critical: true })).collect()
    }

    fn composite(parts: &[Part], requires_improvement: f64, good: f64) -> Composite {
        Composite::of(parts, Bands::new(requires_improvement, good).expect("in order"), 7, 20_000).expect("parts")
    }

    const GOOD: Option<Level> = Some(Level::Good);
    const MIDDLING: Option<Level> = Some(Level::RequiresImprovement);
    const POOR: Option<Level> = Some(Level::Inadequate);

    #[test]
    fn the_share_is_the_volume_of_weights_that_change_nothing() {
        let share = |parts: &[Part], middling, good| composite(parts, middling, good).weights().expect("one").share();
        // The weight of one of two is uniform; of one of three, below w with chance 1 - (1 - w)^2; of two of ten below
        // w with chance 1 - (1 - w)^9 - 9 w (1 - w)^8.
        for (parts, middling, good, expected) in [
            (parts(&[(GOOD, 1), (POOR, 1)], None), 0.25, 0.75, 0.5),
            (parts(&[(GOOD, 1), (MIDDLING, 1)], None), 0.5, 0.9, 0.8),
            (parts(&[(GOOD, 1), (POOR, 2)], None), 0.5, 0.8, 0.75),
            (parts(&[(GOOD, 8), (MIDDLING, 2)], None), 0.5, 0.8, 0.929_456),
            (parts(&[(GOOD, 2), (None, 1)], None), 0.3, 0.6, 0.64),
        ] {
            let found = share(&parts, middling, good);
            assert!((found - expected).abs() < 0.015, "{found}, not {expected}: {parts:?}");
        }
    }

    #[test]
    fn no_weights_make_up_for_a_critical_standard() {
        let capped = composite(&parts(&[(GOOD, 9)], Some(POOR)), 0.5, 0.8);
        assert_eq!(
            capped.to_string(),
            "9 good, 0 requires improvement, 1 inadequate, 0 not judged; inadequate, the same under 20000 of 20000 \
             random weightings of 10 standards (likely 99% to 100%)"
        );
        assert_eq!(composite(&parts(&[(GOOD, 9)], Some(MIDDLING)), 0.5, 0.8).rated().rating(), MIDDLING);
        assert_eq!(composite(&parts(&[(GOOD, 16), (POOR, 4)], None), 0.5, 0.8).rated().rating(), GOOD, "just 80%");
    }

    #[test]
    fn what_is_missing_is_never_guessed() {
        let open = composite(&parts(&[(GOOD, 1), (None, 1)], None), 0.5, 0.8);
        assert_eq!((open.rated().rating(), open.weights()), (None, None));
        assert!(open.to_string().ends_with("1 not judged; undetermined: what is not judged would decide it"));
        let decided = composite(&parts(&[(GOOD, 1), (None, 3)], Some(POOR)), 0.5, 0.8);
        assert_eq!(decided.rated().rating(), POOR, "the critical one decides, whatever is missing");
        assert_eq!(composite(&parts(&[(GOOD, 9)], Some(None)), 0.5, 0.8).rated().rating(), None);
    }

    #[test]
    fn the_same_seed_and_any_order_give_the_same() {
        let mut list = parts(&[(GOOD, 5), (MIDDLING, 2), (POOR, 2), (None, 1)], Some(MIDDLING));
        let first = composite(&list, 0.3, 0.9);
        list.reverse();
        assert_eq!(composite(&list, 0.3, 0.9), first);
    }

    #[test]
    fn nothing_follows_from_nothing_or_from_bands_out_of_order() {
        let bands = Bands::new(0.5, 0.8).expect("in order");
        assert_eq!(Composite::of(&[], bands, 7, 100), None);
        let one = parts(&[(GOOD, 1)], None);
        assert!(Composite::of(&one, bands, 7, 0).is_none() && Composite::of(&one, bands, 7, 100_001).is_none());
        for (middling, good) in [(0.0, 0.5), (0.8, 0.5), (0.5, 1.1), (f64::NAN, 0.5)] {
            assert_eq!(Bands::new(middling, good), None);
        }
    }
}

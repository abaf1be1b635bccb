//! A rubric in which one failing is not made up for by another, and what is missing is never guessed.

/// A grade.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// Inadequate.
    Inadequate,
    /// Requires improvement.
    RequiresImprovement,
    /// Good.
    Good,
}

/// Good needs every criterion. Requires improvement needs what this says.
#[derive(Clone, PartialEq, Debug)]
pub struct Rubric {
    /// The names of the criteria without which anything is inadequate.
    pub critical: Vec<String>,
    /// Whether requires improvement needs all the critical ones.
    pub critical_all: bool,
    /// How many of the others it needs.
    pub min_others: usize,
    /// How many of all it needs.
    pub min_met: usize,
}

/// One criterion: its name, and whether it is met. `None` where nobody has said.
pub type Criterion = (String, Option<bool>);

/// What follows if everything missing went badly, and if it went well.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rated {
    /// The grade with what is missing not met.
    pub worst: Level,
    /// The grade with what is missing met.
    pub best: Level,
}

impl Rated {
    /// The grade, where what is missing does not matter; `None` is "undetermined".
    #[must_use]
    pub fn rating(self) -> Option<Level> {
        (self.worst == self.best).then_some(self.worst)
    }
}

impl Rubric {
    /// Rates criteria. Source: the two measures whose criteria anyone can apply (002).
    #[must_use]
    pub fn rate(&self, criteria: &[Criterion]) -> Rated {
        Rated { worst: self.filled(criteria, false), best: self.filled(criteria, true) }
    }

    fn filled(&self, criteria: &[Criterion], missing: bool) -> Level {
        let met = |wanted: &dyn Fn(&str) -> bool| {
            criteria.iter().filter(|(name, met)| wanted(name) && met.unwrap_or(missing)).count()
        };
        let is_critical = |name: &str| self.critical.iter().any(|critical| critical == name);
        let all_met = met(&|_| true);
        if all_met == criteria.len() {
            return Level::Good;
        }
        let critical = criteria.iter().filter(|(name, _)| is_critical(name)).count();
        let safe = !self.critical_all || met(&is_critical) == critical;
        if safe && met(&|name| !is_critical(name)) >= self.min_others && all_met >= self.min_met {
            Level::RequiresImprovement
        } else {
            Level::Inadequate
        }
    }
}

/// The least and the most that the share met can be, with what is missing not met and met (Manski). `None` where
/// there is nothing at all.
#[must_use]
pub fn met_bounds(met: u32, not_met: u32, missing: u32) -> Option<crate::Interval> {
    let (met, not_met, missing) = (f64::from(met), f64::from(not_met), f64::from(missing));
    let all = met + not_met + missing;
    (all > 0.0).then(|| crate::Interval::new(met / all, (met + missing) / all))
}

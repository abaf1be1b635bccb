use crate::binomial::quantile_at_evens;
use crate::interval::is_usable;

/// A run chart against its median, read by Anhøj's two rules.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RunChart {
    /// The median, or the line given. `None` without points.
    pub median: Option<f64>,
    /// Points that do not lie on the line.
    pub useful: usize,
    /// What is found in them. `None` without any.
    pub runs: Option<Runs>,
}

/// Runs and crossings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Runs {
    /// Points in the longest run on one side.
    pub longest: usize,
    /// The longest that chance explains.
    pub longest_max: usize,
    /// How often the line is crossed.
    pub crossings: usize,
    /// The fewest that chance explains.
    pub crossings_min: usize,
}

impl RunChart {
    /// Whether something other than chance is at work: a run too long or crossings too few.
    #[must_use]
    pub fn signal(&self) -> bool {
        self.runs.is_some_and(|runs| runs.longest > runs.longest_max || runs.crossings < runs.crossings_min)
    }
}

/// Reads a run chart. `None` among the values, or a value that is not a number, is missing. Source: Anhøj and
/// Wentzel-Larsen 2018.
#[must_use]
pub fn run_chart(values: &[Option<f64>], line: Option<f64>) -> RunChart {
    let given: Vec<f64> = values.iter().copied().flatten().filter(|y| is_usable(*y)).collect();
    let median = line.filter(|line| is_usable(*line)).or_else(|| middle(&given));
    let sides: Vec<bool> =
        median.map(|line| given.iter().filter(|y| **y != line).map(|y| *y > line).collect()).unwrap_or_default();
    let useful = sides.len();
    let runs = (useful > 0).then(|| {
        let runs: Vec<usize> = sides.chunk_by(|a, b| a == b).map(<[bool]>::len).collect();
        Runs {
            longest: runs.iter().copied().max().unwrap_or(0),
            longest_max: (useful as f64).log2().round() as usize + 3,
            crossings: runs.len() - 1,
            crossings_min: quantile_at_evens(0.05, u32::try_from(useful - 1).unwrap_or(u32::MAX)) as usize,
        }
    });
    RunChart { median, useful, runs }
}

fn middle(given: &[f64]) -> Option<f64> {
    let mut sorted = given.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 { Some(*upper) } else { Some(f64::midpoint(sorted[sorted.len() / 2 - 1], *upper)) }
}

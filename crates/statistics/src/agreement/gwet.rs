use super::{Readings, Weights, by_case};

/// Agreement seen and agreement by chance.
pub(crate) struct Parts {
    pub seen: f64,
    pub by_chance: f64,
}

impl Parts {
    /// The coefficient, for an agreement that was or might have been seen.
    pub fn coefficient(&self, seen: f64) -> f64 {
        (seen - self.by_chance) / (1.0 - self.by_chance)
    }
}

/// Gwet's AC1 (`Identity`) or AC2: readings are categories from 0 to `categories` - 1, all declared ones counted,
/// used or not. `None` where no case was read twice or fewer than two categories are declared; readings outside the
/// declared ones count as not read.
///
/// Source: Gwet 2014 (four readers of twelve cases: AC1 0.77544).
#[must_use]
pub fn gwet_ac(readings: &Readings<usize>, categories: usize, weights: Weights) -> Option<f64> {
    let parts = parts(readings, categories, weights)?;
    Some(parts.coefficient(parts.seen))
}

pub(crate) fn parts(readings: &Readings<usize>, categories: usize, weights: Weights) -> Option<Parts> {
    if categories < 2 {
        return None;
    }
    let cases: Vec<Vec<f64>> = by_case(readings)
        .iter()
        .map(|given| {
            let mut counts = vec![0.0; categories];
            given.iter().filter(|k| **k < categories).for_each(|k| counts[*k] += 1.0);
            counts
        })
        .filter(|counts| counts.iter().sum::<f64>() > 0.0)
        .collect();
    let twice: Vec<&Vec<f64>> = cases.iter().filter(|counts| counts.iter().sum::<f64>() > 1.0).collect();
    if twice.is_empty() {
        return None;
    }
    let table: Vec<Vec<f64>> =
        (0..categories).map(|a| (0..categories).map(|b| weights.weight(a, b, categories)).collect()).collect();
    let alike = |counts: &&Vec<f64>| {
        let read: f64 = counts.iter().sum();
        let near = |k: usize| table[k].iter().zip(counts.iter()).map(|(w, count)| w * count).sum::<f64>();
        (0..categories).map(|k| counts[k] * (near(k) - 1.0)).sum::<f64>() / (read * (read - 1.0))
    };
    let seen = twice.iter().map(alike).sum::<f64>() / twice.len() as f64;
    let share =
        |k: usize| cases.iter().map(|counts| counts[k] / counts.iter().sum::<f64>()).sum::<f64>() / cases.len() as f64;
    let spread: f64 = (0..categories).map(share).map(|p| p * (1.0 - p)).sum();
    let all_weights: f64 = table.iter().flatten().sum();
    let by_chance = all_weights / (categories * (categories - 1)) as f64 * spread;
    (by_chance < 1.0).then_some(Parts { seen, by_chance })
}

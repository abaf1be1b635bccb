//! Many comparisons at once: with fifty standards two or three would seem to have changed by chance alone.

/// Holm's adjusted p values, in the order given: the chance of even one false alarm among all stays within the line.
#[must_use]
pub fn holm(p: &[f64]) -> Vec<f64> {
    let order = ascending(p);
    let mut adjusted = vec![0.0; p.len()];
    let mut so_far: f64 = 0.0;
    for (rank, &at) in order.iter().enumerate() {
        so_far = so_far.max(p[at] * (p.len() - rank) as f64).min(1.0);
        adjusted[at] = so_far;
    }
    adjusted
}

/// Benjamini and Hochberg's adjusted p values, in the order given: the expected share of false alarms among those
/// flagged stays within the line.
#[must_use]
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let order = ascending(p);
    let mut adjusted = vec![0.0; p.len()];
    let mut so_far: f64 = 1.0;
    for (rank, &at) in order.iter().enumerate().rev() {
        so_far = so_far.min(p[at] * p.len() as f64 / (rank + 1) as f64);
        adjusted[at] = so_far;
    }
    adjusted
}

/// Bonferroni's adjusted p values, in the order given.
#[must_use]
pub fn bonferroni(p: &[f64]) -> Vec<f64> {
    p.iter().map(|one| (one * p.len() as f64).min(1.0)).collect()
}

/// Places from the smallest to the largest; equal ones in the order given.
fn ascending(p: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    order
}

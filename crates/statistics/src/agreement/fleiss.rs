/// Fleiss' kappa: `counts[case][category]` readers. `None` unless every case was read by the same number of readers,
/// two or more, and more than one category was used.
#[must_use]
pub fn fleiss_kappa(counts: &[Vec<u32>]) -> Option<f64> {
    let read = |case: &Vec<u32>| case.iter().map(|count| f64::from(*count)).sum::<f64>();
    let readers = read(counts.first()?);
    let same = counts.iter().all(|case| (read(case) - readers).abs() < f64::EPSILON);
    if !same || readers < 2.0 {
        return None;
    }
    let cases = counts.len() as f64;
    let alike = |case: &Vec<u32>| {
        let squares: f64 = case.iter().map(|count| f64::from(*count).powi(2)).sum();
        (squares - readers) / (readers * (readers - 1.0))
    };
    let observed = counts.iter().map(alike).sum::<f64>() / cases;
    let categories = counts.iter().map(Vec::len).max()?;
    let used = |k: usize| counts.iter().map(|case| f64::from(case.get(k).copied().unwrap_or(0))).sum::<f64>();
    let by_chance: f64 = (0..categories).map(|k| (used(k) / (cases * readers)).powi(2)).sum();
    (1.0 - by_chance > 1e-12).then(|| (observed - by_chance) / (1.0 - by_chance))
}

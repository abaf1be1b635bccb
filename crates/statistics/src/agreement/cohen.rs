use super::Weights;

/// Cohen's kappa of two readers: `table[first][second]` counts cases, categories in order. `None` where there are no
/// cases, where chance alone would agree wholly (nothing varies), or where the table is not square.
#[must_use]
pub fn cohen_kappa(table: &[Vec<u32>], weights: Weights) -> Option<f64> {
    let (n, q) = size(table)?;
    let first: Vec<f64> = table.iter().map(|row| row.iter().map(|cell| f64::from(*cell)).sum()).collect();
    let second: Vec<f64> = (0..q).map(|k| table.iter().map(|row| f64::from(row[k])).sum()).collect();
    let weighed = |cell: &dyn Fn(usize, usize) -> f64| -> f64 {
        (0..q).flat_map(|i| (0..q).map(move |j| (i, j))).map(|(i, j)| weights.weight(i, j, q) * cell(i, j)).sum()
    };
    let observed = weighed(&|i, j| f64::from(table[i][j]) / n);
    let by_chance = weighed(&|i, j| first[i] * second[j] / (n * n));
    let room = 1.0 - by_chance;
    (room > 1e-12).then(|| (observed - by_chance) / room)
}

/// The share of cases that both read alike. `None` where there are none or the table is not square.
#[must_use]
pub fn square_agreement(table: &[Vec<u32>]) -> Option<f64> {
    let (n, _) = size(table)?;
    Some(table.iter().enumerate().map(|(k, row)| f64::from(row[k])).sum::<f64>() / n)
}

fn size(table: &[Vec<u32>]) -> Option<(f64, usize)> {
    let n: f64 = table.iter().flatten().map(|cell| f64::from(*cell)).sum();
    let square = table.iter().all(|row| row.len() == table.len());
    (square && n > 0.0).then_some((n, table.len()))
}

use crate::interval::is_usable;

/// A chart of counts with the same opportunity at each point.
#[derive(Clone, PartialEq, Debug)]
pub struct CChart {
    /// The mean count. `None` without points.
    pub centre: Option<f64>,
    /// Lower and upper limit, not below 0.
    pub limits: Option<(f64, f64)>,
}

/// Draws a chart of counts; the points of `exclude` are left out of the mean. Source: Montgomery, example 7.3.
#[must_use]
pub fn c_chart(counts: &[u32], exclude: &[usize]) -> CChart {
    let kept: Vec<f64> =
        counts.iter().enumerate().filter(|(at, _)| !exclude.contains(at)).map(|(_, c)| f64::from(*c)).collect();
    let centre = (!kept.is_empty()).then(|| kept.iter().sum::<f64>() / kept.len() as f64);
    let limits = centre.map(|mean| ((mean - 3.0 * mean.sqrt()).max(0.0), mean + 3.0 * mean.sqrt()));
    CChart { centre, limits }
}

/// A chart of rates: so many at so much opportunity.
#[derive(Clone, PartialEq, Debug)]
pub struct UChart {
    /// All together. `None` without opportunity.
    pub centre: Option<f64>,
    /// Lower and upper limit at each point, not below 0; `None` at a point without opportunity.
    pub limits: Vec<Option<(f64, f64)>>,
}

/// Draws a chart of rates: `x` events in `n` of whatever they could happen in. Points where either is not a number, or
/// below 0, count as without opportunity. Source: Montgomery, example 7.4.
#[must_use]
pub fn u_chart(x: &[f64], n: &[f64]) -> UChart {
    let fine = |(x, n): (&f64, &f64)| (is_usable(*x) && is_usable(*n) && *x >= 0.0 && *n > 1e-100).then_some((*x, *n));
    let points: Vec<Option<(f64, f64)>> = x.iter().zip(n).map(fine).collect();
    let (events, room) = points.iter().flatten().fold((0.0, 0.0), |(x, n), point| (x + point.0, n + point.1));
    let centre = (room > 0.0).then(|| events / room);
    let limits = points
        .iter()
        .map(|point| {
            let (rate, (_, n)) = (centre?, (*point)?);
            let reach = 3.0 * (rate / n).sqrt();
            Some(((rate - reach).max(0.0), rate + reach))
        })
        .collect();
    UChart { centre, limits }
}

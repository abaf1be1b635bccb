/// Two figures at a point: passed and how many, or lower and upper limit. `None` at a point without cases.
type Point = Option<(f64, f64)>;

/// A chart of shares: `x` of `n` at each point.
#[derive(Clone, PartialEq, Debug)]
pub struct PChart {
    /// The centre line: all passes of all cases. `None` without cases.
    pub centre: Option<f64>,
    /// Lower and upper limit at each point, from 0 to 1; `None` at a point without cases.
    pub limits: Vec<Option<(f64, f64)>>,
    /// Whether each point lies outside its limits.
    pub signal: Vec<bool>,
    /// How much more the points spread than chance explains (Laney); `None` where not asked for, or not to be told.
    pub sigma_z: Option<f64>,
}

/// Draws a chart of shares. The points of `exclude` are left out of the centre line; a point without cases, or with
/// more passing than there are, has no limits. With `laney` the limits are widened by how much the points spread.
///
/// Source: Montgomery, table 7.4 and example 7.1; Laney 2002.
#[must_use]
pub fn p_chart(x: &[u32], n: &[u32], exclude: &[usize], laney: bool) -> PChart {
    let points: Vec<Point> =
        x.iter().zip(n).map(|(x, n)| (*n > 0 && x <= n).then(|| (f64::from(*x), f64::from(*n)))).collect();
    let counted = points.iter().enumerate().filter(|(at, _)| !exclude.contains(at)).filter_map(|(_, point)| *point);
    let (passed, all) = counted.fold((0.0, 0.0), |(x, n), point| (x + point.0, n + point.1));
    let centre = (all > 0.0).then(|| passed / all);
    let Some(middle) = centre else {
        return PChart { centre, limits: vec![None; points.len()], signal: vec![false; points.len()], sigma_z: None };
    };
    let sigma_z = if laney { spread(&points, middle) } else { None };
    let limits: Vec<Option<(f64, f64)>> = points
        .iter()
        .map(|point| {
            let reach = 3.0 * (middle * (1.0 - middle) / (*point)?.1).sqrt() * sigma_z.unwrap_or(1.0);
            Some(((middle - reach).max(0.0), (middle + reach).min(1.0)))
        })
        .collect();
    let outside = |(point, limits): (&Point, &Point)| {
        point.zip(*limits).is_some_and(|((x, n), (lower, upper))| x / n < lower || x / n > upper)
    };
    let signal = points.iter().zip(&limits).map(outside).collect();
    PChart { centre, limits, signal, sigma_z }
}

/// Laney's sigma z: the mean moving range of the z-scores over 1.128. `None` with fewer than two points, or where
/// nothing or everything passed.
fn spread(points: &[Point], middle: f64) -> Option<f64> {
    let variance = middle * (1.0 - middle);
    let scores: Vec<f64> = points.iter().flatten().map(|(x, n)| (x / n - middle) / (variance / n).sqrt()).collect();
    if scores.len() < 2 || variance <= 0.0 {
        return None;
    }
    let ranges: f64 = scores.windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum();
    Some(ranges / (scores.len() - 1) as f64 / 1.128)
}

/// Whether a chart of shares around `middle` could ever show a change with `n` cases a point: for the better (up) and
/// for the worse (down). With one case a point it never can.
#[must_use]
pub fn can_signal(middle: f64, n: u32) -> (bool, bool) {
    let reach = 3.0 * (middle * (1.0 - middle) / f64::from(n.max(1))).sqrt();
    (n > 1 && middle + reach < 1.0, n > 1 && middle - reach > 0.0)
}

#[cfg(test)]
mod tests {
    use super::{can_signal, p_chart};

    #[test]
    fn a_chart_of_few_cases_cannot_show_what_it_is_looked_at_for() {
        assert_eq!(can_signal(0.75, 27), (false, true));
        assert_eq!(can_signal(0.75, 28), (true, true));
        assert_eq!(can_signal(0.75, 3), (false, false));
        assert_eq!(can_signal(0.5, 0), (false, false));
        assert_eq!(can_signal(0.05, 1), (false, false), "one of one is no signal, however rare it is");
    }

    #[test]
    fn a_chart_without_cases_has_no_centre_line() {
        let chart = p_chart(&[0, 2], &[0, 1], &[], true);
        assert_eq!((chart.centre, chart.sigma_z), (None, None), "2 of 1 is not counted");
        assert_eq!(chart.signal, [false, false]);
    }
}

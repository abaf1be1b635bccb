use super::signals::{self, Flag, PointType};
use crate::interval::is_usable;

/// From the mean to the process limits, in mean moving ranges.
const TO_LIMITS: f64 = 2.66;
/// From the mean to the outer third.
const TO_OUTER_THIRD: f64 = 1.773;
/// A moving range this many times the mean one is left out, once, before limits are drawn.
const SCREENED: f64 = 3.267;
/// Fewer points than this and limits are trial limits: they will move as points are added.
pub const TRIAL_POINTS: usize = 13;

/// Which way is better.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Better {
    /// More is better.
    #[default]
    High,
    /// Less is better.
    Low,
    /// Neither.
    Neither,
}

/// How a chart is drawn.
#[derive(Clone, PartialEq, Debug)]
pub struct Settings {
    /// Which way is better.
    pub better: Better,
    /// What is aimed for.
    pub target: Option<f64>,
    /// The points at which limits start afresh, because something is known to have changed.
    pub rebase: Vec<usize>,
    /// Draw limits from this many points of each stretch only.
    pub fix: Option<usize>,
    /// Whether unusually large moving ranges are left out of the limits.
    pub screen: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { better: Better::High, target: None, rebase: Vec::new(), fix: None, screen: true }
    }
}

/// One point.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct XmrPoint {
    /// The value.
    pub y: f64,
    /// The mean of its stretch.
    pub mean: f64,
    /// Lower and upper process limits; `None` with a single point.
    pub limits: Option<(f64, f64)>,
    /// What makes it special, if anything.
    pub flag: Flag,
    /// What that means for people.
    pub meaning: PointType,
}

/// Whether the target will be met.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Assurance {
    /// Always, as things are.
    Pass,
    /// Never, as things are.
    Fail,
    /// Sometimes, by chance.
    Inconsistent,
}

/// A chart of single values and their moving ranges.
#[derive(Clone, PartialEq, Debug)]
pub struct XmrChart {
    /// The points, in order.
    pub points: Vec<XmrPoint>,
    /// What the last point means. `CommonCause` for none.
    pub variation: PointType,
    /// Whether the last limits will meet the target. `None` without a target, limits or a better way.
    pub assurance: Option<Assurance>,
    /// Whether any stretch has so few points that its limits are for trial only.
    pub trial: bool,
}

/// Draws the chart of `values`. `None` where one of them is not a number, or beyond 1e100.
///
/// Source: the NHS way of drawing such charts (Making Data Count), its rules and icons. A stretch without any
/// variation has its mean for limits and no signal.
#[must_use]
pub fn xmr_chart(values: &[f64], settings: &Settings) -> Option<XmrChart> {
    if !values.iter().all(|y| is_usable(*y)) {
        return None;
    }
    let mut points = Vec::with_capacity(values.len());
    let mut trial = false;
    for stretch in stretches(values, &settings.rebase) {
        let basis = &stretch[..settings.fix.unwrap_or(stretch.len()).clamp(1, stretch.len())];
        trial |= basis.len() < TRIAL_POINTS;
        points.extend(drawn(stretch, basis, settings));
    }
    let last = points.last();
    let variation = last.map_or(PointType::CommonCause, |point| point.meaning);
    let assurance = settings
        .target
        .zip(last.and_then(|point| point.limits))
        .and_then(|(target, limits)| assurance(target, limits, settings.better));
    Some(XmrChart { points, variation, assurance, trial })
}

/// The values from one fresh start to the next.
fn stretches<'a>(values: &'a [f64], rebase: &[usize]) -> Vec<&'a [f64]> {
    let mut starts: Vec<usize> = rebase.iter().copied().filter(|at| (1..values.len()).contains(at)).collect();
    starts.extend([0, values.len()]);
    starts.sort_unstable();
    starts.dedup();
    starts.windows(2).map(|ends| &values[ends[0]..ends[1]]).collect()
}

fn drawn(stretch: &[f64], basis: &[f64], settings: &Settings) -> Vec<XmrPoint> {
    let mean = basis.iter().sum::<f64>() / basis.len() as f64;
    let range = mean_moving_range(basis, settings.screen);
    let flags = match range {
        None => vec![Flag::Insufficient; stretch.len()],
        Some(range) => signals::flags(stretch, mean, TO_OUTER_THIRD * range, TO_LIMITS * range),
    };
    let limits = range.map(|range| (mean - TO_LIMITS * range, mean + TO_LIMITS * range));
    stretch
        .iter()
        .zip(flags)
        .map(|(y, flag)| XmrPoint { y: *y, mean, limits, flag, meaning: flag.means(settings.better) })
        .collect()
}

/// `None` with a single point.
fn mean_moving_range(basis: &[f64], screen: bool) -> Option<f64> {
    let ranges: Vec<f64> = basis.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    if ranges.is_empty() {
        return None;
    }
    let mean = |ranges: &[f64]| ranges.iter().sum::<f64>() / ranges.len() as f64;
    let first = mean(&ranges);
    if !screen {
        return Some(first);
    }
    let kept: Vec<f64> = ranges.into_iter().filter(|range| *range < SCREENED * first).collect();
    // Nothing is kept only where nothing varies.
    Some(if kept.is_empty() { first } else { mean(&kept) })
}

fn assurance(target: f64, (lower, upper): (f64, f64), better: Better) -> Option<Assurance> {
    let (below, above) = match better {
        Better::High => (Assurance::Pass, Assurance::Fail),
        Better::Low => (Assurance::Fail, Assurance::Pass),
        Better::Neither => return None,
    };
    Some(if target < lower {
        below
    } else if target > upper {
        above
    } else {
        Assurance::Inconsistent
    })
}

#[cfg(test)]
mod tests {
    use super::{Assurance, Better, Settings, xmr_chart};

    #[test]
    fn a_chart_of_few_points_says_its_limits_are_for_trial() {
        let chart = |n: usize| xmr_chart(&vec![1.0; n], &Settings::default()).expect("numbers");
        assert!(chart(12).trial && !chart(13).trial);
        assert!(chart(0).points.is_empty());
    }

    #[test]
    fn a_value_that_is_not_a_number_is_refused() {
        assert_eq!(xmr_chart(&[1.0, f64::NAN], &Settings::default()), None);
        assert_eq!(xmr_chart(&[1.0, f64::INFINITY], &Settings::default()), None);
    }

    #[test]
    fn a_target_below_the_limits_of_what_should_be_low_is_never_met() {
        let values = [30.0, 31.0, 29.0, 30.0, 31.0, 30.0];
        let settings = Settings { better: Better::Low, target: Some(5.0), ..Settings::default() };
        assert_eq!(xmr_chart(&values, &settings).expect("numbers").assurance, Some(Assurance::Fail));
    }
}

//! The rules by which a point is more than the ordinary ups and downs.

use super::xmr::Better;

/// Points in a row that make a trend or a shift.
const RUN: usize = 7;

/// What makes a point special.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flag {
    /// Nothing.
    Common,
    /// There is only one point.
    Insufficient,
    /// Above the upper limit.
    AboveLimit,
    /// Below the lower limit.
    BelowLimit,
    /// One of seven points that each rise.
    TrendUp,
    /// One of seven points that each fall.
    TrendDown,
    /// One of two or three in the outer third above, of three in a row above the mean.
    TwoOfThreeAbove,
    /// The same below.
    TwoOfThreeBelow,
    /// One of seven in a row above the mean.
    ShiftAbove,
    /// One of seven in a row below the mean.
    ShiftBelow,
}

/// What a point means for people.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PointType {
    /// Nothing special.
    CommonCause,
    /// A change for the better.
    Improvement,
    /// A change for the worse.
    Concern,
    /// Unusually high, where neither way is better.
    NeutralHigh,
    /// Unusually low, where neither way is better.
    NeutralLow,
}

impl Flag {
    pub(super) fn means(self, better: Better) -> PointType {
        let high = match self {
            Flag::Common | Flag::Insufficient => return PointType::CommonCause,
            Flag::AboveLimit | Flag::TrendUp | Flag::TwoOfThreeAbove | Flag::ShiftAbove => true,
            Flag::BelowLimit | Flag::TrendDown | Flag::TwoOfThreeBelow | Flag::ShiftBelow => false,
        };
        match (better, high) {
            (Better::High, true) | (Better::Low, false) => PointType::Improvement,
            (Better::High, false) | (Better::Low, true) => PointType::Concern,
            (Better::Neither, true) => PointType::NeutralHigh,
            (Better::Neither, false) => PointType::NeutralLow,
        }
    }
}

/// The flag of each point. Limits go before a trend, a trend before two of three, those before a shift. A tie breaks a
/// trend; a point on the mean breaks a shift; a point outside the limits is not one of two in the outer third.
pub(super) fn flags(values: &[f64], mean: f64, to_outer_third: f64, to_limits: f64) -> Vec<Flag> {
    let side = |y: f64| -> i8 { i8::from(y > mean) - i8::from(y < mean) };
    let outside: Vec<i8> = values.iter().map(|y| if (y - mean).abs() > to_limits { side(*y) } else { 0 }).collect();
    let outer: Vec<i8> = values
        .iter()
        .zip(&outside)
        .map(|(y, out)| if *out == 0 && (y - mean).abs() > to_outer_third { side(*y) } else { 0 })
        .collect();
    let steps: Vec<i8> =
        values.windows(2).map(|pair| i8::from(pair[1] > pair[0]) - i8::from(pair[1] < pair[0])).collect();
    let sides: Vec<i8> = values.iter().map(|y| side(*y)).collect();
    let trend = in_a_row(&steps, RUN - 1, values.len(), RUN);
    let shift = in_a_row(&sides, RUN, values.len(), RUN);
    let two = two_of_three(&outer, &sides);
    (0..values.len())
        .map(|at| {
            [
                (outside[at], Flag::AboveLimit, Flag::BelowLimit),
                (trend[at], Flag::TrendUp, Flag::TrendDown),
                (two[at], Flag::TwoOfThreeAbove, Flag::TwoOfThreeBelow),
                (shift[at], Flag::ShiftAbove, Flag::ShiftBelow),
            ]
            .into_iter()
            .find(|(sign, _, _)| *sign != 0)
            .map_or(Flag::Common, |(sign, up, down)| if sign > 0 { up } else { down })
        })
        .collect()
}

/// The points that belong to a run of `length` equal signs, each run covering `covers` points from where it begins.
fn in_a_row(signs: &[i8], length: usize, points: usize, covers: usize) -> Vec<i8> {
    let mut found = vec![0; points];
    for (at, window) in signs.windows(length).enumerate() {
        if window[0] != 0 && window.iter().all(|sign| *sign == window[0]) {
            found[at..at + covers].fill(window[0]);
        }
    }
    found
}

/// The points in the outer third, where three in a row lie on one side of the mean and two of them or more in it.
fn two_of_three(outer: &[i8], sides: &[i8]) -> Vec<i8> {
    let mut found = vec![0; outer.len()];
    for (at, three) in sides.windows(3).enumerate() {
        let close: Vec<usize> = (at..at + 3).filter(|i| outer[*i] != 0).collect();
        if three.iter().all(|side| *side == three[0]) && close.len() >= 2 {
            close.into_iter().for_each(|i| found[i] = three[0]);
        }
    }
    found
}

use std::collections::BTreeMap;

use statistics::Estimate;
use statistics::disclosure::{Published, suppress_known};

use super::set::{BLANK, NOT_SURE, Question, QuestionKind};

/// A cell of fewer answers than this is hidden, and so is a whole survey with fewer (domain model, section 8).
pub const SHOWN_FROM: u32 = 5;
/// Where fewer than this many wrote something, their words are read by whoever looks them over, and by nobody else.
pub const QUOTED_FROM: usize = 10;

/// How often each answer to one question was given, by its key.
pub type Tally = BTreeMap<String, u32>;

/// What may be shown of one question.
#[derive(Clone, PartialEq, Debug)]
pub enum Counted {
    /// Fewer than five answered: nothing.
    TooFew,
    /// Everybody, or nearly everybody, said the same, in a group whose members could be asked for it: only that, so
    /// that it does not tell what each of them said.
    Alike {
        /// What all or nearly all said.
        answer: String,
        /// How many answered.
        n: u32,
    },
    /// The answers.
    Bars(Vec<Bar>, u32),
}

/// One answer and how many gave it.
#[derive(Clone, PartialEq, Debug)]
pub struct Bar {
    /// The answer, as it was offered.
    pub answer: String,
    /// Which part of the scale it belongs to.
    pub band: Band,
    /// How many of those who answered gave it; `None` where it is hidden.
    pub share: Option<Estimate>,
}

impl Bar {
    fn hidden((answer, band, _): (String, Band, u32)) -> Self {
        Self { answer, band, share: None }
    }

    /// How many gave it; `None` where it is hidden.
    #[must_use]
    pub fn count(&self) -> Option<u32> {
        self.share.as_ref().map(Estimate::count)
    }
}

/// Where on its scale an answer stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Band {
    /// The best.
    Best,
    /// Better than the middle.
    Good,
    /// The middle.
    Middle,
    /// Worse than the middle.
    Poor,
    /// The worst.
    Worst,
    /// Not on the scale: "I am not sure", or left out.
    Beside,
}

/// What may be shown of the answers to one question, given over `period`. `staff` where those who answered work for the
/// council.
#[must_use]
pub fn counted(question: &Question, tally: &Tally, staff: bool, period: &str) -> Counted {
    let given = lines(question, tally);
    let n: u32 = given.iter().map(|(_, _, count)| count).sum();
    if n < SHOWN_FROM {
        return Counted::TooFew;
    }
    if staff && let Some((answer, ..)) = given.iter().find(|(_, _, count)| is_nearly_all(*count, n)) {
        return Counted::Alike { answer: answer.clone(), n };
    }
    let counts: Vec<u32> = given.iter().map(|(_, _, count)| *count).collect();
    let bars = given
        .into_iter()
        .zip(shown(&counts))
        .map(|((answer, band, _), count)| Bar {
            answer,
            band,
            share: count.and_then(|count| Estimate::of(count, n, period)),
        })
        .collect();
    Counted::Bars(bars, n)
}

/// All, or all but so few that they would be hidden, and at least four of five: fewer would not be nearly all.
fn is_nearly_all(count: u32, n: u32) -> bool {
    let others = n - count;
    others < SHOWN_FROM && others * 5 <= n
}

/// Counts that stand beside their sum, as they may be shown: `None` for one from 1 to 4, and for a further one through
/// which it could be worked out by somebody who knows that it is from 1 to 4. Where it could be whatever is hidden,
/// none is shown, and so nobody can tell which of them are from 1 to 4.
#[must_use]
pub fn shown(counts: &[u32]) -> Vec<Option<u32>> {
    let row = vec![counts.iter().map(|count| u64::from(*count)).collect::<Vec<u64>>()];
    let hidden = suppress_known(&row, u64::from(SHOWN_FROM), Published { rows: true, cols: false });
    match hidden.and_then(|rows| rows.into_iter().next()) {
        Some(hidden) => counts.iter().zip(hidden).map(|(count, hidden)| (!hidden).then_some(*count)).collect(),
        None => vec![None; counts.len()],
    }
}

/// The answers of a question in order with how many gave each, what stands beside the scale last.
fn lines(question: &Question, tally: &Tally) -> Vec<(String, Band, u32)> {
    let count = |key: &str| tally.get(key).copied().unwrap_or(0);
    let mut lines = match &question.kind {
        QuestionKind::Choice { options, ordered, dont_know, .. } => {
            let mut lines: Vec<(String, Band, u32)> = options
                .iter()
                .enumerate()
                .map(|(place, answer)| {
                    let band = if *ordered { band(place, options.len()) } else { Band::Middle };
                    (answer.clone(), band, count(&place.to_string()))
                })
                .collect();
            if *dont_know {
                lines.push(("I am not sure".to_owned(), Band::Beside, count(NOT_SURE)));
            }
            lines
        }
        QuestionKind::Number { lowest, highest } => thirds(*lowest, *highest)
            .into_iter()
            .map(|(band, from, to)| {
                (format!("{from} to {to}"), band, (from..=to).map(|number| count(&number.to_string())).sum())
            })
            .collect(),
        QuestionKind::Text { .. } => return Vec::new(),
    };
    lines.push(("Left out".to_owned(), Band::Beside, count(BLANK)));
    lines
}

/// Best first, like the answers: the upper, the middle and the lower part of a scale of numbers.
fn thirds(lowest: u32, highest: u32) -> [(Band, u32, u32); 3] {
    let span = highest - lowest + 1;
    let low_to = lowest + span.div_ceil(3) - 1;
    let high_from = highest + 1 - span / 3;
    [(Band::Best, high_from, highest), (Band::Middle, low_to + 1, high_from - 1), (Band::Worst, lowest, low_to)]
}

fn band(place: usize, of: usize) -> Band {
    match (place, of) {
        (0, _) => Band::Best,
        (place, of) if place + 1 == of => Band::Worst,
        (place, of) if place * 2 + 1 == of => Band::Middle,
        (place, of) if place * 2 + 1 < of => Band::Good,
        _ => Band::Poor,
    }
}

/// How far an answer speaks for good practice, from its least to its most: 1 for the better half of a scale or an answer
/// that fits, -1 for the rest of it, 0 beside it. Of the middle of a scale of numbers some may lie above its middle and
/// some below. `None` for a question whose answers tell nothing of practice.
fn weights(question: &Question, bars: &[Bar]) -> Option<Vec<(i64, i64)>> {
    let for_or_against = |is_for: bool| if is_for { (1, 1) } else { (-1, -1) };
    let of_scale = |bar: &Bar| match (&question.kind, bar.band) {
        (_, Band::Beside) => (0, 0),
        (QuestionKind::Number { .. }, Band::Middle) => (-1, 1),
        (_, band) => for_or_against(matches!(band, Band::Best | Band::Good)),
    };
    match &question.kind {
        QuestionKind::Choice { ordered: true, .. } | QuestionKind::Number { .. } => {
            Some(bars.iter().map(of_scale).collect())
        }
        QuestionKind::Choice { fits, .. } if !fits.is_empty() => {
            let of = |(place, bar): (usize, &Bar)| match bar.band {
                Band::Beside => (0, 0),
                _ => for_or_against(fits.contains(&place)),
            };
            Some(bars.iter().enumerate().map(of).collect())
        }
        QuestionKind::Choice { .. } | QuestionKind::Text { .. } => None,
    }
}

/// Whether the answers agree with good practice: more than half of those who placed themselves on the scale chose the
/// better half of it, or gave an answer that fits. It is worked out from what is shown and nothing else, and told only
/// where every count that fits what is shown comes to the same, so that it gives none of the hidden ones away. `None`
/// where they do not, where fewer than five may have placed themselves on the scale (four, where all or nearly all of
/// five are said to have given one answer), and for a question whose answers tell nothing of practice: it is no evidence.
#[must_use]
pub fn agrees(question: &Question, counted: &Counted) -> Option<bool> {
    let (bars, n) = match counted {
        Counted::TooFew => return None,
        Counted::Alike { answer, .. } => {
            // At least four of five said it: whichever way it points, they do.
            let none = Tally::new();
            let bars: Vec<Bar> = lines(question, &none).into_iter().map(Bar::hidden).collect();
            let place = bars.iter().position(|bar| bar.answer == *answer)?;
            let (least, most) = weights(question, &bars)?[place];
            return (least == most && least != 0).then_some(least > 0);
        }
        Counted::Bars(bars, n) => (bars, i64::from(*n)),
    };
    let weights = weights(question, bars)?;
    let on_scale: Vec<(i64, i64)> =
        weights.iter().map(|(least, most)| i64::from((*least, *most) != (0, 0))).map(|one| (one, one)).collect();
    if range(bars, n, &on_scale).0 < i64::from(SHOWN_FROM) {
        return None;
    }
    match range(bars, n, &weights) {
        (least, _) if least > 0 => Some(true),
        (_, most) if most <= 0 => Some(false),
        _ => None,
    }
}

/// The least and the most that counts with these weights can come to, over every table that fits what is shown.
fn range(bars: &[Bar], n: i64, weights: &[(i64, i64)]) -> (i64, i64) {
    let cells = || bars.iter().zip(weights);
    let shown: i64 = bars.iter().filter_map(Bar::count).map(i64::from).sum();
    let hidden = || cells().filter(|(bar, _)| bar.share.is_none()).map(|(_, weight)| *weight);
    let told = |pick: fn((i64, i64)) -> i64| -> i64 {
        cells().filter_map(|(bar, weight)| Some(i64::from(bar.count()?) * pick(*weight))).sum()
    };
    // All that is hidden may be of one answer.
    let (lowest, highest) = (hidden().map(|weight| weight.0).min(), hidden().map(|weight| weight.1).max());
    let spare = n - shown;
    (
        told(|weight| weight.0) + spare * lowest.unwrap_or_default(),
        told(|weight| weight.1) + spare * highest.unwrap_or_default(),
    )
}

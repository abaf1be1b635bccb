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

/// How many of those who placed themselves on the scale chose the better half of it, and how many there were; of answers
/// without an order, how many gave one that fits. `None` for a question whose answers tell neither, or where fewer than
/// five did. The better half of a scale of numbers is what lies above its middle.
#[must_use]
pub fn favourable(question: &Question, tally: &Tally) -> Option<(u32, u32)> {
    match &question.kind {
        QuestionKind::Choice { ordered: true, .. } => {}
        QuestionKind::Choice { options, fits, .. } if !fits.is_empty() => {
            let count = |place: usize| tally.get(&place.to_string()).copied().unwrap_or(0);
            let n: u32 = (0..options.len()).map(count).sum();
            return (n >= SHOWN_FROM).then(|| (fits.iter().copied().map(count).sum(), n));
        }
        QuestionKind::Number { lowest, highest } => {
            let count = |number: u32| tally.get(&number.to_string()).copied().unwrap_or(0);
            let n: u32 = (*lowest..=*highest).map(count).sum();
            let good = (*lowest..=*highest).filter(|number| number * 2 > lowest + highest).map(count).sum();
            return (n >= SHOWN_FROM).then_some((good, n));
        }
        QuestionKind::Choice { .. } | QuestionKind::Text { .. } => return None,
    }
    let on_scale: Vec<(String, Band, u32)> =
        lines(question, tally).into_iter().filter(|(_, band, _)| *band != Band::Beside).collect();
    let n: u32 = on_scale.iter().map(|(_, _, count)| count).sum();
    let good = on_scale.iter().filter(|(_, band, _)| matches!(band, Band::Best | Band::Good)).map(|(_, _, c)| c).sum();
    (n >= SHOWN_FROM).then_some((good, n))
}

/// Whether the answers agree with good practice: more than half of those who placed themselves on the scale chose the
/// better half, or gave an answer that fits. `None` where too few did to tell, and for a question whose answers tell
/// nothing of it: it is no evidence.
#[must_use]
pub fn agrees(question: &Question, tally: &Tally) -> Option<bool> {
    favourable(question, tally).map(|(good, n)| good * 2 > n)
}

use std::collections::BTreeMap;

use statistics::disclosure::{Published, suppress};

use super::set::{BLANK, NOT_SURE, Question, QuestionKind};

/// A cell of fewer answers than this is hidden, and so is a whole survey with fewer (domain model, section 8).
pub const SHOWN_FROM: u32 = 5;
/// Fewer answers than this are counts, never percentages.
const PERCENT_FROM: u32 = 10;

/// How often each answer to one question was given, by its key.
pub type Tally = BTreeMap<String, u32>;

/// What may be shown of one question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Counted {
    /// Fewer than five answered: nothing.
    TooFew,
    /// Everybody said the same, in a group whose members could be asked for it: only that.
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
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bar {
    /// The answer, as it was offered.
    pub answer: String,
    /// Which part of the scale it belongs to.
    pub band: Band,
    /// How many gave it; `None` where it is hidden.
    pub count: Option<u32>,
    /// In per cent of those who answered; `None` where it is hidden or fewer than ten answered.
    pub percent: Option<u32>,
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

/// What may be shown of the answers to one question. `staff` where those who answered work for the council.
#[must_use]
pub fn counted(question: &Question, tally: &Tally, staff: bool) -> Counted {
    let given = lines(question, tally);
    let n: u32 = given.iter().map(|(_, _, count)| count).sum();
    if n < SHOWN_FROM {
        return Counted::TooFew;
    }
    if staff && let Some((answer, ..)) = given.iter().find(|(_, _, count)| *count == n) {
        return Counted::Alike { answer: answer.clone(), n };
    }
    let row = vec![given.iter().map(|(_, _, count)| u64::from(*count)).collect::<Vec<u64>>()];
    let hidden = suppress(&row, u64::from(SHOWN_FROM), Published { rows: true, cols: false });
    let Some(hidden) = hidden.and_then(|rows| rows.into_iter().next()) else { return Counted::TooFew };
    let bars = given
        .into_iter()
        .zip(hidden)
        .map(|((answer, band, count), hidden)| Bar {
            answer,
            band,
            count: (!hidden).then_some(count),
            percent: (!hidden && n >= PERCENT_FROM).then(|| (count * 100 + n / 2) / n),
        })
        .collect();
    Counted::Bars(bars, n)
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

/// How many of those who placed themselves on the scale chose the better half of it, and how many there were. `None`
/// for a question without a scale, or where fewer than five did.
#[must_use]
pub fn favourable(question: &Question, tally: &Tally) -> Option<(u32, u32)> {
    let QuestionKind::Choice { ordered: true, .. } = &question.kind else { return None };
    let on_scale: Vec<(String, Band, u32)> =
        lines(question, tally).into_iter().filter(|(_, band, _)| *band != Band::Beside).collect();
    let n: u32 = on_scale.iter().map(|(_, _, count)| count).sum();
    let good = on_scale.iter().filter(|(_, band, _)| matches!(band, Band::Best | Band::Good)).map(|(_, _, c)| c).sum();
    (n >= SHOWN_FROM).then_some((good, n))
}

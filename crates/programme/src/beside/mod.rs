//! Beside the reviews: a private line to the quality assurance lead, a quick look at a few records, how much was read
//! lately, and what a review costs.

mod cost;
mod dips;
mod private;
mod reach;

use crate::Field;

pub use cost::{CostLine, CostPage, NewMinutes, add_minutes, cost, cost_warnings, expected_cost, take_out_minutes};
pub(crate) use dips::sees_dips;
pub use dips::{DipPage, DipsPage, NewRead, close_dip, dips, open_dip, read_for_dip, start_dip};
pub use private::{PrivateLine, answer_private_note, my_private_line, private_notes, write_private_note};
pub use reach::{Lately, Reach, reach};

/// The most letters of what is written in a box, as of a reply to a review.
const LONGEST: usize = 4_000;
/// The most letters of one line, such as a theme or a question.
const LONGEST_LINE: usize = 200;

/// What is wrong with words that are longer than they may be.
fn too_long(field: &str, words: &str, most: usize) -> Option<Field> {
    (words.chars().count() > most).then(|| Field::new(field, format!("Use at most {most} letters.")))
}

//! Beside the reviews: a private line to the quality assurance lead, a quick look at a few records, how much was read
//! lately, and what a review costs.

mod cost;
mod dips;
mod private;
mod reach;

pub use cost::{CostPage, NewMinutes, add_minutes, cost, cost_warnings, expected_cost};
pub(crate) use dips::sees_dips;
pub use dips::{DipPage, DipsPage, NewRead, close_dip, dips, open_dip, read_for_dip, start_dip};
pub use private::{PrivateLine, answer_private_note, my_private_line, private_notes, write_private_note};
pub use reach::{Lately, Reach, reach};

//! Beside the reviews: the private line, dip samples, how much was read lately, and what a review costs.

mod dips;
mod minutes;
mod notes;

pub use dips::{
    Dip, DipRead, add_dip, add_dip_read, cases_read, close_dip, dip, dip_reads, dips, hold_dip, teams_with_case,
    workers_read,
};
pub use minutes::{MinutesLine, add_minutes, minutes, take_out_minutes};
pub use notes::{PrivateNote, add_note, answer_note, note, notes_from, notes_to};

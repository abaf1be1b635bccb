//! The rules of the programme: frameworks, judging, drawing, access.
//!
//! Pure: values in, values out. No clock, no SQL, no async, no global state. Where a
//! rule needs today's date or a person's standing, the caller says so.

pub mod access;
pub mod accounts;
pub mod actions;
pub mod days;
pub mod frameworks;
pub mod ids;
pub mod journal;
pub mod names;
pub mod reviews;
pub mod surveys;
pub mod words;

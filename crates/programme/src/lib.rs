//! The acts: may this person, what do the rules say, write it, journal it, in one transaction.
//!
//! Web, command line and jobs all come through here. An act is one function in one file,
//! which reads as the sentence that describes it. Nothing here knows of HTTP or SQL.

mod act;
mod chance;
mod clock;
mod error;

pub mod accounts;
pub mod actions;
pub mod beside;
pub mod comparing;
pub mod frameworks;
pub mod home;
pub mod journal;
pub mod observations;
pub mod people;
pub mod records;
pub mod reviews;
pub mod surveys;

pub use act::{Act, Programme};
pub use clock::{Clock, SetClock, ShiftedClock, SystemClock};
pub use error::{Error, Field, Result};
pub use people::{ReadFiles, ReadHere};
pub use store::Mode;

//! Honest figures. A share cannot be shown without its n, its period and its interval:
//! [`Estimate`] has no other way to become text.

mod change;
mod estimate;
mod proportion;

pub use change::{NoComparison, Reported, comparable};
pub use estimate::Estimate;
pub use proportion::{Interval, wilson};

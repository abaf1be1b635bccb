//! One test binary for the crate.

mod properties;
mod simulations;
mod vectors;

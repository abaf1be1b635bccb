//! One test binary for the crate.

mod disclosing;
mod millions;
mod numbers;
mod properties;
mod simulations;
mod vectors;

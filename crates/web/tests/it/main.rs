//! One test binary for the crate.

#[macro_use]
mod app;

mod govuk_macros;
mod pages;
mod protection;
mod signing_in;
mod standards;

//! One test binary for the crate.

#[macro_use]
mod app;

mod actions;
mod beside;
mod completed;
mod govuk_macros;
mod home;
mod observations;
mod pages;
mod people;
mod protection;
mod readers;
mod records;
mod reviews;
mod second_persons;
mod signing_in;
mod sources;
mod standards;
mod surveys;

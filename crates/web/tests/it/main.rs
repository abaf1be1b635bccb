//! One test binary for the crate.

#[macro_use]
mod app;

mod actions;
mod beside;
mod changed;
mod completed;
mod govuk_macros;
mod home;
mod interviews;
mod observations;
mod pages;
mod people;
mod protection;
mod readers;
mod records;
mod reviews;
mod scenarios;
mod second_persons;
mod second_readings;
mod signing_in;
mod sources;
mod standards;
mod surveys;
mod unlinkable;
mod written;

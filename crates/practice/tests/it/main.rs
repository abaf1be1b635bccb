//! One test binary for the crate.

mod access;
mod actions;
mod case_record;
mod completing;
mod drawing;
mod frameworks;
mod judging;
mod overriding;
mod second_readings;
mod shipped;
mod surveys;
mod team;

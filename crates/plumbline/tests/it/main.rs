//! One test binary for the crate.

mod canary;
mod demo;
mod frameworks_command;
mod judge_command;
mod real_files;
mod server;
mod statistics_command;
mod tidy;

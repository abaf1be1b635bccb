//! The command: serve, demo, judge, frameworks. A library too, so that the tests can tell the example's story.

pub mod demo;
mod docs;
mod files;
mod frameworks;
mod input;
mod judge;
mod organisation;
mod serve;
mod statistics;
mod survey_key;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Quality of practice: standards, evidence, judgement, action.
#[derive(Parser)]
#[command(name = "plumbline", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve a council's own database.
    Serve(serve::Serve),
    /// Serve a worked example on an embedded database.
    Demo(serve::Demo),
    /// Load services, teams and people, or make the first account.
    #[command(subcommand)]
    Organisation(organisation::Command),
    /// Judge one standard from marks, and say why.
    Judge(judge::Arguments),
    /// Work out figures again from a file of cases.
    Statistics(statistics::Arguments),
    /// Check, list and copy frameworks.
    #[command(subcommand)]
    Frameworks(frameworks::Command),
    /// Write the pages that are made from the program itself.
    #[command(hide = true)]
    Docs(docs::Docs),
    /// Read one caseload file from standard input, in a process with little memory.
    #[command(hide = true)]
    ReadFile(files::ReadFile),
}

/// What was asked for cannot be done as asked. The message says what to mend.
const REFUSED: u8 = 2;

/// Runs the command line.
#[must_use]
pub fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(serve) => serve::run(serve.serve()),
        Command::Demo(demo) => serve::run(demo.serve()),
        Command::Organisation(command) => serve::run(organisation::run(command)),
        Command::Judge(arguments) => judge::run(&arguments),
        Command::Statistics(arguments) => statistics::run(&arguments),
        Command::Frameworks(command) => frameworks::run(&command),
        Command::Docs(arguments) => docs::run(&arguments),
        Command::ReadFile(arguments) => files::read(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(REFUSED)
        }
    }
}

//! The `plumbline` command.

mod frameworks;
mod judge;

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
    /// Judge one standard from marks, and say why.
    Judge(judge::Arguments),
    /// Check, list and copy frameworks.
    #[command(subcommand)]
    Frameworks(frameworks::Command),
}

/// What was asked for cannot be done as asked. The message says what to mend.
const REFUSED: u8 = 2;

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Judge(arguments) => judge::run(&arguments),
        Command::Frameworks(command) => frameworks::run(&command),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(REFUSED)
        }
    }
}

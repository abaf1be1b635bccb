//! Project tasks: the front end, the build, the demonstration, the tests, the measurements.
//!
//! `cargo xtask <task>`; without a task it lists them.

mod assets;
mod bench;
mod css;
mod demo;
mod needs;
mod npm;
mod place;
mod postgres;
mod run;
mod tally;
mod test;

use std::process::ExitCode;

use run::{Step, Trouble};

const HELP: &str = "\
cargo xtask assets          install the front-end packages and make the style sheet
cargo xtask build           assets, then the program as it is released
cargo xtask demo [--port N] build, fill an embedded database with an invented council, serve it
cargo xtask test            everything that must hold; ends with a count
cargo xtask bench           build as released, measure through HTTP, print each figure beside its limit
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();

    let outcome = match words.as_slice() {
        ["assets"] => assets::make(),
        ["build"] => build(),
        ["demo", options @ ..] => demo::run(options),
        ["test"] => return test::run(),
        ["bench", options @ ..] => bench::run(options),
        _ => {
            print!("{HELP}");
            return ExitCode::from(2);
        }
    };

    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

fn build() -> Result<(), Trouble> {
    assets::make()?;
    Step::cargo(&["build", "--release", "-p", "plumbline"]).run()
}

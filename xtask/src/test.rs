//! Everything that must hold. Each step runs even where one before it did not succeed, so that
//! one run tells everything; the count of tests is the last line.

use std::path::Path;
use std::process::ExitCode;

use crate::postgres::Postgres;
use crate::run::{Step, Trouble};
use crate::tally::Tally;
use crate::{assets, needs, npm, place};

/// Runs every check, then prints what was not right and how many tests passed.
pub fn run() -> ExitCode {
    let mut report = Report::default();
    if let Err(trouble) = prepare() {
        report.troubles.push(trouble);
    } else {
        report.check_the_code();
        report.run_the_tests();
        report.run_the_browser_tests();
        report.check_the_dependencies();
    }
    report.close()
}

fn prepare() -> Result<(), Trouble> {
    needs::install_missing()?;
    npm::install(&place::browser_tests())?;
    assets::make()
}

/// What has been found so far.
#[derive(Default)]
struct Report {
    tally: Tally,
    troubles: Vec<Trouble>,
}

impl Report {
    fn check_the_code(&mut self) {
        self.step(Step::cargo(&["fmt", "--all", "--check"]));
        self.step(Step::cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]));
        self.step(Step::cargo(&["doc", "--no-deps", "--workspace"]).setting("RUSTDOCFLAGS", "-D warnings"));
    }

    fn run_the_tests(&mut self) {
        match Postgres::start() {
            Err(trouble) => self.troubles.push(trouble),
            Ok(postgres) => self.counted(
                Step::cargo(&["test", "--workspace", "--no-fail-fast"])
                    .setting("PLUMBLINE_TEST_POSTGRES", postgres.url()),
            ),
        }
    }

    fn run_the_browser_tests(&mut self) {
        let Some(chromium) = needs::find_chromium() else {
            return self.troubles.push(Trouble::new("Chromium is not installed."));
        };
        let built = Step::cargo(&["build", "-p", "plumbline"]).run();
        if let Err(trouble) = built {
            return self.troubles.push(trouble);
        }
        self.counted(
            // Without a folder, every version of Node looks for tests where it stands.
            Step::new("node", &["--test"])
                .within(&place::browser_tests())
                .setting("PLUMBLINE_PROGRAM", place::target().join("debug/plumbline"))
                .setting("PLUMBLINE_SCREENS", place::target().join("screens"))
                .setting("PLUMBLINE_CHROMIUM", chromium),
        );
    }

    fn check_the_dependencies(&mut self) {
        self.if_installed("cargo-machete", &["machete"]);
        if place::root().join("deny.toml").is_file() {
            self.if_installed("cargo-deny", &["deny", "check", "bans", "licenses", "sources"]);
        }
    }

    fn if_installed(&mut self, program: &str, arguments: &[&str]) {
        let present = place::on_path(program).is_some() || is_in_cargo_home(program);
        if present {
            self.step(Step::cargo(arguments));
        } else {
            println!("skipped: {program} is not installed");
        }
    }

    fn step(&mut self, step: Step) {
        self.troubles.extend(step.run().err());
    }

    fn counted(&mut self, step: Step) {
        self.troubles.extend(step.run_counting(&mut self.tally).err());
    }

    fn close(self) -> ExitCode {
        println!();
        for trouble in &self.troubles {
            println!("{trouble}");
        }
        println!("{}", self.tally);
        if self.troubles.is_empty() && self.tally.is_clean() {
            return ExitCode::SUCCESS;
        }
        ExitCode::FAILURE
    }
}

fn is_in_cargo_home(program: &str) -> bool {
    std::env::var_os("CARGO_HOME").is_some_and(|home| Path::new(&home).join("bin").join(program).is_file())
}

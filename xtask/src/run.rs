//! Running other programs: what is run is said first, and what it prints is shown as it comes.

use std::ffi::OsStr;
use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::place;
use crate::tally::Tally;

/// What went wrong, in words for the person at the keyboard.
#[derive(Debug)]
pub struct Trouble(String);

impl Trouble {
    /// Trouble told in these words.
    pub fn new(words: impl Into<String>) -> Self {
        Trouble(words.into())
    }

    /// A file or folder that could not be read, written or made.
    pub fn with_file(path: &Path, error: std::io::Error) -> Self {
        Trouble(format!("{}: {error}", path.display()))
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One program to run, from the top of the working tree unless told otherwise.
pub struct Step {
    words: String,
    command: Command,
}

impl Step {
    /// A program with its arguments.
    pub fn new(program: impl AsRef<OsStr>, arguments: &[&str]) -> Self {
        let program = program.as_ref();
        let mut command = Command::new(program);
        command.args(arguments).current_dir(place::root());
        // Cargo tells the programs it runs which package they belong to. A cargo started by this one would take that
        // for a change of settings, and build half the dependencies again each time.
        for (name, _) in std::env::vars_os().filter(|(name, _)| tells_of_a_package(name)) {
            command.env_remove(name);
        }
        let name = Path::new(program).file_name().unwrap_or(program);
        let words = std::iter::once(name.to_string_lossy().as_ref())
            .chain(arguments.iter().copied())
            .collect::<Vec<_>>()
            .join(" ");
        Step { words, command }
    }

    /// The cargo that is running us.
    pub fn cargo(arguments: &[&str]) -> Self {
        Step::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), arguments)
    }

    /// Adds arguments.
    pub fn with(mut self, arguments: &[&str]) -> Self {
        for argument in arguments {
            self.words.push(' ');
            self.words.push_str(argument);
        }
        self.command.args(arguments);
        self
    }

    /// Runs in another folder.
    pub fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Sets a variable of the environment.
    pub fn setting(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs to the end, or says which step did not succeed.
    pub fn run(mut self) -> Result<(), Trouble> {
        self.announce();
        let status = self.command.status().map_err(|e| self.not_started(&e))?;
        if status.success() {
            return Ok(());
        }
        Err(self.not_succeeded())
    }

    /// Runs to the end, showing its output line by line and counting the tests it reports.
    pub fn run_counting(mut self, tally: &mut Tally) -> Result<(), Trouble> {
        self.announce();
        self.command.stdout(Stdio::piped());
        let mut child = self.command.spawn().map_err(|e| self.not_started(&e))?;
        if let Some(output) = child.stdout.take() {
            show_and_count(output, tally).map_err(|e| Trouble(format!("{}: {e}", self.words)))?;
        }
        let status = child.wait().map_err(|e| self.not_started(&e))?;
        if status.success() {
            return Ok(());
        }
        Err(self.not_succeeded())
    }

    /// Runs without a word and gives what it printed; its complaint if it did not succeed.
    pub fn quietly(mut self) -> Result<String, Trouble> {
        let output = self.command.output().map_err(|e| self.not_started(&e))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let complaint = String::from_utf8_lossy(&output.stderr);
        Err(Trouble(format!("{}: {}", self.words, complaint.trim())))
    }

    fn announce(&self) {
        println!("\n> {}", self.words);
    }

    fn not_started(&self, error: &std::io::Error) -> Trouble {
        Trouble(format!("`{}` could not be started: {error}", self.words))
    }

    fn not_succeeded(&self) -> Trouble {
        Trouble(format!("`{}` did not succeed; see above.", self.words))
    }
}

fn show_and_count(output: impl std::io::Read, tally: &mut Tally) -> std::io::Result<()> {
    let mut lines = BufReader::new(output);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        let mut screen = std::io::stdout().lock();
        screen.write_all(&line)?;
        screen.flush()?;
        tally.read(&String::from_utf8_lossy(&line));
        line.clear();
    }
    Ok(())
}

/// Whether cargo set this variable for the package it runs.
fn tells_of_a_package(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST") || name.starts_with("CARGO_BIN_")
}

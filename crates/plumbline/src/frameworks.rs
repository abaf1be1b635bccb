//! `plumbline frameworks`: check a file, list and copy those that ship.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use practice::frameworks::Framework;

/// The frameworks that ship, by id.
const SHIPPED: &[(&str, &str)] = &[
    ("adult-practice", include_str!("../../../frameworks/adult-practice.toml")),
    ("vital-signs", include_str!("../../../frameworks/vital-signs.toml")),
];

#[derive(Subcommand)]
pub enum Command {
    /// Check a framework file. Every mistake is named with its line and column.
    Check {
        /// The file.
        file: PathBuf,
    },
    /// List the frameworks that ship.
    List,
    /// Print one that ships, to copy and edit.
    Show {
        /// Its id.
        id: String,
    },
}

pub fn run(command: &Command) -> Result<(), String> {
    match command {
        Command::Check { file } => check(file),
        Command::List => {
            for (id, text) in SHIPPED {
                let framework = read(id, text)?;
                println!("{id}  {}  {} ({} standards)", framework.version, framework.title, framework.standards.len());
            }
            Ok(())
        }
        Command::Show { id } => {
            print!("{}", shipped(id).ok_or_else(|| unknown(id))?);
            Ok(())
        }
    }
}

fn check(file: &Path) -> Result<(), String> {
    let framework = read_file(file)?;
    println!(
        "{}: {} {}, {} standards, {} parts. No mistakes found.",
        file.display(),
        framework.id,
        framework.version,
        framework.standards.len(),
        framework.standards.iter().map(|s| s.elements.len()).sum::<usize>()
    );
    Ok(())
}

/// The framework with this id among those that ship, or in this file.
pub fn by_id_or_file(id_or_file: &str) -> Result<Framework, String> {
    match shipped(id_or_file) {
        Some(text) => read(id_or_file, text),
        None if Path::new(id_or_file).exists() => read_file(Path::new(id_or_file)),
        None => Err(unknown(id_or_file)),
    }
}

/// The text of a framework that ships.
pub fn shipped(id: &str) -> Option<&'static str> {
    SHIPPED.iter().find(|(known, _)| *known == id).map(|(_, text)| *text)
}

fn read_file(file: &Path) -> Result<Framework, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{} cannot be read: {error}.", file.display()))?;
    read(&file.display().to_string(), &text)
}

fn read(name: &str, text: &str) -> Result<Framework, String> {
    Framework::read(text).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(|problem| format!("{name}: {problem}")).collect();
        let count = if problems.len() == 1 { "1 mistake".to_owned() } else { format!("{} mistakes", problems.len()) };
        format!("{}\n{count} to mend in {name}.", lines.join("\n"))
    })
}

fn unknown(id: &str) -> String {
    let known: Vec<&str> = SHIPPED.iter().map(|(id, _)| *id).collect();
    format!("There is no framework or file “{id}”. Frameworks that ship: {}.", known.join(", "))
}

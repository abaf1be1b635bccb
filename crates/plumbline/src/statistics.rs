//! `plumbline statistics`: figures worked out again from a file of cases.

use ::statistics::worked::{methods, work_out};
use clap::Args;

use crate::input;

#[derive(Args)]
pub struct Arguments {
    /// The method, such as proportion_interval or gwet_ac; `list` names them all.
    method: String,
    /// The cases as JSON, or - to read them from standard input.
    #[arg(default_value = "-")]
    file: String,
}

pub fn run(arguments: &Arguments) -> Result<(), String> {
    if arguments.method == "list" {
        println!("{}", methods().join("\n"));
        return Ok(());
    }
    let text = input::text(&arguments.file)?;
    let answer = work_out(&arguments.method, &text).map_err(|e| format!("{}: {e}", input::name(&arguments.file)))?;
    println!("{}", serde_json::to_string_pretty(&answer).map_err(|e| e.to_string())?);
    Ok(())
}

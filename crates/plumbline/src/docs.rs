//! `plumbline docs`: writes the pages that are made from the program itself.

use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
pub struct Docs {
    /// The folder they belong in.
    #[arg(default_value = "docs")]
    folder: PathBuf,
}

pub fn run(arguments: &Docs) -> Result<(), String> {
    for (name, text) in [("access.md", practice::access::rules_as_markdown()), ("routes.md", web::routes_as_markdown())]
    {
        let file = arguments.folder.join(name);
        std::fs::write(&file, text).map_err(|e| format!("{} cannot be written: {e}.", file.display()))?;
        println!("{}", file.display());
    }
    Ok(())
}

//! `plumbline organisation`: what whoever runs the program does before anybody can sign in.

use std::path::PathBuf;

use clap::Subcommand;
use programme::people::{Organisation, set_up};

use crate::serve::Where;

#[derive(Subcommand)]
pub enum Command {
    /// Load services, teams and people from a JSON file. Loading it again adds what is new.
    Load {
        /// The file. docs/organisation.md says what it holds.
        file: PathBuf,
        #[command(flatten)]
        place: Where,
    },
    /// Make or renew the account of somebody who is loaded, such as the first administrator.
    /// The password is read from the first line of standard input.
    Account {
        /// Their key in the organisation file.
        person: String,
        #[command(flatten)]
        place: Where,
    },
}

pub async fn run(command: Command) -> Result<(), String> {
    match command {
        Command::Load { file, place } => {
            let text =
                std::fs::read_to_string(&file).map_err(|e| format!("{} cannot be read: {e}.", file.display()))?;
            let organisation: Organisation =
                serde_json::from_str(&text).map_err(|e| format!("{}: {e}.", file.display()))?;
            let programme = place.programme().await?;
            let added = set_up(&programme, &organisation).await.map_err(|e| e.to_string())?;
            println!("{added} people added.");
            Ok(())
        }
        Command::Account { person, place } => {
            let mut password = String::new();
            std::io::stdin().read_line(&mut password).map_err(|e| e.to_string())?;
            let programme = place.programme().await?;
            programme::accounts::first_account(&programme, &person, password.trim_end_matches(['\r', '\n']))
                .await
                .map_err(|e| e.to_string())?;
            println!("{person} can sign in.");
            Ok(())
        }
    }
}

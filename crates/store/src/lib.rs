//! SQLite and PostgreSQL: one SQL text for both.
//!
//! A room is a module of plain functions that take a transaction. Nothing here decides
//! who may; nothing above here writes SQL.

#[macro_use]
mod sql;
mod db;
pub mod migrate;
mod types;

pub mod accounts;
pub mod actions;
pub mod beside;
pub mod frameworks;
pub mod journal;
pub mod observations;
pub mod people;
pub mod records;
pub mod reviews;
pub mod settings;
pub mod surveys;
pub mod testing;

pub use db::{Db, Mode, Tx};
pub(crate) use types::One;
pub use types::{Js, Maybe, MaybeWord};

/// What can go wrong below the rules.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused or could not be reached.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// A migration could not be applied.
    #[error("migration {name}: {source}")]
    Migration {
        /// Which.
        name: &'static str,
        /// Why.
        source: sqlx::Error,
    },
    /// The database was made by a later version of the program.
    #[error(
        "this database was made by a later version of Plumbline ({found} steps; this version knows {known}). Use that version."
    )]
    FromLater {
        /// Steps the database has.
        found: usize,
        /// Steps this program knows.
        known: usize,
    },
    /// Somebody has written since it was read.
    #[error("somebody has saved this since you opened it")]
    Stale,
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, Error>;

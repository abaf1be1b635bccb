use std::path::Path;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};

use crate::{Error, Result, migrate};

/// Readers beside the one writer of an embedded database.
const READERS: u32 = 4;
/// Connections to a PostgreSQL server.
const CONNECTIONS: u32 = 12;
/// How long a request waits for a connection before it is told to try again.
const WAIT: Duration = Duration::from_secs(10);

/// A database of either engine.
#[derive(Clone, Debug)]
pub enum Db {
    /// Embedded. One writer, so that writes never collide; readers beside it.
    Sqlite {
        /// The one connection that writes.
        write: SqlitePool,
        /// Connections that read.
        read: SqlitePool,
    },
    /// A server, for more than one node.
    Postgres(PgPool),
}

/// Whether a transaction may write.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// It reads.
    Read,
    /// It may write.
    Write,
}

/// One transaction on either engine.
#[derive(Debug)]
pub enum Tx {
    /// On the embedded database.
    Sqlite(Transaction<'static, Sqlite>),
    /// On a server.
    Postgres(Transaction<'static, Postgres>),
}

impl Db {
    /// Opens the embedded database at `path`, making it if need be, and brings it up to date.
    ///
    /// An acknowledged write survives a power cut: write-ahead log with `synchronous = FULL`.
    ///
    /// # Errors
    /// Where the file cannot be opened or a migration cannot be applied.
    pub async fn embedded(path: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(WAIT)
            .pragma("secure_delete", "ON");
        let write =
            SqlitePoolOptions::new().max_connections(1).acquire_timeout(WAIT).connect_with(options.clone()).await?;
        let db = Self::Sqlite {
            write,
            read: SqlitePoolOptions::new()
                .max_connections(READERS)
                .acquire_timeout(WAIT)
                .connect_lazy_with(options.pragma("query_only", "ON")),
        };
        migrate::run(&db).await?;
        Ok(db)
    }

    /// Connects to a PostgreSQL server and brings the database up to date.
    ///
    /// # Errors
    /// Where the server cannot be reached or a migration cannot be applied.
    pub async fn server(address: &str) -> Result<Self> {
        let options: PgConnectOptions = address.parse().map_err(Error::Database)?;
        let pool =
            PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(WAIT).connect_with(options).await?;
        let db = Self::Postgres(pool);
        migrate::run(&db).await?;
        Ok(db)
    }

    /// Begins a transaction.
    ///
    /// # Errors
    /// Where no connection can be had.
    pub async fn begin(&self, mode: Mode) -> Result<Tx> {
        Ok(match (self, mode) {
            (Self::Sqlite { write, .. }, Mode::Write) => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            (Self::Sqlite { read, .. }, Mode::Read) => Tx::Sqlite(read.begin().await?),
            (Self::Postgres(pool), _) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Takes from the disk what was deleted, and the order in which things were written, as far as the engine can: the
    /// log of an embedded database is written back and emptied; a server sweeps the tables of surveys.
    ///
    /// # Errors
    /// Where the database is busy or does not answer. What was written is safe all the same.
    pub async fn sweep(&self) -> Result<()> {
        match self {
            Self::Sqlite { write, .. } => {
                let (busy, _, _): (i64, i64, i64) =
                    sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(write).await?;
                if busy != 0 {
                    let why = "its log could not be emptied, because somebody is reading".to_owned();
                    return Err(Error::Database(sqlx::Error::Protocol(why)));
                }
            }
            Self::Postgres(pool) => {
                for table in
                    ["VACUUM survey_codes", "VACUUM survey_used", "VACUUM survey_sealed", "VACUUM survey_texts"]
                {
                    sqlx::query(table).execute(pool).await?;
                }
            }
        }
        Ok(())
    }

    /// Closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes what was written last.
    ///
    /// # Errors
    /// Where the database cannot promise it.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

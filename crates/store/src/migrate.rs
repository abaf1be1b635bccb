//! Brings a database up to date. Each step is one file, applied once, in one transaction.
//!
//! The files are written with PostgreSQL's names for types. SQLite has five types and
//! STRICT tables, so the names are put into its own words: that is the only difference.

use crate::{Db, Error, Mode, One, Result, Tx};

const STEPS: &[(&str, &str)] = &[
    ("0001_people", include_str!("../migrations/0001_people.sql")),
    ("0002_accounts", include_str!("../migrations/0002_accounts.sql")),
    ("0003_frameworks", include_str!("../migrations/0003_frameworks.sql")),
    ("0004_reviews", include_str!("../migrations/0004_reviews.sql")),
    ("0005_actions", include_str!("../migrations/0005_actions.sql")),
    ("0006_journal", include_str!("../migrations/0006_journal.sql")),
    ("0007_second_persons", include_str!("../migrations/0007_second_persons.sql")),
    ("0008_surveys", include_str!("../migrations/0008_surveys.sql")),
    ("0009_interviews", include_str!("../migrations/0009_interviews.sql")),
    ("0010_records", include_str!("../migrations/0010_records.sql")),
    ("0011_observations", include_str!("../migrations/0011_observations.sql")),
    ("0012_beside", include_str!("../migrations/0012_beside.sql")),
    ("0013_moderation", include_str!("../migrations/0013_moderation.sql")),
    ("0014_replies", include_str!("../migrations/0014_replies.sql")),
];

/// PostgreSQL's name for a type, and SQLite's.
const TYPES: &[(&str, &str)] = &[
    (" UUID", " BLOB"),
    (" TIMESTAMPTZ", " TEXT"),
    (" DATE", " TEXT"),
    (" BOOLEAN", " INTEGER"),
    (" BIGINT", " INTEGER"),
];

pub(crate) async fn run(db: &Db) -> Result<()> {
    let mut tx = db.begin(Mode::Write).await?;
    if let Tx::Postgres(_) = tx {
        // Two nodes may start at once: the second waits here.
        let _: (i64,) =
            sql!(&mut tx, one One<i64>, "SELECT count(*) FROM (SELECT pg_advisory_xact_lock(7016996)) AS held")?;
    }
    sql!(&mut tx, execute, "CREATE TABLE IF NOT EXISTS schema_steps (name TEXT PRIMARY KEY)")?;
    let done: Vec<(String,)> = sql!(&mut tx, all One<String>, "SELECT name FROM schema_steps ORDER BY name")?;
    if done.len() > STEPS.len() {
        return Err(Error::FromLater { found: done.len(), known: STEPS.len() });
    }
    for &(name, text) in STEPS.iter().filter(|(name, _)| !done.iter().any(|(d,)| d == name)) {
        step(&mut tx, text).await.map_err(|source| Error::Migration { name, source })?;
        sql!(&mut tx, execute, "INSERT INTO schema_steps (name) VALUES ($1)", name)?;
    }
    tx.commit().await
}

async fn step(tx: &mut Tx, text: &str) -> std::result::Result<(), sqlx::Error> {
    match tx {
        Tx::Sqlite(tx) => {
            sqlx::raw_sql(sqlx::AssertSqlSafe(for_sqlite(text))).execute(&mut **tx).await?;
        }
        Tx::Postgres(tx) => {
            sqlx::raw_sql(sqlx::AssertSqlSafe(text.to_owned())).execute(&mut **tx).await?;
        }
    }
    Ok(())
}

fn for_sqlite(text: &str) -> String {
    let mut text = text.replace("\n);", "\n) STRICT;");
    for (postgres, sqlite) in TYPES {
        text = text.replace(postgres, sqlite);
    }
    text
}

/// The steps, for the tests that read the schema.
#[must_use]
pub fn steps() -> &'static [(&'static str, &'static str)] {
    STEPS
}

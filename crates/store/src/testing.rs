//! Fresh databases for tests, of either engine.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{Connection, PgConnection};

use crate::Db;

/// Which engine.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// The embedded one.
    Sqlite,
    /// The server, where `PLUMBLINE_TEST_POSTGRES` names one.
    Postgres,
}

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A fresh, empty database, and the folder to remove afterwards if there is one.
/// `None` where there is no server to test against: the caller says that it skipped.
pub async fn fresh(engine: Engine) -> Option<(Db, Option<PathBuf>)> {
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("plumbline_test_{}_{number}", std::process::id());
    match engine {
        Engine::Sqlite => {
            let folder = std::env::temp_dir().join(&name);
            std::fs::create_dir_all(&folder).ok()?;
            let db = Db::embedded(&folder.join("plumbline.sqlite")).await.unwrap_or_else(|error| panic!("{error}"));
            Some((db, Some(folder)))
        }
        Engine::Postgres => {
            let address = std::env::var("PLUMBLINE_TEST_POSTGRES").ok()?;
            Some((on_server(&address, &name).await.unwrap_or_else(|error| panic!("{address}: {error}")), None))
        }
    }
}

/// A schema of its own. A server that is named and does not work is a failure, never a skipped test.
async fn on_server(address: &str, name: &str) -> crate::Result<Db> {
    let mut connection = PgConnection::connect(address).await?;
    let make = format!("CREATE SCHEMA {name}");
    sqlx::raw_sql(sqlx::AssertSqlSafe(make)).execute(&mut connection).await?;
    let joiner = if address.contains('?') { '&' } else { '?' };
    Db::server(&format!("{address}{joiner}options=-c%20search_path%3D{name}")).await
}

/// One column of a survey's rows as text, in the order in which they lie in the table.
///
/// # Errors
/// Where the database does not answer.
pub async fn column(db: &Db, table: &str, column: &str, survey: uuid::Uuid) -> crate::Result<Vec<String>> {
    let mut tx = db.begin(crate::Mode::Read).await?;
    let text = sqlx::AssertSqlSafe(format!("SELECT CAST({column} AS TEXT) FROM {table} WHERE survey_id = $1"));
    let rows = sql!(&mut tx, all crate::One<String>, text, survey)?;
    Ok(rows.into_iter().map(|(text,)| text).collect())
}

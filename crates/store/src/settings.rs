//! Settings: what a council chooses.

use crate::{One, Result, Tx};

/// The value of a setting.
///
/// # Errors
/// Where the database cannot be read.
pub async fn get(tx: &mut Tx, name: &str) -> Result<Option<String>> {
    let row = sql!(tx, maybe One<String>, "SELECT value FROM settings WHERE name = $1", name)?;
    Ok(row.map(|(value,)| value))
}

/// Sets a setting.
///
/// # Errors
/// Where the database cannot be written.
pub async fn put(tx: &mut Tx, name: &str, value: &str) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name,
        value
    )?;
    Ok(())
}

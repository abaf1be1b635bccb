//! Locked npm packages: installed when they are missing or not those of the lock file.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::place;
use crate::run::{Step, Trouble};

/// Installs the packages of a folder, unless they already stand there as locked.
pub fn install(folder: &Path) -> Result<(), Trouble> {
    let wanted = versions(&folder.join("package-lock.json"))?;
    let present = versions(&folder.join("node_modules/.package-lock.json")).unwrap_or_default();
    if wanted == present {
        return Ok(());
    }
    if place::on_path("npm").is_none() {
        return Err(Trouble::new(
            "npm is not installed. Install Node.js 20 or newer, which brings it, then try again.",
        ));
    }
    // Scripts of packages never run: nothing here needs them.
    Step::new("npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).within(folder).run()
}

/// Package paths and versions of a lock file, without the entry for the folder itself.
fn versions(lock: &Path) -> Result<BTreeMap<String, String>, Trouble> {
    let text = fs::read_to_string(lock).map_err(|e| Trouble::with_file(lock, e))?;
    let lock_file: Value = serde_json::from_str(&text).map_err(|e| Trouble::new(format!("{}: {e}", lock.display())))?;
    let packages = lock_file.get("packages").and_then(Value::as_object);
    Ok(packages
        .into_iter()
        .flatten()
        .filter(|(path, _)| !path.is_empty())
        .map(|(path, package)| (path.clone(), version(package)))
        .collect())
}

fn version(package: &Value) -> String {
    package.get("version").and_then(Value::as_str).unwrap_or_default().to_owned()
}

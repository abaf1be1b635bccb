//! What the tests need besides Rust and Node, installed where we may and named where we may not.

use std::path::{Path, PathBuf};

use crate::run::{Step, Trouble};
use crate::{place, postgres};

/// The browser of the browser tests.
pub fn find_chromium() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| place::on_path(name))
}

/// Installs Chromium and PostgreSQL where they are missing and this is root on a Debian system;
/// otherwise says what is missing and how to install it.
pub fn install_missing() -> Result<(), Trouble> {
    let missing = missing();
    if missing.is_empty() {
        return Ok(());
    }
    if !is_root() || !Path::new("/usr/bin/apt-get").exists() {
        return Err(Trouble::new(format!(
            "The tests need {}. On Debian or Ubuntu: sudo apt-get install {}",
            missing.join(" and "),
            missing.join(" "),
        )));
    }
    println!("The tests need {}: installing.", missing.join(" and "));
    Step::new("apt-get", &["update", "-q"]).run()?;
    Step::new("apt-get", &["install", "-y", "-q", "--no-install-recommends"])
        .with(&missing)
        .setting("DEBIAN_FRONTEND", "noninteractive")
        .run()
}

/// The Debian packages of what is not here.
fn missing() -> Vec<&'static str> {
    let mut missing = Vec::new();
    if find_chromium().is_none() {
        missing.push("chromium");
    }
    if postgres::programs().is_none() {
        missing.push("postgresql");
    }
    missing
}

/// Whether this runs as root, who may install and may not run PostgreSQL.
pub fn is_root() -> bool {
    Step::new("id", &["-u"]).quietly().is_ok_and(|id| id.trim() == "0")
}

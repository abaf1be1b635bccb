//! Where things stand in the working tree.

use std::env;
use std::path::{Path, PathBuf};

/// The top of the working tree.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// Where cargo builds: `CARGO_TARGET_DIR`, or `target`.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(elsewhere) => root().join(elsewhere),
        None => root().join("target"),
    }
}

/// The locked list of front-end packages.
pub fn frontend() -> PathBuf {
    root().join("crates/web/frontend")
}

/// Our own style sheet and scripts.
pub fn statics() -> PathBuf {
    root().join("crates/web/static")
}

/// What `assets` makes; never committed.
pub fn vendor() -> PathBuf {
    statics().join("vendor")
}

/// What a person does, in a real browser.
pub fn browser_tests() -> PathBuf {
    root().join("browser-tests")
}

/// A program on the search path.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|candidate| candidate.is_file())
}

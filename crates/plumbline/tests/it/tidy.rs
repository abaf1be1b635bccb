//! What must never be, held by tests (ARCHITECTURE.md).

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every Rust file below a folder of the project, with its text.
fn sources(below: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(below)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
                found.push((name, fs::read_to_string(&path).expect("text")));
            }
        }
    }
    assert!(!found.is_empty(), "nothing below {below}");
    found
}

fn crates_but(store: &str) -> Vec<(String, String)> {
    ["practice", "statistics", "extracts", "store", "programme", "web", "plumbline"]
        .iter()
        .filter(|name| **name != store)
        .flat_map(|name| sources(&format!("crates/{name}/src")))
        .collect()
}

#[test]
fn no_sql_stands_outside_the_store() {
    for (name, text) in crates_but("store") {
        for statement in ["SELECT ", "INSERT INTO", "DELETE FROM", "UPDATE reviews", "sqlx::"] {
            assert!(!text.contains(statement), "{name} holds “{statement}”");
        }
    }
}

#[test]
fn only_one_place_asks_the_machine_for_the_time() {
    for (name, text) in crates_but("") {
        let asks = ["Utc::now", "Local::now", "SystemTime::now", "Instant::now"].iter().any(|call| text.contains(call));
        assert!(!asks || name.ends_with("programme/src/clock.rs"), "{name} asks for the time");
    }
}

#[test]
fn the_pure_floors_use_no_runtime_no_database_and_no_network() {
    for name in ["practice", "statistics", "extracts"] {
        let manifest = fs::read_to_string(root().join(format!("crates/{name}/Cargo.toml"))).expect("a manifest");
        for above in ["tokio", "sqlx", "axum", "store", "programme", "web"] {
            let used = manifest.lines().any(|line| line.starts_with(&format!("{above} = ")));
            assert!(!used, "{name} uses {above}");
        }
    }
}

#[test]
fn no_floor_uses_one_above_it() {
    let floors: [(&str, &[&str]); 4] = [
        ("store", &["programme", "web", "extracts", "plumbline"]),
        ("programme", &["web", "plumbline", "axum", "askama"]),
        ("web", &["plumbline", "sqlx"]),
        ("extracts", &["practice", "store"]),
    ];
    for (name, above) in floors {
        let manifest = fs::read_to_string(root().join(format!("crates/{name}/Cargo.toml"))).expect("a manifest");
        for other in above {
            let used = manifest.lines().any(|line| line.starts_with(&format!("{other} = ")));
            assert!(!used, "{name} uses {other}");
        }
    }
}

#[test]
fn every_file_keeps_to_one_thought() {
    for (name, text) in crates_but("") {
        let lines = text.lines().count();
        assert!(lines <= 400, "{name} has {lines} lines");
    }
}

#[test]
fn nothing_is_left_half_done() {
    for (name, text) in crates_but("") {
        for word in ["todo!(", "unimplemented!(", "dbg!(", "#[ignore", "FIXME", "#[allow("] {
            assert!(!text.contains(word), "{name} holds {word}");
        }
    }
}

#[test]
fn every_framework_that_ships_is_sound() {
    for entry in fs::read_dir(root().join("frameworks")).expect("the folder").flatten() {
        let text = fs::read_to_string(entry.path()).expect("text");
        if let Err(problems) = practice::frameworks::Framework::read(&text) {
            panic!(
                "{}: {}",
                entry.path().display(),
                problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
            );
        }
    }
}

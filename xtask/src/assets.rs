//! Makes `crates/web/static/vendor/`: one style sheet, one script, and the icons they use.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::run::{Step, Trouble};
use crate::{css, npm, place};

const GOVUK: &str = "node_modules/govuk-frontend/dist/govuk";
const MOJ: &str = "node_modules/@ministryofjustice/frontend/moj";

/// Files to serve: path under `vendor/`, and bytes.
type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Installs the front-end packages where needed and brings `vendor/` up to date.
pub fn make() -> Result<(), Trouble> {
    npm::install(&place::frontend())?;
    let files = files(&place::frontend())?;
    let written = bring_up_to_date(&place::vendor(), &files)?;
    match written {
        0 => println!("Front-end files are up to date."),
        n => println!("Front-end files: {n} of {} written.", files.len()),
    }
    Ok(())
}

fn files(frontend: &Path) -> Result<Files, Trouble> {
    let govuk = edited(&frontend.join(GOVUK).join("govuk-frontend.min.css"), css::GOVUK)?;
    let moj = edited(&frontend.join(MOJ).join("moj-frontend.min.css"), css::MOJ)?;
    let script = edited(&frontend.join(GOVUK).join("govuk-frontend.min.js"), css::GOVUK_SCRIPT)?;
    let own = read(&place::statics().join("app.css"))?;

    let mut files = Files::new();
    for icon in css::icons(&moj) {
        let path = frontend.join(MOJ).join("assets/images").join(icon);
        let bytes = fs::read(&path).map_err(|e| Trouble::with_file(&path, e))?;
        files.insert(Path::new("icons").join(icon), bytes);
    }
    files.insert("frontend.css".into(), [govuk, moj, own].join("\n").into_bytes());
    files.insert("govuk-frontend.min.js".into(), script.into_bytes());

    for (path, bytes) in &files {
        let name = path.display().to_string();
        css::check(&name, &name)?;
        css::check(&name, &String::from_utf8_lossy(bytes))?;
    }
    files.insert("notices.json".into(), notices()?.into_bytes());
    Ok(files)
}

/// The packages that the program is built from, with their licences, for the page that names them.
fn notices() -> Result<String, Trouble> {
    let metadata = metadata()?;
    let built_in = built_in(&metadata);
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let others = packages.filter(|package| !package["source"].is_null());
    let mut notices: Vec<(&str, &str, &str)> = others
        .filter(|package| built_in.contains(text(&package["id"])))
        .map(|package| {
            let licence = package["license"].as_str().unwrap_or("see the package");
            (text(&package["name"]), text(&package["version"]), licence)
        })
        .collect();
    notices.sort_unstable();
    let list: Vec<Value> = notices
        .into_iter()
        .map(|(name, version, licence)| json!({ "name": name, "version": version, "licence": licence }))
        .collect();
    serde_json::to_string(&list).map_err(|e| Trouble::new(format!("notices: {e}")))
}

/// What cargo knows of the workspace; from the network only where it is not here already.
fn metadata() -> Result<Value, Trouble> {
    let asks = ["metadata", "--format-version", "1", "--locked"];
    let found = Step::cargo(&asks).with(&["--offline"]).quietly().or_else(|_| Step::cargo(&asks).quietly())?;
    serde_json::from_str(&found).map_err(|e| Trouble::new(format!("cargo metadata: {e}")))
}

/// The ids of everything that the program is built from: not what only its tests need.
fn built_in(metadata: &Value) -> BTreeSet<&str> {
    let nodes = metadata["resolve"]["nodes"].as_array().into_iter().flatten();
    let needs: BTreeMap<&str, &Value> = nodes.map(|node| (text(&node["id"]), &node["deps"])).collect();
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let mut next: Vec<&str> =
        packages.filter(|package| package["name"] == "plumbline").map(|package| text(&package["id"])).collect();
    let mut found = BTreeSet::new();
    while let Some(id) = next.pop() {
        if !found.insert(id) {
            continue;
        }
        let deps = needs.get(id).and_then(|deps| deps.as_array());
        next.extend(deps.into_iter().flatten().filter(|dep| is_normal(dep)).map(|dep| text(&dep["pkg"])));
    }
    found
}

/// Whether a package is needed to run: cargo marks such a need by naming no kind.
fn is_normal(dep: &Value) -> bool {
    let kinds = dep["dep_kinds"].as_array();
    kinds.into_iter().flatten().any(|kind| kind["kind"].is_null())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn edited(path: &Path, edits: &[css::Edit]) -> Result<String, Trouble> {
    css::apply(&path.display().to_string(), &read(path)?, edits)
}

fn read(path: &Path) -> Result<String, Trouble> {
    fs::read_to_string(path).map_err(|e| Trouble::with_file(path, e))
}

/// Writes what differs and removes what no longer belongs; files that are right keep their
/// date, so that nothing is built again for their sake. The number written.
fn bring_up_to_date(vendor: &Path, files: &Files) -> Result<usize, Trouble> {
    for present in files_under(vendor)? {
        let belongs = present.strip_prefix(vendor).is_ok_and(|path| files.contains_key(path));
        if !belongs {
            fs::remove_file(&present).map_err(|e| Trouble::with_file(&present, e))?;
        }
    }

    let mut written = 0;
    for (path, bytes) in files {
        let path = vendor.join(path);
        if fs::read(&path).is_ok_and(|present| present == *bytes) {
            continue;
        }
        let folder = path.parent().unwrap_or(vendor);
        fs::create_dir_all(folder).map_err(|e| Trouble::with_file(folder, e))?;
        fs::write(&path, bytes).map_err(|e| Trouble::with_file(&path, e))?;
        written += 1;
    }
    Ok(written)
}

fn files_under(folder: &Path) -> Result<Vec<PathBuf>, Trouble> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|e| Trouble::with_file(folder, e))? {
        let path = entry.map_err(|e| Trouble::with_file(folder, e))?.path();
        if path.is_dir() {
            found.extend(files_under(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

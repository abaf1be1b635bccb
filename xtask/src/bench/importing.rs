//! The Annex A workbook of 10,000 children: checked, shown and imported, as the data officer does it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::client::{Ask, Client};
use super::figures::{Amount, Figures};
use super::html::{self, Form};
use super::process;
use super::reply::Reply;
use super::server::Server;
use crate::place;
use crate::run::{Step, Trouble};

/// Children in the workbook.
const CHILDREN: &str = "10000";
/// Between two looks at the memory of the processes.
const LOOK: Duration = Duration::from_millis(20);
/// Marks the parts of the upload; stands in no workbook.
const BOUNDARY: &str = "plumbline-bench-5f2d9a71";
/// What kind of file a workbook is.
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Measures the import, where the workbook can be made.
pub fn measure(server: &Server, folder: &Path, figures: &mut Figures) -> Result<(), Trouble> {
    match workbook(folder) {
        Ok(path) => {
            let workbook = fs::read(&path).map_err(|e| Trouble::with_file(&path, e))?;
            figures.fact(format!(
                "Workbook: {CHILDREN} children, {}, made by `generate_annex_a.py {CHILDREN} DIR --xlsx`",
                Amount::Bytes(workbook.len() as u64)
            ));
            import(server, &workbook, figures)
        }
        Err(why) => {
            figures.words("Import of a workbook", &format!("skipped: {why}"));
            Ok(())
        }
    }
}

/// Makes the workbook. The error says what is missing.
fn workbook(folder: &Path) -> Result<PathBuf, Trouble> {
    let script = place::root().join("../shared/tools/generate_annex_a.py");
    if !script.is_file() {
        return Err(Trouble::new("there is no ../shared/tools/generate_annex_a.py beside the project"));
    }
    if place::on_path("python3").is_none() {
        return Err(Trouble::new("python3 is not installed"));
    }
    let packages = place::target().join("bench/python");
    have_xlsxwriter(&packages)?;
    println!("Making a workbook of {CHILDREN} children.");
    let made = folder.join("annex-a");
    Step::new("python3", &[&script.to_string_lossy(), CHILDREN, &made.to_string_lossy(), "--xlsx"])
        .setting("PYTHONPATH", &packages)
        .quietly()?;
    Ok(made.join("annex_a.xlsx"))
}

/// Sees to the one package that the generator needs, in a folder of its own.
fn have_xlsxwriter(packages: &Path) -> Result<(), Trouble> {
    let present = Step::new("python3", &["-c", "import xlsxwriter"]).setting("PYTHONPATH", packages).quietly();
    if present.is_ok() {
        return Ok(());
    }
    println!("The generator needs the Python package xlsxwriter: installing it in target/bench/python.");
    let folder = packages.to_string_lossy();
    let installed =
        Step::new("python3", &["-m", "pip", "install", "--quiet", "--target", &folder, "xlsxwriter"]).quietly();
    installed.map(drop).map_err(|e| Trouble::new(format!("xlsxwriter could not be installed ({e})")))
}

fn import(server: &Server, workbook: &[u8], figures: &mut Figures) -> Result<(), Trouble> {
    let mut officer = server.signed_in("data")?;
    let (checked, peaks) = upload(server, &mut officer, workbook)?;
    let preview_at = checked.location()?.to_owned();
    let preview = officer.page(&preview_at)?;
    let findings = findings(&mut officer, &preview_at)?;
    let understood = html::text_with(&preview.text(), " workers and ");
    let understood = understood.unwrap_or_else(|| "not said on the preview".to_owned());
    figures.words("Import: understood", &format!("{understood}; {findings} findings"));
    figures.plain("Import: check, wall", Amount::Time(checked.took), "n 1; upload to redirect");
    figures.plain("Import: preview, wall", Amount::Time(preview.took), "n 1");
    figures.plain(
        "Import: the process that reads the file, at its most",
        Amount::Bytes(peaks.reader),
        "VmHWM, every 20 ms",
    );
    figures.plain("Import: the server, at its most so far", Amount::Bytes(peaks.server), "VmHWM");

    let confirmed = confirm(&mut officer, &preview_at, &preview)?;
    figures.plain("Import: confirm, wall", Amount::Time(confirmed.took), "n 1; all in one transaction");
    let people = officer.page("/people")?;
    let came = html::text_with(&people.text(), "cases new or changed");
    figures.words("Import: came to", &came.unwrap_or_else(|| "not said on the page".to_owned()));
    let status = server.status()?;
    figures.plain("Memory after the import", Amount::Bytes(status.resident), "VmRSS");
    figures.plain("Memory at its most, import included", Amount::Bytes(status.peak), "VmHWM");
    Ok(())
}

/// Puts the workbook up, and watches the memory meanwhile.
fn upload(server: &Server, officer: &mut Client, workbook: &[u8]) -> Result<(Reply, Peaks), Trouble> {
    let (stop, id) = (AtomicBool::new(false), server.id());
    let (reply, peaks) = thread::scope(|scope| {
        let watcher = scope.spawn(|| watch(id, &stop));
        let reply = put_up(officer, "annex_a.xlsx", WORKBOOK, workbook);
        stop.store(true, Ordering::Relaxed);
        (reply, watcher.join().unwrap_or_default())
    });
    Ok((reply?, peaks))
}

/// Puts a file up to be checked, from the page where that is done. The reply leads to what was understood of it.
pub fn put_up(client: &mut Client, name: &str, kind: &str, file: &[u8]) -> Result<Reply, Trouble> {
    let csrf = csrf(&client.page("/people")?)?;
    let body = multipart(&csrf, name, kind, file);
    let ask = Ask::post("/people/imports", &body, format!("multipart/form-data; boundary={BOUNDARY}"));
    client.ask(&ask)?.expecting(303)
}

/// The word that every form of a session carries.
fn csrf(page: &Reply) -> Result<String, Trouble> {
    let form = Form::with(&page.text(), "csrf");
    let word = form.as_ref().and_then(|form| form.get("csrf"));
    word.map(str::to_owned).ok_or_else(|| Trouble::new(format!("{} has no form.", page.asked)))
}

fn multipart(csrf: &str, name: &str, kind: &str, file: &[u8]) -> Vec<u8> {
    let before = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n\
         --{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: {kind}\r\n\r\n"
    );
    let mut body = before.into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    body
}

/// The most memory seen, in bytes.
#[derive(Clone, Copy, Default)]
struct Peaks {
    reader: u64,
    server: u64,
}

/// Looks at the server and at the child that reads the file, until told to stop. The kernel keeps the highest figure
/// itself, so only what is reached in the last moment of the child can be missed.
fn watch(server: u32, stop: &AtomicBool) -> Peaks {
    let mut peaks = Peaks::default();
    while !stop.load(Ordering::Relaxed) {
        for id in process::all() {
            let Some(status) = process::status(id) else { continue };
            if id == server {
                peaks.server = peaks.server.max(status.peak);
            } else if status.parent == server && process::runs(id, "plumbline", "read-file") {
                peaks.reader = peaks.reader.max(status.peak);
            }
        }
        thread::sleep(LOOK);
    }
    peaks
}

/// How many lines the file of findings has, without its heading.
fn findings(officer: &mut Client, preview_at: &str) -> Result<usize, Trouble> {
    let file = officer.page(&format!("{preview_at}/findings.csv"))?;
    Ok(file.text().lines().skip(1).count())
}

/// Leaves out the rows that cannot enter, takes names in two teams for two people, gives new teams to the first service,
/// and imports.
pub fn confirm(officer: &mut Client, preview_at: &str, preview: &Reply) -> Result<Reply, Trouble> {
    let form = Form::to(&preview.text(), preview_at);
    let mut form = form.ok_or_else(|| Trouble::new(format!("{} has no form to confirm with.", preview.asked)))?;
    if form.first_choice("rows").is_some() {
        form.set("rows", "leave-out");
    }
    if form.first_choice("shared_names").is_some() {
        form.set("shared_names", "different");
    }
    if let Some(service) = form.first_choice("service") {
        form.set("service", &service);
    }
    form.set("do", "import");
    officer.ask(&Ask::form(preview_at, &form.encoded()))?.expecting(303)
}

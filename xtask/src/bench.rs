//! Measures the program as it is released and as people meet it: through HTTP, on an embedded database.
//!
//! A slow figure is printed beside its limit and stops nothing. A wrong answer, such as a status that is not the
//! right one or a reply without its headers, means that the run does not succeed.

mod client;
mod figures;
mod headers;
mod html;
mod importing;
mod judging;
mod large;
mod pages;
mod process;
mod reply;
mod server;
mod surveys;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::place;
use crate::postgres::Postgres;
use crate::run::Trouble;

use client::Client;
use figures::{Amount, Figures, Times};
use headers::Seen;
use server::Server;

/// From an empty folder to the first answer.
const FIRST_START: Amount = Amount::Time(Duration::from_secs(10));
/// From the start to the first answer, on the filled database.
const START: Amount = Amount::Time(Duration::from_secs(1));
/// How often it is started on the filled database.
const STARTS: usize = 5;
/// The server's memory after the judgements and the pages.
const MEMORY: Amount = Amount::Bytes(100_000_000);
/// A review that is at judging today, and one that was presented, as the worked example calls them.
const AT_JUDGING: &str = "Review 2, autumn 2026";
const PRESENTED: &str = "Review 1, autumn 2025";

/// Builds the released program and measures it. Takes no options.
pub fn run(options: &[&str]) -> Result<(), Trouble> {
    if !options.is_empty() {
        return Err(Trouble::new("The measurements take no options."));
    }
    if !Path::new("/proc/self/stat").exists() {
        return Err(Trouble::new("The measurements read processor time and memory from /proc. Run them on Linux."));
    }
    crate::build()?;
    let folder = Folder::make()?;
    let mut figures = Figures::default();
    println!();
    let outcome = measure(&folder.0, &mut figures);
    figures.print_note();
    outcome?;
    figures.verdict()
}

/// A folder for this run, empty at the start and gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn make() -> Result<Self, Trouble> {
        let path = place::target().join("bench/run");
        if path.exists() {
            // Left by a run that was interrupted.
            fs::remove_dir_all(&path).map_err(|e| Trouble::with_file(&path, e))?;
        }
        fs::create_dir_all(&path).map_err(|e| Trouble::with_file(&path, e))?;
        Ok(Folder(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("{}: {error}", self.0.display());
        }
    }
}

fn measure(folder: &Path, figures: &mut Figures) -> Result<(), Trouble> {
    let seen = Arc::new(Seen::default());
    let data = folder.join("demo");
    figures.fact(machine());
    figures.fact(format!(
        "Program: `cargo xtask build`, {}; `plumbline demo --port 0 --data DIR`",
        size(&server::program())
    ));
    starts(&data, &seen, figures)?;
    figures.fact(format!("Data: the worked example on embedded SQLite, {}", size(&data)));

    let server = Server::start(&data, &seen)?;
    let mut lead = server.signed_in("qal")?;
    let review = address_of(&mut lead, AT_JUDGING)?;
    judging::measure(&server, &review, folder, figures)?;
    pages::times(&server, &review, figures)?;
    let memory = Amount::Bytes(server.status()?.resident);
    figures.limited("Memory of the server after all of this", memory, MEMORY, "VmRSS");
    let presented = address_of(&mut lead, PRESENTED)?;
    pages::sizes(&server, &review, &presented, figures)?;
    importing::measure(&server, folder, figures)?;
    // After everything whose figures a large review would move: memory, the size of the home page, the import.
    large::measure(&server, figures)?;
    headers::ask_for_refusals(&server, figures)?;
    surveys::burst(&server, "embedded SQLite", figures)?;
    surveys::readers(figures);
    let postgres = Postgres::start()?;
    let on_a_server = Server::start_on(&postgres.url(), &seen)?;
    surveys::burst(&on_a_server, "PostgreSQL", figures)?;
    drop(on_a_server);
    seen.report(figures);
    Ok(())
}

/// The first start, which fills the database, and several on the filled one.
fn starts(data: &Path, seen: &Arc<Seen>, figures: &mut Figures) -> Result<(), Trouble> {
    let first = Server::start(data, seen)?.ready_after();
    figures.limited(
        "From an empty folder to the first answer",
        Amount::Time(first),
        FIRST_START,
        "n 1; fills the example",
    );

    let mut times = Times::default();
    for _ in 0..STARTS {
        times.push(Server::start(data, seen)?.ready_after());
    }
    let basis = format!("slowest of {STARTS}; p50 {}", Amount::Time(times.within(50)));
    figures.limited("From start to the first answer, filled", Amount::Time(times.within(100)), START, &basis);
    Ok(())
}

/// The address of the review with this title.
fn address_of(lead: &mut Client, title: &str) -> Result<String, Trouble> {
    let reviews = lead.page("/reviews")?;
    let link = html::link_saying(&reviews.text(), title);
    link.ok_or_else(|| Trouble::new(format!("{} does not lead to “{title}”.", reviews.asked)))
}

/// Cores, processor, memory and kernel, as far as they are told.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let said = |file: &str, name: &str| {
        let text = fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.trim_start_matches([' ', '\t', ':']).trim().to_owned()
    };
    let kibibytes = said("/proc/meminfo", "MemTotal:");
    let kibibytes: u64 = kibibytes.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or_default();
    let memory = Amount::Bytes(kibibytes * 1024);
    let model = said("/proc/cpuinfo", "model name");
    let kernel = said("/proc/sys/kernel/osrelease", "");
    format!("Machine: {cores} cores, {model}, {memory}, Linux {kernel}; the clients run on the same cores")
}

/// The size of a file, or of all files in a folder.
fn size(path: &Path) -> Amount {
    let files = fs::read_dir(path).into_iter().flatten().flatten();
    let inside: u64 =
        files.filter_map(|file| file.metadata().ok()).filter(fs::Metadata::is_file).map(|m| m.len()).sum();
    let itself = fs::metadata(path).ok().filter(fs::Metadata::is_file).map_or(0, |m| m.len());
    Amount::Bytes(inside + itself)
}

//! A saved judgement: what one costs, and how many there can be at once.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::client::{Ask, Client};
use super::figures::{Amount, Figures, Times};
use super::html::Form;
use super::reply::Reply;
use super::server::Server;
use crate::run::Trouble;

/// Judgements saved one after another.
const SAVES: usize = 500;
/// Judgements saved before anything is counted.
const WARM_UP: usize = 20;
/// Processor time for one, the durable write included.
const CPU_LIMIT: Duration = Duration::from_millis(5);
/// People who judge at the same time.
const JUDGES: usize = 8;
/// How long they go on.
const TOGETHER: Duration = Duration::from_secs(10);
/// Appends to a file, each waited for until the disk has it.
const APPENDS: usize = 300;
/// The size of one, in bytes: a page of the database.
const APPEND: usize = 4096;

/// Measures on a review that is at judging. `review` is its address.
pub fn measure(server: &Server, review: &str, folder: &Path, figures: &mut Figures) -> Result<(), Trouble> {
    let alone = one_after_another(server, review, figures)?;
    beside_the_disk(folder, &alone, figures)?;
    together(server, review, figures)
}

/// One standard that is open for judging, in one person's browser.
struct Desk {
    client: Client,
    /// The address of the page.
    page: String,
    form: Form,
    saves: usize,
}

impl Desk {
    /// Opens a standard; nothing where it is judged from the cases, and so not marked on its page.
    fn open(mut client: Client, page: String) -> Result<Option<Self>, Trouble> {
        let found = Form::with(&client.page(&page)?.text(), "mark-");
        Ok(found.map(|form| Desk { client, page, form, saves: 0 }))
    }

    /// Opens the same page again, with the version that stands there now.
    fn open_again(&mut self) -> Result<(), Trouble> {
        let page = self.client.page(&self.page)?;
        if let Some(form) = Form::with(&page.text(), "mark-") {
            self.form = form;
        }
        Ok(())
    }

    /// Sends what the page's script sends when somebody has typed.
    fn send(&mut self) -> Result<Reply, Trouble> {
        self.saves += 1;
        self.form.choose_where_nothing_is("mark-");
        self.form.set("comment", &format!("Save {} of this run.", self.saves));
        let (address, body) = (format!("{}/autosave", self.page), self.form.encoded());
        self.client.ask(&Ask::form(&address, &body).with("Accept", "application/json"))
    }

    /// Takes over the version that a save gave.
    fn take_version(&mut self, reply: &Reply) -> Result<(), Trouble> {
        let answer: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        let version = answer["version"].as_i64();
        let version = version.ok_or_else(|| Trouble::new(format!("{} gave no version.", reply.asked)))?;
        self.form.set("seen", &version.to_string());
        Ok(())
    }

    /// Saves, and must succeed.
    fn save(&mut self) -> Result<Duration, Trouble> {
        let reply = self.send()?.expecting(200)?;
        self.take_version(&reply)?;
        Ok(reply.took)
    }

    /// Saves until a moment, counting what does not succeed.
    fn save_until(mut self, until: Instant) -> Tally {
        let mut tally = Tally::default();
        while Instant::now() < until {
            match self.send() {
                Ok(reply) if reply.status == 200 && self.take_version(&reply).is_ok() => tally.saved.push(reply.took),
                Ok(reply) if reply.status == 409 => {
                    tally.conflicts += 1;
                    tally.errors += usize::from(self.open_again().is_err());
                }
                Ok(_) | Err(_) => tally.errors += 1,
            }
        }
        tally
    }
}

/// What came of one person's saves.
#[derive(Default)]
struct Tally {
    saved: Times,
    conflicts: usize,
    errors: usize,
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.saved.extend(other.saved);
        self.conflicts += other.conflicts;
        self.errors += other.errors;
    }
}

fn one_after_another(server: &Server, review: &str, figures: &mut Figures) -> Result<Times, Trouble> {
    let opened = Desk::open(server.signed_in("qal")?, format!("{review}/standards/S02"))?;
    let mut desk = opened.ok_or_else(|| Trouble::new("S02 has no parts to mark on its page."))?;
    for _ in 0..WARM_UP {
        desk.save()?;
    }
    let mut times = Times::default();
    let before = server.cpu()?;
    for _ in 0..SAVES {
        times.push(desk.save()?);
    }
    let each = server.cpu()?.saturating_sub(before).div_f64(SAVES as f64);

    let basis = format!("n {SAVES}; user and system time of the server, durable write included");
    figures.limited("One saved judgement, CPU", Amount::Time(each), Amount::Time(CPU_LIMIT), &basis);
    figures.spread("One saved judgement, wall", &times, "one client, one after another");
    refuse_an_old_version(&mut desk, figures)?;
    Ok(times)
}

/// A page that is out of date must not write over what was saved since.
fn refuse_an_old_version(desk: &mut Desk, figures: &mut Figures) -> Result<(), Trouble> {
    desk.form.set("seen", "1");
    let reply = desk.send()?;
    if reply.status != 409 {
        figures.wrong(format!("{} from an old page answered {} where 409 is right.", reply.asked, reply.status));
    }
    desk.open_again()
}

/// What the disk alone takes to keep one small write, in the same run and the same folder.
fn beside_the_disk(folder: &Path, judgements: &Times, figures: &mut Figures) -> Result<(), Trouble> {
    let path = folder.join("appended");
    let appends = append(&path).map_err(|e| Trouble::with_file(&path, e))?;
    figures.spread("4 KiB appended and synced, wall", &appends, "File::sync_all in the same folder");
    let ratio = judgements.within(50).as_secs_f64() / appends.within(50).as_secs_f64();
    figures.plain("One saved judgement beside one synced append, p50", Amount::Times(ratio), "wall");
    Ok(())
}

fn append(path: &Path) -> std::io::Result<Times> {
    let mut file = File::create(path)?;
    let mut times = Times::default();
    for _ in 0..APPENDS {
        let began = Instant::now();
        file.write_all(&[b'x'; APPEND])?;
        file.sync_all()?;
        times.push(began.elapsed());
    }
    Ok(times)
}

fn together(server: &Server, review: &str, figures: &mut Figures) -> Result<(), Trouble> {
    let desks = desks(server, review)?;
    let before = server.cpu()?;
    let began = Instant::now();
    let mut all = Tally::default();
    for tally in judged_by(desks, began + TOGETHER) {
        all.add(tally);
    }
    let took = began.elapsed();
    let used = server.cpu()?.saturating_sub(before);

    let saves = all.saved.count();
    let counts = format!("n {saves} in {}; {} errors, {} conflicts", Amount::Time(took), all.errors, all.conflicts);
    let a_second = Amount::ASecond(saves as f64 / took.as_secs_f64());
    figures.plain(&format!("Judgements saved by {JUDGES} clients"), a_second, &counts);
    let each = used.div_f64(saves.max(1) as f64);
    figures.plain(&format!("The same, CPU each with {JUDGES} clients"), Amount::Time(each), &format!("n {saves}"));
    figures.spread("The same, wall", &all.saved, "each client on a standard of its own");
    if all.errors + all.conflicts > 0 {
        figures.wrong(format!(
            "Of saves by {JUDGES} clients, {} were refused and {} were conflicts.",
            all.errors, all.conflicts
        ));
    }
    Ok(())
}

/// A person, signed in, for each of the first standards that are marked on their own page.
fn desks(server: &Server, review: &str) -> Result<Vec<Desk>, Trouble> {
    let mut desks = Vec::new();
    for number in 1..=50 {
        if desks.len() == JUDGES {
            break;
        }
        let page = format!("{review}/standards/S{number:02}");
        desks.extend(Desk::open(server.signed_in("qal")?, page)?);
    }
    if desks.len() < JUDGES {
        return Err(Trouble::new(format!("Only {} standards are marked on their own page.", desks.len())));
    }
    Ok(desks)
}

fn judged_by(desks: Vec<Desk>, until: Instant) -> Vec<Tally> {
    thread::scope(|scope| {
        let judges: Vec<_> = desks.into_iter().map(|desk| scope.spawn(move || desk.save_until(until))).collect();
        // A thread that panicked saved nothing that can be counted.
        let none = || Tally { errors: 1, ..Tally::default() };
        judges.into_iter().map(|judge| judge.join().unwrap_or_else(|_| none())).collect()
    })
}

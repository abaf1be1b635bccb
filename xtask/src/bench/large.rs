//! A review as large as they come, made through HTTP as people make it, and how soon its pages come.

use std::ops::RangeInclusive;
use std::time::Instant;

use super::client::{Ask, Client};
use super::figures::{Amount, Figures, Times};
use super::html::{self, Form};
use super::importing;
use super::reply::Reply;
use super::server::Server;
use super::surveys::PAGE;
use crate::run::Trouble;

/// What every figure here is about.
const SIZE: &str = "12 sources × 50 standards × 40 cases";
const SOURCES: usize = 12;
const STANDARDS: usize = 50;
const CASES: usize = 40;
/// How often each page is asked for, and how often before anything is counted.
const ASKED: usize = 100;
const WARM_UP: usize = 5;

/// The team is invented, as are its workers: every given name goes with every family name.
const TEAM: &str = "Lantern Street Team";
const GIVEN: [&str; 8] = ["Ottilie", "Peregrine", "Saoirse", "Thaddeus", "Ursula", "Vikram", "Winifred", "Zebedee"];
const FAMILY: [&str; 5] = ["Ambleforth", "Brackenbury", "Culverhouse", "Dunnowhat", "Eaglesham"];
/// Who reviews, as the worked example knows them: the key to sign in with, and the name.
const READERS: [(&str, &str); 2] = [("rv-cap", "Bridget Nwachukwu"), ("rv-saf", "Marek Wisniewski")];
/// The standards it is held against, as the form to plan a review begins their name.
const FRAMEWORK: &str = "Adult social work practice, version";

/// Of so many parts of a case one is only partly met.
const PARTLY: usize = 7;
/// Of so many cases one names an obstacle.
const OBSTACLE: usize = 5;
/// Of so many items of evidence one disagrees with the rest.
const DISAGREES: usize = 25;
/// Sources at first hand: surveys of people and carers, interviews with them, and practice that was watched.
const AT_FIRST_HAND: [usize; 5] = [2, 3, 8, 9, 11];
/// Sources that tell of one case: interviews, its record, and practice that was watched.
const OF_A_CASE: RangeInclusive<usize> = 6..=11;

/// Makes the review and measures its pages.
pub fn measure(server: &Server, figures: &mut Figures) -> Result<(), Trouble> {
    let began = Instant::now();
    let mut lead = Person::signed_in(server, "qal")?;
    let [first, second] = READERS.map(|(key, _)| Person::signed_in(server, key));
    let mut readers = [first?, second?];
    bring_in(&mut lead)?;
    let (review, ids) = plan(&mut lead)?;
    let cases = draw(&mut lead, &review, &ids)?;
    for (place, case) in cases.iter().enumerate() {
        read(&mut readers[place % READERS.len()], &review, case, place)?;
    }
    gather(&mut readers[0], &review, &cases)?;
    lead.send_from(&review, &format!("{review}/begin-judging"))?;

    let asked = lead.asked + readers.iter().map(|reader| reader.asked).sum::<usize>();
    let took = Amount::Time(began.elapsed());
    figures.words(&format!("{SIZE}: preparation"), &format!("{asked} requests in {took}, one after another"));
    is_whole(&mut lead, &review, figures)?;
    for (what, path) in [
        ("the review", review.clone()),
        ("coverage", format!("{review}/coverage")),
        ("standards", format!("{review}/standards")),
        ("one standard", format!("{review}/standards/S01")),
        ("draft report", format!("{review}/report")),
    ] {
        time(&mut lead, what, &path, figures)?;
    }
    Ok(())
}

/// Somebody at a browser, and how often they asked for something.
struct Person {
    client: Client,
    asked: usize,
}

impl Person {
    fn signed_in(server: &Server, key: &str) -> Result<Self, Trouble> {
        Ok(Person { client: server.signed_in(key)?, asked: 1 })
    }

    fn page(&mut self, path: &str) -> Result<Reply, Trouble> {
        self.asked += 1;
        self.client.page(path)
    }

    /// Opens a page and gives its form that goes to an address.
    fn form(&mut self, path: &str, to: &str) -> Result<Form, Trouble> {
        form(&self.page(path)?, to)
    }

    /// Sends a form, which must be taken.
    fn send(&mut self, to: &str, form: &Form) -> Result<Reply, Trouble> {
        self.asked += 1;
        self.client.ask(&Ask::form(to, &form.encoded()))?.expecting(303)
    }

    /// Sends a form of a page as it stands there: a button.
    fn send_from(&mut self, path: &str, to: &str) -> Result<Reply, Trouble> {
        let form = self.form(path, to)?;
        self.send(to, &form)
    }
}

/// The form of a page that goes to an address.
fn form(page: &Reply, to: &str) -> Result<Form, Trouble> {
    Form::to(&page.text(), to).ok_or_else(|| Trouble::new(format!("{} has no form to {to}.", page.asked)))
}

/// The value of a choice, by its words.
fn choice(page: &Reply, name: &str, words: &str) -> Result<String, Trouble> {
    let found = html::choice_saying(&page.text(), name, words);
    found.ok_or_else(|| Trouble::new(format!("{} does not offer “{words}” under {name}.", page.asked)))
}

/// Brings a new team in from a file, with one case for each worker.
fn bring_in(lead: &mut Person) -> Result<(), Trouble> {
    // What the two calls ask for: the page and the file, then the decision.
    lead.asked += 3;
    let checked = importing::put_up(&mut lead.client, "lantern-street.csv", "text/csv", caseload().as_bytes())?;
    let preview_at = checked.location()?.to_owned();
    let preview = lead.page(&preview_at)?;
    importing::confirm(&mut lead.client, &preview_at, &preview).map(drop)
}

fn caseload() -> String {
    let mut file = String::from("team,worker,case reference,opened,type,closed\n");
    for case in 0..CASES {
        let (given, family) = (GIVEN[case % GIVEN.len()], FAMILY[case / GIVEN.len()]);
        file.push_str(&format!("{TEAM},{given} {family},LS-{:03},2026-03-02,review,\n", case + 1));
    }
    file
}

/// Plans the review. Gives its address and who reviews, in the order of [`READERS`].
fn plan(lead: &mut Person) -> Result<(String, Vec<String>), Trouble> {
    const AT: &str = "/reviews/new";
    let page = lead.page(AT)?;
    let mut form = form(&page, AT)?;
    form.set("team", &choice(&page, "team", TEAM)?);
    form.set("framework", &choice(&page, "framework", FRAMEWORK)?);
    form.set("title", "Review 1, every source");
    form.set("purpose", "To hear everybody about every standard, and to agree what changes.");
    form.set("reviewer_hours", "400");
    form.set("team_hours", "160");
    let mut ids = Vec::new();
    for (_, name) in READERS {
        let id = choice(&page, "reviewers", name)?;
        form.tick("reviewers", &id);
        ids.push(id);
    }
    let planned = lead.send(AT, &form)?;
    Ok((planned.location()?.to_owned(), ids))
}

/// Tells the team, draws the cases and gives them to the readers in turn. Gives the cases.
fn draw(lead: &mut Person, review: &str, readers: &[String]) -> Result<Vec<String>, Trouble> {
    let announce = format!("{review}/announce");
    lead.send_from(&announce, &announce)?;
    let sample = format!("{review}/sample");
    lead.send_from(&sample, &format!("{review}/draw"))?;

    let page = lead.page(&sample)?;
    let selects = html::attributes(&page.text(), "select", "name");
    let cases: Vec<String> =
        selects.iter().filter_map(|name| name.strip_prefix("reviewer-")).map(str::to_owned).collect();
    if cases.len() != CASES {
        return Err(Trouble::new(format!("{} cases are drawn where {CASES} are right.", cases.len())));
    }
    let to = format!("{review}/readers");
    let mut form = form(&page, &to)?;
    for (case, reader) in cases.iter().zip(readers.iter().cycle()) {
        // Nobody has it yet.
        form.set(&format!("had-{case}"), "");
        form.set(&format!("reviewer-{case}"), reader);
    }
    lead.send(&to, &form)?;
    Ok(cases)
}

/// Marks every part of a case, saves, says what lay behind what fell short, and calls the case read.
fn read(reader: &mut Person, review: &str, case: &str, place: usize) -> Result<(), Trouble> {
    let here = format!("{review}/cases/{case}");
    let mut form = reader.form(&here, &here)?;
    form.choose_where_nothing_is("mark-");
    let parts: Vec<String> = form.get("parts").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    for part in parts.iter().skip(place % PARTLY).step_by(PARTLY) {
        form.set(&format!("mark-{part}"), "partly");
        let note = format!("note-{part}");
        // Only essential parts have a box for it.
        if form.get(&note).is_some() {
            form.set(&note, "It was begun in March and is written down. What came of it is not.");
        }
    }
    form.set("strengths", "What mattered most was asked first, and it was done.\nVisits were kept to.");
    if place.is_multiple_of(OBSTACLE) {
        form.set("obstacle", &format!("Equipment took {} weeks to come.", place + 2));
    }
    form.set("then", "stay");
    reader.send(&here, &form)?;

    let mut form = reader.form(&here, &here)?;
    form.choose_where_nothing_is("behind-");
    form.set("then", "finish");
    reader.send(&here, &form).map(drop)
}

/// Writes down an item of evidence of every source on every standard.
fn gather(reader: &mut Person, review: &str, cases: &[String]) -> Result<(), Trouble> {
    let page = format!("{review}/evidence");
    let mut form = reader.form(&page, &page)?;
    for (part, value) in [("dated-day", "12"), ("dated-month", "11"), ("dated-year", "2026")] {
        form.set(part, value);
    }
    for source in 1..=SOURCES {
        form.set("source", &format!("E{source}"));
        form.set("direct", yes_or_no(AT_FIRST_HAND.contains(&source)));
        for standard in 1..=STANDARDS {
            let place = source * STANDARDS + standard;
            let case = if OF_A_CASE.contains(&source) { cases[place % cases.len()].as_str() } else { "" };
            form.set("case", case);
            form.set("agrees", yes_or_no(!(source + standard).is_multiple_of(DISAGREES)));
            form.set("parts", &format!("S{standard:02}a"));
            form.set("note", &format!("Item {place}: it was agreed together in spring, and kept to in most weeks."));
            reader.send(&page, &form)?;
        }
    }
    Ok(())
}

fn yes_or_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// Whether everything that was written stands in the review: otherwise the figures are about something smaller.
fn is_whole(lead: &mut Person, review: &str, figures: &mut Figures) -> Result<(), Trouble> {
    let page = lead.page(&format!("{review}/evidence"))?;
    let text = page.text();
    let sources = text.matches(&format!(">{STANDARDS} items<")).count();
    if sources != SOURCES {
        figures.wrong(format!("{} tells of {sources} sources with {STANDARDS} items, not of {SOURCES}.", page.asked));
    }
    let read = format!("{CASES} of {CASES} read to the end");
    if !text.contains(&read) {
        figures.wrong(format!("{} does not say “{read}”.", page.asked));
    }
    Ok(())
}

/// How soon one page comes, beside what a page may take.
fn time(lead: &mut Person, what: &str, path: &str, figures: &mut Figures) -> Result<(), Trouble> {
    let mut times = Times::default();
    for turn in 0..WARM_UP + ASKED {
        let took = lead.client.ask(&Ask::zipped(path))?.expecting(200)?.took;
        if turn >= WARM_UP {
            times.push(took);
        }
    }
    let basis = format!("n {}; p50 {}; one client, gzip", times.count(), Amount::Time(times.within(50)));
    figures.limited(&format!("{SIZE}: {what}, p99"), Amount::Time(times.within(99)), PAGE, &basis);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{CASES, caseload};

    #[test]
    fn every_case_has_a_worker_of_its_own() {
        let file = caseload();
        let workers: BTreeSet<&str> = file.lines().skip(1).filter_map(|line| line.split(',').nth(1)).collect();
        assert_eq!((file.lines().count(), workers.len()), (CASES + 1, CASES));
    }
}

use std::collections::BTreeMap;
use std::sync::Arc;

use practice::ids::FrameworkId;
use programme::people::{self, Decision};
use programme::{Programme, SetClock, accounts, frameworks};

use super::story::{Story, day};
use super::{Result, data};

/// The two published versions.
pub struct Frameworks {
    pub adult: FrameworkId,
    pub signs: FrameworkId,
}

/// Sets up the council and opens an account for everybody who still works there.
pub async fn set_up(programme: Programme, clock: Arc<SetClock>) -> Result<Story> {
    clock.set("2025-03-03T09:00:00Z".parse()?);
    people::set_up(&programme, &data::organisation()?).await?;
    let people = accounts::open_persona_accounts(&programme).await?;
    Ok(Story { programme, clock, people })
}

/// Publishes the frameworks that ship: the lead drafts, the principal social worker publishes.
pub async fn frameworks(story: &Story) -> Result<Frameworks> {
    let adult = publish(story, "2025-03-03", "adult-practice").await?;
    let signs = publish(story, "2026-03-30", "vital-signs").await?;
    Ok(Frameworks { adult, signs })
}

async fn publish(story: &Story, on: &str, id: &str) -> Result<FrameworkId> {
    let text = crate::frameworks::shipped(id).ok_or("a framework that ships")?;
    let mut act = story.on(on, "qal").await?;
    let version = frameworks::draft(&mut act, text).await?;
    if id == "adult-practice" {
        for (standard, group, who) in [
            ("S01", "people", "14 people at two coffee mornings"),
            ("S01", "staff", "Both adult teams at their team meetings"),
            ("S09", "families", "11 carers at the October forum"),
            ("S16", "managers", "Adult service managers' meeting"),
            ("S18", "staff", "Both adult teams at their team meetings"),
            ("S18", "people", "6 people who had been through an enquiry"),
            ("S21", "families", "9 family members, with an advocate"),
            ("S41", "staff", "Vote of both adult teams"),
            ("S41", "managers", "Adult service managers' meeting"),
        ] {
            frameworks::record_agreement(&mut act, version, standard, group, who).await?;
        }
    }
    act.commit().await?;
    let mut act = story.at(&format!("{on}T15:00:00Z"), "psw").await?;
    frameworks::publish(&mut act, version).await?;
    act.commit().await?;
    Ok(version)
}

/// A draft of the next version, with what people have said about it so far.
pub async fn draft_open_to_comment(story: &Story) -> Result<()> {
    let text = crate::frameworks::shipped("adult-practice").ok_or("a framework that ships")?;
    let next = text
        .replacen("version = \"2025.1\"", "version = \"2027.1\"", 1)
        .replacen("in_force_from = 2025-04-01", "in_force_from = 2027-04-01", 1)
        .replacen("person says what changed", "person says, in their own words or way, what changed in their life", 1)
        .replacen(
            "Without it neither views nor capacity can be judged.",
            "Somebody who is not understood cannot decide, agree or complain.",
            1,
        );
    let mut act = story.on("2026-11-09", "qal").await?;
    let draft = frameworks::draft(&mut act, &next).await?;
    act.commit().await?;
    for (on, who, standard, words) in [
        (
            "2026-11-10",
            "ld-04",
            Some("S29"),
            "Better. Could it also say who asks? It should not always be the worker whose work it is.",
        ),
        (
            "2026-11-11",
            "op-02",
            Some("S29"),
            "Older people often say “nothing changed” when we kept things from getting worse. Make room for that.",
        ),
        ("2026-11-12", "tm-ld", None, "Please take something out if anything goes in. Fifty is plenty."),
    ] {
        let mut act = story.on(on, who).await?;
        frameworks::comment(&mut act, draft, standard, words).await?;
        act.commit().await?;
    }
    Ok(())
}

/// Brings in the caseload as it stood on a day, from the file the council would have sent.
pub async fn caseload(story: &Story, on: &str) -> Result<()> {
    let file = file_of(on)?;
    let act = story.on(on, "data").await?;
    let (mut act, import) = people::check(act, &format!("caseload-{on}.csv"), file.into_bytes()).await?;
    people::confirm(&mut act, import, &Decision::default()).await?;
    act.commit().await?;
    Ok(())
}

/// The CSV of all cases known on a day. Cases of the first review that have closed since are added to those
/// open today; before it, the Learning Disability Team's file held the nine that were drawn.
fn file_of(on: &str) -> Result<String> {
    let date = day(on)?;
    let names: BTreeMap<String, String> = data::organisation()?.people.into_iter().map(|p| (p.id, p.name)).collect();
    let teams: BTreeMap<String, String> = data::organisation()?.teams.into_iter().map(|t| (t.id, t.name)).collect();
    let mut lines: BTreeMap<(String, String), [String; 4]> = BTreeMap::new();
    let mut add =
        |team: &str, reference: &str, worker: &str, opened: &str, kind: &str, closed: Option<&str>| -> Result<()> {
            if day(opened)? <= date {
                let name = names.get(worker).ok_or("a worker")?.clone();
                let team = teams.get(team).ok_or("a team")?.clone();
                let closed = match closed {
                    Some(text) if day(text)? <= date => text.to_owned(),
                    _ => String::new(),
                };
                lines.insert((team, reference.to_owned()), [name, opened.to_owned(), kind.to_owned(), closed]);
            }
            Ok(())
        };
    let first_review = date < day("2026-01-01")?;
    for case in data::caseload()?.cases {
        if !(first_review && case.team == "LD") {
            add(&case.team, &case.reference, &case.worker, &case.opened, &case.kind, case.closed.as_deref())?;
        }
    }
    for case in data::autumn_2025()?.cases {
        add("LD", &case.reference, &case.worker, &case.opened, &case.kind, case.closed.as_deref())?;
    }
    // The children whose work was read in September: their cases ended before the autumn.
    for item in data::vital_signs()?.signs.into_iter().flat_map(|s| s.items) {
        let opened = (day(&item.item_date)? - chrono::Duration::weeks(9)).to_string();
        add("NA", &item.reference, &item.worker, &opened, "child and family assessment", Some("2026-09-30"))?;
    }
    let mut csv = String::from("Team,Worker,Case reference,Opened,Type,Closed\n");
    for ((team, reference), [worker, opened, kind, closed]) in lines {
        csv.push_str(&format!("\"{team}\",\"{worker}\",{reference},{opened},\"{kind}\",{closed}\n"));
    }
    Ok(csv)
}

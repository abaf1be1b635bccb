use programme::accounts::{self, Persona};

use crate::Site;
use crate::problem::Result;

/// People of the worked example, grouped by what they do.
pub(super) struct Group {
    pub(super) title: &'static str,
    pub(super) people: Vec<Persona>,
}

/// Who shows the way through the example best, in that order: the lead who runs the review, a reviewer,
/// the team's manager, one of its workers, those above it, and the two who look after data and accounts.
const FIRST: [&str; 9] = ["qal", "rv-saf", "tm-ld", "ld-04", "hoa", "sma", "psw", "dpo", "adm"];

/// Groups by the first of these words that stands in a job title; the last takes whoever is left.
const GROUPS: [(&str, &[&str]); 5] = [
    ("Quality assurance", &["quality assurance", "reviewer", "independent expert", "programme mentor"]),
    ("Leaders and board", &["director", "head of", "principal social worker", "board member"]),
    ("Managers", &["manager"]),
    ("Practitioners", &["social worker", "practitioner"]),
    ("Others", &[""]),
];

/// Everybody who can be tried with one click: first those suggested, then all by group.
/// Nobody outside the worked example.
///
/// # Errors
/// Where the database does not answer.
pub(super) async fn groups(site: &Site) -> Result<Vec<Group>> {
    if !site.settings().demo {
        return Ok(Vec::new());
    }
    let everybody = accounts::personas(site.programme()).await?;
    let suggested: Vec<Persona> =
        FIRST.iter().filter_map(|key| everybody.iter().find(|person| person.key == *key).cloned()).collect();
    let mut groups = vec![Group { title: "Start with one of these", people: suggested }];
    let rest = everybody.into_iter().filter(|person| !FIRST.contains(&person.key.as_str()));
    let mut sorted: Vec<Group> = GROUPS.iter().map(|&(title, _)| Group { title, people: Vec::new() }).collect();
    for person in rest {
        sorted[group_of(&person.job_title)].people.push(person);
    }
    groups.append(&mut sorted);
    groups.retain(|group| !group.people.is_empty());
    Ok(groups)
}

fn group_of(job_title: &str) -> usize {
    let title = job_title.to_lowercase();
    let found = GROUPS.iter().position(|(_, words)| words.iter().any(|word| title.contains(*word)));
    found.unwrap_or(GROUPS.len() - 1)
}

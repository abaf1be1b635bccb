//! What changed between two versions of a framework.

use super::{Framework, Standard};

/// One difference between two versions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// The standard it concerns, or `None` for the framework as a whole.
    pub standard: Option<String>,
    /// What it concerns: "statement", "part b", "purpose" …
    pub what: String,
    /// What happened to it.
    pub change: Change,
}

/// What happened between the earlier version and the later.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// It is new.
    Added(String),
    /// It is gone.
    Removed(String),
    /// It reads differently.
    Changed {
        /// The earlier words.
        from: String,
        /// The later words.
        to: String,
    },
}

/// Every difference, in the order of the later version, with what was removed after it.
#[must_use]
pub fn compare(from: &Framework, to: &Framework) -> Vec<Difference> {
    let mut found = Vec::new();
    changed(&mut found, None, "title", &from.title, &to.title);
    changed(&mut found, None, "purpose", &from.purpose, &to.purpose);
    for (name, rule) in &to.rules {
        match from.rules.get(name) {
            Some(earlier) if earlier != rule => {
                let (from, to) = (earlier.says.clone(), rule.says.clone());
                found.push(Difference {
                    standard: None,
                    what: format!("rule {name}"),
                    change: Change::Changed { from, to },
                });
            }
            Some(_) => {}
            None => found.push(Difference {
                standard: None,
                what: format!("rule {name}"),
                change: Change::Added(rule.says.clone()),
            }),
        }
    }
    for later in &to.standards {
        match from.standard(&later.id) {
            Some(earlier) => standards(&mut found, earlier, later),
            None => found.push(of(later, "standard", Change::Added(format!("{}: {}", later.name, later.statement)))),
        }
    }
    for earlier in from.standards.iter().filter(|s| to.standard(&s.id).is_none()) {
        found.push(of(earlier, "standard", Change::Removed(format!("{}: {}", earlier.name, earlier.statement))));
    }
    found
}

fn standards(found: &mut Vec<Difference>, from: &Standard, to: &Standard) {
    let id = Some(to.id.as_str());
    changed(found, id, "name", &from.name, &to.name);
    changed(found, id, "statement", &from.statement, &to.statement);
    changed(found, id, "why", &from.why, &to.why);
    changed(found, id, "critical", yes_no(from.critical), yes_no(to.critical));
    changed(found, id, "rule", &from.rule, &to.rule);
    changed(found, id, "sources", &from.sources.join(", "), &to.sources.join(", "));
    for later in &to.elements {
        let what = format!("part {}", later.key);
        match from.element(&later.key) {
            Some(earlier) => {
                changed(found, id, &what, &earlier.text, &later.text);
                changed(found, id, &format!("{what}, essential"), yes_no(earlier.gate), yes_no(later.gate));
            }
            None => found.push(of(to, &what, Change::Added(later.text.clone()))),
        }
    }
    for earlier in from.elements.iter().filter(|e| to.element(&e.key).is_none()) {
        found.push(of(to, &format!("part {}", earlier.key), Change::Removed(earlier.text.clone())));
    }
}

fn of(standard: &Standard, what: &str, change: Change) -> Difference {
    Difference { standard: Some(standard.id.clone()), what: what.to_owned(), change }
}

fn changed(found: &mut Vec<Difference>, standard: Option<&str>, what: &str, from: &str, to: &str) {
    if from != to {
        found.push(Difference {
            standard: standard.map(str::to_owned),
            what: what.to_owned(),
            change: Change::Changed { from: from.to_owned(), to: to.to_owned() },
        });
    }
}

fn yes_no(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}

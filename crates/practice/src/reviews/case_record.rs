//! What a reviewer writes down about one case: marks, notes where they teach something,
//! strengths, and what lay behind each concern.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::judge::{Called, Given, Verdict, judge};
use super::marks::{Mark, MarkProblem, Marks};
use crate::frameworks::{Element, Framework, Kind, Standard};

/// The record of one case review. Kept whole, so that what was typed is never lost, however
/// unfinished: it is checked when the reviewer says the case is read.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CaseRecord {
    /// Marks by part, such as `S18c` → `partly`.
    pub marks: BTreeMap<String, String>,
    /// Why a part does not apply, by part.
    pub reasons: BTreeMap<String, String>,
    /// Notes by part.
    pub notes: BTreeMap<String, String>,
    /// What lay behind a part that is partly or not there, by part.
    pub behind: BTreeMap<String, Behind>,
    /// What went well. The worker reads this first.
    pub strengths: String,
    /// What got in the way, with no case or worker named.
    pub obstacle: String,
    /// A danger that outweighs the marks, in a vital sign.
    pub stop: String,
}

/// Where to look for the cause of a shortfall: the work of one person, or how the service works (seed 000).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Behind {
    /// This piece of work.
    Individual,
    /// How the service works: most people in the same place would have done the same.
    System,
    /// Both.
    Both,
    /// It cannot be told yet.
    CannotTell,
}

impl Behind {
    /// Every choice, in the order it is shown.
    pub const ALL: [Behind; 4] = [Behind::Individual, Behind::System, Behind::Both, Behind::CannotTell];

    /// The word in forms and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Behind::Individual => "individual",
            Behind::System => "system",
            Behind::Both => "both",
            Behind::CannotTell => "cannot-tell",
        }
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Behind::Individual => "This piece of work",
            Behind::System => "How the service works",
            Behind::Both => "Both",
            Behind::CannotTell => "I cannot tell yet",
        }
    }

    /// Reads [`Behind::as_str`] back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|b| b.as_str() == text)
    }
}

/// The name of a part within a whole framework: `S18c`, or `A1v` where parts have ids of their own.
#[must_use]
pub fn part_name(standard: &Standard, element: &Element) -> String {
    if element.key.chars().next().is_some_and(char::is_uppercase) {
        element.key.clone()
    } else {
        format!("{}{}", standard.id, element.key)
    }
}

impl CaseRecord {
    /// The marks of one standard, as far as they can be used, and what is wrong with the others.
    #[must_use]
    pub fn marks_of(&self, framework: &Framework, standard: &Standard) -> (Marks, Vec<MarkProblem>) {
        let mut marks = Marks::default();
        let mut problems = Vec::new();
        for element in &standard.elements {
            let name = part_name(standard, element);
            let Some(word) = self.marks.get(&name) else { continue };
            let reason = self.reasons.get(&name).cloned();
            let reasons: BTreeMap<String, String> =
                reason.clone().into_iter().map(|r| (element.key.clone(), r)).collect();
            match Marks::check(standard, &framework.scale, [(element.key.as_str(), word.as_str())], &reasons) {
                Ok(checked) => {
                    if let Some(mark) = checked.get(&element.key) {
                        marks.put(&element.key, mark, reason.as_deref());
                    }
                }
                Err(found) => problems.extend(found),
            }
        }
        (marks, problems)
    }

    /// The same with nothing of what was found in it: it was read, and no more is told.
    #[must_use]
    pub fn veiled(&self) -> Self {
        let marks = self.marks.keys().map(|part| (part.clone(), "na".to_owned())).collect();
        Self { marks, ..Self::default() }
    }

    /// Judges one standard from this case and the sources heard or seen in it, and from what a second reader said
    /// to a danger that was called.
    #[must_use]
    pub fn judge(
        &self,
        framework: &Framework,
        standard: &Standard,
        sources: &BTreeSet<String>,
        contradiction: bool,
        second_reader: Option<bool>,
    ) -> Verdict {
        let (marks, _) = self.marks_of(framework, standard);
        let stop = (!self.stop.trim().is_empty()).then(|| Called { reason: self.stop.clone(), second_reader });
        judge(
            framework,
            standard,
            &Given { marks, sources: sources.clone(), unresolved_contradiction: contradiction, stop, rate: None },
        )
    }

    /// Parts among these standards that have no mark yet.
    #[must_use]
    pub fn unmarked(&self, standards: &[&Standard]) -> Vec<String> {
        names(standards).filter(|name| !self.marks.contains_key(name)).collect()
    }

    /// Parts that fall short and so want "what lay behind it?": essential parts partly met, and any part not met.
    #[must_use]
    pub fn concerns(&self, framework: &Framework, standards: &[&Standard]) -> Vec<String> {
        let mut found = Vec::new();
        for standard in standards {
            let (marks, _) = self.marks_of(framework, standard);
            for element in &standard.elements {
                if is_concern(element, marks.get(&element.key)) {
                    found.push(part_name(standard, element));
                }
            }
        }
        found
    }

    /// Everything to mend before the case can be called read.
    #[must_use]
    pub fn to_mend(&self, framework: &Framework, standards: &[&Standard]) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = self
            .unmarked(standards)
            .into_iter()
            .map(|name| {
                let says = format!("{name} is not marked yet{}.", words_of(standards, &name));
                (name, says)
            })
            .collect();
        for standard in standards {
            for problem in self.marks_of(framework, standard).1 {
                let name = standard
                    .element(problem.part())
                    .map_or_else(|| problem.part().to_owned(), |e| part_name(standard, e));
                found.push((name, problem.to_string()));
            }
        }
        for name in self.concerns(framework, standards) {
            if !self.behind.contains_key(&name) {
                found.push((name.clone(), format!("{name}: say what lay behind it.")));
            }
            let is_gate = standards.iter().any(|s| s.elements.iter().any(|e| e.gate && part_name(s, e) == name));
            if is_gate && self.notes.get(&name).is_none_or(|note| note.trim().is_empty()) {
                let says = format!(
                    "{name}: write a sentence on what is there and what is not. The worker is told nothing else about it."
                );
                found.push((name.clone(), says));
            }
        }
        if self.lacks_strength(framework) {
            found.push(("strengths".to_owned(), "Write at least one thing that went well.".to_owned()));
        }
        found
    }
}

impl CaseRecord {
    /// Whether the strength that every case of a team review must have is still to be written (G6).
    #[must_use]
    pub fn lacks_strength(&self, framework: &Framework) -> bool {
        framework.kind == Kind::TeamReview && self.strengths.trim().is_empty()
    }
}

/// Whether a mark on this part asks what lay behind it.
#[must_use]
pub fn is_concern(element: &Element, mark: Option<Mark>) -> bool {
    match mark {
        Some(Mark::None) => true,
        Some(Mark::Part) => element.gate,
        _ => false,
    }
}

/// The words of a part after its name, such as ": “The plan says who does what”".
fn words_of(standards: &[&Standard], name: &str) -> String {
    let parts = standards.iter().flat_map(|s| s.elements.iter().map(move |e| (s, e)));
    let found = parts.into_iter().find(|(standard, element)| part_name(standard, element) == name);
    found.map_or_else(String::new, |(_, element)| format!(": {}", element.short()))
}

fn names<'a>(standards: &'a [&'a Standard]) -> impl Iterator<Item = String> + 'a {
    standards.iter().flat_map(|s| s.elements.iter().map(|e| part_name(s, e)))
}

//! Frameworks: what good looks like, as data that a council can read and edit.
//!
//! A framework holds domains, standards, their parts (elements), the sources of evidence
//! and the rules by which marks become a grade. [`Framework::read`] checks a file and
//! names every mistake with its line and column.

mod compare;
mod pieces;
mod problem;
mod read;
mod rules;
mod table;

pub use compare::{Change, Difference, compare};
pub use problem::Problem;
pub use rules::{
    CasesToTeam, Condition, Direct, Lowers, NextReview, NotJudged, Overall, Rate, Rule, Share, Stop, Two, When,
};

use std::collections::BTreeMap;

use chrono::NaiveDate;

/// What a review under this framework looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// One case in depth for each worker, judged with all the sources of evidence (seed 001).
    TeamReview,
    /// Items drawn for each vital sign, read and judged one by one (seed 002).
    PracticeSample,
}

impl Kind {
    /// The word in files and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::TeamReview => "team-review",
            Kind::PracticeSample => "practice-sample",
        }
    }

    /// Reads [`Kind::as_str`] back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Kind::TeamReview, Kind::PracticeSample].into_iter().find(|k| k.as_str() == text)
    }
}

/// One version of a framework. Never changed once a review has begun with it (I9).
#[derive(Clone, PartialEq, Debug)]
pub struct Framework {
    /// Its name in addresses and commands, such as `adult-practice`.
    pub id: String,
    /// The version, such as `2025.1`.
    pub version: String,
    /// What people call it.
    pub title: String,
    /// What it is used for.
    pub kind: Kind,
    /// What social work is for, in this framework: it opens with this.
    pub purpose: String,
    /// The first day it may be used.
    pub in_force_from: NaiveDate,
    /// The words for marks.
    pub scale: Scale,
    /// The words people read for grades, by the words of [`crate::reviews::Outcome::as_str`].
    pub grade_labels: BTreeMap<String, String>,
    /// Domains, in the order they are read.
    pub domains: Vec<Domain>,
    /// Standards, in the order they are read.
    pub standards: Vec<Standard>,
    /// Sources of evidence.
    pub sources: Vec<Source>,
    /// Rules by name.
    pub rules: BTreeMap<String, Rule>,
    /// From the grades of cases to a suggestion for the team.
    pub cases_to_team: CasesToTeam,
    /// From the grades of standards to one for the team, where the framework has such a rule.
    pub overall: Option<Overall>,
    /// When the next review is due, where the framework has such a rule.
    pub next_review: Option<NextReview>,
}

/// The words for marks, best first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scale {
    /// The words for full, part and no credit, such as `met`, `partly`, `not-met`.
    pub marks: [String; 3],
    /// Whether a reviewer may say "I looked and could not tell".
    pub not_evidenced: bool,
    /// What people read for each word.
    pub labels: BTreeMap<String, String>,
}

/// A group of standards.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Domain {
    /// Such as `D4`.
    pub id: String,
    /// Such as "Risk and safeguarding".
    pub name: String,
}

/// One standard: a statement of good practice that can be judged.
#[derive(Clone, PartialEq, Debug)]
pub struct Standard {
    /// Such as `S18` or `VS1`.
    pub id: String,
    /// The domain it belongs to.
    pub domain: String,
    /// Such as "Safeguarding".
    pub name: String,
    /// Whether a poor result limits the whole team's result (seed 000).
    pub critical: bool,
    /// Whether it is marked in each case drawn, and the team judged from its cases.
    pub read_in_cases: bool,
    /// What is true where practice is good.
    pub statement: String,
    /// Why it matters.
    pub why: String,
    /// The sources that bear on it, by id.
    pub sources: Vec<String>,
    /// The name of its rule.
    pub rule: String,
    /// The sources that count as direct for this standard, where it has its own list.
    pub direct: Option<Vec<String>>,
    /// Its parts.
    pub elements: Vec<Element>,
    /// What good and weak look like, where somebody has written it.
    pub page: Option<Page>,
}

/// One part of a standard: an observable statement that is marked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Element {
    /// Its key within the standard (`a`) or its id (`A1v`).
    pub key: String,
    /// Whether it is essential: missing it decides the standard.
    pub gate: bool,
    /// What is looked for.
    pub text: String,
    /// A few words for it in a sentence, such as "parenting capacity".
    pub name: Option<String>,
    /// How a sentence says it is there, partly there and not there.
    pub said: Option<[String; 3]>,
    /// Whether "does not apply" may be chosen.
    pub may_not_apply: bool,
    /// When "does not apply" is right, as a prompt.
    pub na_when: Option<String>,
}

/// What a standard looks like in practice, for the person doing the work.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Page {
    /// In plain words.
    pub meaning: Vec<String>,
    /// What good looks like.
    pub good: Vec<String>,
    /// What weak looks like.
    pub weak: Vec<String>,
    /// Questions to ask yourself.
    pub ask_yourself: Vec<String>,
}

/// One source of evidence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// Such as `E8`.
    pub id: String,
    /// Such as "Interview with the person".
    pub name: String,
    /// A shorter name for tables.
    pub short: String,
    /// Whether it is heard or seen at first hand: `yes`, `partly`, `mixed` or `no`.
    pub direct: String,
    /// Who collects it.
    pub collected_by: String,
    /// The least a review needs of it.
    pub minimum: String,
    /// What it cannot tell.
    pub says_nothing_on: Option<String>,
    /// Who speaks through it.
    pub voice: Voice,
    /// Whether it is the reading of the cases drawn: it counts as heard in every case that is read.
    pub case_record: bool,
}

/// Who speaks through a source of evidence.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Voice {
    /// People who use services.
    Person,
    /// Carers and families.
    Carer,
    /// The record, money and figures.
    Record,
    /// Those who do the work.
    Worker,
    /// Those who supervise and manage it.
    Manager,
    /// Somebody who was there and saw the work.
    Seen,
}

impl Voice {
    /// Every voice, in the order they are shown.
    pub const ALL: [Self; 6] = [Self::Person, Self::Carer, Self::Record, Self::Worker, Self::Manager, Self::Seen];

    /// The word in framework files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Carer => "carer",
            Self::Record => "record",
            Self::Worker => "worker",
            Self::Manager => "manager",
            Self::Seen => "seen",
        }
    }

    /// Reads [`Voice::as_str`] back.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|voice| voice.as_str() == word)
    }
}

impl Framework {
    /// Reads and checks a framework file.
    ///
    /// # Errors
    /// Every problem found, each with its line and column, in the order of the file.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        read::framework(text)
    }

    /// The standard with this id.
    #[must_use]
    pub fn standard(&self, id: &str) -> Option<&Standard> {
        self.standards.iter().find(|s| s.id == id)
    }

    /// The rule of a standard. A framework that was read always has one.
    #[must_use]
    pub fn rule_of(&self, standard: &Standard) -> Option<&Rule> {
        self.rules.get(&standard.rule)
    }

    /// The source with this id.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|s| s.id == id)
    }

    /// The source that is the reading of the cases drawn, where the framework has one.
    #[must_use]
    pub fn case_record(&self) -> Option<&Source> {
        self.sources.iter().find(|s| s.case_record)
    }

    /// The standards of one domain, in order.
    pub fn in_domain<'a>(&'a self, domain: &'a str) -> impl Iterator<Item = &'a Standard> {
        self.standards.iter().filter(move |s| s.domain == domain)
    }

    /// The standards marked in every case drawn.
    pub fn read_in_cases(&self) -> impl Iterator<Item = &Standard> {
        self.standards.iter().filter(|s| s.read_in_cases)
    }

    /// The word people read for a grade.
    #[must_use]
    pub fn grade_label<'a>(&'a self, outcome: &'a str) -> &'a str {
        self.grade_labels.get(outcome).map_or(outcome, String::as_str)
    }
}

impl Standard {
    /// The part with this key.
    #[must_use]
    pub fn element(&self, key: &str) -> Option<&Element> {
        self.elements.iter().find(|e| e.key == key)
    }
}

impl Element {
    /// A few words for this part in a sentence.
    #[must_use]
    pub fn short(&self) -> String {
        match &self.name {
            Some(name) => name.clone(),
            None => format!("“{}”", self.text),
        }
    }
}

impl Scale {
    /// What people read for a mark's word.
    #[must_use]
    pub fn label<'a>(&'a self, word: &'a str) -> &'a str {
        self.labels.get(word).map_or(word, String::as_str)
    }
}

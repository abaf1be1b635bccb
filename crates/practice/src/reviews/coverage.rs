//! What each standard stands on: which sources tell of it, who speaks through them, and where they disagree.

use std::collections::{BTreeMap, BTreeSet};

use super::case_record::{CaseRecord, part_name};
use super::marks::Mark;
use crate::frameworks::{Framework, Scale, Standard, Voice};
use crate::ids::SampledCaseId;

/// One item of evidence, as far as coverage asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// The source.
    pub source: String,
    /// The case it came from, if one.
    pub case: Option<SampledCaseId>,
    /// The standards it bears on, each with the part of it; blank for the standard as a whole.
    pub parts: BTreeSet<(String, String)>,
    /// Whether it agrees with the rest; of what was counted, whether most found it so.
    pub agrees: bool,
    /// Whether it was counted, as the answers of a survey are: which way it points does not hang on the rest.
    pub counted: bool,
}

/// What one source tells of one standard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cell {
    /// It does not bear on it, and tells nothing.
    Beside,
    /// It bears on it, and nothing is there yet.
    Missing,
    /// So many items, or cases where it is the case record.
    Told(usize),
    /// So many, and of the same part they tell something different from another source that was heard.
    Disagrees(usize),
}

/// One standard and what it stands on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Covered {
    /// The standard.
    pub standard: String,
    /// A cell for each source of the framework, in order.
    pub cells: Vec<Cell>,
    /// Who speaks of it.
    pub voices: BTreeSet<Voice>,
    /// Everything told of it is from records, though people or practice could tell of it: it cannot be good (G1).
    pub records_only: bool,
    /// Parts of which sources tell different things.
    pub clashes: Vec<Clash>,
    /// Whether somebody wrote of something told here that it differs from the rest, whatever that is.
    pub differs: bool,
}

/// A part of a standard of which sources tell different things.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clash {
    /// The part; blank where one tells something different of the standard as a whole.
    pub part: String,
    /// The sources.
    pub sources: BTreeSet<String>,
}

impl Covered {
    /// How many sources tell of it.
    #[must_use]
    pub fn sources(&self) -> usize {
        self.cells.iter().filter(|cell| matches!(cell, Cell::Told(_) | Cell::Disagrees(_))).count()
    }

    /// Whether sources disagree on it.
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        !self.clashes.is_empty()
    }

    /// Where sources disagree and nobody wrote both accounts down. `written` are the parts of this standard of which
    /// somebody did, blank for the standard as a whole.
    #[must_use]
    pub fn unwritten(&self, written: &[&str]) -> Vec<&Clash> {
        let is_of = |clash: &Clash, part: &str| part.is_empty() || clash.part.is_empty() || clash.part == part;
        self.clashes.iter().filter(|clash| !written.iter().any(|part| is_of(clash, part))).collect()
    }
}

/// What one source told of one standard. A part that is blank stands for the standard as a whole.
#[derive(Default)]
struct Heard {
    items: usize,
    /// The cases that it told of.
    cases: BTreeSet<SampledCaseId>,
    /// Parts of which somebody wrote that it agrees with what else is known.
    agrees: BTreeSet<String>,
    /// Parts of which somebody wrote that it tells something different.
    differs: BTreeSet<String>,
    /// Parts that a record was looked through for, whatever was found.
    looked: BTreeSet<String>,
    /// Of what was counted: how many more found the part there than not.
    counted: BTreeMap<String, i32>,
}

impl Heard {
    fn count(&mut self, part: &str, is_there: bool) {
        *self.counted.entry(part.to_owned()).or_default() += if is_there { 1 } else { -1 };
    }

    /// The parts of which it tells something different from the other. Where somebody wrote that it does, it does,
    /// unless the other tells of that part only that it differs too. What was counted differs from what was counted
    /// elsewhere where most of it points the other way; which way something points that was written down as agreeing
    /// is not known.
    fn against(&self, other: &Heard) -> BTreeSet<String> {
        let tells_anything = !(other.agrees.is_empty() && other.looked.is_empty() && other.counted.is_empty());
        let tells = |part: &String| {
            let named = other.agrees.contains(part) || other.looked.contains(part) || other.counted.contains_key(part);
            named || other.agrees.contains("") || (part.is_empty() && tells_anything)
        };
        let points_against = |(part, sum): &(&String, &i32)| {
            other.counted.get(*part).is_some_and(|others| sum.signum() * others.signum() < 0)
        };
        let counted = self.counted.iter().filter(points_against).map(|(part, _)| part);
        self.differs.iter().filter(|part| tells(part)).chain(counted).cloned().collect()
    }
}

/// By standard and source.
type AllHeard<'a> = BTreeMap<(&'a str, &'a str), Heard>;

/// What every standard stands on. `read` are the cases that were read to the end: the record of each tells of every
/// standard that is read in cases, and of each part whether it is there.
#[must_use]
pub fn coverage(framework: &Framework, told: &[Told], read: &BTreeMap<SampledCaseId, CaseRecord>) -> Vec<Covered> {
    let mut heard = AllHeard::new();
    for item in told {
        for (standard, part) in &item.parts {
            let Some(standard) = framework.standard(standard) else { continue };
            let entry = heard.entry((&standard.id, &item.source)).or_default();
            match (item.counted, item.agrees) {
                (true, is_there) if part.is_empty() => {
                    standard.elements.iter().for_each(|element| entry.count(&element.key, is_there));
                }
                (true, is_there) => entry.count(part, is_there),
                (false, true) => _ = entry.agrees.insert(part.clone()),
                (false, false) => _ = entry.differs.insert(part.clone()),
            }
        }
        for standard in item.parts.iter().map(|(standard, _)| standard).collect::<BTreeSet<_>>() {
            let entry = heard.entry((standard, &item.source)).or_default();
            entry.items += 1;
            entry.cases.extend(item.case);
        }
    }
    if let Some(record) = framework.case_record().filter(|_| !read.is_empty()) {
        for standard in framework.read_in_cases() {
            // An item of a practice sample is read for its own sign only.
            let parts: Vec<String> = standard.elements.iter().map(|element| part_name(standard, element)).collect();
            let is_of = |record: &CaseRecord| parts.iter().any(|part| record.marks.contains_key(part));
            let mut cases = read.iter().filter(|(_, record)| is_of(record)).map(|(case, _)| *case).peekable();
            if cases.peek().is_none() {
                continue;
            }
            let entry = heard.entry((&standard.id, &record.id)).or_default();
            entry.cases.extend(cases);
            for (element, part) in standard.elements.iter().zip(&parts) {
                if read.values().any(|record| record.marks.contains_key(part)) {
                    entry.looked.insert(element.key.clone());
                }
                for is_there in found_in_records(&framework.scale, part, read) {
                    entry.count(&element.key, is_there);
                }
            }
        }
    }
    framework.standards.iter().map(|standard| covered(framework, standard, &heard)).collect()
}

/// Whether each record shows a part, of those in which it applied and could be told: the best mark shows it.
fn found_in_records<'a>(
    scale: &'a Scale,
    part: &'a str,
    read: &'a BTreeMap<SampledCaseId, CaseRecord>,
) -> impl Iterator<Item = bool> + 'a {
    let marks = read.values().filter_map(|record| Mark::parse(record.marks.get(part)?, scale));
    marks.filter_map(|mark| match mark {
        Mark::Full => Some(true),
        Mark::Part | Mark::None => Some(false),
        Mark::NotApplicable | Mark::NotEvidenced => None,
    })
}

fn heard_of<'a>(heard: &'a AllHeard<'a>, standard: &'a str, source: &'a str) -> Option<&'a Heard> {
    heard.get(&(standard, source))
}

fn covered(framework: &Framework, standard: &Standard, heard: &AllHeard<'_>) -> Covered {
    let by_cases = |source: &str| framework.case_record().is_some_and(|record| record.id == source);
    let heard_here: Vec<(&str, &Heard)> = framework
        .sources
        .iter()
        .filter_map(|source| Some((source.id.as_str(), heard_of(heard, &standard.id, &source.id)?)))
        .collect();
    let (mut clashes, mut differing) = (BTreeMap::<String, BTreeSet<String>>::new(), BTreeSet::new());
    for (one, tells) in &heard_here {
        for (other, others) in heard_here.iter().filter(|(other, _)| other != one) {
            for part in tells.against(others) {
                clashes.entry(part).or_default().extend([(*one).to_owned(), (*other).to_owned()]);
                differing.insert(*one);
            }
        }
    }
    let cell = |source: &str| match heard_of(heard, &standard.id, source) {
        Some(tells) => {
            // A case is one piece, however much was written down of its record.
            let count = if by_cases(source) && !tells.cases.is_empty() { tells.cases.len() } else { tells.items };
            if differing.contains(source) { Cell::Disagrees(count) } else { Cell::Told(count) }
        }
        // The record of a case is read for some standards only: of the others nothing is to come from it.
        None if by_cases(source) && !standard.read_in_cases => Cell::Beside,
        None if standard.sources.iter().any(|id| id == source) => Cell::Missing,
        None => Cell::Beside,
    };
    let cells: Vec<Cell> = framework.sources.iter().map(|source| cell(&source.id)).collect();
    let tells = |cell: &Cell| matches!(cell, Cell::Told(_) | Cell::Disagrees(_));
    let heard = framework.sources.iter().zip(&cells).filter(|(_, cell)| tells(cell));
    let voices: BTreeSet<Voice> = heard.map(|(source, _)| source.voice).collect();
    let others_could =
        framework.sources.iter().any(|source| source.direct == "yes" && standard.sources.contains(&source.id));
    let records_only = others_could && !voices.is_empty() && voices.iter().all(|voice| *voice == Voice::Record);
    let differs = heard_here.iter().any(|(_, tells)| !tells.differs.is_empty());
    let clashes = clashes.into_iter().map(|(part, sources)| Clash { part, sources }).collect();
    Covered { standard: standard.id.clone(), cells, voices, records_only, clashes, differs }
}

#[cfg(test)]
mod tests;

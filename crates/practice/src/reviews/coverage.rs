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
        self.cells.iter().any(|cell| matches!(cell, Cell::Disagrees(_)))
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
    /// Of what was counted: how many more found the part there than not.
    counted: BTreeMap<String, i32>,
}

impl Heard {
    fn count(&mut self, part: &str, is_there: bool) {
        *self.counted.entry(part.to_owned()).or_default() += if is_there { 1 } else { -1 };
    }

    /// Whether it tells something different from the other of a part of which both tell. Where somebody wrote that it
    /// does, it does, unless the other does so too. What was counted differs from what was counted elsewhere where most
    /// of it points the other way; which way something points that was written down as agreeing is not known.
    fn clashes_with(&self, other: &Heard) -> bool {
        let tells = |part: &String| other.agrees.contains(part) || other.counted.contains_key(part);
        let points_against = |(part, sum): (&String, &i32)| {
            other.counted.get(part).is_some_and(|others| sum.signum() * others.signum() < 0)
        };
        self.differs.iter().any(tells) || self.counted.iter().any(points_against)
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
            let whole = standard.elements.iter().filter(|_| part.is_empty()).map(|element| element.key.as_str());
            for part in whole.chain([part.as_str()]) {
                match (item.counted, item.agrees) {
                    (true, is_there) => entry.count(part, is_there),
                    (false, true) => _ = entry.agrees.insert(part.to_owned()),
                    (false, false) => _ = entry.differs.insert(part.to_owned()),
                }
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
    let clashes = |source: &str, tells: &Heard| {
        let mut others = framework.sources.iter().filter(|other| other.id != source);
        others.any(|other| heard_of(heard, &standard.id, &other.id).is_some_and(|other| tells.clashes_with(other)))
    };
    let cell = |source: &str| match heard_of(heard, &standard.id, source) {
        Some(tells) => {
            // A case is one piece, however much was written down of its record.
            let count = if by_cases(source) && !tells.cases.is_empty() { tells.cases.len() } else { tells.items };
            if clashes(source, tells) { Cell::Disagrees(count) } else { Cell::Told(count) }
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
    Covered { standard: standard.id.clone(), cells, voices, records_only }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use uuid::Uuid;

    use super::{Cell, Covered, Told, coverage};
    use crate::frameworks::{Framework, Voice};
    use crate::ids::SampledCaseId;
    use crate::reviews::CaseRecord;

    fn adults() -> Framework {
        Framework::read(include_str!("../../../../frameworks/adult-practice.toml")).expect("it is sound")
    }

    fn told(source: &str, standard: &str, agrees: bool) -> Told {
        let (standard, part) = standard.split_at(3);
        Told {
            source: source.into(),
            case: None,
            parts: [(standard.to_owned(), part.to_owned())].into(),
            agrees,
            counted: false,
        }
    }

    /// Cases in which everything has this mark.
    fn marked(of: std::ops::Range<u128>, mark: &str) -> BTreeMap<SampledCaseId, CaseRecord> {
        let parts = adults().standards.into_iter().flat_map(|s| {
            let name = |e| super::part_name(&s, e);
            s.elements.iter().map(name).collect::<Vec<_>>()
        });
        let record = CaseRecord { marks: parts.map(|part| (part, mark.to_owned())).collect(), ..CaseRecord::default() };
        of.map(|n| (Uuid::from_u128(n).into(), record.clone())).collect()
    }

    fn cases(of: std::ops::Range<u128>) -> BTreeMap<SampledCaseId, CaseRecord> {
        marked(of, "met")
    }

    fn of<'a>(found: &'a [Covered], standard: &str) -> &'a Covered {
        found.iter().find(|covered| covered.standard == standard).expect("a standard")
    }

    fn place(framework: &Framework, source: &str) -> usize {
        framework.sources.iter().position(|s| s.id == source).expect("a source")
    }

    #[test]
    fn nothing_there_nothing_expected_and_disagreement_are_three_things() {
        let framework = adults();
        let items = [told("E2", "S01", true), told("E8", "S01", true), told("E8", "S01", false)];
        let found = coverage(&framework, &items, &BTreeMap::new());
        let courtesy = &found[0];
        let at = |source: &str| place(&framework, source);
        assert_eq!(courtesy.cells[at("E2")], Cell::Told(1));
        assert_eq!(courtesy.cells[at("E8")], Cell::Disagrees(2));
        assert_eq!(courtesy.cells[at("E3")], Cell::Missing, "carers bear on it");
        assert_eq!(courtesy.cells[at("E1")], Cell::Beside, "money does not");
        assert!(courtesy.is_disputed() && courtesy.sources() == 2);
    }

    #[test]
    fn sources_disagree_where_one_agrees_and_another_tells_something_different() {
        let framework = adults();
        let cell = |items: &[Told], read: std::ops::Range<u128>, source: &str| {
            of(&coverage(&framework, items, &cases(read)), "S18").cells[place(&framework, source)]
        };
        let alone = [told("E8", "S18", false)];
        assert_eq!(cell(&alone, 0..0, "E8"), Cell::Told(1), "there is nothing else to disagree with");
        assert_eq!(cell(&alone, 0..2, "E8"), Cell::Disagrees(1), "the records that were read say otherwise");
        let of_one_mind = [told("E2", "S18", false), told("E8", "S18", false)];
        assert_eq!(cell(&of_one_mind, 0..0, "E8"), Cell::Told(1), "two that tell the same do not disagree");
        let within_one = [told("E8", "S18", true), told("E8", "S18", false)];
        assert_eq!(cell(&within_one, 0..0, "E8"), Cell::Told(2), "one source is not two");
        let two = [told("E2", "S18", true), told("E8", "S18", false)];
        assert_eq!((cell(&two, 0..0, "E2"), cell(&two, 0..0, "E8")), (Cell::Told(1), Cell::Disagrees(1)));
    }

    #[test]
    fn they_disagree_only_on_the_same_part() {
        let framework = adults();
        let disputed = |items: &[Told], read| of(&coverage(&framework, items, &read), "S18").is_disputed();
        let differs = |part: &str| told("E8", part, false);
        let agrees = |part: &str| told("E2", part, true);
        let counted = |part: &str, agrees| Told { counted: true, ..told("E3", part, agrees) };
        let nobody = || cases(0..0);
        assert!(disputed(&[differs("S18a"), agrees("S18a")], nobody()));
        assert!(!disputed(&[differs("S18a"), agrees("S18b")], nobody()), "each tells of something else");
        assert!(disputed(&[differs("S18"), agrees("S18b")], nobody()), "the whole is every part of it");
        assert!(disputed(&[differs("S18a"), agrees("S18")], nobody()));
        for mark in ["met", "not-met"] {
            assert!(disputed(&[differs("S18a")], marked(0..2, mark)), "whoever wrote that it differs knew the record");
        }
        // What was counted says which way it points: where the record shows the same shortfall, it bears people out.
        assert!(disputed(&[counted("S18a", false)], marked(0..2, "met")));
        assert!(!disputed(&[counted("S18a", false)], marked(0..2, "not-met")));
        assert!(!disputed(&[counted("S18a", false)], marked(0..2, "not-evidenced")));
        assert!(disputed(&[counted("S18a", true)], marked(0..2, "partly")), "or people say more than the record shows");
        assert!(!disputed(&[counted("S18a", false), agrees("S18a")], nobody()), "it agrees with what was counted");
        assert!(disputed(&[counted("S18a", false), differs("S18a")], nobody()));
        let mut even = marked(0..1, "met");
        even.extend(marked(1..2, "not-met"));
        assert!(!disputed(&[counted("S18a", false)], even), "half of the records is no side");
        let both = [counted("S18a", false), counted("S18a", true)];
        assert!(!disputed(&both, marked(0..2, "met")), "nor are two questions of one survey that point two ways");
    }

    #[test]
    fn the_case_record_counts_cases_and_never_adds_items_to_them() {
        let framework = adults();
        let record = framework.case_record().expect("a case record").id.clone();
        let standard = framework.read_in_cases().next().expect("one read in cases").id.clone();
        let in_case = |n: u128| Told { case: Some(Uuid::from_u128(n).into()), ..told(&record, &standard, true) };
        let items = [in_case(1), in_case(1), in_case(7), told(&record, &standard, true)];
        let count = |items: &[Told], read| {
            of(&coverage(&framework, items, &cases(read)), &standard).cells[place(&framework, &record)]
        };
        assert_eq!(count(&items, 0..3), Cell::Told(4), "three that were read, and one that was begun");
        assert_eq!(count(&items, 0..0), Cell::Told(2), "two cases");
        assert_eq!(count(&items[3..], 0..0), Cell::Told(1), "an item of no case");
        assert_eq!(count(&[], 0..3), Cell::Told(3));
    }

    #[test]
    fn an_item_of_a_practice_sample_counts_for_its_own_sign_only() {
        let framework = Framework::read(include_str!("../../../../frameworks/vital-signs.toml")).expect("it is sound");
        let record = framework.case_record().expect("a case record").id.clone();
        let at = place(&framework, &record);
        let item = |n: u128, part: &str| {
            let marks = [(part.to_owned(), "clear".to_owned())].into();
            (Uuid::from_u128(n).into(), CaseRecord { marks, ..CaseRecord::default() })
        };
        let read = [item(1, "P1"), item(2, "P1"), item(3, "C1")].into();
        let found = coverage(&framework, &[], &read);
        let told: Vec<(&str, Cell)> =
            found.iter().map(|covered| (covered.standard.as_str(), covered.cells[at])).collect();
        assert!(told.contains(&("VS6", Cell::Told(2))), "{told:?}");
        assert!(told.contains(&("VS4", Cell::Told(1))) && told.contains(&("VS1", Cell::Missing)), "{told:?}");
    }

    #[test]
    fn a_standard_about_practice_that_stands_on_records_alone_is_named() {
        let framework = adults();
        let found = coverage(&framework, &[], &cases(0..8));
        let safeguarding = found.iter().find(|c| c.standard == "S18").expect("it is there");
        assert!(safeguarding.records_only && safeguarding.voices.contains(&Voice::Record));
        let found = coverage(&framework, &[told("E8", "S18", true)], &cases(0..8));
        let safeguarding = found.iter().find(|c| c.standard == "S18").expect("it is there");
        assert!(!safeguarding.records_only);
        let court = coverage(&framework, &[told("E12", "S24", true)], &BTreeMap::new());
        let court = court.iter().find(|c| c.standard == "S24").expect("it is there");
        assert!(!court.records_only, "nobody else could tell of court work");
    }

    #[test]
    fn nothing_is_expected_of_the_case_record_where_a_standard_is_not_read_in_cases() {
        let framework = adults();
        let record = framework.case_record().expect("a case record").id.clone();
        let at = framework.sources.iter().position(|source| source.id == record).expect("its place");
        let found = coverage(&framework, &[], &BTreeMap::new());
        let cell = |read: bool| {
            let lists = |s: &&crate::frameworks::Standard| s.read_in_cases == read && s.sources.contains(&record);
            let standard = framework.standards.iter().find(lists).expect("a standard that lists it");
            found.iter().find(|covered| covered.standard == standard.id).expect("covered").cells[at]
        };
        assert_eq!((cell(true), cell(false)), (Cell::Missing, Cell::Beside));
    }

    #[test]
    fn the_map_of_the_fifty_standards_has_250_places() {
        let framework = adults();
        let places: usize = framework.standards.iter().map(|standard| standard.sources.len()).sum();
        assert_eq!((framework.standards.len(), framework.sources.len(), places), (50, 12, 250));
    }
}

//! What each standard stands on: which sources tell of it, who speaks through them, and where they disagree.

use std::collections::{BTreeMap, BTreeSet};

use crate::frameworks::{Framework, Standard, Voice};

/// One item of evidence, as far as coverage asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// The source.
    pub source: String,
    /// The standards it bears on.
    pub standards: BTreeSet<String>,
    /// Whether it agrees with the rest.
    pub agrees: bool,
}

/// What one source tells of one standard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cell {
    /// It does not bear on it, and tells nothing.
    Beside,
    /// It bears on it, and nothing is there yet.
    Missing,
    /// So many items, all of one mind.
    Told(usize),
    /// So many items, some of which tell something different.
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

/// What every standard stands on. `cases_read` is how many cases were read to the end: the record of each tells of
/// every standard that is read in cases.
#[must_use]
pub fn coverage(framework: &Framework, told: &[Told], cases_read: usize) -> Vec<Covered> {
    let mut counts: BTreeMap<(&str, &str), (usize, bool)> = BTreeMap::new();
    for item in told {
        for standard in &item.standards {
            let entry = counts.entry((standard, &item.source)).or_default();
            entry.0 += 1;
            entry.1 |= !item.agrees;
        }
    }
    if let Some(record) = framework.case_record().filter(|_| cases_read > 0) {
        for standard in framework.read_in_cases() {
            counts.entry((&standard.id, &record.id)).or_default().0 += cases_read;
        }
    }
    framework.standards.iter().map(|standard| covered(framework, standard, &counts)).collect()
}

fn covered(framework: &Framework, standard: &Standard, counts: &BTreeMap<(&str, &str), (usize, bool)>) -> Covered {
    let by_cases = |source: &str| framework.case_record().is_some_and(|record| record.id == source);
    let cell = |source: &str| match counts.get(&(standard.id.as_str(), source)) {
        Some((count, true)) => Cell::Disagrees(*count),
        Some((count, false)) => Cell::Told(*count),
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
    use super::{Cell, Told, coverage};
    use crate::frameworks::{Framework, Voice};

    fn adults() -> Framework {
        Framework::read(include_str!("../../../../frameworks/adult-practice.toml")).expect("it is sound")
    }

    fn told(source: &str, standard: &str, agrees: bool) -> Told {
        Told { source: source.into(), standards: [standard.to_owned()].into(), agrees }
    }

    #[test]
    fn nothing_there_nothing_expected_and_disagreement_are_three_things() {
        let framework = adults();
        let items = [told("E2", "S01", true), told("E8", "S01", true), told("E8", "S01", false)];
        let found = coverage(&framework, &items, 0);
        let courtesy = &found[0];
        let at = |source: &str| framework.sources.iter().position(|s| s.id == source).expect("a source");
        assert_eq!(courtesy.cells[at("E2")], Cell::Told(1));
        assert_eq!(courtesy.cells[at("E8")], Cell::Disagrees(2));
        assert_eq!(courtesy.cells[at("E3")], Cell::Missing, "carers bear on it");
        assert_eq!(courtesy.cells[at("E1")], Cell::Beside, "money does not");
        assert!(courtesy.is_disputed() && courtesy.sources() == 2);
    }

    #[test]
    fn a_standard_about_practice_that_stands_on_records_alone_is_named() {
        let framework = adults();
        let found = coverage(&framework, &[], 8);
        let safeguarding = found.iter().find(|c| c.standard == "S18").expect("it is there");
        assert!(safeguarding.records_only && safeguarding.voices.contains(&Voice::Record));
        let found = coverage(&framework, &[told("E8", "S18", true)], 8);
        let safeguarding = found.iter().find(|c| c.standard == "S18").expect("it is there");
        assert!(!safeguarding.records_only);
        let court = coverage(&framework, &[told("E12", "S24", true)], 0);
        let court = court.iter().find(|c| c.standard == "S24").expect("it is there");
        assert!(!court.records_only, "nobody else could tell of court work");
    }

    #[test]
    fn nothing_is_expected_of_the_case_record_where_a_standard_is_not_read_in_cases() {
        let framework = adults();
        let record = framework.case_record().expect("a case record").id.clone();
        let at = framework.sources.iter().position(|source| source.id == record).expect("its place");
        let found = coverage(&framework, &[], 0);
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

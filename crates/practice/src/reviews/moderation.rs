//! Second readings: which cases are read twice, where two readers differ, and how far they agree.

use std::collections::{BTreeMap, BTreeSet};

use statistics::{Agreed, sampling};

use super::{CaseRecord, Mark, Outcome, part_name};
use crate::frameworks::{Framework, Standard};

/// At least this many cases in a hundred are read whole a second time (domain model, V6).
const SHARE_READ_TWICE: usize = 20;

/// Why a case is read whole a second time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ReadTwice {
    /// It was drawn for it.
    Drawn,
    /// Something in it came to inadequate.
    Inadequate,
    /// Something in it came to outstanding.
    Outstanding,
}

impl ReadTwice {
    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Drawn => "drawn for it",
            Self::Inadequate => "something in it came to inadequate",
            Self::Outstanding => "something in it came to outstanding",
        }
    }
}

/// Which cases are read whole a second time, by reference: at least a fifth, drawn by the seed of the review, and every
/// case in which something came to inadequate or outstanding. In the others the critical standards are read twice.
#[must_use]
pub fn read_twice(seed: &str, cases: &[(String, Vec<Outcome>)]) -> BTreeMap<String, BTreeSet<ReadTwice>> {
    let graded = |grades: &[Outcome], word: &str| grades.iter().any(|grade| grade.as_str() == word);
    let mut ranked: Vec<(String, &String)> = cases
        .iter()
        .map(|(reference, _)| (sampling::rank(&format!("{seed}/moderation"), reference), reference))
        .collect();
    ranked.sort();
    let fewest = (cases.len() * SHARE_READ_TWICE).div_ceil(100);
    let mut found: BTreeMap<String, BTreeSet<ReadTwice>> = BTreeMap::new();
    for (_, reference) in ranked.into_iter().take(fewest) {
        found.entry(reference.clone()).or_default().insert(ReadTwice::Drawn);
    }
    for (reference, grades) in cases {
        for (word, why) in [("inadequate", ReadTwice::Inadequate), ("outstanding", ReadTwice::Outstanding)] {
            if graded(grades, word) {
                found.entry(reference.clone()).or_default().insert(why);
            }
        }
    }
    found
}

/// The standards that a second reader marks in a case: all that are read in cases, or the critical ones.
#[must_use]
pub fn standards_read_twice(framework: &Framework, whole: bool) -> Vec<&Standard> {
    framework.read_in_cases().filter(|standard| whole || standard.critical).collect()
}

/// Where two readers of a case marked a part differently.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Differing {
    /// The part, such as `S18c`.
    pub part: String,
    /// Its standard.
    pub standard: String,
    /// What the first reader marked.
    pub first: Mark,
    /// What the second did.
    pub second: Mark,
}

/// A part that both readers of a case marked.
struct Both<'a> {
    standard: &'a Standard,
    part: String,
    first: Mark,
    second: Mark,
}

fn both<'a>(framework: &'a Framework, first: &CaseRecord, second: &CaseRecord, whole: bool) -> Vec<Both<'a>> {
    let mut found = Vec::new();
    for standard in standards_read_twice(framework, whole) {
        let ((theirs, _), (others, _)) = (first.marks_of(framework, standard), second.marks_of(framework, standard));
        for element in &standard.elements {
            if let (Some(first), Some(second)) = (theirs.get(&element.key), others.get(&element.key)) {
                found.push(Both { standard, part: part_name(standard, element), first, second });
            }
        }
    }
    found
}

/// The parts on which two readers differ, in the order they are read.
#[must_use]
pub fn differing(framework: &Framework, first: &CaseRecord, second: &CaseRecord, whole: bool) -> Vec<Differing> {
    both(framework, first, second, whole)
        .into_iter()
        .filter(|both| both.first != both.second)
        .map(|both| Differing {
            part: both.part,
            standard: both.standard.id.clone(),
            first: both.first,
            second: both.second,
        })
        .collect()
}

/// One case that two read.
pub struct ReadByTwo<'a> {
    /// Who read it first.
    pub first_reader: &'a str,
    /// Who read it second.
    pub second_reader: &'a str,
    /// What the first marked.
    pub first: &'a CaseRecord,
    /// What the second marked.
    pub second: &'a CaseRecord,
    /// Whether every standard was read.
    pub whole: bool,
}

/// How far readers agree, on the parts that both gave one of the three marks of the scale.
#[derive(Clone, Debug, Default)]
pub struct Agreement {
    /// All together.
    pub all: Option<Agreed>,
    /// By standard, in order.
    pub by_standard: Vec<(String, Agreed)>,
    /// By pair of readers.
    pub by_pair: Vec<(String, Agreed)>,
    /// Parts that one of the two called not seen or not applicable and the other marked. They are not in the figures.
    pub beside: usize,
}

/// Works out how far readers agree over the cases that two of them read, in a period.
#[must_use]
pub fn agreement(framework: &Framework, cases: &[ReadByTwo<'_>], period: &str) -> Agreement {
    let mut by_standard: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    let mut by_pair: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    let mut all = Vec::new();
    let mut beside = 0;
    for case in cases {
        let mut pair = [case.first_reader, case.second_reader];
        pair.sort_unstable();
        for both in both(framework, case.first, case.second, case.whole) {
            match (place(both.first), place(both.second)) {
                (Some(first), Some(second)) => {
                    by_standard.entry(both.standard.id.clone()).or_default().push((first, second));
                    by_pair.entry(pair.join(" and ")).or_default().push((first, second));
                    all.push((first, second));
                }
                (None, None) => {}
                _ => beside += 1,
            }
        }
    }
    let agreed = |pairs: &[(usize, usize)]| {
        let (first, second) = pairs.iter().map(|(a, b)| (Some(*a), Some(*b))).unzip();
        Agreed::of(&[first, second], 3, period)
    };
    let worked = |groups: BTreeMap<String, Vec<(usize, usize)>>| {
        groups.into_iter().filter_map(|(name, pairs)| Some((name, agreed(&pairs)?))).collect()
    };
    Agreement { all: agreed(&all), by_standard: worked(by_standard), by_pair: worked(by_pair), beside }
}

/// Where a mark stands on the scale, worst first; `None` beside it.
fn place(mark: Mark) -> Option<usize> {
    match mark {
        Mark::None => Some(0),
        Mark::Part => Some(1),
        Mark::Full => Some(2),
        Mark::NotApplicable | Mark::NotEvidenced => None,
    }
}

/// How a whole group marked one part: for each mark of the scale how many gave it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spread {
    /// The part.
    pub part: String,
    /// What it says.
    pub text: String,
    /// Each mark and how many gave it, best first.
    pub counts: Vec<(Mark, usize)>,
}

/// How a group spread over the parts of some standards, and how far it agrees. Nobody is named.
#[must_use]
pub fn spread(
    framework: &Framework,
    standards: &[String],
    readings: &[BTreeMap<String, String>],
    period: &str,
) -> (Vec<Spread>, Option<Agreed>) {
    let mut found = Vec::new();
    let mut by_reader: Vec<Vec<Option<usize>>> = vec![Vec::new(); readings.len()];
    for standard in standards.iter().filter_map(|id| framework.standard(id)) {
        for element in &standard.elements {
            let part = part_name(standard, element);
            let marks: Vec<Option<Mark>> = readings
                .iter()
                .map(|marks| marks.get(&part).and_then(|word| Mark::parse(word, &framework.scale)))
                .collect();
            let count = |mark: Mark| marks.iter().filter(|given| **given == Some(mark)).count();
            let counts = framework.scale.choices().into_iter().map(|mark| (mark, count(mark))).collect();
            found.push(Spread { part, text: element.text.clone(), counts });
            for (reader, mark) in by_reader.iter_mut().zip(&marks) {
                reader.push(mark.and_then(place));
            }
        }
    }
    (found, Agreed::of(&by_reader, 3, period))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ReadByTwo, ReadTwice, agreement, differing, read_twice, spread};
    use crate::frameworks::Framework;
    use crate::reviews::{CaseRecord, Grade, Outcome};

    fn adults() -> Framework {
        Framework::read(include_str!("../../../../frameworks/adult-practice.toml")).expect("it is sound")
    }

    fn marked(marks: &[(&str, &str)]) -> CaseRecord {
        let marks = marks.iter().map(|(part, mark)| ((*part).to_owned(), (*mark).to_owned())).collect();
        CaseRecord { marks, ..CaseRecord::default() }
    }

    #[test]
    fn a_fifth_is_drawn_and_every_inadequate_or_outstanding_case_joins_it() {
        let good = vec![Outcome::Graded(Grade::Good)];
        let mut cases: Vec<(String, Vec<Outcome>)> = (1..=9).map(|n| (format!("LD-{n}"), good.clone())).collect();
        let drawn = read_twice("seed", &cases);
        assert_eq!(drawn.len(), 2, "a fifth of nine, rounded up");
        assert_eq!(drawn, read_twice("seed", &cases), "the same seed draws the same");
        let spared = cases.iter().position(|(r, _)| !drawn.contains_key(r)).expect("one not drawn");
        cases[spared].1 = vec![Outcome::Graded(Grade::Inadequate), Outcome::Graded(Grade::Outstanding)];
        let more = read_twice("seed", &cases);
        assert_eq!(more[&cases[spared].0], BTreeSet::from([ReadTwice::Inadequate, ReadTwice::Outstanding]));
        assert_eq!(more.len(), 3);
        assert!(read_twice("seed", &[]).is_empty());
    }

    #[test]
    fn where_two_differ_is_named_and_what_only_one_marked_is_not_a_difference() {
        let framework = adults();
        let first = marked(&[("S18a", "met"), ("S18b", "partly"), ("S18c", "met"), ("S03a", "met")]);
        let second = marked(&[("S18a", "met"), ("S18b", "not-met"), ("S03a", "not-met")]);
        let critical: Vec<String> = differing(&framework, &first, &second, false).into_iter().map(|d| d.part).collect();
        assert_eq!(critical, ["S18b"], "only the critical standards are compared");
        assert_eq!(differing(&framework, &first, &second, true).len(), 2);
    }

    #[test]
    fn agreement_is_told_by_standard_and_pair_with_its_n() {
        let framework = adults();
        let first = marked(&[("S18a", "met"), ("S18b", "partly"), ("S18c", "met"), ("S16a", "met"), ("S16b", "met")]);
        let mut second = marked(&[("S18a", "met"), ("S18b", "not-met"), ("S18c", "met"), ("S16a", "not-evidenced")]);
        second.marks.insert("S16b".into(), "met".into());
        let case =
            ReadByTwo { first_reader: "Marek", second_reader: "Bridget", first: &first, second: &second, whole: true };
        let found = agreement(&framework, &[case], "November 2026");
        let all = found.all.expect("parts were marked by both");
        assert_eq!((all.alike(), all.n(), found.beside), (3, 4, 1));
        assert_eq!(
            found.by_standard.iter().map(|(s, a)| (s.as_str(), a.n())).collect::<Vec<_>>(),
            [("S16", 1), ("S18", 3)]
        );
        assert_eq!(found.by_pair[0].0, "Bridget and Marek");
        assert!(agreement(&framework, &[], "2026").all.is_none());
    }

    #[test]
    fn a_group_sees_how_it_spread_and_nobody_is_named() {
        let framework = adults();
        let readings = [("met", "met"), ("met", "partly"), ("partly", "met")]
            .map(|(a, b)| marked(&[("S18a", a), ("S18b", b)]).marks);
        let (spread, agreed) = spread(&framework, &["S18".into()], &readings, "2026");
        let first = &spread[0];
        assert_eq!((first.part.as_str(), first.counts[0].1, first.counts[1].1), ("S18a", 2, 1));
        assert_eq!(agreed.expect("three readers").n(), 2);
    }
}

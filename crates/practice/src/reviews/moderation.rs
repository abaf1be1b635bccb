//! Second readings: which cases are read twice, where two readers differ, and how far they agree.

use std::collections::{BTreeMap, BTreeSet};

use statistics::{Agreed, sampling};

use super::{CaseRecord, Grade, Mark, Outcome, part_name};
use crate::frameworks::{Framework, Standard};
use crate::ids::PersonId;

/// At least this many cases in a hundred are read whole a second time (domain model, V6).
const SHARE_READ_TWICE: usize = 20;

/// Why a case is read whole a second time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ReadTwice {
    /// It was drawn for it.
    Drawn,
    /// Something in it came to inadequate.
    Inadequate,
    /// It is good on a standard that is settled as outstanding.
    Outstanding,
}

impl ReadTwice {
    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Drawn => "drawn for it",
            Self::Inadequate => "something in it came to inadequate",
            Self::Outstanding => "it is good on a standard that is settled as outstanding",
        }
    }
}

/// Which cases are read whole a second time, by reference: at least a fifth, drawn by the seed of the review, and every
/// case that came to inadequate, or to good on a standard settled `outstanding`: no rule gives that to a case, two
/// readers settle it for the team. In the others the critical standards are read twice.
#[must_use]
pub fn read_twice(
    seed: &str,
    cases: &[(String, Vec<(String, Outcome)>)],
    outstanding: &BTreeSet<String>,
) -> BTreeMap<String, BTreeSet<ReadTwice>> {
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
        for (standard, outcome) in grades {
            let why = match outcome.grade() {
                Some(Grade::Inadequate) => ReadTwice::Inadequate,
                Some(Grade::Good | Grade::Outstanding) if outstanding.contains(standard) => ReadTwice::Outstanding,
                _ => continue,
            };
            found.entry(reference.clone()).or_default().insert(why);
        }
    }
    found
}

/// The standards that a second reader marks in a case: all that are read in it, or the critical ones. An item of a
/// practice sample is read for the one sign it was `drawn_for`; a case of a team review names none.
#[must_use]
pub fn standards_read_twice<'a>(framework: &'a Framework, drawn_for: &str, whole: bool) -> Vec<&'a Standard> {
    let read = framework.read_in_cases().filter(|standard| drawn_for.is_empty() || standard.id == drawn_for);
    read.filter(|standard| whole || standard.critical).collect()
}

/// A part that both readers of a case marked. It is kept as both stood when the later of them was done, so that nothing
/// that is changed afterwards changes how far they agreed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MarkedTwice {
    /// The part, such as `S18c`.
    pub part: String,
    /// Its standard.
    pub standard: String,
    /// What the first reader marked.
    pub first: Mark,
    /// What the second did.
    pub second: Mark,
}

/// In what way two readers differ on a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Apart {
    /// Both gave a mark of the scale, and not the same.
    Marks,
    /// One saw it; the other did not find evidence.
    Evidence,
    /// One found that it does not apply; the other did not.
    Applies,
}

impl Apart {
    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Marks => "They marked it differently.",
            Self::Evidence => "One saw it, the other did not find evidence.",
            Self::Applies => "One found that it does not apply, the other did not.",
        }
    }
}

impl MarkedTwice {
    /// How the two differ; `None` where they are alike.
    #[must_use]
    pub fn apart(&self) -> Option<Apart> {
        match (self.first, self.second) {
            (first, second) if first == second => None,
            (Mark::NotApplicable, _) | (_, Mark::NotApplicable) => Some(Apart::Applies),
            (Mark::NotEvidenced, _) | (_, Mark::NotEvidenced) => Some(Apart::Evidence),
            _ => Some(Apart::Marks),
        }
    }
}

/// The parts that both readers of a case marked, in the order they are read.
#[must_use]
pub fn marked_twice(
    framework: &Framework,
    drawn_for: &str,
    first: &CaseRecord,
    second: &CaseRecord,
    whole: bool,
) -> Vec<MarkedTwice> {
    let mut found = Vec::new();
    for standard in standards_read_twice(framework, drawn_for, whole) {
        let ((theirs, _), (others, _)) = (first.marks_of(framework, standard), second.marks_of(framework, standard));
        for element in &standard.elements {
            if let (Some(first), Some(second)) = (theirs.get(&element.key), others.get(&element.key)) {
                let (part, standard) = (part_name(standard, element), standard.id.clone());
                found.push(MarkedTwice { part, standard, first, second });
            }
        }
    }
    found
}

/// One case that two read.
pub struct ReadByTwo {
    /// Who read it first, and who second; `None` where several wrote the first reading.
    pub readers: Option<[PersonId; 2]>,
    /// How both marked it.
    pub parts: Vec<MarkedTwice>,
}

/// Said beside every figure of agreement: the parts of one case are not independent of each other.
pub const GO_TOGETHER: &str = "Marks of one case go together, so the true ranges are wider than these.";

/// How far readers agree, on the parts that both gave one of the three marks of the scale.
#[derive(Clone, Debug, Default)]
pub struct Agreement {
    /// All together.
    pub all: Option<Agreed>,
    /// By standard, in order.
    pub by_standard: Vec<(String, Agreed)>,
    /// By pair of readers, whoever of the two read first.
    pub by_pair: Vec<([PersonId; 2], Agreed)>,
    /// Parts that one reader saw and the other found no evidence of. They are not in the figures.
    pub not_found: usize,
    /// Parts that one reader found not to apply and the other did. Nor are these.
    pub not_applicable: usize,
}

impl Agreement {
    /// The differences that are not in the figures, each with its n; empty where there are none.
    #[must_use]
    pub fn beside(&self) -> String {
        let parts = |n: usize| if n == 1 { "1 part".to_owned() } else { format!("{n} parts") };
        let mut said = Vec::new();
        if self.not_found > 0 {
            said.push(format!("on {} one reader saw it and the other did not find evidence", parts(self.not_found)));
        }
        if self.not_applicable > 0 {
            let n = parts(self.not_applicable);
            said.push(format!("on {n} one reader found that it does not apply and the other did not"));
        }
        if said.is_empty() { String::new() } else { format!("Not in these figures: {}.", said.join("; ")) }
    }
}

/// Works out how far readers agree over the cases that two of them read, in a period.
#[must_use]
pub fn agreement(cases: &[ReadByTwo], period: &str) -> Agreement {
    let mut by_standard: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    let mut by_pair: BTreeMap<[PersonId; 2], Vec<(usize, usize)>> = BTreeMap::new();
    let mut all = Vec::new();
    let (mut not_found, mut not_applicable) = (0, 0);
    for case in cases {
        let mut pair = case.readers;
        if let Some(pair) = &mut pair {
            pair.sort_unstable();
        }
        for part in &case.parts {
            match part.apart() {
                Some(Apart::Evidence) => not_found += 1,
                Some(Apart::Applies) => not_applicable += 1,
                Some(Apart::Marks) | None => {}
            }
            if let (Some(first), Some(second)) = (place(part.first), place(part.second)) {
                by_standard.entry(part.standard.clone()).or_default().push((first, second));
                if let Some(pair) = pair {
                    by_pair.entry(pair).or_default().push((first, second));
                }
                all.push((first, second));
            }
        }
    }
    let agreed = |pairs: &[(usize, usize)]| {
        let (first, second) = pairs.iter().map(|(a, b)| (Some(*a), Some(*b))).unzip();
        Agreed::of(&[first, second], 3, period)
    };
    Agreement {
        all: agreed(&all),
        by_standard: by_standard.into_iter().filter_map(|(id, pairs)| Some((id, agreed(&pairs)?))).collect(),
        by_pair: by_pair.into_iter().filter_map(|(readers, pairs)| Some((readers, agreed(&pairs)?))).collect(),
        not_found,
        not_applicable,
    }
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
    use uuid::Uuid;

    use super::{Apart, MarkedTwice, ReadByTwo, agreement, marked_twice, spread};
    use crate::frameworks::Framework;
    use crate::ids::PersonId;
    use crate::reviews::{CaseRecord, Mark};

    fn adults() -> Framework {
        Framework::read(include_str!("../../../../frameworks/adult-practice.toml")).expect("it is sound")
    }

    fn marked(marks: &[(&str, &str)]) -> CaseRecord {
        let marks = marks.iter().map(|(part, mark)| ((*part).to_owned(), (*mark).to_owned())).collect();
        CaseRecord { marks, ..CaseRecord::default() }
    }

    fn reader(number: u128) -> PersonId {
        PersonId::from(Uuid::from_u128(number))
    }

    fn apart(parts: &[MarkedTwice]) -> Vec<(&str, Apart)> {
        parts.iter().filter_map(|part| Some((part.part.as_str(), part.apart()?))).collect()
    }

    #[test]
    fn where_two_differ_is_named_and_what_only_one_marked_is_not_a_difference() {
        let framework = adults();
        let first = marked(&[("S18a", "met"), ("S18b", "partly"), ("S18c", "met"), ("S03a", "met")]);
        let second = marked(&[("S18a", "met"), ("S18b", "not-met"), ("S03a", "not-met")]);
        let critical = marked_twice(&framework, "", &first, &second, false);
        assert_eq!(apart(&critical), [("S18b", Apart::Marks)], "only the critical standards are compared");
        assert_eq!(apart(&marked_twice(&framework, "", &first, &second, true)).len(), 2);
    }

    #[test]
    fn what_one_saw_and_the_other_found_no_evidence_of_is_a_difference_of_its_own_kind() {
        let framework = adults();
        let first = marked(&[("S18a", "met"), ("S18b", "not-evidenced"), ("S18c", "not-evidenced")]);
        let second = marked(&[("S18a", "not-evidenced"), ("S18b", "not-met"), ("S18c", "not-evidenced")]);
        let parts = marked_twice(&framework, "", &first, &second, false);
        assert_eq!(apart(&parts), [("S18a", Apart::Evidence), ("S18b", Apart::Evidence)]);
        let both = |first, second| MarkedTwice { part: "S18d".into(), standard: "S18".into(), first, second };
        let does_not_apply = both(Mark::NotApplicable, Mark::NotEvidenced);
        assert_eq!(does_not_apply.apart(), Some(Apart::Applies), "neither is on the scale, and they differ");
        let parts = [parts, vec![does_not_apply]].concat();
        let found = agreement(&[ReadByTwo { readers: Some([reader(1), reader(2)]), parts }], "2026");
        assert_eq!((found.all.is_none(), found.not_found, found.not_applicable), (true, 2, 1));
        assert_eq!(
            found.beside(),
            "Not in these figures: on 2 parts one reader saw it and the other did not find evidence; \
             on 1 part one reader found that it does not apply and the other did not."
        );
    }

    #[test]
    fn agreement_is_told_by_standard_and_pair_with_its_n() {
        let framework = adults();
        let first = marked(&[("S18a", "met"), ("S18b", "partly"), ("S18c", "met"), ("S16a", "met"), ("S16b", "met")]);
        let mut second = marked(&[("S18a", "met"), ("S18b", "not-met"), ("S18c", "met"), ("S16a", "not-evidenced")]);
        second.marks.insert("S16b".into(), "met".into());
        let parts = marked_twice(&framework, "", &first, &second, true);
        let there = ReadByTwo { readers: Some([reader(1), reader(2)]), parts: parts.clone() };
        let back = ReadByTwo { readers: Some([reader(2), reader(1)]), parts: parts.clone() };
        let namesake = ReadByTwo { readers: Some([reader(1), reader(3)]), parts: parts.clone() };
        let several = agreement(&[ReadByTwo { readers: None, parts }], "November 2026");
        assert!(several.by_pair.is_empty() && several.all.is_some(), "no pair answers for what several wrote");
        let found = agreement(&[there, back, namesake], "November 2026");
        let all = found.all.expect("parts were marked by both");
        assert_eq!((all.alike(), all.n(), found.not_found), (9, 12, 3));
        assert_eq!(
            found.by_standard.iter().map(|(s, a)| (s.as_str(), a.n())).collect::<Vec<_>>(),
            [("S16", 3), ("S18", 9)]
        );
        let pairs: Vec<_> = found.by_pair.iter().map(|(pair, agreed)| (*pair, agreed.n())).collect();
        assert_eq!(
            pairs,
            [([reader(1), reader(2)], 8), ([reader(1), reader(3)], 4)],
            "by who they are, either way round"
        );
        assert!(agreement(&[], "2026").all.is_none());
    }

    #[test]
    fn an_item_of_a_practice_sample_is_read_twice_for_its_own_sign() {
        let signs = Framework::read(include_str!("../../../../frameworks/vital-signs.toml")).expect("it is sound");
        let read = |drawn_for: &str, whole: bool| -> Vec<String> {
            super::standards_read_twice(&signs, drawn_for, whole).into_iter().map(|sign| sign.id.clone()).collect()
        };
        assert_eq!(read("VS2", true), ["VS2"]);
        assert!(read("VS2", false).is_empty(), "no sign is critical: nothing of it is read twice");
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

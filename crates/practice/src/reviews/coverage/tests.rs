//! Which sources tell of what, and where they disagree.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{Cell, Covered, Told, coverage};
use crate::frameworks::{Framework, Voice};
use crate::ids::SampledCaseId;
use crate::reviews::CaseRecord;

fn adults() -> Framework {
    Framework::read(include_str!("../../../../../frameworks/adult-practice.toml")).expect("it is sound")
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
    for mark in ["met", "not-met", "not-evidenced"] {
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
    let framework = Framework::read(include_str!("../../../../../frameworks/vital-signs.toml")).expect("it is sound");
    let record = framework.case_record().expect("a case record").id.clone();
    let at = place(&framework, &record);
    let item = |n: u128, part: &str| {
        let marks = [(part.to_owned(), "clear".to_owned())].into();
        (Uuid::from_u128(n).into(), CaseRecord { marks, ..CaseRecord::default() })
    };
    let read = [item(1, "P1"), item(2, "P1"), item(3, "C1")].into();
    let found = coverage(&framework, &[], &read);
    let told: Vec<(&str, Cell)> = found.iter().map(|covered| (covered.standard.as_str(), covered.cells[at])).collect();
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

#[test]
fn an_account_is_of_its_part_and_each_clash_names_its_part_and_sources() {
    let framework = adults();
    let items =
        [told("E8", "S18a", false), told("E2", "S18a", true), told("E8", "S18d", false), told("E9", "S18d", true)];
    let found = coverage(&framework, &items, &BTreeMap::new());
    let safeguarding = of(&found, "S18");
    let parts: Vec<&str> = safeguarding.clashes.iter().map(|clash| clash.part.as_str()).collect();
    assert_eq!(parts, ["a", "d"]);
    assert_eq!(safeguarding.clashes[0].sources, ["E2".to_owned(), "E8".to_owned()].into());
    let left = |written: &[&str]| safeguarding.unwritten(written).iter().map(|c| c.part.clone()).collect::<Vec<_>>();
    assert_eq!(left(&[]), ["a", "d"]);
    assert_eq!(left(&["a"]), ["d"], "an account of one part is none of another");
    assert_eq!(left(&["", "b"]), Vec::<String>::new(), "one of the whole standard is of each");
    let whole = coverage(&framework, &[told("E8", "S18", false), told("E2", "S18b", true)], &BTreeMap::new());
    assert_eq!(of(&whole, "S18").clashes[0].part, "");
    assert!(of(&whole, "S18").unwritten(&["b"]).is_empty(), "what differs of the whole is said by any");
    let alone = coverage(&framework, &[told("E8", "S18a", false), told("E2", "S18b", true)], &BTreeMap::new());
    assert!(!of(&alone, "S18").is_disputed() && of(&alone, "S18").differs, "it differs, and nobody knows from what");
}

#[test]
fn a_veiled_record_tells_that_it_was_read_and_nothing_of_what_was_found() {
    let framework = adults();
    let answers = Told { counted: true, ..told("E3", "S18a", false) };
    let veiled = |mark: &str| {
        let read = marked(0..2, mark).into_iter().map(|(case, record)| (case, record.veiled())).collect();
        coverage(&framework, std::slice::from_ref(&answers), &read)
    };
    assert_eq!(veiled("met"), veiled("not-met"));
    let at = place(&framework, &framework.case_record().expect("a case record").id);
    assert_eq!(of(&veiled("met"), "S18").cells[at], Cell::Told(2));
    assert!(!of(&veiled("met"), "S18").is_disputed());
}

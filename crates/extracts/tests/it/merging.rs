//! The same child in several lists, and twice in one.

use crate::build::{flat, left_out, noted, read_book, told};

const HELD: &str = "Locality 1 | Ada Frost";

#[test]
fn a_child_in_three_lists_is_one_case_of_the_more_serious_kind_opened_on_the_earliest_day() {
    let caseload = read_book(&[
        flat(6, &[&format!("1 | {HELD} | =2024-01-01 |")]),
        flat(7, &[&format!("1 | {HELD} | =2024-03-01 |")]),
        flat(8, &[&format!("1 | {HELD} | =2024-06-01 |")]),
    ]);
    assert_eq!(told(&caseload), ["1 | Locality 1 | Ada Frost | 2024-01-01 |  | looked after"]);
    assert_eq!(caseload.cases[0].place.to_string(), "List 8, cell A2");
    assert!(caseload.findings.is_empty(), "{:?}", caseload.findings);
    assert!(caseload.lists.iter().all(|list| list.read == 1));
}

#[test]
fn a_plan_that_has_ended_gives_way_to_the_list_where_the_child_still_stands() {
    let caseload = read_book(&[
        flat(6, &[&format!("1 | {HELD} | =2024-01-01 |")]),
        flat(7, &[&format!("1 | {HELD} | =2024-03-01 | =2024-09-01")]),
    ]);
    assert_eq!(told(&caseload), ["1 | Locality 1 | Ada Frost | 2024-01-01 |  | child in need"]);
}

#[test]
fn a_case_closed_in_every_list_closes_on_the_latest_day() {
    let caseload = read_book(&[
        flat(6, &[&format!("1 | {HELD} | =2024-01-01 | =2024-10-01")]),
        flat(7, &[&format!("1 | {HELD} | =2024-03-01 | =2024-09-01")]),
    ]);
    assert_eq!(told(&caseload), ["1 | Locality 1 | Ada Frost | 2024-01-01 | 2024-10-01 | child protection plan"]);
}

#[test]
fn two_workers_for_one_open_case_are_for_a_person_to_decide() {
    let caseload = read_book(&[
        flat(6, &["1 | Locality 1 | Ada Frost | =2024-01-01 |"]),
        flat(8, &["1 | Locality 2 | Ben Okoro | =2024-06-01 |"]),
    ]);
    assert_eq!(told(&caseload), ["1 | Locality 2 | Ben Okoro | 2024-06-01 |  | looked after"]);
    assert_eq!(left_out(&caseload), ["reference-held-twice"]);
    let finding = caseload.left_out().next().expect("the finding");
    assert_eq!(finding.place.to_string(), "List 6, cell A2");
    assert!(finding.message.contains("List 8, cell A2"), "{}", finding.message);
    assert_eq!((caseload.lists[0].read, caseload.lists[1].read), (0, 1));
}

#[test]
fn a_worker_who_held_the_case_before_keeps_the_closed_one() {
    let caseload = read_book(&[
        flat(6, &["1 | Locality 1 | Ada Frost | =2024-01-01 | =2024-05-01"]),
        flat(8, &["1 | Locality 2 | Ben Okoro | =2024-06-01 |"]),
    ]);
    assert_eq!(caseload.cases.len(), 2);
    assert!(left_out(&caseload).is_empty());
}

#[test]
fn a_row_that_stands_twice_is_read_once_and_noted() {
    let row = format!("1 | {HELD} | =2024-01-01 |");
    let caseload = read_book(&[flat(6, &[&row, &row])]);
    assert_eq!(caseload.cases.len(), 1);
    assert_eq!(noted(&caseload), ["reference-repeated"]);
    assert_eq!((caseload.lists[0].rows, caseload.lists[0].read), (2, 2));
}

#[test]
fn a_reference_that_stands_twice_differently_leaves_the_second_out_and_names_both() {
    let caseload =
        read_book(&[flat(6, &[&format!("1 | {HELD} | =2024-01-01 |"), "1 | Locality 1 | Ben Okoro | =2024-01-01 |"])]);
    assert_eq!(told(&caseload), ["1 | Locality 1 | Ada Frost | 2024-01-01 |  | child in need"]);
    assert_eq!(left_out(&caseload), ["reference-repeated-differently"]);
    let finding = caseload.left_out().next().expect("the finding");
    assert_eq!(finding.place.to_string(), "List 6, cell A3");
    assert!(finding.message.contains("List 6, cell A2"), "{}", finding.message);
}

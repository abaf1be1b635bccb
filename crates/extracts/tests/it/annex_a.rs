//! The two layouts of Annex A, and how sheets and headings are recognised.

use extracts::{Layout, Refusal};

use crate::build::{LIST_6, Sheet, flat, noted, official, read_book, refusal, told, workbook};

fn guidance(name: &str) -> Sheet {
    Sheet {
        name: name.to_owned(),
        title: None,
        headings: vec!["Child Unique ID".to_owned(), "what it means".to_owned()],
        rows: vec![vec!["not a case".to_owned()]],
    }
}

#[test]
fn the_official_template_is_read_with_its_title_row_and_its_guidance_sheets() {
    let caseload = read_book(&[
        guidance("Front_Sheet"),
        guidance("Guidance"),
        official(6, &["1001 | Locality 1 | Ada Frost | =2025-09-01 |"]),
        official(7, &["1002 | Locality 1 | Ada Frost | =2025-10-02 |"]),
        official(8, &["1003 | Locality 2 | Ben Okoro | =2024-01-31 | =2025-06-30"]),
    ]);
    assert_eq!(caseload.layout, Layout::AnnexAOfficial);
    assert_eq!(
        told(&caseload),
        [
            "1001 | Locality 1 | Ada Frost | 2025-09-01 |  | child in need",
            "1002 | Locality 1 | Ada Frost | 2025-10-02 |  | child protection plan",
            "1003 | Locality 2 | Ben Okoro | 2024-01-31 | 2025-06-30 | looked after",
        ]
    );
    assert_eq!((caseload.teams(), caseload.workers()), (2, 2));
    assert!(caseload.findings.is_empty(), "{:?}", caseload.findings);
}

#[test]
fn the_flat_layout_is_read_with_its_headings_in_row_1() {
    let caseload = read_book(&[flat(6, &["1001 | Locality 1 | Ada Frost | =2025-09-01 |"])]);
    assert_eq!(caseload.layout, Layout::AnnexAFlat);
    assert_eq!(caseload.cases[0].place.to_string(), "List 6, cell A2");
    let list = &caseload.lists[0];
    assert_eq!((list.name.as_str(), list.list.as_str()), ("List 6", "List 6: children in need"));
    assert_eq!((list.rows, list.read), (1, 1));
}

#[test]
fn a_sheet_is_known_by_any_of_the_names_councils_give_it() {
    for name in ["List_6", "List 6", "list-06", "LIST 6 - CIN", "Annex A List 6", "CIN", "Children in Need"] {
        let sheet = flat(6, &["1001 | Locality 1 | Ada Frost | =2025-09-01 |"]).named(name);
        let caseload = read_book(&[sheet]);
        assert_eq!(caseload.lists[0].name, name);
        assert_eq!(caseload.lists[0].list, "List 6: children in need");
    }
}

#[test]
fn only_the_reference_team_worker_dates_and_kind_are_kept() {
    let caseload = read_book(&[official(8, &["1003 | Locality 2 | Ben Okoro | =2024-01-31 |"])]);
    let all = format!("{caseload:?}");
    for personal in ["Female", "2015", "postcode", "Legal"] {
        assert!(!all.contains(personal), "{personal} is kept");
    }
}

#[test]
fn headings_may_stand_in_any_order_and_in_any_spelling() {
    let mut sheet = flat(6, &[]).with_headings(&[
        "ALLOCATED_WORKER",
        "cin start date",
        "Something new",
        "Child\u{a0}Unique\u{a0}ID ",
        "Allocated  Team",
        "CIN Closure Date",
    ]);
    sheet.rows = vec![["Ada Frost", "=2025-09-01", "x", "1001", "Locality 1", ""].map(str::to_owned).to_vec()];
    let caseload = read_book(&[sheet]);
    assert_eq!(told(&caseload), ["1001 | Locality 1 | Ada Frost | 2025-09-01 |  | child in need"]);
    assert!(noted(&caseload).is_empty(), "{:?}", noted(&caseload));
}

#[test]
fn a_heading_the_council_has_renamed_is_read_and_noted() {
    let mut sheet = flat(6, &[]).with_headings(&["Child ID", "Team", "Social Worker", "CIN Plan Start Date"]);
    sheet.rows = vec![["1001", "Locality 1", "Ada Frost", "=2025-09-01"].map(str::to_owned).to_vec()];
    let caseload = read_book(&[sheet]);
    assert_eq!(caseload.cases.len(), 1);
    assert_eq!(
        noted(&caseload),
        ["heading-read-as", "heading-read-as", "heading-read-as", "heading-read-as", "closed-column-absent"]
    );
    let message = &caseload.findings.iter().find(|finding| finding.value == "Social Worker").expect("it").message;
    assert_eq!(message, "'Social Worker' is read as 'Allocated Worker'.");
}

#[test]
fn a_second_column_of_the_same_meaning_is_noted_and_not_read() {
    let mut headings = LIST_6.to_vec();
    headings.push("Social Worker");
    let caseload = read_book(&[flat(6, &["1001 | Locality 1 | Ada Frost | =2025-09-01 |"]).with_headings(&headings)]);
    assert_eq!(caseload.cases[0].worker, "Ada Frost");
    assert_eq!(noted(&caseload), ["heading-repeated"]);
}

#[test]
fn a_missing_heading_refuses_the_file_and_names_what_was_looked_for_and_found() {
    let headings: Vec<&str> = LIST_6.iter().map(|h| if *h == "Allocated Team" { "Area" } else { *h }).collect();
    let sheet = official(6, &["1001 | Locality 1 | Ada Frost | =2025-09-01 |"]).with_headings(&headings);
    let Refusal::NoHeaders { sheet, missing, found } = refusal(&workbook(&[sheet])) else {
        panic!("headings are missing");
    };
    assert_eq!((sheet.as_str(), missing), ("List_6", vec!["Allocated Team".to_owned()]));
    assert!(found.contains(&"Child Unique ID".to_owned()));
    let text = Refusal::NoHeaders { sheet, missing: vec!["Allocated Team".to_owned()], found }.to_string();
    assert!(text.starts_with("Sheet 'List_6' has no column for 'Allocated Team'. The headings found are: "), "{text}");
}

#[test]
fn a_list_with_no_headings_at_all_refuses_the_file() {
    let sheet = flat(6, &[]).with_headings(&["notes", "more notes"]);
    assert!(matches!(refusal(&workbook(&[sheet])), Refusal::NoHeaders { missing, .. } if missing.len() == 4));
}

#[test]
fn a_workbook_without_lists_6_7_and_8_is_refused_with_the_names_of_its_sheets() {
    let refused = refusal(&workbook(&[guidance("Front_Sheet"), guidance("List 1"), guidance("List 60")]));
    let sheets = ["Front_Sheet", "List 1", "List 60"].map(str::to_owned).to_vec();
    assert_eq!(refused, Refusal::NoKnownList { sheets });
}

#[test]
fn a_template_that_nobody_has_filled_in_is_refused() {
    let refused = refusal(&workbook(&[official(6, &[]), official(7, &[]), official(8, &[])]));
    let sheets = ["List_6", "List_7", "List_8"].map(str::to_owned).to_vec();
    assert_eq!(refused, Refusal::EmptyLists { sheets });
}

#[test]
fn an_empty_list_and_an_absent_one_are_noted_beside_a_full_one() {
    let caseload = read_book(&[official(6, &["1001 | Locality 1 | Ada Frost | =2025-09-01 |"]), official(7, &[])]);
    let rules: Vec<_> = caseload.findings.iter().map(|finding| finding.rule.as_str()).collect();
    assert_eq!(rules, ["list-absent", "list-empty"]);
    assert_eq!(caseload.findings[0].place.to_string(), "List 8");
}

#[test]
fn the_same_file_read_twice_gives_the_same_result() {
    let rows = ["1001 | A | Ada Frost | =2025-09-01 |", "1001 | B | Ada Frost | x |", " | B | Ben | |"];
    let bytes = workbook(&[official(6, &rows), official(7, &rows), official(8, &rows)]);
    assert_eq!(crate::build::read(&bytes), crate::build::read(&bytes));
}

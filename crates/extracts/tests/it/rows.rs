//! What may be wrong with a row, and what is said of it.

use extracts::{Finding, Severity};

use crate::build::{flat, left_out, noted, official, read_book, told};

/// A row that is wrong, the rule, where, and how the message begins.
const LEFT_OUT: &[(&str, &str, &str, &str)] = &[
    (
        " | Locality 1 | Ada Frost | =2025-09-01 |",
        "reference-missing",
        "List_6, cell A4",
        "There is no case reference.",
    ),
    (
        "#N/A | Locality 1 | Ada Frost | =2025-09-01 |",
        "reference-missing",
        "List_6, cell A4",
        "There is no case reference.",
    ),
    (
        "Mary Smith | Locality 1 | Ada Frost | =2025-09-01 |",
        "reference-looks-like-a-name",
        "List_6, cell A4",
        "The case reference looks like a person's name",
    ),
    (
        "O'Neil, Mary-Ann | Locality 1 | Ada Frost | =2025-09-01 |",
        "reference-looks-like-a-name",
        "List_6, cell A4",
        "The case reference looks like a person's name",
    ),
    (
        "~12345678901234567 | Locality 1 | Ada Frost | =2025-09-01 |",
        "reference-cut-short",
        "List_6, cell A4",
        "The case reference is a number that Excel has shortened.",
    ),
    (
        "1.23E+10 | Locality 1 | Ada Frost | =2025-09-01 |",
        "reference-cut-short",
        "List_6, cell A4",
        "The case reference is a number that Excel has shortened.",
    ),
    (
        "1001 | #REF! | Ada Frost | =2025-09-01 |",
        "team-missing",
        "List_6, cell M4",
        "There is no team for this open case.",
    ),
    (
        "1001 | Locality 1 | #N/A | =2025-09-01 |",
        "worker-missing",
        "List_6, cell N4",
        "There is no worker for this open case.",
    ),
    (
        "1001 | Locality 1 | N/A | =2025-09-01 |",
        "worker-missing",
        "List_6, cell N4",
        "There is no worker for this open case.",
    ),
    (
        "1001 | Locality 1 | - | =2025-09-01 |",
        "worker-missing",
        "List_6, cell N4",
        "There is no worker for this open case.",
    ),
    (
        "1001 | Locality 1 | Ada Frost | |",
        "opened-missing",
        "List_6, cell G4",
        "There is no date under 'CIN Start Date'.",
    ),
    (
        "1001 | Locality 1 | Ada Frost | 31/02/2026 |",
        "date-unreadable",
        "List_6, cell G4",
        "'31/02/2026' is not a date. Correct it in the file, or leave this row out.",
    ),
    (
        "1001 | Locality 1 | Ada Frost | =2025-09-01 | soon",
        "date-unreadable",
        "List_6, cell J4",
        "'soon' is not a date.",
    ),
    (
        "1001 | Locality 1 | Ada Frost | =2025-09-01 | =2025-08-31",
        "closed-before-opened",
        "List_6, cell J4",
        "This case closes on 31 August 2025, before it opens on 1 September 2025.",
    ),
];

#[test]
fn a_row_that_cannot_enter_is_told_of_with_its_place_and_its_mend() {
    for (row, rule, place, message) in LEFT_OUT {
        let caseload = read_book(&[official(6, &["1000 | Locality 1 | Ada Frost | =2025-09-01 |", *row])]);
        assert_eq!(left_out(&caseload), [*rule], "{row}");
        let finding = caseload.left_out().next().expect("a finding");
        assert_eq!(finding.place.to_string(), *place, "{row}");
        assert!(finding.message.starts_with(*message), "{row}: {}", finding.message);
        assert_eq!((caseload.lists[0].rows, caseload.lists[0].read, caseload.cases.len()), (2, 1, 1), "{row}");
    }
}

#[test]
fn everything_wrong_with_a_row_is_told_at_once() {
    let caseload = read_book(&[official(6, &["Mary Smith | | | x |"])]);
    assert_eq!(
        left_out(&caseload),
        ["team-missing", "worker-missing", "reference-looks-like-a-name", "date-unreadable"]
    );
}

#[test]
fn a_name_in_the_place_of_a_reference_is_kept_nowhere() {
    let caseload = read_book(&[official(6, &["Mary\u{a0} Smith | Locality 1 | Ada Frost | =2025-09-01 |"])]);
    assert_eq!(left_out(&caseload), ["reference-looks-like-a-name"]);
    assert!(!format!("{caseload:?}").contains("Smith"));
}

#[test]
fn references_are_kept_as_the_council_writes_them() {
    for (written, kept) in [
        ("~1234", "1234"),
        ("1234.0", "1234"),
        ("00123", "00123"),
        ("AB-12/7", "AB-12/7"),
        ("Smith1 A", "Smith1 A"),
        ("ABC", "ABC"),
        ("12.5", "12.5"),
    ] {
        let row = format!("{written} | Locality 1 | Ada Frost | =2025-09-01 |");
        let caseload = read_book(&[flat(6, &[&row])]);
        assert_eq!(caseload.cases.first().map(|case| case.reference.as_str()), Some(kept), "{written}");
    }
}

#[test]
fn a_closed_case_without_a_worker_is_left_out_and_counted_once() {
    let caseload = read_book(&[official(
        6,
        &[
            "1000 | Locality 1 | Ada Frost | =2025-09-01 |",
            "1001 | Locality 1 | #N/A | =2025-01-01 | =2025-02-01",
            "1002 | | Ada Frost | =2025-01-01 | =2025-02-01",
        ],
    )]);
    assert_eq!(noted(&caseload), ["closed-without-worker"]);
    assert!(left_out(&caseload).is_empty());
    assert_eq!((caseload.lists[0].rows, caseload.lists[0].read), (3, 1));
}

#[test]
fn spaces_and_characters_nobody_sees_are_cleaned_and_told_of_once_a_column() {
    let rows: Vec<String> =
        (0..300).map(|n| format!("{n} | Locality  1 | Ada\u{a0}Frost\u{200b} | =2025-09-01 |")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let caseload = read_book(&[flat(6, &rows)]);
    assert_eq!((caseload.cases[0].team.as_str(), caseload.cases[0].worker.as_str()), ("Locality 1", "Ada Frost"));
    assert_eq!(noted(&caseload), ["spaces-cleaned", "spaces-cleaned"]);
    assert!(caseload.findings.iter().any(|finding| finding.message.starts_with("Found in 300 cells")));
}

#[test]
fn beyond_two_hundred_the_same_finding_in_a_column_is_summed_up() {
    let rows: Vec<String> = (0..1_000).map(|n| format!("{n} | Locality 1 | Ada Frost | soon |")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let caseload = read_book(&[flat(6, &rows)]);
    assert_eq!(caseload.left_out().count(), 201);
    let last = caseload.left_out().last().expect("the sum");
    assert_eq!(last.place.to_string(), "List 6, cell G202");
    assert!(last.message.starts_with("And 800 more like this"), "{}", last.message);
    assert_eq!((caseload.lists[0].rows, caseload.lists[0].read), (1_000, 0));
}

#[test]
fn a_name_in_other_capitals_is_the_same_worker() {
    let caseload = read_book(&[flat(
        6,
        &["1 | Locality 1 | Ada Frost | =2025-09-01 |", "2 | LOCALITY 1 | ADA FROST | =2025-09-01 |"],
    )]);
    assert_eq!((caseload.teams(), caseload.workers()), (1, 1));
    assert_eq!(noted(&caseload), ["spelling-read-as-one", "spelling-read-as-one"]);
}

#[test]
fn a_worker_in_two_teams_is_noted_with_both() {
    let caseload = read_book(&[flat(
        6,
        &["1 | Locality 1 | Ada Frost | =2025-09-01 |", "2 | Locality 2 | Ada Frost | =2025-09-01 |"],
    )]);
    assert_eq!(caseload.team_of_worker_conflicts(), [("Ada Frost", vec!["Locality 1", "Locality 2"])]);
    let is_it = |finding: &&Finding| finding.rule == "worker-in-two-teams" && finding.severity == Severity::Noted;
    let finding = caseload.findings.iter().find(is_it).expect("the finding");
    assert!(finding.message.contains("'Locality 1' and 'Locality 2'"), "{}", finding.message);
    assert_eq!(caseload.cases.len(), 2);
}

#[test]
fn a_very_long_value_is_shown_in_sixty_characters() {
    let row = format!("1 | {} | Ada Frost | {} |", "x".repeat(300), "y".repeat(100));
    let caseload = read_book(&[flat(6, &[&row])]);
    assert_eq!(left_out(&caseload), ["text-too-long", "date-unreadable"]);
    assert!(caseload.findings.iter().all(|finding| finding.value.chars().count() <= 60));
}

#[test]
fn rows_with_nothing_of_ours_in_them_are_not_counted() {
    let caseload = read_book(&[flat(6, &["1 | Locality 1 | Ada Frost | =2025-09-01 |", " | | | |", "- | | #N/A | |"])]);
    assert_eq!(caseload.lists[0].rows, 1);
    assert_eq!(told(&caseload).len(), 1);
}

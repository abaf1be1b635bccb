//! Dates as people, systems and spreadsheets write them.

use crate::build::{by_hand, flat, left_out, noted, read, read_book, xml_row};

fn opened(written: &str) -> Option<String> {
    let caseload = read_book(&[flat(6, &[&format!("1 | Locality 1 | Ada Frost | {written} |")])]);
    let date = caseload.cases.first().and_then(|case| case.opened);
    assert_eq!(date.is_none(), left_out(&caseload) == ["date-unreadable"], "{written}");
    date.map(|date| date.to_string())
}

#[test]
fn a_date_is_read_in_each_of_the_ways_councils_write_it() {
    for written in [
        "14/03/2026",
        "14.3.2026",
        "14-03-2026",
        "2026-03-14",
        "2026/03/14",
        "14/03/26",
        "14 March 2026",
        "14th March 2026",
        "14-Mar-2026",
        "14 MAR 26",
        "March 14, 2026",
        "2026-03-14T09:30:00Z",
        "2026-03-14 09:30:00",
        "14/03/2026 00:00",
        "14/03/2026 9:30 AM",
        "\u{a0}14/03/2026 ",
        "=2026-03-14",
        "~46095",
        "46095",
    ] {
        assert_eq!(opened(written).as_deref(), Some("2026-03-14"), "{written}");
    }
}

#[test]
fn what_is_not_a_date_is_never_guessed_at() {
    for written in [
        "31/02/2026",
        "03/14/2026",
        "00/00/0000",
        "2026",
        "March 2026",
        "14/03",
        "20260314",
        "14/03/202",
        "tomorrow",
        "14 Marz 2026",
        "1/1/1066",
        "14/03/2206",
        "~-5",
        "~9999999",
        "१४/03/2026",
    ] {
        assert_eq!(opened(written), None, "{written}");
    }
}

#[test]
fn a_year_of_two_digits_turns_at_fifty_and_is_noted() {
    assert_eq!(opened("01/02/49").as_deref(), Some("2049-02-01"));
    assert_eq!(opened("01/02/50").as_deref(), Some("1950-02-01"));
    let caseload = read_book(&[flat(6, &["1 | Locality 1 | Ada Frost | 14/03/26 |"])]);
    assert_eq!(noted(&caseload), ["year-of-two-digits"]);
}

#[test]
fn a_bare_number_is_read_as_excels_day_and_noted() {
    let caseload = read_book(&[flat(6, &["1 | Locality 1 | Ada Frost | ~46095 |"])]);
    assert_eq!(noted(&caseload), ["date-as-number"]);
}

#[test]
fn the_zero_of_a_formula_that_points_at_nothing_is_blank() {
    let caseload = read_book(&[flat(6, &["1 | Locality 1 | Ada Frost | =2026-03-14 | ~0"])]);
    assert_eq!(caseload.cases[0].closed, None);
}

#[test]
fn a_workbook_that_counts_from_1904_is_read_by_its_own_calendar() {
    let rows = xml_row(1, &["Child Unique ID", "Allocated Team", "Allocated Worker", "CIN Start Date"])
        + &xml_row(2, &["1", "Locality 1", "Ada Frost", "~44633"]);
    let bytes = by_hand(r#"<workbookPr date1904="1"/>"#, &format!("<sheetData>{rows}</sheetData>"), "<sst/>");
    let caseload = read(&bytes);
    assert_eq!(caseload.cases[0].opened.map(|date| date.to_string()).as_deref(), Some("2026-03-14"));
}

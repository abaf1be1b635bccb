//! Files made to harm, damaged ones, and ones that are something else.

use std::time::{Duration, Instant};

use extracts::{Limits, Refusal, read_caseload};

use crate::build::{by_hand, flat, noted, official, parts, read, refusal, try_read, workbook, xml_row};

const HEADINGS: &[&str] = &["Child Unique ID", "Allocated Team", "Allocated Worker", "CIN Start Date"];

fn one_case() -> String {
    xml_row(1, HEADINGS) + &xml_row(2, &["1", "Locality 1", "Ada Frost", "14/03/2026"])
}

fn sheet_data(rows: &str) -> String {
    format!("<sheetData>{rows}</sheetData>")
}

fn limited(change: impl FnOnce(&mut Limits)) -> Limits {
    let mut limits = Limits::default();
    change(&mut limits);
    limits
}

#[test]
fn a_file_over_the_limit_is_refused_before_it_is_looked_at() {
    let limits = limited(|limits| limits.max_bytes = 10);
    let refused = read_caseload("big.csv", b"team,worker,case reference", &limits);
    assert_eq!(refused, Err(Refusal::TooBig { limit: 10 }));
}

#[test]
fn what_is_neither_a_workbook_nor_text_is_refused_by_its_content_whatever_its_name() {
    let files: [&[u8]; 6] = [
        b"%PDF-1.7\n1 0 obj",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\xFF\xD8\xFF\xE0\0\x10JFIF",
        b"<html><table><tr><td>team</td></tr></table></html>",
        b"{\\rtf1\\ansi team}",
        b"\0\0\0\0\0\0\0\0\0\0\0\0",
    ];
    for bytes in files {
        let refused = read_caseload("caseload.xlsx", bytes, &Limits::default());
        let file_name = "caseload.xlsx".to_owned();
        assert_eq!(refused, Err(Refusal::NotAWorkbookOrCsv { file_name }), "{bytes:?}");
    }
}

#[test]
fn an_archive_that_unpacks_to_far_more_than_its_size_is_refused_before_it_is_opened() {
    let zeroes = vec![b' '; 64 * 1024 * 1024];
    for part in ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/media/image1.png"] {
        let bytes = parts(&[("_rels/.rels", b"<Relationships/>"), (part, &zeroes)]);
        assert!(bytes.len() < 200_000);
        assert_eq!(refusal(&bytes), Refusal::Bomb, "{part}");
    }
}

#[test]
fn an_archive_is_held_to_the_limit_on_its_unpacked_size() {
    let limits = limited(|limits| limits.max_unpacked = 1_000);
    let bytes = workbook(&[flat(6, &["1 | A | Ada Frost | =2025-09-01 |"])]);
    assert_eq!(read_caseload("", &bytes, &limits), Err(Refusal::Bomb));
}

#[test]
fn an_archive_of_very_many_parts_is_refused() {
    let names: Vec<String> = (0..3_000).map(|n| format!("part{n}.xml")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
    assert_eq!(refusal(&parts(&many)), Refusal::Bomb);
}

#[test]
fn a_count_of_shared_strings_that_cannot_be_true_is_refused() {
    for strings in [
        r#"<sst count="1" uniqueCount="4000000000"/>"#,
        r#"<sst uniqueCount = '4000000000'></sst>"#,
        r#"<sst uniqueCount="99999999999999999999999999"/>"#,
        r#"<!-- uniqueCount="1" --><sst uniqueCount="+4000000000"/>"#,
    ] {
        assert_eq!(refusal(&by_hand("", &sheet_data(&one_case()), strings)), Refusal::Bomb, "{strings}");
    }
}

#[test]
fn shared_strings_in_another_encoding_cannot_hide_their_count() {
    let utf16: Vec<u8> =
        "\u{feff}<sst uniqueCount=\"4000000000\"/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let declared = br#"<?xml version="1.0" encoding="ISO-2022-JP"?><sst/>"#.to_vec();
    let late = br#"<!-- --><?xml version="1.0" encoding="ISO-2022-JP"?><sst/>"#.to_vec();
    for strings in [utf16, declared, late] {
        let bytes = parts(&[("_rels/.rels", b"<Relationships/>"), ("xl/sharedStrings.xml", &strings)]);
        assert_eq!(refusal(&bytes), Refusal::Damaged { sheet: String::new() });
    }
}

#[test]
fn a_cell_in_the_far_corner_costs_nothing_and_is_noted() {
    let corner = r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let data = format!(r#"<dimension ref="A1:XFD1048576"/>{}"#, sheet_data(&(one_case() + corner)));
    let caseload = read(&by_hand("", &data, "<sst/>"));
    assert_eq!(caseload.cases.len(), 1);
    assert!(noted(&caseload).contains(&"cell-outside-the-list"));
    let stray = caseload.findings.iter().find(|finding| finding.rule == "cell-outside-the-list").expect("it");
    assert_eq!(stray.place.to_string(), "List 6, cell XFD1048576");
}

#[test]
fn references_to_cells_that_no_sheet_has_are_refused_without_a_panic() {
    for rows in [
        r#"<row r="1"><c r="ZZZZZZZZZZZZ99999999999999"><v>1</v></c></row>"#,
        r#"<row r="4294967295"><c><v>1</v></c></row><row><c><v>1</v></c></row>"#,
        r#"<row r="0"><c r="A0"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="A1" t="s"><v>99</v></c></row>"#,
        r#"<row r="1"><c r="A1" t="?"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="A1"><v>1"#,
    ] {
        assert!(try_read(&by_hand("", &sheet_data(rows), "<sst/>")).is_err(), "{rows}");
    }
    let backwards = format!(r#"<dimension ref="Z9:A1"/>{}"#, sheet_data(""));
    assert!(try_read(&by_hand("", &backwards, "<sst/>")).is_err());
}

#[test]
fn an_error_value_of_a_newer_excel_is_read_as_blank() {
    let row = r##"<row r="3"><c r="A3" t="e"><v>#SPILL!</v></c><c r="B3" t="inlineStr"><is><t>Locality 1</t></is></c></row>"##;
    let caseload = read(&by_hand("", &sheet_data(&(one_case() + row)), "<sst/>"));
    assert_eq!((caseload.lists[0].rows, caseload.cases.len()), (2, 1));
}

#[test]
fn too_many_rows_and_too_long_a_cell_are_refused_with_their_place() {
    let bytes = workbook(&[flat(6, &["1 | A | Ada | =2025-09-01 |", "2 | A | Ada | =2025-09-01 |"])]);
    let limits = limited(|limits| limits.max_rows = 1);
    let refused = read_caseload("", &bytes, &limits).expect_err("two rows");
    assert_eq!(refused, Refusal::TooManyRows { sheet: "List 6".to_owned(), limit: 1 });

    let limits = limited(|limits| limits.max_cell_chars = 40);
    let rows = xml_row(1, HEADINGS) + &xml_row(2, &["1", &"x".repeat(41), "Ada", "14/03/2026"]);
    let refused = read_caseload("", &by_hand("", &sheet_data(&rows), "<sst/>"), &limits).expect_err("a long cell");
    assert!(refused.to_string().starts_with("List 6, cell B2 holds more than 40 characters."), "{refused}");
}

#[test]
fn a_line_of_very_many_cells_and_a_cell_that_swallows_the_file_are_refused_with_their_line() {
    let headings = "team,worker,case reference,opened,type,closed\n";
    let wide = format!("{headings}{}", "x,".repeat(100_000));
    assert!(refusal(wide.as_bytes()).to_string().starts_with("line 2 has more than 256 cells."));
    let long = format!("{headings}\nReview 1,\"Ada,R-1,14/03/2026,,\n{}", "more,\n".repeat(100_000));
    assert!(refusal(long.as_bytes()).to_string().starts_with("line 3 holds more than 32767 characters."));
}

#[test]
fn a_file_cut_short_anywhere_is_refused_or_read_but_never_panics() {
    let bytes = workbook(&[official(6, &["1 | A | Ada Frost | =2025-09-01 |"])]);
    for end in (0..bytes.len()).step_by(97) {
        assert!(try_read(&bytes[..end]).is_err(), "cut at {end}");
    }
}

#[test]
fn a_byte_changed_anywhere_never_panics() {
    let bytes = workbook(&[official(6, &["1 | A | Ada Frost | =2025-09-01 |"])]);
    for at in (0..bytes.len()).step_by(61) {
        let mut changed = bytes.clone();
        changed[at] ^= 0x55;
        let _ = try_read(&changed);
    }
}

/// A compound file of 512-byte sectors: table, directory, then the sectors of the stream.
fn compound(name: &str, stream: &[u8], next: &[u32], length: u32) -> Vec<u8> {
    let mut header = vec![0_u8; 512];
    header[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    header[26..28].copy_from_slice(&3_u16.to_le_bytes());
    header[30..32].copy_from_slice(&9_u16.to_le_bytes());
    header[32..34].copy_from_slice(&6_u16.to_le_bytes());
    header[44..48].copy_from_slice(&1_u32.to_le_bytes());
    header[48..52].copy_from_slice(&1_u32.to_le_bytes());
    header[68..72].copy_from_slice(&0xFFFF_FFFE_u32.to_le_bytes());
    header[76..].fill(0xFF);
    header[76..80].copy_from_slice(&0_u32.to_le_bytes());

    let mut table = vec![0xFF_u8; 512];
    for (index, id) in next.iter().enumerate() {
        table[index * 4..index * 4 + 4].copy_from_slice(&id.to_le_bytes());
    }
    let mut directory = vec![0_u8; 512];
    let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    directory[..units.len()].copy_from_slice(&units);
    directory[116..120].copy_from_slice(&2_u32.to_le_bytes());
    directory[120..124].copy_from_slice(&length.to_le_bytes());
    [header, table, directory, stream.to_vec()].concat()
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).expect("a short record");
    [&kind.to_le_bytes()[..], &length.to_le_bytes()[..], data].concat()
}

/// A workbook stream of one sheet, 'List 6', with the records given; 4,096 bytes long.
fn workbook_stream(records: &[Vec<u8>]) -> Vec<u8> {
    let bof = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0]);
    let end = record(0x000A, &[]);
    let sheet = |at: u32| record(0x0085, &[&at.to_le_bytes()[..], &[0, 0, 6, 0], b"List 6"].concat());
    let globals = bof.len() + sheet(0).len() + end.len();
    let at = u32::try_from(globals).expect("a small stream");
    let mut stream = [bof.clone(), sheet(at), end.clone(), bof, records.concat(), end].concat();
    stream.resize(4096, 0);
    stream
}

const ENDS_AFTER_EIGHT: &[u32] = &[0xFFFF_FFFD, 0xFFFF_FFFE, 3, 4, 5, 6, 7, 8, 9, 0xFFFF_FFFE];

fn number_at(row: u16, column: u16) -> Vec<u8> {
    let place = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
    record(0x0203, &[place, 1.0_f64.to_le_bytes().to_vec()].concat())
}

#[test]
fn an_old_workbook_with_two_cells_a_world_apart_is_refused_before_it_takes_the_memory() {
    let stream = workbook_stream(&[number_at(0, 0), number_at(u16::MAX, u16::MAX)]);
    assert_eq!(refusal(&compound("Workbook", &stream, ENDS_AFTER_EIGHT, 4096)), Refusal::SheetTooLarge);
}

#[test]
fn an_old_workbook_that_claims_a_vast_sheet_is_refused() {
    let claim = [0_u32.to_le_bytes(), u32::MAX.to_le_bytes(), [0, 0, 0xFF, 0], [0; 4]].concat();
    let stream = workbook_stream(&[record(0x0200, &claim[..14])]);
    assert_eq!(refusal(&compound("Workbook", &stream, ENDS_AFTER_EIGHT, 4096)), Refusal::SheetTooLarge);
}

#[test]
fn an_old_workbook_whose_sectors_run_in_a_circle_is_refused() {
    let stream = workbook_stream(&[]);
    let circle = &[0xFFFF_FFFD, 0xFFFF_FFFE, 3, 2];
    assert_eq!(refusal(&compound("Workbook", &stream, circle, u32::MAX)), Refusal::Damaged { sheet: String::new() });
    let directory_circle = &[0xFFFF_FFFD, 1, 3, 4, 5, 6, 7, 8, 9, 0xFFFF_FFFE];
    assert!(matches!(refusal(&compound("Workbook", &stream, directory_circle, 4096)), Refusal::Damaged { .. }));
}

#[test]
fn an_old_workbook_with_no_rows_is_opened_and_refused_for_that_alone() {
    let bytes = compound("Workbook", &workbook_stream(&[]), ENDS_AFTER_EIGHT, 4096);
    assert_eq!(refusal(&bytes), Refusal::EmptyLists { sheets: vec!["List 6".to_owned()] });
}

#[test]
fn a_workbook_behind_a_password_is_refused_with_the_way_to_remove_it() {
    let bytes = compound("EncryptedPackage", &[0; 4096], ENDS_AFTER_EIGHT, 4096);
    assert_eq!(refusal(&bytes), Refusal::Encrypted);
    assert!(Refusal::Encrypted.to_string().contains("remove the password"));
}

#[test]
fn ten_thousand_children_are_read_in_seconds_even_without_optimisation() {
    let rows: Vec<String> =
        (0..10_000).map(|n| format!("{n} | Locality {} | Worker {} | =2025-09-01 |", n % 24, n % 24)).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let bytes = workbook(&[official(6, &rows), official(7, &rows)]);
    let start = Instant::now();
    assert_eq!(read(&bytes).cases.len(), 10_000);
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

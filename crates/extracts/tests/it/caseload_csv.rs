//! The documented CSV, in the encodings and with the separators that offices save.

use encoding_rs::WINDOWS_1252;
use extracts::{Layout, Refusal};

use crate::build::{left_out, noted, read, refusal, told};

const PLAIN: &str = "\
Team,Worker,Case reference,Opened,Type,Closed
Review 1,Zoë Field,R-1,14/03/2026,support plan,
Review 2,Ben Okoro,R-2,2026-01-05,,31/01/2026
";

const CASES: [&str; 2] = [
    "R-1 | Review 1 | Zoë Field | 2026-03-14 |  | support plan",
    "R-2 | Review 2 | Ben Okoro | 2026-01-05 | 2026-01-31 | ",
];

fn utf16(text: &str, unit: impl Fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
    let start = if mark { "\u{feff}" } else { "" };
    start.encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect()
}

#[test]
fn the_file_is_read_in_every_encoding_an_office_saves() {
    let files = [
        ("UTF-8", PLAIN.as_bytes().to_vec()),
        ("UTF-8 with a mark", format!("\u{feff}{PLAIN}").into_bytes()),
        ("UTF-16, low byte first", utf16(PLAIN, u16::to_le_bytes, true)),
        ("UTF-16, high byte first", utf16(PLAIN, u16::to_be_bytes, true)),
        ("UTF-16 without a mark", utf16(PLAIN, u16::to_le_bytes, false)),
        ("Windows-1252", WINDOWS_1252.encode(PLAIN).0.into_owned()),
    ];
    for (encoding, bytes) in files {
        let caseload = read(&bytes);
        assert_eq!(caseload.layout, Layout::Csv);
        assert_eq!(told(&caseload), CASES, "{encoding}");
        let is_1252 = noted(&caseload) == ["read-as-windows-text"];
        assert_eq!(is_1252, encoding == "Windows-1252", "{encoding}: {:?}", caseload.findings);
    }
}

#[test]
fn the_separator_is_found_by_the_headings() {
    for separator in [",", ";", "\t", "|"] {
        let text = PLAIN.replace(',', separator);
        assert_eq!(told(&read(text.as_bytes())), CASES, "{separator:?}");
        let with_hint = format!("sep={separator}\r\n{text}");
        assert_eq!(told(&read(with_hint.as_bytes())), CASES, "{separator:?} with Excel's hint");
    }
}

#[test]
fn lines_may_end_in_any_of_the_three_ways() {
    for ending in ["\n", "\r\n", "\r"] {
        let caseload = read(PLAIN.replace('\n', ending).as_bytes());
        assert_eq!(told(&caseload), CASES, "{ending:?}");
        assert_eq!(caseload.cases[1].place.to_string(), "line 3", "{ending:?}");
    }
}

#[test]
fn headings_may_stand_in_any_order_and_in_any_spelling() {
    let text = "CASE_REFERENCE , date\u{a0}opened,Allocated Worker,\u{200b}TEAM\nR-1,14/03/2026,Ada Frost,Review 1\n";
    assert_eq!(told(&read(text.as_bytes())), ["R-1 | Review 1 | Ada Frost | 2026-03-14 |  | "]);
}

#[test]
fn a_finding_names_the_line_and_the_column_through_blank_lines_and_cells_of_two_lines() {
    let text = "team,worker,case reference,opened,type,closed\n\n\"Review\n1\",Ada Frost,R-1,01/02/2026,,\n\nReview 1,Ada Frost,R-2,31/02/2026,,\n";
    let caseload = read(text.as_bytes());
    assert_eq!(caseload.cases[0].place.to_string(), "line 3");
    let finding = caseload.left_out().next().expect("the finding");
    assert_eq!(finding.place.to_string(), "line 6, column opened");
    assert_eq!(finding.message, "'31/02/2026' is not a date. Correct it in the file, or leave this row out.");
}

#[test]
fn a_line_with_more_cells_than_headings_is_left_out() {
    let text = format!("{PLAIN}Review 1, north,Ada Frost,R-3,14/03/2026,plan,x\n");
    let caseload = read(text.as_bytes());
    assert!(left_out(&caseload).contains(&"too-many-cells"));
    assert_eq!(told(&caseload), CASES);
    assert_eq!((caseload.lists[0].rows, caseload.lists[0].read), (3, 2));
}

#[test]
fn separators_at_the_end_of_a_line_are_not_cells() {
    let text = PLAIN.replace("support plan,", "support plan,,,,,");
    assert_eq!(told(&read(text.as_bytes())), CASES);
}

#[test]
fn a_quotation_mark_without_a_partner_is_noted() {
    let text = format!("{PLAIN}Review 1,\"Ada Frost,R-3,14/03/2026,,\n");
    let caseload = read(text.as_bytes());
    assert!(noted(&caseload).contains(&"odd-quotation-mark"));
}

#[test]
fn a_formula_is_kept_as_the_text_it_is() {
    let text = format!("{PLAIN}Review 1,=HYPERLINK(1),R-3,14/03/2026,,\n");
    assert_eq!(read(text.as_bytes()).cases[2].worker, "=HYPERLINK(1)");
}

#[test]
fn a_missing_heading_refuses_the_file() {
    let refused = refusal(b"team,worker,case reference,notes\nA,B,C1,D\n");
    assert_eq!(
        refused.to_string(),
        "The file has no column for 'opened'. The headings found are: 'team', 'worker', 'case reference', 'notes'. \
         Add or rename the heading, and upload the file again."
    );
}

#[test]
fn a_file_of_headings_only_and_an_empty_file_are_refused() {
    let empty = Refusal::EmptyLists { sheets: vec!["an upload".to_owned()] };
    assert_eq!(refusal(b"team,worker,case reference,opened,type,closed\n"), empty);
    assert_eq!(refusal(b""), empty);
}

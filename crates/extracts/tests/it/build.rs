//! Small workbooks and files to read, written as tables.

use std::io::{Cursor, Write};

use extracts::{Caseload, Limits, Refusal, Severity, read_caseload};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The official headings of List 6, with the columns a row of a test fills.
pub const LIST_6: &[&str] = &[
    "Child Unique ID",
    "Gender",
    "Ethnicity",
    "Date of Birth",
    "Age of Child (Years)",
    "Does the Child have a Disability",
    "CIN Start Date",
    "Primary Need Code",
    "Date Child Was Last Seen",
    "CIN Closure Date",
    "Reason for Closure",
    "Case status",
    "Allocated Team",
    "Allocated Worker",
];

pub const LIST_7: &[&str] = &[
    "Child Unique ID",
    "Gender",
    "Date of Birth",
    "Child Protection Plan Start Date",
    "Initial Category of Abuse",
    "Child Protection Plan End Date",
    "Allocated Team",
    "Allocated Worker",
];

pub const LIST_8: &[&str] = &[
    "Child Unique ID",
    "Gender",
    "Date of Birth",
    "Date Started to be Looked After",
    "Child's Legal Status",
    "Date Ceased to be Looked After ",
    "Placement postcode",
    "Allocated Team",
    "Allocated Worker",
];

/// A sheet to be written. A cell is text; `=2026-03-14` is a real date, `~1234` a number.
pub struct Sheet {
    pub name: String,
    pub title: Option<String>,
    pub headings: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Sheet {
    pub fn with_headings(mut self, headings: &[&str]) -> Self {
        self.headings = headings.iter().map(|heading| (*heading).to_owned()).collect();
        self
    }

    pub fn named(mut self, name: &str) -> Self {
        self.name = name.to_owned();
        self
    }
}

/// A list in the layout of Ofsted's template. A row is
/// `reference | team | worker | opened | closed`.
pub fn official(number: u8, rows: &[&str]) -> Sheet {
    let mut sheet = flat(number, rows);
    sheet.name = format!("List_{number}");
    sheet.title = Some(format!("List {number}: the title in the merged row"));
    sheet
}

/// A list with its headings in row 1.
pub fn flat(number: u8, rows: &[&str]) -> Sheet {
    let headings = match number {
        6 => LIST_6,
        7 => LIST_7,
        _ => LIST_8,
    };
    Sheet {
        name: format!("List {number}"),
        title: None,
        headings: headings.iter().map(|heading| (*heading).to_owned()).collect(),
        rows: rows.iter().map(|row| spread(headings, row)).collect(),
    }
}

/// Puts the five cells of a row under their headings, and something else under the others.
fn spread(headings: &[&str], row: &str) -> Vec<String> {
    let cells: Vec<&str> = row.split('|').map(|cell| cell.trim_matches(' ')).collect();
    let cell = |index: usize| cells.get(index).copied().unwrap_or_default().to_owned();
    let put = |heading: &&str| match *heading {
        "Child Unique ID" => cell(0),
        "Allocated Team" => cell(1),
        "Allocated Worker" => cell(2),
        "CIN Start Date" | "Child Protection Plan Start Date" | "Date Started to be Looked After" => cell(3),
        "CIN Closure Date" | "Child Protection Plan End Date" | "Date Ceased to be Looked After " => cell(4),
        "Date of Birth" => "=2015-05-01".to_owned(),
        "Gender" => "b) Female".to_owned(),
        _ => "other".to_owned(),
    };
    headings.iter().map(put).collect()
}

pub fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    let mut book = Workbook::new();
    for sheet in sheets {
        write_sheet(book.add_worksheet(), sheet);
    }
    book.save_to_buffer().expect("a workbook")
}

fn write_sheet(page: &mut Worksheet, sheet: &Sheet) {
    page.set_name(&sheet.name).expect("a sheet name");
    let mut row = 0;
    if let Some(title) = &sheet.title {
        page.merge_range(0, 0, 0, 10, title, &Format::new()).expect("a title");
        row = 1;
    }
    for cells in std::iter::once(&sheet.headings).chain(&sheet.rows) {
        for (column, cell) in (0..).zip(cells) {
            write_cell(page, row, column, cell);
        }
        row += 1;
    }
}

fn write_cell(page: &mut Worksheet, row: u32, column: u16, cell: &str) {
    let written = if let Some(date) = cell.strip_prefix('=') {
        let date = ExcelDateTime::parse_from_str(date).expect("a date");
        page.write_datetime_with_format(row, column, &date, &Format::new().set_num_format("dd/mm/yyyy"))
    } else if let Some(number) = cell.strip_prefix('~') {
        page.write_number(row, column, number.parse::<f64>().expect("a number"))
    } else {
        page.write_string(row, column, cell)
    };
    written.expect("a cell");
}

/// An .xlsx written part by part, for what no writer of workbooks would write.
pub fn parts(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).expect("a part");
        archive.write_all(content).expect("its content");
    }
    archive.finish().expect("an archive").into_inner()
}

const RELATIONSHIPS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#;
const MAIN: &str = r#"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;

/// A workbook of one sheet, 'List 6', given the XML of its properties, rows and shared strings.
pub fn by_hand(properties: &str, sheet_data: &str, shared_strings: &str) -> Vec<u8> {
    let types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = format!(
        r#"{RELATIONSHIPS}<Relationship Id="r1" Type="{types}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let of_book = format!(
        r#"{RELATIONSHIPS}<Relationship Id="r1" Type="{types}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
    );
    let book = format!(
        r#"<workbook {MAIN}>{properties}<sheets><sheet name="List 6" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    let sheet = format!("<worksheet {MAIN}>{sheet_data}</worksheet>");
    parts(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", package.as_bytes()),
        ("xl/_rels/workbook.xml.rels", of_book.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", shared_strings.as_bytes()),
    ])
}

/// A row of a sheet by hand: cells of inline text, or of numbers where they start with `~`.
pub fn xml_row(number: u32, cells: &[&str]) -> String {
    let mut xml = format!(r#"<row r="{number}">"#);
    for (letter, cell) in ('A'..='Z').zip(cells) {
        match cell.strip_prefix('~') {
            Some(value) => xml.push_str(&format!(r#"<c r="{letter}{number}"><v>{value}</v></c>"#)),
            None => xml.push_str(&format!(r#"<c r="{letter}{number}" t="inlineStr"><is><t>{cell}</t></is></c>"#)),
        }
    }
    xml + "</row>"
}

pub fn try_read(bytes: &[u8]) -> Result<Caseload, Refusal> {
    read_caseload("an upload", bytes, &Limits::default())
}

pub fn read(bytes: &[u8]) -> Caseload {
    try_read(bytes).expect("a file that is read")
}

pub fn read_book(sheets: &[Sheet]) -> Caseload {
    read(&workbook(sheets))
}

pub fn refusal(bytes: &[u8]) -> Refusal {
    try_read(bytes).expect_err("a file that is refused")
}

/// The rules that left rows out, in order.
pub fn left_out(caseload: &Caseload) -> Vec<&str> {
    caseload.left_out().map(|finding| finding.rule.as_str()).collect()
}

/// The rules noted, without those that most small workbooks have.
pub fn noted(caseload: &Caseload) -> Vec<&str> {
    let noted = caseload.findings.iter().filter(|finding| finding.severity == Severity::Noted);
    noted.map(|finding| finding.rule.as_str()).filter(|rule| *rule != "list-absent").collect()
}

/// Each case as `reference | team | worker | opened | closed | kind`.
pub fn told(caseload: &Caseload) -> Vec<String> {
    let day = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let tell = |case: &extracts::CaseRow| {
        let (opened, closed) = (day(case.opened), day(case.closed));
        format!("{} | {} | {} | {opened} | {closed} | {}", case.reference, case.team, case.worker, case.kind)
    };
    caseload.cases.iter().map(tell).collect()
}

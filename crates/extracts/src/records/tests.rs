use std::collections::BTreeMap;

use super::cells::hundredths;
use super::{About, Problem, RecordKind, Rows, headers, matched, read};

const NOTHING: BTreeMap<String, String> = BTreeMap::new();

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, heading)| ((*key).to_owned(), (*heading).to_owned())).collect()
}

fn problems(kind: RecordKind, text: &str) -> Vec<String> {
    read(kind, text.as_bytes(), &NOTHING).expect_err("problems").iter().map(Problem::to_string).collect()
}

#[test]
fn the_files_of_the_example_are_read_as_they_stand() {
    for (kind, bytes, rows) in [
        (RecordKind::Spend, include_bytes!("../../../plumbline/demo/records/spend.csv").as_slice(), 12),
        (RecordKind::Packages, include_bytes!("../../../plumbline/demo/records/packages.csv").as_slice(), 81),
        (RecordKind::Supervision, include_bytes!("../../../plumbline/demo/records/supervision.csv").as_slice(), 107),
        (RecordKind::Complaints, include_bytes!("../../../plumbline/demo/records/complaints.csv").as_slice(), 24),
        (RecordKind::Training, include_bytes!("../../../plumbline/demo/records/training.csv").as_slice(), 36),
    ] {
        let read = read(kind, bytes, &NOTHING).expect("an example that is read");
        assert_eq!(read.len(), rows, "{kind:?}");
        assert_eq!(RecordKind::parse(kind.as_str()), Some(kind));
    }
}

#[test]
fn encodings_separators_and_ways_of_writing_a_month_make_no_difference() {
    let rows = "month,budget,spend\n2026-03,\"825,000\",£818400.50\n";
    let plain = read(RecordKind::Spend, rows.as_bytes(), &NOTHING).expect("read");
    let Rows::Spend(months) = &plain else { panic!("spend") };
    assert_eq!(
        (months[0].month.to_string().as_str(), months[0].budget, months[0].spend),
        ("2026-03-01", 82_500_000, 81_840_050)
    );
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(rows.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for same in [
        [b"\xEF\xBB\xBF".as_slice(), rows.as_bytes()].concat(),
        b"Month;BUDGET;Actual spend\r\n\r\n01/03/2026;825000;818400.5\r\n;;\r\n".to_vec(),
        b"spend\tmonth\tbudget\n818400.50\tMar 2026\t825000\n".to_vec(),
        b"month,budget,spend\rMarch-26,825000,818400.50\r".to_vec(),
        b"month,budget,spend,note\n2026-03,825000,818400.50,caf\xE9\n".to_vec(),
        utf16,
    ] {
        assert_eq!(read(RecordKind::Spend, &same, &NOTHING), Ok(plain.clone()), "{}", String::from_utf8_lossy(&same));
    }
}

#[test]
fn what_is_wrong_is_told_by_line_and_column_with_the_way_to_mend_it() {
    let heading = "weekly_cost,requested_on,decided_on\n";
    for (line, says) in [
        ("306,2026-01-05,31/02/2026", "Line 2, decided_on: '31/02/2026' is not a date. Correct it in the file."),
        ("306,,2026-01-05", "Line 2, requested_on: the cell is blank. Fill it in the file, or delete the line."),
        ("cheap,2026-01-05,", "Line 2, weekly_cost: 'cheap' is not a number. Write it like 1234.50 in the file."),
        (
            "306,2026-01-05,2026-01-04",
            "Line 2, decided_on: '2026-01-04' is before the day it was asked for. Correct one of them.",
        ),
        (
            "1,306,2026-01-05,2026-01-06",
            "Line 2: there are 4 cells and 3 headings. Put quotation marks around text with a comma in it.",
        ),
        ("306", "Line 2, requested_on: the cell is blank. Fill it in the file, or delete the line."),
    ] {
        let found = problems(RecordKind::Packages, &format!("{heading}{line}\n"));
        assert!(found.iter().any(|found| found == says), "{line}: {found:?}");
    }
    let later = problems(RecordKind::Packages, &format!("{heading}306,2026-01-05,\n\n\"306\",soon,\n"));
    assert_eq!(later, ["Line 4, requested_on: 'soon' is not a date. Correct it in the file."]);
}

#[test]
fn words_that_are_none_of_the_few_are_told() {
    for (kind, text, says) in [
        (RecordKind::Complaints, "date,type\n2026-01-05,moan\n", "Line 2, type: 'moan' is not a complaint"),
        (RecordKind::Complaints, "date,type,outcome\n2026-01-05,complaint,so so\n", "Line 2, outcome: 'so so' is not"),
        (RecordKind::Supervision, "date,worker,held\n2026-01-05,a,perhaps\n", "Line 2, held: 'perhaps' is neither"),
        (
            RecordKind::Supervision,
            "date,worker,held,minutes\n2026-01-05,a,yes,ages\n",
            "Line 2, minutes: 'ages' is not",
        ),
        (RecordKind::Spend, "month,budget,spend\nspring,1,1\n", "Line 2, month: 'spring' is not a month."),
    ] {
        let found = problems(kind, text);
        assert!(found.len() == 1 && found[0].starts_with(says), "{found:?}");
    }
}

#[test]
fn files_that_are_none_are_refused_whole() {
    let huge = vec![b'a'; super::MOST_BYTES + 1];
    for (bytes, says) in [
        (b"".as_slice(), "The file is empty."),
        (b" \r\n\r\n".as_slice(), "The file is empty."),
        (b"month,budget,spend\n".as_slice(), "There are headings and no rows below them."),
        (b"month,budget,spend\n,,\n".as_slice(), "There are headings and no rows below them."),
        (b"%PDF-1.7".as_slice(), "This is not a CSV file."),
        (b"PK\x03\x04".as_slice(), "This is not a CSV file."),
        (b"month,budget,spend\n2026-01,\"1,1\n".as_slice(), "A quotation mark stands without its partner"),
        (huge.as_slice(), "The file is larger than 8 MB."),
    ] {
        let found = read(RecordKind::Spend, bytes, &NOTHING).expect_err("a refusal");
        assert!(found.len() == 1 && found[0].says.starts_with(says), "{found:?}");
        assert_eq!(found[0].about, About::File);
    }
}

#[test]
fn a_column_that_is_missing_is_told_with_the_headings_and_can_be_mapped() {
    let text = "Money,When asked,Agreed\n306,2026-01-05,2026-01-09\n";
    let found = read(RecordKind::Packages, text.as_bytes(), &NOTHING).expect_err("columns are missing");
    let missing: Vec<&str> = found.iter().map(|problem| problem.column.as_str()).collect();
    assert_eq!(missing, ["weekly_cost", "requested_on", "decided_on"]);
    assert!(found[0].says.contains("The file has: Money, When asked, Agreed."), "{}", found[0].says);
    assert_eq!(headers(text.as_bytes()), Ok(vec!["Money".into(), "When asked".into(), "Agreed".into()]));

    let chosen = map(&[("weekly_cost", "Money"), ("requested_on", "When asked"), ("decided_on", "Agreed")]);
    let rows = read(RecordKind::Packages, text.as_bytes(), &chosen).expect("read with a map");
    assert_eq!(rows.len(), 1);

    for (wrong, says) in
        [("Money", "is chosen twice"), ("Nowhere", "The file has no column “Nowhere”."), ("", "There is no column")]
    {
        let chosen = map(&[("weekly_cost", "Money"), ("requested_on", wrong), ("decided_on", "Agreed")]);
        let found = read(RecordKind::Packages, text.as_bytes(), &chosen).expect_err("a wrong map");
        assert!(found.len() == 1 && found[0].says.contains(says), "{wrong}: {found:?}");
    }
}

#[test]
fn a_column_goes_by_its_own_name_before_a_common_word_and_one_mapped_to_nothing_is_not_read() {
    let heads: Vec<String> = ["completed", "Cancelled by", "HELD", "Worker", "date"].map(str::to_owned).into();
    assert_eq!(matched(RecordKind::Supervision, &heads).get("held").map(String::as_str), Some("HELD"));
    let text = "date,worker,held,minutes\n2026-01-05,a,yes,ages\n";
    let without = read(RecordKind::Supervision, text.as_bytes(), &map(&[("minutes", "")])).expect("read");
    let Rows::Supervision(rows) = without else { panic!("supervision") };
    assert_eq!(rows[0].minutes, None);
}

#[test]
fn no_more_than_fifty_problems_and_twenty_thousand_rows_are_told_of() {
    let wrong = "date,type\n".to_owned() + &"soon,complaint\n".repeat(200);
    assert_eq!(problems(RecordKind::Complaints, &wrong).len(), 50);
    let many = "date,type\n".to_owned() + &"2026-01-05,complaint\n".repeat(20_001);
    let found = problems(RecordKind::Complaints, &many);
    assert!(found.len() == 1 && found[0].contains("more than 20,000 rows"), "{found:?}");
}

#[test]
fn amounts_are_read_to_the_penny_or_not_at_all() {
    for (text, found) in [
        ("14", Some(1400)),
        ("£818,400", Some(81_840_000)),
        ("-12.5", Some(-1250)),
        ("0.05", Some(5)),
        ("GBP 3", Some(300)),
        ("818400,50", None),
        ("1,2", None),
        (",5", None),
        ("", None),
        ("-", None),
        ("1.2.3", None),
        ("9999999999999", None),
        ("twelve", None),
    ] {
        assert_eq!(hundredths(text), found, "{text}");
    }
}

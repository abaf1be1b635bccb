//! Published sample workbooks, where they are at hand. They are not part of the project.

use std::path::PathBuf;

use extracts::{Layout, Limits, Refusal, read_caseload};

fn sample(name: &str) -> Option<Vec<u8>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/extracts/annex_a").join(name);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        println!("skipped: {} is not at hand", path.display());
    }
    bytes
}

#[test]
fn the_flat_sample_is_read_with_every_row_accounted_for() {
    let Some(bytes) = sample("liia_Annex_A.xlsx") else {
        return;
    };
    let caseload = read_caseload("liia_Annex_A.xlsx", &bytes, &Limits::default()).expect("a workbook");
    assert_eq!(caseload.layout, Layout::AnnexAFlat);
    let counts: Vec<_> = caseload.lists.iter().map(|list| (list.rows, list.read)).collect();
    // Nobody in its List 6 has a team or a worker: every cell there is #N/A.
    assert_eq!(counts, [(5, 0), (7, 7), (5, 5)]);
    assert_eq!(caseload.cases.len(), 12);
    assert!(caseload.left_out().all(|finding| finding.rule.ends_with("-missing")));
    let first = &caseload.cases[0];
    assert_eq!((first.reference.as_str(), first.team.as_str()), ("10721552", "Locality 4 Unit 1"));
    assert!(caseload.cases.iter().all(|case| !case.worker.contains('\u{a0}')));
}

#[test]
fn the_official_templates_old_and_new_are_known_and_found_empty() {
    for (name, sheets) in [
        ("2016-01-sample.xlsx", ["List_6", "List_7", "List_8"]),
        ("example-A-2005.xls", ["List_6", "List_7", "List_8"]),
    ] {
        let Some(bytes) = sample(name) else { return };
        let refused = read_caseload(name, &bytes, &Limits::default()).expect_err("an empty template");
        let sheets = sheets.map(str::to_owned).to_vec();
        assert_eq!(refused, Refusal::EmptyLists { sheets }, "{name}");
    }
}

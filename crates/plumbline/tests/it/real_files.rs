//! Files that councils have, through the child process that reads them. They stand beside the project in
//! `../shared` and are not part of it: where they are not, this says so.

use std::path::{Path, PathBuf};

use extracts::{Caseload, Refusal};

fn beside() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/extracts/annex_a");
    folder.is_dir().then_some(folder)
}

fn read(name: &str, bytes: &[u8]) -> Result<Caseload, Refusal> {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_plumbline"))
        .args(["read-file", "--max-bytes", "33554432", "--", name])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    child.stdin.take().expect("an input").write_all(bytes).expect("written");
    let output = child.wait_with_output().expect("it ends");
    serde_json::from_slice(&output.stdout).expect("an answer")
}

#[test]
fn the_published_workbooks_are_understood_or_refused_in_words() {
    let Some(folder) = beside() else {
        println!("skipped: there is no ../shared/data/extracts beside the project");
        return;
    };
    for file in ["liia_Annex_A.xlsx", "2016-01-sample.xlsx", "example-A-2005.xls"] {
        let bytes = std::fs::read(folder.join(file)).expect("the file");
        match read(file, &bytes) {
            Ok(found) if file.starts_with("liia") => {
                assert!(!found.cases.is_empty(), "{file} holds children in lists 6 to 8");
                println!(
                    "{file}: {} cases, {} findings, {} lists",
                    found.cases.len(),
                    found.findings.len(),
                    found.lists.len()
                );
            }
            Ok(found) => println!(
                "{file}: {} cases, {} findings, {} lists",
                found.cases.len(),
                found.findings.len(),
                found.lists.len()
            ),
            Err(refusal) => println!("{file}: refused: {refusal}"),
        }
    }
}

#[test]
fn a_file_in_a_child_with_little_memory_gives_the_same_as_here() {
    let csv = b"Team,Worker,Case reference,Opened,Type,Closed\nA Team,A Worker,X-1,14/03/2026,review,\n";
    let here = extracts::read_caseload("a.csv", csv, &extracts::Limits::default()).expect("read");
    assert_eq!(read("a.csv", csv).expect("read"), here);
}

//! `plumbline judge` as a person runs it.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

pub fn plumbline(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_plumbline"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    child.stdin.take().expect("an input").write_all(input.as_bytes()).expect("written");
    child.wait_with_output().expect("it ends")
}

fn judge(framework: &str, standard: &str, asked: &Value) -> Result<Value, String> {
    let output = plumbline(&["judge", "--framework", framework, "--standard", standard, "-"], &asked.to_string());
    match output.status.code() {
        Some(0) => Ok(serde_json::from_slice(&output.stdout).expect("JSON")),
        Some(2) => Err(String::from_utf8(output.stderr).expect("text")),
        other => panic!("ended with {other:?}"),
    }
}

#[test]
fn it_prints_the_grade_the_range_the_reason_and_what_is_missing() {
    let asked = json!({"marks": {"A1": "clear", "A1v": "clear", "A2": "none", "A3": "clear"}});
    let answer = judge("vital-signs", "VS1", &asked).expect("judged");
    assert_eq!(answer["grade"], "undetermined");
    assert_eq!((&answer["worst"], &answer["best"]), (&json!("inadequate"), &json!("requires-improvement")));
    assert_eq!(answer["missing"], json!(["A4"]));
}

#[test]
fn does_not_apply_without_a_reason_is_refused_by_name() {
    let asked = json!({"marks": {"a": "na", "b": "met"}});
    let said = judge("adult-practice", "S18", &asked).expect_err("refused");
    assert!(said.contains("S18 a does not apply: say why."), "{said}");
    let asked = json!({"marks": {"a": "na"}, "reasons": {"a": "No concern was raised."}});
    judge("adult-practice", "S18", &asked).expect("judged");
}

#[test]
fn what_is_not_known_is_refused_by_name() {
    for (framework, standard, asked, says) in [
        ("adult-practice", "S51", json!({}), "no standard “S51”"),
        ("nothing", "S18", json!({}), "no framework or file “nothing”"),
        ("adult-practice", "S18", json!({"marks": {"z": "met"}}), "no part “z”"),
        ("adult-practice", "S18", json!({"marks": {"a": "clear"}}), "“clear” is not a mark"),
        ("adult-practice", "S18", json!({"sources": ["E13"]}), "“E13” is not a source"),
        ("adult-practice", "S18", json!({"mark": {}}), "unknown field `mark`"),
        ("vital-signs", "VS1", json!({"hard_stop": "left"}), "no hard stop"),
        ("vital-signs", "VS3", json!({"marks": {"N1": "na"}, "reasons": {"N1": "x"}}), "N1 always applies"),
    ] {
        let said = judge(framework, standard, &asked).expect_err("refused");
        assert!(said.contains(says), "{says}: {said}");
    }
}

#[test]
fn a_hard_stop_makes_the_enquiry_inadequate() {
    let asked = json!({"marks": {"E1": "clear", "E2": "clear", "E3": "clear", "E4": "clear", "E5": "clear"}, "hard_stop": "Left with him."});
    assert_eq!(judge("vital-signs", "VS2", &asked).expect("judged")["grade"], "inadequate");
}

#[test]
fn a_framework_file_of_the_council_can_be_used() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../frameworks/vital-signs.toml");
    let asked =
        json!({"marks": {"P1": "clear", "P2": "clear", "P3": "clear", "P4": "clear", "P5": "clear", "P6": "clear"}});
    assert_eq!(judge(file, "VS6", &asked).expect("judged")["grade"], "good");
}

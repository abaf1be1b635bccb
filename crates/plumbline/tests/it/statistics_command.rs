//! `plumbline statistics` as a person runs it.

use serde_json::Value;

use crate::judge_command::plumbline;

fn refused(arguments: &[&str], input: &str) -> String {
    let output = plumbline(arguments, input);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    String::from_utf8(output.stderr).expect("text")
}

#[test]
fn a_file_of_cases_is_worked_out_again_with_the_names_it_uses() {
    let file = r#"{"method": "proportion_interval", "cases": [
        {"id": "one", "input": {"x": 65, "n": 100, "confidence": 0.95}, "expected": {}, "provenance": "published"},
        {"id": "none", "input": {"x": 0, "n": 0, "confidence": 0.95}}]}"#;
    let output = plumbline(&["statistics", "proportion_interval", "-"], file);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(answer["method"], "proportion_interval");
    assert_eq!(answer["cases"][0]["id"], "one");
    assert!((answer["cases"][0]["output"]["wilson"][0].as_f64().expect("a number") - 0.552_544).abs() < 1e-6);
    assert_eq!(answer["cases"][1]["output"]["estimate"], Value::Null, "nothing can be said of no cases");
}

#[test]
fn what_cannot_be_worked_out_names_the_file_the_case_and_the_mend() {
    assert!(refused(&["statistics", "kappa"], "{}").contains("There is no method 'kappa'. The methods are: "));
    assert!(refused(&["statistics", "gwet_ac", "nowhere.json"], "").starts_with("nowhere.json cannot be read: "));
    let case = r#"{"cases": [{"id": "a", "input": {"x": 4, "n": 3, "confidence": 0.95}}]}"#;
    assert_eq!(
        refused(&["statistics", "proportion_interval"], case),
        "standard input: Case 'a': x is 4, more than n, 3.\n"
    );
    let listed = plumbline(&["statistics", "list"], "");
    assert_eq!(String::from_utf8(listed.stdout).expect("text").lines().count(), 21);
}

//! Every method against the reference values, the undefined ones too.

use std::path::Path;

use serde_json::Value;
use statistics::worked::{Refusal, methods, work_out};

/// Two tests that search a grid agree to this only.
const BY_GRID: [(&str, f64); 2] = [("barnard_two_sided", 2e-3), ("boschloo_two_sided", 2e-3)];

fn vectors(method: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join(format!("{method}.json"));
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Where two values differ by more than the tolerance, the place.
fn difference(at: &str, found: &Value, expected: &Value, tolerance: f64) -> Option<String> {
    let named = at.rsplit('.').next().unwrap_or(at);
    let tolerance = BY_GRID.iter().find(|(name, _)| *name == named).map_or(tolerance, |(_, grid)| *grid);
    let differ = || Some(format!("{at}: {found}, not {expected}"));
    match (found, expected) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64()?, b.as_f64()?);
            if (a - b).abs() <= tolerance * b.abs().max(1.0) { None } else { differ() }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().find_map(|(i, (a, b))| difference(&format!("{at}[{i}]"), a, b, tolerance))
        }
        // One case of alpha says what is published for it and no more.
        (Value::Object(a), Value::Object(b)) => b.iter().find_map(|(key, b)| match a.get(key) {
            Some(a) => difference(&format!("{at}.{key}"), a, b, tolerance),
            None => Some(format!("{at}.{key} is missing")),
        }),
        _ if found == expected => None,
        _ => differ(),
    }
}

#[test]
fn every_case_of_every_method_gives_the_reference_value() {
    let mut cases = 0;
    let mut wrong = Vec::new();
    for method in methods() {
        let text = vectors(method);
        let file: Value = serde_json::from_str(&text).expect("the vectors are JSON");
        let tolerance = file["tolerance"].as_f64().expect("a tolerance");
        let answered = work_out(method, &text).unwrap_or_else(|e| panic!("{method}: {e}"));
        let expected = file["cases"].as_array().expect("cases");
        let found = answered["cases"].as_array().expect("cases");
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert_eq!(found["id"], expected["id"]);
            let at = format!("{method} {}", expected["id"].as_str().unwrap_or("?"));
            wrong.extend(difference(&at, &found["output"], &expected["expected"], tolerance));
            cases += 1;
        }
    }
    assert!(wrong.is_empty(), "{} of {cases} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!((methods().len(), cases), (21, 229), "a file of vectors was added or lost");
}

#[test]
fn a_file_that_cannot_be_worked_out_says_where_and_what() {
    let refused = |method: &str, file: &str| work_out(method, file).expect_err("refused").to_string();
    assert!(refused("kappa", "{}").starts_with("There is no method 'kappa'. The methods are: cohen_kappa, "));
    assert!(refused("gwet_ac", "{").contains("EOF") && refused("gwet_ac", "{").contains("A file is {\"method\""));
    assert_eq!(
        refused("gwet_ac", r#"{"method": "funnel", "cases": []}"#),
        "The file is of the method 'funnel', and 'gwet_ac' was asked for."
    );
    let case = |input: &str| format!(r#"{{"cases": [{{"id": "a", "input": {input}}}]}}"#);
    let share = |input: &str| refused("proportion_interval", &case(input));
    assert_eq!(share(r#"{"x": 4, "n": 3, "confidence": 0.95}"#), "Case 'a': x is 4, more than n, 3.");
    assert_eq!(
        share(r#"{"x": 1, "n": 3, "confidence": 95}"#),
        "Case 'a': the confidence 95 is not above 0 and at most 0.999999."
    );
    assert!(share(r#"{"x": 1, "n": 3}"#).contains("missing field `confidence`"));
    assert!(share(r#"{"x": -1, "n": 3, "confidence": 0.95}"#).starts_with("Case 'a': invalid value"));
    assert!(
        refused("gwet_ac", &case(r#"{"ratings": [[5]], "categories": [1, 2]}"#))
            .contains("5 is not among the categories")
    );
    assert!(
        refused("proportion_difference", &case(r#"{"x1":1,"n1":4000000000,"x2":1,"n2":2,"confidence":0.95}"#))
            .contains("more than the 1000000")
    );
    assert_eq!(work_out("funnel", r#"{"cases": []}"#).expect("nothing to do")["cases"], serde_json::json!([]));
    assert_eq!(work_out("none", "{}"), Err(Refusal::NoMethod("none".to_owned())));
}

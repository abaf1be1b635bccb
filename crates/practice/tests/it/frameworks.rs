//! Framework files: every mistake is named with its place, and versions can be compared.

use practice::frameworks::{Change, Framework, compare};

use crate::shipped::adult;

const ADULT: &str = include_str!("../../../../frameworks/adult-practice.toml");

fn problems(text: &str) -> Vec<String> {
    Framework::read(text).expect_err("it has problems").iter().map(ToString::to_string).collect()
}

/// The place of a phrase in a text, as a message gives it.
fn place(text: &str, phrase: &str) -> String {
    let at = text.find(phrase).expect("the phrase is there");
    let line = text[..at].matches('\n').count() + 1;
    let column = at - text[..at].rfind('\n').map_or(0, |i| i + 1) + 1;
    format!("line {line}, column {column}")
}

#[test]
fn every_kind_of_mistake_is_named_with_its_line_and_column() {
    for (right, wrong, at, says) in [
        ("rule = \"STD\"", "rule = \"STDD\"", "\"STDD\"", "There is no rule “STDD”"),
        ("domain = \"D3\"", "domain = \"D33\"", "\"D33\"", "There is no domain “D33”"),
        (
            "[\"E2\", \"E3\", \"E8\", \"E9\", \"E11\", \"E12\"]",
            "[\"E2\", \"E99\"]",
            "\"E99\"",
            "There is no source “E99”",
        ),
        ("critical = true", "critcal = true", "critcal", "“critcal” is not known"),
        ("critical = true", "critical = \"yes\"", "\"yes\"\nread_in_cases", "should be true or false"),
        ("grade = \"good\"", "grade = \"great\"", "\"great\"", "“great” is not a grade"),
        ("all = \"met\"", "all = \"done\"", "\"done\"", "“done” is not a mark here"),
        ("points_at_least = \"2/3\"", "points_at_least = \"3/2\"", "\"3/2\"", "is not a share"),
        ("in_force_from = 2025-04-01", "in_force_from = \"April\"", "\"April\"", "should be a date"),
        ("id = \"S02\"", "id = \"S01\"", "\"S01\"\ndomain = \"D1\"\nname = \"Known", "There are two of standard “S01”"),
    ] {
        let text = ADULT.replacen(right, wrong, 1);
        let found = problems(&text);
        let place = place(&text, at);
        assert!(
            found.iter().any(|p| p.starts_with(&place) && p.contains(says)),
            "{wrong}: wanted {place} {says}, found {found:#?}"
        );
    }
}

#[test]
fn all_mistakes_are_named_at_once_in_the_order_of_the_file() {
    let text = ADULT.replacen("rule = \"CRIT\"", "rule = \"CRT\"", 1).replacen(
        "name = \"Known worker\"",
        "nam = \"Known worker\"",
        1,
    );
    let found = problems(&text);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[0].contains("“CRT”") && found[1..].iter().any(|p| p.contains("“nam”")));
}

#[test]
fn a_file_that_is_not_toml_is_refused_with_its_place() {
    let found = problems("id = \"x\n[standards");
    assert!(found[0].starts_with("line 1"), "{found:?}");
}

#[test]
fn a_rule_may_only_name_parts_that_its_standards_have() {
    let signs = include_str!("../../../../frameworks/vital-signs.toml").replacen(
        "\"A2\", \"A3\", \"A4\"], at",
        "\"A2\", \"A3\", \"A7\"], at",
        1,
    );
    assert!(problems(&signs)[0].contains("no part “A7”"));
}

#[test]
fn two_versions_are_compared_standard_by_standard() {
    let later = ADULT
        .replacen("version = \"2025.1\"", "version = \"2026.1\"", 1)
        .replacen("person says they were treated with respect", "person says they were treated with respect and warmth", 1)
        .replacen("  { key = \"c\", text = \"every change of worker was explained and handed over in person or by phone\" },\n", "", 1);
    let later = Framework::read(&later).expect("it is sound");
    let found = compare(&adult(), &later);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert_eq!((found[0].standard.as_deref(), found[0].what.as_str()), (Some("S01"), "part b"));
    assert!(matches!(&found[0].change, Change::Changed { to, .. } if to.ends_with("warmth")));
    assert!(matches!(&found[1].change, Change::Removed(text) if text.starts_with("every change of worker")));
    assert!(compare(&later, &later).is_empty());
}

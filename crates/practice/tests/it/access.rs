//! Who may do what: the table of rules, its stories, and the properties that must hold of it.

// Kept as tables, one question a line, so that they can be read down as well as across.
#[rustfmt::skip]
mod allowances;
#[rustfmt::skip]
mod denials;
mod properties;
mod stories;
mod world;

use practice::access::{Decision, Effect, RULES, Role, decide_with, rules_as_markdown};

use world::{Line, today};

fn every_line() -> Vec<Line> {
    let mut lines = denials::lines();
    lines.extend(allowances::lines());
    lines
}

fn decided(line: &Line, rules: &[practice::access::Rule]) -> Decision {
    line.thing.with(|object| decide_with(rules, &line.actor, line.action, object, today()))
}

#[test]
fn every_line_of_the_tables_is_decided_by_the_rule_it_names() {
    for line in every_line() {
        let expected = Decision { allowed: line.allowed, rule: line.by };
        assert_eq!(decided(&line, RULES), expected, "{}: {}", line.about, line.sentence);
    }
}

#[test]
fn every_rule_has_a_line_that_is_allowed_and_a_line_that_is_not() {
    let lines = every_line();
    for rule in RULES {
        for allowed in [true, false] {
            assert!(
                lines.iter().any(|line| line.about == rule.id && line.allowed == allowed),
                "{} has no line with allowed = {allowed}",
                rule.id
            );
        }
    }
}

#[test]
fn every_row_is_needed_because_some_line_changes_without_it() {
    let lines = every_line();
    for (dropped, rule) in RULES.iter().enumerate() {
        let mut rest = RULES.to_vec();
        rest.remove(dropped);
        assert!(
            lines.iter().any(|line| decided(line, &rest).allowed != line.allowed),
            "row {dropped}, {}, decides no line: {}",
            rule.id,
            rule.says
        );
    }
}

#[test]
fn denials_stand_before_allowances() {
    let first_allowance = RULES.iter().position(|rule| rule.effect == Effect::Allow);
    let last_denial = RULES.iter().rposition(|rule| rule.effect == Effect::Deny);
    assert!(last_denial < first_allowance);
}

#[test]
fn the_written_page_is_the_table() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/access.md");
    let written = std::fs::read_to_string(path).expect("docs/access.md can be read");
    assert_eq!(written, rules_as_markdown());
}

#[test]
fn roles_are_read_and_written_by_the_same_name() {
    for role in Role::ALL {
        assert_eq!(role.as_str().parse::<Role>(), Ok(*role));
    }
    let written = "worker supervisor team-manager service-manager head-of-service \
                   principal-social-worker director qa-lead reviewer independent-expert hr-adviser \
                   data-officer data-protection-officer programme-mentor forms-lead board-member \
                   system-admin";
    let names: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
    assert_eq!(names.join(" "), written);
}

#[test]
fn an_unknown_role_is_named_with_those_that_are_known() {
    let refusal = "chief".parse::<Role>().expect_err("there is no such role");
    let text = refusal.to_string();
    assert!(text.starts_with("'chief' is not a role. Use one of: worker, supervisor, "), "{text}");
}

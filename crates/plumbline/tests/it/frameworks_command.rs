//! `plumbline frameworks` as a person runs it.

use crate::judge_command::plumbline;

#[test]
fn a_framework_that_ships_passes_its_own_check_after_it_is_copied() {
    let shown = plumbline(&["frameworks", "show", "adult-practice"], "");
    let copy = std::env::temp_dir().join(format!("plumbline-copy-{}.toml", std::process::id()));
    std::fs::write(&copy, &shown.stdout).expect("copied");
    let checked = plumbline(&["frameworks", "check", copy.to_str().expect("a path")], "");
    assert_eq!(checked.status.code(), Some(0), "{}", String::from_utf8_lossy(&checked.stderr));
    let text = String::from_utf8(shown.stdout).expect("text").replacen("rule = \"STD\"", "rule = \"STDD\"", 1);
    std::fs::write(&copy, text).expect("changed");
    let refused = plumbline(&["frameworks", "check", copy.to_str().expect("a path")], "");
    std::fs::remove_file(&copy).expect("removed");
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        said.contains("line ") && said.contains("There is no rule “STDD”") && said.contains("1 mistake to mend"),
        "{said}"
    );
}

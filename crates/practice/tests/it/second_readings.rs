//! Which cases are read a second time.

use std::collections::BTreeSet;

use practice::reviews::{Grade, Outcome, ReadTwice, read_twice};

#[test]
fn a_fifth_is_drawn_and_every_inadequate_or_outstanding_case_joins_it() {
    let outstanding = BTreeSet::from(["S05".to_owned()]);
    let on = |standard: &str, grade: Grade| (standard.to_owned(), Outcome::from(grade));
    let good = vec![on("S01", Grade::Good), on("S05", Grade::RequiresImprovement)];
    let mut cases: Vec<_> = (1..=9).map(|n| (format!("LD-{n}"), good.clone())).collect();
    let drawn = read_twice("seed", &cases, &outstanding);
    assert_eq!(drawn.len(), 2, "a fifth of nine, rounded up");
    assert_eq!(drawn, read_twice("seed", &cases, &outstanding), "the same seed draws the same");
    let spared = cases.iter().position(|(r, _)| !drawn.contains_key(r)).expect("one not drawn");
    cases[spared].1 = vec![on("S01", Grade::Inadequate), on("S05", Grade::Good)];
    let more = read_twice("seed", &cases, &outstanding);
    assert_eq!(more[&cases[spared].0], BTreeSet::from([ReadTwice::Inadequate, ReadTwice::Outstanding]));
    assert_eq!(more.len(), 3);
    assert!(read_twice("seed", &[], &outstanding).is_empty());
}

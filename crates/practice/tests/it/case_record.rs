//! What is left to do before a case can be called read.

use practice::reviews::{Behind, CaseRecord};

use crate::shipped::{adult, signs};

#[test]
fn a_case_is_read_when_every_part_is_marked_and_the_worker_is_told_what_fell_short() {
    let adult = adult();
    let safeguarding = [adult.standard("S18").expect("it exists")];
    let mut record = CaseRecord::default();
    for (part, mark) in [("S18a", "met"), ("S18b", "met"), ("S18c", "partly"), ("S18d", "partly")] {
        record.marks.insert(part.into(), mark.into());
    }
    let says = |record: &CaseRecord| -> Vec<String> {
        record.to_mend(&adult, &safeguarding).into_iter().map(|(part, says)| format!("{part} | {says}")).collect()
    };
    let left = says(&record);
    assert_eq!(left.len(), 4, "{left:#?}");
    assert!(left[0].starts_with("S18e | S18e is not marked yet"));
    assert!(
        left[1].contains("say what lay behind it") && left[2].contains("write a sentence"),
        "only the essential part asks"
    );
    assert!(left[3].starts_with("strengths | "));

    record.marks.insert("S18e".into(), "na".into());
    assert!(says(&record).iter().any(|s| s.contains("S18 e does not apply: say why")));
    record.reasons.insert("S18e".into(), "There is nothing to protect from now.".into());
    record.behind.insert("S18c".into(), Behind::System);
    record.notes.insert("S18c".into(), "Five questions with names. Three have dates.".into());
    record.strengths = "Safe the same day.".into();
    assert!(says(&record).is_empty(), "{:#?}", says(&record));
}

#[test]
fn an_item_of_a_practice_sample_needs_no_strength() {
    let signs = signs();
    let record = CaseRecord::default();
    assert!(!record.lacks_strength(&signs) && record.lacks_strength(&adult()));
}

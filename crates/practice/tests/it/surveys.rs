//! What is asked, what is counted, and what may be shown of it.

use practice::frameworks::Framework;
use practice::surveys::{Band, Counted, QuestionSet, SHIPPED, Tally, counted, favourable, shipped, words};
use proptest::prelude::*;
use statistics::disclosure::{Published, audit};

const ADULTS: &str = include_str!("../../../../frameworks/adult-practice.toml");
const SIGNS: &str = include_str!("../../../../frameworks/vital-signs.toml");

#[test]
fn every_set_that_ships_is_sound_and_asks_about_parts_that_exist() {
    let frameworks = [ADULTS, SIGNS].map(|text| Framework::read(text).expect("a framework"));
    for text in SHIPPED {
        let set = QuestionSet::read(text).unwrap_or_else(|problems| panic!("{}", problems.join("\n")));
        let framework = frameworks.iter().find(|f| f.id == set.framework).expect("its framework");
        let source = set.source.as_ref().expect("its source");
        assert!(framework.source(source).is_some(), "{}: {source}", set.id);
        for part in set.questions.iter().flat_map(|question| &question.elements) {
            let known = framework
                .standards
                .iter()
                .any(|s| s.elements.iter().any(|e| practice::reviews::part_name(s, e) == *part) || s.id == *part);
            assert!(known, "{}: {part}", set.id);
        }
    }
    assert_eq!(shipped().len(), 6);
}

#[test]
fn every_language_has_every_word_around_the_questions() {
    let english: Vec<String> = words("en").keys().map(str::to_owned).collect();
    assert!(english.len() >= 20);
    for set in shipped() {
        for language in &set.languages {
            let theirs = words(&language.code);
            for key in &english {
                assert!(!theirs.get(key).is_empty(), "{}: {key}", language.code);
            }
        }
    }
}

#[test]
fn a_set_with_mistakes_names_each_with_its_question() {
    let refused = |from: &str, to: &str| {
        let text = SHIPPED[1].replacen(from, to, 1);
        assert_ne!(text, SHIPPED[1], "{from}");
        QuestionSet::read(&text).expect_err("refused").join("\n")
    };
    assert!(refused("danger = \"No\"", "danger = \"Never\"").contains("q8: “danger” is not one of its answers."));
    let in_words = "kind = \"text\"\nlimit = 90\nwording = \"Do you know";
    assert!(
        refused("kind = \"choice\"\nwording = \"Do you know", in_words)
            .contains("More than one question is answered in words.")
    );
    assert!(refused("id = \"q2\"", "id = \"q1\"").contains("q1: two questions have this id."));
    assert!(
        refused("options = [\"Yes\", \"Sometimes\", \"No\"]", "options = [\"Yes\", \"No\"]")
            .contains("has 3 answers and English 2")
    );
    assert!(refused("kind = \"choice\"", "kind = \"stars\"").contains("“kind” is choice"));
    assert!(refused("dir = \"rtl\"", "dir = \"up\"").contains("“dir” is ltr or rtl"));
}

fn people() -> QuestionSet {
    QuestionSet::read(SHIPPED[0]).expect("the set")
}

fn tally(counts: [u32; 4]) -> Tally {
    counts.iter().enumerate().map(|(place, count)| (place.to_string(), *count)).collect()
}

#[test]
fn no_answers_one_answer_and_everybody_the_same_are_three_things() {
    let set = people();
    let question = set.question("q3").expect("a question");
    assert_eq!(counted(question, &Tally::new(), false), Counted::TooFew);
    assert_eq!(counted(question, &tally([1, 0, 0, 0]), false), Counted::TooFew);
    let Counted::Bars(bars, 12) = counted(question, &tally([12, 0, 0, 0]), false) else { panic!("shown") };
    assert_eq!((bars[0].count, bars[0].percent, bars[0].band), (Some(12), Some(100), Band::Best));
    let alike = counted(question, &tally([12, 0, 0, 0]), true);
    assert_eq!(alike, Counted::Alike { answer: "Yes, always".into(), n: 12 }, "staff could be asked who said what");
}

#[test]
fn fewer_than_ten_have_counts_and_no_percentages() {
    let set = people();
    let question = set.question("q3").expect("a question");
    let Counted::Bars(bars, 9) = counted(question, &tally([9, 0, 0, 0]), false) else { panic!("shown") };
    assert!(bars.iter().all(|bar| bar.percent.is_none()));
}

#[test]
fn the_better_half_of_the_scale_is_counted_for_it() {
    let set = people();
    let question = set.question("q3").expect("a question");
    assert_eq!(favourable(question, &tally([3, 4, 2, 1])), Some((7, 10)));
    assert_eq!(favourable(question, &tally([1, 1, 1, 1])), None, "four are too few");
    assert_eq!(favourable(set.question("q11").expect("helper"), &tally([9, 9, 9, 9])), None, "it has no scale");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    /// T20: whoever knows what is shown and how many answered cannot work out a hidden count.
    #[test]
    fn t20_no_hidden_count_can_be_worked_out(counts in prop::array::uniform4(0u32..40), unsure in 0u32..9, blank in 0u32..9) {
        let set = people();
        let question = set.question("q3").expect("a question");
        let mut given = tally(counts);
        given.insert("not-sure".into(), unsure);
        given.insert("blank".into(), blank);
        if let Counted::Bars(bars, n) = counted(question, &given, false) {
            let all: Vec<u64> = counts.iter().chain([&unsure, &blank]).map(|c| u64::from(*c)).collect();
            prop_assert_eq!(u64::from(n), all.iter().sum::<u64>());
            let hidden: Vec<bool> = bars.iter().map(|bar| bar.count.is_none()).collect();
            for (bar, count) in bars.iter().zip(&all) {
                prop_assert!(bar.count.is_none() || bar.count.map(u64::from) == Some(*count));
                prop_assert!(bar.count.is_none_or(|count| count == 0 || count >= 5));
            }
            for cell in audit(&[all], &[hidden], Published { rows: true, cols: false }) {
                prop_assert!(!cell.is_disclosed(), "{:?}: {:?}", counts, bars);
            }
        }
    }
}

//! What is asked, what is counted, and what may be shown of it.

use practice::frameworks::Framework;
use practice::surveys::{
    Band, Counted, Question, QuestionSet, SHIPPED, Tally, agrees, counted, day_in, shipped, shown, words,
};
use proptest::prelude::*;
use statistics::disclosure::{Published, audit, audit_known};

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
    for id in ["ways", "way", "code", "language", "csrf", "go"] {
        let says = refused("id = \"q2\"", &format!("id = \"{id}\""));
        assert!(says.contains(&format!("{id}: this id has another use in a survey.")), "{says}");
    }
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

fn tally<const N: usize>(counts: [u32; N]) -> Tally {
    counts.iter().enumerate().map(|(place, count)| (place.to_string(), *count)).collect()
}

#[test]
fn no_answers_one_answer_and_everybody_the_same_are_three_things() {
    let set = people();
    let question = set.question("q3").expect("a question");
    assert_eq!(counted(question, &Tally::new(), false, "2026"), Counted::TooFew);
    assert_eq!(counted(question, &tally([1, 0, 0, 0]), false, "2026"), Counted::TooFew);
    let Counted::Bars(bars, 12) = counted(question, &tally([12, 0, 0, 0]), false, "2026") else { panic!("shown") };
    assert_eq!((bars[0].count(), bars[0].band), (Some(12), Band::Best));
    let alike = counted(question, &tally([12, 0, 0, 0]), true, "2026");
    assert_eq!(alike, Counted::Alike { answer: "Yes, always".into(), n: 12 }, "staff could be asked who said what");
    let nearly = counted(question, &tally([11, 1, 0, 0]), true, "2026");
    assert_eq!(nearly, alike, "so that it may also mean nearly all");
    for counts in [[0, 4, 0, 1], [1, 16, 3, 0]] {
        let said = counted(question, &tally(counts), true, "2026");
        assert!(matches!(said, Counted::Alike { .. }), "{counts:?}: {said:?}");
    }
    for counts in [[4, 4, 0, 0], [7, 2, 0, 0], [40, 5, 0, 0]] {
        let said = counted(question, &tally(counts), true, "2026");
        assert!(matches!(said, Counted::Bars(..)), "{counts:?} are not nearly all: {said:?}");
    }
    assert!(matches!(counted(question, &tally([11, 1, 0, 0]), false, "2026"), Counted::Bars(..)));
}

#[test]
fn a_share_says_its_n_its_period_and_its_interval_and_fewer_than_ten_have_no_percentages() {
    let set = people();
    let question = set.question("q3").expect("a question");
    let said = |counted: Counted| match counted {
        Counted::Bars(bars, _) => bars[0].share.as_ref().map(ToString::to_string),
        _ => None,
    };
    let most = counted(question, &tally([17, 5, 0, 0]), false, "autumn 2026");
    assert_eq!(said(most).as_deref(), Some("77%, 17 of 22 (likely 57% to 90%; autumn 2026)"));
    let nine = counted(question, &tally([9, 0, 0, 0]), false, "autumn 2026");
    assert_eq!(said(nine).as_deref(), Some("9 of 9 (in 40 like these, likely 28 to 40; autumn 2026)"));
}

#[test]
fn counts_beside_their_sum_hide_the_small_and_what_would_give_them_away() {
    for (counts, told) in [
        ([7, 0, 4], [Some(7), None, None]),
        ([12, 6, 0], [Some(12), Some(6), Some(0)]),
        ([12, 6, 3], [Some(12), None, None]),
        ([9, 2, 3], [Some(9), None, None]),
        ([0, 0, 0], [Some(0), Some(0), Some(0)]),
    ] {
        assert_eq!(shown(&counts), told, "{counts:?}");
    }
    // Two hidden of 8 together would be 4 and 4, and three of 3 together one each.
    assert_eq!(shown(&[12, 4, 4, 0]), [Some(12), None, None, None]);
    assert_eq!(shown(&[12, 9, 1, 1, 1]), [Some(12), None, None, None, None]);
    assert_eq!(shown(&[12, 6, 0, 1]), [Some(12), None, None, None], "a nought beside a 1 alone hides nothing");
}

#[test]
fn a_day_has_the_name_of_its_month_in_english_only() {
    let day = "2026-12-11".parse().expect("a day");
    assert_eq!(["", "en"].map(|language| day_in(language, day)), ["11 December 2026"; 2]);
    assert_eq!(["pl", "ar"].map(|language| day_in(language, day)), ["11/12/2026"; 2]);
}

#[test]
fn what_is_put_into_words_stands_in_every_language() {
    for language in ["en", "pl", "ar"] {
        for key in ["letter_or", "paper_end"] {
            let said = words(language).with(key, &[("phone", "01632 960 124"), ("day", "11/12/2026")]);
            assert!(said.contains("01632 960 124") && said.contains("11/12/2026") && !said.contains('{'), "{said}");
        }
    }
}

#[test]
fn a_set_is_read_in_its_languages_and_in_english_otherwise() {
    let set = people();
    assert_eq!((set.dir_in("ar"), set.dir_in("pl"), set.dir_in("xx")), ("rtl", "ltr", "ltr"));
    assert!(set.heading_in("pl").starts_with("Co myślisz") && set.heading_in("xx") == set.heading);
    assert!(!set.intro_in("ar").starts_with('\n') && set.intro_in("").starts_with("These questions"));
}

/// Which way the answers to a question point, by what is shown of them.
fn points(question: &Question, given: &Tally, staff: bool) -> Option<bool> {
    agrees(question, &counted(question, given, staff, "2026"))
}

#[test]
fn answers_agree_only_where_what_is_shown_says_so() {
    let set = people();
    let question = set.question("q3").expect("a question");
    let at = |counts| points(question, &tally(counts), false);
    assert_eq!(at([12, 9, 6, 5]), Some(true), "21 of 32 chose the better half");
    assert_eq!(at([8, 8, 8, 8]), Some(false), "half is not more than half");
    assert_eq!(at([12, 5, 2, 1]), Some(true), "whatever the two hidden ones are, it is more than half");
    assert_eq!(at([9, 2, 0, 3]), Some(true), "wherever the five hidden stand");
    assert_eq!(at([3, 4, 2, 1]), None, "nothing is shown, so nothing is told");
    let mut unsure = tally([8, 3, 0, 0]);
    unsure.insert("not-sure".into(), 9);
    assert_eq!(points(question, &unsure, false), Some(true));
    let beside = Tally::from([("0".to_owned(), 4), ("not-sure".to_owned(), 9)]);
    assert_eq!(points(question, &beside, false), None, "fewer than five may have placed themselves on the scale");
    assert_eq!(points(set.question("q11").expect("helper"), &tally([9, 9, 9, 9]), false), None, "it has no scale");
}

#[test]
fn the_rule_of_what_is_shown_cannot_be_turned_against_it() {
    // Eleven answered, of whom five left it out, which is shown. That it points the other way would tell how many said no.
    let set = people();
    let question = set.question("q3").expect("a question");
    for counts in [[1, 1, 1, 3], [2, 1, 1, 2], [3, 1, 1, 1]] {
        let given = Tally::from([("blank".to_owned(), 5)]).into_iter().chain(tally(counts)).collect();
        assert_eq!(points(question, &given, false), None, "{counts:?}");
    }
}

#[test]
fn numbers_answers_without_an_order_and_staff_of_one_mind_point_somewhere() {
    let sets = shipped();
    let set = |id: &str| sets.iter().find(|set| set.id == id).expect("a set");
    let morale = set("workers").question("q10").expect("a number");
    let numbers = |given: &[(&str, u32)]| given.iter().map(|(number, count)| ((*number).to_owned(), *count)).collect();
    for (number, said) in [("0", Some(false)), ("5", None), ("10", Some(true))] {
        assert_eq!(points(morale, &numbers(&[(number, 8)]), true), said, "{number} from everybody");
    }
    assert_eq!(points(morale, &numbers(&[("9", 11), ("6", 6)]), true), Some(true), "wherever the six stand");
    assert_eq!(points(morale, &numbers(&[("9", 6), ("6", 6)]), true), None, "the six may stand below the middle");
    assert_eq!(points(morale, &numbers(&[("9", 4)]), true), None, "four are too few");
    let offered = set("carers").question("q3").expect("answers without an order");
    for (given, said) in [([9, 8, 9], Some(true)), ([5, 6, 14], Some(false)), ([1, 1, 2], None)] {
        assert_eq!(points(offered, &tally(given), false), said, "yes, no thank you, no: {given:?}");
    }
    let who = set("children-parents").question("q9").expect("who answers");
    assert_eq!(points(who, &tally([9, 9, 0]), false), None, "what tells nothing of practice is no evidence");
    let agreed = set("workers").question("q1").expect("a statement");
    let alike = |place: &str| points(agreed, &Tally::from([(place.to_owned(), 8), ("1".to_owned(), 1)]), true);
    assert_eq!([alike("0"), alike("3")], [Some(true), Some(false)], "all or nearly all");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    /// T20: whoever knows what is shown, how many answered, and of each hidden count whether it is hidden because it is
    /// from 1 to 4, cannot work one out. Where nothing is shown, nobody knows which are.
    #[test]
    fn t20_no_hidden_count_can_be_worked_out(counts in prop::array::uniform4(0u32..40), unsure in 0u32..9, blank in 0u32..9) {
        let set = people();
        let question = set.question("q3").expect("a question");
        let mut given = tally(counts);
        given.insert("not-sure".into(), unsure);
        given.insert("blank".into(), blank);
        if let Counted::Bars(bars, n) = counted(question, &given, false, "2026") {
            let all: Vec<u64> = counts.iter().chain([&unsure, &blank]).map(|c| u64::from(*c)).collect();
            prop_assert_eq!(u64::from(n), all.iter().sum::<u64>());
            let hidden: Vec<bool> = bars.iter().map(|bar| bar.share.is_none()).collect();
            for (bar, count) in bars.iter().zip(&all) {
                prop_assert!(bar.count().is_none_or(|shown| u64::from(shown) == *count));
                prop_assert!(bar.count().is_none_or(|count| count == 0 || count >= 5));
            }
            let published = Published { rows: true, cols: false };
            let found = if hidden.iter().all(|hidden| *hidden) {
                audit(std::slice::from_ref(&all), &[hidden], published)
            } else {
                audit_known(std::slice::from_ref(&all), &[hidden], 5, published)
            };
            for cell in found {
                prop_assert!(!cell.is_disclosed(), "{:?}: {:?}", counts, bars);
            }
            // Which way it points is told from what is shown, and is true.
            let (good, on_scale) = (all[0] + all[1], all[..4].iter().sum::<u64>());
            let points = agrees(question, &Counted::Bars(bars, n));
            prop_assert!(points.is_none_or(|said| said == (good * 2 > on_scale)), "{:?}: {:?}", counts, points);
        }
    }
}

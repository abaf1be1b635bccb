//! Looking over what somebody wrote before anybody else reads it: does it ask for help, does it name somebody.

use std::collections::BTreeMap;

/// What was noticed in a text. It is kept either way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Screened {
    /// It may tell of somebody in danger: it is read today.
    pub danger: bool,
    /// It may name or identify somebody: it is not quoted.
    pub names: bool,
}

/// Words that may tell of danger, by language.
const DANGER: &str = include_str!("../../../../surveys/danger.toml");

/// Looks a text over.
#[must_use]
pub fn screen(text: &str) -> Screened {
    Screened { danger: tells_of_danger(text), names: names_somebody(text) }
}

/// The languages in which words that may tell of danger are known, with these words.
fn dangers() -> BTreeMap<String, Vec<String>> {
    toml::from_str(DANGER).unwrap_or_default()
}

/// Looked for in every language: nobody has to write in the language of the page.
fn tells_of_danger(text: &str) -> bool {
    let written = plain(text);
    let bare = written.split(' ').map(without_and_the).collect::<Vec<_>>().join(" ");
    let texts = [format!(" {written} "), format!(" {bare} ")];
    dangers().values().flatten().any(|word| texts.iter().any(|text| stands_in(text, word)))
}

/// Whether a word of the list stands in a plain text with blanks around it, before none of the words after its " !".
fn stands_in(text: &str, word: &str) -> bool {
    let mut parts = word.split(" !");
    let word = parts.next().unwrap_or_default();
    let not_before: Vec<String> = parts.map(plain).collect();
    let wanted = match word.strip_suffix('*') {
        Some(start) => format!(" {}", plain(start)),
        None => format!(" {} ", plain(word)),
    };
    let next = |rest: &str| rest.split(' ').next().unwrap_or_default().to_owned();
    text.split(wanted.as_str()).skip(1).any(|rest| !not_before.contains(&next(rest)))
}

/// The words of a text with single spaces: no capitals, no accents, and letters that are often written for one another
/// as one.
fn plain(text: &str) -> String {
    let letters: String = text.chars().flat_map(char::to_lowercase).filter(|c| !is_mark(*c)).map(letter).collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Accents that stand apart, the vowel signs of Arabic, what only stretches a word, and what only turns the line round.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}'
            | '\u{64b}'..='\u{65f}'
            | '\u{670}'
            | '\u{640}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    )
}

/// One letter for those that are often written for one another; a blank for what is no part of a word.
fn letter(c: char) -> char {
    match c {
        'ą' => 'a',
        'ć' => 'c',
        'ę' => 'e',
        'ł' => 'l',
        'ń' => 'n',
        'ó' => 'o',
        'ś' => 's',
        'ź' | 'ż' => 'z',
        'آ' | 'أ' | 'إ' | 'ٱ' => 'ا',
        'ى' | 'ئ' => 'ي',
        'ؤ' => 'و',
        'ة' => 'ه',
        c if c.is_alphanumeric() || c == '-' => c,
        _ => ' ',
    }
}

/// An Arabic word without the "and" and the "the" that are written together with it; any other word as it is.
fn without_and_the(word: &str) -> &str {
    let is_word = |rest: &&str| rest.chars().count() > 2;
    let word = word.strip_prefix(['و', 'ف']).filter(is_word).unwrap_or(word);
    ["بال", "لل", "ال"].into_iter().find_map(|the| word.strip_prefix(the)).filter(is_word).unwrap_or(word)
}

/// Titles with a name after them, numbers as long as a telephone's, postcodes, and two capitalised words in a row
/// inside a sentence.
fn names_somebody(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let capital = |word: &str| {
        let word = bare(word);
        word.chars().next().is_some_and(char::is_uppercase) && word.chars().skip(1).any(char::is_lowercase)
    };
    let titled = words.windows(2).any(|pair| {
        let title = bare(pair[0]).to_lowercase();
        matches!(title.as_str(), "mr" | "mrs" | "ms" | "miss" | "dr" | "nurse" | "sister") && capital(pair[1])
    });
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let ends = |word: &str| word.ends_with(['.', '!', '?']);
    let in_a_row =
        words.windows(3).any(|three| !ends(three[0]) && capital(three[1]) && capital(three[2]) && !ends(three[1]));
    titled
        || digits >= 7
        || text.contains('@')
        || in_a_row
        || words.windows(2).any(|pair| is_postcode(pair[0], pair[1]))
}

fn is_postcode(outward: &str, inward: &str) -> bool {
    let letters: Vec<char> = inward.trim_matches(|c: char| !c.is_alphanumeric()).chars().collect();
    let inward = letters.len() == 3 && letters[0].is_ascii_digit() && letters[1..].iter().all(char::is_ascii_uppercase);
    let outward = (2..=4).contains(&outward.len())
        && outward.starts_with(|c: char| c.is_ascii_uppercase())
        && outward.contains(|c: char| c.is_ascii_digit());
    inward && outward
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Screened, dangers, screen};
    use crate::surveys::shipped;

    /// By language: what may tell of danger, and what only sounds like it.
    const HELD: &[(&str, &[&str], &[&str])] = &[
        (
            "en",
            &[
                "He hits me",
                "I am LOCKED in at night.",
                "thinking about suicide",
                "my son takes my money",
                "My carer stole my pension",
                "not safe",
                "My manager threatened me in the car park",
                "she burned me with tea",
                "I do not feel safe at home",
                "I don't feel safe",
                "I don’t feel safe",
                "It isn’t safe here",
                "I am scared.",
                "I'm scared",
                "I am afraid",
                "I am afraid of my son",
                "I was afraid you had forgotten, and I am afraid at night",
                "I cut myself",
                "I want to harm myself",
                "He pushes me",
                "She saw my bruises",
                "he was raping me",
            ],
            &[
                "Come to see me, not the laptop",
                "She is never late",
                "The diet plan was hit-and-miss",
                "Burnout. We are burnt out by the recording.",
                "New skills would be good",
                "The beaker was on the bed",
                "I was afraid you had forgotten",
                "I was scared that it would rain",
                "I'm afraid not",
                "I feel safe with my worker",
                "A cut in hours",
                "Grapes and juice",
            ],
        ),
        (
            "pl",
            &[
                "Mąż mnie bije",
                "MĄŻ BIJE MNIE",
                "Boje sie syna",
                "Boję się, kiedy przychodzi",
                "syn zabiera mi pieniądze",
                "Nie chcę żyć",
                "myślę o samobójstwie",
                "Zamyka mnie w pokoju",
                "Grozi mi nożem",
                "Bracia znęcają się nade mną",
                "Boje\u{328} sie\u{328} me\u{328}z\u{307}a",
            ],
            &[
                "Potrzebuję więcej pomocy w domu",
                "Lista leży na stole",
                "Gwałtownie zmieniono termin",
                "Zabieg był w szpitalu",
                "Proszę o kopie dokumentów",
                "Kilka razy nikt nie przyszedł, byłam przemoczona",
                "Pani zabiera mnie do lekarza",
                "Bilet był za drogi",
            ],
        ),
        (
            "ar",
            &[
                "زوجي يضربني",
                "ضَرَبَنِي أمس",
                "أخاف من ابني",
                "أنا خائفة منه",
                "أفكر في الانتحار",
                "يهددني ويأخذ مالي",
                "لا أريد أن أعيش",
                "والضرب كل يوم",
                "أنا في خطر",
                "يحبسني في الغرفة",
            ],
            &[
                "الرجاء الحضور في الموعد",
                "أريد أن تزوروني أكثر",
                "ساعدني الأخصائي كثيرًا",
                "الضريبة مرتفعة",
                "خطرت لي فكرة جيدة",
                "الوقت قصير ووقته ضيق",
                "الوضع أفضل الآن",
            ],
        ),
    ];

    #[test]
    fn what_may_tell_of_danger_is_read_the_same_day_in_every_language() {
        for (language, raises, passes) in HELD {
            for text in *raises {
                assert!(screen(text).danger, "{language}: {text}");
            }
            for text in *passes {
                assert!(!screen(text).danger, "{language}: {text}");
            }
        }
    }

    #[test]
    fn words_of_danger_are_known_in_every_language_that_ships() {
        let known = dangers();
        let sets = shipped();
        let given = sets.iter().flat_map(|set| &set.languages).map(|language| language.code.as_str());
        let languages: BTreeSet<&str> = given.chain(["en"]).collect();
        assert!(languages.len() >= 3);
        for language in languages {
            assert!(known.get(language).is_some_and(|words| words.len() > 30), "{language}");
            assert!(HELD.iter().any(|(held, ..)| *held == language), "{language} has no examples here");
        }
    }

    #[test]
    fn what_may_name_somebody_is_noticed_and_kept() {
        for text in [
            "Mrs Patel is kind",
            "ring me on 01632 960 124",
            "I live at EX4 3TT",
            "when Anna Kowalska came",
            "a@b.example",
        ] {
            assert!(screen(text).names, "{text}");
        }
        for text in ["More to do in the day.", "Keep the same worker. Come on time.", "الرجاء الحضور في الموعد", ""]
        {
            assert_eq!(screen(text), Screened::default(), "{text}");
        }
    }
}

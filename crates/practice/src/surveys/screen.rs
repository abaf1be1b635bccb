//! Looking over what somebody wrote before anybody else reads it: does it ask for help, does it name somebody.

/// What was noticed in a text. It is kept either way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Screened {
    /// It may tell of somebody in danger: it is read today.
    pub danger: bool,
    /// It may name or identify somebody: it is not quoted.
    pub names: bool,
}

/// Words that may tell of danger. They are looked for whole, or at the beginning of a word where a star stands. Rather
/// once too often: a person reads it.
const DANGER: &[&str] = &[
    "hit",
    "hits",
    "hitting",
    "hurt*",
    "beat",
    "beats",
    "beaten",
    "kick*",
    "punch*",
    "slap*",
    "burn*",
    "strangl*",
    "rape*",
    "touches me",
    "touched me",
    "abus*",
    "kill*",
    "suicid*",
    "die",
    "dying",
    "overdose*",
    "self-harm*",
    "self harm*",
    "locked",
    "lock me",
    "locks me",
    "tied up",
    "starv*",
    "no food",
    "scared of",
    "afraid of",
    "frightened",
    "threat*",
    "steal*",
    "stole*",
    "takes my money",
    "took my money",
    "not safe",
    "unsafe",
    "help me",
];

/// Looks a text over.
#[must_use]
pub fn screen(text: &str) -> Screened {
    Screened { danger: tells_of_danger(text), names: names_somebody(text) }
}

fn tells_of_danger(text: &str) -> bool {
    let plain: String =
        text.chars().map(|c| if c.is_alphanumeric() || c == '-' { c.to_ascii_lowercase() } else { ' ' }).collect();
    let spaced = format!(" {} ", plain.split_whitespace().collect::<Vec<_>>().join(" "));
    DANGER.iter().any(|word| match word.strip_suffix('*') {
        Some(start) => spaced.contains(&format!(" {start}")),
        None => spaced.contains(&format!(" {word} ")),
    })
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
    use super::{Screened, screen};

    #[test]
    fn what_may_tell_of_danger_is_read_the_same_day() {
        for text in
            ["He hits me", "I am LOCKED in at night.", "thinking about suicide", "my son takes my money", "not safe"]
        {
            assert!(screen(text).danger, "{text}");
        }
        for text in ["Come to see me, not the laptop", "She is never late", "The diet plan was hit-and-miss"] {
            assert!(!screen(text).danger, "{text}");
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

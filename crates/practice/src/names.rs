//! Noticing somebody's name or NHS number in what is written, to warn whoever writes. It is kept either way.

/// Titles after which a name stands.
const TITLES: [&str; 8] = ["Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Sir", "Lady"];
/// The groups in which an NHS number is written.
const GROUPS: [usize; 3] = [3, 3, 4];

/// The first words that look like an NHS number or a name with its title, as they are written. The page's script holds
/// to the same rule while somebody types.
#[must_use]
pub fn personal(text: &str) -> Option<String> {
    number(text).or_else(|| titled(text))
}

/// Ten digits, in one or with one blank or hyphen after the third and the sixth.
fn number(text: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    let is_word = |at: usize| letters.get(at).is_some_and(|c| c.is_alphanumeric());
    (0..letters.len()).filter(|start| *start == 0 || !is_word(start - 1)).find_map(|start| {
        let mut at = start;
        for (group, count) in GROUPS.into_iter().enumerate() {
            if group > 0 && letters.get(at).is_some_and(|c| matches!(c, ' ' | '-')) {
                at += 1;
            }
            let end = at + count;
            if !letters.get(at..end)?.iter().all(char::is_ascii_digit) {
                return None;
            }
            at = end;
        }
        (!is_word(at)).then(|| letters[start..at].iter().collect())
    })
}

/// A title, and one or two words with a capital.
fn titled(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(2).enumerate().find_map(|(at, pair)| {
        let title = pair[0].trim_start_matches(|c: char| !c.is_alphanumeric());
        if !TITLES.contains(&title.strip_suffix('.').unwrap_or(title)) {
            return None;
        }
        let (first, goes_on) = name(pair[1])?;
        let second = words.get(at + 2).filter(|_| goes_on).and_then(|word| name(word));
        let names = [Some(first), second.map(|(word, _)| word)].into_iter().flatten();
        Some([title].into_iter().chain(names).collect::<Vec<_>>().join(" "))
    })
}

/// A word with a capital and small letters after it, without what follows it; and whether nothing does.
fn name(word: &str) -> Option<(&str, bool)> {
    let end = word.find(|c: char| !c.is_alphabetic() && !matches!(c, '’' | '\'' | '-')).unwrap_or(word.len());
    let bare = &word[..end];
    let mut letters = bare.chars();
    let is_name = letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase);
    is_name.then_some((bare, end == word.len()))
}

#[cfg(test)]
mod tests {
    use super::personal;

    #[test]
    fn a_name_with_its_title_and_an_nhs_number_are_noticed() {
        for (text, found) in [
            ("She saw Mrs Patel on Monday", "Mrs Patel"),
            ("(Dr. Anna Kowalska) rang", "Dr. Anna Kowalska"),
            ("Mr O’Neill, her son", "Mr O’Neill"),
            ("Miss Smith-Jones", "Miss Smith-Jones"),
            ("NHS number 943 476 5919.", "943 476 5919"),
            ("9434765919", "9434765919"),
            ("943-476-5919 is hers", "943-476-5919"),
        ] {
            assert_eq!(personal(text).as_deref(), Some(found), "{text}");
        }
    }

    #[test]
    fn what_is_no_name_and_no_number_is_let_be() {
        for text in [
            "",
            "Ms",
            "The Dr came",
            "Mr and Mrs were out",
            "Case 10482210 of 14 March 2026",
            "01392 496 0001 and 94347659190",
            "السيدة قالت",
        ] {
            assert_eq!(personal(text), None, "{text}");
        }
    }
}

//! Cleaning of text as it comes out of spreadsheets.

use std::borrow::Cow;

/// The longest value shown in a finding or a refusal.
const SHOWN: usize = 60;

/// The text without stray spaces and characters nobody can see: no-break and other odd spaces
/// become plain ones, runs of spaces become one, zero-width and direction marks go.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if is_clean(text) {
        return Cow::Borrowed(text);
    }
    let seen = text.chars().filter(|c| !is_unseen(*c)).collect::<String>();
    Cow::Owned(seen.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn is_clean(text: &str) -> bool {
    let plain = text.chars().all(|c| c == ' ' || !(c.is_whitespace() || is_unseen(c)));
    plain && !text.contains("  ") && !text.starts_with(' ') && !text.ends_with(' ')
}

/// Characters with no width: soft hyphen, joiners, direction marks, byte order mark, controls.
fn is_unseen(c: char) -> bool {
    let marks = matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}');
    marks || (c.is_control() && !c.is_whitespace())
}

/// What systems write when they mean "nothing here".
pub(crate) fn is_blank(cleaned: &str) -> bool {
    const NOTHING: &[&str] = &["", "-", "--", "–", "—", ".", "n/a", "null", "(blank)"];
    NOTHING.iter().any(|word| word.eq_ignore_ascii_case(cleaned)) || is_excel_error(cleaned)
}

/// `#N/A`, `#REF!`, `#NAME?` and their kin.
fn is_excel_error(text: &str) -> bool {
    text.starts_with('#') && (text.eq_ignore_ascii_case("#n/a") || text.ends_with(['!', '?']))
}

/// Two words or more, all letters: a name rather than a reference.
pub(crate) fn looks_like_a_name(text: &str) -> bool {
    let mut words = text.split([' ', ',']).filter(|word| !word.is_empty());
    let is_word = |word: &str| word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '.'));
    let count = words.clone().count();
    count >= 2 && words.all(is_word)
}

/// Letters and digits only, in lower case: how headings and spellings are compared.
pub(crate) fn squash(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// At most sixty characters, for showing.
pub(crate) fn clip(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    let mut shown: String = text.chars().take(SHOWN - 1).collect();
    shown.push('…');
    shown
}

//! Codes that open a survey: printed once, and held only as what the survey key makes of them.

use crate::{Result, chance};

/// Letters and figures that nobody mistakes for one another, and that make no words.
const LETTERS: &[u8; 24] = b"BCDFGHJKMNPQRTVWXYZ34678";
/// How many of them a code has: more than a hundred thousand million codes.
const LENGTH: usize = 8;

/// A code nobody can guess.
pub(super) fn new() -> Result<String> {
    let mut code = String::with_capacity(LENGTH);
    // Bytes from 240 up are left out, so that every letter is as likely as another.
    while code.len() < LENGTH {
        let bytes = chance::bytes::<16>()?;
        let fair = bytes.iter().filter(|byte| **byte < 240);
        code.extend(fair.map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).take(LENGTH - code.len()));
    }
    Ok(code)
}

/// A code as somebody typed it, as it was printed: capitals without blanks. `None` for what cannot be one.
pub(super) fn tidy(typed: &str) -> Option<String> {
    let code: String =
        typed.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
    (code.len() == LENGTH && code.bytes().all(|byte| LETTERS.contains(&byte))).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::{new, tidy};

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = new().expect("random");
        assert_eq!(tidy(&code.to_lowercase()).as_deref(), Some(code.as_str()));
        let typed = format!(" {}-{} ", &code[..4], &code[4..]);
        assert_eq!(tidy(&typed).as_deref(), Some(code.as_str()));
        for wrong in ["", "BDK7", "BDK7 4MWXX", "AEIOU012", "B'; DROP"] {
            assert_eq!(tidy(wrong), None, "{wrong}");
        }
        assert_ne!(code, new().expect("random"));
    }
}

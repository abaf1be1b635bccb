//! Accounts: what a password must be.

use thiserror::Error;

/// The fewest characters of a password: length, not complexity.
pub const MINIMUM_PASSWORD: usize = 12;
/// The most, so that a password cannot be used to tire the server.
pub const MAXIMUM_PASSWORD: usize = 256;

/// Words that begin most guesses. A password made of one of them and digits is refused.
const COMMON: &[&str] = &[
    "password",
    "passw0rd",
    "letmein",
    "welcome",
    "qwertyuiop",
    "qwerty",
    "iloveyou",
    "administrator",
    "admin",
    "socialwork",
    "socialworker",
    "council",
    "plumbline",
    "football",
    "monkey",
    "dragon",
    "sunshine",
    "princess",
    "abcdefghijkl",
    "changeme",
    "default",
    "secret",
    "summer",
    "winter",
    "autumn",
    "spring",
];

/// Why a password cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum PasswordProblem {
    /// Too short.
    #[error("Use at least {MINIMUM_PASSWORD} characters. Three words you will remember are good.")]
    TooShort,
    /// Too long.
    #[error("Use at most {MAXIMUM_PASSWORD} characters.")]
    TooLong,
    /// Among the first that anyone would try.
    #[error("This is one of the first that somebody would try. Use three words that do not belong together.")]
    Common,
    /// It holds the person's own name or sign-in name.
    #[error("Leave your own name out of it.")]
    HoldsName,
}

/// Checks a password for somebody with this sign-in name.
///
/// # Errors
/// The first problem.
pub fn check_password(password: &str, sign_in_name: &str) -> Result<(), PasswordProblem> {
    let length = password.chars().count();
    if length < MINIMUM_PASSWORD {
        return Err(PasswordProblem::TooShort);
    }
    if length > MAXIMUM_PASSWORD {
        return Err(PasswordProblem::TooLong);
    }
    let lower = password.to_lowercase();
    let letters: String = lower.chars().filter(|c| c.is_alphabetic()).collect();
    let first = lower.chars().next();
    let one_letter = lower.chars().all(|c| Some(c) == first);
    if one_letter || letters.is_empty() || COMMON.contains(&letters.as_str()) {
        return Err(PasswordProblem::Common);
    }
    let name = sign_in_name.to_lowercase();
    if name.len() >= 4 && lower.contains(&name) {
        return Err(PasswordProblem::HoldsName);
    }
    Ok(())
}

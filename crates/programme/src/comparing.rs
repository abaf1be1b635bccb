//! Whether a change between two audits is real, for anybody who reads two percentages somewhere.

use practice::access::{Action, Object};
use statistics::{Change, Reported, comparable};

use crate::{Act, Error, Field, Result};

/// Compares an earlier and a later share, as somebody wrote them down, each with when it was counted.
///
/// # Errors
/// `NotFound` for somebody without a role; `Invalid` for what is no share, and for percentages without counts: whether
/// they changed cannot be told.
pub fn compare(act: &mut Act, (then, when_then): (&str, &str), (now, when_now): (&str, &str)) -> Result<Change> {
    act.require(Action::ReadStandards, &Object::Standards)?;
    let when =
        |words: &str, other: &str| if words.trim().is_empty() { other.to_owned() } else { words.trim().to_owned() };
    let read = |name: &str, text: &str, period: &str| {
        let says = format!("“{}” is not a share. Write it like 11 of 20.", text.trim());
        Reported::read(text, period).ok_or_else(|| Field::new(name, says))
    };
    let (then, now) = (read("then", then, &when(when_then, "then")), read("now", now, &when(when_now, "now")));
    let (then, now) = match (then, now) {
        (Ok(then), Ok(now)) => (then, now),
        (then, now) => return Err(Error::Invalid([then.err(), now.err()].into_iter().flatten().collect())),
    };
    let unknown = if matches!(then, Reported::PercentOnly(_)) { "then" } else { "now" };
    let (then, now) = comparable(then, now).map_err(|why| Error::field(unknown, why.to_string()))?;
    Change::between(then, now).ok_or_else(|| Error::field("then", "Nothing was counted."))
}

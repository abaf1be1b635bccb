//! Case references: what may stand for a case, and what may not.

use crate::table::Value;
use crate::text::{is_blank, looks_like_a_name};

/// Numbers from here on have lost figures: Excel keeps fifteen.
const CUT_SHORT: f64 = 1e15;

/// Why a reference cannot be used. The rule's code, and a message that mends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unusable {
    Missing,
    LooksLikeAName,
    CutShort,
}

impl Unusable {
    pub fn rule(self) -> &'static str {
        match self {
            Self::Missing => "reference-missing",
            Self::LooksLikeAName => "reference-looks-like-a-name",
            Self::CutShort => "reference-cut-short",
        }
    }

    pub fn message(self) -> &'static str {
        match self {
            Self::Missing => "There is no case reference. Add it in the file, or leave this row out.",
            Self::LooksLikeAName => {
                "The case reference looks like a person's name, and names are not kept. \
                 Put the reference in its place, or leave this row out."
            }
            Self::CutShort => {
                "The case reference is a number that Excel has shortened. Format the column as \
                 text, enter the reference again, or leave this row out."
            }
        }
    }

    /// Whether the cell may be shown. Findings are kept, and names are not.
    pub fn may_be_shown(self) -> bool {
        self != Self::LooksLikeAName
    }
}

/// The reference in a cell, given the cell's cleaned text.
///
/// # Errors
/// `Unusable` where the text cannot stand for a case.
pub(crate) fn read<'a>(value: &Value, cleaned: &'a str) -> Result<&'a str, Unusable> {
    let text = without_point_zero(cleaned);
    if is_blank(text) {
        Err(Unusable::Missing)
    } else if looks_like_a_name(text) {
        Err(Unusable::LooksLikeAName)
    } else if is_cut_short(value, text) {
        Err(Unusable::CutShort)
    } else {
        Ok(text)
    }
}

/// "1234.0" is what some systems write for the number 1234.
fn without_point_zero(text: &str) -> &str {
    match text.split_once('.') {
        Some((whole, rest))
            if !whole.is_empty()
                && !rest.is_empty()
                && whole.bytes().all(|byte| byte.is_ascii_digit())
                && rest.bytes().all(|byte| byte == b'0') =>
        {
            whole
        }
        _ => text,
    }
}

/// A number of more than fifteen figures, or text such as "1.23E+10".
fn is_cut_short(value: &Value, text: &str) -> bool {
    match value {
        Value::Number(number) | Value::Day(number) => number.abs() >= CUT_SHORT,
        _ => text.contains(['.', '+']) && text.contains(['E', 'e']) && text.parse::<f64>().is_ok(),
    }
}

//! Words kept in tables and files, read back into what they mean.

use thiserror::Error;

/// A word that none of the values has. It means that a table and the program disagree.
#[derive(Debug, Error)]
#[error("“{word}” is not a {of}")]
pub struct UnknownWord {
    /// What was read.
    pub word: String,
    /// What was expected.
    pub of: &'static str,
}

macro_rules! read_back {
    ($($kind:ty => $of:literal),* $(,)?) => {$(
        impl TryFrom<String> for $kind {
            type Error = UnknownWord;

            fn try_from(word: String) -> Result<Self, UnknownWord> {
                Self::parse(&word).ok_or(UnknownWord { word, of: $of })
            }
        }
    )*};
}

read_back! {
    crate::frameworks::Kind => "kind of review",
    crate::reviews::Stage => "stage",
    crate::reviews::Outcome => "result",
    crate::reviews::SourceState => "state of a source",
    crate::reviews::Origin => "origin of evidence",
    crate::actions::WorksOn => "kind of action",
    crate::journal::Happened => "kind of entry",
}

use std::fmt;

/// What is wrong with one field of a form, and how to mend it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// The field's name in the form.
    pub name: String,
    /// What to do about it.
    pub says: String,
}

impl Field {
    /// A field and what to do about it.
    #[must_use]
    pub fn new(name: impl Into<String>, says: impl Into<String>) -> Self {
        Self { name: name.into(), says: says.into() }
    }
}

/// Why an act was not done. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not exist for this person. Not permitted is the same as not found.
    #[error("there is nothing here for you")]
    NotFound,
    /// Nobody is signed in.
    #[error("sign in first")]
    SignInFirst,
    /// The rules of the programme say no, and why.
    #[error("{0}")]
    Refused(String),
    /// Fields to mend.
    #[error("{}", said(.0))]
    Invalid(Vec<Field>),
    /// Somebody has written since it was read. Both texts are shown.
    #[error("somebody has saved this since you opened it")]
    Stale,
    /// The database.
    #[error(transparent)]
    Store(store::Error),
    /// The machine gave no random bytes, a hash could not be made, or a stored text cannot be read.
    #[error("{0}")]
    Broken(String),
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// One field to mend.
    #[must_use]
    pub fn field(name: impl Into<String>, says: impl Into<String>) -> Self {
        Self::Invalid(vec![Field::new(name, says)])
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Stale => Self::Stale,
            other => Self::Store(other),
        }
    }
}

/// The fields as sentences.
fn said(fields: &[Field]) -> impl fmt::Display {
    fields.iter().map(|f| f.says.as_str()).collect::<Vec<_>>().join(" ")
}

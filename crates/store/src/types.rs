use std::ops::{Deref, DerefMut};

use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// An id that may be absent, read from a column that may be null.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Maybe<T>(pub Option<T>);

impl<T: From<Uuid>> From<Option<Uuid>> for Maybe<T> {
    fn from(id: Option<Uuid>) -> Self {
        Self(id.map(T::from))
    }
}

impl<T> Deref for Maybe<T> {
    type Target = Option<T>;

    fn deref(&self) -> &Option<T> {
        &self.0
    }
}

/// A word that may be absent, read from a column that may be null.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MaybeWord<T>(pub Option<T>);

impl<T: TryFrom<String>> TryFrom<Option<String>> for MaybeWord<T> {
    type Error = T::Error;

    fn try_from(word: Option<String>) -> Result<Self, Self::Error> {
        word.map(T::try_from).transpose().map(Self)
    }
}

/// A row of one column.
pub(crate) type One<T> = (T,);

/// A structure kept as JSON text in one column.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Js<T>(pub T);

impl<T: DeserializeOwned> TryFrom<String> for Js<T> {
    type Error = serde_json::Error;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        serde_json::from_str(&text).map(Self)
    }
}

impl<T> Deref for Js<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Js<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

/// The JSON text of a value. The structures kept so have string keys only, and always serialise.
pub(crate) fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

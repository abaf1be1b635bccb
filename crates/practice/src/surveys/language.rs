use serde::Deserialize;

use super::set::QuestionSet;

/// Another language of a set.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    /// Such as `ar`.
    pub code: String,
    /// What its speakers call it.
    pub name: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// The heading of the first page.
    pub heading: String,
    /// What is read before starting.
    pub intro: String,
}

impl QuestionSet {
    /// A language by its code; `None` is English.
    #[must_use]
    pub fn language(&self, code: &str) -> Option<&Language> {
        self.languages.iter().find(|language| language.code == code)
    }

    /// The heading, in a language; English where the set is not given in it.
    #[must_use]
    pub fn heading_in(&self, code: &str) -> &str {
        self.language(code).map_or(&self.heading, |language| &language.heading)
    }

    /// What is read before starting, in a language; English where the set is not given in it.
    #[must_use]
    pub fn intro_in(&self, code: &str) -> &str {
        self.language(code).map_or(&self.intro, |language| &language.intro).trim()
    }

    /// In which direction a language is read: `ltr` or `rtl`.
    #[must_use]
    pub fn dir_in(&self, code: &str) -> &str {
        self.language(code).map_or("ltr", |language| &language.dir)
    }
}

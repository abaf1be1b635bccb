use practice::surveys::QuestionSet;
use serde::Deserialize;

use crate::forms::Choice;

/// The language that is asked for in an address.
#[derive(Deserialize)]
pub(super) struct Asked {
    /// Empty for English.
    #[serde(default)]
    pub(super) language: String,
}

/// The language of a set to print or to type in, and the others it can be had in.
pub(super) struct InLanguage {
    /// Empty for English.
    pub(super) code: String,
    /// As it stands in the page.
    pub(super) lang: String,
    /// `ltr` or `rtl`.
    pub(super) dir: String,
    /// English and the languages of the set; one alone is nothing to choose from.
    pub(super) choices: Vec<Choice>,
}

impl InLanguage {
    /// The language that was asked for; English where the set is not given in it.
    pub(super) fn of(set: &QuestionSet, asked: &str) -> Self {
        let code = set.language(asked).map_or("", |language| language.code.as_str());
        Self {
            code: code.to_owned(),
            lang: if code.is_empty() { "en-GB".to_owned() } else { code.to_owned() },
            dir: set.dir_in(code).to_owned(),
            choices: choices(set, code),
        }
    }
}

/// The languages of a set, English first.
pub(super) fn choices(set: &QuestionSet, chosen: &str) -> Vec<Choice> {
    let others = set.languages.iter().map(|language| Choice::new(&language.code, &language.name, chosen));
    std::iter::once(Choice::new("", "English", chosen)).chain(others).collect()
}

use std::collections::BTreeMap;

/// The words around the questions, in one language.
#[derive(Clone, Debug)]
pub struct Words(BTreeMap<String, String>);

const FILE: &str = include_str!("../../../../surveys/words.toml");

/// The words in a language; English where there is no such language.
#[must_use]
pub fn words(language: &str) -> Words {
    let all: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(FILE).unwrap_or_default();
    Words(all.get(language).or_else(|| all.get("en")).cloned().unwrap_or_default())
}

impl Words {
    /// One of them. Empty where the file does not have it; a test holds that every language has every word.
    #[must_use]
    pub fn get(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }

    /// The same with the telephone number put in.
    #[must_use]
    pub fn with_phone(&self, key: &str, phone: &str) -> String {
        self.get(key).replace("{phone}", phone)
    }

    /// "Question 3 of 8".
    #[must_use]
    pub fn question_of(&self, n: usize, of: usize) -> String {
        self.get("question_of").replace("{n}", &n.to_string()).replace("{of}", &of.to_string())
    }

    /// The keys it has.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

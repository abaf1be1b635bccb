use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::days;

/// The words around the questions, in one language.
#[derive(Clone, Debug)]
pub struct Words(BTreeMap<String, String>);

const FILE: &str = include_str!("../../../../surveys/words.toml");

/// A day as it is written in a language: with the name of the month in English, in figures elsewhere.
#[must_use]
pub fn day_in(language: &str, day: NaiveDate) -> String {
    if matches!(language, "" | "en") { days::long(day) } else { day.format("%d/%m/%Y").to_string() }
}

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

    /// The same with values put in where their names stand in braces.
    #[must_use]
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let put_in = |text: String, (name, value): &(&str, &str)| text.replace(&format!("{{{name}}}"), value);
        values.iter().fold(self.get(key).to_owned(), put_in)
    }

    /// The same with the telephone number put in.
    #[must_use]
    pub fn with_phone(&self, key: &str, phone: &str) -> String {
        self.with(key, &[("phone", phone)])
    }

    /// "Question 3 of 8".
    #[must_use]
    pub fn question_of(&self, n: usize, of: usize) -> String {
        self.with("question_of", &[("n", n.to_string().as_str()), ("of", of.to_string().as_str())])
    }

    /// The keys it has.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

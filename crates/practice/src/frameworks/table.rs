//! A table of a TOML file that knows where everything in it stands, and collects every
//! mistake instead of stopping at the first.

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::Problem;

/// The text and the problems found so far.
pub(super) struct File<'a> {
    pub text: &'a str,
    problems: RefCell<Vec<Problem>>,
}

impl<'a> File<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, problems: RefCell::default() }
    }

    pub fn problem(&self, span: Range<usize>, message: impl Into<String>) {
        self.problems.borrow_mut().push(Problem::at(self.text, span, message));
    }

    /// All problems, in the order of the file.
    pub fn into_problems(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.sort_by_key(|p| (p.line, p.column));
        problems
    }
}

/// One value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct At<T> {
    pub value: T,
    pub span: Range<usize>,
}

impl<T> At<T> {
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> At<U> {
        At { value: f(self.value), span: self.span }
    }
}

/// A table, what it is called in messages, and where it begins.
#[derive(Clone)]
pub(super) struct Table<'f, 'a> {
    file: &'f File<'a>,
    table: &'f DeTable<'a>,
    pub what: String,
    pub span: Range<usize>,
}

impl<'f, 'a> Table<'f, 'a> {
    pub fn new(file: &'f File<'a>, table: &'f DeTable<'a>, what: impl Into<String>, span: Range<usize>) -> Self {
        Self { file, table, what: what.into(), span }
    }

    /// Refuses every key that is not known, so that a typing error cannot pass in silence.
    pub fn only(self, known: &[&str]) -> Self {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let known = known.join(", ");
                self.file.problem(key.span(), format!("“{name}” is not known in {}. Use one of: {known}.", self.what));
            }
        }
        self
    }

    /// Every key with its value, in the order they are kept.
    pub fn entries(&self) -> impl Iterator<Item = (At<String>, &'f Spanned<DeValue<'a>>)> + use<'f, 'a> {
        self.table.iter().map(|(key, value)| (At { value: key.get_ref().to_string(), span: key.span() }, value))
    }

    pub fn value(&self, key: &str) -> Option<&'f Spanned<DeValue<'a>>> {
        self.table.iter().find(|(k, _)| k.get_ref() == key).map(|(_, v)| v)
    }

    fn missing(&self, key: &str) {
        self.file.problem(self.span.clone(), format!("{} has no “{key}”. Add it.", self.what));
    }

    fn wrong(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        self.file.problem(
            value.span(),
            format!("“{key}” in {} should be {wanted}, not a {}.", self.what, value.get_ref().type_str()),
        );
    }

    /// Text that must be there and not be blank.
    pub fn text(&self, key: &str) -> Option<At<String>> {
        if self.value(key).is_none() {
            self.missing(key);
            return None;
        }
        let text = self.text_if(key)?;
        if text.value.is_empty() {
            self.file.problem(text.span.clone(), format!("“{key}” in {} is blank. Write something.", self.what));
            return None;
        }
        Some(text)
    }

    /// Text that may be left out.
    pub fn text_if(&self, key: &str) -> Option<At<String>> {
        let value = self.value(key)?;
        match value.get_ref().as_str() {
            Some(text) => Some(At { value: text.trim().to_owned(), span: value.span() }),
            None => {
                self.wrong(key, value, "text in quotes");
                None
            }
        }
    }

    pub fn flag(&self, key: &str, default: bool) -> bool {
        let Some(value) = self.value(key) else { return default };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong(key, value, "true or false");
            default
        })
    }

    pub fn number_if(&self, key: &str) -> Option<At<u32>> {
        let value = self.value(key)?;
        let number = value.get_ref().as_integer().and_then(|n| u32::from_str_radix(n.as_str(), n.radix()).ok());
        if number.is_none() {
            self.wrong(key, value, "a whole number from 0");
        }
        Some(At { value: number?, span: value.span() })
    }

    pub fn number(&self, key: &str) -> Option<u32> {
        if self.value(key).is_none() {
            self.missing(key);
        }
        self.number_if(key).map(|n| n.value)
    }

    pub fn date(&self, key: &str) -> Option<chrono::NaiveDate> {
        let Some(value) = self.value(key) else {
            self.missing(key);
            return None;
        };
        let date = value
            .get_ref()
            .as_datetime()
            .and_then(|d| d.date)
            .and_then(|d| chrono::NaiveDate::from_ymd_opt(i32::from(d.year), u32::from(d.month), u32::from(d.day)));
        if date.is_none() {
            self.wrong(key, value, "a date such as 2025-04-01");
        }
        date
    }

    /// A list of texts that may be left out.
    pub fn texts_if(&self, key: &str) -> Option<Vec<At<String>>> {
        let value = self.value(key)?;
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(key, value, "a list in square brackets");
            return None;
        };
        let mut texts = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_str() {
                Some(text) => texts.push(At { value: text.trim().to_owned(), span: item.span() }),
                None => self.wrong(key, item, "text in quotes"),
            }
        }
        Some(texts)
    }

    pub fn texts(&self, key: &str) -> Vec<At<String>> {
        if self.value(key).is_none() {
            self.missing(key);
        }
        self.texts_if(key).unwrap_or_default()
    }

    /// A table within this one that may be left out.
    pub fn table_if(&self, key: &str, what: impl Into<String>) -> Option<Table<'f, 'a>> {
        let value = self.value(key)?;
        self.as_table(key, value, what)
    }

    pub fn as_table(
        &self,
        key: &str,
        value: &'f Spanned<DeValue<'a>>,
        what: impl Into<String>,
    ) -> Option<Table<'f, 'a>> {
        match value.get_ref().as_table() {
            Some(table) => Some(Table::new(self.file, table, what, value.span())),
            None => {
                self.wrong(key, value, "a table");
                None
            }
        }
    }

    /// The tables of a list such as `[[standards]]`.
    pub fn tables(&self, key: &str, what: &str) -> Vec<Table<'f, 'a>> {
        let Some(value) = self.value(key) else {
            self.missing(key);
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(key, value, "a list of tables");
            return Vec::new();
        };
        array.iter().filter_map(|item| self.as_table(key, item, what)).collect()
    }

    pub fn problem(&self, span: Range<usize>, message: impl Into<String>) {
        self.file.problem(span, message);
    }
}

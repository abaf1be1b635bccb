//! What the form macros of the templates ask for.

use programme::Field;

/// The mistakes of a form, for the summary at the top and for each field.
#[derive(Clone, Debug, Default)]
pub struct Errors(Vec<Fault>);

/// One line of the summary.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Where the field stands: `#name`.
    pub href: String,
    /// What to do.
    pub text: String,
}

impl Errors {
    /// None.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each in turn.
    pub fn iter(&self) -> std::slice::Iter<'_, Fault> {
        self.0.iter()
    }

    /// What is said of one field; empty where nothing is.
    #[must_use]
    pub fn of(&self, name: &str) -> &str {
        self.0.iter().find(|fault| fault.href.strip_prefix('#') == Some(name)).map_or("", |fault| fault.text.as_str())
    }
}

impl From<Vec<Field>> for Errors {
    fn from(fields: Vec<Field>) -> Self {
        Self(fields.into_iter().map(|field| Fault { href: format!("#{}", field.name), text: field.says }).collect())
    }
}

/// One thing to choose.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub text: String,
    /// A line below it; empty for none.
    pub hint: String,
    /// Whether it is chosen.
    pub checked: bool,
}

impl Choice {
    /// A choice that is chosen where `chosen` is its value.
    #[must_use]
    pub fn new(value: impl Into<String>, text: impl Into<String>, chosen: &str) -> Self {
        let value = value.into();
        let checked = value == chosen;
        Self { value, text: text.into(), hint: String::new(), checked }
    }

    /// The choice that chooses nothing, first in a list.
    #[must_use]
    pub fn nothing(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }
}

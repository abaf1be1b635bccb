//! Marks for the parts of a standard.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::frameworks::{Scale, Standard};

/// One mark. Each framework has its own words for the first three.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Mark {
    /// Met, clear.
    Full,
    /// Partly, some.
    Part,
    /// Not met, none.
    None,
    /// It does not apply, for a reason that is given.
    NotApplicable,
    /// Looked for, and could not tell. Never the same as not met.
    NotEvidenced,
}

impl Mark {
    /// The word in files, forms and tables.
    #[must_use]
    pub fn word(self, scale: &Scale) -> &str {
        let [full, part, none] = &scale.marks;
        match self {
            Mark::Full => full,
            Mark::Part => part,
            Mark::None => none,
            Mark::NotApplicable => "na",
            Mark::NotEvidenced => "not-evidenced",
        }
    }

    /// Reads [`Mark::word`] back. `None` for a word this scale does not have.
    #[must_use]
    pub fn parse(word: &str, scale: &Scale) -> Option<Self> {
        scale.choices().into_iter().find(|m| m.word(scale) == word)
    }

    /// Credit for [`crate::frameworks::Condition::PointsAtLeast`]: 2, 1 or 0.
    #[must_use]
    pub fn points(self) -> u32 {
        match self {
            Mark::Full => 2,
            Mark::Part => 1,
            Mark::None | Mark::NotApplicable | Mark::NotEvidenced => 0,
        }
    }
}

impl Scale {
    /// The marks a reviewer may choose, in the order they are always shown.
    #[must_use]
    pub fn choices(&self) -> Vec<Mark> {
        let mut marks = vec![Mark::Full, Mark::Part, Mark::None];
        if self.not_evidenced {
            marks.push(Mark::NotEvidenced);
        }
        marks.push(Mark::NotApplicable);
        marks
    }
}

/// What was marked for one standard. A part that is not here has not been marked yet.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Marks {
    given: BTreeMap<String, Mark>,
    reasons: BTreeMap<String, String>,
}

/// A mark that cannot be used, and how to mend it.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum MarkProblem {
    /// The standard has no such part.
    #[error("{standard} has no part “{part}”. Its parts are: {known}.")]
    UnknownPart {
        /// The standard.
        standard: String,
        /// What was given.
        part: String,
        /// What there is.
        known: String,
    },
    /// The scale has no such word.
    #[error("{standard} {part}: “{word}” is not a mark here. Use one of: {known}.")]
    UnknownMark {
        /// The standard.
        standard: String,
        /// The part.
        part: String,
        /// What was given.
        word: String,
        /// What there is.
        known: String,
    },
    /// "Does not apply" without saying why.
    #[error("{standard} {part} does not apply: say why.")]
    NoReason {
        /// The standard.
        standard: String,
        /// The part.
        part: String,
    },
    /// "Does not apply" where the framework does not allow it.
    #[error("{standard} {part} always applies. Give it a mark.")]
    AlwaysApplies {
        /// The standard.
        standard: String,
        /// The part.
        part: String,
    },
}

impl MarkProblem {
    /// The part it concerns, for the field it belongs beside.
    #[must_use]
    pub fn part(&self) -> &str {
        match self {
            Self::UnknownPart { part, .. }
            | Self::UnknownMark { part, .. }
            | Self::NoReason { part, .. }
            | Self::AlwaysApplies { part, .. } => part,
        }
    }
}

impl Marks {
    /// Checks the words given for a standard's parts against the framework.
    ///
    /// # Errors
    /// Every problem, by name.
    pub fn check<'a>(
        standard: &Standard,
        scale: &Scale,
        words: impl IntoIterator<Item = (&'a str, &'a str)>,
        reasons: &BTreeMap<String, String>,
    ) -> Result<Self, Vec<MarkProblem>> {
        let mut marks = Self::default();
        let mut problems = Vec::new();
        for (part, word) in words {
            match one(standard, scale, part, word, reasons) {
                Ok(mark) => marks.put(part, mark, reasons.get(part).map(String::as_str)),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(marks) } else { Err(problems) }
    }

    /// Sets one mark, with its reason where it has one.
    pub fn put(&mut self, part: &str, mark: Mark, reason: Option<&str>) {
        self.given.insert(part.to_owned(), mark);
        if let Some(reason) = reason.map(str::trim).filter(|r| !r.is_empty()) {
            self.reasons.insert(part.to_owned(), reason.to_owned());
        }
    }

    /// The mark of a part, if it has one yet.
    #[must_use]
    pub fn get(&self, part: &str) -> Option<Mark> {
        self.given.get(part).copied()
    }

    /// Why a part does not apply.
    #[must_use]
    pub fn reason(&self, part: &str) -> Option<&str> {
        self.reasons.get(part).map(String::as_str)
    }

    /// How many parts are marked.
    #[must_use]
    pub fn len(&self) -> usize {
        self.given.len()
    }

    /// Whether nothing is marked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.given.is_empty()
    }
}

fn one(
    standard: &Standard,
    scale: &Scale,
    part: &str,
    word: &str,
    reasons: &BTreeMap<String, String>,
) -> Result<Mark, MarkProblem> {
    let (name, part) = (standard.id.clone(), part.to_owned());
    let Some(element) = standard.element(&part) else {
        let known = standard.elements.iter().map(|e| e.key.as_str()).collect::<Vec<_>>().join(", ");
        return Err(MarkProblem::UnknownPart { standard: name, part, known });
    };
    let Some(mark) = Mark::parse(word, scale) else {
        let known = scale.choices().iter().map(|m| m.word(scale)).collect::<Vec<_>>().join(", ");
        return Err(MarkProblem::UnknownMark { standard: name, part, word: word.to_owned(), known });
    };
    if mark == Mark::NotApplicable {
        if !element.may_not_apply {
            return Err(MarkProblem::AlwaysApplies { standard: name, part });
        }
        if reasons.get(&part).is_none_or(|r| r.trim().is_empty()) {
            return Err(MarkProblem::NoReason { standard: name, part });
        }
    }
    Ok(mark)
}

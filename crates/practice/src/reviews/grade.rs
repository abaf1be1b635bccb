//! Grades, and what judging can come to.

use std::fmt;

/// A grade for a standard, worst to best.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Grade {
    /// Below what people should expect.
    Inadequate,
    /// Adequate, and short of good. "Adequate or above" means this or better.
    RequiresImprovement,
    /// Good.
    Good,
    /// Good, and different: a reviewer's written reason and two direct sources (domain 2.2).
    Outstanding,
}

impl Grade {
    /// Every grade, best first.
    pub const ALL: [Grade; 4] = [Grade::Outstanding, Grade::Good, Grade::RequiresImprovement, Grade::Inadequate];

    /// The word in files and tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Grade::Outstanding => "outstanding",
            Grade::Good => "good",
            Grade::RequiresImprovement => "requires-improvement",
            Grade::Inadequate => "inadequate",
        }
    }

    /// Reads [`Grade::as_str`] back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|g| g.as_str() == text)
    }

    /// How many steps apart two grades are.
    #[must_use]
    pub fn steps_from(self, other: Grade) -> u32 {
        (self as i32).abs_diff(other as i32)
    }
}

/// What judging came to. "Not judged" and "undetermined" are not grades.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Outcome {
    /// A grade.
    Graded(Grade),
    /// Nothing can be said, and the reason is given.
    NotJudged,
    /// What has not been marked yet would decide it.
    Undetermined,
}

impl Outcome {
    /// Every outcome, grades first.
    pub const ALL: [Outcome; 6] = [
        Outcome::Graded(Grade::Outstanding),
        Outcome::Graded(Grade::Good),
        Outcome::Graded(Grade::RequiresImprovement),
        Outcome::Graded(Grade::Inadequate),
        Outcome::NotJudged,
        Outcome::Undetermined,
    ];

    /// The word in files and tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::Graded(grade) => grade.as_str(),
            Outcome::NotJudged => "not-judged",
            Outcome::Undetermined => "undetermined",
        }
    }

    /// Reads [`Outcome::as_str`] back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|o| o.as_str() == text)
    }

    /// The grade, where there is one.
    #[must_use]
    pub fn grade(self) -> Option<Grade> {
        match self {
            Outcome::Graded(grade) => Some(grade),
            _ => None,
        }
    }

    /// The word that begins a sentence about it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Outcome::Graded(Grade::Outstanding) => "Outstanding",
            Outcome::Graded(Grade::Good) => "Good",
            Outcome::Graded(Grade::RequiresImprovement) => "Requires improvement",
            Outcome::Graded(Grade::Inadequate) => "Inadequate",
            Outcome::NotJudged => "Not judged",
            Outcome::Undetermined => "Undetermined",
        }
    }
}

impl From<Grade> for Outcome {
    fn from(grade: Grade) -> Self {
        Outcome::Graded(grade)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

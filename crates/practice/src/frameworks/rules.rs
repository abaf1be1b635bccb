//! Rules as rows: what a framework file may say about how marks become a grade.

use crate::reviews::Grade;

/// How the marks of one standard become a grade.
#[derive(Clone, PartialEq, Debug)]
pub struct Rule {
    /// One sentence that says the rule to people.
    pub says: String,
    /// When nothing can be said.
    pub not_judged: NotJudged,
    /// The need to have heard or seen it at first hand (G1).
    pub direct: Option<Direct>,
    /// The best grade while two sources disagree and nobody has settled it.
    pub contradiction: Option<Grade>,
    /// One part that lowers another, as the child's views do the account of seeing the child.
    pub lowers: Option<Lowers>,
    /// A danger that makes the standard inadequate whatever else is there.
    pub stop: Option<Stop>,
    /// A share of cases or items, where the standard is counted rather than weighed.
    pub rate: Option<Rate>,
    /// Rows from the best grade down. The first whose conditions all hold gives the grade.
    pub when: Vec<When>,
}

/// One row of a rule.
#[derive(Clone, PartialEq, Debug)]
pub struct When {
    /// The grade this row gives.
    pub grade: Grade,
    /// All of these must hold.
    pub conditions: Vec<Condition>,
}

/// A mark that earns something: the full one, or some credit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Two {
    /// The second mark of the scale: partly, some.
    Part,
    /// The first mark of the scale: met, clear.
    Full,
}

/// One condition of a row.
#[derive(Clone, PartialEq, Debug)]
pub enum Condition {
    /// Every part that applies has at least this mark.
    All(Two),
    /// Every essential part that applies has at least this mark.
    GatesAtLeast(Two),
    /// At most this many essential parts have less than the full mark.
    GatesShortAtMost(u32),
    /// Marks (2 full, 1 part) reach this share of what could be had.
    PointsAtLeast(Share),
    /// This part has at least this mark.
    AtLeast {
        /// Key of the part.
        part: String,
        /// The mark needed.
        mark: Two,
    },
    /// Of these parts, this share of those that apply (rounded up) has at least this mark.
    ShareOf {
        /// Keys of the parts.
        of: Vec<String>,
        /// The mark needed.
        mark: Two,
        /// The share needed.
        needs: Share,
    },
}

/// An exact fraction such as 2/3.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Share {
    /// Above the line.
    pub top: u32,
    /// Below the line; never 0.
    pub bottom: u32,
}

impl Share {
    /// The smallest whole number that is at least this share of `of`.
    #[must_use]
    pub fn needed_of(self, of: u32) -> u32 {
        (self.top * of).div_ceil(self.bottom)
    }

    /// Whether `part` of `whole` reaches this share.
    #[must_use]
    pub fn reached_by(self, part: u32, whole: u32) -> bool {
        part * self.bottom >= self.top * whole
    }

    /// Whether `part` of `whole` is more than this share.
    #[must_use]
    pub fn exceeded_by(self, part: u32, whole: u32) -> bool {
        part * self.bottom > self.top * whole
    }
}

/// When a standard is not judged.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NotJudged {
    /// An essential part could not be evidenced.
    pub gate_not_evidenced: bool,
    /// More than this share of what applies could not be evidenced.
    pub not_evidenced_over: Option<Share>,
    /// Fewer parts than this apply.
    pub applicable_under: Option<u32>,
}

/// The need for a source that heard or saw it at first hand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Direct {
    /// Any one of these will do.
    pub sources: Vec<String>,
    /// Only for standards whose own list names one of them.
    pub only_where_listed: bool,
    /// What follows without: `None` is "not judged", a grade is the best that can be had.
    pub without: Option<Grade>,
}

/// One part that lowers another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lowers {
    /// The part that, when it applies and is not full, lowers the other.
    pub part: String,
    /// The part that is lowered.
    pub of: String,
    /// To at most this mark.
    pub to: Two,
}

/// A danger that outweighs the marks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stop {
    /// What it is, as a statement.
    pub says: String,
    /// With this many full marks or more, a second reader must agree.
    pub second_reader_from: Option<u32>,
}

/// Grades from a share of cases or items that pass every essential part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rate {
    /// Good from this percentage.
    pub good: u32,
    /// Requires improvement from this percentage.
    pub requires_improvement: u32,
    /// Fewer than this are not a rate.
    pub smallest_n: u32,
    /// The rule used below that.
    pub below: String,
}

/// From the grades of cases to a suggestion for the team. Percentages of the cases judged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CasesToTeam {
    /// Good needs at least this share of good cases …
    pub good_from: u32,
    /// … and at most this share inadequate.
    pub good_inadequate_up_to: u32,
    /// Inadequate from this share of inadequate cases.
    pub inadequate_from: u32,
    /// For critical standards: good needs none inadequate, and this many cases make it inadequate.
    pub critical_inadequate_from_cases: u32,
}

/// From the grades of standards to one for the team.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overall {
    /// Whether people see it. Off by default: a profile says more than a word.
    pub shown: bool,
    /// Good needs at least this percentage of judged standards good …
    pub good_from: u32,
    /// … and at most this many inadequate.
    pub good_inadequate_up_to: u32,
}

/// Months to the next review.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NextReview {
    /// Overall good.
    pub good: u32,
    /// A light touch on the way, when good.
    pub good_light_touch: u32,
    /// Overall requires improvement.
    pub requires_improvement: u32,
    /// Overall inadequate.
    pub inadequate: u32,
    /// A critical standard that is inadequate is sampled again.
    pub critical_inadequate_resample: u32,
}

//! The stages of a review, in order (domain 1.3a, V0 to V12; moderation and factual accuracy come later).

/// Where a review stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stage {
    /// V0: framework version fixed, reviewers checked, dates set.
    Planned,
    /// V1: the team has been told.
    Announced,
    /// V2: one case for each worker drawn by stored seed.
    Drawn,
    /// V3 and V4: evidence gathered, cases read.
    Gathering,
    /// V5: parts marked, standards judged.
    Judging,
    /// V8: every standard settled, and locked.
    Completed,
    /// V9: shown to the head of service for the first time, and to the team.
    Presented,
    /// V10 and V11: the action plan is agreed and followed.
    Support,
    /// V12: the next review's date is set and this one is over.
    Closed,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Stage; 9] = [
        Stage::Planned,
        Stage::Announced,
        Stage::Drawn,
        Stage::Gathering,
        Stage::Judging,
        Stage::Completed,
        Stage::Presented,
        Stage::Support,
        Stage::Closed,
    ];

    /// The word in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Planned => "planned",
            Stage::Announced => "announced",
            Stage::Drawn => "drawn",
            Stage::Gathering => "gathering",
            Stage::Judging => "judging",
            Stage::Completed => "completed",
            Stage::Presented => "presented",
            Stage::Support => "support",
            Stage::Closed => "closed",
        }
    }

    /// Reads [`Stage::as_str`] back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Stage::Planned => "planned",
            Stage::Announced => "announced",
            Stage::Drawn => "cases drawn",
            Stage::Gathering => "gathering evidence",
            Stage::Judging => "judging",
            Stage::Completed => "completed, not yet presented",
            Stage::Presented => "presented",
            Stage::Support => "plan agreed, support under way",
            Stage::Closed => "closed",
        }
    }

    /// Whether evidence and judgements may still be written.
    #[must_use]
    pub fn is_open(self) -> bool {
        self < Stage::Completed
    }

    /// Whether the review is at a stage where cases are read and standards judged.
    #[must_use]
    pub fn takes_evidence(self) -> bool {
        matches!(self, Stage::Drawn | Stage::Gathering | Stage::Judging)
    }

    /// Whether the result has been presented, and may be seen by those it concerns (I2).
    #[must_use]
    pub fn is_presented(self) -> bool {
        self >= Stage::Presented
    }
}

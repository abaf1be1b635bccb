//! How an item of evidence came to be written down.

/// How an item of evidence came to be written down: this says where it is put right.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Origin {
    /// A reviewer wrote it by hand.
    Hand,
    /// It was said in an interview.
    Interview,
    /// It was seen in an observation.
    Observation,
    /// It is what the answers to a question of a survey came to.
    Answers,
    /// It is a theme of what people wrote in a survey.
    Theme,
    /// It is a figure of a file of finance or service records.
    Records,
}

impl Origin {
    /// Every origin.
    pub const ALL: [Self; 6] =
        [Self::Hand, Self::Interview, Self::Observation, Self::Answers, Self::Theme, Self::Records];

    /// The word in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hand => "hand",
            Self::Interview => "interview",
            Self::Observation => "observation",
            Self::Answers => "answers",
            Self::Theme => "theme",
            Self::Records => "records",
        }
    }

    /// Reads [`Origin::as_str`] back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|origin| origin.as_str() == text)
    }

    /// Whether it was counted: whether it fits good practice is told of it alone, and not of it beside the rest.
    #[must_use]
    pub fn is_counted(self) -> bool {
        matches!(self, Self::Answers | Self::Records)
    }
}

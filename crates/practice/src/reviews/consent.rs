//! Who watches whom at work, and who agreed to it: nothing is recorded as seen without consent.

use super::words::small;
use crate::words::UnknownWord;

/// Who watches whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// A reviewer, a manager or a colleague watches a worker of the team.
    OfWorker,
    /// A worker of the team watches a manager or a colleague.
    ByWorker,
}

/// What the person who uses services said to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PersonConsent {
    /// They agreed.
    Agreed,
    /// They did not.
    Declined,
    /// They cannot decide it, and it was decided in their best interests and written down.
    BestInterests,
    /// Nobody who uses services was there, as in a supervision session.
    NobodyPresent,
}

/// What came of an observation that was asked for. What was refused is kept, and is not the same as not done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Came {
    /// It took place.
    Seen,
    /// Somebody did not agree to it.
    Declined,
}

macro_rules! in_words {
    ($($kind:ident as $of:literal { $($name:ident => $word:literal, $words:literal;)* })*) => {$(
        impl $kind {
            /// Every one, in the order it is offered.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word in forms and tables.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }

            /// What people read.
            #[must_use]
            pub fn words(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)*
                }
            }

            /// Reads the word in forms and tables back.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == word)
            }
        }

        impl TryFrom<String> for $kind {
            type Error = UnknownWord;

            fn try_from(word: String) -> Result<Self, UnknownWord> {
                Self::parse(&word).ok_or(UnknownWord { word, of: $of })
            }
        }
    )*};
}

in_words! {
    Direction as "direction of an observation" {
        OfWorker => "of-worker", "A worker of the team was watched";
        ByWorker => "by-worker", "A worker of the team watched a manager or a colleague";
    }
    PersonConsent as "word for consent" {
        Agreed => "agreed", "The person agreed";
        Declined => "declined", "The person declined";
        BestInterests => "best-interests", "A best-interests decision is recorded";
        NobodyPresent => "nobody-present", "Nobody who uses services was there";
    }
    Came as "word for what came of it" {
        Seen => "seen", "It took place";
        Declined => "declined", "It was declined";
    }
}

/// Who agreed to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Consent {
    /// Whether whoever was to be watched agreed.
    pub worker: bool,
    /// What the person who uses services said to it.
    pub person: PersonConsent,
}

impl Consent {
    /// Whether it may take place. Without the agreement of whoever is watched, or where the person declined, it may not.
    #[must_use]
    pub fn allows(self) -> bool {
        self.worker && self.person != PersonConsent::Declined
    }

    /// Who agreed, in a sentence without its stop.
    #[must_use]
    pub fn words(self) -> String {
        let watched = if self.worker { "Whoever was watched agreed" } else { "Whoever was to be watched declined" };
        format!("{watched}; {}", small(self.person.words()))
    }

    /// Whether what came of it goes with the consent.
    ///
    /// # Errors
    /// The field to mend, and how.
    pub fn check(self, came: Came) -> Result<(), (&'static str, &'static str)> {
        match came {
            Came::Seen if !self.worker => Err((
                "consent_worker",
                "Without the agreement of whoever was to be watched nothing can be recorded as seen. Record it as declined.",
            )),
            Came::Seen if !self.allows() => Err((
                "consent_person",
                "The person declined, so nothing can be recorded as seen. Record it as declined.",
            )),
            Came::Declined if self.allows() => Err((
                "came",
                "Nobody declined. What was agreed and did not take place is not recorded here: it was not done.",
            )),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_seen_without_consent_and_what_was_refused_is_declined() {
        use PersonConsent::*;
        for (worker, person, came, mend) in [
            (true, Agreed, Came::Seen, None),
            (true, BestInterests, Came::Seen, None),
            (true, NobodyPresent, Came::Seen, None),
            (true, Declined, Came::Seen, Some("consent_person")),
            (false, Agreed, Came::Seen, Some("consent_worker")),
            (false, Declined, Came::Seen, Some("consent_worker")),
            (true, Declined, Came::Declined, None),
            (false, NobodyPresent, Came::Declined, None),
            (true, Agreed, Came::Declined, Some("came")),
        ] {
            let checked = Consent { worker, person }.check(came);
            assert_eq!(checked.err().map(|(field, _)| field), mend, "{worker} {person:?} {came:?}");
        }
    }
}

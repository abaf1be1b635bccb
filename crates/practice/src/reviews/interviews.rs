//! The four interviews of a case: who is asked what, and what it means that somebody was not.

use serde::Deserialize;

use crate::frameworks::{Framework, Voice};

/// How far an interview has come. Declined, not applicable and not possible are three things, and none of them is "not
/// done yet".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum InterviewState {
    /// Nobody has been asked yet.
    ToArrange,
    /// A day is agreed.
    Booked,
    /// It was held.
    Done,
    /// The person said no, which is theirs to say.
    Declined,
    /// There is nobody to ask: no informal carer.
    NotApplicable,
    /// It was tried and could not be: the reason is given.
    NotPossible,
}

impl InterviewState {
    /// Every state, in the order they are offered.
    pub const ALL: [Self; 6] =
        [Self::ToArrange, Self::Booked, Self::Done, Self::Declined, Self::NotApplicable, Self::NotPossible];

    /// The word in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ToArrange => "to-arrange",
            Self::Booked => "booked",
            Self::Done => "done",
            Self::Declined => "declined",
            Self::NotApplicable => "not-applicable",
            Self::NotPossible => "not-possible",
        }
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::ToArrange => "To arrange",
            Self::Booked => "Booked",
            Self::Done => "Done",
            Self::Declined => "They said no",
            Self::NotApplicable => "Nobody to ask",
            Self::NotPossible => "Tried, not possible",
        }
    }

    /// Reads [`InterviewState::as_str`] back.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether nothing more is to be done about it.
    #[must_use]
    pub fn is_settled(self) -> bool {
        !matches!(self, Self::ToArrange | Self::Booked)
    }

    /// Whether a reason is asked for. Nobody gives a reason for saying no.
    #[must_use]
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::NotApplicable | Self::NotPossible)
    }

    /// Whether anything but the reason is kept. Of somebody who was not interviewed nothing that was said is.
    #[must_use]
    pub fn keeps_what_was_said(self) -> bool {
        !matches!(self, Self::Declined | Self::NotApplicable | Self::NotPossible)
    }

    /// The states that an interview with this voice can have. Every case has a worker, a supervisor and a person: only
    /// of a carer can it be said that there is nobody to ask (domain model, 2.1).
    #[must_use]
    pub fn of(voice: Voice) -> Vec<Self> {
        Self::ALL.into_iter().filter(|state| *state != Self::NotApplicable || voice == Voice::Carer).collect()
    }
}

impl TryFrom<String> for InterviewState {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        Self::parse(&word).ok_or_else(|| format!("“{word}” is not a state of an interview"))
    }
}

const CONSENTS: [(&str, &str); 4] = [
    ("agreed", "They agreed"),
    ("with-advocate", "They agreed, with an advocate or supporter there"),
    ("best-interests", "They cannot decide this: a best-interests decision is recorded"),
    ("duty", "It is part of their work"),
];

/// How somebody with this voice can agree to be interviewed: the word in tables, and what people read. It is part of
/// the work of those who do it and manage it, and of nobody else's.
#[must_use]
pub fn consents(voice: Voice) -> Vec<(&'static str, &'static str)> {
    let at_work = matches!(voice, Voice::Worker | Voice::Manager);
    let fits = |word: &str| match word {
        "duty" => at_work,
        "best-interests" => !at_work,
        _ => true,
    };
    CONSENTS.into_iter().filter(|(word, _)| fits(word)).collect()
}

/// The guide of one interview.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// The source it is, such as `E8`.
    pub source: String,
    /// What it is called.
    pub title: String,
    /// What is said first.
    pub opening: String,
    /// What is said at the end.
    pub closing: String,
    /// What is asked.
    pub questions: Vec<GuideQuestion>,
}

/// One question of a guide.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuideQuestion {
    /// What an answer is kept under: the same however the guide changes around it.
    pub id: String,
    /// What is asked, to be read out.
    pub ask: String,
    /// What the reviewer listens for.
    pub listen_for: String,
    /// The parts it bears on, such as `S01b`.
    pub elements: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GuideFile {
    framework: String,
    guides: Vec<Guide>,
}

const SHIPPED: &[&str] = &[include_str!("../../../../interviews/adult-practice.toml")];

/// The sources of a framework that are interviews in a case, in order. Those with a guide that ships have its
/// questions; another framework's interviews are asked from the standards that name them.
#[must_use]
pub fn guides(framework: &Framework) -> Vec<Guide> {
    let shipped: Vec<Guide> = SHIPPED
        .iter()
        .filter_map(|text| toml::from_str::<GuideFile>(text).ok())
        .filter(|file| file.framework == framework.id)
        .flat_map(|file| file.guides)
        .collect();
    framework
        .sources
        .iter()
        .filter(|source| source.name.to_lowercase().starts_with("interview"))
        .map(|source| {
            let ready = shipped.iter().find(|guide| guide.source == source.id).cloned();
            let mut guide = ready.unwrap_or_else(|| from_standards(framework, &source.id, &source.name));
            // A council that has changed its standards keeps the questions that still bear on one.
            for question in &mut guide.questions {
                question.elements.retain(|part| is_part(framework, part));
            }
            guide.questions.retain(|question| !question.elements.is_empty());
            guide
        })
        .collect()
}

fn is_part(framework: &Framework, part: &str) -> bool {
    framework.standards.iter().any(|s| s.elements.iter().any(|e| super::part_name(s, e) == part))
}

/// A guide made from the standards that take evidence from a source: one question for each.
fn from_standards(framework: &Framework, source: &str, name: &str) -> Guide {
    let bearing = framework.standards.iter().filter(|standard| standard.sources.iter().any(|id| id == source));
    Guide {
        source: source.to_owned(),
        title: name.to_owned(),
        opening: String::new(),
        closing: String::new(),
        questions: bearing
            .map(|standard| GuideQuestion {
                id: standard.id.clone(),
                ask: format!("{}: what can you tell me about this?", standard.name),
                listen_for: standard.statement.clone(),
                elements: standard.elements.iter().map(|e| super::part_name(standard, e)).collect(),
            })
            .collect(),
    }
}

/// Who is expected to be interviewed in one case: all four, but for a carer where there is none.
#[must_use]
pub fn is_expected(framework: &Framework, source: &str, has_carer: Option<bool>) -> bool {
    let carers = framework.source(source).is_some_and(|source| source.voice == Voice::Carer);
    !carers || has_carer != Some(false)
}

/// How many interviews were expected, and what became of them.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct InterviewCounts {
    /// Expected: nobody to ask is not among them.
    pub expected: usize,
    /// Held.
    pub done: usize,
    /// They said no.
    pub declined: usize,
    /// Tried and not possible.
    pub not_possible: usize,
    /// Nobody to ask.
    pub not_applicable: usize,
}

impl InterviewCounts {
    /// Adds one.
    pub fn add(&mut self, state: InterviewState) {
        match state {
            InterviewState::NotApplicable => self.not_applicable += 1,
            other => {
                self.expected += 1;
                match other {
                    InterviewState::Done => self.done += 1,
                    InterviewState::Declined => self.declined += 1,
                    InterviewState::NotPossible => self.not_possible += 1,
                    _ => {}
                }
            }
        }
    }

    /// Whether nothing more is to be arranged.
    #[must_use]
    pub fn is_settled(self) -> bool {
        self.done + self.declined + self.not_possible == self.expected
    }

    /// "5 of 8 done; 1 said no; 3 have nobody to ask".
    #[must_use]
    pub fn words(self) -> String {
        let mut said = vec![format!("{} of {} done", self.done, self.expected)];
        for (count, words) in [
            (self.declined, "said no"),
            (self.not_possible, "tried and not possible"),
            (self.not_applicable, "with nobody to ask"),
        ] {
            if count > 0 {
                said.push(format!("{count} {words}"));
            }
        }
        said.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::{InterviewCounts, InterviewState, consents, guides, is_expected};
    use crate::frameworks::{Framework, Voice};

    fn adults() -> Framework {
        Framework::read(include_str!("../../../../frameworks/adult-practice.toml")).expect("it is sound")
    }

    #[test]
    fn scenario_5_nine_cases_and_three_without_a_carer_are_33_interviews() {
        let framework = adults();
        let mut counts = InterviewCounts::default();
        for case in 0..9 {
            for guide in guides(&framework) {
                let carer = Some(case >= 3);
                let state = if is_expected(&framework, &guide.source, carer) {
                    InterviewState::ToArrange
                } else {
                    InterviewState::NotApplicable
                };
                counts.add(state);
            }
        }
        assert_eq!((counts.expected, counts.not_applicable), (33, 3), "nobody to ask is not missing");
    }

    #[test]
    fn a_no_counts_as_asked_and_is_not_missing() {
        let mut counts = InterviewCounts::default();
        for state in [InterviewState::Done, InterviewState::Declined, InterviewState::NotApplicable] {
            counts.add(state);
        }
        assert_eq!(counts.words(), "1 of 2 done; 1 said no; 1 with nobody to ask");
        assert!(counts.is_settled());
        counts.add(InterviewState::Booked);
        assert!(!counts.is_settled());
        assert!(!InterviewState::Declined.needs_reason(), "nobody has to say why");
    }

    #[test]
    fn only_work_is_a_duty_and_only_a_carer_may_not_be_there() {
        for (voice, at_work, may_be_nobody) in [
            (Voice::Worker, true, false),
            (Voice::Manager, true, false),
            (Voice::Person, false, false),
            (Voice::Carer, false, true),
        ] {
            let words: Vec<&str> = consents(voice).into_iter().map(|(word, _)| word).collect();
            assert_eq!((words.contains(&"duty"), words.contains(&"best-interests")), (at_work, !at_work), "{voice:?}");
            assert!(words.contains(&"agreed") && words.contains(&"with-advocate"), "{voice:?}");
            let states = InterviewState::of(voice);
            assert_eq!(states.contains(&InterviewState::NotApplicable), may_be_nobody, "{voice:?}");
            assert!(states.len() >= 5, "{voice:?}");
        }
    }

    #[test]
    fn of_somebody_who_was_not_interviewed_only_the_reason_is_kept() {
        let kept: Vec<bool> = InterviewState::ALL.into_iter().map(InterviewState::keeps_what_was_said).collect();
        assert_eq!(kept, [true, true, true, false, false, false]);
    }

    #[test]
    fn the_four_guides_ask_about_standards_that_take_evidence_from_them() {
        let framework = adults();
        let guides = guides(&framework);
        assert_eq!(guides.iter().map(|g| g.source.as_str()).collect::<Vec<_>>(), ["E6", "E7", "E8", "E9"]);
        for guide in &guides {
            assert!(guide.questions.len() >= 8 && !guide.opening.is_empty(), "{}", guide.source);
            let ids: std::collections::BTreeSet<&str> = guide.questions.iter().map(|asked| asked.id.as_str()).collect();
            assert_eq!(ids.len(), guide.questions.len(), "{}: two questions have one id", guide.source);
            for part in guide.questions.iter().flat_map(|question| &question.elements) {
                let standard = framework.standards.iter().find(|s| part.starts_with(&s.id)).expect("a standard");
                assert!(standard.sources.contains(&guide.source), "{}: {part}", guide.source);
            }
        }
    }
}

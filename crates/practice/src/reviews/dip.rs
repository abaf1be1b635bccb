//! Dip samples: a quick look at a few records on one theme, by three questions. It gives a lead, never a rate.

use serde::{Deserialize, Serialize};

pub use super::rate::tells_a_rate;

/// How many questions a dip sample asks of each record.
pub const QUESTIONS: usize = 3;
/// The most records that are read for one: whoever wants to know more draws a proper sample.
pub const MOST_READS: usize = 12;

/// How every lead ends.
pub const NOT_A_RATE: &str = "This is a lead to look closer, not a rate.";

/// Whether something was seen in a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Seen {
    /// It was.
    Yes,
    /// In part.
    Partly,
    /// It was looked for, and is not there.
    No,
    /// It was not looked for, or the question does not fit this record.
    NotSeen,
}

impl Seen {
    /// Every answer, as the form offers them.
    pub const ALL: [Self; 4] = [Self::Yes, Self::Partly, Self::No, Self::NotSeen];

    /// The word in tables and forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
            Self::NotSeen => "not-seen",
        }
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Yes => "Yes",
            Self::Partly => "Partly",
            Self::No => "No",
            Self::NotSeen => "Not looked at",
        }
    }

    /// Reads [`Seen::as_str`] back.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|seen| seen.as_str() == word)
    }
}

/// The answers to the three questions, for one record.
pub type Answers = [Seen; QUESTIONS];

/// What the records read so far point to: a sentence for each question in counts, and at the end that it is no rate.
/// Nothing here knows whose records they are.
#[must_use]
pub fn lead(questions: &[String], reads: &[Answers]) -> Vec<String> {
    let mut said: Vec<String> = if reads.is_empty() {
        vec!["Nothing has been read yet.".to_owned()]
    } else {
        questions.iter().take(QUESTIONS).enumerate().map(|(place, question)| one(question, place, reads)).collect()
    };
    said.push(NOT_A_RATE.to_owned());
    said
}

/// "Does the plan have a date? Yes in 5 of 8 read, partly in 1, no in 2."
fn one(question: &str, place: usize, reads: &[Answers]) -> String {
    let count = |seen: Seen| reads.iter().filter(|answers| answers.get(place) == Some(&seen)).count();
    let mut said = format!("{} Yes in {} of {} read", question.trim(), count(Seen::Yes), reads.len());
    for (seen, word) in [(Seen::Partly, "partly"), (Seen::No, "no"), (Seen::NotSeen, "not looked at")] {
        if count(seen) > 0 {
            said.push_str(&format!(", {word} in {}", count(seen)));
        }
    }
    said.push('.');
    said
}

#[cfg(test)]
mod tests {
    use super::Seen::{No, NotSeen, Partly, Yes};
    use super::{NOT_A_RATE, Seen, lead, tells_a_rate};

    fn questions() -> Vec<String> {
        ["Does the plan have a date?", "Is the person's view there?", "Was it shared?"].map(str::to_owned).into()
    }

    #[test]
    fn a_lead_is_told_in_counts_and_ends_with_what_it_is_not() {
        let mut reads = vec![[Yes, No, NotSeen]; 5];
        reads.extend([[Partly, Yes, Yes], [No, Yes, Yes], [No, Yes, Yes]]);
        assert_eq!(
            lead(&questions(), &reads),
            [
                "Does the plan have a date? Yes in 5 of 8 read, partly in 1, no in 2.",
                "Is the person's view there? Yes in 3 of 8 read, no in 5.",
                "Was it shared? Yes in 3 of 8 read, not looked at in 5.",
                NOT_A_RATE,
            ]
        );
    }

    #[test]
    fn no_number_of_records_gives_a_percentage() {
        for n in 0..=12 {
            let said = lead(&questions(), &vec![[Yes, Partly, No]; n]).join(" ");
            assert!(!tells_a_rate(&said) && said.ends_with(NOT_A_RATE), "{said}");
        }
        assert_eq!(lead(&questions(), &[]), ["Nothing has been read yet.", NOT_A_RATE]);
    }

    #[test]
    fn answers_are_read_back_by_their_words() {
        for seen in Seen::ALL {
            assert_eq!(Seen::parse(seen.as_str()), Some(seen));
            assert_eq!(serde_json::to_string(&seen).expect("JSON"), format!("\"{}\"", seen.as_str()));
        }
        assert_eq!(Seen::parse("perhaps"), None);
    }
}

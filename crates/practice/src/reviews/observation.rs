//! Practice that was watched, both ways (source E11; seeds 000 and 003): with consent, a talk before and after, and
//! the marks of both.
//!
//! A mark says what was seen of one behaviour on one visit. Marks are words here and no numbers, so that nothing can
//! add them up: no total and no grade comes from them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::completion::SourceState;
use super::consent::PersonConsent;

/// The forms that ship, as text.
const SHIPPED: &[&str] = &[include_str!("../../../../observations/adult-practice.toml")];

/// The least times that workers of the team are watched in one review (domain model, 2.1).
pub const LEAST_OBSERVATIONS: usize = 3;

/// How far direct observation has come as a source, and what came: in with the least that a review needs. How often
/// workers were watched, and how often it was declined.
#[must_use]
pub fn observed(of_workers: usize, declined: usize) -> (SourceState, String) {
    let (state, mut came) = if of_workers >= LEAST_OBSERVATIONS {
        (SourceState::Collected, format!("Workers were watched {of_workers} times"))
    } else {
        (SourceState::InProgress, format!("Workers were watched {of_workers} of at least {LEAST_OBSERVATIONS} times"))
    };
    if declined > 0 {
        came.push_str(&format!("; {declined} declined"));
    }
    (state, came)
}

/// What a form sends for a behaviour that did not arise.
pub const NOT_SEEN: &str = "not-seen";

/// What was seen of one behaviour. Not seen is no mark.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Rating {
    /// 0.
    #[serde(rename = "0")]
    DidNot,
    /// 1.
    #[serde(rename = "1")]
    Partly,
    /// 2.
    #[serde(rename = "2")]
    Did,
}

impl Rating {
    /// Every mark, in the order it is offered.
    pub const ALL: &'static [Self] = &[Self::DidNot, Self::Partly, Self::Did];

    /// The word in forms and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DidNot => "0",
            Self::Partly => "1",
            Self::Did => "2",
        }
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::DidNot => "0, did not",
            Self::Partly => "1, partly",
            Self::Did => "2, did",
        }
    }

    /// Reads [`Rating::as_str`] back.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|known| known.as_str() == word)
    }
}

/// The marks that somebody gave, by behaviour. A behaviour that was not seen has none.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ratings(BTreeMap<String, Rating>);

impl Ratings {
    /// The mark of a behaviour; `None` where it was not seen.
    #[must_use]
    pub fn get(&self, behaviour: &str) -> Option<Rating> {
        self.0.get(behaviour).copied()
    }

    /// Whether no behaviour was seen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The form by which practice under one framework is watched.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObservationForm {
    /// The framework whose parts it bears on, such as `adult-practice`.
    pub framework: String,
    /// What can be watched, such as "Home visit".
    pub kinds: Vec<String>,
    /// What the two talk about before.
    pub before: Vec<String>,
    /// What the two talk about after, in the same week.
    pub after: Vec<String>,
    /// How it goes the other way round.
    pub about_observer: String,
    /// What is looked for.
    pub behaviours: Vec<Behaviour>,
}

/// Something that can be seen and marked 0, 1 or 2.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Behaviour {
    /// Its name in forms and tables, such as `open-questions`.
    pub id: String,
    /// What it is, such as "Agrees what happens next".
    pub name: String,
    /// What 0, 1 and 2 look like.
    pub shown: [String; 3],
    /// The parts of standards it bears on, such as `S31d`.
    pub elements: Vec<String>,
}

impl Behaviour {
    /// What a mark looks like.
    #[must_use]
    pub fn anchor(&self, rating: Rating) -> &str {
        let [did_not, partly, did] = &self.shown;
        match rating {
            Rating::DidNot => did_not,
            Rating::Partly => partly,
            Rating::Did => did,
        }
    }
}

/// A behaviour that the two marked differently: something to talk about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Difference<'a> {
    /// The behaviour.
    pub behaviour: &'a Behaviour,
    /// What the one who watched saw.
    pub observer: Rating,
    /// What the one who was watched saw.
    pub worker: Rating,
}

/// The form that ships for a framework, where there is one.
#[must_use]
pub fn observation_form(framework: &str) -> Option<ObservationForm> {
    SHIPPED.iter().filter_map(|text| ObservationForm::read(text).ok()).find(|form| form.framework == framework)
}

impl ObservationForm {
    /// Reads and checks a file.
    ///
    /// # Errors
    /// Every mistake found, each naming the behaviour and the mend.
    pub fn read(text: &str) -> Result<Self, Vec<String>> {
        let form: Self = toml::from_str(text).map_err(|error| vec![error.to_string()])?;
        let mut problems = Vec::new();
        let mut known = BTreeSet::new();
        if form.kinds.is_empty() || form.behaviours.is_empty() {
            problems.push("Name at least one of “kinds” and one of “behaviours”.".to_owned());
        }
        for behaviour in &form.behaviours {
            let id = &behaviour.id;
            if !known.insert(id) {
                problems.push(format!("{id}: two behaviours have this id. Give one another."));
            }
            if id.is_empty() || !id.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
                problems.push(format!("{id}: write the id in small letters and hyphens."));
            }
            if behaviour.shown.iter().any(|shown| shown.trim().is_empty()) {
                problems.push(format!("{id}: “shown” says what 0, 1 and 2 look like."));
            }
            if behaviour.elements.is_empty() {
                problems.push(format!("{id}: name the parts it bears on, or leave it out."));
            }
        }
        if problems.is_empty() { Ok(form) } else { Err(problems) }
    }

    /// Marks as a form sends them: `0`, `1`, `2` or [`NOT_SEEN`] for every behaviour.
    ///
    /// # Errors
    /// Behaviour and what to do, for each that is left out or is no mark. Nothing that is missing is guessed.
    pub fn ratings(&self, given: &BTreeMap<String, String>) -> Result<Ratings, Vec<(String, String)>> {
        let (mut ratings, mut problems) = (BTreeMap::new(), Vec::new());
        for behaviour in &self.behaviours {
            let word = given.get(&behaviour.id).map_or("", |word| word.trim());
            match Rating::parse(word) {
                Some(rating) => {
                    ratings.insert(behaviour.id.clone(), rating);
                }
                None if word == NOT_SEEN => {}
                None => {
                    let says = format!("{}: choose 0, 1, 2 or “Not seen”.", behaviour.name);
                    problems.push((behaviour.id.clone(), says));
                }
            }
        }
        if problems.is_empty() { Ok(Ratings(ratings)) } else { Err(problems) }
    }

    /// The behaviours that both saw, and saw differently.
    #[must_use]
    pub fn differences(&self, observer: &Ratings, worker: &Ratings) -> Vec<Difference<'_>> {
        let both = self.behaviours.iter().filter_map(|behaviour| {
            let (observer, worker) = (observer.get(&behaviour.id)?, worker.get(&behaviour.id)?);
            Some(Difference { behaviour, observer, worker })
        });
        both.filter(|both| both.observer != both.worker).collect()
    }

    /// The parts on which the behaviours bear that were seen, each once. Every behaviour is one towards a person who
    /// uses services: where none was there, as in supervision, the marks say nothing of the standards by themselves.
    #[must_use]
    pub fn parts(&self, ratings: &Ratings, person: PersonConsent) -> Vec<String> {
        let mut parts: Vec<String> = Vec::new();
        let seen = self.behaviours.iter().filter(|behaviour| ratings.get(&behaviour.id).is_some());
        for part in seen.flat_map(|behaviour| &behaviour.elements) {
            if person != PersonConsent::NobodyPresent && !parts.contains(part) {
                parts.push(part.clone());
            }
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn adult() -> ObservationForm {
        observation_form("adult-practice").expect("the form ships")
    }

    fn marks(words: [&str; 6]) -> BTreeMap<String, String> {
        adult().behaviours.into_iter().map(|b| b.id).zip(words.map(str::to_owned)).collect()
    }

    fn ratings(words: [&str; 6]) -> Ratings {
        adult().ratings(&marks(words)).expect("marks")
    }

    #[test]
    fn the_form_that_ships_is_sound_and_every_part_it_names_is_in_the_framework() {
        let form = ObservationForm::read(SHIPPED[0]).expect("sound");
        assert_eq!((form.behaviours.len(), form.before.len(), form.after.len()), (6, 4, 4));
        let framework = crate::frameworks::Framework::read(include_str!("../../../../frameworks/adult-practice.toml"))
            .expect("the framework");
        let parts: BTreeSet<String> = framework
            .standards
            .iter()
            .flat_map(|s| s.elements.iter().map(|e| crate::reviews::part_name(s, e)))
            .collect();
        for part in form.behaviours.iter().flat_map(|b| &b.elements) {
            assert!(parts.contains(part), "{part}");
        }
        assert_eq!(observation_form("vital-signs"), None);
    }

    #[test]
    fn a_form_that_is_not_sound_says_what_to_mend() {
        let twice = SHIPPED[0].replacen("purpose-clear", "introduces-self", 1);
        assert!(ObservationForm::read(&twice).expect_err("twice")[0].contains("two behaviours have this id"));
        let no_parts = SHIPPED[0].replacen("elements = [\"S31a\"]", "elements = []", 1);
        assert!(ObservationForm::read(&no_parts).expect_err("no parts")[0].contains("name the parts"));
        assert!(ObservationForm::read("framework = 1").is_err());
    }

    #[test]
    fn every_behaviour_is_marked_or_said_not_to_have_been_seen() {
        let given = ratings(["2", "1", "0", "not-seen", "2", "2"]);
        assert_eq!(given.get("purpose-clear"), Some(Rating::Partly));
        assert_eq!(given.get("reflects-back"), None);
        let wrong = adult().ratings(&marks(["2", "3", "", "not-seen", "2", "2"])).expect_err("two are no marks");
        assert_eq!(wrong.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["purpose-clear", "open-questions"]);
    }

    #[test]
    fn observation_is_in_with_the_least_that_a_review_needs() {
        let said = |state, words: &str| (state, words.to_owned());
        assert_eq!(
            observed(0, 1),
            said(SourceState::InProgress, "Workers were watched 0 of at least 3 times; 1 declined")
        );
        assert_eq!(observed(2, 0), said(SourceState::InProgress, "Workers were watched 2 of at least 3 times"));
        assert_eq!(observed(3, 1), said(SourceState::Collected, "Workers were watched 3 times; 1 declined"));
    }

    #[test]
    fn marks_are_kept_as_they_were_given() {
        let given = ratings(["2", "1", "0", "not-seen", "not-seen", "not-seen"]);
        let text = serde_json::to_string(&given).expect("JSON");
        assert_eq!(text, r#"{"introduces-self":"2","open-questions":"0","purpose-clear":"1"}"#);
        assert_eq!(serde_json::from_str::<Ratings>(&text).expect("read back"), given);
    }

    #[test]
    fn what_the_two_saw_differently_is_named_and_what_one_did_not_see_is_no_difference() {
        let form = adult();
        let observer = ratings(["2", "2", "2", "2", "1", "not-seen"]);
        let worker = ratings(["2", "2", "1", "not-seen", "0", "2"]);
        let named: Vec<&str> =
            form.differences(&observer, &worker).iter().map(|found| found.behaviour.id.as_str()).collect();
        assert_eq!(named, ["open-questions", "handles-feeling"]);
    }

    #[test]
    fn what_was_seen_bears_on_its_parts_where_a_person_was_there() {
        let form = adult();
        let given = ratings(["0", "not-seen", "2", "1", "not-seen", "not-seen"]);
        assert_eq!(form.parts(&given, PersonConsent::Agreed), ["S01a", "S01e", "S06a", "S07a", "S31b"]);
        assert!(form.parts(&given, PersonConsent::NobodyPresent).is_empty());
    }
}

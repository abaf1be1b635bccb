use std::collections::BTreeMap;

use practice::reviews::{Behaviour, Difference, NOT_SEEN, ObservationForm, Rating, Ratings};
use store::observations::Observation;

use crate::forms::Choice;
use crate::request::Fields;

/// One behaviour to mark.
pub(super) struct MarkRow {
    /// Its name in the form.
    pub(super) field: String,
    pub(super) behaviour: String,
    pub(super) marks: Vec<Choice>,
}

/// One behaviour, and what each of the two saw.
pub(super) struct BothRow {
    pub(super) behaviour: String,
    pub(super) observer: &'static str,
    pub(super) worker: &'static str,
}

/// A row for every behaviour, what 0, 1 and 2 look like under each. `chosen` gives what is chosen for one.
pub(super) fn rows(form: &ObservationForm, chosen: impl Fn(&str) -> String) -> Vec<MarkRow> {
    let row = |behaviour: &Behaviour| {
        let chosen = chosen(&behaviour.id);
        let mut marks: Vec<Choice> = Rating::ALL
            .iter()
            .map(|rating| Choice {
                hint: behaviour.anchor(*rating).to_owned(),
                ..Choice::new(rating.as_str(), rating.as_str(), &chosen)
            })
            .collect();
        marks.push(Choice { hint: "It did not arise.".to_owned(), ..Choice::new(NOT_SEEN, "Not seen", &chosen) });
        MarkRow { field: field(&behaviour.id), behaviour: behaviour.name.clone(), marks }
    };
    form.behaviours.iter().map(row).collect()
}

fn field(behaviour: &str) -> String {
    format!("rating-{behaviour}")
}

/// What was typed for a behaviour.
pub(super) fn typed(fields: &Fields, behaviour: &str) -> String {
    fields.get(&field(behaviour)).to_owned()
}

/// The marks as they were typed, by behaviour.
pub(super) fn given(fields: &Fields) -> BTreeMap<String, String> {
    fields.with_prefix("rating-").map(|(behaviour, mark)| (behaviour.to_owned(), mark.to_owned())).collect()
}

/// What both saw, side by side, and never added up.
pub(super) fn both(form: &ObservationForm, observation: &Observation) -> Vec<BothRow> {
    let words = |ratings: &Ratings, behaviour: &str| ratings.get(behaviour).map_or("Not seen", Rating::words);
    let row = |behaviour: &Behaviour| BothRow {
        behaviour: behaviour.name.clone(),
        observer: words(&observation.observer_ratings.0, &behaviour.id),
        worker: if observation.is_answered() {
            words(&observation.worker_ratings.0, &behaviour.id)
        } else {
            "Not written yet"
        },
    };
    form.behaviours.iter().map(row).collect()
}

/// What the two saw differently, in a sentence each.
pub(super) fn differences(form: &ObservationForm, observation: &Observation) -> Vec<String> {
    let found = form.differences(&observation.observer_ratings.0, &observation.worker_ratings.0);
    let sentence = |one: &Difference<'_>| {
        let (observer, worker) = (&observation.observer, &observation.worker);
        let (theirs, own) = (one.observer.words(), one.worker.words());
        format!("{}. {observer}: {theirs}. {worker}: {own}.", one.behaviour.name)
    };
    found.iter().map(sentence).collect()
}

//! Practice that was watched, as those who watched recorded it and those who were watched answered.

use std::collections::BTreeMap;

use practice::ids::{ReviewId, SampledCaseId};
use practice::reviews::{Came, Direction, PersonConsent};
use programme::observations::{self, NewObservation};

use super::Result;
use super::data::{Observation, TeamReview};
use super::story::{Story, day};

/// Records every observation of a review on its day, and the answer of whoever was watched on the day after.
pub(super) async fn seen(
    story: &Story,
    id: ReviewId,
    told: &TeamReview,
    cases: &BTreeMap<String, SampledCaseId>,
) -> Result<()> {
    for line in &told.observations {
        let mut act = story.at(&format!("{}T16:00:00Z", line.date), &line.observer).await?;
        let new = NewObservation {
            direction: Some(Direction::OfWorker),
            worker: Some(story.person(&line.worker)?),
            observer: Some(story.person(&line.observer)?),
            kind: kind(line)?.to_owned(),
            seen_on: Some(day(&line.date)?),
            case: line.case.as_ref().and_then(|reference| cases.get(reference)).copied(),
            came: Some(Came::Seen),
            worker_agreed: Some(true),
            person: Some(person(&line.consent)),
            ratings: marks(&line.behaviours),
            note: line.note.clone(),
            agrees: Some(true),
            parts: line.elements.clone(),
            minutes: line.minutes,
            before_talk: line.before.clone(),
            after_talk: line.after.clone(),
        };
        let observation = observations::record_observation(&mut act, id, &new).await?;
        act.commit().await?;
        if !line.worker_rating.is_empty() {
            let after = day(&line.date)? + chrono::Duration::days(1);
            let mut act = story.on(&after.to_string(), &line.worker).await?;
            let seen = observations::my_observation(&mut act, observation).await?.observation.version;
            let ratings = marks(&line.worker_rating);
            observations::answer_observation(&mut act, observation, &ratings, &line.worker_note, seen).await?;
            act.commit().await?;
        }
    }
    Ok(())
}

/// "introduces self" in the example is "introduces-self" in the form.
fn marks(told: &BTreeMap<String, u8>) -> BTreeMap<String, String> {
    told.iter().map(|(behaviour, mark)| (behaviour.replace(' ', "-"), mark.to_string())).collect()
}

/// The form's word for what the example tells, such as "meeting at the family home".
fn kind(line: &Observation) -> Result<&'static str> {
    [
        ("supervision", "Supervision session"),
        ("meeting", "Meeting"),
        ("duty", "Duty calls"),
        ("hard", "Hard conversation"),
        ("visit", "Home visit"),
    ]
    .into_iter()
    .find(|(word, _)| line.kind.contains(*word))
    .map(|(_, kind)| kind)
    .ok_or_else(|| format!("“{}” is no kind of the form", line.kind).into())
}

/// What the person said to it, from a sentence such as "worker, person and father".
fn person(consent: &str) -> PersonConsent {
    if consent.contains("best-interests") {
        PersonConsent::BestInterests
    } else if consent.contains("person") || consent.contains("callers") {
        PersonConsent::Agreed
    } else {
        PersonConsent::NobodyPresent
    }
}

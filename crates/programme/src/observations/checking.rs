use chrono::NaiveDate;
use practice::ids::PersonId;
use practice::reviews::{Came, Consent, Direction, ObservationForm, Rating, Ratings};
use store::{people, reviews};

use super::NewObservation;
use crate::reviews::{Opened, place};
use crate::{Act, Error, Field, Result};

/// The most minutes that one observation takes, talks included: a working day.
const MOST_MINUTES: i64 = 480;

/// An observation with everything it needs.
pub(super) struct Checked {
    pub(super) direction: Direction,
    pub(super) worker: PersonId,
    pub(super) observer: PersonId,
    pub(super) kind: String,
    pub(super) seen_on: NaiveDate,
    pub(super) came: Came,
    pub(super) consent: Consent,
    pub(super) ratings: Ratings,
    pub(super) agrees: bool,
    /// The parts it bears on.
    pub(super) parts: Vec<String>,
}

/// Who watched whom.
struct Pair {
    direction: Direction,
    worker: PersonId,
    observer: PersonId,
}

/// What was seen.
struct Seen {
    ratings: Ratings,
    agrees: bool,
    parts: Vec<String>,
}

/// Everything that is to be mended, named at once.
pub(super) async fn check(
    act: &mut Act,
    opened: &Opened,
    form: &ObservationForm,
    new: &NewObservation,
) -> Result<Checked> {
    let mut problems = Vec::new();
    let today = act.today();
    let seen_on = day(new, today, &mut problems);
    let pair = pair(act, opened, new, seen_on.unwrap_or(today), &mut problems).await?;
    let kind = form.kinds.iter().find(|kind| **kind == new.kind).cloned();
    if kind.is_none() {
        problems.push(Field::new("kind", "Choose what was watched."));
    }
    if new.minutes.is_some_and(|minutes| !(1..=MOST_MINUTES).contains(&minutes)) {
        problems.push(Field::new("minutes", format!("Give the minutes in figures, from 1 to {MOST_MINUTES}.")));
    }
    if let Some(case) = new.case {
        let review = opened.review.id;
        reviews::case(&mut act.tx, case)
            .await?
            .filter(|c| c.review_id == review && !c.replaced)
            .ok_or(Error::NotFound)?;
    }
    let agreed = consent(new, &mut problems);
    let seen = match agreed {
        Some((Came::Seen, consent)) => seen(opened, form, new, consent, &mut problems),
        Some((Came::Declined, _)) => declined(new, &mut problems),
        None => None,
    };
    match (pair, kind, seen_on, agreed, seen) {
        (Some(pair), Some(kind), Some(seen_on), Some((came, consent)), Some(seen)) if problems.is_empty() => {
            Ok(Checked {
                direction: pair.direction,
                worker: pair.worker,
                observer: pair.observer,
                kind,
                seen_on,
                came,
                consent,
                ratings: seen.ratings,
                agrees: seen.agrees,
                parts: seen.parts,
            })
        }
        _ => Err(Error::Invalid(problems)),
    }
}

fn day(new: &NewObservation, today: NaiveDate, problems: &mut Vec<Field>) -> Option<NaiveDate> {
    let says = match new.seen_on {
        Some(day) if day <= today => return Some(day),
        Some(_) => "The date is in the future. Record it when it has taken place.",
        None => "Give the day.",
    };
    problems.push(Field::new("watched", says));
    None
}

/// Whoever is of the team worked in it on that day; the other reviews here, or had a post in the team, its service or
/// above.
async fn pair(
    act: &mut Act,
    opened: &Opened,
    new: &NewObservation,
    day: NaiveDate,
    problems: &mut Vec<Field>,
) -> Result<Option<Pair>> {
    for (missing, name, says) in [
        (new.direction.is_none(), "direction", "Say who watched whom."),
        (new.worker.is_none(), "worker", "Choose whose work was watched."),
        (new.observer.is_none(), "observer", "Choose who watched."),
    ] {
        if missing {
            problems.push(Field::new(name, says));
        }
    }
    let (Some(direction), Some(worker), Some(observer)) = (new.direction, new.worker, new.observer) else {
        return Ok(None);
    };
    if worker == observer {
        problems.push(Field::new("observer", "Nobody watches their own work. Choose somebody else."));
        return Ok(None);
    }
    let ((of_team, team_field), (other, other_field)) = match direction {
        Direction::OfWorker => ((worker, "worker"), (observer, "observer")),
        Direction::ByWorker => ((observer, "observer"), (worker, "worker")),
    };
    let (team, service) = (opened.review.team_id, opened.review.service_id);
    if people::in_team_since(&mut act.tx, of_team, team, day).await?.is_none() {
        let says = "This person did not work in the team on that day. Choose a worker who did.";
        problems.push(Field::new(team_field, says));
    }
    let reviews_here = opened.reviewers.iter().any(|person| person.id == other);
    if !reviews_here
        && !people::with_post_for(&mut act.tx, team, service, day).await?.iter().any(|person| person.id == other)
    {
        let says = "This person neither reviews here nor had a post in the team or its service on that day.";
        problems.push(Field::new(other_field, says));
    }
    Ok(Some(Pair { direction, worker, observer }))
}

/// What came of it and who agreed, where the two go together.
fn consent(new: &NewObservation, problems: &mut Vec<Field>) -> Option<(Came, Consent)> {
    for (missing, name, says) in [
        (new.came.is_none(), "came", "Say whether it took place or was declined."),
        (new.worker_agreed.is_none(), "consent_worker", "Say whether whoever was to be watched agreed."),
        (new.person.is_none(), "consent_person", "Say what the person said to it, or that nobody was there."),
    ] {
        if missing {
            problems.push(Field::new(name, says));
        }
    }
    let consent = Consent { worker: new.worker_agreed?, person: new.person? };
    let came = new.came?;
    match consent.check(came) {
        Ok(()) => Some((came, consent)),
        Err((name, says)) => {
            problems.push(Field::new(name, says));
            None
        }
    }
}

fn seen(
    opened: &Opened,
    form: &ObservationForm,
    new: &NewObservation,
    consent: Consent,
    problems: &mut Vec<Field>,
) -> Option<Seen> {
    let before = problems.len();
    let ratings = form.ratings(&new.ratings).unwrap_or_else(|found| {
        problems.extend(named(found));
        Ratings::default()
    });
    if new.note.trim().is_empty() {
        problems.push(Field::new("note", "Write what was seen, with what helped first."));
    }
    if new.agrees.is_none() {
        problems.push(Field::new("agrees", "Say whether it agrees with the rest."));
    }
    // A council's own version may lack a part that the form names.
    let mut parts = form.parts(&ratings, consent.person);
    parts.retain(|part| place(opened, part).is_some());
    for part in &new.parts {
        if place(opened, part).is_none() {
            let says = format!("There is no standard or part “{part}”. Write them like S18 or S18c.");
            problems.push(Field::new("parts", says));
        } else if !parts.contains(part) {
            parts.push(part.clone());
        }
    }
    if parts.is_empty() && problems.len() == before {
        let says = "Say which standards or parts it bears on, such as S41b: no behaviour that was seen tells.";
        problems.push(Field::new("parts", says));
    }
    (problems.len() == before).then_some(Seen { ratings, agrees: new.agrees?, parts })
}

/// Nothing was seen, and so nothing of it is kept.
fn declined(new: &NewObservation, problems: &mut Vec<Field>) -> Option<Seen> {
    let before = problems.len();
    let says = "It was declined, so nothing was seen. Leave this blank: nobody has to say why they declined.";
    let texts = [("before_talk", &new.before_talk), ("note", &new.note), ("after_talk", &new.after_talk)];
    problems.extend(texts.iter().filter(|(_, text)| !text.trim().is_empty()).map(|(name, _)| Field::new(*name, says)));
    if !new.parts.is_empty() {
        problems.push(Field::new("parts", "It was declined, so it bears on nothing. Leave this blank."));
    }
    let marked = new.ratings.iter().filter(|(_, word)| Rating::parse(word).is_some());
    let says = "It was declined, so nothing was seen. Choose “Not seen”.";
    problems.extend(marked.map(|(behaviour, _)| Field::new(format!("rating-{behaviour}"), says)));
    (problems.len() == before).then(|| Seen { ratings: Ratings::default(), agrees: true, parts: Vec::new() })
}

/// Mistakes in marks, by the names of their fields.
pub(super) fn named(problems: Vec<(String, String)>) -> Vec<Field> {
    problems.into_iter().map(|(behaviour, says)| Field::new(format!("rating-{behaviour}"), says)).collect()
}

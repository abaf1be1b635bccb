//! Practice that is watched: recorded by whoever reviews, with consent, and answered by whoever was watched.

mod checking;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use practice::access::{Action, Object, Role};
use practice::frameworks::Voice;
use practice::ids::{ObservationId, PersonId, ReviewId, SampledCaseId};
use practice::journal::Happened;
use practice::reviews::{Came, Direction, ObservationForm, Origin, PersonConsent, observation_form, observed};
use store::observations::{self, Observation};
use store::people::{self, Person};
use store::reviews::{self, SampledCase};

use crate::reviews::{NewItem, Opened, keep_evidence, keep_source, load};
use crate::{Act, Error, Result};

/// The observations of a review.
pub struct ObservationsPage {
    /// The review.
    pub opened: Opened,
    /// The form they follow.
    pub form: ObservationForm,
    /// Every one, those that were declined too, by day.
    pub observations: Vec<Observation>,
    /// How many work in the team.
    pub workers: usize,
    /// Whether the person may record another.
    pub may_record: bool,
}

impl ObservationsPage {
    /// Those that took place in one direction.
    pub fn seen(&self, direction: Direction) -> impl Iterator<Item = &Observation> {
        self.observations.iter().filter(move |o| o.direction == direction && o.came() == Came::Seen)
    }

    /// How many workers were watched.
    #[must_use]
    pub fn workers_seen(&self) -> usize {
        self.seen(Direction::OfWorker).map(|o| o.worker_id).collect::<BTreeSet<_>>().len()
    }
}

/// What can be chosen when one is recorded.
pub struct Observing {
    /// The review.
    pub opened: Opened,
    /// The form.
    pub form: ObservationForm,
    /// Whoever can watch or be watched: the reviewers, and those with a post in the team, its service or above, by name.
    pub people: Vec<Person>,
    /// The cases of the sample.
    pub cases: Vec<SampledCase>,
}

/// One observation, as reviewers read it.
pub struct OpenedObservation {
    /// The review.
    pub opened: Opened,
    /// The form.
    pub form: ObservationForm,
    /// The observation.
    pub observation: Observation,
}

/// One observation, as whoever was watched reads it.
pub struct MyObservation {
    /// The review.
    pub opened: Opened,
    /// The form.
    pub form: ObservationForm,
    /// The observation.
    pub observation: Observation,
    /// Whether marks and note can still be added or changed.
    pub may_answer: bool,
}

/// One observation in a list of one's own: nothing of what was noted.
#[derive(Clone, Debug)]
pub struct MyLine {
    /// Its id.
    pub id: ObservationId,
    /// What was watched.
    pub kind: String,
    /// The day.
    pub seen_on: NaiveDate,
    /// Who watched.
    pub observer: String,
    /// Whether it waits for one's own marks and note.
    pub waits: bool,
}

/// An observation as it is typed in. What was left out is `None`, so that everything to mend is named at once.
#[derive(Clone, Debug, Default)]
pub struct NewObservation {
    /// Who watched whom.
    pub direction: Option<Direction>,
    /// Whoever was watched.
    pub worker: Option<PersonId>,
    /// Whoever watched.
    pub observer: Option<PersonId>,
    /// What was watched: one of the form's kinds.
    pub kind: String,
    /// The day.
    pub seen_on: Option<NaiveDate>,
    /// The case, if one of the sample.
    pub case: Option<SampledCaseId>,
    /// Whether it took place or was declined.
    pub came: Option<Came>,
    /// Whether whoever was to be watched agreed.
    pub worker_agreed: Option<bool>,
    /// What the person who uses services said to it.
    pub person: Option<PersonConsent>,
    /// What the two said before.
    pub before_talk: String,
    /// What the two said after.
    pub after_talk: String,
    /// `0`, `1`, `2` or `not-seen` for every behaviour, by its id.
    pub ratings: BTreeMap<String, String>,
    /// What was seen, in the words of the one who watched.
    pub note: String,
    /// Whether it agrees with the rest of the evidence.
    pub agrees: Option<bool>,
    /// Further standards or parts it bears on, such as `S41b`.
    pub parts: Vec<String>,
    /// How long it took, talks included.
    pub minutes: Option<i64>,
}

/// The observations of a review: how many workers were watched, and who watched whom.
///
/// # Errors
/// `NotFound` for somebody who does not review, and where the framework has no form for it.
pub async fn observations(act: &mut Act, review: ReviewId) -> Result<ObservationsPage> {
    let opened = load(act, review).await?;
    act.require(Action::SeeEvidence, &opened.object())?;
    let form = form_of(&opened)?;
    let found = observations::of_review(&mut act.tx, review).await?;
    let workers = team_size(act, &opened).await?;
    let may_record = opened.review.stage.takes_evidence() && act.may(Action::RecordEvidence, &opened.object());
    act.journal(Happened::ObservationSeen, Some(review), None, "").await?;
    Ok(ObservationsPage { opened, form, observations: found, workers, may_record })
}

/// How many work or supervise in the team: today, or on the day the review was completed.
async fn team_size(act: &mut Act, opened: &Opened) -> Result<usize> {
    let (team, day) = (opened.review.team_id, opened.review.completed_on.unwrap_or(act.today()));
    let mut found = BTreeSet::new();
    for role in [Role::Worker, Role::Supervisor] {
        found.extend(people::holding(&mut act.tx, role, Some(team.uuid()), day).await?.into_iter().map(|p| p.id));
    }
    Ok(found.len())
}

/// What can be chosen when an observation is recorded.
///
/// # Errors
/// `NotFound` for somebody who does not review; `Refused` where the review takes no evidence.
pub async fn observing(act: &mut Act, review: ReviewId) -> Result<Observing> {
    let opened = load(act, review).await?;
    act.require(Action::RecordEvidence, &opened.object())?;
    let form = form_of(&opened)?;
    takes_evidence(&opened)?;
    let today = act.today();
    let (team, service) = (opened.review.team_id, opened.review.service_id);
    let mut all = people::with_post_for(&mut act.tx, team, service, today).await?;
    all.extend(opened.reviewers.iter().cloned());
    all.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
    all.dedup_by_key(|person| person.id);
    let cases = reviews::cases(&mut act.tx, review).await?.into_iter().filter(|c| !c.replaced).collect();
    Ok(Observing { opened, form, people: all, cases })
}

/// Records that practice was watched, or that it was declined. What was seen becomes evidence at once; what was declined
/// is kept without marks, and is no evidence.
///
/// # Errors
/// `NotFound` for somebody who does not review; `Invalid` for what is left out, does not exist, or was seen without
/// consent; `Refused` where the review takes no evidence.
pub async fn record_observation(act: &mut Act, review: ReviewId, new: &NewObservation) -> Result<ObservationId> {
    let opened = load(act, review).await?;
    act.require(Action::RecordEvidence, &opened.object())?;
    let form = form_of(&opened)?;
    takes_evidence(&opened)?;
    let checked = checking::check(act, &opened, &form, new).await?;
    let id: ObservationId = act.id();
    let row = store::observations::NewObservation {
        id,
        review,
        worker: checked.worker,
        observer: checked.observer,
        direction: checked.direction,
        kind: &checked.kind,
        seen_on: checked.seen_on,
        case: new.case,
        consent: checked.consent,
        before_talk: new.before_talk.trim(),
        after_talk: new.after_talk.trim(),
        ratings: &checked.ratings,
        note: new.note.trim(),
        agrees: checked.agrees,
        minutes: new.minutes,
    };
    observations::add(&mut act.tx, &row).await?;
    if checked.came == Came::Seen {
        let item = NewItem {
            source: source(&opened)?,
            dated: checked.seen_on,
            direct: true,
            agrees: checked.agrees,
            note: format!("{}: {}", checked.kind, new.note.trim()),
            parts: checked.parts,
            case: new.case,
        };
        keep_evidence(act, &opened, &item, Origin::Observation).await?;
    }
    say_how_far(act, &opened).await?;
    act.journal(Happened::ObservationRecorded, Some(review), Some(checked.worker.uuid()), "").await?;
    Ok(id)
}

/// Keeps the state of the source up with how often workers were watched, and how often it was declined.
async fn say_how_far(act: &mut Act, opened: &Opened) -> Result<()> {
    let all = observations::of_review(&mut act.tx, opened.review.id).await?;
    let of_workers = all.iter().filter(|o| o.direction == Direction::OfWorker);
    let (seen, declined): (Vec<&Observation>, Vec<&Observation>) = of_workers.partition(|o| o.came() == Came::Seen);
    let (state, came) = observed(seen.len(), declined.len());
    keep_source(act, opened, &source(opened)?, state, &came).await
}

/// Opens one observation for those who review. That it was read is journalled: whoever was watched may ask who did.
///
/// # Errors
/// `NotFound` for somebody who does not review.
pub async fn open_observation(act: &mut Act, review: ReviewId, id: ObservationId) -> Result<OpenedObservation> {
    let opened = load(act, review).await?;
    act.require(Action::SeeEvidence, &opened.object())?;
    let form = form_of(&opened)?;
    let observation =
        observations::find(&mut act.tx, id).await?.filter(|o| o.review_id == review).ok_or(Error::NotFound)?;
    let subject = Some(observation.worker_id.uuid());
    act.journal(Happened::ObservationSeen, Some(review), subject, "").await?;
    Ok(OpenedObservation { opened, form, observation })
}

/// Opens what was noted of one's own work (R13).
///
/// # Errors
/// `NotFound` for anybody but whoever was watched.
pub async fn my_observation(act: &mut Act, id: ObservationId) -> Result<MyObservation> {
    let observation = own(act, id, Action::SeeOwnObservation).await?;
    let opened = load(act, observation.review_id).await?;
    let form = form_of(&opened)?;
    let may_answer = takes_answer(&opened, &observation)
        && act.may(Action::AnswerObservation, &Object::OwnWork(observation.worker_id));
    let subject = Some(observation.worker_id.uuid());
    act.journal(Happened::ObservationSeen, Some(observation.review_id), subject, "").await?;
    Ok(MyObservation { opened, form, observation, may_answer })
}

/// Whoever was watched adds their own marks and note, or changes them while the review takes evidence.
///
/// # Errors
/// `NotFound` for anybody else; `Invalid` for a behaviour without an answer; `Refused` where it was declined or the
/// review is over; `Stale` where it was written since `seen`.
pub async fn answer_observation(
    act: &mut Act,
    id: ObservationId,
    ratings: &BTreeMap<String, String>,
    note: &str,
    seen: i64,
) -> Result<()> {
    let observation = own(act, id, Action::AnswerObservation).await?;
    let opened = load(act, observation.review_id).await?;
    let form = form_of(&opened)?;
    if observation.came() == Came::Declined {
        return Err(Error::Refused("It was declined, so there is nothing to add.".into()));
    }
    takes_evidence(&opened)?;
    let ratings = form.ratings(ratings).map_err(|problems| Error::Invalid(checking::named(problems)))?;
    let now = act.now();
    observations::worker_answers(&mut act.tx, id, seen, &ratings, note.trim(), now).await?;
    let subject = Some(observation.worker_id.uuid());
    act.journal(Happened::ObservationAnswered, Some(observation.review_id), subject, "").await
}

/// When one was watched at work, newest first. What was noted is not among it: reading that is journalled.
///
/// # Errors
/// `NotFound` for somebody who has left.
pub async fn my_observations(act: &mut Act) -> Result<Vec<MyLine>> {
    let me = act.me();
    act.require(Action::SeeOwnObservation, &Object::OwnWork(me))?;
    let mut lines = Vec::new();
    for found in observations::of_worker(&mut act.tx, me).await? {
        let opened = load(act, found.review_id).await?;
        let waits = !found.is_answered() && takes_answer(&opened, &found);
        lines.push(MyLine { id: found.id, kind: found.kind, seen_on: found.seen_on, observer: found.observer, waits });
    }
    Ok(lines)
}

/// An observation of the person who asks.
async fn own(act: &mut Act, id: ObservationId, action: Action) -> Result<Observation> {
    let found = observations::find(&mut act.tx, id).await?.ok_or(Error::NotFound)?;
    act.require(action, &Object::OwnWork(found.worker_id))?;
    Ok(found)
}

fn takes_answer(opened: &Opened, observation: &Observation) -> bool {
    observation.came() == Came::Seen && opened.review.stage.takes_evidence()
}

fn form_of(opened: &Opened) -> Result<ObservationForm> {
    observation_form(&opened.framework.id).ok_or(Error::NotFound)
}

/// The source that observations are: the one through which somebody speaks who was there and saw the work.
fn source(opened: &Opened) -> Result<String> {
    let source = opened.framework.sources.iter().find(|source| source.voice == Voice::Seen);
    source.map(|source| source.id.clone()).ok_or(Error::NotFound)
}

fn takes_evidence(opened: &Opened) -> Result<()> {
    if opened.review.stage.takes_evidence() {
        return Ok(());
    }
    let says = if opened.review.stage.is_open() {
        "Cases are drawn first. What is watched is recorded after that."
    } else {
        "The review is completed, so nothing more is added to it."
    };
    Err(Error::Refused(says.into()))
}

use askama::Template;
use axum::extract::Path;
use practice::days;
use practice::reviews::{Came, Direction};
use programme::observations::{self, OpenedObservation};

use super::marks::{self, BothRow};
use crate::chrome::Chrome;
use crate::problem::Result;
use crate::reply::Page;
use crate::request::{Reading, id};
use crate::reviews::ReviewHead;

/// One observation: the marks and notes of both, side by side, and what they saw differently. Never a score.
#[derive(Template)]
#[template(path = "observations/one.html")]
pub(super) struct OnePage {
    chrome: Chrome,
    review: ReviewHead,
    back: String,
    title: String,
    facts: Vec<(&'static str, String)>,
    declined: bool,
    observer: String,
    worker: String,
    answered: bool,
    rows: Vec<BothRow>,
    differences: Vec<String>,
    observer_note: String,
    worker_note: String,
    before_talk: String,
    after_talk: String,
    disagrees: bool,
}

impl OnePage {
    fn of(found: OpenedObservation, chrome: Chrome) -> Self {
        let OpenedObservation { opened, form, observation } = found;
        let review = ReviewHead::of(&opened);
        let title = format!("{}, {}", observation.kind, days::long(observation.seen_on));
        let other_way = observation.direction == Direction::ByWorker;
        let mut facts = vec![
            ("Watched", observation.worker.clone()),
            ("Watched by", observation.observer.clone()),
            ("Consent", format!("{}.", observation.consent().words())),
        ];
        if other_way {
            facts.push(("The other way round", Direction::ByWorker.words().to_owned()));
        }
        facts.extend(observation.reference.clone().map(|reference| ("Case", reference)));
        facts.extend(observation.minutes.map(|minutes| ("Minutes, talks included", minutes.to_string())));
        Self {
            chrome: chrome.titled(&review.titled(&format!("{title}, {}", observation.worker))),
            back: format!("{}/observations", review.href),
            review,
            title,
            facts,
            declined: observation.came() == Came::Declined,
            answered: observation.is_answered(),
            rows: marks::both(&form, &observation),
            differences: marks::differences(&form, &observation),
            disagrees: !observation.agrees,
            observer: observation.observer,
            worker: observation.worker,
            observer_note: observation.observer_note,
            worker_note: observation.worker_note,
            before_talk: observation.before_talk,
            after_talk: observation.after_talk,
        }
    }
}

pub(super) async fn page(
    Path((review, observation)): Path<(String, String)>,
    mut reading: Reading,
) -> Result<Page<OnePage>> {
    let found = observations::open_observation(&mut reading.act, id(&review)?, id(&observation)?).await?;
    let page = OnePage::of(found, reading.chrome);
    reading.act.commit().await?;
    Ok(Page::new(page))
}

use askama::Template;
use axum::extract::Path;
use practice::days;
use practice::reviews::{Came, Direction, LEAST_OBSERVATIONS};
use programme::Act;
use programme::observations::{self, ObservationsPage};
use store::observations::Observation;

use crate::chrome::Chrome;
use crate::problem::Result;
use crate::reply::Page;
use crate::request::{Reading, id};
use crate::reviews::ReviewHead;

/// The observations of a review: how many workers were watched, the other way round, and what was declined.
#[derive(Template)]
#[template(path = "observations/list.html")]
pub(super) struct ListPage {
    chrome: Chrome,
    review: ReviewHead,
    back: String,
    /// "Workers were watched 3 times: 3 of the 10 who work in the team. …"
    standing: String,
    other_way: String,
    declined: String,
    about_observer: String,
    lines: Vec<Line>,
    may_record: bool,
    record_href: String,
}

/// One observation.
struct Line {
    href: String,
    what: String,
    watched: String,
    observer: String,
    state: &'static str,
}

impl ListPage {
    fn of(act: &Act, found: &ObservationsPage, chrome: Chrome) -> Self {
        let review = ReviewHead::with_tabs(&found.opened, act, "Evidence");
        let of_workers = found.seen(Direction::OfWorker).count();
        let by_workers = found.seen(Direction::ByWorker).count();
        let declined = found.observations.iter().filter(|o| o.came() == Came::Declined).count();
        Self {
            chrome: chrome.titled(&review.titled("Observations of practice")),
            standing: standing(of_workers, found.workers_seen(), found.workers),
            other_way: match by_workers {
                0 => "No worker has watched a manager or a colleague yet.".to_owned(),
                some => format!("The other way round, a worker watched a manager or a colleague {}.", times(some)),
            },
            declined: match declined {
                0 => String::new(),
                some => format!("It was declined {}. That is not the same as not done.", times(some)),
            },
            about_observer: found.form.about_observer.clone(),
            lines: found.observations.iter().map(|o| line(o, &review.href)).collect(),
            may_record: found.may_record,
            back: format!("{}/evidence", review.href),
            record_href: format!("{}/observations/new", review.href),
            review,
        }
    }
}

fn line(observation: &Observation, review: &str) -> Line {
    Line {
        href: format!("{review}/observations/{}", observation.id),
        what: format!("{}, {}", observation.kind, days::long(observation.seen_on)),
        watched: observation.worker.clone(),
        observer: observation.observer.clone(),
        state: match (observation.came(), observation.is_answered()) {
            (Came::Declined, _) => "Declined",
            (Came::Seen, true) => "Both have written",
            (Came::Seen, false) => "Whoever was watched has not written yet",
        },
    }
}

fn standing(of_workers: usize, workers_seen: usize, workers: usize) -> String {
    let so_far = match of_workers {
        0 => format!("No worker has been watched yet, and {workers} work in the team."),
        some => format!("Workers were watched {}: {workers_seen} of the {workers} who work in the team.", times(some)),
    };
    format!("{so_far} The least a review needs is {LEAST_OBSERVATIONS}.")
}

fn times(n: usize) -> String {
    if n == 1 { "once".to_owned() } else { format!("{n} times") }
}

pub(super) async fn page(Path(review): Path<String>, mut reading: Reading) -> Result<Page<ListPage>> {
    let found = observations::observations(&mut reading.act, id(&review)?).await?;
    let page = ListPage::of(&reading.act, &found, reading.chrome);
    reading.act.commit().await?;
    Ok(Page::new(page))
}

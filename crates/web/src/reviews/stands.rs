//! Where a review stands, in words and in five phases: its stage and its dates, never its outcome.

use chrono::NaiveDate;
use practice::days;
use practice::reviews::Stage;
use store::reviews::Review;

/// Where a review stands, in a sentence or two that tell nothing of its outcome.
pub(super) fn stands(review: &Review) -> String {
    let on = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| format!(" on {}", days::long(day)));
    match review.stage {
        Stage::Planned => format!("Planned{}. The team has not been told yet.", on(Some(review.planned_on))),
        Stage::Announced => format!("The team was told{}. Cases are drawn next.", on(review.announced_on)),
        Stage::Drawn => format!("Cases were drawn{}. They are read next.", on(review.drawn_on)),
        Stage::Gathering => {
            format!("Evidence is being gathered and cases are being read. This began{}.", on(review.gathering_on))
        }
        Stage::Judging => format!("Standards are being judged. This began{}.", on(review.judging_on)),
        Stage::Completed => format!("Completed{}, not yet presented.", on(review.completed_on)),
        Stage::Presented => format!("Presented{}. The plan that follows is agreed next.", on(review.presented_on)),
        Stage::Support => {
            format!("The plan was agreed{}. Support with the changes is under way.", on(review.support_on))
        }
        Stage::Closed => format!("Closed{}.", on(review.closed_on)),
    }
}

/// The next date that was set. The date of the next review follows from the result, so it is not among these.
pub(super) fn next_date(review: &Review) -> String {
    let said = |words: &str, day: Option<NaiveDate>| day.map(|day| format!("{words} {}", days::long(day)));
    let next = match review.stage {
        Stage::Completed => said("To be presented", review.presentation_due),
        Stage::Support | Stage::Closed => said("Presented", review.presented_on),
        Stage::Presented => None,
        _ => said("Judging ends", review.judging_due)
            .or_else(|| said("Completed by", review.completion_due))
            .or_else(|| said("To be presented", review.presentation_due)),
    };
    next.unwrap_or_default()
}

/// One of the five words of a review's way.
pub(super) struct Phase {
    pub(super) word: &'static str,
    /// How far it is, or when it is due; may be empty.
    pub(super) detail: String,
    /// `done`, `now` or `later`.
    pub(super) state: &'static str,
}

/// How far gathering and judging have come, for those who may know.
pub(super) struct Counts {
    /// Sources settled, of how many.
    pub(super) sources: (usize, usize),
    /// Standards settled, of how many.
    pub(super) standards: (usize, usize),
}

/// The way in five words. Without `counts`, dates alone (I2).
pub(super) fn phases(review: &Review, counts: Option<&Counts>) -> Vec<Phase> {
    let now = match review.stage {
        Stage::Planned | Stage::Announced => 0,
        Stage::Drawn | Stage::Gathering => 1,
        Stage::Judging => 2,
        Stage::Completed => 3,
        Stage::Presented | Stage::Support => 4,
        Stage::Closed => 5,
    };
    let of = |(done, all): (usize, usize)| format!("{done} of {all}");
    let gathered = counts.map_or_else(|| short("from", review.drawn_on), |c| of(c.sources));
    let judged = counts.map_or_else(|| short("by", review.judging_due), |c| of(c.standards));
    let told = review.presented_on.map_or_else(|| short("by", review.presentation_due), |day| short("on", Some(day)));
    let details = [short("from", Some(review.planned_on)), gathered, judged, told, short("from", review.support_on)];
    ["Plan", "Gather", "Judge", "Tell", "Change"]
        .into_iter()
        .zip(details)
        .enumerate()
        .map(|(place, (word, detail))| {
            let state = if place < now {
                "done"
            } else if place == now {
                "now"
            } else {
                "later"
            };
            Phase { word, detail, state }
        })
        .collect()
}

/// "by 30 Nov": there is little room under a phase, and the list of steps has the whole date.
fn short(words: &str, day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, |day| format!("{words} {}", day.format("%-d %b")))
}

/// One step, with its date.
pub(super) struct Step {
    pub(super) text: String,
    pub(super) now: bool,
}

/// All steps in order. The dates that follow from the result are for those who may read it: pass `by_rule` for them.
pub(super) fn steps(review: &Review, by_rule: bool) -> Vec<Step> {
    let way = [
        ("Planned", Stage::Planned, Some(review.planned_on), None),
        ("Team told", Stage::Announced, review.announced_on, None),
        ("Cases drawn", Stage::Drawn, review.drawn_on, None),
        ("Evidence gathered and cases read", Stage::Judging, review.judging_on, None),
        ("Standards judged", Stage::Completed, review.completed_on, review.judging_due),
        ("Completed and locked", Stage::Completed, review.completed_on, review.completion_due),
        (
            "Presented to the head of service, and to the team the same day",
            Stage::Presented,
            review.presented_on,
            review.presentation_due,
        ),
        ("Action plan agreed", Stage::Support, review.support_on, None),
        ("Support with the changes, until it is closed", Stage::Closed, review.closed_on, None),
    ];
    let now = way.iter().position(|(_, reached, ..)| review.stage < *reached);
    let mut steps: Vec<Step> = way
        .into_iter()
        .enumerate()
        .map(|(place, (words, reached, on, due))| Step {
            text: dated(words, review.stage >= reached, on, due),
            now: Some(place) == now,
        })
        .collect();
    if by_rule {
        steps.extend(dates_by_rule(review));
    }
    steps
}

fn dated(words: &str, done: bool, on: Option<NaiveDate>, due: Option<NaiveDate>) -> String {
    match (done, on, due) {
        (true, Some(day), _) => format!("{words}, {} – done", days::long(day)),
        (true, None, _) => format!("{words} – done"),
        (false, _, Some(day)) => format!("{words}, by {}", days::long(day)),
        (false, _, None) => words.to_owned(),
    }
}

fn dates_by_rule(review: &Review) -> impl Iterator<Item = Step> {
    let dates = [
        ("Critical standards looked at again, by rule", review.resample_on),
        ("A light touch, by rule", review.light_touch_on),
        ("Next full review, by rule", review.next_review_on),
    ];
    dates
        .into_iter()
        .filter_map(|(words, day)| Some(Step { text: format!("{words}, {}", days::long(day?)), now: false }))
}

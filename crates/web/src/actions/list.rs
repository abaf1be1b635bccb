use askama::Template;
use axum::extract::Query;
use chrono::{Duration, NaiveDate};
use practice::days;
use practice::ids::PersonId;
use programme::actions::{self, OpenedAction};
use serde::Deserialize;

use crate::chrome::Chrome;
use crate::home::due;
use crate::problem::Result;
use crate::reply::Page;
use crate::request::Reading;

/// "This week" is the next seven days.
const WEEK: i64 = 7;
/// The most closed actions on the page.
const MOST_DONE: usize = 25;

/// Every action the person may see, by when it is due.
#[derive(Template)]
#[template(path = "actions/list.html")]
pub(super) struct ListPage {
    chrome: Chrome,
    /// Only those in the person's own name.
    mine: bool,
    groups: Vec<Group>,
    /// Whether there is any action, of anybody.
    any: bool,
}

/// Late, this week, later, or done.
struct Group {
    title: &'static str,
    rows: Vec<Line>,
    /// What is said where there is none; empty where the group is then left out.
    nothing: &'static str,
    /// "And 4 that were closed earlier."; empty where all are shown.
    more: String,
}

struct Line {
    href: String,
    outcome: String,
    why: String,
    when: String,
    late: bool,
}

#[derive(Deserialize)]
pub(super) struct Filter {
    #[serde(default)]
    whose: String,
}

pub(super) async fn page(Query(filter): Query<Filter>, mut reading: Reading) -> Result<Page<ListPage>> {
    let mut found = actions::visible(&mut reading.act).await?;
    let (me, today) = (reading.act.me(), reading.act.today());
    reading.act.commit().await?;
    let any = !found.is_empty();
    let mine = filter.whose == "mine";
    if mine {
        found.retain(|action| is_mine(action, me));
    }
    let page = ListPage { mine, groups: groups(found, me, today), any, chrome: reading.chrome.titled("Actions") };
    Ok(Page::new(page))
}

fn is_mine(found: &OpenedAction, me: PersonId) -> bool {
    found.action.owner_id.0 == Some(me)
}

fn groups(mut found: Vec<OpenedAction>, me: PersonId, today: NaiveDate) -> Vec<Group> {
    // One's own first; the sort keeps the soonest first among equals.
    found.sort_by_key(|action| !is_mine(action, me));
    let week = today + Duration::days(WEEK);
    let (open, mut done): (Vec<_>, Vec<_>) = found.into_iter().partition(|action| action.action.state == "open");
    let (late, ahead): (Vec<_>, Vec<_>) =
        open.into_iter().partition(|action| action.action.due.is_some_and(|due| due < today));
    let (soon, later): (Vec<_>, Vec<_>) =
        ahead.into_iter().partition(|action| action.action.due.is_some_and(|due| due <= week));
    done.sort_by_key(|action| std::cmp::Reverse(action.action.closed_on));
    let group = |title, found: &[OpenedAction], nothing| Group {
        title,
        rows: found.iter().map(|action| Line::of(action, me, today)).collect(),
        nothing,
        more: String::new(),
    };
    vec![
        group("Late", &late, "Nothing is late."),
        group("This week", &soon, "Nothing is due in the next seven days."),
        group("Later", &later, ""),
        done_group(&done, me, today),
    ]
}

/// The newest that were closed, and how many more there are.
fn done_group(done: &[OpenedAction], me: PersonId, today: NaiveDate) -> Group {
    let over = done.len().saturating_sub(MOST_DONE);
    let more = match over {
        0 => String::new(),
        1 => "And 1 that was closed earlier.".to_owned(),
        many => format!("And {many} that were closed earlier."),
    };
    let rows = done.iter().take(MOST_DONE).map(|action| Line::of(action, me, today)).collect();
    Group { title: "Done", rows, nothing: "", more }
}

impl Line {
    fn of(found: &OpenedAction, me: PersonId, today: NaiveDate) -> Self {
        let action = &found.action;
        let owner = if is_mine(found, me) { "You" } else { action.owner.as_deref().unwrap_or("Nobody yet") };
        let when = match (action.closed_on, action.due) {
            (Some(day), _) => format!("Closed {}", days::long(day)),
            (None, Some(day)) => due(day, today),
            (None, None) => String::new(),
        };
        Self {
            href: format!("/actions/{}", action.id),
            outcome: action.outcome.clone(),
            why: format!("{owner}, {}. First step: {}", found.opened.review.team, action.step),
            when,
            late: action.state == "open" && action.due.is_some_and(|day| day < today),
        }
    }
}

use askama::Template;
use axum::extract::Query;
use practice::frameworks::{Change, Difference, Framework};
use programme::{Act, frameworks};
use serde::Deserialize;

use super::views::{named, title_of};
use crate::chrome::Chrome;
use crate::forms::Choice;
use crate::problem::Result;
use crate::reply::Page;
use crate::request::{Reading, id};

/// Two versions side by side: only what differs.
#[derive(Template)]
#[template(path = "frameworks/compare.html")]
pub(super) struct ComparePage {
    chrome: Chrome,
    earlier: Vec<Choice>,
    later: Vec<Choice>,
    /// What differs, once two versions are chosen.
    found: Option<Found>,
}

struct Found {
    from: String,
    to: String,
    differences: Vec<DifferenceView>,
}

struct DifferenceView {
    /// "S18 Safeguarding", or "The whole framework".
    on: String,
    /// "statement", "part b".
    what: String,
    /// The earlier words; empty for what is new.
    before: String,
    /// The later words; empty for what is gone.
    after: String,
}

#[derive(Deserialize)]
pub(super) struct Two {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

pub(super) async fn page(Query(two): Query<Two>, mut reading: Reading) -> Result<Page<ComparePage>> {
    let versions = frameworks::list(&mut reading.act).await?;
    let choices = |chosen: &str| {
        let known = versions.iter().map(|version| Choice::new(version.id.to_string(), named(version), chosen));
        std::iter::once(Choice::nothing("Choose a version")).chain(known).collect()
    };
    let page = ComparePage {
        earlier: choices(&two.from),
        later: choices(&two.to),
        found: found(&mut reading.act, &two).await?,
        chrome: reading.chrome.titled("Compare two versions"),
    };
    reading.act.commit().await?;
    Ok(Page::new(page))
}

async fn found(act: &mut Act, two: &Two) -> Result<Option<Found>> {
    if two.from.is_empty() || two.to.is_empty() {
        return Ok(None);
    }
    let (from, to, differences) = frameworks::compare(act, id(&two.from)?, id(&two.to)?).await?;
    let differences = differences.into_iter().map(|d| view(d, &from.framework, &to.framework)).collect();
    Ok(Some(Found { from: named(&from.version), to: named(&to.version), differences }))
}

fn view(difference: Difference, from: &Framework, to: &Framework) -> DifferenceView {
    let on = difference.standard.map_or("The whole framework".to_owned(), |key| {
        let holds = if to.standard(&key).is_some() { to } else { from };
        title_of(holds, &key)
    });
    let (before, after) = match difference.change {
        Change::Added(words) => (String::new(), words),
        Change::Removed(words) => (words, String::new()),
        Change::Changed { from, to } => (from, to),
    };
    DifferenceView { on, what: difference.what, before, after }
}

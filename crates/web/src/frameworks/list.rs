use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Query;
use practice::access::{Action, Object};
use programme::{Act, frameworks};
use serde::Deserialize;
use store::frameworks::Version;

use super::views::{FrameworkView, address, named, since};
use crate::chrome::Chrome;
use crate::problem::Result;
use crate::reply::Page;
use crate::request::Reading;

/// Every standard in force, and the drafts open to comment.
#[derive(Template)]
#[template(path = "frameworks/list.html")]
pub(super) struct ListPage {
    chrome: Chrome,
    /// The words looked for.
    words: String,
    frameworks: Vec<FrameworkView>,
    drafts: Vec<DraftLine>,
    may_draft: bool,
    may_compare: bool,
}

struct DraftLine {
    href: String,
    text: String,
    when: String,
}

#[derive(Deserialize)]
pub(super) struct Filter {
    #[serde(default)]
    q: String,
}

pub(super) async fn page(Query(filter): Query<Filter>, mut reading: Reading) -> Result<Page<ListPage>> {
    let versions = frameworks::list(&mut reading.act).await?;
    let words = filter.q.trim().to_owned();
    let drafts = versions.iter().filter(|version| version.state == "draft");
    let page = ListPage {
        drafts: drafts.map(|v| DraftLine { href: address(v), text: named(v), when: since(v) }).collect(),
        may_draft: reading.act.may(Action::DraftFramework, &Object::Standards),
        may_compare: versions.len() > 1,
        frameworks: in_force(&mut reading.act, &versions, &words).await?,
        words,
        chrome: reading.chrome.titled("Standards"),
    };
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// The newest published version of each framework.
async fn in_force(act: &mut Act, versions: &[Version], words: &str) -> Result<Vec<FrameworkView>> {
    let mut newest: BTreeMap<&str, &Version> = BTreeMap::new();
    for version in versions.iter().filter(|version| version.state == "published") {
        let known = newest.entry(&version.key).or_insert(version);
        if version.published_at > known.published_at {
            *known = version;
        }
    }
    let mut views = Vec::new();
    for version in newest.values() {
        views.push(FrameworkView::of(&frameworks::open(act, version.id).await?, words));
    }
    Ok(views)
}

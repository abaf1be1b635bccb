//! Pages about the program itself, which anybody may read.

mod change;

use askama::Template;
use practice::access::{Effect, RULES, Rule};
use serde::Deserialize;

use crate::assets;
use crate::chrome::Chrome;
use crate::problem::Result;
use crate::reply::Page;
use crate::request::Public;
use crate::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/who-can-see-what", who_can_see_what, "Public")
        .get("/accessibility", accessibility, "Public")
        .get("/notices", notices, "Public")
        .get("/change", change::page, "ReadStandards")
}

/// The table of rules, in its own sentences.
#[derive(Template)]
#[template(path = "about/who_can_see_what.html")]
struct RulesPage {
    chrome: Chrome,
    refused: Vec<&'static Rule>,
    allowed: Vec<&'static Rule>,
}

async fn who_can_see_what(page: Public) -> Page<RulesPage> {
    let of = |effect: Effect| RULES.iter().filter(|rule| rule.effect == effect).collect();
    let (refused, allowed) = (of(Effect::Deny), of(Effect::Allow));
    Page::new(RulesPage { chrome: page.chrome.titled("Who can see what"), refused, allowed })
}

#[derive(Template)]
#[template(path = "about/accessibility.html")]
struct AccessibilityPage {
    chrome: Chrome,
}

async fn accessibility(page: Public) -> Page<AccessibilityPage> {
    Page::new(AccessibilityPage { chrome: page.chrome.titled("Accessibility") })
}

/// What Plumbline is built with, and on what terms.
#[derive(Template)]
#[template(path = "notices.html")]
struct NoticesPage {
    chrome: Chrome,
    notices: Vec<Notice>,
}

/// One package. The list is made when the front end is, by `cargo xtask assets`.
#[derive(Deserialize)]
struct Notice {
    name: String,
    version: String,
    licence: String,
}

async fn notices(page: Public) -> Result<Page<NoticesPage>> {
    let list = assets::file("vendor/notices.json");
    let notices = list.map_or(Ok(Vec::new()), |bytes| serde_json::from_slice(&bytes));
    let notices = notices.map_err(|e| programme::Error::Broken(format!("vendor/notices.json: {e}")))?;
    Ok(Page::new(NoticesPage { chrome: page.chrome.titled("Third-party notices"), notices }))
}

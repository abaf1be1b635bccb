//! Home: what needs doing, most urgent first.

mod blocks;

use askama::Template;

use crate::chrome::Chrome;
use crate::problem::Result;
use crate::reply::Page;
use crate::request::Reading;
use crate::routes::Routes;

use blocks::Block;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/", page, "SignedIn")
}

/// Today, for whoever is signed in.
#[derive(Template)]
#[template(path = "home/page.html")]
pub(crate) struct HomePage {
    chrome: Chrome,
    /// "Monday 16 November 2026".
    today: String,
    blocks: Vec<Block>,
}

/// The home page.
///
/// # Errors
/// Where the database does not answer.
pub(crate) async fn page(mut reading: Reading) -> Result<Page<HomePage>> {
    let blocks = blocks::blocks(&mut reading.act).await?;
    let today = reading.act.today().format("%A %-d %B %Y").to_string();
    reading.act.commit().await?;
    Ok(Page::new(HomePage { chrome: reading.chrome.titled("Today"), today, blocks }))
}

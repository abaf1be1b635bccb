//! Home: what needs doing, most urgent first; and the feedback on one's own work.

mod address;
mod feedback;
mod view;

use askama::Template;
use programme::home;

use crate::chrome::Chrome;
use crate::problem::Result;
use crate::reply::Page;
use crate::request::Reading;
use crate::routes::Routes;

use view::BlockView;

pub(crate) use view::due;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/", page, "SignedIn").get("/feedback", feedback::page, "SignedIn").post(
        "/reviews/{review}/cases/{case}/reply",
        feedback::reply,
        "ReplyToFeedback",
    )
}

/// Today, for whoever is signed in.
#[derive(Template)]
#[template(path = "home/page.html")]
pub(crate) struct HomePage {
    chrome: Chrome,
    /// "Monday 16 November 2026".
    today: String,
    blocks: Vec<BlockView>,
    /// What is said below the blocks.
    ending: &'static str,
    /// What is always there for this person: where, and the words.
    always: Vec<(String, String)>,
}

/// The home page.
///
/// # Errors
/// Where the database does not answer.
pub(crate) async fn page(mut reading: Reading) -> Result<Page<HomePage>> {
    let waiting = home::waiting(&mut reading.act).await?;
    let day = reading.act.today();
    let always = home::always(&mut reading.act).await?;
    reading.act.commit().await?;
    let anything = waiting.blocks.iter().any(|block| !block.rows.is_empty());
    let waits_below = |line: &home::Always| matches!(line, home::Always::PrivateNotes(1..) | home::Always::Facts(..));
    let ending = match (waiting.left_out, anything) {
        (false, true) if always.iter().any(waits_below) => "What stands below waits for you too.",
        (false, false) if always.iter().any(waits_below) => "What stands below waits for you.",
        (true, _) => "There is more under the words at the top of the page. These are the most urgent.",
        (false, true) => "Nothing else is waiting for you.",
        (false, false) => "Nothing is waiting for you.",
    };
    Ok(Page::new(HomePage {
        chrome: reading.chrome.titled("Today"),
        today: day.format("%A %-d %B %Y").to_string(),
        blocks: waiting.blocks.iter().map(|block| BlockView::of(block, day)).collect(),
        ending,
        always: always.into_iter().map(always_words).collect(),
    }))
}

/// Where something that is always there is done, and how it is called.
fn always_words(always: home::Always) -> (String, String) {
    match always {
        home::Always::PrivateLine => ("/private-line".into(), "Write to the quality assurance lead in private".into()),
        home::Always::PrivateNotes(waiting) => {
            let waiting = if waiting == 0 { String::new() } else { format!(": {waiting} to answer") };
            ("/private-line/notes".into(), format!("Notes written to you in private{waiting}"))
        }
        home::Always::Dips => ("/dips".into(), "Dip samples".into()),
        home::Always::Facts(review, corrected) => {
            let says = if corrected {
                "The facts of your team's review were corrected: check them"
            } else {
                "Check the facts of your team's review"
            };
            (format!("/reviews/{review}/facts"), says.into())
        }
    }
}

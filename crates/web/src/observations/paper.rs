use askama::Template;
use axum::extract::Path;
use practice::reviews::Behaviour;
use programme::observations;

use crate::chrome::Chrome;
use crate::problem::Result;
use crate::reply::Page;
use crate::request::{Reading, id};
use crate::reviews::ReviewHead;

/// The blank form, to print: one for the one who watches and one for the one who is watched.
#[derive(Template)]
#[template(path = "observations/form.html")]
pub(super) struct FormPage {
    chrome: Chrome,
    back: String,
    review: ReviewHead,
    kinds: String,
    before: Vec<String>,
    behaviours: Vec<Behaviour>,
    after: Vec<String>,
    about_observer: String,
}

pub(super) async fn page(Path(review): Path<String>, mut reading: Reading) -> Result<Page<FormPage>> {
    let found = observations::observations(&mut reading.act, id(&review)?).await?;
    reading.act.commit().await?;
    let head = ReviewHead::of(&found.opened);
    Ok(Page::new(FormPage {
        chrome: reading.chrome.titled(&head.titled("Observation form to print")),
        back: format!("{}/observations", head.href),
        review: head,
        kinds: found.form.kinds.join(" · "),
        before: found.form.before,
        behaviours: found.form.behaviours,
        after: found.form.after,
        about_observer: found.form.about_observer,
    }))
}

use askama::Template;
use axum::extract::Path;
use practice::access::{Action, Object};
use practice::ids::FrameworkId;
use programme::{Act, frameworks};

use super::views::{CommentView, FrameworkView, comments, named, since};
use crate::chrome::Chrome;
use crate::forms::Errors;
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Reading, Writing, id};

/// One version of a framework, published or draft.
#[derive(Template)]
#[template(path = "frameworks/version.html")]
pub(super) struct VersionPage {
    chrome: Chrome,
    errors: Errors,
    heading: String,
    framework: FrameworkView,
    since: String,
    is_draft: bool,
    may_publish: bool,
    may_draft: bool,
    /// Whether this person drafted it, and so waits for somebody else.
    is_mine: bool,
    comments: Vec<CommentView>,
    /// A comment that could not be saved.
    typed: String,
}

pub(super) async fn page(Path(framework): Path<String>, mut reading: Reading) -> Result<Page<VersionPage>> {
    let page = show(&mut reading.act, reading.chrome, id(&framework)?, Errors::none(), "").await?;
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// The page, with a comment that could not be saved where there is one.
///
/// # Errors
/// `NotFound` where the person may not see this version.
pub(super) async fn show(
    act: &mut Act,
    chrome: Chrome,
    id: FrameworkId,
    errors: Errors,
    typed: &str,
) -> Result<VersionPage> {
    let opened = frameworks::open(act, id).await?;
    let drafted_by = opened.version.drafted_by;
    let is_draft = opened.version.state == "draft";
    let heading = named(&opened.version);
    Ok(VersionPage {
        chrome: chrome.titled(&heading).with_mistakes(!errors.is_empty()),
        errors,
        heading,
        framework: FrameworkView::of(&opened, ""),
        since: since(&opened.version),
        is_draft,
        may_publish: is_draft && act.may(Action::PublishFramework, &Object::FrameworkDraft { drafted_by }),
        may_draft: act.may(Action::DraftFramework, &Object::Standards),
        is_mine: drafted_by == act.me(),
        comments: comments(&opened.comments, &opened.framework, None),
        typed: typed.to_owned(),
    })
}

pub(super) async fn publish(Path(framework): Path<String>, mut form: Writing) -> Result<SeeOther> {
    let id: FrameworkId = id(&framework)?;
    frameworks::publish(&mut form.act, id).await?;
    form.act.commit().await?;
    Ok(SeeOther::to(format!("/standards/{id}"))
        .saying("Published. Reviews planned from now on use it; those under way keep theirs."))
}

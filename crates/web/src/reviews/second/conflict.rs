use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::days;
use practice::frameworks::{Framework, Standard};
use practice::ids::ReviewId;
use practice::reviews::part_name;
use programme::{Error, reviews};

use super::ReviewHead;
use super::judge_views::{Draft, definition};
use crate::Site;
use crate::chrome::Chrome;
use crate::problem::Result;
use crate::reply::Page;
use crate::request::Writing;
use crate::reviews::afresh;

/// Two people saved the same judgement: both texts, and one button to keep either.
#[derive(Template)]
#[template(path = "reviews/judge-conflict.html")]
pub(super) struct ConflictPage {
    chrome: Chrome,
    review: ReviewHead,
    here: String,
    standard: String,
    who: String,
    when: String,
    differences: Vec<Difference>,
    /// Everything that was typed, to send again.
    kept: Vec<(String, String)>,
    /// Their version: saving yours over it means having seen it.
    seen: i64,
    /// What the button that was pressed says.
    then: String,
}

/// One thing that the two say differently.
struct Difference {
    what: String,
    yours: String,
    theirs: String,
}

/// Shows what was typed beside what somebody else saved. Nothing was written.
pub(super) async fn page(site: &Site, form: Writing, review: ReviewId, standard: &str) -> Result<Response> {
    let mut act = afresh(site, form.act, &form.who).await?;
    let found = reviews::open_standard(&mut act, review, standard).await?;
    act.commit().await?;
    let theirs = found.state.judgement.as_ref().ok_or(Error::Stale)?;
    let definition = definition(&found.opened, standard)?;
    let head = ReviewHead::of(&found.opened);
    let (yours, saved) = (Draft::typed(&form.fields), Draft::saved(Some(theirs)));
    let again = |name: &str| !matches!(name, "csrf" | "seen" | "then");
    let page = ConflictPage {
        chrome: form.chrome.titled(&head.titled(&format!("Two versions of {}", definition.name))),
        here: format!("{}/standards/{standard}", head.href),
        who: theirs.by_name.clone(),
        when: format!("{} at {}", days::long(days::today(theirs.at)), days::clock(theirs.at)),
        differences: differences(&found.opened.framework, &definition, &yours, &saved),
        kept: form
            .fields
            .iter()
            .filter(|(name, _)| again(name))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        seen: saved.seen,
        then: form.fields.get("then").to_owned(),
        standard: definition.name,
        review: head,
    };
    Ok(Page::new(page).status(StatusCode::CONFLICT).into_response())
}

fn differences(framework: &Framework, standard: &Standard, yours: &Draft, theirs: &Draft) -> Vec<Difference> {
    let mark = |draft: &Draft, key: &str| {
        let word = draft.marks.get(key).map_or("Not marked", |word| framework.scale.label(word));
        match draft.reasons.get(key) {
            Some(reason) => format!("{word}: {reason}"),
            None => word.to_owned(),
        }
    };
    let marks = standard.elements.iter().map(|element| Difference {
        what: format!("{} {}", part_name(standard, element), element.text),
        yours: mark(yours, &element.key),
        theirs: mark(theirs, &element.key),
    });
    let share = |draft: &Draft| match draft.of.as_str() {
        "" => String::new(),
        of => format!("{} of {of}, {}", draft.passing, draft.period),
    };
    let said = [
        ("Comment for the report", yours.comment.trim().replace("\r\n", "\n"), theirs.comment.replace("\r\n", "\n")),
        ("How many passed", share(yours), share(theirs)),
        ("Why it is not judged", yours.not_judged_because.trim().to_owned(), theirs.not_judged_because.clone()),
    ];
    let said = said.into_iter().take(if yours.comment_only { 1 } else { 3 }).map(|(what, yours, theirs)| Difference {
        what: what.to_owned(),
        yours,
        theirs,
    });
    let marks = marks.filter(|_| !yours.comment_only);
    marks.chain(said).filter(|line| line.yours != line.theirs).collect()
}

use askama::Template;
use programme::actions::OpenedAction;

use crate::chrome::Chrome;

/// Two people wrote on one action: both texts, and a choice. Nothing is lost.
#[derive(Template)]
#[template(path = "actions/conflict.html")]
pub(super) struct ConflictPage {
    chrome: Chrome,
    outcome: String,
    /// Where theirs stands.
    keep: String,
    /// Where yours goes.
    send: String,
    /// The field that carries yours.
    field: &'static str,
    yours: String,
    /// What was saved: what it is, and the words.
    theirs: Vec<(&'static str, String)>,
    /// What the button says; empty where the action is closed and there is nothing to save over.
    button: &'static str,
    /// The version that yours would replace.
    seen: i64,
}

impl ConflictPage {
    /// Progress that was written while somebody else wrote, or closed the action.
    pub(super) fn of_progress(chrome: Chrome, found: &OpenedAction, yours: &str) -> Self {
        let here = format!("/actions/{}", found.action.id);
        Self::of(chrome, found, yours, "progress", here, "Save yours over it")
    }

    /// Evidence that was written while somebody else wrote, or closed the action.
    pub(super) fn of_closing(chrome: Chrome, found: &OpenedAction, yours: &str) -> Self {
        let close = format!("/actions/{}/close", found.action.id);
        Self::of(chrome, found, yours, "evidence", close, "Close the action with yours")
    }

    fn of(
        chrome: Chrome,
        found: &OpenedAction,
        yours: &str,
        field: &'static str,
        send: String,
        button: &'static str,
    ) -> Self {
        let action = &found.action;
        let mut theirs = vec![("Progress", said(&action.progress))];
        if action.state != "open" {
            let by = action.closed_by.as_deref().unwrap_or("Somebody else");
            theirs.push(("What shows that it worked", said(&action.evidence)));
            theirs.push(("Closed by", by.to_owned()));
        }
        Self {
            chrome: chrome.titled("Somebody has saved this since you opened it"),
            outcome: action.outcome.clone(),
            keep: format!("/actions/{}", action.id),
            send,
            field,
            yours: yours.to_owned(),
            theirs,
            button: if action.state == "open" { button } else { "" },
            seen: action.version,
        }
    }
}

fn said(words: &str) -> String {
    if words.is_empty() { "Nothing is written.".to_owned() } else { words.to_owned() }
}

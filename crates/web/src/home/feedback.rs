use askama::Template;
use practice::days;
use programme::reviews::{self, Feedback};

use crate::chrome::Chrome;
use crate::problem::Result;
use crate::reply::Page;
use crate::request::Reading;

/// What reviewers wrote about one's own work: what went well first, then one thing at a time.
/// No grade, no comparison, and no count of what fell short.
#[derive(Template)]
#[template(path = "home/feedback.html")]
pub(super) struct FeedbackPage {
    chrome: Chrome,
    cases: Vec<CaseView>,
}

struct CaseView {
    reference: String,
    /// "Read by Marek Wisniewski on 12 November 2026, for Review 2, autumn 2026."
    read: String,
    strengths: Vec<String>,
    notes: Vec<NoteView>,
}

/// One thing to look at.
struct NoteView {
    standard: String,
    /// "For another time: Safeguarding": only the first stands open.
    another_time: String,
    looked_for: String,
    note: String,
}

impl CaseView {
    fn of(feedback: Feedback) -> Self {
        let by = feedback.case.reviewer.as_deref().map_or(String::new(), |name| format!(" by {name}"));
        let on = feedback.case.read_on.map_or(String::new(), |day| format!(" on {}", days::long(day)));
        Self {
            reference: feedback.case.reference,
            read: format!("Read{by}{on}, for {}.", feedback.title),
            strengths: feedback.strengths,
            notes: feedback.notes.into_iter().map(NoteView::of).collect(),
        }
    }
}

impl NoteView {
    fn of((standard, looked_for, note): (String, String, String)) -> Self {
        Self { another_time: format!("For another time: {standard}"), standard, looked_for, note }
    }
}

pub(super) async fn page(mut reading: Reading) -> Result<Page<FeedbackPage>> {
    let cases = reviews::my_feedback(&mut reading.act).await?.into_iter().map(CaseView::of).collect();
    reading.act.commit().await?;
    Ok(Page::new(FeedbackPage { chrome: reading.chrome.titled("Feedback on your work"), cases }))
}

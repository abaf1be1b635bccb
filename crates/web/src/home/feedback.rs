use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use practice::days;
use programme::Error;
use programme::reviews::{self, Feedback};

use crate::Site;
use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};
use crate::reviews::afresh;

/// What reviewers wrote about one's own work: what went well first, then one thing at a time.
/// No grade, no comparison, and no count of what fell short.
#[derive(Template)]
#[template(path = "home/feedback.html")]
pub(super) struct FeedbackPage {
    chrome: Chrome,
    errors: Errors,
    cases: Vec<CaseView>,
}

struct CaseView {
    reference: String,
    /// "Read by Marek Wisniewski on 12 November 2026, for Review 2, autumn 2026."
    read: String,
    strengths: Vec<String>,
    notes: Vec<NoteView>,
    /// Where an answer goes, and the name of its box; empty where it can no longer be given.
    answer_to: String,
    answer_name: String,
    /// What was typed and could not be kept.
    answer: String,
    /// What an answer can be about, and the name of that box.
    about_name: String,
    about: Vec<Choice>,
    /// What was answered: about what, and the words.
    answered: Vec<(String, String)>,
    /// "You can answer until 14 December 2026."
    until: String,
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
    fn of(feedback: Feedback, typed: &Fields) -> Self {
        let case = &feedback.case;
        let answer_name = format!("reply-{}", case.id);
        let answer_to = format!("/reviews/{}/cases/{}/reply", case.review_id, case.id);
        let about_name = format!("about-{}", case.id);
        let whole = "The case as a whole";
        let chosen = typed.get(&about_name);
        let about = std::iter::once(Choice::new("", whole, chosen));
        let standards = feedback.about.iter().map(|(id, name)| Choice::new(id.as_str(), name.as_str(), chosen));
        let about = about.chain(standards).collect();
        let of = |about: &String| if about.is_empty() { whole.to_owned() } else { about.clone() };
        let answered = feedback.replies.iter().map(|(about, words)| (of(about), words.clone())).collect();
        let by = feedback.case.reviewer.as_deref().map_or(String::new(), |name| format!(" by {name}"));
        let on = feedback.case.read_on.map_or(String::new(), |day| format!(" on {}", days::long(day)));
        Self {
            reference: feedback.case.reference,
            read: format!("Read{by}{on}, for {}.", feedback.title),
            strengths: feedback.strengths,
            notes: feedback.notes.into_iter().map(NoteView::of).collect(),
            until: until(feedback.until, feedback.may_reply),
            answer_to: if feedback.may_reply { answer_to } else { String::new() },
            answer: typed.get(&answer_name).to_owned(),
            about,
            answer_name,
            about_name,
            answered,
        }
    }
}

/// Until when the worker can answer, or could.
fn until(day: Option<NaiveDate>, may_reply: bool) -> String {
    match (day, may_reply) {
        (Some(day), true) => format!("You can answer until {}.", days::long(day)),
        (Some(day), false) => format!("You could answer until {}.", days::long(day)),
        (None, true) => {
            "You can answer now. The ten working days for it begin when the facts of the review are put up.".to_owned()
        }
        (None, false) => String::new(),
    }
}

impl NoteView {
    fn of((standard, looked_for, note): (String, String, String)) -> Self {
        Self { another_time: format!("For another time: {standard}"), standard, looked_for, note }
    }
}

async fn show(act: &mut programme::Act, chrome: Chrome, errors: Errors, typed: &Fields) -> Result<FeedbackPage> {
    let feedback = reviews::my_feedback(act).await?;
    let cases = feedback.into_iter().map(|feedback| CaseView::of(feedback, typed)).collect();
    let chrome = chrome.titled("Feedback on your work").with_mistakes(!errors.is_empty());
    Ok(FeedbackPage { chrome, errors, cases })
}

pub(super) async fn page(mut reading: Reading) -> Result<Page<FeedbackPage>> {
    let page = show(&mut reading.act, reading.chrome, Errors::none(), &Fields::default()).await?;
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// A worker answers to what was written of their case.
pub(super) async fn reply(
    State(site): State<Site>,
    Path((review, case)): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let words = form.fields.get(&format!("reply-{case}")).to_owned();
    let about = form.fields.get(&format!("about-{case}")).to_owned();
    match reviews::reply_to_feedback(&mut form.act, id(&review)?, id(&case)?, &about, &words).await {
        Ok(()) => {
            form.act.commit().await?;
            let says = "Your answer is kept with the findings. You can change it while you can answer.";
            Ok(SeeOther::to("/feedback").saying(says).into_response())
        }
        Err(Error::Invalid(problems)) => {
            let mut act = afresh(&site, form.act, &form.who).await?;
            let page = show(&mut act, form.chrome, problems.into(), &form.fields).await?;
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

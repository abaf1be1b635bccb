use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::access::Action;
use practice::days;
use practice::ids::{ReopeningId, ReviewId};
use practice::reviews::{Blocker, Checklist, Stage};
use programme::reviews::Words;
use programme::{Act, Error, Field, reviews};
use store::reviews::Reopening;

use super::ReviewHead;
use crate::Site;
use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};
use crate::reviews::afresh;

/// What is in the way of completing, the report's opening words, and the way on once it is completed.
#[derive(Template)]
#[template(path = "reviews/complete.html")]
pub(super) struct CompletePage {
    chrome: Chrome,
    errors: Errors,
    review: ReviewHead,
    open: bool,
    blockers: Vec<BlockerLine>,
    /// "Completed 15 December 2026"; empty while it is open.
    completed: String,
    presented: String,
    may_complete: bool,
    may_present: bool,
    may_reopen: bool,
    /// Requests to open the review again, newest first.
    requests: Vec<RequestView>,
    /// The request that waits for the one who looks; empty where none does.
    answer_at: String,
    answers: Vec<Choice>,
    typed_note: String,
    opening: String,
    caution: String,
    read_once: String,
    /// Whether it is asked why not everything was read by two.
    asks_read_once: bool,
    seen: i64,
    /// What somebody else saved while this was being typed.
    theirs: Option<Words>,
}

/// A request to open the review again, and what became of it.
struct RequestView {
    /// "Alun Prothero asked on 15 December 2026."
    asked: String,
    reason: String,
    /// "Marek Wisniewski agreed on 16 December 2026."; or that it waits.
    answered: String,
}

impl RequestView {
    fn of(request: &Reopening) -> Self {
        let day = |at| days::long(days::today(at));
        let answered = match (&request.answer, &request.answered_by, request.answered_at) {
            (Some(answer), Some(by), Some(at)) => {
                let did = if answer == "agreed" { "agreed" } else { "did not agree" };
                let note = request.answer_note.as_deref().filter(|note| !note.is_empty());
                format!("{by} {did} on {}.{}", day(at), note.map_or_else(String::new, |note| format!(" {note}")))
            }
            _ => "It waits for a second person. Nothing changes until somebody else who makes the review agrees."
                .to_owned(),
        };
        Self {
            asked: format!("{} asked on {}.", request.by_name, day(request.at)),
            reason: request.reason.clone(),
            answered,
        }
    }
}

/// One thing in the way, and where it is mended.
struct BlockerLine {
    says: String,
    href: String,
    /// "Go to the standards".
    link: &'static str,
}

/// What presenting does, before it is done.
#[derive(Template)]
#[template(path = "reviews/present.html")]
pub(super) struct PresentPage {
    chrome: Chrome,
    review: ReviewHead,
    service: String,
    today: String,
}

pub(super) async fn page(Path(review): Path<String>, mut reading: Reading) -> Result<Page<CompletePage>> {
    let page = show(&mut reading.act, reading.chrome, id(&review)?, Errors::none(), None).await?;
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// The page with what was saved, or with what was `typed` and could not be.
async fn show(
    act: &mut Act,
    chrome: Chrome,
    review: ReviewId,
    errors: Errors,
    typed: Option<&Fields>,
) -> Result<CompletePage> {
    let (opened, list) = reviews::completing(act, review).await?;
    let requests = reviews::reopenings(act, &opened).await?;
    let completed = opened.review.stage == Stage::Completed;
    let waiting = requests.iter().find(|request| request.answer.is_none()).filter(|_| completed);
    let may_answer = act.may(Action::AgreeReopen, &opened.object());
    let me = act.me();
    let mine = waiting.filter(|request| may_answer && request.by_id != me);
    let head = ReviewHead::of(&opened);
    let stored = &opened.review;
    let typed_or = |name: &str, saved: &str| typed.map_or(saved, |fields| fields.get(name)).to_owned();
    let done = |word: &str, day| format!("{word} {}", days::long(day));
    Ok(CompletePage {
        chrome: chrome.titled(&head.titled("Complete the review")).with_mistakes(!errors.is_empty()),
        errors,
        open: stored.stage.is_open(),
        blockers: blockers(&list, &head.href),
        completed: stored
            .completed_on
            .filter(|_| !stored.stage.is_open())
            .map_or_else(String::new, |day| done("Completed", day)),
        presented: stored.presented_on.map_or_else(String::new, |day| done("Presented", day)),
        may_complete: act.may(Action::Complete, &opened.object()),
        may_present: stored.stage == Stage::Completed && act.may(Action::Present, &opened.object()),
        may_reopen: completed && waiting.is_none() && act.may(Action::Reopen, &opened.object()),
        answer_at: mine.map_or_else(String::new, |request| format!("{}/reopen/{}", head.href, request.id)),
        answers: vec![
            Choice::new("yes", "Yes, open it again", typed.map_or("", |fields| fields.get("agree"))),
            Choice::new("no", "No, let us talk it through", typed.map_or("", |fields| fields.get("agree"))),
        ],
        typed_note: typed.map_or("", |fields| fields.get("note")).to_owned(),
        requests: requests.iter().map(RequestView::of).collect(),
        opening: typed_or("opening", &stored.summary),
        caution: typed_or("caution", &stored.caution),
        asks_read_once: list.second_readings_left > 0,
        read_once: typed_or("read_once", &stored.read_once),
        seen: stored.version,
        theirs: typed.filter(|fields| fields.iter().any(|(name, _)| name == "opening")).map(|_| Words {
            summary: stored.summary.clone(),
            caution: stored.caution.clone(),
            read_once: stored.read_once.clone(),
        }),
        review: head,
    })
}

fn blockers(list: &Checklist, review: &str) -> Vec<BlockerLine> {
    let line = |blocker: Blocker| {
        let (path, link) = match blocker.place {
            "standards" => ("/standards?show=left", "Go to the standards that are left"),
            "sources" => ("/evidence", "Go to the sources"),
            "words" => ("/complete#opening", "Write them below"),
            "coverage" => ("/coverage", "Go to what each standard stands on"),
            "moderation" => ("/moderation", "Go to what is read twice"),
            "surveys" => ("/surveys", "Go to the surveys"),
            "facts" => ("/facts", "Go to the facts"),
            "alerts" => return BlockerLine { says: blocker.says, href: "/alerts".into(), link: "Go to the alerts" },
            _ => ("/sample", "Go to the cases"),
        };
        BlockerLine { says: blocker.says, href: format!("{review}{path}"), link }
    };
    list.blockers().into_iter().map(line).collect()
}

/// Keeps the opening of the report and what its reader should bear in mind.
pub(super) async fn words(State(site): State<Site>, Path(review): Path<String>, mut form: Writing) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    let (seen, words) = typed_words(&form.fields);
    match reviews::set_words(&mut form.act, review, seen, &words).await {
        Ok(()) => {
            form.act.commit().await?;
            Ok(back(review, "The words are kept. The report shows them.").into_response())
        }
        Err(Error::Stale) => words_were_changed(&site, form, review).await,
        Err(other) => Err(other.into()),
    }
}

/// The version and the words. Browsers send line breaks as CR LF; the report has one line a paragraph.
fn typed_words(fields: &Fields) -> (i64, Words) {
    let text = |name: &str| fields.get(name).replace("\r\n", "\n");
    let words = Words { summary: text("opening"), caution: text("caution"), read_once: text("read_once") };
    (fields.get("seen").parse().unwrap_or_default(), words)
}

/// Both texts, side by side.
async fn words_were_changed(site: &Site, form: Writing, review: ReviewId) -> Result<Response> {
    let mut act = afresh(site, form.act, &form.who).await?;
    let page = show(&mut act, form.chrome, review, Errors::none(), Some(&form.fields)).await?;
    act.commit().await?;
    Ok(Page::new(page).status(StatusCode::CONFLICT).into_response())
}

/// Completes and locks the review, or shows again what is in the way.
pub(super) async fn complete(
    State(site): State<Site>,
    Path(review): Path<String>,
    mut form: Writing,
) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    // The words stand in the same form: whoever completes keeps what they have typed.
    if form.fields.iter().any(|(name, _)| name == "opening") {
        let (seen, words) = typed_words(&form.fields);
        match reviews::set_words(&mut form.act, review, seen, &words).await {
            Ok(()) => {}
            Err(Error::Stale) => return words_were_changed(&site, form, review).await,
            Err(other) => return Err(other.into()),
        }
    }
    match reviews::complete(&mut form.act, review).await {
        Ok(()) => {
            form.act.commit().await?;
            Ok(back(review, "The review is completed and locked. Present it next.").into_response())
        }
        Err(Error::Refused(why)) => {
            let errors = why.lines().map(|says| Field::new("in-the-way", says)).collect::<Vec<_>>().into();
            let mut act = afresh(&site, form.act, &form.who).await?;
            let page = show(&mut act, form.chrome, review, errors, None).await?;
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// Asks once more before a report is presented, since nobody can unsee it.
pub(super) async fn before_presenting(Path(review): Path<String>, mut reading: Reading) -> Result<Page<PresentPage>> {
    let opened = reviews::open(&mut reading.act, id(&review)?).await?;
    reading.act.require(Action::Present, &opened.object())?;
    let today = days::long(reading.act.today());
    reading.act.commit().await?;
    let head = ReviewHead::of(&opened);
    Ok(Page::new(PresentPage {
        chrome: reading.chrome.titled(&head.titled("Present the report")),
        service: opened.review.service.clone(),
        today,
        review: head,
    }))
}

/// Records that the report was presented.
pub(super) async fn present(Path(review): Path<String>, mut form: Writing) -> Result<SeeOther> {
    let review: ReviewId = id(&review)?;
    reviews::present(&mut form.act, review).await?;
    form.act.commit().await?;
    let says = "The report is presented. The head of service and the team can read it from now on. This is the action plan: draft it next.";
    Ok(SeeOther::to(format!("/reviews/{review}/plan")).saying(says))
}

/// Asks for a completed review to be opened again, for a reason that is kept.
pub(super) async fn reopen(
    State(site): State<Site>,
    Path(review): Path<String>,
    mut form: Writing,
) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    let done = reviews::ask_to_reopen(&mut form.act, review, form.fields.get("because")).await;
    after(
        &site,
        form,
        review,
        done,
        "You have asked. It is opened again when somebody else who makes the review agrees.",
    )
    .await
}

/// A second person agrees to opening the review again, or does not.
pub(super) async fn answer(
    State(site): State<Site>,
    Path((review, request)): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let (review, request): (ReviewId, ReopeningId) = (id(&review)?, id(&request)?);
    let note = form.fields.get("note").to_owned();
    let (done, says) = match form.fields.get("agree") {
        "yes" => {
            let done = reviews::answer_reopening(&mut form.act, review, request, true, &note).await;
            (done, "The review is open again. The reason is kept.")
        }
        "no" => {
            let done = reviews::answer_reopening(&mut form.act, review, request, false, &note).await;
            (done, "You did not agree. The review stays completed, and whoever asked sees why.")
        }
        _ => (Err(Error::field("agree", "Choose whether you agree.")), ""),
    };
    after(&site, form, review, done, says).await
}

/// Back to the page with what happened, or with how to mend it.
async fn after(
    site: &Site,
    form: Writing,
    review: ReviewId,
    done: programme::Result<()>,
    says: &str,
) -> Result<Response> {
    match done {
        Ok(()) => {
            form.act.commit().await?;
            Ok(back(review, says).into_response())
        }
        Err(Error::Invalid(fields)) => {
            let mut act = afresh(site, form.act, &form.who).await?;
            let page = show(&mut act, form.chrome, review, fields.into(), Some(&form.fields)).await?;
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

fn back(review: ReviewId, says: &str) -> SeeOther {
    SeeOther::to(format!("/reviews/{review}/complete")).saying(says)
}

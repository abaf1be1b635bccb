//! Reviews: a team is told, cases are drawn and read, evidence is gathered, standards are judged,
//! and what was found is told and acted on.

mod alerts;
mod calibration;
mod case;
mod case_form;
mod coverage;
mod facts;
mod interviews;
mod list;
mod moderation;
mod next;
mod overview;
mod plan;
mod reviewers;
mod sample;
mod second;
mod second_reading;
mod stands;

use practice::access::Action;
use practice::ids::ReviewId;
use practice::reviews::{Grade, Outcome};
use programme::accounts::SignedIn;
use programme::reviews::Opened;
use programme::{Act, Mode};

use crate::Site;
use crate::problem::Result;
use crate::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/reviews", list::page, "SeeProgress")
        .get("/reviews/new", plan::page, "PlanReview")
        .post("/reviews/new", plan::submit, "PlanReview")
        .get("/reviews/{review}", overview::page, "SeeProgress")
        .get("/reviews/{review}/reviewers", reviewers::page, "PlanReview")
        .post("/reviews/{review}/reviewers", reviewers::change, "PlanReview")
        .get("/reviews/{review}/announce", plan::telling, "PlanReview")
        .post("/reviews/{review}/announce", plan::tell, "PlanReview")
        .post("/reviews/{review}/draw", plan::draw, "PlanReview")
        .post("/reviews/{review}/begin-judging", plan::begin_judging, "PlanReview")
        .get("/reviews/{review}/sample", sample::page, "SeeEvidence")
        .get("/reviews/{review}/cases/{case}", case::page, "SeeEvidence")
        .post("/reviews/{review}/cases/{case}", case::save, "ReviewCase")
        .post("/reviews/{review}/cases/{case}/autosave", case::autosave, "ReviewCase")
        .post("/reviews/{review}/cases/{case}/reopen", case::reopen, "ReviewCase")
        .get("/reviews/{review}/moderation", moderation::page, "SeeEvidence")
        .get("/reviews/{review}/cases/{case}/second", second_reading::page, "SeeEvidence")
        .post("/reviews/{review}/cases/{case}/second", second_reading::save, "ReviewCase")
        .post("/reviews/{review}/cases/{case}/second/ask", moderation::ask, "PlanReview")
        .post("/reviews/{review}/cases/{case}/second/withdraw", moderation::withdraw, "PlanReview")
        .post("/reviews/{review}/cases/{case}/second/talk", moderation::talk, "RecordEvidence")
        .get("/calibrations", calibration::list, "Calibrate")
        .post("/calibrations", calibration::put_up, "PutUpCalibration")
        .get("/calibrations/{calibration}", calibration::page, "Calibrate")
        .post("/calibrations/{calibration}", calibration::mark, "Calibrate")
        .post("/calibrations/{calibration}/close", calibration::close, "PutUpCalibration")
        .get("/reviews/{review}/coverage", coverage::page, "SeeEvidence")
        .get("/reviews/{review}/facts", facts::page, "CheckFacts")
        .post("/reviews/{review}/facts", facts::open, "Complete")
        .post("/reviews/{review}/facts/answer", facts::answer, "CheckFacts")
        .get("/reviews/{review}/interviews", interviews::page, "SeeEvidence")
        .get("/reviews/{review}/guides/{source}", interviews::guide, "SeeEvidence")
        .get("/reviews/{review}/cases/{case}/interviews/{source}", interviews::one, "SeeEvidence")
        .post("/reviews/{review}/cases/{case}/interviews/{source}", interviews::save, "RecordEvidence")
        .post("/reviews/{review}/cases/{case}/interviews/{source}/reopen", interviews::reopen, "RecordEvidence")
        .post("/reviews/{review}/readers", sample::give, "PlanReview")
        .post("/reviews/{review}/cases/{case}/replace", sample::replace, "PlanReview")
        .post("/reviews/{review}/cases/{case}/danger", case::answer_danger, "AgreeOverride")
        .post("/reviews/{review}/exempt", sample::exempt, "PlanReview")
        .get("/alerts", alerts::list, "SeeAlert")
        .get("/reviews/{review}/alerts/new", alerts::form, "RaiseAlert")
        .post("/reviews/{review}/alerts/new", alerts::raise, "RaiseAlert")
        .get("/reviews/{review}/alerts/{alert}", alerts::page, "SeeAlert")
        .post("/reviews/{review}/alerts/{alert}/notes", alerts::note, "CloseAlert")
        .post("/reviews/{review}/alerts/{alert}/close", alerts::close, "CloseAlert")
        .merge(second::routes())
}

/// Where a review stands on this site.
fn address(review: ReviewId) -> String {
    format!("/reviews/{review}")
}

/// "1 case", "8 cases".
fn counted(n: usize, what: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {what}{plural}")
}

/// The first letter a capital, as a line of its own begins.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What people call one of the pieces of work that were drawn.
fn case_word(opened: &Opened) -> &'static str {
    if opened.is_practice_sample() { "item" } else { "case" }
}

/// The menu at the top of a review's pages, as `review-tabs.html` asks for it.
struct Menu {
    tabs: Vec<Tab>,
}

/// One page in the menu of a review.
pub(crate) struct Tab {
    pub(crate) href: String,
    pub(crate) text: &'static str,
    pub(crate) current: bool,
}

/// The pages of a review that the person can use, in the order of the work. `here` is the word of the open page.
fn tabs(act: &Act, opened: &Opened, here: &str) -> Vec<Tab> {
    let may = |action| act.may(action, &opened.object());
    let sees_evidence = may(Action::SeeEvidence);
    let completed = !opened.review.stage.is_open();
    let pages = [
        ("Overview", "", true),
        ("Cases", "/sample", sees_evidence || may(Action::PlanReview)),
        ("Evidence", "/evidence", sees_evidence),
        ("Judge", "/standards", sees_evidence),
        ("Report", "/report", may(Action::SeeOutcome) || may(Action::SeeReport)),
        ("Plan", "/plan", completed && (may(Action::DraftPlan) || may(Action::SeePlan))),
    ];
    let base = address(opened.review.id);
    pages
        .into_iter()
        .filter(|(.., shown)| *shown)
        .map(|(text, page, _)| Tab { href: format!("{base}{page}"), text, current: text == here })
        .collect()
}

/// Which review a page belongs to, the way back to it, and its menu.
pub(crate) struct ReviewHead {
    pub(crate) team: String,
    pub(crate) title: String,
    pub(crate) href: String,
    /// Empty on pages below those of the menu.
    pub(crate) tabs: Vec<Tab>,
}

impl ReviewHead {
    pub(crate) fn of(opened: &Opened) -> Self {
        Self {
            team: opened.review.team.clone(),
            title: opened.review.title.clone(),
            href: address(opened.review.id),
            tabs: Vec::new(),
        }
    }

    /// With the menu, `here` being the word of the open page.
    pub(crate) fn with_tabs(opened: &Opened, act: &Act, here: &str) -> Self {
        Self { tabs: tabs(act, opened, here), ..Self::of(opened) }
    }

    /// The title of a page that several reviews have.
    pub(crate) fn titled(&self, page: &str) -> String {
        format!("{page}, {}, {}", self.team, self.title)
    }
}

/// The shape that stands beside a result, a symbol of `layout.html`.
fn shape(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Graded(Grade::Outstanding) => "best",
        Outcome::Graded(Grade::Good) => "good",
        Outcome::Graded(Grade::RequiresImprovement) => "partly",
        Outcome::Graded(Grade::Inadequate) => "serious",
        Outcome::NotJudged | Outcome::Undetermined => "none",
    }
}

/// Reads again after a form could not be saved. The form's own act is let go first: nothing of it stays, and
/// the one writer of an embedded database is free.
pub(crate) async fn afresh(site: &Site, unsaved: Act, who: &SignedIn) -> Result<Act> {
    drop(unsaved);
    Ok(site.programme().act(who.person, Mode::Read).await?)
}

use askama::Template;
use axum::extract::{Path, Query};
use practice::frameworks::Standard;
use programme::Act;
use programme::reviews::{self, Opened, StandardState};
use serde::Deserialize;

use super::{GradeView, ReviewHead, cases_in_words, label, without_result};
use crate::chrome::Chrome;
use crate::problem::Result;
use crate::reply::Page;
use crate::request::{Reading, id};
use crate::reviews::case_word;

/// Every standard of a review: what the rules give so far, and what is settled.
#[derive(Template)]
#[template(path = "reviews/standards.html")]
pub(super) struct StandardsPage {
    chrome: Chrome,
    review: ReviewHead,
    /// Whether it is still to be judged.
    open: bool,
    /// How many are settled, and of how many.
    settled: usize,
    all: usize,
    /// Whether only those that are left are shown.
    only_left: bool,
    critical: Vec<StandardLine>,
    domains: Vec<DomainGroup>,
}

struct DomainGroup {
    domain: String,
    standards: Vec<StandardLine>,
}

struct StandardLine {
    href: String,
    id: String,
    standard: String,
    grade: GradeView,
    because: String,
    /// "8 cases: 5 good, 3 requires improvement".
    rests_on: String,
    /// "Settled as good", "Not settled".
    status: String,
    /// Whether somebody has to look again.
    to_check: bool,
}

#[derive(Deserialize)]
pub(super) struct Filter {
    #[serde(default)]
    show: String,
}

pub(super) async fn page(
    Path(review): Path<String>,
    Query(filter): Query<Filter>,
    mut reading: Reading,
) -> Result<Page<StandardsPage>> {
    let (opened, states) = reviews::outcome(&mut reading.act, id(&review)?).await?;
    let page = StandardsPage::of(&reading.act, &opened, &states, filter.show == "left", reading.chrome);
    reading.act.commit().await?;
    Ok(Page::new(page))
}

impl StandardsPage {
    fn of(act: &Act, opened: &Opened, states: &[StandardState], only_left: bool, chrome: Chrome) -> Self {
        let review = ReviewHead::with_tabs(opened, act, "Judge");
        let framework = &opened.framework;
        let shown: Vec<(&Standard, &StandardState)> = framework
            .standards
            .iter()
            .zip(states)
            .filter(|(_, state)| !only_left || state.settled().is_none())
            .collect();
        let lines = |wanted: &dyn Fn(&Standard) -> bool| -> Vec<StandardLine> {
            shown
                .iter()
                .filter(|(standard, _)| wanted(standard))
                .map(|(standard, state)| line(opened, standard, state))
                .collect()
        };
        let domains = framework.domains.iter().map(|domain| DomainGroup {
            domain: domain.name.clone(),
            standards: lines(&|standard| standard.domain == domain.id && !standard.critical),
        });
        Self {
            chrome: chrome.titled(&review.titled("Standards")),
            review,
            open: opened.review.stage.is_open(),
            settled: states.iter().filter(|state| state.settled().is_some()).count(),
            all: states.len(),
            only_left,
            critical: lines(&|standard| standard.critical),
            domains: domains.filter(|group| !group.standards.is_empty()).collect(),
        }
    }
}

fn line(opened: &Opened, standard: &Standard, state: &StandardState) -> StandardLine {
    let framework = &opened.framework;
    let rests_on = match (&state.verdict.share, &state.cases) {
        (Some(share), _) => share.to_string(),
        (None, Some(cases)) => cases_in_words(framework, cases, case_word(opened)),
        (None, None) => "Weighed for the team".to_owned(),
    };
    let (status, to_check) = status(opened, state);
    StandardLine {
        href: format!("/reviews/{}/standards/{}", opened.review.id, standard.id),
        id: standard.id.clone(),
        standard: standard.name.clone(),
        grade: GradeView::of(framework, state.verdict.outcome),
        because: without_result(&state.verdict.because),
        rests_on,
        status,
        to_check,
    }
}

/// How far a standard is settled, in words, and whether somebody has to look again.
fn status(opened: &Opened, state: &StandardState) -> (String, bool) {
    let word = |outcome| label(&opened.framework, outcome).to_lowercase();
    if let Some(proposal) = state.waiting() {
        return (format!("Waits for the second reader, {}", proposal.second_name), true);
    }
    let Some(judgement) = &state.judgement else { return ("Not settled".to_owned(), false) };
    match (judgement.settled.0, state.is_overtaken()) {
        (Some(settled), true) => (format!("Changed since it was settled as {}", word(settled)), true),
        (Some(settled), false) if settled != state.verdict.outcome => {
            (format!("Two readers settled it as {}", word(settled)), false)
        }
        (Some(settled), false) => (format!("Settled as {}", word(settled)), false),
        (None, _) => ("Begun, not settled".to_owned(), false),
    }
}

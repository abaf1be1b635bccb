use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Path;
use practice::access::{Action, CaseFacts, Object, Role, Scope};
use practice::days;
use practice::ids::{PersonId, ReviewId};
use practice::reviews::{Checklist, SourceState, SourceStatus, Stage};
use programme::Act;
use programme::reviews::{self, EvidencePage, Opened};
use store::reviews::{Alert, SampledCase};

use super::next::{NextRow, next};
use super::stands::{Counts, Phase, Step, phases, stands, steps};
use super::{Menu, address, case_word, counted, tabs};
use crate::chrome::Chrome;
use crate::problem::Result;
use crate::reply::Page;
use crate::request::{Reading, id};

/// The most cases shown here; the page of the cases has them all.
const CASES_SHOWN: usize = 12;

/// Where a review stands. Whoever does not review it sees stage, dates, purpose and hours, and not one count (I2).
#[derive(Template)]
#[template(path = "reviews/overview.html")]
pub(super) struct OverviewPage {
    chrome: Chrome,
    review: Menu,
    review_href: String,
    team: String,
    heading: String,
    stage: &'static str,
    phases: Vec<Phase>,
    sentence: String,
    steps: Vec<Step>,
    /// Who does what next; for those who plan or review.
    next: Vec<NextRow>,
    may_begin_judging: bool,
    /// What was gathered; for those who review.
    inside: Option<Inside>,
    /// What the person will see, and when; for everybody else.
    will_see: Vec<(&'static str, &'static str)>,
    /// What the person can read now that it is presented: address and words.
    readable: Vec<(String, &'static str)>,
    purpose: String,
    standards: String,
    who_reviews: Vec<String>,
    /// Whether the one who looks can change who reviews.
    may_change_reviewers: bool,
    in_all: i64,
    reviewer_hours: i64,
    team_hours: i64,
    /// Where it costs more than was told, or is planned to cost less than is to be expected.
    cost_warnings: Vec<String>,
    /// Whether facts are there for the one who looks to check.
    facts_wait: bool,
}

/// What those who review see besides.
struct Inside {
    sources_heading: String,
    sources_caption: String,
    sources: Vec<SourceLine>,
    cases_heading: String,
    cases: Vec<CaseLine>,
    /// "See all 10 cases and how they were drawn".
    all_cases: String,
    is_practice_sample: bool,
}

struct SourceLine {
    href: String,
    name: String,
    detail: String,
    state: &'static str,
    /// The colour of the tag; empty where nothing is needed.
    tag: &'static str,
}

struct CaseLine {
    href: String,
    reference: String,
    sign: String,
    worker: String,
    reader: String,
    heard: String,
    state: String,
    /// The colour of the tag; empty where nothing is needed.
    tag: &'static str,
}

/// Everything gathered in a review, for those who may read it.
pub(super) struct Gathered {
    pub(super) evidence: EvidencePage,
    /// What is still in the way of completing.
    pub(super) left: Checklist,
    pub(super) open_alerts: Vec<Alert>,
}

impl Gathered {
    /// Cases read to the end, of how many.
    fn read(&self) -> (usize, usize) {
        (self.evidence.cases.iter().filter(|case| case.read_on.is_some()).count(), self.evidence.cases.len())
    }

    fn counts(&self) -> Counts {
        let sources = &self.left.sources;
        let standards = self.evidence.opened.framework.standards.len();
        Counts {
            sources: (sources.iter().filter(|source| source.state.is_settled()).count(), sources.len()),
            standards: (standards.saturating_sub(self.left.unsettled.len()), standards),
        }
    }

    /// "31 of 50 standards are settled."
    pub(super) fn settled(&self) -> String {
        let (settled, all) = self.counts().standards;
        format!("{settled} of {} {} settled.", counted(all, "standard"), if all == 1 { "is" } else { "are" })
    }
}

pub(super) async fn page(Path(review): Path<String>, mut reading: Reading) -> Result<Page<OverviewPage>> {
    let opened = reviews::open(&mut reading.act, id(&review)?).await?;
    let gathered = gather(&mut reading.act, &opened).await?;
    let cost_warnings = programme::beside::cost_warnings(&mut reading.act, &opened).await?;
    let facts = reviews::facts_wait(&mut reading.act, opened.review.id).await?;
    let page = OverviewPage {
        cost_warnings,
        facts_wait: facts.is_some(),
        ..show(&reading.act, reading.chrome, &opened, gathered.as_ref())
    };
    reading.act.commit().await?;
    Ok(Page::new(page))
}

async fn gather(act: &mut Act, opened: &Opened) -> Result<Option<Gathered>> {
    let may = |action| act.may(action, &opened.object());
    if !may(Action::SeeEvidence) || !may(Action::SeeOutcome) {
        return Ok(None);
    }
    let review = opened.review.id;
    let evidence = reviews::evidence_page(act, review).await?;
    let (_, left) = reviews::checklist(act, review).await?;
    let open_alerts = if left.open_alerts == 0 { Vec::new() } else { open_alerts(act, review).await? };
    Ok(Some(Gathered { evidence, left, open_alerts }))
}

async fn open_alerts(act: &mut Act, review: ReviewId) -> Result<Vec<Alert>> {
    let all = reviews::alerts(act).await?.into_iter();
    let here = all.filter(|(of, alert)| of.id == review && alert.closed_at.is_none());
    Ok(here.map(|(_, alert)| alert).collect())
}

fn show(act: &Act, chrome: Chrome, opened: &Opened, gathered: Option<&Gathered>) -> OverviewPage {
    let review = &opened.review;
    let leads = act.may(Action::PlanReview, &opened.object());
    let counts = gathered.map(Gathered::counts);
    OverviewPage {
        chrome: chrome.titled(&format!("{}, {}", review.team, review.title)),
        review: Menu { tabs: tabs(act, opened, "Overview") },
        review_href: address(review.id),
        team: review.team.clone(),
        heading: review.title.clone(),
        stage: review.stage.words(),
        phases: phases(review, counts.as_ref()),
        sentence: sentence(opened, gathered),
        steps: steps(review, act.may(Action::SeeReport, &opened.object())),
        next: if leads || gathered.is_some() || opened.is_read_blind_by(act.me()) {
            next(act, opened, gathered)
        } else {
            Vec::new()
        },
        may_begin_judging: leads && matches!(review.stage, Stage::Drawn | Stage::Gathering),
        inside: gathered.map(|gathered| inside(act.me(), opened, gathered)),
        will_see: if gathered.is_some() { Vec::new() } else { will_see(act, opened) },
        readable: readable(act, opened),
        purpose: review.purpose.clone(),
        standards: review.framework.clone(),
        who_reviews: opened.reviewers.iter().map(|person| format!("{}, {}", person.name, person.job_title)).collect(),
        may_change_reviewers: leads && review.stage.is_open(),
        in_all: review.reviewer_hours.saturating_add(review.team_hours),
        reviewer_hours: review.reviewer_hours,
        team_hours: review.team_hours,
        cost_warnings: Vec::new(),
        facts_wait: false,
    }
}

/// Where it stands, in a few sentences. What is counted is for those who review.
fn sentence(opened: &Opened, gathered: Option<&Gathered>) -> String {
    let review = &opened.review;
    let counted_so_far = gathered.filter(|_| review.stage.takes_evidence()).map(|gathered| {
        let what = case_word(opened);
        let read = match gathered.read() {
            (read, 1) => format!("The only {what} is {}read.", if read == 0 { "not yet " } else { "" }),
            (read, all) if read == all => format!("All {} are read.", counted(all, what)),
            (read, all) => format!("{read} of {} are read.", counted(all, what)),
        };
        format!("{read} {}", gathered.settled())
    });
    let so_far = counted_so_far.unwrap_or_else(|| stands(review));
    if review.stage.is_presented() {
        return so_far;
    }
    format!("{so_far} Those who lead or manage the team see nothing of what is found until the report is presented.")
}

/// What somebody who does not review will see, and when: the rules asked as if it were presented.
fn will_see(act: &Act, opened: &Opened) -> Vec<(&'static str, &'static str)> {
    if opened.is_read_blind_by(act.me()) {
        return vec![("What was found so far", "When your second reading is done")];
    }
    let mut presented = opened.facts.clone();
    (presented.open, presented.completed, presented.presented) = (false, true, true);
    let later = Object::Review(&presented);
    let own_case = CaseFacts { worker: act.me(), reviewer: None, read: true };
    let here = Scope::Team(opened.facts.team);
    let works_here = act.actor().roles_on(act.today()).any(|held| held.role == Role::Worker && held.scope == here);
    let own = works_here && act.may(Action::SeeCaseFeedback, &Object::Case(&opened.facts, &own_case));
    let all = [
        ("What was written about a case of yours", "As soon as the case has been read", own),
        (
            "The facts of what was gathered, to check, with no grade among them",
            "When the lead puts them up, after every case is read",
            act.may(Action::CheckFacts, &opened.object())
                && opened.review.stage.is_open()
                && !opened.is_practice_sample(),
        ),
        ("The report", "Once it is presented", act.may(Action::SeeReport, &later)),
        ("The action plan", "Once the report is presented", act.may(Action::SeePlan, &later)),
        (
            "An alert about danger to a person: the fact, and no mark",
            "The same day",
            act.may(Action::SeeAlert, &opened.object()),
        ),
    ];
    all.into_iter().filter(|(.., shown)| *shown).map(|(what, when, _)| (what, when)).collect()
}

fn readable(act: &Act, opened: &Opened) -> Vec<(String, &'static str)> {
    if !opened.review.stage.is_presented() {
        return Vec::new();
    }
    let base = address(opened.review.id);
    let pages = [(Action::SeeReport, "/report", "Read the report"), (Action::SeePlan, "/plan", "Read the action plan")];
    let may = |action| act.may(action, &opened.object());
    pages
        .into_iter()
        .filter(|(action, ..)| may(*action))
        .map(|(_, page, words)| (format!("{base}{page}"), words))
        .collect()
}

fn inside(me: PersonId, opened: &Opened, gathered: &Gathered) -> Inside {
    let alerted: BTreeSet<&str> = gathered.open_alerts.iter().map(|alert| alert.reference.as_str()).collect();
    let mut cases: Vec<(u8, CaseLine)> =
        gathered.evidence.cases.iter().map(|case| case_line(me, &gathered.evidence, case, &alerted)).collect();
    cases.sort_by_key(|(need, _)| *need);
    let all = counted(cases.len(), case_word(opened));
    let mut sources: Vec<&SourceStatus> = gathered.left.sources.iter().collect();
    sources.sort_by_key(|source| need_of(source.state));
    Inside {
        sources_heading: format!("{} of evidence", counted(sources.len(), "source")),
        sources_caption: caption(&sources),
        sources: sources.into_iter().map(|source| source_line(source, opened.review.id)).collect(),
        cases_heading: if opened.is_practice_sample() { all.clone() } else { format!("{all}, one for each worker") },
        cases: cases.into_iter().take(CASES_SHOWN).map(|(_, line)| line).collect(),
        all_cases: format!("See all {all} and how they were drawn"),
        is_practice_sample: opened.is_practice_sample(),
    }
}

/// What is missing comes first.
fn need_of(state: SourceState) -> u8 {
    match state {
        SourceState::Planned => 0,
        SourceState::InProgress => 1,
        SourceState::Weak => 2,
        SourceState::NotAvailable => 3,
        SourceState::Collected => 4,
    }
}

/// "10 in, 1 weak, 1 waiting".
fn caption(sources: &[&SourceStatus]) -> String {
    let parts = SourceState::ALL.into_iter().rev().filter_map(|state| {
        let n = sources.iter().filter(|source| source.state == state).count();
        (n > 0).then(|| format!("{n} {}", state.words().to_lowercase()))
    });
    parts.collect::<Vec<_>>().join(" · ")
}

/// The colour of how far a source has come; empty where nothing is needed.
pub(super) fn source_tag(state: SourceState) -> &'static str {
    match state {
        SourceState::Planned => "govuk-tag--grey",
        SourceState::InProgress => "govuk-tag--teal",
        SourceState::Weak => "govuk-tag--yellow",
        SourceState::NotAvailable | SourceState::Collected => "",
    }
}

fn source_line(source: &SourceStatus, review: ReviewId) -> SourceLine {
    let detail = if source.detail.is_empty() { "Nothing written down yet".to_owned() } else { source.detail.clone() };
    let href = format!("{}/sources/{}", address(review), source.source);
    SourceLine { href, name: source.name.clone(), detail, state: source.state.words(), tag: source_tag(source.state) }
}

/// One case, and how much it needs something: the smaller, the sooner.
fn case_line(me: PersonId, evidence: &EvidencePage, case: &SampledCase, alerted: &BTreeSet<&str>) -> (u8, CaseLine) {
    let opened = &evidence.opened;
    let (need, tag, state) = match (case.read_on, case.reviewer_id.0) {
        _ if alerted.contains(case.reference.as_str()) => (0, "govuk-tag--yellow", "Alert open".to_owned()),
        (None, Some(reader)) if reader == me => (1, "govuk-tag--teal", "Yours to read".to_owned()),
        (None, None) => (2, "govuk-tag--grey", "No reader yet".to_owned()),
        (None, _) if case.saved_at.is_some() => (3, "", "Started".to_owned()),
        (None, _) => (3, "", "Not started".to_owned()),
        (Some(day), _) => (4, "", format!("Read {}", days::long(day))),
    };
    let line = CaseLine {
        href: format!("{}/cases/{}", address(opened.review.id), case.id),
        reference: case.reference.clone(),
        sign: opened.framework.standard(&case.standard).map_or_else(String::new, |sign| sign.name.clone()),
        worker: case.worker.clone(),
        reader: case.reviewer.clone().unwrap_or_else(|| "Nobody yet".to_owned()),
        heard: heard(evidence, case),
        state,
        tag,
    };
    (need, line)
}

/// The sources that say something on one case, beside its record.
fn heard(evidence: &EvidencePage, case: &SampledCase) -> String {
    let said: BTreeSet<&str> = evidence
        .items
        .iter()
        .filter(|item| item.sampled_case_id.0 == Some(case.id))
        .map(|item| item.source.as_str())
        .collect();
    let names = evidence.opened.framework.sources.iter().filter(|source| said.contains(source.id.as_str()));
    let names: Vec<&str> = names.map(|source| source.short.as_str()).collect();
    if names.is_empty() { "Nothing yet".to_owned() } else { names.join(", ") }
}

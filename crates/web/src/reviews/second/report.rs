use askama::Template;
use axum::extract::Path;
use chrono::NaiveDate;
use practice::days;
use practice::reviews::{Behind, GO_TOGETHER, Outcome, SourceState, SourceStatus, and, count_word};
use programme::Act;
use programme::reviews::{self, Report};

use super::contradiction::Disagreement;
use super::report_views::{
    ChangedView, DifferentView, DomainView, Fact, HeardView, Light, PlanView, Point, SignView, answers, changed,
    different, domains, heard, is_unwritten, light, plan, points, signs,
};
use super::{GradeView, ReviewHead, capitalised, counted, paragraphs, tally};
use crate::chrome::Chrome;
use crate::problem::Result;
use crate::reply::Page;
use crate::request::{Reading, id};
use crate::reviews::case_word;

/// The report: how practice is in one team. The result fits the first printed page.
#[derive(Template)]
#[template(path = "reviews/report.html")]
pub(super) struct ReportPage {
    chrome: Chrome,
    review: ReviewHead,
    /// Whether only reviewers can see it yet.
    draft: bool,
    /// Set for a practice sample: how few items can tell little.
    sample_says: String,
    /// "Printed by …, 16 November 2026, 2:30pm".
    printed: String,
    facts: Vec<Fact>,
    opening: Vec<String>,
    cautions: Vec<String>,
    strong: Vec<Point>,
    critical: Vec<Light>,
    /// "3 good, 2 requires improvement."
    critical_says: String,
    signs: Vec<SignView>,
    key: Vec<GradeView>,
    all_says: String,
    /// Whether some standard is not settled.
    any_unsettled: bool,
    domains: Vec<DomainView>,
    changed: Option<ChangedView>,
    weak: Vec<Point>,
    /// How many more require improvement; they stand with their reasons among all standards.
    also_weak: usize,
    obstacles: Vec<String>,
    /// What lay behind concerns: the words, and "9 of 23".
    behind: Vec<Fact>,
    /// What people wrote in the surveys.
    heard: Vec<HeardView>,
    clashes: Vec<Disagreement>,
    different: Vec<DifferentView>,
    plan: Option<PlanView>,
    sources: Vec<SourceView>,
    /// Sentences on how sure it can be.
    sure: Vec<String>,
    not_judged: Vec<Point>,
    /// What the team and its workers answered.
    of_team: Vec<String>,
    /// What workers answered to the findings in their cases as a whole.
    of_workers: Vec<String>,
    /// How many answers are not told, and until when more can come.
    answers_say: Vec<String>,
}

/// A source in a report, and how far it came.
struct SourceView {
    source: String,
    state: &'static str,
    detail: String,
}

pub(super) async fn page(Path(review): Path<String>, mut reading: Reading) -> Result<Page<ReportPage>> {
    let report = reviews::report(&mut reading.act, id(&review)?).await?;
    let page = ReportPage::of(&reading.act, &report, reading.chrome);
    reading.act.commit().await?;
    Ok(Page::new(page))
}

fn printed(act: &Act) -> String {
    format!("Printed by {}, {}, {}", act.person().name, days::long(act.today()), days::clock(act.now()))
}

impl ReportPage {
    fn of(act: &Act, report: &Report, chrome: Chrome) -> Self {
        let opened = &report.opened;
        let framework = &opened.framework;
        let review = ReviewHead::with_tabs(opened, act, "Report");
        let sample = opened.is_practice_sample();
        let critical: Vec<_> = report.standards.iter().filter(|standard| standard.critical).collect();
        let not_judged =
            report.standards.iter().filter(|standard| standard.is_settled && standard.outcome == Outcome::NotJudged);
        let settled: Vec<Outcome> = Outcome::ALL
            .into_iter()
            .filter(|outcome| *outcome != Outcome::Undetermined || report.count(*outcome) > 0)
            .collect();
        Self {
            chrome: chrome.titled(&review.titled("Report")),
            draft: !report.presented,
            sample_says: if sample { sample_says(report) } else { String::new() },
            printed: printed(act),
            facts: facts(report, act.today()),
            opening: paragraphs(&opened.review.summary),
            cautions: paragraphs(&opened.review.caution),
            strong: points(opened, report.strong()),
            critical_says: of_each(report, critical.iter().map(|standard| standard.outcome).collect()),
            critical: critical.into_iter().map(|standard| light(report, standard)).collect(),
            signs: if sample { signs(report) } else { Vec::new() },
            key: settled.into_iter().map(|outcome| GradeView::of(framework, outcome)).collect(),
            any_unsettled: report.standards.iter().any(|standard| !standard.is_settled),
            all_says: of_each(report, report.standards.iter().map(|standard| standard.outcome).collect()),
            domains: if sample { Vec::new() } else { domains(report) },
            changed: changed(report),
            weak: points(opened, report.weak()),
            also_weak: report.also_weak(),
            obstacles: report.obstacles.clone(),
            behind: behind(report),
            heard: heard(report),
            clashes: report.contradictions.iter().map(|found| Disagreement::in_report(opened, found)).collect(),
            different: different(report),
            plan: plan(report),
            sources: sources(report),
            sure: sure(report),
            not_judged: points(opened, not_judged.collect()),
            of_team: report.sureness.of_team.clone(),
            of_workers: answers(report, ""),
            answers_say: answers_say(report),
            review,
        }
    }
}

fn facts(report: &Report, today: NaiveDate) -> Vec<Fact> {
    let stored = &report.opened.review;
    let came = report
        .sources
        .iter()
        .filter(|source| matches!(source.state, SourceState::Collected | SourceState::Weak))
        .count();
    let thin = match report.sources.iter().filter(|source| source.state == SourceState::Weak).count() {
        0 => String::new(),
        some => format!(", {some} of them weak"),
    };
    let unread = if report.cases == 0 { " yet" } else { "" };
    let mut facts = vec![
        Fact::new(
            if report.opened.is_practice_sample() { "Items read" } else { "Cases read" },
            format!("{}{unread}", report.cases),
        ),
        Fact::new("Sources in", format!("{came} of {}{thin}", report.sources.len())),
        Fact::new("Presented", stored.presented_on.map_or_else(|| "Not yet".to_owned(), days::long)),
    ];
    let by = |day| {
        let passed = if day < today { ", which has passed" } else { "" };
        format!("by {}{passed}", days::long(day))
    };
    facts.extend(stored.next_review_on.map(|day| Fact::new("Next full review", by(day))));
    facts.extend(stored.resample_on.map(|day| Fact::new("Critical standards again", by(day))));
    facts
}

/// "3 good, 2 requires improvement."
fn of_each(report: &Report, outcomes: Vec<Outcome>) -> String {
    let count = |wanted: Outcome| outcomes.iter().filter(|outcome| **outcome == wanted).count();
    let counts = Outcome::ALL.map(|outcome| (count(outcome), outcome));
    format!("{}.", tally(&report.opened.framework, &counts))
}

fn sample_says(report: &Report) -> String {
    let items = report.opened.review.items_per_standard.and_then(|items| usize::try_from(items).ok());
    match items {
        Some(items) => {
            let word = capitalised(&count_word(items));
            let items = if items == 1 { "item a sign shows" } else { "items a sign show" };
            format!("{word} {items} where to begin; they are not a rate.")
        }
        None => "A few items a sign show where to begin; they are not a rate.".to_owned(),
    }
}

fn behind(report: &Report) -> Vec<Fact> {
    let all: usize = report.behind.iter().map(|(_, count)| count).sum();
    let line = |(what, count): &(Behind, usize)| Fact::new(what.words(), format!("{count} of {all}"));
    if all == 0 { Vec::new() } else { report.behind.iter().map(line).collect() }
}

fn sources(report: &Report) -> Vec<SourceView> {
    let view = |source: &SourceStatus| SourceView {
        source: source.name.clone(),
        state: source.state.words(),
        detail: source.detail.clone(),
    };
    report.sources.iter().map(view).collect()
}

/// How many answers of workers are not told and why, and until when more can come.
fn answers_say(report: &Report) -> Vec<String> {
    let mut said = Vec::new();
    let beside = report.sureness.of_workers.iter().filter(|(standard, _)| !standard.is_empty()).count();
    match beside {
        0 => {}
        1 => said.push("1 answer of a worker stands beside the standard it answers to.".to_owned()),
        some => said.push(format!("{some} answers of workers stand beside the standards they answer to.")),
    }
    let few = "so few cases bear on the findings that everybody would know whose they are. The reviewers read it all.";
    match report.sureness.not_told {
        0 => {}
        1 => said.push(format!("1 answer of a worker is not shown: {few}")),
        some => said.push(format!("{some} answers of workers are not shown: {few}")),
    }
    if let Some(until) = report.sureness.until {
        said.push(format!(
            "Workers can still answer to findings on their own cases, until {}. What they say is added here.",
            days::long(until)
        ));
    }
    said
}

fn sure(report: &Report) -> Vec<String> {
    let opened = &report.opened;
    let mut said = vec![
        format!("{} read to the end.", counted(report.cases, case_word(opened))),
        "What was found in them was seen. For the rest of the team’s work it is a guide: the range beside each figure \
         says how far off the truth may lie."
            .to_owned(),
    ];
    if report.exempt > 0 {
        said.push(format!(
            "{} had no case in the sample, each for a reason that is recorded.",
            counted(report.exempt, "worker")
        ));
    }
    let open = report.contradictions.iter().filter(|found| found.is_open()).count();
    let unwritten = report.sureness.covered.iter().filter(|covered| is_unwritten(report, covered)).count();
    if unwritten > 0 {
        said.push(format!(
            "On {} sources tell different things, and nobody has written both accounts down.",
            counted(unwritten, "standard")
        ));
    }
    match (report.contradictions.len(), open) {
        (0, _) if unwritten > 0 => {}
        (0, _) => said.push("No two sources were found to disagree.".to_owned()),
        (all, 0) => said.push(format!(
            "{} between sources, all settled. Both accounts are given above.",
            counted(all, "disagreement")
        )),
        (all, open) => said.push(format!(
            "{} between sources, {open} still open. Both accounts are given above.",
            counted(all, "disagreement")
        )),
    }
    let agreement = &report.sureness.agreement;
    let beside = agreement.beside();
    said.push(match &agreement.all {
        Some(agreed) => {
            let so_far = if opened.review.stage.is_open() { " so far" } else { "" };
            format!("Readers agreed{so_far}: {agreed}. {GO_TOGETHER} {beside}").trim_end().to_owned()
        }
        None if beside.is_empty() => "No case was read by two, so how far readers agree is not known.".to_owned(),
        None => format!("No part was given a mark by two, so how far readers agree is not known. {beside}"),
    });
    if !report.sureness.read_by_two.is_empty() {
        let why = &opened.review.read_once;
        let why = if why.is_empty() || report.sureness.is_read_by_two {
            String::new()
        } else {
            format!(" Why not all: {why}")
        };
        said.push(format!("Of the {}s, {}{why}", case_word(opened), report.sureness.read_by_two));
    }
    said.push(match &report.sureness.checked {
        Some(check) => {
            let from = days::long(check.opened_on);
            let to = days::long(check.answered_on.unwrap_or(check.closes_on));
            if report.sureness.of_team.is_empty() {
                format!("The team could check the facts from {from} to {to}. Nobody has answered.")
            } else {
                format!("The team checked the facts from {from} to {to}.")
            }
        }
        None => "The team was not asked to check the facts.".to_owned(),
    });
    let names: Vec<&str> = opened.reviewers.iter().map(|person| person.name.as_str()).collect();
    if !names.is_empty() {
        said.push(format!("Reviewed by {}.", and(&names)));
    }
    said
}

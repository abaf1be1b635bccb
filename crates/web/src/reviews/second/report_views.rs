//! The pieces of a report.

use practice::days;
use practice::frameworks::Domain;
use practice::reviews::{CaseGrades, Cell, Covered, Outcome, and};
use programme::reviews::{Opened, Report, ReportStandard, Sureness};
use programme::surveys::Heard;
use statistics::Change;
use store::actions::ActionRow;
use store::reviews::OverrideRow;

use super::{GradeView, cases_in_words, counted, standard_href, tally, title_of, without_result};
use crate::reviews::case_word;

/// A name and what it came to.
pub(super) struct Fact {
    pub(super) what: String,
    pub(super) came_to: String,
}

impl Fact {
    pub(super) fn new(what: impl Into<String>, came_to: impl Into<String>) -> Self {
        Self { what: what.into(), came_to: came_to.into() }
    }
}

/// Something strong, or something that needs work.
pub(super) struct Point {
    pub(super) standard: String,
    pub(super) href: String,
    pub(super) grade: GradeView,
    pub(super) says: String,
}

pub(super) fn points(opened: &Opened, standards: Vec<&ReportStandard>) -> Vec<Point> {
    let point = |standard: &ReportStandard| Point {
        standard: standard.name.clone(),
        href: standard_href(opened, &standard.id),
        grade: GradeView::of(&opened.framework, standard.outcome),
        says: says(standard),
    };
    standards.into_iter().map(point).collect()
}

/// The reviewer's own words where there are any, else what the rules say.
fn says(standard: &ReportStandard) -> String {
    if standard.comment.is_empty() { without_result(&standard.because) } else { standard.comment.clone() }
}

/// One critical standard.
pub(super) struct Light {
    pub(super) standard: String,
    pub(super) href: String,
    pub(super) grade: GradeView,
    pub(super) because: String,
    /// Whether anybody has settled it.
    pub(super) is_settled: bool,
    /// What it stands on: cases, sources, voices, agreement, disagreement.
    pub(super) stands: String,
    /// What workers answered to its findings in their own cases.
    pub(super) answers: Vec<String>,
}

pub(super) fn light(report: &Report, standard: &ReportStandard) -> Light {
    let opened = &report.opened;
    Light {
        stands: stands_on(report, standard),
        answers: answers(report, &standard.id),
        standard: standard.name.clone(),
        href: standard_href(opened, &standard.id),
        grade: GradeView::of(&opened.framework, standard.outcome),
        because: without_result(&standard.because),
        is_settled: standard.is_settled,
    }
}

/// What workers answered to the findings of one standard, or with a blank to their cases as a whole.
pub(super) fn answers(report: &Report, about: &str) -> Vec<String> {
    let here = report.sureness.of_workers.iter().filter(|(standard, _)| standard == about);
    here.map(|(_, words)| words.clone()).collect()
}

/// Whether the sources of a standard tell different things, and nobody has written that down as a disagreement.
pub(super) fn is_unwritten(report: &Report, covered: &Covered) -> bool {
    let here = report.contradictions.iter().filter(|clash| clash.standard == covered.standard);
    let written: Vec<&str> = here.map(|clash| clash.element.as_str()).collect();
    !covered.unwritten(&written).is_empty()
}

/// "Adequate or above: 7 of 8 (in 40 like these, likely 21 to 40; cases drawn on 5 October 2026). 12 pieces of evidence;
/// heard: person, record. Sources: Interview with the person, Case records."
fn stands_on(report: &Report, standard: &ReportStandard) -> String {
    let mut said = Vec::new();
    let opened = &report.opened;
    let share =
        standard.cases.and_then(|c| statistics::Estimate::of(c.adequate_or_above(), c.graded(), opened.period()));
    said.extend(share.map(|share| format!("Adequate or above: {share}.")));
    let is_read = opened.framework.standard(&standard.id).is_some_and(|known| known.read_in_cases);
    if !is_read {
        said.push("Judged once for the whole team, so there is no share of cases.".to_owned());
    }
    if let Some(covered) = report.sureness.covered.iter().find(|covered| covered.standard == standard.id) {
        let pieces: usize = covered
            .cells
            .iter()
            .map(|cell| match cell {
                Cell::Told(count) | Cell::Disagrees(count) => *count,
                _ => 0,
            })
            .sum();
        if pieces > 0 {
            let voices: Vec<&str> = covered.voices.iter().map(|voice| voice.as_str()).collect();
            said.push(format!("{} of evidence; heard: {}.", counted(pieces, "piece"), voices.join(", ")));
            let framework = &report.opened.framework;
            let names: Vec<&str> =
                standard.sources.iter().filter_map(|id| framework.source(id)).map(|s| s.short.as_str()).collect();
            if !names.is_empty() {
                said.push(format!("Sources: {}.", names.join(", ")));
            }
        } else {
            said.push("No evidence is written down against it.".to_owned());
        }
        if is_unwritten(report, covered) {
            said.push("Sources tell different things, and nobody has written both accounts down.".to_owned());
        }
        if covered.records_only {
            said.push("Records only.".to_owned());
        }
    }
    match report.sureness.agreement.by_standard.iter().find(|(id, _)| *id == standard.id) {
        Some((_, agreed)) => said.push(format!("Two readers: {agreed}.")),
        None if is_read => said.push("No part was given a mark by two.".to_owned()),
        None => {}
    }
    // Of records that are not told nothing is said, and one source alone cannot disagree.
    let of_one_mind = |c: &Covered| c.sources() > 1 && !c.differs && !c.is_disputed();
    let is_told = standard.cases.is_some() || !is_read;
    let is_agreed = is_told && report.sureness.covered.iter().any(|c| c.standard == standard.id && of_one_mind(c));
    match report.contradictions.iter().filter(|clash| clash.standard == standard.id).count() {
        0 if is_agreed => said.push("No two sources were found to disagree on it.".to_owned()),
        0 => {}
        some => said.push(format!("{} told below.", counted(some, "disagreement"))),
    }
    said.join(" ")
}

/// The standards of one domain: a shape each, counts in words, and every one by name.
pub(super) struct DomainView {
    pub(super) domain: String,
    pub(super) in_words: String,
    pub(super) lights: Vec<Light>,
}

pub(super) fn domains(report: &Report) -> Vec<DomainView> {
    let framework = &report.opened.framework;
    let view = |domain: &Domain| {
        let here: Vec<&ReportStandard> = report.in_domain(&domain.id).collect();
        let count = |wanted: Outcome| here.iter().filter(|standard| standard.outcome == wanted).count();
        let counts = Outcome::ALL.map(|outcome| (count(outcome), outcome));
        DomainView {
            domain: domain.name.clone(),
            in_words: tally(framework, &counts),
            lights: here.iter().map(|standard| light(report, standard)).collect(),
        }
    };
    framework.domains.iter().map(view).collect()
}

/// One sign of a practice sample: counts of its items, never a rate.
pub(super) struct SignView {
    pub(super) sign: String,
    pub(super) href: String,
    /// How many of each; "not told" where there are so few that everybody would know whose they are.
    pub(super) good: String,
    pub(super) requires_improvement: String,
    pub(super) inadequate: String,
    /// Items with a grade.
    pub(super) n: String,
    pub(super) says: String,
    /// What it stands on.
    pub(super) stands: String,
    /// What workers answered to its findings in their own items.
    pub(super) answers: Vec<String>,
}

pub(super) fn signs(report: &Report) -> Vec<SignView> {
    let view = |standard: &ReportStandard| {
        let of = |count: fn(CaseGrades) -> u32| {
            standard.cases.map_or_else(|| "not told".to_owned(), |items| count(items).to_string())
        };
        SignView {
            sign: standard.name.clone(),
            href: standard_href(&report.opened, &standard.id),
            good: of(|items| items.good),
            requires_improvement: of(|items| items.requires_improvement),
            inadequate: of(|items| items.inadequate),
            n: of(|items| items.graded()),
            says: standard.comment.clone(),
            stands: stands_on(report, standard),
            answers: answers(report, &standard.id),
        }
    };
    report.standards.iter().map(view).collect()
}

/// What changed since the review before.
pub(super) struct ChangedView {
    /// The title of the review before.
    pub(super) since: String,
    pub(super) lines: Vec<ChangeLine>,
    /// "12 other standards came to the same, with no cases to compare."; empty for none.
    pub(super) same: String,
    /// What makes then and now hard to compare.
    pub(super) cautions: Vec<String>,
}

pub(super) struct ChangeLine {
    pub(super) standard: String,
    pub(super) then: GradeView,
    pub(super) then_cases: String,
    pub(super) now: GradeView,
    pub(super) now_cases: String,
    /// Whether the change is real, with counts and range.
    pub(super) real: String,
}

/// Whether a change is real, and whether it still stands beside the others that are compared.
fn real(sureness: &Sureness, standard: &str, change: &Change) -> String {
    let compared = sureness.changes.len();
    if compared > 1 && sureness.still_stand.contains(standard) {
        return format!("Adequate or above: {change} It still stands beside {compared} compared.");
    }
    format!("Adequate or above: {change}")
}

/// Every standard that came to something else, that is critical, or whose cases can be compared: a change within one
/// grade is a change. In the order of the framework.
pub(super) fn changed(report: &Report) -> Option<ChangedView> {
    let before = report.before.as_ref()?;
    let framework = &report.opened.framework;
    let cases = |cases: &Option<CaseGrades>| {
        cases.as_ref().map_or_else(String::new, |cases| cases_in_words(framework, cases, case_word(&report.opened)))
    };
    let mut lines = Vec::new();
    let mut same = 0;
    for standard in &report.standards {
        let Some((_, outcome, earlier)) = before.standards.iter().find(|(id, ..)| *id == standard.id) else { continue };
        let change = report.sureness.changes.iter().find(|(id, _)| *id == standard.id).map(|(_, change)| change);
        if *outcome == standard.outcome && !standard.critical && change.is_none() {
            same += 1;
            continue;
        }
        lines.push(ChangeLine {
            standard: standard.name.clone(),
            then: GradeView::of(framework, *outcome),
            then_cases: cases(earlier),
            now: GradeView::of(framework, standard.outcome),
            now_cases: cases(&standard.cases),
            real: change.map(|change| real(&report.sureness, &standard.id, change)).unwrap_or_default(),
        });
    }
    let same = match same {
        0 => String::new(),
        some => format!("{} came to the same, with no cases to compare.", counted(some, "other standard")),
    };
    Some(ChangedView { since: before.title.clone(), lines, same, cautions: report.sureness.cautions.clone() })
}

/// A standard that two readers settled differently from the rules.
pub(super) struct DifferentView {
    pub(super) standard: String,
    pub(super) rules: GradeView,
    pub(super) settled: GradeView,
    pub(super) reason: String,
    /// "Judith Marlowe, agreed by Tom Ashdown".
    pub(super) by: String,
}

/// The newest agreement for each standard, where it is still what the standard is settled as.
pub(super) fn different(report: &Report) -> Vec<DifferentView> {
    let framework = &report.opened.framework;
    let stands = |standard: &&ReportStandard| {
        report
            .overrides
            .iter()
            .find(|o| o.standard == standard.id)
            .is_some_and(|o| standard.is_settled && o.proposed == standard.outcome)
    };
    let found = report.standards.iter().filter(stands);
    let agreed = found.filter_map(|standard| report.overrides.iter().find(|o| o.standard == standard.id));
    let view = |o: &OverrideRow| DifferentView {
        standard: title_of(framework, &o.standard),
        rules: GradeView::of(framework, o.computed),
        settled: GradeView::of(framework, o.proposed),
        reason: o.reason.clone(),
        by: format!("{}, agreed by {}", o.by_name, o.second_name),
    };
    agreed.map(view).collect()
}

/// What people wrote in one survey.
pub(super) struct HeardView {
    pub(super) survey: String,
    /// "“Come more often”: 60%, 9 of 15 (likely 36% to 80%; asked until 31 October 2025).".
    pub(super) themes: Vec<String>,
    pub(super) quotes: Vec<String>,
}

pub(super) fn heard(report: &Report) -> Vec<HeardView> {
    let view = |heard: &Heard| HeardView {
        survey: heard.survey.clone(),
        themes: heard.themes.iter().map(|(theme, share)| format!("“{theme}”: {share}.")).collect(),
        quotes: heard.quotes.clone(),
    };
    report.heard.iter().map(view).collect()
}

/// What was agreed.
pub(super) struct PlanView {
    /// "20 December 2026 by Judith Marlowe and Denise Kettleborough".
    pub(super) agreed: String,
    pub(super) actions: Vec<PlannedLine>,
    pub(super) stops: Vec<String>,
}

pub(super) struct PlannedLine {
    pub(super) outcome: String,
    pub(super) who: String,
    pub(super) by: String,
}

/// The plan once both have agreed it; a draft is nobody's promise yet.
pub(super) fn plan(report: &Report) -> Option<PlanView> {
    let plan = report.plan.as_ref().filter(|plan| plan.is_agreed())?;
    let last = plan.quality_at.max(plan.service_at)?;
    let names: Vec<&str> =
        [&plan.quality_by, &plan.service_by].into_iter().filter_map(|name| name.as_deref()).collect();
    let line = |action: &ActionRow| PlannedLine {
        outcome: action.outcome.clone(),
        who: action.owner.clone().unwrap_or_default(),
        by: action.due.map_or_else(String::new, days::long),
    };
    let stops = report.actions.iter().map(|action| action.stops.trim()).filter(|stops| !stops.is_empty());
    Some(PlanView {
        agreed: format!("{} by {}", days::long(days::today(last)), and(&names)),
        actions: report.actions.iter().map(line).collect(),
        stops: stops.map(str::to_owned).collect(),
    })
}

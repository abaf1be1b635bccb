//! The second half of a review: evidence, judging, completing, the report and the plan that follows.

mod action_edit;
mod action_plan;
mod complete;
mod conflict;
mod contradiction;
mod differently;
mod evidence;
mod judge;
mod judge_views;
mod report;
mod report_views;
mod source;
mod standards;

use practice::frameworks::{Framework, Standard};
use practice::reviews::{CaseGrades, Grade, Outcome};
use programme::reviews::Opened;

use super::{ReviewHead, capitalised, counted, shape};
use crate::routes::Routes;

pub(super) fn routes() -> Routes {
    evidence_routes().merge(judging_routes()).merge(ending_routes()).merge(plan_routes())
}

fn evidence_routes() -> Routes {
    Routes::new()
        .get("/reviews/{review}/evidence", evidence::page, "SeeEvidence")
        .post("/reviews/{review}/evidence", evidence::add, "RecordEvidence")
        .post("/reviews/{review}/evidence/{item}/take-out", evidence::take_out, "RecordEvidence")
        .get("/reviews/{review}/sources/{source}", source::page, "SeeEvidence")
        .post("/reviews/{review}/sources/{source}", source::record, "RecordEvidence")
        .post("/reviews/{review}/contradictions", evidence::disagree, "RecordEvidence")
        .get("/reviews/{review}/contradictions/{contradiction}", contradiction::page, "SeeEvidence")
        .post("/reviews/{review}/contradictions/{contradiction}", contradiction::settle, "Judge")
}

fn judging_routes() -> Routes {
    Routes::new()
        .get("/reviews/{review}/standards", standards::page, "SeeOutcome")
        .get("/reviews/{review}/standards/{standard}", judge::page, "SeeEvidence")
        .post("/reviews/{review}/standards/{standard}", judge::save, "Judge")
        .post("/reviews/{review}/standards/{standard}/autosave", judge::autosave, "Judge")
        .post("/reviews/{review}/standards/{standard}/reopen", judge::reopen, "Judge")
        .get("/reviews/{review}/standards/{standard}/differently", differently::page, "SeeEvidence")
        .post("/reviews/{review}/standards/{standard}/differently", differently::propose, "ProposeOverride")
        .post(
            "/reviews/{review}/standards/{standard}/differently/{proposal}/answer",
            differently::answer,
            "AgreeOverride",
        )
        .post(
            "/reviews/{review}/standards/{standard}/differently/{proposal}/withdraw",
            differently::withdraw,
            "ProposeOverride",
        )
}

fn ending_routes() -> Routes {
    Routes::new()
        .get("/reviews/{review}/complete", complete::page, "SeeOutcome")
        .post("/reviews/{review}/complete", complete::complete, "Complete")
        .post("/reviews/{review}/words", complete::words, "Complete")
        .get("/reviews/{review}/present", complete::before_presenting, "Present")
        .post("/reviews/{review}/present", complete::present, "Present")
        .post("/reviews/{review}/reopen", complete::reopen, "Reopen")
        .post("/reviews/{review}/reopen/{request}", complete::answer, "AgreeReopen")
        .get("/reviews/{review}/report", report::page, "SeeReport")
}

fn plan_routes() -> Routes {
    Routes::new()
        .get("/reviews/{review}/plan", action_plan::page, "SeePlan")
        .post("/reviews/{review}/plan/draft", action_plan::draft, "DraftPlan")
        .post("/reviews/{review}/plan/agree", action_plan::agree, "AgreePlanForService")
        .get("/reviews/{review}/plan/actions/{action}", action_edit::page, "DraftPlan")
        .post("/reviews/{review}/plan/actions/{action}", action_edit::put, "DraftPlan")
        .post("/reviews/{review}/plan/actions/{action}/remove", action_edit::remove, "DraftPlan")
}

/// A result as it is shown: a shape, and the council's own word for it.
#[derive(Clone)]
struct GradeView {
    shape: &'static str,
    word: String,
}

impl GradeView {
    fn of(framework: &Framework, outcome: Outcome) -> Self {
        Self { shape: shape(outcome), word: label(framework, outcome).to_owned() }
    }
}

/// The council's word for a result; ours where the framework has none.
fn label(framework: &Framework, outcome: Outcome) -> &str {
    framework.grade_labels.get(outcome.as_str()).map_or(outcome.words(), String::as_str)
}

/// A reason without the result it begins with, for where the result stands beside it.
fn without_result(because: &str) -> String {
    let rest = Outcome::ALL.iter().find_map(|outcome| because.strip_prefix(outcome.words())?.strip_prefix(": "));
    capitalised(rest.unwrap_or(because))
}

/// "2 outstanding, 31 good", without results that nothing came to.
fn tally(framework: &Framework, counts: &[(usize, Outcome)]) -> String {
    let some = counts.iter().filter(|(count, _)| *count > 0);
    let said: Vec<String> = some
        .map(|(count, outcome)| format!("{count} {}", each(&label(framework, *outcome).to_lowercase(), *count)))
        .collect();
    said.join(", ")
}

/// A grade as several have it: "3 require improvement".
fn each(grade: &str, count: usize) -> String {
    match grade.strip_prefix("requires ") {
        Some(what) if count > 1 => format!("require {what}"),
        _ => grade.to_owned(),
    }
}

/// "8 cases: 5 good, 3 require improvement".
fn cases_in_words(framework: &Framework, cases: &CaseGrades, case: &str) -> String {
    let grades = [
        (cases.good, Outcome::Graded(Grade::Good)),
        (cases.requires_improvement, Outcome::Graded(Grade::RequiresImprovement)),
        (cases.inadequate, Outcome::Graded(Grade::Inadequate)),
        (cases.not_judged, Outcome::NotJudged),
        (cases.undetermined, Outcome::Undetermined),
    ]
    .map(|(count, outcome)| (usize::try_from(count).unwrap_or(usize::MAX), outcome));
    match grades.iter().map(|(count, _)| count).sum::<usize>() {
        0 => format!("No {case} yet"),
        all => format!("{}: {}", counted(all, case), tally(framework, &grades)),
    }
}

/// "S18 Safeguarding".
fn title_of(framework: &Framework, standard: &str) -> String {
    framework.standard(standard).map_or(standard.to_owned(), |found| format!("{standard} {}", found.name))
}

/// The page of a standard, as everybody reads it.
fn standard_href(opened: &Opened, standard: &str) -> String {
    format!("/standards/{}/{standard}", opened.review.framework_id)
}

/// Names written in one box, parted by commas or blanks.
fn listed(text: &str) -> Vec<String> {
    let parts = text.split([',', ';', ' ', '\n', '\r', '\t']);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Paragraphs of a text that was written with one line for each.
fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Whether a standard is judged by a share.
fn is_counted(framework: &Framework, standard: &Standard) -> bool {
    framework.rule_of(standard).is_some_and(|rule| rule.rate.is_some())
}

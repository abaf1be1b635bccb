use std::collections::BTreeSet;

use chrono::NaiveDate;
use practice::reviews::{Agreement, Covered};
use statistics::{Change, Estimate, TwoCounts, Verdict, holm};
use store::reviews::{self, FactCheck};

use super::agreeing::agreement_of;
use super::covering::covered;
use super::opening::{Opened, load};
use super::replying::{Answered, answered};
use super::report::{Before, ReportStandard};
use crate::{Act, Result};

/// How sure a report can be: what it stands on, how far readers agreed, whether changes are real, and what the team
/// and its workers answered.
pub struct Sureness {
    /// How far readers agreed.
    pub agreement: Agreement,
    /// What each standard stands on.
    pub covered: Vec<Covered>,
    /// Of the cases, how many were adequate or above, then and now, by standard.
    pub changes: Vec<(String, Change)>,
    /// What makes then and now hard to compare, in sentences.
    pub cautions: Vec<String>,
    /// What the team answered to the facts.
    pub of_team: Vec<String>,
    /// What workers answered to findings on their own cases: the standard, blank for the case as a whole, and the
    /// words. Nobody is named.
    pub of_workers: Vec<(String, String)>,
    /// How many more they answered to findings that so few cases bear on that everybody would know whose they are.
    pub not_told: usize,
    /// The last day on which some worker can still answer, where that is to come.
    pub until: Option<NaiveDate>,
    /// The check of facts, if it was begun.
    pub checked: Option<FactCheck>,
}

pub(super) async fn sureness(
    act: &mut Act,
    opened: &Opened,
    before: Option<&Before>,
    now: &[ReportStandard],
    told: bool,
) -> Result<Sureness> {
    let id = opened.review.id;
    let changes = before.map(|before| changes(opened, before, now)).unwrap_or_default();
    let mut cautions = cautions(&changes);
    cautions.extend(differences(act, opened).await?);
    let Answered { of_team, of_workers, until } = answered(act, opened).await?;
    // Beside a standard as its cases are told, and of a case as a whole as what lay behind the concerns is.
    let is_told = |about: &str| {
        if about.is_empty() { told } else { now.iter().any(|s| s.id == about && s.cases.is_some()) }
    };
    let (of_workers, others): (Vec<_>, Vec<_>) = of_workers.into_iter().partition(|(about, _)| is_told(about));
    Ok(Sureness {
        agreement: agreement_of(act, opened).await?,
        covered: covered(act, opened).await?,
        changes,
        cautions,
        of_team,
        of_workers,
        not_told: others.len(),
        until,
        checked: reviews::fact_check(&mut act.tx, id).await?,
    })
}

/// Adequate or above, then and now, for every standard whose cases may be told both times.
fn changes(opened: &Opened, before: &Before, now: &[ReportStandard]) -> Vec<(String, Change)> {
    let (title, lines) = before;
    let of = |cases: practice::reviews::CaseGrades, period: &str| {
        Estimate::of(cases.adequate_or_above(), cases.graded(), period)
    };
    now.iter()
        .filter_map(|standard| {
            let (.., earlier) = lines.iter().find(|(id, ..)| *id == standard.id)?;
            let (then, now) = (of((*earlier)?, title)?, of(standard.cases?, &opened.review.title)?);
            Some((standard.id.clone(), Change::between(then, now)?))
        })
        .collect()
}

/// What is left of "likely real" when many are compared at once (Holm).
fn cautions(changes: &[(String, Change)]) -> Vec<String> {
    let real: Vec<usize> = (0..changes.len()).filter(|at| changes[*at].1.verdict() == Verdict::LikelyReal).collect();
    if real.is_empty() || changes.len() < 2 {
        return Vec::new();
    }
    let p: Vec<f64> =
        changes.iter().map(|(_, change)| change.counts().and_then(TwoCounts::fisher).unwrap_or(1.0)).collect();
    let stand = real.iter().filter(|at| holm(&p)[**at] < 0.05).count();
    vec![format!(
        "{} standards are compared at once, and by chance alone about one in twenty would seem to have changed. Of the {} that seem real, {stand} still {} after allowing for that.",
        changes.len(),
        real.len(),
        if stand == 1 { "does" } else { "do" }
    )]
}

/// Whether the rules or the reviewers changed since the review before.
async fn differences(act: &mut Act, opened: &Opened) -> Result<Vec<String>> {
    let Some(previous) = opened.review.previous_id.0 else { return Ok(Vec::new()) };
    let earlier = load(act, previous).await?;
    if !earlier.review.stage.is_presented() {
        return Ok(Vec::new());
    }
    let mut said = Vec::new();
    if earlier.review.framework_id != opened.review.framework_id {
        said.push(format!(
            "The standards changed since {}: version {} then, {} now. A change of result may be a change of rule.",
            earlier.review.title, earlier.framework.version, opened.framework.version
        ));
    }
    let people = |opened: &Opened| opened.reviewers.iter().map(|p| p.id).collect::<BTreeSet<_>>();
    let (then, now) = (people(&earlier), people(opened));
    let left = then.difference(&now).count();
    let joined = now.difference(&then).count();
    if left + joined > 0 {
        said.push(format!(
            "The reviewers changed since {}: {joined} joined, {left} left. A change of result may be a change of eye.",
            earlier.review.title
        ));
    }
    Ok(said)
}

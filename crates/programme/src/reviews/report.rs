use practice::access::Action;
use practice::ids::ReviewId;
use practice::journal::Happened;
use practice::reviews::{Behind, CaseGrades, FEWEST_CASES_TOLD, Grade, Outcome, Overall, SourceStatus, overall};
use store::actions::{self, ActionRow, Plan};
use store::reviews::{self, Contradiction, OverrideRow};

use super::completing::settled;
use super::covering::{disagreements, in_sample};
use super::evidence::sources;
use super::opening::{Opened, load};
use super::standing::{StandardState, standing};
use super::sureness::{Sureness, sureness};
use crate::surveys::{Heard, heard};
use crate::{Act, Result};

/// The report of a review: the presented result, or a draft for those who review.
pub struct Report {
    /// The review.
    pub opened: Opened,
    /// Whether it has been presented. A draft is for reviewers only.
    pub presented: bool,
    /// Standards in order.
    pub standards: Vec<ReportStandard>,
    /// The overall result where the council shows one.
    pub overall: Option<Overall>,
    /// Cases read, and how many workers had none with the reason in counts.
    pub cases: usize,
    /// Workers exempt from the draw.
    pub exempt: usize,
    /// The sources.
    pub sources: Vec<SourceStatus>,
    /// What people wrote in its surveys, as far as it may be quoted.
    pub heard: Vec<Heard>,
    /// What got in the way, as reviewers wrote it, with no case or worker named.
    pub obstacles: Vec<String>,
    /// Concerns by what lay behind them: individual, system, both, cannot tell.
    pub behind: [(Behind, usize); 4],
    /// Disagreements between sources, both accounts given.
    pub contradictions: Vec<Contradiction>,
    /// Judgements that two readers settled differently from the rules.
    pub overrides: Vec<OverrideRow>,
    /// The plan, once there is one.
    pub plan: Option<Plan>,
    /// Its actions.
    pub actions: Vec<ActionRow>,
    /// The review before, if there was one.
    pub before: Option<Before>,
    /// How sure it can be.
    pub sureness: Sureness,
}

/// One standard in a report.
pub struct ReportStandard {
    /// Its id.
    pub id: String,
    /// Its domain.
    pub domain: String,
    /// Its name.
    pub name: String,
    /// Whether it is critical.
    pub critical: bool,
    /// What was settled; for a draft, what the rules give so far.
    pub outcome: Outcome,
    /// Whether anybody has settled it.
    pub is_settled: bool,
    /// Why, and the reviewer's comment.
    pub because: String,
    /// The reviewer's comment.
    pub comment: String,
    /// How the cases were graded.
    pub cases: Option<CaseGrades>,
    /// The sources it rests on.
    pub sources: Vec<String>,
}

/// What is said instead of how the cases came out, where there are so few that everybody would know whose they are.
const FEW_CASES: &str = "Fewer than five cases bore on it, so how they came out is not told.";

fn are_few(cases: CaseGrades) -> bool {
    cases.graded() + cases.undetermined < FEWEST_CASES_TOLD
}

impl Report {
    /// Standards of a domain, in order.
    pub fn in_domain<'a>(&'a self, domain: &'a str) -> impl Iterator<Item = &'a ReportStandard> {
        self.standards.iter().filter(move |s| s.domain == domain)
    }

    /// How many standards came to an outcome.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        self.standards.iter().filter(|s| s.outcome == outcome).count()
    }

    /// Standards that are strong: outstanding first, then good ones somebody wrote about.
    #[must_use]
    pub fn strong(&self) -> Vec<&ReportStandard> {
        let mut strong: Vec<&ReportStandard> = self
            .standards
            .iter()
            .filter(|s| {
                s.outcome.grade() >= Some(Grade::Good)
                    && (!s.comment.is_empty() || s.outcome.grade() == Some(Grade::Outstanding))
            })
            .collect();
        strong.sort_by_key(|s| (std::cmp::Reverse(s.outcome.grade()), !s.critical));
        strong.truncate(6);
        strong
    }

    /// Standards that need work most: inadequate first, then critical ones that are not yet good.
    #[must_use]
    pub fn weak(&self) -> Vec<&ReportStandard> {
        let mut weak: Vec<&ReportStandard> = self
            .standards
            .iter()
            .filter(|s| s.outcome.grade().is_some_and(|g| g == Grade::Inadequate || (s.critical && g < Grade::Good)))
            .collect();
        weak.sort_by_key(|s| (s.outcome.grade(), !s.critical));
        weak
    }

    /// How many more require improvement, beyond those named.
    #[must_use]
    pub fn also_weak(&self) -> usize {
        let short = self.standards.iter().filter(|s| s.outcome.grade().is_some_and(|g| g < Grade::Good)).count();
        short - self.weak().len()
    }
}

/// Opens the report: the presented one for those it concerns, or the draft for those who review.
///
/// # Errors
/// `NotFound` for anybody else: before it is presented there is nothing here for them (I2).
pub async fn report(act: &mut Act, review: ReviewId) -> Result<Report> {
    let opened = load(act, review).await?;
    if !act.may(Action::SeeOutcome, &opened.object()) {
        act.require(Action::SeeReport, &opened.object())?;
    }
    let states = standing(act, &opened).await?;
    let makes_it = act.may(Action::SeeOutcome, &opened.object());
    let all = in_sample(act, review).await?;
    let mut behind = Behind::ALL.map(|b| (b, 0));
    let mut obstacles = Vec::new();
    let read = all.iter().filter(|c| c.read_on.is_some()).count();
    let told = makes_it || read >= FEWEST_CASES_TOLD as usize;
    for case in all.iter().filter(|_| told) {
        for what in case.record.behind.values() {
            if let Some(count) = behind.iter_mut().find(|(b, _)| b == what) {
                count.1 += 1;
            }
        }
        if !case.record.obstacle.trim().is_empty() {
            obstacles.push(case.record.obstacle.trim().to_owned());
        }
    }
    obstacles.sort();
    obstacles.dedup();
    let whole = opened
        .framework
        .overall
        .as_ref()
        .filter(|rule| rule.shown)
        .map(|rule| overall(rule, &settled(&opened, &states)));
    let presented = opened.review.stage.is_presented();
    let sees_plan = act.may(Action::SeePlan, &opened.object()) || act.may(Action::DraftPlan, &opened.object());
    let before = before(act, &opened, makes_it).await?;
    let standards: Vec<ReportStandard> =
        opened.framework.standards.iter().zip(&states).map(|(s, state)| line(s, state, makes_it)).collect();
    let report = Report {
        presented,
        sureness: sureness(act, &opened, before.as_ref(), &standards, told).await?,
        standards,
        overall: whole,
        cases: read,
        exempt: reviews::exemptions(&mut act.tx, review).await?.len(),
        sources: sources(act, &opened).await?.into_iter().map(|(s, _)| s).collect(),
        heard: heard(act, review).await?,
        obstacles,
        behind,
        contradictions: disagreements(act, review, &all).await?,
        overrides: reviews::overrides(&mut act.tx, review)
            .await?
            .into_iter()
            .filter(|o| o.answer.as_deref() == Some("agreed") && still_stands(&states, o))
            .collect(),
        plan: if sees_plan { actions::plan(&mut act.tx, review).await? } else { None },
        actions: if sees_plan { actions::of_review(&mut act.tx, review).await? } else { Vec::new() },
        before,
        opened,
    };
    act.journal(Happened::ReportSeen, Some(review), None, "").await?;
    Ok(report)
}

/// What each standard came to, as this person may read it.
pub(crate) async fn findings(act: &mut Act, opened: &Opened) -> Result<Vec<ReportStandard>> {
    let states = standing(act, opened).await?;
    let makes_it = act.may(Action::SeeOutcome, &opened.object());
    Ok(opened.framework.standards.iter().zip(&states).map(|(s, state)| line(s, state, makes_it)).collect())
}

/// Whether what two readers agreed is what the standard is settled as, and not what the rules give: it may have been
/// opened again or moved back since.
fn still_stands(states: &[StandardState], proposal: &OverrideRow) -> bool {
    let state = states.iter().find(|state| state.standard == proposal.standard);
    let judgement = state.and_then(|state| state.judgement.as_ref());
    proposal.proposed != proposal.computed
        && judgement.is_some_and(|j| j.settled.0 == Some(proposal.proposed) && j.computed == proposal.computed)
}

/// How the cases came out is not told to those who did not read them, where few bore on the standard.
fn line(standard: &practice::frameworks::Standard, state: &StandardState, makes_it: bool) -> ReportStandard {
    let settled = state.judgement.as_ref().and_then(|j| j.settled.0);
    let because = match state.judgement.as_ref().and_then(|j| j.not_judged_because.clone()) {
        Some(why) if settled == Some(Outcome::NotJudged) => why,
        _ if settled.is_some_and(|s| s != state.verdict.outcome) => {
            format!("Two readers settled it so; the rules give: {}", state.verdict.because)
        }
        _ => state.verdict.because.clone(),
    };
    let hidden = !makes_it && state.cases.is_some_and(are_few);
    let because = if hidden { FEW_CASES.to_owned() } else { because };
    ReportStandard {
        id: standard.id.clone(),
        domain: standard.domain.clone(),
        name: standard.name.clone(),
        critical: standard.critical,
        outcome: settled.unwrap_or(state.verdict.outcome),
        is_settled: settled.is_some(),
        because,
        comment: state.judgement.as_ref().map(|j| j.comment.clone()).unwrap_or_default(),
        cases: state.cases.filter(|_| !hidden),
        sources: state.sources.iter().cloned().collect(),
    }
}

/// The review before.
pub struct Before {
    /// Its title.
    pub title: String,
    /// What its figures are figures of.
    pub period: String,
    /// By standard, what was settled then with its cases.
    pub standards: Vec<(String, Outcome, Option<CaseGrades>)>,
}

async fn before(act: &mut Act, opened: &Opened, makes_it: bool) -> Result<Option<Before>> {
    let Some(previous) = opened.review.previous_id.0 else { return Ok(None) };
    let earlier = load(act, previous).await?;
    if !earlier.review.stage.is_presented() {
        return Ok(None);
    }
    let states = standing(act, &earlier).await?;
    let period = earlier.period();
    let standards = states
        .into_iter()
        .map(|s| {
            let outcome = s.judgement.as_ref().and_then(|j| j.settled.0).unwrap_or(Outcome::NotJudged);
            (s.standard, outcome, s.cases.filter(|cases| makes_it || !are_few(*cases)))
        })
        .collect();
    Ok(Some(Before { title: earlier.review.title, period, standards }))
}

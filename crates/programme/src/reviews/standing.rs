use std::collections::{BTreeMap, BTreeSet};

use practice::access::Action;
use practice::frameworks::{Element, Standard};
use practice::ids::ReviewId;
use practice::journal::Happened;
use practice::reviews::{
    CaseGrades, Given, Mark, Marks, Outcome, RateFound, SourceState, Verdict, case_grades, from_cases, hold_team,
    judge, on_records_alone,
};
use store::reviews::{self, Contradiction, Evidence, Judgement, OverrideRow, SampledCase};

use super::covering::{counting, disagreements, in_sample, is_of};
use super::evidence::in_case;
use super::opening::{Opened, load};
use crate::{Act, Result};

/// How often each mark was given to one part, over the cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ElementCount {
    /// Key of the part.
    pub key: String,
    /// Full marks.
    pub full: usize,
    /// Part marks.
    pub part: usize,
    /// None.
    pub none: usize,
    /// It did not apply.
    pub not_applicable: usize,
    /// Looked for, could not tell.
    pub not_evidenced: usize,
}

/// Where one standard of a review stands: what the evidence comes to now, and what was settled.
#[derive(Clone, Debug)]
pub struct StandardState {
    /// The standard.
    pub standard: String,
    /// What the rules give now.
    pub verdict: Verdict,
    /// How the cases were graded, where it is read in cases.
    pub cases: Option<CaseGrades>,
    /// How the parts were marked over the cases.
    pub counts: Vec<ElementCount>,
    /// What was saved and settled.
    pub judgement: Option<Judgement>,
    /// Sources whose evidence bears on it and agrees.
    pub sources: BTreeSet<String>,
    /// Disagreements nobody has settled.
    pub disputes: usize,
    /// The newest proposal to judge differently.
    pub proposal: Option<OverrideRow>,
}

impl StandardState {
    /// What was settled, if it still rests on what the rules give now.
    #[must_use]
    pub fn settled(&self) -> Option<Outcome> {
        let judgement = self.judgement.as_ref()?;
        let settled = judgement.settled.0?;
        (judgement.computed == self.verdict.outcome).then_some(settled)
    }

    /// Whether something was settled and the evidence has changed what the rules give since.
    #[must_use]
    pub fn is_overtaken(&self) -> bool {
        self.judgement.as_ref().is_some_and(|j| j.settled.0.is_some()) && self.settled().is_none()
    }

    /// A proposal that waits for its second reader.
    #[must_use]
    pub fn waiting(&self) -> Option<&OverrideRow> {
        self.proposal.as_ref().filter(|p| p.answer.is_none())
    }
}

/// Everything that was gathered, loaded once.
pub(super) struct Gathered {
    pub cases: Vec<SampledCase>,
    pub items: Vec<Evidence>,
    /// Sources of which too little came.
    pub weak: BTreeSet<String>,
    pub parts: BTreeMap<String, BTreeSet<practice::ids::EvidenceId>>,
    pub contradictions: Vec<Contradiction>,
    pub judgements: Vec<Judgement>,
    pub overrides: Vec<OverrideRow>,
}

pub(super) async fn gather(act: &mut Act, opened: &Opened) -> Result<Gathered> {
    let id = opened.review.id;
    let mut parts: BTreeMap<String, BTreeSet<_>> = BTreeMap::new();
    for (item, standard, _) in reviews::evidence_parts(&mut act.tx, id).await? {
        parts.entry(standard).or_default().insert(item);
    }
    let cases = in_sample(act, id).await?;
    Ok(Gathered {
        items: counting(act, id, &cases).await?,
        contradictions: disagreements(act, id, &cases).await?,
        weak: weak(act, id).await?,
        cases,
        parts,
        judgements: reviews::judgements(&mut act.tx, id).await?,
        overrides: reviews::overrides(&mut act.tx, id).await?,
    })
}

/// What bears on one standard: enough to judge it, and no more is read, since a judgement is saved with every pause.
pub(super) async fn gather_for(act: &mut Act, opened: &Opened, standard: &Standard) -> Result<Gathered> {
    let id = opened.review.id;
    let cases = in_sample(act, id).await?;
    let mut bearing = reviews::evidence_for(&mut act.tx, id, &standard.id).await?;
    bearing.retain(|item| is_of(&cases, item.sampled_case_id.0));
    let parts = BTreeMap::from([(standard.id.clone(), bearing.iter().map(|item| item.id).collect())]);
    let items = if standard.read_in_cases { counting(act, id, &cases).await? } else { bearing };
    Ok(Gathered {
        items,
        contradictions: disagreements(act, id, &cases).await?,
        weak: weak(act, id).await?,
        cases,
        parts,
        judgements: reviews::judgement(&mut act.tx, id, &standard.id).await?.into_iter().collect(),
        overrides: reviews::overrides(&mut act.tx, id).await?,
    })
}

async fn weak(act: &mut Act, id: ReviewId) -> Result<BTreeSet<String>> {
    let sources = reviews::sources(&mut act.tx, id).await?.into_iter();
    Ok(sources.filter(|row| row.state == SourceState::Weak).map(|row| row.source).collect())
}

/// Where every standard of a review stands. The caller has asked for access.
///
/// # Errors
/// Where the database cannot be read.
pub async fn standing(act: &mut Act, opened: &Opened) -> Result<Vec<StandardState>> {
    let gathered = gather(act, opened).await?;
    Ok(opened.framework.standards.iter().map(|s| gathered.state(opened, s)).collect())
}

/// Shows where every standard of a review stands to somebody who makes it.
///
/// # Errors
/// `NotFound` for anybody else.
pub async fn outcome(act: &mut Act, id: ReviewId) -> Result<(Opened, Vec<StandardState>)> {
    let opened = load(act, id).await?;
    act.require(Action::SeeOutcome, &opened.object())?;
    let states = standing(act, &opened).await?;
    act.journal(Happened::OutcomeSeen, Some(id), None, "").await?;
    Ok((opened, states))
}

impl Gathered {
    pub fn state(&self, opened: &Opened, standard: &Standard) -> StandardState {
        let judgement = self.judgements.iter().find(|j| j.standard == standard.id).cloned();
        let sources = self.sources(opened, standard);
        let carrying = self.carrying(opened, standard, &sources);
        let open = |d: &&Contradiction| d.standard == standard.id && d.is_open();
        let disputes = self.contradictions.iter().filter(open).count();
        let of_team = self.contradictions.iter().filter(open).any(|d| d.sampled_case_id.is_none());
        let cases = self.case_verdicts(opened, standard);
        let verdict = if standard.read_in_cases {
            let given = Given { sources: carrying, unresolved_contradiction: of_team, ..Given::default() };
            hold_team(&opened.framework, standard, &given, self.team_from_cases(opened, standard, &cases))
        } else {
            judge(&opened.framework, standard, &given(opened, standard, judgement.as_ref(), &carrying, of_team))
        };
        StandardState {
            standard: standard.id.clone(),
            cases: standard.read_in_cases.then(|| case_grades(&cases)),
            counts: standard.elements.iter().map(|e| self.count(opened, standard, e)).collect(),
            verdict,
            judgement,
            sources,
            disputes,
            proposal: self.overrides.iter().find(|o| o.standard == standard.id).cloned(),
        }
    }

    /// The sources whose evidence bears on a standard and agrees; the case record where cases were read for it.
    fn sources(&self, opened: &Opened, standard: &Standard) -> BTreeSet<String> {
        let bearing = self.parts.get(&standard.id);
        let mut sources: BTreeSet<String> = self
            .items
            .iter()
            .filter(|e| e.agrees && bearing.is_some_and(|b| b.contains(&e.id)))
            .map(|e| e.source.clone())
            .collect();
        if standard.read_in_cases && self.cases_of(standard).any(|c| c.read_on.is_some()) {
            sources.extend(opened.framework.case_record().map(|s| s.id.clone()));
        }
        sources
    }

    /// The sources that a standard may rest on: a direct one of which too little came is left out where no other direct
    /// one stands beside it (domain model, section 8).
    fn carrying(&self, opened: &Opened, standard: &Standard, sources: &BTreeSet<String>) -> BTreeSet<String> {
        let framework = &opened.framework;
        let Some(rule) = framework.rule_of(standard) else { return sources.clone() };
        let rule = rule.rate.as_ref().and_then(|rate| framework.rules.get(&rate.below)).unwrap_or(rule);
        let of_rule = rule.direct.as_ref().map(|direct| direct.sources.as_slice()).unwrap_or_default();
        let direct = standard.direct.as_deref().unwrap_or(of_rule);
        let mut heard = sources.iter().filter(|source| direct.contains(*source));
        let alone = heard.next().filter(|only| heard.next().is_none() && self.weak.contains(*only));
        sources.iter().filter(|source| Some(*source) != alone).cloned().collect()
    }

    /// What good still needs where a standard rests on records alone. What was counted stands on its count.
    pub fn on_records_alone(&self, opened: &Opened, standard: &Standard, state: &StandardState) -> Option<String> {
        if state.verdict.share.is_some() && !state.verdict.unheard {
            return None;
        }
        on_records_alone(&opened.framework, standard, &self.carrying(opened, standard, &state.sources))
    }

    /// Cases (or items) of this standard that nobody has read to the end yet.
    pub fn unread_for(&self, standard: &Standard) -> usize {
        self.cases_of(standard).filter(|c| c.read_on.is_none()).count()
    }

    fn cases_of<'a>(&'a self, standard: &'a Standard) -> impl Iterator<Item = &'a SampledCase> {
        self.cases.iter().filter(|c| c.standard.is_empty() || c.standard == standard.id)
    }

    /// The cases with any mark for this standard, judged one by one.
    fn case_verdicts(&self, opened: &Opened, standard: &Standard) -> Vec<Verdict> {
        self.cases_of(standard)
            .filter(|c| !c.record.marks_of(&opened.framework, standard).0.is_empty())
            .map(|c| {
                let disputed = self
                    .contradictions
                    .iter()
                    .any(|d| d.is_open() && d.standard == standard.id && d.sampled_case_id.0 == Some(c.id));
                c.record.judge(
                    &opened.framework,
                    standard,
                    &in_case(&opened.framework, &self.items, c.id),
                    disputed,
                    c.danger_answer(),
                )
            })
            .collect()
    }

    /// From the cases to the team: a share where the rule counts and there are enough, else a suggestion.
    fn team_from_cases(&self, opened: &Opened, standard: &Standard, cases: &[Verdict]) -> Verdict {
        let counted = opened.framework.rule_of(standard).and_then(|r| r.rate.as_ref());
        if let Some(rate) = counted {
            let (passing, of) = self.passing(opened, standard);
            if of >= rate.smallest_n {
                let given =
                    Given { rate: Some(RateFound { passing, of, period: opened.period() }), ..Given::default() };
                return judge(&opened.framework, standard, &given);
            }
        }
        from_cases(&opened.framework.cases_to_team, standard.critical, cases)
    }

    /// Cases read to the end where every essential part is there, of those where it applies.
    fn passing(&self, opened: &Opened, standard: &Standard) -> (u32, u32) {
        let (mut passing, mut of) = (0, 0);
        for case in self.cases_of(standard).filter(|c| c.read_on.is_some()) {
            let (marks, _) = case.record.marks_of(&opened.framework, standard);
            let gates: Vec<Mark> = standard
                .elements
                .iter()
                .filter(|e| e.gate)
                .filter_map(|e| marks.get(&e.key))
                .filter(|m| *m != Mark::NotApplicable)
                .collect();
            if !gates.is_empty() {
                of += 1;
                passing += u32::from(gates.iter().all(|m| *m == Mark::Full));
            }
        }
        (passing, of)
    }

    fn count(&self, opened: &Opened, standard: &Standard, element: &Element) -> ElementCount {
        let mut count = ElementCount { key: element.key.clone(), ..ElementCount::default() };
        for case in self.cases_of(standard) {
            match case.record.marks_of(&opened.framework, standard).0.get(&element.key) {
                Some(Mark::Full) => count.full += 1,
                Some(Mark::Part) => count.part += 1,
                Some(Mark::None) => count.none += 1,
                Some(Mark::NotApplicable) => count.not_applicable += 1,
                Some(Mark::NotEvidenced) => count.not_evidenced += 1,
                None => {}
            }
        }
        count
    }
}

/// What a standard that is weighed for the team as a whole is judged from.
pub(super) fn given(
    opened: &Opened,
    standard: &Standard,
    judgement: Option<&Judgement>,
    sources: &BTreeSet<String>,
    disputed: bool,
) -> Given {
    let marks = judgement.map_or_else(Marks::default, |j| {
        let words = j.marks.iter().map(|(part, word)| (part.as_str(), word.as_str()));
        Marks::check(standard, &opened.framework.scale, words, &j.reasons).unwrap_or_default()
    });
    let rate = judgement.and_then(|j| {
        Some(RateFound {
            passing: u32::try_from(j.rate_passing?).ok()?,
            of: u32::try_from(j.rate_of?).ok()?,
            period: j.rate_period.clone()?,
        })
    });
    Given { marks, sources: sources.clone(), unresolved_contradiction: disputed, stop: None, rate }
}

//! The judge: one evaluator for every framework.
//!
//! Marks not made yet are filled once with the worst and once with the best there is.
//! Where the two differ nothing is claimed: the outcome is "undetermined" (trust 6).

use std::collections::BTreeSet;

use statistics::Estimate;

use super::because;
use super::grade::{Grade, Outcome};
use super::marks::{Mark, Marks};
use crate::frameworks::{Condition, Direct, Element, Framework, Rule, Standard, Two};

/// A danger that outweighs the marks, called by a reviewer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Called {
    /// Why.
    pub reason: String,
    /// What a second reader said to it; `None` while nobody has.
    pub second_reader: Option<bool>,
}

/// A share of cases or items that passed every essential part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RateFound {
    /// How many passed.
    pub passing: u32,
    /// Of how many.
    pub of: u32,
    /// What was counted, and when.
    pub period: String,
}

/// Everything a judgement of one standard rests on.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The marks made so far.
    pub marks: Marks,
    /// The sources whose evidence bears on the standard and agrees.
    pub sources: BTreeSet<String>,
    /// Two sources disagree and nobody has settled it.
    pub unresolved_contradiction: bool,
    /// A danger that was called.
    pub stop: Option<Called>,
    /// A share, for standards that are counted.
    pub rate: Option<RateFound>,
}

/// What a judgement came to, and why.
#[derive(Clone, PartialEq, Debug)]
pub struct Verdict {
    /// The result: `worst` where it equals `best`, else undetermined.
    pub outcome: Outcome,
    /// The result if everything not yet marked were as bad as can be.
    pub worst: Outcome,
    /// The result if everything not yet marked were as good as can be.
    pub best: Outcome,
    /// A sentence that says why, beginning with the result.
    pub because: String,
    /// Keys of the parts not marked yet.
    pub missing: Vec<String>,
    /// What good still needs, in words.
    pub good_needs: Vec<String>,
    /// The share it was judged by, where it was counted.
    pub share: Option<Estimate>,
    /// Whether it was held back, or not judged, because nobody who was there was heard and nothing was seen.
    pub unheard: bool,
    /// Whether a danger was called that counts only once a second reader agrees, and none has answered.
    pub waits_for_second_reader: bool,
}

/// Judges one standard from what is given.
#[must_use]
pub fn judge(framework: &Framework, standard: &Standard, given: &Given) -> Verdict {
    let Some(rule) = framework.rule_of(standard) else {
        return because::no_rule(standard);
    };
    if let Some(counted) = by_rate(rule, given) {
        return counted;
    }
    let rule = rule.rate.as_ref().and_then(|r| framework.rules.get(&r.below)).unwrap_or(rule);
    let bench = Bench { framework, standard, rule, given };
    let (worst, best) = (bench.settle(Mark::None), bench.settle(Mark::Full));
    let outcome = if worst.outcome == best.outcome { worst.outcome } else { Outcome::Undetermined };
    Verdict {
        outcome,
        worst: worst.outcome,
        best: best.outcome,
        because: because::sentence(&bench, outcome, &worst, &best),
        missing: bench.unmarked().map(|e| e.key.clone()).collect(),
        good_needs: because::good_needs(&bench, outcome),
        share: None,
        unheard: best.held == Some(Held::Direct) || best.not_judged == Some(WhyNotJudged::NoDirectSource),
        waits_for_second_reader: bench.waits_for_second_reader(),
    }
}

/// What good still needs where nobody who was there was heard on a standard and nothing was seen; `None` where somebody
/// was, or where its rule asks for nobody. Whatever the marks come to, it cannot be good without.
#[must_use]
pub fn on_records_alone(framework: &Framework, standard: &Standard, sources: &BTreeSet<String>) -> Option<String> {
    let rule = framework.rule_of(standard)?;
    let rule = rule.rate.as_ref().and_then(|r| framework.rules.get(&r.below)).unwrap_or(rule);
    let given = Given { sources: sources.clone(), ..Given::default() };
    let bench = Bench { framework, standard, rule, given: &given };
    bench.wants_direct().map(|_| because::on_records_alone(&bench))
}

/// The sources that heard or saw a standard at first hand: those its rule asks for, else those the framework calls so.
#[must_use]
pub fn direct_sources(framework: &Framework, standard: &Standard) -> BTreeSet<String> {
    let rule = framework.rule_of(standard);
    let rule = rule.map(|own| own.rate.as_ref().and_then(|r| framework.rules.get(&r.below)).unwrap_or(own));
    let of_rule = rule.and_then(|rule| rule.direct.as_ref()).map(|direct| &direct.sources);
    match standard.direct.as_ref().or(of_rule) {
        Some(listed) => listed.iter().cloned().collect(),
        None => framework.sources.iter().filter(|s| s.direct == "yes").map(|s| s.id.clone()).collect(),
    }
}

/// Judges by a share where the rule counts and there are enough to count.
fn by_rate(rule: &Rule, given: &Given) -> Option<Verdict> {
    let (rate, found) = (rule.rate.as_ref()?, given.rate.as_ref()?);
    if found.of < rate.smallest_n {
        return None;
    }
    let share = Estimate::of(found.passing, found.of, found.period.clone())?;
    let grade = if share.is_at_least(rate.good) {
        Grade::Good
    } else if share.is_at_least(rate.requires_improvement) {
        Grade::RequiresImprovement
    } else {
        Grade::Inadequate
    };
    Some(because::counted(rate, share, grade))
}

/// One standard, its rule and what is given, laid out to be judged.
pub(super) struct Bench<'a> {
    pub framework: &'a Framework,
    pub standard: &'a Standard,
    pub rule: &'a Rule,
    pub given: &'a Given,
}

/// What one filling of the missing marks comes to.
pub(super) struct Settled {
    pub outcome: Outcome,
    /// What held it below what the marks alone would give.
    pub held: Option<Held>,
    /// Why nothing can be said.
    pub not_judged: Option<WhyNotJudged>,
}

/// What held a grade down.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    Stop,
    Direct,
    Contradiction,
}

/// Why nothing can be said.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum WhyNotJudged {
    NothingApplies,
    TooFewApply,
    GateNotEvidenced,
    TooMuchNotEvidenced,
    NoDirectSource,
}

impl Settled {
    fn graded(grade: Grade, held: Option<Held>) -> Self {
        Self { outcome: grade.into(), held, not_judged: None }
    }

    fn not_judged(why: WhyNotJudged) -> Self {
        Self { outcome: Outcome::NotJudged, held: None, not_judged: Some(why) }
    }
}

impl<'a> Bench<'a> {
    pub fn unmarked(&self) -> impl Iterator<Item = &'a Element> {
        self.standard.elements.iter().filter(|e| self.given.marks.get(&e.key).is_none())
    }

    /// The parts that apply, or may yet.
    pub fn applicable(&self) -> Vec<&'a Element> {
        self.standard.elements.iter().filter(|e| self.given.marks.get(&e.key) != Some(Mark::NotApplicable)).collect()
    }

    /// Whether the danger that was called counts with these marks: the rule may ask for a second reader where many
    /// parts are there. What is missing is filled, so one reader alone decides nothing that a mark could still change.
    fn stopped(&self, fill: Mark) -> bool {
        let (Some(stop), Some(called)) = (&self.rule.stop, &self.given.stop) else { return false };
        let agreed = called.second_reader == Some(true);
        stop.second_reader_from.is_none_or(|from| agreed || self.full_marks(fill) < from)
    }

    /// Whether a danger was called that does not count with the marks at their best: one reader alone cannot decide it.
    pub fn wants_second_reader(&self) -> bool {
        self.rule.stop.is_some() && self.given.stop.is_some() && !self.stopped(Mark::Full)
    }

    fn waits_for_second_reader(&self) -> bool {
        let answered = self.given.stop.as_ref().is_some_and(|called| called.second_reader.is_some());
        self.wants_second_reader() && !answered
    }

    fn full_marks(&self, fill: Mark) -> u32 {
        count(self.applicable().iter().filter(|e| self.given.marks.get(&e.key).unwrap_or(fill) == Mark::Full))
    }

    /// The need for a direct source, where it holds for this standard and is not met.
    pub fn wants_direct(&self) -> Option<&'a Direct> {
        let direct = self.rule.direct.as_ref()?;
        let wanted = self.direct_sources(direct);
        if direct.only_where_listed && !wanted.iter().any(|s| self.standard.sources.contains(s)) {
            return None;
        }
        let met = wanted.iter().any(|s| self.given.sources.contains(s));
        (!met).then_some(direct)
    }

    /// The sources that count as direct here: the standard's own list before the rule's.
    pub fn direct_sources(&self, direct: &'a Direct) -> &'a [String] {
        self.standard.direct.as_deref().unwrap_or(&direct.sources)
    }

    /// A contradiction that the rule minds.
    pub fn disputed(&self) -> Option<Grade> {
        self.rule.contradiction.filter(|_| self.given.unresolved_contradiction)
    }

    fn settle(&self, fill: Mark) -> Settled {
        if self.stopped(fill) {
            return Settled::graded(Grade::Inadequate, Some(Held::Stop));
        }
        if let Some(why) = self.why_not_judged() {
            return Settled::not_judged(why);
        }
        let marked = Marked::of(self, fill);
        let by_marks = self
            .rule
            .when
            .iter()
            .find(|row| row.conditions.iter().all(|c| marked.holds(c)))
            .map_or(Grade::Inadequate, |row| row.grade);
        self.hold_down(by_marks)
    }

    fn why_not_judged(&self) -> Option<WhyNotJudged> {
        let applicable = self.applicable();
        if applicable.is_empty() {
            return Some(WhyNotJudged::NothingApplies);
        }
        let rule = &self.rule.not_judged;
        if rule.applicable_under.is_some_and(|least| count(applicable.iter()) < least) {
            return Some(WhyNotJudged::TooFewApply);
        }
        let not_evidenced = |e: &&&Element| self.given.marks.get(&e.key) == Some(Mark::NotEvidenced);
        if rule.gate_not_evidenced && applicable.iter().filter(not_evidenced).any(|e| e.gate) {
            return Some(WhyNotJudged::GateNotEvidenced);
        }
        let unseen = count(applicable.iter().filter(not_evidenced));
        if rule.not_evidenced_over.is_some_and(|over| over.exceeded_by(unseen, count(applicable.iter()))) {
            return Some(WhyNotJudged::TooMuchNotEvidenced);
        }
        // A direct source that disagrees is evidence all the same: it shows as a contradiction.
        let without = self.wants_direct().is_some_and(|d| d.without.is_none());
        (without && self.disputed().is_none()).then_some(WhyNotJudged::NoDirectSource)
    }

    fn hold_down(&self, by_marks: Grade) -> Settled {
        if let Some(most) = self.disputed()
            && by_marks > most
        {
            return Settled::graded(most, Some(Held::Contradiction));
        }
        match self.wants_direct().and_then(|d| d.without) {
            Some(most) if by_marks > most => Settled::graded(most, Some(Held::Direct)),
            _ => Settled::graded(by_marks, None),
        }
    }
}

/// The parts that apply with a mark each, after filling and lowering.
struct Marked<'a> {
    parts: Vec<(&'a Element, Mark)>,
}

impl<'a> Marked<'a> {
    fn of(bench: &Bench<'a>, fill: Mark) -> Self {
        let mark = |e: &Element| bench.given.marks.get(&e.key).unwrap_or(fill);
        let mut parts: Vec<_> = bench.applicable().into_iter().map(|e| (e, mark(e))).collect();
        if let Some(lowers) = &bench.rule.lowers {
            let lowered = parts.iter().any(|(e, m)| e.key == lowers.part && *m != Mark::Full);
            for (element, mark) in &mut parts {
                if lowered && element.key == lowers.of && *mark == Mark::Full && lowers.to == Two::Part {
                    *mark = Mark::Part;
                }
            }
        }
        Self { parts }
    }

    fn holds(&self, condition: &Condition) -> bool {
        let gates = || self.parts.iter().filter(|(e, _)| e.gate);
        match condition {
            Condition::All(least) => self.parts.iter().all(|(_, m)| reaches(*m, *least)),
            Condition::GatesAtLeast(least) => gates().all(|(_, m)| reaches(*m, *least)),
            Condition::GatesShortAtMost(most) => count(gates().filter(|(_, m)| *m != Mark::Full)) <= *most,
            Condition::PointsAtLeast(share) => {
                let points = self.parts.iter().map(|(_, m)| m.points()).sum();
                share.reached_by(points, 2 * count(self.parts.iter()))
            }
            Condition::AtLeast { part, mark } => {
                self.parts.iter().filter(|(e, _)| e.key == *part).all(|(_, m)| reaches(*m, *mark))
            }
            Condition::ShareOf { of, mark, needs } => {
                let among: Vec<_> = self.parts.iter().filter(|(e, _)| of.contains(&e.key)).collect();
                let enough = count(among.iter().filter(|(_, m)| reaches(*m, *mark)));
                enough >= needs.needed_of(count(among.iter()))
            }
        }
    }
}

fn reaches(mark: Mark, least: Two) -> bool {
    match least {
        Two::Full => mark == Mark::Full,
        Two::Part => matches!(mark, Mark::Full | Mark::Part),
    }
}

/// Parts are few: a framework file holds no standard with more than a handful.
fn count<T>(items: impl Iterator<Item = T>) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX)
}

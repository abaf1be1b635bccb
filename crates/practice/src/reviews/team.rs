//! From cases to the team, from standards to the whole, and to the date of the next review.

use chrono::{Months, NaiveDate};

use super::because;
use super::grade::{Grade, Outcome};
use super::judge::{Bench, Given, Verdict};
use super::words::{and, count_word};
use crate::frameworks::{CasesToTeam, Framework, NextReview, Overall as OverallRule, Standard};

/// How the cases of one standard were graded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CaseGrades {
    /// Good or outstanding.
    pub good: u32,
    /// Requires improvement.
    pub requires_improvement: u32,
    /// Inadequate.
    pub inadequate: u32,
    /// Not judged: these do not count.
    pub not_judged: u32,
    /// What is missing would decide these.
    pub undetermined: u32,
}

impl CaseGrades {
    /// Cases with a grade.
    #[must_use]
    pub fn graded(&self) -> u32 {
        self.good + self.requires_improvement + self.inadequate
    }

    /// Requires improvement or better: "adequate or above".
    #[must_use]
    pub fn adequate_or_above(&self) -> u32 {
        self.good + self.requires_improvement
    }

    fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Graded(Grade::Good | Grade::Outstanding) => self.good += 1,
            Outcome::Graded(Grade::RequiresImprovement) => self.requires_improvement += 1,
            Outcome::Graded(Grade::Inadequate) => self.inadequate += 1,
            Outcome::NotJudged => self.not_judged += 1,
            Outcome::Undetermined => self.undetermined += 1,
        }
    }

    /// The suggestion for the team. Percentages are compared exactly.
    fn team(&self, rule: &CasesToTeam, critical: bool) -> Outcome {
        let n = self.graded();
        if n == 0 {
            return Outcome::NotJudged;
        }
        let at_least = |part: u32, percent: u32| part * 100 >= percent * n;
        let most_good = at_least(self.good, rule.good_from);
        let (good, inadequate) = if critical {
            (
                most_good && self.inadequate == 0,
                self.inadequate >= rule.critical_inadequate_from_cases
                    || at_least(self.inadequate, rule.inadequate_from),
            )
        } else {
            (
                most_good && self.inadequate * 100 <= rule.good_inadequate_up_to * n,
                at_least(self.inadequate, rule.inadequate_from),
            )
        };
        match (good, inadequate && self.inadequate > 0) {
            (true, _) => Grade::Good.into(),
            (false, true) => Grade::Inadequate.into(),
            (false, false) => Grade::RequiresImprovement.into(),
        }
    }
}

/// Counts the grades of cases.
#[must_use]
pub fn case_grades(cases: &[Verdict]) -> CaseGrades {
    let mut grades = CaseGrades::default();
    for case in cases {
        grades.add(case.outcome);
    }
    grades
}

/// The team's suggested result for a standard that is read in cases (domain 2.2, ruling 2).
///
/// Cases that are undetermined are counted once at their worst and once at their best;
/// where that matters the team's result is undetermined too.
#[must_use]
pub fn from_cases(rule: &CasesToTeam, critical: bool, cases: &[Verdict]) -> Verdict {
    let grades = case_grades(cases);
    if grades.graded() + grades.undetermined == 1 {
        return one_case();
    }
    let fill = |of: fn(&Verdict) -> Outcome| {
        let mut filled = CaseGrades::default();
        for case in cases {
            filled.add(of(case));
        }
        filled.team(rule, critical)
    };
    let (worst, best) = (fill(|c| c.worst), fill(|c| c.best));
    let outcome = if worst == best { worst } else { Outcome::Undetermined };
    Verdict {
        outcome,
        worst,
        best,
        because: format!("{}: {}", outcome.words(), cases_sentence(&grades, unheard(cases))),
        missing: Vec::new(),
        good_needs: Vec::new(),
        share: None,
        unheard: false,
        waits_for_second_reader: false,
    }
}

/// Holds the team's result below good where no source that was heard or seen bears on the standard itself, or where
/// sources still disagree about the team. A case may be good because somebody was heard in it, whatever they were asked:
/// the team is good only where somebody was heard, or something seen, on this standard (domain 2.2a, rulings 1 and 8).
/// A critical standard is not judged then; an ordinary one requires improvement. A result that is not good stays as it
/// is: what is wrong is not passed over because nobody was asked.
#[must_use]
pub fn hold_team(framework: &Framework, standard: &Standard, given: &Given, found: Verdict) -> Verdict {
    let Some(rule) = framework.rule_of(standard) else { return found };
    let rule = rule.rate.as_ref().and_then(|r| framework.rules.get(&r.below)).unwrap_or(rule);
    let bench = Bench { framework, standard, rule, given };
    let good = |outcome: Outcome| matches!(outcome, Outcome::Graded(grade) if grade >= Grade::Good);
    let said = because::held_team(&bench);
    if said.is_empty() || !(good(found.worst) || good(found.best)) {
        return found;
    }
    // As with marks: a rule that asks for somebody and says no lower grade is not judged without, unless two disagree.
    let without = match bench.wants_direct() {
        Some(direct) if bench.disputed().is_none() => direct.without.map_or(Outcome::NotJudged, Outcome::from),
        _ => Grade::RequiresImprovement.into(),
    };
    let held = |outcome: Outcome| if good(outcome) { without } else { outcome };
    let (worst, best) = (held(found.worst), held(found.best));
    let outcome = if worst == best { worst } else { Outcome::Undetermined };
    let after = found.because.split_once(": ").map_or(found.because.as_str(), |(_, after)| after);
    let because = format!("{}: {after} {}", outcome.words(), said.join(" "));
    Verdict { outcome, worst, best, because, unheard: bench.wants_direct().is_some(), ..found }
}

/// Fewer cases than this are not told to those who did not read them: everybody would know whose they are.
pub const FEWEST_CASES_TOLD: u32 = 5;

/// What a standard comes to where a single case bears on it: nothing. One case is one person's work, and no grade for
/// a worker comes from one case (trust 7).
fn one_case() -> Verdict {
    Verdict {
        outcome: Outcome::NotJudged,
        worst: Outcome::NotJudged,
        best: Outcome::NotJudged,
        because: format!(
            "{}: only one case could be judged. That is one person's work, and no grade comes from it.",
            Outcome::NotJudged.words()
        ),
        missing: Vec::new(),
        good_needs: Vec::new(),
        share: None,
        unheard: false,
        waits_for_second_reader: false,
    }
}

/// Cases in which nobody who was there was heard: how many have a grade all the same, and how many could not be judged.
fn unheard(cases: &[Verdict]) -> (u32, u32) {
    let count = |judged: bool| {
        let found = cases.iter().filter(|c| c.unheard && (c.outcome != Outcome::NotJudged) == judged).count();
        u32::try_from(found).unwrap_or(u32::MAX)
    };
    (count(true), count(false))
}

fn cases_sentence(grades: &CaseGrades, (held_back, not_judged): (u32, u32)) -> String {
    let n = grades.graded() + grades.undetermined;
    if n == 0 {
        return "no case could be judged.".to_owned();
    }
    let word = |count: u32| count_word(usize::try_from(count).unwrap_or(usize::MAX));
    let one_or_many = |count: u32, one: &str, many: &str| if count == 1 { one.to_owned() } else { many.to_owned() };
    let mut said =
        vec![format!("{} of {} cases {} good", word(grades.good), word(n), one_or_many(grades.good, "is", "are"))];
    if grades.requires_improvement > 0 {
        said.push(format!(
            "{} {}",
            word(grades.requires_improvement),
            one_or_many(grades.requires_improvement, "requires improvement", "require improvement")
        ));
    }
    said.push(format!("{} {} inadequate", word(grades.inadequate), one_or_many(grades.inadequate.max(1), "is", "are")));
    if grades.undetermined > 0 {
        said.push(format!("{} cannot be told yet", word(grades.undetermined)));
    }
    let mut aside = String::new();
    match grades.not_judged.saturating_sub(not_judged) {
        0 => {}
        count => aside.push_str(&format!(" It did not apply, or could not be evidenced, in {}.", word(count))),
    }
    match not_judged {
        0 => {}
        count => {
            aside.push_str(&format!(" In {} it could not be judged: nobody who was there was heard.", word(count)))
        }
    }
    match held_back {
        0 => {}
        count => aside.push_str(&format!(
            " In {} every part was there, and it cannot be good on records alone: nobody who was there was heard.",
            word(count)
        )),
    }
    format!("{}.{aside}", and(&said))
}

/// The overall result, and what limited it. For the date of the next review, and hidden from people
/// unless a council switches it on (domain 2.2).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overall {
    /// The result.
    pub outcome: Outcome,
    /// Why, beginning with the result.
    pub because: String,
}

/// One standard's settled result: name, whether it is critical, and what it came to.
pub type Settled<'a> = (&'a str, bool, Outcome);

/// The overall result from settled standards: what is critical limits the whole (domain 2.2, scenario 9).
#[must_use]
pub fn overall(rule: &OverallRule, standards: &[Settled<'_>]) -> Overall {
    let critical_at = |grade: Grade| {
        let named: Vec<String> = standards
            .iter()
            .filter(|(_, critical, outcome)| *critical && outcome.grade() == Some(grade))
            .map(|(name, _, _)| name.to_lowercase())
            .collect();
        (!named.is_empty()).then_some(named)
    };
    let graded: Vec<Grade> = standards.iter().filter_map(|(_, _, o)| o.grade()).collect();
    if graded.is_empty() {
        return Overall { outcome: Outcome::NotJudged, because: "Not judged: no standard has a grade.".to_owned() };
    }
    let unjudged: Option<Vec<String>> = {
        let named: Vec<String> = standards
            .iter()
            .filter(|(_, critical, outcome)| *critical && outcome.grade().is_none())
            .map(|(name, _, _)| name.to_lowercase())
            .collect();
        (!named.is_empty()).then_some(named)
    };
    let good = graded.iter().filter(|g| **g >= Grade::Good).count();
    let inadequate = graded.iter().filter(|g| **g == Grade::Inadequate).count();
    let good_enough =
        good * 100 >= rule.good_from as usize * graded.len() && inadequate <= rule.good_inadequate_up_to as usize;
    let (grade, why) = match (critical_at(Grade::Inadequate), critical_at(Grade::RequiresImprovement)) {
        (Some(named), _) => (Grade::Inadequate, limited(&named, "inadequate")),
        (None, Some(named)) => (Grade::RequiresImprovement, limited(&named, "not yet good")),
        (None, None) if unjudged.is_some() => {
            (Grade::RequiresImprovement, limited(&unjudged.unwrap_or_default(), "not judged"))
        }
        (None, None) if good_enough => (Grade::Good, counts(good, inadequate, graded.len())),
        (None, None) => (Grade::RequiresImprovement, counts(good, inadequate, graded.len())),
    };
    let outcome = Outcome::from(grade);
    Overall { outcome, because: format!("{}: {why}", outcome.words()) }
}

fn limited(named: &[String], how: &str) -> String {
    let (is, limits) = if named.len() == 1 {
        ("is", "a critical standard, and that limits the whole")
    } else {
        ("are", "critical standards, and that limits the whole")
    };
    format!("{} {is} {how}: {limits}.", and(named))
}

fn counts(good: usize, inadequate: usize, of: usize) -> String {
    format!(
        "{good} of {of} judged standards are good or better and {} inadequate.",
        match inadequate {
            0 => "none is".to_owned(),
            1 => "one is".to_owned(),
            n => format!("{} are", count_word(n)),
        }
    )
}

/// When the team is looked at again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NextDates {
    /// The next full review.
    pub full_review: NaiveDate,
    /// A light touch on the way.
    pub light_touch: Option<NaiveDate>,
    /// Critical standards that are inadequate are sampled again.
    pub critical_resample: Option<NaiveDate>,
}

/// Dates by rule, counted from the day the report was presented (seed 001, F8).
/// `None` where the result is not a grade.
#[must_use]
pub fn next_dates(
    rule: &NextReview,
    overall: Outcome,
    critical_inadequate: bool,
    presented: NaiveDate,
) -> Option<NextDates> {
    let after = |months: u32| presented.checked_add_months(Months::new(months));
    let months = match overall.grade()? {
        Grade::Outstanding | Grade::Good => rule.good,
        Grade::RequiresImprovement => rule.requires_improvement,
        Grade::Inadequate => rule.inadequate,
    };
    Some(NextDates {
        full_review: after(months)?,
        light_touch: if overall.grade()? >= Grade::Good { after(rule.good_light_touch) } else { None },
        critical_resample: if critical_inadequate { after(rule.critical_inadequate_resample) } else { None },
    })
}

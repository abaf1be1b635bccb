use std::collections::BTreeSet;

use chrono::NaiveDate;
use practice::reviews::{Agreement, Covered, ReadTwice};
use statistics::{Change, Estimate, TwoCounts, Verdict, holm};
use store::reviews::{self, FactCheck};

use super::agreeing::agreement_of;
use super::covering::covered;
use super::moderating::{Moderated, gathered};
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
    /// The standards whose change is likely real and still stands when all are compared at once (Holm).
    pub still_stand: BTreeSet<String>,
    /// Which second readings were made and which were not, in a sentence; empty where there is nothing to read twice.
    pub read_by_two: String,
    /// Whether everything was read by two that was to be.
    pub is_read_by_two: bool,
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
    let still_stand = still_standing(&changes);
    let mut cautions = cautions(&changes, still_stand.len());
    cautions.extend(differences(act, opened).await?);
    let twice = gathered(act, opened.clone()).await?.cases;
    let Answered { of_team, of_workers, until } = answered(act, opened).await?;
    // Beside a standard as its cases are told, and of a case as a whole as what lay behind the concerns is.
    let is_told = |about: &str| {
        if about.is_empty() { told } else { now.iter().any(|s| s.id == about && s.cases.is_some()) }
    };
    let (of_workers, others): (Vec<_>, Vec<_>) = of_workers.into_iter().partition(|(about, _)| is_told(about));
    Ok(Sureness {
        agreement: agreement_of(act, opened).await?,
        covered: told_of_standards(act, opened, now).await?,
        changes,
        still_stand,
        read_by_two: read_by_two(&twice, told),
        is_read_by_two: twice.iter().all(Moderated::is_read_by_two),
        cautions,
        of_team,
        of_workers,
        not_told: others.len(),
        until,
        checked: reviews::fact_check(&mut act.tx, id).await?,
    })
}

/// What each standard stands on. Where so few cases bear on one that how they came out is not told, nothing of what was
/// found in them goes into where sources differ.
async fn told_of_standards(act: &mut Act, opened: &Opened, now: &[ReportStandard]) -> Result<Vec<Covered>> {
    let nobody = BTreeSet::new();
    let (all, veiled) = (covered(act, opened, None).await?, covered(act, opened, Some(&nobody)).await?);
    let is_told = |covered: &Covered| now.iter().any(|s| s.id == covered.standard && s.cases.is_some());
    Ok(all.into_iter().zip(veiled).map(|(all, veiled)| if is_told(&all) { all } else { veiled }).collect())
}

/// Adequate or above, then and now, for every standard whose cases may be told both times.
fn changes(opened: &Opened, before: &Before, now: &[ReportStandard]) -> Vec<(String, Change)> {
    let of = |cases: practice::reviews::CaseGrades, period: &str| {
        Estimate::of(cases.adequate_or_above(), cases.graded(), period)
    };
    now.iter()
        .filter_map(|standard| {
            let (.., earlier) = before.standards.iter().find(|(id, ..)| *id == standard.id)?;
            let (then, now) = (of((*earlier)?, &before.period)?, of(standard.cases?, &opened.period())?);
            Some((standard.id.clone(), Change::between(then, now)?))
        })
        .collect()
}

/// Which changes that are likely real still stand when all are compared at once (Holm).
fn still_standing(changes: &[(String, Change)]) -> BTreeSet<String> {
    let p: Vec<f64> =
        changes.iter().map(|(_, change)| change.counts().and_then(TwoCounts::fisher).unwrap_or(1.0)).collect();
    let lines = changes.iter().zip(holm(&p));
    let stand = lines.filter(|((_, change), p)| change.verdict() == Verdict::LikelyReal && *p < 0.05);
    stand.map(|((standard, _), _)| standard.clone()).collect()
}

/// Which cases were read by two and which of those that had to be were not. Why they had to be is `told` only where
/// there are so many that nobody knows whose they are.
fn read_by_two(cases: &[Moderated], told: bool) -> String {
    let not_done =
        |why: ReadTwice| cases.iter().filter(|line| !line.is_read_by_two() && line.why.contains(&why)).count();
    let missing = [ReadTwice::Inadequate, ReadTwice::Outstanding, ReadTwice::Drawn].map(|why| (not_done(why), why));
    read_by_two_in_words(
        cases.iter().filter(|line| line.is_read_by_two()).count(),
        cases.len(),
        if told { &missing[..] } else { &[] },
        cases.iter().filter(|line| told && !line.is_read_by_two() && line.why.is_empty()).count(),
    )
}

fn read_by_two_in_words(done: usize, of: usize, missing: &[(usize, ReadTwice)], critical: usize) -> String {
    if of == 0 {
        return String::new();
    }
    let said = |(count, why): &(usize, ReadTwice)| match why {
        ReadTwice::Drawn => format!("{count} drawn for it"),
        ReadTwice::Inadequate => format!("{count} in which something came to inadequate"),
        ReadTwice::Outstanding => format!("{count} good on a standard settled as outstanding"),
    };
    let mut missing: Vec<String> = missing.iter().filter(|(count, _)| *count > 0).map(said).collect();
    if critical > 0 {
        missing.push(format!("{critical} of which the critical standards were to be"));
    }
    let missing = if missing.is_empty() { String::new() } else { format!(" Not read by two: {}.", missing.join("; ")) };
    let are = if done == 1 { "is" } else { "are" };
    format!("{done} of {of} {are} read by two.{missing}")
}

/// What is left of "likely real" when many are compared at once (Holm).
fn cautions(changes: &[(String, Change)], stand: usize) -> Vec<String> {
    let real = changes.iter().filter(|(_, change)| change.verdict() == Verdict::LikelyReal).count();
    if real == 0 || changes.len() < 2 {
        return Vec::new();
    }
    vec![format!(
        "{} standards are compared at once, and by chance alone about one in twenty would seem to have changed. Of the {real} that seem real, {stand} still {} after allowing for that.",
        changes.len(),
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

#[cfg(test)]
mod tests {
    use practice::reviews::ReadTwice;
    use statistics::{Change, Estimate};

    use super::{read_by_two_in_words, still_standing};

    #[test]
    fn what_still_stands_beside_others_is_named() {
        let from_to = |then: u32, now: u32| {
            let of = |count: u32, period: &str| Estimate::of(count, 40, period).expect("some were read");
            Change::between(of(then, "Review 1"), of(now, "Review 2")).expect("both can be compared")
        };
        let changes = [("S01", 2, 36), ("S05", 10, 20), ("S14", 10, 20), ("S18", 20, 20)];
        let changes = changes.map(|(standard, then, now)| (standard.to_owned(), from_to(then, now)));
        assert_eq!(still_standing(&changes), ["S01".to_owned()].into(), "by chance alone some would seem to change");
    }

    #[test]
    fn second_readings_that_were_not_made_are_said() {
        let missing = [(2, ReadTwice::Inadequate), (0, ReadTwice::Outstanding), (1, ReadTwice::Drawn)];
        assert_eq!(
            read_by_two_in_words(3, 9, &missing, 4),
            "3 of 9 are read by two. Not read by two: 2 in which something came to inadequate; 1 drawn for it; 4 of which the critical standards were to be."
        );
        assert_eq!(read_by_two_in_words(1, 1, &[], 0), "1 of 1 is read by two.");
        assert_eq!(read_by_two_in_words(0, 0, &missing, 0), "", "there is nothing to read");
    }
}

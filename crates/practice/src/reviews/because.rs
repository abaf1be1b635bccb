//! Says why a judgement came out as it did, in a sentence a parent could follow.

use statistics::Estimate;

use super::grade::{Grade, Outcome};
use super::judge::{Bench, Held, Settled, Verdict, WhyNotJudged};
use super::marks::Mark;
use super::words::{and, count_word, is_are, or, small};
use crate::frameworks::{Condition, Element, Rate, Standard};

/// The sentence for a judgement from marks.
pub(super) fn sentence(bench: &Bench<'_>, outcome: Outcome, worst: &Settled, best: &Settled) -> String {
    let body = match outcome {
        Outcome::NotJudged => worst.not_judged.map_or_else(String::new, |why| not_judged(bench, why)),
        Outcome::Undetermined => undetermined(bench, worst.outcome, best.outcome),
        Outcome::Graded(_) => graded(bench, best),
    };
    format!("{}: {body}", outcome.words())
}

/// What good still needs, in words: parts first, then sources.
pub(super) fn good_needs(bench: &Bench<'_>, outcome: Outcome) -> Vec<String> {
    if matches!(outcome, Outcome::Graded(Grade::Good | Grade::Outstanding)) {
        return Vec::new();
    }
    let full = bench.framework.scale.label(&bench.framework.scale.marks[0]).to_lowercase();
    let mut needs: Vec<String> = bench
        .applicable()
        .into_iter()
        .filter(|e| bench.given.marks.get(&e.key) != Some(Mark::Full))
        .map(|e| format!("{} {full}", e.short()))
        .collect();
    if let Some(direct) = bench.wants_direct() {
        needs.push(format!(
            "evidence that was heard or seen at first hand: {}",
            or(&names(bench, bench.direct_sources(direct)))
        ));
    }
    if bench.disputed().is_some() {
        needs.push("the disagreement between sources settled".to_owned());
    }
    needs
}

/// A judgement from a share.
pub(super) fn counted(rate: &Rate, share: Estimate, grade: Grade) -> Verdict {
    let outcome = Outcome::from(grade);
    let line = match grade {
        Grade::Good | Grade::Outstanding => format!("good begins at {}%", rate.good),
        Grade::RequiresImprovement => {
            format!("good begins at {}% and adequate at {}%", rate.good, rate.requires_improvement)
        }
        Grade::Inadequate => format!("adequate begins at {}%", rate.requires_improvement),
    };
    let just_below = [rate.good, rate.requires_improvement].into_iter().find(|line| share.is_just_below(*line));
    let line = just_below.map_or(line.clone(), |missed| format!("{line}, and this is just below {missed}%"));
    let good_needs =
        if share.is_at_least(rate.good) { Vec::new() } else { vec![format!("{}% or more passing", rate.good)] };
    Verdict {
        outcome,
        worst: outcome,
        best: outcome,
        because: format!("{}: {share} pass every essential part; {line}.", outcome.words()),
        missing: Vec::new(),
        good_needs,
        share: Some(share),
        unheard: false,
        waits_for_second_reader: false,
    }
}

/// A framework that was checked always has the rule; this says so if one was not.
pub(super) fn no_rule(standard: &Standard) -> Verdict {
    Verdict {
        outcome: Outcome::NotJudged,
        worst: Outcome::NotJudged,
        best: Outcome::NotJudged,
        because: format!("Not judged: the framework has no rule “{}”.", standard.rule),
        missing: Vec::new(),
        good_needs: Vec::new(),
        share: None,
        unheard: false,
        waits_for_second_reader: false,
    }
}

fn not_judged(bench: &Bench<'_>, why: WhyNotJudged) -> String {
    match why {
        WhyNotJudged::NothingApplies => "nothing in it applies.".to_owned(),
        WhyNotJudged::TooFewApply => "too few of its parts apply.".to_owned(),
        WhyNotJudged::GateNotEvidenced => {
            let unseen = short(bench, |e, m| e.gate && m == Some(Mark::NotEvidenced));
            format!("{} {} essential and could not be evidenced.", and(&unseen), is_are(unseen.len()))
        }
        WhyNotJudged::TooMuchNotEvidenced => {
            let unseen = short(bench, |_, m| m == Some(Mark::NotEvidenced));
            format!("{} could not be evidenced, which is more than a third.", and(&unseen))
        }
        WhyNotJudged::NoDirectSource => {
            let sources =
                bench.rule.direct.as_ref().map(|d| or(&names(bench, bench.direct_sources(d)))).unwrap_or_default();
            format!("nobody who was there was heard and nothing was seen. It needs one of {sources}.")
        }
    }
}

/// Sources as people call them.
fn names(bench: &Bench<'_>, sources: &[String]) -> Vec<String> {
    sources.iter().map(|id| bench.framework.source(id).map_or_else(|| id.clone(), |s| small(&s.short))).collect()
}

fn undetermined(bench: &Bench<'_>, worst: Outcome, best: Outcome) -> String {
    let unmarked: Vec<String> = bench.unmarked().map(Element::short).collect();
    let said = format!(
        "it could be anything from {} to {}. Not marked yet: {}.",
        worst.words().to_lowercase(),
        best.words().to_lowercase(),
        and(&unmarked)
    );
    said.replacen("anything from requires improvement to good", "requires improvement or good", 1).replacen(
        "anything from inadequate to requires improvement",
        "inadequate or requires improvement",
        1,
    )
}

fn graded(bench: &Bench<'_>, settled: &Settled) -> String {
    if settled.held == Some(Held::Stop) {
        return stopped(bench);
    }
    let mut said = parts(bench);
    match settled.held {
        Some(Held::Direct) => said.push_str(&format!(" {}", on_records_alone(bench))),
        Some(Held::Contradiction) => said.push_str(&format!(" {IN_DISPUTE}")),
        Some(Held::Stop) | None => {}
    }
    if let Some(stop) = bench.rule.stop.as_ref().filter(|_| bench.wants_second_reader()) {
        let declined = bench.given.stop.as_ref().is_some_and(|called| called.second_reader == Some(false));
        let then = if declined { "the second reader did not agree" } else { "it waits for a second reader" };
        said.push_str(&format!(" “{}” was called, and {then}.", stop.says));
    }
    said
}

const IN_DISPUTE: &str = "Two sources disagree and nobody has settled it, so it cannot be good.";

pub(super) fn on_records_alone(bench: &Bench<'_>) -> String {
    let sources = bench.rule.direct.as_ref().map(|d| or(&names(bench, bench.direct_sources(d)))).unwrap_or_default();
    format!("It cannot be good on records alone: good needs one of {sources}.")
}

/// What holds a team back from good, whatever its cases come to.
pub(super) fn held_team(bench: &Bench<'_>) -> Vec<String> {
    let alone = bench.wants_direct().map(|_| on_records_alone(bench));
    alone.into_iter().chain(bench.disputed().map(|_| IN_DISPUTE.to_owned())).collect()
}

fn stopped(bench: &Bench<'_>) -> String {
    let says = bench.rule.stop.as_ref().map_or("", |s| s.says.as_str());
    let reason = bench.given.stop.as_ref().map_or("", |c| c.reason.trim()).trim_end_matches('.');
    if reason.is_empty() {
        return format!("{}. That outweighs every mark.", small(says));
    }
    format!("{} ({reason}). That outweighs every mark.", small(says))
}

/// The parts as a sentence: essential parts with words of their own first, then how many of the rest.
fn parts(bench: &Bench<'_>) -> String {
    if let Some(decisive) = decisive(bench) {
        return format!("{decisive}, and nothing else makes up for that.");
    }
    let said = said(bench);
    let rest = rest(bench);
    let lowering = bench.rule.lowers.as_ref().and_then(|l| {
        let mark = bench.given.marks.get(&l.part);
        let element = bench.standard.element(&l.part)?;
        (mark != Some(Mark::NotApplicable) && mark != Some(Mark::Full))
            .then(|| format!(", with no clear account of {}", element.short()))
    });
    if said.is_empty() {
        return format!("{}.", tally(bench, &rest, ""));
    }
    let lead = format!("{}{}", and(&said), lowering.unwrap_or_default());
    if rest.is_empty() {
        return format!("{lead}.");
    }
    format!("{lead} and {}.", tally(bench, &rest, "other "))
}

/// An essential part that is simply not there, in its own words.
fn decisive(bench: &Bench<'_>) -> Option<String> {
    let missing = bench
        .applicable()
        .into_iter()
        .find(|e| bench.given.marks.get(&e.key) == Some(Mark::None) && e.said.is_some())?;
    missing.said.as_ref().map(|[_, _, no]| no.clone())
}

/// Essential parts that have their own words, said as they were marked.
fn said(bench: &Bench<'_>) -> Vec<String> {
    bench
        .applicable()
        .into_iter()
        .filter_map(|e| {
            let [yes, part, no] = e.said.as_ref()?;
            Some(match bench.given.marks.get(&e.key) {
                Some(Mark::Full) => yes.clone(),
                Some(Mark::Part) => part.clone(),
                Some(_) => no.clone(),
                None => format!("{} is not marked yet", e.short()),
            })
        })
        .collect()
}

/// The other parts: those the rule counts, or else all without words of their own.
fn rest<'a>(bench: &Bench<'a>) -> Vec<&'a Element> {
    let counted = bench.rule.when.iter().flat_map(|w| &w.conditions).find_map(|c| match c {
        Condition::ShareOf { of, .. } => Some(of),
        _ => None,
    });
    bench.applicable().into_iter().filter(|e| counted.map_or(e.said.is_none(), |of| of.contains(&e.key))).collect()
}

/// "two of the three other parts are clear; parenting capacity is not".
fn tally(bench: &Bench<'_>, parts: &[&Element], other: &str) -> String {
    let scale = &bench.framework.scale;
    let full_word = scale.label(&scale.marks[0]).to_lowercase();
    let is_full = |e: &&&Element| bench.given.marks.get(&e.key) == Some(Mark::Full);
    let (full, all) = (parts.iter().filter(is_full).count(), parts.len());
    if full == all {
        return match all {
            1 => format!("the {other}part that applies is {full_word}"),
            n => format!("all {} {other}parts are {full_word}", count_word(n)),
        };
    }
    let short: Vec<String> = parts.iter().filter(|e| !is_full(e)).map(|e| shortfall(bench, e)).collect();
    let head =
        format!("{} of the {} {other}parts {} {full_word}", count_word(full), count_word(all), is_are(full.max(1)));
    let named = parts.iter().all(|e| e.name.is_some());
    if named {
        let names: Vec<String> = parts.iter().filter(|e| !is_full(e)).map(|e| e.short()).collect();
        return format!("{head}; {} {} not", and(&names), is_are(names.len()));
    }
    format!("{head}; {}", and(&short))
}

/// "“enquiry plan names who finds out what by when” (essential) is partly met".
fn shortfall(bench: &Bench<'_>, element: &Element) -> String {
    let essential = if element.gate { " (essential)" } else { "" };
    let weighed = bench.framework.scale.marks[0] == "met";
    let mark = match bench.given.marks.get(&element.key) {
        Some(Mark::Part) if weighed => "is partly met",
        Some(Mark::Part) => "is there only in part",
        Some(Mark::NotEvidenced) => "could not be evidenced",
        Some(_) if weighed => "is not met",
        Some(_) => "is not there",
        None => "is not marked yet",
    };
    format!("{}{essential} {mark}", element.short())
}

fn short(bench: &Bench<'_>, wanted: impl Fn(&Element, Option<Mark>) -> bool) -> Vec<String> {
    bench.applicable().into_iter().filter(|e| wanted(e, bench.given.marks.get(&e.key))).map(Element::short).collect()
}

//! Who does what next in a review, most urgent first.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use practice::access::Action;
use practice::days;
use practice::reviews::{FactsState, Stage, and};
use practice::surveys::{alert_about, alert_raised};
use programme::Act;
use programme::reviews::Opened;
use store::reviews::{Alert, SampledCase};

use super::overview::Gathered;
use super::{address, capitalised, case_word, counted};

/// One thing to do: a verb, who or why, and when.
pub(super) struct NextRow {
    /// Where it is done; empty where somebody else does it.
    pub(super) href: String,
    pub(super) text: String,
    pub(super) why: String,
    pub(super) when: String,
    /// Whether it cannot wait.
    pub(super) now: bool,
}

impl NextRow {
    fn new(href: String, text: impl Into<String>, why: impl Into<String>) -> Self {
        Self { href, text: text.into(), why: why.into(), when: String::new(), now: false }
    }

    fn by(mut self, day: Option<NaiveDate>) -> Self {
        self.when = day.map_or_else(String::new, |day| format!("By {}", days::long(day)));
        self
    }
}

/// What follows from where the review stands and from what is missing.
pub(super) fn next(act: &Act, opened: &Opened, gathered: Option<&Gathered>) -> Vec<NextRow> {
    let base = address(opened.review.id);
    let mut rows: Vec<NextRow> = Vec::new();
    if let Some(gathered) = gathered {
        rows.extend(gathered.open_alerts.iter().map(|alert| alert_row(&base, alert)));
    }
    if opened.is_read_blind_by(act.me()) {
        let why = "You see what was found so far when your second reading is done.";
        rows.push(NextRow::new(format!("{base}/moderation"), "Read a case a second time", why));
    }
    rows.extend(step(act, opened, &base));
    if let Some(gathered) = gathered.filter(|_| opened.review.stage.takes_evidence()) {
        rows.extend(reading(act, opened, gathered, &base));
        rows.extend(evidence(opened, gathered, &base));
        rows.extend(judging(act, opened, gathered, &base));
    }
    rows
}

fn alert_row(base: &str, alert: &Alert) -> NextRow {
    let at = format!("{}, {}", days::clock(alert.raised_at), days::long(days::today(alert.raised_at)));
    let text = format!("Deal with the alert on {}", alert_about(&alert.reference));
    let row = NextRow::new(
        format!("{base}/alerts/{}", alert.id),
        text,
        format!("{}.", alert_raised(&alert.reference, &alert.raised_by)),
    );
    NextRow { when: format!("Open since {at}"), now: true, ..row }
}

/// The step that moves the review on, for whoever may take it.
fn step(act: &Act, opened: &Opened, base: &str) -> Option<NextRow> {
    let review = &opened.review;
    let may = |action| act.may(action, &opened.object());
    let (may_take, page, text, why) = match review.stage {
        Stage::Planned => (
            may(Action::PlanReview),
            "/announce",
            "Tell the team",
            "Why, how many hours, and who reviews. Cases are drawn after that.",
        ),
        Stage::Announced => (
            may(Action::PlanReview),
            "/sample",
            "Draw the cases",
            "By a seed that is kept, so that anyone can work it out again.",
        ),
        Stage::Completed => (
            may(Action::Present),
            "/present",
            "Present the report",
            "To the head of service first, and to the team the same day.",
        ),
        Stage::Presented => (
            may(Action::DraftPlan) || may(Action::SeePlan),
            "/plan",
            "Agree the plan",
            "One person agrees for quality assurance, and one for the service.",
        ),
        _ => return None,
    };
    let due = if review.stage == Stage::Completed { review.presentation_due } else { None };
    let href = if may_take { format!("{base}{page}") } else { String::new() };
    let why = if may_take { why.to_owned() } else { "The quality assurance lead does this.".to_owned() };
    Some(NextRow::new(href, text, why).by(due))
}

/// Cases that nobody has been given, and cases that are not read to the end: one's own first.
fn reading(act: &Act, opened: &Opened, gathered: &Gathered, base: &str) -> Vec<NextRow> {
    let me = act.me();
    let what = case_word(opened);
    let due = opened.review.judging_due;
    let unread = || gathered.evidence.cases.iter().filter(|case| case.read_on.is_none());
    let mine: Vec<&SampledCase> = unread().filter(|case| case.reviewer_id.0 == Some(me)).collect();
    let mut others: BTreeMap<&str, usize> = BTreeMap::new();
    for reader in unread().filter(|case| case.reviewer_id.0 != Some(me)).filter_map(|case| case.reviewer.as_deref()) {
        *others.entry(reader).or_default() += 1;
    }
    let nobodys = unread().filter(|case| case.reviewer_id.0.is_none()).count();
    let mut rows = Vec::new();
    if let Some(first) = mine.first() {
        let named: Vec<&str> = mine.iter().take(5).map(|case| case.reference.as_str()).collect();
        let more = if mine.len() > named.len() { " and more" } else { "" };
        let text = format!("Read {}", counted(mine.len(), what));
        rows.push(
            NextRow::new(format!("{base}/cases/{}", first.id), text, format!("Yours: {}{more}.", named.join(", ")))
                .by(due),
        );
    }
    if nobodys > 0 {
        let leads = act.may(Action::PlanReview, &opened.object());
        let href = if leads { format!("{base}/sample") } else { String::new() };
        let text = format!("Give {} to a reader", counted(nobodys, what));
        rows.push(NextRow::new(href, text, "The quality assurance lead says who reads which.").by(due));
    }
    if !others.is_empty() {
        let who: Vec<String> = others.iter().map(|(reader, n)| format!("{reader} {n}")).collect();
        let text = format!("Read {} more", counted(others.values().sum(), what));
        rows.push(NextRow::new(format!("{base}/sample"), text, format!("{}.", who.join(", "))).by(due));
    }
    rows
}

/// Sources that are neither in nor given up, and sources that disagree.
fn evidence(opened: &Opened, gathered: &Gathered, base: &str) -> Vec<NextRow> {
    let mut rows = Vec::new();
    let missing: Vec<&str> =
        gathered.left.sources.iter().filter(|s| !s.state.is_settled()).map(|s| s.name.as_str()).collect();
    if !missing.is_empty() {
        let text = format!("Bring in {}", counted(missing.len(), "source"));
        let why = format!("Still missing: {}.", and(&missing));
        rows.push(NextRow::new(format!("{base}/evidence"), text, why).by(opened.review.judging_due));
    }
    if let [first, ..] = gathered.left.not_written_down.as_slice() {
        let text = format!("Write down both accounts on {}", counted(gathered.left.not_written_down.len(), "standard"));
        let why = if gathered.left.not_written_down.len() == 1 { format!("{first}: ") } else { String::new() };
        let why = format!("{why}sources tell different things, and nobody has written that down yet.");
        rows.push(NextRow::new(format!("{base}/coverage"), text, capitalised(&why)));
    }
    let disputes: Vec<_> = gathered.evidence.contradictions.iter().filter(|dispute| dispute.is_open()).collect();
    if let [first, ..] = disputes.as_slice() {
        let href = if disputes.len() == 1 {
            format!("{base}/contradictions/{}", first.id)
        } else {
            format!("{base}/evidence")
        };
        let text = format!("Settle {}", counted(disputes.len(), "disagreement"));
        rows.push(NextRow::new(href, text, "The record and people do not say the same. A third source helps."));
    }
    if !gathered.left.workers_without_case.is_empty() {
        let why = format!("{}.", and(&gathered.left.workers_without_case));
        rows.push(NextRow::new(format!("{base}/sample"), "See who has neither a case nor an exemption", why));
    }
    rows
}

/// Second readings that wait, the next standard, and completing once nothing is in the way.
fn judging(act: &Act, opened: &Opened, gathered: &Gathered, base: &str) -> Vec<NextRow> {
    let mut rows = Vec::new();
    for named in &gathered.left.waiting_second_reader {
        let standard = named.split_whitespace().next().unwrap_or_default();
        let why = "A different judgement is proposed. It waits for its second reader.";
        rows.push(NextRow::new(
            format!("{base}/standards/{standard}/differently"),
            format!("Read a second time: {named}"),
            why,
        ));
    }
    if gathered.left.differences_left > 0 {
        let text = format!("Talk through {}", counted(gathered.left.differences_left, "difference"));
        let why = "Two readers marked a part differently. They say together what they come to.";
        rows.push(NextRow::new(format!("{base}/moderation"), text, why));
    }
    if opened.review.stage != Stage::Judging {
        return rows;
    }
    if gathered.left.second_readings_left > 0 && act.may(Action::PlanReview, &opened.object()) {
        let text = format!("See to {}", counted(gathered.left.second_readings_left, "second reading"));
        let why = "A reader who has not seen the first one reads it blind.";
        rows.push(NextRow::new(format!("{base}/moderation"), text, why).by(opened.review.judging_due));
    }
    if let Some((standard, name)) = gathered.left.unsettled.first() {
        let text = format!("Judge {standard} {name}");
        let row = NextRow::new(format!("{base}/standards/{standard}"), text, gathered.settled());
        rows.push(row.by(opened.review.judging_due));
    }
    if gathered.left.unsettled.is_empty() {
        rows.extend(facts(act, opened, gathered.left.facts, base));
    }
    if gathered.left.blockers().is_empty() {
        let may_complete = act.may(Action::Complete, &opened.object());
        let href = if may_complete { format!("{base}/complete") } else { String::new() };
        let why = if may_complete {
            "Nothing is in the way."
        } else {
            "Nothing is in the way. The quality assurance lead does this."
        };
        rows.push(NextRow::new(href, "Complete the review", why).by(opened.review.completion_due));
    }
    rows
}

/// The team's check of the facts, once every standard is settled: it is put up, or waits for its answer.
fn facts(act: &Act, opened: &Opened, state: FactsState, base: &str) -> Option<NextRow> {
    let page = format!("{base}/facts");
    match state {
        FactsState::Over => None,
        FactsState::NotPutUp => {
            let href = if act.may(Action::Complete, &opened.object()) { page } else { String::new() };
            let why = "Its manager has ten working days to answer.";
            Some(NextRow::new(href, "Put up the facts for the team to check", why))
        }
        FactsState::Waits(until) => {
            let why = "The review is completed when they have answered, or when the ten working days are over.";
            Some(NextRow::new(page, "Wait for the manager of the team to check the facts", why).by(Some(until)))
        }
    }
}

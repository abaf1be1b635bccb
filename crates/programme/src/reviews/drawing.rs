use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use practice::access::{Action, Object, Role, decide};
use practice::days;
use practice::ids::{CaseId, PersonId, ReviewId, SampledCaseId};
use practice::journal::Happened;
use practice::reviews::{Eligible, Exemption, NEW_STARTER_WEEKS, Stage, draw, rank};
use store::people::{self, Case};
use store::reviews::{self, CasePlace, DrawLine, Exempt, NewCase, SampledCase};

use super::cases::{count_records, facts};
use super::evidence::open_to_writing;
use super::interviewing::count_interviews;
use super::opening::{Opened, load};
use crate::{Act, Error, Field, Result, chance};

/// Where the seed of a draw comes from.
#[derive(Clone, Debug)]
pub enum Seed {
    /// Made now, so that nobody can choose it.
    Fresh,
    /// Known from before, as when a draw is worked out again in the worked example.
    Known(String),
}

/// The sample of a review as it is shown.
pub struct Sample {
    /// The review.
    pub opened: Opened,
    /// Cases in the sample.
    pub cases: Vec<SampledCase>,
    /// Cases that were taken out, with the reason.
    pub replaced: Vec<SampledCase>,
    /// Workers with no case, and why.
    pub exempt: Vec<Exempt>,
    /// Workers who could still be exempted: with a case that is not read, or with neither case nor exemption.
    pub may_be_exempt: Vec<(PersonId, String)>,
    /// How many eligible cases each worker had, and the next in the draw, by worker.
    pub draw: BTreeMap<PersonId, (usize, Option<String>)>,
}

/// Shows the sample.
///
/// # Errors
/// `NotFound` for somebody who neither plans nor reviews it.
pub async fn sample(act: &mut Act, id: ReviewId) -> Result<Sample> {
    let sample = gathered(act, id).await?;
    act.journal(Happened::SampleSeen, Some(id), None, "").await?;
    Ok(sample)
}

async fn gathered(act: &mut Act, id: ReviewId) -> Result<Sample> {
    let opened = load(act, id).await?;
    if !act.may(Action::PlanReview, &opened.object()) {
        act.require(Action::SeeEvidence, &opened.object())?;
    }
    let mut all = reviews::cases(&mut act.tx, id).await?;
    if !act.may(Action::SeeEvidence, &opened.object()) {
        // Whoever plans and does not review sees how it was drawn and how far it has come, and nothing of what was written.
        for case in &mut all {
            case.record = store::Js::default();
        }
    }
    let (replaced, cases): (Vec<_>, Vec<_>) = all.into_iter().partition(|c| c.replaced);
    let mut shown = BTreeMap::new();
    for case in cases.iter().filter(|c| c.standard.is_empty()) {
        let lines = reviews::draws(&mut act.tx, id, "", case.worker_id).await?;
        let used: BTreeSet<CaseId> = cases.iter().chain(&replaced).map(|c| c.case_id).collect();
        let next = lines.iter().find(|l| !used.contains(&l.case_id)).map(|l| l.reference.clone());
        shown.insert(case.worker_id, (lines.len(), next));
    }
    let exempt = reviews::exemptions(&mut act.tx, id).await?;
    let may_be_exempt = not_exempt(act, &opened, &cases, &exempt).await?;
    Ok(Sample { opened, cases, replaced, exempt, may_be_exempt, draw: shown })
}

/// Draws the sample (V2): one case for each worker, or so many items for each vital sign, by a seed that is
/// stored, so that anyone can work it out again.
///
/// # Errors
/// `NotFound` for anybody but the lead; `Refused` before the team was told, or where it was drawn already.
pub async fn draw_sample(act: &mut Act, id: ReviewId, seed: Seed) -> Result<()> {
    let opened = load(act, id).await?;
    act.require(Action::PlanReview, &opened.object())?;
    match opened.review.stage {
        Stage::Planned => return Err(Error::Refused("Tell the team first. Cases are drawn after that.".into())),
        Stage::Announced => {}
        _ => {
            return Err(Error::Refused(
                "The cases are drawn already. The seed is kept, so the draw stays as it is.".into(),
            ));
        }
    }
    let seed = match seed {
        Seed::Known(seed) => seed,
        Seed::Fresh => format!("{}/{}/{}", id, opened.review.team, &chance::word()?[..16]),
    };
    let today = act.today();
    let workers = eligible(act, &opened, today).await?;
    if opened.is_practice_sample() {
        draw_items(act, &opened, &seed, &workers).await?;
    } else {
        draw_cases(act, &opened, &seed, &workers).await?;
    }
    reviews::move_stage(&mut act.tx, id, opened.review.version, Stage::Drawn, today, Some(&seed)).await?;
    act.journal(Happened::CasesDrawn, Some(id), None, "").await
}

/// A worker with what the draw asks, and their open cases by reference.
struct Holder {
    eligible: Eligible,
    cases: BTreeMap<String, Case>,
}

async fn eligible(act: &mut Act, opened: &Opened, on: NaiveDate) -> Result<Vec<Holder>> {
    let team = opened.review.team_id;
    let analysed = analysed_last_time(act, opened).await?;
    let open = people::open_cases(&mut act.tx, team, on).await?;
    let mut workers: BTreeSet<PersonId> = open.iter().map(|c| c.worker_id).collect();
    workers.extend(people::holding(&mut act.tx, Role::Worker, Some(team.uuid()), on).await?.iter().map(|p| p.id));
    let mut holders = Vec::new();
    for worker in workers {
        let since = people::in_team_since(&mut act.tx, worker, team, on).await?;
        let cases: BTreeMap<String, Case> =
            open.iter().filter(|c| c.worker_id == worker).map(|c| (c.reference.clone(), c.clone())).collect();
        holders.push(Holder {
            eligible: Eligible {
                worker,
                started: since.unwrap_or(on),
                long_absence: long_absence(act, worker, on).await?,
                cases: cases.values().map(|c| (c.reference.clone(), c.opened, analysed.contains(&c.id))).collect(),
            },
            cases,
        });
    }
    Ok(holders)
}

async fn analysed_last_time(act: &mut Act, opened: &Opened) -> Result<BTreeSet<CaseId>> {
    let Some(previous) = opened.review.previous_id.0 else { return Ok(BTreeSet::new()) };
    Ok(reviews::cases(&mut act.tx, previous).await?.into_iter().filter(|c| !c.replaced).map(|c| c.case_id).collect())
}

/// An absence of four weeks or more that covers the day.
async fn long_absence(act: &mut Act, worker: PersonId, on: NaiveDate) -> Result<Option<String>> {
    let Some((why, from, to)) = people::absence_on(&mut act.tx, worker, on).await? else { return Ok(None) };
    let long = to.is_none_or(|to| (to - from).num_days() >= 28);
    Ok(long.then(|| format!("Away ({why}) since {}.", days::long(from))))
}

async fn draw_cases(act: &mut Act, opened: &Opened, seed: &str, holders: &[Holder]) -> Result<()> {
    let id = opened.review.id;
    let on = act.today();
    let workers: Vec<Eligible> = holders.iter().map(|h| h.eligible.clone()).collect();
    for (drawn, holder) in draw(seed, on, &workers).iter().zip(holders) {
        match &drawn.cases {
            Ok(ranked) => {
                let lines: Vec<DrawLine> =
                    ranked.iter().filter_map(|r| holder.cases.get(&r.reference).map(|c| line(c, &r.rank))).collect();
                for line in &lines {
                    reviews::add_draw(&mut act.tx, id, "", line).await?;
                }
                if let Some(first) = lines.first() {
                    let new =
                        NewCase { id: act.id(), review: id, standard: "", line: first, replaces: None, reviewer: None };
                    reviews::add_case(&mut act.tx, &new).await?;
                }
            }
            Err(exemption) => {
                reviews::exempt(&mut act.tx, id, drawn.worker, exemption.as_str(), &exemption.reason()).await?;
            }
        }
    }
    Ok(())
}

/// For a practice sample: for each sign, the lowest-ranked items, from every worker before any worker twice.
async fn draw_items(act: &mut Act, opened: &Opened, seed: &str, holders: &[Holder]) -> Result<()> {
    let id = opened.review.id;
    let wanted = usize::try_from(opened.review.items_per_standard.unwrap_or(6)).unwrap_or(6);
    let signs: Vec<String> = opened.framework.standards.iter().map(|s| s.id.clone()).collect();
    for sign in &signs {
        let sign_seed = format!("{seed}/{sign}");
        let mut lines: Vec<(usize, DrawLine)> = Vec::new();
        for holder in holders {
            let mut own: Vec<DrawLine> =
                holder.cases.values().map(|c| line(c, &rank(&sign_seed, &c.reference))).collect();
            own.sort_by(|a, b| a.rank.cmp(&b.rank));
            lines.extend(own.into_iter().enumerate());
        }
        lines.sort_by(|(turn_a, a), (turn_b, b)| (turn_a, &a.rank).cmp(&(turn_b, &b.rank)));
        for (_, line) in &lines {
            reviews::add_draw(&mut act.tx, id, sign, line).await?;
        }
        for (_, line) in lines.iter().take(wanted) {
            let new = NewCase { id: act.id(), review: id, standard: sign, line, replaces: None, reviewer: None };
            reviews::add_case(&mut act.tx, &new).await?;
        }
    }
    Ok(())
}

fn line(case: &Case, rank: &str) -> DrawLine {
    DrawLine { worker_id: case.worker_id, case_id: case.id, reference: case.reference.clone(), rank: rank.to_owned() }
}

/// A case, who is to read it, and who had it on the page.
#[derive(Debug, Clone, Copy)]
pub struct Given {
    /// The case.
    pub case: SampledCaseId,
    /// Who is to read it; `None` for nobody.
    pub to: Option<PersonId>,
    /// `None` for nobody.
    pub seen: Option<PersonId>,
}

/// Gives cases to reviewers, or to nobody: all of them, or none where one cannot be given. What stays with who has it
/// is passed over.
///
/// # Errors
/// `NotFound` for anybody but the lead; `Refused` once the review is completed; `Invalid` naming `reviewer-` and the
/// case for each person who may not read it; `Stale` where one was given to somebody else or replaced since.
pub async fn assign_cases(act: &mut Act, review: ReviewId, given: &[Given]) -> Result<()> {
    let opened = load(act, review).await?;
    act.require(Action::PlanReview, &opened.object())?;
    open_to_writing(&opened)?;
    let mut problems = Vec::new();
    for Given { case, to, seen } in given.iter().filter(|given| given.to != given.seen) {
        let known =
            reviews::case(&mut act.tx, *case).await?.filter(|c| c.review_id == review).ok_or(Error::NotFound)?;
        if let Some(says) = may_not_read(act, &opened, &known, *to).await? {
            problems.push(Field::new(format!("reviewer-{case}"), says));
            continue;
        }
        reviews::assign(&mut act.tx, *case, *to, *seen).await?;
        act.journal(Happened::CaseAssigned, Some(review), None, known.reference).await?;
    }
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}

/// Workers of the team on the day of the draw whose case is not read yet, or who have none, by name.
async fn not_exempt(
    act: &mut Act,
    opened: &Opened,
    cases: &[SampledCase],
    exempt: &[Exempt],
) -> Result<Vec<(PersonId, String)>> {
    let Some(on) = opened.review.drawn_on.filter(|_| !opened.is_practice_sample()) else { return Ok(Vec::new()) };
    let team = Some(opened.review.team_id.uuid());
    let mut workers: BTreeMap<PersonId, String> =
        people::holding(&mut act.tx, Role::Worker, team, on).await?.into_iter().map(|p| (p.id, p.name)).collect();
    workers.extend(cases.iter().map(|c| (c.worker_id, c.worker.clone())));
    for worker in exempt.iter().map(|e| e.worker_id) {
        workers.remove(&worker);
    }
    for case in cases.iter().filter(|c| c.read_on.is_some()) {
        workers.remove(&case.worker_id);
    }
    let mut named: Vec<(PersonId, String)> = workers.into_iter().collect();
    named.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(named)
}

/// The lead exempts a worker from the sample (I1): a long absence that began after the draw, or one that nobody
/// had recorded. A case of theirs that is not read is taken out, for the same reason; `seen` is its version on the page.
///
/// # Errors
/// `NotFound` for anybody but the lead; `Invalid` naming what is blank; `Refused` where the review is completed;
/// `Stale` where their case was read since.
pub async fn exempt_worker(
    act: &mut Act,
    review: ReviewId,
    worker: Option<PersonId>,
    kind: &str,
    because: &str,
    seen: Option<i64>,
) -> Result<()> {
    let sample = gathered(act, review).await?;
    act.require(Action::PlanReview, &sample.opened.object())?;
    if !sample.opened.review.stage.takes_evidence() {
        return Err(Error::Refused("The sample stays as it is: the review is not open to changes.".into()));
    }
    let known = worker.filter(|w| sample.may_be_exempt.iter().any(|(id, _)| id == w));
    let mut problems = Vec::new();
    if known.is_none() {
        problems.push(Field::new("worker", "Choose a worker whose case is not read yet."));
    }
    if !Exemption::KINDS.iter().any(|(word, _)| *word == kind) {
        problems.push(Field::new("kind", "Choose why they are exempt."));
    }
    if because.trim().is_empty() {
        problems.push(Field::new("exempt_because", "Say why in a sentence. The reason is shown beside the draw."));
    }
    if let (Some(worker), "new", Some(drawn_on)) = (known, kind, sample.opened.review.drawn_on) {
        let team = sample.opened.review.team_id;
        let since = people::in_team_since(&mut act.tx, worker, team, drawn_on).await?;
        if since.is_some_and(|since| drawn_on - since >= chrono::Duration::weeks(NEW_STARTER_WEEKS)) {
            let says =
                format!("They have been in the team for {NEW_STARTER_WEEKS} weeks or more. Choose another reason.");
            problems.push(Field::new("kind", says));
        }
    }
    let (Some(worker), true) = (known, problems.is_empty()) else { return Err(Error::Invalid(problems)) };
    for case in sample.cases.iter().filter(|c| c.worker_id == worker) {
        let place = CasePlace { id: case.id, seen: seen.unwrap_or_default() };
        reviews::replace_case(&mut act.tx, place, because.trim()).await?;
        act.journal(Happened::CaseReplaced, Some(review), None, case.reference.clone()).await?;
    }
    count_again(act, &sample.opened).await?;
    reviews::exempt(&mut act.tx, review, worker, kind, because.trim()).await?;
    act.journal(Happened::WorkerExempted, Some(review), Some(worker.uuid()), kind).await
}

/// Why a person may not be given a case; `None` where they may. Nobody reviews their own case, or that of somebody
/// they supervise: the same rule as when they open it (I3). Nobody reads a case first and second.
async fn may_not_read(
    act: &mut Act,
    opened: &Opened,
    case: &SampledCase,
    person: Option<PersonId>,
) -> Result<Option<&'static str>> {
    let Some(person) = person else { return Ok(None) };
    if !opened.facts.reviewers.contains(&person) {
        return Ok(Some("Choose one of this review’s reviewers."));
    }
    let actor = people::actor(&mut act.tx, person).await?.ok_or(Error::NotFound)?;
    let facts = facts(case);
    let decision = decide(&actor, Action::ReviewCase, &Object::Case(&opened.facts, &facts), act.today());
    if !decision.allowed {
        return Ok(Some("This person may not read this case: it is their own, or that of somebody they supervise."));
    }
    let reads_it_second = reviews::second_reading(&mut act.tx, case.id).await?.is_some_and(|s| s.reader_id == person);
    Ok(reads_it_second.then_some("This person reads this case a second time, so somebody else reads it first."))
}

/// Puts the next case of the same worker's draw in the place of one that cannot be used. Workers and managers
/// cannot swap cases: only the lead may, for a reason that is kept and shown.
///
/// # Errors
/// `NotFound` for anybody but the lead; `Invalid` without a reason; `Stale` where it was read or replaced already, or
/// somebody has written in it since.
pub async fn replace_case(act: &mut Act, review: ReviewId, place: CasePlace, because: &str) -> Result<()> {
    let opened = load(act, review).await?;
    act.require(Action::PlanReview, &opened.object())?;
    let known = reviews::case(&mut act.tx, place.id).await?.filter(|c| c.review_id == review).ok_or(Error::NotFound)?;
    let because = because.trim();
    if because.is_empty() {
        return Err(Error::field("because", "Say why this case cannot be used. The reason is shown beside the draw."));
    }
    let used: BTreeSet<CaseId> = reviews::cases(&mut act.tx, review).await?.iter().map(|c| c.case_id).collect();
    let lines = reviews::draws(&mut act.tx, review, &known.standard, known.worker_id).await?;
    reviews::replace_case(&mut act.tx, place, because).await?;
    let Some(next) = lines.iter().find(|l| !used.contains(&l.case_id)) else {
        // Nobody is left without a case in silence: the worker is exempt, for the reason that was given.
        reviews::exempt(&mut act.tx, review, known.worker_id, "no-eligible-case", because).await?;
        count_again(act, &opened).await?;
        return act.journal(Happened::CaseReplaced, Some(review), Some(known.worker_id.uuid()), known.reference).await;
    };
    let new = NewCase {
        id: act.id(),
        review,
        standard: &known.standard,
        line: next,
        replaces: Some(place.id),
        reviewer: known.reviewer_id.0,
    };
    reviews::add_case(&mut act.tx, &new).await?;
    count_again(act, &opened).await?;
    act.journal(Happened::CaseReplaced, Some(review), None, known.reference).await
}

/// What is counted of the cases follows the sample.
async fn count_again(act: &mut Act, opened: &Opened) -> Result<()> {
    count_records(act, opened).await?;
    count_interviews(act, opened.review.id).await
}

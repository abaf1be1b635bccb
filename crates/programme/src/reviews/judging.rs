use std::collections::{BTreeMap, BTreeSet};

use practice::access::Action;
use practice::frameworks::Standard;
use practice::ids::{EvidenceId, ReviewId};
use practice::journal::Happened;
use practice::reviews::{Marks, Outcome, Stage};
use store::reviews::{self, Change, Contradiction, Evidence, Judgement};
use store::{Js, MaybeWord};

use super::evidence::{open_to_writing, parts_by_item};
use super::opening::{Opened, load};
use super::standing::{Gathered, StandardState, gather, gather_for};
use crate::{Act, Error, Field, Result};

/// One standard with all its evidence, as a reviewer sees it.
pub struct OpenedStandard {
    /// The review.
    pub opened: Opened,
    /// Where the standard stands.
    pub state: StandardState,
    /// The evidence that bears on it.
    pub items: Vec<Evidence>,
    /// The parts each item bears on, such as `S18c`.
    pub parts: BTreeMap<EvidenceId, Vec<String>>,
    /// Notes from the case reviews on its parts: reference, part, note.
    pub notes: Vec<(String, String, String)>,
    /// Disagreements on it, settled ones too.
    pub contradictions: Vec<Contradiction>,
    /// What it was settled as before, newest first.
    pub changes: Vec<Change>,
    /// The next standard nobody has settled, after this one.
    pub next: Option<String>,
    /// How many standards are settled.
    pub settled: usize,
    /// Whether the person may judge.
    pub may_judge: bool,
    /// Cases it is read in that nobody has read to the end yet: until then it is not settled.
    pub unread: usize,
}

/// What a reviewer sends: marks for the team, a share where it is counted, and whether they settle it.
#[derive(Clone, Debug, Default)]
pub struct JudgeForm {
    /// The version that was opened; 0 where nothing was saved yet.
    pub seen: i64,
    /// Marks by key of the part.
    pub marks: BTreeMap<String, String>,
    /// Why a part does not apply.
    pub reasons: BTreeMap<String, String>,
    /// How many passed, of how many, and what was counted when.
    pub rate: Option<(i64, i64, String)>,
    /// What the reviewer adds, for the report.
    pub comment: String,
    /// Why it is not judged, where the rules can say nothing.
    pub not_judged_because: String,
    /// Whether the reviewer agrees with what the rules give, and settles it so.
    pub agree: bool,
    /// Only the comment was on the page, as it is for a settled judgement: everything else stays as it is.
    pub comment_only: bool,
    /// What the page said the rules give. Nobody agrees to what they have not been shown.
    pub shown: Option<Outcome>,
}

/// Opens one standard with its evidence.
///
/// # Errors
/// `NotFound` for somebody who does not review; `Refused` for whoever has a second reading to finish.
pub async fn open_standard(act: &mut Act, review: ReviewId, standard: &str) -> Result<OpenedStandard> {
    let opened = load(act, review).await?;
    // Beside the evidence it shows how cases were marked, which whoever reads one blind does not see yet (R18).
    act.require(Action::SeeOutcome, &opened.object())?;
    act.require(Action::SeeEvidence, &opened.object())?;
    let definition = opened.standard(standard)?.clone();
    let gathered = gather(act, &opened).await?;
    let states: Vec<StandardState> = opened.framework.standards.iter().map(|s| gathered.state(&opened, s)).collect();
    let settled = states.iter().filter(|s| s.settled().is_some()).count();
    let here = states.iter().position(|s| s.standard == standard).ok_or(Error::NotFound)?;
    let next =
        states[here + 1..].iter().chain(&states[..here]).find(|s| s.settled().is_none()).map(|s| s.standard.clone());
    let items = reviews::evidence_for(&mut act.tx, review, standard).await?;
    let parts = parts_by_item(act, &opened).await?;
    let mut notes = Vec::new();
    for case in &gathered.cases {
        for element in &definition.elements {
            let part = practice::reviews::part_name(&definition, element);
            if let Some(note) = case.record.notes.get(&part).filter(|n| !n.trim().is_empty()) {
                notes.push((case.reference.clone(), part, note.clone()));
            }
        }
    }
    let contradictions = gathered.contradictions.iter().filter(|d| d.standard == standard).cloned().collect();
    let changes = reviews::changes(&mut act.tx, review, standard).await?;
    let may_judge = opened.review.stage.takes_evidence() && act.may(Action::Judge, &opened.object());
    act.journal(Happened::EvidenceSeen, Some(review), None, standard).await?;
    keep_whose_notes_were_seen(act, &opened, &gathered, &notes).await?;
    let state = states.into_iter().nth(here).ok_or(Error::NotFound)?;
    let unread = if definition.read_in_cases { gathered.unread_for(&definition) } else { 0 };
    Ok(OpenedStandard { opened, state, items, parts, notes, contradictions, changes, next, settled, may_judge, unread })
}

/// Keeps, once for each case, that its notes were read here: whoever has read them cannot read the case blind.
async fn keep_whose_notes_were_seen(
    act: &mut Act,
    opened: &Opened,
    gathered: &Gathered,
    notes: &[(String, String, String)],
) -> Result<()> {
    let (review, me) = (opened.review.id, act.me());
    let mut known: BTreeSet<String> = store::journal::readers(&mut act.tx, review)
        .await?
        .into_iter()
        .filter(|(_, person)| *person == me)
        .map(|(reference, _)| reference)
        .collect();
    for case in gathered.cases.iter().filter(|case| case.reviewer_id.0 != Some(me)) {
        let is_shown = notes.iter().any(|(reference, ..)| *reference == case.reference);
        if is_shown && known.insert(case.reference.clone()) {
            let worker = case.worker_id.uuid();
            act.journal(Happened::CaseReviewSeen, Some(review), Some(worker), case.reference.clone()).await?;
        }
    }
    Ok(())
}

/// What saving a judgement came to.
pub struct SavedJudgement {
    /// The version to send back with the next save.
    pub version: i64,
    /// Where the standard stands with these marks.
    pub state: StandardState,
    /// Whether it is settled now. A reviewer who agreed to something else than the rules give has saved the marks only.
    pub settled: bool,
}

/// A reviewer judges one standard from the evidence gathered for it (seed 001). The computed grade is kept beside
/// the final one; saving marks without agreeing settles nothing, and agreeing to something else than the rules give
/// saves the marks and settles nothing. A settled judgement is locked: only its comment can be saved (R19).
///
/// # Errors
/// `NotFound` for somebody who does not judge here; `Invalid` for marks that cannot be used or where agreeing is
/// not possible yet; `Refused` for marks on a settled judgement; `Stale` where somebody has saved since `form.seen`.
/// Gives the new version and where the standard stands now.
pub async fn judge_standard(
    act: &mut Act,
    review: ReviewId,
    standard: &str,
    form: &JudgeForm,
) -> Result<SavedJudgement> {
    let opened = load(act, review).await?;
    act.require(Action::Judge, &opened.object())?;
    open_to_writing(&opened)?;
    let definition = opened.standard(standard)?.clone();
    let mut gathered = gather_for(act, &opened, &definition).await?;
    let before = gathered.state(&opened, &definition);
    if form.comment_only || before.settled().is_some() {
        return save_comment(act, &opened, before, form).await;
    }
    let mut judgement = checked(act, &opened, &definition, form)?;
    gathered.judgements = vec![judgement.clone()];
    let state = gathered.state(&opened, &definition);
    judgement.computed = state.verdict.outcome;
    judgement.worst = state.verdict.worst;
    judgement.best = state.verdict.best;
    judgement.because = state.verdict.because.clone();
    if form.agree {
        all_read(&gathered, &definition)?;
    }
    let settles = form.agree && form.shown == Some(state.verdict.outcome);
    if settles {
        settle(&mut judgement, form, &state)?;
    }
    note_overtaken(act, review, before.judgement.as_ref()).await?;
    let version = reviews::put_judgement(&mut act.tx, review, &judgement, form.seen).await?;
    begin_judging_if_gathering(act, &opened).await?;
    let happened = if settles { Happened::StandardJudged } else { Happened::StandardMarked };
    act.journal(happened, Some(review), None, standard).await?;
    Ok(SavedJudgement { version, state, settled: settles })
}

/// The comment of a settled judgement can be mended; its marks cannot.
async fn save_comment(
    act: &mut Act,
    opened: &Opened,
    state: StandardState,
    form: &JudgeForm,
) -> Result<SavedJudgement> {
    let review = opened.review.id;
    let mut judgement = state.judgement.clone().ok_or(Error::NotFound)?;
    if form.seen != judgement.version {
        return Err(Error::Stale);
    }
    if form.marks.iter().any(|(part, word)| judgement.marks.get(part) != Some(word)) {
        return Err(Error::Refused("It is settled. Open it again, with a reason, to change a mark.".into()));
    }
    judgement.comment = form.comment.trim().to_owned();
    let version = reviews::put_judgement(&mut act.tx, review, &judgement, form.seen).await?;
    act.journal(Happened::StandardMarked, Some(review), None, judgement.standard).await?;
    let settled = state.settled().is_some();
    Ok(SavedJudgement { version, state, settled })
}

/// Opens a settled judgement again. What it was, who had settled it and why it changes are kept (R19).
///
/// # Errors
/// `NotFound` for somebody who does not judge here; `Invalid` without a reason; `Stale` where it was changed since.
pub async fn reopen_judgement(act: &mut Act, review: ReviewId, standard: &str, seen: i64, reason: &str) -> Result<()> {
    let opened = load(act, review).await?;
    act.require(Action::Judge, &opened.object())?;
    open_to_writing(&opened)?;
    if reason.trim().is_empty() {
        return Err(Error::field("change", "Say why it changes. The reviewers and the lead read this."));
    }
    let known = reviews::judgement(&mut act.tx, review, standard).await?.ok_or(Error::NotFound)?;
    if known.settled.0.is_some_and(|settled| settled != known.computed) {
        return Err(Error::field(
            "change",
            "Two readers settled it so, and one alone does not undo that (I4). Judge it differently: the second reader is asked again.",
        ));
    }
    reviews::unsettle_judgement(&mut act.tx, review, standard, seen).await?;
    keep_change(act, review, &known, reason.trim()).await?;
    act.journal(Happened::JudgementReopened, Some(review), None, standard).await
}

/// A judgement that the evidence has overtaken is saved anew: what it was is kept all the same.
async fn note_overtaken(act: &mut Act, review: ReviewId, was: Option<&Judgement>) -> Result<()> {
    match was.filter(|known| known.settled.0.is_some()) {
        Some(known) => keep_change(act, review, known, "The evidence has changed since it was settled.").await,
        None => Ok(()),
    }
}

/// Keeps what a standard was settled as. Where two readers had settled it, the second of them is named.
pub(super) async fn keep_change(act: &mut Act, review: ReviewId, was: &Judgement, reason: &str) -> Result<()> {
    let (id, by, now) = (act.id(), act.me(), act.now());
    let agreed = reviews::overrides(&mut act.tx, review).await?.into_iter().find(|o| {
        o.standard == was.standard && o.answer.as_deref() == Some("agreed") && was.settled.0 == Some(o.proposed)
    });
    let differs = was.settled.0.is_some_and(|settled| settled != was.computed);
    let mut was = was.clone();
    if let (Some(agreed), true) = (agreed, differs) {
        was.by_id = agreed.second_id;
        was.at = agreed.answered_at.unwrap_or(was.at);
    }
    Ok(reviews::add_change(&mut act.tx, id, review, &was, reason, by, now).await?)
}

/// The reviewers begin to judge (V5).
///
/// # Errors
/// `NotFound` for anybody but the lead; `Refused` before cases are drawn.
pub async fn begin_judging(act: &mut Act, review: ReviewId) -> Result<()> {
    let opened = load(act, review).await?;
    act.require(Action::PlanReview, &opened.object())?;
    match opened.review.stage {
        Stage::Drawn | Stage::Gathering => {}
        _ => return Err(Error::Refused("Judging begins after cases are drawn, and once.".into())),
    }
    let today = act.today();
    reviews::move_stage(&mut act.tx, review, opened.review.version, Stage::Judging, today, None).await?;
    act.journal(Happened::JudgingBegan, Some(review), None, "").await
}

/// The first judgement that is saved begins the judging.
async fn begin_judging_if_gathering(act: &mut Act, opened: &Opened) -> Result<()> {
    if matches!(opened.review.stage, Stage::Drawn | Stage::Gathering) {
        let today = act.today();
        reviews::move_stage(&mut act.tx, opened.review.id, opened.review.version, Stage::Judging, today, None).await?;
        act.journal(Happened::JudgingBegan, Some(opened.review.id), None, "").await?;
    }
    Ok(())
}

fn checked(act: &Act, opened: &Opened, standard: &Standard, form: &JudgeForm) -> Result<Judgement> {
    let words = form.marks.iter().map(|(part, word)| (part.as_str(), word.as_str()));
    let mut problems: Vec<Field> = Vec::new();
    if let Err(found) = Marks::check(standard, &opened.framework.scale, words, &form.reasons) {
        problems.extend(found.iter().map(|p| Field::new(p.part(), p.to_string())));
    }
    if let Some((passing, of, period)) = &form.rate {
        if *passing < 0 || *of < 0 || passing > of {
            problems.push(Field::new("rate", format!("{passing} of {of} cannot have passed. Check both numbers.")));
        }
        if period.trim().is_empty() {
            problems.push(Field::new(
                "rate_period",
                "Say what was counted and when, such as “reviews due in the year to October 2026”.",
            ));
        }
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let rate = form.rate.as_ref();
    Ok(Judgement {
        standard: standard.id.clone(),
        marks: Js(form.marks.clone()),
        reasons: Js(form.reasons.clone()),
        rate_passing: rate.map(|r| r.0),
        rate_of: rate.map(|r| r.1),
        rate_period: rate.map(|r| r.2.trim().to_owned()),
        computed: Outcome::Undetermined,
        worst: Outcome::Undetermined,
        best: Outcome::Undetermined,
        because: String::new(),
        comment: form.comment.trim().to_owned(),
        settled: MaybeWord(None),
        not_judged_because: Some(form.not_judged_because.trim().to_owned()).filter(|why| !why.is_empty()),
        by_id: act.me(),
        by_name: String::new(),
        at: act.now(),
        version: form.seen,
    })
}

/// A standard that is read in cases is not settled while a case is still to be read.
fn all_read(gathered: &Gathered, standard: &Standard) -> Result<()> {
    let unread = if standard.read_in_cases { gathered.unread_for(standard) } else { 0 };
    if unread == 0 {
        return Ok(());
    }
    let cases = if unread == 1 { "1 case is".to_owned() } else { format!("{unread} cases are") };
    Err(Error::field("agree", format!("It cannot be settled yet: {cases} still to be read to the end.")))
}

fn settle(judgement: &mut Judgement, form: &JudgeForm, state: &StandardState) -> Result<()> {
    match state.verdict.outcome {
        Outcome::Undetermined => {
            Err(Error::field("agree", format!("It cannot be settled yet. {}", state.verdict.because)))
        }
        Outcome::NotJudged => {
            let because = form.not_judged_because.trim();
            if because.is_empty() {
                return Err(Error::field(
                    "not_judged_because",
                    "Say why it is not judged. The report gives the reason.",
                ));
            }
            judgement.not_judged_because = Some(because.to_owned());
            judgement.settled = MaybeWord(Some(Outcome::NotJudged));
            Ok(())
        }
        outcome => {
            judgement.settled = MaybeWord(Some(outcome));
            Ok(())
        }
    }
}

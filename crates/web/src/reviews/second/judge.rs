use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::days;
use practice::ids::ReviewId;
use programme::reviews::{self, OpenedStandard, SavedJudgement};
use programme::{Act, Error, Field};

use super::contradiction::Disagreement;
use super::differently::ProposalView;
use super::judge_views::{
    Draft, MarkRow, PartLine, Standing, VerdictBox, VerdictView, VoiceGroup, asks_why_not, changed, definition,
    mark_rows, part_lines, placed, progress, rate, standing, voices,
};
use super::{ReviewHead, conflict, is_counted, standard_href};
use crate::Site;
use crate::chrome::Chrome;
use crate::forms::Errors;
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};
use crate::reviews::afresh;

/// One standard to be judged: its evidence, the marks, what they come to, and whether that is agreed.
#[derive(Template)]
#[template(path = "reviews/judge.html")]
pub(super) struct JudgePage {
    chrome: Chrome,
    errors: Errors,
    review: ReviewHead,
    here: String,
    standard: String,
    statement: String,
    critical: bool,
    /// Where everybody reads what good looks like.
    standard_href: String,
    voices: Vec<VoiceGroup>,
    read_in_cases: bool,
    /// To be marked for the team; empty for standards read in cases.
    rows: Vec<MarkRow>,
    parts: Vec<PartLine>,
    counted: bool,
    verdict: VerdictView,
    clashes: Vec<Disagreement>,
    standing: Standing,
    proposal: Option<ProposalView>,
    draft: Draft,
    /// Whether it is settled and still stands: the marks are locked and only the comment can be saved.
    locked: bool,
    /// Whether two readers settled it differently from the rules: one alone does not open it again.
    by_two: bool,
    /// What it was settled as before, in sentences, newest first.
    changes: Vec<String>,
    /// Why it is to be changed, as it was typed.
    change_typed: String,
    asks_why_not: bool,
    /// Whether the rules give a grade that two readers could move.
    has_grade: bool,
    may_judge: bool,
    /// How many cases are still to be read, in a sentence; empty for none.
    unread: String,
    saved: String,
    progress: String,
    /// The id of the next standard nobody has settled; empty for none.
    next_standard: String,
    /// The first row without a mark; empty for none.
    next_left: String,
}

pub(super) async fn page(
    Path((review, standard)): Path<(String, String)>,
    mut reading: Reading,
) -> Result<Page<JudgePage>> {
    let page = show(&mut reading.act, reading.chrome, id(&review)?, &standard, Errors::none(), None).await?;
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// The page with what was saved, or with what was `typed` and could not be.
async fn show(
    act: &mut Act,
    chrome: Chrome,
    review: ReviewId,
    standard: &str,
    errors: Errors,
    typed: Option<&Fields>,
) -> Result<JudgePage> {
    let found = reviews::open_standard(act, review, standard).await?;
    let definition = definition(&found.opened, standard)?;
    let (framework, state) = (&found.opened.framework, &found.state);
    let head = ReviewHead::of(&found.opened);
    let draft = typed.map_or_else(|| Draft::saved(state.judgement.as_ref()), Draft::typed);
    let locked = state.settled().is_some();
    let marked_here = found.may_judge && !definition.read_in_cases && !locked;
    let title = head.titled(&format!("Judge {}", definition.name));
    Ok(JudgePage {
        chrome: chrome.titled(&title).with_mistakes(!errors.is_empty()),
        here: format!("{}/standards/{standard}", head.href),
        standard_href: standard_href(&found.opened, standard),
        voices: voices(&found),
        rows: if marked_here { mark_rows(framework, &definition, &draft) } else { Vec::new() },
        parts: if marked_here { Vec::new() } else { part_lines(framework, &definition, state) },
        counted: marked_here && is_counted(framework, &definition),
        verdict: VerdictView::of(&found.opened, state),
        clashes: found.contradictions.iter().map(|clash| Disagreement::of(&found.opened, clash)).collect(),
        standing: standing(framework, state),
        proposal: state.proposal.as_ref().map(|proposal| ProposalView::of(framework, proposal, act.me())),
        locked,
        by_two: state.settled().is_some_and(|settled| settled != state.verdict.outcome),
        changes: found.changes.iter().map(|change| changed(framework, change)).collect(),
        change_typed: typed.map_or_else(String::new, |fields| fields.get("change").to_owned()),
        asks_why_not: (!locked && asks_why_not(state)) || !errors.of("not_judged_because").is_empty(),
        has_grade: state.verdict.outcome.grade().is_some(),
        may_judge: found.may_judge,
        unread: unread(found.unread),
        saved: saved(&found, act),
        progress: progress(&found),
        next_standard: found.next.clone().unwrap_or_default(),
        next_left: state
            .verdict
            .missing
            .first()
            .filter(|_| marked_here)
            .map_or_else(String::new, |part| format!("mark-{part}")),
        standard: definition.name.clone(),
        statement: definition.statement.clone(),
        critical: definition.critical,
        read_in_cases: definition.read_in_cases,
        review: head,
        draft,
        errors,
    })
}

fn unread(cases: usize) -> String {
    match cases {
        0 => String::new(),
        1 => "1 case is still to be read to the end. It can be settled after that.".to_owned(),
        many => format!("{many} cases are still to be read to the end. It can be settled after that."),
    }
}

/// "Saved 2:18pm", with the day and the name where it was another day or somebody else.
fn saved(found: &OpenedStandard, act: &Act) -> String {
    let Some(judgement) = &found.state.judgement else { return String::new() };
    let day = days::today(judgement.at);
    let on = if day == act.today() { String::new() } else { format!(", {}", days::long(day)) };
    let by = if judgement.by_id == act.me() { String::new() } else { format!(" by {}", judgement.by_name) };
    format!("Saved {}{on}{by}", days::clock(judgement.at))
}

/// Saves the marks, and settles the standard where the button says so.
pub(super) async fn save(
    State(site): State<Site>,
    Path((review, standard)): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    let agree = matches!(form.fields.get("then"), "agree" | "agree-next");
    let saved = match rate(&form.fields) {
        Ok(rate) => {
            let judging = Draft::typed(&form.fields).form(rate, agree);
            reviews::judge_standard(&mut form.act, review, &standard, &judging).await
        }
        Err(fields) => Err(Error::Invalid(fields)),
    };
    match saved {
        Ok(saved) => {
            form.act.commit().await?;
            Ok(onward(review, &standard, &form.fields, &saved).into_response())
        }
        Err(Error::Invalid(problems)) => {
            let errors = placed(problems, &form.fields).into();
            let mut act = afresh(&site, form.act, &form.who).await?;
            let page = show(&mut act, form.chrome, review, &standard, errors, Some(&form.fields)).await?;
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(Error::Stale) => conflict::page(&site, form, review, &standard).await,
        Err(other) => Err(other.into()),
    }
}

/// Opens a settled judgement again, for a reason that is kept.
pub(super) async fn reopen(
    State(site): State<Site>,
    Path((review, standard)): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    let (seen, reason) = (form.fields.get("seen").parse().unwrap_or_default(), form.fields.get("change").to_owned());
    match reviews::reopen_judgement(&mut form.act, review, &standard, seen, &reason).await {
        Ok(()) => {
            form.act.commit().await?;
            let to = format!("/reviews/{review}/standards/{standard}#marks");
            Ok(SeeOther::to(to).saying("It is open again. What it was, and your reason, are kept.").into_response())
        }
        Err(unsaved @ (Error::Invalid(_) | Error::Stale)) => {
            let (fields, status) = match unsaved {
                Error::Invalid(fields) => (fields, StatusCode::UNPROCESSABLE_ENTITY),
                _ => {
                    let says =
                        "Somebody has saved this standard since you opened it. Read it again before you open it.";
                    (vec![Field::new("change", says)], StatusCode::CONFLICT)
                }
            };
            let mut act = afresh(&site, form.act, &form.who).await?;
            let mut page = show(&mut act, form.chrome, review, &standard, fields.into(), None).await?;
            page.change_typed = reason;
            act.commit().await?;
            Ok(Page::new(page).status(status).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// Where the button leads, and what has happened.
fn onward(review: ReviewId, standard: &str, fields: &Fields, saved: &SavedJudgement) -> SeeOther {
    let all = format!("/reviews/{review}/standards");
    if fields.get("then").starts_with("agree") && !saved.settled {
        let says = format!(
            "Your marks are saved, and {standard} is not settled: with them it comes to “{}”. Read why, then agree.",
            saved.state.verdict.outcome.words()
        );
        return SeeOther::to(format!("{all}/{standard}")).asking(says);
    }
    match (fields.get("then"), fields.get("next")) {
        _ if fields.get("then") == "comment" => {
            SeeOther::to(format!("{all}/{standard}")).saying("The comment is saved.")
        }
        ("agree-next", "") => SeeOther::to(all).saying(format!("{standard} is settled, and no standard is left.")),
        ("agree-next", next) => SeeOther::to(format!("{all}/{next}"))
            .saying(format!("{standard} is settled. This is the next one: {next}.")),
        ("agree", _) => SeeOther::to(format!("{all}/{standard}")).saying(format!("{standard} is settled.")),
        _ => SeeOther::to(format!("{all}/{standard}")).saying("Saved. Agree when you are ready to settle it."),
    }
}

/// The save that happens by itself. A draft is never refused for what is not finished: a part that is said not to
/// apply waits for its reason, and a share for both its numbers.
pub(super) async fn autosave(Path((review, standard)): Path<(String, String)>, mut form: Writing) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    let mut draft = Draft::typed(&form.fields);
    let reasons = draft.reasons.clone();
    draft.marks.retain(|part, word| word.as_str() != "na" || reasons.contains_key(part));
    let rate =
        rate(&form.fields).ok().flatten().filter(|(passing, of, period)| passing <= of && !period.trim().is_empty());
    let judging = draft.form(rate, false);
    let SavedJudgement { version, state, .. } =
        reviews::judge_standard(&mut form.act, review, &standard, &judging).await?;
    let opened = reviews::open(&mut form.act, review).await?;
    let saved_at = days::clock(form.act.now());
    form.act.commit().await?;
    // Standards read in cases have nothing to mark on this page.
    let marked_here = !definition(&opened, &standard)?.read_in_cases;
    let left: Vec<String> = state.verdict.missing.iter().map(|part| format!("mark-{part}")).collect();
    let left = marked_here.then_some(left);
    let verdict_html = VerdictBox { verdict: VerdictView::of(&opened, &state) }.render()?;
    let standing = standing(&opened.framework, &state).says;
    let answer = serde_json::json!({
        "saved_at": saved_at, "version": version, "left": left, "verdict_html": verdict_html, "standing": standing,
    });
    Ok(Json(answer).into_response())
}

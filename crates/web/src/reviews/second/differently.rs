use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::access::Action;
use practice::days;
use practice::frameworks::Framework;
use practice::ids::{EvidenceId, OverrideId, PersonId, ReviewId};
use practice::reviews::{Grade, MINIMUM_REASON_WORDS, Outcome};
use programme::reviews::{self, OpenedStandard};
use programme::{Act, Error, Field};
use store::reviews::{Evidence, OverrideRow};

use super::{GradeView, ReviewHead, label, without_result};
use crate::Site;
use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};
use crate::reviews::afresh;

/// A proposal to judge a standard differently from the rules, and its answer.
pub(super) struct ProposalView {
    pub(super) from: GradeView,
    pub(super) to: GradeView,
    pub(super) reason: String,
    pub(super) by: String,
    pub(super) when: String,
    pub(super) second: String,
    /// "agreed" or "declined" with the day; empty while it waits.
    pub(super) answer: String,
    pub(super) note: String,
    pub(super) waits: bool,
    /// Whether the one who looks is the reader who was asked.
    pub(super) asks_me: bool,
    /// Whether the one who looks is the reader who proposed it, and may take it back.
    pub(super) is_mine: bool,
    /// Where the answer goes, below the page of the standard.
    pub(super) answer_at: String,
    /// Where it is taken back, below the page of the standard.
    pub(super) withdraw_at: String,
}

impl ProposalView {
    pub(super) fn of(framework: &Framework, proposal: &OverrideRow, me: PersonId) -> Self {
        let day = |at| days::long(days::today(at));
        let waits = proposal.answer.is_none();
        let answer =
            proposal.answer.as_deref().zip(proposal.answered_at).map(|(word, at)| format!("{word} on {}", day(at)));
        Self {
            from: GradeView::of(framework, proposal.computed),
            to: GradeView::of(framework, proposal.proposed),
            reason: proposal.reason.clone(),
            by: proposal.by_name.clone(),
            when: day(proposal.at),
            second: proposal.second_name.clone(),
            answer: answer.unwrap_or_default(),
            note: proposal.answer_note.clone().unwrap_or_default(),
            waits,
            asks_me: waits && proposal.second_id == me,
            is_mine: waits && proposal.by_id == me,
            answer_at: format!("differently/{}/answer", proposal.id),
            withdraw_at: format!("differently/{}/withdraw", proposal.id),
        }
    }
}

/// Judging differently from the rules: a pause, with reasons.
#[derive(Template)]
#[template(path = "reviews/differently.html")]
pub(super) struct DifferentlyPage {
    chrome: Chrome,
    errors: Errors,
    review: ReviewHead,
    /// The page of the standard.
    here: String,
    standard: String,
    critical: bool,
    /// What the rules give.
    grade: GradeView,
    because: String,
    /// Whether two readers have moved it from what the rules give.
    moved: bool,
    /// Why there is no form; empty where there is one.
    not_now: &'static str,
    grades: Vec<Choice>,
    evidence: Vec<Choice>,
    readers: Vec<Choice>,
    answers: Vec<Choice>,
    /// What is said under the box for reasons.
    why_hint: String,
    proposal: Option<ProposalView>,
    typed: Fields,
}

pub(super) async fn page(
    Path((review, standard)): Path<(String, String)>,
    mut reading: Reading,
) -> Result<Page<DifferentlyPage>> {
    let page =
        show(&mut reading.act, reading.chrome, id(&review)?, &standard, Errors::none(), Fields::default()).await?;
    reading.act.commit().await?;
    Ok(Page::new(page))
}

async fn show(
    act: &mut Act,
    chrome: Chrome,
    review: ReviewId,
    standard: &str,
    errors: Errors,
    typed: Fields,
) -> Result<DifferentlyPage> {
    let found = reviews::open_standard(act, review, standard).await?;
    let definition = found.opened.standard(standard)?;
    let framework = &found.opened.framework;
    let head = ReviewHead::of(&found.opened);
    let may_propose = act.may(Action::ProposeOverride, &found.opened.object());
    // What two readers settled can only go back to what the rules give.
    let moved = found.state.settled().is_some_and(|settled| settled != found.state.verdict.outcome);
    let outcome = found.state.settled().unwrap_or(found.state.verdict.outcome);
    Ok(DifferentlyPage {
        chrome: chrome
            .titled(&head.titled(&format!("Judge {} differently", definition.name)))
            .with_mistakes(!errors.is_empty()),
        errors,
        here: format!("{}/standards/{standard}", head.href),
        standard: definition.name.clone(),
        critical: definition.critical,
        grade: GradeView::of(framework, outcome),
        because: without_result(&found.state.verdict.because),
        not_now: not_now(&found, may_propose),
        grades: if moved {
            let back = found.state.verdict.outcome;
            vec![Choice::new(back.as_str(), label(framework, back), typed.get("to"))]
        } else {
            grades(framework, outcome, typed.get("to"))
        },
        moved,
        evidence: found.items.iter().map(|item| evidence(framework, item, &typed)).collect(),
        readers: readers(&found, act.me(), typed.get("second")),
        answers: vec![
            Choice::new("yes", "Yes, I agree", typed.get("agree")),
            Choice::new("no", "No, let us talk it through", typed.get("agree")),
        ],
        why_hint: format!(
            "At least {MINIMUM_REASON_WORDS} words. The team and the second reader read this. Use case references, not names."
        ),
        proposal: found.state.proposal.as_ref().map(|proposal| ProposalView::of(framework, proposal, act.me())),
        review: head,
        typed,
    })
}

/// Why it cannot be judged differently just now; empty where it can.
fn not_now(found: &OpenedStandard, may_propose: bool) -> &'static str {
    let state = &found.state;
    if !found.may_judge || !may_propose {
        "The judgement of this standard is not open to you, or no longer open."
    } else if state.waiting().is_some() {
        "A proposal waits for its second reader. Nothing changes until it is answered."
    } else if state.verdict.outcome.grade().is_none() {
        "The rules give no grade, so there is nothing to move from. Mark what is missing first."
    } else if state.judgement.as_ref().is_none_or(|judgement| judgement.computed != state.verdict.outcome) {
        "Save the standard first, so that the proposal starts from what the rules give now."
    } else {
        ""
    }
}

/// The grade above and the grade below.
fn grades(framework: &Framework, outcome: Outcome, chosen: &str) -> Vec<Choice> {
    let from = outcome.grade();
    let near = Grade::ALL.into_iter().filter(|to| from.is_some_and(|from| from.steps_from(*to) == 1));
    near.map(|to| {
        let hint = if to == Grade::Outstanding {
            "It needs two different sources that heard or saw it at first hand."
        } else {
            ""
        };
        Choice { hint: hint.to_owned(), ..Choice::new(to.as_str(), label(framework, to.into()), chosen) }
    })
    .collect()
}

fn evidence(framework: &Framework, item: &Evidence, typed: &Fields) -> Choice {
    let value = item.id.to_string();
    let source = framework.source(&item.source).map_or(item.source.as_str(), |known| known.short.as_str());
    let case = item.reference.as_ref().map_or_else(String::new, |reference| format!(", case {reference}"));
    let direct = if item.direct { ", at first hand" } else { "" };
    Choice {
        text: format!("{source}, {}{case}{direct}", days::long(item.dated)),
        hint: item.note.clone(),
        checked: typed.all("evidence").any(|ticked| ticked == value),
        value,
    }
}

/// Every other reviewer of this review.
fn readers(found: &OpenedStandard, me: PersonId, chosen: &str) -> Vec<Choice> {
    let others = found.opened.reviewers.iter().filter(|person| person.id != me);
    others
        .map(|person| Choice {
            hint: person.job_title.clone(),
            ..Choice::new(person.id.to_string(), &person.name, chosen)
        })
        .collect()
}

/// Asks a second reader to agree.
pub(super) async fn propose(
    State(site): State<Site>,
    Path((review, standard)): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let review: ReviewId = id(&review)?;
    let asked = match proposed(&form.fields) {
        Ok((to, second)) => {
            let ticked: Vec<EvidenceId> = form.fields.all("evidence").filter_map(|text| text.parse().ok()).collect();
            let reason = form.fields.get("reason");
            reviews::propose_override(&mut form.act, review, &standard, to, reason, &ticked, second).await.map(|_| ())
        }
        Err(fields) => Err(Error::Invalid(fields)),
    };
    let says = "Your proposal waits for the second reader. Nothing changes until they agree.";
    after(&site, form, review, &standard, asked, says).await
}

fn proposed(fields: &Fields) -> std::result::Result<(Grade, PersonId), Vec<Field>> {
    let to = Grade::parse(fields.get("to")).ok_or_else(|| Field::new("to", "Choose what you judge it to be."));
    let second = fields
        .get("second")
        .parse::<PersonId>()
        .map_err(|_| Field::new("second", "Choose another reviewer of this review as second reader."));
    match (to, second) {
        (Ok(to), Ok(second)) => Ok((to, second)),
        (to, second) => Err(to.err().into_iter().chain(second.err()).collect()),
    }
}

/// The second reader agrees, or does not.
pub(super) async fn answer(
    State(site): State<Site>,
    Path((review, standard, proposal)): Path<(String, String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let (review, proposal): (ReviewId, OverrideId) = (id(&review)?, id(&proposal)?);
    let note = form.fields.get("note");
    let (answered, says) = match form.fields.get("agree") {
        "yes" => {
            let says = "You agreed. The standard is settled so.";
            (reviews::answer_override(&mut form.act, review, proposal, true, note).await, says)
        }
        "no" => {
            let says = "You did not agree. The standard stays as the rules give it, and the other reader sees why.";
            (reviews::answer_override(&mut form.act, review, proposal, false, note).await, says)
        }
        _ => (Err(Error::field("agree", "Choose whether you agree.")), ""),
    };
    after(&site, form, review, &standard, answered, says).await
}

/// Whoever proposed it takes it back.
pub(super) async fn withdraw(
    State(site): State<Site>,
    Path((review, standard, proposal)): Path<(String, String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let (review, proposal): (ReviewId, OverrideId) = (id(&review)?, id(&proposal)?);
    let done = reviews::withdraw_override(&mut form.act, review, proposal).await;
    after(&site, form, review, &standard, done, "The proposal is withdrawn. The standard stays as it is.").await
}

/// To the standard with what happened, or back to this page with how to mend it.
async fn after(
    site: &Site,
    form: Writing,
    review: ReviewId,
    standard: &str,
    done: programme::Result<()>,
    says: &str,
) -> Result<Response> {
    match done {
        Ok(()) => {
            form.act.commit().await?;
            Ok(SeeOther::to(format!("/reviews/{review}/standards/{standard}")).saying(says).into_response())
        }
        Err(Error::Invalid(fields)) => {
            let mut act = afresh(site, form.act, &form.who).await?;
            let page = show(&mut act, form.chrome, review, standard, fields.into(), form.fields).await?;
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        // What was typed stays in the form, with why it cannot be sent now.
        Err(unsent @ (Error::Refused(_) | Error::Stale)) => {
            let why = match unsent {
                Error::Refused(why) => why,
                _ => "Somebody has answered, or changed the standard, since you opened the page. Read it again."
                    .to_owned(),
            };
            let mut act = afresh(site, form.act, &form.who).await?;
            let errors = vec![Field::new("reason", why)].into();
            let page = show(&mut act, form.chrome, review, standard, errors, form.fields).await?;
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::CONFLICT).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

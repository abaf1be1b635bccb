use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::access::Action;
use practice::days;
use practice::ids::{ContradictionId, ReviewId};
use practice::reviews::part_name;
use programme::reviews::{self, Opened};
use programme::{Act, Error};
use store::reviews::Contradiction;

use super::{ReviewHead, title_of};
use crate::Site;
use crate::chrome::Chrome;
use crate::forms::Errors;
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};
use crate::reviews::afresh;

/// Two sources that disagree, both accounts side by side, and what was concluded.
pub(super) struct Disagreement {
    pub(super) href: String,
    /// The standard, to go back to.
    pub(super) standard: String,
    /// "S18c Safeguarding, case LD-0480".
    pub(super) on: String,
    pub(super) record_says: String,
    pub(super) people_say: String,
    /// Where else to look; empty where nobody has said.
    pub(super) third_source: String,
    pub(super) settled: Option<Settlement>,
}

/// What was concluded, why, and by whom.
pub(super) struct Settlement {
    pub(super) decision: String,
    pub(super) reason: String,
    /// "Judith Marlowe, 16 November 2026".
    pub(super) by: String,
}

impl Disagreement {
    /// A disagreement as a page of its review shows it.
    pub(super) fn of(opened: &Opened, found: &Contradiction) -> Self {
        Self {
            href: format!("/reviews/{}/contradictions/{}", opened.review.id, found.id),
            standard: found.standard.clone(),
            on: on(opened, found),
            record_says: found.record_says.clone(),
            people_say: found.people_say.clone(),
            third_source: found.third_source.clone(),
            settled: settlement(found),
        }
    }

    /// The same in a report, where no case is named.
    pub(super) fn in_report(opened: &Opened, found: &Contradiction) -> Self {
        Self { on: title_of(&opened.framework, &found.standard), ..Self::of(opened, found) }
    }
}

fn on(opened: &Opened, found: &Contradiction) -> String {
    let standard = opened.framework.standard(&found.standard);
    let part = standard.and_then(|standard| Some(part_name(standard, standard.element(&found.element)?)));
    let name = standard.map_or("", |standard| standard.name.as_str());
    let part = part.unwrap_or_else(|| found.standard.clone());
    match &found.reference {
        Some(reference) => format!("{part} {name}, case {reference}"),
        None => format!("{part} {name}"),
    }
}

fn settlement(found: &Contradiction) -> Option<Settlement> {
    let decision = found.decision.clone()?;
    let by = found.settled_by.clone().into_iter().chain(found.settled_on.map(days::long));
    Some(Settlement {
        decision,
        reason: found.reason.clone().unwrap_or_default(),
        by: by.collect::<Vec<_>>().join(", "),
    })
}

/// One disagreement, and the form to settle it.
#[derive(Template)]
#[template(path = "reviews/contradiction.html")]
pub(super) struct ContradictionPage {
    chrome: Chrome,
    errors: Errors,
    review: ReviewHead,
    clash: Disagreement,
    back: String,
    back_text: String,
    may_settle: bool,
    /// What was typed and not kept.
    typed: Fields,
    /// Whether somebody settled it while this was being typed.
    was_first: bool,
}

pub(super) async fn page(
    Path((review, which)): Path<(String, String)>,
    mut reading: Reading,
) -> Result<Page<ContradictionPage>> {
    let page =
        show(&mut reading.act, reading.chrome, id(&review)?, id(&which)?, Errors::none(), Fields::default()).await?;
    reading.act.commit().await?;
    Ok(Page::new(page))
}

async fn show(
    act: &mut Act,
    chrome: Chrome,
    review: ReviewId,
    which: ContradictionId,
    errors: Errors,
    typed: Fields,
) -> Result<ContradictionPage> {
    let gathered = reviews::evidence_page(act, review).await?;
    let opened = &gathered.opened;
    let found = gathered.contradictions.iter().find(|found| found.id == which).ok_or(Error::NotFound)?;
    let head = ReviewHead::of(opened);
    let clash = Disagreement::of(opened, found);
    let may_judge = opened.review.stage.takes_evidence() && act.may(Action::Judge, &opened.object());
    Ok(ContradictionPage {
        chrome: chrome
            .titled(&format!("Two sources disagree on {}, {}", clash.on, head.team))
            .with_mistakes(!errors.is_empty()),
        errors,
        back: format!("{}/standards/{}", head.href, clash.standard),
        back_text: format!("Judge {}", title_of(&opened.framework, &clash.standard)),
        may_settle: may_judge && clash.settled.is_none(),
        was_first: clash.settled.is_some() && !typed.get("decision").is_empty(),
        review: head,
        clash,
        typed,
    })
}

pub(super) async fn settle(
    State(site): State<Site>,
    Path((review, which)): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let (review, which): (ReviewId, ContradictionId) = (id(&review)?, id(&which)?);
    let (decision, reason) = (form.fields.get("decision"), form.fields.get("reason"));
    match reviews::settle_contradiction(&mut form.act, review, which, decision, reason).await {
        Ok(()) => {
            form.act.commit().await?;
            let back = match form.fields.get("standard") {
                "" => format!("/reviews/{review}/evidence"),
                standard => format!("/reviews/{review}/standards/{standard}"),
            };
            Ok(SeeOther::to(back)
                .saying("The disagreement is settled. Both accounts stay in the report.")
                .into_response())
        }
        Err(Error::Invalid(fields)) => {
            again(&site, form, (review, which), fields.into(), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(Error::Stale) => again(&site, form, (review, which), Errors::none(), StatusCode::CONFLICT).await,
        Err(other) => Err(other.into()),
    }
}

/// The page again, with what was typed.
async fn again(
    site: &Site,
    form: Writing,
    (review, which): (ReviewId, ContradictionId),
    errors: Errors,
    status: StatusCode,
) -> Result<Response> {
    let mut act = afresh(site, form.act, &form.who).await?;
    let page = show(&mut act, form.chrome, review, which, errors, form.fields).await?;
    act.commit().await?;
    Ok(Page::new(page).status(status).into_response())
}

use std::collections::BTreeSet;

use practice::access::Action;
use practice::ids::{EvidenceId, ReviewId, SurveyId, SurveyTextId, ThemeId};
use practice::journal::Happened;
use practice::reviews::Origin;
use practice::surveys::{QUOTED_FROM, QuestionKind, SHOWN_FROM};
use statistics::Estimate;
use store::surveys::{self, Survey, SurveyText, Theme};
use store::{Maybe, reviews};

use super::running::{of, period, read};
use crate::reviews::{NewItem, Opened, keep_evidence, load};
use crate::{Act, Error, Field, Result};

/// What one person may read of what was written in a survey.
#[derive(Default)]
pub(super) struct Written {
    pub(super) texts: Vec<SurveyText>,
    pub(super) wrote: usize,
    pub(super) themes: Vec<(Theme, Option<Estimate>)>,
}

/// What was written in one survey, as everybody may read it.
pub struct Heard {
    /// What staff call the survey.
    pub survey: String,
    /// What five or more wrote, in the lead's words, and how many that were of those who wrote something.
    pub themes: Vec<(String, Estimate)>,
    /// What was written and may be quoted, in an order that says nothing.
    pub quotes: Vec<String>,
}

/// What was written in a closed survey: every word for whoever looks it over; for others what may be quoted, and the
/// themes that five or more named.
pub(super) async fn written(act: &mut Act, survey: &Survey, looks_over: bool) -> Result<Written> {
    if survey.closed_on.is_none() {
        return Ok(Written::default());
    }
    let texts = surveys::texts(&mut act.tx, survey.id).await?;
    let wrote = texts.len();
    let mut themes = Vec::new();
    for theme in surveys::themes(&mut act.tx, survey.id).await? {
        let share = share(survey, &theme, wrote);
        if looks_over || share.is_some() {
            themes.push((theme, share));
        }
    }
    Ok(Written { texts: if looks_over { texts } else { quotable(texts) }, wrote, themes })
}

/// What was written in the closed surveys of a review, for its report.
pub(crate) async fn heard(act: &mut Act, review: ReviewId) -> Result<Vec<Heard>> {
    let mut heard = Vec::new();
    for survey in surveys::of_review(&mut act.tx, review).await? {
        let written = written(act, &survey, false).await?;
        let shares = written.themes.into_iter().filter_map(|(theme, share)| Some((theme.theme, share?)));
        let themes: Vec<(String, Estimate)> = shares.collect();
        let quotes: Vec<String> = written.texts.into_iter().map(|text| text.words).collect();
        if !themes.is_empty() || !quotes.is_empty() {
            heard.push(Heard { survey: survey.title, themes, quotes });
        }
    }
    Ok(heard)
}

/// Those that somebody looked over and kept, where ten or more wrote something.
fn quotable(texts: Vec<SurveyText>) -> Vec<SurveyText> {
    let enough = texts.len() >= QUOTED_FROM;
    texts.into_iter().filter(|text| enough && text.state == "kept").collect()
}

/// How many of those who wrote something named a theme; `None` for fewer than five.
fn share(survey: &Survey, theme: &Theme, wrote: usize) -> Option<Estimate> {
    let count = u32::try_from(theme.count).ok().filter(|count| *count >= SHOWN_FROM)?;
    Estimate::of(count, u32::try_from(wrote).ok()?, period(survey))
}

/// Says whether what somebody wrote may be quoted.
///
/// # Errors
/// `NotFound` for somebody who does not lead; `Refused` before the survey is closed.
pub async fn screen_text(act: &mut Act, review: ReviewId, id: SurveyId, text: SurveyTextId, keep: bool) -> Result<()> {
    let (_, survey) = screening(act, review, id).await?;
    surveys::screen_text(&mut act.tx, id, text, if keep { "kept" } else { "hidden" }).await?;
    act.journal(Happened::SurveyTextScreened, Some(review), None, survey.source).await
}

/// Writes down what several wrote, and whether it fits with good practice. Where five or more wrote it, it becomes
/// evidence of the survey's source.
///
/// # Errors
/// `NotFound` for somebody who does not lead; `Invalid` for what is blank or not said, and for more than wrote
/// something.
pub async fn add_theme(
    act: &mut Act,
    review: ReviewId,
    id: SurveyId,
    theme: &str,
    count: Option<i64>,
    fits: Option<bool>,
) -> Result<()> {
    let (opened, survey) = screening(act, review, id).await?;
    let wrote = surveys::texts(&mut act.tx, id).await?.len();
    let most = i64::try_from(wrote).unwrap_or(i64::MAX);
    let mut problems = Vec::new();
    if theme.trim().is_empty() {
        problems.push(Field::new("theme", "Write what several people said, in your own words."));
    }
    let count = count.filter(|count| (1..=most).contains(count));
    if count.is_none() {
        problems.push(Field::new("count", format!("Give how many wrote it, in figures. {most} wrote something.")));
    }
    if fits.is_none() {
        problems.push(Field::new("fits", "Say whether it fits with good practice."));
    }
    let (Some(count), Some(fits), true) = (count, fits, problems.is_empty()) else {
        return Err(Error::Invalid(problems));
    };
    let mut new = Theme { id: act.id(), theme: theme.trim().to_owned(), count, evidence_id: Maybe(None) };
    new.evidence_id = Maybe(evidence(act, &opened, &survey, (&new, fits), wrote).await?);
    let by = act.me();
    surveys::add_theme(&mut act.tx, id, &new, by).await?;
    act.journal(Happened::SurveyTextScreened, Some(review), None, survey.source).await
}

/// The evidence that a theme is, with how many of those who wrote named it. `None` where fewer than five did.
async fn evidence(
    act: &mut Act,
    opened: &Opened,
    survey: &Survey,
    (theme, agrees): (&Theme, bool),
    wrote: usize,
) -> Result<Option<EvidenceId>> {
    let sets = read(survey);
    let questions = sets.iter().flat_map(|set| &set.questions);
    let in_words = questions.filter(|question| matches!(question.kind, QuestionKind::Text { .. }));
    let parts: BTreeSet<String> = in_words.flat_map(|question| question.elements.iter().cloned()).collect();
    let Some(share) = share(survey, theme, wrote).filter(|_| !parts.is_empty()) else { return Ok(None) };
    let item = NewItem {
        source: survey.source.clone(),
        dated: act.today(),
        direct: opened.framework.source(&survey.source).is_some_and(|source| source.direct == "yes"),
        agrees,
        note: format!("Of those who wrote something, {share}, named “{}”.", theme.theme),
        parts: parts.into_iter().collect(),
        case: None,
    };
    Ok(Some(keep_evidence(act, opened, &item, Origin::Theme).await?))
}

/// Takes a theme away, and the evidence that it was.
///
/// # Errors
/// `NotFound` for somebody who does not lead; `Refused` where a proposal to judge differently rests on it.
pub async fn drop_theme(act: &mut Act, review: ReviewId, id: SurveyId, theme: ThemeId) -> Result<()> {
    let (_, survey) = screening(act, review, id).await?;
    let known = surveys::themes(&mut act.tx, id).await?.into_iter().find(|known| known.id == theme);
    let item = known.and_then(|known| known.evidence_id.0);
    let proposals = reviews::overrides(&mut act.tx, review).await?;
    if item.is_some_and(|item| proposals.iter().any(|proposal| proposal.evidence.contains(&item))) {
        return Err(Error::Refused("A proposal to judge differently rests on this theme, so it stays.".into()));
    }
    surveys::drop_theme(&mut act.tx, id, theme).await?;
    if let Some(item) = item {
        reviews::remove_evidence(&mut act.tx, review, item).await?;
    }
    act.journal(Happened::SurveyTextScreened, Some(review), None, survey.source).await
}

/// A closed survey whose texts are looked over by whoever runs it.
async fn screening(act: &mut Act, review: ReviewId, id: SurveyId) -> Result<(Opened, Survey)> {
    let opened = load(act, review).await?;
    act.require(Action::RunSurvey, &opened.object())?;
    let survey = of(act, review, id).await?;
    if survey.closed_on.is_none() {
        return Err(Error::Refused("What people wrote is read when the survey is closed.".into()));
    }
    Ok((opened, survey))
}

use practice::access::Action;
use practice::ids::{ReviewId, SurveyId, SurveyTextId, ThemeId};
use practice::journal::Happened;
use practice::reviews::SourceState;
use practice::surveys::{Counted, QuestionSet, SHOWN_FROM, counted, favourable};
use store::reviews;
use store::surveys::{self, Survey, Theme};

use super::running::{WAYS, of, read, response, running};
use crate::reviews::{NewItem, Opened, keep_evidence, keep_source, load};
use crate::{Act, Error, Field, Result};

/// Closes a survey: what was answered becomes evidence, question by question, and the source says how much came.
///
/// # Errors
/// `NotFound` for somebody who does not lead; `Refused` where it is closed already.
pub async fn close_survey(act: &mut Act, review: ReviewId, id: SurveyId) -> Result<()> {
    let (opened, survey) = running(act, review, id).await?;
    let today = act.today();
    if !surveys::close(&mut act.tx, id, today).await? {
        return Err(Error::Stale);
    }
    act.sweep_afterwards();
    act.journal(Happened::SurveyClosed, Some(review), None, survey.source.clone()).await?;
    let survey = Survey { closed_on: Some(today), ..survey };
    let tallies = surveys::tallies(&mut act.tx, id).await?;
    let direct = opened.framework.source(&survey.source).is_some_and(|source| source.direct == "yes");
    let mut returned = 0;
    let sets = read(&survey);
    for set in &sets {
        let of = |question: &str| tallies.get(&(set.id.clone(), question.to_owned())).cloned().unwrap_or_default();
        let n: u32 = of(WAYS).values().sum();
        returned += n;
        for question in set.questions.iter().filter(|question| !question.elements.is_empty() && !question.helper) {
            let tally = of(&question.id);
            let Some(said) = said(&counted(question, &tally, set.respondents.are_staff())) else { continue };
            let item = NewItem {
                source: survey.source.clone(),
                dated: today,
                direct,
                // A survey agrees with good practice where more than half of those who could say chose the better half.
                agrees: favourable(question, &tally).is_none_or(|(good, n)| good * 2 > n),
                note: format!("“{}” {said} {n} answered ({}).", question.wording, set.title.to_lowercase()),
                parts: question.elements.clone(),
                case: None,
            };
            keep_evidence(act, &opened, &item).await?;
        }
    }
    say_how_much_came(act, &opened, &survey, &sets, returned).await
}

/// What may be said of one question in a sentence; `None` for a question of which nothing may.
fn said(counted: &Counted) -> Option<String> {
    match counted {
        Counted::TooFew => None,
        Counted::Alike { answer, n } => Some(format!("All or nearly all of {n} said “{answer}”.")),
        Counted::Bars(bars, _) => {
            let (shown, hidden): (Vec<_>, Vec<_>) =
                bars.iter().filter(|bar| bar.count != Some(0)).partition(|bar| bar.count.is_some());
            let mut said: Vec<String> =
                shown.iter().map(|bar| format!("{} said “{}”", bar.count.unwrap_or(0), bar.answer)).collect();
            if !hidden.is_empty() {
                let names: Vec<String> = hidden.iter().map(|bar| format!("“{}”", bar.answer)).collect();
                said.push(format!("too few to show: {}", names.join(", ")));
            }
            Some(format!("{}.", said.join("; ")))
        }
    }
}

/// Records the state of the source: thin where fewer than half of the share hoped for answered.
async fn say_how_much_came(
    act: &mut Act,
    opened: &Opened,
    survey: &Survey,
    sets: &[QuestionSet],
    returned: u32,
) -> Result<()> {
    let aim = sets.iter().map(|set| set.respondents.aim()).max().unwrap_or(30);
    let known =
        reviews::sources(&mut act.tx, opened.review.id).await?.into_iter().find(|row| row.source == survey.source);
    let seen = known.map_or(0, |row| row.version);
    let share = response(survey, returned);
    let enough = share.as_ref().is_some_and(|share| share.is_at_least(aim / 2)) && returned >= SHOWN_FROM;
    let asked = survey.invited;
    let (state, detail) = match returned {
        0 => (SourceState::NotAvailable, format!("Asked {asked}, nobody answered.")),
        few if few < SHOWN_FROM => {
            (SourceState::Weak, format!("Asked {asked}, {few} answered: too few to show what they said."))
        }
        some if !enough => {
            (SourceState::Weak, format!("Asked {asked}, {some} answered: less than half of the {aim}% hoped for."))
        }
        some => (SourceState::Collected, format!("{some} of {asked} answered.")),
    };
    keep_source(act, opened, &survey.source, state, &detail, seen).await
}

/// Says whether what somebody wrote may be quoted.
///
/// # Errors
/// `NotFound` for somebody who does not review; `Refused` before the survey is closed.
pub async fn screen_text(act: &mut Act, review: ReviewId, id: SurveyId, text: SurveyTextId, keep: bool) -> Result<()> {
    let survey = screening(act, review, id).await?;
    surveys::screen_text(&mut act.tx, id, text, if keep { "kept" } else { "hidden" }).await?;
    act.journal(Happened::SurveyTextScreened, Some(review), None, survey.source).await
}

/// Writes down what several wrote. With evidence of it where five or more did.
///
/// # Errors
/// `NotFound` for somebody who does not review; `Invalid` for what is blank.
pub async fn add_theme(act: &mut Act, review: ReviewId, id: SurveyId, theme: &str, count: Option<i64>) -> Result<()> {
    let survey = screening(act, review, id).await?;
    let mut problems = Vec::new();
    if theme.trim().is_empty() {
        problems.push(Field::new("theme", "Write what several people said, in your own words."));
    }
    let count = count.filter(|count| (1..=100_000).contains(count));
    if count.is_none() {
        problems.push(Field::new("count", "Give how many wrote it, in figures."));
    }
    let (Some(count), true) = (count, problems.is_empty()) else { return Err(Error::Invalid(problems)) };
    let (new, by) = (Theme { id: act.id(), theme: theme.trim().to_owned(), count }, act.me());
    surveys::add_theme(&mut act.tx, id, &new, by).await?;
    act.journal(Happened::SurveyTextScreened, Some(review), None, survey.source).await
}

/// Takes a theme away.
///
/// # Errors
/// `NotFound` for somebody who does not review.
pub async fn drop_theme(act: &mut Act, review: ReviewId, id: SurveyId, theme: ThemeId) -> Result<()> {
    let survey = screening(act, review, id).await?;
    surveys::drop_theme(&mut act.tx, id, theme).await?;
    act.journal(Happened::SurveyTextScreened, Some(review), None, survey.source).await
}

/// A closed survey whose texts are looked over, while evidence is taken.
async fn screening(act: &mut Act, review: ReviewId, id: SurveyId) -> Result<Survey> {
    let opened = load(act, review).await?;
    act.require(Action::RecordEvidence, &opened.object())?;
    let survey = of(act, review, id).await?;
    if survey.closed_on.is_none() {
        return Err(Error::Refused("What people wrote is read when the survey is closed.".into()));
    }
    Ok(survey)
}

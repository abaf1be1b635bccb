use practice::ids::{ReviewId, SurveyId};
use practice::journal::Happened;
use practice::reviews::{Origin, SourceState};
use practice::surveys::{Counted, QuestionSet, SHOWN_FROM, agrees, counted};
use store::surveys::{self, Survey};

use super::running::{WAYS, period, read, response, running};
use super::sealing::count_sealed;
use crate::reviews::{NewItem, Opened, keep_evidence, keep_source};
use crate::{Act, Error, Result};

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
    count_sealed(act, &survey).await?;
    surveys::forget(&mut act.tx, id).await?;
    act.sweep_afterwards();
    act.journal(Happened::SurveyClosed, Some(review), None, survey.source.clone()).await?;
    let survey = Survey { closed_on: Some(today), ..survey };
    let tallies = surveys::tallies(&mut act.tx, id).await?;
    let direct = opened.framework.source(&survey.source).is_some_and(|source| source.direct == "yes");
    let mut returned = 0;
    let (sets, period) = (read(&survey), period(&survey));
    for set in &sets {
        let of = |question: &str| tallies.get(&(set.id.clone(), question.to_owned())).cloned().unwrap_or_default();
        let n: u32 = of(WAYS).values().sum();
        returned += n;
        for question in set.questions.iter().filter(|question| !question.elements.is_empty() && !question.helper) {
            let tally = of(&question.id);
            let counted = counted(question, &tally, set.respondents.are_staff(), &period);
            let Some(said) = said(&counted, &period) else { continue };
            // Where what may be shown does not tell which way it points, it is no evidence.
            let Some(agrees) = agrees(question, &counted) else { continue };
            let item = NewItem {
                source: survey.source.clone(),
                dated: today,
                direct,
                agrees,
                note: format!("“{}” {said} {n} answered in all ({}).", question.wording, set.title.to_lowercase()),
                parts: question.elements.clone(),
                case: None,
            };
            keep_evidence(act, &opened, &item, Origin::Answers).await?;
        }
    }
    say_how_much_came(act, &opened, &survey, &sets, returned).await
}

/// What may be said of one question in a sentence, each share with its n, its range and its period; `None` for a
/// question of which nothing may.
fn said(counted: &Counted, period: &str) -> Option<String> {
    match counted {
        Counted::TooFew => None,
        Counted::Alike { answer, n } => Some(format!("All or nearly all of {n} said “{answer}” ({period}).")),
        Counted::Bars(bars, _) => {
            let given = bars.iter().filter(|bar| bar.count() != Some(0));
            let (mut said, mut hidden) = (Vec::new(), Vec::new());
            for bar in given {
                match &bar.share {
                    Some(share) => said.push(format!("“{}”: {share}", bar.answer)),
                    None => hidden.push(format!("“{}”", bar.answer)),
                }
            }
            if !hidden.is_empty() {
                said.push(format!("not shown, because some are too few: {}", hidden.join(", ")));
            }
            Some(format!("{}.", said.join("; ")))
        }
    }
}

/// Keeps the state of the source: thin where fewer than half of the share hoped for answered.
async fn say_how_much_came(
    act: &mut Act,
    opened: &Opened,
    survey: &Survey,
    sets: &[QuestionSet],
    returned: u32,
) -> Result<()> {
    let aim = sets.iter().map(|set| set.respondents.aim()).max().unwrap_or(30);
    let share = response(survey, returned);
    let enough = share.as_ref().is_some_and(|share| share.is_at_least(aim / 2)) && returned >= SHOWN_FROM;
    let asked = survey.asked;
    let (state, detail) = match returned {
        0 => (SourceState::NotAvailable, format!("Asked {asked}, nobody answered.")),
        few if few < SHOWN_FROM => {
            (SourceState::Weak, format!("Asked {asked}, {few} answered: too few to show what they said."))
        }
        some if share.is_none() => {
            (SourceState::Weak, format!("{some} answered, and only {asked} were to be asked: the share is not known."))
        }
        some if !enough => {
            (SourceState::Weak, format!("Asked {asked}, {some} answered: less than half of the {aim}% hoped for."))
        }
        some => (SourceState::Collected, format!("{some} of {asked} answered.")),
    };
    keep_source(act, opened, &survey.source, state, &detail).await
}

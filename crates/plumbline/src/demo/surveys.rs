//! Surveys, answered as people answer them: one after the other, on a screen, on paper, by telephone.

use std::collections::BTreeMap;

use practice::ids::{ReviewId, SurveyId};
use practice::surveys::{NOT_SURE, Question, QuestionKind, QuestionSet};
use programme::reviews;
use programme::surveys::{self, Answers, Danger, Way};

use super::Result;
use super::data::{Survey, TeamReview};
use super::evidence::date;
use super::story::{Story, day};

/// The number that people ring for help with a survey.
const PHONE: &str = "01632 960 124";

/// The themes that speak for the practice: people would keep what they have. The others ask for something that is not
/// done, or is done badly.
const FITS: [&str; 1] = ["Keep the same worker"];

pub(super) async fn answered(story: &Story, id: ReviewId, told: &TeamReview) -> Result<()> {
    for (source, survey) in &told.surveys {
        let mut act = story.on(date(told, "drawn")?, "qal").await?;
        let open = surveys::start_survey(&mut act, id, source, Some(day(&survey.open_until)?), PHONE, &[]).await?;
        let sent = Some(i64::from(survey.sent));
        let codes = surveys::print_codes(&mut act, id, open, sent, sent, None).await?;
        let sets = surveys::open_survey(&mut act, id, open).await?.sets;
        act.commit().await?;
        everybody(story, id, open, survey, &sets, &codes).await?;
        close(story, id, open, survey).await?;
    }
    Ok(())
}

/// Surveys that are open today: anybody who tries the example can print a letter and answer.
pub(super) async fn begun(story: &Story, id: ReviewId) -> Result<()> {
    let mut act = story.at("2026-11-16T08:30:00Z", "qal").await?;
    for (source, letters) in [("E2", 60), ("E3", 24)] {
        let until = Some(day("2026-12-11")?);
        let open = surveys::start_survey(&mut act, id, source, until, PHONE, &[]).await?;
        surveys::print_codes(&mut act, id, open, Some(letters), Some(letters), None).await?;
    }
    act.commit().await?;
    Ok(())
}

/// Each who answered, in their way.
async fn everybody(
    story: &Story,
    id: ReviewId,
    open: SurveyId,
    survey: &Survey,
    sets: &[QuestionSet],
    codes: &[String],
) -> Result<()> {
    let plain = sets.iter().find(|set| !set.easy_read).ok_or("a question set")?;
    let easy = sets.iter().find(|set| set.easy_read).unwrap_or(plain);
    let ways: Vec<&str> =
        survey.modes.iter().flat_map(|(way, count)| std::iter::repeat_n(way.as_str(), *count as usize)).collect();
    for (number, way) in ways.into_iter().enumerate() {
        let answers = answers(plain, survey, number)?;
        let code = codes.get(number).ok_or("a code for everybody who answers")?;
        match way {
            "easy read" => {
                surveys::answer(&story.programme, code, &easy.id, &in_three(easy, &answers)).await?;
            }
            "online" => {
                surveys::answer(&story.programme, code, &plain.id, &answers).await?;
            }
            other => {
                let way = Way::parse(other).ok_or("a way to answer")?;
                let mut act = story.on(&survey.open_until, "qal").await?;
                let danger = surveys::enter_answers(&mut act, id, open, &plain.id, way, code, &answers).await?;
                act.commit().await?;
                if danger == Danger::Told {
                    ring(story, id, &survey.open_until).await?;
                }
            }
        }
    }
    Ok(())
}

/// Whoever said that they do not feel safe is rung the same day.
async fn ring(story: &Story, id: ReviewId, on: &str) -> Result<()> {
    let mut act = story.at(&format!("{on}T16:00:00Z"), "tm-ld").await?;
    let told = reviews::alerts(&mut act).await?;
    for (_, alert) in told.iter().filter(|(review, alert)| review.id == id && alert.closed_at.is_none()) {
        let done = "Rung the same afternoon by the manager on duty. It was the stairs at night, not a person: \
                    a second rail is ordered, and a friend stays until it is up.";
        reviews::close_alert(&mut act, id, alert.id, done).await?;
    }
    act.commit().await?;
    Ok(())
}

/// What the person with this number answered: the counts of the example dealt out, so that they add up to it.
fn answers(set: &QuestionSet, survey: &Survey, number: usize) -> Result<Answers> {
    let returned = survey.returned as usize;
    // A step without a common divisor visits everybody's place once.
    let step = [7, 5, 1].into_iter().find(|step| !returned.is_multiple_of(*step)).unwrap_or(1);
    let mut given = BTreeMap::new();
    for (place, question) in set.questions.iter().enumerate() {
        let told = survey.results.iter().find(|r| r.question.rsplit('-').next() == question.id.strip_prefix('q'));
        let at = (number * step + place * 3) % returned;
        if let Some(told) = told {
            let dealt: Vec<String> = keys(question)
                .into_iter()
                .flat_map(|(key, text)| {
                    let text = text.to_lowercase();
                    let count = told.counts.iter().find(|(k, _)| text == **k);
                    std::iter::repeat_n(key, count.map_or(0, |(_, count)| *count as usize))
                })
                .chain(std::iter::repeat_n(NOT_SURE.to_owned(), told.dont_know as usize))
                .chain(std::iter::repeat_n(String::new(), told.left_blank as usize))
                .collect();
            if dealt.len() != returned {
                return Err(format!("{}: {} answers of {returned}", told.question, dealt.len()).into());
            }
            given.insert(question.id.clone(), dealt[at].clone());
        }
        let numbers = survey.numbers.iter().find(|(name, _)| name.rsplit('-').next() == question.id.strip_prefix('q'));
        if let Some((_, numbers)) = numbers {
            given.insert(question.id.clone(), numbers[at].to_string());
        }
        if matches!(question.kind, QuestionKind::Text { .. })
            && let Some(words) = survey.texts.get(at)
        {
            given.insert(question.id.clone(), words.clone());
        }
    }
    Ok(given)
}

fn keys(question: &Question) -> Vec<(String, String)> {
    let options = question.options_in("").iter().enumerate();
    options.map(|(place, text)| (place.to_string(), text.clone())).collect()
}

/// The same answers where there are three faces in place of four words.
fn in_three(easy: &QuestionSet, answers: &Answers) -> Answers {
    let fewer = |question: &str, answer: &String| match easy.question(question).map(|q| q.options_in("").len()) {
        Some(3) if easy.question(question).is_some_and(|q| !q.helper) && question != "q9" => match answer.as_str() {
            "1" | "2" => "1".to_owned(),
            "3" => "2".to_owned(),
            same => same.to_owned(),
        },
        Some(options) if answer.parse::<usize>().is_ok_and(|place| place >= options) => String::new(),
        _ => answer.clone(),
    };
    answers.iter().map(|(question, answer)| (question.clone(), fewer(question, answer))).collect()
}

/// Closes it, writes down what several wrote, and looks over each text.
async fn close(story: &Story, id: ReviewId, open: SurveyId, survey: &Survey) -> Result<()> {
    let mut act = story.at(&format!("{}T16:30:00Z", survey.open_until), "qal").await?;
    surveys::close_survey(&mut act, id, open).await?;
    for text in surveys::open_survey(&mut act, id, open).await?.texts {
        surveys::screen_text(&mut act, id, open, text.id, !text.names).await?;
    }
    for theme in &survey.themes {
        let (words, count) = theme.split_once(" (").unwrap_or((theme, "2"));
        let figures: String = count.chars().take_while(char::is_ascii_digit).collect();
        let fits = Some(FITS.contains(&words));
        surveys::add_theme(&mut act, id, open, words, Some(figures.parse().unwrap_or(2)), fits).await?;
    }
    act.commit().await?;
    Ok(())
}

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::ids::{ReviewId, SurveyId};
use practice::surveys::{NOT_SURE, QuestionKind, QuestionSet};
use programme::surveys::{self, Answers, Way};
use programme::{Act, Error};

use super::one::way_words;
use crate::Site;
use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};
use crate::reviews::afresh;

/// Answers on paper or by telephone, typed in by somebody of the review, in the order of the screen.
#[derive(Template)]
#[template(path = "surveys/enter.html")]
pub(super) struct EnterPage {
    chrome: Chrome,
    errors: Errors,
    back: String,
    here: String,
    survey: String,
    title: String,
    ways: Vec<Choice>,
    questions: Vec<EnterQuestion>,
    typed: Fields,
}

/// One question.
struct EnterQuestion {
    id: String,
    label: String,
    /// Empty where it is answered by a number or in words.
    options: Vec<Choice>,
    is_number: bool,
    value: String,
}

impl EnterPage {
    async fn of(
        act: &mut Act,
        chrome: Chrome,
        (review, survey, set): (ReviewId, SurveyId, &str),
        errors: Errors,
        typed: Fields,
    ) -> Result<Self> {
        let found = surveys::open_survey(act, review, survey).await?;
        if !found.may_enter {
            return Err(Error::Refused("This survey is closed, so nothing more is counted.".into()).into());
        }
        let known: QuestionSet = found.sets.into_iter().find(|known| known.id == set).ok_or(Error::NotFound)?;
        let back = format!("/reviews/{review}/surveys/{survey}");
        Ok(Self {
            chrome: chrome.titled(&format!("Type in answers, {}", known.title)).with_mistakes(!errors.is_empty()),
            errors,
            here: format!("{back}/enter/{set}"),
            back,
            survey: found.survey.title,
            ways: [Way::Paper, Way::Phone]
                .map(|way| Choice::new(way.as_str(), way_words(way), typed.get("way")))
                .into_iter()
                .collect(),
            questions: questions(&known, &typed),
            title: known.title,
            typed,
        })
    }
}

fn questions(set: &QuestionSet, typed: &Fields) -> Vec<EnterQuestion> {
    let asked = set.questions.iter().enumerate();
    asked
        .map(|(place, question)| {
            let value = typed.get(&question.id);
            let options = match &question.kind {
                QuestionKind::Choice { options, dont_know, .. } => {
                    let unsure = dont_know.then(|| Choice::new(NOT_SURE, "I am not sure", value));
                    let given = options.iter().enumerate().map(|(k, text)| Choice::new(k.to_string(), text, value));
                    given.chain(unsure).chain([Choice::new("", "Left out", value)]).collect()
                }
                _ => Vec::new(),
            };
            EnterQuestion {
                id: question.id.clone(),
                label: format!("{}. {}", place + 1, question.wording),
                is_number: matches!(question.kind, QuestionKind::Number { .. }),
                options,
                value: value.to_owned(),
            }
        })
        .collect()
}

pub(super) async fn page(
    Path((review, survey, set)): Path<(String, String, String)>,
    mut reading: Reading,
) -> Result<Page<EnterPage>> {
    let at = (id(&review)?, id(&survey)?, set.as_str());
    let page = EnterPage::of(&mut reading.act, reading.chrome, at, Errors::none(), Fields::default()).await?;
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// Counts one person's answers, and is ready for the next.
pub(super) async fn save(
    State(site): State<Site>,
    Path((review, survey, set)): Path<(String, String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let at = (id(&review)?, id(&survey)?, set.as_str());
    let given = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let answers: Answers = form.fields.iter().map(given).collect();
    let saved = match Way::parse(form.fields.get("way")).filter(|way| *way != Way::Online) {
        None => Err(Error::field("way", "Say how it came.")),
        Some(way) => {
            surveys::enter_answers(&mut form.act, at.0, at.1, &set, way, form.fields.get("code"), &answers).await
        }
    };
    match saved {
        Ok(()) => {
            form.act.commit().await?;
            let to = SeeOther::to(format!("/reviews/{review}/surveys/{survey}/enter/{set}"));
            Ok(to.saying("Counted. The form is ready for the next one.").into_response())
        }
        Err(Error::Invalid(problems)) => {
            let mut act = afresh(&site, form.act, &form.who).await?;
            let page = EnterPage::of(&mut act, form.chrome, at, problems.into(), form.fields).await?;
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::ids::{ReviewId, SurveyId};
use practice::surveys::{NOT_SURE, Question, QuestionKind, QuestionSet, words};
use programme::surveys::{self, Answers, Danger, Way};
use programme::{Act, Error};

use super::languages::{Asked, InLanguage};
use super::one::way_words;
use crate::Site;
use crate::chrome::Chrome;
use crate::forms::{Choice, Errors};
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, Reading, Writing, id};
use crate::reviews::afresh;

/// What is said to whoever typed in what may tell of danger.
const IN_DANGER: &str =
    "The answers are counted. This may tell of danger: ring today. It stands among the same-day alerts.";

/// Answers on paper or by telephone, typed in by somebody of the review, in the order of the screen.
#[derive(Template)]
#[template(path = "surveys/enter.html")]
pub(super) struct EnterPage {
    chrome: Chrome,
    errors: Errors,
    back: String,
    here: String,
    language: InLanguage,
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
    hint: String,
    value: String,
}

impl EnterPage {
    async fn of(
        act: &mut Act,
        chrome: Chrome,
        (review, survey, set): (ReviewId, SurveyId, &str),
        language: &str,
        errors: Errors,
        typed: Fields,
    ) -> Result<Self> {
        let found = surveys::open_survey(act, review, survey).await?;
        if !found.may_enter {
            return Err(Error::Refused("This survey is closed, so nothing more is counted.".into()).into());
        }
        let known: QuestionSet = found.sets.into_iter().find(|known| known.id == set).ok_or(Error::NotFound)?;
        let back = format!("/reviews/{review}/surveys/{survey}");
        let language = InLanguage::of(&known, language);
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
            questions: questions(&known, &language.code, &typed),
            language,
            title: known.title,
            typed,
        })
    }
}

/// The questions as they are asked in a language.
fn questions(set: &QuestionSet, language: &str, typed: &Fields) -> Vec<EnterQuestion> {
    let hint = match language {
        "" => "As it was written or said. At most 500 letters. Leave out names.".to_owned(),
        other => words(other).get("say_here").to_owned(),
    };
    let asked = set.questions.iter().enumerate();
    asked
        .map(|(place, question)| {
            let value = typed.get(&question.id);
            EnterQuestion {
                id: question.id.clone(),
                label: format!("{}. {}", place + 1, question.wording_in(language)),
                is_number: matches!(question.kind, QuestionKind::Number { .. }),
                hint: hint.clone(),
                options: options(question, language, value),
                value: value.to_owned(),
            }
        })
        .collect()
}

/// The answers to choose from; none for a question that is answered otherwise.
fn options(question: &Question, language: &str, value: &str) -> Vec<Choice> {
    let QuestionKind::Choice { dont_know, .. } = &question.kind else { return Vec::new() };
    let words = words(language);
    let given = question.options_in(language).iter().enumerate();
    let given = given.map(|(place, text)| Choice::new(place.to_string(), text, value));
    let unsure = dont_know.then(|| Choice::new(NOT_SURE, words.get("not_sure"), value));
    given.chain(unsure).chain([Choice::new("", words.get("left_out"), value)]).collect()
}

pub(super) async fn page(
    Path((review, survey, set)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
    mut reading: Reading,
) -> Result<Page<EnterPage>> {
    let at = (id(&review)?, id(&survey)?, set.as_str());
    let (language, typed) = (asked.language.as_str(), Fields::default());
    let page = EnterPage::of(&mut reading.act, reading.chrome, at, language, Errors::none(), typed).await?;
    reading.act.commit().await?;
    Ok(Page::new(page))
}

/// Counts one person's answers, and is ready for the next. What may tell of danger is said at once.
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
        Ok(danger) => {
            form.act.commit().await?;
            let language: String = form.fields.get("language").chars().filter(char::is_ascii_alphanumeric).collect();
            let on = if language.is_empty() { language } else { format!("?language={language}") };
            let to = SeeOther::to(format!("/reviews/{review}/surveys/{survey}/enter/{set}{on}"));
            let to = match danger {
                Danger::Told => to.asking(IN_DANGER),
                Danger::NotTold => to.saying("Counted. The form is ready for the next one."),
            };
            Ok(to.into_response())
        }
        Err(Error::Invalid(problems)) => {
            let mut act = afresh(&site, form.act, &form.who).await?;
            let language = form.fields.get("language").to_owned();
            let page = EnterPage::of(&mut act, form.chrome, at, &language, problems.into(), form.fields).await?;
            act.commit().await?;
            Ok(Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use practice::days;
use practice::surveys::{Question, QuestionKind, words};
use programme::Error;
use programme::surveys;

use super::one;
use crate::Site;
use crate::chrome::Chrome;
use crate::problem::Result;
use crate::reply::Page;
use crate::request::{Reading, Writing, id};

/// Letters with a code each, to print now: codes are not kept, and this is the only time they are seen.
#[derive(Template)]
#[template(path = "surveys/letters.html")]
struct LettersPage {
    chrome: Chrome,
    back: String,
    heading: String,
    intro: Vec<String>,
    closes: String,
    phone: String,
    codes: Vec<String>,
}

/// A form on paper, in the order of the screen.
#[derive(Template)]
#[template(path = "surveys/paper.html")]
pub(super) struct PaperPage {
    chrome: Chrome,
    back: String,
    heading: String,
    intro: Vec<String>,
    easy: bool,
    questions: Vec<PaperQuestion>,
    phone: String,
    closes: String,
    privacy: String,
}

/// One question on paper.
struct PaperQuestion {
    number: usize,
    wording: String,
    hint: String,
    symbol: String,
    options: Vec<(String, String)>,
    lines: bool,
}

/// Makes codes and shows them once, as letters.
pub(super) async fn letters(
    State(site): State<Site>,
    Path((review, survey)): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let at = (id(&review)?, id(&survey)?);
    let made = match form.fields.number("count") {
        Err(field) => Err(Error::Invalid(vec![field])),
        Ok(count) => surveys::print_codes(&mut form.act, at.0, at.1, count).await,
    };
    let codes = match made {
        Ok(codes) => codes,
        Err(other) => return one::after(&site, form, at, Err(other), "").await,
    };
    let found = surveys::open_survey(&mut form.act, at.0, at.1).await?;
    form.act.commit().await?;
    let first = found.sets.iter().find(|set| set.easy_read).or(found.sets.first());
    let page = LettersPage {
        chrome: form.chrome.titled("Letters to print"),
        back: format!("/reviews/{review}/surveys/{survey}"),
        heading: first.map_or_else(String::new, |set| set.heading.clone()),
        intro: first.map(|set| set.intro.trim().lines().map(str::to_owned).collect()).unwrap_or_default(),
        closes: days::long(found.survey.closes_on),
        phone: found.survey.phone,
        codes: codes.iter().map(|code| format!("{} {}", &code[..4], &code[4..])).collect(),
    };
    Ok(Page::new(page).status(StatusCode::OK).into_response())
}

pub(super) async fn blank(
    State(site): State<Site>,
    Path((review, survey, set)): Path<(String, String, String)>,
    mut reading: Reading,
) -> Result<Page<PaperPage>> {
    let found = surveys::open_survey(&mut reading.act, id(&review)?, id(&survey)?).await?;
    reading.act.commit().await?;
    let set = found.sets.into_iter().find(|known| known.id == set).ok_or(Error::NotFound)?;
    let questions =
        set.questions.iter().enumerate().map(|(place, question)| on_paper(&site, place + 1, question, set.easy_read));
    Ok(Page::new(PaperPage {
        chrome: reading.chrome.titled(&format!("{}, on paper", set.title)),
        back: format!("/reviews/{review}/surveys/{survey}"),
        heading: set.heading.clone(),
        intro: set.intro.trim().lines().map(str::to_owned).collect(),
        easy: set.easy_read,
        questions: questions.collect(),
        phone: found.survey.phone,
        closes: days::long(found.survey.closes_on),
        privacy: words("en").get("privacy_text").to_owned(),
    }))
}

fn on_paper(site: &Site, number: usize, question: &Question, easy: bool) -> PaperQuestion {
    let picture = |name: &str| site.assets().at(&format!("symbols/{name}.svg"));
    let options = match &question.kind {
        QuestionKind::Choice { options, ordered, dont_know, .. } => {
            let faces = easy && *ordered && options.len() == 3;
            let face = |place: usize| {
                if faces { picture(["face-good", "face-middle", "face-bad"][place.min(2)]) } else { String::new() }
            };
            let mut all: Vec<(String, String)> =
                options.iter().enumerate().map(|(place, text)| (text.clone(), face(place))).collect();
            if *dont_know {
                let unsure = if faces { picture("not-sure") } else { String::new() };
                all.push((words("en").get("not_sure").to_owned(), unsure));
            }
            all
        }
        QuestionKind::Number { lowest, highest } => {
            (*lowest..=*highest).map(|number| (number.to_string(), String::new())).collect()
        }
        QuestionKind::Text { .. } => Vec::new(),
    };
    PaperQuestion {
        number,
        wording: question.wording.clone(),
        hint: question.hint.clone(),
        symbol: if question.symbol.is_empty() { String::new() } else { picture(&question.symbol) },
        lines: options.is_empty(),
        options,
    }
}

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use practice::surveys::{Question, QuestionKind, Words, day_in, words};
use programme::Error;
use programme::surveys;

use super::languages::{Asked, InLanguage};
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
    language: InLanguage,
    council: String,
    heading: String,
    intro: Vec<String>,
    /// Where to go with the code, and what else can be done.
    go: String,
    otherwise: String,
    codes: Vec<String>,
}

/// A form on paper, in the order of the screen.
#[derive(Template)]
#[template(path = "surveys/paper.html")]
pub(super) struct PaperPage {
    chrome: Chrome,
    back: String,
    here: String,
    language: InLanguage,
    heading: String,
    intro: Vec<String>,
    easy: bool,
    questions: Vec<PaperQuestion>,
    privacy: String,
    thanks: String,
    send_back: String,
    code: String,
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

/// Where a code is typed in, as this page itself was reached.
fn address(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    format!("{host}/s")
}

/// Makes codes and shows them once, as letters.
pub(super) async fn letters(
    State(site): State<Site>,
    Path((review, survey)): Path<(String, String)>,
    headers: HeaderMap,
    mut form: Writing,
) -> Result<Response> {
    let at = (id(&review)?, id(&survey)?);
    let made = match (form.fields.number("count"), form.fields.number("asked")) {
        (Ok(count), Ok(asked)) => {
            let seen = form.fields.number("seen").ok().flatten();
            surveys::print_codes(&mut form.act, at.0, at.1, count, asked, seen).await
        }
        (count, asked) => Err(Error::Invalid([count.err(), asked.err()].into_iter().flatten().collect())),
    };
    let codes = match made {
        Ok(codes) => codes,
        Err(other) => return one::after(&site, form, at, Err(other), "").await,
    };
    let found = surveys::open_survey(&mut form.act, at.0, at.1).await?;
    form.act.commit().await?;
    let set = one::printed(&found.sets).ok_or(Error::NotFound)?;
    let language = InLanguage::of(set, form.fields.get("language"));
    let (words, day) = (words(&language.code), day_in(&language.code, found.survey.closes_on));
    let page = LettersPage {
        chrome: form.chrome.titled("Letters to print"),
        back: format!("/reviews/{review}/surveys/{survey}"),
        council: site.settings().council.clone(),
        heading: set.heading_in(&language.code).to_owned(),
        intro: set.intro_in(&language.code).lines().map(str::to_owned).collect(),
        go: words.get("letter_go").replace("{address}", &address(&headers)),
        otherwise: words.with("letter_or", &[("phone", found.survey.phone.as_str()), ("day", day.as_str())]),
        language,
        codes: codes.iter().map(|code| format!("{} {}", &code[..4], &code[4..])).collect(),
    };
    Ok(Page::new(page).status(StatusCode::OK).into_response())
}

/// Puts right how many people are asked altogether, without printing.
pub(super) async fn asked(
    State(site): State<Site>,
    Path((review, survey)): Path<(String, String)>,
    mut form: Writing,
) -> Result<Response> {
    let at = (id(&review)?, id(&survey)?);
    let kept = match form.fields.number("asked") {
        Ok(asked) => surveys::set_asked(&mut form.act, at.0, at.1, asked).await,
        Err(field) => Err(Error::Invalid(vec![field])),
    };
    one::after(&site, form, at, kept, "The number is kept. The share that answered is taken of it.").await
}

pub(super) async fn blank(
    State(site): State<Site>,
    Path((review, survey, set)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
    mut reading: Reading,
) -> Result<Page<PaperPage>> {
    let found = surveys::open_survey(&mut reading.act, id(&review)?, id(&survey)?).await?;
    reading.act.commit().await?;
    let set = found.sets.into_iter().find(|known| known.id == set).ok_or(Error::NotFound)?;
    let language = InLanguage::of(&set, &asked.language);
    let (words, day) = (words(&language.code), day_in(&language.code, found.survey.closes_on));
    let numbered = set.questions.iter().enumerate();
    let questions = numbered
        .map(|(place, question)| on_paper(&site, place + 1, question, (language.code.as_str(), &words), set.easy_read));
    let back = format!("/reviews/{review}/surveys/{survey}");
    Ok(Page::new(PaperPage {
        chrome: reading.chrome.titled(&format!("{}, on paper", set.title)),
        here: format!("{back}/paper/{}", set.id),
        back,
        heading: set.heading_in(&language.code).to_owned(),
        intro: set.intro_in(&language.code).lines().map(str::to_owned).collect(),
        easy: set.easy_read,
        questions: questions.collect(),
        privacy: words.get("privacy_text").to_owned(),
        thanks: words.get("thanks").to_owned(),
        send_back: words.with("paper_end", &[("phone", found.survey.phone.as_str()), ("day", day.as_str())]),
        code: words.get("paper_code").to_owned(),
        language,
    }))
}

fn on_paper(
    site: &Site,
    number: usize,
    question: &Question,
    (language, words): (&str, &Words),
    easy: bool,
) -> PaperQuestion {
    let picture = |name: &str| site.assets().at(&format!("symbols/{name}.svg"));
    let options = match &question.kind {
        QuestionKind::Choice { ordered, dont_know, .. } => {
            let options = question.options_in(language);
            let faces = easy && *ordered && options.len() == 3;
            let face = |place: usize| {
                if faces { picture(["face-good", "face-middle", "face-bad"][place.min(2)]) } else { String::new() }
            };
            let mut all: Vec<(String, String)> =
                options.iter().enumerate().map(|(place, text)| (text.clone(), face(place))).collect();
            if *dont_know {
                let unsure = if faces { picture("not-sure") } else { String::new() };
                all.push((words.get("not_sure").to_owned(), unsure));
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
        wording: question.wording_in(language).to_owned(),
        hint: question.hint_in(language).to_owned(),
        symbol: if question.symbol.is_empty() { String::new() } else { picture(&question.symbol) },
        lines: options.is_empty(),
        options,
    }
}

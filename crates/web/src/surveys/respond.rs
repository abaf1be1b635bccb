//! The pages of somebody who answers: one question a page, no account, nothing that cannot be left out.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use practice::surveys::{Language, QuestionKind, QuestionSet, words};
use programme::surveys::{self, Answering, Came};
use serde::Deserialize;

use super::around::{Around, CodePage, From, behind, nothing_opens, plain};
use super::asking::{At, address};
use super::carried::{Carried, Help};
use crate::Site;
use crate::problem::Result;
use crate::reply::{Page, SeeOther};
use crate::request::{Fields, PublicForm};

/// The longest that somebody writes of how to reach them.
const LONGEST_CONTACT: usize = 500;

/// What it is about, and in which way and language to answer.
#[derive(Template)]
#[template(path = "surveys/start.html")]
struct StartPage {
    around: Around,
    here: String,
    help: String,
    privacy: Vec<String>,
    ways: Vec<StartWay>,
}

/// One way to answer: a set in a language.
struct StartWay {
    set: String,
    language: String,
    dir: String,
    heading: String,
    intro: String,
    /// "With pictures and short words"; empty where there is one way only.
    way: String,
    /// What its speakers call the language.
    name: String,
    start: String,
    /// Whether it stands first.
    first: bool,
}

/// It is done.
#[derive(Template)]
#[template(path = "surveys/thanks.html")]
pub(super) struct ThanksPage {
    around: Around,
}

pub(super) async fn code(State(site): State<Site>) -> Page<CodePage> {
    let around = Around::in_english(&site, "Answer a survey");
    Page::new(CodePage { around, typed: String::new(), wrong: String::new() })
}

/// Takes a code. Whoever comes back with the same one goes on where they were.
pub(super) async fn open(
    State(site): State<Site>,
    from: From,
    headers: HeaderMap,
    form: PublicForm,
) -> Result<Response> {
    let typed = form.fields.get("code");
    if let Err(page) = behind(&site, &from, typed).await? {
        return Ok(page);
    }
    let code = plain(typed);
    let known = Carried::of(&site, &headers).is_some_and(|carried| carried.code == code);
    let cookies = if known { Vec::new() } else { Carried { code, ..Carried::default() }.cookies(&site, &[]) };
    Ok(on("/s/start".to_owned(), cookies))
}

pub(super) async fn start(State(site): State<Site>, from: From, headers: HeaderMap) -> Result<Response> {
    let (_, found) = match opened(&site, &from, &headers).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let around = Around::in_english(&site, found.sets.first().map_or("A survey", |set| set.heading.as_str()));
    let both = found.sets.iter().any(|set| set.easy_read) && found.sets.iter().any(|set| !set.easy_read);
    let mut ways = Vec::new();
    // Easy read comes first: most people find it the easier one.
    let mut sets: Vec<&QuestionSet> = found.sets.iter().collect();
    sets.sort_by_key(|set| !set.easy_read);
    for set in &sets {
        ways.push(StartWay::of(set, None, both, ways.is_empty()));
    }
    for set in &sets {
        ways.extend(set.languages.iter().map(|language| StartWay::of(set, Some(language), both, false)));
    }
    let page = StartPage {
        here: "/s/start".to_owned(),
        help: around.words.with_phone("need_help", &found.phone),
        privacy: around.word("privacy_text").split_inclusive(". ").map(|line| line.trim().to_owned()).collect(),
        around,
        ways,
    };
    Ok(Page::new(page).into_response())
}

/// The survey that the browser's code opens, and the code.
async fn opened(
    site: &Site,
    from: &From,
    headers: &HeaderMap,
) -> Result<std::result::Result<(String, Answering), Response>> {
    let Some(carried) = Carried::of(site, headers) else { return Ok(Err(SeeOther::to("/s").into_response())) };
    Ok(behind(site, from, &carried.code).await?.map(|found| (carried.code, found)))
}

impl StartWay {
    fn of(set: &QuestionSet, language: Option<&Language>, both: bool, first: bool) -> Self {
        let code = language.map_or("", |language| language.code.as_str());
        let words = words(code);
        let way = match (both, set.easy_read) {
            (false, _) => "",
            (true, true) => words.get("choose_easy"),
            (true, false) => words.get("choose_standard"),
        };
        Self {
            set: set.id.clone(),
            language: code.to_owned(),
            dir: language.map_or("ltr", |language| &language.dir).to_owned(),
            heading: language.map_or(&set.heading, |language| &language.heading).clone(),
            intro: language.map_or(&set.intro, |language| &language.intro).trim().to_owned(),
            way: way.to_owned(),
            name: language.map_or("English", |language| &language.name).to_owned(),
            start: words.get("start").to_owned(),
            first,
        }
    }
}

/// A redirect that carries answers on, or forgets them.
fn on(to: String, cookies: Vec<HeaderValue>) -> Response {
    with(SeeOther::to(to).into_response(), cookies)
}

fn with(mut response: Response, cookies: Vec<HeaderValue>) -> Response {
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Begins in a way and a language; what was answered in another way before is let go.
pub(super) async fn begin(
    State(site): State<Site>,
    from: From,
    headers: HeaderMap,
    form: PublicForm,
) -> Result<Response> {
    let (code, found) = match opened(&site, &from, &headers).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let (set, language) = form.fields.get("way").split_once('/').unwrap_or((form.fields.get("way"), ""));
    let Some(set) = found.sets.iter().find(|known| known.id == set).or(found.sets.first()) else {
        return Ok(SeeOther::to("/s").into_response());
    };
    let language = set.language(language).map_or("", |language| language.code.as_str());
    let carried = Carried { code, set: set.id.clone(), language: language.to_owned(), ..Carried::default() };
    Ok(on(address(1), carried.cookies(&site, &[])))
}

pub(super) async fn question(
    State(site): State<Site>,
    from: From,
    headers: HeaderMap,
    Path(at): Path<String>,
) -> Result<Response> {
    Ok(match At::of(&site, &from, &headers, &at).await? {
        Ok(at) => Page::new(at.page(&site, None, "")).into_response(),
        Err(elsewhere) => elsewhere,
    })
}

pub(super) async fn answer(
    State(site): State<Site>,
    from: From,
    headers: HeaderMap,
    Path(at): Path<String>,
    form: PublicForm,
) -> Result<Response> {
    let mut at = match At::of(&site, &from, &headers, &at).await? {
        Ok(at) => at,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let go = form.fields.get("go").to_owned();
    if let Came::NoSuchCode = help(&site, &mut at, form.fields.get("contact"), &go).await? {
        return Ok(nothing_opens(&site, StatusCode::NOT_FOUND, "code_wrong", &at.carried.code));
    }
    if let Err(says) = keep(&mut at, &form.fields, &go) {
        let page = at.page(&site, Some(form.fields.get("answer")), &says);
        let page = Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response();
        // What was sent to be rung is not sent a second time when the answer is put right.
        return Ok(with(page, at.cookies(&site)));
    }
    let last = at.number == at.set.questions.len();
    let next = (at.number + 1).min(at.set.questions.len());
    // Whoever answers that they are in danger sees whom to ring on the page that comes next, and stops from there. Every
    // address is everybody's: none of them tells a log what somebody answered.
    let sees_help = at.at(next).shows_help();
    match go.as_str() {
        "back" => Ok(on(address((at.number - 1).max(1)), at.cookies(&site))),
        "contact" => Ok(on(address(at.number), at.cookies(&site))),
        _ if sees_help || (!last && go != "stop") => Ok(on(address(next), at.cookies(&site))),
        _ if at.carried.help == Help::Sent => Ok(on(address(at.number), at.cookies(&site))),
        _ => finish(&site, at).await,
    }
}

/// Passes on at once how somebody in danger is to be reached, apart from their answers.
async fn help(site: &Site, at: &mut At, contact: &str, go: &str) -> Result<Came> {
    let contact: String = contact.trim().chars().take(LONGEST_CONTACT).collect();
    at.carried.help = match (at.shows_help(), at.carried.help, go) {
        (true, ..) if !contact.is_empty() => {
            match surveys::call_for_help(site.programme(), &at.carried.code, &contact).await? {
                Came::Counted => Help::Sent,
                // The survey was closed, or answered with this code, while they were writing: nothing was sent.
                Came::NoSuchCode => return Ok(Came::NoSuchCode),
            }
        }
        (true, _, "contact") => Help::NotWritten,
        (true, ..) | (false, Help::Sent, _) => Help::Seen,
        (false, help, _) => help,
    };
    Ok(Came::Counted)
}

/// Keeps what was answered on this page. Going back, skipping or stopping keeps what was said and never stands in the
/// way.
fn keep(at: &mut At, fields: &Fields, go: &str) -> std::result::Result<(), String> {
    let id = at.question().id.clone();
    let written = matches!(at.question().kind, QuestionKind::Text { .. });
    match (at.question().key_of(fields.get("answer")), go) {
        // A choice cannot be taken back, so whoever skips it after all has not made it; what they chose before stays.
        (_, "skip") if !written => Ok(()),
        (Ok(Some(answer)), _) => {
            at.carried.answers.insert(id, answer);
            Ok(())
        }
        (Ok(None), _) => {
            at.carried.answers.remove(&id);
            Ok(())
        }
        (Err(_), "back" | "skip" | "contact") => Ok(()),
        (Err(says), _) => Err(says),
    }
}

/// Sends what was said. Where nothing was, the code stays as it is.
async fn finish(site: &Site, at: At) -> Result<Response> {
    let thanks = format!("/s/thanks?language={}", at.carried.language);
    if at.carried.answers.is_empty() {
        return Ok(on(thanks, Carried::forget(site)));
    }
    let came = surveys::answer(site.programme(), &at.carried.code, &at.set.id, &at.carried.answers).await?;
    Ok(match came {
        Came::Counted => on(thanks, Carried::forget(site)),
        Came::NoSuchCode => nothing_opens(site, StatusCode::NOT_FOUND, "code_wrong", &at.carried.code),
    })
}

/// The language to say thank you in.
#[derive(Deserialize)]
pub(super) struct InLanguage {
    #[serde(default)]
    language: String,
}

pub(super) async fn thanks(State(site): State<Site>, Query(asked): Query<InLanguage>) -> Page<ThanksPage> {
    let dir = if asked.language == "ar" { "rtl" } else { "ltr" };
    let language: String = asked.language.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    let around = Around::of(&site, &language, dir, "");
    Page::new(ThanksPage { around: Around { title: around.word("thanks").to_owned(), ..around } })
}

//! One place through which every request goes in and every reply comes out.

use askama::Template;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use programme::Error;

use crate::chrome::{Asked, Chrome};
use crate::problem::{Problem, Told, Words};
use crate::reply::{Flash, SeeOther};
use crate::request::Typed;
use crate::{Site, accounts, cookies, local, protect};

/// A problem, in words.
#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    chrome: Chrome,
    words: Words,
    /// The sentences of the form that could not be answered.
    typed: Vec<String>,
}

/// Refuses forms from elsewhere, turns problems into pages, and shows words once.
pub(crate) async fn dress(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let typed = Typed::default();
    request.extensions_mut().insert(typed.clone());
    let asked = Asked::of(&site, request.uri(), request.headers());
    let headers = request.headers().clone();
    let request_path = request.uri().path().to_owned();
    let mut response = if *request.method() == Method::TRACE {
        Problem::WrongMethod.into_response()
    } else if protect::comes_from_here(&request) {
        next.run(request).await
    } else {
        Problem::Forged.into_response()
    };
    let problem = problem_in(&response);
    if let Some(told) = problem {
        // The address of somebody who answers a survey holds their code.
        told.0.log(if request_path.starts_with("/s/") { "/s/…" } else { &asked.address });
        if matches!(*told.0, Problem::Act(Error::NotFound)) {
            keep_the_attempt(&site, &headers, request_path.as_str()).await;
        }
        let page = said(&site, &headers, &asked, &told.0, &typed).await;
        response = keeping_what_it_allows(&response, page);
    }
    warn_of_names(&typed, &mut response);
    pass_on_words(&site, &headers, &mut response);
    response
}

/// Somebody who is signed in asked for a page of a review that is not there for them: that is kept (scenario 7).
async fn keep_the_attempt(site: &Site, headers: &HeaderMap, path: &str) {
    if !path.starts_with("/reviews/") {
        return;
    }
    let Some(token) = cookies::session(site, headers) else { return };
    let kept = async {
        match programme::accounts::resume(site.programme(), token).await? {
            Some(who) => programme::journal::refused(site.programme(), who.person, path).await,
            None => Ok(()),
        }
    };
    if let Err(error) = kept.await {
        tracing::warn!(%error, "an attempt could not be journalled");
    }
}

/// The problem that a reply stands for: ours, or one of the router's own.
fn problem_in(response: &Response) -> Option<Told> {
    if let Some(told) = response.extensions().get::<Told>() {
        return Some(told.clone());
    }
    let status = response.status();
    let bare = (status.is_client_error() || status.is_server_error()) && !is_finished(response.headers());
    bare.then(|| Told(Problem::of(status).into()))
}

/// Whether a handler has rendered the reply itself.
fn is_finished(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/html") || kind.starts_with("application/json")
}

/// The problem as the one who asked can read it.
async fn said(site: &Site, headers: &HeaderMap, asked: &Asked, problem: &Problem, typed: &Typed) -> Response {
    if wants_json(headers) {
        return (problem.status(), Json(serde_json::json!({ "says": problem.words().says }))).into_response();
    }
    match problem {
        Problem::Act(Error::SignInFirst) => sign_in_first(asked).into_response(),
        Problem::Ended { path, fields } => match accounts::ended(site, asked, path, fields).await {
            Ok(page) => page.into_response(),
            Err(problem) => plain(Chrome::public(site, asked), &problem, typed.words()),
        },
        _ => {
            // Where the database does not answer, the page does without the menu.
            let chrome = Chrome::around(site, headers, asked).await.unwrap_or_else(|_| Chrome::public(site, asked));
            // A form from elsewhere is not answered with its own words.
            let words = if matches!(problem, Problem::Forged) { Vec::new() } else { typed.words() };
            plain(chrome, problem, words)
        }
    }
}

fn plain(chrome: Chrome, problem: &Problem, typed: Vec<String>) -> Response {
    let words = problem.words();
    let page = ProblemPage { chrome: chrome.titled(words.heading), words, typed };
    match page.render() {
        Ok(html) => (problem.status(), Html(html)).into_response(),
        // The page for problems is itself in trouble: say so without a template.
        Err(error) => {
            tracing::error!(problem = %error, "the page for problems cannot be rendered");
            (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side. What was saved is safe.")
                .into_response()
        }
    }
}

/// To the sign-in page, and from there back to what was asked for.
fn sign_in_first(asked: &Asked) -> SeeOther {
    match local::path(&asked.address).filter(|address| *address != "/") {
        Some(address) => SeeOther::to(format!("/sign-in?next={}", local::as_parameter(address))),
        None => SeeOther::to("/sign-in"),
    }
}

/// Whether a script asked: the save that happens by itself.
fn wants_json(headers: &HeaderMap) -> bool {
    let accepts = headers.get(header::ACCEPT).and_then(|kinds| kinds.to_str().ok());
    headers.contains_key("x-autosave") || accepts.is_some_and(|kinds| kinds.starts_with("application/json"))
}

/// A reply to a wrong method must go on saying which are right.
fn keeping_what_it_allows(before: &Response, mut page: Response) -> Response {
    if let Some(allow) = before.headers().get(header::ALLOW) {
        page.headers_mut().insert(header::ALLOW, allow.clone());
    }
    page
}

/// Says after a form, with or without the page's script, that what was written and kept looks like somebody's name.
fn warn_of_names(typed: &Typed, response: &mut Response) {
    let Some(flash) = response.extensions_mut().get_mut::<Flash>() else { return };
    if let Some(found) = typed.personal() {
        let more = format!(
            " “{found}” looks like a name or a number. It is kept as you wrote it: if it is one, take it out where you can still change it."
        );
        flash.words.push_str(&more);
    }
}

/// Keeps new words for the next page, and forgets those that this page has shown.
fn pass_on_words(site: &Site, headers: &HeaderMap, response: &mut Response) {
    let cookie = match response.extensions().get::<Flash>() {
        Some(flash) => cookies::keep_flash(site, flash),
        None if cookies::has_flash(site, headers) && shows_words(response) => cookies::drop_flash(site),
        None => None,
    };
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

fn shows_words(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

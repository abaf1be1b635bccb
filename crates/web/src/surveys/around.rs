//! What stands around the pages of somebody who answers, and what opens them.

use std::net::{IpAddr, SocketAddr};

use askama::Template;
use axum::extract::ConnectInfo;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use practice::surveys::{Words, words};
use programme::surveys::{self, Answering};

use super::guesses::asker;
use crate::Site;
use crate::problem::Result;
use crate::reply::Page;

/// What stands around every page of somebody who answers.
pub(super) struct Around {
    pub(super) title: String,
    pub(super) language: String,
    pub(super) dir: String,
    pub(super) council: String,
    pub(super) css: String,
    pub(super) icon: String,
    pub(super) words: Words,
}

impl Around {
    pub(super) fn of(site: &Site, language: &str, dir: &str, title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            language: if language.is_empty() { "en-GB".to_owned() } else { language.to_owned() },
            dir: dir.to_owned(),
            council: site.settings().council.clone(),
            css: site.assets().css.clone(),
            icon: site.assets().icon.clone(),
            words: words(language),
        }
    }

    pub(super) fn in_english(site: &Site, title: &str) -> Self {
        Self::of(site, "", "ltr", title)
    }

    pub(super) fn word(&self, key: &str) -> &str {
        self.words.get(key)
    }
}

/// The address a request comes from, where it is known.
pub(super) struct From(Option<IpAddr>);

impl axum::extract::FromRequestParts<Site> for From {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> std::result::Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        Ok(Self(asker(peer, &parts.headers, &site.settings().trusted_proxies)))
    }
}

/// The survey behind a code; or a page that says only that the code opens nothing.
pub(super) async fn behind(site: &Site, from: &From, code: &str) -> Result<std::result::Result<Answering, Response>> {
    let now = site.programme().now();
    if !site.guesses().may_try(from.0, now) {
        return Ok(Err(nothing_opens(site, StatusCode::TOO_MANY_REQUESTS, "wait", code)));
    }
    // Where very many guess at once, everybody waits a moment, and whoever has a right code still comes in.
    let crowd = site.guesses().crowd(now);
    if let Some(moment) = crowd {
        tokio::time::sleep(moment).await;
    }
    if let Some(found) = surveys::answering(site.programme(), code).await? {
        return Ok(Ok(found));
    }
    if !surveys::was_used(site.programme(), code).await? {
        site.guesses().was_wrong(from.0, now);
    }
    let (status, says) =
        if crowd.is_some() { (StatusCode::TOO_MANY_REQUESTS, "wait") } else { (StatusCode::NOT_FOUND, "code_wrong") };
    Ok(Err(nothing_opens(site, status, says, code)))
}

/// The same page for a code that is not known, was used or is too late.
pub(super) fn nothing_opens(site: &Site, status: StatusCode, says: &str, typed: &str) -> Response {
    let around = Around::in_english(site, "Answer a survey");
    // Whose survey it might have been is not known here, and so not its own number.
    let ring = match &site.settings().help_phone {
        Some(phone) => around.words.with_phone("ring", phone),
        None => around.word("ring_letter").to_owned(),
    };
    let wrong = format!("{} {ring}", around.word(says));
    Page::new(CodePage { typed: typed.chars().take(12).collect(), wrong, around }).status(status).into_response()
}

/// Where to type a code.
#[derive(Template)]
#[template(path = "surveys/code.html")]
pub(super) struct CodePage {
    pub(super) around: Around,
    pub(super) typed: String,
    pub(super) wrong: String,
}

/// A code as it stands in an address.
pub(super) fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use programme::accounts::SignedIn;
use programme::{Act, Error, Mode};

use super::{Fields, signed_in};
use crate::Site;
use crate::chrome::{Asked, Chrome};
use crate::problem::{Problem, Result};

/// The most that a form without a session may hold, in bytes: what was typed in one that has ended,
/// under names a little longer than before.
const KEPT_LIMIT: usize = 2 * 1024 * 1024;

/// Somebody who is signed in reads a page.
pub struct Reading {
    /// Their act, which reads.
    pub act: Act,
    /// The page around it.
    pub chrome: Chrome,
    /// Their session.
    pub who: SignedIn,
}

impl FromRequestParts<Site> for Reading {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self> {
        let who = signed_in(site, &parts.headers).await?.ok_or(Error::SignInFirst)?;
        let act = site.programme().act(who.person, Mode::Read).await?;
        let asked = Asked::of(site, &parts.uri, &parts.headers);
        let chrome = Chrome::for_act(site, &act, &who, &asked);
        Ok(Self { act, chrome, who })
    }
}

/// Anybody reads a page that needs no sign-in.
pub struct Public {
    /// The page around it, with the menu of whoever is signed in.
    pub chrome: Chrome,
}

impl FromRequestParts<Site> for Public {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self> {
        let asked = Asked::of(site, &parts.uri, &parts.headers);
        Ok(Self { chrome: Chrome::around(site, &parts.headers, &asked).await? })
    }
}

/// Anybody sends a form that needs no sign-in.
pub struct PublicForm {
    /// The page around the answer, for nobody in particular.
    pub chrome: Chrome,
    /// What was typed.
    pub fields: Fields,
    /// Who was signed in when it was sent.
    pub who: Option<SignedIn>,
}

impl FromRequest<Site> for PublicForm {
    type Rejection = Problem;

    async fn from_request(request: Request, site: &Site) -> Result<Self> {
        let asked = Asked::of(site, request.uri(), request.headers());
        let who = signed_in(site, request.headers()).await?;
        let fields = Fields::read(request, KEPT_LIMIT).await?;
        Ok(Self { chrome: Chrome::public(site, &asked), fields, who })
    }
}

use axum::extract::{FromRequest, Request};
use programme::accounts::SignedIn;
use programme::{Act, Mode};

use super::{Fields, signed_in};
use crate::chrome::{Asked, Chrome};
use crate::problem::{Problem, Result};
use crate::{Site, protect};

/// The most that a form may hold, in bytes.
const FORM_LIMIT: usize = 1024 * 1024;

/// Somebody who is signed in sends a form of ours.
pub struct Writing {
    /// Their act, which may write. Dropped without a commit, nothing happened.
    pub act: Act,
    /// The page around the answer.
    pub chrome: Chrome,
    /// What was typed.
    pub fields: Fields,
    /// Their session.
    pub who: SignedIn,
}

impl FromRequest<Site> for Writing {
    type Rejection = Problem;

    /// The form is read before the act begins, so that nobody waits for a slow sender.
    async fn from_request(request: Request, site: &Site) -> Result<Self> {
        let asked = Asked::of(site, request.uri(), request.headers());
        let who = signed_in(site, request.headers()).await?;
        let fields = Fields::read(request, FORM_LIMIT).await?;
        let Some(who) = who else {
            return Err(Problem::Ended { path: asked.address, fields });
        };
        if !protect::same_word(fields.get("csrf"), &who.csrf) {
            return Err(Problem::Forged);
        }
        let act = site.programme().act(who.person, Mode::Write).await?;
        let chrome = Chrome::for_act(site, &act, &who, &asked);
        Ok(Self { act, chrome, fields, who })
    }
}

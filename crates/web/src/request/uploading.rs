use axum::extract::multipart::{Field, MultipartError, MultipartRejection};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::{HeaderMap, StatusCode, header};
use programme::accounts::SignedIn;
use programme::{Act, Mode};

use super::{Fields, signed_in};
use crate::chrome::{Asked, Chrome};
use crate::problem::{Problem, Result};
use crate::{Site, protect};

/// What the other fields and the edges between them may add to a file, in bytes.
const BESIDES_THE_FILE: usize = 64 * 1024;

/// Somebody who is signed in puts up a file. The form's first field is `csrf`.
pub struct Uploading {
    /// Their act, which reads: a file is read before anything is written.
    pub act: Act,
    /// The page around the answer.
    pub chrome: Chrome,
    /// What was typed beside the file.
    pub fields: Fields,
    /// The file, where one was chosen.
    pub file: Option<Uploaded>,
    /// Their session.
    pub who: SignedIn,
}

/// A file as it came. Its name is for messages only, never a path.
#[derive(Clone, Debug)]
pub struct Uploaded {
    /// What it is called on the sender's machine.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl FromRequest<Site> for Uploading {
    type Rejection = Problem;

    async fn from_request(mut request: Request, site: &Site) -> Result<Self> {
        let limit = site.settings().upload_limit;
        let asked = Asked::of(site, request.uri(), request.headers());
        if announced(request.headers()).is_some_and(|length| length > limit + BESIDES_THE_FILE) {
            return Err(Problem::TooLarge { limit });
        }
        let Some(who) = signed_in(site, request.headers()).await? else {
            // A file cannot be kept in a page: it is chosen again after signing in.
            return Err(Problem::Ended { path: asked.address, fields: Fields::default() });
        };
        DefaultBodyLimit::max(limit + BESIDES_THE_FILE).apply(&mut request);
        let unreadable = |e: MultipartRejection| Problem::Unreadable(format!("a form with a file: {e}"));
        let form = Multipart::from_request(request, site).await.map_err(unreadable)?;
        let (fields, file) = parts(form, &who.csrf, limit).await?;
        let act = site.programme().act(who.person, Mode::Read).await?;
        let chrome = Chrome::for_act(site, &act, &who, &asked);
        Ok(Self { act, chrome, fields, file, who })
    }
}

/// The length that the request announces.
fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Takes the form apart. No byte of the file is read before the form has shown that it is ours.
async fn parts(mut form: Multipart, csrf: &str, limit: usize) -> Result<(Fields, Option<Uploaded>)> {
    let mut fields = Fields::default();
    let mut file = None;
    let wrong = |error: MultipartError| too_large_or_unreadable(&error, limit);
    while let Some(field) = form.next_field().await.map_err(wrong)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        if file_name.is_some() && !protect::same_word(fields.get("csrf"), csrf) {
            return Err(Problem::Forged);
        }
        let most = if file_name.is_some() { limit } else { BESIDES_THE_FILE };
        let bytes = read(field, most, limit).await?;
        match file_name {
            None => fields.push(name, String::from_utf8_lossy(&bytes).into_owned()),
            Some(chosen) if !chosen.is_empty() => file = Some(Uploaded { name: chosen, bytes }),
            Some(_) => {}
        }
    }
    if !protect::same_word(fields.get("csrf"), csrf) {
        return Err(Problem::Forged);
    }
    Ok((fields, file))
}

/// Reads one field, counting as it comes: the announced length may be missing or untrue.
async fn read(mut field: Field<'_>, most: usize, limit: usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| too_large_or_unreadable(&error, limit))? {
        if bytes.len() + chunk.len() > most {
            return Err(Problem::TooLarge { limit });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn too_large_or_unreadable(error: &MultipartError, limit: usize) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::TooLarge { limit };
    }
    Problem::Unreadable(format!("a form with a file: {}", error.body_text()))
}

//! The style sheet, scripts and pictures, held in the program and served under their own fingerprint.

use std::borrow::Cow;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use rust_embed::Embed;
use sha2::{Digest, Sha256};

use crate::Site;
use crate::problem::Result;
use crate::routes::Routes;

/// What a browser may keep for a year: under a new fingerprint every address is new.
const FOR_A_YEAR: &str = "public, max-age=31536000, immutable";

#[derive(Embed)]
#[folder = "static"]
struct Static;

/// The addresses of the files that every page asks for.
#[derive(Clone, Debug)]
pub struct Assets {
    /// The style sheet.
    pub css: String,
    /// The script, a module.
    pub js: String,
    /// The script that runs first.
    pub boot: String,
    /// The picture in the browser's tab.
    pub icon: String,
    fingerprint: String,
}

impl Assets {
    /// The address of one of the files.
    pub(crate) fn at(&self, file: &str) -> String {
        format!("/static/{}/{file}", self.fingerprint)
    }

    /// Reads every file once. One fingerprint for all of them, so that a script may import its neighbours.
    pub(crate) fn embedded() -> Self {
        let mut names: Vec<Cow<'static, str>> = Static::iter().collect();
        names.sort_unstable();
        let mut all = Sha256::new();
        for name in names {
            all.update(name.as_bytes());
            if let Some(file) = Static::get(&name) {
                all.update(&file.data);
            }
        }
        let fingerprint = hex::encode(&all.finalize()[..8]);
        let at = |file: &str| format!("/static/{fingerprint}/{file}");
        Self {
            css: at("vendor/frontend.css"),
            js: at("js/app.js"),
            boot: at("js/boot.js"),
            icon: at("favicon.svg"),
            fingerprint,
        }
    }
}

/// The bytes of an embedded file.
pub(crate) fn file(name: &str) -> Option<Cow<'static, [u8]>> {
    Static::get(name).map(|file| file.data)
}

pub(crate) fn routes() -> Routes {
    Routes::new().get("/static/{fingerprint}/{*file}", serve, "Public")
}

/// An earlier fingerprint gives today's file, which then may not be kept.
async fn serve(State(site): State<Site>, Path((fingerprint, name)): Path<(String, String)>) -> Result<Response> {
    let bytes = file(&name).ok_or(programme::Error::NotFound)?;
    let mut response = ([(header::CONTENT_TYPE, kind(&name))], bytes.into_owned()).into_response();
    if fingerprint == site.assets().fingerprint {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(FOR_A_YEAR));
    }
    Ok(response)
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml; charset=utf-8",
        Some("json") => "application/json; charset=utf-8",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

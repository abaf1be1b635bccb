//! What a handler is given: who asks, the act, the page around it, and what was typed.

mod fields;
mod reading;
mod uploading;
mod writing;

use std::str::FromStr;

use axum::http::HeaderMap;
use programme::Error;
use programme::accounts::{self, SignedIn};

use crate::problem::{Problem, Result};
use crate::{Site, cookies};

pub use fields::Fields;
pub(crate) use fields::Typed;
pub(crate) use fields::is_secret;
pub use reading::{Public, PublicForm, Reading};
pub use uploading::{Uploaded, Uploading};
pub use writing::Writing;

/// The id in an address. What is no id does not exist.
///
/// # Errors
/// `NotFound`.
pub fn id<T: FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Problem::Act(Error::NotFound))
}

/// Who is signed in.
async fn signed_in(site: &Site, headers: &HeaderMap) -> Result<Option<SignedIn>> {
    let Some(token) = cookies::session(site, headers) else { return Ok(None) };
    Ok(accounts::resume(site.programme(), token).await?)
}

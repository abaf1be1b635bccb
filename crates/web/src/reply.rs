//! What a handler gives back: a page, or the way to the next one.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use crate::local;
use crate::problem::Problem;

/// A page.
#[must_use]
pub struct Page<T> {
    template: T,
    status: StatusCode,
}

impl<T: Template> Page<T> {
    /// A page that was asked for.
    pub fn new(template: T) -> Self {
        Self { template, status: StatusCode::OK }
    }

    /// The same page with another status, such as a form with its mistakes.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
}

impl<T: Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        match self.template.render() {
            Ok(html) => (self.status, Html(html)).into_response(),
            Err(error) => Problem::from(error).into_response(),
        }
    }
}

/// After a form: the next page, and what has just happened.
#[must_use]
pub struct SeeOther {
    to: String,
    says: Option<Flash>,
}

/// Words on their way into the cookie that shows them once.
#[derive(Clone, Debug)]
pub struct Flash {
    /// The sentence.
    pub words: String,
    /// Whether something is still to be done, rather than done.
    pub asks: bool,
}

impl SeeOther {
    /// To a page of this site. Anything else leads home.
    pub fn to(address: impl Into<String>) -> Self {
        let address = address.into();
        let signing = address.starts_with("/sign-in");
        let to = if signing || local::path(&address).is_some() { address } else { "/".to_owned() };
        Self { to, says: None }
    }

    /// What happened and what is next, shown once at the top of the next page.
    pub fn saying(mut self, words: impl Into<String>) -> Self {
        self.says = Some(Flash { words: words.into(), asks: false });
        self
    }

    /// What is not done yet and how to go on, shown once at the top of the next page.
    pub fn asking(mut self, words: impl Into<String>) -> Self {
        self.says = Some(Flash { words: words.into(), asks: true });
        self
    }
}

impl IntoResponse for SeeOther {
    fn into_response(self) -> Response {
        let mut response = StatusCode::SEE_OTHER.into_response();
        let to = HeaderValue::from_str(&self.to).unwrap_or(HeaderValue::from_static("/"));
        response.headers_mut().insert(header::LOCATION, to);
        if let Some(flash) = self.says {
            response.extensions_mut().insert(flash);
        }
        response
    }
}

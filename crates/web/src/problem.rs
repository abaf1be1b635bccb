//! Why a page cannot be shown. One type; a person reads a page, a script reads JSON.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use programme::Error;

use crate::request::Fields;

/// Why there is no page, and what is to be said instead.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The act was not done.
    #[error(transparent)]
    Act(#[from] Error),
    /// The session ended while a form was being filled in. What was typed is carried along.
    #[error("the session ended before this form was sent")]
    Ended {
        /// Where the form was going.
        path: String,
        /// What it held.
        fields: Fields,
    },
    /// The form did not come from a page of ours.
    #[error("a form without the word of its session, or from another site")]
    Forged,
    /// What was sent is larger than is allowed.
    #[error("more than {limit} bytes")]
    TooLarge {
        /// The most that is allowed, in bytes.
        limit: usize,
    },
    /// What was sent cannot be read as a form.
    #[error("a request that cannot be read: {0}")]
    Unreadable(String),
    /// The address exists, and is not used in this way.
    #[error("the address is not used in this way")]
    WrongMethod,
    /// A template could not be filled in.
    #[error("a template: {0}")]
    Unrendered(#[from] askama::Error),
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, Problem>;

/// A problem on its way to become a page.
#[derive(Clone)]
pub(crate) struct Told(pub(crate) Arc<Problem>);

/// A problem in words.
pub(crate) struct Words {
    pub(crate) heading: &'static str,
    pub(crate) says: String,
    /// Where to go next, and what the link says.
    pub(crate) next: (&'static str, &'static str),
}

impl Problem {
    /// One field that cannot be read, found by a page before its act.
    #[must_use]
    pub fn field(field: programme::Field) -> Self {
        Self::Act(Error::Invalid(vec![field]))
    }

    /// What the status line says.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Act(Error::NotFound) => StatusCode::NOT_FOUND,
            Self::Act(Error::SignInFirst) | Self::Ended { .. } => StatusCode::UNAUTHORIZED,
            Self::Act(Error::Refused(_) | Error::Stale) => StatusCode::CONFLICT,
            Self::Act(Error::Invalid(_)) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Act(Error::Store(_)) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Act(Error::Broken(_)) | Self::Unrendered(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Forged => StatusCode::FORBIDDEN,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unreadable(_) => StatusCode::BAD_REQUEST,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
        }
    }

    /// The problem that a bare status stands for, such as those of the router itself.
    pub(crate) fn of(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::Act(Error::NotFound),
            StatusCode::METHOD_NOT_ALLOWED => Self::WrongMethod,
            status if status.is_client_error() => Self::Unreadable(status.to_string()),
            status => Self::Act(Error::Broken(status.to_string())),
        }
    }

    /// What a person reads. Details of the machine are for the log alone.
    pub(crate) fn words(&self) -> Words {
        let next = match self {
            Self::Act(Error::SignInFirst) | Self::Ended { .. } => ("/sign-in", "Sign in"),
            _ => ("/", "Go to your home page"),
        };
        Words { heading: self.heading(), says: self.says(), next }
    }

    fn heading(&self) -> &'static str {
        match self {
            Self::Act(Error::NotFound) | Self::WrongMethod => "Page not found",
            Self::Act(Error::SignInFirst) | Self::Ended { .. } => "You have been signed out",
            Self::Act(Error::Refused(_)) => "This cannot be done yet",
            Self::Act(Error::Stale) => "Somebody has saved this since you opened it",
            Self::Act(Error::Invalid(_)) => "Something needs putting right",
            Self::Act(Error::Store(_)) => "We cannot reach our records just now",
            Self::Act(Error::Broken(_)) | Self::Unrendered(_) => "Something went wrong on our side",
            Self::Forged => "This form did not come from your page",
            Self::TooLarge { .. } => "That is too large to send",
            Self::Unreadable(_) => "We could not read that",
        }
    }

    fn says(&self) -> String {
        let says = match self {
            Self::Act(Error::Refused(why)) => return why.clone(),
            Self::Act(Error::Invalid(fields)) => {
                return fields.iter().map(|field| field.says.as_str()).collect::<Vec<_>>().join(" ");
            }
            Self::TooLarge { limit } => {
                let most = megabytes(*limit);
                return format!(
                    "The most that can be sent at once is {most}. Send a smaller file, or split it into two."
                );
            }
            Self::Act(Error::NotFound) => {
                "There is nothing at this address, or nothing that you may see. If a colleague gave you the link, ask them."
            }
            Self::Act(Error::SignInFirst) | Self::Ended { .. } => "Sign in to go on.",
            Self::Act(Error::Stale) => {
                "Nothing was written over. Open the page again to see what was saved, then decide."
            }
            Self::Act(Error::Store(_)) => {
                "Nothing was lost: what was saved is safe, and what you typed is still in your browser. Go back and try again in a minute."
            }
            Self::Act(Error::Broken(_)) | Self::Unrendered(_) => {
                "It is not something you did. What was saved is safe. Try again, and tell whoever runs Plumbline if it happens twice."
            }
            Self::Forged => {
                "Nothing was changed. The page may have been open since before you last signed in. Open it again and send the form from there."
            }
            Self::Unreadable(_) => {
                "The address or the form is not complete. Go back, open the page again and send it from there."
            }
            Self::WrongMethod => {
                "This address takes a form and is no page of its own. Go back to the page the form is on."
            }
        };
        says.to_owned()
    }

    /// Writes to the log what whoever runs the program must know.
    pub(crate) fn log(&self, path: &str) {
        match self {
            Self::Act(Error::Store(_) | Error::Broken(_)) | Self::Unrendered(_) => {
                tracing::error!(path, problem = %self)
            }
            Self::Forged => tracing::warn!(path, problem = %self),
            _ => tracing::debug!(path, problem = %self),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Told(Arc::new(self)));
        response
    }
}

fn megabytes(bytes: usize) -> String {
    let one = 1024 * 1024;
    if bytes < one { format!("{} KB", bytes.div_ceil(1024)) } else { format!("{} MB", bytes / one) }
}

//! Routes that say whom they are for.

use std::fmt::Write;

use axum::Router;
use axum::handler::Handler;
use axum::routing::{get, post};

use crate::Site;

/// One route, and the action a person must be allowed to use it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RouteEntry {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The address, with its parameters in braces.
    pub path: &'static str,
    /// The name of a [`practice::access::Action`]; `Public` where nobody needs to be signed in;
    /// `SignedIn` where the page shows only what each part of it allows.
    pub access: &'static str,
}

/// The routes of a room. A route without an action cannot be written.
#[must_use]
pub struct Routes {
    router: Router<Site>,
    table: Vec<RouteEntry>,
}

impl Routes {
    /// None yet.
    pub fn new() -> Self {
        Self { router: Router::new(), table: Vec::new() }
    }

    /// A page that is read.
    pub fn get<H, T>(mut self, path: &'static str, handler: H, access: &'static str) -> Self
    where
        H: Handler<T, Site>,
        T: 'static,
    {
        self.table.push(RouteEntry { method: "GET", path, access });
        self.router = self.router.route(path, get(handler));
        self
    }

    /// A form that is sent.
    pub fn post<H, T>(mut self, path: &'static str, handler: H, access: &'static str) -> Self
    where
        H: Handler<T, Site>,
        T: 'static,
    {
        self.table.push(RouteEntry { method: "POST", path, access });
        self.router = self.router.route(path, post(handler));
        self
    }

    /// These and those of another room.
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.table.extend(other.table);
        self
    }

    pub(crate) fn into_router(self) -> Router<Site> {
        self.router
    }

    pub(crate) fn into_table(self) -> Vec<RouteEntry> {
        self.table
    }
}

impl Default for Routes {
    fn default() -> Self {
        Self::new()
    }
}

/// `docs/routes.md`: every route and whom it is for.
#[must_use]
pub fn routes_as_markdown() -> String {
    let mut page = String::from(
        "# Routes\n\n\
         Every address, and the action a person must be allowed there. The actions and who may take \
         them are in [access.md](access.md). `Public` needs no sign-in; `SignedIn` shows each person \
         only what its parts allow. What a person may not do answers as if it did not exist.\n\n\
         | Method | Address | Action |\n|---|---|---|\n",
    );
    for entry in crate::route_table() {
        // Writing to a string cannot go wrong.
        let _ = writeln!(page, "| {} | `{}` | {} |", entry.method, entry.path, entry.access);
    }
    page
}

//! Pages and forms: parse the request, call one act, render.
//!
//! A room is a module with a `routes()` function. The frame it stands in: a handler takes one of
//! the extractors of [`request`], gives back one of the replies of [`reply`], and lets every
//! [`problem::Problem`] pass; one middleware turns problems into pages.

pub mod chrome;
pub mod forms;
pub mod problem;
pub mod reply;
pub mod request;
pub mod routes;

mod assets;
mod cookies;
mod csv;
mod dress;
mod local;
mod protect;
mod site;

mod about;
mod accounts;
mod actions;
mod beside;
mod frameworks;
mod health;
mod home;
mod journal;
mod observations;
mod people;
mod records;
mod reviews;
mod surveys;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

pub use routes::{RouteEntry, routes_as_markdown};
pub use site::{Site, SiteSettings};

use problem::Problem;
use routes::Routes;

/// Every room. A new one is one line here, and its `mod` above.
fn rooms() -> Routes {
    Routes::new()
        .merge(home::routes())
        .merge(frameworks::routes())
        .merge(reviews::routes())
        .merge(surveys::routes())
        .merge(records::routes())
        .merge(observations::routes())
        .merge(actions::routes())
        .merge(beside::routes())
        .merge(people::routes())
        .merge(accounts::routes())
        .merge(journal::routes())
        .merge(about::routes())
        .merge(health::routes())
        .merge(assets::routes())
}

/// The whole site: every room, with the protection that every reply carries.
pub fn router(site: Site) -> Router {
    rooms()
        .into_router()
        .fallback(nothing_here)
        .layer(CatchPanicLayer::custom(after_a_panic))
        .layer(from_fn_with_state(site.clone(), dress::dress))
        .layer(CompressionLayer::new())
        .layer(axum::middleware::map_response(protect::with_headers))
        .with_state(site)
}

/// Every route with its method and the action it is for.
#[must_use]
pub fn route_table() -> Vec<RouteEntry> {
    rooms().into_table()
}

async fn nothing_here() -> Problem {
    Problem::Act(programme::Error::NotFound)
}

/// The panic itself has been written to the log by the panic hook.
fn after_a_panic(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    Problem::Act(programme::Error::Broken("a page panicked".into())).into_response()
}

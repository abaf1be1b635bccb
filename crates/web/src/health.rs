//! Whether the program answers and reaches its database, for whatever watches it.

use axum::extract::State;

use crate::Site;
use crate::problem::Result;
use crate::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/health", health, "Public")
}

/// Looks for a session that nobody holds: the cheapest question that the database must answer.
async fn health(State(site): State<Site>) -> Result<&'static str> {
    programme::accounts::resume(site.programme(), "nobody").await?;
    Ok("ok")
}

//! Actions of agreed plans: what is late, what comes next, and what shows that it worked.

mod conflict;
mod list;
mod one;

use crate::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/actions", list::page, "SignedIn")
        .get("/actions/{action}", one::page, "SeePlan")
        .post("/actions/{action}", one::update, "UpdateAction")
        .post("/actions/{action}/close", one::close, "CloseAction")
}

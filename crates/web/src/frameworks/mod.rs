//! Standards: read them, compare versions, draft, comment, agree, publish.

mod compare;
mod draft;
mod list;
mod standard;
mod version;
mod views;

use crate::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/standards", list::page, "ReadStandards")
        .get("/standards/compare", compare::page, "ReadStandards")
        .get("/standards/drafts/new", draft::page, "DraftFramework")
        .post("/standards/drafts/new", draft::put_up, "DraftFramework")
        .get("/standards/{framework}", version::page, "ReadStandards")
        .post("/standards/{framework}/publish", version::publish, "PublishFramework")
        .post("/standards/{framework}/comments", standard::comment, "CommentOnDraft")
        .post("/standards/{framework}/agreements", standard::agree, "DraftFramework")
        .get("/standards/{framework}/{standard}", standard::page, "ReadStandards")
}

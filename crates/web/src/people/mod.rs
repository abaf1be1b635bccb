//! People: who holds how many cases, and bringing a caseload in from a file.

mod findings;
mod overview;
mod preview;
mod rules;
mod template;

use crate::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/people", overview::page, "SeeCaseload")
        .get("/people/template.csv", template::page, "ImportCaseload")
        .post("/people/imports", overview::check, "ImportCaseload")
        .post("/people/names/forget", overview::forget_name, "ImportCaseload")
        .get("/people/imports/{import}", preview::page, "ImportCaseload")
        .post("/people/imports/{import}", preview::settle, "ImportCaseload")
        .get("/people/imports/{import}/findings.csv", findings::as_csv, "ImportCaseload")
}

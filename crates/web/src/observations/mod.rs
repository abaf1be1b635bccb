//! Practice that was watched, both ways: recorded and read by those who review, answered by whoever was watched.

mod list;
mod marks;
mod mine;
mod one;
mod paper;
mod record;

use crate::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/reviews/{review}/observations", list::page, "SeeEvidence")
        .get("/reviews/{review}/observations/new", record::page, "RecordEvidence")
        .post("/reviews/{review}/observations/new", record::save, "RecordEvidence")
        .get("/reviews/{review}/observations/form", paper::page, "SeeEvidence")
        .get("/reviews/{review}/observations/{observation}", one::page, "SeeEvidence")
        .get("/my-observations/{observation}", mine::page, "SeeOwnObservation")
        .post("/my-observations/{observation}", mine::answer, "AnswerObservation")
}

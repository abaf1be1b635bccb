//! Beside the reviews: the private line, dip samples, and what a review costs.

mod cost;
mod dips;
mod private;

use crate::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/private-line", private::page, "ReadPrivateNotes")
        .post("/private-line", private::write, "WritePrivateNote")
        .get("/private-line/notes", private::notes, "ReadPrivateNotes")
        .post("/private-line/notes/{note}/answer", private::answer, "AnswerPrivateNote")
        .get("/dips", dips::list, "SeeDip")
        .post("/dips", dips::start, "RunDip")
        .get("/dips/{dip}", dips::page, "SeeDip")
        .post("/dips/{dip}/reads", dips::read, "RunDip")
        .post("/dips/{dip}/close", dips::close, "RunDip")
        .get("/reviews/{review}/cost", cost::page, "SeeEvidence")
        .post("/reviews/{review}/cost", cost::add, "RecordEvidence")
        .post("/reviews/{review}/cost/{line}/take-out", cost::take_out, "RecordEvidence")
}

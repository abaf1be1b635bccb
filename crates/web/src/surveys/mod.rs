//! Surveys: for those who answer, who have no account and hold a code; and for those who run them.

mod around;
mod asking;
mod carried;
mod enter;
mod guesses;
mod languages;
mod list;
mod one;
mod paper;
mod respond;
mod said;

pub(crate) use guesses::Guesses;

use crate::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/s", respond::code, "Public")
        .post("/s", respond::open, "Public")
        .get("/s/thanks", respond::thanks, "Public")
        .get("/s/start", respond::start, "Public")
        .post("/s/start", respond::begin, "Public")
        .get("/s/{question}", respond::question, "Public")
        .post("/s/{question}", respond::answer, "Public")
        .get("/reviews/{review}/surveys", list::page, "SeeEvidence")
        .post("/reviews/{review}/surveys", list::start, "RunSurvey")
        .get("/reviews/{review}/surveys/{survey}", one::page, "SeeEvidence")
        .post("/reviews/{review}/surveys/{survey}/letters", paper::letters, "RunSurvey")
        .post("/reviews/{review}/surveys/{survey}/asked", paper::asked, "RunSurvey")
        .get("/reviews/{review}/surveys/{survey}/paper/{set}", paper::blank, "SeeEvidence")
        .get("/reviews/{review}/surveys/{survey}/enter/{set}", enter::page, "RecordEvidence")
        .post("/reviews/{review}/surveys/{survey}/enter/{set}", enter::save, "RecordEvidence")
        .post("/reviews/{review}/surveys/{survey}/close", one::close, "RunSurvey")
        .post("/reviews/{review}/surveys/{survey}/texts/{text}", one::screen, "RunSurvey")
        .post("/reviews/{review}/surveys/{survey}/themes", one::add_theme, "RunSurvey")
        .post("/reviews/{review}/surveys/{survey}/themes/{theme}/remove", one::drop_theme, "RunSurvey")
}

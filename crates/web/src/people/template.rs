use axum::http::header;
use axum::response::IntoResponse;
use practice::access::{Action, Object};

use crate::problem::Result;
use crate::request::Reading;

/// The documented CSV (docs/caseload-csv.md) with two invented cases, to be written over.
const TEMPLATE: &str = "team,worker,case reference,opened,type,closed\r\n\
                        Locality 1,Ada Frost,100234,14/03/2026,annual review,\r\n\
                        Review team,Ben Okoro,A-5521,02/11/2025,support plan,28/02/2026\r\n";

pub(super) async fn page(mut reading: Reading) -> Result<impl IntoResponse> {
    reading.act.require(Action::ImportCaseload, &Object::Caseload)?;
    reading.act.commit().await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"caseload-template.csv\""),
    ];
    Ok((headers, TEMPLATE))
}

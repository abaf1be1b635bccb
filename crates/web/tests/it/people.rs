//! Bringing a caseload in: checked first, decided by a person, and the same twice changes nothing.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};

use crate::app::{Engine, Reply, TestApp, Visitor, css};

const BOUNDARY: &str = "a-boundary-that-no-file-holds";

/// One row that can enter, and one with a day that no month has.
const ONE_DAY_WRONG: &str = "team,worker,case reference,opened,type,closed\n\
    Learning Disability Team,Aoife Brannigan,LD-9001,14/03/2026,review,\n\
    Learning Disability Team,Aoife Brannigan,LD-9002,31/02/2026,review,\n";

/// Puts a file up as a browser would.
pub async fn put_up(app: &TestApp, who: &Visitor<'_>, name: &str, bytes: &[u8]) -> Reply {
    let csrf = who.csrf().await;
    let mut body =
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n").into_bytes();
    let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(bytes);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    let request = who.request(Method::POST, "/people/imports").await;
    let request = request.header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"));
    app.send(request.body(Body::from(body)).expect("a request")).await
}

/// The row of a team in the caseload of today.
async fn caseload_of(who: &Visitor<'_>, team: &str) -> String {
    let rows = who.get("/people").await.texts("table tbody tr");
    rows.into_iter().find(|row| row.starts_with(team)).unwrap_or_default()
}

/// The second choice of a list: the first chooses nothing.
fn a_service(page: &Reply) -> String {
    let html = page.html();
    let choice = html.select(&css("select#service option")).nth(1).expect("a service");
    choice.attr("value").expect("a value").to_owned()
}

on_both_engines! {
    async fn the_template_is_checked_previewed_and_imported_and_twice_changes_nothing(app: TestApp) {
        let officer = app.as_person("data");
        let template = officer.get("/people/template.csv").await;
        assert!(template.body.starts_with("team,worker,case reference,opened,type,closed\r\n"), "{}", template.body);

        let checked = put_up(&app, &officer, "caseload.csv", template.body.as_bytes()).await;
        assert_eq!(checked.status, StatusCode::SEE_OTHER, "{}", checked.body);
        let address = checked.location().to_owned();
        let preview = officer.get(&address).await;
        assert!(preview.text(".app-verdict").contains("Nothing is saved yet."), "{}", preview.body);
        assert_eq!(preview.text("table caption"), "2 cases, 2 workers and 2 teams");
        assert!(preview.html().select(&css("option[selected], input[checked]")).next().is_none(), "nothing is chosen yet");

        let undecided = officer.post(&address, &[("do", "import"), ("service", "")]).await;
        assert_eq!(undecided.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(undecided.texts(".govuk-error-summary a[href='#service']").len(), 1, "{}", undecided.body);
        assert!(undecided.text("title").starts_with("Error: "));

        let service = a_service(&preview);
        let done = officer.post(&address, &[("do", "import"), ("service", &service)]).await;
        assert_eq!(done.location(), "/people", "{}", done.body);
        assert_eq!(caseload_of(&officer, "Locality 1").await, "Locality 1 1 open case 1 person");
        assert_eq!(officer.post(&address, &[("do", "import")]).await.status, StatusCode::CONFLICT);

        let again = put_up(&app, &officer, "caseload.csv", template.body.as_bytes()).await.location().to_owned();
        assert!(officer.get(&again).await.text(".govuk-inset-text").contains("imported before"));
        assert_eq!(officer.post(&again, &[("do", "import")]).await.status, StatusCode::SEE_OTHER);
        assert!(officer.get("/people").await.text(".app-rows").contains("Nothing changed: all 2 cases stood as they are."));
    }

    async fn a_file_with_errors_imports_nothing_until_the_person_leaves_those_rows_out(app: TestApp) {
        let officer = app.as_person("data");
        let before = caseload_of(&officer, "Learning Disability Team").await;
        let address = put_up(&app, &officer, "caseload.csv", ONE_DAY_WRONG.as_bytes()).await.location().to_owned();
        let preview = officer.get(&address).await;
        assert!(preview.text("main").contains("line 3, column opened"), "{}", preview.text("main"));
        assert!(preview.text("main").contains("'31/02/2026' is not a date."));
        assert_eq!(preview.texts("input[name=rows]").len(), 2);
        assert!(preview.html().select(&css("input[checked]")).next().is_none(), "nothing is chosen yet");

        let undecided = officer.post(&address, &[("do", "import")]).await;
        assert_eq!(undecided.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(undecided.texts(".govuk-error-summary a[href='#rows']").len(), 1, "{}", undecided.body);
        assert_eq!(caseload_of(&officer, "Learning Disability Team").await, before, "nothing was imported");

        let done = officer.post(&address, &[("do", "import"), ("rows", "leave-out")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert_eq!(caseload_of(&officer, "Learning Disability Team").await, "Learning Disability Team 1 open case 1 person");
    }

    async fn a_file_that_is_to_be_mended_first_leaves_nothing_behind(app: TestApp) {
        let officer = app.as_person("data");
        let address = put_up(&app, &officer, "caseload.csv", ONE_DAY_WRONG.as_bytes()).await.location().to_owned();
        assert!(officer.get("/").await.text("main").contains("Decide about caseload.csv"));
        assert_eq!(officer.post(&address, &[("do", "import"), ("rows", "stop")]).await.location(), "/people");
        assert_eq!(caseload_of(&officer, "Learning Disability Team").await, "Learning Disability Team no open cases no people");
        assert!(officer.get(&address).await.text(".app-verdict").contains("let go"));
        assert!(!officer.get("/").await.text("main").contains("Decide about"));
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_used_comes_back_at_its_field() {
    let app = TestApp::embedded().await;
    let officer = app.as_person("data");
    for (name, bytes, says) in [
        ("letter.pdf", b"%PDF-1.7".as_slice(), "'letter.pdf' is not an Excel workbook or a CSV file."),
        ("caseload.csv", b"team,worker,case reference,notes\nA,B,C1,D\n".as_slice(), "has no column for"),
        ("", b"".as_slice(), "Choose a file first."),
    ] {
        let reply = put_up(&app, &officer, name, bytes).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(reply.text("#file-error").contains(says), "{name}: {}", reply.text("main"));
        assert_eq!(reply.texts(".govuk-error-summary a[href='#file']").len(), 1);
    }
}

#[tokio::test]
async fn what_was_found_can_be_taken_away_without_a_formula_in_it() {
    let app = TestApp::embedded().await;
    let officer = app.as_person("data");
    let hostile = ONE_DAY_WRONG.replace("31/02/2026", "=HYPERLINK(1)");
    let address = put_up(&app, &officer, "caseload.csv", hostile.as_bytes()).await.location().to_owned();
    let file = officer.get(&format!("{address}/findings.csv")).await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.body.contains("\"'=HYPERLINK(1)\""), "{}", file.body);
    assert!(file.body.contains("\"date-unreadable\""), "{}", file.body);
}

#[tokio::test]
async fn caseloads_are_for_the_lead_and_the_data_officer() {
    let app = TestApp::embedded().await;
    for address in ["/people", "/people/template.csv"] {
        for key in ["qal", "data"] {
            assert_eq!(app.as_person(key).get(address).await.status, StatusCode::OK, "{key} at {address}");
        }
        for key in ["ld-04", "tm-ld", "hoa", "dpo", "adm"] {
            assert_eq!(app.as_person(key).get(address).await.status, StatusCode::NOT_FOUND, "{key} at {address}");
        }
    }
    assert_eq!(put_up(&app, &app.as_person("hoa"), "a.csv", b"a").await.status, StatusCode::NOT_FOUND);
}

/// The limit is a setting: a file that is larger is refused by what its sender says of it, before a byte is read.
#[tokio::test]
async fn a_file_that_is_too_large_is_refused_before_it_is_read() {
    let app = TestApp::embedded().await;
    let officer = app.as_person("data");
    let request = officer.request(Method::POST, "/people/imports").await;
    let request = request
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
        .header(header::CONTENT_LENGTH, (40 * 1024 * 1024).to_string());
    // A body that is never sent: whoever tries to read it waits for ever.
    let never = Body::new(Never);
    let reply =
        tokio::time::timeout(std::time::Duration::from_secs(5), app.send(request.body(never).expect("a request")));
    let reply = reply.await.expect("an answer without reading");
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(reply.text("main").contains("32 MB"), "{}", reply.text("main"));
}

/// A body whose next piece never comes.
struct Never;

impl http_body::Body for Never {
    type Data = axum::body::Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Self::Data>, Self::Error>>> {
        std::task::Poll::Pending
    }
}

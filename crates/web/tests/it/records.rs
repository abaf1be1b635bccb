//! Finance and service records: checked first, kept as what they say, and replaced with the evidence made of them.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use practice::ids::ReviewId;
use programme::reviews;

use crate::app::{Engine, Reply, TestApp, Visitor, css};
use crate::reviews::{TWO_CASES, act, drawn};

const BOUNDARY: &str = "a-boundary-that-no-file-holds";
const SPEND: &str = include_str!("../../../plumbline/demo/records/spend.csv");
/// Headings that no column is known by.
const OTHERWISE: &str = "Money,When asked,Agreed\n306,2026-01-05,2026-01-09\n420,2026-01-06,2026-01-20\n";

/// Puts a file up as a browser would.
async fn put_up(
    app: &TestApp,
    who: &Visitor<'_>,
    review: ReviewId,
    fields: &[(&str, &str)],
    (name, text): (&str, &str),
) -> Reply {
    let csrf = who.csrf().await;
    let mut body = String::new();
    for (field, value) in [("csrf", csrf.as_str())].iter().chain(fields) {
        body.push_str(&format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"));
    }
    body.push_str(&format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{text}\r\n--{BOUNDARY}--\r\n"
    ));
    let request = who.request(Method::POST, &format!("/reviews/{review}/records/check")).await;
    let request = request.header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"));
    app.send(request.body(Body::from(body)).expect("a request")).await
}

/// What the evidence of a source says.
async fn notes(app: &TestApp, review: ReviewId, source: &str) -> Vec<String> {
    let mut looking = act(app, "qal").await;
    let found = reviews::evidence_page(&mut looking, review).await.expect("evidence");
    found.items.into_iter().filter(|item| item.source == source).map(|item| item.note).collect()
}

/// The file as it travels in the page.
fn travelling(page: &Reply) -> String {
    let html = page.html();
    html.select(&css("textarea[name=had-file]")).next().map(|area| area.text().collect()).unwrap_or_default()
}

/// The fields of a page that carry its figures back, each with the answer that it fits.
fn answers(page: &Reply, fits: &str) -> Vec<(String, String)> {
    let html = page.html();
    let mut fields = Vec::new();
    for told in html.select(&css("input[name^='had-fact-']")) {
        let name = told.attr("name").unwrap_or_default();
        fields.push((name.to_owned(), told.attr("value").unwrap_or_default().to_owned()));
        fields.push((name.replace("had-fact-", "fits-"), fits.to_owned()));
    }
    fields
}

/// All that is sent to keep what a checked file says.
fn kept<'a>(usual: &[(&'a str, &'a str)], answers: &'a [(String, String)]) -> Vec<(&'a str, &'a str)> {
    let said = answers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    usual.iter().copied().chain(said).chain([("do", "load")]).collect()
}

on_both_engines! {
    async fn a_file_is_checked_then_kept_and_a_second_one_replaces_it_with_its_evidence(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let lead = app.as_person("qal");
        let here = format!("/reviews/{review}/records");
        let preview = put_up(&app, &lead, review, &[("kind", "spend")], ("spend.csv", SPEND)).await;
        assert_eq!(preview.status, StatusCode::OK, "{}", preview.body);
        let says = preview.text("main");
        assert!(says.contains("Nothing is saved yet. 12 rows of it count, November 2025 to October 2026."), "{says}");
        assert!(says.contains("£9,970,000 against a budget of £9,900,000, £70,000 over (n = 12 months)."), "{says}");
        assert!(notes(&app, review, "E1").await.is_empty(), "nothing is saved yet");

        let text = travelling(&preview);
        let (usual, said) = ([("kind", "spend"), ("had-name", "spend.csv"), ("had-file", text.as_str())], answers(&preview, "yes"));
        let reply = lead.post(&here, &kept(&usual, &said)).await;
        assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, here.as_str()), "{}", reply.body);
        let page = lead.get(&here).await.text("main");
        assert!(page.contains("spend.csv: 12 rows, 1 November 2025 to 31 October 2026."), "{page}");
        assert!(page.contains("S44b · Financial information Agency cost"), "{page}");
        assert_eq!(notes(&app, review, "E1").await.len(), 3);

        let half: String = SPEND.lines().take(7).map(|line| format!("{line}\n")).collect();
        let preview = put_up(&app, &lead, review, &[("kind", "spend")], ("half.csv", &half)).await;
        assert!(preview.text("main").contains("The file tells of 6 months"), "{}", preview.text("main"));
        assert!(preview.text("main").contains("It replaces what is loaded now"), "{}", preview.text("main"));
        let (usual, fits) = ([("kind", "spend"), ("had-name", "half.csv"), ("had-file", half.as_str())], answers(&preview, "yes"));
        assert_eq!(lead.post(&here, &kept(&usual, &fits)).await.status, StatusCode::SEE_OTHER);
        let said = notes(&app, review, "E1").await;
        assert!(said.len() == 3 && said.iter().all(|note| !note.contains("October 2026")), "{said:?}");
        assert!(!lead.get(&here).await.text("main").contains("spend.csv"));
    }

    async fn of_each_figure_it_is_said_whether_it_fits_before_it_is_kept(app: TestApp) {
        let review = drawn(&app, TWO_CASES).await;
        let (lead, here) = (app.as_person("qal"), format!("/reviews/{review}/records"));
        let preview = put_up(&app, &lead, review, &[("kind", "spend")], ("spend.csv", SPEND)).await;
        assert_eq!(preview.texts("input[type=radio]").len(), 6, "two answers for each of three figures");
        assert!(preview.texts("input[type=radio][checked]").is_empty(), "nothing is said beforehand");
        let usual = [("kind", "spend"), ("had-name", "spend.csv"), ("had-file", SPEND)];
        let mut said = answers(&preview, "yes");
        said.retain(|(name, _)| name != "fits-2");
        let asked = lead.post(&here, &kept(&usual, &said)).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", asked.body);
        assert_eq!(asked.texts(".govuk-error-summary a[href='#fits-2']").len(), 1, "{}", asked.text(".govuk-error-summary"));
        assert!(asked.texts(".govuk-error-summary a[href='#fits-1']").is_empty(), "the first is answered");
        assert_eq!(asked.texts("input[name=fits-1][value=yes][checked]").len(), 1, "and what was said stands");
        assert!(notes(&app, review, "E1").await.is_empty());

        // An answer to another figure is none to this one.
        let mut other = answers(&preview, "yes");
        if let Some((_, text)) = other.iter_mut().find(|(name, _)| name == "had-fact-1") {
            *text = "Spend, November 2025 to October 2026: nothing.".to_owned();
        }
        let reply = lead.post(&here, &kept(&usual, &other)).await;
        assert_eq!(reply.texts(".govuk-error-summary a[href='#fits-1']").len(), 1, "{}", reply.text(".govuk-error-summary"));

        let mut said = answers(&preview, "yes");
        if let Some((_, fits)) = said.iter_mut().find(|(name, _)| name == "fits-1") {
            *fits = "no".to_owned();
        }
        assert_eq!(lead.post(&here, &kept(&usual, &said)).await.status, StatusCode::SEE_OTHER);
        let mut looking = act(&app, "qal").await;
        let items = reviews::evidence_page(&mut looking, review).await.expect("evidence").items;
        let agrees = |start: &str| items.iter().find(|item| item.note.starts_with(start)).map(|item| item.agrees);
        assert_eq!([agrees("Spend"), agrees("Agency"), agrees("Overtime")], [Some(false), Some(true), Some(true)]);
    }
}

#[tokio::test]
async fn a_column_that_is_called_otherwise_is_chosen_and_the_choice_is_carried_on() {
    let app = TestApp::embedded().await;
    let review = drawn(&app, TWO_CASES).await;
    let reader = app.as_person("rv-saf");
    let here = format!("/reviews/{review}/records");
    let asked = put_up(&app, &reader, review, &[("kind", "packages")], ("p.csv", OTHERWISE)).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(asked.texts("select").len(), 4, "{}", asked.body);
    assert!(asked.html().select(&css("option[selected]")).next().is_none(), "nothing is guessed");
    assert_eq!(asked.texts(".govuk-error-summary a[href='#map-decided_on']").len(), 1);

    let text = travelling(&asked);
    let chosen = [
        ("kind", "packages"),
        ("had-name", "p.csv"),
        ("had-file", text.as_str()),
        ("map-weekly_cost", "Money"),
        ("map-start_date", ""),
        ("map-requested_on", "When asked"),
        ("map-decided_on", "Agreed"),
    ];
    let checked = reader.post(&here, &[chosen.as_slice(), &[("do", "check")]].concat()).await;
    assert_eq!(checked.status, StatusCode::OK, "{}", checked.body);
    assert!(checked.text("main").contains("too few to give a median weekly cost (n = 2 packages)"));
    assert_eq!(checked.texts("input[name='map-requested_on'][value='When asked']").len(), 1);
    let reply = reader.post(&here, &kept(&chosen, &answers(&checked, "no"))).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    assert_eq!(notes(&app, review, "E1").await.len(), 1);
}

#[tokio::test]
async fn what_is_wrong_is_told_by_line_and_nothing_can_be_kept() {
    let app = TestApp::embedded().await;
    let review = drawn(&app, TWO_CASES).await;
    let lead = app.as_person("qal");
    let wrong = "weekly_cost,requested_on,decided_on\n306,2026-01-05,31/02/2026\n<b>,2026-01-05,\n";
    let reply = put_up(&app, &lead, review, &[("kind", "packages")], ("p.csv", wrong)).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    let rows = reply.texts("table tbody tr");
    assert_eq!(rows[0], "Line 2 decided_on '31/02/2026' is not a date. Correct it in the file.");
    assert!(rows[1].starts_with("Line 3 weekly_cost '<b>' is not a number."), "{rows:?}");
    assert_eq!(reply.texts(".govuk-error-summary a[href='#problems']").len(), 1);
    assert!(reply.texts("button[value=load]").is_empty());
    let fields = [("kind", "packages"), ("had-name", "p.csv"), ("had-file", wrong), ("do", "load")];
    let forced = lead.post(&format!("/reviews/{review}/records"), &fields).await;
    assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", forced.body);
    assert!(notes(&app, review, "E1").await.is_empty());

    for (fields, name, at) in [(vec![("kind", "")], "p.csv", "#kind"), (vec![("kind", "spend")], "", "#file")] {
        let reply = put_up(&app, &lead, review, &fields, (name, "a")).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(reply.texts(&format!(".govuk-error-summary a[href='{at}']")).len(), 1, "{}", reply.body);
    }
}

#[tokio::test]
async fn a_file_of_other_months_is_refused_with_the_column_and_its_newest_day() {
    let app = TestApp::embedded().await;
    let review = drawn(&app, TWO_CASES).await;
    let lead = app.as_person("qal");
    let old = "Came in,type\n03/03/2025,complaint\n2025-10-08,compliment\n";
    let reply = put_up(&app, &lead, review, &[("kind", "complaints")], ("c.csv", old)).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "its first column is not known");
    let map = [("kind", "complaints"), ("map-received_on", "Came in")];
    let reply = put_up(&app, &lead, review, &map, ("c.csv", old)).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.text("main"));
    let says =
        "No row is of the 12 months to 16 November 2026. The newest day in the column “Came in” is 8 October 2025.";
    assert!(reply.text(".govuk-error-summary").contains(says), "{}", reply.text(".govuk-error-summary"));
    assert!(reply.texts("button[value=load]").is_empty());
}

#[tokio::test]
async fn a_large_file_is_chosen_again_rather_than_carried_in_the_page() {
    let app = TestApp::embedded().await;
    let review = drawn(&app, TWO_CASES).await;
    let lead = app.as_person("qal");
    let large = "received_on,kind\n".to_owned() + &"2026-03-01,complaint\n".repeat(12_000);
    let preview = put_up(&app, &lead, review, &[("kind", "complaints")], ("c.csv", &large)).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.text("main"));
    assert_eq!((preview.texts("textarea").len(), preview.texts("input[type=file]").len()), (0, 1));
    let said = answers(&preview, "yes");
    let reply = put_up(&app, &lead, review, &kept(&[("kind", "complaints")], &said), ("c.csv", &large)).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    assert_eq!(notes(&app, review, "E12").await, ["Complaints, March 2026: 12000, of which 12000 without an outcome."]);
}

#[tokio::test]
async fn records_are_for_reviewers_and_not_there_for_anybody_else() {
    let app = TestApp::embedded().await;
    let review = drawn(&app, TWO_CASES).await;
    let here = format!("/reviews/{review}/records");
    assert_eq!(app.as_person("rv-cap").get(&here).await.status, StatusCode::OK);
    for key in ["hoa", "sma", "tm-ld", "ld-01", "dpo", "adm", "ie-2"] {
        let person = app.as_person(key);
        assert_eq!(person.get(&here).await.status, StatusCode::NOT_FOUND, "{key}");
        let reply = put_up(&app, &person, review, &[("kind", "spend")], ("spend.csv", SPEND)).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{key}");
        let fields = [("kind", "spend"), ("had-name", "spend.csv"), ("had-file", SPEND), ("do", "load")];
        assert_eq!(person.post(&here, &fields).await.status, StatusCode::NOT_FOUND, "{key}");
    }
}

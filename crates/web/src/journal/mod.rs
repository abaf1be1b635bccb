//! The journal: who did what, and who saw what, for the data protection officer.

use askama::Template;
use axum::extract::Query;
use axum::http::header;
use axum::response::IntoResponse;
use practice::days;
use practice::ids::EntryId;
use programme::journal;
use serde::Deserialize;
use store::journal::Line;

use crate::chrome::Chrome;
use crate::csv;
use crate::problem::Result;
use crate::reply::Page;
use crate::request::Reading;
use crate::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/journal", page, "SeeJournal").get("/journal.csv", as_csv, "SeeJournal")
}

/// One line of the journal, in words.
pub(crate) struct LineView {
    pub(crate) when: String,
    pub(crate) who: String,
    pub(crate) happened: &'static str,
    /// The review, and what in it: a reference or a standard, never content.
    pub(crate) what: String,
    pub(crate) rule: String,
}

impl LineView {
    /// A line as people read it.
    pub(crate) fn of(line: &Line) -> Self {
        let about = [line.review.as_deref().unwrap_or_default(), &line.what];
        Self {
            when: format!("{}, {}", days::long(days::today(line.at)), days::clock(line.at)),
            who: line.by_name.clone().unwrap_or_else(|| "Nobody signed in".into()),
            happened: line.happened.words(),
            what: about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": "),
            rule: line.rule.clone(),
        }
    }
}

/// The latest entries.
#[derive(Template)]
#[template(path = "journal/page.html")]
pub(crate) struct JournalPage {
    chrome: Chrome,
    lines: Vec<LineView>,
    /// These lines as a file.
    csv: String,
    /// The lines before these; empty where there are none.
    earlier: String,
    /// Whether these are not the newest.
    is_later_page: bool,
}

/// Where a page of the journal begins: before this line, or with the newest.
#[derive(Deserialize)]
pub(crate) struct From {
    #[serde(default)]
    before: String,
}

impl From {
    /// The line; none where the address holds something else.
    fn line(&self) -> Option<EntryId> {
        self.before.parse().ok()
    }

    fn parameter(before: Option<EntryId>) -> String {
        before.map_or_else(String::new, |line| format!("?before={line}"))
    }
}

async fn page(Query(from): Query<From>, mut reading: Reading) -> Result<Page<JournalPage>> {
    let (lines, next) = journal::read(&mut reading.act, from.line()).await?;
    reading.act.commit().await?;
    Ok(Page::new(JournalPage {
        chrome: reading.chrome.titled("Journal"),
        lines: lines.iter().map(LineView::of).collect(),
        csv: format!("/journal.csv{}", From::parameter(from.line())),
        earlier: next.map_or_else(String::new, |_| format!("/journal{}", From::parameter(next))),
        is_later_page: from.line().is_some(),
    }))
}

async fn as_csv(Query(from): Query<From>, mut reading: Reading) -> Result<impl IntoResponse> {
    let (lines, _) = journal::read(&mut reading.act, from.line()).await?;
    let lines: Vec<LineView> = lines.iter().map(LineView::of).collect();
    reading.act.commit().await?;
    let mut file = csv::row(["When", "Who", "What happened", "What it concerned", "Rule"]);
    for line in &lines {
        file.push_str(&csv::row([&line.when, &line.who, line.happened, &line.what, &line.rule]));
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"journal.csv\""),
    ];
    Ok((headers, file))
}

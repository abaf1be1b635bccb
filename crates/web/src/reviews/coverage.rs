use askama::Template;
use axum::extract::Path;
use practice::frameworks::Voice;
use practice::reviews::Cell;
use programme::reviews::{self, CoveragePage as Found};

use super::overview::source_tag;
use super::{ReviewHead, counted};
use crate::chrome::Chrome;
use crate::problem::Result;
use crate::reply::Page;
use crate::request::{Reading, id};

/// What every standard stands on.
#[derive(Template)]
#[template(path = "reviews/coverage.html")]
pub(super) struct CoveragePage {
    chrome: Chrome,
    review: ReviewHead,
    back: String,
    /// "Every standard is told of by at least two sources." and the like.
    findings: Vec<String>,
    sources: Vec<SourceHead>,
    voices: Vec<&'static str>,
    rows: Vec<Row>,
}

/// One source, at the head of its column.
struct SourceHead {
    id: String,
    name: String,
    href: String,
    state: &'static str,
    tag: &'static str,
}

/// One standard.
struct Row {
    id: String,
    name: String,
    href: String,
    critical: bool,
    cells: Vec<CellView>,
    heard: Vec<CellView>,
    note: &'static str,
}

/// One place of the matrix: a word for those who listen, a shape for those who look.
struct CellView {
    class: &'static str,
    text: String,
    spoken: String,
}

pub(super) async fn page(Path(review): Path<String>, mut reading: Reading) -> Result<Page<CoveragePage>> {
    let found = reviews::covering(&mut reading.act, id(&review)?).await?;
    let head = ReviewHead::with_tabs(&found.opened, &reading.act, "Evidence");
    reading.act.commit().await?;
    let framework = &found.opened.framework;
    let rows = found.standards.iter().filter_map(|covered| {
        let standard = framework.standard(&covered.standard)?;
        Some(Row {
            id: standard.id.clone(),
            name: standard.name.clone(),
            href: format!("{}/standards/{}", head.href, standard.id),
            critical: standard.critical,
            cells: covered.cells.iter().map(|cell| cell_view(*cell)).collect(),
            heard: Voice::ALL.iter().map(|voice| heard(covered.voices.contains(voice))).collect(),
            note: if covered.records_only {
                "Records only: it cannot be good until somebody is asked or practice is seen."
            } else {
                ""
            },
        })
    });
    Ok(Page::new(CoveragePage {
        chrome: reading.chrome.titled(&head.titled("What each standard stands on")),
        back: format!("{}/evidence", head.href),
        findings: findings(&found),
        sources: found
            .sources
            .iter()
            .map(|status| SourceHead {
                id: status.source.clone(),
                name: status.name.clone(),
                href: format!("{}/sources/{}", head.href, status.source),
                state: status.state.words(),
                tag: source_tag(status.state),
            })
            .collect(),
        voices: Voice::ALL.iter().map(|voice| voice_words(*voice)).collect(),
        rows: rows.collect(),
        review: head,
    }))
}

fn findings(found: &Found) -> Vec<String> {
    let none = found.standards.iter().filter(|covered| covered.sources() == 0).count();
    let one = found.standards.iter().filter(|covered| covered.sources() == 1).count();
    let records = found.standards.iter().filter(|covered| covered.records_only).count();
    let disputed = found.standards.iter().filter(|covered| covered.is_disputed()).count();
    let all = found.standards.len();
    let mut said = vec![match none + one {
        0 => format!("Each of the {all} standards is told of by two sources or more."),
        thin => format!(
            "{} of {all} standards are told of by two sources or more; {one} by one, {none} by none.",
            all - thin
        ),
    }];
    if records > 0 {
        said.push(format!("{} on records alone.", stands(records)));
    }
    if disputed > 0 {
        said.push(format!(
            "Sources tell different things on {}: each is decided with a reason, never averaged.",
            counted(disputed, "standard")
        ));
    }
    said
}

fn stands(count: usize) -> String {
    if count == 1 {
        "1 standard about practice stands".to_owned()
    } else {
        format!("{count} standards about practice stand")
    }
}

fn cell_view(cell: Cell) -> CellView {
    match cell {
        Cell::Beside => CellView { class: "beside", text: String::new(), spoken: "does not bear on it".into() },
        Cell::Missing => CellView { class: "missing", text: "–".into(), spoken: "nothing yet".into() },
        Cell::Told(count) => CellView { class: "told", text: count.to_string(), spoken: String::new() },
        Cell::Disagrees(count) => {
            CellView { class: "differs", text: format!("{count} ≠"), spoken: "with disagreement".into() }
        }
    }
}

fn heard(yes: bool) -> CellView {
    if yes {
        CellView { class: "heard", text: "●".into(), spoken: "heard".into() }
    } else {
        CellView { class: "beside", text: String::new(), spoken: "not heard".into() }
    }
}

fn voice_words(voice: Voice) -> &'static str {
    match voice {
        Voice::Person => "Person",
        Voice::Carer => "Carer",
        Voice::Record => "Record",
        Voice::Worker => "Worker",
        Voice::Manager => "Manager",
        Voice::Seen => "Seen",
    }
}

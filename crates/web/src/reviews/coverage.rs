use askama::Template;
use axum::extract::Path;
use practice::frameworks::Voice;
use practice::reviews::{Cell, Covered, SourceStatus, part_name};
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
    /// What came, or why it is thin or missing.
    detail: String,
    /// It has begun, and a person has to say whether all of it is in.
    asks: bool,
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
    disputes: Vec<Dispute>,
}

/// A disagreement on a standard: what has become of it, and where the decision and its reason stand.
struct Dispute {
    says: &'static str,
    href: String,
}

const DECIDED: &str = "Sources disagree: the decision and its reason";
const NOT_YET: &str = "Sources disagree: not yet decided";
const NOT_WRITTEN: &str = "Sources tell different things: write both down";

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
            disputes: disputes(&found, covered, &head.href),
        })
    });
    Ok(Page::new(CoveragePage {
        chrome: reading.chrome.titled(&head.titled("What each standard stands on")),
        back: format!("{}/evidence", head.href),
        findings: findings(&found),
        sources: found.sources.iter().map(|status| source_head(&found, status, &head.href)).collect(),
        voices: Voice::ALL.iter().map(|voice| voice_words(*voice)).collect(),
        rows: rows.collect(),
        review: head,
    }))
}

fn source_head(found: &Found, status: &SourceStatus, review: &str) -> SourceHead {
    SourceHead {
        id: status.source.clone(),
        name: status.name.clone(),
        href: format!("{review}/sources/{}", status.source),
        state: status.state.words(),
        tag: source_tag(status.state),
        detail: status.detail.clone(),
        asks: found.may_write && found.asks.contains(&status.source),
    }
}

fn findings(found: &Found) -> Vec<String> {
    let none = found.standards.iter().filter(|covered| covered.sources() == 0).count();
    let one = found.standards.iter().filter(|covered| covered.sources() == 1).count();
    let records = found.standards.iter().filter(|covered| covered.records_only).count();
    let clashes: Vec<Vec<Dispute>> =
        found.standards.iter().map(|covered| disputes(found, covered, "")).filter(|of| !of.is_empty()).collect();
    let with = |says: &str| clashes.iter().filter(|of| of.iter().any(|dispute| dispute.says == says)).count();
    let (open, not_written) = (with(NOT_YET), with(NOT_WRITTEN));
    let all = found.standards.len();
    let mut said = vec![match none + one {
        0 => format!("Each of the {all} standards is told of by two sources or more."),
        thin => format!(
            "{} of {all} standards have evidence from two sources or more; {one} from one, {none} from none.",
            all - thin
        ),
    }];
    if records > 0 {
        said.push(format!("{} on records alone.", stands(records)));
    }
    if !clashes.is_empty() {
        let left = match (open, not_written) {
            (0, 0) => "each is decided with a reason".to_owned(),
            (open, 0) => format!("{open} not yet decided"),
            (0, more) => format!("{more} not written down yet as a disagreement"),
            (open, more) => format!("{open} not yet decided, {more} not written down yet as a disagreement"),
        };
        said.push(format!(
            "Sources tell different things on {}: {left}. What they tell is never averaged.",
            counted(clashes.len(), "standard")
        ));
    }
    said
}

/// Every disagreement that was written down on a standard. Where evidence disagrees and nobody has written that down,
/// the place to do so.
fn disputes(found: &Found, covered: &Covered, review: &str) -> Vec<Dispute> {
    let written = found.disagreements(&covered.standard).map(|clash| Dispute {
        says: if clash.is_open() { NOT_YET } else { DECIDED },
        href: format!("{review}/contradictions/{}", clash.id),
    });
    let mut all: Vec<Dispute> = written.collect();
    let here = found.written.iter().filter(|(standard, _)| *standard == covered.standard);
    let parts: Vec<&str> = here.map(|(_, part)| part.as_str()).collect();
    if let Some(clash) = covered.unwritten(&parts).first() {
        let standard = found.opened.framework.standard(&covered.standard);
        let part = standard.and_then(|standard| Some(part_name(standard, standard.element(&clash.part)?)));
        let part = part.unwrap_or_else(|| covered.standard.clone());
        all.push(Dispute { says: NOT_WRITTEN, href: format!("{review}/evidence?part={part}#disagree") });
    }
    all
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

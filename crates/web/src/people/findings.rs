use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use extracts::{Finding, Severity};
use practice::ids::ImportId;
use programme::people;

use super::rules;
use crate::csv;
use crate::problem::Result;
use crate::request::{Reading, id};

/// Findings of one rule that are shown at once (interface, convention 28).
const FIRST: usize = 10;
/// Findings of one rule that a click opens below them; the file holds the rest.
const THEN: usize = 90;

/// Everything found by one rule.
pub(super) struct Group {
    pub(super) heading: String,
    /// "In 12 places", or nothing where one line tells of all.
    pub(super) count: String,
    pub(super) first: Vec<Line>,
    pub(super) then: Vec<Line>,
    /// "Show 40 more".
    pub(super) show: String,
    /// "140 more are in the file below."; empty where all are shown.
    pub(super) rest: String,
}

/// One thing found: where, what stands there, and how to mend it or how it was read.
pub(super) struct Line {
    pub(super) place: String,
    pub(super) value: String,
    pub(super) message: String,
}

/// Findings by rule, in the order in which each rule was first met.
pub(super) fn grouped<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<Group> {
    let mut rules: Vec<(&str, Vec<&Finding>)> = Vec::new();
    for finding in findings {
        match rules.iter_mut().find(|(rule, _)| *rule == finding.rule) {
            Some((_, found)) => found.push(finding),
            None => rules.push((finding.rule.as_str(), vec![finding])),
        }
    }
    rules.into_iter().map(|(rule, found)| Group::of(rule, &found)).collect()
}

impl Group {
    fn of(rule: &str, found: &[&Finding]) -> Self {
        let lines =
            |from: usize, most: usize| found.iter().skip(from).take(most).map(|finding| Line::of(finding)).collect();
        let (first, then): (Vec<Line>, Vec<Line>) = (lines(0, FIRST), lines(FIRST, THEN));
        let over = found.len().saturating_sub(FIRST + THEN);
        Self {
            heading: rules::heading(rule),
            count: if found.len() == 1 { String::new() } else { format!("In {} places.", found.len()) },
            show: format!("Show {} more", then.len()),
            rest: if over == 0 { String::new() } else { format!("{over} more are in the file to download.") },
            first,
            then,
        }
    }
}

impl Line {
    fn of(finding: &Finding) -> Self {
        Self { place: finding.place.to_string(), value: finding.value.clone(), message: finding.message.clone() }
    }
}

/// All findings for a spreadsheet, in which no cell becomes a formula.
pub(super) async fn as_csv(Path(import): Path<String>, mut reading: Reading) -> Result<impl IntoResponse> {
    let import: ImportId = id(&import)?;
    let checked = people::opened(&mut reading.act, import).await?;
    reading.act.commit().await?;
    let mut file = csv::row(["Where", "What the file says", "What was found", "What happens", "Rule"]);
    for finding in &checked.found.findings {
        let place = finding.place.to_string();
        let happens = match finding.severity {
            Severity::LeavesRowOut => "The row is left out",
            Severity::Noted => "The row is read",
        };
        file.push_str(&csv::row([&place, &finding.value, &finding.message, happens, &finding.rule]));
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"findings.csv\""),
    ];
    Ok((headers, file))
}

#[cfg(test)]
mod tests {
    use extracts::{Finding, Place, Severity};

    use super::grouped;

    fn finding(rule: &str, row: u32) -> Finding {
        Finding {
            severity: Severity::LeavesRowOut,
            place: Place { sheet: "List 6".into(), cell: format!("A{row}"), row },
            rule: rule.into(),
            value: String::new(),
            message: "Add it in the file, or leave this row out.".into(),
        }
    }

    #[test]
    fn ten_are_shown_then_ninety_and_the_rest_are_counted() {
        let of_one_rule = (1..=140).map(|row| finding("team-missing", row));
        let found: Vec<Finding> = of_one_rule.chain([finding("opened-missing", 3)]).collect();
        let groups = grouped(found.iter());
        assert_eq!(groups.len(), 2);
        assert_eq!((groups[0].first.len(), groups[0].then.len()), (10, 90));
        assert_eq!(groups[0].rest, "40 more are in the file to download.");
        assert_eq!((groups[1].first.len(), groups[1].count.as_str()), (1, ""));
    }
}

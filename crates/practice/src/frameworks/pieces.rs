//! The plain pieces of a framework file: scale, sources, domains, parts, numbers.

use std::collections::{BTreeMap, BTreeSet};

use super::rules::{CasesToTeam, NextReview, NotJudged, Overall, Share, Stop};
use super::table::{At, Table};
use super::{Domain, Element, Page, Scale, Source, Voice};
use crate::reviews::{Grade, Outcome};

pub(super) fn ident(table: &Table<'_, '_>, key: &str) -> Option<String> {
    let text = table.text(key)?;
    let fine = text.value.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
    if !fine {
        table.problem(text.span, format!("“{key}” may hold letters, numbers, - and . only."));
    }
    fine.then_some(text.value)
}

pub(super) fn scale(top: &Table<'_, '_>) -> Scale {
    let words = |marks: [&str; 3]| marks.map(str::to_owned);
    let mut scale = Scale { marks: words(["met", "partly", "not-met"]), not_evidenced: true, labels: BTreeMap::new() };
    let Some(table) = top.table_if("scale", "[scale]") else {
        top.problem(0..0, "The framework has no [scale]. Add it, with the words for its marks.");
        return scale;
    };
    let table = table.only(&["marks", "not_evidenced", "labels"]);
    let marks: Vec<String> = table.texts("marks").into_iter().map(|m| m.value).collect();
    match (marks.as_slice(), <[String; 3]>::try_from(marks.clone())) {
        ([a, b, c], Ok(three))
            if [[a, b, c] == ["met", "partly", "not-met"], [a, b, c] == ["clear", "some", "none"]].contains(&true) =>
        {
            scale.marks = three;
        }
        _ => table.problem(
            table.value("marks").map_or(0..0, toml::Spanned::span),
            "“marks” should be [\"met\", \"partly\", \"not-met\"] or [\"clear\", \"some\", \"none\"], best first.",
        ),
    }
    scale.not_evidenced = table.flag("not_evidenced", true);
    if let Some(labels) = table.table_if("labels", "[scale.labels]") {
        scale.labels = words_by_name(&labels);
    }
    scale
}

pub(super) fn words_by_name(table: &Table<'_, '_>) -> BTreeMap<String, String> {
    table
        .entries()
        .filter_map(|(name, value)| match value.get_ref().as_str() {
            Some(text) => Some((name.value, text.to_owned())),
            None => {
                table.problem(value.span(), format!("“{}” in {} should be text in quotes.", name.value, table.what));
                None
            }
        })
        .collect()
}

pub(super) fn grade_labels(top: &Table<'_, '_>) -> BTreeMap<String, String> {
    let known: Vec<&str> = Outcome::ALL.iter().map(|o| o.as_str()).collect();
    top.table_if("grades", "[grades]").map(|t| words_by_name(&t.only(&known))).unwrap_or_default()
}

pub(super) fn sources(top: &Table<'_, '_>) -> Vec<At<Source>> {
    top.tables("sources", "a source").into_iter().filter_map(source).collect()
}

pub(super) fn source(table: Table<'_, '_>) -> Option<At<Source>> {
    let table = table.only(&[
        "id",
        "name",
        "short",
        "direct",
        "collected_by",
        "minimum",
        "says_nothing_on",
        "voice",
        "case_record",
    ]);
    let id = table.text("id")?;
    let direct = table.text("direct")?;
    if !["yes", "partly", "mixed", "no"].contains(&direct.value.as_str()) {
        table.problem(direct.span.clone(), "“direct” should be “yes”, “partly”, “mixed” or “no”.");
    }
    let voice = table.text("voice")?;
    let Some(heard) = Voice::parse(&voice.value) else {
        let known = Voice::ALL.map(Voice::as_str).join(", ");
        table.problem(voice.span, format!("“{}” is not a voice. Use one of: {known}.", voice.value));
        return None;
    };
    let span = id.span.clone();
    Some(At {
        value: Source {
            id: id.value,
            name: table.text("name")?.value,
            short: table.text("short")?.value,
            direct: direct.value,
            collected_by: table.text("collected_by")?.value,
            minimum: table.text("minimum")?.value,
            says_nothing_on: table.text_if("says_nothing_on").map(|t| t.value),
            voice: heard,
            case_record: table.flag("case_record", false),
        },
        span,
    })
}

pub(super) fn domains(top: &Table<'_, '_>) -> Vec<At<Domain>> {
    top.tables("domains", "a domain")
        .into_iter()
        .filter_map(|table| {
            let table = table.only(&["id", "name"]);
            let id = table.text("id")?;
            let name = table.text("name")?.value;
            Some(id.map(|id| Domain { id, name }))
        })
        .collect()
}

pub(super) fn element(table: Table<'_, '_>) -> Option<At<Element>> {
    let table = table.only(&["key", "gate", "text", "name", "yes", "part", "no", "na", "na_when"]);
    let key = table.text("key")?;
    let said = ["yes", "part", "no"].map(|k| table.text_if(k).map(|t| t.value));
    let said = match said {
        [Some(yes), Some(part), Some(no)] => Some([yes, part, no]),
        [None, None, None] => None,
        _ => {
            table
                .problem(key.span.clone(), format!("Part {} needs all of “yes”, “part” and “no”, or none.", key.value));
            None
        }
    };
    let text = table.text("text")?.value;
    Some(key.map(|key| Element {
        key,
        gate: table.flag("gate", false),
        text,
        name: table.text_if("name").map(|t| t.value),
        said,
        may_not_apply: table.flag("na", true),
        na_when: table.text_if("na_when").map(|t| t.value),
    }))
}

pub(super) fn page(table: Table<'_, '_>) -> Page {
    let table = table.only(&["meaning", "good", "weak", "ask_yourself"]);
    let list = |key| table.texts_if(key).unwrap_or_default().into_iter().map(|t| t.value).collect();
    Page { meaning: list("meaning"), good: list("good"), weak: list("weak"), ask_yourself: list("ask_yourself") }
}

pub(super) fn not_judged(table: Table<'_, '_>) -> NotJudged {
    let table = table.only(&["gate_not_evidenced", "not_evidenced_over", "applicable_under"]);
    NotJudged {
        gate_not_evidenced: table.flag("gate_not_evidenced", false),
        not_evidenced_over: table.text_if("not_evidenced_over").and_then(|s| share_of(&table, s)),
        applicable_under: table.number_if("applicable_under").map(|n| n.value),
    }
}

pub(super) fn stop(table: Table<'_, '_>) -> Option<Stop> {
    let table = table.only(&["says", "second_reader_from"]);
    Some(Stop {
        says: table.text("says")?.value,
        second_reader_from: table.number_if("second_reader_from").map(|n| n.value),
    })
}

pub(super) fn cases_to_team(table: Table<'_, '_>) -> Option<CasesToTeam> {
    let table =
        table.only(&["good_from", "good_inadequate_up_to", "inadequate_from", "critical_inadequate_from_cases"]);
    Some(CasesToTeam {
        good_from: table.number("good_from")?,
        good_inadequate_up_to: table.number("good_inadequate_up_to")?,
        inadequate_from: table.number("inadequate_from")?,
        critical_inadequate_from_cases: table.number("critical_inadequate_from_cases")?,
    })
}

pub(super) fn overall(table: Table<'_, '_>) -> Option<Overall> {
    let table = table.only(&["shown", "good_from", "good_inadequate_up_to"]);
    Some(Overall {
        shown: table.flag("shown", false),
        good_from: table.number("good_from")?,
        good_inadequate_up_to: table.number("good_inadequate_up_to")?,
    })
}

pub(super) fn next_review(table: Table<'_, '_>) -> Option<NextReview> {
    let table =
        table.only(&["good", "good_light_touch", "requires_improvement", "inadequate", "critical_inadequate_resample"]);
    Some(NextReview {
        good: table.number("good")?,
        good_light_touch: table.number("good_light_touch")?,
        requires_improvement: table.number("requires_improvement")?,
        inadequate: table.number("inadequate")?,
        critical_inadequate_resample: table.number("critical_inadequate_resample")?,
    })
}

pub(super) fn grade(table: &Table<'_, '_>, word: At<String>) -> Option<Grade> {
    let read = Grade::parse(&word.value);
    if read.is_none() {
        let known = Grade::ALL.map(Grade::as_str).join(", ");
        table.problem(word.span, format!("“{}” is not a grade. Use one of: {known}.", word.value));
    }
    read
}

/// A fraction such as "2/3", more than 0 and at most 1.
pub(super) fn share_of(table: &Table<'_, '_>, text: At<String>) -> Option<Share> {
    let read = text.value.split_once('/').and_then(|(top, bottom)| {
        let share = Share { top: top.trim().parse().ok()?, bottom: bottom.trim().parse().ok()? };
        (share.top > 0 && share.bottom <= 1000 && share.top <= share.bottom).then_some(share)
    });
    if read.is_none() {
        table.problem(text.span, format!("“{}” is not a share. Write it like \"2/3\".", text.value));
    }
    read
}

/// Refuses an id used twice.
pub(super) fn unique<'x, T: 'x>(table: &Table<'_, '_>, all: impl Iterator<Item = (&'x str, &'x At<T>)>, what: &str) {
    let mut seen = BTreeSet::new();
    for (id, at) in all {
        if !seen.insert(id) {
            table.problem(at.span.clone(), format!("There are two of {what} “{id}”. Give one another name."));
        }
    }
}

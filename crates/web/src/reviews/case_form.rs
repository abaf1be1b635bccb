//! The form of a case review: what it sends, as a record; and what it shows of one.

use practice::frameworks::{Element, Framework, Scale, Standard};
use practice::reviews::{Behind, CaseRecord, Mark, is_concern, part_name};
use programme::reviews::{Opened, OpenedCase};
use programme::{Error, Field};

use super::capitalised;
use crate::forms::{Choice, Errors};
use crate::request::Fields;

/// Names of fields that belong to the page and not to what was written.
const NOT_WRITTEN: [&str; 3] = ["csrf", "seen", "then"];

/// What was written, as a record. Blank notes and reasons are no notes and reasons.
///
/// # Errors
/// `Invalid` for a cause that is not one of those offered.
pub(super) fn record(fields: &Fields) -> Result<CaseRecord, Error> {
    let mut record = so_far(fields)?;
    for (standard, why) in fields.with_prefix("nothing-").filter(|(_, why)| !why.trim().is_empty()) {
        nothing_applies(&mut record, fields.get(&format!("within-{standard}")), &line_breaks(why));
    }
    Ok(record)
}

/// The same for a save that happens by itself: a reason that nothing applies may be half typed, and marks nothing yet.
///
/// # Errors
/// `Invalid` for a cause that is not one of those offered.
pub(super) fn so_far(fields: &Fields) -> Result<CaseRecord, Error> {
    let words = |prefix: &str| {
        let written = fields.with_prefix(prefix).filter(|(_, words)| !words.trim().is_empty());
        written.map(|(part, words)| (part.to_owned(), line_breaks(words))).collect()
    };
    let mut record = CaseRecord {
        marks: words("mark-"),
        reasons: words("reason-"),
        notes: words("note-"),
        strengths: line_breaks(fields.get("strengths")),
        obstacle: line_breaks(fields.get("obstacle")),
        stop: line_breaks(fields.get("stop")),
        ..CaseRecord::default()
    };
    for (part, word) in fields.with_prefix("behind-") {
        let name = format!("behind-{part}");
        let cause = Behind::parse(word).ok_or_else(|| Error::field(&name, "Choose one of the four causes."))?;
        if still_asks(fields, &record, part) {
            record.behind.insert(part.to_owned(), cause);
        }
    }
    Ok(record)
}

/// Whether somebody is writing why nothing in a standard applies. It marks parts, so it waits for Save.
pub(super) fn says_nothing_applies(fields: &Fields) -> bool {
    fields.with_prefix("nothing-").any(|(_, why)| !why.trim().is_empty())
}

/// Nothing in a standard applies to the case, for one reason: its parts that have no mark yet say so, each with it.
fn nothing_applies(record: &mut CaseRecord, parts: &str, why: &str) {
    for part in parts.split_whitespace().filter(|part| !record.marks.contains_key(*part)).collect::<Vec<_>>() {
        record.marks.insert(part.to_owned(), "na".to_owned());
        record.reasons.insert(part.to_owned(), why.trim().to_owned());
    }
}

/// Whether a part still has one of the marks that ask what lay behind it. Once it has not, the answer goes,
/// because causes are counted in the report.
fn still_asks(fields: &Fields, record: &CaseRecord, part: &str) -> bool {
    let mut asking = fields.get(&format!("asks-{part}")).split_whitespace();
    record.marks.get(part).is_some_and(|mark| asking.any(|word| word == mark))
}

/// Browsers send line breaks as CR LF.
fn line_breaks(words: &str) -> String {
    words.replace("\r\n", "\n")
}

/// The version that was opened.
///
/// # Errors
/// `Invalid` where the form holds none.
pub(super) fn seen(fields: &Fields) -> Result<i64, Error> {
    let version = fields.number("seen").map_err(|field| Error::Invalid(vec![field]))?;
    version.ok_or_else(|| Error::field("seen", "Open the case again and send the form from there."))
}

/// Everything that was written, to be carried along in a page that saves it later.
pub(super) fn carried(fields: &Fields) -> Vec<(String, String)> {
    let written = fields.iter().filter(|(name, _)| !NOT_WRITTEN.contains(name));
    written.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Parts of this form with no mark yet, by the field where they are marked.
pub(super) fn left(fields: &Fields, record: &CaseRecord) -> Vec<String> {
    let parts = fields.get("parts").split_whitespace();
    parts.filter(|part| !record.marks.contains_key(*part)).map(|part| format!("mark-{part}")).collect()
}

/// One standard of the form.
pub(super) struct StandardView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) critical: bool,
    /// What good looks like.
    pub(super) href: String,
    pub(super) parts: Vec<PartView>,
    /// Parts that may not apply, by name: one reason can be given for all that are not marked. Empty for none.
    pub(super) may_not_apply: String,
    /// The shape of what it comes to in this case.
    pub(super) shape: &'static str,
    /// What it comes to, and why, in a sentence.
    pub(super) because: String,
}

/// One part to mark.
pub(super) struct PartView {
    /// Its name in the whole framework, such as `S18c`.
    pub(super) name: String,
    pub(super) text: String,
    pub(super) essential: bool,
    pub(super) marks: Vec<MarkView>,
    /// The mark in words; empty where there is none yet.
    pub(super) marked: String,
    pub(super) may_not_apply: bool,
    /// When "does not apply" is right, as a prompt.
    pub(super) na_when: String,
    pub(super) reason: String,
    pub(super) reason_error: String,
    /// Whether there is a box for a note.
    pub(super) takes_note: bool,
    pub(super) note: String,
    pub(super) error: String,
    /// What lay behind it, in words; empty where it is not asked or not said.
    pub(super) behind: String,
}

/// One mark to choose.
pub(super) struct MarkView {
    pub(super) value: String,
    pub(super) text: String,
    pub(super) checked: bool,
    pub(super) asks_note: bool,
}

/// A part that fell short, and what lay behind it.
pub(super) struct ConcernView {
    /// `behind-S18c`.
    pub(super) field: String,
    pub(super) question: String,
    pub(super) causes: Vec<Choice>,
    /// `asks-S18c`, and the marks that ask.
    pub(super) asks: String,
    pub(super) asking: String,
    pub(super) error: String,
}

/// The standards of a case with their parts, marks and mistakes.
pub(super) fn standards(case: &OpenedCase, errors: &Errors) -> Vec<StandardView> {
    let opened = &case.opened;
    opened
        .standards_of_case(&case.case.standard)
        .into_iter()
        .map(|standard| {
            let verdict = case.verdicts.iter().find(|(id, _)| *id == standard.id).map(|(_, verdict)| verdict);
            StandardView {
                id: standard.id.clone(),
                name: standard.name.clone(),
                critical: standard.critical,
                href: format!("/standards/{}/{}", opened.review.framework_id, standard.id),
                parts: standard
                    .elements
                    .iter()
                    .map(|part| view(opened, standard, part, &case.case.record, errors))
                    .collect(),
                may_not_apply: standard
                    .elements
                    .iter()
                    .filter(|part| part.may_not_apply && is_untouched(&case.case.record, standard))
                    .map(|part| part_name(standard, part))
                    .collect::<Vec<_>>()
                    .join(" "),
                shape: verdict.map_or("none", |verdict| super::shape(verdict.outcome)),
                because: verdict.map_or_else(String::new, |verdict| verdict.because.clone()),
            }
        })
        .collect()
}

/// Whether no part of a standard has a mark yet.
fn is_untouched(record: &CaseRecord, standard: &Standard) -> bool {
    !standard.elements.iter().any(|part| record.marks.contains_key(&part_name(standard, part)))
}

fn view(opened: &Opened, standard: &Standard, part: &Element, record: &CaseRecord, errors: &Errors) -> PartView {
    let scale = &opened.framework.scale;
    let name = part_name(standard, part);
    let marked = record.marks.get(&name).map_or("", String::as_str);
    let said = |words: Option<&String>| words.cloned().unwrap_or_default();
    let note = said(record.notes.get(&name));
    PartView {
        text: capitalised(&part.text),
        essential: part.gate,
        marks: marks(scale, part, marked),
        marked: if marked.is_empty() { String::new() } else { scale.label(marked).to_owned() },
        may_not_apply: part.may_not_apply,
        na_when: said(part.na_when.as_ref()),
        reason: said(record.reasons.get(&name)),
        reason_error: errors.of(&format!("reason-{name}")).to_owned(),
        // A note is asked for where it teaches: on essential parts. One that was written is never hidden.
        takes_note: part.gate || !note.is_empty(),
        note,
        error: errors.of(&format!("mark-{name}")).to_owned(),
        behind: record.behind.get(&name).map_or_else(String::new, |cause| cause.words().to_owned()),
        name,
    }
}

/// The marks of a part in their fixed order, without "does not apply" where it always applies.
fn marks(scale: &Scale, part: &Element, marked: &str) -> Vec<MarkView> {
    let offered = |mark: &Mark| *mark != Mark::NotApplicable || part.may_not_apply;
    let view = |mark: Mark| {
        let value = mark.word(scale).to_owned();
        MarkView {
            text: scale.label(&value).to_owned(),
            checked: value == marked,
            asks_note: part.gate && is_concern(part, Some(mark)),
            value,
        }
    };
    scale.choices().into_iter().filter(offered).map(view).collect()
}

/// The parts that fell short in what is saved, each with the question what lay behind it.
pub(super) fn concerns(case: &OpenedCase, errors: &Errors) -> Vec<ConcernView> {
    let record = &case.case.record;
    let framework = &case.opened.framework;
    let standards = case.opened.standards_of_case(&case.case.standard);
    let fell_short = record.concerns(framework, &standards);
    let parts = standards.iter().flat_map(|standard| {
        let named = move |part| (part_name(standard, part), part);
        standard.elements.iter().map(named)
    });
    parts
        .filter(|(name, _)| fell_short.contains(name))
        .map(|(name, part)| concern(framework, record, &name, part, errors))
        .collect()
}

fn concern(framework: &Framework, record: &CaseRecord, name: &str, part: &Element, errors: &Errors) -> ConcernView {
    let scale = &framework.scale;
    let mark = record.marks.get(name).map_or("", |word| scale.label(word));
    let chosen = record.behind.get(name).map_or("", |cause| cause.as_str());
    let asking = scale.choices().into_iter().filter(|mark| is_concern(part, Some(*mark)));
    let asking: Vec<&str> = asking.map(|mark| mark.word(scale)).collect();
    let field = format!("behind-{name}");
    ConcernView {
        question: format!("You marked “{mark}”: {}. What lay behind it?", small(&part.text)),
        causes: Behind::ALL.iter().map(|cause| Choice::new(cause.as_str(), cause.words(), chosen)).collect(),
        asks: format!("asks-{name}"),
        asking: asking.join(" "),
        error: errors.of(&field).to_owned(),
        field,
    }
}

/// The first letter small, as after a colon; words in capitals, such as NHS, stay as they are.
fn small(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

/// What is left before a case can be called read, each beside the field where it is mended.
/// Many parts with no mark are one line, which leads to the first of them.
pub(super) fn to_mend(case: &OpenedCase) -> Vec<Field> {
    const ONE_BY_ONE: usize = 5;
    let record = &case.case.record;
    let standards = case.opened.standards_of_case(&case.case.standard);
    let unmarked = record.unmarked(&standards).len();
    let mut said_of_all = false;
    let mut fields = Vec::new();
    for (name, says) in case.to_mend() {
        let field = field_of(&case.opened, record, &name);
        if unmarked <= ONE_BY_ONE || !field.starts_with("mark-") {
            fields.push(Field::new(field, says));
        } else if !said_of_all {
            said_of_all = true;
            fields.push(Field::new(field, format!("{unmarked} parts are not marked yet. This is the first.")));
        }
    }
    fields
}

/// Where something that is left is mended: at its mark, its reason or its cause.
fn field_of(opened: &Opened, record: &CaseRecord, name: &str) -> String {
    let scale = &opened.framework.scale;
    match record.marks.get(name).map(|word| Mark::parse(word, scale)) {
        _ if name == "strengths" => name.to_owned(),
        Some(Some(Mark::NotApplicable)) => format!("reason-{name}"),
        Some(Some(Mark::Part | Mark::None)) => format!("behind-{name}"),
        _ => format!("mark-{name}"),
    }
}

/// One thing that two people wrote differently.
pub(super) struct DifferenceView {
    pub(super) what: String,
    pub(super) mine: String,
    pub(super) saved: String,
}

/// What differs between what was typed and what is saved, part by part, in the order of the form.
pub(super) fn differences(
    opened: &Opened,
    drawn_for: &str,
    mine: &CaseRecord,
    saved: &CaseRecord,
) -> Vec<DifferenceView> {
    let mut found = Vec::new();
    let mut differ = |what: String, mine: &str, saved: &str| {
        if mine.trim() != saved.trim() {
            found.push(DifferenceView { what, mine: mine.trim().to_owned(), saved: saved.trim().to_owned() });
        }
    };
    let label = |record: &CaseRecord, name: &str| {
        record.marks.get(name).map_or_else(String::new, |word| opened.framework.scale.label(word).to_owned())
    };
    let cause = |record: &CaseRecord, name: &str| record.behind.get(name).map_or("", |cause| cause.words()).to_owned();
    let words = |kept: Option<&String>| kept.cloned().unwrap_or_default();
    for standard in opened.standards_of_case(drawn_for) {
        for part in &standard.elements {
            let name = part_name(standard, part);
            let about = format!("{}: {}", standard.name, part.text);
            differ(about.clone(), &label(mine, &name), &label(saved, &name));
            differ(format!("{about} (reason)"), &words(mine.reasons.get(&name)), &words(saved.reasons.get(&name)));
            differ(format!("{about} (note)"), &words(mine.notes.get(&name)), &words(saved.notes.get(&name)));
            differ(format!("{about} (what lay behind it)"), &cause(mine, &name), &cause(saved, &name));
        }
    }
    differ("What went well".to_owned(), &mine.strengths, &saved.strengths);
    differ("What got in the way".to_owned(), &mine.obstacle, &saved.obstacle);
    differ("A danger that outweighs the marks".to_owned(), &mine.stop, &saved.stop);
    found
}

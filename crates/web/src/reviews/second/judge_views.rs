//! One standard as the judge page shows it: evidence by who says it, marks, and what they come to.

use std::collections::BTreeMap;

use askama::Template;
use practice::days;
use practice::frameworks::{Element, Framework, Source, Standard, Voice};
use practice::reviews::{Mark, Outcome, and, part_name};
use programme::reviews::{ElementCount, JudgeForm, Opened, OpenedStandard, StandardState};
use programme::{Error, Field};
use store::reviews::{Change, Judgement};

use super::evidence::{ItemLine, item_line};
use super::{GradeView, capitalised, cases_in_words, counted, label, without_result};
use crate::request::Fields;
use crate::reviews::case_word;

/// Who says it, as the evidence is grouped (seed 001).
const GROUPS: [(&str, &[Voice]); 4] = [
    ("What people and carers told us", &[Voice::Person, Voice::Carer]),
    ("What the record shows", &[Voice::Record]),
    ("What workers and supervisors said", &[Voice::Worker, Voice::Manager]),
    ("What we saw", &[Voice::Seen]),
];

/// Evidence from one side.
pub(super) struct VoiceGroup {
    pub(super) who: &'static str,
    pub(super) items: Vec<ItemLine>,
}

/// The evidence for a standard, by who says it. A side that the framework listens to and that was not heard is there,
/// and says so. What was noted while cases were read stands with the record.
pub(super) fn voices(opened: &OpenedStandard) -> Vec<VoiceGroup> {
    let sources = &opened.opened.framework.sources;
    let mut groups = Vec::new();
    for (who, voices) in GROUPS {
        let theirs: Vec<&Source> = sources.iter().filter(|source| voices.contains(&source.voice)).collect();
        if theirs.is_empty() {
            continue;
        }
        let mut items: Vec<ItemLine> = theirs.iter().flat_map(|source| said_through(opened, source)).collect();
        if theirs.iter().any(|source| source.case_record) {
            items.extend(opened.notes.iter().map(noted));
        }
        groups.push(VoiceGroup { who, items });
    }
    groups
}

fn said_through<'a>(opened: &'a OpenedStandard, source: &'a Source) -> impl Iterator<Item = ItemLine> + 'a {
    let theirs = opened.items.iter().filter(move |item| item.source == source.id);
    theirs.map(|item| item_line(item, Some(&source.short), &opened.parts))
}

/// A note that was written while a case was read.
fn noted((reference, part, note): &(String, String, String)) -> ItemLine {
    ItemLine {
        about: format!("Case review · case {reference} · {part}"),
        note: note.clone(),
        disagrees: false,
        by: String::new(),
        take_out: String::new(),
    }
}

/// What stands in the form: what was saved, or what was typed and could not be.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) marks: BTreeMap<String, String>,
    pub(super) reasons: BTreeMap<String, String>,
    pub(super) passing: String,
    pub(super) of: String,
    pub(super) period: String,
    pub(super) comment: String,
    pub(super) not_judged_because: String,
    pub(super) seen: i64,
    /// What the page said the rules give, when it was sent.
    pub(super) shown: Option<Outcome>,
    /// Whether the page that was sent held only the comment.
    pub(super) comment_only: bool,
}

impl Draft {
    pub(super) fn saved(judgement: Option<&Judgement>) -> Self {
        let Some(saved) = judgement else { return Self::default() };
        let figure = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
        Self {
            marks: saved.marks.0.clone(),
            reasons: saved.reasons.0.clone(),
            passing: figure(saved.rate_passing),
            of: figure(saved.rate_of),
            period: saved.rate_period.clone().unwrap_or_default(),
            comment: saved.comment.clone(),
            not_judged_because: saved.not_judged_because.clone().unwrap_or_default(),
            seen: saved.version,
            shown: None,
            comment_only: false,
        }
    }

    pub(super) fn typed(fields: &Fields) -> Self {
        let under = |prefix: &str| -> BTreeMap<String, String> {
            let written = fields.with_prefix(prefix).filter(|(_, value)| !value.trim().is_empty());
            written.map(|(part, value)| (part.to_owned(), value.to_owned())).collect()
        };
        Self {
            marks: under("mark-"),
            reasons: under("reason-"),
            passing: fields.get("passing").to_owned(),
            of: fields.get("of").to_owned(),
            period: fields.get("period").to_owned(),
            comment: fields.get("comment").to_owned(),
            not_judged_because: fields.get("not_judged_because").to_owned(),
            seen: fields.get("seen").parse().unwrap_or_default(),
            shown: Outcome::parse(fields.get("shown")),
            comment_only: fields.get("only") == "comment",
        }
    }

    /// What the act is asked to keep, with the share as [`rate`] reads it.
    pub(super) fn form(self, rate: Option<(i64, i64, String)>, agree: bool) -> JudgeForm {
        JudgeForm {
            seen: self.seen,
            marks: self.marks,
            reasons: self.reasons,
            rate,
            comment: self.comment,
            not_judged_because: self.not_judged_because,
            agree,
            shown: self.shown,
            comment_only: self.comment_only,
        }
    }
}

/// The share as it was typed; `None` where none was.
///
/// # Errors
/// What is no number, or is missing beside the other.
pub(super) fn rate(fields: &Fields) -> Result<Option<(i64, i64, String)>, Vec<Field>> {
    match (fields.number("passing"), fields.number("of")) {
        (Ok(None), Ok(None)) => Ok(None),
        (Ok(Some(passing)), Ok(Some(of))) => Ok(Some((passing, of, fields.get("period").to_owned()))),
        (Ok(None), Ok(Some(_))) => Err(vec![Field::new("passing", "Give how many passed every essential part.")]),
        (Ok(Some(_)), Ok(None)) => Err(vec![Field::new("of", "Give how many were counted.")]),
        (passing, of) => Err([passing.err(), of.err()].into_iter().flatten().collect()),
    }
}

/// One part of a standard that is marked for the team.
pub(super) struct MarkRow {
    /// The name of its field, `mark-a`.
    pub(super) field: String,
    pub(super) text: String,
    pub(super) essential: bool,
    pub(super) marks: Vec<MarkChoice>,
    /// The name of the field for why it does not apply; empty where it always applies.
    pub(super) reason_field: String,
    pub(super) reason: String,
    /// When "does not apply" is right.
    pub(super) na_when: String,
}

pub(super) struct MarkChoice {
    /// The id of its radio: the field's own for the first, so that an error leads there.
    pub(super) id: String,
    pub(super) value: String,
    pub(super) text: String,
    pub(super) checked: bool,
    /// Whether choosing it asks for a reason.
    pub(super) asks: bool,
}

pub(super) fn mark_rows(framework: &Framework, standard: &Standard, draft: &Draft) -> Vec<MarkRow> {
    let row = |element: &Element| {
        let field = format!("mark-{}", element.key);
        let chosen = draft.marks.get(&element.key);
        let offered =
            framework.scale.choices().into_iter().filter(|mark| element.may_not_apply || *mark != Mark::NotApplicable);
        let marks = offered.zip(1..).map(|(mark, place)| {
            let value = mark.word(&framework.scale).to_owned();
            MarkChoice {
                id: if place == 1 { field.clone() } else { format!("{field}-{place}") },
                text: framework.scale.label(&value).to_owned(),
                checked: chosen == Some(&value),
                asks: mark == Mark::NotApplicable,
                value,
            }
        });
        MarkRow {
            marks: marks.collect(),
            text: capitalised(&element.text),
            essential: element.gate,
            reason_field: if element.may_not_apply { format!("reason-{}", element.key) } else { String::new() },
            reason: draft.reasons.get(&element.key).cloned().unwrap_or_default(),
            na_when: element.na_when.clone().unwrap_or_default(),
            field,
        }
    };
    standard.elements.iter().map(row).collect()
}

/// One part as it is read: with the counts over the cases, or with the mark for the team.
pub(super) struct PartLine {
    pub(super) part: String,
    pub(super) text: String,
    pub(super) essential: bool,
    /// "6 met, 1 partly", or "Met".
    pub(super) came_to: String,
}

pub(super) fn part_lines(framework: &Framework, standard: &Standard, state: &StandardState) -> Vec<PartLine> {
    let draft = Draft::saved(state.judgement.as_ref());
    let line = |element: &Element| PartLine {
        part: part_name(standard, element),
        text: capitalised(&element.text),
        essential: element.gate,
        came_to: match state.counts.iter().find(|count| count.key == element.key) {
            Some(count) if standard.read_in_cases => counts_in_words(framework, count),
            _ => draft.marks.get(&element.key).map_or("Not marked yet", |word| framework.scale.label(word)).to_owned(),
        },
    };
    standard.elements.iter().map(line).collect()
}

/// "6 met, 1 partly".
fn counts_in_words(framework: &Framework, count: &ElementCount) -> String {
    let scale = &framework.scale;
    let said: Vec<String> = [
        (count.full, Mark::Full),
        (count.part, Mark::Part),
        (count.none, Mark::None),
        (count.not_evidenced, Mark::NotEvidenced),
        (count.not_applicable, Mark::NotApplicable),
    ]
    .into_iter()
    .filter(|(many, _)| *many > 0)
    .map(|(many, mark)| format!("{many} {}", scale.label(mark.word(scale)).to_lowercase()))
    .collect();
    if said.is_empty() { "Not marked in any case yet".to_owned() } else { said.join(", ") }
}

/// What the marks, or the cases, come to by the rules.
pub(super) struct VerdictView {
    pub(super) title: &'static str,
    pub(super) grade: GradeView,
    /// The word of the result, which the form sends back: nobody agrees to what they were not shown.
    pub(super) word: &'static str,
    pub(super) because: String,
    /// What good still needs.
    pub(super) needs: Vec<String>,
    /// "From 8 cases: 5 good, 3 requires improvement. 4 sources bear on it: …"
    pub(super) rests_on: String,
}

/// The inside of the verdict, sent back with each save that happens by itself.
#[derive(Template)]
#[template(path = "reviews/judge-verdict.html")]
pub(super) struct VerdictBox {
    pub(super) verdict: VerdictView,
}

impl VerdictView {
    pub(super) fn of(opened: &Opened, state: &StandardState) -> Self {
        let framework = &opened.framework;
        let verdict = &state.verdict;
        let cases =
            state.cases.as_ref().map(|cases| format!("From {}. ", cases_in_words(framework, cases, case_word(opened))));
        let named: Vec<&str> = state
            .sources
            .iter()
            .map(|s| framework.source(s).map_or(s.as_str(), |known| known.short.as_str()))
            .collect();
        let agree = match named.len() {
            0 => "No source bears on it yet.".to_owned(),
            1 => format!("1 source bears on it: {}.", named[0]),
            n => format!("{n} sources bear on it: {}.", and(&named)),
        };
        Self {
            title: if state.cases.is_some() { "What the cases come to" } else { "What your marks come to" },
            grade: GradeView::of(framework, verdict.outcome),
            word: verdict.outcome.as_str(),
            because: without_result(&verdict.because),
            needs: verdict.good_needs.clone(),
            rests_on: format!("{}{agree}", cases.unwrap_or_default()),
        }
    }
}

/// What was settled, and whether it still stands.
pub(super) struct Standing {
    /// In words.
    pub(super) says: String,
    /// Whether the evidence has changed what the rules give since.
    pub(super) overtaken: bool,
}

pub(super) fn standing(framework: &Framework, state: &StandardState) -> Standing {
    let now = label(framework, state.verdict.outcome).to_lowercase();
    let settled = state.judgement.as_ref().and_then(|j| Some((j, j.settled.0?)));
    let Some((judgement, settled)) = settled else {
        return Standing { says: format!("The rules give {now}. It is not settled yet."), overtaken: false };
    };
    let was = label(framework, settled).to_lowercase();
    if state.is_overtaken() {
        let says = format!(
            "It was settled as {was}. The evidence has changed since, and the rules now give {now}. Agree it again, or judge it differently."
        );
        return Standing { says, overtaken: true };
    }
    let by = format!("{}, {}", judgement.by_name, days::long(days::today(judgement.at)));
    let says = if settled == judgement.computed {
        format!("Settled as {was} by {by}.")
    } else {
        format!("The rules give {now}. Two readers settled it as {was}. The report shows both.")
    };
    Standing { says, overtaken: false }
}

/// "It was settled as good by Marek Wisniewski on 3 November 2026. Bridget Nwachukwu opened it again on …: why."
pub(super) fn changed(framework: &Framework, change: &Change) -> String {
    let day = |at| days::long(days::today(at));
    format!(
        "Settled as {} by {} on {}. {} opened it again on {}: {}",
        label(framework, change.was).to_lowercase(),
        change.settled_by,
        day(change.settled_at),
        change.by_name,
        day(change.at),
        change.reason
    )
}

/// The fields of the act's problems, as this page names them.
pub(super) fn placed(problems: Vec<Field>, fields: &Fields) -> Vec<Field> {
    let name = |name: &str| match name {
        "rate" => "passing".to_owned(),
        "rate_period" => "period".to_owned(),
        "agree" | "not_judged_because" | "passing" | "of" | "period" => name.to_owned(),
        part if fields.get(&format!("mark-{part}")) == "na" => format!("reason-{part}"),
        part => format!("mark-{part}"),
    };
    problems.into_iter().map(|field| Field::new(name(&field.name), field.says)).collect()
}

/// How many are settled, for the bar at the end.
pub(super) fn progress(opened: &OpenedStandard) -> String {
    let after_saved = if opened.state.judgement.is_some() { "· " } else { "" };
    let all = counted(opened.opened.framework.standards.len(), "standard");
    format!("{after_saved}{} of {all} settled", opened.settled)
}

/// Whether the reason for not judging is asked for.
pub(super) fn asks_why_not(state: &StandardState) -> bool {
    state.verdict.outcome == Outcome::NotJudged
}

/// The standard of an opened page.
///
/// # Errors
/// `NotFound` where the framework has none such.
pub(super) fn definition(opened: &Opened, standard: &str) -> Result<Standard, Error> {
    opened.standard(standard).cloned()
}

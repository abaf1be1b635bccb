//! Reads a framework file, collecting every mistake.

use std::collections::{BTreeMap, BTreeSet};

use toml::de::DeTable;

use super::problem::Problem;
use super::rules::{
    CasesToTeam, Condition, Direct, Lowers, NextReview, NotJudged, Overall, Rate, Rule, Share, Stop, Two, When,
};
use super::table::{At, File, Table};
use super::{Domain, Element, Framework, Kind, Page, Scale, Source, Standard};
use crate::reviews::{Grade, Outcome};

/// Reads and checks a framework file.
pub(super) fn framework(text: &str) -> Result<Framework, Vec<Problem>> {
    let file = File::new(text);
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        file.problem(error.span().unwrap_or(0..0), error.message());
    }
    let framework = if errors.is_empty() {
        let top = Table::new(&file, root.get_ref(), "the framework", 0..0);
        Reader::new(&top).framework(&top)
    } else {
        None
    };
    let problems = file.into_problems();
    match framework {
        Some(framework) if problems.is_empty() => Ok(framework),
        _ => Err(problems),
    }
}

/// What must be known before the standards can be checked.
struct Reader {
    scale: Scale,
    sources: Vec<At<Source>>,
    domains: Vec<At<Domain>>,
    rules: BTreeSet<String>,
}

const TOP: &[&str] = &[
    "id",
    "version",
    "title",
    "kind",
    "purpose",
    "in_force_from",
    "scale",
    "grades",
    "rules",
    "cases_to_team",
    "overall",
    "next_review",
    "sources",
    "domains",
    "standards",
];

impl Reader {
    fn new(top: &Table<'_, '_>) -> Self {
        let rules = top
            .table_if("rules", "the rules")
            .map(|rules| rules.entries().map(|(name, _)| name.value).collect())
            .unwrap_or_default();
        let reader = Self { scale: scale(top), sources: sources(top), domains: domains(top), rules };
        unique(top, reader.sources.iter().map(|s| (s.value.id.as_str(), s)), "source");
        unique(top, reader.domains.iter().map(|d| (d.value.id.as_str(), d)), "domain");
        reader
    }

    fn framework(self, top: &Table<'_, '_>) -> Option<Framework> {
        let top = top.clone().only(TOP);
        let standards = self.standards(&top);
        let rules = self.rules(&top, &standards);
        let kind = top.text("kind").and_then(|kind| {
            let read = Kind::parse(&kind.value);
            if read.is_none() {
                top.problem(kind.span, "“kind” should be “team-review” or “practice-sample”.");
            }
            read
        });
        let overall = top.table_if("overall", "[overall]").and_then(overall);
        let next_review = top.table_if("next_review", "[next_review]").and_then(next_review);
        let cases_to_team = match top.table_if("cases_to_team", "[cases_to_team]") {
            Some(table) => cases_to_team(table),
            None => {
                top.problem(0..0, "The framework has no [cases_to_team]. Add it.");
                None
            }
        };
        Some(Framework {
            id: ident(&top, "id")?,
            version: ident(&top, "version")?,
            title: top.text("title")?.value,
            kind: kind?,
            purpose: top.text("purpose")?.value,
            in_force_from: top.date("in_force_from")?,
            grade_labels: grade_labels(&top),
            scale: self.scale,
            domains: self.domains.into_iter().map(|d| d.value).collect(),
            standards: standards.into_iter().map(|s| s.value).collect(),
            sources: self.sources.into_iter().map(|s| s.value).collect(),
            rules,
            cases_to_team: cases_to_team?,
            overall,
            next_review,
        })
    }

    fn standards(&self, top: &Table<'_, '_>) -> Vec<At<Standard>> {
        let read: Vec<_> = top.tables("standards", "a standard").into_iter().filter_map(|t| self.standard(t)).collect();
        unique(top, read.iter().map(|s| (s.value.id.as_str(), s)), "standard");
        read
    }

    fn standard(&self, table: Table<'_, '_>) -> Option<At<Standard>> {
        let mut table = table.only(&[
            "id",
            "domain",
            "name",
            "critical",
            "read_in_cases",
            "statement",
            "why",
            "sources",
            "rule",
            "direct",
            "elements",
            "page",
        ]);
        let id = table.text("id")?;
        table.what = format!("standard {}", id.value);
        let elements = self.elements(&table);
        let domain = table.text("domain");
        if let Some(domain) = &domain
            && !self.domains.iter().any(|d| d.value.id == domain.value)
        {
            table.problem(domain.span.clone(), format!("There is no domain “{}”.", domain.value));
        }
        let rule = table.text("rule");
        if let Some(rule) = &rule
            && !self.rules.contains(&rule.value)
        {
            let known = self.rules.iter().cloned().collect::<Vec<_>>().join(", ");
            table.problem(rule.span.clone(), format!("There is no rule “{}”. The rules are: {known}.", rule.value));
        }
        let sources = self.known_sources(&table, table.texts("sources"));
        let direct = table.texts_if("direct").map(|d| self.known_sources(&table, d));
        let page = table.table_if("page", format!("the page of {}", id.value)).map(page);
        let span = id.span.clone();
        Some(At {
            value: Standard {
                id: id.value,
                domain: domain?.value,
                name: table.text("name")?.value,
                critical: table.flag("critical", false),
                read_in_cases: table.flag("read_in_cases", false),
                statement: table.text("statement")?.value,
                why: table.text("why")?.value,
                sources,
                rule: rule?.value,
                direct,
                elements,
                page,
            },
            span,
        })
    }

    fn known_sources(&self, table: &Table<'_, '_>, named: Vec<At<String>>) -> Vec<String> {
        for source in &named {
            if !self.sources.iter().any(|s| s.value.id == source.value) {
                table.problem(source.span.clone(), format!("There is no source “{}”.", source.value));
            }
        }
        named.into_iter().map(|s| s.value).collect()
    }

    fn elements(&self, standard: &Table<'_, '_>) -> Vec<Element> {
        let read: Vec<_> = standard
            .tables("elements", &format!("a part of {}", standard.what))
            .into_iter()
            .filter_map(element)
            .collect();
        if read.is_empty() && standard.value("elements").is_some() {
            standard.problem(standard.span.clone(), format!("{} has no parts. Add at least one.", standard.what));
        }
        unique(standard, read.iter().map(|e| (e.value.key.as_str(), e)), "part");
        read.into_iter().map(|e| e.value).collect()
    }

    fn rules(&self, top: &Table<'_, '_>, standards: &[At<Standard>]) -> BTreeMap<String, Rule> {
        let Some(rules) = top.table_if("rules", "the rules") else {
            top.problem(0..0, "The framework has no rules. Add at least one, such as [rules.STD].");
            return BTreeMap::new();
        };
        let mut read = BTreeMap::new();
        for (name, value) in rules.entries() {
            let what = format!("rule {}", name.value);
            if let Some(table) = rules.as_table(&name.value, value, what) {
                let used_by: Vec<_> = standards.iter().map(|s| &s.value).filter(|s| s.rule == name.value).collect();
                if let Some(rule) = self.rule(table, &used_by) {
                    read.insert(name.value, rule);
                }
            }
        }
        read
    }

    fn rule(&self, table: Table<'_, '_>, used_by: &[&Standard]) -> Option<Rule> {
        let table = table.only(&["says", "not_judged", "direct", "contradiction", "lowers", "stop", "rate", "when"]);
        let rate = table.table_if("rate", format!("the rate of {}", table.what)).and_then(|t| self.rate(t));
        let when = if rate.is_some() && table.value("when").is_none() {
            Vec::new()
        } else {
            table
                .tables("when", &format!("a row of {}", table.what))
                .into_iter()
                .filter_map(|t| self.row(t, used_by))
                .collect()
        };
        Some(Rule {
            says: table.text("says")?.value,
            not_judged: table.table_if("not_judged", "not_judged").map(not_judged).unwrap_or_default(),
            direct: table.table_if("direct", "direct").and_then(|t| self.direct(t)),
            contradiction: table.text_if("contradiction").and_then(|g| grade(&table, g)),
            lowers: table.table_if("lowers", "lowers").and_then(|t| self.lowers(t, used_by)),
            stop: table.table_if("stop", "stop").and_then(stop),
            rate,
            when,
        })
    }

    fn row(&self, table: Table<'_, '_>, used_by: &[&Standard]) -> Option<When> {
        let table = table.only(&[
            "grade",
            "all",
            "gates_at_least",
            "gates_short_at_most",
            "points_at_least",
            "at_least",
            "share",
        ]);
        let mut conditions = Vec::new();
        if let Some(mark) = table.text_if("all") {
            conditions.push(Condition::All(self.two(&table, mark)?));
        }
        if let Some(mark) = table.text_if("gates_at_least") {
            conditions.push(Condition::GatesAtLeast(self.two(&table, mark)?));
        }
        if let Some(most) = table.number_if("gates_short_at_most") {
            conditions.push(Condition::GatesShortAtMost(most.value));
        }
        if let Some(share) = table.text_if("points_at_least") {
            conditions.push(Condition::PointsAtLeast(share_of(&table, share)?));
        }
        if let Some(parts) = table.table_if("at_least", "at_least") {
            for (part, value) in parts.entries() {
                known_part(&table, &part, used_by);
                let mark = value.get_ref().as_str().unwrap_or_default().to_owned();
                let mark = self.two(&table, At { value: mark, span: value.span() })?;
                conditions.push(Condition::AtLeast { part: part.value, mark });
            }
        }
        if let Some(share) = table.table_if("share", "share") {
            conditions.push(self.share_of_parts(share, used_by)?);
        }
        if conditions.is_empty() {
            table.problem(
                table.span.clone(),
                format!("{} has no condition, so it would always hold. Add one.", table.what),
            );
        }
        let grade = table.text("grade").and_then(|g| grade(&table, g))?;
        Some(When { grade, conditions })
    }

    fn share_of_parts(&self, table: Table<'_, '_>, used_by: &[&Standard]) -> Option<Condition> {
        let table = table.only(&["of", "at", "needs"]);
        let of = table.texts("of");
        for part in &of {
            known_part(&table, part, used_by);
        }
        let mark = self.two(&table, table.text("at")?)?;
        let needs = share_of(&table, table.text("needs")?)?;
        Some(Condition::ShareOf { of: of.into_iter().map(|p| p.value).collect(), mark, needs })
    }

    fn lowers(&self, table: Table<'_, '_>, used_by: &[&Standard]) -> Option<Lowers> {
        let table = table.only(&["part", "of", "to"]);
        let (part, of) = (table.text("part")?, table.text("of")?);
        known_part(&table, &part, used_by);
        known_part(&table, &of, used_by);
        let to = self.two(&table, table.text("to")?)?;
        Some(Lowers { part: part.value, of: of.value, to })
    }

    fn direct(&self, table: Table<'_, '_>) -> Option<Direct> {
        let table = table.only(&["sources", "only_where_listed", "without"]);
        let sources = self.known_sources(&table, table.texts("sources"));
        let without = table.text("without")?;
        let without = if without.value == Outcome::NotJudged.as_str() { None } else { Some(grade(&table, without)?) };
        Some(Direct { sources, only_where_listed: table.flag("only_where_listed", false), without })
    }

    fn rate(&self, table: Table<'_, '_>) -> Option<Rate> {
        let table = table.only(&["good", "requires_improvement", "smallest_n", "below"]);
        let below = table.text("below")?;
        if !self.rules.contains(&below.value) {
            table.problem(below.span.clone(), format!("There is no rule “{}”.", below.value));
        }
        Some(Rate {
            good: table.number("good")?,
            requires_improvement: table.number("requires_improvement")?,
            smallest_n: table.number("smallest_n")?,
            below: below.value,
        })
    }

    /// One of the two marks that earn something, by the scale's own word.
    fn two(&self, table: &Table<'_, '_>, word: At<String>) -> Option<Two> {
        match self.scale.marks.iter().position(|m| *m == word.value) {
            Some(0) => Some(Two::Full),
            Some(1) => Some(Two::Part),
            _ => {
                let [full, part, _] = &self.scale.marks;
                table.problem(word.span, format!("“{}” is not a mark here. Use “{full}” or “{part}”.", word.value));
                None
            }
        }
    }
}

fn known_part(table: &Table<'_, '_>, part: &At<String>, used_by: &[&Standard]) {
    for standard in used_by {
        if standard.element(&part.value).is_none() {
            table.problem(
                part.span.clone(),
                format!("Standard {} uses {} and has no part “{}”.", standard.id, table.what, part.value),
            );
        }
    }
}

fn ident(table: &Table<'_, '_>, key: &str) -> Option<String> {
    let text = table.text(key)?;
    let fine = text.value.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
    if !fine {
        table.problem(text.span, format!("“{key}” may hold letters, numbers, - and . only."));
    }
    fine.then_some(text.value)
}

fn scale(top: &Table<'_, '_>) -> Scale {
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

fn words_by_name(table: &Table<'_, '_>) -> BTreeMap<String, String> {
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

fn grade_labels(top: &Table<'_, '_>) -> BTreeMap<String, String> {
    let known: Vec<&str> = Outcome::ALL.iter().map(|o| o.as_str()).collect();
    top.table_if("grades", "[grades]").map(|t| words_by_name(&t.only(&known))).unwrap_or_default()
}

fn sources(top: &Table<'_, '_>) -> Vec<At<Source>> {
    top.tables("sources", "a source").into_iter().filter_map(source).collect()
}

fn source(table: Table<'_, '_>) -> Option<At<Source>> {
    let table = table.only(&["id", "name", "short", "direct", "collected_by", "minimum", "says_nothing_on"]);
    let id = table.text("id")?;
    let direct = table.text("direct")?;
    if !["yes", "partly", "mixed", "no"].contains(&direct.value.as_str()) {
        table.problem(direct.span.clone(), "“direct” should be “yes”, “partly”, “mixed” or “no”.");
    }
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
        },
        span,
    })
}

fn domains(top: &Table<'_, '_>) -> Vec<At<Domain>> {
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

fn element(table: Table<'_, '_>) -> Option<At<Element>> {
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

fn page(table: Table<'_, '_>) -> Page {
    let table = table.only(&["meaning", "good", "weak", "ask_yourself"]);
    let list = |key| table.texts_if(key).unwrap_or_default().into_iter().map(|t| t.value).collect();
    Page { meaning: list("meaning"), good: list("good"), weak: list("weak"), ask_yourself: list("ask_yourself") }
}

fn not_judged(table: Table<'_, '_>) -> NotJudged {
    let table = table.only(&["gate_not_evidenced", "not_evidenced_over", "applicable_under"]);
    NotJudged {
        gate_not_evidenced: table.flag("gate_not_evidenced", false),
        not_evidenced_over: table.text_if("not_evidenced_over").and_then(|s| share_of(&table, s)),
        applicable_under: table.number_if("applicable_under").map(|n| n.value),
    }
}

fn stop(table: Table<'_, '_>) -> Option<Stop> {
    let table = table.only(&["says", "second_reader_from"]);
    Some(Stop {
        says: table.text("says")?.value,
        second_reader_from: table.number_if("second_reader_from").map(|n| n.value),
    })
}

fn cases_to_team(table: Table<'_, '_>) -> Option<CasesToTeam> {
    let table =
        table.only(&["good_from", "good_inadequate_up_to", "inadequate_from", "critical_inadequate_from_cases"]);
    Some(CasesToTeam {
        good_from: table.number("good_from")?,
        good_inadequate_up_to: table.number("good_inadequate_up_to")?,
        inadequate_from: table.number("inadequate_from")?,
        critical_inadequate_from_cases: table.number("critical_inadequate_from_cases")?,
    })
}

fn overall(table: Table<'_, '_>) -> Option<Overall> {
    let table = table.only(&["shown", "good_from", "good_inadequate_up_to"]);
    Some(Overall {
        shown: table.flag("shown", false),
        good_from: table.number("good_from")?,
        good_inadequate_up_to: table.number("good_inadequate_up_to")?,
    })
}

fn next_review(table: Table<'_, '_>) -> Option<NextReview> {
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

fn grade(table: &Table<'_, '_>, word: At<String>) -> Option<Grade> {
    let read = Grade::parse(&word.value);
    if read.is_none() {
        let known = Grade::ALL.map(Grade::as_str).join(", ");
        table.problem(word.span, format!("“{}” is not a grade. Use one of: {known}.", word.value));
    }
    read
}

/// A fraction such as "2/3", more than 0 and at most 1.
fn share_of(table: &Table<'_, '_>, text: At<String>) -> Option<Share> {
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
fn unique<'x, T: 'x>(table: &Table<'_, '_>, all: impl Iterator<Item = (&'x str, &'x At<T>)>, what: &str) {
    let mut seen = BTreeSet::new();
    for (id, at) in all {
        if !seen.insert(id) {
            table.problem(at.span.clone(), format!("There are two of {what} “{id}”. Give one another name."));
        }
    }
}

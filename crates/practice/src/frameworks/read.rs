//! Reads a framework file, collecting every mistake.

use std::collections::{BTreeMap, BTreeSet};

use toml::de::DeTable;

use super::pieces::{
    cases_to_team, domains, element, grade, grade_labels, ident, next_review, not_judged, overall, page, scale,
    share_of, sources, stop, unique,
};
use super::problem::Problem;
use super::rules::{Condition, Direct, Lowers, Rate, Rule, Two, When};
use super::table::{At, File, Table};
use super::{Domain, Element, Framework, Kind, Scale, Source, Standard};
use crate::reviews::Outcome;

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
        for second in reader.sources.iter().filter(|s| s.value.case_record).skip(1) {
            top.problem(
                second.span.clone(),
                "Only one source is the reading of the cases. Take “case_record” from one.",
            );
        }
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
        if table.flag("read_in_cases", false) && !self.sources.iter().any(|s| s.value.case_record) {
            table.problem(
                id.span.clone(),
                format!("{} is read in cases, and no source has “case_record = true”. Give it to one.", table.what),
            );
        }
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

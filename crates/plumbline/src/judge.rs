//! `plumbline judge`: one standard, from a file of marks.

use std::collections::{BTreeMap, BTreeSet};

use clap::Args;
use practice::frameworks::{Framework, Standard};
use practice::reviews::{Called, Given, Marks, RateFound, judge};
use serde::{Deserialize, Serialize};

use crate::{frameworks, input};

#[derive(Args)]
pub struct Arguments {
    /// A framework that ships, by id, or a file.
    #[arg(long)]
    framework: String,
    /// The standard, such as S18 or VS1.
    #[arg(long)]
    standard: String,
    /// The marks as JSON, or - to read them from standard input.
    file: String,
}

/// What is read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    #[serde(default)]
    marks: BTreeMap<String, String>,
    #[serde(default)]
    reasons: BTreeMap<String, String>,
    #[serde(default)]
    sources: BTreeSet<String>,
    #[serde(default)]
    unresolved_contradiction: bool,
    #[serde(default)]
    hard_stop: Option<String>,
    #[serde(default)]
    second_reader: Option<bool>,
    #[serde(default)]
    rate: Option<Rate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rate {
    passing: u32,
    of: u32,
    period: String,
}

/// What is printed.
#[derive(Serialize)]
struct Answer {
    grade: &'static str,
    worst: &'static str,
    best: &'static str,
    because: String,
    missing: Vec<String>,
}

pub fn run(arguments: &Arguments) -> Result<(), String> {
    let framework = frameworks::by_id_or_file(&arguments.framework)?;
    let standard =
        framework.standard(&arguments.standard).ok_or_else(|| no_standard(&framework, &arguments.standard))?;
    let asked: Asked = serde_json::from_str(&input::text(&arguments.file)?)
        .map_err(|e| format!("{}: {e}.", input::name(&arguments.file)))?;
    let verdict = judge(&framework, standard, &asked.given(&framework, standard)?);
    let answer = Answer {
        grade: verdict.outcome.as_str(),
        worst: verdict.worst.as_str(),
        best: verdict.best.as_str(),
        because: verdict.because,
        missing: verdict.missing,
    };
    println!("{}", serde_json::to_string_pretty(&answer).map_err(|e| e.to_string())?);
    Ok(())
}

impl Asked {
    fn given(self, framework: &Framework, standard: &Standard) -> Result<Given, String> {
        let mut problems = Vec::new();
        let words = self.marks.iter().map(|(part, mark)| (part.as_str(), mark.as_str()));
        let marks = Marks::check(standard, &framework.scale, words, &self.reasons).unwrap_or_else(|found| {
            problems.extend(found.iter().map(ToString::to_string));
            Marks::default()
        });
        for source in self.sources.iter().filter(|s| framework.source(s).is_none() && framework.sources.len() > 1) {
            problems.push(format!("“{source}” is not a source of {}.", framework.id));
        }
        let has_stop = framework.rule_of(standard).is_some_and(|r| r.stop.is_some());
        if self.hard_stop.is_some() && !has_stop {
            problems.push(format!("{} has no hard stop. Leave “hard_stop” out.", standard.id));
        }
        if self.hard_stop.as_ref().is_some_and(|reason| reason.trim().is_empty()) {
            problems.push(format!("{}: “hard_stop” needs its reason. Say what happened.", standard.id));
        }
        if let Some(rate) = &self.rate
            && rate.passing > rate.of
        {
            problems.push(format!("“rate”: {} of {} cannot pass.", rate.passing, rate.of));
        }
        if !problems.is_empty() {
            return Err(problems.join("\n"));
        }
        Ok(Given {
            marks,
            sources: self.sources,
            unresolved_contradiction: self.unresolved_contradiction,
            stop: self.hard_stop.map(|reason| Called { reason, second_reader: self.second_reader }),
            rate: self.rate.map(|r| RateFound { passing: r.passing, of: r.of, period: r.period }),
        })
    }
}

fn no_standard(framework: &Framework, asked: &str) -> String {
    let known: Vec<&str> = framework.standards.iter().map(|s| s.id.as_str()).collect();
    format!("{} has no standard “{asked}”. It has: {}.", framework.id, known.join(", "))
}

use serde::Deserialize;
use serde_json::{Value, json};

use super::groups::level;
use super::read;
use crate::composite::{Bands, Composite, Part};
use crate::rubric::Level;
use crate::triangulation::{Conflict, SideBySide, Sources, SourcesAgree, Voice};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Triangulated {
    sources: Vec<Voiced>,
    levels: usize,
    adequate: usize,
    standards: Vec<Vec<Option<usize>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Voiced {
    Record,
    LivedExperience,
    Other,
}

pub(super) fn triangulation(input: Value) -> Result<Value, String> {
    let Triangulated { sources, levels, adequate, standards } = read(input)?;
    let voices = sources.iter().map(|voiced| match voiced {
        Voiced::Record => Voice::Record,
        Voiced::LivedExperience => Voice::LivedExperience,
        Voiced::Other => Voice::Other,
    });
    let sources = Sources::new(voices.collect(), levels, adequate)
        .ok_or("needs a source, 2 to 20 levels, and from 1 on a level from which it is adequate")?;
    let found: Result<Vec<SideBySide>, String> =
        standards.iter().map(|said| sources.lay_side_by_side(said).map_err(|e| e.to_string())).collect();
    let agreement = sources.agreement(&standards, "all of them").map_err(|e| e.to_string())?;
    let agreement = agreement.as_ref();
    Ok(json!({
        "standards": found?.iter().map(side_by_side).collect::<Vec<Value>>(),
        "alpha": agreement.and_then(SourcesAgree::alpha),
        "n": agreement.map_or(0, SourcesAgree::n),
        "of": standards.len(),
    }))
}

fn side_by_side(found: &SideBySide) -> Value {
    let conflict = |pair: &Conflict| {
        json!({
            "sources": [pair.first, pair.second],
            "steps": pair.steps,
            "record_against_experience": pair.record_against_experience,
        })
    };
    json!({
        "coverage": [found.spoke(), found.of()],
        "conflicts": found.conflicts().map(|pairs| pairs.iter().map(conflict).collect::<Vec<Value>>()),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Composed {
    parts: Vec<Judged>,
    requires_improvement: f64,
    good: f64,
    seed: u64,
    draws: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Judged {
    level: Option<Graded>,
    #[serde(default)]
    critical: bool,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Graded {
    Inadequate,
    RequiresImprovement,
    Good,
}

impl From<Graded> for Level {
    fn from(graded: Graded) -> Self {
        match graded {
            Graded::Inadequate => Self::Inadequate,
            Graded::RequiresImprovement => Self::RequiresImprovement,
            Graded::Good => Self::Good,
        }
    }
}

pub(super) fn composite(input: Value) -> Result<Value, String> {
    let Composed { parts, requires_improvement, good, seed, draws } = read(input)?;
    let bands = Bands::new(requires_improvement, good)
        .ok_or("requires_improvement is not above 0 and at most good, or good is above 1")?;
    if parts.is_empty() {
        return Ok(Value::Null);
    }
    let parts: Vec<Part> =
        parts.iter().map(|part| Part { level: part.level.map(Level::from), critical: part.critical }).collect();
    let found = Composite::of(&parts, bands, seed, draws).ok_or("draws is not from 1 to 100000")?;
    let (profile, rated) = (found.profile(), found.rated());
    Ok(json!({
        "profile": {
            "good": profile.good,
            "requires_improvement": profile.requires_improvement,
            "inadequate": profile.inadequate,
            "missing": profile.missing,
        },
        "worst": level(rated.worst),
        "best": level(rated.best),
        "rating": rated.rating().map_or("undetermined", level),
        "weights_same_band": found.weights().map(|share| share.share()),
        "weights_drawn": found.weights().map(|share| share.draws()),
    }))
}

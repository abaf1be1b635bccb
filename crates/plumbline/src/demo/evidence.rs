//! What was gathered: surveys, what several talks came to, what disagreed, what was urgent.

use std::collections::BTreeMap;

use practice::ids::{EvidenceId, ReviewId, SampledCaseId};
use practice::reviews::SourceState;
use programme::reviews::{self, NewItem};

use super::Result;
use super::data::{self, TeamEvidence, TeamReview};
use super::story::{Story, day};

/// What was said, seen and counted about the team as a whole, source by source.
pub(super) async fn of_the_team(story: &Story, id: ReviewId, told: &TeamReview) -> Result<()> {
    for line in data::team_evidence(&told.id)? {
        let direct = matches!(line.source.as_str(), "E2" | "E3" | "E8" | "E9" | "E11");
        let by = written_by(&line);
        add(story, id, by, &line.on, &line.source, direct, &line.note, &line.elements, None).await?;
    }
    Ok(())
}

/// The lead writes down what was surveyed and counted, the two specialists what they heard and saw.
fn written_by(line: &TeamEvidence) -> &'static str {
    let heard = matches!(line.source.as_str(), "E6" | "E7" | "E8" | "E9" | "E11");
    match line.standard.as_str() {
        standard if heard && standard < "S26" => "rv-saf",
        _ if heard => "rv-cap",
        _ => "qal",
    }
}

pub(super) async fn disagreements(
    story: &Story,
    id: ReviewId,
    told: &TeamReview,
    cases: &BTreeMap<String, SampledCaseId>,
) -> Result<()> {
    for line in &told.contradictions {
        let case = cases.get(&line.case).copied();
        let reviewer = told.cases.iter().find(|c| c.reference == line.case).map_or("qal", |c| c.reviewer.as_str());
        let mut act = story.on(line.decided_on.as_deref().unwrap_or("2026-11-12"), reviewer).await?;
        let which = reviews::record_contradiction(
            &mut act,
            id,
            &line.element,
            case,
            &line.record,
            &line.people,
            &line.third_source,
        )
        .await?;
        act.commit().await?;
        if let (true, Some(decision), Some(by), Some(on)) =
            (line.state == "decided", &line.decision, &line.decided_by, &line.decided_on)
        {
            let mut act = story.at(&format!("{on}T16:00:00Z"), by).await?;
            let reason = line.reason.clone().unwrap_or_default();
            reviews::settle_contradiction(&mut act, id, which, &capital(decision), &reason).await?;
            act.commit().await?;
        }
    }
    Ok(())
}

pub(super) async fn alerts(story: &Story, id: ReviewId, told: &TeamReview) -> Result<()> {
    for line in &told.alerts {
        let mut act = story.at(&format!("{}:00Z", line.raised_at), &line.raised_by).await?;
        let alert = reviews::raise_alert(&mut act, id, &line.case, &line.what, &line.told).await?;
        act.commit().await?;
        for (minute, done) in line.done.iter().enumerate() {
            let mut act =
                story.at(&format!("{}T17:{:02}:00Z", &line.raised_at[..10], 20 + minute), &line.closed_by).await?;
            reviews::note_alert(&mut act, id, alert, done).await?;
            act.commit().await?;
        }
        let mut act = story.at(&format!("{}:00Z", line.closed_at), &line.closed_by).await?;
        let last = line.done.last().cloned().unwrap_or_default();
        reviews::close_alert(&mut act, id, alert, &last).await?;
        act.commit().await?;
    }
    Ok(())
}

pub(super) async fn source_states(story: &Story, id: ReviewId, told: &TeamReview) -> Result<()> {
    let on = told.dates.get("judging_from").or(told.dates.get("judged")).ok_or("a date of judging")?;
    let mut act = story.at(&format!("{on}T09:00:00Z"), "qal").await?;
    let page = reviews::evidence_page(&mut act, id).await?;
    for line in told.sources.iter().filter(|s| s.source != "E10") {
        let seen = page.sources.iter().find(|(s, _)| s.source == line.source).map_or(0, |(_, version)| *version);
        let state = if line.status == "collected" { SourceState::Collected } else { SourceState::InProgress };
        reviews::record_source(&mut act, id, &line.source, state, &line.detail, seen).await?;
    }
    act.commit().await?;
    Ok(())
}

#[expect(clippy::too_many_arguments, reason = "one line of the example, told in full")]
pub(super) async fn add(
    story: &Story,
    id: ReviewId,
    by: &str,
    on: &str,
    source: &str,
    direct: bool,
    note: &str,
    parts: &[String],
    case: Option<SampledCaseId>,
) -> Result<EvidenceId> {
    let mut act = story.at(&format!("{on}T16:00:00Z"), by).await?;
    let item = NewItem {
        source: source.to_owned(),
        dated: day(on)?,
        direct,
        agrees: true,
        note: note.to_owned(),
        parts: parts.to_vec(),
        case,
    };
    let added = reviews::add_evidence(&mut act, id, &item).await?;
    act.commit().await?;
    Ok(added)
}

pub(super) fn date<'a>(told: &'a TeamReview, what: &str) -> Result<&'a str> {
    told.dates.get(what).map(String::as_str).ok_or_else(|| format!("the example has no date “{what}”").into())
}

pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

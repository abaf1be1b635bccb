use practice::actions::WorksOn;
use practice::ids::{ActionId, ReviewId};
use programme::actions::{self, ActionForm};

use super::Result;
use super::data::{self, ActionLine, PlanLine};
use super::story::{Story, day};

/// The plan that followed the first review: agreed by the lead and the service manager, and followed since.
pub async fn agreed(story: &Story, review: ReviewId) -> Result<()> {
    let told = data::autumn_2025()?.action_plan.ok_or("the first review has a plan")?;
    let mut ids = Vec::new();
    for line in &told.actions {
        ids.push(write(story, review, &told, line).await?);
    }
    for (who, for_quality) in [("qal", true), ("sma", false)] {
        let mut act = story.on(&told.agreed_on, who).await?;
        let seen = actions::open_plan(&mut act, review).await?.plan.map_or(0, |p| p.version);
        actions::agree_plan(&mut act, review, seen, for_quality).await?;
        act.commit().await?;
    }
    for (id, line) in ids.into_iter().zip(&told.actions) {
        follow(story, id, line).await?;
    }
    Ok(())
}

async fn write(story: &Story, review: ReviewId, told: &PlanLine, line: &ActionLine) -> Result<ActionId> {
    let works_on = if told.checked.mostly_recording_or_process.contains(&line.id) {
        WorksOn::RecordingOrProcess
    } else if told.checked.outcomes_or_observed_practice.contains(&line.id) {
        WorksOn::Outcome
    } else {
        WorksOn::Conditions
    };
    let mut act = story.on("2025-12-16", "qal").await?;
    let form = ActionForm {
        id: None,
        seen: 0,
        outcome: line.outcome.clone(),
        step: line.action.clone(),
        owner: Some(story.person(&line.owner)?),
        due: Some(day(&line.due)?),
        stops: line.stops_or_shrinks.clone(),
        support: line.support.clone(),
        measure: line.measure.clone(),
        works_on,
        standards: line.standards.clone(),
    };
    let (id, _) = actions::put_action(&mut act, review, &form).await?;
    act.commit().await?;
    Ok(id)
}

async fn follow(story: &Story, id: ActionId, line: &ActionLine) -> Result<()> {
    if let Some(progress) = &line.progress {
        let mut act = story.on("2026-11-02", &line.owner).await?;
        let seen = actions::open_action(&mut act, id).await?.action.version;
        actions::update_action(&mut act, id, seen, progress).await?;
        act.commit().await?;
    }
    if let (true, Some(by), Some(on), Some(evidence)) =
        (line.state == "closed", &line.closed_by, &line.closed_on, &line.evidence)
    {
        let mut act = story.on(on, by).await?;
        let seen = actions::open_action(&mut act, id).await?.action.version;
        actions::close_action(&mut act, id, seen, evidence).await?;
        act.commit().await?;
    }
    Ok(())
}

//! The worked example: Exampleshire, an invented council, filled through the same acts that people use.

mod beside;
mod data;
mod evidence;
mod interviews;
mod moderation;
mod observations;
mod organisation;
mod plan;
mod records;
mod signs;
mod story;
mod surveys;
mod team_review;

use std::sync::Arc;

use programme::{Programme, SetClock};

/// The morning on which the example stands still: Monday 16 November 2026.
pub const TODAY: &str = "2026-11-16T09:00:00Z";

/// Why the example could not be filled.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Fills an empty database. Says what it does as it goes.
pub async fn fill(programme: Programme, clock: Arc<SetClock>, say: impl Fn(&str)) -> Result<()> {
    say("setting up Exampleshire Council: 4 teams, 57 people");
    let story = organisation::set_up(programme, clock).await?;
    say("publishing two frameworks");
    let frameworks = organisation::frameworks(&story).await?;
    say("the Learning Disability Team's review of autumn 2025, from caseload file to agreed plan");
    organisation::caseload(&story, "2025-10-06").await?;
    let first = team_review::first(&story, &frameworks).await?;
    plan::agreed(&story, first).await?;
    say("a practice sample in North Assessment, September 2026");
    organisation::caseload(&story, "2026-09-07").await?;
    signs::sample(&story, &frameworks).await?;
    say("the Learning Disability Team's review of autumn 2026, now at judging");
    organisation::caseload(&story, "2026-10-02").await?;
    team_review::second(&story, &frameworks).await?;
    say("what comes next: a review whose surveys are out, a draft open to comment");
    organisation::caseload(&story, "2026-11-12").await?;
    team_review::planned(&story, &frameworks).await?;
    moderation::together(&story).await?;
    organisation::draft_open_to_comment(&story).await?;
    story.clock.set(TODAY.parse()?);
    Ok(())
}

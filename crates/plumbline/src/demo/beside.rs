//! What stands beside the review of autumn 2026: what it costs, two dip samples, and a talk that nobody else knows of.

use practice::ids::{DipId, ReviewId};
use practice::reviews::dip::{Answers, Seen};
use programme::beside::{self, NewMinutes, NewRead};
use serde::Deserialize;

use super::Result;
use super::data::{self, TeamReview};
use super::story::{Story, day};
use super::team_review;

#[derive(Deserialize)]
struct WithCost {
    cost: CostTold,
}

#[derive(Deserialize)]
struct CostTold {
    items: Vec<CostItem>,
}

#[derive(Deserialize)]
struct CostItem {
    from: String,
    to: String,
    work: String,
    reviewer_minutes: i64,
    team_minutes: i64,
    people_and_carers_minutes: i64,
}

/// Everything beside the review.
pub(super) async fn told(story: &Story, review_id: ReviewId, told: &TeamReview) -> Result<()> {
    minutes(story, review_id, told).await?;
    private_talk(story).await?;
    closed_dip(story).await?;
    open_dip(story).await
}

/// Each piece of work is written down on its last day by the first of the reviewers.
async fn minutes(story: &Story, review_id: ReviewId, told: &TeamReview) -> Result<()> {
    let file: WithCost = serde_json::from_str(include_str!("../../demo/review-2026-11.json"))?;
    let who = told.reviewers.first().ok_or("somebody who reviews")?;
    for item in file.cost.items {
        let mut act = story.on(&item.to, who).await?;
        let new = NewMinutes {
            work: item.work,
            from: Some(day(&item.from)?),
            to: Some(day(&item.to)?),
            reviewers: item.reviewer_minutes,
            team: item.team_minutes,
            people: item.people_and_carers_minutes,
        };
        beside::add_minutes(&mut act, review_id, &new).await?;
        act.commit().await?;
    }
    Ok(())
}

/// A worker writes to the lead in private, and is answered.
async fn private_talk(story: &Story) -> Result<()> {
    let mut act = story.at("2026-10-21T16:40:00Z", "ld-05").await?;
    beside::write_private_note(
        &mut act,
        "I was told to have my records ready before you read them. I would rather you read them as they are. \
         Could we talk, without it going further?",
    )
    .await?;
    act.commit().await?;
    let mut act = story.at("2026-10-22T08:30:00Z", "qal").await?;
    let notes = beside::private_notes(&mut act).await?;
    let note = notes.first().ok_or("a note on the private line")?;
    beside::answer_private_note(
        &mut act,
        note.id,
        "Thank you. We read records as they were on the day of the draw, so nothing need be made ready. I am in the \
         Mill Street office on Friday from 2pm, and nobody will know what it is about.",
    )
    .await?;
    act.commit().await?;
    Ok(())
}

/// References of a team that were open all autumn.
fn references(team: &str) -> Result<Vec<String>> {
    let open = data::caseload()?
        .cases
        .into_iter()
        .filter(|case| case.team == team && case.closed.is_none() && case.opened.as_str() <= "2026-09-01");
    Ok(open.map(|case| case.reference).collect())
}

async fn closed_dip(story: &Story) -> Result<()> {
    use Seen::{No, NotSeen, Partly, Yes};
    let mut act = story.on("2026-10-12", "qal").await?;
    let team = team_review::team(&mut act, "Older People's Team").await?;
    let questions = [
        "Does each action in the plan have a date?",
        "Is it clear who does each action?",
        "Was the person given a copy of the plan?",
    ]
    .map(str::to_owned);
    let id = beside::start_dip(&mut act, "Dates in plans", &questions, Some(team)).await?;
    act.commit().await?;
    let seen: [Answers; 8] = [
        [Yes, Yes, Yes],
        [Yes, Yes, No],
        [No, Partly, Yes],
        [Yes, Yes, Yes],
        [Partly, Yes, NotSeen],
        [Yes, Yes, Yes],
        [No, Yes, No],
        [Yes, Yes, Yes],
    ];
    let references = references("OP")?;
    for (reference, answers) in references.into_iter().zip(seen) {
        read(story, "2026-10-14", id, reference, answers).await?;
    }
    let mut act = story.on("2026-10-16", "qal").await?;
    beside::close_dip(
        &mut act,
        id,
        "In 3 of 8 plans an action has no date, or “ongoing” in place of one. Look closer at plans made while somebody \
         was in hospital, and ask the team how dates are agreed there.",
    )
    .await?;
    act.commit().await?;
    Ok(())
}

async fn open_dip(story: &Story) -> Result<()> {
    use Seen::{No, Partly, Yes};
    let mut act = story.on("2026-11-10", "qal").await?;
    let questions = [
        "Was the person asked what they wanted to happen?",
        "Were they told what came of it?",
        "Does the record say how they answered?",
    ]
    .map(str::to_owned);
    let id = beside::start_dip(&mut act, "After a safeguarding enquiry", &questions, None).await?;
    act.commit().await?;
    let seen: [Answers; 3] = [[Yes, No, No], [Yes, Yes, Partly], [Partly, No, No]];
    let references = references("OP")?.into_iter().skip(8);
    for (reference, answers) in references.zip(seen) {
        read(story, "2026-11-11", id, reference, answers).await?;
    }
    Ok(())
}

/// The lead reads one record.
async fn read(story: &Story, on: &str, id: DipId, reference: String, answers: Answers) -> Result<()> {
    let mut act = story.on(on, "qal").await?;
    let new = NewRead { reference, answers: answers.map(Some), note: String::new() };
    beside::read_for_dip(&mut act, id, &new).await?;
    act.commit().await?;
    Ok(())
}

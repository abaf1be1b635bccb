//! The interviews of each case, as they were written down.

use practice::frameworks::Voice;
use practice::ids::{ReviewId, SampledCaseId};
use practice::reviews::{Guide, GuideQuestion, InterviewState};
use programme::reviews::{self, InterviewForm};

use super::Result;
use super::data::{Interview, ReviewedCase};
use super::evidence::add;
use super::story::{Story, day};

pub(super) async fn held(story: &Story, id: ReviewId, case: SampledCaseId, line: &ReviewedCase) -> Result<()> {
    for told in &line.interviews {
        let on = told.date.as_deref().or(line.record_read.as_deref()).unwrap_or("2026-11-13");
        if told.status == "observed" {
            add(story, id, &line.reviewer, on, "E11", true, &told.notes, &parts(told), Some(case)).await?;
        }
        write_down(story, id, case, line, told, on).await?;
    }
    Ok(())
}

async fn write_down(
    story: &Story,
    id: ReviewId,
    case: SampledCaseId,
    line: &ReviewedCase,
    told: &Interview,
    on: &str,
) -> Result<()> {
    let mut act = story.at(&format!("{on}T16:00:00Z"), &line.reviewer).await?;
    let page = reviews::interviews(&mut act, id).await?;
    let voice = match told.who.as_str() {
        "worker" => Voice::Worker,
        "supervisor" => Voice::Manager,
        "person" => Voice::Person,
        _ => Voice::Carer,
    };
    let speaks = |source: &str| page.opened.framework.source(source).is_some_and(|s| s.voice == voice);
    let guide = page.guides.iter().find(|guide| speaks(&guide.source)).ok_or("a guide for everybody")?;
    let state = match told.status.as_str() {
        "done" => InterviewState::Done,
        "declined" => InterviewState::Declined,
        "na" => InterviewState::NotApplicable,
        "observed" => InterviewState::NotPossible,
        "booked" => InterviewState::Booked,
        _ => InterviewState::ToArrange,
    };
    let form = InterviewForm {
        seen: 0,
        state: Some(state),
        consent: match (state, voice) {
            (InterviewState::Done, Voice::Person | Voice::Carer) => "agreed".to_owned(),
            (InterviewState::Done, _) => "duty".to_owned(),
            _ => String::new(),
        },
        reason: match state {
            InterviewState::NotPossible => "Seen at a visit instead: words would have been too much.".to_owned(),
            InterviewState::NotApplicable => "There is no informal carer.".to_owned(),
            // How they were asked, or said no: nothing of an interview that was not held is kept beside it.
            InterviewState::Declined | InterviewState::Booked | InterviewState::ToArrange => told.notes.clone(),
            _ => String::new(),
        },
        held_on: (state == InterviewState::Done).then(|| day(on)).transpose()?,
        minutes: if state == InterviewState::Done { 45 } else { 0 },
        notes: (state == InterviewState::Done)
            .then(|| best_question(guide, &parts(told)))
            .flatten()
            .map(|question| (question.id.clone(), said(told)))
            .into_iter()
            .collect(),
        agrees: Some(true),
    };
    reviews::save_interview(&mut act, id, case, &guide.source, &form).await?;
    act.commit().await?;
    if state == InterviewState::Done {
        let source = guide.source.clone();
        add_parts(story, id, case, line, told, &source, on).await?;
    }
    Ok(())
}

/// What was said bears on parts that its question does not name: it stands as evidence for those as well.
async fn add_parts(
    story: &Story,
    id: ReviewId,
    case: SampledCaseId,
    line: &ReviewedCase,
    told: &Interview,
    source: &str,
    on: &str,
) -> Result<()> {
    let mut act = story.at(&format!("{on}T16:00:00Z"), &line.reviewer).await?;
    let page = reviews::interviews(&mut act, id).await?;
    drop(act);
    let guide = page.guides.iter().find(|guide| guide.source == source).ok_or("the guide")?;
    let asked = &best_question(guide, &parts(told)).ok_or("a question")?.elements;
    let rest: Vec<String> = parts(told).into_iter().filter(|part| !asked.contains(part)).collect();
    if !rest.is_empty() {
        let direct = page.opened.framework.source(source).is_some_and(|s| s.direct == "yes");
        add(story, id, &line.reviewer, on, source, direct, &said(told), &rest, Some(case)).await?;
    }
    Ok(())
}

fn parts(told: &Interview) -> Vec<String> {
    if told.elements.is_empty() { vec!["S01b".to_owned()] } else { told.elements.clone() }
}

fn said(told: &Interview) -> String {
    if told.notes.is_empty() { "Nothing to add to the record.".to_owned() } else { told.notes.clone() }
}

/// The question that most of what was said answers.
fn best_question<'a>(guide: &'a Guide, parts: &[String]) -> Option<&'a GuideQuestion> {
    let fits = |question: &GuideQuestion| question.elements.iter().filter(|part| parts.contains(part)).count();
    guide.questions.iter().rev().max_by_key(|question| fits(question))
}

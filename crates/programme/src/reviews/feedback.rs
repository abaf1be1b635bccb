use practice::access::{Action, Object};
use practice::journal::Happened;
use practice::reviews::part_name;
use store::reviews::{self, SampledCase};

use super::cases::facts;
use super::opening::load;
use crate::{Act, Result};

/// What a reviewer wrote to the worker about one case: strengths first, then things to try. No grade.
pub struct Feedback {
    /// The review it belongs to.
    pub title: String,
    /// The case.
    pub case: SampledCase,
    /// What went well.
    pub strengths: Vec<String>,
    /// Standard, what was looked for, and the note.
    pub notes: Vec<(String, String, String)>,
    /// What the worker answered; empty where they have not.
    pub reply: String,
    /// Whether they can still answer.
    pub may_reply: bool,
}

/// A worker reads the feedback on their own cases, newest first (R13). Never a grade, and nobody else's case.
///
/// # Errors
/// Where the database cannot be read.
pub async fn my_feedback(act: &mut Act) -> Result<Vec<Feedback>> {
    let me = act.me();
    let mut found = Vec::new();
    for case in reviews::cases_of_worker(&mut act.tx, me).await? {
        let opened = load(act, case.review_id).await?;
        let facts = facts(&case);
        if !act.may(Action::SeeCaseFeedback, &Object::Case(&opened.facts, &facts)) {
            continue;
        }
        act.require(Action::SeeCaseFeedback, &Object::Case(&opened.facts, &facts))?;
        let mut notes = Vec::new();
        for standard in opened.standards_of_case(&case.standard) {
            for element in &standard.elements {
                if let Some(note) =
                    case.record.notes.get(&part_name(standard, element)).filter(|n| !n.trim().is_empty())
                {
                    notes.push((standard.name.clone(), element.text.clone(), note.clone()));
                }
            }
        }
        let strengths =
            case.record.strengths.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect();
        act.journal(Happened::FeedbackSeen, Some(case.review_id), Some(me.uuid()), case.reference.clone()).await?;
        let replies = super::replying::my_replies(act, case.review_id).await?;
        let reply = replies.into_iter().find(|(of, _)| *of == case.id).map(|(_, words)| words).unwrap_or_default();
        let may_reply =
            opened.review.stage.is_open() && act.may(Action::ReplyToFeedback, &Object::Case(&opened.facts, &facts));
        found.push(Feedback { title: opened.review.title.clone(), case, strengths, notes, reply, may_reply });
    }
    Ok(found)
}

use chrono::NaiveDate;
use practice::access::{Action, Object};
use practice::journal::Happened;
use practice::reviews::part_name;
use store::reviews::{self, SampledCase};

use super::cases::facts;
use super::opening::load;
use super::replying::{answering, my_replies};
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
    /// What the worker answered: the name of the standard, blank for the case as a whole, and the words.
    pub replies: Vec<(String, String)>,
    /// The standards with a note, by id and name: what an answer can be about.
    pub about: Vec<(String, String)>,
    /// The last day to answer; `None` where the days have not begun to run.
    pub until: Option<NaiveDate>,
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
        let (mut notes, mut about) = (Vec::new(), Vec::new());
        // The gravest comes first: what follows is folded away.
        let mut standards = opened.standards_of_case(&case.standard);
        standards.sort_by_key(|standard| !standard.critical);
        for standard in standards {
            let before = notes.len();
            for element in &standard.elements {
                if let Some(note) =
                    case.record.notes.get(&part_name(standard, element)).filter(|n| !n.trim().is_empty())
                {
                    notes.push((standard.name.clone(), element.text.clone(), note.clone()));
                }
            }
            if notes.len() > before {
                about.push((standard.id.clone(), standard.name.clone()));
            }
        }
        let strengths =
            case.record.strengths.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect();
        act.journal(Happened::FeedbackSeen, Some(case.review_id), Some(me.uuid()), case.reference.clone()).await?;
        let named = |id: &str| opened.framework.standard(id).map(|s| s.name.clone()).unwrap_or_default();
        let replies = my_replies(act, case.review_id).await?.into_iter().filter(|(of, ..)| *of == case.id);
        let replies = replies.map(|(_, standard, words)| (named(&standard), words)).collect();
        let check = reviews::fact_check(&mut act.tx, case.review_id).await?;
        let (until, open) = answering(&opened, check.as_ref(), &case, act.today());
        let may_reply = open && act.may(Action::ReplyToFeedback, &Object::Case(&opened.facts, &facts));
        let title = opened.review.title.clone();
        found.push(Feedback { title, case, strengths, notes, replies, about, until, may_reply });
    }
    Ok(found)
}

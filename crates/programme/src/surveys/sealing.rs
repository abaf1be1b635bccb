use std::collections::BTreeMap;

use practice::surveys::{QuestionKind, QuestionSet, Tally, screen};
use serde::{Deserialize, Serialize};
use store::Tx;
use store::surveys::{self, Survey, SurveyText};
use uuid::Uuid;

use super::answering::Answers;
use super::running::{WAYS, Way, read};
use crate::{Act, Error, Programme, Result, chance};

/// How many sealed answers are opened at once.
const AT_ONCE: i64 = 500;
/// The most bytes of a letter that is written.
const WIDEST: usize = 4;
/// What the rest of one person's answers takes, in bytes.
const CHOICES: usize = 2048;

/// One person's answers, as they are sealed.
#[derive(Serialize, Deserialize)]
pub(super) struct Sealed {
    set: String,
    way: String,
    answers: Answers,
}

impl Sealed {
    pub(super) fn new(set: &QuestionSet, way: Way, answers: Answers) -> Self {
        Self { set: set.id.clone(), way: way.as_str().to_owned(), answers }
    }
}

/// Seals one person's answers until their survey is closed.
pub(super) async fn seal(
    programme: &Programme,
    tx: &mut Tx,
    survey: &Survey,
    sets: &[QuestionSet],
    one: Sealed,
) -> Result<()> {
    let bytes =
        serde_json::to_vec(&one).map_err(|error| Error::Broken(format!("answers cannot be written: {error}")))?;
    let sealed = programme.survey_key.seal(survey.id, &bytes, room(sets))?;
    surveys::add_sealed(tx, survey.id, chance::unordered()?, &sealed).await?;
    Ok(())
}

/// What an answer takes, in bytes, whatever is said: every way of answering a survey takes the same.
fn room(sets: &[QuestionSet]) -> usize {
    sets.iter().map(|set| CHOICES + written(set)).max().unwrap_or(CHOICES)
}

/// What may be written in words, in bytes.
fn written(set: &QuestionSet) -> usize {
    let limits = set.questions.iter().filter_map(|question| match question.kind {
        QuestionKind::Text { limit } => Some(limit * WIDEST),
        _ => None,
    });
    limits.sum()
}

/// Opens everything that was sealed, and counts it all at once: question by question, each apart from the others, and
/// what was written in the order of ids that say nothing.
pub(super) async fn count_sealed(act: &mut Act, survey: &Survey) -> Result<()> {
    let sets = read(survey);
    let mut counts: BTreeMap<(String, String), Tally> = BTreeMap::new();
    let mut texts: BTreeMap<Uuid, SurveyText> = BTreeMap::new();
    let mut after = Uuid::nil();
    loop {
        let some = surveys::sealed(&mut act.tx, survey.id, after, AT_ONCE).await?;
        let Some((last, _)) = some.last() else { break };
        after = *last;
        for (_, sealed) in &some {
            let one = open(&act.programme, survey, sealed)?;
            let Some(set) = sets.iter().find(|set| set.id == one.set) else { continue };
            count(set, one, &mut counts, &mut texts)?;
        }
    }
    for ((set, question), tally) in &counts {
        surveys::add_tally(&mut act.tx, survey.id, set, question, tally).await?;
    }
    for text in texts.values() {
        surveys::add_text(&mut act.tx, survey.id, text).await?;
    }
    Ok(())
}

fn open(programme: &Programme, survey: &Survey, sealed: &str) -> Result<Sealed> {
    let says = "The answers to this survey were sealed with another survey key than the one in use, so they cannot be \
                counted. Whoever runs the program has to put that key back first. Nothing is lost.";
    let bytes = programme.survey_key.open(survey.id, sealed).ok_or_else(|| Error::Refused(says.into()))?;
    serde_json::from_slice(&bytes).map_err(|error| Error::Broken(format!("answers cannot be read: {error}")))
}

/// Counts one person's answers, each apart from the others.
fn count(
    set: &QuestionSet,
    one: Sealed,
    counts: &mut BTreeMap<(String, String), Tally>,
    texts: &mut BTreeMap<Uuid, SurveyText>,
) -> Result<()> {
    let mut add = |question: &str, answer: String| {
        *counts.entry((set.id.clone(), question.to_owned())).or_default().entry(answer).or_default() += 1;
    };
    add(WAYS, one.way);
    for question in &set.questions {
        let Some(answer) = one.answers.get(&question.id).cloned() else { continue };
        if !matches!(question.kind, QuestionKind::Text { .. }) {
            add(&question.id, answer);
            continue;
        }
        let id: Uuid = chance::unordered()?;
        let text = SurveyText {
            id: id.into(),
            question_set: set.id.clone(),
            question: question.id.clone(),
            names: screen(&answer).names,
            words: answer,
            state: "new".to_owned(),
        };
        texts.insert(id, text);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Sealed, Way, room};
    use practice::surveys::{QuestionKind, QuestionSet};

    /// One set, with as many long answers in words as it has questions.
    fn wordy(mut set: QuestionSet) -> QuestionSet {
        for question in &mut set.questions {
            question.kind = QuestionKind::Text { limit: 2000 };
        }
        set
    }

    #[test]
    fn whatever_is_written_there_is_room_for_it() {
        let people = practice::surveys::shipped().into_iter().next().expect("a set is shipped");
        let shorter = people.clone();
        let sets = [shorter, wordy(people)];
        for letter in ["a", "\"", "é", "😀"] {
            let answers = sets[1].questions.iter().map(|question| (question.id.clone(), letter.repeat(2000))).collect();
            let full = serde_json::to_vec(&Sealed::new(&sets[1], Way::Online, answers)).expect("written").len();
            assert!(full <= room(&sets), "{full} bytes of {letter}");
        }
        assert!(room(&sets[..1]) < room(&sets), "the widest way of answering decides");
    }
}

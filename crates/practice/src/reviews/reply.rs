//! Right of reply (V7): how long people have to answer, and what the text they check must not tell.

use chrono::NaiveDate;

use crate::days;

/// How many working days the team and its workers have to answer (domain model, V7).
pub const DAYS_TO_ANSWER: u32 = 10;

/// Words of grades that people also use every day: they are grades only where they stand as one.
const EVERYDAY: [&str; 6] = ["good", "outstanding", "adequate", "excellent", "poor", "weak"];
/// After these, such a word is a grade whatever follows.
const GRADING: [&str; 8] = ["rated", "graded", "judged", "marked", "scored", "grade", "rating", "score"];
/// After these, it is a grade where the sentence or the clause ends with it.
const BEING: [&str; 12] =
    ["is", "are", "was", "were", "be", "been", "as", "to", "remains", "became", "stays", "considered"];
/// Words between them that change nothing.
const BETWEEN: [&str; 9] = ["very", "now", "overall", "still", "mostly", "only", "also", "at", "best"];

/// The last day on which what is shown or put up on a day can be answered.
#[must_use]
pub fn last_day_to_answer(shown: NaiveDate) -> NaiveDate {
    days::after_working_days(shown, DAYS_TO_ANSWER)
}

/// The last day on which a worker can answer to the findings on their own case: ten working days from the day the case
/// was read, or from the day the facts were put up where that is later, since answers are asked for then. In a review
/// whose facts are still `to_come` there is no last day yet.
#[must_use]
pub fn last_day_of_worker(read: NaiveDate, facts: Option<NaiveDate>, to_come: bool) -> Option<NaiveDate> {
    match facts {
        Some(put_up) => Some(last_day_to_answer(read.max(put_up))),
        None if to_come => None,
        None => Some(last_day_to_answer(read)),
    }
}

/// The first word of a grade that stands as one in a text. `labels` are the council's words.
///
/// "Safeguarding: Good", "rated good" and "is inadequate" are grades; "good contact with the school" and "an
/// outstanding invoice" are not.
#[must_use]
pub fn grade_told<'a>(labels: impl IntoIterator<Item = &'a str>, text: &str) -> Option<String> {
    let lines: Vec<String> =
        text.lines().map(|line| line.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    labels.into_iter().find_map(|label| {
        let label = label.trim().to_lowercase();
        let forms = [label.clone(), label.replace("requires ", "require "), label.replace("requires ", "requiring ")];
        let told = |form: &String| !form.is_empty() && lines.iter().any(|line| stands_in(line, form));
        forms.iter().any(told).then_some(label)
    })
}

/// Whether a word stands as a grade in one line of lower-case text.
fn stands_in(line: &str, word: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || c == '-' || c == '’' || c == '\'';
    line.match_indices(word).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + word.len()..]);
        let whole = !before.ends_with(is_letter) && !after.starts_with(is_letter);
        whole && (!EVERYDAY.contains(&word) || is_grade(before.trim_end(), after.trim_start()))
    })
}

/// Whether an everyday word is a grade between what stands before it and after it.
fn is_grade(before: &str, after: &str) -> bool {
    let ends = after.is_empty() || after.starts_with(['.', ',', ';', ':', '!', '?', ')', '”', '"', '/', '–', '—']);
    if after.starts_with("grade") || after.starts_with("rating") {
        return true;
    }
    if before.is_empty() {
        return after.is_empty() || after == "." || after.starts_with(':');
    }
    if before.ends_with([':', '=', '–', '—', '-', '/', '“', '"']) {
        return ends;
    }
    let mut words = before.split(' ').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).rev();
    let Some(last) = words.by_ref().find(|word| !BETWEEN.contains(word)) else { return false };
    let leads_on = ["as", "it", "them"].contains(&last);
    let graded = GRADING.contains(&last) || (leads_on && words.next().is_some_and(|word| GRADING.contains(&word)));
    let counted = last.chars().all(|c| c.is_ascii_digit()) && !last.is_empty();
    graded || (ends && (counted || BEING.contains(&last)))
}

#[cfg(test)]
mod tests {
    use super::{grade_told, last_day_of_worker, last_day_to_answer};

    const LABELS: [&str; 4] = ["Outstanding", "Good", "Requires improvement", "Inadequate"];

    fn day(text: &str) -> chrono::NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn words_that_stand_as_grades_are_found() {
        for (text, word) in [
            ("Safeguarding: Good\n", "good"),
            ("Safeguarding: Good\nPlans were read.", "good"),
            ("Safeguarding was rated good", "good"),
            ("Rated as good with one gap", "good"),
            ("We judged it outstanding overall", "outstanding"),
            ("Safeguarding is good.", "good"),
            ("Plans are very good, and reviews are late.", "good"),
            ("Safeguarding is outstanding", "outstanding"),
            ("Good", "good"),
            ("Supervision – good", "good"),
            ("5 good, 3 to come", "good"),
            ("A good rating in plans", "good"),
            ("Safeguarding is inadequate.", "inadequate"),
            ("Four standards require improvement", "requires improvement"),
            ("Reviews: requires\timprovement", "requires improvement"),
        ] {
            assert_eq!(grade_told(LABELS, text).as_deref(), Some(word), "{text}");
        }
    }

    #[test]
    fn everyday_words_are_not() {
        for text in [
            "Sickness and meeting notes outstanding since May",
            "Sickness and meeting notes outstanding",
            "One was an outstanding invoice.",
            "They had good contact with the school.",
            "Good, frequent contact with the school.",
            "It was a good enough reason.",
            "3 good examples were brought by the team.",
            "8 cases were read, one for each worker.",
            "Goods were delivered: goodwill is free.",
        ] {
            assert_eq!(grade_told(LABELS, text), None, "{text}");
        }
    }

    #[test]
    fn a_worker_has_ten_working_days_from_the_later_of_reading_and_facts() {
        assert_eq!(last_day_to_answer(day("2026-11-30")), day("2026-12-14"));
        for (facts, to_come, last) in [
            (Some("2026-11-30"), true, Some("2026-12-14")),
            (Some("2026-11-02"), true, Some("2026-11-30")),
            (None, true, None),
            (None, false, Some("2026-11-30")),
        ] {
            let found = last_day_of_worker(day("2026-11-16"), facts.map(day), to_come);
            assert_eq!(found, last.map(day), "{facts:?} {to_come}");
        }
    }
}

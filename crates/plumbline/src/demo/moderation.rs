//! After judging: cases read twice, differences talked through, facts checked, answers given.

use practice::ids::ReviewId;
use practice::reviews::{CaseRecord, part_name, standards_read_twice};
use programme::reviews;

use super::Result;
use super::data::TeamReview;
use super::evidence::date;
use super::story::Story;

/// One part in so many is seen differently by the second reader, as readers do.
const DIFFERS: usize = 9;

/// The second readings of the first review.
pub(super) async fn read_twice(story: &Story, id: ReviewId, told: &TeamReview) -> Result<()> {
    let on = date(told, "moderated")?;
    let mut act = story.on(on, "qal").await?;
    let page = reviews::moderation(&mut act, id).await?;
    let mut asked = Vec::new();
    for line in &page.cases {
        // The lead reads where nobody else could.
        let Some(reader) = line.could.iter().max_by_key(|person| person.key != "qal") else { continue };
        reviews::ask_second_reader(&mut act, id, line.case.id, Some(reader.id), 0).await?;
        asked.push((line.case.clone(), reader.key.clone(), line.whole));
    }
    act.commit().await?;
    for (place, (case, reader, whole)) in asked.iter().enumerate() {
        let mut act = story.at(&format!("{on}T14:00:00Z"), reader).await?;
        let second = reviews::open_second(&mut act, id, case.id).await?;
        let record = seen_again(&second.opened.framework, &case.record, place, *whole);
        reviews::save_second(&mut act, id, case.id, second.reading.version, &record, true).await?;
        act.commit().await?;
    }
    let mut act = story.at(&format!("{on}T16:00:00Z"), "qal").await?;
    for line in reviews::moderation(&mut act, id).await?.cases {
        for (found, _) in line.differing.iter().flatten() {
            let scale = &page.opened.framework.scale;
            let why = "We read the line again together: the record says it, in other words than the standard.";
            reviews::talk_through(&mut act, id, line.case.id, &found.part, found.first.word(scale), why).await?;
        }
    }
    act.commit().await?;
    Ok(())
}

/// What the second reader marks: as the first, but for one part in nine.
fn seen_again(
    framework: &practice::frameworks::Framework,
    first: &CaseRecord,
    place: usize,
    whole: bool,
) -> CaseRecord {
    let mut record = CaseRecord::default();
    let parts = standards_read_twice(framework, "", whole)
        .into_iter()
        .flat_map(|s| s.elements.iter().map(move |e| part_name(s, e)));
    for (at, part) in parts.enumerate() {
        let mark = first.marks.get(&part).map_or("not-evidenced", String::as_str);
        let other = match mark {
            "met" => "partly",
            "partly" => "met",
            same => same,
        };
        let mark = if (at + place * 4).is_multiple_of(DIFFERS) { other } else { mark };
        if mark == "na" {
            record.reasons.insert(
                part.clone(),
                first.reasons.get(&part).cloned().unwrap_or_else(|| "It did not come up.".into()),
            );
        }
        record.marks.insert(part, mark.to_owned());
    }
    record
}

/// The team checks the facts, and workers answer to what was written of their cases.
pub(super) async fn checked(story: &Story, id: ReviewId, told: &TeamReview) -> Result<()> {
    let mut act = story.on(date(told, "factual_accuracy_from")?, "qal").await?;
    let facts = reviews::fact_check(&mut act, id).await?.draft;
    reviews::open_fact_check(&mut act, id, &facts).await?;
    act.commit().await?;
    let to = date(told, "factual_accuracy_to")?;
    let mut act = story.at(&format!("{to}T09:30:00Z"), "tm-ld").await?;
    let words =
        "The facts are right. Two posts were empty from April to August 2025, which is longer than it reads here.";
    reviews::answer_facts(&mut act, id, 1, words, false).await?;
    act.commit().await?;
    for reply in &told.worker_replies {
        let mut act = story.at(&format!("{to}T11:00:00Z"), &reply.worker).await?;
        let mine = reviews::my_feedback(&mut act).await?;
        if let Some(case) = mine.iter().find(|feedback| feedback.case.review_id == id) {
            reviews::reply_to_feedback(&mut act, id, case.case.id, &reply.standard, &reply.text).await?;
        }
        act.commit().await?;
    }
    Ok(())
}

/// Cases without names that the group of reviewers reads together: one whose spread they have seen, and one to read.
pub(super) async fn together(story: &Story) -> Result<()> {
    let account = "A woman in her fifties in a shared house tells a day-centre worker on a Friday that she has a bruise \
                   because “he pushed the door”. The centre rings the team at 16:50; the duty worker writes down the \
                   call and asks the house to keep an eye on her. On Monday the social worker visits, sees her alone, \
                   and writes that she seems settled and does not want a fuss. The three questions of the enquiry are \
                   ticked without a word beside them. The house moves the man's room to the other floor the same day. \
                   Nobody asks her afterwards whether she got what she wanted. The plan says: monitor, review in six weeks.";
    let standards = ["S18".to_owned(), "S19".to_owned()];
    let mut act = story.on("2026-09-10", "qal").await?;
    let closed = reviews::put_up_calibration(&mut act, "A bruise on a Friday", account, &standards).await?;
    act.commit().await?;
    let readings = [
        ("rv-cap", "partly partly not-met partly partly not-met not-met not-met partly"),
        ("rv-saf", "not-met not-met not-met partly partly not-met not-met not-met met"),
        ("ie-1", "partly not-met not-met partly partly not-met not-met not-met partly"),
        ("qal", "partly not-met not-met not-met partly not-met not-met not-met partly"),
        ("ment", "met partly not-met partly partly partly not-met not-met partly"),
    ];
    for (reader, words) in readings {
        let mut act = story.on("2026-09-14", reader).await?;
        let parts = ["S18a", "S18b", "S18c", "S18d", "S18e", "S19a", "S19b", "S19c", "S19d"];
        let marks = parts.iter().zip(words.split(' ')).map(|(p, m)| ((*p).to_owned(), m.to_owned())).collect();
        reviews::mark_calibration(&mut act, closed, &marks).await?;
        act.commit().await?;
    }
    let mut act = story.on("2026-09-18", "qal").await?;
    reviews::close_calibration(&mut act, closed).await?;
    act.commit().await?;
    let account = "A man in his thirties with his own tenancy lets two friends stay. The record says that he has capacity \
                   for this decision and that it is unwise. It does not say what he was told, what he said, or what \
                   would have helped him decide. The rent is late for the first time.";
    let mut act = story.on("2026-11-10", "qal").await?;
    reviews::put_up_calibration(&mut act, "Two friends and a late rent", account, &["S21".to_owned()]).await?;
    act.commit().await?;
    Ok(())
}

use practice::ids::ReviewId;
use practice::reviews::{Behind, CaseRecord, SourceState};
use programme::reviews::{self, JudgeForm, PlanForm, Seed, Words};

use super::Result;
use super::data;
use super::organisation::Frameworks;
use super::story::{Story, day};
use super::team_review::{short_note, team};

/// Six items for each of six signs in North Assessment, read in September 2026, and a sample planned next door.
pub async fn sample(story: &Story, frameworks: &Frameworks) -> Result<()> {
    let told = data::vital_signs()?;
    let id = plan(story, frameworks, "North Assessment", "Vital signs, September 2026", "2026-09-07").await?;
    let mut act = story.on("2026-09-08", "qal").await?;
    reviews::announce(&mut act, id).await?;
    act.commit().await?;
    let mut act = story.on("2026-09-11", "qal").await?;
    reviews::draw_sample(&mut act, id, Seed::Known(told.sample.seed.clone())).await?;
    let drawn = reviews::sample(&mut act, id).await?.cases;
    for case in &drawn {
        let given = reviews::Given { case: case.id, to: Some(story.person("ment")?), seen: None };
        reviews::assign_cases(&mut act, id, &[given]).await?;
    }
    act.commit().await?;
    for sign in &told.signs {
        let of_sign = drawn.iter().filter(|c| c.standard == sign.sign);
        for (case, item) in of_sign.zip(&sign.items) {
            let mut act = story.on("2026-09-16", "ment").await?;
            let opened = reviews::open_case(&mut act, id, case.id).await?;
            let standards = opened.opened.standards_of_case(&case.standard);
            let first = standards.first().and_then(|s| s.elements.first()).map(|e| e.key.clone()).unwrap_or_default();
            let mut record = CaseRecord {
                marks: item.marks.clone(),
                reasons: item.reasons.clone(),
                notes: [(first, item.note.clone())].into(),
                ..CaseRecord::default()
            };
            for part in record.concerns(&opened.opened.framework, &standards) {
                let note = short_note(&opened.opened.framework, &record, &part);
                record.notes.entry(part.clone()).or_insert(note);
                record.behind.insert(part, lay_behind(&sign.sign));
            }
            reviews::save_case(&mut act, id, case.id, opened.case.version, &record).await?;
            reviews::finish_case(&mut act, id, case.id).await?;
            act.commit().await?;
        }
    }
    settle(story, id, &told).await?;
    plan(story, frameworks, "South Family Help", "Vital signs, winter 2026", "2026-09-21").await?;
    Ok(())
}

/// What lay behind the concerns of a sign, as the readers saw it.
fn lay_behind(sign: &str) -> Behind {
    match sign {
        // Supervision that falls away with a vacancy, and a plan whose form has no place for an outcome.
        "VS3" | "VS6" => Behind::System,
        "VS4" => Behind::Both,
        "VS1" | "VS2" => Behind::Individual,
        _ => Behind::CannotTell,
    }
}

async fn plan(story: &Story, frameworks: &Frameworks, name: &str, title: &str, on: &str) -> Result<ReviewId> {
    let mut act = story.on(on, "qal").await?;
    let form = PlanForm {
        team: team(&mut act, name).await?,
        framework: frameworks.signs,
        title: title.to_owned(),
        purpose: "To see where to begin: six pieces of work for each sign, read together. For help and learning only."
            .to_owned(),
        reviewers: vec![story.person("ment")?, story.person("qal")?],
        reviewer_hours: 30,
        team_hours: 8,
        items_per_standard: Some(6),
        judging_due: None,
        completion_due: None,
        presentation_due: Some(day("2026-12-04")?),
    };
    let id = reviews::plan_review(&mut act, form).await?;
    act.commit().await?;
    Ok(id)
}

async fn settle(story: &Story, id: ReviewId, told: &data::Signs) -> Result<()> {
    for sign in &told.signs {
        let mut act = story.on("2026-09-21", "ment").await?;
        let form = JudgeForm { comment: sign.in_one_line.clone(), agree: true, ..JudgeForm::default() };
        super::team_review::judge_and_agree(&mut act, id, &sign.sign, form).await?;
        act.commit().await?;
    }
    let mut act = story.on("2026-09-22", "qal").await?;
    let why = "Families are asked from the next sample on: the letters were not ready.";
    reviews::record_source(&mut act, id, "FS", SourceState::NotAvailable, why, 0).await?;
    let seen = reviews::open(&mut act, id).await?.review.version;
    let caution = "Families have not been asked yet: what is said here stands on what was written down.";
    let once = "Both of us sat together over every item in this first sample, so neither could read one blind. The sample \
                in December is read by two.";
    let words = Words { summary: told.summary.text.join("\n"), caution: caution.into(), read_once: once.into() };
    reviews::set_words(&mut act, id, seen, &words).await?;
    reviews::complete(&mut act, id).await?;
    act.commit().await?;
    let mut act = story.on("2026-09-23", "qal").await?;
    reviews::present(&mut act, id).await?;
    act.commit().await?;
    Ok(())
}

use std::collections::BTreeMap;

use practice::frameworks::Framework;
use practice::ids::{EvidenceId, ReviewId, SampledCaseId, TeamId};
use practice::reviews::{Behind, CaseRecord, Grade, part_name};
use programme::Act;
use programme::reviews::{self, JudgeForm, PlanForm, Seed, Words};

use super::Result;
use super::data::{self, JudgementLine, ReviewedCase, TeamReview};
use super::evidence::{add, alerts, date, disagreements, of_the_team, source_states};
use super::interviews;
use super::organisation::Frameworks;
use super::story::{Story, day};
use super::surveys;
use super::{beside, moderation, observations, records};

/// The first review of the Learning Disability Team: presented in December 2025.
pub async fn first(story: &Story, frameworks: &Frameworks) -> Result<ReviewId> {
    let told = data::autumn_2025()?;
    let id = plan(story, "LD", frameworks, &told, "Review 1, autumn 2025", (90, 38)).await?;
    gather(story, id, &told).await?;
    // Whoever judges reads the notes of the cases, and could read none of them blind after that.
    moderation::read_twice(story, id, &told).await?;
    for line in &told.judgements {
        judge(story, id, line).await?;
    }
    moderation::checked(story, id, &told).await?;
    let report = told.report.as_ref().ok_or("the first review has a report")?;
    let mut act = story.on(date(&told, "completed")?, "qal").await?;
    let seen = reviews::open(&mut act, id).await?.review.version;
    let words = Words { summary: report.summary.join("\n"), caution: report.caution.clone(), ..Words::default() };
    reviews::set_words(&mut act, id, seen, &words).await?;
    reviews::complete(&mut act, id).await?;
    act.commit().await?;
    let mut act = story.on(date(&told, "presented")?, "qal").await?;
    reviews::present(&mut act, id).await?;
    act.commit().await?;
    Ok(id)
}

/// The same team a year later: at the judging stage today.
pub async fn second(story: &Story, frameworks: &Frameworks) -> Result<ReviewId> {
    let told = data::autumn_2026()?;
    let id = plan(story, "LD", frameworks, &told, "Review 2, autumn 2026", (80, 34)).await?;
    gather(story, id, &told).await?;
    records::loaded(story, id).await?;
    for line in &told.judgements {
        judge(story, id, line).await?;
    }
    beside::told(story, id, &told).await?;
    Ok(id)
}

/// Whether the record files of the second review tell a fact: then it is not written down by hand.
fn in_files(told: &TeamReview, fact: &data::Fact) -> bool {
    const TOLD: [&str; 6] = [
        "Package spend",
        "Days from request",
        "Support that began before funding",
        "Agency cost",
        "Complaints and compliments",
        "Supervision sessions held",
    ];
    told.id.ends_with("2026-11") && TOLD.iter().any(|start| fact.fact.starts_with(start))
}

/// A review that has just begun: cases are drawn, and letters are out.
pub async fn planned(story: &Story, frameworks: &Frameworks) -> Result<()> {
    let mut act = story.on("2026-11-12", "qal").await?;
    let team = team(&mut act, "Older People's Team").await?;
    let form = PlanForm {
        team,
        framework: frameworks.adult,
        title: "Review 1, winter 2027".to_owned(),
        purpose:
            "A first look at the whole of the team's practice, and at what helps and hinders it. Nobody is graded."
                .to_owned(),
        reviewers: vec![story.person("rv-cap")?, story.person("rv-saf")?, story.person("ie-2")?],
        reviewer_hours: 85,
        team_hours: 36,
        items_per_standard: None,
        judging_due: Some(day("2027-03-05")?),
        completion_due: Some(day("2027-04-09")?),
        presentation_due: Some(day("2027-04-13")?),
    };
    let id = reviews::plan_review(&mut act, form).await?;
    act.commit().await?;
    let mut act = story.on("2026-11-13", "qal").await?;
    reviews::announce(&mut act, id).await?;
    act.commit().await?;
    let mut act = story.at("2026-11-16T08:20:00Z", "qal").await?;
    reviews::draw_sample(&mut act, id, Seed::Known("older-people/review-1".to_owned())).await?;
    act.commit().await?;
    surveys::begun(story, id).await
}

/// The team with this name.
pub async fn team(act: &mut programme::Act, name: &str) -> Result<TeamId> {
    let planning = reviews::planning(act).await?;
    Ok(planning.teams.iter().find(|t| t.name == name).ok_or("a team of that name")?.id)
}

async fn plan(
    story: &Story,
    key: &str,
    frameworks: &Frameworks,
    told: &TeamReview,
    title: &str,
    hours: (i64, i64),
) -> Result<ReviewId> {
    let name = data::organisation()?.teams.into_iter().find(|t| t.id == key).ok_or("the team")?.name;
    let mut act = story.on(date(told, "planned")?, "qal").await?;
    let due = |what: &str| told.dates.get(what).map(|d| day(d)).transpose();
    let form = PlanForm {
        team: team(&mut act, &name).await?,
        framework: frameworks.adult,
        title: title.to_owned(),
        purpose: "To see how good our practice is, from people, carers, records and practice itself, and to agree what changes.".to_owned(),
        reviewers: told.reviewers.iter().map(|r| story.person(r)).collect::<Result<_>>()?,
        reviewer_hours: hours.0,
        team_hours: hours.1,
        items_per_standard: None,
        judging_due: due("moderation_planned")?.or(due("judged")?),
        completion_due: due("completion_planned")?.or(due("completed")?),
        presentation_due: due("presentation_planned")?.or(due("presented")?),
    };
    let id = reviews::plan_review(&mut act, form).await?;
    act.commit().await?;
    let mut act = story.on(date(told, "announced")?, "qal").await?;
    reviews::announce(&mut act, id).await?;
    act.commit().await?;
    let mut act = story.on(date(told, "drawn")?, "qal").await?;
    reviews::draw_sample(&mut act, id, Seed::Known(told.sample.seed.clone())).await?;
    for case in reviews::sample(&mut act, id).await?.cases {
        let line = told.cases.iter().find(|c| c.reference == case.reference);
        let reviewer = line.map(|l| story.person(&l.reviewer)).transpose()?;
        let given = reviews::Given { case: case.id, to: reviewer, seen: None };
        reviews::assign_cases(&mut act, id, &[given]).await?;
    }
    act.commit().await?;
    Ok(id)
}

/// Everything that was gathered: evidence first, then the case reviews, then what disagreed and what was urgent.
async fn gather(story: &Story, id: ReviewId, told: &TeamReview) -> Result<()> {
    let mut act = story.on(date(told, "gathering_from")?, "qal").await?;
    let cases: BTreeMap<String, SampledCaseId> =
        reviews::sample(&mut act, id).await?.cases.into_iter().map(|c| (c.reference, c.id)).collect();
    act.commit().await?;
    for line in &told.cases {
        if let Some(case) = cases.get(&line.reference) {
            interviews::held(story, id, *case, line).await?;
            case_review(story, id, *case, line, told).await?;
        }
    }
    surveys::answered(story, id, told).await?;
    observations::seen(story, id, told, &cases).await?;
    let facts_on =
        told.sources.iter().find(|s| s.source == "E12").map_or("", |_| date(told, "gathering_from").unwrap_or(""));
    for fact in told.finance.iter().chain(&told.service_records).filter(|fact| !in_files(told, fact)) {
        let note = format!("{}: {}.", fact.fact, fact.value.trim_end_matches('.'));
        add(story, id, "qal", facts_on, &fact.source, false, &note, &fact.elements, None).await?;
    }
    of_the_team(story, id, told).await?;
    disagreements(story, id, told, &cases).await?;
    alerts(story, id, told).await?;
    source_states(story, id, told).await
}

async fn case_review(
    story: &Story,
    id: ReviewId,
    case: SampledCaseId,
    line: &ReviewedCase,
    told: &TeamReview,
) -> Result<()> {
    let Some(read) = &line.record_read else { return Ok(()) };
    let mut record =
        CaseRecord { marks: line.marks.clone(), strengths: line.strengths.join("\n"), ..CaseRecord::default() };
    // A reason is given for one part, or for a whole standard.
    for part in line.marks.iter().filter(|(_, mark)| *mark == "na").map(|(part, _)| part) {
        let given = line.not_applicable.iter().find(|na| *part == na.element || part.starts_with(&na.element));
        record
            .reasons
            .insert(part.clone(), given.map_or_else(|| "It did not come up.".to_owned(), |na| na.reason.clone()));
    }
    for note in &line.notes {
        record.notes.insert(note.element.clone(), note.note.clone());
    }
    for finding in &line.findings {
        record.notes.entry(finding.element.clone()).or_insert_with(|| finding.text.clone());
        let behind = finding.tag.as_deref().and_then(Behind::parse).unwrap_or(Behind::CannotTell);
        record.behind.insert(finding.element.clone(), behind);
    }
    let place = told.cases.iter().position(|c| c.reference == line.reference).unwrap_or_default();
    if let Some(obstacle) = told.obstacles.get(place) {
        record.obstacle = format!("{}: {}", obstacle.name, obstacle.evidence);
    }
    let mut act = story.at(&format!("{read}T11:00:00Z"), &line.reviewer).await?;
    let opened = reviews::open_case(&mut act, id, case).await?;
    let standards = opened.opened.standards_of_case("");
    let blocked = data::autumn_2025()?.obstacles;
    for part in record.concerns(&opened.opened.framework, &standards) {
        let behind = match (blocked.iter().any(|o| o.blocks.contains(&part)), record.notes.contains_key(&part)) {
            (true, true) => Behind::Both,
            (true, false) => Behind::System,
            (false, true) => Behind::Individual,
            (false, false) => Behind::CannotTell,
        };
        let note = short_note(&opened.opened.framework, &record, &part);
        record.notes.entry(part.clone()).or_insert(note);
        record.behind.entry(part).or_insert(behind);
    }
    let seen = opened.case.version;
    reviews::save_case(&mut act, id, case, seen, &record).await?;
    act.commit().await?;
    if line.state.as_deref().unwrap_or("complete") == "complete" && record.unmarked(&standards).is_empty() {
        let mut act = story.at(&format!("{read}T15:30:00Z"), &line.reviewer).await?;
        reviews::finish_case(&mut act, id, case).await?;
        act.commit().await?;
    }
    Ok(())
}

/// The sentence a reviewer writes beside a part that fell short, where the example tells no more.
pub(super) fn short_note(framework: &Framework, record: &CaseRecord, part: &str) -> String {
    let partly = matches!(record.marks.get(part).map(String::as_str), Some("partly" | "some"));
    let text = framework
        .standards
        .iter()
        .flat_map(|s| s.elements.iter().map(move |e| (part_name(s, e), &e.text)))
        .find(|(name, _)| name == part)
        .map_or("", |(_, text)| text.as_str());
    if partly { format!("Only partly there: {text}.") } else { format!("Not found: {text}.") }
}

/// Judges one standard as the example tells it, and checks that the rules give what it says.
async fn judge(story: &Story, id: ReviewId, line: &JudgementLine) -> Result<()> {
    let by = line.judged_by.as_deref().unwrap_or("qal");
    let on = line.judged_on.as_deref().unwrap_or("2026-11-13");
    let mut act = story.at(&format!("{on}T13:00:00Z"), by).await?;
    let opened = reviews::open_standard(&mut act, id, &line.standard).await?;
    let settled = line.settled.is_some();
    if line.marks.is_empty() && !settled {
        return Ok(());
    }
    let because =
        if line.because.is_empty() { line.waiting_for.clone().unwrap_or_default() } else { line.because.clone() };
    let reasons = line
        .marks
        .iter()
        .filter(|(_, mark)| *mark == "na")
        .map(|(part, _)| {
            (
                part.clone(),
                line.not_judged_reason.clone().unwrap_or_else(|| "It did not come up in the twelve months.".to_owned()),
            )
        })
        .collect();
    let form = JudgeForm {
        seen: opened.state.judgement.as_ref().map_or(0, |j| j.version),
        marks: if line.by == "cases" { BTreeMap::new() } else { line.marks.clone() },
        reasons,
        rate: match (line.by.as_str(), line.passing, line.n, &line.period) {
            ("rate", Some(passing), Some(of), Some(period)) => Some((passing, of, period.clone())),
            _ => None,
        },
        comment: if settled { because } else { String::new() },
        not_judged_because: line.not_judged_reason.clone().unwrap_or_default(),
        agree: settled && line.differently.is_none(),
        ..JudgeForm::default()
    };
    judge_and_agree(&mut act, id, &line.standard, form).await?;
    act.commit().await?;
    if let Some(differently) = &line.differently {
        judge_differently(story, id, line, differently).await?;
    }
    Ok(())
}

/// Saves the marks, reads what they come to, and agrees to just that: as somebody does on the page.
pub(super) async fn judge_and_agree(act: &mut Act, id: ReviewId, standard: &str, form: JudgeForm) -> Result<()> {
    let marks = JudgeForm { agree: false, ..form.clone() };
    let saved = reviews::judge_standard(act, id, standard, &marks).await?;
    if form.agree {
        let agrees = JudgeForm { seen: saved.version, shown: Some(saved.state.verdict.outcome), ..form };
        reviews::judge_standard(act, id, standard, &agrees).await?;
    }
    Ok(())
}

async fn judge_differently(story: &Story, id: ReviewId, line: &JudgementLine, told: &data::Differently) -> Result<()> {
    let mut act = story.at(&format!("{}T10:00:00Z", told.at), &told.by).await?;
    let opened = reviews::open_standard(&mut act, id, &line.standard).await?;
    let evidence: Vec<EvidenceId> =
        opened.items.iter().filter(|e| told.evidence.contains(&e.source)).map(|e| e.id).collect();
    let to = Grade::parse(&told.settled).ok_or("a grade")?;
    let second = story.person(&told.second_reviewer)?;
    let proposal = reviews::propose_override(&mut act, id, &line.standard, to, &told.reason, &evidence, second).await?;
    act.commit().await?;
    let mut act = story.at(&format!("{}T15:00:00Z", told.at), &told.second_reviewer).await?;
    reviews::answer_override(&mut act, id, proposal, true, "Read the same lines. I agree.").await?;
    act.commit().await?;
    Ok(())
}

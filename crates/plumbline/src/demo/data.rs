//! The shapes of the example's files: only what the product can hold today is read.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Deserialize)]
pub struct Caseload {
    pub cases: Vec<CaseLine>,
}

#[derive(Deserialize)]
pub struct CaseLine {
    pub reference: String,
    pub team: String,
    pub worker: String,
    pub opened: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub closed: Option<String>,
}

/// Something that was said, seen or counted about the team as a whole.
#[derive(Deserialize)]
pub struct TeamEvidence {
    pub standard: String,
    pub source: String,
    pub on: String,
    pub elements: Vec<String>,
    pub note: String,
}

#[derive(Deserialize)]
pub struct TeamReview {
    pub id: String,
    pub dates: BTreeMap<String, String>,
    pub reviewers: Vec<String>,
    pub sample: SampleLine,
    pub cases: Vec<ReviewedCase>,
    pub sources: Vec<SourceLine>,
    pub surveys: BTreeMap<String, Survey>,
    pub observations: Vec<Observation>,
    pub finance: Vec<Fact>,
    pub service_records: Vec<Fact>,
    #[serde(default)]
    pub contradictions: Vec<Disagreement>,
    #[serde(default)]
    pub alerts: Vec<AlertLine>,
    pub judgements: Vec<JudgementLine>,
    #[serde(default)]
    pub worker_replies: Vec<WorkerReply>,
    #[serde(default)]
    pub obstacles: Vec<ObstacleLine>,
    pub report: Option<ReportLine>,
    pub action_plan: Option<PlanLine>,
}

#[derive(Deserialize)]
pub struct SampleLine {
    pub seed: String,
}

#[derive(Deserialize)]
pub struct ReviewedCase {
    pub reference: String,
    pub worker: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub opened: String,
    pub closed: Option<String>,
    pub reviewer: String,
    pub state: Option<String>,
    pub record_read: Option<String>,
    #[serde(default)]
    pub marks: BTreeMap<String, String>,
    #[serde(default)]
    pub not_applicable: Vec<NotApplicable>,
    #[serde(default)]
    pub notes: Vec<NoteLine>,
    #[serde(default)]
    pub interviews: Vec<Interview>,
    #[serde(default)]
    pub strengths: Vec<String>,
    #[serde(default)]
    pub findings: Vec<Finding>,
}

#[derive(Deserialize)]
pub struct NotApplicable {
    pub element: String,
    pub reason: String,
}

#[derive(Deserialize)]
pub struct NoteLine {
    pub element: String,
    pub note: String,
}

#[derive(Deserialize)]
pub struct Interview {
    pub who: String,
    pub status: String,
    #[serde(default)]
    pub elements: Vec<String>,
    #[serde(default)]
    pub notes: String,
    pub date: Option<String>,
}

#[derive(Deserialize)]
pub struct Finding {
    pub element: String,
    pub text: String,
    pub tag: Option<String>,
}

#[derive(Deserialize)]
pub struct SourceLine {
    pub source: String,
    pub status: String,
    pub detail: String,
}

#[derive(Deserialize)]
pub struct Survey {
    pub sent: u32,
    pub returned: u32,
    pub open_until: String,
    /// How many came in each way.
    pub modes: BTreeMap<String, u32>,
    #[serde(default)]
    pub results: Vec<SurveyResult>,
    /// Questions answered by a number, one for each who answered.
    #[serde(default)]
    pub numbers: BTreeMap<String, Vec<u32>>,
    /// What was written.
    #[serde(default)]
    pub texts: Vec<String>,
    #[serde(default)]
    pub themes: Vec<String>,
}

#[derive(Deserialize)]
pub struct SurveyResult {
    pub question: String,
    pub counts: BTreeMap<String, u32>,
    pub dont_know: u32,
    pub left_blank: u32,
}

#[derive(Deserialize)]
pub struct Observation {
    pub worker: String,
    pub consent: String,
    #[serde(default)]
    pub behaviours: BTreeMap<String, u8>,
    #[serde(default)]
    pub worker_rating: BTreeMap<String, u8>,
    #[serde(default)]
    pub worker_note: String,
    pub date: String,
    pub kind: String,
    pub case: Option<String>,
    pub observer: String,
    #[serde(default)]
    pub elements: Vec<String>,
    pub note: String,
    /// How long it took, talks included.
    pub minutes: Option<i64>,
    #[serde(default)]
    pub before: String,
    #[serde(default)]
    pub after: String,
}

#[derive(Deserialize)]
pub struct Fact {
    pub fact: String,
    pub value: String,
    pub elements: Vec<String>,
    pub source: String,
}

#[derive(Deserialize)]
pub struct Disagreement {
    pub case: String,
    pub element: String,
    pub record: String,
    pub people: String,
    pub third_source: String,
    pub state: String,
    pub decision: Option<String>,
    pub decided_by: Option<String>,
    pub decided_on: Option<String>,
    pub reason: Option<String>,
}

#[derive(Deserialize)]
pub struct AlertLine {
    pub case: String,
    pub raised_at: String,
    pub raised_by: String,
    pub told: String,
    pub what: String,
    pub done: Vec<String>,
    pub closed_at: String,
    pub closed_by: String,
}

#[derive(Deserialize)]
pub struct JudgementLine {
    pub standard: String,
    pub by: String,
    #[serde(default)]
    pub marks: BTreeMap<String, String>,
    #[serde(default)]
    pub because: String,
    pub passing: Option<i64>,
    pub n: Option<i64>,
    pub period: Option<String>,
    #[serde(rename = "final")]
    pub settled: Option<String>,
    pub judged_by: Option<String>,
    pub judged_on: Option<String>,
    pub not_judged_reason: Option<String>,
    pub waiting_for: Option<String>,
    #[serde(rename = "override")]
    pub differently: Option<Differently>,
}

#[derive(Deserialize)]
pub struct Differently {
    #[serde(rename = "final")]
    pub settled: String,
    pub by: String,
    pub second_reviewer: String,
    pub at: String,
    pub reason: String,
    pub evidence: Vec<String>,
}

#[derive(Deserialize)]
pub struct ObstacleLine {
    pub name: String,
    pub evidence: String,
    #[serde(default)]
    pub blocks: Vec<String>,
}

#[derive(Deserialize)]
pub struct ReportLine {
    pub summary: Vec<String>,
    pub caution: String,
}

#[derive(Deserialize)]
pub struct PlanLine {
    pub agreed_on: String,
    pub checked: PlanChecked,
    pub actions: Vec<ActionLine>,
}

#[derive(Deserialize)]
pub struct PlanChecked {
    pub mostly_recording_or_process: Vec<String>,
    pub outcomes_or_observed_practice: Vec<String>,
}

#[derive(Deserialize)]
pub struct ActionLine {
    pub id: String,
    pub outcome: String,
    pub action: String,
    pub owner: String,
    pub due: String,
    pub standards: Vec<String>,
    pub stops_or_shrinks: String,
    #[serde(default)]
    pub support: String,
    #[serde(default)]
    pub measure: String,
    pub state: String,
    pub progress: Option<String>,
    pub evidence: Option<String>,
    pub closed_by: Option<String>,
    pub closed_on: Option<String>,
}

/// What a worker answered to what was written of their case.
#[derive(Deserialize)]
pub struct WorkerReply {
    pub worker: String,
    pub text: String,
    /// The standard whose finding it answers to; blank for the case as a whole.
    #[serde(default)]
    pub standard: String,
}

#[derive(Deserialize)]
pub struct Signs {
    pub sample: SampleLine,
    pub signs: Vec<SignLine>,
    pub summary: SignSummary,
}

#[derive(Deserialize)]
pub struct SignLine {
    pub sign: String,
    pub items: Vec<SignItem>,
    pub in_one_line: String,
}

#[derive(Deserialize)]
pub struct SignItem {
    pub reference: String,
    pub worker: String,
    pub item_date: String,
    pub marks: BTreeMap<String, String>,
    #[serde(default)]
    pub reasons: BTreeMap<String, String>,
    #[serde(default)]
    pub note: String,
}

#[derive(Deserialize)]
pub struct SignSummary {
    pub text: Vec<String>,
}

macro_rules! files {
    ($($name:ident: $type:ty = $file:literal),* $(,)?) => {$(
        pub fn $name() -> serde_json::Result<$type> {
            serde_json::from_str(include_str!(concat!("../../demo/", $file)))
        }
    )*};
}

files! {
    caseload: Caseload = "caseload.json",
    autumn_2025: TeamReview = "review-2025-12.json",
    autumn_2026: TeamReview = "review-2026-11.json",
    vital_signs: Signs = "vital-signs-2026-09.json",
    organisation: programme::people::Organisation = "organisation.json",
    team_evidence_by_review: BTreeMap<String, Vec<TeamEvidence>> = "team-evidence.json",
}

/// What was said, seen and counted about the team as a whole in one review, such as `review-2026-11`.
pub fn team_evidence(review: &str) -> Result<Vec<TeamEvidence>, serde_json::Error> {
    let autumn = review.trim_start_matches("review-");
    Ok(team_evidence_by_review()?.remove(autumn).unwrap_or_default())
}

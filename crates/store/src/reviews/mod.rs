//! Reviews and everything gathered in them.

mod alerts;
mod calibrations;
mod cases;
mod evidence;
mod interviews;
mod judgements;
mod moderation;
mod plan;
mod reopenings;
mod replies;

pub use alerts::{Alert, AlertNote, add_alert, add_alert_note, alert, alert_notes, alerts, close_alert};
pub use calibrations::{
    Calibration, add_calibration, calibration_readings, calibrations, close_calibration, put_calibration_reading,
};
pub use cases::{
    CasePlace, DrawLine, Exempt, NewCase, SampledCase, add_case, add_draw, answer_danger, assign, case, cases,
    cases_of_worker, draws, exempt, exemptions, finish_case, has_written, replace_case, save_case,
};
pub use evidence::{
    Contradiction, Evidence, NewEvidence, SourceRow, add_contradiction, add_evidence, contradictions, evidence,
    evidence_for, evidence_parts, put_source, remove_evidence, settle_contradiction, source_by_hand, sources,
};
pub use interviews::{Interview, interviews, put_interview};
pub use judgements::{
    Change, Judgement, NewOverride, OverrideRow, add_change, add_override, answer_override, changes, judgement,
    judgements, overrides, put_judgement, settle_judgement, unsettle_judgement,
};
pub use moderation::{
    SecondReading, Talk, TwoMarks, ask_second, extend_second, keep_two_marks, narrow_second, put_talk, reading_blind,
    save_second, second_reading, second_readings, talks, two_marks, withdraw_second, writers,
};
pub use plan::{Words, dates_by_rule, hold, move_stage, reviewers_of, set_reviewers, set_words};
pub use reopenings::{Reopening, add_reopening, answer_reopening, reopenings};
pub use replies::{FactCheck, Reply, correct_facts, fact_check, facts_answered, open_fact_check, put_reply, replies};

use chrono::NaiveDate;
use practice::access::ReviewFilter;
use practice::frameworks::Kind;
use practice::ids::{FrameworkId, ReviewId, ServiceId, TeamId};
use practice::reviews::Stage;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Maybe, Result, Tx};

/// One review, joined with its team and framework.
#[derive(Clone, Debug, FromRow)]
pub struct Review {
    /// Its id.
    #[sqlx(try_from = "Uuid")]
    pub id: ReviewId,
    /// A team review or a practice sample.
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    /// The team.
    #[sqlx(try_from = "Uuid")]
    pub team_id: TeamId,
    /// The team's name.
    pub team: String,
    /// The service.
    #[sqlx(try_from = "Uuid")]
    pub service_id: ServiceId,
    /// The service's name.
    pub service: String,
    /// The framework version it began with and keeps.
    #[sqlx(try_from = "Uuid")]
    pub framework_id: FrameworkId,
    /// The framework's title and version.
    pub framework: String,
    /// Such as "Review 2, autumn 2026".
    pub title: String,
    /// Where it stands.
    #[sqlx(try_from = "String")]
    pub stage: Stage,
    /// Grows with every change of the review itself.
    pub version: i64,
    /// The review before it.
    #[sqlx(try_from = "Option<Uuid>")]
    pub previous_id: Maybe<ReviewId>,
    /// The seed of the draw, once drawn.
    pub seed: Option<String>,
    /// For a practice sample: items for each standard.
    pub items_per_standard: Option<i64>,
    /// Why this review, in words the team reads.
    pub purpose: String,
    /// Reviewers' hours, as told before it began (G4).
    pub reviewer_hours: i64,
    /// The team's hours, as told before it began (G4).
    pub team_hours: i64,
    /// V0.
    pub planned_on: NaiveDate,
    /// V1.
    pub announced_on: Option<NaiveDate>,
    /// V2.
    pub drawn_on: Option<NaiveDate>,
    /// V3.
    pub gathering_on: Option<NaiveDate>,
    /// V5.
    pub judging_on: Option<NaiveDate>,
    /// V8.
    pub completed_on: Option<NaiveDate>,
    /// V9.
    pub presented_on: Option<NaiveDate>,
    /// V10.
    pub support_on: Option<NaiveDate>,
    /// V12.
    pub closed_on: Option<NaiveDate>,
    /// Judging should end.
    pub judging_due: Option<NaiveDate>,
    /// It should be completed.
    pub completion_due: Option<NaiveDate>,
    /// It should be presented.
    pub presentation_due: Option<NaiveDate>,
    /// The next full review, by rule.
    pub next_review_on: Option<NaiveDate>,
    /// Critical standards are sampled again, by rule.
    pub resample_on: Option<NaiveDate>,
    /// A light touch on the way, by rule.
    pub light_touch_on: Option<NaiveDate>,
    /// The opening of the report.
    pub summary: String,
    /// What the reader should bear in mind.
    pub caution: String,
    /// Why not everything that was to be read by two is; blank where nobody has said.
    pub read_once: String,
    /// How many second readings were left when that was said.
    pub read_once_left: i64,
}

/// What is needed to plan a review.
#[derive(Clone, Debug)]
pub struct NewReview {
    /// Its id.
    pub id: ReviewId,
    /// A team review or a practice sample.
    pub kind: Kind,
    /// The team.
    pub team: TeamId,
    /// The framework version.
    pub framework: FrameworkId,
    /// Its title.
    pub title: String,
    /// The review before it.
    pub previous: Option<ReviewId>,
    /// For a practice sample.
    pub items_per_standard: Option<i64>,
    /// Why this review.
    pub purpose: String,
    /// Reviewers' hours.
    pub reviewer_hours: i64,
    /// The team's hours.
    pub team_hours: i64,
    /// The day it is planned.
    pub planned_on: NaiveDate,
    /// Judging should end.
    pub judging_due: Option<NaiveDate>,
    /// It should be completed.
    pub completion_due: Option<NaiveDate>,
    /// It should be presented.
    pub presentation_due: Option<NaiveDate>,
}

/// Adds a planned review.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add(tx: &mut Tx, new: &NewReview) -> Result<()> {
    sql!(
        tx,
        execute,
        "INSERT INTO reviews (id, kind, team_id, framework_id, title, stage, version, previous_id, items_per_standard,
           purpose, reviewer_hours, team_hours, planned_on, judging_due, completion_due, presentation_due, summary, caution,
           read_once, read_once_left)
         VALUES ($1, $2, $3, $4, $5, 'planned', 1, $6, $7, $8, $9, $10, $11, $12, $13, $14, '', '', '', 0)",
        new.id.uuid(),
        new.kind.as_str(),
        new.team.uuid(),
        new.framework.uuid(),
        &new.title,
        new.previous.map(ReviewId::uuid),
        new.items_per_standard,
        &new.purpose,
        new.reviewer_hours,
        new.team_hours,
        new.planned_on,
        new.judging_due,
        new.completion_due,
        new.presentation_due
    )?;
    Ok(())
}

/// The columns of [`Review`], and what picks the rows.
macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT r.id, r.kind, r.team_id, t.name AS team, t.service_id, s.name AS service, r.framework_id,
               f.title || ', version ' || f.version AS framework, r.title, r.stage, r.version, r.previous_id, r.seed,
               r.items_per_standard, r.purpose, r.reviewer_hours, r.team_hours, r.planned_on, r.announced_on,
               r.drawn_on, r.gathering_on, r.judging_on, r.completed_on, r.presented_on, r.support_on, r.closed_on,
               r.judging_due, r.completion_due, r.presentation_due, r.next_review_on, r.resample_on,
               r.light_touch_on, r.summary, r.caution, r.read_once, r.read_once_left
             FROM reviews r JOIN teams t ON t.id = r.team_id JOIN services s ON s.id = t.service_id
             JOIN frameworks f ON f.id = r.framework_id ",
            $which
        )
    };
}

/// One review.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(tx: &mut Tx, id: ReviewId) -> Result<Option<Review>> {
    sql!(tx, maybe Review, select!("WHERE r.id = $1"), id.uuid())
}

/// The reviews that a person may know of, newest first. The same rule as the access table, asked of the database.
///
/// # Errors
/// Where the database cannot be read.
pub async fn visible(tx: &mut Tx, filter: &ReviewFilter) -> Result<Vec<Review>> {
    let mut found = if filter.all {
        sql!(tx, all Review, select!(""))?
    } else {
        sql!(
            tx,
            all Review,
            select!("WHERE EXISTS (SELECT 1 FROM review_people p WHERE p.review_id = r.id AND p.person_id = $1)"),
            filter.assigned_to.uuid()
        )?
    };
    if !filter.all {
        for team in &filter.teams {
            found.extend(
                sql!(tx, all Review, select!("WHERE r.team_id = $1 AND r.announced_on IS NOT NULL"), team.uuid())?,
            );
        }
        for service in &filter.services {
            found.extend(sql!(tx, all Review, select!("WHERE t.service_id = $1"), service.uuid())?);
        }
    }
    found.sort_by_key(|r| std::cmp::Reverse((r.planned_on, r.id)));
    found.dedup_by_key(|r| r.id);
    Ok(found)
}

/// The latest review of a team of one kind, other than this one.
///
/// # Errors
/// Where the database cannot be read.
pub async fn before(tx: &mut Tx, team: TeamId, kind: Kind) -> Result<Option<Review>> {
    sql!(
        tx,
        maybe Review,
        select!("WHERE r.team_id = $1 AND r.kind = $2 AND r.presented_on IS NOT NULL ORDER BY r.presented_on DESC LIMIT 1"),
        team.uuid(),
        kind.as_str()
    )
}

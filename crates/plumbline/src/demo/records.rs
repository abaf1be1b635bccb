//! Finance and service records, loaded from the files of the example as the quality assurance lead does.

use std::collections::BTreeMap;

use extracts::records::RecordKind;
use practice::ids::ReviewId;
use programme::records::{self, PutUp};

use super::Result;
use super::data::TeamReview;
use super::evidence::date;
use super::story::Story;

/// Each file with the last day it tells of: it is not loaded before.
const FILES: [(RecordKind, &str, &str, &[u8]); 5] = [
    (RecordKind::Spend, "spend.csv", "2026-09-30", include_bytes!("../../demo/records/spend.csv")),
    (RecordKind::Packages, "packages.csv", "2026-09-23", include_bytes!("../../demo/records/packages.csv")),
    (RecordKind::Supervision, "supervision.csv", "2026-10-22", include_bytes!("../../demo/records/supervision.csv")),
    (RecordKind::Complaints, "complaints.csv", "2026-09-23", include_bytes!("../../demo/records/complaints.csv")),
    (RecordKind::Training, "training.csv", "2026-10-05", include_bytes!("../../demo/records/training.csv")),
];

/// Loads the five files of the review of autumn 2026.
pub(super) async fn loaded(story: &Story, id: ReviewId, told: &TeamReview) -> Result<()> {
    let by_name = BTreeMap::new();
    for (kind, name, last_day, bytes) in FILES {
        // Days are written year first, so the later of two is the greater text.
        let on = date(told, "gathering_from")?.max(last_day);
        let mut act = story.on(on, "qal").await?;
        records::load_records(&mut act, id, &PutUp { kind, name, bytes, map: &by_name }).await?;
        act.commit().await?;
    }
    Ok(())
}

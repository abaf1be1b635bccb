//! Finance and service records, loaded from the files of the example as the quality assurance lead does.

use std::collections::BTreeMap;

use extracts::records::RecordKind;
use practice::ids::ReviewId;
use programme::records::{self, PutUp};

use super::Result;
use super::story::Story;

/// The day on which the files are loaded: what they tell of is of the twelve months before it.
const LOADED_ON: &str = "2026-11-06";

const FILES: [(RecordKind, &str, &[u8]); 5] = [
    (RecordKind::Spend, "spend.csv", include_bytes!("../../demo/records/spend.csv")),
    (RecordKind::Packages, "packages.csv", include_bytes!("../../demo/records/packages.csv")),
    (RecordKind::Supervision, "supervision.csv", include_bytes!("../../demo/records/supervision.csv")),
    (RecordKind::Complaints, "complaints.csv", include_bytes!("../../demo/records/complaints.csv")),
    (RecordKind::Training, "training.csv", include_bytes!("../../demo/records/training.csv")),
];

/// Loads the five files of the review of autumn 2026: each is looked through first, and then it is said of every figure
/// that it fits with good practice.
pub(super) async fn loaded(story: &Story, id: ReviewId) -> Result<()> {
    let (by_name, nothing_said) = (BTreeMap::new(), BTreeMap::new());
    for (kind, name, bytes) in FILES {
        let mut act = story.on(LOADED_ON, "qal").await?;
        let looked = PutUp { kind, name, bytes, map: &by_name, fits: &nothing_said };
        let found = records::check_records(&mut act, id, &looked).await?.found;
        let told = found.map_err(|problems| format!("{name}: {problems:?}"))?;
        let fits: BTreeMap<String, bool> = told.facts.into_iter().map(|fact| (fact.text, true)).collect();
        records::load_records(&mut act, id, &PutUp { fits: &fits, ..looked }).await?;
        act.commit().await?;
    }
    Ok(())
}

//! People, teams and cases: setting a council up, and bringing its caseload in from files.

mod caseload;
mod matching;
mod organisation;
mod read_files;

pub(crate) use caseload::as_it_stands;
pub use caseload::{Checked, Decision, Imported, Overview, check, confirm, forget_team_name, leave, opened, overview};
pub use matching::{SharedName, SharedNames};
pub use organisation::{Organisation, set_up};
pub use read_files::{ReadFiles, ReadHere};

pub(crate) use organisation::reference;

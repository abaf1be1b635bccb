//! What a council may send, and what comes of it.

mod annex_a;
mod build;
mod caseload_csv;
mod dates;
mod hostile;
mod merging;
mod real_files;
mod rows;

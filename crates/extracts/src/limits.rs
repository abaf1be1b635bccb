//! How much of an uploaded file is read before it is refused.

use serde::{Deserialize, Serialize};

/// Bounds on one upload. They keep memory and time in proportion to a real council's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Size of the file as uploaded, in bytes.
    pub max_bytes: usize,
    /// Size of all parts of a workbook once unpacked, in bytes, counted while unpacking.
    pub max_unpacked: u64,
    /// Unpacked size over packed size, of the whole workbook and of each part.
    pub max_ratio: u64,
    /// Rows read from one sheet or one CSV file, headings not counted.
    pub max_rows: usize,
    /// Columns looked at in one sheet or one line.
    pub max_columns: usize,
    /// Characters in one cell. Excel itself allows 32,767.
    pub max_cell_chars: usize,
}

impl Default for Limits {
    /// Roomy for the largest council: a list of 300,000 children, a file of 32 MiB.
    fn default() -> Self {
        Self {
            max_bytes: 32 * 1024 * 1024,
            max_unpacked: 512 * 1024 * 1024,
            max_ratio: 200,
            max_rows: 300_000,
            max_columns: 256,
            max_cell_chars: 32_767,
        }
    }
}

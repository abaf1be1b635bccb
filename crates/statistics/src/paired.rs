//! The same cases judged twice.

use crate::binomial::at_most;

/// McNemar's exact test, two-sided: of the cases that changed, how many went each way. 1 where none changed.
#[must_use]
pub fn mcnemar(improved: u32, worsened: u32) -> f64 {
    let changed = improved.saturating_add(worsened);
    if changed == 0 {
        return 1.0;
    }
    (2.0 * at_most(improved.min(worsened), changed, 0.5)).min(1.0)
}

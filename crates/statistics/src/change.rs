//! Whether a change between two shares can be spoken of at all.

use thiserror::Error;

use crate::Estimate;

/// A share as somebody reports it.
#[derive(Clone, PartialEq, Debug)]
pub enum Reported {
    /// A percentage, and nobody says of how many.
    PercentOnly(f64),
    /// Counted.
    Counted(Estimate),
}

/// Why nothing can be said about a change.
#[derive(Clone, PartialEq, Debug, Error)]
pub enum NoComparison {
    /// Percentages without counts.
    #[error("{then} and {now}: whether this is a change cannot be assessed. How many were judged each time?")]
    AskForN {
        /// The earlier share, as it was reported.
        then: String,
        /// The later one.
        now: String,
    },
}

/// The two shares with their counts, ready to be compared.
///
/// # Errors
/// `AskForN` where either is a percentage without counts: 55% and then 76% may be chance or may not,
/// and only the counts can tell.
pub fn comparable(then: Reported, now: Reported) -> Result<(Estimate, Estimate), NoComparison> {
    match (then, now) {
        (Reported::Counted(then), Reported::Counted(now)) => Ok((then, now)),
        (then, now) => Err(NoComparison::AskForN { then: said(&then), now: said(&now) }),
    }
}

fn said(share: &Reported) -> String {
    match share {
        Reported::PercentOnly(percent) => format!("{percent}%"),
        Reported::Counted(estimate) => estimate.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Reported, comparable};
    use crate::Estimate;

    #[test]
    fn scenario_1_55_to_76_percent_without_counts_is_refused_and_asks_for_n() {
        let refused = comparable(Reported::PercentOnly(55.0), Reported::PercentOnly(76.0)).expect_err("refused");
        assert_eq!(
            refused.to_string(),
            "55% and 76%: whether this is a change cannot be assessed. How many were judged each time?"
        );
        let counted = |x, n| Reported::Counted(Estimate::of(x, n, "2011").expect("n is not 0"));
        assert!(comparable(counted(11, 20), Reported::PercentOnly(76.0)).is_err());
        let (then, now) = comparable(counted(11, 20), counted(15, 20)).expect("both are counted");
        assert_eq!((then.count(), now.n()), (11, 20));
    }
}

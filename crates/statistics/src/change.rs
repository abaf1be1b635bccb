//! Whether a change between two shares can be spoken of at all, and what may be said of it.

use std::fmt;

use thiserror::Error;

use crate::difference::{TwoCounts, Verdict};
use crate::estimate::{ALIKE, SMALLEST_PERCENTAGE};
use crate::interval::{Confidence, Interval};
use crate::{Estimate, cases_for_power};

/// The chance of showing a change that is there, which planning aims at.
const PLANNED_POWER: f64 = 0.8;

/// A share as somebody reports it.
#[derive(Clone, PartialEq, Debug)]
pub enum Reported {
    /// A percentage, and nobody says of how many.
    PercentOnly(f64),
    /// Counted.
    Counted(Estimate),
}

impl Reported {
    /// A share as somebody writes it: "11 of 20", "11/20" or "55%", counted over `period`. `None` for what is none, or
    /// says that more had it than there were.
    #[must_use]
    pub fn read(text: &str, period: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let percent = ["%", "per cent", "percent"].iter().find_map(|sign| text.strip_suffix(sign));
        if let Some(number) = percent {
            let share: f64 = number.trim().parse().ok()?;
            return (0.0..=100.0).contains(&share).then_some(Self::PercentOnly(share));
        }
        let (x, n) = ["out of", "of", "/"].iter().find_map(|between| text.split_once(between))?;
        let (x, n) = (x.trim().parse().ok()?, n.trim().parse().ok()?);
        Estimate::of(x, n, period).map(Self::Counted)
    }
}

/// Why nothing can be said about a change.
#[derive(Clone, PartialEq, Debug, Error)]
pub enum NoComparison {
    /// Percentages without counts.
    #[error("{then} and {now}: whether this is a change cannot be assessed. How many were judged each time?{}", would_show(*needed))]
    AskForN {
        /// The earlier share, as it was reported.
        then: String,
        /// The later one.
        now: String,
        /// How many each time would show such a change in four of five tries. `None` where nothing changed.
        needed: Option<u32>,
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
        (then, now) => {
            let needed = cases_for_power(share(&then), share(&now), PLANNED_POWER);
            Err(NoComparison::AskForN { then: said(&then), now: said(&now), needed })
        }
    }
}

fn share(reported: &Reported) -> f64 {
    match reported {
        Reported::PercentOnly(percent) => percent / 100.0,
        Reported::Counted(estimate) => estimate.share(),
    }
}

fn would_show(needed: Option<u32>) -> String {
    needed.map_or_else(String::new, |needed| format!(" To show a change of this size takes about {needed} each time."))
}

fn said(share: &Reported) -> String {
    match share {
        Reported::PercentOnly(percent) => format!("{percent}%"),
        Reported::Counted(estimate) => estimate.to_string(),
    }
}

/// A change from one counted share to another, with what may be said of it. It cannot be written without both counts,
/// its interval and its verdict.
#[derive(Clone, PartialEq, Debug)]
pub struct Change {
    then: Estimate,
    now: Estimate,
    points: f64,
    range: Interval,
    verdict: Verdict,
    needed: Option<u32>,
}

impl Change {
    /// From an earlier share to a later one.
    #[must_use]
    pub fn between(then: Estimate, now: Estimate) -> Option<Self> {
        let counts = TwoCounts { later: now.count(), later_of: now.n(), earlier: then.count(), earlier_of: then.n() };
        let points = counts.difference()? * 100.0;
        let range = counts.newcombe(Confidence::USUAL)?;
        let needed = cases_for_power(then.share(), now.share(), PLANNED_POWER);
        Some(Self { then, now, points, range, verdict: counts.verdict(), needed })
    }

    /// The counts it is worked from.
    #[must_use]
    pub fn counts(&self) -> Option<TwoCounts> {
        let (then, now) = (&self.then, &self.now);
        (then.n() > 0 && now.n() > 0).then(|| TwoCounts {
            later: now.count(),
            later_of: now.n(),
            earlier: then.count(),
            earlier_of: then.n(),
        })
    }

    /// What may be said of it.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The interval of the difference at 95%, from -1 to 1 (Newcombe).
    #[must_use]
    pub fn range(&self) -> Interval {
        self.range
    }

    /// How many cases each time would show such a change in four of five tries. `None` where nothing changed.
    #[must_use]
    pub fn needed(&self) -> Option<u32> {
        self.needed
    }

    /// What the verdict means, as a sentence.
    fn meaning(&self) -> String {
        let enough = self.needed.filter(|needed| *needed > self.then.n().min(self.now.n()));
        match (self.verdict, enough) {
            (Verdict::LikelyReal, _) => "Likely real, if the reading rules and the reviewers were the same.".to_owned(),
            (Verdict::Borderline, Some(needed)) => {
                format!("Borderline: it may be chance. About {needed} each time would tell.")
            }
            (Verdict::Borderline, None) => "Borderline: it may be chance.".to_owned(),
            (Verdict::NotShown, Some(needed)) => {
                format!("Not shown: this could be chance. About {needed} each time would be needed to show it.")
            }
            (Verdict::NotShown | Verdict::NotEnoughData, _) => "Not shown: this could be chance.".to_owned(),
        }
    }
}

impl fmt::Display for Change {
    /// "11 of 20 (November 2009) to 15 of 20 (October 2011): +20 points, likely -9 to +45. Not shown: this could be
    /// chance. About 89 each time would be needed to show it." Where fewer than ten were counted either time, points of
    /// a hundred would claim too much: "4 of 8 (2025) to 7 of 8 (2026): in 40 like these +15, likely -5 to +28. …"
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Adding 0 makes -0 plain 0.
        let signed = |points: f64| points.round() + 0.0;
        let (then, now) = (&self.then, &self.now);
        let counts = |share: &Estimate| format!("{} of {} ({})", share.count(), share.n(), share.period());
        write!(f, "{} to {}: ", counts(then), counts(now))?;
        let Interval { lower, upper } = self.range;
        if then.n().min(now.n()) < SMALLEST_PERCENTAGE {
            let (middle, lower, upper) =
                (signed(self.points / 100.0 * ALIKE), (lower * ALIKE).floor() + 0.0, (upper * ALIKE).ceil() + 0.0);
            write!(f, "in {ALIKE} like these {middle:+}, likely {lower:+} to {upper:+}. ")?;
        } else {
            let (lower, upper) = (signed(lower * 100.0), signed(upper * 100.0));
            write!(f, "{:+} points, likely {lower:+} to {upper:+}. ", signed(self.points))?;
        }
        f.write_str(&self.meaning())
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Reported, comparable};
    use crate::{Estimate, Verdict};

    fn counted(x: u32, n: u32, period: &str) -> Estimate {
        Estimate::of(x, n, period).expect("n is not 0")
    }

    fn change(then: (u32, u32), now: (u32, u32)) -> Change {
        Change::between(counted(then.0, then.1, "November 2009"), counted(now.0, now.1, "October 2011"))
            .expect("both are counted")
    }

    #[test]
    fn scenario_1_55_to_76_percent_without_counts_is_refused_and_asks_for_n() {
        let refused = comparable(Reported::PercentOnly(55.0), Reported::PercentOnly(76.0)).expect_err("refused");
        assert_eq!(
            refused.to_string(),
            "55% and 76%: whether this is a change cannot be assessed. How many were judged each time? To show a change of \
             this size takes about 80 each time."
        );
        let counted = |x, n| Reported::Counted(counted(x, n, "2011"));
        assert!(comparable(counted(11, 20), Reported::PercentOnly(76.0)).is_err());
        let (then, now) = comparable(counted(11, 20), counted(15, 20)).expect("both are counted");
        assert_eq!((then.count(), now.n()), (11, 20));
    }

    #[test]
    fn of_fewer_than_ten_the_change_is_told_in_counts_and_not_in_points() {
        let eight = change((4, 8), (7, 8)).to_string();
        assert!(
            eight.starts_with("4 of 8 (November 2009) to 7 of 8 (October 2011): in 40 like these +15, likely "),
            "{eight}"
        );
        assert!(eight.contains(". Not shown: this could be chance.") && !eight.contains("points"), "{eight}");
        for (then, now, in_points) in [((5, 9), (8, 20), false), ((8, 20), (5, 9), false), ((5, 10), (8, 10), true)] {
            let said = change(then, now).to_string();
            assert_eq!(said.contains(" points, likely "), in_points, "{said}");
        }
    }

    #[test]
    fn scenario_2_with_20_or_40_cases_each_time_the_change_is_not_shown() {
        assert_eq!(
            change((11, 20), (15, 20)).to_string(),
            "11 of 20 (November 2009) to 15 of 20 (October 2011): +20 points, likely -9 to +45. \
             Not shown: this could be chance. About 89 each time would be needed to show it."
        );
        let forty = change((22, 40), (30, 40));
        assert_eq!(forty.verdict(), Verdict::NotShown);
        assert!(forty.to_string().contains("likely -1 to +39"), "{forty}");
        let uneven = change((11, 20), (76, 100));
        assert_eq!(uneven.verdict(), Verdict::NotShown, "unequal: 11 of 20, then 76 of 100");
        assert!(uneven.to_string().contains("likely 0 to +43") || uneven.to_string().contains("likely +0 to +43"));
    }

    #[test]
    fn scenario_3_with_60_or_100_it_is_likely_real_and_with_50_borderline() {
        let p =
            |found: &Change| found.counts().and_then(crate::TwoCounts::fisher).map(|p| (p * 1000.0).round() / 1000.0);
        let sixty = change((33, 60), (46, 60));
        assert_eq!(sixty.verdict(), Verdict::LikelyReal);
        assert!(
            sixty.to_string().contains("+22 points, likely +5 to +37. Likely real, if the reading rules"),
            "{sixty}"
        );
        let hundred = change((55, 100), (76, 100));
        assert_eq!(hundred.verdict(), Verdict::LikelyReal);
        assert!(hundred.to_string().contains("likely +8 to +33"), "{hundred}");
        let fifty = change((28, 50), (38, 50));
        assert_eq!(fifty.verdict(), Verdict::Borderline);
        assert!(fifty.to_string().contains("likely +1 to +37. Borderline"), "{fifty}");
        assert_eq!(hundred.needed(), Some(80), "planning: about 80 each time");
        assert_eq!([&sixty, &hundred, &fifty].map(p), [Some(0.02), Some(0.003), Some(0.057)], "Fisher's exact test");
    }

    #[test]
    fn a_share_is_read_however_it_is_written() {
        let counted = |text: &str| match Reported::read(text, "2011") {
            Some(Reported::Counted(share)) => (share.count(), share.n()),
            other => panic!("{text}: {other:?}"),
        };
        for text in ["11 of 20", " 11/20", "11 out of 20 ", "11 OF 20"] {
            assert_eq!(counted(text), (11, 20), "{text}");
        }
        for text in ["55%", "55 per cent", "55 percent"] {
            assert_eq!(Reported::read(text, "2011"), Some(Reported::PercentOnly(55.0)), "{text}");
        }
        for text in ["", "more", "21 of 20", "0 of 0", "120%", "-3 of 5", "NaN%"] {
            assert_eq!(Reported::read(text, "2011"), None, "{text}");
        }
    }

    #[test]
    fn nothing_changed_is_said_plainly() {
        let same = change((10, 20), (10, 20));
        assert!(
            same.to_string().contains(": +0 points, likely -28 to +28. Not shown: this could be chance."),
            "{same}"
        );
        assert_eq!(same.needed(), None);
    }
}

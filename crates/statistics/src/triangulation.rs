//! What several sources say of one standard, laid side by side: how many spoke, and where they contradict each other.
//!
//! The levels are never averaged: a good record beside a bad experience is not "adequate". Each source keeps what it
//! said, a conflict asks for a reasoned decision, and over many standards the sources' agreement is told as alpha.

use std::fmt;

use thiserror::Error;

use crate::agreement::{Agreed, Coefficient};

/// So many levels at most.
const MOST_LEVELS: usize = 20;
/// Levels so many steps apart contradict each other.
const CONFLICT: usize = 2;

/// Whose account a source is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Voice {
    /// What was written down: case records, files, logs.
    Record,
    /// What people who use the service, or those close to them, say of it.
    LivedExperience,
    /// Any other: staff, partners, observation, counts.
    Other,
}

/// The sources, in order, and the scale on which they speak.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sources {
    voices: Vec<Voice>,
    levels: usize,
    adequate: usize,
}

/// Why levels cannot be laid side by side. Sources and levels are counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum NotOnScale {
    /// Not one place for each source.
    #[error("there are {of} sources, and what {given} said is given")]
    Sources {
        /// Places given.
        given: usize,
        /// Sources.
        of: usize,
    },
    /// A level that the scale has not.
    #[error("source {by} says {level}, and the levels are 0 to {highest}")]
    Level {
        /// Which source.
        by: usize,
        /// What it said.
        level: usize,
        /// The best level.
        highest: usize,
    },
}

/// Two sources that contradict each other, by their places.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Conflict {
    /// The first in order.
    pub first: usize,
    /// The second.
    pub second: usize,
    /// How many levels they are apart.
    pub steps: usize,
    /// Whether one is the record and the other lived experience, and only one of them says "adequate" or better.
    pub record_against_experience: bool,
}

impl Sources {
    /// Sources that speak in `levels` levels, 0 the worst; from `adequate` on a level is adequate. `None` without any
    /// source, unless there are 2 to 20 levels, and unless some are adequate and some are not.
    #[must_use]
    pub fn new(voices: Vec<Voice>, levels: usize, adequate: usize) -> Option<Self> {
        let is_scale = (2..=MOST_LEVELS).contains(&levels) && (1..levels).contains(&adequate);
        (is_scale && !voices.is_empty()).then_some(Self { voices, levels, adequate })
    }

    /// What each source said of one standard, in their order; `None` for one that said nothing.
    ///
    /// Two levels conflict where they are two steps or more apart, or where the record and lived experience lie on
    /// different sides of "adequate". Source: our own rule (method sheet, triangulation); no number is published.
    ///
    /// # Errors
    /// [`NotOnScale`] unless there is a place for each source and every level is on the scale.
    pub fn lay_side_by_side(&self, said: &[Option<usize>]) -> Result<SideBySide, NotOnScale> {
        self.check(said)?;
        let spoke: Vec<(usize, usize)> =
            said.iter().enumerate().filter_map(|(at, level)| level.map(|level| (at, level))).collect();
        let mut conflicts = Vec::new();
        for (at, one) in spoke.iter().enumerate() {
            conflicts.extend(spoke[at + 1..].iter().filter_map(|other| self.conflict(*one, *other)));
        }
        Ok(SideBySide { said: said.to_vec(), spoke: spoke.len(), conflicts })
    }

    /// How far the sources agree over `standards`, each as for [`Sources::lay_side_by_side`]. `None` where no standard
    /// has two sources, or no period is named.
    ///
    /// # Errors
    /// [`NotOnScale`], as there.
    pub fn agreement(
        &self,
        standards: &[Vec<Option<usize>>],
        period: impl Into<String>,
    ) -> Result<Option<SourcesAgree>, NotOnScale> {
        standards.iter().try_for_each(|said| self.check(said))?;
        let by_source: Vec<Vec<Option<usize>>> =
            (0..self.voices.len()).map(|source| standards.iter().map(|said| said[source]).collect()).collect();
        let agreed = Agreed::of(&by_source, self.levels, period);
        Ok(agreed.map(|agreed| SourcesAgree { agreed, of: standards.len() }))
    }

    fn check(&self, said: &[Option<usize>]) -> Result<(), NotOnScale> {
        if said.len() != self.voices.len() {
            return Err(NotOnScale::Sources { given: said.len(), of: self.voices.len() });
        }
        let beyond =
            said.iter().enumerate().find_map(|(by, level)| level.filter(|l| *l >= self.levels).map(|l| (by, l)));
        match beyond {
            Some((by, level)) => Err(NotOnScale::Level { by, level, highest: self.levels - 1 }),
            None => Ok(()),
        }
    }

    fn conflict(&self, one: (usize, usize), other: (usize, usize)) -> Option<Conflict> {
        let ((first, low), (second, high)) = (one, other);
        let steps = low.abs_diff(high);
        let voices = (self.voices[first], self.voices[second]);
        let across =
            matches!(voices, (Voice::Record, Voice::LivedExperience) | (Voice::LivedExperience, Voice::Record));
        let record_against_experience = across && (low >= self.adequate) != (high >= self.adequate);
        (steps >= CONFLICT || record_against_experience).then_some(Conflict {
            first,
            second,
            steps,
            record_against_experience,
        })
    }
}

/// What the sources said of one standard. How many spoke cannot be written without how many there are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SideBySide {
    said: Vec<Option<usize>>,
    spoke: usize,
    conflicts: Vec<Conflict>,
}

impl SideBySide {
    /// What each source said, in their order, as it was given.
    #[must_use]
    pub fn said(&self) -> &[Option<usize>] {
        &self.said
    }

    /// How many sources spoke.
    #[must_use]
    pub fn spoke(&self) -> usize {
        self.spoke
    }

    /// Of how many.
    #[must_use]
    pub fn of(&self) -> usize {
        self.said.len()
    }

    /// The pairs that contradict each other, in order. `None` where fewer than two spoke: there is nothing to compare,
    /// which is not the same as no conflict.
    #[must_use]
    pub fn conflicts(&self) -> Option<&[Conflict]> {
        (self.spoke > 1).then_some(self.conflicts.as_slice())
    }
}

impl fmt::Display for SideBySide {
    /// "3 of 12 sources, 1 pair in conflict", "1 of 12 sources, nothing to compare".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} sources, ", self.spoke, self.said.len())?;
        match self.conflicts().map(<[Conflict]>::len) {
            None => f.write_str("nothing to compare"),
            Some(0) => f.write_str("none in conflict"),
            Some(1) => f.write_str("1 pair in conflict"),
            Some(pairs) => write!(f, "{pairs} pairs in conflict"),
        }
    }
}

/// How far sources agree over many standards. It has no other way to become text than with its n and its interval.
#[derive(Clone, PartialEq, Debug)]
pub struct SourcesAgree {
    agreed: Agreed,
    of: usize,
}

impl SourcesAgree {
    /// Of how many standards at least two sources spoke.
    #[must_use]
    pub fn n(&self) -> u32 {
        self.agreed.n()
    }

    /// Of how many standards in all.
    #[must_use]
    pub fn of(&self) -> usize {
        self.of
    }

    /// Alpha itself, for working on.
    pub(crate) fn alpha(&self) -> Option<f64> {
        self.agreed.alpha().map(Coefficient::for_working)
    }
}

impl fmt::Display for SourcesAgree {
    /// "18 of 50 standards with two sources or more: alpha 0.62 (0.30 to 0.81); October 2026". Fewer than five
    /// standards, and levels that are all the same, have no alpha; one that could be almost anything is not known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let alpha = match self.agreed.alpha() {
            Some(alpha) => alpha.beside_its_n("alpha"),
            None => "no alpha".to_owned(),
        };
        let (n, of) = (self.n(), self.of);
        write!(f, "{n} of {of} standards with two sources or more: {alpha}; {}", self.agreed.period())
    }
}

#[cfg(test)]
mod tests {
    use super::{Conflict, NotOnScale, Sources, Voice};

    fn sources() -> Sources {
        let voices = vec![Voice::Record, Voice::LivedExperience, Voice::Other, Voice::Other];
        Sources::new(voices, 4, 1).expect("a scale")
    }

    fn conflicts(said: [Option<usize>; 4]) -> Vec<(usize, usize, usize, bool)> {
        let found = sources().lay_side_by_side(&said).expect("on the scale");
        let of = |c: &Conflict| (c.first, c.second, c.steps, c.record_against_experience);
        found.conflicts().expect("two spoke").iter().map(of).collect()
    }

    #[test]
    fn one_source_is_nothing_to_compare_and_two_alike_are_no_conflict() {
        let shown = |said: [Option<usize>; 4]| sources().lay_side_by_side(&said).expect("on the scale").to_string();
        assert_eq!(shown([None; 4]), "0 of 4 sources, nothing to compare");
        assert_eq!(shown([Some(2), None, None, None]), "1 of 4 sources, nothing to compare");
        assert_eq!(shown([Some(2), None, Some(1), None]), "2 of 4 sources, none in conflict");
        assert_eq!(shown([Some(2), None, Some(0), None]), "2 of 4 sources, 1 pair in conflict");
        assert_eq!(shown([Some(3), Some(0), Some(1), Some(3)]), "4 of 4 sources, 4 pairs in conflict");
    }

    #[test]
    fn two_steps_are_a_conflict_and_one_across_adequate_is_one_between_record_and_experience() {
        assert_eq!(conflicts([Some(1), Some(0), None, None]), [(0, 1, 1, true)]);
        assert_eq!(conflicts([Some(2), Some(1), None, None]), [], "both adequate or better");
        assert_eq!(conflicts([None, Some(1), Some(0), None]), [], "neither is the record");
        assert_eq!(conflicts([None, None, Some(3), Some(1)]), [(2, 3, 2, false)]);
        assert_eq!(conflicts([Some(0), Some(3), None, Some(1)]), [(0, 1, 3, true), (1, 3, 2, false)]);
    }

    #[test]
    fn what_is_not_on_the_scale_is_refused() {
        let refused = |said: &[Option<usize>]| sources().lay_side_by_side(said).expect_err("refused");
        assert_eq!(refused(&[Some(1)]), NotOnScale::Sources { given: 1, of: 4 });
        let level = refused(&[None, Some(4), None, None]);
        assert_eq!(level.to_string(), "source 1 says 4, and the levels are 0 to 3");
        assert!(sources().agreement(&[vec![None, Some(9), None, None]], "2026").is_err());
        for (levels, adequate) in [(1, 1), (21, 1), (4, 0), (4, 4)] {
            assert_eq!(Sources::new(vec![Voice::Record], levels, adequate), None, "{levels}, {adequate}");
        }
        assert_eq!(Sources::new(Vec::new(), 4, 1), None);
    }

    #[test]
    fn agreement_over_many_standards_is_an_alpha_with_its_n() {
        let said = |a, b| vec![Some(a), Some(b), None, None];
        let seven = [said(0, 0), said(1, 1), said(2, 2), said(3, 3), said(0, 1), said(3, 3), said(2, 2)];
        let mut standards: Vec<_> = (0..3).flat_map(|_| seven.clone()).collect();
        standards.push(vec![Some(1), None, None, None]);
        let shown = |standards: &[Vec<Option<usize>>]| {
            sources().agreement(standards, "2026").expect("on the scale").map(|found| found.to_string())
        };
        let of = |from: &str| Some(format!("{from}; 2026"));
        assert_eq!(shown(&standards), of("21 of 22 standards with two sources or more: alpha 0.96 (0.39 to 1.00)"));
        assert_eq!(shown(&seven), of("7 of 7 standards with two sources or more: alpha not known from so few"));
        assert_eq!(shown(&seven[..3]), of("3 of 3 standards with two sources or more: no alpha"));
        assert_eq!(shown(&standards[21..]), None, "one source");
    }
}

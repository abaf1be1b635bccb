//! What a review costs in minutes, held against what was told before it began (G4).

use std::iter::Sum;

/// Hours of the reviewers for one case with its interviews and the writing (domain model, section 1.3a).
const HOURS_A_CASE: (usize, usize) = (9, 11);
/// Hours of the team for one case: the worker and the supervisor are interviewed and answer to the findings, practice
/// is watched, records are found (a proposal, as the other is).
const TEAM_HOURS_A_CASE: (usize, usize) = (3, 5);

/// Minutes of those who take part in a review.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Minutes {
    /// Of the reviewers.
    pub reviewers: i64,
    /// Of the team.
    pub team: i64,
    /// Of people who use services and carers. There is no budget for them: it is theirs.
    pub people: i64,
}

impl Sum for Minutes {
    fn sum<I: Iterator<Item = Self>>(lines: I) -> Self {
        lines.fold(Self::default(), |sum, line| Self {
            reviewers: sum.reviewers.saturating_add(line.reviewers),
            team: sum.team.saturating_add(line.team),
            people: sum.people.saturating_add(line.people),
        })
    }
}

/// How far a budget is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// Less than four fifths of it.
    Within,
    /// Four fifths or more.
    Near,
    /// More than was told.
    Over,
}

/// Minutes used of a budget.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spent {
    /// Whose: "reviewer" or "team".
    pub whose: &'static str,
    /// Minutes used so far.
    pub used: i64,
    /// Minutes told before it began; 0 where none were.
    pub budget: i64,
}

impl Spent {
    /// How far the budget is used.
    #[must_use]
    pub fn level(&self) -> Level {
        if self.used > self.budget {
            Level::Over
        } else if self.budget > 0 && self.used.saturating_mul(5) >= self.budget.saturating_mul(4) {
            Level::Near
        } else {
            Level::Within
        }
    }

    /// "3,585 of 4,800 reviewer minutes".
    #[must_use]
    pub fn words(&self) -> String {
        format!("{} of {} {} minutes", figures(self.used), figures(self.budget), self.whose)
    }

    /// What is to be said where four fifths are used or more; nothing before.
    #[must_use]
    pub fn warning(&self) -> Option<String> {
        match self.level() {
            Level::Within => None,
            Level::Near => {
                Some(format!("{}: four fifths of the budget or more. Decide now what can be left out.", self.words()))
            }
            Level::Over => Some(format!(
                "{}: {} more than was told before the review began. Tell the team, and say why in the report.",
                self.words(),
                figures(self.used.saturating_sub(self.budget))
            )),
        }
    }
}

/// What a review has cost so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cost {
    /// Everything together.
    pub used: Minutes,
    /// The reviewers' minutes.
    pub reviewers: Spent,
    /// The team's minutes.
    pub team: Spent,
}

impl Cost {
    /// The sum of what was written down, held against the hours told before it began.
    #[must_use]
    pub fn of(lines: impl IntoIterator<Item = Minutes>, reviewer_hours: i64, team_hours: i64) -> Self {
        let used: Minutes = lines.into_iter().sum();
        let spent = |whose, used, hours: i64| Spent { whose, used, budget: hours.max(0).saturating_mul(60) };
        Self {
            used,
            reviewers: spent("reviewer", used.reviewers, reviewer_hours),
            team: spent("team", used.team, team_hours),
        }
    }

    /// Everything that is to be said of the budgets.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        [self.reviewers, self.team].iter().filter_map(Spent::warning).collect()
    }
}

/// What a review of a team is expected to cost, in hours, at least and at most.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Expected {
    /// Cases: one for each worker.
    pub cases: usize,
    /// Of the reviewers.
    pub reviewers: (usize, usize),
    /// Of the team.
    pub team: (usize, usize),
}

/// The expected total for a team of so many workers, to be shown before it is announced.
#[must_use]
pub fn expected(workers: usize) -> Expected {
    let hours = |(fewest, most): (usize, usize)| (workers.saturating_mul(fewest), workers.saturating_mul(most));
    Expected { cases: workers, reviewers: hours(HOURS_A_CASE), team: hours(TEAM_HOURS_A_CASE) }
}

impl Expected {
    /// The expectation in a sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let (fewest, most) = HOURS_A_CASE;
        let (team_fewest, team_most) = TEAM_HOURS_A_CASE;
        let workers = match self.cases {
            1 => "1 worker has one case".to_owned(),
            cases => format!("{cases} workers have one case each"),
        };
        format!(
            "{workers}: expect {} to {} hours of the reviewers, at {fewest} to {most} for each case with its \
             interviews and the writing, and {} to {} hours of the team, at {team_fewest} to {team_most} for being \
             interviewed and watched and for finding records. In all {} to {} hours.",
            self.reviewers.0,
            self.reviewers.1,
            self.team.0,
            self.team.1,
            self.reviewers.0.saturating_add(self.team.0),
            self.reviewers.1.saturating_add(self.team.1)
        )
    }

    /// What is to be said where less is planned than is expected at least.
    #[must_use]
    pub fn warnings(&self, reviewer_hours: i64, team_hours: i64) -> Vec<String> {
        let less = |whose: &str, (fewest, _): (usize, usize), planned: i64| {
            (i64::try_from(fewest).unwrap_or(i64::MAX) > planned).then(|| {
                format!(
                    "At least {fewest} hours of {whose} are expected, and {planned} are planned. Plan more, or say \
                     what will be left out."
                )
            })
        };
        [less("the reviewers", self.reviewers, reviewer_hours), less("the team", self.team, team_hours)]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// A number with its thousands set apart: "3,585".
#[must_use]
pub fn figures(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut said = if number < 0 { "-".to_owned() } else { String::new() };
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::{Cost, Level, Minutes, expected, figures};

    fn cost(reviewers: i64, team: i64) -> Cost {
        Cost::of([Minutes { reviewers, team, people: 0 }], 80, 34)
    }

    #[test]
    fn what_was_written_down_is_added_up_and_held_against_the_hours() {
        let lines =
            [Minutes { reviewers: 1080, team: 0, people: 0 }, Minutes { reviewers: 2505, team: 1125, people: 385 }];
        let cost = Cost::of(lines, 80, 34);
        assert_eq!(cost.used, Minutes { reviewers: 3585, team: 1125, people: 385 });
        assert_eq!(cost.reviewers.words(), "3,585 of 4,800 reviewer minutes");
        assert_eq!(cost.team.words(), "1,125 of 2,040 team minutes");
        assert!(cost.warnings().is_empty());
    }

    #[test]
    fn a_warning_comes_at_four_fifths_and_another_above_the_budget() {
        for (used, level) in
            [(0, Level::Within), (3839, Level::Within), (3840, Level::Near), (4800, Level::Near), (4801, Level::Over)]
        {
            assert_eq!(cost(used, 0).reviewers.level(), level, "{used}");
        }
        assert!(cost(3840, 0).warnings()[0].starts_with("3,840 of 4,800 reviewer minutes: four fifths"));
        let over = cost(4900, 2041).warnings();
        assert!(over[0].starts_with("4,900 of 4,800 reviewer minutes: 100 more than was told"), "{over:?}");
        assert!(over[1].starts_with("2,041 of 2,040 team minutes: 1 more"), "{over:?}");
    }

    #[test]
    fn without_a_budget_the_first_minute_is_more_than_was_told() {
        assert_eq!(Cost::of([], 0, 0).reviewers.level(), Level::Within);
        assert_eq!(Cost::of([Minutes { reviewers: 1, team: 0, people: 0 }], 0, 0).reviewers.level(), Level::Over);
    }

    #[test]
    fn ten_workers_are_ninety_to_a_hundred_and_ten_hours() {
        let ten = expected(10);
        assert_eq!((ten.cases, ten.reviewers, ten.team), (10, (90, 110), (30, 50)));
        assert!(ten.words().starts_with("10 workers have one case each: expect 90 to 110 hours of the reviewers"));
        assert!(expected(1).words().starts_with("1 worker has one case: expect 9 to 11 hours"));
        let words = ten.words();
        assert!(words.contains("30 to 50 hours of the team") && words.ends_with("In all 120 to 160 hours."), "{words}");
        assert!(ten.warnings(90, 30).is_empty());
        let less = ten.warnings(80, 29);
        assert!(less[0].starts_with("At least 90 hours of the reviewers are expected, and 80 are"), "{less:?}");
        assert!(less[1].starts_with("At least 30 hours of the team are expected, and 29 are"), "{less:?}");
    }

    #[test]
    fn thousands_are_set_apart() {
        for (number, said) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1200, "-1,200")] {
            assert_eq!(figures(number), said);
        }
    }
}

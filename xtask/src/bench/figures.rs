//! What was measured, beside its limit; printed as it comes, and again as a block for a note.

use std::fmt;
use std::time::Duration;

use crate::run::Trouble;

/// A quantity with its unit.
#[derive(Clone, Copy, Debug)]
pub enum Amount {
    /// Time taken.
    Time(Duration),
    /// Bytes. A KB is 1,000 of them and a MB a million: the stricter reading of a limit.
    Bytes(u64),
    /// So many in every second.
    ASecond(f64),
    /// So many times something else.
    Times(f64),
}

impl Amount {
    /// "3.1 ms of 5 ms: 0.62".
    fn of(self, limit: Amount) -> String {
        format!("{self} of {limit}: {:.2}", self.number() / limit.number())
    }

    fn number(self) -> f64 {
        match self {
            Amount::Time(time) => time.as_secs_f64(),
            Amount::Bytes(bytes) => bytes as f64,
            Amount::ASecond(number) | Amount::Times(number) => number,
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.number();
        match self {
            Amount::Time(_) if number >= 1.0 => write!(f, "{} s", short(number)),
            Amount::Time(_) => write!(f, "{} ms", short(number * 1e3)),
            Amount::Bytes(_) if number >= 1e6 => write!(f, "{} MB", short(number / 1e6)),
            Amount::Bytes(_) => write!(f, "{} KB", short(number / 1e3)),
            Amount::ASecond(_) => write!(f, "{} a second", short(number)),
            Amount::Times(_) => write!(f, "{} times", short(number)),
        }
    }
}

/// Three figures, without noughts at the end: 3.1, 42.5, 310.
fn short(number: f64) -> String {
    let places = match number {
        n if n >= 100.0 => 0,
        n if n >= 10.0 => 1,
        _ => 2,
    };
    let text = format!("{number:.places$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// How long the same thing took, each time it was done.
#[derive(Clone, Debug, Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Adds one.
    pub fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// Adds all of another's.
    pub fn extend(&mut self, other: Times) {
        self.0.extend(other.0);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The time that `percent` of all stayed within, by nearest rank; nought where there are none.
    pub fn within(&self, percent: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let rank = (percent * sorted.len()).div_ceil(100);
        sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
    }

    /// "p50 3.1 ms, p99 8.2 ms".
    fn spread(&self) -> String {
        format!("p50 {}, p99 {}", Amount::Time(self.within(50)), Amount::Time(self.within(99)))
    }
}

/// One line of the table.
struct Figure {
    what: String,
    measured: String,
    /// How many, and under what conditions.
    basis: String,
}

/// Everything measured so far, and every answer that was wrong.
#[derive(Default)]
pub struct Figures {
    facts: Vec<String>,
    lines: Vec<Figure>,
    wrong: Vec<String>,
}

impl Figures {
    /// Something the figures depend on: the machine, a size, a command.
    pub fn fact(&mut self, words: String) {
        println!("{words}");
        self.facts.push(words);
    }

    /// A figure that has a limit.
    pub fn limited(&mut self, what: &str, amount: Amount, limit: Amount, basis: &str) {
        self.line(what, amount.of(limit), basis);
    }

    /// A figure for which no limit is set.
    pub fn plain(&mut self, what: &str, amount: Amount, basis: &str) {
        self.line(what, amount.to_string(), basis);
    }

    /// The same thing done many times.
    pub fn spread(&mut self, what: &str, times: &Times, basis: &str) {
        self.line(what, times.spread(), &format!("n {}; {basis}", times.count()));
    }

    /// What is not a quantity.
    pub fn words(&mut self, what: &str, words: &str) {
        self.line(what, words.to_owned(), "");
    }

    /// An answer that was not the right one. The run goes on, and does not succeed.
    pub fn wrong(&mut self, words: String) {
        println!("WRONG: {words}");
        self.wrong.push(words);
    }

    fn line(&mut self, what: &str, measured: String, basis: &str) {
        println!("{what:<58} {measured:<34} {basis}");
        self.lines.push(Figure { what: what.to_owned(), measured, basis: basis.to_owned() });
    }

    /// Prints everything once more, as Markdown.
    pub fn print_note(&self) {
        if self.lines.is_empty() {
            return;
        }
        println!("\nTo paste in a note:\n");
        for fact in &self.facts {
            println!("- {fact}");
        }
        println!("\n| Figure | Measured | From |\n|---|---|---|");
        for Figure { what, measured, basis } in &self.lines {
            println!("| {what} | {measured} | {basis} |");
        }
        for words in &self.wrong {
            println!("\nWrong answer: {words}");
        }
        println!();
    }

    /// Whether every answer was right. How fast it came is not asked here.
    pub fn verdict(&self) -> Result<(), Trouble> {
        match self.wrong.len() {
            0 => Ok(()),
            1 => Err(Trouble::new("One answer was wrong; see above.")),
            n => Err(Trouble::new(format!("{n} answers were wrong; see above."))),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Amount, Times};

    #[test]
    fn a_figure_stands_beside_its_limit() {
        let five = Amount::Time(Duration::from_millis(5));
        assert_eq!(Amount::Time(Duration::from_micros(3100)).of(five), "3.1 ms of 5 ms: 0.62");
        assert_eq!(Amount::Bytes(42_500).of(Amount::Bytes(80_000)), "42.5 KB of 80 KB: 0.53");
        assert_eq!(Amount::Time(Duration::from_secs(10)).to_string(), "10 s");
        assert_eq!(Amount::ASecond(310.4).to_string(), "310 a second");
    }

    #[test]
    fn the_nearest_rank_is_one_of_the_times_measured() {
        let mut times = Times::default();
        assert_eq!(times.within(50), Duration::ZERO);
        for ms in (1..=200).rev() {
            times.push(Duration::from_millis(ms));
        }
        assert_eq!(times.within(50), Duration::from_millis(100));
        assert_eq!(times.within(99), Duration::from_millis(198));
    }
}

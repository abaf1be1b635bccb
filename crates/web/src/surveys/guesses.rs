use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;

use chrono::{DateTime, Utc};

/// Wrong codes from one address within a minute, after which it waits for the next.
const MOST_WRONG: u32 = 20;
/// Addresses that are remembered at once.
const MOST_ADDRESSES: usize = 10_000;

/// How many wrong codes came from where, within this minute. In memory only: nothing is written anywhere, and every
/// minute begins afresh.
#[derive(Default)]
pub(crate) struct Guesses(Mutex<Minute>);

#[derive(Default)]
struct Minute {
    number: i64,
    wrong: HashMap<Option<IpAddr>, u32>,
}

impl Guesses {
    /// Whether an address may try a code.
    pub(crate) fn may_try(&self, from: Option<IpAddr>, now: DateTime<Utc>) -> bool {
        self.within(now, |wrong| wrong.get(&from).is_none_or(|count| *count < MOST_WRONG))
    }

    /// Remembers that a code from an address opened nothing.
    pub(crate) fn was_wrong(&self, from: Option<IpAddr>, now: DateTime<Utc>) {
        self.within(now, |wrong| {
            if wrong.len() < MOST_ADDRESSES || wrong.contains_key(&from) {
                *wrong.entry(from).or_default() += 1;
            }
        });
    }

    fn within<T: Default>(&self, now: DateTime<Utc>, ask: impl FnOnce(&mut HashMap<Option<IpAddr>, u32>) -> T) -> T {
        let Ok(mut minute) = self.0.lock() else { return T::default() };
        let number = now.timestamp() / 60;
        if minute.number != number {
            *minute = Minute { number, wrong: HashMap::new() };
        }
        ask(&mut minute.wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::{Guesses, MOST_WRONG};

    #[test]
    fn whoever_guesses_waits_for_the_next_minute_and_nobody_else_does() {
        let guesses = Guesses::default();
        let now = "2026-11-16T09:00:00Z".parse().expect("a time");
        let (guesser, other) = (Some([192, 0, 2, 1].into()), Some([192, 0, 2, 2].into()));
        for _ in 0..MOST_WRONG {
            assert!(guesses.may_try(guesser, now));
            guesses.was_wrong(guesser, now);
        }
        assert!(!guesses.may_try(guesser, now));
        assert!(guesses.may_try(other, now));
        assert!(guesses.may_try(guesser, now + chrono::Duration::seconds(60)));
    }
}

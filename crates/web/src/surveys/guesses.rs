use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Mutex;
use std::time::Duration;

use axum::http::HeaderMap;
use chrono::{DateTime, Utc};

/// Wrong codes from one address within a minute, after which it waits for the next.
const MOST_WRONG: u32 = 20;
/// Wrong codes from all addresses together within a minute, after which everybody waits a moment before a code is tried
/// and a wrong one is told to wait for the next minute. A right one still opens its survey.
const MOST_TOGETHER: u32 = 600;
/// That moment.
const MOMENT: Duration = Duration::from_secs(2);
/// Addresses that are remembered at once.
const MOST_ADDRESSES: usize = 10_000;

/// How many wrong codes came from where, within this minute. In memory only: nothing is written anywhere, and every
/// minute begins afresh.
#[derive(Default)]
pub(crate) struct Guesses(Mutex<Minute>);

#[derive(Default)]
struct Minute {
    number: i64,
    together: u32,
    wrong: HashMap<Option<IpAddr>, u32>,
}

impl Guesses {
    /// Whether an address may try a code.
    pub(crate) fn may_try(&self, from: Option<IpAddr>, now: DateTime<Utc>) -> bool {
        self.within(now, |minute| minute.wrong.get(&one_place(from)).is_none_or(|count| *count < MOST_WRONG))
    }

    /// How long everybody waits before a code is tried, where too many wrong ones have come within this minute. Then a
    /// wrong code is answered like one from an address that may not try.
    pub(crate) fn crowd(&self, now: DateTime<Utc>) -> Option<Duration> {
        self.within(now, |minute| (minute.together >= MOST_TOGETHER).then_some(MOMENT))
    }

    /// Remembers that a code from an address opened nothing. Not for a code that was used: whoever goes back after
    /// having sent their answers does not guess.
    pub(crate) fn was_wrong(&self, from: Option<IpAddr>, now: DateTime<Utc>) {
        let from = one_place(from);
        self.within(now, |minute| {
            minute.together = minute.together.saturating_add(1);
            if minute.wrong.len() < MOST_ADDRESSES || minute.wrong.contains_key(&from) {
                *minute.wrong.entry(from).or_default() += 1;
            }
        });
    }

    fn within<T: Default>(&self, now: DateTime<Utc>, ask: impl FnOnce(&mut Minute) -> T) -> T {
        let Ok(mut minute) = self.0.lock() else { return T::default() };
        let number = now.timestamp() / 60;
        if minute.number != number {
            *minute = Minute { number, ..Minute::default() };
        }
        ask(&mut minute)
    }
}

/// What counts as one address: of the newer kind everything that one customer is given, which is a /64.
fn one_place(from: Option<IpAddr>) -> Option<IpAddr> {
    Some(match from?.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        older => older,
    })
}

/// The address somebody asks from: the peer, or what a trusted proxy says. Of the addresses in `X-Forwarded-For` only
/// those that trusted proxies wrote can be believed: the last that is not itself one of them. What cannot be read is
/// not believed.
pub(super) fn asker(peer: Option<IpAddr>, headers: &HeaderMap, trusted: &[IpAddr]) -> Option<IpAddr> {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|known| known.to_canonical() == address.to_canonical());
    let Some(proxy) = peer.filter(is_trusted) else { return peer };
    let lines: Vec<&str> = headers.get_all("x-forwarded-for").iter().map(|line| line.to_str().unwrap_or("?")).collect();
    for written in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        match address(written.trim()) {
            Some(address) if is_trusted(&address) => {}
            Some(address) => return Some(address),
            None => return Some(proxy),
        }
    }
    Some(proxy)
}

/// An address as proxies write it: alone, in brackets, or with a port.
fn address(written: &str) -> Option<IpAddr> {
    let bare = written.trim_start_matches('[').trim_end_matches(']');
    bare.parse().ok().or_else(|| written.parse::<SocketAddr>().ok().map(|with_port| with_port.ip()))
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use axum::http::{HeaderMap, HeaderValue};
    use chrono::{DateTime, TimeDelta, Utc};

    use super::{Guesses, MOST_TOGETHER, MOST_WRONG, asker};

    fn now() -> DateTime<Utc> {
        "2026-11-16T09:00:00Z".parse().expect("a time")
    }

    fn at(address: &str) -> Option<IpAddr> {
        Some(address.parse().expect("an address"))
    }

    #[test]
    fn whoever_guesses_waits_for_the_next_minute_and_nobody_else_does() {
        let guesses = Guesses::default();
        let (guesser, other) = (at("192.0.2.1"), at("192.0.2.2"));
        for _ in 0..MOST_WRONG {
            assert!(guesses.may_try(guesser, now()));
            guesses.was_wrong(guesser, now());
        }
        assert!(!guesses.may_try(guesser, now()));
        assert!(guesses.may_try(other, now()));
        assert!(guesses.may_try(guesser, now() + TimeDelta::seconds(60)));
    }

    #[test]
    fn everything_that_one_customer_is_given_counts_as_one_address() {
        let guesses = Guesses::default();
        for place in 0..MOST_WRONG {
            guesses.was_wrong(at(&format!("2001:db8:1:2::{place:x}")), now());
            guesses.was_wrong(at("::ffff:192.0.2.1"), now());
        }
        assert!(!guesses.may_try(at("2001:db8:1:2:ffff::9"), now()));
        assert!(guesses.may_try(at("2001:db8:1:3::9"), now()));
        assert!(!guesses.may_try(at("192.0.2.1"), now()));
    }

    #[test]
    fn guesses_from_everywhere_slow_everybody_and_lock_nobody_out() {
        let guesses = Guesses::default();
        for place in 0..MOST_TOGETHER {
            assert_eq!(guesses.crowd(now()), None);
            guesses.was_wrong(at(&format!("2001:db8:0:{place:x}::1")), now());
        }
        assert!(guesses.crowd(now()).is_some());
        assert!(guesses.may_try(at("192.0.2.1"), now()), "a right code still opens its survey");
        assert_eq!(guesses.crowd(now() + TimeDelta::seconds(60)), None);
    }

    fn forwarded(lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", HeaderValue::from_str(line).expect("a line"));
        }
        headers
    }

    #[test]
    fn only_what_a_trusted_proxy_says_is_believed() {
        let trusted: Vec<IpAddr> =
            ["10.0.0.1", "10.0.0.2", "fd00::1"].map(|one| one.parse().expect("an address")).into();
        let told: [(&str, &[&str], &str); 10] = [
            // Whoever comes without a proxy may write what they like.
            ("192.0.2.1", &["198.51.100.7"], "192.0.2.1"),
            ("10.0.0.1", &["198.51.100.7"], "198.51.100.7"),
            // What the browser itself sent stands before what the proxy added.
            ("10.0.0.1", &["203.0.113.9, 198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", &["203.0.113.9", "198.51.100.7, 10.0.0.2"], "198.51.100.7"),
            ("::ffff:10.0.0.1", &["198.51.100.7:4711"], "198.51.100.7"),
            ("fd00::1", &["[2001:db8::5]:443"], "2001:db8::5"),
            ("fd00::1", &["2001:db8::5"], "2001:db8::5"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.7, unknown"], "10.0.0.1"),
            ("10.0.0.1", &["10.0.0.2"], "10.0.0.1"),
        ];
        for (peer, lines, from) in told {
            assert_eq!(asker(at(peer), &forwarded(lines), &trusted), at(from), "{peer} {lines:?}");
        }
        assert_eq!(asker(at("10.0.0.1"), &forwarded(&["198.51.100.7"]), &[]), at("10.0.0.1"));
        assert_eq!(asker(None, &forwarded(&["198.51.100.7"]), &trusted), None);
    }
}

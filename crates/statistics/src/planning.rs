//! How many cases a comparison needs before it can show what it is looking for.

use crate::interval::{Confidence, normal_point};

/// How many cases must be read each time, so that a change of the share from `then` to `now` is shown with
/// probability `power` at 95%. `None` where the shares are equal or any figure is not between 0 and 1.
///
/// Source: the usual formula for two shares. From 55% to 76%: 80 for a power of 80%, 106 for 90%.
#[must_use]
pub fn cases_for_power(then: f64, now: f64, power: f64) -> Option<u32> {
    let within = |p: f64| (0.0..=1.0).contains(&p);
    let differ = (then - now).abs() > f64::EPSILON;
    if !(within(then) && within(now) && differ && power > 0.0 && power < 1.0) {
        return None;
    }
    let (alike, apart) = spreads(then, now);
    let reach = Confidence::USUAL.z() * alike + normal_point(power) * apart;
    let needed = (reach / (now - then)).powi(2);
    // Where the powers asked for are tiny the reach can be below 0; one case is the fewest.
    Some(if reach <= 0.0 { 1 } else { needed.ceil().max(1.0) as u32 })
}

/// The chance that `n` cases each time show, at 95%, a change of the share from `then` to `now`: the normal
/// approximation. `None` where `n` is 0 or a share is not between 0 and 1.
#[must_use]
pub fn power(then: f64, now: f64, n: u32) -> Option<f64> {
    let within = |p: f64| (0.0..=1.0).contains(&p);
    if n == 0 || !within(then) || !within(now) {
        return None;
    }
    let (alike, apart) = spreads(then, now);
    let distance = (now - then).abs() * f64::from(n).sqrt() - Confidence::USUAL.z() * alike;
    if apart <= 0.0 {
        return Some(f64::from(u8::from(distance > 0.0)));
    }
    Some(crate::interval::normal_below(distance / apart))
}

/// The spread of a difference if nothing changed, and if it changed this much, for one case each time.
fn spreads(then: f64, now: f64) -> (f64, f64) {
    let pooled = f64::midpoint(then, now);
    ((2.0 * pooled * (1.0 - pooled)).sqrt(), (then * (1.0 - then) + now * (1.0 - now)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::{cases_for_power, power};

    #[test]
    fn a_change_from_55_to_76_percent_needs_80_cases_each_time_and_106_to_be_surer() {
        assert_eq!(cases_for_power(0.55, 0.76, 0.8), Some(80));
        assert_eq!(cases_for_power(0.55, 0.76, 0.9), Some(106));
        assert_eq!(cases_for_power(0.55, 0.55, 0.8), None, "no change cannot be shown");
        assert_eq!(cases_for_power(f64::NAN, 0.5, 0.8), None);
    }

    #[test]
    fn the_power_of_so_many_cases_is_what_was_planned_for() {
        for (n, chance) in [(20, 0.29), (40, 0.51), (60, 0.69), (80, 0.81), (100, 0.89)] {
            let found = power(0.55, 0.76, n).expect("n is not 0");
            assert!((found - chance).abs() < 0.02, "{n}: {found}");
        }
        assert_eq!(power(0.5, 0.6, 0), None);
        assert_eq!(power(0.0, 1.0, 3), Some(1.0));
    }
}

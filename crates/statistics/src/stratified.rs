//! One case from each worker: what may be said of all their cases, and how unsure it is.

/// A worker's cases: how many they hold, and whether the one that was read passed.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Stratum {
    /// How many cases there are.
    pub size: u32,
    /// Whether the drawn one passed.
    pub passed: bool,
}

/// The share of all cases that would pass, each drawn one standing for its worker's caseload.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct StratifiedShare {
    /// The share, from 0 to 1.
    pub share: f64,
    /// Its standard error, from neighbouring pairs. With one case from each the spread inside a caseload cannot be
    /// seen, so pairs of workers taken as alike stand in for it; the result is if anything too large (Cochran 1977).
    /// `None` with fewer than two.
    pub standard_error: Option<f64>,
}

/// Works out the share from one case of each worker. Pass them so that workers thought alike stand next to each
/// other; an odd one out joins the last pair. `None` where there are none, or they hold no cases.
#[must_use]
pub fn stratified_share(strata: &[Stratum]) -> Option<StratifiedShare> {
    let all: f64 = strata.iter().map(|stratum| f64::from(stratum.size)).sum();
    if all <= 0.0 {
        return None;
    }
    let part = |stratum: &Stratum| f64::from(stratum.size) / all * f64::from(u8::from(stratum.passed));
    let share = strata.iter().map(part).sum();
    Some(StratifiedShare { share, standard_error: collapsed(strata, all) })
}

/// The spread between the members of each group of alike workers (Hansen, Hurwitz and Madow's collapsed strata).
fn collapsed(strata: &[Stratum], all: f64) -> Option<f64> {
    if strata.len() < 2 {
        return None;
    }
    let groups = strata.len() / 2;
    let variance: f64 = (0..groups)
        .map(|group| {
            let end = if group + 1 == groups { strata.len() } else { group * 2 + 2 };
            let members = &strata[group * 2..end];
            let of_group: f64 = members.iter().map(|member| f64::from(member.size)).sum();
            let total: f64 = members.iter().map(passing).sum();
            let count = members.len() as f64;
            let apart = |member: &Stratum| {
                let expected = if of_group > 0.0 { f64::from(member.size) / of_group * total } else { 0.0 };
                (passing(member) - expected).powi(2)
            };
            count / (count - 1.0) * members.iter().map(apart).sum::<f64>()
        })
        .sum();
    Some(variance.sqrt() / all)
}

/// How many of a worker's cases would pass, going by the one.
fn passing(stratum: &Stratum) -> f64 {
    f64::from(stratum.size) * f64::from(u8::from(stratum.passed))
}

/// How many equally weighted cases would say as much as these weighted ones (Kish). `None` where no weight is above 0.
#[must_use]
pub fn effective_n(weights: &[f64]) -> Option<f64> {
    let (sum, squares) = weights.iter().fold((0.0, 0.0), |(sum, squares), w| (sum + w, squares + w * w));
    Some(sum * sum / squares).filter(|n| sum > 0.0 && squares > 0.0 && n.is_finite())
}

#[cfg(test)]
mod tests {
    use super::{Stratum, effective_n, stratified_share};

    #[test]
    fn a_case_counts_for_the_caseload_it_was_drawn_from() {
        let of = |size, passed| Stratum { size, passed };
        let found = stratified_share(&[of(20, true), of(20, true), of(10, false), of(10, false)]).expect("cases");
        assert!((found.share - 40.0 / 60.0).abs() < 1e-12);
        assert!(found.standard_error.expect("two or more") < 1e-12, "alike pairs that came out alike");
        let mixed = stratified_share(&[of(20, true), of(20, false)]).expect("cases");
        assert!((mixed.share - 0.5).abs() < 1e-12);
        // 2 * ((20-10)^2 + (0-10)^2) = 400; its root over 40
        assert!((mixed.standard_error.expect("two") - 0.5).abs() < 1e-12);
        assert_eq!(stratified_share(&[of(8, true)]).expect("one").standard_error, None, "one case has no spread");
        assert_eq!(stratified_share(&[]), None);
        assert_eq!(stratified_share(&[of(0, true)]), None);
    }

    #[test]
    fn unequal_weights_say_less_than_as_many_equal_ones() {
        assert!((effective_n(&[1.0; 8]).expect("weights") - 8.0).abs() < 1e-12);
        assert!(effective_n(&[25.0, 8.0, 8.0]).expect("weights") < 3.0);
        assert_eq!(effective_n(&[]), None);
        assert_eq!(effective_n(&[0.0]), None);
    }
}

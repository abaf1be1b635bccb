//! Drawing a sample that anyone can draw again: the seed is committed to before, and published after.

use std::collections::{BTreeMap, BTreeSet};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use thiserror::Error;

/// Something that may be drawn, and the group it is drawn from (a worker's caseload, a team).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// Its group.
    pub stratum: String,
}

/// A sample.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sample {
    /// How many from each group.
    pub allocation: BTreeMap<String, usize>,
    /// Which, groups in order of their names, in each the lowest ranks first.
    pub selected: Vec<String>,
}

/// Why no sample is drawn.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Refusal {
    /// The groups' minimums alone come to more.
    #[error("{total} is too few: at least {fewest} are needed to draw from every group")]
    TooFew {
        /// Asked for.
        total: usize,
        /// Needed.
        fewest: usize,
    },
}

/// The rank of an id under a seed: HMAC-SHA256, in hexadecimal. The lowest is drawn first.
#[must_use]
pub fn rank(seed: &str, id: &str) -> String {
    // A key of any length is taken, so the empty text is never seen.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(seed.as_bytes()) else { return String::new() };
    mac.update(id.as_bytes());
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Draws `total` of the candidates: `minimum` from every group (or all it has), the rest in proportion to what is left
/// in each, by largest remainder, ties to the group whose name comes first. Asked for more than there are, it draws
/// all. The order of the candidates does not matter; one named twice in a group counts once.
///
/// # Errors
/// `TooFew` where `total` is less than the minimums together.
pub fn draw(candidates: &[Candidate], seed: &str, total: usize, minimum: usize) -> Result<Sample, Refusal> {
    let mut groups: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for candidate in candidates {
        groups.entry(&candidate.stratum).or_default().insert(&candidate.id);
    }
    let sizes: Vec<usize> = groups.values().map(BTreeSet::len).collect();
    let counts = allocate(&sizes, total, minimum)?;
    let mut selected = Vec::new();
    for (ids, count) in groups.values().zip(&counts) {
        let mut ranked: Vec<(String, &str)> = ids.iter().map(|id| (rank(seed, id), *id)).collect();
        ranked.sort();
        selected.extend(ranked.into_iter().take(*count).map(|(_, id)| id.to_owned()));
    }
    let allocation = groups.keys().map(|name| (*name).to_owned()).zip(counts).collect();
    Ok(Sample { allocation, selected })
}

/// How many from each group, the groups in order of their names.
fn allocate(sizes: &[usize], total: usize, minimum: usize) -> Result<Vec<usize>, Refusal> {
    let mut counts: Vec<usize> = sizes.iter().map(|size| minimum.min(*size)).collect();
    let fewest: usize = counts.iter().sum();
    let everything: usize = sizes.iter().sum();
    if total < fewest {
        return Err(Refusal::TooFew { total, fewest });
    }
    let left = total.min(everything) - fewest;
    let rooms: Vec<usize> = sizes.iter().zip(&counts).map(|(size, count)| size - count).collect();
    let room = rooms.iter().sum::<usize>() as u128;
    if left == 0 || room == 0 {
        return Ok(counts);
    }
    // In whole numbers, so that ties are ties.
    let shares: Vec<u128> = rooms.iter().map(|one| left as u128 * *one as u128).collect();
    for (count, share) in counts.iter_mut().zip(&shares) {
        *count += usize::try_from(share / room).unwrap_or(0);
    }
    let mut by_remainder: Vec<usize> = (0..sizes.len()).collect();
    by_remainder.sort_by_key(|at| (std::cmp::Reverse(shares[*at] % room), *at));
    let given: usize = counts.iter().sum::<usize>() - fewest;
    by_remainder.into_iter().take(left - given).for_each(|at| counts[at] += 1);
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::{Candidate, Refusal, draw};

    fn candidates(groups: &[(&str, usize)]) -> Vec<Candidate> {
        groups
            .iter()
            .flat_map(|(name, size)| {
                (0..*size).map(move |i| Candidate { id: format!("{name}-{i}"), stratum: (*name).to_owned() })
            })
            .collect()
    }

    #[test]
    fn a_group_never_gives_more_than_it_has_and_the_sum_is_what_was_asked() {
        for total in 3..=12 {
            let sample = draw(&candidates(&[("a", 1), ("b", 8), ("c", 3)]), "seed", total, 1).expect("enough");
            assert_eq!(sample.selected.len(), total);
            assert!(sample.allocation["a"] == 1 && sample.allocation["c"] <= 3, "{total}: {sample:?}");
        }
    }

    #[test]
    fn fewer_than_the_groups_need_is_refused() {
        let refused = draw(&candidates(&[("a", 4), ("b", 4)]), "x", 1, 1).expect_err("refused");
        assert_eq!(refused, Refusal::TooFew { total: 1, fewest: 2 });
        assert_eq!(refused.to_string(), "1 is too few: at least 2 are needed to draw from every group");
    }

    #[test]
    fn the_order_of_the_candidates_does_not_change_the_sample() {
        let mut list = candidates(&[("a", 9), ("b", 5)]);
        let first = draw(&list, "seed", 6, 1).expect("enough");
        list.reverse();
        list.push(list[0].clone());
        assert_eq!(draw(&list, "seed", 6, 1).expect("enough"), first);
    }
}

//! What holds for all inputs.

use proptest::prelude::*;
use serde_json::{Value, json};
use statistics::agreement::{Metric, Weights, cohen_kappa, fleiss_kappa, gwet_ac, krippendorff_alpha};
use statistics::charts::{Better, Settings, can_signal, p_chart, run_chart, xmr_chart};
use statistics::worked::work_out;
use statistics::{
    Agreed, Change, Confidence, Estimate, Sources, TwoCounts, Unit, Voice, benjamini_hochberg, byar, clopper_pearson,
    exact_poisson, funnel, holm, jeffreys, mcnemar, passes_among_all, wilson, wilson_of_finite,
};

const USUAL: Confidence = Confidence::USUAL;

/// Every number in an answer: JSON writes what is not a number as null, so it is looked for before that, in the values.
fn close(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-9,
        (None, None) => true,
        _ => false,
    }
}

fn counts() -> impl Strategy<Value = (u32, u32)> {
    (0u32..400).prop_flat_map(|n| (0..=n, Just(n)))
}

/// What two to four readers gave up to twelve cases, of four categories.
fn readings() -> impl Strategy<Value = Vec<Vec<Option<usize>>>> {
    (2usize..5, 0usize..12).prop_flat_map(|(readers, cases)| {
        prop::collection::vec(prop::collection::vec(prop::option::weighted(0.8, 0usize..4), cases), readers)
    })
}

fn as_numbers(readings: &[Vec<Option<usize>>]) -> Vec<Vec<Option<f64>>> {
    readings.iter().map(|one| one.iter().map(|k| k.map(|k| k as f64)).collect()).collect()
}

/// A square table of up to five categories.
fn table() -> impl Strategy<Value = Vec<Vec<u32>>> {
    (1usize..5).prop_flat_map(|q| prop::collection::vec(prop::collection::vec(0u32..30, q), q))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn an_interval_holds_the_share_and_mirrors((x, n) in counts()) {
        for method in [wilson, clopper_pearson, jeffreys] {
            let Some(range) = method(x, n, USUAL) else {
                prop_assert_eq!(n, 0);
                continue;
            };
            let mirrored = method(n - x, n, USUAL).expect("n is not 0");
            prop_assert!(range.lower >= 0.0 && range.upper <= 1.0 && range.lower < range.upper);
            prop_assert!(range.holds(f64::from(x) / f64::from(n)), "{} of {}: {:?}", x, n, range);
            prop_assert!((range.lower - (1.0 - mirrored.upper)).abs() < 1e-9);
        }
    }

    #[test]
    fn more_of_the_same_is_surer((x, n) in counts().prop_filter("cases", |(_, n)| *n > 0), times in 2u32..5) {
        let few = wilson(x, n, USUAL).expect("n is not 0");
        let many = wilson(x * times, n * times, USUAL).expect("n is not 0");
        prop_assert!(many.width() < few.width());
    }

    #[test]
    fn a_difference_looked_at_from_the_other_end_is_the_same((x1, n1) in counts(), (x2, n2) in counts()) {
        let counts = TwoCounts { later: x1, later_of: n1, earlier: x2, earlier_of: n2 };
        let other = TwoCounts { later: x2, later_of: n2, earlier: x1, earlier_of: n1 };
        prop_assert!(close(counts.difference(), other.difference().map(|d| -d)));
        prop_assert!(close(counts.fisher(), other.fisher()));
        if let (Some(range), Some(back), Some(p)) = (counts.newcombe(USUAL), other.newcombe(USUAL), counts.fisher()) {
            prop_assert!((range.lower + back.upper).abs() < 1e-9 && (range.upper + back.lower).abs() < 1e-9);
            prop_assert!((-1.0..=1.0).contains(&range.lower) && (-1.0..=1.0).contains(&range.upper));
            prop_assert!(p > 0.0 && p <= 1.0);
        }
    }

    #[test]
    fn the_unconditional_tests_are_chances((x1, n1, x2, n2) in (1u32..13, 1u32..13).prop_flat_map(|(n1, n2)| (0..=n1, Just(n1), 0..=n2, Just(n2)))) {
        let counts = TwoCounts { later: x1, later_of: n1, earlier: x2, earlier_of: n2 };
        for p in [counts.barnard(), counts.boschloo()].into_iter().flatten() {
            prop_assert!((0.0..=1.0).contains(&p), "{}", p);
        }
    }

    #[test]
    fn a_count_lies_in_its_limits(x in 0u32..100_000) {
        let exact = exact_poisson(x, USUAL).expect("limits");
        let (lower, upper) = byar(x, USUAL);
        prop_assert!(exact.holds(f64::from(x)) && upper > f64::from(x) && lower.is_none_or(|lower| lower <= f64::from(x)));
        prop_assert!((exact.upper - upper).abs() < 0.05 * upper.max(3.0));
    }

    #[test]
    fn reading_more_of_all_there_is_makes_surer((x, n) in counts().prop_filter("cases", |(_, n)| *n > 0), more in 0u32..400) {
        let all = n + more;
        let drawn = wilson_of_finite(x, n, all, USUAL).expect("cases");
        let endless = wilson(x, n, USUAL).expect("cases");
        prop_assert!(drawn.width() <= endless.width() + 1e-12);
        let (fewest, most) = passes_among_all(x, n, all, USUAL).expect("cases");
        prop_assert!(x <= fewest.max(x) && fewest <= most && most <= all && most >= x && fewest + n <= all + x.max(fewest));
    }

    #[test]
    fn the_paired_test_is_the_same_both_ways(improved in 0u32..500, worsened in 0u32..500) {
        let p = mcnemar(improved, worsened);
        prop_assert!((p - mcnemar(worsened, improved)).abs() < 1e-12 && p > 0.0 && p <= 1.0);
    }

    #[test]
    fn adjusted_chances_keep_their_order_and_grow(p in prop::collection::vec(0.0f64..=1.0, 0..60)) {
        for adjusted in [holm(&p), benjamini_hochberg(&p)] {
            for (i, a) in p.iter().enumerate() {
                prop_assert!(adjusted[i] >= *a - 1e-12 && adjusted[i] <= 1.0);
                for (j, b) in p.iter().enumerate() {
                    prop_assert!(a > b || adjusted[i] <= adjusted[j]);
                }
            }
        }
    }

    #[test]
    fn what_comes_first_changes_nothing(
        p in prop::collection::vec(0.0f64..=1.0, 1..40),
        split in prop::collection::vec((0u32..=3, 0u32..=3), 1..20),
        units in prop::collection::vec(counts(), 1..20),
        turn in 0usize..40,
    ) {
        fn turned<T: Clone>(all: &[T], by: usize) -> Vec<T> {
            let mut all: Vec<T> = all.iter().rev().cloned().collect();
            let by = by % all.len();
            all.rotate_left(by);
            all
        }
        for adjust in [holm, benjamini_hochberg] {
            let (found, other) = (turned(&adjust(&p), turn), adjust(&turned(&p, turn)));
            prop_assert!(found.iter().zip(&other).all(|(a, b)| (a - b).abs() < 1e-12), "{:?} {:?}", found, other);
        }
        let cases: Vec<Vec<u32>> = split.iter().map(|(a, b)| vec![*a, (*b).min(3 - a), 3 - a - (*b).min(3 - a)]).collect();
        let mirrored: Vec<Vec<u32>> = turned(&cases, turn).iter().map(|case| turned(case, turn)).collect();
        prop_assert!(close(fleiss_kappa(&cases), fleiss_kappa(&mirrored)));
        let units: Vec<Unit> = units.iter().map(|(x, n)| Unit { x: *x, n: *n }).collect();
        let (found, other) = (funnel(&units, None), funnel(&turned(&units, turn), None));
        prop_assert!(close(found.target, other.target));
        for (a, b) in turned(&found.units, turn).iter().zip(&other.units) {
            prop_assert_eq!((a.by_limits, a.exact), (b.by_limits, b.exact));
        }
    }

    #[test]
    fn kappa_is_the_same_for_either_reader_first_and_with_an_unused_category(table in table()) {
        let turned: Vec<Vec<u32>> = (0..table.len()).map(|k| table.iter().map(|row| row[k]).collect()).collect();
        let mut wider: Vec<Vec<u32>> = table.iter().map(|row| [row.clone(), vec![0]].concat()).collect();
        wider.push(vec![0; table.len() + 1]);
        for weights in [Weights::Identity, Weights::Linear, Weights::Quadratic, Weights::Ordinal] {
            let kappa = cohen_kappa(&table, weights);
            prop_assert!(close(kappa, cohen_kappa(&turned, weights)));
            prop_assert!(kappa.is_none_or(|kappa| kappa.is_finite() && kappa <= 1.0 + 1e-12));
        }
        prop_assert!(close(cohen_kappa(&table, Weights::Identity), cohen_kappa(&wider, Weights::Identity)));
    }

    #[test]
    fn fleiss_does_not_see_an_unused_category(split in prop::collection::vec(0u32..=3, 0..10)) {
        let counts: Vec<Vec<u32>> = split.iter().map(|first| vec![*first, 3 - first]).collect();
        let wider: Vec<Vec<u32>> = split.iter().map(|first| vec![*first, 0, 3 - first]).collect();
        let kappa = fleiss_kappa(&counts);
        prop_assert!(close(kappa, fleiss_kappa(&wider)));
        prop_assert!(kappa.is_none_or(f64::is_finite));
    }

    #[test]
    fn agreement_does_not_depend_on_who_or_which_came_first(readings in readings(), turn in 0usize..12) {
        let mut other: Vec<Vec<Option<usize>>> = readings.iter().rev().cloned().collect();
        for one in &mut other {
            let by = turn.min(one.len());
            one.rotate_left(by);
        }
        for metric in [Metric::Nominal, Metric::Ordinal, Metric::Interval, Metric::Ratio] {
            let alpha = krippendorff_alpha(&as_numbers(&readings), metric);
            prop_assert!(close(alpha, krippendorff_alpha(&as_numbers(&other), metric)));
            prop_assert!(alpha.is_none_or(|alpha| alpha.is_finite() && alpha <= 1.0 + 1e-12));
        }
        for weights in [Weights::Identity, Weights::Linear, Weights::Quadratic, Weights::Ordinal] {
            let ac = gwet_ac(&readings, 4, weights);
            prop_assert!(close(ac, gwet_ac(&other, 4, weights)));
            prop_assert!(ac.is_none_or(|ac| ac.is_finite() && ac <= 1.0 + 1e-12));
        }
        // In the middle of the scale a category nobody used changes no alpha.
        let spread: Vec<Vec<Option<usize>>> =
            readings.iter().map(|one| one.iter().map(|k| k.map(|k| if k > 1 { k + 1 } else { k })).collect()).collect();
        for metric in [Metric::Nominal, Metric::Ordinal] {
            prop_assert!(close(
                krippendorff_alpha(&as_numbers(&readings), metric),
                krippendorff_alpha(&as_numbers(&spread), metric),
            ));
        }
    }

    #[test]
    fn agreement_lies_in_its_interval(readings in readings()) {
        if let Some(agreed) = Agreed::of(&readings, 4, "2026") {
            for found in [Some(agreed.share()), agreed.ac1(), agreed.alpha()].into_iter().flatten() {
                prop_assert!(found.interval().lower < found.interval().upper);
                prop_assert!(found.holds(found));
            }
            prop_assert!(!agreed.to_string().contains("NaN"));
        }
    }

    #[test]
    fn a_chart_moves_with_its_values(values in prop::collection::vec(-1e6f64..1e6, 0..40), by in -1e3f64..1e3) {
        let settings = Settings { better: Better::Neither, ..Settings::default() };
        let chart = xmr_chart(&values, &settings).expect("numbers");
        let upside_down: Vec<f64> = values.iter().map(|y| by - y).collect();
        let other = xmr_chart(&upside_down, &settings).expect("numbers");
        for (a, b) in chart.points.iter().zip(&other.points) {
            if let (Some((lower, upper)), Some((below, above))) = (a.limits, b.limits) {
                prop_assert!(lower <= a.mean && a.mean <= upper);
                prop_assert!((by - below - upper).abs() < 1e-3 && (by - above - lower).abs() < 1e-3);
            }
        }
        let found = run_chart(&values.iter().copied().map(Some).collect::<Vec<_>>(), None);
        let turned = run_chart(&upside_down.iter().copied().map(Some).collect::<Vec<_>>(), None);
        prop_assert_eq!(found.useful, turned.useful);
    }

    #[test]
    fn a_share_chart_stays_between_nothing_and_everything(points in prop::collection::vec(counts(), 0..30), laney: bool) {
        let (x, n): (Vec<u32>, Vec<u32>) = points.into_iter().unzip();
        let chart = p_chart(&x, &n, &[], laney);
        for (lower, upper) in chart.limits.iter().flatten() {
            prop_assert!((0.0..=1.0).contains(lower) && (0.0..=1.0).contains(upper) && lower <= upper);
        }
        prop_assert!(chart.sigma_z.is_none_or(f64::is_finite));
        prop_assert_eq!(can_signal(0.5, 1), (false, false));
    }

    #[test]
    fn a_unit_of_one_is_within_and_an_exact_flag_needs_both_tails(units in prop::collection::vec(counts(), 0..12)) {
        let units: Vec<Unit> = units.into_iter().map(|(x, n)| Unit { x, n }).collect();
        for (unit, place) in units.iter().zip(funnel(&units, None).units) {
            prop_assert_eq!(place.tails.is_some(), unit.n > 0);
            prop_assert!(unit.n != 1 || place.exact == statistics::Position::Within);
        }
    }

    #[test]
    fn sources_contradict_each_other_whoever_comes_first_and_whoever_says_nothing(
        said in prop::collection::vec(prop::option::weighted(0.8, 0usize..4), 1..8),
    ) {
        let voices: Vec<Voice> =
            (0..said.len()).map(|at| [Voice::Record, Voice::LivedExperience, Voice::Other][at % 3]).collect();
        let conflicts = |voices: Vec<Voice>, said: &[Option<usize>]| -> Option<Vec<(usize, usize, usize, bool)>> {
            let found = Sources::new(voices, 4, 1).expect("a scale").lay_side_by_side(said).expect("on the scale");
            let of = |c: &statistics::Conflict| (c.first, c.second, c.steps, c.record_against_experience);
            found.conflicts().map(|pairs| pairs.iter().map(of).collect())
        };
        let found = conflicts(voices.clone(), &said);
        let turn = |voices: &[Voice]| voices.iter().rev().copied().collect::<Vec<Voice>>();
        let turned: Vec<Option<usize>> = said.iter().rev().copied().collect();
        let back = conflicts(turn(&voices), &turned).map(|pairs| {
            let last = said.len() - 1;
            let turn = |(a, b, steps, across): (usize, usize, usize, bool)| (last - b, last - a, steps, across);
            let mut pairs: Vec<(usize, usize, usize, bool)> = pairs.into_iter().map(turn).collect();
            pairs.sort_unstable();
            pairs
        });
        prop_assert_eq!(&found, &back);
        let with_one_silent = conflicts([voices, vec![Voice::Other]].concat(), &[said, vec![None]].concat());
        prop_assert_eq!(found, with_one_silent);
    }

    #[test]
    fn a_figure_always_says_its_n_and_period((x, n) in counts(), (y, m) in counts()) {
        let (then, now) = (Estimate::of(x, n, "spring"), Estimate::of(y, m, "autumn"));
        if let (Some(then), Some(now)) = (then, now) {
            let shown = Change::between(then, now).expect("both are counted").to_string();
            let range = if n.min(m) < 10 { "in 40 like these " } else { " points, likely " };
            for part in [format!("{x} of {n} (spring)"), format!("{y} of {m} (autumn)"), range.to_owned()] {
                prop_assert!(shown.contains(&part), "{}", shown);
            }
            prop_assert!(!shown.contains("NaN") && !shown.contains("inf"), "{}", shown);
        }
    }
}

/// Numbers at the edges of what a file can hold.
fn strange() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(0.0),
        Just(-0.0),
        Just(f64::MAX),
        Just(f64::MIN),
        Just(f64::MIN_POSITIVE),
        Just(1e-320),
        -1e3f64..1e3,
        any::<f64>().prop_filter("JSON holds numbers", |y| y.is_finite()),
    ]
}

/// Every number that was not asked to be null is one: a method that had worked out something that is not a number
/// would give null where the counterpart beside it is not.
fn whole(answer: &Value, names: &[&str]) -> bool {
    let cases = answer["cases"].as_array().expect("cases");
    cases.iter().all(|case| {
        let nulls = names.iter().filter(|name| case["output"][**name].is_null()).count();
        nulls == 0 || nulls == names.len()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn strange_numbers_give_an_answer_or_a_refusal(y in prop::collection::vec(strange(), 0..14), v in strange(), a in strange(), b in strange()) {
        let case = |input: Value| json!({ "cases": [{ "id": "strange", "input": input }] }).to_string();
        let pairs: Vec<f64> = y.iter().map(|value| value.abs()).collect();
        for (method, input, names) in [
            ("spc_xmr", json!({ "y": y, "direction": -1, "target": v }), &["variation"][..]),
            ("run_chart", json!({ "y": y, "cl": null }), &["signal"][..]),
            ("krippendorff_alpha", json!({ "ratings": [y, y.iter().rev().collect::<Vec<_>>()] }), &["nominal"][..]),
            ("shrinkage", json!({ "y": y, "var": v }), &["grand", "c", "c_plus"][..]),
            ("shrinkage", json!({ "y": y, "v": pairs }), &["Q", "tau2", "mu", "se"][..]),
            ("shrinkage", json!({ "rates": y }), &["mean", "var", "alpha", "beta"][..]),
            ("shrinkage", json!({ "x": 3, "n": 9, "a": a, "b": b, "confidence": 0.95, "threshold": v }), &["mean", "lo", "hi", "p_above"][..]),
            ("spc_c_u", json!({ "x": y, "n": pairs }), &["lcl", "ucl"][..]),
            ("multiplicity", json!({ "p": y }), &["holm", "bh"][..]),
            ("finite_population", json!({ "N": 100, "p": a, "margin": b, "confidence": 0.95 }), &[][..]),
            ("proportion_interval", json!({ "x": 3, "n": 9, "confidence": a }), &["wilson", "jeffreys"][..]),
            ("funnel", json!({ "units": [{ "x": 3, "n": 9 }], "target": a }), &["target", "units"][..]),
        ] {
            if let Ok(answer) = work_out(method, &case(input)) {
                prop_assert!(whole(&answer, names), "{}: {}", method, answer);
            }
        }
    }
}

//! A million random inputs over every public method: nothing panics, and no figure is anything but a number.

use std::fmt::Debug;

use statistics::agreement::{
    Metric, Weights, cohen_kappa, fleiss_kappa, gwet_ac, krippendorff_alpha, square_agreement,
};
use statistics::charts::{Better, Settings, XmrPoint, c_chart, can_signal, p_chart, run_chart, u_chart, xmr_chart};
use statistics::disclosure::{Published, Release, audit, suppress, suppress_after};
use statistics::sampling::{Candidate, draw};
use statistics::{
    Agreed, Bands, Change, Composite, Confidence, Estimate, Interval, Level, Part, Reported, Rubric, Sources, Stratum,
    TwoCounts, Unit, Voice, benjamini_hochberg, beta_by_moments, beta_posterior, bonferroni, byar, cases_for_power,
    clopper_pearson, comparable, dersimonian_laird, dispersion, effective_n, exact_poisson, funnel, holm, james_stein,
    jeffreys, mcnemar, met_bounds, passes_among_all, power, sample_size, stratified_share, wilson, wilson_of_finite,
};

use crate::numbers::Numbers;

/// A method, and how often it is asked.
type Asked = (fn(&mut Numbers), u32);

/// What is asked, and how often: the slower less.
const ASKED: [Asked; 27] = [
    (shares, 100_000),
    (two_shares, 60_000),
    (small_shares, 500),
    (counts, 90_000),
    (exact_counts, 10_000),
    (parts_of_all, 90_000),
    (passes, 10_000),
    (pairs, 60_000),
    (many_tests, 40_000),
    (tables_of_readers, 60_000),
    (readings, 40_000),
    (values_over_time, 50_000),
    (shares_over_time, 50_000),
    (counts_over_time, 40_000),
    (units, 40_000),
    (priors, 30_000),
    (values_drawn_in, 30_000),
    (caseloads, 40_000),
    (plans, 30_000),
    (rubrics, 45_500),
    (samples, 4_000),
    (masks, 10_000),
    (releases, 5_000),
    (sources, 30_000),
    (composites, 10_000),
    (reports, 24_000),
    (figures, 1_000),
];

#[test]
fn a_million_random_inputs_give_numbers_or_nothing() {
    assert_eq!(ASKED.iter().map(|(_, times)| times).sum::<u32>(), 1_000_000);
    for (seed, (asked, times)) in (0..).zip(ASKED) {
        let mut numbers = Numbers(seed);
        (0..times).for_each(|_| asked(&mut numbers));
    }
}

fn sound(of: &dyn Debug, figures: &[f64]) {
    assert!(figures.iter().all(|figure| figure.is_finite()), "{of:?}: {figures:?}");
}

fn between(of: &dyn Debug, interval: Option<Interval>, least: f64, most: f64) {
    // Of thousands of millions at no confidence at all the ends lie nearer to each other than can be told.
    const ROUNDING: f64 = 1e-8;
    if let Some(Interval { lower, upper }) = interval {
        assert!(least <= lower && lower <= upper + ROUNDING && upper <= most, "{of:?}: {lower} to {upper}");
    }
}

fn is_chance(of: &dyn Debug, p: Option<f64>) {
    assert!(p.is_none_or(|p| (0.0..=1.0).contains(&p)), "{of:?}: {p:?}");
}

fn reads_well(of: &dyn Debug, shown: &str) {
    assert!(!shown.contains("NaN") && !shown.contains("inf"), "{of:?}: {shown}");
}

fn shares(numbers: &mut Numbers) {
    let ((x, n), confidence) = (numbers.part(), numbers.confidence());
    let input = (x, n, confidence);
    for interval in [wilson(x, n, confidence), clopper_pearson(x, n, confidence), jeffreys(x, n, confidence)] {
        assert_eq!(interval.is_some(), n > 0 && x <= n, "{input:?}");
        between(&input, interval, 0.0, 1.0);
    }
}

fn figures(numbers: &mut Numbers) {
    let (x, n) = numbers.part();
    for estimate in [Estimate::of(x, n, "2026"), Estimate::of_all(x, n, "2026")].into_iter().flatten() {
        between(&(x, n), Some(estimate.interval()), 0.0, 1.0);
        assert!(!(estimate.is_at_least(90) && estimate.is_just_below(90)), "{x} of {n}");
        reads_well(&(x, n), &estimate.to_string());
    }
}

/// Two shares, at times both of thousands of millions.
fn two_counts(numbers: &mut Numbers) -> TwoCounts {
    let ((later, later_of), (earlier, earlier_of)) = (numbers.part(), numbers.part());
    if numbers.is_one_in(1_000) {
        let (half, more) = (u32::MAX / 2, later.min(100_000));
        return TwoCounts { later: half, later_of: u32::MAX, earlier: half + more, earlier_of: u32::MAX };
    }
    TwoCounts { later, later_of, earlier, earlier_of }
}

fn two_shares(numbers: &mut Numbers) {
    let (counts, confidence) = (two_counts(numbers), numbers.confidence());
    assert!(counts.difference().is_none_or(|d| (-1.0..=1.0).contains(&d)), "{counts:?}");
    between(&counts, counts.newcombe(confidence), -1.0 - 1e-12, 1.0 + 1e-12);
    is_chance(&counts, counts.fisher());
    let TwoCounts { later, later_of, earlier, earlier_of } = counts;
    let (then, now) = (Estimate::of(earlier, earlier_of, "2025"), Estimate::of(later, later_of, "2026"));
    if let Some(change) = then.zip(now).and_then(|(then, now)| Change::between(then, now)) {
        between(&counts, Some(change.range()), -1.0 - 1e-12, 1.0 + 1e-12);
        reads_well(&counts, &change.to_string());
    }
}

fn small_shares(numbers: &mut Numbers) {
    let mut part = || {
        let n = numbers.below(10);
        [numbers.below(n + 1), n].map(|count| u32::try_from(count).expect("it fits"))
    };
    let ([later, later_of], [earlier, earlier_of]) = (part(), part());
    let counts = TwoCounts { later, later_of, earlier, earlier_of };
    is_chance(&counts, counts.barnard());
    is_chance(&counts, counts.boschloo());
}

fn counts(numbers: &mut Numbers) {
    let (x, confidence) = (numbers.count(), numbers.confidence());
    let (lower, upper) = byar(x, confidence);
    sound(&(x, confidence), &[lower.unwrap_or(0.0), upper]);
    assert!(lower.is_none_or(|lower| 0.0 <= lower && lower <= upper), "{x}, {confidence:?}");
}

fn exact_counts(numbers: &mut Numbers) {
    // The library takes its time over thousands of millions.
    let (x, confidence) = if numbers.is_one_in(5_000) {
        (u32::MAX, Confidence::USUAL)
    } else {
        (numbers.count().min(100_000), numbers.confidence())
    };
    let interval = exact_poisson(x, confidence);
    assert!(interval.is_some());
    between(&x, interval, 0.0, f64::MAX);
}

fn parts_of_all(numbers: &mut Numbers) {
    let ((x, n), more, confidence) = (numbers.part(), numbers.count(), numbers.confidence());
    between(&(x, n, more), wilson_of_finite(x, n, n.saturating_add(more), confidence), 0.0, 1.0);
    let (p, margin) = (numbers.chance(), numbers.chance());
    let needed = sample_size(p, margin, more, confidence);
    assert!(needed.is_none_or(|needed| needed <= more), "{p}, {margin} of {more}: {needed:?}");
}

fn passes(numbers: &mut Numbers) {
    let ((x, n), more) = (numbers.part(), numbers.count());
    let all = n.saturating_add(more);
    if let Some((fewest, most)) = passes_among_all(x, n, all, Confidence::USUAL) {
        assert!(fewest <= most && most <= all, "{x} of {n} of {all}: {fewest} to {most}");
    }
}

fn pairs(numbers: &mut Numbers) {
    let (improved, worsened) = (numbers.count(), numbers.count());
    is_chance(&(improved, worsened), Some(mcnemar(improved, worsened)));
}

fn many_tests(numbers: &mut Numbers) {
    let p = numbers.list(20, Numbers::chance);
    for adjusted in [holm(&p), benjamini_hochberg(&p), bonferroni(&p)] {
        adjusted.iter().for_each(|one| is_chance(&p, Some(*one)));
    }
}

const WEIGHTS: [Weights; 4] = [Weights::Identity, Weights::Linear, Weights::Quadratic, Weights::Ordinal];

fn tables_of_readers(numbers: &mut Numbers) {
    let q = numbers.place(5);
    let table: Vec<Vec<u32>> = (0..q).map(|_| (0..q).map(|_| numbers.count()).collect()).collect();
    is_chance(&table, square_agreement(&table));
    for kappa in WEIGHTS.map(|weights| cohen_kappa(&table, weights)).into_iter().flatten().chain(fleiss_kappa(&table)) {
        sound(&table, &[kappa]);
    }
    // Of five readers, a category unused in between.
    let cases = numbers.list(8, |numbers| {
        let first = u32::try_from(numbers.below(6)).expect("it fits");
        vec![first, 0, 5 - first]
    });
    sound(&cases, &[fleiss_kappa(&cases).unwrap_or(0.0)]);
}

fn readings(numbers: &mut Numbers) {
    let (readers, cases) = (numbers.place(5), numbers.place(9));
    let used = 1 + numbers.below(5);
    let one = |numbers: &mut Numbers| (!numbers.is_one_in(4)).then(|| numbers.place(used as usize));
    let given: Vec<Vec<Option<usize>>> = (0..readers).map(|_| (0..cases).map(|_| one(numbers)).collect()).collect();
    for weights in WEIGHTS {
        sound(&given, &[gwet_ac(&given, 5, weights).unwrap_or(0.0)]);
    }
    if let Some(agreed) = Agreed::of(&given, 5, "2026") {
        for found in [Some(agreed.share()), agreed.ac1(), agreed.alpha()].into_iter().flatten() {
            between(&given, Some(found.interval()), f64::MIN, f64::MAX);
        }
        reads_well(&given, &agreed.to_string());
    }
    let numbered: Vec<Vec<Option<f64>>> =
        given.iter().map(|one| one.iter().map(|k| k.map(|_| numbers.value())).collect()).collect();
    for metric in [Metric::Nominal, Metric::Ordinal, Metric::Interval, Metric::Ratio] {
        sound(&numbered, &[krippendorff_alpha(&numbered, metric).unwrap_or(0.0)]);
    }
}

fn values_over_time(numbers: &mut Numbers) {
    let values = numbers.list(24, Numbers::value);
    let settings = Settings {
        better: [Better::High, Better::Low, Better::Neither][numbers.place(3)],
        target: (!numbers.is_one_in(3)).then(|| numbers.value()),
        rebase: numbers.list(2, |numbers| numbers.place(30)),
        fix: numbers.is_one_in(4).then(|| numbers.place(15)),
        screen: numbers.is_one_in(2),
    };
    if let Some(chart) = xmr_chart(&values, &settings) {
        for XmrPoint { y, mean, limits, .. } in &chart.points {
            let (lower, upper) = limits.unwrap_or((*mean, *mean));
            sound(&values, &[*y, *mean, lower, upper]);
        }
    }
    let given: Vec<Option<f64>> = values.iter().map(|y| (!numbers.is_one_in(5)).then_some(*y)).collect();
    let chart = run_chart(&given, numbers.is_one_in(3).then(|| numbers.value()));
    sound(&given, &[chart.median.unwrap_or(0.0)]);
    assert_eq!(chart.runs.is_some(), chart.useful > 0, "{given:?}");
}

fn shares_over_time(numbers: &mut Numbers) {
    let (x, n): (Vec<u32>, Vec<u32>) = numbers.list(15, Numbers::part).into_iter().unzip();
    let left_out = numbers.list(2, |numbers| numbers.place(15));
    let chart = p_chart(&x, &n, &left_out, numbers.is_one_in(2));
    is_chance(&(&x, &n), chart.centre);
    sound(&(&x, &n), &[chart.sigma_z.unwrap_or(0.0)]);
    for (lower, upper) in chart.limits.into_iter().flatten() {
        assert!(0.0 <= lower && lower <= upper && upper <= 1.0, "{x:?} of {n:?}: {lower} to {upper}");
    }
    let (up, down) = can_signal(numbers.chance(), numbers.count().min(1));
    assert!(!up && !down, "one case never shows a change");
}

fn counts_over_time(numbers: &mut Numbers) {
    let found = numbers.list(15, Numbers::count);
    let left_out = numbers.list(2, |numbers| numbers.place(15));
    let chart = c_chart(&found, &left_out);
    let (lower, upper) = chart.limits.unwrap_or((0.0, 0.0));
    sound(&found, &[chart.centre.unwrap_or(0.0), lower, upper]);
    let (x, n) = (numbers.list(9, Numbers::value), numbers.list(9, Numbers::value));
    let chart = u_chart(&x, &n);
    sound(&(&x, &n), &[chart.centre.unwrap_or(0.0)]);
    chart.limits.into_iter().flatten().for_each(|(lower, upper)| sound(&(&x, &n), &[lower, upper]));
}

fn units(numbers: &mut Numbers) {
    let units = numbers.list(6, |numbers| {
        let (x, n) = numbers.part();
        Unit { x, n }
    });
    let target = numbers.is_one_in(2).then(|| numbers.chance());
    let found = funnel(&units, target);
    is_chance(&units, found.target);
    for place in found.units {
        between(&units, place.limits95, 0.0, 1.0);
        between(&units, place.limits998, 0.0, 1.0);
        if let Some((few, many)) = place.tails {
            is_chance(&units, Some(few));
            is_chance(&units, Some(many));
        }
    }
    let target = numbers.chance();
    if let Some(found) = dispersion(&units, target) {
        sound(&(&units, target), &[found.ratio, found.between]);
    }
}

fn priors(numbers: &mut Numbers) {
    let ((x, n), confidence) = (numbers.part(), numbers.confidence());
    let mut shape = || match numbers.below(6) {
        0 => numbers.value(),
        1 => 1e-6,
        2 => 1e6,
        _ => 0.5 + numbers.share() * 9.0,
    };
    let (a, b, threshold) = (shape(), shape(), shape());
    if let Some(found) = beta_posterior(x, n, a, b, confidence, threshold) {
        let input = (x, n, a, b, confidence, threshold);
        between(&input, Some(found.interval), 0.0, 1.0);
        is_chance(&input, Some(found.mean));
        is_chance(&input, Some(found.above));
    }
}

fn values_drawn_in(numbers: &mut Numbers) {
    let values = numbers.list(8, Numbers::value);
    let variances: Vec<f64> = values.iter().map(|_| numbers.value().abs()).collect();
    let variance = numbers.value();
    if let Some(found) = james_stein(&values, variance) {
        sound(&(&values, variance), &[found.grand, found.factor, found.used]);
        sound(&(&values, variance), &found.estimates);
    }
    if let Some(found) = dersimonian_laird(&values, &variances) {
        sound(&(&values, &variances), &[found.q, found.between, found.mean, found.standard_error]);
        sound(&(&values, &variances), &found.estimates);
    }
    let rates = if numbers.is_one_in(3) { values } else { numbers.list(8, Numbers::chance) };
    if let Some(found) = beta_by_moments(&rates) {
        sound(&rates, &[found.mean, found.variance, found.alpha, found.beta]);
    }
}

fn caseloads(numbers: &mut Numbers) {
    let strata = numbers.list(12, |numbers| Stratum { size: numbers.count(), passed: numbers.is_one_in(2) });
    if let Some(found) = stratified_share(&strata) {
        assert!((0.0..=1.0 + 1e-12).contains(&found.share), "{strata:?}: {found:?}");
        sound(&strata, &[found.standard_error.unwrap_or(0.0)]);
    }
    let weights = numbers.list(8, Numbers::value);
    sound(&weights, &[effective_n(&weights).unwrap_or(0.0)]);
}

fn plans(numbers: &mut Numbers) {
    let (then, now, wanted) = (numbers.chance(), numbers.chance(), numbers.chance());
    assert!(cases_for_power(then, now, wanted).is_none_or(|n| n > 0), "{then}, {now}, {wanted}");
    is_chance(&(then, now), power(then, now, numbers.count()));
}

fn rubrics(numbers: &mut Numbers) {
    let name = |numbers: &mut Numbers| ["seen", "heard", "planned", "checked"][numbers.place(4)].to_owned();
    let rubric = Rubric {
        critical: numbers.list(2, name),
        critical_all: numbers.is_one_in(2),
        min_others: numbers.place(4),
        min_met: numbers.place(5),
    };
    let criteria = numbers.list(4, |numbers| {
        let met = [Some(true), Some(false), None][numbers.place(3)];
        (name(numbers), met)
    });
    let rated = rubric.rate(&criteria);
    assert!(rated.worst <= rated.best, "{rubric:?}, {criteria:?}: {rated:?}");
    let (met, not_met, missing) = (numbers.count(), numbers.count(), numbers.count());
    between(&(met, not_met, missing), met_bounds(met, not_met, missing), 0.0, 1.0);
}

fn samples(numbers: &mut Numbers) {
    let candidates = numbers.list(6, |numbers| {
        let (id, stratum) = (numbers.below(9).to_string(), numbers.below(3).to_string());
        Candidate { id, stratum }
    });
    let asked = |numbers: &mut Numbers| if numbers.is_one_in(20) { usize::MAX } else { numbers.place(7) };
    let (total, minimum) = (asked(numbers), asked(numbers));
    if let Ok(sample) = draw(&candidates, "seed", total, minimum) {
        assert_eq!(sample.selected.len(), sample.allocation.values().sum::<usize>(), "{candidates:?}");
        assert!(sample.selected.len() <= total && sample.selected.len() <= candidates.len(), "{candidates:?}");
    }
}

fn mask(numbers: &mut Numbers) -> (Vec<Vec<u64>>, Published) {
    let (rows, cols) = (numbers.place(4), numbers.place(4));
    let count = |numbers: &mut Numbers| u64::from(numbers.count());
    let table = (0..rows).map(|_| (0..cols).map(|_| count(numbers)).collect()).collect();
    (table, Published { rows: numbers.is_one_in(2), cols: numbers.is_one_in(2) })
}

fn masks(numbers: &mut Numbers) {
    let (table, published) = mask(numbers);
    if let Some(hidden) = suppress(&table, 5, published) {
        assert!(audit(&table, &hidden, published).iter().all(|cell| !cell.is_disclosed()), "{table:?}: {hidden:?}");
    }
    let any: Vec<Vec<bool>> = numbers.list(4, |numbers| numbers.list(4, |numbers| numbers.is_one_in(2)));
    for cell in audit(&table, &any, published) {
        let truth = table[cell.row][cell.col];
        assert!(cell.min <= truth && cell.max.is_none_or(|max| truth <= max), "{table:?}, {any:?}: {cell:?}");
    }
}

fn releases(numbers: &mut Numbers) {
    let ((then, published), (now, _)) = (mask(numbers), mask(numbers));
    let more: Vec<Vec<u64>> =
        then.iter().map(|row| row.iter().map(|count| count + numbers.below(9)).collect()).collect();
    let Some(before) = suppress(&then, 5, published) else { return };
    let earlier = Release { table: &then, hidden: &before };
    for table in [&now, &more, &then] {
        if let Some(hidden) = suppress_after(earlier, table, 5, published) {
            assert!(audit(table, &hidden, published).iter().all(|cell| !cell.is_disclosed()), "{then:?}, {table:?}");
        }
    }
}

fn sources(numbers: &mut Numbers) {
    let voice = |numbers: &mut Numbers| [Voice::Record, Voice::LivedExperience, Voice::Other][numbers.place(3)];
    let (voices, levels) = (numbers.list(6, voice), numbers.place(23));
    let of = voices.len();
    let Some(sources) = Sources::new(voices, levels, numbers.place(5)) else { return };
    let said = |numbers: &mut Numbers| {
        let beyond = usize::from(numbers.is_one_in(40));
        (!numbers.is_one_in(3)).then(|| numbers.place(levels + beyond))
    };
    let standards: Vec<Vec<Option<usize>>> = numbers.list(9, |numbers| (0..of).map(|_| said(numbers)).collect());
    for one in &standards {
        if let Ok(found) = sources.lay_side_by_side(one) {
            assert_eq!(found.conflicts().is_some(), found.spoke() > 1, "{one:?}");
            assert!(found.spoke() <= found.of() && found.said() == one, "{one:?}");
        }
    }
    if let Ok(Some(found)) = sources.agreement(&standards, "2026") {
        assert!(found.n() > 0 && found.n() as usize <= found.of(), "{standards:?}");
        reads_well(&standards, &found.to_string());
    }
}

fn composites(numbers: &mut Numbers) {
    let level = [Some(Level::Good), Some(Level::RequiresImprovement), Some(Level::Inadequate), None];
    let parts = numbers.list(9, |numbers| Part { level: level[numbers.place(4)], critical: numbers.is_one_in(9) });
    let Some(bands) = Bands::new(numbers.chance(), numbers.chance()) else { return };
    let (seed, draws) = (numbers.below(u64::MAX), 1 + numbers.count().min(39));
    if let Some(found) = Composite::of(&parts, bands, seed, draws) {
        assert_eq!(found.profile().n() as usize, parts.len(), "{parts:?}");
        assert_eq!(found.weights().is_some(), found.rated().rating().is_some(), "{parts:?}");
        between(&parts, found.weights().map(|share| share.interval()), 0.0, 1.0);
        reads_well(&parts, &found.to_string());
    }
}

fn reports(numbers: &mut Numbers) {
    let written = |numbers: &mut Numbers| {
        let (value, (x, n)) = (numbers.value(), numbers.part());
        match numbers.below(5) {
            0 => format!("{value}%"),
            1 => format!("{value} of {n}"),
            2 => format!("{x}/{n}"),
            _ => format!("{x} of {n}"),
        }
    };
    let (then, now) = (written(numbers), written(numbers));
    let read = |text: &str| Reported::read(text, "2026");
    if let (Some(first), Some(second)) = (read(&then), read(&now)) {
        match comparable(first, second) {
            Ok((first, second)) => reads_well(&(then, now), &format!("{first} {second}")),
            Err(refused) => reads_well(&(then, now), &refused.to_string()),
        }
    }
}

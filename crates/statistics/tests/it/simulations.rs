//! How often intervals hold the truth, and how often charts cry wolf. The figures stand in docs/statistics.md.

use statistics::charts::{Better, PointType, Settings, run_chart, xmr_chart};
use statistics::{Agreed, Confidence, wilson};

/// A small generator of numbers, so that every run sees the same.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to 1, 1 left out.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        let (u, v) = (1.0 - self.share(), self.share());
        (-2.0 * u.ln()).sqrt() * (2.0 * std::f64::consts::PI * v).cos()
    }
}

/// The chance that Wilson's interval of `n` cases holds `p`, exactly: the lowest and the mean over all p.
fn wilson_coverage(n: u32) -> (f64, f64) {
    const STEPS: u32 = 2_000;
    let ranges: Vec<_> = (0..=n).map(|x| wilson(x, n, Confidence::USUAL).expect("n is not 0")).collect();
    let held = |p: f64| -> f64 {
        let mut chance = (1.0 - p).powi(n.cast_signed());
        let mut sum = 0.0;
        for x in 0..=n {
            if ranges[x as usize].holds(p) {
                sum += chance;
            }
            chance *= f64::from(n - x) / f64::from(x + 1) * p / (1.0 - p);
        }
        sum
    };
    let all: Vec<f64> = (1..STEPS).map(|i| held(f64::from(i) / f64::from(STEPS))).collect();
    (all.iter().copied().fold(1.0, f64::min), all.iter().sum::<f64>() / all.len() as f64)
}

#[test]
fn wilson_intervals_hold_the_truth_95_times_in_100_on_average_and_less_at_the_edges() {
    for (n, expected_lowest) in [(1, 0.79), (8, 0.83), (20, 0.84)] {
        let (lowest, mean) = wilson_coverage(n);
        println!("Wilson, n = {n}: mean {:.1}%, lowest {:.1}%", mean * 100.0, lowest * 100.0);
        assert!((0.93..=0.97).contains(&mean), "{n}: {mean}");
        assert!(lowest >= expected_lowest, "{n}: {lowest}");
    }
}

/// Two readers of `n` cases who each see a case as it is with chance `skill`, and else pick any grade by its share.
fn readings(numbers: &mut Numbers, n: usize, skill: f64, shares: &[f64]) -> Vec<Vec<Option<usize>>> {
    let pick = |numbers: &mut Numbers| {
        let mut left = numbers.share();
        shares.iter().position(|share| {
            left -= share;
            left < 0.0
        })
    };
    let mut found = vec![Vec::new(), Vec::new()];
    for _ in 0..n {
        let truth = pick(numbers).unwrap_or(0);
        for one in &mut found {
            let seen = if numbers.share() < skill { truth } else { pick(numbers).unwrap_or(0) };
            one.push(Some(seen));
        }
    }
    found
}

#[test]
fn agreement_intervals_hold_the_truth_at_least_as_often_as_they_say() {
    const TIMES: u32 = 1_500;
    let shares = [0.1, 0.35, 0.45, 0.1];
    for (n, skill) in [(12, 0.8), (40, 0.8), (40, 0.95), (200, 0.9)] {
        let mut numbers = Numbers(7);
        // What endless reading would show.
        let truth = Agreed::of(&readings(&mut numbers, 200_000, skill, &shares), 4, "ever").expect("cases");
        let (ac1, alpha) = (truth.ac1().expect("cases"), truth.alpha().expect("cases"));
        let mut held = [0u32; 3];
        for _ in 0..TIMES {
            let found = Agreed::of(&readings(&mut numbers, n, skill, &shares), 4, "once").expect("cases");
            let holds = |one: Option<statistics::agreement::Coefficient>, truth| {
                u32::from(one.is_none_or(|one| one.holds(truth)))
            };
            held[0] += holds(Some(found.share()), truth.share());
            held[1] += holds(found.ac1(), ac1);
            held[2] += holds(found.alpha(), alpha);
        }
        let [share, ac1, alpha] = held.map(|held| f64::from(held) / f64::from(TIMES));
        println!(
            "Agreement, {n} cases, skill {skill}: share {:.1}%, AC1 {:.1}%, alpha {:.1}%",
            share * 100.0,
            ac1 * 100.0,
            alpha * 100.0
        );
        for found in [share, ac1, alpha] {
            assert!(found >= 0.92, "{n} cases, skill {skill}: {share} {ac1} {alpha}");
        }
    }
}

#[test]
fn charts_of_a_steady_process_cry_wolf_as_often_as_is_said() {
    const CHARTS: u32 = 4_000;
    let settings = Settings { better: Better::Neither, ..Settings::default() };
    for (points, any, last) in [(12, 0.07, 0.016), (24, 0.17, 0.016), (36, 0.29, 0.016)] {
        let mut numbers = Numbers(11);
        let (mut some, mut at_end, mut runs) = (0, 0, 0);
        for _ in 0..CHARTS {
            let values: Vec<f64> = (0..points).map(|_| numbers.normal()).collect();
            let chart = xmr_chart(&values, &settings).expect("numbers");
            some += u32::from(chart.points.iter().any(|point| point.meaning != PointType::CommonCause));
            at_end += u32::from(chart.variation != PointType::CommonCause);
            let given: Vec<Option<f64>> = values.into_iter().map(Some).collect();
            runs += u32::from(run_chart(&given, None).signal());
        }
        let share = |count: u32| f64::from(count) / f64::from(CHARTS);
        println!(
            "XmR, {points} points: some signal {:.1}%, at the last point {:.1}%; run chart {:.1}%",
            share(some) * 100.0,
            share(at_end) * 100.0,
            share(runs) * 100.0
        );
        assert!((share(some) - any).abs() < 0.02, "{points}: {}", share(some));
        assert!((share(at_end) - last).abs() < 0.02, "{points}: {}", share(at_end));
        assert!((0.0..=0.06).contains(&share(runs)), "{points}: {}", share(runs));
    }
}

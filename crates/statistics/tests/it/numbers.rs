//! A small generator of numbers, so that every run sees the same.

use statistics::Confidence;

/// SplitMix64, from a seed.
pub struct Numbers(pub u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to 1, 1 left out.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn normal(&mut self) -> f64 {
        let (u, v) = (1.0 - self.share(), self.share());
        (-2.0 * u.ln()).sqrt() * (2.0 * std::f64::consts::PI * v).cos()
    }

    /// How many of `n` come about with chance `p`.
    pub fn passing(&mut self, n: u32, p: f64) -> u32 {
        (0..n).map(|_| u32::from(self.share() < p)).sum()
    }

    /// How many of something rare come about where `mean` do.
    pub fn rare(&mut self, mean: f64) -> u32 {
        let none = (-mean).exp();
        let (mut found, mut left) = (0, self.share());
        while left > none {
            found += 1;
            left *= self.share();
        }
        found
    }

    /// From 0 to `end` - 1.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// The same as a place in a list.
    pub fn place(&mut self, end: usize) -> usize {
        usize::try_from(self.below(end as u64)).expect("it fits")
    }

    pub fn is_one_in(&mut self, many: u64) -> bool {
        self.below(many) == 0
    }

    /// So many things, from none to `most`.
    pub fn list<T>(&mut self, most: usize, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.place(most + 1)).map(|_| one(self)).collect()
    }

    /// A count: mostly such as a council has, often 0, 1 or 2, and at times near the end of what 32 bits hold.
    pub fn count(&mut self) -> u32 {
        let to = |end: u64, numbers: &mut Self| u32::try_from(numbers.below(end)).expect("it fits");
        match self.below(1_000) {
            0 => u32::MAX - to(3, self),
            1..=10 => to(100_000, self),
            11..=300 => to(3, self),
            301..=600 => to(400, self),
            _ => to(30, self),
        }
    }

    /// So many of how many: none, all and all but one often, and at times more than there are.
    pub fn part(&mut self) -> (u32, u32) {
        let n = self.count();
        let x = match self.below(8) {
            0 => 0,
            1 => n,
            2 => n.saturating_sub(1),
            3 => n.min(1),
            _ => u32::try_from(self.below(u64::from(n) + 1)).expect("it fits"),
        };
        if self.is_one_in(100) { (n.saturating_add(1), n) } else { (x, n) }
    }

    /// A chance: mostly anything, often the ends and what is next to them.
    pub fn chance(&mut self) -> f64 {
        match self.below(12) {
            0 => 0.0,
            1 => 1.0,
            2 => 1e-300,
            3 => 1.0 - f64::EPSILON / 2.0,
            4 => 0.5,
            _ => self.share(),
        }
    }

    /// A number: mostly ordinary, often the same as others, and at times what no figure can be worked from.
    pub fn value(&mut self) -> f64 {
        const STRANGE: [f64; 10] =
            [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN, 1e100, -1e100, 1e-320, -0.0, 1e-160];
        match self.below(100) {
            0 => STRANGE[self.place(STRANGE.len())],
            1..=20 => 1.0,
            21..=40 => self.below(6) as f64,
            _ => (self.share() - 0.5) * 1e3,
        }
    }

    pub fn confidence(&mut self) -> Confidence {
        let given = match self.below(8) {
            0 => self.share(),
            1 => 0.999_999,
            2 => 1e-9,
            _ => 0.95,
        };
        Confidence::new(given).unwrap_or(Confidence::USUAL)
    }
}

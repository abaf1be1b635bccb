//! Counts tests from what the test programs print.

use std::fmt;

/// Tests counted so far, over every program that ran.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    passed: u64,
    failed: u64,
    skipped: u64,
}

impl Tally {
    /// Counts one line: a result of Rust's test program, or a total of Node's.
    pub fn read(&mut self, line: &str) {
        let line = without_colour(line);
        let line = line.trim();
        if let Some(result) = line.strip_prefix("test result:") {
            self.read_rust(result);
        } else if let Some(total) = line.strip_prefix("# ").or(line.strip_prefix("ℹ ")) {
            self.read_node(total);
        }
    }

    /// No test failed.
    pub fn is_clean(&self) -> bool {
        self.failed == 0
    }

    /// " ok. 5 passed; 0 failed; 1 ignored; 0 measured; …"
    fn read_rust(&mut self, result: &str) {
        let counts = result.split_once(". ").map_or("", |(_, counts)| counts);
        for count in counts.split(';') {
            match count.trim().split_once(' ') {
                Some((n, "passed")) => self.passed += number(n),
                Some((n, "failed")) => self.failed += number(n),
                Some((n, "ignored")) => self.skipped += number(n),
                _ => {}
            }
        }
    }

    /// "pass 3", "fail 0"; a cancelled test did not pass.
    fn read_node(&mut self, total: &str) {
        match total.split_once(' ') {
            Some(("pass", n)) => self.passed += number(n),
            Some(("fail" | "cancelled", n)) => self.failed += number(n),
            Some(("skipped" | "todo", n)) => self.skipped += number(n),
            _ => {}
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

fn number(digits: &str) -> u64 {
    digits.parse().unwrap_or(0)
}

/// The line without terminal colour codes, which run from escape to `m`.
fn without_colour(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut in_code = false;
    for c in line.chars() {
        match c {
            '\u{1b}' => in_code = true,
            'm' if in_code => in_code = false,
            _ if in_code => {}
            _ => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::Tally;

    fn count(lines: &[&str]) -> String {
        let mut tally = Tally::default();
        for line in lines {
            tally.read(line);
        }
        tally.to_string()
    }

    #[test]
    fn results_of_several_programs_add_up() {
        let lines = [
            "running 7 tests",
            "test result: ok. 5 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out",
            "# pass 4",
            "# fail 0",
        ];
        assert_eq!(count(&lines), "12 passed, 1 failed, 2 skipped");
    }

    #[test]
    fn totals_of_node_are_read_in_colour_too() {
        let lines = ["\u{1b}[34mℹ pass 3\u{1b}[39m\n", "\u{1b}[34mℹ cancelled 1\u{1b}[39m\n"];
        assert_eq!(count(&lines), "3 passed, 1 failed");
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(count(&["# duration_ms 81", "test a ... ok", ""]), "0 passed, 0 failed");
    }
}

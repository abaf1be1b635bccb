//! Whether words tell a share, which a handful of records cannot carry: "60%", "two thirds", "nine out of ten", "most".
//!
//! It looks at the words around each word, because the same words tell of hours, of parties and of visits. It asks
//! somebody to say it again in counts, so it is meant to miss an odd turn of phrase rather than to refuse plain words.

/// The end of a sentence, or of a part of one.
const END: &str = ".";
/// Numbers as words, each at the place of its value.
const NUMBERS: [&str; 11] = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
/// Parts of a whole, as in "two thirds".
const PARTS: &str = "thirds quarters fifths sixths sevenths eighths ninths tenths";
/// One part of a whole, as in "a third".
const ONE_PART: &str = "third quarter fifth sixth seventh eighth ninth tenth";
/// What comes between "half" and the word it is half of.
const BETWEEN: &str = "of a an the this that each every his her their its our your whole last next first same working";
/// Times, which have halves and quarters of their own.
const TIMES: &str = "hour minute day morning afternoon evening night week fortnight month term year";
/// Single things that have, too: "half of the visit". Of visits, half is a share.
const ONE_THING: &str = "it mile page form visit meeting call session";
/// What a number of people or records does.
const DOES: &str = "had have were are did do lack lacked show showed say said";
/// What stands before a share that is told roughly.
const ROUGHLY: &str = "only about around just nearly almost roughly over under than in for";
/// What makes a half one of two: "the second half of the form".
const ONE_OF_TWO: &str = "first second other last latter top bottom better";
/// What makes a time of a quarter: "once a quarter", "the last three quarters".
const OF_TIME: &str = "once twice times last past next previous";
/// What "most" stands after where it begins to speak of a number of things.
const BEGINS: &str = ". in for of on with from to that and but because though where when";
/// What "most" makes the highest degree of.
const DEGREES: &str = ". recent recently important importantly urgent urgently likely often serious useful helpful \
                       vulnerable complex common relevant pressing concern help use value";
/// What keeps "most" from speaking of a number of things: "at most", "their most recent visit".
const OWN: &str = "at the his her their its our your whose";

/// Whether words tell a share rather than a count.
#[must_use]
pub fn tells_a_rate(words: &str) -> bool {
    let words = words.to_lowercase();
    if words.contains('%') || words.contains("percent") {
        return true;
    }
    let words = Words(taken_apart(&words));
    (0..words.0.len()).any(|at| words.tell_a_rate(at))
}

/// The words in order, with an end after each part of a sentence.
fn taken_apart(words: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for part in words.split(['.', ',', ';', ':', '!', '?', '(', ')', '\n']) {
        let letters = |letter: char| letter.is_alphanumeric() || letter == '\'' || letter == '’';
        found.extend(part.split(|letter: char| !letters(letter)).filter(|word| !word.is_empty()));
        found.push(END);
    }
    found
}

/// The place of a number that is written as a word, which is its value.
fn number(word: &str) -> Option<usize> {
    if word == "hundred" { Some(100) } else { NUMBERS.iter().position(|number| *number == word) }
}

/// Whether a word is one of a list.
fn is_of(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

struct Words<'a>(Vec<&'a str>);

impl Words<'_> {
    fn tell_a_rate(&self, at: usize) -> bool {
        match self.at(at) {
            "majority" => true,
            "per" => self.at(at + 1) == "cent",
            "half" => self.is_half(at),
            "most" => self.is_most(at),
            word if is_of(PARTS, word) => self.is_so_many_parts(at),
            word if is_of(ONE_PART, word) => self.is_one_part(at),
            _ => self.is_so_many_in(at),
        }
    }

    fn at(&self, place: usize) -> &str {
        self.0.get(place).copied().unwrap_or(END)
    }

    fn before(&self, place: usize, by: usize) -> &str {
        place.checked_sub(by).map_or(END, |place| self.at(place))
    }

    /// Whether what follows is a time, or one thing: "of an hour".
    fn is_of_a_measure(&self, mut place: usize) -> bool {
        while is_of(BETWEEN, self.at(place)) {
            place += 1;
        }
        is_of(TIMES, self.at(place)) || is_of(ONE_THING, self.at(place))
    }

    /// Whether times stand here: "months".
    fn is_times(&self, place: usize) -> bool {
        self.at(place).strip_suffix('s').is_some_and(|time| is_of(TIMES, time))
    }

    /// "half of the plans", "half had one", "only half"; not "half an hour".
    fn is_half(&self, at: usize) -> bool {
        if is_of(ONE_OF_TWO, self.before(at, 1)) || self.is_of_a_measure(at + 1) {
            return false;
        }
        match self.at(at + 1) {
            "of" | "the" | "these" | "those" | "them" | "their" | "our" => true,
            END => is_of(ROUGHLY, self.before(at, 1)),
            word => is_of(DOES, word),
        }
    }

    /// "two thirds"; not "three quarters of an hour", "the last two quarters".
    fn is_so_many_parts(&self, at: usize) -> bool {
        let so_many = self.before(at, 1);
        let is_number = number(so_many).is_some() || so_many.parse::<u32>().is_ok();
        is_number && !is_of(OF_TIME, self.before(at, 2)) && !self.is_of_a_measure(at + 1)
    }

    /// "a third of them", "a quarter had one", "about a fifth"; not "a third party", "once a quarter".
    fn is_one_part(&self, at: usize) -> bool {
        let is_time = (2..=4).any(|by| is_of(OF_TIME, self.before(at, by)));
        if !matches!(self.before(at, 1), "a" | "one") || is_time {
            return false;
        }
        match self.at(at + 1) {
            "of" => !self.is_of_a_measure(at + 1),
            END => is_of(ROUGHLY, self.before(at, 2)),
            word => is_of(DOES, word),
        }
    }

    /// "nine out of ten", "one in four"; not "5 out of 8", which is a count, nor "one in three months".
    fn is_so_many_in(&self, at: usize) -> bool {
        let of = match (self.at(at + 1), self.at(at + 2)) {
            ("out", "of") => at + 3,
            ("in", _) => at + 2,
            _ => return false,
        };
        match (number(self.at(at)), number(self.at(of))) {
            (Some(some), Some(all)) => some <= all && !self.is_times(of + 1),
            _ => self.at(of) == "100" && self.at(at).parse::<u32>().is_ok(),
        }
    }

    /// "most plans", "most of them", "most had one"; not "at most", "the most recent visit", "most days".
    fn is_most(&self, at: usize) -> bool {
        let (before, after) = (self.before(at, 1), self.at(at + 1));
        let is_own = is_of(OWN, before) || before.ends_with("'s") || before.ends_with("’s");
        if is_own || is_of(DEGREES, after) || self.is_of_a_measure(at + 1) || self.is_times(at + 1) {
            return false;
        }
        match after {
            "of" => self.at(at + 2) != "all",
            word => is_of(DOES, word) || is_of(BEGINS, before),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::tells_a_rate;

    #[test]
    fn a_share_is_recognised_however_it_is_written() {
        for rate in [
            "Only 60% had one.",
            "60 per cent",
            "sixty per cent of them",
            "Sixty Percent of plans",
            "The percentage is low.",
            "Two thirds of the plans have no date.",
            "Two-thirds had one",
            "2 thirds",
            "three quarters of the records",
            "Four fifths.",
            "A third of them had none.",
            "one third of the records",
            "A quarter had no date.",
            "It is missing in a quarter of the plans",
            "About a quarter.",
            "One quarter of visits were late",
            "only a fifth",
            "Half of the plans have a date.",
            "half of them",
            "Nearly half.",
            "more than half",
            "Half the records had one.",
            "Half had none.",
            "Nine out of ten had one.",
            "nine in ten",
            "One in four had no date",
            "60 out of 100",
            "Most had a date.",
            "Most plans have a date.",
            "Most visits were late.",
            "half the meetings",
            "Dates were there in most records",
            "most of the plans",
            "Some had one, but most had not.",
            "The majority had one.",
        ] {
            assert!(tells_a_rate(rate), "{rate}");
        }
    }

    #[test]
    fn the_same_words_in_plain_sentences_are_let_be() {
        for plain in [
            "5 of 8 had a date.",
            "5 out of 8 had a date.",
            "Yes in 5 of 8 read, partly in 1, no in 2.",
            "The visit took half an hour.",
            "It lasted half of the morning.",
            "Half of the visit was about money.",
            "It went on for most of the day.",
            "more than half an hour late",
            "The second half of the form is blank.",
            "Half past nine",
            "Her half-brother was asked.",
            "Time was cut by half.",
            "Was a third party asked?",
            "the third visit",
            "Was there a third visit?",
            "the third of May",
            "A third was sent in March.",
            "three quarters of an hour",
            "in the last two quarters",
            "a quarter of an hour",
            "A quarter past ten",
            "Is it looked at once a quarter?",
            "at least once in a quarter",
            "in the last quarter",
            "one in three months",
            "One in the file and one in the letter",
            "at most 12 records",
            "Does the record say what matters most to the person?",
            "What matters most, and why?",
            "the most recent visit",
            "The person's most recent visit",
            "Most recent visit recorded?",
            "and most importantly, who does it",
            "Make the most of the time.",
            "Most of all she wants to go home.",
            "Seen on most days",
            "In three plans an action has no date, or “ongoing” in place of one.",
            "Almost all of it is copied.",
            "Who paid the recent bill?",
        ] {
            assert!(!tells_a_rate(plain), "{plain}");
        }
    }
}

//! The changes made to the packages' built style sheets and script before they are served.
//!
//! GDS Transport, the crown and the crest are licensed for GOV.UK alone, and a council's own
//! service is not GOV.UK. Every change says how often it must match, so that an upgrade of a
//! package is looked at by a person instead of letting a font or a crown through.

use crate::run::Trouble;

/// One change: each stretch that begins with `from` and ends with `until` becomes `put`.
pub struct Edit {
    from: &'static str,
    /// Empty: the stretch is `from` alone.
    until: &'static str,
    put: &'static str,
    times: usize,
}

const fn cut(from: &'static str, until: &'static str, times: usize) -> Edit {
    Edit { from, until, put: "", times }
}

const fn swap(from: &'static str, put: &'static str, times: usize) -> Edit {
    Edit { from, until: "", put, times }
}

/// govuk-frontend 6.6.0, `govuk-frontend.min.css`.
pub const GOVUK: &[Edit] = &[
    cut("/*! Copyright (c) 2011", "*/", 1),
    cut("@font-face{", "}", 2),
    swap("GDS Transport,arial", "arial", 58),
    cut(".govuk-footer__crown{", "}", 1),
    cut(".govuk-footer__copyright-logo:before{", "}", 3),
    cut("/*# sourceMappingURL=", "*/", 1),
];

/// @ministryofjustice/frontend 11.1.0, `moj-frontend.min.css`; it follows GOV.UK's in one file.
pub const MOJ: &[Edit] = &[
    cut("@charset \"UTF-8\";", "", 1),
    swap("GDS Transport,arial", "arial", 60),
    cut(".moj-header__logotype-crown{", "}", 1),
    cut(".moj-header__logotype-crest{", "}", 1),
    swap("url(/assets/images/", "url(icons/", 11),
    cut("/*# sourceMappingURL=", "*/", 1),
];

/// govuk-frontend 6.6.0, `govuk-frontend.min.js`.
pub const GOVUK_SCRIPT: &[Edit] = &[cut("//# sourceMappingURL=govuk-frontend.min.js.map", "", 1)];

/// What may stand nowhere in a served file, whatever its case.
const FORBIDDEN: &[&str] = &["gds transport", "@font-face", "woff", "crown", "crest", "url(/"];

/// Makes every change, or says which one did not match as often as it must.
pub fn apply(file: &str, text: &str, edits: &[Edit]) -> Result<String, Trouble> {
    let mut text = text.to_owned();
    for edit in edits {
        let (changed, times) = edit.make(&text);
        if times != edit.times {
            return Err(Trouble::new(format!(
                "{file}: \"{}\" should stand {} times, and stands {times} times. Read what changed in the package, then correct xtask/src/css.rs.",
                edit.from, edit.times,
            )));
        }
        text = changed;
    }
    Ok(text)
}

/// Refuses a file that still holds anything forbidden.
pub fn check(file: &str, text: &str) -> Result<(), Trouble> {
    let lower = text.to_lowercase();
    match FORBIDDEN.iter().find(|word| lower.contains(**word)) {
        None => Ok(()),
        Some(word) => Err(Trouble::new(format!(
            "{file}: \"{word}\" may not be served, and stands there. Add a change to xtask/src/css.rs.",
        ))),
    }
}

/// The names of the icons that a style sheet asks for, each once.
pub fn icons(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> =
        text.split("url(icons/").skip(1).filter_map(|rest| rest.split_once(')').map(|(name, _)| name)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

impl Edit {
    /// The changed text, and how often it matched.
    fn make(&self, text: &str) -> (String, usize) {
        let mut changed = String::with_capacity(text.len());
        let mut rest = text;
        let mut times = 0;
        while let Some((before, after)) = rest.split_once(self.from) {
            let Some(beyond) = self.beyond(after) else {
                break;
            };
            changed.push_str(before);
            changed.push_str(self.put);
            rest = beyond;
            times += 1;
        }
        changed.push_str(rest);
        (changed, times)
    }

    /// What follows the end of a stretch.
    fn beyond<'a>(&self, after: &'a str) -> Option<&'a str> {
        if self.until.is_empty() {
            return Some(after);
        }
        after.split_once(self.until).map(|(_, beyond)| beyond)
    }
}

#[cfg(test)]
mod tests {
    use super::{apply, check, cut, icons, swap};

    #[test]
    fn a_stretch_is_cut_and_a_word_is_swapped() {
        let edits = [cut("@font-face{", "}", 1), swap("GDS Transport,arial", "arial", 1)];
        let text = "@font-face{font-family:GDS Transport}p{font-family:GDS Transport,arial,sans-serif}";
        let changed = apply("a.css", text, &edits).expect("both match once");
        assert_eq!(changed, "p{font-family:arial,sans-serif}");
    }

    #[test]
    fn a_change_that_matches_too_seldom_names_the_file_and_the_words() {
        let trouble = apply("a.css", "p{}", &[swap("GDS Transport,arial", "arial", 58)]);
        let words = trouble.expect_err("nothing matches").to_string();
        assert!(words.contains("a.css"), "{words}");
        assert!(words.contains("\"GDS Transport,arial\" should stand 58 times, and stands 0"), "{words}");
    }

    #[test]
    fn a_font_a_crown_or_a_crest_is_refused() {
        for text in ["src:url(a.WOFF2)", ".x-crown{}", "govuk-crest.svg", "GDS Transport"] {
            assert!(check("a.css", text).is_err(), "{text}");
        }
        assert!(check("a.css", "p{font-family:arial}").is_ok());
    }

    #[test]
    fn each_icon_is_named_once() {
        let text = "a{mask:url(icons/b.svg)}b{background:url(icons/a.svg)}c{mask:url(icons/b.svg)}";
        assert_eq!(icons(text), ["a.svg", "b.svg"]);
    }
}

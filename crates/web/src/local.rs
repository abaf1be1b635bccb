//! Addresses within this site, so that nobody can be sent elsewhere.

use std::fmt::Write;

/// The address itself where it is a path on this site, and not one that only signs in or out.
///
/// Browsers read `\` as `/` and drop tabs and line breaks, so that `/\t/elsewhere` would leave.
pub(crate) fn path(address: &str) -> Option<&str> {
    let mut characters = address.chars();
    let from_the_root = characters.next() == Some('/') && characters.next() != Some('/');
    let plain = address.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    let elsewhere = ["/sign-in", "/sign-out"].iter().any(|used| address.starts_with(used));
    (from_the_root && plain && !elsewhere).then_some(address)
}

/// The address as the value of a query parameter.
pub(crate) fn as_parameter(address: &str) -> String {
    let mut written = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            written.push(char::from(byte));
        } else {
            // Writing to a string cannot go wrong.
            let _ = write!(written, "%{byte:02X}");
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::{as_parameter, path};

    #[test]
    fn an_address_on_this_site_is_kept() {
        for address in ["/", "/standards", "/standards?q=capacity&x=1", "/reviews/a-b/cases#one", "/a//b"] {
            assert_eq!(path(address), Some(address));
        }
    }

    #[test]
    fn an_address_as_a_parameter_reads_back() {
        assert_eq!(as_parameter("/standards?q=a b&c=é"), "/standards%3Fq%3Da%20b%26c%3D%C3%A9");
    }
}

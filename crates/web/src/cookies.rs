//! Our two cookies: the session, and the words to show once.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::Site;
use crate::reply::Flash;

/// The longest message shown once, in characters.
const LONGEST_FLASH: usize = 400;
/// How long a message waits to be shown, in seconds.
const FLASH_SECONDS: u32 = 60;

/// The token of the session, if the browser sent one.
pub(crate) fn session<'a>(site: &Site, headers: &'a HeaderMap) -> Option<&'a str> {
    read(headers, &name(site, "plumbline"))
}

/// Keeps a session's token until the browser is closed.
pub(crate) fn keep_session(site: &Site, token: &str) -> Option<HeaderValue> {
    cookie(site, "plumbline", token, None)
}

/// Forgets the session's token.
pub(crate) fn drop_session(site: &Site) -> Option<HeaderValue> {
    cookie(site, "plumbline", "", Some(0))
}

/// Before words that ask for something rather than say what was done.
const ASKS: char = '?';

/// The words to show once, if there are any.
pub(crate) fn flash(site: &Site, headers: &HeaderMap) -> Option<Flash> {
    let kept = read(headers, &name(site, "plumbline-flash"))?;
    let words = String::from_utf8(hex::decode(kept).ok()?).ok()?;
    let (words, asks) = words.strip_prefix(ASKS).map_or((words.as_str(), false), |words| (words, true));
    (!words.is_empty()).then(|| Flash { words: words.chars().take(LONGEST_FLASH).collect(), asks })
}

/// Whether the browser holds words to show once, readable or not.
pub(crate) fn has_flash(site: &Site, headers: &HeaderMap) -> bool {
    read(headers, &name(site, "plumbline-flash")).is_some()
}

/// Keeps words for the next page. In hexadecimal, because a cookie holds no spaces or accents.
pub(crate) fn keep_flash(site: &Site, flash: &Flash) -> Option<HeaderValue> {
    let asks = flash.asks.then_some(ASKS);
    let words: String = asks.into_iter().chain(flash.words.chars().take(LONGEST_FLASH)).collect();
    cookie(site, "plumbline-flash", &hex::encode(words), Some(FLASH_SECONDS))
}

/// Forgets the words that have been shown.
pub(crate) fn drop_flash(site: &Site) -> Option<HeaderValue> {
    cookie(site, "plumbline-flash", "", Some(0))
}

/// What a browser carries for somebody without an account, if it can be read.
pub(crate) fn carried(site: &Site, headers: &HeaderMap, plain: &str) -> Option<Vec<u8>> {
    hex::decode(read(headers, &name(site, plain))?).ok()
}

/// Lets a browser carry something until it is closed.
pub(crate) fn carry(site: &Site, plain: &str, bytes: &[u8]) -> Option<HeaderValue> {
    cookie(site, plain, &hex::encode(bytes), None)
}

/// Lets a browser forget what it carries.
pub(crate) fn forget(site: &Site, plain: &str) -> Option<HeaderValue> {
    cookie(site, plain, "", Some(0))
}

/// `__Host-` binds a cookie to this host and to HTTPS; without HTTPS browsers refuse it.
fn name(site: &Site, plain: &str) -> String {
    if site.settings().secure_cookies { format!("__Host-{plain}") } else { plain.to_owned() }
}

fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(found, value)| (found == name).then_some(value))
}

/// `None` only for a value that no header can hold, and every value here is hexadecimal or base64.
fn cookie(site: &Site, plain: &str, value: &str, seconds: Option<u32>) -> Option<HeaderValue> {
    let mut line = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax", name(site, plain));
    if site.settings().secure_cookies {
        line.push_str("; Secure");
    }
    if let Some(seconds) = seconds {
        line.push_str(&format!("; Max-Age={seconds}"));
    }
    HeaderValue::from_str(&line).ok()
}

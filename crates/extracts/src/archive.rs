//! What an .xlsx may weigh, counted before it is opened.
//!
//! Headers can lie, so every part is unpacked once and thrown away. Shared strings are looked at
//! for the count that calamine reserves memory by (its issue 684).

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::limits::Limits;
use crate::refusal::Refusal;

/// A real Annex A workbook has about thirty parts.
const MOST_PARTS: usize = 2_000;

/// Shared strings are held in memory whole, so they have a bound of their own, in bytes.
const MOST_STRINGS: u64 = 64 * 1024 * 1024;

/// Small parts may repeat themselves as they like: a sheet of a few blank rows packs well.
const RATIO_COUNTS_FROM: u64 = 1024 * 1024;

/// The shortest string in the shared strings: `<si/>`.
const SHORTEST_STRING: u64 = 5;

/// How much of the shared strings is looked at for their encoding.
const PROLOGUE: usize = 512;

/// Refuses a workbook that is not safe to open.
///
/// # Errors
/// `Bomb`, `Encrypted` or `Damaged`.
pub(crate) fn check(bytes: &[u8], limits: &Limits) -> Result<(), Refusal> {
    if parts_listed(bytes) > MOST_PARTS {
        return Err(Refusal::Bomb);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::damaged())?;
    let packed = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let whole = allowed(packed, limits);
    let mut unpacked = 0;
    for index in 0..archive.len() {
        unpacked += unpack(&mut archive, index, whole - unpacked, limits)?;
    }
    Ok(())
}

/// Entries in the central directory, counted by their mark before they are given memory.
fn parts_listed(bytes: &[u8]) -> usize {
    bytes.windows(4).filter(|window| *window == b"PK\x01\x02").count()
}

/// The most that this many packed bytes may unpack to.
fn allowed(packed: u64, limits: &Limits) -> u64 {
    packed.saturating_mul(limits.max_ratio).max(RATIO_COUNTS_FROM).min(limits.max_unpacked)
}

/// Unpacks one part and throws it away; gives its true size.
fn unpack(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize, left: u64, limits: &Limits) -> Result<u64, Refusal> {
    let raw = archive.by_index_raw(index);
    if raw.map_err(|_| Refusal::damaged())?.encrypted() {
        return Err(Refusal::Encrypted);
    }
    let mut part = archive.by_index(index).map_err(|_| Refusal::damaged())?;
    let name = String::from_utf8_lossy(part.name_raw()).to_ascii_lowercase();
    let bound = left.min(allowed(part.compressed_size(), limits));
    if part.size() > bound {
        return Err(Refusal::Bomb);
    }
    if name.ends_with("sharedstrings.xml") {
        return check_strings(&mut part, bound.min(MOST_STRINGS));
    }
    measure(&mut part, bound)
}

fn measure(part: &mut impl Read, bound: u64) -> Result<u64, Refusal> {
    let mut size = 0;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = part.read(&mut buffer).map_err(|_| Refusal::damaged())?;
        if read == 0 {
            return Ok(size);
        }
        size += u64::try_from(read).unwrap_or(u64::MAX);
        if size > bound {
            return Err(Refusal::Bomb);
        }
    }
}

fn check_strings(part: &mut impl Read, bound: u64) -> Result<u64, Refusal> {
    let mut text = Vec::new();
    part.take(bound.saturating_add(1)).read_to_end(&mut text).map_err(|_| Refusal::damaged())?;
    let size = u64::try_from(text.len()).unwrap_or(u64::MAX);
    if size > bound {
        return Err(Refusal::Bomb);
    }
    if !is_utf8(&text) {
        return Err(Refusal::damaged());
    }
    // A count beyond what the part can hold is a lie, whichever of several it is.
    let most = size / SHORTEST_STRING;
    if declared_counts(&text).any(|count| count > most) {
        return Err(Refusal::Bomb);
    }
    Ok(size)
}

/// Every number given as a `uniqueCount`; one too long for 64 bits counts as the largest.
fn declared_counts(text: &[u8]) -> impl Iterator<Item = u64> + '_ {
    const NAME: &[u8] = b"uniqueCount";
    let at = text.windows(NAME.len()).enumerate().filter(|(_, window)| *window == NAME).map(|(index, _)| index);
    at.filter_map(move |index| {
        let after = text[index + NAME.len()..].iter();
        let mut digits = after
            .skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'=' | b'"' | b'\'' | b'+'))
            .take_while(|byte| byte.is_ascii_digit())
            .peekable();
        digits.peek()?;
        Some(digits.fold(0_u64, |count, digit| count.saturating_mul(10).saturating_add(u64::from(digit - b'0'))))
    })
}

/// Excel writes its strings in UTF-8. In another encoding, the count could hide from this check.
fn is_utf8(text: &[u8]) -> bool {
    const DECLARATION: &[u8] = b"<?xml";
    let start = &text[..text.len().min(PROLOGUE)];
    let has_other_mark = start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF") || start.contains(&0);
    // A declaration has its place at the start, after a byte order mark at most.
    let declares_later = text.windows(DECLARATION.len()).skip(4).any(|window| window.eq_ignore_ascii_case(DECLARATION));
    !has_other_mark && !declares_later && names_no_other_encoding(start)
}

fn names_no_other_encoding(start: &[u8]) -> bool {
    let text = String::from_utf8_lossy(start).to_ascii_lowercase();
    let Some((declaration, _)) = text.split_once("?>") else {
        return !text.contains("<?xml");
    };
    match declaration.split_once("encoding") {
        Some((_, value)) => {
            let value = value.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\''));
            value.starts_with("utf-8") || value.starts_with("us-ascii")
        }
        None => true,
    }
}

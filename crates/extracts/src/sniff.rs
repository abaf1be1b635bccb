//! What a file is, from its first bytes. Its name is not believed.

/// The kinds of content that are told apart.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A zip archive, as every .xlsx is.
    Zip,
    /// An OLE2 compound file: an .xls, or an .xlsx behind a password.
    Ole,
    /// Text in some encoding.
    Text,
    /// Anything else.
    Other,
}

const ZIP: &[u8] = b"PK\x03\x04";
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Text to a machine, but never a table of ours.
const NOT_TABLES: &[&[u8]] = &[b"%PDF", b"{\\rtf", b"<", b"%!PS"];

/// How far to look for bytes that text does not have.
const LOOK: usize = 8 * 1024;

pub(crate) fn kind_of(bytes: &[u8]) -> Kind {
    if bytes.starts_with(ZIP) {
        Kind::Zip
    } else if bytes.starts_with(OLE) {
        Kind::Ole
    } else if looks_like_text(bytes) {
        Kind::Text
    } else {
        Kind::Other
    }
}

fn looks_like_text(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(LOOK)];
    if utf16(start).is_some() {
        return true;
    }
    let body = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    !NOT_TABLES.iter().any(|mark| body.starts_with(mark)) && !body.iter().any(|byte| is_binary(*byte))
}

/// Control characters that no table holds. Tab, line feed, form feed and return are allowed.
fn is_binary(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | 0x0B | 0x0C | b'\r' | 0x1A)
}

/// Byte order of UTF-16 text, from its mark or from where its zero bytes stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ByteOrder {
    Little,
    Big,
}

/// A separator or a letter of a heading has a zero for its other byte, so in UTF-16 without a
/// mark most zeroes fall on one side.
pub(crate) fn utf16(bytes: &[u8]) -> Option<ByteOrder> {
    match bytes {
        [0xFF, 0xFE, ..] => return Some(ByteOrder::Little),
        [0xFE, 0xFF, ..] => return Some(ByteOrder::Big),
        _ => {}
    }
    let start = &bytes[..bytes.len().min(1024)];
    let pairs = start.len() / 2;
    let zeroes_at = |side: usize| start.chunks_exact(2).filter(|pair| pair[side] == 0).count();
    let (first, second) = (zeroes_at(0), zeroes_at(1));
    if pairs >= 4 && first == 0 && second * 10 >= pairs * 8 {
        Some(ByteOrder::Little)
    } else if pairs >= 4 && second == 0 && first * 10 >= pairs * 8 {
        Some(ByteOrder::Big)
    } else {
        None
    }
}

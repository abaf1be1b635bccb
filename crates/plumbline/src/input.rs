//! The text that a command is given: a file, or standard input.

use std::fs::File;
use std::io::Read;

/// More than this is not read.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The text of a file, or of standard input for `-`.
pub fn text(file: &str) -> Result<String, String> {
    let mut text = String::new();
    let read = if file == "-" {
        std::io::stdin().take(MOST_BYTES + 1).read_to_string(&mut text)
    } else {
        File::open(file).and_then(|opened| opened.take(MOST_BYTES + 1).read_to_string(&mut text))
    };
    match read {
        Err(error) => Err(format!("{} cannot be read: {error}.", name(file))),
        Ok(bytes) if bytes as u64 > MOST_BYTES => {
            Err(format!("{} is larger than 64 MB. Split it into several files.", name(file)))
        }
        Ok(_) => Ok(text),
    }
}

/// As it is called in messages.
pub fn name(file: &str) -> &str {
    if file == "-" { "standard input" } else { file }
}

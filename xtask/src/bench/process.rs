//! What Linux tells of a running process, in `/proc`.

use std::fs;
use std::time::Duration;

use crate::run::Step;

/// Clock ticks a second where `getconf` does not say; Linux has had this number for decades.
const USUAL_TICKS: u32 = 100;

/// A process at one moment. Memory is in bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Status {
    /// The process that started it.
    pub parent: u32,
    /// Memory in use, VmRSS.
    pub resident: u64,
    /// The most memory in use at any moment so far, VmHWM.
    pub peak: u64,
}

/// How a process is; nothing where there is none.
pub fn status(process: u32) -> Option<Status> {
    let text = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let number = |name: &str| -> Option<u64> {
        let line = text.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse().ok()
    };
    // A process that is ending has no memory any more.
    let bytes = |name: &str| number(name).unwrap_or_default() * 1024;
    let parent = u32::try_from(number("PPid:")?).ok()?;
    Some(Status { parent, resident: bytes("VmRSS:"), peak: bytes("VmHWM:") })
}

/// Every process there is.
pub fn all() -> Vec<u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

/// Whether a process is this program, run with this argument.
pub fn runs(process: u32, program: &str, argument: &str) -> bool {
    let line = fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
    let line = String::from_utf8_lossy(&line).into_owned();
    let mut words = line.split('\0');
    let is_program = words.next().is_some_and(|path| path.rsplit('/').next() == Some(program));
    is_program && words.any(|word| word == argument)
}

/// Processor time that a process has used, its own and the system's for it.
pub fn cpu(process: u32, ticks_a_second: u32) -> Option<Duration> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name of the program, in brackets, may hold spaces. After it, utime and stime are the 12th and 13th.
    let (_, after) = text.rsplit_once(')')?;
    let mut ticks = 0.0;
    for word in after.split_whitespace().skip(11).take(2) {
        ticks += word.parse::<f64>().ok()?;
    }
    Some(Duration::from_secs_f64(ticks / f64::from(ticks_a_second)))
}

/// Clock ticks a second.
pub fn ticks_a_second() -> u32 {
    let said = Step::new("getconf", &["CLK_TCK"]).quietly().ok();
    said.and_then(|ticks| ticks.trim().parse::<u32>().ok()).filter(|ticks| *ticks > 0).unwrap_or(USUAL_TICKS)
}

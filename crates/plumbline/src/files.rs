//! Reading uploaded files in a child process: what people upload may be built to exhaust memory or time.

use std::future::Future;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::pin::Pin;
use std::process::Stdio;
use std::time::Duration;

use clap::Args;
use extracts::{Caseload, Limits, Refusal};
use programme::ReadFiles;
use rlimit::Resource;
use tokio::io::AsyncWriteExt;

/// The most memory the child may use.
const MEMORY: u64 = 1 << 30;
/// The most processor time the child may use, in seconds.
const SECONDS: u64 = 60;

/// Arguments of the child.
#[derive(Args)]
pub struct ReadFile {
    /// The name of the file.
    name: String,
    /// The most bytes it may have.
    #[arg(long)]
    max_bytes: usize,
}

/// In the child: reads standard input, and writes what was found as JSON to standard output.
pub fn read(arguments: &ReadFile) -> Result<(), String> {
    let limit = |resource: Resource, most: u64| resource.set(most, most).map_err(|e| format!("{resource:?}: {e}"));
    limit(Resource::AS, MEMORY)?;
    limit(Resource::CPU, SECONDS)?;
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).map_err(|e| e.to_string())?;
    let limits = Limits { max_bytes: arguments.max_bytes, ..Limits::default() };
    let found = extracts::read_caseload(&arguments.name, &bytes, &limits);
    let text = serde_json::to_vec(&found).map_err(|e| e.to_string())?;
    std::io::stdout().write_all(&text).map_err(|e| e.to_string())
}

/// Reads each file in a child of its own.
#[derive(Debug)]
pub struct ReadInChild {
    /// The most bytes a file may have.
    pub max_bytes: usize,
}

impl ReadFiles for ReadInChild {
    fn caseload<'a>(
        &'a self,
        file_name: &'a str,
        bytes: Vec<u8>,
    ) -> Pin<Box<dyn Future<Output = Result<Caseload, Refusal>> + Send + 'a>> {
        Box::pin(async move {
            match self.ask(file_name, bytes).await {
                // A child that ends without an answer ran out of memory or time: the file is refused, the server lives.
                Ok(answer) => answer.unwrap_or(Err(Refusal::TookTooMuch)),
                Err(error) => {
                    tracing::error!(%error, "a file could not be given to a reader");
                    Err(Refusal::NotNow)
                }
            }
        })
    }
}

/// This very program, even where its file has been replaced by a newer one since it started.
fn this_program() -> std::io::Result<PathBuf> {
    let running = PathBuf::from("/proc/self/exe");
    if running.exists() { Ok(running) } else { std::env::current_exe() }
}

impl ReadInChild {
    /// What the child answered; `None` where it ended without an answer.
    async fn ask(&self, file_name: &str, bytes: Vec<u8>) -> std::io::Result<Option<Result<Caseload, Refusal>>> {
        let mut child = tokio::process::Command::new(this_program()?)
            .arg("read-file")
            .arg("--max-bytes")
            .arg(self.max_bytes.to_string())
            .arg("--")
            .arg(file_name)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let mut input = child.stdin.take().ok_or_else(|| std::io::Error::other("the reader has no input"))?;
        let sending = tokio::spawn(async move {
            let _ = input.write_all(&bytes).await;
        });
        let output = tokio::time::timeout(Duration::from_secs(2 * SECONDS), child.wait_with_output()).await;
        sending.abort();
        match output {
            Ok(output) => Ok(serde_json::from_slice(&output?.stdout).ok()),
            Err(_) => Ok(None),
        }
    }
}

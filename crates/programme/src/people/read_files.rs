use std::future::Future;
use std::pin::Pin;

use extracts::{Caseload, Limits, Refusal};

/// Reads an uploaded file. In the real program this happens in a child process with little memory,
/// because what people upload may be built to exhaust it.
pub trait ReadFiles: Send + Sync {
    /// Reads a caseload, or says why the file cannot be used.
    fn caseload<'a>(
        &'a self,
        file_name: &'a str,
        bytes: Vec<u8>,
    ) -> Pin<Box<dyn Future<Output = Result<Caseload, Refusal>> + Send + 'a>>;
}

/// Reads in this process: for tests, and for files the program wrote itself.
#[derive(Debug, Default)]
pub struct ReadHere(pub Limits);

impl ReadFiles for ReadHere {
    fn caseload<'a>(
        &'a self,
        file_name: &'a str,
        bytes: Vec<u8>,
    ) -> Pin<Box<dyn Future<Output = Result<Caseload, Refusal>> + Send + 'a>> {
        Box::pin(async move { extracts::read_caseload(file_name, &bytes, &self.0) })
    }
}

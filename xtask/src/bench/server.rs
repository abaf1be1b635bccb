//! The program as it is released, serving the worked example.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use super::client::{Ask, Client};
use super::headers::Seen;
use super::process::{self, Status};
use crate::place;
use crate::run::Trouble;

/// The longest wait for it to listen.
const PATIENCE: Duration = Duration::from_secs(120);
/// The longest wait for it to stop when asked.
const FAREWELL: Duration = Duration::from_secs(5);

/// A running server; dropping it stops it.
pub struct Server {
    child: Child,
    address: String,
    seen: Arc<Seen>,
    ready_after: Duration,
    ticks_a_second: u32,
}

/// The program that is measured.
pub fn program() -> PathBuf {
    place::target().join("release/plumbline")
}

impl Server {
    /// Starts `plumbline demo` on a folder, and waits until it answers.
    pub fn start(data: &Path, seen: &Arc<Seen>) -> Result<Self, Trouble> {
        Self::started(Command::new(program()).args(["demo", "--port", "0", "--data"]).arg(data), seen)
    }

    /// The same on a PostgreSQL database, which it fills.
    pub fn start_on(database: &str, seen: &Arc<Seen>) -> Result<Self, Trouble> {
        Self::started(Command::new(program()).args(["demo", "--port", "0", "--database", database]), seen)
    }

    fn started(command: &mut Command, seen: &Arc<Seen>) -> Result<Self, Trouble> {
        let ticks_a_second = process::ticks_a_second();
        let began = Instant::now();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| Trouble::with_file(&program(), e))?;
        let output = child.stdout.take();
        // From here on it is stopped, whatever goes wrong.
        let mut server = Server {
            child,
            address: String::new(),
            seen: Arc::clone(seen),
            ready_after: Duration::ZERO,
            ticks_a_second,
        };
        server.address = address_in(output)?;
        server.client().page("/health")?;
        server.ready_after = began.elapsed();
        Ok(server)
    }

    /// From its start to its first answer.
    pub fn ready_after(&self) -> Duration {
        self.ready_after
    }

    /// Somebody who is not signed in.
    pub fn client(&self) -> Client {
        Client::new(&self.address, &self.seen)
    }

    /// A persona of the worked example, signed in.
    pub fn signed_in(&self, persona: &str) -> Result<Client, Trouble> {
        let mut client = self.client();
        client.ask(&Ask::form("/sign-in", &format!("person={persona}")))?.expecting(303)?;
        Ok(client)
    }

    /// Its number among the processes.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Its memory now, and at its most.
    pub fn status(&self) -> Result<Status, Trouble> {
        process::status(self.id()).ok_or_else(gone)
    }

    /// The processor time it has used since it started.
    pub fn cpu(&self) -> Result<Duration, Trouble> {
        process::cpu(self.id(), self.ticks_a_second).ok_or_else(gone)
    }
}

fn gone() -> Trouble {
    Trouble::new("The server has ended by itself; what it said is above.")
}

/// The address that it prints once it listens. The rest of what it prints is read and left.
fn address_in(output: Option<ChildStdout>) -> Result<String, Trouble> {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let lines = output.into_iter().flat_map(|output| BufReader::new(output).lines().map_while(Result::ok));
        for line in lines {
            if let Some((_, after)) = line.split_once("http://") {
                let address = after.split('/').next().unwrap_or(after).to_owned();
                // Nobody may be waiting any more.
                let _ = tell.send(address);
            }
        }
    });
    told.recv_timeout(PATIENCE).map_err(|_| {
        Trouble::new(format!("The server did not say where it listens, in {} seconds.", PATIENCE.as_secs()))
    })
}

impl Drop for Server {
    /// Asks it to stop, so that its database is closed as it would be, and insists where it does not.
    fn drop(&mut self) {
        let id = self.id().to_string();
        let asked = Command::new("sh").args(["-c", "kill -TERM \"$0\"", &id]).status();
        let until = Instant::now() + FAREWELL;
        if asked.is_ok_and(|status| status.success()) {
            while Instant::now() < until && matches!(self.child.try_wait(), Ok(None)) {
                thread::sleep(Duration::from_millis(10));
            }
        }
        if matches!(self.child.try_wait(), Ok(None) | Err(_)) {
            // A server that has gone meanwhile needs no killing.
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

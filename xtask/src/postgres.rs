//! A private PostgreSQL for one run of the tests: own folder, own port, gone at the end.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::run::{Step, Trouble};
use crate::{needs, place};

const PATIENCE: Duration = Duration::from_secs(60);

/// A running server; dropping it stops the server and removes its folder.
pub struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    server: Option<Child>,
}

/// The folder that holds `initdb`, `postgres` and `pg_ctl`.
pub fn programs() -> Option<PathBuf> {
    if let Some(initdb) = place::on_path("initdb") {
        return fs::canonicalize(initdb).ok()?.parent().map(Path::to_path_buf);
    }
    // Debian keeps them off the search path, one folder a version.
    let mut versions: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| entry.ok().map(|e| e.path().join("bin")))
        .filter(|bin| bin.join("initdb").is_file())
        .collect();
    versions.sort();
    versions.pop()
}

impl Postgres {
    /// Makes a fresh cluster in a temporary folder and starts it on a free port.
    pub fn start() -> Result<Self, Trouble> {
        let programs = programs().ok_or_else(|| Trouble::new("PostgreSQL is not installed."))?;
        let folder = std::env::temp_dir().join(format!("plumbline-postgres-{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(|e| Trouble::with_file(&folder, e))?;

        let mut postgres = Postgres { programs, folder, port: free_port()?, server: None };
        postgres.make_cluster()?;
        postgres.start_server()?;
        postgres.wait_until_ready()?;
        Ok(postgres)
    }

    /// Where the tests find it.
    pub fn url(&self) -> String {
        format!("postgres://plumbline@127.0.0.1:{}/postgres", self.port)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn make_cluster(&self) -> Result<(), Trouble> {
        if needs::is_root() {
            // PostgreSQL refuses to run as root, so its own user gets the folder.
            let folder = self.folder.display().to_string();
            Step::new("chown", &["postgres:", &folder]).quietly()?;
        }
        let mut initdb = self.program("initdb");
        initdb.arg("-D").arg(self.data()).args([
            "-U",
            "plumbline",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
            "--no-sync",
        ]);
        let output = initdb.output().map_err(|e| Trouble::new(format!("initdb could not be started: {e}")))?;
        if output.status.success() {
            return Ok(());
        }
        let complaint = String::from_utf8_lossy(&output.stderr);
        Err(Trouble::new(format!("initdb did not succeed: {}", complaint.trim())))
    }

    fn start_server(&mut self) -> Result<(), Trouble> {
        let log_path = self.folder.join("log");
        let log = File::create(&log_path).map_err(|e| Trouble::with_file(&log_path, e))?;
        let mut server = self.program("postgres");
        server.arg("-D").arg(self.data());
        server.args(["-h", "127.0.0.1", "-p", &self.port.to_string()]);
        // A test loses nothing in a power cut, and no socket file is left behind.
        for setting in [
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            "max_connections=200",
            "unix_socket_directories=",
        ] {
            server.args(["-c", setting]);
        }
        let child = server
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::from(log))
            .spawn()
            .map_err(|e| Trouble::new(format!("postgres could not be started: {e}")))?;
        self.server = Some(child);
        Ok(())
    }

    /// PostgreSQL writes "ready" on the eighth line of its lock file when it takes connections.
    fn wait_until_ready(&mut self) -> Result<(), Trouble> {
        let lock_file = self.data().join("postmaster.pid");
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            let lock = fs::read_to_string(&lock_file).unwrap_or_default();
            if lock.lines().nth(7).is_some_and(|line| line.trim() == "ready") {
                return Ok(());
            }
            if self.has_ended() {
                break;
            }
            sleep(Duration::from_millis(50));
        }
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        Err(Trouble::new(format!("PostgreSQL did not start. Its log:\n{log}")))
    }

    fn has_ended(&mut self) -> bool {
        self.server.as_mut().is_some_and(|server| matches!(server.try_wait(), Ok(Some(_)) | Err(_)))
    }

    /// One of PostgreSQL's programs, as the user who may run it.
    fn program(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        let mut command = if needs::is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        command.current_dir(&self.folder);
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            let stopped = self
                .program("pg_ctl")
                .args(["stop", "-w", "-m", "immediate", "-D"])
                .arg(self.data())
                .stdout(Stdio::null())
                .status();
            if !stopped.is_ok_and(|status| status.success()) {
                eprintln!("PostgreSQL on port {} did not stop when asked.", self.port);
                // A server that has already gone needs no killing.
                let _ = server.kill();
            }
            let _ = server.wait();
        }
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("{}: {error}", self.folder.display());
        }
    }
}

/// A port nobody listens on at this moment.
fn free_port() -> Result<u16, Trouble> {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    port.map(|address| address.port()).map_err(|e| Trouble::new(format!("no free port: {e}")))
}

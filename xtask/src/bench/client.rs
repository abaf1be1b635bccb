//! A browser as far as the measurements need one: HTTP/1.1 on a connection that is kept, and cookies.

use std::borrow::Cow;
use std::io::{self, BufReader, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::headers::Seen;
use super::reply::{Reply, Wire};
use crate::run::Trouble;

/// The longest wait for any answer.
const PATIENCE: Duration = Duration::from_secs(180);
/// After this long without use a connection is made anew: the server may have let go of it.
const IDLE: Duration = Duration::from_secs(5);

/// One person at one browser.
pub struct Client {
    address: String,
    seen: Arc<Seen>,
    cookies: Vec<(String, String)>,
    connection: Option<BufReader<TcpStream>>,
    used: Instant,
}

/// What is asked of the server.
pub struct Ask<'a> {
    method: &'static str,
    path: &'a str,
    headers: Vec<(&'static str, Cow<'static, str>)>,
    body: &'a [u8],
}

impl<'a> Ask<'a> {
    /// A page, in plain bytes.
    pub fn get(path: &'a str) -> Self {
        Ask { method: "GET", path, headers: Vec::new(), body: b"" }
    }

    /// A page, compressed as browsers ask for it.
    pub fn zipped(path: &'a str) -> Self {
        Ask::get(path).with("Accept-Encoding", "gzip")
    }

    /// A method that no address answers.
    pub fn delete(path: &'a str) -> Self {
        Ask { method: "DELETE", ..Ask::get(path) }
    }

    /// A form, encoded already.
    pub fn form(path: &'a str, body: &'a str) -> Self {
        Ask::post(path, body.as_bytes(), "application/x-www-form-urlencoded")
    }

    /// Any body.
    pub fn post(path: &'a str, body: &'a [u8], kind: impl Into<Cow<'static, str>>) -> Self {
        Ask { method: "POST", path, headers: Vec::new(), body }.with("Content-Type", kind)
    }

    /// Adds a header.
    pub fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// "GET /reviews".
    pub fn words(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

impl Client {
    /// Somebody who is not signed in. Every reply is shown to `seen`.
    pub fn new(address: &str, seen: &Arc<Seen>) -> Self {
        Client {
            address: address.to_owned(),
            seen: Arc::clone(seen),
            cookies: Vec::new(),
            connection: None,
            used: Instant::now(),
        }
    }

    /// Asks, and waits for the whole reply.
    pub fn ask(&mut self, ask: &Ask<'_>) -> Result<Reply, Trouble> {
        let reply = self.exchange(ask).map_err(|e| Trouble::new(format!("{}: {e}", ask.words())))?;
        self.keep_cookies(&reply);
        self.seen.look_at(&reply);
        Ok(reply)
    }

    /// A page that must be there, in plain bytes.
    pub fn page(&mut self, path: &str) -> Result<Reply, Trouble> {
        self.ask(&Ask::get(path))?.expecting(200)
    }

    fn exchange(&mut self, ask: &Ask<'_>) -> io::Result<Reply> {
        let request = self.written(ask);
        let began = Instant::now();
        let mut connection = self.connection()?;
        connection.get_mut().write_all(&request)?;
        let mut reply = Wire::on(&mut connection).reply()?;
        reply.took = began.elapsed();
        reply.asked = ask.words();
        if reply.leaves_open() {
            self.connection = Some(connection);
        }
        self.used = Instant::now();
        Ok(reply)
    }

    /// The connection in use, or a new one.
    fn connection(&mut self) -> io::Result<BufReader<TcpStream>> {
        let kept = self.connection.take();
        if let Some(kept) = kept
            && self.used.elapsed() < IDLE
        {
            return Ok(kept);
        }
        let stream = TcpStream::connect(&self.address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(BufReader::new(stream))
    }

    /// The request in one piece, so that it leaves in one write.
    fn written(&self, ask: &Ask<'_>) -> Vec<u8> {
        let address = &self.address;
        let mut head = format!("{} HTTP/1.1\r\nHost: {address}\r\n", ask.words());
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            head.push_str(&format!("Cookie: {}\r\n", pairs.join("; ")));
        }
        for (name, value) in &ask.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if ask.method == "POST" {
            let length = ask.body.len();
            head.push_str(&format!("Content-Length: {length}\r\nOrigin: http://{address}\r\n"));
            head.push_str("Sec-Fetch-Site: same-origin\r\n");
        }
        head.push_str("\r\n");
        let mut request = head.into_bytes();
        request.extend_from_slice(ask.body);
        request
    }

    /// Keeps what the reply sets, and forgets what it empties.
    fn keep_cookies(&mut self, reply: &Reply) {
        for line in reply.all("set-cookie") {
            let pair = line.split(';').next().unwrap_or_default();
            let Some((name, value)) = pair.trim().split_once('=') else { continue };
            self.cookies.retain(|(kept, _)| kept != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}

//! Replies as they come off the wire, with every byte counted.

use std::borrow::Cow;
use std::io::{self, BufRead, ErrorKind};
use std::time::Duration;

use crate::run::Trouble;

/// One whole reply.
#[derive(Debug, Default)]
pub struct Reply {
    /// What was asked, such as "GET /reviews".
    pub asked: String,
    /// Such as 200.
    pub status: u16,
    /// Names in small letters.
    headers: Vec<(String, String)>,
    /// The body as it came: compressed, where that was asked for.
    pub body: Vec<u8>,
    /// Every byte of it that was transferred: head, body, and the marks between chunks.
    pub wire: u64,
    /// From before the request was sent to the last byte of the reply.
    pub took: Duration,
}

impl Reply {
    /// The first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// Every header of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The body as text, where it is not compressed.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// The reply, where it has this status; otherwise it is a wrong answer.
    pub fn expecting(self, status: u16) -> Result<Self, Trouble> {
        if self.status == status {
            return Ok(self);
        }
        Err(Trouble::new(format!("{} answered {} where {status} is right.", self.asked, self.status)))
    }

    /// Where a redirect leads.
    pub fn location(&self) -> Result<&str, Trouble> {
        self.header("location").ok_or_else(|| Trouble::new(format!("{} leads nowhere.", self.asked)))
    }

    /// Whether the connection can be used again.
    pub fn leaves_open(&self) -> bool {
        self.header("connection") != Some("close") && self.length() != Length::UntilClosed
    }

    fn length(&self) -> Length {
        if self.header("transfer-encoding").is_some_and(|coding| coding.ends_with("chunked")) {
            return Length::Chunks;
        }
        match self.header("content-length").and_then(|length| length.parse().ok()) {
            Some(bytes) => Length::Bytes(bytes),
            None if matches!(self.status, 204 | 304) => Length::Bytes(0),
            None => Length::UntilClosed,
        }
    }
}

/// How a body says where it ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Length {
    Bytes(usize),
    Chunks,
    UntilClosed,
}

/// A connection on which replies come, and how many bytes have come.
pub struct Wire<R> {
    from: R,
    bytes: u64,
}

impl<R: BufRead> Wire<R> {
    /// Nothing has come yet.
    pub fn on(from: R) -> Self {
        Wire { from, bytes: 0 }
    }

    /// Reads one reply to its end.
    pub fn reply(&mut self) -> io::Result<Reply> {
        let first = self.line()?;
        let status = first.split(' ').nth(1).and_then(|status| status.parse().ok());
        let mut reply = Reply { status: status.ok_or_else(|| unreadable(&first))?, ..Reply::default() };
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').ok_or_else(|| unreadable(&line))?;
            reply.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        reply.body = match reply.length() {
            Length::Bytes(bytes) => self.exactly(bytes)?,
            Length::Chunks => self.chunks()?,
            Length::UntilClosed => self.rest()?,
        };
        reply.wire = self.bytes;
        Ok(reply)
    }

    /// A line without its end.
    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        let read = self.from.read_line(&mut line)?;
        if read == 0 {
            return Err(io::Error::new(ErrorKind::UnexpectedEof, "the connection was closed"));
        }
        self.bytes += read as u64;
        Ok(line.trim_end().to_owned())
    }

    fn exactly(&mut self, bytes: usize) -> io::Result<Vec<u8>> {
        let mut body = vec![0; bytes];
        self.from.read_exact(&mut body)?;
        self.bytes += bytes as u64;
        Ok(body)
    }

    fn chunks(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = self.line()?;
            let size = line.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(size, 16).map_err(|_| unreadable(&line))?;
            if size == 0 {
                break;
            }
            body.extend(self.exactly(size)?);
            self.line()?;
        }
        // What follows the last chunk, up to an empty line.
        while !self.line()?.is_empty() {}
        Ok(body)
    }

    fn rest(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        self.bytes += self.from.read_to_end(&mut body)? as u64;
        Ok(body)
    }
}

fn unreadable(line: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, format!("“{line}” is not HTTP"))
}

#[cfg(test)]
mod tests {
    use super::{Reply, Wire};

    fn read(wire: &str) -> Reply {
        Wire::on(wire.as_bytes()).reply().expect("a reply")
    }

    #[test]
    fn a_body_of_known_length_ends_there() {
        let reply = read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Frame-Options: DENY\r\n\r\nokHTTP/1.1");
        assert_eq!((reply.status, reply.text().as_ref()), (200, "ok"));
        assert_eq!(reply.header("x-frame-options"), Some("DENY"));
        assert!(reply.leaves_open());
    }

    #[test]
    fn chunks_are_put_together_and_every_byte_counts() {
        let wire = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=1\r\nde\r\n0\r\n\r\n";
        let reply = read(wire);
        assert_eq!(reply.text(), "abcde");
        assert_eq!(reply.wire, wire.len() as u64);
    }

    #[test]
    fn a_wrong_status_is_said_with_what_was_asked() {
        let mut reply = read("HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
        reply.asked = "GET /x".to_owned();
        assert!(!reply.leaves_open());
        let trouble = reply.expecting(200).expect_err("not found");
        assert_eq!(trouble.to_string(), "GET /x answered 404 where 200 is right.");
    }
}

//! The smallest HTTP/1.1 client that keeps a connection: the load generator shares the machine
//! with the server, so it must cost next to nothing.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::Outcome;

pub struct Client {
    stream: TcpStream,
    read: Vec<u8>,
}

pub struct Answer {
    pub status: u16,
    /// Where the body stands in [`Client::body`].
    head_end: usize,
    end: usize,
}

impl Client {
    pub async fn connect(address: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, read: Vec::with_capacity(16 * 1024) })
    }

    /// Sends one whole request and reads one whole answer.
    pub async fn send(&mut self, request: &[u8]) -> Outcome<Answer> {
        self.stream.write_all(request).await?;
        self.read.clear();
        loop {
            if self.stream.read_buf(&mut self.read).await? == 0 {
                return Err("the server hung up".into());
            }
            if let Some((status, head_end, length)) = parse_head(&self.read)?
                && self.read.len() >= head_end + length
            {
                return Ok(Answer { status, head_end, end: head_end + length });
            }
        }
    }

    pub fn head(&self, answer: &Answer) -> &[u8] {
        &self.read[..answer.head_end]
    }
    pub fn body(&self, answer: &Answer) -> &[u8] {
        &self.read[answer.head_end..answer.end]
    }
}

/// Status, where the head ends, and how long the body is; `None` while the head is not all there.
fn parse_head(read: &[u8]) -> Outcome<Option<(u16, usize, usize)>> {
    let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let head = std::str::from_utf8(&read[..end])?;
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).ok_or("no status")?;
    let length = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    let length = length.ok_or("an answer without content-length")?;
    Ok(Some((status.parse()?, end + 4, length)))
}

/// A request as it goes over the wire.
pub fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n").into_bytes()
}

pub fn post_json(path: &str, token: &str, body: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// One JSON value a line.
pub fn post_lines(path: &str, token: &str, lines: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/x-ndjson\r\nContent-Length: {}\r\n\r\n{lines}",
        lines.len()
    )
    .into_bytes()
}

pub fn post_form(path: &str, body: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nHost: bench\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_when_it_is_all_there() {
        let head = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";
        assert!(parse_head(&head[..20]).is_ok_and(|parsed| parsed.is_none()));
        let parsed = parse_head(head).expect("a head").expect("whole");
        assert_eq!(parsed, (200, head.len(), 2));
    }
}

//! A server in a thread: it answers one request a connection.

use std::{
    io::{BufRead as _, BufReader, Read, Write},
    net::TcpListener,
    os::unix::net::UnixListener,
    path::Path,
    thread,
};

pub(crate) struct Request {
    pub(crate) method: String,
    /// With the query.
    pub(crate) path: String,
    /// Its `Content-Type`; empty where it has none.
    pub(crate) kind: String,
    pub(crate) body: Vec<u8>,
}

pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) kind: &'static str,
    pub(crate) body: Vec<u8>,
}

impl Response {
    pub(crate) fn json(status: u16, body: &serde_json::Value) -> Self {
        Self { status, kind: "application/json", body: body.to_string().into_bytes() }
    }
}

/// Serves a socket below a folder.
pub(crate) fn unix(socket: &Path, answer: impl Fn(&Request) -> Response + Send + Sync + 'static) {
    let listener = UnixListener::bind(socket).unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let writer = stream.try_clone().unwrap();
            exchange(stream, writer, &answer);
        }
    });
}

/// Serves a port of this computer, and says which.
pub(crate) fn tcp(answer: impl Fn(&Request) -> Response + Send + Sync + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let writer = stream.try_clone().unwrap();
            exchange(stream, writer, &answer);
        }
    });
    port
}

fn exchange(stream: impl Read, mut writer: impl Write, answer: &impl Fn(&Request) -> Response) {
    let Some(request) = read(BufReader::new(stream)) else { return };
    let Response { status, kind, body } = answer(&request);
    let head = format!(
        "HTTP/1.1 {status} Answer\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        body.len()
    );
    // Who asked may be gone.
    let _ = writer.write_all(head.as_bytes()).and_then(|()| writer.write_all(&body));
}

fn read(mut stream: BufReader<impl Read>) -> Option<Request> {
    let mut line = String::new();
    stream.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let (mut length, mut kind) = (0, String::new());
    loop {
        let mut header = String::new();
        stream.read_line(&mut header).ok()?;
        let Some((name, value)) = header.split_once(':') else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok()?;
        } else if name.eq_ignore_ascii_case("content-type") {
            kind = value.trim().to_owned();
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    Some(Request { method, path, kind, body })
}

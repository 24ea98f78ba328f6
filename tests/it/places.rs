//! Wherever hera stands: under names of its own and of others, behind proxies, below paths, beside other people's pages.

mod hosts;
mod nginx;
mod pages;
mod proxies;
mod visitor;

use std::net::{Ipv4Addr, SocketAddr};

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpSocket;

use crate::harness::{free_address, in_time};

/// A port that nobody has.
fn free() -> u16 {
    free_address().port()
}

/// What is answered to a request whose head is as it stands here, line by line: the status, and the body.
async fn raw(address: SocketAddr, lines: &[&str]) -> (u16, String) {
    raw_from(Ipv4Addr::LOCALHOST, address, lines).await
}

/// The same, from that address of this machine.
async fn raw_from(source: Ipv4Addr, address: SocketAddr, lines: &[&str]) -> (u16, String) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((source, 0).into()).unwrap();
    let asked = async {
        let mut stream = socket.connect(address).await?;
        let head = format!("{}\r\nconnection: close\r\n\r\n", lines.join("\r\n"));
        stream.write_all(head.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        std::io::Result::Ok(answer)
    };
    let answer = in_time(lines[0], asked).await.unwrap();
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}

/// Requests for a path that a proxy refuses by itself, before it looks for whom they are.
pub fn malformed(path: &str) -> [String; 5] {
    let long = "x".repeat(64 * 1024);
    [
        format!("GET {path}/%zz HTTP/1.1\r\nhost: hera.example\r\n\r\n"),
        format!("GET {path} HTTP/1.1\r\n\r\n"),
        format!("GET {path} HTTP/1.1\r\nhost: hera.example\r\nhost: hera.example\r\n\r\n"),
        format!("GET {path} HTTP/1.1\r\nhost: hera.example\r\nx-long: {long}\r\n\r\n"),
        format!("GET {path}?{long} HTTP/1.1\r\nhost: hera.example\r\n\r\n"),
    ]
}

/// The code of a problem.
fn code(body: &str) -> String {
    serde_json::from_str::<Value>(body).unwrap()["code"].as_str().unwrap().to_owned()
}

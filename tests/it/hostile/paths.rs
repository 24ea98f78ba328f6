//! Ids that are none.

use std::collections::BTreeSet;

use crate::harness::{Client, Server};

#[tokio::test]
async fn tricks_in_ids_lead_nowhere() {
    let server = Server::builder().env("REQUESTS_PER_SECOND", 0).start().await;
    let session = server.session().await;
    let tricks = [
        "00000000-0000-4000-8000-000000000000".to_owned(),
        session.to_uppercase(),
        session.replace('-', ""),
        format!("%7B{session}%7D"),
        format!("urn:uuid:{session}"),
        format!("{session}%00"),
        format!("{session}%20"),
        format!("%20{session}"),
        format!("{session}%2F..%2F{session}"),
        format!("..%2F{session}"),
        "%2e%2e%2f%2e%2e%2fetc%2fpasswd".to_owned(),
        "..%5c..%5chera.redb".to_owned(),
        "%ff%fe".to_owned(),
        "%".to_owned(),
        "*".to_owned(),
        "null".to_owned(),
        "0".to_owned(),
        "x".repeat(4000),
    ];
    let files = || -> BTreeSet<_> {
        let entries = std::fs::read_dir(server.sessions_dir()).unwrap();
        entries.map(|entry| entry.unwrap().file_name()).collect()
    };
    let before = files();
    for trick in &tricks {
        match Client::try_open(server.address, trick, &[]).await {
            Ok(mut client) => assert_eq!(client.close_code().await, Some(3509), "{trick:.60}"),
            Err(refused) => assert!([400, 404].contains(&refused.status().as_u16()), "{trick:.60}: {refused:?}"),
        }
        for rest in ["messages", "status", "events", "export"] {
            let answer = server.get(&format!("/api/sessions/{trick}/{rest}")).await;
            let status = answer.status().as_u16();
            assert!([400, 404].contains(&status), "{trick:.60}/{rest}: {status}");
            let body = answer.text().await.unwrap();
            assert!(!body.contains("hera.redb") && !body.contains("root:"), "{body}");
        }
    }
    // Raw dots, which clients would resolve before they ask.
    for path in
        ["/../../etc/passwd", "/js/../../Cargo.toml", "/api/sessions/../health", "//etc/passwd", "/%2e%2e/Cargo.toml"]
    {
        let mut stream = tokio::net::TcpStream::connect(server.address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", server.address);
        tokio::io::AsyncWriteExt::write_all(&mut stream, request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        tokio::io::AsyncReadExt::read_to_string(&mut stream, &mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer:.80}");
    }
    assert_eq!(files(), before, "no id becomes a file");
    let mut client = Client::join(server.address, &session).await;
    client.say("m-1", "one").await;
    client.accepted("m-1").await;
}

//! The names that hera answers to. A page can have its own name resolve to this machine; its requests are then of the
//! same origin to its browser, and only `Host` tells.

use std::net::{Ipv4Addr, SocketAddr};

use super::{code, free, raw, raw_from};
use crate::harness::Server;

const REFUSED: &str = "hera does not answer to this Host";

#[tokio::test]
async fn a_name_of_others_is_refused_and_the_page_says_so() {
    let server = Server::start().await;
    let (address, port) = (server.address, server.address.port());
    for name in ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "hera", "EVIL.example."] {
        let (host, origin) = (format!("host: {name}:{port}"), format!("origin: http://{name}:{port}"));
        for line in [
            "POST /api/sessions HTTP/1.1",
            "GET /api/sessions HTTP/1.1",
            "GET /api/health HTTP/1.1",
            "OPTIONS /api/sessions HTTP/1.1",
            "POST / HTTP/1.1",
        ] {
            let (status, body) = raw(address, &[line, &host, &origin]).await;
            assert_eq!((status, code(&body).as_str()), (421, "host_not_allowed"), "{line} {host}");
            assert!(body.contains("ALLOWED_HOSTS") && body.contains("TRUSTED_PROXIES"), "{body}");
        }
        let upgrade = [
            &format!("GET /api/sessions/{}/ws HTTP/1.1", uuid::Uuid::new_v4()),
            &host,
            &origin,
            "upgrade: websocket",
            "sec-websocket-version: 13",
            "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
        ];
        assert_eq!(raw(address, &upgrade).await.0, 421, "{host}");
        for path in ["/health/live", "/health/ready"] {
            assert_eq!(raw(address, &[&format!("GET {path} HTTP/1.1"), &host]).await.0, 200, "{path} {host}");
        }
        // What a person sees who goes there: the page, which says the rest. A program is told at once.
        let (status, page) = raw(address, &["GET / HTTP/1.1", &host, "accept: text/html,*/*"]).await;
        assert!(status == 421 && page.contains("<title>"), "{status} {page}");
        assert_eq!(raw(address, &["GET /js/start.js HTTP/1.1", &host]).await.0, 200);
        let (status, body) = raw(address, &["GET / HTTP/1.1", &host, "accept: */*"]).await;
        assert_eq!((status, code(&body).as_str()), (421, "host_not_allowed"));
    }
    assert_eq!(server.log().matches(REFUSED).count(), 1, "one warning, however often");
    assert!(server.log().contains("ALLOWED_HOSTS"));
    assert_eq!(server.json("/api/sessions").await["sessions"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn names_that_nobody_can_make_their_own_are_answered() {
    let server = Server::start().await;
    let port = server.address.port();
    for name in ["localhost", "127.0.0.1", "[::1]", "192.0.2.7", "[2001:db8::7]", "hera.localhost", "LOCALHOST."] {
        let (host, origin) = (format!("host: {name}:{port}"), format!("origin: http://{name}:{port}"));
        assert_eq!(raw(server.address, &["POST /api/sessions HTTP/1.1", &host, &origin]).await.0, 201, "{name}");
    }
    assert!(!server.log().contains(REFUSED));
}

#[tokio::test]
async fn names_that_are_allowed_are_answered() {
    let server = Server::builder()
        .env("ALLOWED_HOSTS", "hera.example")
        .env("ALLOWED_ORIGINS", "https://family.example:8443")
        .env("TRUSTED_PROXIES", "127.0.0.2")
        .start()
        .await;
    let from = async |last, host: &str| {
        let lines = ["GET /api/sessions HTTP/1.1", &format!("host: {host}")];
        raw_from(Ipv4Addr::new(127, 0, 0, last), server.address, &lines).await.0
    };
    for host in ["hera.example", "Hera.Example:9000", "family.example", "localhost", "127.0.0.1"] {
        assert_eq!(from(1, host).await, 200, "{host}");
    }
    for host in ["evil.example", "a.hera.example", "hera.example.evil.example"] {
        assert_eq!(from(1, host).await, 421, "{host}");
        assert_eq!(from(2, host).await, 200, "a proxy of one's own has seen to it: {host}");
    }
}

#[tokio::test]
async fn where_the_network_comes_in_names_are_refused_once_some_are_allowed() {
    let asked = async |server: Server, host: &str| {
        let address: SocketAddr = (Ipv4Addr::LOCALHOST, server.address.port()).into();
        raw(address, &["GET /api/sessions HTTP/1.1", &format!("host: {host}")]).await.0
    };
    let open = || Server::builder().env("HOST", "0.0.0.0");
    assert_eq!(asked(open().start().await, "anything.example").await, 200);
    assert_eq!(asked(open().env("ALLOWED_HOSTS", "hera.example").start().await, "anything.example").await, 421);
    let any = Server::builder().env("ALLOWED_HOSTS", "*").start().await;
    assert_eq!(asked(any, "anything.example").await, 200);
}

#[tokio::test]
async fn operators_have_names_as_well() {
    let door: SocketAddr = (Ipv4Addr::LOCALHOST, free()).into();
    let server = Server::builder().env("METRICS_ADDR", door).env("ALLOWED_HOSTS", "prometheus.example").start().await;
    let ask =
        async |path: &str, host: &str| raw(door, &[&format!("GET {path} HTTP/1.1"), &format!("host: {host}")]).await;
    let (status, body) = ask("/metrics", "evil.example").await;
    assert_eq!((status, code(&body).as_str()), (421, "host_not_allowed"));
    server.logged(REFUSED).await;
    for path in ["/health/live", "/health/ready"] {
        assert_eq!(ask(path, "evil.example").await.0, 200, "{path}");
    }
    for host in ["prometheus.example", "localhost", &door.to_string(), "[::1]"] {
        assert_eq!(ask("/metrics", host).await.0, 200, "{host}");
    }
    let two = ["GET /metrics HTTP/1.1", "host: localhost", "host: localhost"];
    assert_eq!(raw(door, &two).await.0, 400);
}

#[tokio::test]
async fn a_request_asks_exactly_one_host() {
    // Also where any name is answered to.
    for allowed in ["*", "hera.example"] {
        let server = Server::builder().env("ALLOWED_HOSTS", allowed).start().await;
        let ask = async |lines: &[&str]| raw(server.address, lines).await;
        let get = "GET /api/sessions HTTP/1.1";
        for two in [["host: hera.example", "host: evil.example"], ["host: hera.example", "host: hera.example"]] {
            let (status, body) = ask(&[get, two[0], two[1]]).await;
            assert_eq!((status, code(&body).as_str()), (400, "bad_request"), "{two:?}");
        }
        for none in ["accept: */*", "host: hera.example, evil.example", "host: a@hera.example", "host: a b"] {
            assert_eq!(ask(&[get, none]).await.0, 400, "{none}");
        }
        assert_eq!(ask(&["GET /api/sessions HTTP/1.0"]).await.0, 200, "older clients name none");
        // A whole address goes before the header.
        let whole = "GET http://hera.example/api/sessions HTTP/1.1";
        assert_eq!(ask(&[whole, "host: evil.example"]).await.0, 200);
        let whole = "GET http://evil.example/api/sessions HTTP/1.1";
        assert_eq!(ask(&[whole, "host: hera.example"]).await.0, if allowed == "*" { 200 } else { 421 });
    }
}

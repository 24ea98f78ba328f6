//! Behind a real nginx, set up as docs/OPERATIONS.md shows, and as people set it up.

use reqwest::Method;

use super::free;
use super::malformed;
use super::nginx::{Nginx, example, instead, raw_over_tls};
use super::visitor::Visitor;
use crate::harness::server::Builder;
use crate::harness::{Server, in_time};

/// A hera that believes the proxies of its own machine.
fn behind() -> Builder {
    Server::builder().env("TRUSTED_PROXIES", "127.0.0.1")
}

#[tokio::test]
async fn at_the_root() {
    let (server, port) = (behind().start().await, free());
    let _nginx = Nginx::start(port, &[example("root")], &example("to-hera.conf"), server.address).await;
    let url = format!("https://hera.example:{port}/");
    let visitor = Visitor::new(&url, &url);
    assert_eq!(visitor.does_all().await, "__Host-hera_guest; HttpOnly; SameSite=Lax; Secure; Path=/");
    assert!(visitor.get("").await.text().await.unwrap().contains("<title>"));
}

#[tokio::test]
async fn what_a_client_says_of_the_way_it_came_counts_for_nothing() {
    let (server, port) = (behind().start().await, free());
    let _nginx = Nginx::start(port, &[example("root")], &example("to-hera.conf"), server.address).await;
    // At the port of HTTPS, browsers leave it out of both.
    let here = (std::net::Ipv4Addr::LOCALHOST, port).into();
    let http = reqwest::Client::builder().resolve("hera.example", here).tls_danger_accept_invalid_certs(true);
    let http = http.build().unwrap();
    for (name, value, origin, status) in [
        ("x-forwarded-port", "8443", "https://hera.example", 201),
        // A page of another service at the same name.
        ("x-forwarded-port", "8443", "https://hera.example:8443", 403),
        ("x-forwarded-proto", "http", "https://hera.example", 201),
        ("x-forwarded-host", "evil.example", "https://hera.example", 201),
        ("x-forwarded-prefix", "/evil", "https://hera.example", 201),
        ("forwarded", "host=evil.example;proto=http", "https://hera.example", 201),
    ] {
        let asked = http.post(format!("https://hera.example:{port}/api/sessions")).header("host", "hera.example");
        let asked = asked.header("origin", origin).header(name, value);
        let created = in_time(name, asked.send()).await.unwrap();
        assert_eq!(created.status(), status, "{name} {origin}");
        if status != 201 {
            continue;
        }
        let cookie = created.headers()["set-cookie"].to_str().unwrap();
        assert!(cookie.starts_with("__Host-hera_guest=") && cookie.contains("; Secure; Path=/; "), "{name}: {cookie}");
    }
}

#[tokio::test]
async fn what_opens_a_session_is_not_logged_when_hera_is_gone() {
    let port = free();
    let nginx = Nginx::start(port, &[example("root")], &example("to-hera.conf"), ([127, 0, 0, 1], free()).into()).await;
    let url = format!("https://hera.example:{port}/");
    let gone = Visitor::new(&url, &url).get("api/sessions/6f9619ff-8b86-4d01-b42d-00c04fc964ff/messages").await;
    assert_eq!(gone.status(), 502);
    assert!(!nginx.log().contains("6f9619ff"), "{}", nginx.log());
    // What is refused before nginx knows where it belongs.
    for request in malformed("/api/sessions/6f9619ff-8b86-4d01-b42d-00c04fc964ff/messages") {
        let answer = raw_over_tls(port, &request).await;
        assert!(answer.starts_with("HTTP/1.1 4"), "{request:.200}: {answer}");
        assert!(!nginx.log().contains("6f9619ff"), "{request:.200}\n{}", nginx.log());
    }
}

#[tokio::test]
async fn below_a_path_that_the_proxy_takes_off() {
    // Pictures also by addresses that hera makes itself.
    for signed in ["served", "signed"] {
        let (server, port) = (behind().env("PHOTO_URLS", signed).start().await, free());
        let _nginx = Nginx::start(port, &[example("path")], &example("to-hera.conf"), server.address).await;
        let url = format!("https://example.com:{port}/hera/");
        let visitor = Visitor::new(&url, &url);
        assert_eq!(visitor.does_all().await, "__Secure-hera_guest; HttpOnly; SameSite=Lax; Secure; Path=/hera");
        assert!(visitor.get("").await.text().await.unwrap().contains("<title>"));
        assert_eq!(visitor.get("js/start.js").await.status(), 200);
    }
}

#[tokio::test]
async fn below_a_path_that_the_proxy_passes_on() {
    let (server, port) = (behind().env("BASE_PATH", "/hera").env("PHOTO_URLS", "signed").start().await, free());
    let passed = instead(&example("path"), "proxy_pass http://127.0.0.1:8080/;", "proxy_pass http://127.0.0.1:8080;");
    let passed = instead(&passed, "proxy_set_header X-Forwarded-Prefix /hera;", "");
    // Without the slash as well, so that nginx does not redirect by itself.
    let passed = instead(&passed, "location /hera/ {", "location /hera {");
    let _nginx = Nginx::start(port, &[passed], &example("to-hera.conf"), server.address).await;
    let url = format!("https://example.com:{port}/hera/");
    let visitor = Visitor::new(&url, &url);
    assert_eq!(visitor.does_all().await, "__Secure-hera_guest; HttpOnly; SameSite=Lax; Secure; Path=/hera");
    let page = Visitor::new(&url, &format!("https://example.com:{port}/")).get("hera?lang=en").await;
    assert_eq!(page.url().as_str(), format!("{url}?lang=en"), "what is relative on the page is below the path");
    assert!(page.text().await.unwrap().contains("<title>"));
    // A neighbour's path is no part of it, and at the root are probes.
    assert_eq!(server.get("/herald").await.status(), 404);
    assert_eq!(server.get("/hera/health/ready").await.status(), 200);
    assert_eq!(server.get("/health/ready").await.status(), 200);
    assert_eq!(server.json("/h%65ra/api/openapi.json").await["servers"][0]["url"], "/h%65ra", "in whichever form");
    assert_eq!(server.json("/hera/api/openapi.json").await["servers"][0]["url"], "/hera");
    assert_eq!(server.json("/api/openapi.json").await["servers"][0]["url"], "..");
}

#[tokio::test]
async fn below_a_path_of_which_the_proxy_takes_off_a_part() {
    let (server, port) = (behind().env("BASE_PATH", "/b").env("PHOTO_URLS", "signed").start().await, free());
    let site = instead(&example("path"), "location /hera/ {", "location /a/ {");
    let site = instead(&site, "X-Forwarded-Prefix /hera;", "X-Forwarded-Prefix /a;");
    let _nginx = Nginx::start(port, &[site], &example("to-hera.conf"), server.address).await;
    let url = format!("https://example.com:{port}/a/b/");
    let visitor = Visitor::new(&url, &url);
    assert_eq!(visitor.does_all().await, "__Secure-hera_guest; HttpOnly; SameSite=Lax; Secure; Path=/a/b");
    assert!(visitor.get("").await.text().await.unwrap().contains("<title>"));
    assert_eq!(visitor.get("js/start.js").await.status(), 200);
    let document = visitor.get("api/openapi.json").await.json::<serde_json::Value>().await.unwrap();
    assert_eq!(document["servers"][0]["url"], "/a/b");
    let page = Visitor::new(&url, &format!("https://example.com:{port}/a/")).get("b?lang=en").await;
    assert_eq!(page.url().as_str(), format!("{url}?lang=en"));
}

#[tokio::test]
async fn a_page_on_another_host() {
    let port = free();
    let server = behind().env("ALLOWED_ORIGINS", format!("https://app.example:{port}")).start().await;
    let api = instead(&example("root"), "server_name hera.example;", "server_name api.example;");
    let _nginx = Nginx::start(port, &[example("page"), api], &example("to-hera.conf"), server.address).await;
    let (page, api) = (format!("https://app.example:{port}/"), format!("https://api.example:{port}/"));
    let shown = Visitor::new(&page, &page).get("").await.text().await.unwrap();
    let meta = format!("<meta name=\"hera-api\" content=\"https://api.example:{port}\">");
    assert!(shown.contains(&meta), "{shown}");
    let visitor = Visitor::new(&page, &api);
    assert_eq!(visitor.does_all().await, "__Host-hera_guest; HttpOnly; SameSite=None; Secure; Partitioned; Path=/");
    let read = visitor.get("api/sessions").await;
    assert_eq!(read.headers()["access-control-allow-origin"], page.trim_end_matches('/'));
    // Any other page is still none of those.
    assert_eq!(Visitor::new(&format!("https://evil.example:{port}/"), &api).create().await.status(), 403);
}

#[tokio::test]
async fn a_proxy_that_nobody_has_named_is_told_by_name() {
    let (server, port) = (Server::start().await, free());
    let _nginx = Nginx::start(port, &[example("root")], &example("to-hera.conf"), server.address).await;
    let url = format!("https://hera.example:{port}/");
    let visitor = Visitor::new(&url, &url);
    let refused = visitor.create().await;
    assert_eq!(refused.status(), 421);
    assert!(refused.text().await.unwrap().contains("host_not_allowed"));
    let log = server.log();
    let warning = log.lines().find(|line| line.contains("hera does not answer to this Host")).expect("a warning");
    for part in ["WARN", &format!("hera.example:{port}"), "ALLOWED_HOSTS", "TRUSTED_PROXIES"] {
        assert!(warning.contains(part), "{warning} lacks {part}");
    }
}

#[tokio::test]
async fn a_host_that_the_proxy_loses_is_told_by_name() {
    let (trusting, doubting) = tokio::join!(behind().start(), Server::start());
    // As nginx does by itself; and without the port, as many examples have it.
    let (by_itself, without_port) = ("", "proxy_set_header Host $host;");
    let forwarded = "proxy_set_header X-Forwarded-Host $http_host;";
    let with_port = "proxy_set_header X-Forwarded-Port $server_port;";
    for (server, host, forwarded_host, works) in [
        (&trusting, by_itself, "", false),
        (&trusting, by_itself, forwarded, true),
        (&doubting, by_itself, forwarded, false),
        (&trusting, without_port, "", false),
        (&trusting, without_port, forwarded, true),
        (&trusting, without_port, with_port, true),
    ] {
        let port = free();
        let lines = instead(&example("to-hera.conf"), "proxy_set_header Host $http_host;", host);
        let lines = instead(&lines, "proxy_set_header X-Forwarded-Port \"\";", "");
        let lines = instead(&lines, forwarded, forwarded_host);
        let _nginx = Nginx::start(port, &[example("root")], &lines, server.address).await;
        let url = format!("https://hera.example:{port}/");
        let visitor = Visitor::new(&url, &url);
        if works {
            visitor.does_all().await;
            continue;
        }
        assert_eq!(visitor.create().await.status(), 403);
        assert_eq!(visitor.closed_with(&server.session().await).await, Some(3507));
        let (log, origin) = (server.log(), format!("https://hera.example:{port}"));
        let warnings = log.lines().filter(|line| line.contains("a page is refused") && line.contains(&origin));
        let warnings: Vec<&str> = warnings.collect();
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        let seen = if host.is_empty() { server.address.to_string() } else { "hera.example".into() };
        for part in [format!("host=\"{seen}\""), "ALLOWED_ORIGINS".into(), "X-Forwarded-Host".into()] {
            assert!(warnings[0].contains(&part), "{} lacks {part}", warnings[0]);
        }
    }
}

#[tokio::test]
async fn a_prefix_that_is_no_path_is_passed_over_and_told_once() {
    let server = behind().start().await;
    let created = async |prefix: &str| {
        let asked = server.request(Method::POST, "/api/sessions").header("x-forwarded-proto", "https");
        let created = in_time(prefix, asked.header("x-forwarded-prefix", prefix).send()).await.unwrap();
        assert_eq!(created.status(), 201, "{prefix}");
        created.headers()["set-cookie"].to_str().unwrap().to_owned()
    };
    for prefix in ["/../x", "/x/..", "/./x", "/%2e%2E/x", "//x", "/x//", "/x\"y", "/x'y", "/x;y", "/x%2", "x", "/x\ty"]
    {
        let cookie = created(prefix).await;
        assert!(cookie.contains("; Path=/;"), "{prefix}: {cookie}");
    }
    assert!(created("/hera").await.contains("; Path=/hera;"));
    assert!(created("/").await.contains("; Path=/;"), "nothing was taken off");
    let log = server.log();
    let warnings: Vec<&str> = log.lines().filter(|line| line.contains("X-Forwarded-Prefix is passed over")).collect();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("WARN") && warnings[0].contains("/../x"), "{warnings:?}");
}

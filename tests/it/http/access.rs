//! Who may ask, how often, and what browsers are told.

use std::time::{Duration, Instant};

use hera::gateway::Settings;
use reqwest::{Method, Response};
use serde_json::Value;

use super::house::{House, settings};

#[tokio::test]
async fn foreign_pages_change_nothing() {
    let house = House::open().await;
    for origin in ["https://evil.example", "null", "http://192.0.2.7:1"] {
        let refused = house.post("/api/sessions").header("origin", origin).send().await.unwrap();
        assert_eq!(refused.status(), 403, "{origin}");
        assert_eq!(refused.json::<Value>().await.unwrap()["code"], "origin_not_allowed");
        let read = house.get("/api/sessions").header("origin", origin).send().await.unwrap();
        assert_eq!(read.status(), 200);
        assert!(!read.headers().contains_key("access-control-allow-origin"), "{origin} must not see the answer");
        let preflight = house.request(Method::OPTIONS, "/api/sessions").header("origin", origin);
        let preflight = preflight.header("access-control-request-method", "POST").send().await.unwrap();
        assert_eq!(preflight.status(), 403, "{origin}");
    }
    let list: Value = house.get("/api/sessions").send().await.unwrap().json().await.unwrap();
    assert_eq!(list["sessions"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn own_and_allowed_pages_may_do_all() {
    let house = House::open().await;
    let own = format!("http://{}", house.address);
    assert_eq!(house.post("/api/sessions").header("origin", own).send().await.unwrap().status(), 201);
    let friend = "https://friend.example";
    let created = house.post("/api/sessions").header("origin", friend).send().await.unwrap();
    assert_eq!(created.status(), 201);
    assert_eq!(created.headers()["access-control-allow-origin"], friend);
    assert_eq!(created.headers()["access-control-allow-credentials"], "true");
    assert!(created.headers().get_all("vary").iter().any(|value| value == "origin"));
    let preflight = house.request(Method::OPTIONS, "/api/sessions").header("origin", friend);
    let preflight = preflight.header("access-control-request-method", "DELETE").send().await.unwrap();
    assert_eq!(preflight.status(), 204);
    assert!(preflight.headers()["access-control-allow-methods"].to_str().unwrap().contains("DELETE"));
}

#[tokio::test]
async fn browsers_are_told_to_be_careful() {
    let house = House::open().await;
    for path in ["/", "/api/health", "/api/nothing"] {
        let answer = house.get(path).send().await.unwrap();
        let headers = answer.headers();
        assert!(headers["content-security-policy"].to_str().unwrap().contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers["referrer-policy"], "no-referrer", "{path}");
        assert!(!headers["x-request-id"].is_empty(), "{path}");
    }
    let named = house.get("/api/health").header("x-request-id", "proxy-7").send().await.unwrap();
    assert_eq!(named.headers()["x-request-id"], "proxy-7");
    let forged = house.get("/api/health").header("x-request-id", "a b\"c").send().await.unwrap();
    assert_ne!(forged.headers()["x-request-id"], "a b\"c");
    // What opens a session is not for logs, where this id goes.
    let session = "6f9619ff-8b86-4d01-b42d-00c04fc964ff";
    let secret = house.get("/api/health").header("x-request-id", session).send().await.unwrap();
    assert_ne!(secret.headers()["x-request-id"], session);
}

/// The answers to requests for these paths, one after the other and all within a second of the first: in more time one more
/// request may be made, so a machine that was slower asks again, in another house.
async fn asked_within_a_second(requests_burst: u32, trusted: &[&str], asked: &[(&str, &str)]) -> Vec<Response> {
    loop {
        let trusted_proxies = trusted.iter().map(|network| network.parse().unwrap()).collect();
        let settings = Settings { requests_per_second: 1, requests_burst, trusted_proxies, ..settings() };
        let house = House::with(settings, 100).await;
        let (begun, mut answers) = (Instant::now(), Vec::new());
        for (path, forwarded) in asked {
            answers.push(house.get(path).header("x-forwarded-for", *forwarded).send().await.unwrap());
        }
        if begun.elapsed() < Duration::from_secs(1) {
            return answers;
        }
    }
}

fn statuses(answers: &[Response]) -> Vec<u16> {
    answers.iter().map(|answer| answer.status().as_u16()).collect()
}

#[tokio::test]
async fn an_address_that_asks_too_often_is_told_to_wait() {
    let mut answers = asked_within_a_second(3, &[], &[("/api/health", ""); 4]).await;
    assert_eq!(statuses(&answers), [200, 200, 200, 429]);
    let refused = answers.pop().unwrap();
    assert_eq!(refused.headers()["retry-after"], "1");
    assert_eq!(refused.json::<Value>().await.unwrap()["code"], "too_many_requests");
}

#[tokio::test]
async fn pages_and_probes_are_not_counted() {
    let paths = ["/api/health", "/api/health", "/", "/health/live", "/health/ready"].map(|path| (path, ""));
    assert_eq!(statuses(&asked_within_a_second(1, &[], &paths).await), [200, 429, 200, 200, 200]);
}

#[tokio::test]
async fn who_comes_through_a_proxy_counts_alone() {
    let ask = async |trusted: &[&str], forwarded: &[&'static str]| {
        let asked: Vec<_> = forwarded.iter().map(|forwarded| ("/api/health", *forwarded)).collect();
        statuses(&asked_within_a_second(1, trusted, &asked).await)
    };
    let forwarded = ["198.51.100.1", "198.51.100.2, 127.0.0.9", "203.0.113.9, 198.51.100.1"];
    let told = ask(&["127.0.0.0/8"], &forwarded).await;
    assert_eq!(told, [200, 200, 429], "what a client makes up changes nothing");
    assert_eq!(ask(&[], &["198.51.100.1", "198.51.100.2"]).await, [200, 429], "nobody is a proxy here");
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problems() {
    let house = House::open().await;
    let cases = [
        (Method::GET, "/api/nothing", 404, "not_found"),
        (Method::GET, "/nothing", 404, "not_found"),
        (Method::GET, "/%2e%2e/Cargo.toml", 404, "not_found"),
        (Method::PUT, "/api/sessions", 405, "method_not_allowed"),
        (Method::GET, "/api/sessions/x/complete", 405, "method_not_allowed"),
        (Method::GET, "/api/sessions/x/ws", 400, "bad_request"),
        (Method::GET, "/api/sessions/%ff/ws", 400, "bad_request"),
        (Method::GET, "/api/sessions/%ff/events", 404, "no_session"),
        (Method::GET, "/api/sessions/x/events?after=%ff", 404, "no_session"),
    ];
    for (method, path, status, code) in cases {
        let answer = house.request(method, path).send().await.unwrap();
        assert_eq!(answer.status(), status, "{path}");
        assert_eq!(answer.json::<Value>().await.unwrap()["code"], code, "{path}");
    }
}

#[tokio::test]
async fn json_is_packed_and_not_kept() {
    let house = House::open().await;
    let answer = house.get("/api/openapi.json").header("accept-encoding", "gzip").send().await.unwrap();
    assert_eq!(answer.headers()["content-encoding"], "gzip");
    assert_eq!(answer.headers()["cache-control"], "no-store");
}

#[tokio::test]
async fn a_body_that_is_packed_is_refused_and_not_misread() {
    let house = House::open().await;
    let session: Value = house.post("/api/sessions").send().await.unwrap().json().await.unwrap();
    let api = format!("/api/sessions/{}", session["session_id"].as_str().unwrap());
    let message = serde_json::json!({"message": "Hello"});
    for path in
        [format!("{api}/messages"), format!("{api}/photos/user"), format!("{api}/cancel"), "/api/sessions".into()]
    {
        for encoding in ["gzip", "br", "identity, gzip", "GZIP", "zstd"] {
            let asked = house.post(&path).header("content-encoding", encoding).json(&message);
            let refused = asked.send().await.unwrap();
            assert_eq!(refused.status(), 415, "{path} {encoding}");
            assert_eq!(refused.headers()["accept-encoding"], "identity", "{path}: RFC 9110, 12.5.3");
            let problem: Value = refused.json().await.unwrap();
            assert_eq!(problem["code"], "unsupported_media_type");
            assert!(problem["error"].as_str().unwrap().contains("Content-Encoding"), "{problem}");
        }
    }
    let two = house.post(&format!("{api}/messages")).header("content-encoding", "identity");
    let two = two.header("content-encoding", "gzip").json(&message).send().await.unwrap();
    assert_eq!(two.status(), 415);
    let plain = house.post("/api/sessions").header("content-encoding", "identity").send().await.unwrap();
    assert_eq!(plain.status(), 201);
    let read = house.get("/api/sessions").header("content-encoding", "gzip").send().await.unwrap();
    assert_eq!(read.status(), 200, "there is no body");
}

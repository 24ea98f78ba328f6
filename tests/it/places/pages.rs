//! Whose pages may use hera, and what browsers are told.

use std::time::Duration;

use reqwest::{Method, RequestBuilder, Response};

use super::nginx::example;
use crate::harness::client::Came;
use crate::harness::{Client, Server, in_time};

const FRIEND: &str = "https://friend.example";
const REFUSED: &str = "a page is refused";

/// A request with these headers.
fn asking(server: &Server, method: Method, path: &str, headers: &[(&str, &str)]) -> RequestBuilder {
    headers.iter().fold(server.request(method, path), |request, (name, value)| request.header(*name, *value))
}

async fn made(server: &Server, headers: &[(&str, &str)]) -> Response {
    in_time("a session", asking(server, Method::POST, "/api/sessions", headers).send()).await.unwrap()
}

/// The cookie that a request with these headers is given.
async fn cookie(server: &Server, headers: &[(&str, &str)]) -> String {
    let answer = made(server, headers).await;
    assert_eq!(answer.status(), 201, "{headers:?}");
    answer.headers()["set-cookie"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_page_of_another_site_changes_nothing_also_where_it_does_not_say_which() {
    let server = Server::start().await;
    let foreign = [("sec-fetch-site", "cross-site")];
    let refused = made(&server, &foreign).await;
    assert_eq!(refused.status(), 403);
    assert!(refused.text().await.unwrap().contains("origin_not_allowed"));
    let session = server.session().await;
    let path = format!("/api/sessions/{session}");
    let deleted = asking(&server, Method::DELETE, &path, &foreign).send().await.unwrap();
    assert_eq!(deleted.status(), 403);
    let mut socket = Client::try_open(server.address, &session, &foreign).await.unwrap();
    assert!(matches!(socket.came().await, Came::Closed(Some(3507))));
    // A link from anywhere leads to the page.
    assert_eq!(asking(&server, Method::GET, "/", &foreign).send().await.unwrap().status(), 200);
    for own in ["same-origin", "none"] {
        assert_eq!(made(&server, &[("sec-fetch-site", own)]).await.status(), 201, "{own}");
    }
}

#[tokio::test]
async fn a_refused_page_is_told_to_the_operator_once() {
    // More pages than one address may ask for at once.
    let server = Server::builder().env("ALLOWED_ORIGINS", FRIEND).env("REQUESTS_PER_SECOND", 0).start().await;
    let session = server.session().await;
    for _ in 0..3 {
        let refused = made(&server, &[("origin", "https://hera.example")]).await;
        assert_eq!(refused.status(), 403);
        assert!(refused.text().await.unwrap().contains("ALLOWED_ORIGINS"));
        let mut socket =
            Client::try_open(server.address, &session, &[("origin", "https://hera.example")]).await.unwrap();
        assert!(matches!(socket.came().await, Came::Closed(Some(3507))));
    }
    server.logged(REFUSED).await;
    let log = server.log();
    let warnings: Vec<&str> = log.lines().filter(|line| line.contains(REFUSED)).collect();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    for part in ["WARN", "https://hera.example", &server.address.to_string(), "ALLOWED_ORIGINS", "TRUSTED_PROXIES"] {
        assert!(warnings[0].contains(part), "{} lacks {part}", warnings[0]);
    }
    // Each page has its own; what it writes is no line of its own, and as many as one likes are not logged.
    for number in 0..200 {
        assert_eq!(made(&server, &[("origin", &format!("https://{number}.example"))]).await.status(), 403);
    }
    assert!((2..=64).contains(&server.log().matches(REFUSED).count()));
}

#[tokio::test]
async fn programs_of_this_machine_may_use_hera_while_it_is_for_this_machine() {
    let home = Server::start().await;
    for origin in ["http://localhost:3000", "http://127.0.0.1:5173", "http://[::1]:1"] {
        let answer = made(&home, &[("origin", origin)]).await;
        assert_eq!(answer.status(), 201, "{origin}");
        assert_eq!(answer.headers()["access-control-allow-origin"], origin);
        assert_eq!(answer.headers()["access-control-allow-credentials"], "true");
    }
    assert_eq!(made(&home, &[("origin", "http://localhost.evil.example")]).await.status(), 403);
    // To a browser, `localhost` and 127.0.0.1 are two sites, and both are as good as encrypted.
    let given = cookie(&home, &[("origin", "http://localhost:3000"), ("sec-fetch-site", "cross-site")]).await;
    assert!(given.contains("SameSite=None; Secure; Partitioned"), "{given}");
    let given = cookie(&home, &[("origin", "http://127.0.0.1:3000"), ("sec-fetch-site", "same-site")]).await;
    assert!(given.contains("SameSite=Lax") && !given.contains("Secure"), "{given}");
    let open = Server::builder().env("HOST", "0.0.0.0").start().await;
    assert_eq!(made(&open, &[("origin", "http://localhost:3000")]).await.status(), 403);
}

#[tokio::test]
async fn only_trusted_proxies_say_how_the_client_came() {
    let server = Server::builder().env("TRUSTED_PROXIES", "127.0.0.2").env("ALLOWED_ORIGINS", FRIEND).start().await;
    let client = |last| reqwest::Client::builder().local_address(Some([127, 0, 0, last].into())).build().unwrap();
    let (stranger, proxy) = (client(1), client(2));
    let given = async |client: &reqwest::Client, headers: &[(&str, &str)]| {
        let request = client.post(format!("http://{}/api/sessions", server.address));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 201, "{headers:?}");
        let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
        cookie.split("; ").skip(1).filter(|part| !part.starts_with("Max-Age")).collect::<Vec<_>>().join("; ")
    };
    let https = [("x-forwarded-proto", "https"), ("x-forwarded-prefix", "/hera")];
    assert_eq!(given(&stranger, &https).await, "HttpOnly; SameSite=Lax; Path=/");
    assert_eq!(given(&proxy, &https).await, "HttpOnly; SameSite=Lax; Secure; Path=/hera");
    let standard = [("forwarded", "for=192.0.2.7;proto=https;host=hera.example"), ("origin", "https://hera.example")];
    assert_eq!(given(&proxy, &standard).await, "HttpOnly; SameSite=Lax; Secure; Path=/");
    let friend = [("x-forwarded-proto", "https"), ("origin", FRIEND)];
    assert_eq!(given(&proxy, &friend).await, "HttpOnly; SameSite=None; Secure; Partitioned; Path=/");
    // What the client wrote stands left of what the proxy has added.
    let made_up = [("x-forwarded-for", "127.0.0.2, 192.0.2.7"), ("x-forwarded-proto", "https, http")];
    assert_eq!(given(&proxy, &made_up).await, "HttpOnly; SameSite=Lax; Path=/");
    // Neither is the host a stranger's to choose: its page would be hera's own.
    for forwarded in [("x-forwarded-host", "evil.example"), ("forwarded", "host=evil.example;for=192.0.2.7")] {
        let evil = [("origin", "http://evil.example"), forwarded];
        assert_eq!(made(&server, &evil).await.status(), 403, "{forwarded:?}");
    }
}

#[tokio::test]
async fn a_page_that_came_in_the_clear_is_none_of_hera_s_where_a_trusted_proxy_says_https() {
    let server = Server::builder().env("TRUSTED_PROXIES", "127.0.0.1").start().await;
    let own = [("x-forwarded-proto", "https"), ("x-forwarded-host", "hera.example")];
    let from = |origin: &'static str| [own.as_slice(), &[("origin", origin)]].concat();
    let session = server.session().await;
    for origin in ["http://hera.example", "http://hera.example:443", "capacitor://hera.example"] {
        let refused = made(&server, &from(origin)).await;
        assert_eq!(refused.status(), 403, "{origin}");
        assert!(refused.text().await.unwrap().contains("origin_not_allowed"));
        let mut socket = Client::try_open(server.address, &session, &from(origin)).await.unwrap();
        assert!(matches!(socket.came().await, Came::Closed(Some(3507))), "{origin}");
        let path = format!("/api/sessions/{session}");
        let read = asking(&server, Method::GET, &path, &from(origin)).send().await.unwrap();
        assert!(!read.headers().contains_key("access-control-allow-origin"), "{origin}");
    }
    server.logged(REFUSED).await;
    let log = server.log();
    assert!(log.contains("http://hera.example") && log.contains("https"), "{log}");
    for origin in ["https://hera.example", "https://hera.example:443"] {
        assert_eq!(made(&server, &from(origin)).await.status(), 201, "{origin}");
    }
    // A proxy within that sees plain HTTP behind one that ends TLS, and says so, or says nothing.
    for told in [&[("x-forwarded-proto", "http")][..], &[]] {
        let headers = [&[("x-forwarded-host", "hera.example"), ("origin", "https://hera.example")], told].concat();
        assert_eq!(made(&server, &headers).await.status(), 201, "{headers:?}");
    }
    // Whom nobody trusts says nothing of the scheme.
    let open = Server::start().await;
    let host = format!("http://{}", open.address);
    assert_eq!(made(&open, &[("x-forwarded-proto", "https"), ("origin", &host)]).await.status(), 201);
}

#[tokio::test]
async fn an_allowed_page_reads_every_answer() {
    let server = Server::builder().env("ALLOWED_ORIGINS", FRIEND).start().await;
    let session = server.session().await;
    let api = format!("/api/sessions/{session}");
    for path in ["", "/status", "/messages", "/events", "/export", "/photos/user.png", "/photos/none", "/nothing"] {
        let path = format!("{api}{path}");
        let asked = asking(&server, Method::GET, &path, &[("origin", FRIEND)]).timeout(Duration::from_secs(20));
        let answer = asked.send().await.unwrap();
        assert_eq!(answer.headers()["access-control-allow-origin"], FRIEND, "{path}");
        assert_eq!(answer.headers()["access-control-allow-credentials"], "true", "{path}");
    }
    // Why it is refused, too: for the name that it calls, and for asking too often.
    let misnamed = [("origin", FRIEND), ("host", "other.example")];
    let answer = asking(&server, Method::GET, &format!("{api}/status"), &misnamed).send().await.unwrap();
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["access-control-allow-origin"]),
        (421, &FRIEND.parse().unwrap())
    );
    let strict = Server::builder().env("ALLOWED_ORIGINS", FRIEND).env("REQUESTS_PER_SECOND", "1").start().await;
    let refused = in_time("a refusal", async {
        loop {
            let answer = asking(&strict, Method::GET, "/api/sessions", &[("origin", FRIEND)]).send().await.unwrap();
            if answer.status() == 429 {
                break answer;
            }
        }
    });
    let refused = refused.await;
    assert_eq!(refused.headers()["access-control-allow-origin"], FRIEND);
    assert!(refused.headers()["access-control-expose-headers"].to_str().unwrap().contains("retry-after"));
    let preflight = [
        ("origin", FRIEND),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type,idempotency-key,last-event-id"),
    ];
    let told = asking(&server, Method::OPTIONS, &format!("{api}/messages"), &preflight).send().await.unwrap();
    assert_eq!(told.status(), 204);
    for header in ["content-type", "idempotency-key", "last-event-id"] {
        assert!(told.headers()["access-control-allow-headers"].to_str().unwrap().contains(header), "{header}");
    }
}

#[tokio::test]
async fn a_page_can_be_pointed_at_another_api() {
    let server = Server::builder().env("API_URL", "https://api.example/hera").start().await;
    for path in ["/", "/index.html"] {
        let answer = server.get(path).await;
        let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.contains("connect-src 'self' https://api.example wss://api.example;"), "{policy}");
        assert!(policy.contains("img-src 'self' data: https://api.example;"), "{policy}");
        assert!(example("page").contains(&policy), "what the documents have nginx say is not {policy}");
        let tag = answer.headers()["etag"].to_str().unwrap().to_owned();
        assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
        assert_eq!(answer.headers()["cache-control"], "no-cache");
        let page = answer.text().await.unwrap();
        assert!(page.contains("<meta name=\"hera-api\" content=\"https://api.example/hera/\">"), "{path}");
        let again = asking(&server, Method::GET, path, &[("if-none-match", &tag)]).send().await.unwrap();
        assert_eq!(again.status(), 304);
    }
    assert_eq!(server.get("/js/start.js").await.status(), 200);
    let own = Server::start().await;
    assert!(!own.get("/").await.text().await.unwrap().contains("name=\"hera-api\""));
}

#[tokio::test]
async fn a_page_that_is_not_let_in_can_find_out_so() {
    let server = Server::start().await;
    let origin = ("origin", "https://stranger.example");
    let health = asking(&server, Method::GET, "/api/health", &[origin]).send().await.unwrap();
    assert_eq!(health.headers()["access-control-allow-origin"], "*");
    assert!(!health.headers().contains_key("access-control-allow-credentials"), "not with anybody's cookie");
    let misnamed = asking(&server, Method::GET, "/api/health", &[origin, ("host", "other.example")]);
    let misnamed = misnamed.send().await.unwrap();
    assert_eq!(
        (misnamed.status().as_u16(), &misnamed.headers()["access-control-allow-origin"]),
        (421, &"*".parse().unwrap())
    );
    for path in ["/api/sessions", "/api/health/", "/health/ready", "/"] {
        let read = asking(&server, Method::GET, path, &[origin]).send().await.unwrap();
        assert!(!read.headers().contains_key("access-control-allow-origin"), "{path}");
    }
}

//! A browser, as far as hera and proxies can tell: it does all that the page does, from the address at which a person finds
//! the page.

use std::net::{Ipv4Addr, SocketAddr};

use futures::{SinkExt as _, StreamExt as _};
use reqwest::header::{ORIGIN, SET_COOKIE};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Response, Url};
use serde_json::{Value, json};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::Role;

use crate::harness::in_time;
use crate::photos::files::png;

/// One who keeps cookies, and finds all these names on this machine.
pub struct Visitor {
    http: Client,
    /// Below which the API is, with a slash at the end.
    api: Url,
    /// Of the page.
    origin: String,
}

impl Visitor {
    /// A visitor of the page at `page`, whose API is at `api`. Redirections are followed.
    pub fn new(page: &str, api: &str) -> Self {
        let here: SocketAddr = (Ipv4Addr::LOCALHOST, 0).into();
        let names = ["hera.example", "example.com", "app.example", "api.example"];
        let builder = Client::builder().cookie_store(true).tls_danger_accept_invalid_certs(true);
        let http = names.iter().fold(builder, |builder, name| builder.resolve(name, here)).build().unwrap();
        let (page, api): (Url, Url) = (page.parse().unwrap(), api.parse().unwrap());
        Self { http, api, origin: page.origin().ascii_serialization() }
    }

    fn at(&self, path: &str) -> Url {
        self.api.join(path.trim_start_matches('/')).unwrap()
    }

    pub async fn get(&self, path: &str) -> Response {
        in_time(path, self.http.get(self.at(path)).header(ORIGIN, &self.origin).send()).await.unwrap()
    }

    async fn json(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), 200, "{path}");
        answer.json().await.unwrap()
    }

    /// Asks for a new session.
    pub async fn create(&self) -> Response {
        let asked = self.http.post(self.at("api/sessions")).header(ORIGIN, &self.origin);
        in_time("a session", asked.send()).await.unwrap()
    }

    /// All that the page does with the API; the cookie it was given, without its value.
    pub async fn does_all(&self) -> String {
        let created = self.create().await;
        assert_eq!(created.status(), 201);
        let (guest, attributes) = created.headers()[SET_COOKIE].to_str().unwrap().split_once("; ").unwrap();
        let cookie = format!("{}; {attributes}", guest.split('=').next().unwrap());
        let created: Value = created.json().await.unwrap();
        let session = created["session_id"].as_str().unwrap();
        let listed = self.json("api/sessions").await;
        assert_eq!(listed["sessions"][0]["session_id"], session, "the guest is known again");
        let api = format!("api/sessions/{session}");
        self.talks(&format!("{api}/ws"), session).await;
        self.sees_a_picture(&api).await;
        let mut events = self.get(&format!("{api}/events")).await;
        let mut seen = String::new();
        in_time("the events", async {
            while !seen.contains("RUN_FINISHED") && !seen.contains("MESSAGES_SNAPSHOT") {
                seen += &String::from_utf8_lossy(&events.chunk().await.unwrap().expect("the stream goes on"));
            }
        })
        .await;
        // The document says where it is meant from.
        let document = self.at("api/openapi.json");
        let openapi = self.json("api/openapi.json").await;
        let server = document.join(openapi["servers"][0]["url"].as_str().unwrap()).unwrap();
        let health = format!("{}/api/health", server.as_str().trim_end_matches('/'));
        assert_eq!(in_time("health", self.http.get(health).send()).await.unwrap().status(), 200);
        cookie.split("; ").filter(|part| !part.starts_with("Max-Age")).collect::<Vec<_>>().join("; ")
    }

    /// Says something over the socket, and hears the answer to its end.
    async fn talks(&self, path: &str, session: &str) {
        let mut socket = self.socket(path).await.expect("the upgrade is let in");
        let hello = json!({"type": "hello"});
        let message = json!({"type": "message", "client_msg_id": "m-1", "content": "tokens=3 rate=100"});
        for frame in [hello, message] {
            socket.send(Message::text(frame.to_string())).await.unwrap();
        }
        in_time("the answer over the socket", async {
            let mut welcomed = false;
            loop {
                let frame = socket.next().await.unwrap().unwrap();
                let Message::Text(text) = frame else { continue };
                welcomed |= text.contains("\"welcome\"") && text.contains(session);
                if text.contains("RUN_FINISHED") {
                    break;
                }
            }
            assert!(welcomed);
        })
        .await;
    }

    /// The socket at this path; `None` when the upgrade is refused.
    async fn socket(&self, path: &str) -> Option<WebSocketStream<reqwest::Upgraded>> {
        let asked = self.http.get(self.at(path)).header(ORIGIN, &self.origin);
        let asked = [
            ("connection", "upgrade"),
            ("upgrade", "websocket"),
            ("sec-websocket-version", "13"),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ("sec-websocket-protocol", "hera.v1"),
        ]
        .iter()
        .fold(asked, |asked, (name, value)| asked.header(*name, *value));
        let answer = in_time("the upgrade", asked.send()).await.unwrap();
        if answer.status() != 101 {
            return None;
        }
        let upgraded = answer.upgrade().await.unwrap();
        Some(WebSocketStream::from_raw_socket(upgraded, Role::Client, None).await)
    }

    /// The code with which a socket on the session is closed that says nothing.
    pub async fn closed_with(&self, session: &str) -> Option<u16> {
        let mut socket = self.socket(&format!("api/sessions/{session}/ws")).await?;
        in_time("the socket to be closed", async {
            loop {
                if let Message::Close(close) = socket.next().await.unwrap().unwrap() {
                    return close.map(|close| close.code.into());
                }
            }
        })
        .await
    }

    /// Sends a picture, and sees it: by the address that the answer tells, and by its name.
    async fn sees_a_picture(&self, api: &str) {
        let part = Part::bytes(png(40, 30)).file_name("photo.png").mime_str("image/png").unwrap();
        let asked = self.http.post(self.at(&format!("{api}/photos/user"))).multipart(Form::new().part("file", part));
        let sent = in_time("the picture to be taken", asked.header(ORIGIN, &self.origin).send()).await.unwrap();
        assert_eq!(sent.status(), 200);
        let sent: Value = sent.json().await.unwrap();
        for path in [sent["photo"]["url"].as_str().unwrap(), &format!("{api}/photos/user.png?size=96")] {
            let seen = self.get(path).await;
            assert_eq!(seen.status(), 200, "{path}");
            assert!(seen.headers()["content-type"].to_str().unwrap().starts_with("image/"), "{path}");
        }
    }
}

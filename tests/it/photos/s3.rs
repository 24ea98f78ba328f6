//! An S3 that takes nothing without its signature.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use tokio::task::JoinSet;

use super::clouds::{BUCKET, Objects, answer, list};
use crate::harness::free_address;

/// What of Amazon's S3 pictures are kept with. Whoever asks must have signed what they ask, by a header or in the address,
/// with Signature Version 4: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.
/// For how long an address is good is not looked at, as tests are run on other days, too.
pub struct S3 {
    pub endpoint: String,
    objects: Objects,
    mood: Arc<AtomicU16>,
    _running: JoinSet<()>,
}

/// It answers as it should.
const WELL: u16 = 0;
/// It takes what it is asked, and says nothing.
const SILENT: u16 = 1;

impl S3 {
    pub const KEY_ID: &str = "hera";
    pub const SECRET: &str = "a-secret-of-the-tests";

    pub async fn start() -> Self {
        let (objects, mood) = (Objects::default(), Arc::new(AtomicU16::new(WELL)));
        let app = Router::new()
            .route(&format!("/{BUCKET}"), get(list).post(delete_many))
            .route(&format!("/{BUCKET}/{{*name}}"), any(answer))
            .layer(from_fn(signed))
            .layer(from_fn_with_state(Arc::clone(&mood), in_mood))
            .with_state(Arc::clone(&objects));
        // Its own also when it is gone: nobody else answers there then.
        let listener = tokio::net::TcpListener::bind(free_address()).await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let mut running = JoinSet::new();
        running.spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { endpoint, objects, mood, _running: running }
    }

    /// From now on it answers whatever it is asked with this status, an error.
    pub fn fails_with(&self, status: u16) {
        self.mood.store(status, Ordering::Relaxed);
    }

    /// From now on it says nothing.
    pub fn falls_silent(&self) {
        self.mood.store(SILENT, Ordering::Relaxed);
    }

    pub fn is_well_again(&self) {
        self.mood.store(WELL, Ordering::Relaxed);
    }

    /// The names of all objects.
    pub fn objects(&self) -> Vec<String> {
        self.objects.names()
    }
}

async fn delete_many(
    State(objects): State<Objects>,
    Query(query): Query<BTreeMap<String, String>>,
    body: String,
) -> Response {
    assert!(query.contains_key("delete"), "{query:?}");
    let mut deleted = String::new();
    for name in body.split("<Key>").skip(1).filter_map(|rest| rest.split("</Key>").next()) {
        objects.remove(name);
        write!(deleted, "<Deleted><Key>{name}</Key></Deleted>").unwrap();
    }
    ([("content-type", "application/xml")], format!("<DeleteResult>{deleted}</DeleteResult>")).into_response()
}

async fn in_mood(State(mood): State<Arc<AtomicU16>>, request: Request, next: Next) -> Response {
    match mood.load(Ordering::Relaxed) {
        WELL => next.run(request).await,
        SILENT => std::future::pending().await,
        status => {
            let body = "<Error><Code>InTheMood</Code><Message>for a secret</Message></Error>";
            (StatusCode::from_u16(status).unwrap(), body).into_response()
        }
    }
}

async fn signed(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    if is_signed(&parts, &body).is_none() {
        return (StatusCode::FORBIDDEN, "<Error><Code>SignatureDoesNotMatch</Code></Error>").into_response();
    }
    next.run(Request::from_parts(parts, Body::from(body))).await
}

/// None where something of a signature is missing or wrong.
fn is_signed(parts: &Parts, body: &Bytes) -> Option<()> {
    let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let query: Vec<_> = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()).collect();
    let asked = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| &**value);
    let (credential, names, signature, date, digest) = if let Some(said) = header("authorization") {
        let fields: BTreeMap<_, _> =
            said.strip_prefix("AWS4-HMAC-SHA256 ")?.split(", ").filter_map(|field| field.split_once('=')).collect();
        let digest = header("x-amz-content-sha256")?;
        if digest != "UNSIGNED-PAYLOAD" && digest != hex(&Sha256::digest(body)) {
            return None;
        }
        let field = |name: &str| fields.get(name).copied();
        (field("Credential")?, field("SignedHeaders")?, field("Signature")?, header("x-amz-date")?, digest)
    } else {
        (
            asked("X-Amz-Credential")?,
            asked("X-Amz-SignedHeaders")?,
            asked("X-Amz-Signature")?,
            asked("X-Amz-Date")?,
            "UNSIGNED-PAYLOAD",
        )
    };
    let (key_id, scope) = credential.split_once('/')?;
    let mut asked: Vec<_> = query
        .iter()
        .filter(|(name, _)| name != "X-Amz-Signature")
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    asked.sort_unstable();
    let mut headers = String::new();
    for name in names.split(';') {
        let value = header(name).or(parts.uri.host().filter(|_| name == "host"))?;
        writeln!(headers, "{name}:{}", value.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap();
    }
    let (method, path) = (&parts.method, parts.uri.path());
    let canonical = format!("{method}\n{path}\n{}\n{headers}\n{names}\n{digest}", asked.join("&"));
    let text = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", hex(&Sha256::digest(&canonical)));
    let secret = format!("AWS4{}", S3::SECRET).into_bytes();
    let key = scope.split('/').fold(secret, |key, part| mac(&key, part).finalize().into_bytes().to_vec());
    (key_id == S3::KEY_ID
        && scope.ends_with("/s3/aws4_request")
        && hex(&mac(&key, &text).finalize().into_bytes()) == signature)
        .then_some(())
}

fn mac(key: &[u8], text: &str) -> Hmac<Sha256> {
    let mut mac: Hmac<Sha256> = Hmac::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// As in a canonical query: all but unreserved characters are escaped (RFC 3986, section 2.3).
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |text, byte| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => text + &char::from(byte).to_string(),
        _ => text + &format!("%{byte:02X}"),
    })
}

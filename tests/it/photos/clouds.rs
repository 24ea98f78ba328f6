//! Servers that speak as the clouds do, each on this machine and for one test.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path as UrlPath, Query, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use tempfile::TempDir;
use tokio::sync::{OwnedRwLockWriteGuard, RwLock};
use tokio::task::JoinSet;

use crate::harness::{free_address, in_time};

pub const BUCKET: &str = "pictures";

/// A server in a process of its own. Killed when dropped.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn listens(port: u16) {
    in_time("a server to listen", async {
        let mut looks = tokio::time::interval(Duration::from_millis(20));
        while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            looks.tick().await;
        }
    })
    .await;
}

/// The files under a folder.
pub fn files(dir: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut dirs = vec![dir.to_owned()];
    while let Some(dir) = dirs.pop() {
        for entry in std::fs::read_dir(dir).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { dirs.push(path) } else { found.push(path.display().to_string()) }
        }
    }
    found
}

/// Azurite, as Azure's makers give it to try things out.
pub struct Azurite {
    pub endpoint: String,
    _process: Process,
}

impl Azurite {
    /// Known to everybody, and the only ones it knows.
    pub const ACCOUNT: &str = "devstoreaccount1";
    pub const KEY: &str = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    pub async fn start() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/azurite/node_modules/.bin/azurite-blob");
        assert!(script.exists(), "{} is missing: run tests/setup.sh", script.display());
        let port = free_address().port();
        let process = Command::new("node")
            .arg(script)
            .args(["--blobPort", &port.to_string(), "--inMemoryPersistence", "--skipApiVersionCheck"])
            .args(["--disableTelemetry", "--silent"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let process = Process(process);
        listens(port).await;
        let azurite = Self { endpoint: format!("http://127.0.0.1:{port}/{}", Self::ACCOUNT), _process: process };
        azurite.make_container().await;
        azurite
    }

    /// Asks for the container as Azure wants to be asked, with a signature over the request.
    async fn make_container(&self) {
        let now = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&jiff::Timestamp::now());
        let date = now.unwrap();
        let (account, version) = (Self::ACCOUNT, "2021-08-06");
        let asked = format!(
            "PUT\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:{date}\nx-ms-version:{version}\n\
             /{account}/{account}/{BUCKET}\nrestype:container"
        );
        let mut mac: Hmac<Sha256> = Hmac::new_from_slice(&BASE64_STANDARD.decode(Self::KEY).unwrap()).unwrap();
        mac.update(asked.as_bytes());
        let signature = BASE64_STANDARD.encode(mac.finalize().into_bytes());
        let made = reqwest::Client::new()
            .put(format!("{}/{BUCKET}?restype=container", self.endpoint))
            .header("x-ms-date", date)
            .header("x-ms-version", version)
            .header("authorization", format!("SharedKey {account}:{signature}"))
            .header("content-length", 0)
            .send();
        let made = in_time("the container", made).await.unwrap();
        assert_eq!(made.status(), 201, "{}", made.text().await.unwrap());
    }
}

pub type Objects = Arc<Shelf>;

/// What a cloud keeps, by name.
#[derive(Default)]
pub struct Shelf {
    objects: Mutex<BTreeMap<String, (String, Bytes)>>,
    /// Taken by every list.
    lists: Arc<RwLock<()>>,
    lists_asked: AtomicUsize,
    /// Taken by whatever is put.
    puts: Arc<RwLock<()>>,
    puts_asked: AtomicUsize,
}

impl Shelf {
    pub fn names(&self) -> Vec<String> {
        self.objects.lock().unwrap().keys().cloned().collect()
    }

    pub fn remove(&self, name: &str) {
        self.objects.lock().unwrap().remove(name);
    }
}

/// What of Google Cloud Storage's XML API is written and read with; it checks no signatures.
pub struct Gcs {
    pub endpoint: String,
    /// A service account's file.
    pub credentials: PathBuf,
    objects: Objects,
    _running: JoinSet<()>,
    _dir: TempDir,
}

impl Gcs {
    pub async fn start() -> Self {
        let dir = TempDir::new().unwrap();
        let objects = Objects::default();
        let app = Router::new()
            .route(&format!("/{BUCKET}"), get(list))
            .route(&format!("/{BUCKET}/{{*name}}"), any(answer))
            .layer(from_fn(identified))
            .with_state(Arc::clone(&objects));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address: SocketAddr = listener.local_addr().unwrap();
        let mut running = JoinSet::new();
        running.spawn(async move { axum::serve(listener, app).await.unwrap() });
        let credentials = dir.path().join("account.json");
        let account = serde_json::json!({
            "type": "service_account",
            "client_email": "hera@tests",
            "private_key": private_key(), "private_key_id": "1",
        });
        std::fs::write(&credentials, account.to_string()).unwrap();
        Self { endpoint: format!("http://{address}"), credentials, objects, _running: running, _dir: dir }
    }

    /// The names of all objects.
    pub fn objects(&self) -> Vec<String> {
        self.objects.names()
    }

    /// From now on whoever asks for a list waits for it, until the guard is dropped.
    pub async fn hold_lists(&self) -> OwnedRwLockWriteGuard<()> {
        Arc::clone(&self.objects.lists).write_owned().await
    }

    /// From now on whoever puts something waits for it, until the guard is dropped.
    pub async fn hold_puts(&self) -> OwnedRwLockWriteGuard<()> {
        Arc::clone(&self.objects.puts).write_owned().await
    }

    /// How many objects were put, or are to be.
    pub fn puts_asked(&self) -> usize {
        self.objects.puts_asked.load(Ordering::Relaxed)
    }

    /// How many lists were asked for.
    pub fn lists_asked(&self) -> usize {
        self.objects.lists_asked.load(Ordering::Relaxed)
    }
}

/// A key of the account's own, to sign URLs with.
fn private_key() -> String {
    let key = KeyPair::generate(KeySize::Rsa2048).unwrap();
    let der: Pkcs8V1Der<'_> = key.as_der().unwrap();
    let text = BASE64_STANDARD.encode(der.as_ref());
    format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n")
}

/// Whoever asks says who it is; nobody looks whether that is true.
async fn identified(request: Request, next: Next) -> Response {
    let token = request.headers().get(header::AUTHORIZATION);
    if token.is_some_and(|token| token.as_bytes().starts_with(b"Bearer ey")) {
        next.run(request).await
    } else {
        StatusCode::UNAUTHORIZED.into_response()
    }
}

/// One object is put, given, or taken away.
pub async fn answer(
    State(objects): State<Objects>,
    UrlPath(name): UrlPath<String>,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let turn = (method == Method::PUT).then(|| {
        objects.puts_asked.fetch_add(1, Ordering::Relaxed);
        Arc::clone(&objects.puts).read_owned()
    });
    let _turn = match turn {
        Some(turn) => Some(turn.await),
        None => None,
    };
    let mut objects = objects.objects.lock().unwrap();
    match method {
        Method::PUT => {
            let kind = headers.get(header::CONTENT_TYPE).map_or("", |kind| kind.to_str().unwrap());
            objects.insert(name, (kind.to_owned(), body));
            (StatusCode::OK, [("etag", "\"1\""), ("x-goog-generation", "1")]).into_response()
        }
        Method::DELETE => objects.remove(&name).map_or_else(missing, |_| StatusCode::NO_CONTENT.into_response()),
        Method::GET | Method::HEAD => {
            let Some((kind, content)) = objects.get(&name) else { return missing() };
            read(kind, content, headers.get(header::RANGE).map(|range| range.to_str().unwrap()))
        }
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

fn missing() -> Response {
    (StatusCode::NOT_FOUND, "<Error><Code>NoSuchKey</Code></Error>").into_response()
}

fn read(kind: &str, content: &Bytes, range: Option<&str>) -> Response {
    let head = [("content-type", kind), ("etag", "\"1\""), ("last-modified", "Wed, 25 Nov 2026 12:00:00 GMT")];
    let Some(range) = range else { return (head, content.clone()).into_response() };
    let (from, to) = range.strip_prefix("bytes=").unwrap().split_once('-').unwrap();
    let (from, to): (usize, usize) = (from.parse().unwrap(), to.parse().unwrap());
    let part = content.slice(from..(to + 1).min(content.len()));
    let shown = format!("bytes {from}-{}/{}", from + part.len() - 1, content.len());
    (StatusCode::PARTIAL_CONTENT, head, [("content-range", shown)], part).into_response()
}

pub async fn list(State(objects): State<Objects>, Query(query): Query<BTreeMap<String, String>>) -> Response {
    assert_eq!(query["list-type"], "2");
    objects.lists_asked.fetch_add(1, Ordering::Relaxed);
    let _turn = objects.lists.read().await;
    let (objects, prefix) = (objects.objects.lock().unwrap(), query["prefix"].as_str());
    let mut text = "<ListBucketResult>".to_owned();
    for (name, (_, content)) in objects.iter().filter(|(name, _)| name.starts_with(prefix)) {
        let size = content.len();
        write!(
            text,
            "<Contents><Key>{name}</Key><LastModified>2026-11-25T12:00:00Z</LastModified>\
             <ETag>\"1\"</ETag><Size>{size}</Size></Contents>"
        )
        .unwrap();
    }
    ([("content-type", "application/xml")], text + "</ListBucketResult>").into_response()
}

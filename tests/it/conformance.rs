//! The WebSocket layer against the Autobahn cases, run by `kosoku` (installed by tests/setup.sh).

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::any;
use futures::{SinkExt as _, StreamExt as _};
use hera::gateway::ws::open;
use serde_json::{Map, Value};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio::task::JoinSet;
use tokio_util::task::TaskTracker;

/// The largest message of the cases, in bytes.
const LARGEST: usize = 16 << 20;
/// As many cases as there are without compression, which hera does not offer.
const CASES: usize = 301;

/// Says everything back, over sockets that are set up as hera's own.
async fn echo(State(sockets): State<TaskTracker>, request: Request) -> Response {
    let (response, socket) = open(request, LARGEST).unwrap();
    sockets.spawn(async move {
        let Some(mut socket) = socket.await else { return };
        while let Some(Ok(message)) = socket.next().await {
            if (message.is_text() || message.is_binary()) && socket.send(message).await.is_err() {
                return;
            }
        }
    });
    response
}

async fn serve(running: &mut JoinSet<()>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = Router::new().route("/", any(echo)).with_state(TaskTracker::new());
    running.spawn(async move { axum::serve(listener, app).await.unwrap() });
    address
}

/// Runs the cases; how each of them went, by its number.
async fn run(address: SocketAddr, reports: &Path) -> Map<String, Value> {
    let venv = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/venv/bin/kosoku");
    assert!(venv.exists(), "{} is missing: run tests/setup.sh", venv.display());
    let mut kosoku = Command::new(venv);
    kosoku.arg("--parallelism=4").arg("--outdir").arg(reports).args(["--exclude=12.*", "--exclude=13.*"]);
    kosoku.arg(format!("ws://{address}/")).stdin(Stdio::null()).kill_on_drop(true);
    let said = kosoku.output().await.unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
    let Ok(index) = std::fs::read(reports.join("index.json")) else { panic!("kosoku made no report: {said}") };
    let index: Map<String, Value> = serde_json::from_slice(&index).unwrap();
    let Some(Value::Object(cases)) = index.into_values().next() else { panic!("the report is empty: {said}") };
    cases
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sockets_pass_the_autobahn_cases() {
    let reports = TempDir::new().unwrap();
    let mut running = JoinSet::new();
    let address = serve(&mut running).await;
    let cases = run(address, reports.path()).await;
    let passed = |case: &Value| {
        // Informational cases have no right answer; non-strict ones were answered rightly, a little early or late.
        let behavior = case["behavior"].as_str().unwrap_or_default();
        let close = case["behaviorClose"].as_str().unwrap_or_default();
        ["OK", "NON-STRICT", "INFORMATIONAL"].contains(&behavior) && ["OK", "INFORMATIONAL"].contains(&close)
    };
    let failed: Vec<_> = cases.iter().filter(|(_, case)| !passed(case)).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert_eq!(cases.len(), CASES, "as many cases as were meant to be run");
}

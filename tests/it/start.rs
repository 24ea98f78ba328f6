//! Starting and ending the program: what the command line answers, and what the signals do.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStderr, ChildStdout, Command};
use tokio::task::JoinSet;
use tokio::time::timeout;

/// Long enough for a busy machine; nothing waits for it to pass.
const PATIENCE: Duration = Duration::from_mins(1);

/// hera in a folder of its own, without the settings of whoever runs the tests.
fn hera(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hera"));
    command.args(arguments).current_dir(folder.path()).env_clear().kill_on_drop(true);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What a program said before it ended.
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Said {
    async fn by(mut command: Command) -> Self {
        let output = timeout(PATIENCE, command.output()).await.expect("hera ends").expect("hera starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("hera writes UTF-8");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// A hera that serves.
struct Serving {
    child: Child,
    url: String,
    out: Lines<BufReader<ChildStdout>>,
    err: Lines<BufReader<ChildStderr>>,
}

impl Serving {
    /// Starts hera on free ports and waits for the line that says so.
    async fn start(folder: &TempDir, settings: &[&str]) -> Self {
        let ports = ["serve", "--port=0", "--metrics-addr=off"];
        let mut child = hera(folder, &[&ports, settings].concat()).spawn().expect("hera starts");
        let mut out = BufReader::new(child.stdout.take().expect("piped")).lines();
        let err = BufReader::new(child.stderr.take().expect("piped")).lines();
        let line = timeout(PATIENCE, out.next_line()).await.expect("hera says something").expect("it is text");
        let line = line.expect("hera does not end before it is ready");
        let url = line.strip_prefix("hera is ready: open ").expect("the first line tells the address").to_owned();
        Self { child, url, out, err }
    }

    async fn signal(&self, name: &str) {
        let process = self.child.id().expect("hera runs").to_string();
        let sent = Command::new("kill").args(["-s", name, &process]).status().await.expect("kill is there");
        assert!(sent.success());
    }

    /// Waits for a line of the log.
    async fn log_says(&mut self, words: &str) {
        let lines = async {
            while let Some(line) = self.err.next_line().await.expect("the log is text") {
                if line.contains(words) {
                    return;
                }
            }
            panic!("the log ended without saying {words:?}");
        };
        timeout(PATIENCE, lines).await.expect("the log says it in time");
    }

    /// Waits for the end: the exit code, and what else was written to standard output.
    async fn ended(mut self) -> (Option<i32>, String) {
        let status = timeout(PATIENCE, self.child.wait()).await.expect("hera ends").expect("it can be waited for");
        let mut rest = String::new();
        self.out.into_inner().read_to_string(&mut rest).await.expect("it is text");
        (status.code(), rest)
    }
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder can be made")
}

#[tokio::test]
async fn help_is_given_on_standard_output() {
    let folder = folder();
    for arguments in [&["--help"][..], &["serve", "--help"], &["check-config", "--help"], &["bench", "--help"]] {
        let said = Said::by(hera(&folder, arguments)).await;
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{arguments:?}");
        assert!(said.out.contains("Usage: hera"), "{}", said.out);
    }
}

#[tokio::test]
async fn all_mistakes_are_told_and_nothing_is_started() {
    let folder = folder();
    std::fs::write(folder.path().join("hera.toml"), "[server]\nprot = 1\n").unwrap();
    for role in ["serve", "check-config"] {
        let mut command = hera(&folder, &[role, "--reconnect-min-ms=soon"]);
        command.env("STORAGE_MODE", "clouds");
        let said = Said::by(command).await;
        assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{role}");
        for words in [
            "the settings have 3 mistakes:",
            "hera.toml:2: server.prot is not a setting; did you mean server.port?",
            "STORAGE_MODE in the environment: storage.mode must be `local` or `redis` or `cloud`",
            "--reconnect-min-ms: socket.reconnect_min_ms must be a whole number of milliseconds",
        ] {
            assert!(said.err.contains(words), "{role} does not say {words:?} but\n{}", said.err);
        }
        assert!(!folder.path().join("sessions").exists());
    }
}

#[tokio::test]
async fn the_settings_in_effect_can_be_used_as_a_file() {
    let folder = folder();
    let mut command = hera(&folder, &["check-config", "--port", "9000"]);
    command.env("ALLOWED_ORIGINS", "https://family.example");
    let first = Said::by(command).await;
    assert_eq!((first.code, first.err.as_str()), (Some(0), ""));
    std::fs::write(folder.path().join("kept.toml"), &first.out).unwrap();
    let mut command = hera(&folder, &["check-config"]);
    command.env("HERA_CONFIG", "kept.toml");
    let second = Said::by(command).await;
    let values = |text: &str| text.lines().map(|line| line.split(" # ").next().map(str::to_owned)).collect::<Vec<_>>();
    assert_eq!(values(&first.out), values(&second.out));
    assert!(second.out.contains("# kept.toml:3"), "{}", second.out);
}

#[tokio::test]
async fn hera_serves_until_it_is_asked_to_end() {
    for name in ["TERM", "INT"] {
        let folder = folder();
        let serving = Serving::start(&folder, &[]).await;
        let answer = reqwest::get(format!("{}health/ready", serving.url)).await.unwrap();
        assert_eq!(answer.status(), 200);
        serving.signal(name).await;
        let (code, rest) = serving.ended().await;
        assert_eq!((code, rest.as_str()), (Some(0), ""), "after SIG{name}");
    }
}

#[tokio::test]
async fn a_second_signal_does_not_wait_for_a_running_turn() {
    let folder = folder();
    let mut serving = Serving::start(&folder, &["--agent=load", "--drain-s=3600", "--turn-time-limit-s=3600"]).await;
    let sessions = format!("{}api/sessions", serving.url);
    let client = reqwest::Client::new();
    let made: serde_json::Value = client.post(&sessions).send().await.unwrap().json().await.unwrap();
    let session = format!("{sessions}/{}", made["session_id"].as_str().unwrap());
    let mut events = client.get(format!("{session}/events")).send().await.unwrap();
    let mut asking = JoinSet::new();
    let body = serde_json::json!({"message": "tokens=100000 rate=1"});
    asking.spawn(client.post(format!("{session}/messages")).json(&body).send());
    let mut seen = String::new();
    while !seen.contains("RUN_STARTED") {
        let chunk = timeout(PATIENCE, events.chunk()).await.expect("the turn begins").unwrap();
        seen += &String::from_utf8_lossy(&chunk.expect("the events go on"));
    }
    serving.signal("TERM").await;
    serving.log_says("draining").await;
    assert_eq!(serving.child.try_wait().unwrap(), None, "a running turn is waited for");
    serving.signal("TERM").await;
    let (code, _) = serving.ended().await;
    assert_eq!(code, Some(0));
}

/// A program that may do what its user may, and no more, also where the tests run as root.
fn without_privileges(hera: Command) -> Command {
    let hera = hera.into_std();
    let mut command = Command::new("setpriv");
    command.args(["--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all", "--"]);
    command.arg(hera.get_program()).args(hera.get_args()).current_dir(hera.get_current_dir().unwrap()).env_clear();
    command.env("PATH", "/usr/bin:/bin").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.kill_on_drop(true);
    command
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_told_once_with_its_cure() {
    let folder = folder();
    let dir = folder.path().join("sessions");
    let (photos, store) = (dir.join("photos"), dir.join("hera.redb"));
    let nowhere = ["--port=0", "--metrics-addr=off", "--storage-mode=redis", "--redis-url=redis://127.0.0.1:1/0"];
    let mode = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    std::fs::create_dir_all(&photos).unwrap();
    std::fs::write(&store, "").unwrap();
    for (role, closed) in
        [("serve", &store), ("serve", &dir), ("serve", &photos), ("backend", &photos), ("adk", &photos)]
    {
        mode(closed, 0o555);
        let arguments: &[&str] = if role == "serve" { &nowhere[..2] } else { &nowhere };
        let said = Said::by(without_privileges(hera(&folder, &[&[role], arguments].concat()))).await;
        mode(closed, 0o755);
        assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{role}: {}", said.err);
        let path = closed.strip_prefix(folder.path()).unwrap().display();
        assert!(said.err.starts_with(&format!("hera: ./{path} cannot be written: Permission denied")), "{}", said.err);
        for words in [&format!("./{path} belongs to user "), "(chown -R ", "SESSIONS_DIR"] {
            assert!(said.err.contains(words), "{}", said.err);
        }
        assert_eq!(said.err.matches("Permission denied").count(), 1, "{}", said.err);
        assert_eq!(said.err.lines().count(), 1, "{}", said.err);
    }
}

#[tokio::test]
async fn a_start_that_cannot_be_says_what_to_do() {
    let folder = folder();
    let serving = Serving::start(&folder, &[]).await;
    let second = Said::by(hera(&folder, &["--port=0", "--metrics-addr=off"])).await;
    assert_eq!(second.code, Some(1));
    assert!(second.err.contains("SESSIONS_DIR"), "{}", second.err);
    let port = serving.url.trim_end_matches('/').rsplit(':').next().unwrap().to_owned();
    let elsewhere = Said::by(hera(&folder, &["--port", &port, "--metrics-addr=off", "--sessions-dir=other"])).await;
    assert_eq!(elsewhere.code, Some(1));
    assert!(elsewhere.err.contains(&format!("127.0.0.1:{port}")), "{}", elsewhere.err);
    assert_eq!(elsewhere.out, "");
}

//! Starting and ending the program: what the command line answers, and what the signals do.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use futures::future::join_all;
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStderr, ChildStdout, Command};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::harness::{Redis, free_address, hashed, surroundings};
use crate::photos::clouds::BUCKET;
use crate::photos::s3::S3;

/// Long enough for a busy machine; nothing waits for it to pass.
const PATIENCE: Duration = Duration::from_mins(1);

/// hera in a folder of its own, without the settings of whoever runs the tests.
fn hera(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hera"));
    command.args(arguments).current_dir(folder.path()).env_clear().envs(surroundings()).kill_on_drop(true);
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
        Self::by(hera(folder, &[&ports, settings].concat())).await
    }

    /// The same, by a command of one's own.
    async fn by(mut command: Command) -> Self {
        let mut child = command.spawn().expect("hera starts");
        let mut out = BufReader::new(child.stdout.take().expect("piped")).lines();
        let err = BufReader::new(child.stderr.take().expect("piped")).lines();
        let line = timeout(PATIENCE, out.next_line()).await.expect("hera says something").expect("it is text");
        let line = line.expect("hera does not end before it is ready");
        let said = if line.starts_with('{') { logged(&line)["message"].as_str().unwrap().to_owned() } else { line };
        let url = said.strip_prefix("hera is ready: open ").expect("the first line tells the address").to_owned();
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

/// A line of a log in JSON, which has what every such line has.
fn logged(line: &str) -> Value {
    let object: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    for member in ["timestamp", "level", "target", "message"] {
        assert!(object[member].is_string(), "no {member}: {line}");
    }
    object
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
    for name in ["TERM", "INT", "HUP"] {
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
async fn who_cannot_say_that_it_is_ready_serves_all_the_same() {
    let folder = folder();
    let mut command = hera(&folder, &["serve", "--port=0", "--metrics-addr=off"]);
    command.stdout(std::fs::File::create("/dev/full").expect("there is a full device"));
    let mut child = command.spawn().expect("hera starts");
    let mut log = BufReader::new(child.stderr.take().expect("piped")).lines();
    let told = async {
        while let Some(line) = log.next_line().await.expect("the log is text") {
            if line.contains("nobody reads on standard output") {
                return;
            }
        }
        panic!("hera ended");
    };
    timeout(PATIENCE, told).await.expect("the log says it in time");
    let process = child.id().expect("hera runs").to_string();
    assert!(Command::new("kill").args(["-s", "TERM", &process]).status().await.expect("kill is there").success());
    let status = timeout(PATIENCE, child.wait()).await.expect("hera ends").expect("it can be waited for");
    assert_eq!(status.code(), Some(0), "it went on, and ended as it was asked to");
}

#[tokio::test]
async fn who_is_to_outlive_the_terminal_does() {
    let folder = folder();
    let mut shell = Command::new("sh");
    let script = "trap '' HUP; exec \"$0\" serve --port=0 --metrics-addr=off";
    shell.args(["-c", script, env!("CARGO_BIN_EXE_hera")]).current_dir(folder.path()).env_clear().kill_on_drop(true);
    shell.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut serving = Serving::by(shell).await;
    serving.signal("HUP").await;
    assert_eq!(reqwest::get(format!("{}health/ready", serving.url)).await.unwrap().status(), 200);
    serving.signal("TERM").await;
    let mut told = String::new();
    while let Some(line) = serving.err.next_line().await.unwrap() {
        told += &line;
    }
    assert!(told.contains("asked to end: draining") && !told.contains("asked again"), "{told}");
    assert_eq!(serving.ended().await.0, Some(0));
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
async fn a_folder_that_is_none_is_told_with_its_cure() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("file"), "").unwrap();
    std::os::unix::fs::symlink("nowhere", at("link")).unwrap();
    std::fs::create_dir_all(at("no_photos")).unwrap();
    std::fs::write(at("no_photos/photos"), "").unwrap();
    std::fs::create_dir_all(at("no_store/hera.redb")).unwrap();
    for dir in ["away", "pipe"] {
        std::fs::create_dir(at(dir)).unwrap();
    }
    std::os::unix::fs::symlink("/mnt/not-yet/hera.redb", at("away/hera.redb")).unwrap();
    pipe(&at("pipe/hera.redb"));
    for (dir, why, cure) in [
        ("file", "file is no folder", "Move it away"),
        ("file/below", "file is no folder", "Move it away"),
        ("link", "link is a link that leads nowhere", "Make the folder that it names"),
        ("link/below", "link is a link that leads nowhere", "Make the folder that it names"),
        ("/proc/hera", "/proc/hera cannot be written", "Set SESSIONS_DIR to another folder"),
        ("no_photos", "photos is no folder", "Move it away"),
        ("no_store", "hera.redb is no file", "Move it away"),
        ("pipe", "hera.redb is no file", "Move it away"),
        ("away", "hera.redb is a link that leads nowhere", "Mount the disk that it leads to"),
    ] {
        let mut told = Vec::new();
        for arguments in [&["check-config"][..], &["serve", "--port=0", "--metrics-addr=off"]] {
            let mut command = hera(&folder, arguments);
            command.env("SESSIONS_DIR", dir);
            let said = Said::by(command).await;
            assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{dir}: {}", said.err);
            for words in [why, cure, "SESSIONS_DIR"] {
                assert!(said.err.contains(words), "{dir} does not say {words:?} but {}", said.err);
            }
            told.push(said.err);
        }
        assert_eq!(told[0], told[1], "{dir}");
    }
    assert!(!at("nowhere").exists() && !at("no_store/photos").exists(), "nothing is made");
    assert!(at("away/hera.redb").is_symlink(), "the link is left");
    for (dir, why) in [("away", "is a link that leads nowhere"), ("pipe", "is no file")] {
        let mut command = hera(&folder, &["compact"]);
        command.env("SESSIONS_DIR", dir);
        let said = Said::by(command).await;
        assert!(said.code == Some(2) && said.err.contains(why), "{dir}: {}", said.err);
    }
    // A link that leads somewhere is a store like any other.
    std::fs::create_dir(at("linked")).unwrap();
    std::fs::write(at("elsewhere.redb"), "").unwrap();
    std::os::unix::fs::symlink(at("elsewhere.redb"), at("linked/hera.redb")).unwrap();
    drop(Serving::start(&folder, &["--sessions-dir=linked"]).await);
}

fn pipe(path: &Path) {
    let mode = rustix::fs::Mode::RWXU;
    rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, mode, 0).unwrap();
}

#[tokio::test]
async fn what_is_in_the_place_of_the_reserve_is_told() {
    for what in ["folder", "pipe", "link"] {
        let folder = folder();
        let reserve = folder.path().join("sessions/hera.reserve");
        std::fs::create_dir(folder.path().join("sessions")).unwrap();
        match what {
            "folder" => std::fs::create_dir(&reserve).unwrap(),
            "pipe" => pipe(&reserve),
            _ => std::os::unix::fs::symlink("/mnt/not-yet/hera.reserve", &reserve).unwrap(),
        }
        let mut serving = Serving::start(&folder, &[]).await;
        serving.log_says("hera.reserve is no file: move it away").await;
        assert!(reserve.symlink_metadata().is_ok(), "{what} is left");
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
    assert!(elsewhere.err.contains(&format!("127.0.0.1:{port}; PORT sets another port")), "{}", elsewhere.err);
    assert_eq!(elsewhere.out, "");
    for (arguments, cure) in [
        (["--host=203.0.113.9", "--metrics-addr=off"], "HOST must be an address of this machine"),
        (["--host=127.0.0.1", "--metrics-addr=203.0.113.9:0"], "METRICS_ADDR must be an address of this machine"),
    ] {
        let said = Said::by(hera(&folder, &[&["--port=0", "--sessions-dir=other"], &arguments[..]].concat())).await;
        assert_eq!(said.code, Some(1));
        assert!(said.err.contains("203.0.113.9:") && said.err.contains(cure), "{}", said.err);
    }
}

#[tokio::test]
async fn a_first_start_that_is_cut_off_spoils_no_later_one() {
    let kept = "--sessions-dir=kept";
    for moment in 0..10 {
        let folder = folder();
        let mut first = hera(&folder, &["serve", "--port=0", "--metrics-addr=off", kept]).spawn().unwrap();
        // Another moment of the start each time, from its beginning to its end.
        tokio::time::sleep(Duration::from_millis(15 * moment)).await;
        first.kill().await.unwrap();
        drop(Serving::start(&folder, &[kept]).await);
    }
    // What there may be then.
    let folder = folder();
    let (unfinished, store) = (folder.path().join("kept/hera.unfinished"), folder.path().join("kept/hera.redb"));
    std::fs::create_dir(folder.path().join("kept")).unwrap();
    std::fs::write(&unfinished, vec![0; 73_728]).unwrap();
    std::fs::write(&store, []).unwrap();
    let serving = Serving::start(&folder, &[kept]).await;
    assert!(!unfinished.exists() && store.metadata().unwrap().len() > 0);
    serving.signal("TERM").await;
    assert_eq!(serving.ended().await.0, Some(0));
    Serving::start(&folder, &[kept]).await;
}

#[tokio::test]
async fn what_stands_where_the_store_is_made_is_left_alone() {
    let kept = "--sessions-dir=kept";
    for what in ["a link", "a name more", "a pipe", "another's"] {
        let folder = folder();
        let (unfinished, store) = (folder.path().join("kept/hera.unfinished"), folder.path().join("kept/hera.redb"));
        let precious = folder.path().join("precious");
        std::fs::create_dir(folder.path().join("kept")).unwrap();
        std::fs::write(&precious, "kept").unwrap();
        match what {
            "a link" => std::os::unix::fs::symlink(&precious, &unfinished).unwrap(),
            "a name more" => std::fs::hard_link(&precious, &unfinished).unwrap(),
            "a pipe" => pipe(&unfinished),
            // Nobody may write it; root may all the same.
            _ => {
                std::fs::write(&unfinished, "other").unwrap();
                std::fs::set_permissions(&unfinished, std::fs::Permissions::from_mode(0o000)).unwrap();
            }
        }
        let serving = Serving::start(&folder, &[kept]).await;
        assert_eq!(std::fs::read_to_string(&precious).unwrap(), "kept", "{what}");
        let made = std::fs::symlink_metadata(&store).unwrap();
        assert!(made.is_file() && made.len() > 0 && !unfinished.exists(), "{what}");
        serving.signal("TERM").await;
        assert_eq!(serving.ended().await.0, Some(0), "{what}");
    }
    let folder = folder();
    let unfinished = folder.path().join("kept/hera.unfinished");
    std::fs::create_dir_all(unfinished.join("full")).unwrap();
    let said = Said::by(hera(&folder, &["serve", "--port=0", "--metrics-addr=off", kept])).await;
    assert!(said.code.is_some_and(|code| code != 0), "{}", said.err);
    assert!(said.err.contains("kept/hera.unfinished is in the way"), "{}", said.err);
}

#[tokio::test]
async fn files_without_an_end_are_refused() {
    let folder = folder();
    for setting in ["HERA_CONFIG", "HELP_LINES_FILE"] {
        let mut command = hera(&folder, &["serve", "--port=0", "--metrics-addr=off"]);
        command.env(setting, "/dev/zero");
        let said = Said::by(command).await;
        assert_eq!(said.code, Some(2), "{setting}: {}", said.err);
        assert!(said.err.contains("/dev/zero") && said.err.contains("longer than"), "{setting}: {}", said.err);
    }
}

/// Arguments, environment, exit code, and words of the errors.
type Case<'a> = (&'a [&'a str], &'a [(&'a str, &'a str)], i32, &'a [&'a str]);

#[tokio::test]
async fn a_start_that_fails_is_told_in_json_where_the_log_is() {
    let folder = folder();
    let _holds_the_store = Serving::start(&folder, &[]).await;
    let long_line = ["serve", "--port=0", "--metrics-addr=off"];
    let cases: [Case<'_>; 8] = [
        (&long_line, &[], 1, &["SESSIONS_DIR"]),
        (&["serve", "--port=many"], &[("DRAIN_S", "soon")], 2, &["server.port", "server.drain_s"]),
        (&["serve", "--prot=1"], &[], 2, &["--prot"]),
        (&["adk"], &[], 2, &["STORAGE_MODE=redis"]),
        // However the log is asked for, and also where there is no such format.
        (&["serve", "--prot=1", "--log-format=json"], &[("LOG_FORMAT", "text")], 2, &["--prot"]),
        (&["adk", "--log-format", "json", "--nothing"], &[("LOG_FORMAT", "text")], 2, &["--nothing"]),
        (&["nothing"], &[("LOG_FORMAT", "JSON")], 2, &["nothing"]),
        (&["serve", "--port=many"], &[("LOG_FORMAT", "jsonl")], 2, &["server.port", "log.format"]),
    ];
    for (arguments, environment, code, words) in cases {
        let mut command = hera(&folder, arguments);
        command.env("LOG_FORMAT", "json").envs(environment.iter().copied());
        let said = Said::by(command).await;
        assert_eq!((said.code, said.out.as_str()), (Some(code), ""), "{}", said.err);
        let lines: Vec<Value> = said.err.lines().map(logged).collect();
        for word in words {
            let of_error = |line: &&Value| line["level"] == "ERROR" && line["message"].as_str().unwrap().contains(word);
            assert_eq!(lines.iter().filter(of_error).count(), 1, "{word} in {}", said.err);
        }
    }
}

#[tokio::test]
async fn whatever_fails_beside_the_server_is_told_in_json_where_the_log_is() {
    let folder = folder();
    let _holds_the_store = Serving::start(&folder, &[]).await;
    let nobody = format!("http://{}/", free_address());
    let json = ("LOG_FORMAT", "json");
    let cases: [Case<'_>; 13] = [
        (&["compact"], &[json], 1, &["SESSIONS_DIR"]),
        (&["compact", "--log-format=json"], &[("LOG_FORMAT", "text")], 1, &["SESSIONS_DIR"]),
        (
            &["compact"],
            &[json, ("STORAGE_MODE", "redis"), ("REDIS_URL", "redis://h")],
            1,
            &["the sessions are in Redis"],
        ),
        (&["compact", "--port=many"], &[json, ("DRAIN_S", "soon")], 2, &["server.port", "server.drain_s"]),
        (&["health", &nobody], &[json], 1, &["not healthy"]),
        (&["health"], &[json, ("METRICS_ADDR", "off")], 1, &["METRICS_ADDR is off"]),
        (&["health"], &[json, ("METRICS_ADDR", "nowhere")], 1, &["server.metrics"]),
        (&["health", "here"], &[json], 2, &["here"]),
        (&["check-config", "--port=many"], &[json, ("DRAIN_S", "soon")], 2, &["server.port", "server.drain_s"]),
        (&["check-config"], &[json, ("SESSIONS_DIR", "/proc/sessions")], 2, &["/proc/sessions"]),
        (&["check-config"], &[json, ("SESSION_TTL_S", "299")], 2, &["storage.session_ttl_s"]),
        (&["bench", "echo", "--timeout=1", "--address", &nobody], &[json], 2, &["Is the server running"]),
        (&["session-hash", "nothing"], &[json], 2, &["nothing"]),
    ];
    for (arguments, environment, code, words) in cases {
        let mut command = hera(&folder, arguments);
        command.envs(environment.iter().copied());
        let said = Said::by(command).await;
        assert_eq!((said.code, said.out.as_str()), (Some(code), ""), "{arguments:?}: {}", said.err);
        let lines: Vec<Value> = said.err.lines().map(logged).collect();
        for word in words {
            let of_error = |line: &&Value| line["level"] == "ERROR" && line["message"].as_str().unwrap().contains(word);
            assert_eq!(lines.iter().filter(of_error).count(), 1, "{arguments:?}: {word} in {}", said.err);
        }
    }
    // What is told beside a result, too; and what is for people stays for people.
    let mut command = hera(&folder, &["check-config"]);
    command.envs([json, ("LOG_FROMAT", "text")]);
    let said = Said::by(command).await;
    let told = logged(said.err.trim_end());
    assert_eq!((said.code, &told["level"]), (Some(0), &"WARN".into()), "{told}");
    assert!(said.out.contains("[server]"), "{}", said.out);
    let mut command = hera(&folder, &["health", &nobody]);
    command.env("LOG_FORMAT", "text");
    assert!(Said::by(command).await.err.starts_with("hera: not healthy: "));
}

#[tokio::test]
async fn a_log_in_json_is_json_from_the_first_line_to_the_last() {
    let folder = folder();
    let mut command = hera(&folder, &["serve", "--port=0", "--metrics-addr=off"]);
    command.env("LOG_FORMAT", "json").env("LOG_FROMAT", "text");
    let mut serving = Serving::by(command).await;
    let sessions = format!("{}api/sessions", serving.url);
    let client = reqwest::Client::new();
    let made: Value = client.post(&sessions).send().await.unwrap().json().await.unwrap();
    let session = made["session_id"].as_str().unwrap();
    let asked = client.get(format!("{sessions}/{session}/status")).header("x-request-id", "r-1").send();
    assert_eq!(asked.await.unwrap().status(), 200);
    serving.signal("TERM").await;
    let mut lines = Vec::new();
    while let Some(line) = serving.err.next_line().await.unwrap() {
        lines.push(logged(&line));
    }
    let (code, rest) = serving.ended().await;
    assert_eq!((code, rest.as_str()), (Some(0), ""));
    assert!(lines[0]["message"].as_str().unwrap().starts_with("LOG_FROMAT in the environment"), "{lines:?}");
    assert_eq!(
        (&lines[0]["level"], lines.last().map(|line| &line["target"])),
        (&"WARN".into(), Some(&"hera::lifecycle".into()))
    );
    let answered = lines.iter().find(|line| line["route"] == "/api/sessions/{id}/status").unwrap();
    assert_eq!((&answered["request"], &answered["session"]), (&"r-1".into(), &hashed(session).into()), "{answered}");
}

#[tokio::test]
async fn a_start_is_quiet() {
    let folder = folder();
    let mut serving = Serving::start(&folder, &[]).await;
    serving.signal("TERM").await;
    let mut told = Vec::new();
    while let Some(line) = serving.err.next_line().await.unwrap() {
        told.push(line);
    }
    assert!(told.last().is_some_and(|line| line.contains("asked to end: draining")), "{told:#?}");
    assert!(told.len() <= 3, "{told:#?}");
}

#[tokio::test]
async fn a_misspelt_variable_is_told_and_does_no_harm() {
    let folder = folder();
    let mut command = hera(&folder, &["check-config"]);
    command.envs([("LOG_FROMAT", "json"), ("HERA_PORT", "tcp://10.0.0.1:8080"), ("SESSION_DIR", "")]);
    let said = Said::by(command).await;
    assert_eq!(said.code, Some(0));
    let warning = "LOG_FROMAT in the environment: is not a setting; did you mean LOG_FORMAT?";
    assert_eq!(said.err, format!("hera: warning: {warning}\n"));
    let mut command = hera(&folder, &["check-config"]);
    command.envs([("OPENAI_BASE_URL", "http://localhost:11434/v1"), ("PROT", "80"), ("KUBERNETES_PORT", "tcp://h:1")]);
    let said = Said::by(command).await;
    assert_eq!(
        (said.code, said.err.as_str()),
        (
            Some(0),
            "hera: warning: OPENAI_BASE_URL in the environment: is not read; what hera reads in its place is \
             MODEL_BASE_URL\nhera: warning: PROT in the environment: is not a setting; did you mean PORT?\n"
        )
    );
    // In another order, with a word more or less, or with the program's name before it.
    let mut command = hera(&folder, &["check-config"]);
    let names = ["STORAGE", "MAX_SOCKETS", "LEVEL_LOG", "HERA_PORT"];
    command.envs(names.map(|name| (name, "8080")));
    let said = Said::by(command).await;
    let meant = ["PORT", "LOG_LEVEL", "SOCKETS", "STORAGE_MODE"];
    assert!(
        said.code == Some(0) && meant.iter().all(|meant| said.err.contains(&format!("mean {meant}?"))),
        "{}",
        said.err
    );
    assert_eq!(said.err.lines().count(), 4, "{}", said.err);
    let mut command = hera(&folder, &["serve", "--port=0", "--metrics-addr=off"]);
    command.env("LOG_FROMAT", "json");
    Serving::by(command).await.log_says(warning).await;
}

#[tokio::test]
async fn a_setting_that_means_nothing_is_refused_with_what_would() {
    let folder = folder();
    let cases = [
        ("BASE_PATH", "/../x", "without `.` and `..`"),
        ("BASE_PATH", "/x/./y", "without `.` and `..`"),
        ("BASE_PATH", "/x/%2E%2e/y", "without `.` and `..`"),
        ("BASE_PATH", "/x//y", "one slash"),
        ("BASE_PATH", "//", "one slash"),
        ("BASE_PATH", "/x//", "one slash"),
        ("BASE_PATH", "/x?y=1", "a path such as `/hera`"),
        ("BASE_PATH", "/x%2", "a path such as `/hera`"),
        ("REDIS_URL", "redis://h/-1", "the number of the database"),
        ("REDIS_URL", "redis://h/1/2", "the number of the database"),
        ("REDIS_URL", "redis://h/99999999999", "the number of the database"),
        ("REDIS_URL", "redis+sentinel://h/mymaster/-1", "the number of the database"),
        ("REDIS_URL", "redis://h:0", "port"),
        ("REDIS_URL", "redis+cluster://h:6379,h:0", "port"),
        ("REDIS_URL", "redis+sentinel://h:0/mymaster", "port"),
        ("REDIS_URL", "redis://h?db=1", "stands behind the host: `redis://host:6379/1`"),
        ("REDIS_URL", "redis://h/0?db=1", "stands behind the host: `redis://host:6379/1`"),
        ("REDIS_URL", "redis://h/0#1", "stands behind the host: `redis://host:6379/1`"),
        ("REDIS_URL", "redis+cluster://h?x=1", "has no query"),
        ("ALLOWED_ORIGINS", "https:hera.example", "write scheme://host"),
        ("ALLOWED_ORIGINS", "https:\\\\hera.example", "write scheme://host"),
        ("ALLOWED_ORIGINS", "https://hera.\texample", "write scheme://host"),
        ("ALLOWED_ORIGINS", "https://hera.example:0", "write scheme://host"),
        ("MODEL_BASE_URL", "http://localhost:0/v1", "a port other than 0"),
        ("AGENT_URL", "http://localhost:0", "a port other than 0"),
    ];
    let refused = async |role: &str, (name, value, cure): (&str, &str, &str)| {
        let mut command = hera(&folder, &[role]);
        command.env(name, value);
        let said = Said::by(command).await;
        assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{role} {name}={value}: {}", said.err);
        let line = said.err.lines().find(|line| line.contains(&format!("{name} in the environment: ")));
        assert!(line.is_some_and(|line| line.contains(cure)), "{name}={value} does not say {cure:?}: {}", said.err);
    };
    for case in cases {
        refused("check-config", case).await;
    }
    refused("serve", cases[0]).await;
}

#[tokio::test]
async fn a_name_in_another_script_is_told_as_it_is_compared() {
    let folder = folder();
    let variables = [("ALLOWED_ORIGINS", "https://家.example,https://b.example:443"), ("ALLOWED_HOSTS", "家.example")];
    let origin = "ALLOWED_ORIGINS in the environment: server.allowed_origins: `https://家.example` is compared as \
                  `https://xn--fct.example`, which is how browsers write it";
    let host = "ALLOWED_HOSTS in the environment: server.allowed_hosts: `家.example` is compared as \
                `xn--fct.example`, which is how browsers write it";
    let mut command = hera(&folder, &["check-config"]);
    command.envs(variables);
    let said = Said::by(command).await;
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(said.err.lines().collect::<Vec<_>>(), [host, origin].map(|told| format!("hera: note: {told}")));
    let mut command = hera(&folder, &["serve", "--port=0", "--metrics-addr=off"]);
    command.envs(variables);
    Serving::by(command).await.log_says(origin).await;
}

#[tokio::test]
async fn what_the_machine_lacks_is_told_with_the_mistakes() {
    let folder = folder();
    std::fs::write(folder.path().join("file"), "").unwrap();
    let cloud = [
        ("STORAGE_MODE", "cloud"),
        ("CLOUD_STORAGE_TYPE", "gcs"),
        ("GCS_BUCKET_NAME", "pictures"),
        ("GOOGLE_APPLICATION_CREDENTIALS", "absent.json"),
    ];
    let no_file = "GOOGLE_APPLICATION_CREDENTIALS in the environment: photos.google_application_credentials: absent.json \
                   cannot be read: ";
    for role in ["check-config", "serve"] {
        let mut command = hera(&folder, &[role]);
        command.envs(cloud);
        let said = Said::by(command).await;
        assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{role}: {}", said.err);
        assert!(said.err.contains("the settings have a mistake:"), "{}", said.err);
        assert!(said.err.contains(no_file), "{role} does not say {no_file:?} but\n{}", said.err);
    }
    let mut command = hera(&folder, &["check-config"]);
    command.env("SESSIONS_DIR", "file/sessions");
    let said = Said::by(command).await;
    assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{}", said.err);
    assert!(said.err.starts_with("hera: file/sessions cannot be written: file is no folder. "), "{}", said.err);
    let said = Said::by(hera(&folder, &["check-config"])).await;
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "a check makes nothing");
    // What a start reads of the files that it is told of, a check reads, too.
    let no_json = [&cloud[..3], &[("GOOGLE_APPLICATION_CREDENTIALS", "file")]].concat();
    for (variables, says) in [
        (&no_json[..], "service account file"),
        (&[("HELP_LINES_FILE", "absent")], "cannot read absent"),
        (&[("HELP_LINES_FILE", "file")], "HELP_LINES_FILE, file: "),
    ] {
        for role in [&["check-config"][..], &["serve", "--port=0", "--metrics-addr=off"]] {
            let mut command = hera(&folder, role);
            command.envs(variables.iter().copied());
            let said = Said::by(command).await;
            assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{role:?} {variables:?}: {}", said.err);
            assert!(said.err.contains(says), "{role:?} {variables:?} does not say {says:?}: {}", said.err);
        }
    }
}

#[tokio::test]
async fn certificates_that_are_not_there_are_told_by_their_variable() {
    let folder = folder();
    std::fs::write(folder.path().join("none.pem"), "").unwrap();
    let serve = ["serve", "--port=0", "--metrics-addr=off"];
    let model = [("MODEL", "gpt-4o"), ("OPENAI_API_KEY", "k")];
    for (name, text) in
        [("SSL_CERT_FILE", "/nope/ca.pem"), ("SSL_CERT_DIR", "/nope/certs"), ("SSL_CERT_FILE", "none.pem")]
    {
        // Whoever asks nobody over TLS does without.
        let absent = text.starts_with('/');
        let warning = format!("{name} in the environment: {text} cannot be read");
        let mut command = hera(&folder, &["check-config"]);
        command.env(name, text);
        let said = Said::by(command).await;
        assert_eq!((said.code, said.err.contains(&warning)), (Some(0), absent), "{}", said.err);
        if absent {
            let mut command = hera(&folder, &serve);
            command.env(name, text);
            Serving::by(command).await.log_says(&warning).await;
        }
        for role in [&["check-config"][..], &serve] {
            for more in [&model[..], &[("AGENT", "adk"), ("AGENT_URL", "http://127.0.0.1:1")]] {
                let mut command = hera(&folder, role);
                command.env(name, text).envs(more.iter().copied());
                let said = Said::by(command).await;
                assert_eq!(said.code, Some(2), "{role:?} {more:?}: {}", said.err);
                let told = format!("no certificate can be trusted: {name}={text} must name what holds some");
                assert!(said.err.contains(&told), "{role:?} {more:?}: {}", said.err);
            }
        }
    }
}

#[tokio::test]
async fn a_check_tells_of_a_redis_that_does_not_keep_what_is_said() {
    let folder = folder();
    let cases: [(&[&str], &[&str]); 5] = [
        (&["--replicaof", "127.0.0.1 1"], &["Redis takes no writes: this Redis is a replica"]),
        (&["--min-replicas-to-write", "1"], &["Redis takes no writes: Redis has too few replicas"]),
        (&["--maxmemory", "1"], &["Redis takes no writes: "]),
        (&["--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru"], &["maxmemory-policy is allkeys-lru"]),
        (&["--maxmemory", "100mb"], &[]),
    ];
    for (arguments, told) in cases {
        let redis = Redis::start_with(arguments).await;
        let mut command = hera(&folder, &["check-config", "--probe"]);
        command.env("STORAGE_MODE", "redis").env("REDIS_URL", format!("redis://{}", redis.address));
        let said = Said::by(command).await;
        assert_eq!(said.code, Some(0), "{arguments:?}: {}", said.err);
        assert_eq!(said.err.lines().count(), told.len(), "{arguments:?}: {}", said.err);
        assert!(told.iter().all(|words| said.err.contains(words)), "{arguments:?}: {}", said.err);
        assert_eq!(redis.ask(&["DBSIZE"]).trim(), "0", "a probe leaves nothing");
    }
}

#[tokio::test]
async fn a_check_asks_redis_when_it_is_told_to() {
    let (folder, mut redis) = (folder(), Redis::start().await);
    let url = redis.url();
    let check = async |arguments: &[&str]| {
        let mut command = hera(&folder, &[&["check-config"], arguments].concat());
        command.env("STORAGE_MODE", "redis").env("REDIS_URL", &url);
        Said::by(command).await
    };
    let answered = check(&["--probe"]).await;
    assert_eq!((answered.code, answered.err.as_str()), (Some(0), ""));
    assert!(answered.out.ends_with("\n# over the network: Redis\n"), "{}", answered.out);
    assert_eq!(redis.ask(&["FUNCTION", "LIST"]).trim(), "", "a probe leaves nothing");
    redis.kill9();
    assert_eq!(check(&[]).await.code, Some(0), "nobody is asked without being told to");
    let silent = check(&["--probe"]).await;
    assert_eq!(silent.code, Some(1));
    assert!(silent.err.starts_with("hera: cannot reach Redis; REDIS_URL says where it is: "), "{}", silent.err);
}

#[tokio::test]
async fn a_check_asks_the_cloud_when_it_is_told_to() {
    let (folder, redis, cloud) = (folder(), Redis::start().await, S3::start().await);
    let (url, nobody) = (redis.url(), format!("http://{}", free_address()));
    let check = async |arguments: &[&str], changed: &[(&str, &str)]| {
        let mut command = hera(&folder, &[&["check-config"], arguments].concat());
        command.env("STORAGE_MODE", "cloud").env("REDIS_URL", &url).env("CLOUD_STORAGE_TYPE", "s3");
        command.env("S3_BUCKET_NAME", BUCKET).env("AWS_ENDPOINT_URL", &cloud.endpoint);
        command.env("AWS_ACCESS_KEY_ID", S3::KEY_ID).env("AWS_SECRET_ACCESS_KEY", S3::SECRET);
        command.envs(changed.iter().copied());
        Said::by(command).await
    };
    let answered = check(&["--probe"], &[]).await;
    assert_eq!((answered.code, answered.err.as_str()), (Some(0), ""));
    assert!(answered.out.ends_with("\n# over the network: Redis, the pictures' store\n"), "{}", answered.out);
    assert!(cloud.objects().is_empty(), "a probe leaves nothing");
    for (name, value, told) in [
        ("S3_BUCKET_NAME", "elsewhere", "404 Not Found"),
        ("S3_BUCKET_NAME", "elsewhere", "store: it has no such bucket: S3_BUCKET_NAME names it ("),
        ("AWS_SECRET_ACCESS_KEY", "a-wrong-secret", "403 Forbidden"),
        (
            "AWS_SECRET_ACCESS_KEY",
            "a-wrong-secret",
            "store: it refuses the credentials: AWS_ACCESS_KEY_ID and AWS_SECRET",
        ),
        ("AWS_ENDPOINT_URL", &nobody, "store: it does not answer: AWS_ENDPOINT_URL"),
        ("AWS_ENDPOINT_URL", "http://nowhere.invalid", "store: its host has no address: is the name right?"),
        ("AWS_ENDPOINT_URL", &nobody, &nobody),
        ("AWS_ENDPOINT_URL", &nobody, "Connection refused"),
        ("AWS_ENDPOINT_URL", "http://nowhere.invalid", "failed to lookup address"),
    ] {
        assert_eq!(check(&[], &[(name, value)]).await.code, Some(0), "{name}: nobody is asked without being told to");
        let refused = check(&["--probe"], &[(name, value)]).await;
        assert_eq!(refused.code, Some(1), "{name}");
        assert!(refused.err.starts_with("hera: cannot reach the pictures' store: "), "{name}: {}", refused.err);
        assert!(refused.err.contains(told) && refused.err.lines().count() == 1, "{name}: {}", refused.err);
        assert!(!refused.err.contains('?') || refused.err.contains("right?"), "a query is told: {}", refused.err);
        assert!(
            !refused.err.contains(S3::SECRET) && !refused.err.contains("a-wrong-secret"),
            "{name}: {}",
            refused.err
        );
    }
}

#[tokio::test]
async fn a_log_that_nobody_reads_stops_nothing() {
    let (folder, door) = (folder(), free_address());
    let mut command = hera(&folder, &["serve", "--port=0"]);
    command.env("METRICS_ADDR", door.to_string()).env("REQUESTS_PER_SECOND", "0").env("LOG_LEVEL", "info");
    let mut serving = Serving::by(command).await;
    let (client, sessions) = (reqwest::Client::new(), format!("{}api/sessions", serving.url));
    let begin = async || {
        let begun = timeout(PATIENCE, client.post(&sessions).send()).await.expect("a request is answered");
        assert_eq!(begun.expect("a request is answered").status(), 201);
    };
    // Each is a line of the log, of which some thousand wait.
    let full = async {
        loop {
            join_all((0..100).map(|_| begin())).await;
            let page = reqwest::get(format!("http://{door}/metrics")).await.unwrap().text().await.unwrap();
            let dropped = page.lines().find_map(|line| line.strip_prefix("hera_log_lines_dropped_total "));
            if dropped.is_some_and(|lines| lines != "0") {
                break;
            }
        }
    };
    timeout(2 * PATIENCE, full).await.expect("the log is full in time");
    begin().await;
    // Who reads on is told what is missing.
    let more = async {
        loop {
            begin().await;
        }
    };
    tokio::select! {
        () = serving.log_says("lines of the log were dropped") => {}
        () = more => unreachable!("it has no end"),
    }
    serving.signal("TERM").await;
    assert_eq!(serving.ended().await.0, Some(0));
}

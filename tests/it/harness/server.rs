//! The real binary, in a folder of its own.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use super::{Cable, Redis, free_address, in_time, surroundings};

/// What a shell does before it becomes the server; no variable of hera's.
const SHELL: &str = "HARNESS_SHELL";
const READY: &str = "hera is ready: open http://";
/// The role to start; no variable of hera's.
const ROLE: &str = "HARNESS_ROLE";
/// The example to start in place of hera; no variable of hera's.
const EXAMPLE: &str = "HARNESS_EXAMPLE";

/// How many backends and how many workers stand for each server, behind a proxy and over one Redis of their own.
pub const REPLICAS: usize = 3;

/// Whether the tests of the contract are run against replicas: in the profile of that name (.config/nextest.toml).
#[expect(clippy::disallowed_methods, reason = "the runner says how the tests are run")]
pub fn replicated() -> bool {
    std::env::var("NEXTEST_PROFILE").is_ok_and(|profile| profile == "replicas")
}

/// How a server is to be started.
pub struct Builder(Vec<(String, String)>);

/// A running hera: one process, or several behind one address. Killed when dropped; if the test fails, its log is shown.
pub struct Server {
    pub address: SocketAddr,
    /// Keeps cookies: all its requests are one guest's.
    pub http: Client,
    processes: Vec<Process>,
    /// What replicas share, and what is in front of them.
    _shared: Option<(Redis, Cable)>,
}

struct Process {
    child: Child,
    address: SocketAddr,
    dir: TempDir,
    env: Vec<(String, String)>,
}

impl Builder {
    /// Sets an environment variable; the last one of a name counts.
    #[expect(clippy::needless_pass_by_value, reason = "callers read better without a reference to a number")]
    pub fn env(mut self, name: &str, value: impl ToString) -> Self {
        self.0.push((name.into(), value.to_string()));
        self
    }

    /// Starts `hera backend` or `hera adk` in place of `hera serve`.
    pub fn role(self, role: &str) -> Self {
        self.env(ROLE, role)
    }

    /// Starts a program of examples/ that runs hera as a library.
    pub fn example(self, name: &str) -> Self {
        self.env(EXAMPLE, name)
    }

    /// Starts with so many descriptors, and no way to more; or, with `soft`, with a way to as many as the tests have.
    pub fn descriptors(self, most: u32, soft: bool) -> Self {
        let which = if soft { "-Sn" } else { "-n" };
        self.env(SHELL, format!("ulimit {which} {most}; exec \"$0\" \"$@\""))
    }

    /// What the server asks of the system by these calls is written to the file `trace` in its folder. It is looked at from
    /// beside (`-D`): whoever ends the process that was started ends the server, and not its onlooker.
    pub fn traced(self, calls: &str) -> Self {
        self.env(SHELL, format!(r#"exec strace -D --seccomp-bpf -f -y -e trace={calls} -o trace "$0" "$@""#))
    }

    /// The store is on a disk of so many MiB of its own, which only the server sees.
    pub fn on_a_disk_of(self, mebibytes: u32) -> Self {
        let mount = format!("mount -t tmpfs -o size={mebibytes}m tmpfs sessions");
        self.env(SHELL, format!("mkdir -p sessions; {}", apart(&mount)))
    }

    /// Is started twice on a disk of 2 MiB of its own: when so many KiB of it are taken, and when they are free again. How
    /// the first one ended, and what files it left, is in the log.
    pub fn after_a_start_beside(self, kibibytes: u32) -> Self {
        let start = r#"timeout 15 "$0" "$@" > first; echo "the first start ended with $?" >&2"#;
        let look = r#"echo "it left: $(ls -A sessions | tr "\n" " ")" >&2"#;
        let fill =
            format!("mount -t tmpfs -o size=2m tmpfs sessions && head -c {kibibytes}k /dev/zero > sessions/taken");
        let script = format!("{fill}; {start}; {look}; rm sessions/taken");
        self.env(SHELL, format!("mkdir -p sessions; {}", apart(&script)))
    }

    /// Names of hosts are asked of the name server at this address, and of no other.
    pub fn name_server(self, address: Ipv4Addr) -> Self {
        self.env(SHELL, asking(address))
    }

    /// Its day and hour are as the test says, see [`Server::later_by`]; what measures durations is left alone.
    pub fn with_a_clock_to_turn(self) -> Self {
        let turned = "FAKETIME_TIMESTAMP_FILE=clock FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1 NO_FAKE_STAT=1";
        let library = "LD_PRELOAD=$(echo /usr/lib/*/faketime/libfaketime.so.1)";
        let begin = "[ -e clock ] || echo +0 > clock; exec env -u FAKETIME";
        self.env(SHELL, format!(r#"{begin} {library} {turned} "$0" "$@""#))
    }

    /// Starts the server and waits until it is ready.
    pub async fn start(self) -> Server {
        if replicated() && self.0.iter().all(|(name, _)| name != ROLE) {
            return self.start_replicas().await;
        }
        let process = Process::start(self.0).await;
        let http = Client::builder().cookie_store(true).build().unwrap();
        Server { address: process.address, http, processes: vec![process], _shared: None }
    }

    async fn start_replicas(self) -> Server {
        let redis = Redis::start().await;
        let shared = self.env("STORAGE_MODE", "redis").env("REDIS_URL", redis.url());
        let start = |role: &str| Process::start(Self(shared.0.clone()).role(role).0);
        let roles = ["backend", "adk"].into_iter().flat_map(|role| [role; REPLICAS]);
        let processes = futures::future::join_all(roles.map(start)).await;
        let proxy = Cable::to_each(processes[..REPLICAS].iter().map(|backend| backend.address).collect()).await;
        // No request follows another on its connection, so each is the next backend's.
        let http = Client::builder().cookie_store(true).pool_max_idle_per_host(0).build().unwrap();
        Server { address: proxy.address, http, processes, _shared: Some((redis, proxy)) }
    }
}

impl Process {
    async fn start(env: Vec<(String, String)>) -> Self {
        let dir = TempDir::new().unwrap();
        // One that it finds again at its next start.
        let (child, address) = launch(dir.path(), &env, free_address().port()).await;
        Self { child, address, dir, env }
    }

    async fn start_again(&mut self) {
        (self.child, self.address) = launch(self.dir.path(), &self.env, self.address.port()).await;
    }

    fn log(&self) -> String {
        self.child.id().iter().for_each(|&pid| log_is_written(pid));
        std::fs::read_to_string(log_file(self.dir.path())).unwrap_or_default()
    }
}

impl Server {
    /// A server whose agent answers as it is told; see `hera::agent::load::Load`.
    pub fn builder() -> Builder {
        Builder(Vec::new()).env("AGENT", "load").env("LOG_LEVEL", "info,hera=debug")
    }

    /// The same, with all other settings as they are by default.
    pub async fn start() -> Self {
        Self::builder().start().await
    }

    fn process(&self) -> &Process {
        let [process] = &self.processes[..] else { panic!("this is about one process, and there are several") };
        process
    }

    pub fn pid(&self) -> u32 {
        self.process().child.id().expect("the server runs")
    }

    /// The folder of the store.
    pub fn sessions_dir(&self) -> PathBuf {
        sessions_dir(self.process().dir.path())
    }

    /// Everything the server has logged, former runs included.
    pub fn log(&self) -> String {
        self.processes.iter().map(Process::log).collect()
    }

    /// Waits until the server has logged a line with `part` in it.
    pub async fn logged(&self, part: &str) {
        self.logged_times(part, 1).await;
    }

    /// Waits until the server has logged `part` so often.
    pub async fn logged_times(&self, part: &str, times: usize) {
        in_time(&format!("the log to say {part}"), async {
            let mut looks = tokio::time::interval(Duration::from_millis(10));
            while self.log().matches(part).count() < times {
                looks.tick().await;
            }
        })
        .await;
    }

    /// Waits until the process has no more memory than `most` bytes: what a slow disk has not taken yet is in memory as
    /// well, for a moment.
    pub async fn memory_settles_below(&self, most: u64) {
        in_time(&format!("memory below {most} bytes"), async {
            let mut looks = tokio::time::interval(Duration::from_millis(10));
            while self.memory() >= most {
                looks.tick().await;
            }
        })
        .await;
    }

    /// It is so many seconds later than it is, to a server with a clock to turn.
    pub fn later_by(&self, seconds: u32) {
        let dir = self.process().dir.path();
        std::fs::write(dir.join("turned"), format!("+{seconds}\n")).unwrap();
        std::fs::rename(dir.join("turned"), dir.join("clock")).unwrap();
    }

    /// Ends the process as a power cut would end it.
    pub async fn kill9(&mut self) {
        for process in &mut self.processes {
            in_time("the server to die", process.child.kill()).await.unwrap();
        }
    }

    /// Sends SIGTERM, and does not wait.
    pub fn terminate(&self) {
        self.send("TERM");
    }

    /// Sends this signal to all processes, and does not wait.
    pub fn send(&self, name: &str) {
        for process in &self.processes {
            signal(name, process.child.id().expect("the server runs"));
        }
    }

    /// Waits for the end of the process; the first failure, if there is one.
    pub async fn ended(&mut self) -> ExitStatus {
        let ends = self.processes.iter_mut().map(|process| process.child.wait());
        let ends = in_time("the server to end", futures::future::try_join_all(ends)).await.unwrap();
        ends.iter().find(|end| !end.success()).copied().unwrap_or(ends[0])
    }

    /// Starts again over the same folder, at the same address, with the given variables beside the former ones.
    pub async fn restart_with(&mut self, env: &[(&str, &str)]) {
        if self.processes.iter().any(|process| process.child.id().is_some()) {
            self.kill9().await;
        }
        for process in &mut self.processes {
            process.env.extend(env.iter().map(|(name, value)| ((*name).into(), (*value).into())));
        }
        futures::future::join_all(self.processes.iter_mut().map(Process::start_again)).await;
    }

    /// Starts again over the same folder, at the same address; kills the process if it still runs.
    pub async fn restart(&mut self) {
        self.restart_with(&[]).await;
    }

    /// Resident memory, in bytes.
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("http://{}{path}", self.address))
    }

    pub async fn get(&self, path: &str) -> Response {
        in_time(path, self.request(Method::GET, path).send()).await.unwrap()
    }

    /// The JSON at `path`.
    pub async fn json(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), 200, "GET {path}");
        answer.json().await.unwrap()
    }

    /// A new session; its id.
    pub async fn session(&self) -> String {
        let answer = in_time("a session", self.request(Method::POST, "/api/sessions").send()).await.unwrap();
        assert_eq!(answer.status(), 201);
        let created: Value = answer.json().await.unwrap();
        created["session_id"].as_str().unwrap().into()
    }

    /// The newest messages of the session, oldest first.
    pub async fn history(&self, session: &str) -> Vec<Value> {
        let page = self.json(&format!("/api/sessions/{session}/messages?limit=200")).await;
        page["messages"].as_array().unwrap().clone()
    }
}

impl Drop for Server {
    #[expect(clippy::print_stderr, reason = "this is where the runner looks for what a test has to say")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            for log in self.processes.iter().map(Process::log) {
                let shown = log.char_indices().rev().nth(8000).map_or(0, |(start, _)| start);
                eprintln!("--- the server's log:\n{}---", &log[shown..]);
            }
        }
    }
}

/// A script of a shell that becomes the program it is given, which asks this name server and waits half a minute for it.
/// The program has an `/etc/resolv.conf` of its own: only the owner of the machine may do so.
pub fn asking(name_server: Ipv4Addr) -> String {
    let config = format!("nameserver {name_server}\\noptions timeout:30 attempts:2\\n");
    format!("printf '{config}' > resolv.conf; {}", apart("mount --bind resolv.conf /etc/resolv.conf"))
}

/// The part of a script that becomes the program where this was mounted, for it alone.
fn apart(mount: &str) -> String {
    format!(r#"exec unshare --mount sh -c '{mount} && exec "$0" "$@"' "$0" "$@""#)
}

/// Sends a signal to a process.
pub fn signal(name: &str, pid: u32) {
    let sent = std::process::Command::new("sh").args(["-c", &format!("kill -{name} {pid}")]).status();
    assert!(sent.unwrap().success(), "the signal was not sent");
}

/// Waits until hera has written what it has logged: a thread of its own does so, which rests when nothing is left.
pub fn log_is_written(pid: u32) {
    let begun = std::time::Instant::now();
    while log_is_being_written(pid).unwrap_or(false) && begun.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn log_is_being_written(pid: u32) -> std::io::Result<bool> {
    for thread in std::fs::read_dir(format!("/proc/{pid}/task"))? {
        // "3 (log) S 1 ...": its name, and whether it runs or sleeps.
        let told = std::fs::read_to_string(thread?.path().join("stat"))?;
        if let Some((_, state)) = told.split_once(" (log) ") {
            return Ok(!state.starts_with('S'));
        }
    }
    Ok(false)
}

fn sessions_dir(dir: &Path) -> PathBuf {
    dir.join("sessions")
}

fn log_file(dir: &Path) -> PathBuf {
    dir.join("log")
}

async fn launch(dir: &Path, env: &[(String, String)], port: u16) -> (Child, SocketAddr) {
    let log = std::fs::File::options().create(true).append(true).open(log_file(dir)).unwrap();
    let hera = PathBuf::from(env!("CARGO_BIN_EXE_hera"));
    let example = env.iter().find(|(name, _)| name == EXAMPLE);
    let program = example.map_or(hera.clone(), |(_, name)| hera.with_file_name("examples").join(name));
    let mut command = match env.iter().find(|(name, _)| name == SHELL) {
        Some((_, script)) => {
            let mut shell = Command::new("/bin/sh");
            shell.args(["-c", script]).arg(program);
            shell
        }
        None => Command::new(program),
    };
    let mut child = command
        .arg(env.iter().find(|(name, _)| name == ROLE).map_or("serve", |(_, role)| role))
        .current_dir(dir)
        .env_clear()
        .envs(surroundings())
        .env("PORT", port.to_string())
        .env("METRICS_ADDR", "off")
        .env("SESSIONS_DIR", sessions_dir(dir))
        .envs(
            env.iter()
                .filter(|(name, _)| ![SHELL, ROLE, EXAMPLE].contains(&name.as_str()))
                .map(|(name, value)| (name, value)),
        )
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log)
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = in_time("the server to be ready", lines.next_line()).await.unwrap();
    let address = match line.as_deref() {
        // A worker has no door.
        Some("hera is ready: it answers what `hera backend` takes in") => Some(SocketAddr::from(([127, 0, 0, 1], 0))),
        // One that listens for all says the name of this machine.
        line => line.and_then(|line| {
            let door = line.strip_prefix(READY)?.strip_suffix('/')?;
            door.replace("localhost", "127.0.0.1").parse().ok()
        }),
    };
    let Some(address) = address else {
        panic!("the server is not ready: {line:?}\n{}", std::fs::read_to_string(log_file(dir)).unwrap_or_default())
    };
    (child, address)
}

//! Starting while what hera needs is away: it lives, is not ready, says why, and goes on by itself when it is there.

use std::net::SocketAddr;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStdout, Command};

use crate::harness::server::{log_is_written, signal};
use crate::harness::{Cable, Redis, free_address, in_time, surroundings};
use crate::photos::clouds::BUCKET;
use crate::photos::s3::S3;

/// A hera that starts, and perhaps waits for others.
pub struct Starting {
    child: Child,
    /// Where operators are answered.
    door: SocketAddr,
    /// Where people will be; a worker answers health checks there.
    port: Option<SocketAddr>,
    out: Lines<BufReader<ChildStdout>>,
    dir: TempDir,
}

impl Starting {
    pub fn new(role: &str, env: &[(&str, &str)]) -> Self {
        Self::by(Command::new(env!("CARGO_BIN_EXE_hera")), role, env)
    }

    /// By a command that takes the role as its last argument.
    fn by(mut command: Command, role: &str, env: &[(&str, &str)]) -> Self {
        let (dir, door, port) = (TempDir::new().unwrap(), free_address(), free_address());
        let log = std::fs::File::create(dir.path().join("log")).unwrap();
        let mut child = command
            .arg(role)
            .current_dir(dir.path())
            .env_clear()
            .envs(surroundings())
            .envs([("METRICS_ADDR", door.to_string()), ("PORT", port.port().to_string()), ("AGENT", "load".into())])
            .envs(env.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, door, port: (role != "adk").then_some(port), out, dir }
    }

    /// The status and the body of an answer to operators; nothing before the door is open.
    pub async fn asked(&self, path: &str) -> Option<(u16, String)> {
        let answer = reqwest::get(format!("http://{}{path}", self.door)).await.ok()?;
        Some((answer.status().as_u16(), answer.text().await.ok()?))
    }

    /// Waits until hera says that it is not ready, with all of these words.
    pub async fn waits_for(&self, words: &[&str]) {
        in_time(&format!("hera to wait for {words:?}"), async {
            let mut looks = tokio::time::interval(Duration::from_millis(20));
            loop {
                looks.tick().await;
                let Some((status, why)) = self.asked("/health/ready").await else { continue };
                assert_eq!(status, 503, "{why}");
                if words.iter().all(|word| why.contains(word)) {
                    return;
                }
            }
        })
        .await;
        assert_eq!(self.asked("/health/live").await.unwrap().0, 200, "it lives");
        if let Some(port) = self.port {
            assert!(TcpStream::connect(port).await.is_err(), "people are let in too early");
        }
    }

    pub async fn is_ready(&mut self) {
        let line = in_time("hera to be ready", self.out.next_line()).await.unwrap();
        assert!(line.as_deref().is_some_and(|line| line.starts_with("hera is ready: ")), "{line:?}\n{}", self.log());
        in_time("operators to be told", async {
            let mut looks = tokio::time::interval(Duration::from_millis(20));
            while self.asked("/health/ready").await.unwrap().0 != 200 {
                looks.tick().await;
            }
        })
        .await;
    }

    pub fn log(&self) -> String {
        self.child.id().iter().for_each(|&pid| log_is_written(pid));
        std::fs::read_to_string(self.dir.path().join("log")).unwrap()
    }

    fn error_lines(&self) -> Vec<String> {
        self.log().lines().filter(|line| line.contains(" ERROR ")).map(str::to_owned).collect()
    }

    async fn ended(&mut self) -> ExitStatus {
        in_time("hera to end", self.child.wait()).await.unwrap()
    }
}

#[tokio::test]
async fn a_redis_that_is_away_is_waited_for() {
    let mut redis = Redis::start().await;
    redis.kill9();
    let url = format!("redis://{}", redis.address);
    let env = [("STORAGE_MODE", "redis"), ("REDIS_URL", &url)];
    let mut started = ["backend", "adk", "serve"].map(|role| Starting::new(role, &env));
    for hera in &started {
        hera.waits_for(&["it waits for Redis", "Connection refused"]).await;
    }
    redis.start_again().await;
    for hera in &mut started {
        hera.is_ready().await;
        let errors = hera.error_lines();
        assert_eq!(errors.len(), 1, "one line says why it waits: {errors:?}");
        assert!(
            errors[0].contains("cannot start without Redis") && errors[0].contains("Connection refused"),
            "{errors:?}"
        );
    }
}

#[tokio::test]
async fn a_wrong_password_is_waited_for_to_be_put_right() {
    let redis = Redis::start().await;
    redis.says(&["ACL", "SETUSER", "hera", "on", ">right", "~*", "&*", "+@all"], "OK").await;
    let url = format!("redis://hera:wrong@{}", redis.address);
    let mut hera = Starting::new("backend", &[("STORAGE_MODE", "redis"), ("REDIS_URL", &url)]);
    hera.waits_for(&["it waits for Redis", "WRONGPASS"]).await;
    assert!(!hera.log().contains("wrong@"), "the password is told: {}", hera.log());
    redis.says(&["ACL", "SETUSER", "hera", ">wrong"], "OK").await;
    hera.is_ready().await;
}

#[tokio::test]
async fn a_cloud_that_is_away_is_waited_for() {
    let (redis, cloud) = (Redis::start().await, S3::start().await);
    let cable = Cable::to(cloud.endpoint.trim_start_matches("http://").parse().unwrap()).await;
    cable.cut();
    let (endpoint, url) = (format!("http://{}", cable.address), redis.url());
    let env = [
        ("STORAGE_MODE", "cloud"),
        ("REDIS_URL", &url),
        ("CLOUD_STORAGE_TYPE", "s3"),
        ("S3_BUCKET_NAME", BUCKET),
        ("AWS_ENDPOINT_URL", &endpoint),
        ("AWS_ACCESS_KEY_ID", S3::KEY_ID),
        ("AWS_SECRET_ACCESS_KEY", S3::SECRET),
        ("PHOTO_URLS", "signed"),
    ];
    let mut started = ["backend", "adk"].map(|role| Starting::new(role, &env));
    for hera in &started {
        hera.waits_for(&["it waits for the pictures' store"]).await;
    }
    cable.mend();
    for hera in &mut started {
        hera.is_ready().await;
    }
}

/// How long it is looked at what is told: many attempts.
const A_WHILE: Duration = Duration::from_secs(5);

#[tokio::test]
async fn a_cloud_that_fails_is_told_by_its_kind_and_once() {
    let redis = Redis::start().await;
    for (status, words) in [(500, "it fails with 500"), (403, "it refuses the credentials"), (404, "no such bucket")] {
        let cloud = S3::start().await;
        cloud.fails_with(status);
        let (url, endpoint) = (redis.url(), cloud.endpoint.clone());
        let env = [
            ("STORAGE_MODE", "cloud"),
            ("REDIS_URL", &url),
            ("CLOUD_STORAGE_TYPE", "s3"),
            ("S3_BUCKET_NAME", BUCKET),
            ("AWS_ENDPOINT_URL", &endpoint),
            ("AWS_ACCESS_KEY_ID", S3::KEY_ID),
            ("AWS_SECRET_ACCESS_KEY", S3::SECRET),
            ("LOG_LEVEL", "info"),
        ];
        let mut hera = Starting::new("adk", &env);
        hera.waits_for(&["it waits for the pictures' store", words]).await;
        tokio::time::sleep(A_WHILE).await;
        let log = hera.log();
        assert_eq!(log.lines().count(), 1, "one line says why it waits: {log}");
        assert!(log.contains(words) && !log.contains("list-type") && !log.contains("secret"), "{log}");
        cloud.is_well_again();
        hera.is_ready().await;
    }
}

#[tokio::test]
async fn what_redis_does_not_allow_is_told_once_while_it_is_waited_for() {
    let redis = Redis::start().await;
    let mut starting = Vec::new();
    for command in ["fcall", "fcall_ro", "xadd", "publish"] {
        redis
            .says(&["ACL", "SETUSER", command, "on", ">s3cret", "~*", "&*", "+@all", &format!("-{command}")], "OK")
            .await;
        let url = format!("redis://{command}:s3cret@{}", redis.address);
        let env = [("STORAGE_MODE", "redis"), ("REDIS_URL", &*url), ("LOG_LEVEL", "info")];
        starting.push((command, Starting::new("backend", &env)));
    }
    for (command, hera) in &starting {
        hera.waits_for(&[&format!("{}: this user of Redis may not run a command", command.to_uppercase())]).await;
    }
    tokio::time::sleep(A_WHILE).await;
    for (command, hera) in &mut starting {
        let log = hera.log();
        assert_eq!(log.lines().count(), 1, "{command}: {log}");
        redis.says(&["ACL", "SETUSER", command, "+@all"], "OK").await;
        hera.is_ready().await;
    }
}

#[tokio::test]
async fn whoever_waits_can_be_ended() {
    let url = format!("redis://{}", free_address());
    let mut hera = Starting::new("backend", &[("STORAGE_MODE", "redis"), ("REDIS_URL", &url)]);
    hera.waits_for(&["it waits for Redis"]).await;
    signal("TERM", hera.child.id().unwrap());
    assert_eq!(hera.ended().await.code(), Some(0), "{}", hera.log());
}

/// Whether the process is gone, or nobody has asked yet how it went.
pub fn has_ended(process: u32) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"));
    status.map_or(true, |status| status.contains("State:\tZ"))
}

#[tokio::test]
async fn whoever_opens_a_slow_store_lives_and_can_be_ended() {
    let mut command = Command::new("strace");
    // Nothing is on the disk before any test has given up.
    command.args(["-f", "-o", "trace", "-e", "trace=fsync,fdatasync"]);
    command.args(["-e", "inject=fsync,fdatasync:delay_enter=600s", env!("CARGO_BIN_EXE_hera")]);
    let hera = Starting::by(command, "serve", &[]);
    hera.waits_for(&["its store is not open yet"]).await;
    let strace = hera.child.id().unwrap();
    let children = std::fs::read_to_string(format!("/proc/{strace}/task/{strace}/children")).unwrap();
    let process = children.trim().parse().unwrap();
    signal("TERM", process);
    in_time("hera to end", async {
        let mut looks = tokio::time::interval(Duration::from_millis(20));
        while !has_ended(process) {
            looks.tick().await;
        }
    })
    .await;
    assert!(hera.log().contains("asked to end: draining"), "{}", hera.log());
}

#[tokio::test]
async fn settings_that_cannot_be_used_are_not_waited_for() {
    let url = format!("redis://{}", free_address());
    let credentials = TempDir::new().unwrap();
    let file = credentials.path().join("credentials.json");
    std::fs::write(&file, "no credentials").unwrap();
    let file = file.display().to_string();
    let env = [
        ("STORAGE_MODE", "cloud"),
        ("REDIS_URL", &url),
        ("CLOUD_STORAGE_TYPE", "gcs"),
        ("GCS_BUCKET_NAME", BUCKET),
        ("GOOGLE_APPLICATION_CREDENTIALS", &file),
    ];
    let mut hera = Starting::new("backend", &env);
    assert_eq!(hera.ended().await.code(), Some(2), "{}", hera.log());
    assert!(hera.log().contains("the settings cannot be used"), "{}", hera.log());
}

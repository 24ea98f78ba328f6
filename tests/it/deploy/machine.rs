//! The services of a compose file as processes of this machine.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::{TcpStream, UdpSocket};
use tokio::task::JoinSet;

use super::compose::{Compose, Service};
use super::image::Image;
use crate::harness::server::signal;
use crate::harness::{free_address, in_time, surroundings};
use crate::house::source::read;

const LOOPBACK: Ipv4Addr = Ipv4Addr::LOCALHOST;
/// Where the system has its programs.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// Everything that a compose file starts. Ended when dropped.
pub struct Machine {
    /// Where the file lets people in.
    pub door: SocketAddr,
    http: reqwest::Client,
    compose: Compose,
    image: Image,
    given: BTreeMap<String, String>,
    ports: Ports,
    running: RefCell<Vec<Running>>,
    dir: TempDir,
    _names: JoinSet<()>,
}

/// What stands for the ports of containers.
struct Ports {
    hera: u16,
    operations: u16,
    redis: u16,
    proxy: u16,
    names: u16,
}

/// A container that is a process.
struct Running {
    service: String,
    address: Ipv4Addr,
    child: Child,
}

impl Machine {
    /// Starts every service, each after those it depends on are healthy; `given` is what stands in `.env`.
    pub async fn start(file: &str, given: &[(&str, &str)]) -> Self {
        let compose = Compose::read(file, given).unwrap();
        let socket = UdpSocket::bind((LOOPBACK, 0)).await.unwrap();
        let names = socket.local_addr().unwrap().port();
        let ports = Ports { hera: free(), operations: free(), redis: free(), proxy: free(), names };
        let backends = compose.services["backend"].deploy.replicas.unwrap_or(1);
        let addresses = (0..backends).map(|number| address("backend", number)).collect();
        let mut names = JoinSet::new();
        names.spawn(tell_addresses(socket, addresses));
        let door = match published(&compose) {
            "proxy" => (LOOPBACK, ports.proxy),
            service => (address(service, 0), ports.hera),
        };
        let given = given.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let (http, image, running) = (reqwest::Client::new(), Image::read(), RefCell::default());
        let dir = TempDir::new().unwrap();
        let machine = Self { door: door.into(), http, compose, image, given, ports, running, dir, _names: names };
        machine.start_all().await;
        machine
    }

    async fn start_all(&self) {
        let mut waiting: Vec<&String> = self.compose.services.keys().collect();
        while !waiting.is_empty() {
            let ready =
                |name: &&String| self.compose.services[*name].depends_on.keys().all(|on| !waiting.contains(&on));
            let begin: Vec<&String> = waiting.iter().copied().filter(|name| ready(name)).collect();
            assert!(!begin.is_empty(), "these wait for one another: {waiting:?}");
            for name in &begin {
                let service = &self.compose.services[*name];
                for on in service.depends_on.values() {
                    assert_eq!(on.condition, "service_healthy");
                }
                for number in 0..service.deploy.replicas.unwrap_or(1) {
                    let address = address(name, number);
                    let child = self.command(name, service, address).spawn();
                    let child = child.unwrap_or_else(|error| panic!("{name} does not start: {error}"));
                    self.running.borrow_mut().push(Running { service: (*name).clone(), address, child });
                }
            }
            waiting.retain(|name| !begin.contains(name));
            self.healthy().await;
        }
    }

    /// Waits until every health check passes, as Docker runs it.
    pub async fn healthy(&self) {
        let running: Vec<_> = self.running.borrow().iter().map(|one| (one.service.clone(), one.address)).collect();
        for (service, address) in running {
            in_time(&format!("{service} to be healthy"), async {
                let mut looks = tokio::time::interval(Duration::from_millis(100));
                while !self.is_healthy(&service, address).await {
                    looks.tick().await;
                }
            })
            .await;
        }
    }

    /// Waits until the health check of the service fails; the line it says.
    pub async fn unhealthy(&self, service: &str) -> String {
        let address = self.running.borrow().iter().find(|one| one.service == service).unwrap().address;
        let failed = in_time("the health check to fail", async {
            loop {
                let checked = self.check(service, address).await;
                if !checked.status.success() {
                    break checked;
                }
            }
        });
        let failed = failed.await;
        assert_eq!(failed.status.code(), Some(1));
        String::from_utf8(failed.stderr).unwrap()
    }

    async fn is_healthy(&self, name: &str, address: Ipv4Addr) -> bool {
        match name {
            // The image of the proxy has no check; whether it takes connections is all there is to know.
            "proxy" => TcpStream::connect(self.door).await.is_ok(),
            _ => self.check(name, address).await.status.success(),
        }
    }

    /// Runs the health check: the service's own, or else the image's.
    async fn check(&self, name: &str, address: Ipv4Addr) -> Output {
        let service = &self.compose.services[name];
        let words = service.healthcheck.as_ref().map_or(&self.image.healthcheck[..], |check| {
            assert_eq!(check.test[0], "CMD");
            &check.test[1..]
        });
        let mut command = self.program(&words[0]);
        if words[0] == "redis-cli" {
            command.args(["-p", &self.ports.redis.to_string()]);
        }
        command.args(&words[1..]);
        self.surround(&mut command, &words[0]);
        command.envs(self.all_environment(name, service, address));
        tokio::process::Command::from(command).kill_on_drop(true).output().await.unwrap()
    }

    /// The command of a service.
    fn command(&self, name: &str, service: &Service, address: Ipv4Addr) -> Command {
        let words: Vec<&String> = match service.image.as_str() {
            "hera" => self.image.entrypoint.iter().chain(&service.command).collect(),
            _ => service.command.iter().collect(),
        };
        let dir = self.dir.path();
        let mut command = self.program(words[0]);
        match words[0].as_str() {
            "hera" => command.args(&words[1..]),
            "redis-server" => {
                command.args(&words[1..]).args(["--bind", "127.0.0.1", "--port", &self.ports.redis.to_string()])
            }
            "nginx" => {
                assert!(service.volumes.contains(&"./deploy/nginx.conf:/etc/nginx/nginx.conf:ro".to_owned()));
                std::fs::write(dir.join("nginx.conf"), self.nginx_conf()).unwrap();
                // One process, which can be ended at once.
                let alone = format!("master_process off; pid {}/nginx.pid; {}", dir.display(), words[2]);
                command.args(["-e", "stderr", "-c"]).arg(dir.join("nginx.conf")).args([words[1], &alone])
            }
            other => panic!("nothing here knows how to start {other}"),
        };
        self.surround(command.current_dir(dir), words[0]);
        command.envs(self.all_environment(name, service, address));
        command.stdin(Stdio::null()).stdout(Stdio::null());
        if name == "proxy" {
            command.stderr(File::options().create(true).append(true).open(self.proxy_log_file()).unwrap());
        }
        command
    }

    fn proxy_log_file(&self) -> PathBuf {
        self.dir.path().join("proxy.log")
    }

    /// What the proxy has logged.
    pub fn proxy_log(&self) -> String {
        std::fs::read_to_string(self.proxy_log_file()).unwrap()
    }

    /// Ends the proxy and starts it again with a changed configuration: `here` in place of `there`.
    pub async fn restart_proxy_with(&self, there: &str, here: &str) {
        self.kill_one("proxy");
        let mut command = self.command("proxy", &self.compose.services["proxy"], LOOPBACK);
        let (file, conf) = (self.dir.path().join("nginx.conf"), self.nginx_conf());
        assert_eq!(conf.matches(there).count(), 1, "{there}");
        std::fs::write(file, conf.replace(there, here)).unwrap();
        self.running.borrow_mut().iter_mut().find(|one| one.service == "proxy").unwrap().child =
            command.spawn().unwrap();
        self.healthy().await;
    }

    /// Day, zone and locale of the test, which hera must know; Redis and the library that turns the clock wait for each
    /// other without end.
    fn surround(&self, command: &mut Command, program: &str) {
        command.env_clear().envs(surroundings()).env("PATH", PATH);
        if program != self.image.entrypoint[0] {
            command.env_remove("LD_PRELOAD");
        }
    }

    fn program(&self, name: &str) -> Command {
        Command::new(if name == self.image.entrypoint[0] { env!("CARGO_BIN_EXE_hera") } else { name })
    }

    /// The environment that the container would have, with the addresses of this machine in it.
    fn all_environment(&self, name: &str, service: &Service, address: Ipv4Addr) -> BTreeMap<String, String> {
        let Ports { hera, operations, redis, .. } = self.ports;
        let mut all = BTreeMap::new();
        if service.image == "hera" {
            all.extend(self.image.environment.clone());
        }
        for file in &service.env_file {
            assert_eq!((file.path.as_str(), file.required), (".env", false));
            all.extend(self.given.clone());
        }
        for (variable, value) in &service.environment {
            match value.as_ref().or_else(|| self.given.get(variable)) {
                Some(value) => all.insert(variable.clone(), value.clone()),
                None => all.remove(variable),
            };
        }
        for (variable, value) in &mut all {
            *value = match (variable.as_str(), value.as_str()) {
                ("HOST", "0.0.0.0") => address.to_string(),
                ("PORT", "8080") => hera.to_string(),
                ("METRICS_ADDR", "0.0.0.0:9464") => format!("{address}:{operations}"),
                ("SESSIONS_DIR", "/data") => self.dir.path().join("data").display().to_string(),
                ("HOST" | "PORT" | "METRICS_ADDR" | "SESSIONS_DIR", other) => panic!("{name}: {variable}={other}"),
                ("REDIS_URL", url) => url.replace("redis:6379", &format!("127.0.0.1:{redis}")),
                ("TRUSTED_PROXIES", list) => list.replace("172.28.0.2", "127.0.0.1"),
                (_, value) => value.into(),
            };
        }
        all
    }

    /// What the container of a service would find in a variable.
    pub fn environment(&self, service: &str, variable: &str) -> Option<String> {
        let mut all = self.all_environment(service, &self.compose.services[service], LOOPBACK);
        all.remove(variable).filter(|value| !value.is_empty())
    }

    /// The proxy's configuration, with the addresses of this machine in it.
    fn nginx_conf(&self) -> String {
        let dir = self.dir.path();
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let temporary = temporary.map(|kind| format!("{kind}_temp_path {};", dir.join(kind).display())).join(" ");
        let mut conf = read("deploy/nginx.conf");
        for (there, here) in [
            ("http {", format!("http {{ {temporary}")),
            ("resolver 127.0.0.11 ", format!("resolver 127.0.0.1:{} ", self.ports.names)),
            ("listen 8080;", format!("listen 127.0.0.1:{};", self.ports.proxy)),
            ("backend:8080", format!("backend:{}", self.ports.hera)),
        ] {
            assert_eq!(conf.matches(there).count(), 1, "{there}");
            conf = conf.replace(there, &here);
        }
        conf
    }

    pub fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("http://{}{path}", self.door))
    }

    /// Where the service listens at `PORT`.
    pub fn address_of(&self, service: &str) -> SocketAddr {
        (address(service, 0), self.ports.hera).into()
    }

    /// A new session; its id.
    pub async fn session(&self) -> String {
        let answer = in_time("a session", self.ask(Method::POST, "/api/sessions").send()).await.unwrap();
        assert_eq!(answer.status(), 201);
        answer.json::<Value>().await.unwrap()["session_id"].as_str().unwrap().into()
    }

    /// Ends one process of the service, that still runs, as a power cut would end it.
    pub fn kill_one(&self, service: &str) {
        let mut running = self.running.borrow_mut();
        let mut of_service = running.iter_mut().filter(|one| one.service == service);
        let one = of_service.find_map(|one| one.child.try_wait().unwrap().is_none().then_some(one)).unwrap();
        one.child.kill().unwrap();
        one.child.wait().unwrap();
    }

    /// Sends a signal to every process of the service.
    pub fn signal_all(&self, service: &str, name: &str) {
        for one in self.running.borrow().iter().filter(|one| one.service == service) {
            signal(name, one.child.id());
        }
    }

    /// Asks one process of the service to end, and waits until it has.
    pub async fn end(&self, service: &str) {
        let of_service = |one: &&mut Running| one.service == service;
        signal("TERM", self.running.borrow_mut().iter_mut().find(of_service).unwrap().child.id());
        in_time(&format!("{service} to end"), async {
            let mut looks = tokio::time::interval(Duration::from_millis(20));
            loop {
                looks.tick().await;
                let ended = self.running.borrow_mut().iter_mut().find(of_service).unwrap().child.try_wait().unwrap();
                if let Some(status) = ended {
                    assert!(status.success(), "{service} did not end well");
                    return;
                }
            }
        })
        .await;
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        for one in self.running.borrow_mut().iter_mut() {
            // It may have ended by itself.
            let _ = one.child.kill();
            let _ = one.child.wait();
        }
    }
}

/// The one service that is reached from outside.
fn published(compose: &Compose) -> &str {
    let mut published = compose.services.iter().filter(|(_, service)| !service.ports.is_empty());
    let (name, service) = published.next().unwrap();
    assert_eq!(service.ports, ["127.0.0.1:8080:8080"]);
    assert_eq!(published.count(), 0, "Redis and the workers are nobody's business");
    name
}

/// Replicas listen at addresses of their own, with the same ports, as containers do.
fn address(service: &str, number: u8) -> Ipv4Addr {
    match service {
        "backend" => Ipv4Addr::new(127, 0, 0, 11 + number),
        "adk" => Ipv4Addr::new(127, 0, 0, 51 + number),
        _ => LOOPBACK,
    }
}

fn free() -> u16 {
    free_address().port()
}

/// What Docker's own name server says when it is asked for `backend`: all addresses of the service.
async fn tell_addresses(socket: UdpSocket, addresses: Vec<Ipv4Addr>) {
    let mut question = [0; 512];
    while let Ok((length, asker)) = socket.recv_from(&mut question).await {
        assert!(question[..length].windows(9).any(|name| name == b"\x07backend\0"), "another name is asked for");
        let mut answer = question[..length].to_vec();
        // An answer without an error, and so many addresses in it.
        answer[2..4].copy_from_slice(&[0x81, 0x80]);
        answer[6..8].copy_from_slice(&u16::try_from(addresses.len()).unwrap().to_be_bytes());
        for address in &addresses {
            // The name of the question, an address of the internet, good for a second, four bytes long.
            answer.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4]);
            answer.extend(address.octets());
        }
        let _ = socket.send_to(&answer, asker).await;
    }
}

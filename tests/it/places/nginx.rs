//! nginx with the very examples of docs/OPERATIONS.md; only addresses and files of this machine are put in their place.

use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::harness::in_time;
use crate::house::source::{read, root};

/// A running nginx, on one port for all names. Killed when dropped.
pub struct Nginx {
    child: Child,
    dir: TempDir,
}

/// The example of that name; without one, the first that has none.
pub fn example(name: &str) -> String {
    let document = read("docs/OPERATIONS.md");
    let head = format!("```nginx{}{name}\n", if name.is_empty() { "" } else { " " });
    let rest = document.split_once(&head).unwrap_or_else(|| panic!("there is no example {name}")).1;
    rest.split_once("```").unwrap().0.to_owned()
}

/// Puts `here` in the place of `there`, which is in the text.
pub fn instead(text: &str, there: &str, here: &str) -> String {
    assert!(text.contains(there), "{there} is not in:\n{text}");
    text.replace(there, here)
}

impl Nginx {
    /// Starts nginx at `port` with these `server`s and these lines for each, in front of `hera`.
    pub async fn start(port: u16, servers: &[String], lines: &str, hera: SocketAddr) -> Self {
        let dir = TempDir::new().unwrap();
        let at = |name: &str| dir.path().join(name).display().to_string();
        certificate(&at("hera.pem"), &at("hera.key"));
        let mut servers = servers.join("\n");
        servers = instead(&servers, "listen 443 ssl;", &format!("listen 127.0.0.1:{port} ssl;"));
        servers = instead(&servers, "/etc/ssl/", &at(""));
        for (there, here) in [
            ("http://127.0.0.1:8080", format!("http://{hera}")),
            ("//api.example", format!("//api.example:{port}")),
            ("/var/log/nginx/error.log", at("error.log")),
            ("/srv/hera/static", root().join("static").display().to_string()),
        ] {
            servers = servers.replace(there, &here);
        }
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let temporary = temporary.map(|kind| format!("{kind}_temp_path {};", at(kind))).join(" ");
        let conf = format!(
            "daemon off; master_process off; pid {}; error_log {};\nevents {{ worker_connections 256; }}\n\
             http {{\n{temporary}\ninclude /etc/nginx/mime.types;\naccess_log {};\n{}\n{servers}\n}}\n",
            at("nginx.pid"),
            at("error.log"),
            // As nginx comes: what a server does not say otherwise is logged.
            at("access.log"),
            example(""),
        );
        std::fs::write(at("nginx.conf"), conf).unwrap();
        let lines = instead(lines, "/var/log/nginx/error.log", &at("error.log"));
        std::fs::write(at("to-hera.conf"), lines).unwrap();
        let mut command = Command::new("/usr/sbin/nginx");
        // It is no program whose day the tests set.
        command.env_remove("LD_PRELOAD");
        command.args(["-e", "stderr", "-c", &at("nginx.conf")]).stdin(Stdio::null()).stdout(Stdio::null());
        let mut child = command.spawn().unwrap();
        in_time("nginx to take connections", async {
            let mut looks = tokio::time::interval(Duration::from_millis(20));
            while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_err() {
                assert!(child.try_wait().unwrap().is_none(), "nginx has ended");
                looks.tick().await;
            }
        })
        .await;
        Self { child, dir }
    }

    /// What it has logged, of errors and of requests.
    pub fn log(&self) -> String {
        let text = |name: &str| std::fs::read_to_string(self.dir.path().join(name)).unwrap();
        text("error.log") + &text("access.log")
    }
}

/// What nginx answers to these bytes, before it closes the connection.
pub async fn raw_over_tls(port: u16, request: &str) -> String {
    let mut command = tokio::process::Command::new("openssl");
    command.args(["s_client", "-quiet", "-servername", "hera.example", "-connect", &format!("127.0.0.1:{port}")]);
    command.env_remove("LD_PRELOAD").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut asking = command.kill_on_drop(true).spawn().unwrap();
    let mut asks = asking.stdin.take().unwrap();
    // Of what is too long, the end may not be taken.
    let _ = asks.write_all(request.as_bytes()).await;
    let answer = in_time("nginx to refuse", asking.wait_with_output()).await.unwrap();
    drop(asks);
    String::from_utf8_lossy(&answer.stdout).into_owned()
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Makes a certificate that nobody has signed, and its key.
fn certificate(certificate: &str, key: &str) {
    let mut command = Command::new("openssl");
    command.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]);
    command.args(["-subj", "/CN=hera.example", "-days", "3650", "-keyout", key, "-out", certificate]);
    let made = command.env_remove("LD_PRELOAD").output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

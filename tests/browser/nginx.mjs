/** A real nginx, and what it needs: a free port, a certificate of its own. */

import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const NGINX = process.env.NGINX ?? "/usr/sbin/nginx";
const TRIES = 600;
const PORTS = { from: 20_000, count: 10_000 }; // of these the system gives none away, to whoever listens on any or connects

/** A port that is free, and stays so until it is used. @returns {Promise<number>} */
export async function freePort() {
  for (;;) {
    const port = PORTS.from + Math.floor(Math.random() * PORTS.count);
    const free = await new Promise((tried) => {
      const server = net.createServer().on("error", () => tried(false)).listen(port, "127.0.0.1", () => server.close(() => tried(true)));
    });
    if (free) return port;
  }
}

/** @param {string} dir @returns {Promise<string>} the lines that make an nginx server speak TLS */
export async function certificate(dir) {
  const [key, cert] = [join(dir, "key.pem"), join(dir, "cert.pem")];
  await promisify(execFile)("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", cert]);
  return `ssl_certificate ${cert}; ssl_certificate_key ${key};`;
}

/**
 * Starts nginx with these servers in its `http` block.
 * @param {(dir: string) => Promise<{conf: string, port: number}>} servers `port`: one on which they listen, to wait for
 */
export async function nginx(servers) {
  const dir = await mkdtemp(join(tmpdir(), "hera-nginx-"));
  const { conf, port } = await servers(dir);
  const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${join(dir, name)};`).join(" ");
  await writeFile(join(dir, "nginx.conf"), `daemon off; master_process off; pid ${join(dir, "pid")}; error_log stderr error;
events {}
http { include /etc/nginx/mime.types; access_log off; ${places}
${conf}
}
`);
  const child = spawn(NGINX, ["-e", "stderr", "-c", join(dir, "nginx.conf")], { stdio: ["ignore", "ignore", "pipe"] });
  let told = "";
  child.stderr.on("data", (piece) => (told += piece));
  const gone = new Promise((exited) => child.on("exit", exited));
  process.once("exit", () => child.kill("SIGKILL")); // where a test failed before it stopped it
  for (let tries = 0; ; tries += 1) {
    const there = await new Promise((tried) => {
      const socket = net.connect(port, "127.0.0.1", () => (socket.destroy(), tried(true))).on("error", () => tried(false));
    });
    if (there) break;
    if (child.exitCode !== null || tries > TRIES) throw new Error(`nginx did not start:\n${told}`);
    await new Promise((go) => setTimeout(go, 50));
  }
  return {
    stop: async () => {
      child.kill("SIGTERM");
      await gone;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

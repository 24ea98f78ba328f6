/** What a test that fails leaves open keeps no process. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";

test("a middlebox and a cable that nobody closes, with connections over both, let their process end", async () => {
  const here = (/** @type {string} */ file) => JSON.stringify(new URL(`../${file}`, import.meta.url).href);
  const script = `
    import http from "node:http";
    import net from "node:net";
    import { cable } from ${here("cable.mjs")};
    import { middlebox } from ${here("middlebox.mjs")};
    const server = http.createServer(() => {}); // never answers
    await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
    server.unref();
    server.on("connection", (socket) => socket.unref());
    const wire = await cable(\`http://127.0.0.1:\${server.address().port}/\`);
    const box = await middlebox(wire.url, { sockets: "hang" });
    for (const upgrade of ["", "Connection: Upgrade\\r\\nUpgrade: websocket\\r\\n"]) {
      const client = net.connect(new URL(box.url).port, "127.0.0.1");
      const asked = upgrade ? null : new Promise((come) => server.once("request", come));
      await new Promise((written) => client.write(\`GET / HTTP/1.1\\r\\nHost: x\\r\\n\${upgrade}\\r\\n\`, written));
      await asked;
      client.unref();
    }
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "ignore", "pipe"] });
  let told = "";
  child.stderr.on("data", (piece) => (told += piece));
  const limit = setTimeout(() => child.kill("SIGKILL"), 60_000);
  const ended = await new Promise((exited) => child.on("exit", (code, signal) => exited(signal ?? code)));
  clearTimeout(limit);
  assert.equal(ended, 0, told);
});

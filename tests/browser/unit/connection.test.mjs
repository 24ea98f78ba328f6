import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "./world.mjs";
import { backoff } from "../../../static/js/backoff.js";
import { Connection, browserEnv, reconnects } from "../../../static/js/connection.js";

const WELCOME = { type: "welcome", protocol: 1, resumed: "tail", head_id: "42-9f3a1c", ping_interval_ms: 20_000, reconnect: { min_ms: 100, max_ms: 5_000 }, limits: {} };

function connected({ resumed = "tail", ...options } = {}) {
  const it = world(options);
  const seen = { frames: [], phases: [], whole: [], lastId: null };
  const connection = new Connection({
    url: "ws://hera.test/ws",
    path: "/api/sessions/s",
    lastId: () => seen.lastId,
    onFrame: (frame) => seen.frames.push(frame),
    onPhase: (phase) => seen.phases.push(phase),
    onWhole: (headId) => seen.whole.push(headId),
    env: it.env,
  });
  connection.start();
  it.last.opens();
  it.last.says({ ...WELCOME, resumed });
  return { it, seen, connection };
}

test("says hello, without an id at first and with the last one after a loss", () => {
  const { it, seen, connection } = connected();
  assert.equal(it.last.protocol, "hera.v1");
  assert.deepEqual(it.last.sent, [{ type: "hello" }]);
  assert.deepEqual(seen.phases.map(({ name }) => name), ["connecting", "open"]);
  assert.equal(connection.send({ type: "ping" }), true);
  seen.lastId = "42-9f3a1c";
  it.last.drops(1006);
  assert.equal(connection.phase.name, "waiting");
  assert.equal(connection.send({ type: "ping" }), false);
  it.pass(5_000);
  it.last.opens();
  assert.deepEqual(it.last.sent, [{ type: "hello", last_id: "42-9f3a1c" }]);
});

test("the range of a close code decides", () => {
  for (const code of [1000, 1001, 1005, 1006, 1011, 1012, 3000, 3001, 3010, 3012, 3499, 4000, 4499]) assert.equal(reconnects(code), true, String(code));
  for (const code of [3500, 3503, 3509, 3777, 3999, 4500, 4999]) assert.equal(reconnects(code), false, String(code));
});

test("a close for good is final until the person asks", () => {
  const { it, seen, connection } = connected();
  it.last.drops(3504);
  assert.deepEqual(seen.phases.at(-1), { name: "closed", attempt: 0, code: 3504, transport: null });
  connection.wake();
  it.pass(600_000);
  assert.equal(it.sockets.length, 1);
  connection.start();
  assert.equal(it.sockets.length, 2);
});

test("waits are jittered, grow, and stay inside the server's bounds", async () => {
  const bounds = { min_ms: 100, max_ms: 5_000 };
  assert.equal(backoff(0, bounds, 0), 100);
  assert.equal(backoff(0, bounds, 1), 200);
  assert.equal(backoff(3, bounds, 1), 1_600);
  assert.equal(backoff(3, bounds, 0), 100);
  assert.equal(backoff(1_000, bounds, 1), 5_000);
  const { it } = connected({ random: 1 });
  const waits = [];
  for (let loss = 0; loss < 8; loss += 1) {
    const before = it.env.now();
    it.last.drops(1006);
    await it.settled(); // by HTTP, nobody is there either
    const count = it.sockets.length;
    while (it.sockets.length === count) it.pass(10);
    waits.push(it.env.now() - before);
  }
  assert.deepEqual(waits, [200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000]);
});

test("a steady connection counts its losses anew, a short one does not", () => {
  const { it, seen } = connected({ random: 1 });
  it.last.drops(1006);
  it.pass(200);
  it.last.opens();
  it.last.says(WELCOME);
  it.last.drops(3009);
  assert.equal(seen.phases.at(-1).attempt, 2);
  it.pass(400);
  it.last.opens();
  it.last.says(WELCOME);
  it.pass(6_000);
  it.last.drops(3009);
  assert.equal(seen.phases.at(-1).attempt, 1);
});

test("goodbye says how long to stay away", () => {
  const { it } = connected({ random: 0 });
  it.last.says({ type: "goodbye", retry_after_ms: 2_000 });
  it.last.drops(3001);
  it.pass(2_099);
  assert.equal(it.sockets.length, 1);
  it.pass(1);
  assert.equal(it.sockets.length, 2);
});

test("a quiet line is asked, and given up when it does not answer", () => {
  const { it, connection } = connected();
  const socket = it.last;
  it.pass(29_999);
  assert.equal(socket.sent.length, 1);
  it.pass(1);
  assert.equal(socket.sent.at(-1).type, "ping");
  socket.says({ type: "pong", nonce: "1" });
  it.pass(30_000);
  assert.equal(socket.sent.filter(({ type }) => type === "ping").length, 2);
  it.pass(9_999);
  assert.equal(connection.phase.name, "open");
  it.pass(1);
  assert.equal(connection.phase.name, "waiting");
  assert.ok(socket.closedWith >= 4_000 && socket.closedWith < 4_500);
});

test("anything received shows that the line lives; a pong is nobody else's business", () => {
  const { it, seen } = connected();
  for (let n = 0; n < 5; n += 1) {
    it.pass(25_000);
    it.last.says({ id: `${n + 1}-x`, event: {} });
  }
  it.last.says({ type: "pong" });
  assert.equal(it.last.sent.length, 1);
  assert.equal(seen.frames.some(({ type }) => type === "pong"), false);
});

test("the pong behind a snapshot shows that it was whole, once and on its own socket", () => {
  for (const resumed of ["fresh", "snapshot"]) {
    const { it, seen, connection } = connected({ resumed });
    const ping = it.last.sent.at(-1);
    assert.equal(ping.type, "ping");
    it.last.says({ id: "42-9f3a1c", snapshot: true, event: {} });
    connection.wake();
    it.last.says({ type: "pong", nonce: "another" });
    assert.deepEqual(seen.whole, []);
    it.last.says({ type: "pong", nonce: ping.nonce });
    it.last.says({ type: "pong", nonce: ping.nonce });
    assert.deepEqual(seen.whole, ["42-9f3a1c"]);
  }
  const { it, seen } = connected({ resumed: "fresh" });
  const { nonce } = it.last.sent.at(-1);
  it.last.drops(1006);
  it.pass(5_000);
  it.last.opens();
  it.last.says(WELCOME);
  assert.equal(it.last.sent.length, 1, "a tail needs no proof");
  it.last.says({ type: "pong", nonce });
  assert.deepEqual(seen.whole, []);
});

test("waking ends a wait at once, and puts an open line to the test", () => {
  const { it, connection } = connected();
  connection.wake();
  assert.equal(it.last.sent.at(-1).type, "ping");
  it.pass(2_499);
  assert.equal(connection.phase.name, "open");
  it.pass(1);
  assert.equal(connection.phase.name, "waiting", "a socket that slept is given less time than one that is quiet");
  connection.wake();
  assert.equal(connection.phase.name, "connecting");
  assert.equal(it.sockets.length, 2);
});

test("waking keeps the wait that a goodbye asked for, and only that one", async () => {
  const { it, connection } = connected({ random: 0.5 });
  it.last.says({ type: "goodbye", retry_after_ms: 2_000 });
  it.last.drops(3001);
  connection.wake();
  it.pass(1_999);
  connection.wake(300);
  assert.equal(it.sockets.length, 1);
  it.pass(1);
  connection.wake();
  assert.equal(it.sockets.length, 2);
  it.last.drops(1006);
  await it.settled();
  connection.wake();
  assert.equal(it.sockets.length, 3, "the goodbye is over");
});

test("a goodbye is obeyed for a minute at most, and what a browser cannot count is not taken for nothing", async () => {
  const { it } = connected({ random: 0 });
  it.last.says({ type: "goodbye", retry_after_ms: 2 ** 40 });
  it.last.drops(3001);
  it.pass(61_000);
  assert.equal(it.sockets.length, 2);
  let ran = false;
  const env = browserEnv();
  const timer = env.setTimeout(() => (ran = true), 2 ** 31);
  await new Promise((go) => setTimeout(go, 20));
  env.clearTimeout(timer);
  assert.equal(ran, false);
});

test("a goodbye's wait ends by itself, also when the page was woken meanwhile", () => {
  const { it, connection } = connected({ random: 0 });
  it.last.says({ type: "goodbye", retry_after_ms: 2_000 });
  it.last.drops(3001);
  it.pass(1_000);
  connection.wake(300);
  it.pass(1_099);
  assert.equal(it.sockets.length, 1);
  it.pass(1);
  assert.equal(it.sockets.length, 2);
});

test("what wakes many at once is spread", async () => {
  const { it, connection } = connected({ random: 0.5 });
  for (let loss = 0; loss < 4; loss += 1) {
    it.pass(5_000);
    it.last.drops(1006);
    await it.settled();
  }
  const count = it.sockets.length;
  connection.wake(300);
  it.pass(149);
  assert.equal(it.sockets.length, count);
  it.pass(1);
  assert.equal(it.sockets.length, count + 1);
});

test("a server that never welcomes is left after a while", async () => {
  const it = world();
  const connection = new Connection({ url: "ws://hera.test", path: "/api/sessions/s", lastId: () => null, onFrame: () => {}, onPhase: () => {}, env: it.env });
  connection.start();
  it.last.opens();
  it.pass(9_000);
  await it.settled();
  it.pass(1_000);
  assert.equal(connection.phase.name, "waiting");
  connection.stop();
  assert.equal(it.timers, 0);
});

test("a resync leaves the socket and comes back for a snapshot; the old socket is heard no more", () => {
  const { it, seen, connection } = connected();
  const old = it.last;
  connection.resync();
  assert.equal(connection.phase.name, "waiting");
  const count = seen.frames.length;
  old.says({ id: "9-x", event: {} });
  old.drops(3509);
  assert.equal(seen.frames.length, count);
  it.pass(5_000);
  assert.equal(it.sockets.length, 2);
});

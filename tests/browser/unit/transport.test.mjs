/** By HTTP where sockets are not let through: when it takes over, what it says for them, and how they come back. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "./world.mjs";
import { byHttp as talksByHttp, Connection } from "../../../static/js/connection.js";
import { eventsOf } from "../../../static/js/event-stream.js";

await talksByHttp.wanted(); // a fake clock waits for no file

const TAG = "9f3a1c";
const WITHIN_MS = 5_000;
const encoder = new TextEncoder();

/** @param {number} status @param {string} code */
const problem = (status, code, headers = {}) => new Response(JSON.stringify({ code }), { status, headers: { "content-type": "application/problem+json", ...headers } });
const chunk = (/** @type {number} */ seq, /** @type {string} */ name) => ({ id: `${seq}-${TAG}`, turn: `t${seq}`, event: { type: "TEXT_MESSAGE_CHUNK", messageId: `m${seq}`, role: "user", delta: name, metadata: { hera: { client_msg_id: name } } } });
const message = (/** @type {string} */ name, content = name) => ({ type: "message", client_msg_id: name, content });

/** A connection, and a server whose streams and answers the test gives. */
function begun({ lastId = `7-${TAG}`, random = 0.5, trip = 0, place = /** @type {() => (() => void)|null} */ (() => () => {}) } = {}) {
  /** @type {{keep: () => void, says: (text: string) => void, tell: (frame: any, id?: string|null) => void, ends: () => void, breaks: () => void, ended: boolean}[]} */ const streams = [];
  /** @type {{path: string, init: any, answers: (response: Response|null) => void}[]} */ const posts = [];
  const state = { streams: true, holds: false };
  const answer = (/** @type {string} */ path, /** @type {any} */ init) => {
    if (init.method === "POST") {
      return new Promise((answered, lost) => {
        init.signal?.addEventListener("abort", () => lost(new DOMException("aborted", "AbortError")));
        posts.push({ path, init, answers: (response) => (response ? answered(response) : lost(new TypeError("away"))) });
      });
    }
    if (state.streams instanceof Response) return Promise.resolve(state.streams);
    if (!state.streams) return Promise.reject(new TypeError("away"));
    /** @type {ReadableStreamDefaultController<Uint8Array>} */ let out;
    const body = new ReadableStream({ start: (controller) => void (out = controller) });
    const stream = {
      ended: false,
      keep: () => out.enqueue(encoder.encode(":\n\n")),
      tell: (/** @type {any} */ frame, id = frame.id) => out.enqueue(encoder.encode(`${id === null ? "" : `id: ${id}\n`}data: ${JSON.stringify(frame)}\n\n`)),
      says: (/** @type {string} */ text) => out.enqueue(encoder.encode(text)),
      ends: () => out.close(),
      breaks: () => out.error(new TypeError("broken")),
    };
    init.signal.addEventListener("abort", () => (stream.ended = true));
    init.signal.addEventListener("abort", () => stream.breaks());
    streams.push(stream);
    if (!state.holds) out.enqueue(encoder.encode("retry: 500\n\n:\n\n"));
    return Promise.resolve(new Response(body, { headers: { "content-type": "text/event-stream" } }));
  };
  const it = world({ random, trip, place, answer: /** @type {any} */ (answer) });
  const seen = { frames: /** @type {any[]} */ ([]), phases: /** @type {any[]} */ ([]), whole: /** @type {string[]} */ ([]), lastId };
  const connection = new Connection({
    url: "ws://hera.test/ws",
    path: "/api/sessions/s",
    lastId: () => seen.lastId,
    onFrame: (frame) => {
      seen.frames.push(frame);
      if (frame.event && !frame.snapshot) seen.lastId = frame.id;
    },
    onPhase: (phase) => seen.phases.push([phase.name, phase.transport]),
    onWhole: (headId) => seen.whole.push(headId),
    env: /** @type {any} */ (it.env),
  });
  connection.start();
  const names = () => seen.frames.filter(({ event }) => event).map(({ event }) => event.delta);
  return { it, seen, connection, streams, posts, state, names };
}

const welcome = (resumed = "tail") => ({ type: "welcome", resumed, head_id: `7-${TAG}`, ping_interval_ms: 20_000, reconnect: { min_ms: 100, max_ms: 5_000 }, limits: { frame_bytes: 65_536, image_bytes: 1 } });

/** Connected by HTTP, since the first socket was refused. */
async function byHttp(options) {
  const all = begun(options);
  all.it.last.drops(1006);
  await all.it.settled();
  assert.deepEqual(all.seen.phases.at(-1), ["open", "http"]);
  return all;
}

/** @param {any} it @param {number} ms  in steps, so that what comes of each is done before the next */
async function passes(it, ms) {
  for (let at = 0; at < ms; at += 100) {
    it.pass(100);
    await it.settled();
  }
}

/** @type {Record<string, (it: any) => void>} */
const BLOCKED = {
  "refused, or stripped": ({ last }) => last.drops(1006),
  "never answered": () => {},
  silent: ({ last }) => last.readyState === 0 && last.opens(),
  "broken off before the welcome": ({ last }) => last.readyState === 0 && (last.opens(), last.drops(1005)),
  "broken off behind the welcome": ({ last }) => last.readyState === 0 && (last.opens(), last.says(welcome()), last.drops(1006)),
};
for (const [how, treats] of Object.entries(BLOCKED)) {
  test(`sockets that are ${how}: by HTTP within five seconds, whatever chance says`, async () => {
    for (const random of [0, 0.999]) {
      const { it, seen } = begun({ random });
      for (let at = 0; at < WITHIN_MS && seen.phases.at(-1)[1] !== "http"; at += 50) {
        if (it.last.readyState < 2) treats(it);
        it.pass(50);
        await it.settled();
      }
      assert.deepEqual(seen.phases.at(-1), ["open", "http"]);
      assert.equal(it.asked.at(-1)?.path, `/api/sessions/s/events?after=7-${TAG}`);
    }
  });
}

test("a socket that opens in time is all there is", async () => {
  for (const [trip, takes] of [[0, 1_400], [200, 1_400], [400, 2_300], [2_000, 2_400]]) {
    const { it, seen } = begun({ trip });
    it.pass(takes);
    it.last.opens();
    it.last.says(welcome());
    it.pass(20_000);
    await it.settled();
    assert.deepEqual([seen.phases.at(-1), it.asked.length, it.sockets.length], [["open", "socket"], 0, 1], `a round trip of ${trip} ms`);
  }
});

test("a socket that is late is used all the same when it comes first, and HTTP is let go", async () => {
  const { it, seen, state, streams } = begun();
  state.holds = true;
  it.pass(1_600);
  await it.settled();
  assert.deepEqual([seen.phases.at(-1), streams.length, it.last.closedWith], [["connecting", null], 1, null]);
  it.last.opens();
  it.last.says(welcome());
  await passes(it, 4_000);
  assert.deepEqual([seen.phases.at(-1), streams.length, streams[0].ended], [["open", "socket"], 1, true]);
});

test("where sockets are never answered and streams are held back: by answers that end, within four seconds", async () => {
  for (const [trip, within] of [[0, 3_000], [10_000, 4_000]]) {
    const { it, seen, state, streams } = begun({ trip });
    state.holds = true;
    await passes(it, within);
    await passes(it, 100);
    assert.deepEqual([it.asked.map(({ path }) => path.split("?")[1]), it.last.closedWith], [[`after=7-${TAG}`, `after=7-${TAG}&wait_ms=0`], null]);
    streams[1].tell(chunk(8, "a"));
    await it.settled();
    assert.deepEqual([seen.phases.at(-1), streams.map(({ ended }) => ended)], [["open", "http"], [true, false]]);
  }
});

test("a stream that is late and not held back goes before the answer that was asked for beside it", async () => {
  const { it, seen, state, streams, names } = begun();
  state.holds = true;
  it.last.drops(1006);
  await passes(it, 1_600);
  assert.equal(streams.length, 2);
  streams[0].keep();
  streams[0].tell(chunk(8, "a"));
  await it.settled();
  await passes(it, 30_000);
  assert.deepEqual([seen.phases.at(-1), names(), streams.map(({ ended }) => ended)], [["open", "http"], ["a"], [false, true]]);
});

test("what the server itself says on a socket is no reason for HTTP", async () => {
  const { it, seen, connection } = begun();
  it.last.opens();
  it.last.drops(3001);
  await it.settled();
  assert.deepEqual([connection.phase.name, it.asked.length], ["waiting", 0]);
  it.pass(2_000);
  it.last.drops(3504);
  assert.deepEqual(seen.phases.at(-1), ["closed", null]);
});

test("where nobody is there, each attempt is by both, and a socket comes first", async () => {
  const { it, state, connection } = begun();
  state.streams = false;
  for (let attempt = 1; attempt < 4; attempt += 1) {
    it.last.drops(1006);
    await it.settled();
    assert.deepEqual([connection.phase.name, it.sockets.length, it.asked.length], ["waiting", attempt, attempt]);
    it.pass(2_000);
  }
});

test("a socket is tried beside HTTP, and takes over when it has lasted: nothing twice, nothing missing", async () => {
  const { it, seen, streams, connection, names } = await byHttp();
  streams[0].tell(chunk(8, "a"));
  await it.settled();
  it.pass(2_000);
  assert.equal(it.sockets.length, 2);
  it.last.opens();
  assert.deepEqual(it.last.sent, [{ type: "hello", last_id: `8-${TAG}` }]);
  it.last.says(welcome());
  assert.deepEqual(seen.phases.at(-1), ["open", "http"], "it has to show that it lasts");
  it.last.says(chunk(9, "b"));
  streams[0].tell(chunk(9, "b"));
  await it.settled();
  assert.deepEqual(names(), ["a", "b", "b"], "each event has its number, by which it counts once");
  assert.equal(connection.send(message("x")), true);
  assert.equal(it.last.sent.length, 1);
  it.pass(5_000);
  assert.deepEqual(seen.phases.at(-1), ["open", "socket"]);
  assert.equal(streams[0].ended, true);
  assert.equal(seen.frames.at(-1).type, "welcome", "whoever waits for an answer says it again");
  connection.send(message("x"));
  assert.equal(it.last.sent.at(-1).client_msg_id, "x");
});

test("sockets that fail beside HTTP are tried less and less often, and nobody hears of it", async () => {
  const { it, seen, streams } = await byHttp({ random: 1 });
  const phases = seen.phases.length;
  const waits = [];
  for (let trial = 0; trial < 10; trial += 1) {
    const [before, count] = [it.env.now(), it.sockets.length];
    while (it.sockets.length === count) {
      it.pass(1_000);
      streams[0].keep();
      await it.settled();
    }
    waits.push(it.env.now() - before);
    it.last.opens();
    it.last.says(welcome());
    it.last.drops(trial % 2 === 0 ? 1006 : 3504);
    seen.frames.length = 0;
  }
  assert.deepEqual(waits.map((ms) => Math.round(ms / 1000)), [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  assert.deepEqual([seen.phases.length, seen.frames.length], [phases, 0]);
});

test("a stream that breaks while a socket is on trial gives way to it at once", async () => {
  const { it, seen, streams } = await byHttp();
  it.pass(2_000);
  it.last.opens();
  it.last.says(welcome());
  streams[0].breaks();
  await it.settled();
  assert.deepEqual(seen.phases.at(-1), ["open", "socket"]);
});

test("a socket on trial that begins anew is used at once: two accounts are not mixed", async () => {
  const { it, seen, streams } = await byHttp();
  it.pass(2_000);
  it.last.opens();
  it.last.says(welcome("snapshot"));
  assert.deepEqual([seen.phases.at(-1), streams[0].ended], [["open", "socket"], true]);
});

test("no socket is tried while a snapshot is on its way", async () => {
  const { it, seen, streams } = await byHttp({ lastId: /** @type {any} */ (null) });
  it.pass(2_000);
  assert.equal(it.sockets.length, 1);
  streams[0].tell({ id: `7-${TAG}`, snapshot: true, event: { type: "MESSAGES_SNAPSHOT", messages: [] } }, null);
  await it.settled();
  assert.deepEqual(seen.whole, []);
  streams[0].tell({ id: `7-${TAG}`, snapshot: true, event: { type: "STATE_SNAPSHOT", snapshot: {} } });
  await it.settled();
  assert.deepEqual(seen.whole, [`7-${TAG}`], "its last event has the id");
});

test("a stream that ends is begun again where it was, by HTTP, and a dead one is noticed", async () => {
  const { it, seen, streams } = await byHttp();
  for (const how of ["ends", "breaks", "quiet"]) {
    const count = streams.length;
    if (how === "ends") streams[count - 1].ends();
    if (how === "breaks") streams[count - 1].breaks();
    if (how === "quiet") it.pass(41_000);
    await it.settled();
    it.pass(900);
    await it.settled();
    assert.equal(streams.length, count + 1, how);
    assert.deepEqual(seen.phases.at(-1), ["open", "http"]);
  }
});

test("a stream that is held back, all of it or from somewhere on: by answers that end, one after the other, and nothing twice", async () => {
  for (const opening of [null, "retry: 500\n\n", `id: 8-${TAG}\ndata: ${JSON.stringify(chunk(8, "a"))}\n\ndata: {"cut`]) {
    const { it, seen, streams, state, names } = begun({ random: 0 });
    state.holds = true;
    it.last.drops(1006);
    await it.settled();
    if (opening) streams[0].says(opening);
    const queries = () => it.asked.map(({ path }) => path.split("?")[1]);
    await passes(it, 3_100);
    const after = opening?.includes("data:") ? 8 : 7;
    assert.deepEqual(queries(), [`after=7-${TAG}`, `after=${after}-${TAG}&wait_ms=${opening ? 10_000 : 0}`], String(opening));
    if (after === 7) streams[1].tell(chunk(8, "a"));
    streams[1].ends();
    await it.settled();
    assert.equal(streams[0].ended, true);
    await passes(it, 600);
    assert.deepEqual(seen.phases.at(-1), ["open", "http"]);
    assert.equal(queries().at(-1), `after=8-${TAG}&wait_ms=10000`);
    streams[2].tell(chunk(9, "b"));
    streams[2].tell(chunk(10, "c"));
    await it.settled();
    streams[2].ends();
    await passes(it, 600);
    assert.equal(queries().at(-1), `after=10-${TAG}&wait_ms=10000`);
    assert.deepEqual(names(), ["a", "b", "c"]);
    assert.deepEqual(seen.phases.filter(([name]) => name === "waiting"), [], "nobody hears of it");

    // After a minute a stream is tried again, and followed when it is let through.
    await passes(it, 2_000);
    state.holds = false;
    const count = streams.length;
    for (let at = count - 1; streams.length === count || queries().at(-1).includes("wait_ms"); at = streams.length - 1) {
      if (!streams[at].ended) streams[at].ends();
      streams[at].ended = true;
      await passes(it, 600);
    }
    assert.equal(queries().at(-1), `after=10-${TAG}`);
    const before = streams.length;
    streams.at(-1)?.tell(chunk(11, "d"));
    await it.settled();
    await passes(it, 30_000);
    assert.deepEqual([names().at(-1), streams.length], ["d", before]);
  }
});

test("a snapshot that is held back in its middle is asked for anew", async () => {
  const { it, seen, streams, state } = begun({ lastId: /** @type {any} */ (null) });
  state.holds = true;
  it.last.drops(1006);
  await it.settled();
  const part = { id: `7-${TAG}`, snapshot: true, event: { type: "MESSAGES_SNAPSHOT", messages: [] } };
  streams[0].tell(part, null);
  await passes(it, 3_100);
  assert.equal(it.asked.at(-1)?.path, "/api/sessions/s/events?wait_ms=10000");
  streams[1].tell(part, null);
  streams[1].tell({ id: `7-${TAG}`, snapshot: true, event: { type: "STATE_SNAPSHOT", snapshot: {} } });
  await it.settled();
  assert.deepEqual(seen.whole, [`7-${TAG}`]);
});

test("answers that do not come, or fail, are a loss as any other", async () => {
  for (const fails of [(/** @type {any} */ { it }) => passes(it, 8_500), async (/** @type {any} */ { state, streams, it }) => ((state.streams = false), streams[1].ends(), await passes(it, 100))]) {
    const all = begun({ random: 0 });
    all.state.holds = true;
    all.it.last.drops(1006);
    await passes(all.it, 3_100);
    assert.equal(all.streams.length, 2);
    await fails(all);
    assert.equal(all.connection.phase.name, "waiting");
  }
});

test("a page that comes back opens a stream anew that has not just said something, and tries a socket", async () => {
  const { it, connection, streams, seen } = await byHttp();
  connection.wake();
  assert.equal(it.sockets.length, 2, "perhaps another network");
  it.last.drops(1006);
  assert.equal(streams.length, 1, "it has just said something");
  it.pass(2_100);
  connection.wake();
  await it.settled();
  assert.deepEqual([streams.length, seen.phases.at(-1)], [2, ["open", "http"]]);
  connection.wake(300);
  it.pass(150);
  await it.settled();
  assert.deepEqual([streams.length, seen.phases.at(-1)], [3, ["open", "http"]], "another network: the old stream is none of it");
});

test("a page that nobody looks at lets go of its stream after a while, and goes on when it is looked at", async () => {
  const { it, connection, streams, seen } = await byHttp();
  connection.send(message("a"));
  connection.rest();
  it.pass(10_000);
  assert.equal(streams[0].ended, false, "not while something is being said");
  streams[0].tell(chunk(8, "a"));
  await it.settled();
  it.pass(3_000);
  assert.deepEqual([streams[0].ended, it.sockets.length, seen.phases.at(-1)], [true, 1, ["waiting", null]]);
  it.pass(600_000);
  assert.equal(streams.length, 1);
  connection.wake();
  await it.settled();
  assert.deepEqual([streams.length, seen.phases.at(-1)], [2, ["open", "http"]]);
  connection.rest();
  connection.wake();
  it.pass(1);
  it.last.opens();
  it.last.says(welcome());
  connection.rest();
  connection.wake();
  it.pass(5_000);
  assert.deepEqual(seen.phases.at(-1), ["open", "socket"]);
  connection.rest();
  it.pass(25_000);
  assert.deepEqual(seen.phases.at(-1), ["open", "socket"], "a socket is held");
});

test("where other pages have all places for long answers it asks for short ones, and takes the place that becomes free, until it ends", async () => {
  let free = 0;
  const { it, connection, streams, names } = await byHttp({ place: () => (free === 0 ? null : ((free -= 1), () => (free += 1))) });
  const asked = () => it.asked.filter(({ path }) => path.includes("/events")).map(({ path }) => new URL(path, "http://hera.test").searchParams.get("wait_ms"));
  for (let seq = 8; seq < 11; seq += 1) {
    streams.at(-1).tell(chunk(seq, `said ${seq}`));
    await it.settled();
    streams.at(-1).ends();
    await passes(it, 2_500);
  }
  assert.deepEqual(names(), ["said 8", "said 9", "said 10"]);
  assert.ok(asked().length >= 4 && asked().every((wait) => wait === "0"), asked().join());
  free = 1;
  streams.at(-1).ends();
  await passes(it, 2_500);
  assert.equal(asked().at(-1), null);
  assert.equal(free, 0);
  streams.at(-1).tell(chunk(11, "by a stream"));
  await it.settled();
  assert.equal(names().at(-1), "by a stream");
  connection.stop();
  assert.equal(free, 1);
});

test("messages go one after the other, and each only until it stands in the stream", async () => {
  const { it, connection, streams, posts, seen } = await byHttp();
  for (const name of ["a", "b", "a"]) connection.send(message(name));
  await it.settled();
  assert.deepEqual(posts.map(({ path, init }) => [path, init.headers["idempotency-key"], JSON.parse(init.body)]), [["/api/sessions/s/messages", "a", { message: "a" }]]);
  streams[0].tell(chunk(8, "a"));
  await it.settled();
  assert.deepEqual([posts[0].init.signal.aborted, posts.length], [true, 2]);
  posts[1].answers(Response.json({}));
  await it.settled();
  assert.deepEqual(seen.frames.at(-1), { type: "accepted", client_msg_id: "b" });
  connection.send({ type: "message", client_msg_id: "c", content: [{ type: "text", text: "see" }, { type: "image", source: { type: "file", value: "p1" } }] });
  await it.settled();
  assert.deepEqual(JSON.parse(posts[2].init.body), { message: "see", attachments: ["p1"] });
  assert.equal(connection.send({ type: "typing", on: true }), true);
  assert.equal(posts.length, 3);
});

test("what somebody else on the way says is well has not arrived", async () => {
  const { it, connection, posts, seen } = await byHttp();
  for (const page of [new Response("<h1>Sign in</h1>", { headers: { "content-type": "text/html" } }), new Response(null, { status: 204 }), new Response("ok")]) {
    connection.send(message("a"));
    posts.at(-1)?.answers(page);
    await it.settled();
    assert.deepEqual(seen.frames.at(-1), { type: "error", code: "elsewhere", temporary: true, retry_after_ms: 5_000, client_msg_id: "a" });
  }
  connection.send(message("a"));
  posts.at(-1)?.answers(new Response("<h1>Sign in</h1>", { status: 511, headers: { "content-type": "text/html" } }));
  await it.settled();
  assert.equal(seen.frames.at(-1).temporary, true);
  connection.send({ type: "cancel", turn_id: "t" });
  posts.at(-1)?.answers(new Response("<h1>Sign in</h1>", { headers: { "content-type": "text/html" } }));
  await it.settled();
  const count = posts.length;
  await passes(it, 1_000);
  assert.equal(posts.length, count + 1, "said again");
});

for (const cap of [3_000, 5_000, 10_000]) {
  for (const held of [false, true]) {
    test(`answers that are cut off after ${cap} ms${held ? ", and held back until then," : ""} are asked to be shorter, and the connection stays`, async () => {
      const { it, seen, streams, state } = begun({ random: 0 });
      state.holds = held;
      it.last.drops(1006);
      await it.settled();
      const born = new Map();
      const waits = () => it.asked.filter(({ path }) => path.includes("/events")).map(({ path }) => Number(new URLSearchParams(path.split("?")[1]).get("wait_ms") ?? Infinity));
      let time = 0;
      for (; time < 60_000; time += 100) {
        await passes(it, 100);
        for (const [index, stream] of streams.entries()) {
          if (stream.ended) continue;
          if (!born.has(stream)) born.set(stream, time);
          const lived = time - born.get(stream);
          if (lived >= waits()[index]) {
            if (held) stream.keep();
            stream.ended = true;
            stream.ends();
          } else if (lived >= cap) {
            stream.ended = true;
            stream.breaks();
          }
        }
      }
      const from = seen.phases.findIndex(([name]) => name === "open");
      assert.deepEqual(seen.phases.slice(from), [["open", "http"]], JSON.stringify(seen.phases));
      const last = waits().slice(-3).filter((wait) => wait !== Infinity);
      assert.ok(last.every((wait) => wait >= 1_000 && wait <= cap), String(waits()));
    });
  }
}

test("what does not arrive holds back what was said after it", async () => {
  const { it, connection, posts, seen } = await byHttp();
  for (const name of ["a", "b", "c"]) connection.send(message(name));
  posts[0].answers(null);
  await it.settled();
  assert.deepEqual(seen.frames.at(-1), { type: "error", code: "network", temporary: true, retry_after_ms: 1_000, client_msg_id: "a" });
  assert.equal(posts.length, 1);
  for (const name of ["a", "b", "c"]) connection.send(message(name));
  it.pass(20_000); // swallowed
  await it.settled();
  assert.equal(seen.frames.at(-1).code, "network");
  assert.equal(posts.length, 2);
});

test("refusals are told as a socket would", async () => {
  const { it, connection, posts, seen } = await byHttp();
  /** @type {[Response, any][]} */ const cases = [
    [problem(409, "session_full"), { type: "error", code: "session_full", temporary: false }],
    [problem(400, "unknown_photo"), { type: "error", code: "unknown_photo", temporary: false }],
    [new Response("<html>", { status: 413 }), { type: "error", code: "too_large", temporary: false }],
    [new Response("<html>", { status: 403 }), { type: "error", code: "refused", temporary: false }],
    [problem(502, "turn_failed"), { type: "accepted" }],
    [problem(429, "queue_full", { "retry-after": "3" }), { type: "error", code: "queue_full", temporary: true, retry_after_ms: 3_000 }],
    [problem(503, "kept"), { type: "error", code: "kept", temporary: true }],
    [new Response("<html>", { status: 502 }), { type: "error", code: "refused", temporary: true }],
  ];
  for (const [index, [response, told]] of cases.entries()) {
    connection.send(message(`m${index}`));
    await it.settled();
    posts[index].answers(response);
    await it.settled();
    assert.partialDeepStrictEqual?.(seen.frames.at(-1), { ...told, client_msg_id: `m${index}` });
    for (const [name, value] of Object.entries(told)) assert.equal(seen.frames.at(-1)[name], value, `${index} ${name}`);
  }
});

test("a cancel is said until it was heard", async () => {
  const { it, connection, posts } = await byHttp();
  connection.send({ type: "cancel", turn_id: "t1" });
  posts[0].answers(null);
  await it.settled();
  it.pass(1_000);
  await it.settled();
  posts[1].answers(new Response("", { status: 502 }));
  await it.settled();
  it.pass(2_000);
  await it.settled();
  posts[2].answers(problem(409, "no_turn"));
  await it.settled();
  it.pass(60_000);
  await it.settled();
  assert.deepEqual(posts.map(({ path, init }) => [path, JSON.parse(init.body)]), Array(3).fill(["/api/sessions/s/cancel", { turn_id: "t1" }]));
});

test("refusals for good end it; others pass", async () => {
  const before = `7-${TAG}`;
  /** @type {[Response, any][]} */ const cases = [
    [problem(404, "no_session"), ["closed", 3509]],
    [problem(421, "host_not_allowed"), ["closed", 4521]],
    [problem(403, "origin_not_allowed"), ["closed", 3507]],
    [problem(503, "draining"), ["waiting", 1006]],
    [new Response("<html>a portal"), ["waiting", 1006]],
    [new Response("<html>", { status: 404 }), ["waiting", 1006]],
  ];
  for (const [response, phase] of cases) {
    const { it, state, connection } = begun({ lastId: before });
    state.streams = /** @type {any} */ (response);
    it.last.drops(1006);
    await it.settled();
    assert.deepEqual([connection.phase.name, connection.phase.code], phase);
  }
});

test("a stream that is called something else on its way is one all the same; what is none is somebody else's answer", async () => {
  const body = (/** @type {string[]} */ pieces) => new ReadableStream({ start: (out) => {
    for (const piece of pieces) out.enqueue(encoder.encode(piece));
  } });
  const says = (/** @type {string|null} */ type, /** @type {string[]} */ pieces) => new Response(body(pieces), { headers: type === null ? {} : { "content-type": type } });
  const event = `id: 8-${TAG}\ndata: ${JSON.stringify(chunk(8, "a"))}\n\n`;
  const [phases, names] = [[], []].map(() => /** @type {any[]} */ ([]));
  for (const [type, ...pieces] of /** @type {(string|null)[][]} */ ([["text/plain; charset=utf-8", "ret", "ry: 500\n\n:\n\n", event], ["application/octet-stream", ":\n\n", event], [null, "retry: 500\n\n", event], ["text/html", "retry: 500\n\n", event], ["text/plain", "Please ", "sign in.\n", event], ["text/plain", "Wait"]])) {
    const { it, seen, state, names: heard, connection } = begun();
    state.streams = /** @type {any} */ (says(type, /** @type {string[]} */ (pieces)));
    it.last.drops(1006);
    await it.settled();
    phases.push(seen.phases.at(-1));
    names.push(heard());
    connection.stop();
  }
  assert.deepEqual(names, [["a"], ["a"], ["a"], [], [], []]);
  assert.deepEqual(phases.map(([name]) => name === "open"), [true, true, true, false, false, false]);
});

test("server-sent events are the same in whatever pieces they come", async () => {
  const text = 'retry: 500\n\n:\n\nid: 1-a\ndata: {"say":"ありがとう 👪"}\n\ndata:x\ndata: y\n\r\nid: 2-a\r\ndata: z\r\n\r\ndata: cut';
  const wanted = [{ data: null, id: null }, { data: '{"say":"ありがとう 👪"}', id: "1-a" }, { data: "x\ny", id: null }, { data: "z", id: "2-a" }];
  const bytes = encoder.encode(text);
  for (const size of [1, 2, 3, 7, 1_000]) {
    const body = new ReadableStream({ start: (out) => {
      for (let at = 0; at < bytes.length; at += size) out.enqueue(bytes.slice(at, at + size));
      out.close();
    } });
    const events = [];
    for await (const some of eventsOf(body)) events.push(...some);
    assert.deepEqual(events, wanted, `${size} bytes at once`);
  }
});

test("a first line that never ends is known by its beginning, and nobody waits for its end", async () => {
  const first = async (/** @type {string[]} */ ...pieces) => {
    const body = new ReadableStream({ start: (out) => pieces.forEach((piece) => out.enqueue(encoder.encode(piece))) }); // and says no more
    return Promise.race([eventsOf(body, false).next().then(({ value }) => value), new Promise((go) => setTimeout(go, 200, "waits"))]);
  };
  for (const words of ["Please sign in. ", "<html><body>", "すみません", "dat", "data ", "retry"]) {
    assert.equal(await first(words), "waits", `${words}: it may be anything as yet`);
    assert.equal(await first(words.repeat(100)), null, words);
    assert.equal(await first(...words.repeat(100)), null, `${words}, sign by sign`);
  }
  for (const field of ["data: ", "data:", ":", "id: ", "event:", "retry: "]) {
    assert.equal(await first(field), "waits", field);
    assert.deepEqual(await first(`${field}${"x".repeat(100)}`), [], `${field}: of a stream of events, with no event as yet`);
  }
  const long = "x".repeat(100_000);
  const body = new ReadableStream({ start: (out) => [..."data: ", long.slice(0, 50), long.slice(50), "\n\n"].forEach((piece) => out.enqueue(encoder.encode(piece))) });
  for await (const some of eventsOf(body, false)) {
    if (some?.length === 0) continue;
    assert.deepEqual(some, [{ data: long, id: null }]);
    break;
  }
});

test("whoever on the way asks for patience is obeyed for a minute at most, and not by who comes back", async () => {
  for (const seconds of ["3600", "2592000", "1e12"]) {
    const busy = () => new Response("<h1>maintenance", { status: 503, headers: { "retry-after": seconds } });
    // The events.
    const { it, connection, state, seen } = await byHttp({ lastId: `7-${TAG}` });
    state.streams = /** @type {any} */ (busy());
    connection.wake(1);
    await passes(it, 3_000);
    assert.equal(seen.phases.at(-1)[0], "waiting");
    const asked = it.asked.length;
    await passes(it, 50_000);
    assert.equal(it.asked.length, asked, "that long it is obeyed");
    state.streams = /** @type {any} */ (busy());
    connection.wake();
    assert.equal(seen.phases.at(-1)[0], "connecting", "the person is back");
    await passes(it, 20_000);
    state.streams = true;
    await passes(it, 70_000);
    assert.equal(connection.phase.name, "open");
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Conversation } from "../../../static/js/conversation.js";
import { NEWEST } from "../../../static/js/past.js";
import { memoryStorage } from "../../../static/js/storage.js";
import { world } from "./world.mjs";

const ID = "0b0e7a52-6f3c-4c1e-9d7b-2f6a4f1c8e90";
const TAG = "9f3a1c";

function welcome({ head = 0, resumed = "fresh", frame_bytes = 65_536 } = {}) {
  return { type: "welcome", resumed, head_id: `${head}-${TAG}`, ping_interval_ms: 20_000, reconnect: { min_ms: 100, max_ms: 5_000 }, limits: { frame_bytes } };
}

/** A conversation whose socket has just been made. */
function begun({ id = ID, storage = memoryStorage() } = {}) {
  const it = world();
  const conversation = new Conversation({ id, storage, onChange: () => {}, env: /** @type {any} */ (it.env) });
  conversation.start();
  return { it, conversation, storage };
}

/** The server takes the newest socket in. */
function takeIn(it, how) {
  it.last.opens();
  it.last.says(welcome(how));
}

const messages = (socket) => socket.sent.filter(({ type }) => type === "message").map(({ content }) => content);
const states = (conversation) => conversation.outbox.entries.map(({ state, code }) => [state, code]);

test("whose conversation it is, the server says", () => {
  const { it, conversation } = begun();
  it.last.opens();
  assert.equal(conversation.foreign, null, "it has not said so yet");
  it.last.says({ ...welcome(), caller: { kind: "guest", role: "writer" } });
  assert.deepEqual([conversation.foreign, conversation.spoke], [true, false]);
  conversation.say("hello");
  assert.equal(conversation.spoke, true);
  it.last.drops(1006);
  it.pass(5_000);
  it.last.opens();
  it.last.says({ ...welcome(), caller: { kind: "guest", role: "owner" } });
  assert.equal(conversation.foreign, false);
});

test("what the server cannot keep of a turn holds until the turn goes on, or the page comes back", () => {
  const { it, conversation } = begun();
  takeIn(it);
  const held = (code) => (it.last.says({ type: "error", code, message: "", temporary: true }), conversation.held);
  assert.equal(held("rate_limited"), false);
  assert.equal(held("store_full"), true);
  it.last.says({ id: `1-${TAG}`, ts: 1, turn: "t", event: { type: "RUN_STARTED", threadId: ID, runId: "t" } });
  assert.equal(conversation.held, false);
  assert.equal(held("store_unavailable"), true);
  it.last.drops(1006);
  it.pass(5_000);
  takeIn(it, { head: 1, resumed: "tail" });
  assert.equal(conversation.held, false);
});

test("what this browser has begun is its own, also where it may keep no cookie", () => {
  const it = world();
  const conversation = new Conversation({ id: ID, own: true, storage: memoryStorage(), onChange: () => {}, env: /** @type {any} */ (it.env) });
  conversation.start();
  it.last.opens();
  it.last.says({ ...welcome(), caller: { kind: "guest", role: "writer" } });
  assert.equal(conversation.foreign, false);
});

test("what was there and is not any more was deleted, and nothing of it is left; what never was is not found", () => {
  for (const [before, code, told] of /** @type {const} */ ([["seen", 3509, 3503], ["seen", 3503, 3503], ["remembered", 3509, 3503], ["begun here", 3509, 3503], ["never seen", 3509, 3509]])) {
    const it = world();
    const storage = memoryStorage();
    const conversation = new Conversation({ id: ID, known: before === "remembered", own: before === "begun here", storage, onChange: () => {}, env: /** @type {any} */ (it.env) });
    conversation.start();
    if (before === "seen") {
      takeIn(it, "snapshot");
      it.last.says({ id: `7-${TAG}`, snapshot: true, event: { type: "MESSAGES_SNAPSHOT", messages: [{ id: "m1", role: "user", content: "my words" }] } });
      assert.equal(conversation.transcript.messages.length, 1);
      it.last.drops(1006);
      it.pass(5_000);
    }
    conversation.say("more words");
    it.last.opens();
    it.last.drops(code);
    assert.deepEqual([conversation.phase.name, conversation.phase.code], ["closed", told], before);
    assert.deepEqual([conversation.transcript.messages, conversation.outbox.entries, storage.length], [[], [], 0], before);
  }
});

test("by HTTP the page asks whose conversation it is", async () => {
  const { it, conversation } = begun();
  const asked = [];
  it.env.ask = /** @type {any} */ (async (/** @type {string} */ path) => {
    asked.push(path);
    return { ok: true, json: async () => ({ caller: { kind: "guest", role: "writer" } }) };
  });
  it.last.opens();
  it.last.says({ ...welcome(), caller: null });
  await new Promise((done) => setTimeout(done));
  assert.deepEqual([asked, conversation.foreign], [[`/api/sessions/${ID}/status`], true]);
});

test("half a character does not reach the server", () => {
  const { it, conversation } = begun();
  takeIn(it);
  assert.equal(conversation.say("a\ud83d"), true);
  assert.deepEqual(messages(it.last), ["a\ufffd"]);
});

test("what is too long for this server fails by itself, and what fits goes out", () => {
  const { it, conversation } = begun();
  assert.equal(conversation.say("x".repeat(2_000)), true);
  assert.equal(conversation.say("short"), true);
  takeIn(it, { frame_bytes: 1_000 });
  assert.deepEqual(messages(it.last), ["short"]);
  assert.deepEqual(states(conversation), [["failed", "too_large"], ["sending", null]]);
  conversation.retry(conversation.outbox.entries[0].clientMsgId);
  assert.deepEqual(states(conversation)[0], ["failed", "too_large"]);
  assert.equal(conversation.say("y".repeat(1_000)), false);
});

test("a refused frame is not sent again but by the person, over a new connection, in this page and the next", () => {
  const { it, conversation, storage } = begun();
  takeIn(it);
  conversation.say("poison");
  it.last.drops(3501);
  assert.deepEqual(states(conversation), [["failed", "refused"]]);
  it.pass(600_000);
  assert.equal(it.sockets.length, 1);

  const reloaded = begun({ storage });
  takeIn(reloaded.it);
  assert.deepEqual(messages(reloaded.it.last), []);
  assert.equal(reloaded.conversation.phase.name, "open");

  conversation.retry(conversation.outbox.entries[0].clientMsgId);
  assert.equal(it.sockets.length, 2);
  takeIn(it);
  assert.deepEqual(messages(it.last), ["poison"]);
});

test("a loss of another kind sends again by itself", () => {
  const { it, conversation } = begun();
  takeIn(it);
  conversation.say("hello");
  it.last.drops(1006);
  it.pass(5_000);
  takeIn(it);
  assert.deepEqual(messages(it.last), ["hello"]);
});

test("an idle page goes on from the snapshot it has, and asks anew for one that was cut", () => {
  const snapshot = (socket) => {
    for (const event of [{ type: "MESSAGES_SNAPSHOT", messages: [] }, { type: "STATE_SNAPSHOT", snapshot: {} }]) {
      socket.says({ id: `7-${TAG}`, snapshot: true, event });
    }
  };
  const { it } = begun();
  takeIn(it, { head: 7 });
  snapshot(it.last);
  it.last.drops(1006);
  it.pass(5_000);
  takeIn(it, { head: 7 });
  assert.deepEqual(it.last.sent[0], { type: "hello" }, "nothing showed that the snapshot was whole");
  snapshot(it.last);
  it.last.says({ type: "pong", nonce: it.last.sent.find(({ type }) => type === "ping").nonce });
  it.pass(5_000); // long enough not to be taken for one that is never let through
  it.last.drops(1006);
  it.pass(5_000);
  it.last.opens();
  assert.deepEqual(it.last.sent[0], { type: "hello", last_id: `7-${TAG}` });
});

test("what is no UUID is no conversation, and nobody is asked", () => {
  for (const id of ["%ff", "a/b", "../x", "", `${ID}/`, ` ${ID}`, ID.replaceAll("-", ""), `{${ID}}`, `${ID}\n`]) {
    const { it, conversation } = begun({ id });
    assert.deepEqual(conversation.phase, { name: "closed", attempt: 0, code: 3509 }, id);
    conversation.restart();
    conversation.wake();
    it.pass(600_000);
    assert.equal(it.sockets.length, 0, id);
  }
});

test("a UUID in capitals is the same conversation", () => {
  const { it, conversation } = begun({ id: ID.toUpperCase() });
  assert.equal(conversation.id, ID);
  assert.equal(it.last.url, `wss://hera.test/api/sessions/${ID}/ws`);
});

test("many new messages are parted with after one question; after a failure it waits for some more of them", async () => {
  const { it, conversation } = begun();
  takeIn(it);
  const asked = [];
  let fails = true;
  let seq = 0;
  const stored = [];
  it.env.ask = /** @type {any} */ (async (/** @type {string} */ path) => {
    asked.push(path.split("/").at(-1));
    return { ok: !fails, json: async () => ({ messages: stored.slice(-50), next_before: String(stored.length - 50) }) };
  });
  const reader = { reading: null, hold: (/** @type {() => void} */ change) => change() };
  const says = (/** @type {number} */ count) => {
    for (let n = 0; n < count; n += 1) {
      seq += 1;
      stored.push({ id: `m${seq}`, role: "user", content: "x" });
      it.last.says({ id: `${seq}-${TAG}`, turn: `t${seq}`, event: { type: "TEXT_MESSAGE_CHUNK", messageId: `m${seq}`, role: "user", delta: "x" } });
    }
  };
  says(NEWEST);
  await conversation.tidy(reader);
  assert.deepEqual(asked, []);
  says(1);
  await conversation.tidy(reader);
  await conversation.tidy(reader);
  assert.deepEqual([asked, conversation.transcript.messages.length], [["messages?limit=50"], NEWEST + 1]);
  fails = false;
  says(10);
  await Promise.all([conversation.tidy(reader), conversation.tidy(reader)]);
  assert.equal(asked.length, 1);
  says(1);
  await Promise.all([conversation.tidy(reader), conversation.tidy(reader)]);
  assert.deepEqual([asked.length, conversation.transcript.messages.length], [2, 50]);
});

test("what waits to be said, or to begin, waits a minute at most, and no longer than until the page is woken", async () => {
  const { it, conversation } = begun();
  takeIn(it);
  const said = () => messages(it.last).length;
  conversation.say("Hello");
  const [{ clientMsgId }] = conversation.outbox.entries;
  const busy = () => it.last.says({ type: "error", client_msg_id: clientMsgId, code: "rate_limited", temporary: true, retry_after_ms: 2 ** 40 });
  busy();
  it.pass(9_000);
  assert.equal(said(), 1);
  conversation.wake(300);
  it.pass(300);
  assert.equal(said(), 2);
  busy();
  for (let at = 0; at < 61_000; at += 5_000) {
    it.pass(5_000);
    for (const { nonce, type } of it.last.sent) if (type === "ping") it.last.says({ type: "pong", nonce });
  }
  assert.equal(said(), 3);
  const away = begun({ id: null });
  await away.it.settled();
  for (let tries = 0; tries < 6; tries += 1) {
    away.it.pass(15_000);
    await away.it.settled();
  }
  const asked = away.it.asked.length;
  away.conversation.wake();
  away.it.pass(0);
  await away.it.settled();
  assert.equal(away.it.asked.length, asked + 1);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Outbox, newId, wellFormed } from "../../../static/js/outbox.js";
import { guarded, memoryStorage } from "../../../static/js/storage.js";

test("what is not confirmed outlives the page and goes out under the same name", () => {
  const storage = memoryStorage();
  const before = new Outbox(storage, "s1");
  before.add("a", "first", 1);
  before.add("b", "second", 2);
  before.add("c", "third", 3);
  before.mark("a", "sending");
  before.mark("b", "sent");
  before.mark("c", "failed", "rate_limited");
  const after = new Outbox(storage, "s1");
  assert.deepEqual(after.entries.map(({ clientMsgId, state, code }) => [clientMsgId, state, code]), [["a", "queued", null], ["c", "failed", "rate_limited"]]);
  assert.deepEqual(after.unconfirmed.map(({ text }) => text), ["first"]);
  assert.deepEqual(new Outbox(storage, "s2").entries, []);
});

test("two tabs do not write over each other, and what is taken back is gone", () => {
  const storage = memoryStorage();
  const [one, two] = [new Outbox(storage, "s"), new Outbox(storage, "s")];
  one.add("a", "from one", 1);
  two.add("b", "from two", 2);
  one.mark("a", "sending");
  assert.equal(new Outbox(storage, "s").entries.length, 2);
  two.remove("b");
  assert.deepEqual(new Outbox(storage, "s").entries.map(({ text }) => text), ["from one"]);
});

test("a spoilt entry is thrown away, a full storage is survived", () => {
  const storage = memoryStorage();
  storage.setItem("hera.out.s.x", "{not json");
  storage.setItem("hera.out.s.y", '{"text":1}');
  assert.deepEqual(new Outbox(storage, "s").entries, []);
  assert.equal(storage.length, 0);
  const full = /** @type {any} */ ({ length: 0, key: () => null, getItem: () => null, removeItem: () => {}, setItem: () => { throw new Error("quota"); } });
  const kept = guarded(() => full, "/a ");
  new Outbox(kept, "s").add("a", "kept in memory", 1);
  assert.equal(new Outbox(kept, "s").unconfirmed.length, 1);
  for (const refused of [() => { throw new Error("SecurityError"); }, () => null]) {
    const none = guarded(refused);
    none.setItem("k", "v");
    assert.deepEqual([none.getItem("k"), none.length, none.key(0)], ["v", 1, "k"]);
    none.removeItem("k");
    assert.deepEqual([none.getItem("k"), none.length], [null, 0]);
  }
});

test("ids are UUIDs of version 4, with and without a secure context", () => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const plain = { getRandomValues: (/** @type {Uint8Array} */ bytes) => crypto.getRandomValues(bytes) };
  const ids = new Set(Array.from({ length: 200 }, (_, n) => newId(n % 2 ? /** @type {any} */ (plain) : crypto)));
  assert.equal(ids.size, 200);
  for (const id of ids) assert.match(id, uuid);
});

test("half a character is replaced, also by a browser that has no word for it, and in what an older page left", () => {
  const whole = "家族 👨‍👩‍👧 ok";
  const cases = [["a\ud83d", "a\ufffd"], ["\udc00b", "\ufffdb"], ["\udc00\ud83d", "\ufffd\ufffd"], [whole, whole], ["", ""]];
  const native = Object.getOwnPropertyDescriptor(String.prototype, "toWellFormed");
  for (const [text, clean] of cases) assert.equal(wellFormed(text), clean);
  Object.defineProperty(String.prototype, "toWellFormed", { value: undefined, configurable: true });
  try {
    for (const [text, clean] of cases) assert.equal(wellFormed(text), clean);
  } finally {
    if (native) Object.defineProperty(String.prototype, "toWellFormed", native);
    else delete (/** @type {any} */ (String.prototype).toWellFormed);
  }
  const storage = memoryStorage();
  storage.setItem("hera.out.s.x", JSON.stringify({ clientMsgId: "x", text: "a\ud83d", at: 1, state: "queued" }));
  assert.equal(new Outbox(storage, "s").unconfirmed[0].text, "a\ufffd");
});

test("messages go out in the order in which they were said, whatever the clock does", () => {
  const storage = memoryStorage();
  const outbox = new Outbox(storage, "s");
  for (const [name, at] of /** @type {[string, number][]} */ ([["a", 3_000], ["b", 1_000], ["c", 2_000]])) outbox.add(name, name, at);
  const order = (/** @type {Outbox} */ one) => one.unconfirmed.map(({ clientMsgId }) => clientMsgId);
  assert.deepEqual(order(outbox), ["a", "b", "c"]);
  outbox.mark("a", "sending");
  assert.deepEqual(order(new Outbox(storage, "s")), ["a", "b", "c"]);
});

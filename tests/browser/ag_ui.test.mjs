/** What hera calls AG-UI events are AG-UI events: those it sends, and those its documentation shows. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { EventSchemas, MessageSchema } from "@ag-ui/core/schemas";
import { applyPatch } from "../../static/js/json-patch.js";
import { startHera } from "./harness.mjs";

let hera;
/** A server whose turns last until they are cancelled, however long this machine takes to do so. */
let slow;
before(async () => {
  [hera, slow] = await Promise.all([startHera({ pace: 5 }), startHera({ pace: 1000 })]);
});
after(() => Promise.all([hera?.stop(), slow?.stop()]));

/** @param {string} path @param {object} [body] @param {{url: string}} [server] */
async function post(path, body, server = hera) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(new URL(path, server.url), { method: "POST", headers, body: body && JSON.stringify(body) });
  assert.ok(response.ok, `${path}: ${response.status}`);
  return response.json();
}

/**
 * The frames of a session as server-sent events, as far as they have been waited for.
 * @param {string} session @param {string} [last] @param {{url: string}} [server]
 */
async function* follow(session, last, server = hera) {
  const stop = new AbortController();
  const headers = last ? { "last-event-id": last } : {};
  try {
    const response = await fetch(new URL(`${session}/events`, server.url), { headers, signal: stop.signal });
    assert.equal(response.status, 200);
    let text = "";
    for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
      text += part;
      const blocks = text.split("\n\n");
      text = blocks.pop();
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data) yield JSON.parse(data);
      }
    }
  } finally {
    stop.abort();
  }
}

/** The frames up to the first event of that type. @param {AsyncGenerator<any>} frames @param {string} type */
async function until(frames, type) {
  const seen = [];
  for (;;) {
    const { value: frame, done } = await frames.next();
    assert.ok(!done, `the stream ended before ${type}`);
    EventSchemas.parse(frame.event);
    seen.push(frame);
    if (frame.event.type === type) return seen;
  }
}

test("the documented events", async () => {
  const text = await readFile(new URL("../../docs/PROTOCOL.md", import.meta.url), "utf8");
  const examples = [...text.matchAll(/```json server\n(.*?)```/gs)].map(([, json]) => JSON.parse(json));
  const events = examples.flatMap(({ event }) => event ?? []);
  assert.ok(events.length >= 14, `${events.length} examples of events`);
  for (const event of events) EventSchemas.parse(event);
});

test("a conversation, its history, and the state it leaves", async () => {
  const { session_id: id } = await post("/api/sessions");
  const session = `/api/sessions/${id}`;
  const live = follow(session);
  const [messages, snapshot] = await until(live, "STATE_SNAPSHOT");
  assert.deepEqual(messages.event.messages, []);
  let state = snapshot.event.snapshot;

  for (const message of ["I'm 34 and single, in Berlin", "本当は35歳です", ""]) {
    const asked = post(`${session}/messages`, { message });
    const frames = await until(live, "RUN_FINISHED");
    const spoken = frames.filter(({ event }) => event.type === "TEXT_MESSAGE_CONTENT").map(({ event }) => event.delta);
    const answer = await asked;
    assert.equal(spoken.join(""), answer.reply);
    for (const { event } of frames) if (event.type === "STATE_DELTA") state = applyPatch(state, event.delta);
    assert.deepEqual(state.user_profile, answer.user_profile);
  }
  await live.return();

  const again = follow(session);
  const [history, now] = await until(again, "STATE_SNAPSHOT");
  await again.return();
  assert.deepEqual(now.event.snapshot, state, "the changes lead to the state that newcomers are shown");
  assert.equal(history.event.messages.length, 6);
  const page = await (await fetch(new URL(`${session}/messages`, hera.url))).json();
  assert.deepEqual(page.messages, history.event.messages);
  for (const message of page.messages) MessageSchema.parse(message);
});

test("a turn that is cancelled, and what newcomers see of it", async () => {
  const { session_id: id } = await post("/api/sessions", undefined, slow);
  const session = `/api/sessions/${id}`;
  const live = follow(session, undefined, slow);
  await until(live, "STATE_SNAPSHOT");
  const asked = post(`${session}/messages`, { message: "Hello" }, slow);
  const begun = await until(live, "TEXT_MESSAGE_CONTENT");
  const newcomer = follow(session, undefined, slow);
  const seen = await until(newcomer, "TEXT_MESSAGE_CONTENT");
  await newcomer.return();
  assert.deepEqual(seen.map(({ event }) => event.type).slice(2), ["RUN_STARTED", "TEXT_MESSAGE_START", "TEXT_MESSAGE_CONTENT"]);

  const { turn_id: turn } = await post(`${session}/cancel`, undefined, slow);
  const rest = await until(live, "RUN_FINISHED");
  await live.return();
  assert.equal(turn, rest.at(-1).event.runId);
  assert.deepEqual(rest.at(-1).event.outcome, { type: "cancelled" });
  const shown = [...begun, ...rest].flatMap(({ event }) => (event.type === "TEXT_MESSAGE_CONTENT" ? [event.delta] : [])).join("");
  assert.equal((await asked).reply, shown, "what was shown stays, and nothing is added");
});

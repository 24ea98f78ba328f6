import "./here.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyTranscript, fromHistory, reduce } from "../../../static/js/transcript.js";
import { pictureAt } from "../../../static/js/address.js";
import { frameOf, messagesOf, stateOf, timeOf } from "../../../static/js/wire.js";

const PHOTO = { id: "p", kind: "partner", url: "/api/sessions/s/photos/p", media_type: "image/png", width: 768, height: 768, created_at: "2026-11-23T17:59:01.100Z", illustration: true };
const STATE = {
  phase: "family",
  user_profile: {
    age: 34, gender: "female", location: "東京", personality: "calm", user_personality_traits: { openness: 0.7 }, declined_fields: ["income_range"],
    children_info: [{ name: "花", desired_gender: "female" }], ideal_partner: { name: "健", temperament: "穏やか", appearance: "丸顔" }, hobbies: ["chess", "go"],
  },
  information_progress: { age: true, gender: false }, missing_fields: ["gender"], profile_complete: false,
  photos: { user: PHOTO, partner: PHOTO, children: { 1: PHOTO } },
  family: { members: [{ name: "健", role: "partner", gender: "male" }], trip_info: { destination: "海" }, plan: { destination: "海", activities: ["泳ぐ", "焼く"], story: "…", letter: "…" } },
  agent: { anything: [null, { at: "all" }] },
};
const ODD = [null, 0, -1, 1.5, "", "text", "http://[", true, [], [null], [[]], ["text"], {}, { name: null }, { 1: null }, { toString: 1, valueOf: 1 }];

test("what is as the protocol says stays as it is, to the last member", () => {
  assert.deepEqual(stateOf(STATE), STATE);
  const message = { id: "m", role: "assistant", name: "花", content: "hi", metadata: { hera: { at: "2026-11-23T17:59:01.100Z", status: "complete", turn_id: "t", attachments: [PHOTO], suggestions: [{ label: "a", text: "b" }] } } };
  assert.deepEqual(messagesOf([message]), [message]);
  for (const frame of [
    { id: "7-a", turn: "t", ts: 5, event: { type: "TEXT_MESSAGE_CHUNK", messageId: "m", role: "user", delta: "hi", metadata: { hera: { client_msg_id: "c", attachments: [PHOTO] } } } },
    { id: "8-a", turn: "t", ts: 5, event: { type: "STATE_DELTA", delta: [{ op: "replace", path: "/phase", value: "family" }] } },
    { id: "9-a", turn: "t", ts: 5, event: { type: "CUSTOM", name: "image.ready", value: PHOTO, metadata: { hera: { message_id: "m" } } } },
    { id: "9-a", event: { type: "OF_TOMORROW", more: { than: ["known"] } } },
    { type: "welcome", head_id: "7-a", resumed: "tail", ping_interval_ms: 25_000, limits: { frame_bytes: 5, image_bytes: 0 }, reconnect: { min_ms: 1, max_ms: 2 }, caller: { kind: "guest", role: "owner" } },
    { type: "error", code: "busy", client_msg_id: "c", temporary: true, retry_after_ms: 0 },
  ]) assert.deepEqual(frameOf(JSON.stringify(frame)), frame);
});

/** The document with another value at one place, for every place of it. @param {any} whole @param {any} value @returns {any[]} */
function spoilt(whole, value) {
  if (typeof whole !== "object" || whole === null) return [value];
  const each = Object.keys(whole).flatMap((key) => spoilt(whole[key], value).map((part) => (Array.isArray(whole) ? whole.with(Number(key), part) : { ...whole, [key]: part })));
  return [value, ...each];
}

/** Every member that is there is of its kind. @param {any} state */
function isSound({ phase, user_profile: profile = {}, photos = {}, family = {} }) {
  const texts = (/** @type {any} */ one, /** @type {string[]} */ names) => names.forEach((name) => assert.ok(["string", "undefined"].includes(typeof one[name]), name));
  texts({ phase }, ["phase"]);
  for (const one of [...(profile.children_info ?? []), ...(family.members ?? [])]) texts(one, ["name", "role", "gender", "desired_gender"]);
  for (const which of ["current_partner", "ideal_partner"]) texts(profile[which] ?? {}, ["name", "temperament", "appearance"]);
  for (const photo of [photos.user, photos.partner, ...Object.values(photos.children ?? {})]) if (photo !== undefined) assert.deepEqual([typeof photo.id, pictureAt(photo.url)], ["string", pictureAt(PHOTO.url)]);
  for (const one of [family.trip_info ?? {}, family.plan ?? {}]) texts(one, ["destination", "story", "letter"]);
  assert.deepEqual(Object.values(profile).filter((value) => value === null), []);
  for (const [field, value] of Object.entries(profile)) if (typeof value !== "object" || (Array.isArray(value) && field !== "children_info")) String(value);
}

test("whatever stands in one place of the state, what is drawn is sound, and the rest stays", () => {
  for (const odd of ODD) {
    for (const document of spoilt(STATE, odd)) {
      const state = stateOf(document);
      isSound(state);
      if (document !== odd) assert.equal(Object.keys(state).filter((name) => JSON.stringify(state[name]) !== JSON.stringify(STATE[name])).length <= 1, true);
    }
  }
});

test("changes are told of the document as the server has it, whatever of it can be drawn", () => {
  const told = (/** @type {any} */ state, /** @type {number} */ seq, /** @type {any} */ event, snapshot = false) => reduce(state, { id: `${seq}-a`, ...(snapshot ? { snapshot } : {}), event });
  let state = told(emptyTranscript(), 1, { type: "STATE_SNAPSHOT", snapshot: { family: { members: [null, { name: "健" }], plan: null } } }, true);
  assert.deepEqual(state.session, { family: { members: [{ name: "健" }] } });
  state = told(state, 2, { type: "STATE_DELTA", delta: [{ op: "replace", path: "/family/members/0", value: { name: "花" } }, { op: "replace", path: "/family/plan", value: { destination: "海" } }] });
  assert.deepEqual([state.resync, state.session], [null, { family: { members: [{ name: "花" }, { name: "健" }], plan: { destination: "海" } } }]);
});

test("messages are such, and each is there once", () => {
  for (const none of [undefined, null, 5, "x", {}, [null, 5, "x", [], {}, { id: 5 }, { id: null }]]) assert.deepEqual(messagesOf(none), []);
  assert.deepEqual(messagesOf([{ id: "a", content: "1" }, { id: "b" }, { id: "a", content: "2" }]), [{ id: "a", content: "1" }, { id: "b" }]);
  for (const odd of ODD) {
    const metadata = { hera: { at: odd, status: odd, turn_id: odd, client_msg_id: odd, attachments: odd, suggestions: odd } };
    for (const one of [{ id: "m", role: odd, name: odd, content: odd, metadata }, { id: "m", metadata: odd }, { id: "m", metadata: { hera: odd } }]) {
      const message = fromHistory(messagesOf([one])[0]);
      const kinds = [message.key, message.name, message.text, message.status].map((value) => typeof value);
      assert.deepEqual(kinds, ["string", "string", "string", "string"]);
      assert.ok([...message.attachments, ...message.choices].every((part) => typeof (part.id ?? part.label) === "string"));
      assert.ok(message.at === null || Number.isFinite(new Date(message.at).getTime()));
    }
  }
});

test("what is no frame is none, and an event that tells nothing counts by its number", () => {
  for (const none of ["", "{", "5", "null", "[]", '"x"', "{}", '{"type":5}', '{"id":7,"event":{"type":"RUN_STARTED"}}', '{"event":{"type":"RUN_STARTED"}}', '{"id":"x","event":{}}']) assert.equal(frameOf(none), null, none);
  const types = ["TEXT_MESSAGE_START", "TEXT_MESSAGE_CONTENT", "TEXT_MESSAGE_END", "TEXT_MESSAGE_CHUNK", "STEP_STARTED", "STEP_FINISHED", "RUN_STARTED", "RUN_FINISHED", "RUN_ERROR", "STATE_SNAPSHOT", "MESSAGES_SNAPSHOT", "CUSTOM", "", 5, null];
  for (const odd of ODD) {
    for (const type of types) {
      for (const name of ["image.ready", "hera.suggestions", "turn.restarted", "constructor", odd]) {
        const event = { type, name, messageId: odd, runId: odd, stepName: odd, role: odd, delta: odd, code: odd, outcome: odd, value: odd, metadata: odd, messages: odd, snapshot: odd };
        for (const more of [{}, { messageId: "m", stepName: "s", metadata: { hera: { message_id: "m" } }, value: { message_id: "m", choices: odd, discarded: odd, id: odd, url: odd } }]) {
          const before = reduce(emptyTranscript(), { id: "1-a", event: { type: "TEXT_MESSAGE_START", messageId: "m" } });
          const after = reduce(before, /** @type {any} */ (frameOf(JSON.stringify({ id: "2-a", turn: odd, ts: odd, event: { ...event, ...more } }))));
          assert.deepEqual([after.resync, after.seq], [null, 2], JSON.stringify({ ...event, ...more }));
          for (const { key, name: speaker, text } of after.messages) assert.deepEqual([typeof key, typeof speaker, typeof text], ["string", "string", "string"]);
        }
      }
    }
  }
});

test("a time is one that a calendar has", () => {
  for (const none of [undefined, null, "", "yesterday", Number.NaN, 1e300, 8.64e15, {}]) assert.equal(timeOf(none), null);
  assert.equal(timeOf("2026-11-23T17:59:01.100Z"), 1_795_456_741_100);
  assert.equal(timeOf(-5), -5);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import "./here.mjs";
import { fieldValue, preferred, wordsOf } from "../../../static/js/i18n.js";
import { Outbox } from "../../../static/js/outbox.js";
import { memoryStorage } from "../../../static/js/storage.js";
import { screenOf } from "../../../static/js/screen.js";
import { emptyTranscript } from "../../../static/js/transcript.js";

const words = wordsOf("en");
const calm = { words, lost: false, online: true, notice: "" };
const message = (more) => ({ key: "k", id: "m", role: "assistant", name: "Hera", text: "Hi", at: 1, status: "complete", clientMsgId: null, turn: "t", live: true, ...more });
function conversation(more = {}, transcript = {}) {
  return {
    id: "s", transcript: { ...emptyTranscript(), seq: 5, ...transcript }, outbox: new Outbox(memoryStorage(), "s"),
    phase: { name: "open", attempt: 0, code: null }, stopping: null, earlierState: "idle", completion: { state: "idle", missing: [], message: null }, ...more,
  };
}

test("a running turn says what goes on and can be stopped", () => {
  const thinking = screenOf(conversation({}, { waiting: ["t"] }), calm);
  assert.deepEqual([thinking.status, thinking.stop], [{ kind: "busy", text: words.thinking("Hera") }, "ready"]);
  const speaking = screenOf(conversation({ stopping: "t" }, { turn: "t", messages: [message({ status: "streaming" })] }), calm);
  assert.deepEqual([speaking.status.text, speaking.stop, speaking.finished], [words.speaking("Hera"), "stopping", []]);
  const writing = screenOf(conversation({}, { turn: "t", messages: [message({ name: "Letter", status: "streaming" })] }), calm);
  assert.equal(writing.status.text, words.writing.letter, "a letter does not speak");
  const away = screenOf(conversation({ phase: { name: "waiting", attempt: 1, code: 1006 } }, { turn: "t" }), calm);
  assert.equal(away.stop, "none");
});

test("a loss is told calmly, and only when it lasts", () => {
  const away = conversation({ phase: { name: "waiting", attempt: 1, code: 1006 } });
  assert.equal(screenOf(away, calm).status.text, "");
  assert.equal(screenOf(away, { ...calm, lost: true }).status.text, words.reconnecting);
  assert.equal(screenOf(away, { ...calm, lost: true, online: false }).status.text, words.offline);
  assert.equal(screenOf({ ...away, id: null }, { ...calm, lost: true }).status.text, words.noSession);
});

test("an answer that the server cannot keep is told, while it is to go on", () => {
  assert.deepEqual(screenOf(conversation({ held: true }, { turn: "t" }), calm).status, { kind: "warn", text: words.held });
  assert.equal(screenOf(conversation({ held: true }), calm).status.text, "");
});

test("an end for good is explained, with the way on that makes sense", () => {
  const ended = (code) => screenOf(conversation({ phase: { name: "closed", attempt: 0, code } }), calm);
  assert.equal(ended(3509).card.title, words.closed[3509][0]);
  assert.deepEqual(ended(3509).card.actions.map(({ does }) => does), ["fresh"]);
  assert.deepEqual(ended(3503).card.actions.map(({ does }) => does), ["fresh"]);
  assert.deepEqual(ended(3504).card.actions.map(({ does }) => does), ["again", "fresh"]);
  assert.equal(ended(3999).card.title, words.closed.other[0], "a code of the future");
  assert.equal(ended(3509).ended, true);
});

test("who opens somebody else's conversation is told before the first word", () => {
  const visiting = conversation({ foreign: true, spoke: false }, { messages: [message({})], session: { phase: "chat" } });
  const { foreign } = screenOf(visiting, calm);
  assert.deepEqual([foreign.tone, foreign.title, foreign.actions.map(({ does }) => does)], ["warn", words.foreign.title, ["fresh"]]);
  assert.equal(screenOf({ ...visiting, spoke: true }, calm).foreign, null, "who has spoken has been told");
  assert.equal(screenOf({ ...visiting, foreign: false }, calm).foreign, null);
});

test("own messages show how far they have come", () => {
  const it = conversation();
  for (const [id, state] of [["a", "queued"], ["b", "sending"], ["c", "sent"], ["d", "failed"]]) {
    it.outbox.add(id, id, id.charCodeAt(0));
    it.outbox.mark(id, state, state === "failed" ? "id_conflict" : null);
  }
  const shown = screenOf(it, calm).items.map((item) => item.shown);
  assert.deepEqual(shown.map(({ note }) => note), ["Waiting to send", "Sending…", "Sent", "Not sent"]);
  assert.deepEqual(shown.map(({ actions }) => actions.length), [0, 0, 0, 2]);
});

test("a message that will not go out says why", () => {
  const it = conversation();
  for (const code of ["too_large", "refused"]) {
    it.outbox.add(code, code, 1);
    it.outbox.mark(code, "failed", code);
  }
  assert.deepEqual(screenOf(it, calm).items.map(({ shown }) => shown.note), [words.refused.too_large, words.refused.refused]);
});

test("replies that end early say so", () => {
  const notes = ["complete", "cancelled", "failed"].map((status) => screenOf(conversation({}, { messages: [message({ status })] }), calm).items[0].shown.note);
  assert.deepEqual(notes, ["", words.cancelled, words.failedReply]);
  const unanswered = screenOf(conversation({}, { unanswered: "t", messages: [message({ role: "user" })] }), calm);
  assert.equal(unanswered.items[0].shown.note, words.unanswered);
});

test("a fault says what is to be done, and offers the same words and pictures again", () => {
  const photos = [{ id: "p", url: "/p" }];
  const said = message({ role: "user", text: "hello", attachments: photos });
  const cardOf = (/** @type {any} */ fault, more = {}) => screenOf(conversation({}, { fault: { turn: "t", ...fault }, ...more }), calm).card;
  const { tone, text, actions } = cardOf({ code: "agent_failed", said });
  assert.deepEqual([tone, text, actions], ["warn", words.fault, [{ label: words.askAgain, does: "say", text: "hello", photos }]]);
  const codes = ["agent_unavailable", "agent_refused", "agent_stalled", "agent_interrupted", "empty_answer", "bad_answer", "time_limit", "reply_too_long", "attempts_exhausted"];
  const ja = wordsOf("ja");
  for (const code of codes) {
    const card = cardOf({ code, said });
    assert.deepEqual([card.text, card.actions.length], [words.faults[code], 1], code);
    assert.ok(/[ぁ-ん]/.test(ja.faults[code]) && words.faults[code].length > 20, code);
  }
  assert.deepEqual(Object.keys(ja.faults).sort(), [...codes].sort());
  const greeting = cardOf({ code: "agent_unavailable", said: null }, { session: { phase: "family" } });
  assert.deepEqual(greeting.actions.map(({ text: hello }) => hello), words.family.hello, "the family that did not greet is greeted");
  assert.equal(cardOf({ code: "painting_refused", said: null }).text, words.family.refused);
});

test("what was not answered is offered again, also after a reload", () => {
  const asked = message({ role: "user", text: "hello", live: false, attachments: [] });
  const session = { phase: "interview" };
  const card = (more) => screenOf(conversation({}, { session, messages: [asked], ...more }), calm).card;
  assert.deepEqual([card({}).text, card({}).actions[0].text], [words.noAnswer, "hello"]);
  assert.equal(card({ turn: "t" }), null, "its answer is on the way");
  assert.equal(card({ messages: [{ ...asked, live: true }] }), null, "it has just been said");
  assert.equal(card({ messages: [asked, message({})] }), null);
});

test("a complete profile can be kept, once the turn is over", () => {
  const session = { profile_complete: true, phase: "interview" };
  assert.equal(screenOf(conversation({}, { session, turn: "t" }), calm).card, null);
  assert.equal(screenOf(conversation({}, { session }), calm).card.actions[0].does, "complete");
  const missing = screenOf(conversation({ completion: { state: "failed", missing: ["age", "new_field"], message: null } }, { session }), calm).card;
  assert.match(missing.text, /Age, new_field/);
  assert.equal(screenOf(conversation({}, { session: { ...session, phase: "family" } }), calm).card.title, words.family.title2);
});

test("answers are offered with the last message, until anybody says more", () => {
  const choices = [{ label: "Yes", text: "Yes, please" }];
  const offers = (more = {}, transcript = {}) => screenOf(conversation(more, transcript), calm).items.map(({ shown }) => shown.choices);
  const last = message({ choices });
  assert.deepEqual(offers({}, { messages: [message({ key: "j", id: "l", choices }), last] }), [[], choices]);
  assert.deepEqual(offers({}, { messages: [message({ choices, status: "cancelled" })] }), [[]]);
  assert.deepEqual(offers({ phase: { name: "closed", attempt: 0, code: 3503 } }, { messages: [last] }), [[]]);
  const it = conversation({}, { messages: [last] });
  assert.deepEqual(screenOf(it, calm).finished.map(({ text }) => text), ["Hi", "Yes"], "and they are read out");
  it.outbox.add("a", "No", 1);
  assert.deepEqual(screenOf(it, calm).items[0].shown.choices, [], "an answer is on its way");
});

test("both languages have the same words", () => {
  const shape = (value) => (value !== null && typeof value === "object" ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, shape(value[key])])) : typeof value);
  assert.deepEqual(shape(wordsOf("ja")), shape(wordsOf("en")));
  assert.deepEqual([["ja-JP"], ["fr", "ja"], ["en-GB", "ja"], ["fr"], []].map(preferred), ["ja", "ja", "en", "en", "en"]);
});

test("what Hera knows is shown in a few words", () => {
  const ja = wordsOf("ja");
  assert.equal(fieldValue("age", 33, ja), "33 歳");
  assert.equal(fieldValue("gender", "female", ja), "女性");
  assert.equal(fieldValue("location", "東京", ja), "東京");
  assert.equal(fieldValue("location", undefined, ja), null);
  assert.equal(fieldValue("user_personality_traits", { openness: 0.8, neuroticism: 0.2 }, words), "curious, calm");
  assert.equal(fieldValue("children_info", [{ name: "Sakura", desired_gender: "female" }, { desired_gender: "male" }], words), "Sakura · girl / boy");
  assert.equal(fieldValue("ideal_partner", { temperament: "calm", name: "Kenji" }, words), "Kenji");
});

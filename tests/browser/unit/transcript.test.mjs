import assert from "node:assert/strict";
import { test } from "node:test";
import { above } from "../../../static/js/pages.js";
import { earlierOf, shownOf } from "../../../static/js/past.js";
import { emptyTranscript, languageOf, reduce, settle, textOf } from "../../../static/js/transcript.js";

const TAG = "9f3a1c";
/** A live event. */
const live = (seq, event, turn = "t1") => ({ id: `${seq}-${TAG}`, turn, ts: 1_795_456_647_990 + seq, event });
/** A frame of a snapshot taken when the log ended at `head`. */
const snap = (head, event, turn) => ({ id: `${head}-${TAG}`, turn, ts: 1_795_456_647_990, snapshot: true, event });
const run = (frames, from = emptyTranscript()) => frames.reduce(reduce, from);

const asked = (seq, turn = "t1", text = "hello") =>
  live(seq, { type: "TEXT_MESSAGE_CHUNK", messageId: `u-${turn}`, role: "user", delta: text, metadata: { hera: { client_msg_id: `c-${turn}` } } }, turn);
const begun = (seq, turn = "t1") => live(seq, { type: "RUN_STARTED", threadId: "s", runId: turn }, turn);
const speaks = (seq, turn = "t1", id = `a-${turn}`) => live(seq, { type: "TEXT_MESSAGE_START", messageId: id, role: "assistant", name: "Hera" }, turn);
const says = (seq, delta, turn = "t1", id = `a-${turn}`) => live(seq, { type: "TEXT_MESSAGE_CONTENT", messageId: id, delta }, turn);
const silent = (seq, turn = "t1", id = `a-${turn}`) => live(seq, { type: "TEXT_MESSAGE_END", messageId: id }, turn);
const done = (seq, turn = "t1", type = "success") => live(seq, { type: "RUN_FINISHED", threadId: "s", runId: turn, outcome: { type } }, turn);
const texts = (state) => shownOf(state).map(({ text }) => text);

const TURN = [asked(1), begun(2), speaks(3), says(4, "Wel"), says(5, "come"), silent(6), done(7)];

test("a picture of an agent goes with its message, once, and may be all of it", () => {
  const event = (/** @type {number} */ seq, /** @type {any} */ event) => ({ id: `${seq}-a`, turn: "t", ts: 1, event });
  const picture = (/** @type {string|undefined} */ id) => ({ type: "CUSTOM", name: "image.ready", value: { id: "p" }, ...(id ? { metadata: { hera: { message_id: id } } } : {}) });
  const events = [{ type: "RUN_STARTED", runId: "t" }, { type: "TEXT_MESSAGE_START", messageId: "m", role: "assistant", name: "agent" }, picture("m"), picture("m"), picture(undefined), { type: "TEXT_MESSAGE_END", messageId: "m" }, { type: "RUN_FINISHED", runId: "t", outcome: { type: "success" } }];
  const { messages, resync } = events.reduce((state, one, index) => reduce(state, event(index + 1, one)), emptyTranscript());
  assert.deepEqual([messages.length, messages[0].attachments, resync], [1, [{ id: "p" }], null]);
});

test("answers are offered with a message, whenever one comes", () => {
  const offer = (seq, label) => live(seq, { type: "CUSTOM", name: "hera.suggestions", value: { message_id: "a-t1", choices: [{ label, text: label }] } });
  const state = run([asked(1), begun(2), speaks(3), says(4, "Tea?"), silent(5), offer(6, "No"), offer(7, "Yes"), done(8)]);
  assert.deepEqual(state.messages.map(({ choices }) => choices), [[], [{ label: "Yes", text: "Yes" }]]);
  const kept = { id: "a-t1", role: "assistant", content: "Tea?", metadata: { hera: { turn_id: "t1", suggestions: [{ label: "Yes", text: "Yes" }] } } };
  assert.deepEqual(run([snap(8, { type: "MESSAGES_SNAPSHOT", messages: [kept] })]).messages[0].choices, state.messages[1].choices);
});

test("a turn becomes two messages", () => {
  const state = run(TURN);
  assert.deepEqual(texts(state), ["hello", "Welcome"]);
  assert.deepEqual(state.messages.map(({ role, status, name }) => [role, status, name]), [["user", "complete", ""], ["assistant", "complete", "Hera"]]);
  assert.equal(state.messages[0].key, "c-t1", "the person's message keeps the name it was sent under");
  assert.equal(state.turn, null);
  assert.deepEqual(state.waiting, []);
  assert.equal(state.resumeId, `7-${TAG}`);
});

test("a reply that a page finds half said gets its time with the next word: a snapshot does not tell when it began", () => {
  const half = (/** @type {any} */ event) => ({ ...snap(4, event, "t1"), ts: undefined });
  const found = run([{ type: "MESSAGES_SNAPSHOT", messages: [] }, { type: "STATE_SNAPSHOT", snapshot: {} }, { type: "RUN_STARTED", threadId: "s", runId: "t1" }, { type: "TEXT_MESSAGE_START", messageId: "a-t1", role: "assistant", name: "Hera" }, { type: "TEXT_MESSAGE_CONTENT", messageId: "a-t1", delta: "Wel" }].map(half));
  assert.equal(found.messages[0].at, null);
  for (const rest of [[says(5, "come"), silent(6)], [silent(5)]]) {
    const { messages } = run(rest, found);
    assert.equal(messages[0].at, rest[0].ts);
  }
  assert.equal(run(TURN).messages[1].at, TURN[2].ts, "otherwise it is when it began");
});

test("every event counts once, however often and from wherever the log is sent again", () => {
  const whole = run(TURN);
  for (let from = 0; from < TURN.length; from += 1) assert.deepEqual(run(TURN.slice(from), run(TURN)), whole);
  for (let cut = 1; cut < TURN.length; cut += 1) {
    for (let from = 0; from <= cut; from += 1) assert.deepEqual(run(TURN.slice(from), run(TURN.slice(0, cut))), whole);
  }
});

test("steps and pictures are counted, and change nothing that is said", () => {
  const photo = { id: "ab".repeat(16), kind: "partner", url: "/api/sessions/s/photos/" + "ab".repeat(16) };
  const painted = [
    live(3, { type: "STEP_STARTED", stepName: "painting partner" }),
    live(4, { type: "STATE_DELTA", delta: [{ op: "add", path: "/photos/partner", value: photo }] }),
    live(5, { type: "CUSTOM", name: "image.ready", value: photo }),
    live(6, { type: "STEP_FINISHED", stepName: "painting partner" }),
  ];
  const shown = snap(2, { type: "STATE_SNAPSHOT", snapshot: { photos: { children: {} } } });
  const state = run([shown, ...painted, ...painted, begun(7)]);
  assert.equal(state.resync, null);
  assert.deepEqual(texts(state), []);
  assert.deepEqual(state.session?.photos, { children: {}, partner: photo });
});

test("a hole in the numbers asks for a snapshot, and nothing is taken until it comes", () => {
  const state = run([asked(1), begun(2), says(4, "lost")]);
  assert.equal(state.resync, "gap");
  assert.equal(state.resumeId, null);
  assert.deepEqual(run([speaks(3), done(5)], state), state);
  const healed = run([snap(9, { type: "MESSAGES_SNAPSHOT", messages: [] }), snap(9, { type: "STATE_SNAPSHOT", snapshot: {} }), begun(10, "t2")], state);
  assert.equal(healed.resync, null);
  assert.equal(healed.resumeId, `10-${TAG}`);
});

test("a snapshot replaces what was there and tells of the running turn", () => {
  const history = [
    { id: "u-t1", role: "user", content: "hello", metadata: { hera: { at: 5, status: "complete", client_msg_id: "c-t1" } } },
    { id: "a-t0", role: "assistant", name: "Hera", content: [{ type: "text", text: "so far" }], metadata: { hera: { at: "2026-11-23T22:00:00Z", status: "cancelled" } } },
  ];
  const state = run(
    [
      snap(40, { type: "MESSAGES_SNAPSHOT", messages: history, metadata: { hera: { next_before: "u-t1" } } }),
      snap(40, { type: "STATE_SNAPSHOT", snapshot: { profile_complete: false } }),
      snap(40, { type: "RUN_STARTED", threadId: "s", runId: "t2" }, "t2"),
      snap(40, { type: "TEXT_MESSAGE_START", messageId: "a-t2", role: "assistant", name: "Hera" }, "t2"),
      snap(40, { type: "TEXT_MESSAGE_CONTENT", messageId: "a-t2", delta: "Wel" }, "t2"),
    ],
    run(TURN.slice(0, 4)),
  );
  assert.deepEqual(texts(state), ["hello", "so far", "Wel"]);
  assert.deepEqual(state.messages.map(({ status }) => status), ["complete", "cancelled", "streaming"]);
  assert.equal(state.messages[1].at, Date.parse("2026-11-23T22:00:00Z"));
  assert.equal(state.nextBefore, "u-t1");
  assert.equal(state.turn, "t2");
  assert.equal(state.resumeId, null, "a snapshot may have been cut short");
  const on = run([says(41, "come", "t2"), silent(42, "t2"), done(43, "t2")], state);
  assert.deepEqual(texts(on), ["hello", "so far", "Welcome"]);
  assert.equal(on.resumeId, `43-${TAG}`);
});

test("a snapshot that is known to be whole is gone on from, a live event or a hole counts more", () => {
  const state = run([snap(40, { type: "MESSAGES_SNAPSHOT", messages: [] }), snap(40, { type: "STATE_SNAPSHOT", snapshot: {} })]);
  assert.equal(settle(state, `40-${TAG}`).resumeId, `40-${TAG}`);
  assert.equal(settle(state, `41-${TAG}`).resumeId, null, "another snapshot");
  assert.equal(settle(run([asked(41)], state), `40-${TAG}`).resumeId, `41-${TAG}`);
  assert.equal(settle(run([asked(42)], state), `40-${TAG}`).resumeId, null);
  assert.deepEqual(texts(run([asked(41)], settle(state, `40-${TAG}`))), ["hello"]);
});

test("a message that a snapshot shows before its event comes is there once, and waits for its turn", () => {
  const stored = { id: "u-t1", role: "user", content: "hello", metadata: { hera: { at: 5, client_msg_id: "c-t1", turn_id: "t1" } } };
  const early = run([snap(0, { type: "MESSAGES_SNAPSHOT", messages: [stored] }), snap(0, { type: "STATE_SNAPSHOT", snapshot: {} })]);
  const state = run([asked(1)], early);
  assert.deepEqual([texts(state), state.waiting], [["hello"], ["t1"]]);
  assert.equal(state.messages[0].key, early.messages[0].key, "its element stays");
  const answered = run(TURN.slice(1), state);
  assert.deepEqual([texts(answered), answered.waiting, answered.turn], [["hello", "Welcome"], [], null]);
});

test("a reply that comes in chunks grows", () => {
  const chunk = (seq, delta) => live(seq, { type: "TEXT_MESSAGE_CHUNK", messageId: "a-t1", role: "assistant", name: "Hera", delta });
  assert.deepEqual(texts(run([asked(1), begun(2), chunk(3, "Wel"), chunk(4, "come"), done(5)])), ["hello", "Welcome"]);
});

test("messages without metadata are taken as they are", () => {
  const state = run([snap(3, { type: "MESSAGES_SNAPSHOT", messages: [{ id: "x", role: "assistant", content: "bare" }] })]);
  assert.deepEqual([state.messages[0].text, state.messages[0].at, state.messages[0].status, state.nextBefore], ["bare", null, "complete", null]);
});

test("pages loaded before a snapshot stay where it joins on to them, and only there", () => {
  const message = (id) => ({ id, role: "user", content: id });
  const first = run([snap(3, { type: "MESSAGES_SNAPSHOT", messages: [message("c"), message("d")], metadata: { hera: { next_before: "c" } } })]);
  const paged = above(first, "c", { messages: [message("a"), message("b"), message("c")], next_before: "a" }, null);
  assert.deepEqual(texts(paged), ["a", "b", "c", "d"]);
  const again = run([snap(5, { type: "MESSAGES_SNAPSHOT", messages: [message("c"), message("d"), message("e")], metadata: { hera: { next_before: "c" } } })], paged);
  assert.deepEqual([texts(again), earlierOf(again)], [["a", "b", "c", "d", "e"], "a"]);
  const other = run([snap(2, { type: "MESSAGES_SNAPSHOT", messages: [message("x")] })], paged);
  assert.deepEqual([texts(other), earlierOf(other)], [["x"], null]);
});

test("a turn that starts over loses the texts of its first attempt", () => {
  const state = run([
    ...TURN.slice(0, 4), silent(5),
    live(6, { type: "CUSTOM", name: "turn.restarted", value: { turn_id: "t1", attempt: 2, discarded: ["a-t1"] } }),
    speaks(7, "t1", "a2"), says(8, "Again", "t1", "a2"), silent(9, "t1", "a2"), done(10),
  ]);
  assert.deepEqual(texts(state), ["hello", "Again"]);
});

test("a cancelled reply keeps its text and is marked; an empty one is gone", () => {
  const kept = run([...TURN.slice(0, 4), silent(5), done(6, "t1", "cancelled")]);
  assert.deepEqual(kept.messages.map(({ text, status }) => [text, status]), [["hello", "complete"], ["Wel", "cancelled"]]);
  const open = run([...TURN.slice(0, 4), done(5, "t1", "cancelled")]);
  assert.equal(open.messages[1].status, "cancelled");
  const empty = run([asked(1), begun(2), speaks(3), done(4, "t1", "cancelled")]);
  assert.deepEqual([texts(empty), empty.unanswered, empty.turn], [["hello"], "t1", null]);
});

test("a failed turn offers its own question again", () => {
  const failed = live(9, { type: "RUN_ERROR", message: "no", code: "agent_failed" });
  const state = run([...TURN.slice(0, 4), asked(5, "t2", "second"), { ...failed, id: `6-${TAG}` }]);
  assert.deepEqual([state.fault.turn, state.fault.code, state.fault.said.text], ["t1", "agent_failed", "hello"]);
  assert.equal(state.messages.find(({ id }) => id === "a-t1").status, "failed");
  assert.deepEqual(state.waiting, ["t2"]);
  assert.equal(run([begun(7, "t2")], state).fault, null);
});

test("a second message waits for the first turn", () => {
  const state = run([asked(1), begun(2), speaks(3), asked(4, "t2", "more"), says(5, "Hi")]);
  assert.deepEqual([state.turn, state.waiting, texts(state)], ["t1", ["t2"], ["hello", "Hi", "more"]]);
  const next = run([silent(6), done(7), begun(8, "t2")], state);
  assert.deepEqual([next.turn, next.waiting], ["t2", []]);
});

test("an answer stands below its question, live and from the history", () => {
  const state = run([asked(1), asked(2, "t2", "more"), begun(3), speaks(4), says(5, "Hi"), silent(6), done(7), begun(8, "t2"), speaks(9, "t2"), says(10, "Yes", "t2")]);
  assert.deepEqual(texts(state), ["hello", "Hi", "more", "Yes"]);
  const entry = (id, role, turn_id) => ({ id, role, content: id, metadata: { hera: { turn_id } } });
  const stored = [entry("q1", "user", "t1"), entry("q2", "user", "t2"), entry("a1", "assistant", "t1"), entry("a2", "assistant", "t2")];
  assert.deepEqual(texts(run([snap(10, { type: "MESSAGES_SNAPSHOT", messages: stored })])), ["q1", "a1", "q2", "a2"]);
  const later = run([snap(10, { type: "MESSAGES_SNAPSHOT", messages: stored.slice(2), metadata: { hera: { next_before: "2" } } })]);
  assert.deepEqual(texts(above(later, "2", { messages: stored.slice(0, 2) }, null)), ["q1", "a1", "q2", "a2"]);
});

test("the state document follows its patches; one that does not fit asks for a snapshot", () => {
  const state = run([
    snap(0, { type: "STATE_SNAPSHOT", snapshot: { user_profile: {}, profile_complete: false } }),
    live(1, { type: "STATE_DELTA", delta: [{ op: "add", path: "/user_profile/age", value: 33 }] }),
  ]);
  assert.equal(state.session.user_profile.age, 33);
  const broken = run([live(2, { type: "STATE_DELTA", delta: [{ op: "replace", path: "/nowhere/at", value: 1 }] })], state);
  assert.deepEqual([broken.resync, broken.resumeId, broken.session.user_profile.age], ["patch", null, 33]);
});

test("events of a newer server are passed over, and still counted", () => {
  const state = run([live(1, { type: "STEP_STARTED", stepName: "x" }), live(2, { type: "SOMETHING_NEW" }), live(3, { type: "CUSTOM", name: "image.ready", value: {} })]);
  assert.equal(state.seq, 3);
});

test("texts know their language and their words", () => {
  const sure = {
    ja: ["ヘラ", "ﾍﾗ", "家族のことを聞かせて", "ビートルズの Let it be を聞いた", "はい", "それは OK です"],
    en: [
      "Hello", "I'm 33 and I live in Berlin", "What will you ask me?", "The town of 鎌倉 is lovely, and a long English sentence follows.", "The word さくら means cherry.", "Let’s go there!",
      "Thank you for telling me. Where do you live, and with whom?", "Good evening, Maya",
      "How lovely to hear. Life at 33 in Berlin suits you. Do you see yourself as a woman, a man, or something else?",
    ],
    unsure: [
      "家族", "你好，我是你的向导。直接告诉我。", "约翰・史密斯说", "안녕하세요", "Привет", "مرحبا hello", "Bonjour, je suis votre guide. Où allez-vous ?", "Ich bin 33 und wohne in Berlin", "Was ist das? Am Montag will ich nicht.",
      "Hola, ¿qué tal? Vivo en Madrid", "Ciao, io vivo a Roma", "J'adore les Beatles, et The Who est mon groupe", "Dit is een test", "Hoe gaat het, of niet?", "God morgen, hvordan har du det?", "To jest dobre", "Xin chào", "Maya", "Hello 東京", "42 !", "",
    ],
  };
  for (const [lang, texts] of Object.entries(sure)) for (const text of texts) assert.equal(languageOf(text) ?? "unsure", lang, text);
  assert.equal(textOf([{ type: "text", text: "a" }, { type: "image", source: {} }, { type: "text", text: "b" }]), "a\nb");
  assert.equal(textOf(undefined), "");
});

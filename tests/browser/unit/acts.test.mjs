import assert from "node:assert/strict";
import { test } from "node:test";
import "./here.mjs";
import { castOf, seedOf, thumbnail } from "../../../static/js/cast.js";
import { formOf, sentenceOf } from "../../../static/js/corrections.js";
import { flowOf, sitterOf } from "../../../static/js/flow.js";
import { wordsOf } from "../../../static/js/i18n.js";
import { keepsakePage, paragraphs } from "../../../static/js/keepsake.js";
import { memoryStorage } from "../../../static/js/storage.js";
import { middleSquare, movedSquare, sendPhoto } from "../../../static/js/photo.js";
import { planOf, screenOf, writtenOf } from "../../../static/js/screen.js";
import { Sessions } from "../../../static/js/sessions.js";
import { emptyTranscript, reduce } from "../../../static/js/transcript.js";

const ja = wordsOf("ja");
const en = wordsOf("en");
const HOUR = 3_600_000;
const NOON = new Date(2026, 5, 15, 12).getTime();
const photo = (/** @type {string} */ id, /** @type {number} */ at) => ({ id, kind: "partner", url: `/p/${id}`, width: 1, height: 1, created_at: new Date(at).toISOString(), illustration: true });
const spoken = (/** @type {string} */ key, /** @type {number} */ at, part = "hera") => ({ key, source: {}, shown: { at, part } });
const family = { phase: "family", user_profile: { ideal_partner: { name: "健二" }, children_info: [{ name: "さくら" }, {}] }, photos: { children: { 2: photo("c2", NOON) } } };

test("the cast of a conversation that is not Hera's: each has a colour of their own, and nobody is of the family", () => {
  const cast = castOf({ ...family, phase: "chat" });
  const names = ["健二", "さくら", "Hera", "Story", "agent", "guide"];
  assert.deepEqual([...new Set(names.map((name) => cast.of(name).part))], ["other"]);
  assert.equal(cast.of("guide").tone, castOf({ phase: "chat" }).of("guide").tone);
  assert.ok(new Set(names.map((name) => cast.of(name).tone)).size > 1);
  assert.deepEqual(["ja", "en"].map((lang) => Object.keys(wordsOf(/** @type {any} */ (lang), "chat").chat)).map(String).filter((keys, _, all) => keys !== all[0]), []);
});

test("the cast: who speaks, by name, with their portraits", () => {
  const cast = castOf(family);
  assert.deepEqual([cast.of("健二").part, cast.of("さくら").tone, cast.of("Hera").part, cast.of("").part, cast.of("someone").part], ["partner", "child-1", "hera", "hera", "other"]);
  assert.deepEqual(["物語", "Story", "手紙", "Letter"].map((name) => cast.of(name).part), ["story", "story", "letter", "letter"]);
  assert.equal(cast.of("__proto__").part, "other");
  assert.equal(cast.children[1].photo.id, "c2");
  assert.equal(castOf(family), cast, "the same for the same state");
  const told = castOf({ family: { members: [{ name: "A", role: "partner" }, { name: "B", role: "child" }] } });
  assert.deepEqual([told.partner.name, told.children.map(({ name }) => name)], ["A", ["B"]]);
  const boy = castOf({ user_profile: { children_info: [{ name: "Leo", desired_gender: "male" }] } }).of("Leo");
  assert.equal(boy.gender, "male", "his face is a boy's before there is a portrait");
  assert.equal(seedOf("健二"), seedOf("健二"));
  assert.equal(thumbnail({ ...photo("x", 0), url: "/p?sig=1" }, 96), "https://hera.test/p?sig=1&size=96");
});

test("the flow: days, portraits as they came, chapters, what is being painted", () => {
  const session = { ...family, photos: { partner: photo("p", NOON - HOUR), children: {} } };
  const transcript = { ...emptyTranscript(), session, steps: [{ name: "painting child 1", turn: "t" }, { name: "thinking", turn: "t" }] };
  const items = [spoken("a", NOON - 30 * HOUR), spoken("b", NOON - 2 * HOUR), spoken("c", NOON, "partner"), spoken("d", NOON + 1, "story")];
  const flow = flowOf(items, transcript, { words: en, locale: "en", now: NOON + HOUR });
  assert.deepEqual(flow.map((/** @type {any} */ item) => item.kind ?? item.key), ["day", "a", "day", "b", "picture", "chapter", "c", "chapter", "d", "painting"]);
  assert.deepEqual(flow.filter(({ kind }) => kind === "day").map((/** @type {any} */ day) => day.text), ["Yesterday", "Today"]);
  const partly = flowOf([spoken("b", NOON)], { ...transcript, nextBefore: "9", steps: [] }, { words: en, locale: "en", now: NOON });
  assert.deepEqual(partly.map((/** @type {any} */ item) => item.kind ?? item.key), ["day", "b"], "what is older stands further up");
  const away = { ...transcript, nextBefore: "9", past: { pages: [{ before: "9", size: 2, next: "3", messages: [] }], below: [], joined: false } };
  const middle = flowOf([spoken("a", NOON - 3 * HOUR), spoken("c", NOON - 2 * HOUR, "partner")], /** @type {any} */ (away), { words: en, locale: "en", now: NOON });
  assert.deepEqual(middle.map((/** @type {any} */ item) => item.kind ?? item.key), ["day", "a", "chapter", "c"], "what is newer stands further down; where the family comes in, its chapter begins");
  const later = flowOf([spoken("c", NOON - 2 * HOUR, "partner")], /** @type {any} */ (away), { words: en, locale: "en", now: NOON });
  assert.deepEqual(later.map((/** @type {any} */ item) => item.kind ?? item.key), ["day", "c"], "its chapter stands further up");
  assert.equal(sitterOf("painting child 9", session, ja).name, "子ども 9");
  assert.equal(sitterOf("writing", session, ja), null);
});

test("steps begin and end, also with their turn", () => {
  const frame = (/** @type {number} */ seq, /** @type {any} */ event) => ({ id: `${seq}-a`, turn: "t", event });
  let state = reduce(emptyTranscript(), frame(1, { type: "STEP_STARTED", stepName: "painting partner" }));
  state = reduce(state, frame(2, { type: "STEP_STARTED", stepName: "painting partner" }));
  assert.deepEqual(state.steps.map(({ name }) => name), ["painting partner"]);
  assert.deepEqual(reduce(state, frame(3, { type: "STEP_FINISHED", stepName: "painting partner" })).steps, []);
  assert.deepEqual(reduce(state, frame(3, { type: "RUN_FINISHED", runId: "t", outcome: { type: "cancelled" } })).steps, []);
});

test("corrections are sentences a person would write", () => {
  const say = (/** @type {string} */ field, /** @type {any} */ filled, /** @type {any} */ words, known = true) => sentenceOf(field, filled, known, words);
  assert.equal(say("age", { kind: "text", value: " 41 " }, ja), "訂正します。年齢は41歳です。");
  assert.equal(say("location", { kind: "text", value: "Kyoto" }, en), "Let me correct that: I live in Kyoto.");
  assert.equal(say("age", { kind: "text", value: "41" }, en, false), "For the record, my age is 41.");
  assert.equal(say("gender", { kind: "choice", value: "female" }, en), "Let me correct that: I'm a woman.");
  assert.equal(say("children_info", { kind: "children", children: [{ gender: "male", name: "Tom" }, { gender: "female", name: "Ann" }, { gender: "female", name: " " }] }, en), "Let me correct that: I would like a boy named Tom and a girl named Ann.");
  assert.equal(say("ideal_partner", { kind: "partner", name: "一郎", temperament: "穏やか", face: "" }, ja), "訂正します。パートナーの名前は一郎、性格は「穏やか」です。");
  assert.equal(say("location", { kind: "text", value: "  " }, en), null);
  for (const words of [ja, en]) for (const field of Object.keys(words.fields)) assert.ok(formOf(field, {}, words).kind, field);
});

test("the plan is ready with a place and two things to do; the memory is read from where it is", () => {
  assert.equal(planOf({ family: { trip_info: { destination: "sea", activities: ["a"] } } }).ready, false);
  assert.deepEqual(planOf({ family: { trip_info: { destination: "sea", activities: ["a", "b"] } } }), { destination: "sea", activities: ["a", "b"], ready: true });
  assert.equal(planOf(null).ready, false);
  const message = { key: "m", id: "m", role: "assistant", name: "手紙", text: "拝", at: 1, status: "streaming", clientMsgId: null, turn: "t", attachments: [], live: true };
  assert.deepEqual(writtenOf({ ...emptyTranscript(), messages: [/** @type {any} */ (message)] }, "letter"), { text: "拝", writing: true });
  const card = screenOf(/** @type {any} */ ({ transcript: { ...emptyTranscript(), session: { phase: "complete" } }, phase: { name: "open" }, outbox: { entries: [] }, earlierState: "idle", completion: {} }), { words: en, lost: false, online: true, notice: "" }).card;
  assert.deepEqual(card.actions.map(({ does }) => does), ["story", "letter"]);
});

test("a square stays within its photo", () => {
  const size = { width: 400, height: 300 };
  const middle = middleSquare(400, 300);
  assert.deepEqual(middle, { x: 50, y: 0, side: 300 });
  assert.deepEqual(movedSquare(middle, { dx: 999, dy: 999 }, size), { x: 100, y: 0, side: 300 });
  assert.deepEqual(movedSquare(middle, { zoom: 2 }, size), { x: 125, y: 75, side: 150 });
  assert.equal(movedSquare(middle, { zoom: 1000 }, size).side, 64);
  assert.deepEqual(movedSquare(movedSquare(middle, { zoom: 2 }, size), { zoom: 0.01 }, size), { x: 50, y: 0, side: 300 });
});

test("a saved page holds its text as text", () => {
  const page = keepsakePage({ title: "<b>", text: "one\n\n<script>two</script>", lang: "en", pictures: [{ src: "data:image/png;base64,AA", caption: '"A"' }] });
  assert.ok(page.includes("<h1>&lt;b&gt;</h1>") && page.includes("&lt;script&gt;two&lt;/script&gt;") && page.includes("&quot;A&quot;"));
  assert.ok(!page.includes("<script>"));
  assert.deepEqual(paragraphs(" a\nb\n \n\nc "), ["a\nb", "c"]);
});

test("a conversation is called by its first words until it has a name", () => {
  const sessions = new Sessions(memoryStorage());
  sessions.noteTitle("s", [{ role: "assistant", text: "Hi" }, { role: "user", text: `x  ${"y".repeat(80)}` }]);
  assert.equal(sessions.nameOf("s").length, 40);
  sessions.rename("s", " Ours ");
  assert.equal(sessions.nameOf("s"), "Ours");
  sessions.rename("s", "");
  assert.ok(sessions.nameOf("s").startsWith("x y"));
  assert.equal(sessions.nameOf("other"), "");
});

test("a photo that was taken back while it was made smaller is not sent", async () => {
  await assert.rejects(sendPhoto("photos", "s", new Blob(), () => {}, AbortSignal.abort()), { code: "cancelled" });
});

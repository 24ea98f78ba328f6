import assert from "node:assert/strict";
import { test } from "node:test";
import { above, below, parted } from "../../../static/js/pages.js";
import { NEWEST, PAGE, atNewest, earlierOf, laterOf, shownOf } from "../../../static/js/past.js";
import { emptyTranscript, reduce } from "../../../static/js/transcript.js";

const SHOWN_MOST = 250;

/** A server that keeps messages in the order they are stored, and gives them in pages. */
function server(count) {
  const stored = Array.from({ length: count }, (_, index) => entry(index % 2 ? "assistant" : "user", `t${Math.floor(index / 2)}`));
  return {
    stored,
    page(before, limit = PAGE) {
      const end = before === null ? stored.length : Number(before);
      const start = Math.max(0, end - Math.min(limit, 200));
      return { messages: stored.slice(start, end), ...(start > 0 ? { next_before: String(start) } : {}) };
    },
  };
}

const entry = (role, turn) => ({ id: `${role === "user" ? "q" : "a"}-${turn}`, role, content: `${role} ${turn}`, metadata: { hera: { turn_id: turn, at: 1 } } });

/** A page that has just been opened on it. */
function opened(it) {
  const { messages, next_before } = it.page(null);
  const metadata = next_before ? { hera: { next_before } } : undefined;
  return reduce(emptyTranscript(), { id: "1-a", snapshot: true, event: { type: "MESSAGES_SNAPSHOT", messages, metadata } });
}

const ids = (transcript) => shownOf(transcript).map(({ id }) => id);

/** The same of the server, turn by turn. */
function wanted(it) {
  const turns = [...new Set(it.stored.map(({ metadata }) => metadata.hera.turn_id))];
  const place = new Map(turns.map((turn, index) => [turn, index]));
  return it.stored.toSorted((one, other) => place.get(one.metadata.hera.turn_id) - place.get(other.metadata.hera.turn_id)).map(({ id }) => id);
}

function up(it, transcript, reading = shownOf(transcript)[0].key) {
  const before = earlierOf(transcript);
  return above(transcript, before, it.page(before), reading);
}

function down(it, transcript, reading = shownOf(transcript).at(-1).key) {
  const place = laterOf(transcript);
  return below(transcript, place, place && whole(it, place), reading);
}

/** As many messages as the place says, as the conversation asks for them. */
function whole(it, { before, size }) {
  let page = it.page(before, size);
  while (page.messages.length < size && page.next_before) {
    const more = it.page(page.next_before, size - page.messages.length);
    page = { messages: [...more.messages, ...page.messages], next_before: more.next_before };
  }
  return page;
}

/** One turn more, in the order in which a server stores it: what is said at once comes before all answers. */
function talk(it, transcript, turns, from) {
  let state = transcript;
  const tell = (turn, event) => (state = reduce(state, { id: `${state.seq + 1}-a`, turn, ts: 1, event }));
  const names = Array.from({ length: turns }, (_, index) => `n${from + index}`);
  for (const turn of names) {
    it.stored.push(entry("user", turn));
    tell(turn, { type: "TEXT_MESSAGE_CHUNK", messageId: `q-${turn}`, role: "user", delta: `user ${turn}` });
  }
  for (const turn of names) {
    tell(turn, { type: "RUN_STARTED", runId: turn });
    tell(turn, { type: "TEXT_MESSAGE_START", messageId: `a-${turn}`, role: "assistant", name: "Hera" });
    tell(turn, { type: "TEXT_MESSAGE_CONTENT", messageId: `a-${turn}`, delta: `assistant ${turn}` });
    tell(turn, { type: "TEXT_MESSAGE_END", messageId: `a-${turn}` });
    it.stored.push(entry("assistant", turn));
    tell(turn, { type: "RUN_FINISHED", runId: turn, outcome: { type: "success" } });
  }
  return state;
}

/** What is shown is a piece of the history: nothing missing between its places, nothing twice, an answer below its question. */
function isPiece(it, transcript) {
  const shown = ids(transcript);
  const { pages, joined } = transcript.past;
  const piece = it.stored.slice(Number(earlierOf(transcript) ?? 0), joined ? undefined : Number(pages.at(-1).before));
  const there = new Set(shown);
  assert.equal(there.size, shown.length, "nothing twice");
  assert.deepEqual(piece.filter(({ id }) => !there.has(id)), [], "nothing missing");
  // An answer whose question is further up has no place yet among the turns that were said at the same time.
  const placed = (/** @type {string} */ id) => there.has(id) && there.has(id.replace(/^a/, "q"));
  assert.deepEqual(shown.filter(placed), wanted(it).filter(placed), "in order");
}

test("all the way up and down again: every message once, in order, and never many at a time", () => {
  const it = server(2_001);
  let state = opened(it);
  const seen = new Set(ids(state));
  while (earlierOf(state) !== null) {
    const first = shownOf(state)[0].id;
    state = up(it, state);
    isPiece(it, state);
    assert.ok(ids(state).includes(first), "what is read stays");
    assert.ok(ids(state).length <= SHOWN_MOST);
    for (const id of ids(state)) seen.add(id);
  }
  assert.equal(seen.size, it.stored.length);
  assert.equal(ids(state)[0], it.stored[0].id);
  assert.equal(state.past.joined, false);
  const again = new Set(ids(state));
  while (!state.past.joined) {
    const last = shownOf(state).at(-1).id;
    state = down(it, state);
    isPiece(it, state);
    assert.ok(ids(state).includes(last), "what is read stays");
    assert.ok(ids(state).length <= SHOWN_MOST);
    for (const id of ids(state)) again.add(id);
  }
  assert.equal(again.size, it.stored.length);
  assert.deepEqual([ids(state).at(-1), laterOf(state)], [it.stored.at(-1).id, null]);
});

test("an answer that comes too late changes nothing", () => {
  const it = server(500);
  const first = opened(it);
  const before = earlierOf(first);
  const paged = up(it, first);
  assert.equal(above(paged, before, it.page(before), null), paged);
  let away = paged;
  while (away.past.joined) away = up(it, away);
  const newest = atNewest(away);
  assert.equal(below(newest, laterOf(away), it.page("100"), null), newest);
  assert.deepEqual(ids(newest), it.stored.slice(-PAGE).map(({ id }) => id));
});

test("the newest messages are parted with when they are many, and are found again further up", () => {
  const it = server(100);
  let state = talk(it, opened(it), (NEWEST - PAGE) / 2 + 5, 0);
  assert.equal(state.messages.length, NEWEST + 10);
  state = parted(state, state, it.page(null), null);
  isPiece(it, state);
  assert.equal(ids(state).at(-1), it.stored.at(-1).id);
  assert.ok(state.messages.length < NEWEST);
  state = atNewest(state);
  while (earlierOf(state) !== null) {
    state = up(it, state);
    isPiece(it, state);
  }
  assert.equal(ids(state)[0], it.stored[0].id);
});

test("what is not stored yet, or was said after the server was asked, is not parted with", () => {
  const it = server(100);
  const asked = talk(it, opened(it), 60, 0);
  const frame = (event) => ({ id: `${asked.seq + 1}-a`, turn: "late", event });
  const speaks = { type: "TEXT_MESSAGE_START", messageId: "w", role: "assistant", name: "Hera" };
  const asks = { type: "TEXT_MESSAGE_CHUNK", messageId: "q-late", role: "user", delta: "late" };
  for (const [before, now] of [[reduce(asked, frame(speaks)), null], [asked, reduce(asked, frame(asks))]]) {
    const last = (now ?? before).messages.at(-1);
    const state = parted(now ?? before, before, it.page(null), null);
    assert.equal(state.messages.at(-1), last);
    assert.equal(state.messages.length, PAGE + 1);
  }
});

test("another history leaves nothing of what was read, the same one all of it", () => {
  const it = server(400);
  const state = up(it, up(it, opened(it)));
  const snapshot = (messages) => reduce(state, { id: "9-a", snapshot: true, event: { type: "MESSAGES_SNAPSHOT", messages, metadata: { hera: { next_before: "350" } } } });
  assert.deepEqual(ids(snapshot(it.page(null).messages)), ids(state));
  assert.deepEqual(ids(snapshot([entry("user", "x")])), ["q-x"]);
});

test("however one reads while others talk: a piece of the history, bounded, and what is read stays", () => {
  let seed = 11;
  const chance = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let walk = 0; walk < 20; walk += 1) {
    const it = server(Math.floor(chance() * 900));
    let state = opened(it);
    let turns = 0;
    for (let step = 0; step < 150; step += 1) {
      const shown = shownOf(state);
      const end = state.past.joined && chance() < 0.3;
      const key = end || shown.length === 0 ? null : shown[Math.floor(chance() * shown.length)].key;
      const what = chance();
      if (what < 0.35 && earlierOf(state) !== null) state = up(it, state, shown[Math.min(5, shown.length - 1)].key);
      else if (what < 0.65) state = down(it, state, shown.at(-5)?.key ?? null);
      else if (what < 0.68) state = atNewest(state);
      else {
        const more = 1 + Math.floor(chance() * 12);
        state = talk(it, state, more, turns);
        turns += more;
        if (state.messages.length > NEWEST) {
          state = parted(state, state, it.page(null), key);
          if (key !== null) assert.ok(shownOf(state).some((message) => message.key === key), "what is read stays");
        }
      }
      isPiece(it, state);
      assert.ok(shownOf(state).length <= SHOWN_MOST + NEWEST, String(shownOf(state).length));
    }
    state = atNewest(state);
    isPiece(it, state);
    assert.ok(state.messages.length <= NEWEST + 24);
  }
});

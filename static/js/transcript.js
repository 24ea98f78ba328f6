/**
 * What a reader of a session sees, as a pure function of the events: no DOM, no clock, no network.
 *
 * Every event counts once: a live event is taken only when its number follows the last one, an older number is a
 * repetition and changes nothing, a newer one is a hole, which asks for a new snapshot (`resync`).
 */

import { applyPatch } from "./json-patch.js";
import { messagesOf, stateOf, timeOf } from "./wire.js";

/**
 * @typedef {{label: string, text: string}} Choice  what stands on a button, and what a press of it says
 */

/**
 * @typedef {object} Message
 * @property {string} key      stable for as long as the page is open, also while the message has no id yet
 * @property {string} id
 * @property {"user"|"assistant"} role
 * @property {string} name     who speaks; empty for the person
 * @property {string} text
 * @property {number|null} at  Unix milliseconds
 * @property {"streaming"|"complete"|"cancelled"|"failed"} status
 * @property {string|null} clientMsgId
 * @property {string|null} turn
 * @property {import("./cast.js").Photo[]} attachments
 * @property {Choice[]} choices answers that are offered with it
 * @property {boolean} live    it came while we watched (such a message is announced when it is finished)
 */

/**
 * @typedef {object} Transcript
 * @property {Message[]} messages     the newest, without a hole up to the last one; oldest first
 * @property {string|null} nextBefore where the page before the first of them is found; null when there is none
 * @property {import("./past.js").Past} past  older messages, around the reader
 * @property {unknown} document  the state document as the server has it, which is what changes are told of
 * @property {Record<string, any>|null} session  the same as it can be drawn
 * @property {string|null} turn       the turn that runs
 * @property {string[]} waiting       turns that were accepted and have not begun
 * @property {{turn: string|null, code: string, said: Message|null}|null} fault  the last turn failed, which was to answer what was `said`
 * @property {string|null} unanswered the turn that was stopped before a word was said
 * @property {{name: string, turn: string|null}[]} steps  long work that goes on
 * @property {number} seq             the number of the last event, 0 before the first
 * @property {string|null} resumeId   what `hello.last_id` says after a loss
 * @property {string|null} resync     why this transcript can no longer be trusted
 */

/** @returns {Transcript} */
export function emptyTranscript() {
  return {
    messages: [], nextBefore: null, past: { pages: [], below: [], joined: true }, document: {}, session: null, turn: null, waiting: [],
    fault: null, unanswered: null, steps: [], seq: 0, resumeId: null, resync: null,
  };
}

/** The number in an event id: `42` of `42-9f3a1c`. @param {string} id */
export function seqOf(id) {
  return Number.parseInt(id, 10);
}

/**
 * The transcript after one event frame.
 * @param {Transcript} state
 * @param {{id: string, turn?: string, ts?: number, snapshot?: boolean, event: Record<string, any>}} frame
 * @returns {Transcript}
 */
export function reduce(state, frame) {
  const seq = seqOf(frame.id);
  if (frame.snapshot) {
    // A snapshot is several frames of one id. Until it is known that it arrived whole, a reconnect asks anew.
    return { ...apply(state, frame), seq, resumeId: null, resync: null };
  }
  if (seq <= state.seq || state.resync) return state;
  if (seq !== state.seq + 1) return { ...state, resumeId: null, resync: "gap" };
  try {
    return { ...apply(state, frame), seq, resumeId: frame.id };
  } catch {
    return { ...state, resumeId: null, resync: "patch" };
  }
}

/**
 * The transcript after the last frame of a snapshot: a reconnect goes on from its head. A live event that has come since
 * says more, and a transcript that cannot be trusted stays so.
 * @param {Transcript} state @param {string} headId @returns {Transcript}
 */
export function settle(state, headId) {
  if (state.resync || state.resumeId !== null || state.seq !== seqOf(headId)) return state;
  return { ...state, resumeId: headId };
}

/** @param {Transcript} state @param {any} frame @returns {Transcript} */
function apply(state, { event, turn = null, ts = null, snapshot = false }) {
  const at = timeOf(ts);
  switch (event.type) {
    case "MESSAGES_SNAPSHOT":
      return takeSnapshot(state, event);
    case "STATE_SNAPSHOT":
      return takeState(state, event.snapshot);
    case "STATE_DELTA":
      return takeState(state, applyPatch(state.document, event.delta));
    case "RUN_STARTED": {
      const id = turn ?? event.runId ?? null;
      return { ...state, turn: id, waiting: without(state.waiting, id), fault: null };
    }
    case "TEXT_MESSAGE_CHUNK":
      return takeChunk(state, event, turn, at, snapshot);
    case "TEXT_MESSAGE_START":
      return put(state, {
        key: event.messageId, id: event.messageId, role: "assistant", name: event.name ?? "", text: "", at,
        status: "streaming", clientMsgId: null, turn, attachments: [], choices: [], live: true,
      });
    case "TEXT_MESSAGE_CONTENT":
      return change(state, event.messageId, (message) => ({ ...message, text: message.text + event.delta, at: message.at ?? at }));
    case "TEXT_MESSAGE_END":
      return change(state, event.messageId, (message) => ({ ...message, status: "complete", at: message.at ?? at }));
    case "STEP_STARTED":
      return { ...state, steps: [...state.steps.filter(({ name }) => name !== event.stepName), { name: event.stepName, turn }] };
    case "STEP_FINISHED":
      return { ...state, steps: state.steps.filter(({ name }) => name !== event.stepName) };
    case "RUN_FINISHED":
      return endTurn(state, turn ?? event.runId ?? null, event.outcome?.type === "cancelled" ? "cancelled" : "complete");
    case "RUN_ERROR": {
      const id = turn ?? state.turn;
      const said = state.messages.findLast((message) => message.role === "user" && (!id || !message.turn || message.turn === id));
      return { ...endTurn(state, id, "failed"), fault: { turn: id, code: event.code ?? "", said: said ?? null } };
    }
    case "CUSTOM":
      if (event.name === "turn.restarted") return discard(state, event.value?.discarded ?? []);
      if (event.name === "hera.suggestions") return change(state, event.value?.message_id, (message) => ({ ...message, choices: event.value?.choices ?? [] }));
      return event.name === "image.ready" ? takePicture(state, event.value, event.metadata?.hera?.message_id) : state;
    default:
      return state; // a newer server may say more than this page knows
  }
}

/** @param {Transcript} state @param {unknown} document @returns {Transcript} */
function takeState(state, document) {
  return { ...state, document, session: stateOf(document) };
}

/** @param {Transcript} state @param {any} event @returns {Transcript} */
function takeSnapshot(state, event) {
  const messages = messagesOf(event.messages).map(fromHistory);
  const known = new Map(state.messages.map((message) => [message.id, message]));
  const page = messages.map((/** @type {Message} */ message) => ({ ...message, key: known.get(message.id)?.key ?? message.key }));
  // What was loaded before stays where the snapshot joins on to it; after another history it does not. The joint is a
  // person's message: those never change places among themselves.
  const arrived = new Set(page.map((/** @type {Message} */ message) => message.id));
  const anchor = page.find((/** @type {Message} */ message) => message.role === "user") ?? page[0];
  const joint = anchor ? state.messages.findIndex((message) => message.id === anchor.id) : -1;
  const older = state.messages.slice(0, Math.max(joint, 0)).filter((message) => !arrived.has(message.id) && message.status !== "streaming");
  return {
    ...emptyTranscript(),
    messages: byTurn([...older, ...page]),
    nextBefore: older.length > 0 ? state.nextBefore : (event.metadata?.hera?.next_before ?? null),
    past: joint < 0 ? emptyTranscript().past : state.past,
    document: state.document,
    session: state.session,
  };
}

/** @param {Transcript} state @param {any} event @param {string|null} turn @param {number|null} at @param {boolean} snapshot @returns {Transcript} */
function takeChunk(state, event, turn, at, snapshot) {
  const role = event.role === "user" ? "user" : "assistant";
  const known = state.messages.some((message) => message.id === event.messageId);
  // What a person says is whole in one chunk, and a snapshot may have shown it before: then it takes the same place.
  if (known && role !== "user") return change(state, event.messageId, (message) => ({ ...message, text: message.text + (event.delta ?? "") }));
  const clientMsgId = event.metadata?.hera?.client_msg_id ?? null;
  const added = put(state, {
    key: clientMsgId ?? event.messageId, id: event.messageId, role, name: event.name ?? "", text: event.delta ?? "", at,
    status: "complete", clientMsgId, turn, attachments: event.metadata?.hera?.attachments ?? [], choices: [], live: !snapshot,
  });
  const waits = role === "user" && turn && turn !== state.turn;
  return { ...added, fault: null, unanswered: null, waiting: waits ? [...without(state.waiting, turn), turn] : state.waiting };
}

/** @param {Transcript} state @param {string|null} turn @param {"complete"|"cancelled"|"failed"} how @returns {Transcript} */
function endTurn(state, turn, how) {
  const mine = (/** @type {Message} */ message) => message.role === "assistant" && (message.turn === turn || message.status === "streaming");
  const last = state.messages.findLast(mine);
  const messages = state.messages
    .filter((message) => !(mine(message) && message.text === "" && message.attachments.length === 0)) // an empty reply is not stored
    .map((message) => {
      if (!mine(message)) return message;
      if (message.status === "streaming") return { ...message, status: how };
      return message === last && how !== "complete" ? { ...message, status: how } : message;
    });
  const silent = how === "cancelled" && !messages.some(mine);
  return {
    ...state,
    messages,
    turn: state.turn === turn ? null : state.turn,
    waiting: without(state.waiting, turn),
    steps: state.steps.filter((step) => step.turn !== turn),
    unanswered: silent ? turn : state.unanswered,
  };
}

/** A picture of an agent goes with what it says. @param {Transcript} state @param {import("./cast.js").Photo|undefined} photo @param {string|undefined} id @returns {Transcript} */
function takePicture(state, photo, id) {
  if (id === undefined || photo === undefined) return state;
  return change(state, id, (message) => ({ ...message, attachments: [...message.attachments.filter((other) => other.id !== photo.id), photo] }));
}

/** @param {Transcript} state @param {string[]} ids @returns {Transcript} */
function discard(state, ids) {
  return { ...state, messages: state.messages.filter((message) => !ids.includes(message.id)) };
}

/**
 * Adds a message, or replaces the one of its id. An answer stands below what it answers, also when the person has said
 * more in the meantime.
 * @param {Transcript} state @param {Message} message @returns {Transcript}
 */
function put(state, message) {
  const index = state.messages.findIndex((other) => other.id === message.id);
  if (index < 0) {
    const before = message.turn === null ? -1 : state.messages.findLastIndex((other) => other.turn === message.turn);
    return { ...state, messages: before < 0 ? [...state.messages, message] : state.messages.toSpliced(before + 1, 0, message) };
  }
  return { ...state, messages: state.messages.with(index, { ...message, key: state.messages[index].key }) };
}

/** @param {Transcript} state @param {string} id @param {(message: Message) => Message} edit @returns {Transcript} */
function change(state, id, edit) {
  const index = state.messages.findLastIndex((message) => message.id === id);
  return index < 0 ? state : { ...state, messages: state.messages.with(index, edit(state.messages[index])) };
}

/** The same order for stored messages: turn by turn, as the turns began. @param {Message[]} messages @returns {Message[]} */
export function byTurn(messages) {
  /** @type {Map<string, Message[]>} */ const turns = new Map();
  for (const message of messages) {
    const turn = message.turn ?? message.id;
    const group = turns.get(turn);
    if (group) group.push(message);
    else turns.set(turn, [message]);
  }
  return [...turns.values()].flat();
}

/** @param {string[]} list @param {string|null} item */
function without(list, item) {
  return list.filter((other) => other !== item);
}

/** A message as the history and snapshots have it (AG-UI form). @param {any} message @returns {Message} */
export function fromHistory(message) {
  const meta = message.metadata?.hera ?? {};
  const clientMsgId = meta.client_msg_id ?? null;
  const status = meta.status === "cancelled" || meta.status === "failed" ? meta.status : "complete";
  return {
    key: clientMsgId ?? message.id, id: message.id, role: message.role === "user" ? "user" : "assistant",
    name: message.name ?? "", text: textOf(message.content), at: timeOf(meta.at), status, clientMsgId,
    turn: meta.turn_id ?? null, attachments: meta.attachments ?? [], choices: meta.suggestions ?? [], live: false,
  };
}

/** The words of a content: a string, or the text parts of a list. @param {unknown} content @returns {string} */
export function textOf(content) {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.filter((part) => part?.type === "text" && typeof part.text === "string").map((part) => part.text).join("\n");
}

const LOOKED_AT = 2_000; // characters, of which the rest speaks the same language
const ENGLISH = /(?<![\p{L}'’])(?:the|and|you|your|yourself|it|this|that|with|what|who|when|where|why|how|she|they|their|would|have|of|not|my|our|something|about|from|think|know|tell|good|here|there|hello|yes|thanks|please|i['’]m|it['’]s|let['’]s|don['’]t)(?![\p{L}'’])/giu;
const OTHERS = /(?<!\p{L})(?:le|la|les|une|des|est|je|der|die|das|und|ist|ich|el|los|que|de|il|che|di|het|een|os|um|och|jest)(?!\p{L})/iu; // said with the letters of English

/**
 * The language of a text, where it is sure: Chinese has the letters of Japanese, and half the world has those of English.
 * @param {string} text @returns {"ja"|"en"|null}
 */
export function languageOf(text) {
  const head = text.slice(0, LOOKED_AT);
  const count = (/** @type {RegExp} */ what) => head.match(what)?.length ?? 0;
  const latin = count(/\p{Script=Latin}/gu);
  if (latin > 3 * (count(/\p{L}/gu) - latin)) return !OTHERS.test(head) && 8 * count(ENGLISH) >= count(/[\p{L}'’]+/gu) && count(ENGLISH) > 0 ? "en" : null;
  return /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(head) ? "ja" : null;
}

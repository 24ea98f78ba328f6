/** What is on screen, worked out from the conversation: no DOM, so that every state can be looked at in a test. */

import { api } from "./address.js";
import { castOf } from "./cast.js";
import { sitterOf } from "./flow.js";
import { earlierOf, shownOf } from "./past.js";
import { HOST_REFUSED, PAGE_REFUSED, isGone } from "./refused.js";

/** @typedef {import("./conversation.js").Conversation} Conversation */
/** @typedef {{label: string, does: string, quiet?: boolean, text?: string, photos?: import("./cast.js").Photo[]}} Action `text`, `photos`: what is said, where the action says something */
/** @typedef {{origin: string, host: string}} Names of the page and of the server, for whoever runs it */
/** @typedef {{tone: "calm"|"warn", look?: string, title?: string, text?: string, rows?: [string, string[]][], actions: Action[]}} Card */

const SPOKEN_LATELY = 40; // older messages were announced when they were new
/** @type {import("./transcript.js").Choice[]} */ const NONE = [];
const ACTIVITIES = 2; // with a place and so many things to do, there is a plan

/**
 * @param {Conversation} conversation
 * @param {{words: any, lost: boolean, online: boolean, notice: string, names?: Names}} surroundings
 */
export function screenOf(conversation, { words, lost, online, notice, names = { origin: "", host: "" } }) {
  const { transcript, phase } = conversation;
  const ended = phase.name === "closed";
  const running = transcript.turn !== null || transcript.waiting.length > 0;
  const stoppable = running && phase.name === "open";
  const { joined } = transcript.past;
  const oldest = earlierOf(transcript) === null;
  return {
    items: [...shownOf(transcript).map((message) => spoken(conversation, message, words)), ...(joined ? unsent(conversation, words) : [])],
    finished: [...transcript.messages.slice(-SPOKEN_LATELY).filter(finished).map(({ key, name, text }) => ({ key, name: speaker(name, words), text })), ...offered(conversation, words)],
    earlier: oldest ? null : words.earlier[conversation.earlierState],
    later: joined ? null : words.later[conversation.laterState],
    card: joined ? cardOf(conversation, running, words, names) : null,
    foreign: conversation.foreign && !conversation.spoke && !ended ? foreignCard(words) : null,
    // Who greets is known with the state; when that is long in coming, it is Hera.
    welcome: (transcript.session !== null || lost) && oldest && !(ended && transcript.messages.length === 0),
    status: statusOf(conversation, { words, lost, online, notice, running }),
    stop: /** @type {"none"|"ready"|"stopping"} */ (!stoppable ? "none" : conversation.stopping === null ? "ready" : "stopping"),
    placeholder: ["interview", "chat"].includes(transcript.session?.phase ?? "interview") ? words.placeholder : words.placeholderFamily,
    ended,
  };
}

/** Said to its end while we watched. @param {import("./transcript.js").Message} message */
function finished({ live, role, status }) {
  return live && role === "assistant" && status !== "streaming";
}

/** Answers that wait to be chosen, as they are read out. @param {Conversation} conversation @param {any} words */
function offered(conversation, words) {
  const last = conversation.transcript.messages.at(-1);
  const choices = last?.live ? choicesOf(conversation, last) : NONE;
  return choices.length > 0 ? [{ key: `${last?.key} choices`, name: words.choices, text: choices.map(({ label }) => label).join(words.comma) }] : [];
}

/** The answers that are offered with a message: until anybody says something more. @param {Conversation} conversation @param {import("./transcript.js").Message} message */
function choicesOf({ transcript, phase, outbox }, message) {
  const last = message === transcript.messages.at(-1) && outbox.entries.length === 0;
  return last && message.status === "complete" && message.choices?.length > 0 && phase.name !== "closed" ? message.choices : NONE;
}

/** Who speaks, as the reader's language calls them. @param {string} name @param {any} words @returns {string} */
function speaker(name, words) {
  return words.names[name || "Hera"] ?? words.keep.names[name] ?? name;
}

/** @typedef {{key: string, source: object, shown: import("./view-message.js").Shown}} Item */
/** @type {WeakMap<object, {words: any, cast: object, item: Item}>} */ const kept = new WeakMap();

/**
 * The same item for as long as nothing of it changes: the others cost nothing when one of them grows.
 * @param {Conversation} conversation @param {import("./transcript.js").Message} message @param {any} words @returns {Item}
 */
function spoken(conversation, message, words) {
  const { id, transcript } = conversation;
  const cast = castOf(transcript.session);
  const note = noteOf(transcript, message, message === transcript.messages.at(-1), words);
  const before = kept.get(message);
  const choices = choicesOf(conversation, message);
  if (before && before.words === words && before.cast === cast && before.item.shown.note === note && before.item.shown.choices === choices) return before.item;
  const speaks = message.role === "user" ? { name: "", part: /** @type {const} */ ("user"), number: 0, tone: "user", photo: cast.user } : cast.of(message.name);
  const item = {
    key: message.key,
    source: message,
    shown: {
      role: message.role,
      part: speaks.part,
      speaker: speaks,
      name: message.role === "user" ? words.you : speaker(message.name, words),
      text: message.text,
      at: message.at,
      streaming: message.status === "streaming",
      note,
      tone: /** @type {"plain"|"warn"} */ (message.status === "failed" ? "warn" : "plain"),
      attachments: message.attachments ?? [],
      pictures: api(`/api/sessions/${id}/photos/`),
      choices,
      actions: [],
    },
  };
  kept.set(message, { words, cast, item });
  return item;
}

/** @param {import("./transcript.js").Transcript} transcript @param {import("./transcript.js").Message} message @param {boolean} last @param {any} words */
function noteOf(transcript, message, last, words) {
  if (message.role === "user") {
    if (transcript.unanswered !== null && transcript.unanswered === message.turn) return words.unanswered;
    return last && message.live ? words.state.sent : "";
  }
  if (message.status === "cancelled") return words.cancelled;
  return message.status === "failed" ? words.failedReply : "";
}

/** @param {Conversation} conversation @param {any} words */
function unsent(conversation, words) {
  return conversation.outbox.entries.map((entry) => ({
    key: entry.clientMsgId,
    source: entry,
    shown: {
      role: /** @type {const} */ ("user"),
      part: /** @type {const} */ ("user"),
      speaker: { name: "", part: /** @type {const} */ ("user"), number: 0, tone: "user", photo: castOf(conversation.transcript.session).user },
      name: words.you,
      attachments: entry.photos ?? [],
      pictures: "",
      choices: NONE,
      text: entry.text,
      at: entry.at,
      streaming: false,
      note: ((entry.state === "failed" || entry.code === "elsewhere") && words.refused[entry.code ?? ""]) || words.state[entry.state],
      tone: /** @type {"plain"|"warn"} */ (entry.state === "failed" ? "warn" : "plain"),
      actions:
        entry.state === "failed"
          ? [
              { label: words.retry, run: () => conversation.retry(entry.clientMsgId) },
              { label: words.discard, run: () => conversation.discard(entry.clientMsgId) },
            ]
          : [],
    },
  }));
}

/** @param {Conversation} conversation @param {boolean} running @param {any} words @param {Names} names @returns {Card|null} */
function cardOf({ phase, transcript, completion }, running, words, names) {
  if (phase.name === "closed" && phase.code !== null) return closedCard(phase.code, words, names);
  if (transcript.fault !== null) {
    const { code, said } = transcript.fault;
    if (code.startsWith("painting_")) return { tone: "warn", text: code === "painting_refused" ? words.family.refused : words.family.failed, actions: [] };
    // Where nothing was said that could be said again, the family was about to greet.
    const actions = said === null ? (familyWaits(transcript) ? helloActions(words) : []) : [askAgain(said, words)];
    return { tone: "warn", text: words.faults[code] ?? words.fault, actions };
  }
  const session = transcript.session;
  if (!session || running) return null;
  const last = transcript.messages.at(-1);
  if (last?.role === "user" && !last.live) return { tone: "calm", text: words.noAnswer, actions: [askAgain(last, words)] };
  if (session.phase === "chat") return null;
  if (session.phase === "complete") return keepsakeCard(words);
  if (session.phase === "family") return familyCard(transcript, words);
  if (!session.profile_complete) return null;
  if (completion.state === "done") return { tone: "calm", look: "joy", title: words.completedTitle, text: words.completed, actions: [] };
  return completeCard(completion, words);
}

/** The family has come to the table: what to say first, or the plan that waits for a yes. @param {import("./transcript.js").Transcript} transcript @param {any} words @returns {Card|null} */
function familyCard(transcript, words) {
  const plan = planOf(transcript.session);
  if (plan.ready) {
    return {
      tone: "calm", look: "plan", title: words.plan.title,
      rows: [[words.plan.destination, [plan.destination]], [words.plan.activities, plan.activities]],
      actions: [{ label: words.plan.confirm, does: "say", text: words.plan.yes }, { label: words.plan.change, does: "say", text: words.plan.no, quiet: true }],
    };
  }
  if (!familyWaits(transcript)) return null;
  return { tone: "calm", look: "joy", title: words.family.title2, text: words.family.text, actions: helloActions(words) };
}

/** Whether the family has come and not yet spoken. @param {import("./transcript.js").Transcript} transcript */
function familyWaits({ session, messages }) {
  const cast = castOf(session);
  return session?.phase === "family" && !messages.some(({ name, role }) => role === "assistant" && ["partner", "child"].includes(cast.of(name).part));
}

/** @param {any} words @returns {Action[]} */
function helloActions(words) {
  return words.family.hello.map((/** @type {string} */ text) => ({ label: text, does: "say", text, quiet: true }));
}

/** The same again, with its pictures. @param {import("./transcript.js").Message} message @param {any} words @returns {Action} */
function askAgain({ text, attachments }, words) {
  return { label: words.askAgain, does: "say", text, photos: attachments };
}

/** Where the family goes and what it does there, as far as it is known. @param {Record<string, any>|null} session */
export function planOf(session) {
  const { trip_info: trip = {}, plan = {} } = session?.family ?? {};
  const destination = String(plan.destination ?? trip.destination ?? "");
  const activities = /** @type {string[]} */ ([plan.activities ?? trip.activities ?? []].flat().map(String));
  return { destination, activities, ready: destination !== "" && activities.length >= ACTIVITIES };
}

/** @param {any} words @returns {Card} */
function keepsakeCard(words) {
  return {
    tone: "calm", look: "keep", title: words.keep.title, text: words.keep.text,
    actions: [{ label: words.keep.readStory, does: "story" }, { label: words.keep.readLetter, does: "letter" }],
  };
}

/** @param {import("./conversation.js").Completion} completion @param {any} words @returns {Card} */
function completeCard({ state, missing }, words) {
  const fields = missing.map((field) => words.fields[field] ?? field).join(words.comma);
  const text = { idle: words.complete, busy: words.completeBusy, done: "", failed: missing.length > 0 ? words.completeFailed + fields : words.completeError }[state];
  return {
    tone: "calm",
    look: "joy",
    title: words.completeTitle,
    text,
    actions: state === "busy" ? [] : [{ label: words.completeButton, does: "complete" }],
  };
}

/** Before the first word: a link may have been planted. @param {any} words @returns {Card} */
function foreignCard(words) {
  return { tone: "warn", title: words.foreign.title, text: words.foreign.text, actions: [{ label: words.foreign.fresh, does: "fresh" }] };
}

/** @param {number} code @param {any} words @param {Names} names @returns {Card} */
function closedCard(code, words, names) {
  const [title, said] = words.closed[code] ?? words.closed.other;
  const text = typeof said === "function" ? said(names) : said;
  const fresh = { label: words.fresh, does: "fresh" };
  const again = { label: words.again, does: "again" };
  const gone = isGone(code);
  const refused = code === PAGE_REFUSED || code === HOST_REFUSED;
  return { tone: refused ? "warn" : "calm", title, text, actions: gone ? [fresh] : refused ? [again] : [again, { ...fresh, quiet: true }] };
}

/**
 * @param {Conversation} conversation
 * @param {{words: any, lost: boolean, online: boolean, notice: string, running: boolean}} surroundings
 * @returns {{kind: "idle"|"busy"|"calm"|"warn", text: string}}
 */
function statusOf({ phase, id, transcript, othersType = false, held = false }, { words, lost, online, notice, running }) {
  if (phase.name === "closed") return { kind: "idle", text: "" };
  if (lost) {
    if (!online) return { kind: "warn", text: words.offline };
    if (id === null && phase.attempt > 0) return { kind: "warn", text: words.noSession };
    return { kind: "warn", text: transcript.seq === 0 && phase.attempt === 0 ? words.connecting : words.reconnecting };
  }
  if (held && running) return { kind: "warn", text: words.held };
  if (notice) return { kind: "calm", text: notice };
  const step = transcript.steps.at(-1);
  if (step) return { kind: "busy", text: workOf(step.name, transcript.session, words) };
  if (!running) return othersType ? { kind: "busy", text: words.typing } : { kind: "idle", text: "" };
  const speaks = transcript.messages.findLast((message) => message.status === "streaming" && message.text !== "");
  if (!speaks) return { kind: "busy", text: words.thinking(thinker(transcript, words)) };
  const { part } = castOf(transcript.session).of(speaks.name);
  return { kind: "busy", text: (part !== "other" && words.writing[part]) || words.speaking(speaker(speaks.name, words)) };
}

/** The story or the letter as far as it is written. @param {import("./transcript.js").Transcript} transcript @param {"story"|"letter"} which */
export function writtenOf({ session, messages }, which) {
  const cast = castOf(session);
  const message = messages.findLast(({ role, name }) => role === "assistant" && cast.of(name).part === which);
  return { text: String(session?.family?.plan?.[which] ?? message?.text ?? ""), writing: message?.status === "streaming" };
}

/** What is being done. @param {string} step @param {Record<string, any>|null} session @param {any} words @returns {string} */
function workOf(step, session, words) {
  const sitter = sitterOf(step, session, words);
  if (sitter) return words.painting(sitter.name);
  return /story/.test(step) ? words.writing.story : /letter/.test(step) ? words.writing.letter : words.writing.other;
}

/** Who is about to speak: Hera in the first act, the partner's family in the others; or nobody of these. @param {import("./transcript.js").Transcript} transcript @param {any} words */
function thinker({ session, messages }, words) {
  const now = messages.findLast(({ status }) => status === "streaming");
  if (now) return speaker(now.name, words);
  if (session?.phase === "chat") return words.names.agent;
  return (session?.phase ?? "interview") === "interview" ? words.names.Hera : words.family.title;
}

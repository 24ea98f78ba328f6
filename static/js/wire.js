/**
 * What comes over the wire, held to the kinds that docs/PROTOCOL.md gives it. What is of another kind is left out, as if it had not
 * been told: an agent elsewhere may say anything, and what is drawn relies on this. What this page knows nothing of stays. No DOM.
 */

import { SESSIONS } from "./address.js";

/** @typedef {(value: any) => any} Kind  the value, or `undefined` where it is of another kind */

const LATEST = 8e15; // milliseconds; not far beyond it, there are no dates any more
/** An event's number, and the store it is of: only so can it be named again. */
const EVENT_ID = /^\d+-/;

const isRecord = (/** @type {any} */ value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** @param {(value: any) => boolean} is @returns {Kind} */ const that = (is) => (value) => (is(value) ? value : undefined);
const text = that((value) => typeof value === "string");
const number = that((value) => typeof value === "number");
const positive = that((value) => typeof value === "number" && value > 0);
const plain = that((value) => ["string", "number", "boolean"].includes(typeof value));
const anything = that(() => true);
/** @param {...Kind} kinds @returns {Kind} */ const either = (...kinds) => (value) => kinds.map((kind) => kind(value)).find((found) => found !== undefined);
/** @param {Kind} kind @returns {Kind} */ const listOf = (kind) => (value) => (Array.isArray(value) ? value.map(kind).filter((one) => one !== undefined) : undefined);

/**
 * An object with members of these kinds, and others of the kind `rest`; without those that it `needs` it is none.
 * @param {Record<string, Kind>} members @param {Kind} [rest] @param {string[]} [needs] @returns {Kind}
 */
function record(members, rest = anything, needs = []) {
  return (value) => {
    if (!isRecord(value)) return undefined;
    const kept = Object.entries(value)
      .map(([name, member]) => [name, (Object.hasOwn(members, name) ? members[name] : rest)(member)])
      .filter(([, member]) => member !== undefined);
    const whole = Object.fromEntries(kept);
    return needs.every((name) => Object.hasOwn(whole, name)) ? whole : undefined;
  };
}

const picturePath = that((value) => typeof value === "string" && value.includes(SESSIONS)); // nothing of another site is loaded
const photo = record({ id: text, url: picturePath, kind: text, media_type: text, created_at: text, width: positive, height: positive, number: positive }, anything, ["id", "url"]);
const person = either(record({ name: text, temperament: text, appearance: text }), text);
const trip = record({ destination: text, activities: either(listOf(text), text), story: text, letter: text });
const state = record({
  phase: text,
  user_profile: record(
    {
      personality: text, declined_fields: listOf(text), user_personality_traits: either(record({}, number), text),
      children_info: listOf(record({ name: text, gender: text, desired_gender: text })), current_partner: person, ideal_partner: person,
    },
    either(plain, listOf(plain)),
  ),
  information_progress: record({}),
  photos: record({ user: photo, partner: photo, children: record({}, photo) }),
  family: record({ members: listOf(record({ name: text, role: text, gender: text })), trip_info: trip, plan: trip }),
});
const choices = listOf(record({ label: text, text }, anything, ["label", "text"]));
const about = record({
  hera: record({ turn_id: text, client_msg_id: text, message_id: text, next_before: text, attachments: listOf(photo), suggestions: choices }),
});
const message = record({ id: text, name: text, metadata: about }, anything, ["id"]);
const customs = {
  "image.ready": photo,
  "hera.suggestions": record({ message_id: text, choices }, anything, ["message_id"]),
  "turn.restarted": record({ discarded: listOf(text) }),
};
const event = record({ type: text, messageId: text, runId: text, stepName: text, name: text, code: text, metadata: about }, anything, ["type"]);
const NOTHING = { type: "" }; // of an event that tells nothing, the number counts all the same
const frame = record({ type: text, id: text, turn: text, client_msg_id: text, code: text, retry_after_ms: number });

/** A frame of the server; null for what is none. @param {string} said @returns {Record<string, any>|null} */
export function frameOf(said) {
  let told;
  try {
    told = JSON.parse(said);
  } catch {
    return null; // cut, or by somebody between: an event that is lost so is missed by its number
  }
  const found = frame(told);
  if (found === undefined) return null;
  if (!isRecord(found.event)) return found.type === undefined ? null : found;
  return EVENT_ID.test(found.id ?? "") ? { ...found, event: eventOf(event(found.event) ?? NOTHING) } : null;
}

/** What an event brings, which its type or its name says. @param {Record<string, any>} told */
function eventOf(told) {
  const { type, name, messageId, stepName, value, delta } = told;
  if (type.startsWith("TEXT_MESSAGE_")) return messageId === undefined ? NOTHING : { ...told, delta: text(delta) ?? "" };
  if (type.startsWith("STEP_")) return stepName === undefined ? NOTHING : told;
  return type === "CUSTOM" && Object.hasOwn(customs, name ?? "") ? { ...told, value: Reflect.get(customs, name)(value) } : told;
}

/** The state document. @param {unknown} told @returns {Record<string, any>} */
export function stateOf(told) {
  return state(told) ?? {};
}

/** Messages as the history and snapshots have them, each once. @param {unknown} told @returns {any[]} */
export function messagesOf(told) {
  const seen = new Set();
  return (listOf(message)(told) ?? []).filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** Unix milliseconds. @param {unknown} at a number of them, or an RFC 3339 time @returns {number|null} */
export function timeOf(at) {
  const ms = typeof at === "string" ? Date.parse(at) : at;
  return typeof ms === "number" && Math.abs(ms) <= LATEST ? ms : null;
}

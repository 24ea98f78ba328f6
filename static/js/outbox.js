/**
 * What the person said and the server has not yet confirmed. It outlives a reload, and goes out again under the same
 * name after every reconnect: the server stores a `client_msg_id` once, however often it comes.
 */

import { keysOf } from "./storage.js";
import { timeOf } from "./wire.js";

/**
 * @typedef {object} Entry
 * @property {string} clientMsgId
 * @property {string} text
 * @property {number} at  Unix milliseconds
 * @property {number} order  counts up in each outbox: a clock may be set back between two messages
 * @property {"queued"|"sending"|"sent"|"failed"} state  `sent`: the server has it, its event is on the way
 * @property {string|null} code  why it failed
 * @property {import("./cast.js").Photo[]} photos  uploaded before, and shown with it
 */

export class Outbox {
  #storage;
  #prefix;
  /** @type {Map<string, Entry>} */ #entries = new Map();

  /**
   * @param {import("./storage.js").Store} storage
   * @param {string} session
   */
  constructor(storage, session) {
    this.#storage = storage;
    this.#prefix = `hera.out.${session}.`;
    // One key per message: two tabs of one session never write over each other.
    for (const key of keysOf(storage)) if (key.startsWith(this.#prefix)) this.#load(key);
  }

  /** Oldest first. @returns {Entry[]} */
  get entries() {
    return [...this.#entries.values()].sort((a, b) => a.order - b.order || a.at - b.at);
  }

  /** @returns {Entry[]} what has to go out (again) over a new connection */
  get unconfirmed() {
    return this.entries.filter((entry) => entry.state === "queued" || entry.state === "sending");
  }

  /** @param {string} clientMsgId */
  get(clientMsgId) {
    return this.#entries.get(clientMsgId);
  }

  /** @param {string} clientMsgId @param {string} text @param {number} at @param {import("./cast.js").Photo[]} [photos] */
  add(clientMsgId, text, at, photos = []) {
    const order = 1 + Math.max(0, ...[...this.#entries.values()].map((entry) => entry.order));
    this.#write({ clientMsgId, text, at, order, state: "queued", code: null, photos });
  }

  /** @param {string} clientMsgId @param {Entry["state"]} state @param {string|null} [code] */
  mark(clientMsgId, state, code = null) {
    const entry = this.#entries.get(clientMsgId);
    if (!entry) return;
    this.#write({ ...entry, state, code });
    if (state === "sent") this.#storage.removeItem(this.#prefix + clientMsgId);
  }

  /** It stands in the transcript now, or the person took it back. @param {string} clientMsgId */
  remove(clientMsgId) {
    this.#entries.delete(clientMsgId);
    this.#storage.removeItem(this.#prefix + clientMsgId);
  }

  /** @param {Entry} entry */
  #write(entry) {
    this.#entries.set(entry.clientMsgId, entry);
    this.#storage.setItem(this.#prefix + entry.clientMsgId, JSON.stringify(entry));
  }

  /** @param {string} key */
  #load(key) {
    try {
      const { clientMsgId, text, at, order, state, code, photos } = JSON.parse(this.#storage.getItem(key) ?? "");
      if (typeof clientMsgId !== "string" || typeof text !== "string") throw new Error("not an entry");
      this.#entries.set(clientMsgId, { clientMsgId, text: wellFormed(text), at: timeOf(at) ?? Date.now(), order: Number.isSafeInteger(order) ? order : 0, state: state === "failed" ? "failed" : "queued", code: code ?? null, photos: Array.isArray(photos) ? photos.filter(isPhoto) : [] });
    } catch {
      this.#storage.removeItem(key);
    }
  }
}

/** @param {any} photo */
function isPhoto(photo) {
  return typeof photo?.id === "string" && typeof photo.url === "string" && photo.url.startsWith("/");
}

/**
 * The text with every half of a surrogate pair that stands alone replaced: such a half is no character, and JSON that
 * holds one is refused by the server. Cutting an emoji in two is enough to make one.
 * @param {string} text
 */
export function wellFormed(text) {
  const it = /** @type {any} */ (text);
  return typeof it.toWellFormed === "function" ? it.toWellFormed() : text.replace(/\p{Surrogate}/gu, "\ufffd");
}

/**
 * A random UUID v4, also on pages that are not in a secure context (plain http on a local network).
 * @param {Crypto} [source]
 */
export function newId(source = globalThis.crypto) {
  if (typeof source.randomUUID === "function") return source.randomUUID();
  const bytes = source.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

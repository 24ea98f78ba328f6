/** One's conversations: the server's list of them, and the names they have on this device. No DOM. */

import { ask } from "./address.js";
import { keysOf } from "./storage.js";
import { NO_SESSION, closeCodeOf, isHeras, problemOf } from "./refused.js";

const VISITED = 20; // so many conversations that came by a link are asked for
/** What is kept here of a conversation, by its id. */
const KEPT = /^hera\.(?:name|title|draft|out)\.([0-9a-f-]{36})(?:\.|$)/;
const TITLE = 40; // characters of the first message that stand for a name,
const NAME = 80; // and of a name that somebody gives

/** The head of a text, cut between what a reader takes for characters: a family of emoji stays together. @param {string} text @param {number} most */
export function clipped(text, most) {
  if (text.length <= most) return text;
  if (typeof Intl.Segmenter !== "function") return [...text].slice(0, most).join("");
  // One character may be of any length: a family, or a letter with many accents.
  let end = 0;
  let count = 0;
  for (const { index, segment } of new Intl.Segmenter().segment(text)) {
    if (count === most || index + segment.length > most * 16) break;
    end = index + segment.length;
    count += 1;
  }
  return end > 0 ? text.slice(0, end) : [...text].slice(0, most).join(""); // a letter with hundreds of accents
}

export class Sessions {
  #storage;
  /** @type {Set<string>} conversations whose titles this page has looked after: what is forgotten in another tab stays so */ #titled = new Set();

  /** @param {import("./storage.js").Store} storage */
  constructor(storage) {
    this.#storage = storage;
  }

  /** A page of the list, the newest first. @param {string|null} [before] @returns {Promise<{sessions: any[], next: string|null}>} */
  async list(before = null) {
    const response = await ask(`/api/sessions?limit=50${before ? `&before=${encodeURIComponent(before)}` : ""}`);
    if (!response.ok) throw new Error(`the list answered ${response.status}`);
    const { sessions, next_before: next = null } = await response.json();
    return { sessions, next };
  }

  /**
   * Conversations that are remembered here and that the server's list of one's own does not have.
   * @param {Set<string>} listed  those it has @returns {Promise<any[]>}
   */
  async visited(listed) {
    const ids = this.#titles.filter((id) => !listed.has(id)).slice(0, VISITED);
    const there = await Promise.all(ids.map((id) => this.#isThere(id)));
    return ids.filter((_, index) => there[index]).map((id) => ({ session_id: id, visited: true }));
  }

  /**
   * Forgets the conversations that are no more: another device may have deleted them.
   * @param {string|null} open  one that is looked after already
   */
  async tidy(open) {
    const kept = new Set(this.#keys().flatMap((key) => KEPT.exec(key)?.[1] ?? []));
    if (open !== null) kept.delete(open);
    let next = null;
    do {
      if (kept.size === 0) return;
      const page = await this.list(next);
      for (const { session_id: id } of page.sessions) kept.delete(id);
      next = page.next;
    } while (next !== null);
    for (const id of kept) await this.#isThere(id);
  }

  /** Whether the server has it; what it says it has not is forgotten. @param {string} id */
  async #isThere(id) {
    const response = await ask(`/api/sessions/${id}/status`);
    if (!response.ok && closeCodeOf(await problemOf(response)) === NO_SESSION) this.forget(id);
    return isHeras(response);
  }

  /** Whether something is kept here of a conversation. @param {string} id */
  remembers(id) {
    return this.#keys().some((key) => KEPT.exec(key)?.[1] === id);
  }

  /** What the conversation is called here; empty: nothing. @param {string} id */
  nameOf(id) {
    return this.#storage.getItem(`hera.name.${id}`) ?? this.#storage.getItem(`hera.title.${id}`) ?? "";
  }

  /** @param {string} id @param {string} name  empty: as it began */
  rename(id, name) {
    const given = clipped(name.replaceAll(/\s+/g, " ").trim(), NAME);
    if (given === "") this.#storage.removeItem(`hera.name.${id}`);
    else this.#storage.setItem(`hera.name.${id}`, given);
  }

  /** The first words stand for a name until it has one. @param {string|null} id @param {{role: string, text: string}[]} messages */
  noteTitle(id, messages) {
    if (id === null || this.#titled.has(id)) return;
    const first = messages.find(({ role }) => role === "user");
    if (!first) return;
    this.#titled.add(id);
    if (this.#storage.getItem(`hera.title.${id}`) === null) this.#storage.setItem(`hera.title.${id}`, clipped(first.text.replaceAll(/\s+/g, " ").trim(), TITLE));
  }

  /** Deletes a conversation with all it has. @param {string} id */
  async remove(id) {
    const response = await ask(`/api/sessions/${id}`, { method: "DELETE" });
    const gone = response.status === 404 && closeCodeOf(await problemOf(response)) === NO_SESSION;
    if (!gone && response.status !== 204) throw new Error(`deleting answered ${response.status}`);
    this.forget(id);
  }

  /** Makes this browser forget who it is, and all that it has kept: the next person here is somebody else. */
  async forgetAll() {
    const response = await ask("/api/auth/session", { method: "DELETE" });
    if (response.status !== 204) throw new Error(`forgetting answered ${response.status}`);
    for (const key of this.#keys()) if (key.startsWith("hera.")) this.#storage.removeItem(key);
  }

  /** Of one conversation, what is kept here: its names, what was being written, and what was never sent. @param {string} id */
  forget(id) {
    for (const key of this.#keys()) if (KEPT.exec(key)?.[1] === id) this.#storage.removeItem(key);
  }

  /** @returns {string[]} */
  get #titles() {
    return this.#keys().flatMap((key) => /^hera\.title\.(.+)$/.exec(key)?.[1] ?? []);
  }

  #keys() {
    return keysOf(this.#storage);
  }
}

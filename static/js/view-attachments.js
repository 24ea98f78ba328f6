/** Pictures that wait to go with the next message: made smaller, uploaded, each with its progress. Loaded with the first of them. */

import { thumbnail } from "./cast.js";
import { el, icon } from "./dom.js";
import { lazily } from "./lazily.js";

const MOST = 4;
const PASSES = ["network", "rate_limited", "image_busy", "photos_unavailable", "store_full"]; // the same picture may arrive later
const tools = lazily((again) => import(`./photo.js${again}`), ["openPhoto", "sendPhoto", "shrunk"]);

export class Attachments {
  list = el("ul", { class: "attachments", hidden: true });
  /** @type {Map<Element, {photo: import("./cast.js").Photo|null, failed: boolean, stop: AbortController, send: () => void}>} */ #waiting = new Map();
  #words;
  #turn = Promise.resolve(); // one after the other: the server takes few at once
  #onFault;
  #onChange;

  /**
   * @param {any} words
   * @param {(text: string) => void} onFault  told what went wrong
   * @param {() => void} onChange  one has arrived, failed or been left out
   */
  constructor(words, onFault, onChange) {
    this.#words = words;
    this.#onFault = onFault;
    this.#onChange = onChange;
  }

  /** Those that have arrived. */
  get photos() {
    return [...this.#waiting.values()].flatMap(({ photo }) => (photo === null ? [] : [photo]));
  }

  get any() {
    return this.#waiting.size > 0;
  }

  /** Whether all of them have arrived; `null` while one is on its way. */
  get arrived() {
    const left = [...this.#waiting.values()].filter(({ photo }) => photo === null);
    return left.some(({ failed }) => !failed) ? null : left.length === 0;
  }

  /** Sends those once more that did not arrive. */
  sendAgain() {
    for (const { failed, send } of this.#waiting.values()) if (failed) send();
  }

  /** @param {any} words */
  speak(words) {
    if (words !== this.#words) for (const button of this.list.querySelectorAll("button")) button.setAttribute("aria-label", button.className ? words.retry : words.photo.detach);
    this.#words = words;
  }

  clear() {
    for (const { stop } of this.#waiting.values()) stop.abort();
    this.#waiting.clear();
    this.#turn = Promise.resolve(); // one of them may wait for a session that never comes
    this.list.replaceChildren();
    this.list.hidden = true;
  }

  /** As many as there is room for; that there is none for the others is said. @param {File[]} files @param {Promise<string>} session  once it has a name */
  add(files, session) {
    const room = MOST - this.#waiting.size;
    for (const file of files.slice(0, room)) this.#take(file, session);
    if (files.length > room) this.#onFault(this.#words.photo.errors.tooMany(MOST));
  }

  /** @param {File} file @param {Promise<string>} session */
  #take(file, session) {
    const stop = new AbortController();
    const bar = el("progress", { max: "1", value: "0", "aria-label": file.name });
    const leave = () => {
      stop.abort();
      this.#waiting.delete(item);
      // Whoever was on its button goes on from the one that adds another.
      if (item.contains(document.activeElement)) /** @type {HTMLElement|null} */ (document.querySelector(".attach:not([hidden]), #message"))?.focus();
      item.remove();
      this.list.hidden = !this.any;
      this.#onChange();
    };
    const send = () => {
      if (again.contains(document.activeElement)) item.lastElementChild.focus();
      again.replaceWith(bar);
      bar.value = 0;
      one.failed = false;
      this.#turn = this.#turn.then(sending);
    };
    const again = el("button", { type: "button", class: "attachment-again", "aria-label": this.#words.retry, onclick: send }, icon("M19 12a7 7 0 1 1-2-5l2 2", "M19 4v5h-5"));
    const item = el("li", { class: "attachment" }, bar, el("button", { type: "button", "aria-label": this.#words.photo.detach, onclick: leave }, icon("M6 6l12 12", "M18 6L6 18")));
    const one = { photo: /** @type {any} */ (null), failed: false, stop, send };
    this.#waiting.set(item, one);
    this.list.append(item);
    this.list.hidden = false;
    const sending = async () => {
      if (stop.signal.aborted) return;
      try {
        const { openPhoto, sendPhoto, shrunk } = await tools.wanted();
        const bitmap = await openPhoto(file);
        const blob = await shrunk(bitmap).finally(() => bitmap.close());
        const photo = await sendPhoto("photos", await session, blob, (share) => (bar.value = share), stop.signal);
        if (stop.signal.aborted) return;
        one.photo = photo;
        bar.replaceWith(el("img", { src: thumbnail(photo, 96), alt: file.name }));
        this.#onChange();
      } catch (error) {
        if (stop.signal.aborted) return;
        const { code } = /** @type {any} */ (error);
        this.#onFault(this.#words.photo.errors[code] ?? this.#words.photo.errors.other);
        if (!PASSES.includes(code)) return leave();
        one.failed = true;
        bar.replaceWith(again);
        again.setAttribute("aria-label", this.#words.retry);
        this.#onChange();
      }
    };
    send();
  }
}

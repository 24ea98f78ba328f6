/** Pictures that wait to go with the next message: chosen, made smaller, uploaded, each with its progress. */

import { thumbnail } from "./cast.js";
import { el, icon } from "./dom.js";
import { lazily } from "./lazily.js";

const MOST = 4;
const tools = lazily((again) => import(`./photo.js${again}`), ["openPhoto", "sendPhoto", "shrunk"]);

export class Attachments {
  #list = el("ul", { class: "attachments", hidden: true });
  #input = el("input", { type: "file", accept: "image/*,.heic,.heif", multiple: true, tabindex: "-1", class: "visually-hidden", "aria-hidden": "true" });
  #button = el("button", { type: "button", class: "attach", hidden: true, onclick: () => this.#input.click() }, icon("M4 5h16v14H4z", "M4 16l5-5 4 4 2-2 5 5", "M15 9h.01"));
  /** @type {Map<Element, {photo: import("./cast.js").Photo|null, stop: AbortController}>} */ #waiting = new Map();
  /** @type {any} */ #words = null;
  #turn = Promise.resolve(); // one after the other: the server takes few at once
  #session = "";
  #onFault;

  /** @param {(text: string) => void} onFault  told what went wrong */
  constructor(onFault) {
    this.#onFault = onFault;
    this.#input.addEventListener("change", () => {
      this.add([...this.#input.files]);
      this.#input.value = "";
    });
  }

  get button() {
    return this.#button;
  }

  get parts() {
    return [this.#list, this.#input];
  }

  /** Those that have arrived. */
  get photos() {
    return [...this.#waiting.values()].flatMap(({ photo }) => (photo === null ? [] : [photo]));
  }

  /** Whether one is still on its way. */
  get busy() {
    return [...this.#waiting.values()].some(({ photo }) => photo === null);
  }

  /** @param {{session: string|null, shown: boolean, words: any}} model */
  update({ session, shown, words }) {
    const name = session ?? "";
    if (name !== this.#session) this.clear();
    this.#session = name;
    if (words !== this.#words) for (const button of this.#list.querySelectorAll("button")) button.setAttribute("aria-label", words.photo.detach);
    this.#words = words;
    this.#button.hidden = !shown;
    this.#button.setAttribute("aria-label", words.photo.attach);
  }

  clear() {
    for (const { stop } of this.#waiting.values()) stop.abort();
    this.#waiting.clear();
    this.#list.replaceChildren();
    this.#list.hidden = true;
  }

  /** As many as there is room for; that there is none for the others is said. @param {File[]} files */
  add(files) {
    if (this.#button.hidden) return;
    const room = MOST - this.#waiting.size;
    for (const file of files.slice(0, room)) this.#take(file);
    if (files.length > room) this.#onFault(this.#words.photo.errors.tooMany(MOST));
  }

  /** @param {File} file */
  #take(file) {
    const stop = new AbortController();
    const bar = el("progress", { max: "1", value: "0", "aria-label": file.name });
    const leave = () => {
      stop.abort();
      this.#waiting.delete(item);
      item.remove();
      this.#list.hidden = this.#waiting.size === 0;
    };
    const item = el("li", { class: "attachment" }, bar, el("button", { type: "button", "aria-label": this.#words.photo.detach, onclick: leave }, icon("M6 6l12 12", "M18 6L6 18")));
    this.#waiting.set(item, { photo: null, stop });
    this.#list.append(item);
    this.#list.hidden = false;
    const send = async () => {
      if (stop.signal.aborted) return;
      try {
        const { openPhoto, sendPhoto, shrunk } = await tools.wanted();
        const bitmap = await openPhoto(file);
        const blob = await shrunk(bitmap).finally(() => bitmap.close());
        const photo = await sendPhoto("photos", this.#session, blob, (share) => (bar.value = share), stop.signal);
        if (stop.signal.aborted) return;
        this.#waiting.set(item, { photo, stop });
        bar.replaceWith(el("img", { src: thumbnail(photo, 96), alt: file.name }));
      } catch (error) {
        const left = !this.#waiting.has(item);
        leave();
        const { code } = /** @type {any} */ (error);
        if (!left && code !== "cancelled") this.#onFault(this.#words.photo.errors[code] ?? this.#words.photo.errors.other);
      }
    };
    this.#turn = this.#turn.then(send);
  }
}

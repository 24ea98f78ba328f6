/** One message of the transcript, and one that is still on its way. */

import { el, say } from "./dom.js";
import { languageOf } from "./transcript.js";

/**
 * @typedef {object} Shown  what a message element needs to know
 * @property {"user"|"assistant"} role
 * @property {string} name
 * @property {string} text
 * @property {number|null} at
 * @property {boolean} streaming
 * @property {string} note       a word below the text: its delivery, or why it ends
 * @property {"plain"|"warn"} tone
 * @property {{label: string, run: () => void}[]} actions
 */

const LINK = /https?:\/\/[^\s<>"'「」『』（）、。]+/g;

export class HeraMessage extends HTMLElement {
  #text = el("div", { class: "msg-text" });
  #name = el("span", { class: "msg-name" });
  #time = el("time", { class: "msg-time" });
  #note = el("span", { class: "msg-note" });
  #actions = el("span", { class: "msg-actions" });
  #foot = el("p", { class: "msg-foot" }, this.#note, this.#actions);
  #shown = "";
  #linked = false;
  #labels = "";

  /** Builds the element once its role is known. @param {"user"|"assistant"} role */
  static of(role) {
    const message = /** @type {HeraMessage} */ (document.createElement("hera-message"));
    message.setAttribute("role", "article");
    message.className = `msg msg-${role}`;
    const emblem = role === "assistant" ? el("img", { src: "/icon.svg", alt: "", class: "msg-emblem", width: "28", height: "28" }) : null;
    message.append(el("p", { class: "msg-who" }, emblem, message.#name, message.#time), message.#text, message.#foot);
    return message;
  }

  /** @param {Shown} shown @param {string} locale */
  update(shown, locale) {
    this.#write(shown.text, shown.streaming);
    this.classList.toggle("is-streaming", shown.streaming);
    this.classList.toggle("is-warn", shown.tone === "warn");
    say(this.#name, shown.name);
    say(this.#note, shown.note);
    this.#clock(shown.at, locale);
    this.#act(shown.actions);
    this.#foot.hidden = shown.note === "" && shown.actions.length === 0;
    const lang = languageOf(shown.text);
    if (lang) this.#text.setAttribute("lang", lang);
  }

  /** More text is appended as a node of its own; only a text that changed its beginning is written anew. */
  #write(text, streaming) {
    if (text !== this.#shown) {
      if (!this.#linked && text.startsWith(this.#shown)) this.#text.append(text.slice(this.#shown.length));
      else this.#text.replaceChildren(text);
      this.#shown = text;
      this.#linked = false;
    }
    if (!streaming && !this.#linked && text.search(LINK) >= 0) this.#link(text);
  }

  /** @param {string} text */
  #link(text) {
    const parts = [];
    let end = 0;
    for (const match of text.matchAll(LINK)) {
      parts.push(text.slice(end, match.index));
      parts.push(el("a", { href: match[0], target: "_blank", rel: "noopener noreferrer" }, match[0]));
      end = match.index + match[0].length;
    }
    this.#text.replaceChildren(...parts, text.slice(end));
    this.#linked = true;
  }

  #clock(at, locale) {
    if (at === null) return;
    const date = new Date(at);
    const today = date.toDateString() === new Date().toDateString();
    const day = /** @type {Intl.DateTimeFormatOptions} */ (today ? {} : { month: "short", day: "numeric" });
    say(this.#time, date.toLocaleString(locale, { ...day, hour: "2-digit", minute: "2-digit" }));
    this.#time.setAttribute("datetime", date.toISOString());
  }

  #act(actions) {
    const labels = actions.map((action) => action.label).join("\n");
    if (labels === this.#labels) return;
    this.#labels = labels;
    this.#actions.replaceChildren(...actions.map(({ label, run }) => el("button", { type: "button", class: "quiet", onclick: run }, label)));
  }
}

customElements.define("hera-message", HeraMessage);

/** One message of the transcript, and one that is still on its way. */

import { thumbnail } from "./cast.js";
import { el, icon, say } from "./dom.js";
import { MarkdownText, showWritten } from "./markdown.js";
import { languageOf } from "./transcript.js";
import { face, faceKey } from "./view-face.js";

/**
 * @typedef {object} Shown  what a message element needs to know
 * @property {"user"|"assistant"} role
 * @property {"user"|"hera"|"partner"|"child"|"story"|"letter"|"other"} part
 * @property {any} speaker       whose face it is
 * @property {string} name
 * @property {string} text
 * @property {number|null} at
 * @property {boolean} streaming
 * @property {string} note       a word below the text: its delivery, or why it ends
 * @property {"plain"|"warn"} tone
 * @property {import("./cast.js").Photo[]} attachments
 * @property {string} pictures   how the addresses of this session's pictures begin
 * @property {import("./transcript.js").Choice[]} choices  answers to press
 * @property {{label: string, run: () => void}[]} actions
 */

/** @type {Map<string, Intl.DateTimeFormat>} making one costs more than all that it will do */ const clocks = new Map();

/** @param {Date} date @param {string} locale */
function timeText(date, locale) {
  const key = `${locale} ${date.getTimezoneOffset()}`; // whoever travels takes the page along
  let clock = clocks.get(key);
  if (!clock) clocks.set(key, (clock = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" })));
  return clock.format(date);
}

export class HeraMessage extends HTMLElement {
  #text = el("div", { class: "msg-text", dir: "auto" });
  #face = el("span", { class: "msg-face" });
  #name = el("span", { class: "msg-name" });
  #time = el("time", { class: "msg-time" });
  #copy = el("button", { type: "button", class: "msg-copy", onclick: () => this.#fire("hera-copy", this.#shown) }, icon("M9 9h10v11H9z", "M15 9V4H5v11h4"));
  #pictures = el("div", { class: "msg-pictures", hidden: true });
  #note = el("span", { class: "msg-note" });
  #actions = el("span", { class: "msg-actions" });
  #foot = el("p", { class: "msg-foot" }, this.#note, this.#actions);
  #choices = el("div", { class: "msg-choices", role: "group", hidden: true });
  #markdown = new MarkdownText(this.#text);
  #shown = "";
  #faceShown = "";
  #labels = "";
  #attached = "";
  #offered = "";

  /** Builds the element once its role is known. @param {"user"|"assistant"} role */
  static of(role) {
    const message = /** @type {HeraMessage} */ (document.createElement("hera-message"));
    message.setAttribute("role", "article");
    message.className = `msg msg-${role}`;
    message.append(el("p", { class: "msg-who" }, message.#face, message.#name, message.#time, message.#copy), message.#pictures, message.#text, message.#foot, message.#choices);
    return message;
  }

  /** @param {Shown} shown @param {string} locale @param {any} words */
  update(shown, locale, words) {
    this.#write(shown, words);
    this.classList.toggle("is-streaming", shown.streaming);
    this.classList.toggle("is-warn", shown.tone === "warn");
    this.dataset.tone = shown.speaker.tone;
    this.dataset.part = shown.part;
    this.#look(shown);
    say(this.#name, shown.name);
    say(this.#note, shown.note);
    this.#copy.setAttribute("aria-label", words.copyText);
    this.#copy.hidden = shown.streaming || shown.text === "";
    this.#clock(shown.at, locale);
    this.#attach(shown.attachments, words);
    this.#offer(shown.choices, words);
    const written = shown.part === "story" || shown.part === "letter";
    this.#act(written ? [{ label: words.keep.asPage, run: () => this.#fire("hera-keepsake", shown.part) }] : shown.actions);
    this.#foot.hidden = shown.note === "" && shown.actions.length === 0 && !written;
    const lang = languageOf(shown.text);
    if (lang) this.#text.setAttribute("lang", lang);
    else this.#text.removeAttribute("lang");
  }

  /** Nothing but its text, where the rest could not be drawn. @param {string} text */
  plain(text) {
    this.#text.textContent = this.#shown = text;
  }

  /** What it says, as it is read. @returns {Promise<string>} */
  read() {
    return this.#markdown.read();
  }

  /** What a person wrote is shown as they wrote it; what an agent writes is Markdown. @param {Shown} shown @param {any} words */
  #write({ text, streaming, role, pictures }, words) {
    if (role !== "user") this.#markdown.show(text, !streaming, { pictures, words });
    else if (text !== this.#shown) showWritten(this.#text, text);
    this.#shown = text;
  }

  /** A face beside the name; a person without a photo needs none. @param {Shown} shown */
  #look({ part, speaker }) {
    const faceless = part === "story" || part === "letter" || (part === "user" && speaker.photo === null);
    const key = faceless ? "" : faceKey(speaker);
    if (key === this.#faceShown) return;
    this.#faceShown = key;
    this.#face.replaceChildren(...(key === "" ? [] : [face(speaker)]));
  }

  /** @param {import("./cast.js").Photo[]} photos @param {any} words */
  #attach(photos, words) {
    const key = [words.family.enlarge, ...photos.map(({ id }) => id)].join(" ");
    if (key === this.#attached) return;
    this.#attached = key;
    this.#pictures.hidden = photos.length === 0;
    const open = (/** @type {any} */ photo) => el("button", { type: "button", class: "msg-picture", "aria-label": words.family.enlarge, onclick: () => this.#fire("hera-picture", { photo, caption: "" }) }, el("img", { src: thumbnail(photo, 320), alt: "", width: photo.width, height: photo.height, loading: "lazy" }));
    this.#pictures.replaceChildren(...photos.map(open));
  }

  /** @param {import("./transcript.js").Choice[]} choices @param {any} words */
  #offer(choices, words) {
    const key = JSON.stringify([words.choices, choices]);
    if (key === this.#offered) return;
    this.#offered = key;
    // Whoever was on one of them goes on from the conversation, not from the top of the page.
    if (this.#choices.contains(document.activeElement)) /** @type {HTMLElement|null} */ (this.closest(".scroller"))?.focus({ preventScroll: true });
    this.#choices.hidden = choices.length === 0;
    this.#choices.setAttribute("aria-label", words.choices);
    this.#choices.replaceChildren(...choices.map(({ label, text }) => el("button", { type: "button", class: "opener", dir: "auto", lang: languageOf(label), onclick: () => this.#fire("hera-choice", text) }, label)));
  }

  #clock(at, locale) {
    if (at === null) return;
    const date = new Date(at);
    say(this.#time, timeText(date, locale));
    this.#time.setAttribute("datetime", date.toISOString());
  }

  #act(actions) {
    const labels = actions.map((action) => action.label).join("\n");
    if (labels === this.#labels) return;
    this.#labels = labels;
    this.#actions.replaceChildren(...actions.map(({ label, run }) => el("button", { type: "button", class: "quiet", onclick: run }, label)));
  }

  /** @param {string} name @param {unknown} detail */
  #fire(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

customElements.define("hera-message", HeraMessage);

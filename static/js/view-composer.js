/** Where the person writes: the text box, what goes on right now, and the button that stops it. */

import { el, icon, say } from "./dom.js";
import { lazily } from "./lazily.js";

/**
 * Whether a key belongs to an input method: it confirms a conversion and must do nothing else. Safari sends that
 * keydown after the composition has ended, and marks it with key code 229 only.
 * @param {KeyboardEvent} event
 */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

const LONG = 20_000; // characters
const attaching = lazily((again) => import(`./view-attachments.js${again}`), ["Attachments"]);

export class HeraComposer extends HTMLElement {
  #text = el("textarea", { rows: "1", enterkeyhint: "send", autocomplete: "off", name: "message", id: "message", dir: "auto" });
  #label = el("label", { for: "message", class: "visually-hidden" });
  #send = el("button", { type: "submit", class: "send" }, icon("M12 19V5", "M6 11l6-6 6 6"));
  #status = el("span", { class: "status-text", role: "status" });
  #stopLabel = el("span");
  #stop = el("button", { type: "button", class: "stop", hidden: true, onclick: () => this.#fire("hera-stop") }, el("span", { class: "stop-mark", "aria-hidden": "true" }), this.#stopLabel, el("kbd", { "aria-hidden": "true" }, "Esc"));
  #row = el("div", { class: "status" }, el("span", { class: "pulse", "aria-hidden": "true" }, el("i"), el("i"), el("i")), this.#status, this.#stop);
  #form = el("form", { class: "composer", action: "/", novalidate: true });
  #enterSends = true;
  #input = el("input", { type: "file", accept: "image/*,.heic,.heif", multiple: true, tabindex: "-1", class: "visually-hidden", "aria-hidden": "true", onchange: () => this.attach([...this.#input.files]) });
  #attach = el("button", { type: "button", class: "attach", hidden: true, onclick: () => this.#input.click() }, icon("M4 5h16v14H4z", "M4 16l5-5 4 4 2-2 5 5", "M15 9h.01"));
  /** @type {import("./view-attachments.js").Attachments|null} */ #pictures = null;
  /** @type {Set<File[]>} pictures for which that has not come yet */ #brought = new Set();
  /** @type {((session: string) => void)[]} what waits for a session to which pictures can be sent */ #due = [];
  #waits = false; // it is sent when its pictures have arrived
  /** @type {any} what was shown last */ #model = null;

  connectedCallback() {
    if (this.childElementCount > 0) return;
    this.#form.append(this.#label, this.#attach, this.#text, this.#send);
    this.append(this.#row, this.#input, this.#form);
    this.#form.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#text.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" || isComposing(event)) return;
      if (!(event.ctrlKey || event.metaKey || (this.#enterSends && !event.shiftKey))) return;
      event.preventDefault();
      this.#submit();
    });
    this.#text.addEventListener("input", () => {
      this.#wait(false); // it is not finished
      this.#grow();
      this.#fire("hera-draft", this.#text.value);
    });
  }

  /**
   * @param {object} model
   * @param {{kind: "idle"|"busy"|"calm"|"warn", text: string}} model.status
   * @param {"none"|"ready"|"stopping"} model.stop
   * @param {string} model.placeholder
   * @param {object} model.of  the conversation @param {string|null} model.session  its name, once it has one
   * @param {boolean|null} model.pictures  whether pictures can go with a message; null: not known yet
   * @param {boolean} model.disabled
   * @param {any} model.words
   */
  update(model) {
    const { status, stop, placeholder, of, session, pictures, disabled, words } = model;
    if ((this.#model && of !== this.#model.of) || (pictures === false && this.#due.length > 0)) this.#leaveOut();
    this.#model = model;
    if (pictures && session !== null) for (const go of this.#due.splice(0)) go(session);
    this.#pictures?.speak(words);
    this.#attach.hidden = !pictures || disabled;
    this.#attach.setAttribute("aria-label", words.photo.attach);
    const { kind, text } = this.#waits && status.kind !== "warn" ? { kind: "calm", text: words.photo.waits } : status;
    this.#row.dataset.kind = kind;
    say(this.#status, text);
    if (stop === "none" && this.#stop === document.activeElement) this.focus(); // there is nothing more to stop
    this.#stop.hidden = stop === "none";
    this.#stop.disabled = stop === "stopping";
    say(this.#stopLabel, stop === "stopping" ? words.stopping : words.stop);
    say(this.#label, placeholder);
    this.#text.placeholder = placeholder;
    this.#send.setAttribute("aria-label", words.send);
    this.#text.disabled = disabled;
    this.#send.disabled = disabled;
  }

  get value() {
    return this.#text.value;
  }

  set value(text) {
    this.#text.value = text;
    this.#grow();
  }

  /** Whether Enter sends, and Shift and Enter makes a line; otherwise Ctrl and Enter sends. @param {boolean} sends */
  set enterSends(sends) {
    this.#enterSends = sends;
    this.#text.setAttribute("enterkeyhint", sends ? "send" : "enter");
  }

  focus() {
    this.#text.focus({ preventScroll: true });
  }

  #submit() {
    const text = this.#text.value.replace(/^(?:[^\S\n]*\n)+/, "").trimEnd(); // the first line keeps its indentation
    const pictures = this.#pictures;
    const coming = this.#brought.size > 0;
    if (this.#text.disabled || (text === "" && !pictures?.any && !coming)) return this.#wait(false);
    if (pictures?.arrived === false && !this.#waits) pictures.sendAgain();
    const arrived = coming ? null : !pictures || pictures.arrived;
    this.#wait(arrived === null);
    if (arrived) this.#fire("hera-say", { text, photos: pictures?.photos ?? [] });
  }

  /** @param {boolean} waits */
  #wait(waits) {
    if (waits === this.#waits) return;
    this.#waits = waits;
    this.update(this.#model);
  }

  /** Puts pictures beside the text. @param {File[]} files */
  attach(files) {
    this.#input.value = "";
    if (this.#text.disabled || this.#model?.pictures === false) return;
    this.#brought.add(files);
    this.#fire("hera-late", attaching.wanted());
    attaching.soon(() => {
      if (!this.#brought.delete(files)) return;
      const { pictures, session, words } = this.#model;
      if (this.#pictures === null) {
        this.#pictures = new (/** @type {any} */ (attaching.now()).Attachments)(words, (/** @type {string} */ text) => this.#fire("hera-fault", text), () => this.#waits && this.#submit());
        this.#form.before(this.#pictures.list);
      }
      this.#pictures.add(files, pictures ? Promise.resolve(session) : new Promise((go) => this.#due.push(go)));
    });
  }

  #leaveOut() {
    this.#brought.clear();
    this.#due = [];
    this.#pictures?.clear();
    this.#waits = false;
  }

  /** Puts a text where the cursor is. @param {string} text */
  insert(text) {
    if (this.#text.disabled) return;
    this.focus();
    const { selectionStart: from, selectionEnd: to } = this.#text;
    // So that it can be undone, and by itself: where the cursor was elsewhere, another piece of typing begins.
    this.#text.setSelectionRange(0, 0);
    this.#text.setSelectionRange(from, to);
    if (document.execCommand("insertText", false, text)) return;
    this.#text.setRangeText(text, from, to, "end");
    this.#text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** What was written has been said, or nobody is there any more to hear it. */
  clear() {
    this.#wait(false);
    this.value = "";
    this.#leaveOut();
  }

  /** As tall as its text, up to what the style sheet allows; browsers with `field-sizing` do it alone. What is long is as tall as can be: with every key it would be measured anew. */
  #grow() {
    const long = this.#text.value.length > LONG;
    if (long !== this.#text.classList.contains("is-long")) {
      this.#text.dir = long ? getComputedStyle(this.#text).direction : "auto";
      this.#text.classList.toggle("is-long", long);
    }
    if (long) return;
    if (CSS.supports("field-sizing", "content")) return;
    this.#text.style.height = "auto";
    this.#text.style.height = `${this.#text.scrollHeight}px`;
  }

  /** @param {string} name @param {unknown} [detail] */
  #fire(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

customElements.define("hera-composer", HeraComposer);

/** The story or the letter as a page to read, print and save. */

import { castOf, thumbnail } from "./cast.js";
import { el, icon, saveFile, say } from "./dom.js";
import { nameOf } from "./flow.js";
import { planOf, writtenOf } from "./screen.js";
import { languageOf } from "./transcript.js";

export class HeraKeepsake extends HTMLElement {
  #drawn = "";
  #sheet = el("article", { class: "sheet", tabindex: "-1" });
  #tools = el("div", { class: "keepsake-tools" });

  connectedCallback() {
    if (this.childElementCount === 0) this.append(this.#tools, this.#sheet);
  }

  /**
   * @param {{which: "story"|"letter", transcript: import("./transcript.js").Transcript, words: any, files: typeof import("./keepsake.js")}} model
   *   `files`: what makes files of a text
   */
  update({ which, transcript, words, files }) {
    const session = transcript.session;
    const { text, writing } = writtenOf(transcript, which);
    const cast = castOf(session);
    const sitters = [cast.partner, ...cast.children].filter(({ photo }) => photo !== null);
    const drawn = JSON.stringify([which, text, writing, words.title, sitters.map(({ photo }) => photo?.id)]);
    if (drawn === this.#drawn) return;
    const fresh = !this.#drawn.startsWith(`["${which}"`);
    this.#drawn = drawn;
    const title = which === "story" ? words.keep.storyTitle(planOf(session).destination) : words.keep.letterTitle;
    const pictures = which === "letter" ? sitters : [];
    this.#bar({ which, title, text, pictures, words, files });
    const lang = languageOf(text) ?? document.documentElement.lang;
    const faces = pictures.map((sitter) => el("figure", {}, el("img", { src: thumbnail(/** @type {any} */ (sitter.photo), 320), alt: "" }), el("figcaption", {}, nameOf(sitter, words))));
    this.#sheet.className = `sheet sheet-${which}${writing ? " is-writing" : ""}`;
    this.#sheet.setAttribute("lang", lang);
    this.#sheet.replaceChildren(
      el("h2", { class: "sheet-title" }, title),
      ...(faces.length > 0 ? [el("div", { class: "sheet-faces" }, ...faces)] : []),
      ...(text === "" ? [el("p", { class: "sheet-note", role: "status" }, writing ? words.keep.writing : words.keep.missing)] : files.paragraphs(text).map((part) => el("p", { dir: "auto" }, part))),
    );
    if (fresh) this.#sheet.focus({ preventScroll: true });
  }

  /** Lets go of what was another conversation's. */
  clear() {
    this.#drawn = "";
    this.#tools.replaceChildren();
    this.#sheet.replaceChildren();
  }

  #bar({ which, title, text, pictures, words, files }) {
    const w = words.keep;
    const button = (/** @type {string} */ label, /** @type {string[]} */ paths, /** @type {(event: Event) => void} */ run) => el("button", { type: "button", class: "quiet", disabled: text === "", onclick: run }, icon(...paths), el("span", {}, label));
    const tab = (/** @type {string} */ other) => el("button", { type: "button", class: "quiet", "aria-current": other === which ? "page" : null, onclick: () => this.#fire("hera-keepsake", other) }, w[other]);
    const saveHtml = async (/** @type {Event} */ { currentTarget }) => {
      const pressed = /** @type {any} */ (currentTarget);
      if (pressed.ariaDisabled) return; // its pictures are on their way
      const label = pressed.lastElementChild;
      pressed.ariaDisabled = "true";
      say(label, words.sessions.loading);
      const sources = await Promise.all(pictures.map((/** @type {any} */ { photo }) => files.dataUrl(thumbnail(photo, 320))));
      const inside = pictures.map((/** @type {any} */ sitter, /** @type {number} */ index) => ({ src: sources[index], caption: nameOf(sitter, words) })).filter((/** @type {any} */ { src }) => src !== null);
      saveFile(`hera-${which}.html`, "text/html", files.keepsakePage({ title, text, lang: languageOf(text) ?? document.documentElement.lang, pictures: inside }));
      pressed.ariaDisabled = null;
      say(label, w.saveHtml);
    };
    this.#tools.replaceChildren(
      el("button", { type: "button", class: "quiet keepsake-back", onclick: () => this.#fire("hera-keepsake", null) }, icon("M15 5l-7 7 7 7"), el("span", {}, w.back)),
      el("div", { class: "keepsake-tabs", role: "group", "aria-label": w.shelf }, tab("story"), tab("letter")),
      el("div", { class: "keepsake-save" },
        button(w.print, ["M7 9V4h10v5", "M7 17H4V9h16v8h-3", "M7 14h10v6H7z"], () => print()),
        button(w.saveHtml, ["M12 4v11", "M7 11l5 5 5-5", "M5 20h14"], (event) => void saveHtml(event)),
        button(w.saveText, ["M6 4h9l4 4v12H6z", "M9 12h6", "M9 16h6"], () => saveFile(`hera-${which}.txt`, "text/plain", `${title}\n\n${text.trim()}\n`)),
      ),
    );
  }

  /** @param {string} name @param {unknown} detail */
  #fire(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

// A second copy may come where the first one took too long.
if (!customElements.get("hera-keepsake")) customElements.define("hera-keepsake", HeraKeepsake);

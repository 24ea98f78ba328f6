/** The family in pictures: the person, the partner, the children; and their portraits while they are painted. */

import { castOf, thumbnail } from "./cast.js";
import { el, icon, say } from "./dom.js";
import { nameOf } from "./flow.js";
import { face } from "./view-face.js";
import { enlarging } from "./view-picture.js";

export class HeraFamily extends HTMLElement {
  #title = el("h2", { class: "panel-title" });
  #list = el("ul", { class: "family" });
  #drawn = "";

  connectedCallback() {
    if (this.childElementCount === 0) this.append(this.#title, this.#list);
  }

  /**
   * @param {object} model
   * @param {import("./transcript.js").Transcript} model.transcript
   * @param {boolean} model.pictures  whether this server takes and paints pictures
   * @param {any} model.words
   */
  update({ transcript: { session, steps }, pictures, words }) {
    const { user, partner, children } = castOf(session);
    const busy = new Set(steps.map(({ name }) => name));
    this.hidden = !pictures && partner.name === "" && children.every(({ name }) => name === "");
    const sitters = [
      { ...{ name: words.family.you, part: /** @type {const} */ ("other"), number: 0, tone: "user" }, photo: user, busy: false, own: true },
      { ...partner, busy: busy.has("painting partner"), own: false },
      ...children.map((child) => ({ ...child, busy: busy.has(`painting child ${child.number}`), own: false })),
    ].filter(({ own, part, name, photo }) => (own ? pictures : part === "partner" || name !== "" || photo !== null));
    const can = {
      partner: Boolean(session?.user_profile?.partner_face_description),
      child: user !== null && partner.photo !== null,
    };
    const drawn = JSON.stringify([sitters.map((one) => [one.name, one.tone, one.photo?.id, one.busy]), can, pictures, words.family.title]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    say(this.#title, words.family.title);
    const buttons = () => [...this.#list.querySelectorAll("button")];
    const held = buttons().indexOf(/** @type {any} */ (document.activeElement));
    this.#list.replaceChildren(...sitters.map((sitter) => this.#sitter(sitter, can, pictures, words)));
    if (held >= 0) (buttons()[held] ?? buttons().at(-1))?.focus();
  }

  #sitter(sitter, can, pictures, words) {
    const name = sitter.own ? words.family.you : nameOf(sitter, words);
    const caption = sitter.own ? words.family.yourPhoto : words.family.portraitOf(name);
    const label = sitter.photo?.illustration ? words.family.illustration : "";
    const frame = sitter.photo
      ? el("button", { type: "button", class: "frame", "aria-label": `${caption}: ${words.family.enlarge}`, onclick: enlarging({ photo: sitter.photo, caption, label }) }, el("img", { src: thumbnail(sitter.photo, 320), alt: "", loading: "lazy" }))
      : el("div", { class: "frame", "aria-hidden": "true" }, sitter.own ? icon("M12 5v14", "M5 12h14") : face(sitter, "large"));
    const below = sitter.busy ? el("span", { class: "sitter-note" }, words.family.waiting) : this.#doing(sitter, can, pictures, words);
    return el("li", { class: sitter.busy ? "sitter is-painting" : "sitter", "data-tone": sitter.tone }, frame, el("span", { class: "sitter-name" }, name), label ? el("span", { class: "tag" }, label) : null, below);
  }

  /** What the person can do for a picture. */
  #doing(sitter, can, pictures, words) {
    if (!pictures) return null;
    if (sitter.own) return this.#button(sitter.photo ? words.family.changePhoto : words.family.addPhoto, "hera-photo", null);
    if (sitter.photo) return null;
    if (!can[sitter.part]) return el("span", { class: "sitter-note" }, sitter.part === "partner" ? words.family.noFace : words.family.needPhotos);
    return this.#button(words.family.paint, "hera-paint", { part: sitter.part, number: sitter.number });
  }

  #button(label, name, detail) {
    return el("button", { type: "button", class: "quiet", onclick: () => this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true })) }, label);
  }
}

customElements.define("hera-family", HeraFamily);

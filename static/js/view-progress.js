/** The progress of the interview: a fan of feathers that take on colour, and the list of what is known. */

import { el, icon, say, svg } from "./dom.js";
import { fieldValue } from "./i18n.js";

const FIELDS = [
  "age", "gender", "relationship_status", "location", "income_range", "user_personality_traits",
  "partner_face_description", "children_info", "ideal_partner",
];
const VANE = "M120 6c8 10 13 20 13 30a13 13 0 0 1-26 0c0-10 5-20 13-30z";
const EYE = "M120 22c4 5 7 9 7 14a7 7 0 0 1-14 0c0-5 3-9 7-14z";

/** The fields in asking order with whether each is known. @param {Record<string, any>|null} session @returns {[string, boolean][]} */
export function progressOf(session) {
  const known = session?.information_progress ?? {};
  const own = Object.keys(known);
  const order = own.length > 0 ? [...new Set([...FIELDS, "current_partner"])].filter((field) => own.includes(field)) : FIELDS;
  const rest = own.filter((field) => !order.includes(field));
  return [...order, ...rest].map((field) => [field, known[field] === true]);
}

export class HeraProgress extends HTMLElement {
  #title = el("span", { class: "progress-title" });
  #count = el("span", { class: "progress-count", "aria-hidden": "true" });
  #spoken = el("span", { class: "visually-hidden" });
  #drops = el("span", { class: "drops", "aria-hidden": "true" });
  #toggle = el(
    "button",
    { type: "button", class: "progress-toggle", "aria-expanded": "false", "aria-controls": "progress-body", onclick: () => this.#open() },
    this.#title, this.#spoken, this.#drops, this.#count, icon("M6 9l6 6 6-6"),
  );
  #bar = el("div", { role: "progressbar", "aria-valuemin": "0", class: "fan" });
  #list = el("dl", { class: "fields" });
  #hint = el("p", { class: "progress-hint" });
  #body = el("div", { id: "progress-body", class: "progress-body", role: "region", tabindex: "0" }, this.#bar, this.#hint, this.#list);

  connectedCallback() {
    if (this.childElementCount === 0) this.append(this.#toggle, this.#body);
  }

  /** @param {Record<string, any>|null} session @param {any} words */
  update(session, words) {
    const fields = progressOf(session);
    const done = fields.filter(([, known]) => known).length;
    const count = words.progressCount(done, fields.length);
    say(this.#title, words.progress);
    say(this.#count, `${done} / ${fields.length}`);
    say(this.#spoken, count);
    say(this.#hint, words.progressHint);
    this.#bar.setAttribute("aria-label", words.progress);
    this.#body.setAttribute("aria-label", words.progress);
    this.#bar.setAttribute("aria-valuemax", String(fields.length));
    this.#bar.setAttribute("aria-valuenow", String(done));
    this.#bar.setAttribute("aria-valuetext", count);
    this.#feathers(fields);
    this.#rows(fields, session?.user_profile ?? {}, words);
  }

  #open() {
    const open = this.#toggle.getAttribute("aria-expanded") !== "true";
    this.#toggle.setAttribute("aria-expanded", String(open));
    this.classList.toggle("is-open", open);
  }

  /** @param {[string, boolean][]} fields */
  #feathers(fields) {
    if (this.#drops.childElementCount !== fields.length) {
      this.#drops.replaceChildren(...fields.map(() => el("span", { class: "drop" })));
      const turn = (/** @type {number} */ index) => `rotate(${((index - (fields.length - 1) / 2) * 160) / (fields.length - 1)} 120 126)`;
      const feathers = fields.map((_, index) =>
        svg("g", { class: "feather", transform: turn(index) }, svg("path", { class: "quill", d: "M120 126V48" }), svg("path", { class: "vane", d: VANE }), svg("path", { class: "eye", d: EYE })),
      );
      this.#bar.replaceChildren(svg("svg", { viewBox: "0 0 240 134", "aria-hidden": "true" }, ...feathers, svg("circle", { class: "hub", cx: "120", cy: "126", r: "6" })));
    }
    // In the order they are learnt, whatever they are: the fan fills from one side, as a bar would.
    const done = fields.filter(([, known]) => known).length;
    const mark = (/** @type {Element} */ element, /** @type {number} */ index) => element.classList.toggle("is-known", index < done);
    [...this.#drops.children].forEach(mark);
    this.#bar.querySelectorAll(".feather").forEach(mark);
  }

  /** @param {[string, boolean][]} fields @param {any} profile @param {any} words */
  #rows(fields, profile, words) {
    const rows = fields.map(([field, known]) => {
      const bare = profile.declined_fields?.includes(field) ? words.declined : known ? words.known : words.unknown;
      const value = fieldValue(field, profile[field], words) ?? bare;
      return el("div", { class: known ? "field is-known" : "field" }, el("dt", {}, words.fields[field] ?? field), el("dd", {}, value));
    });
    this.#list.replaceChildren(...rows);
  }
}

customElements.define("hera-progress", HeraProgress);

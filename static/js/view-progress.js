/** The panel beside the conversation: the family, the plan, and the feathers that take on colour as Hera learns who one is. */

import { el, icon, say, svg } from "./dom.js";
import { fieldValue } from "./i18n.js";
import { planOf } from "./screen.js";
import { lazily } from "./lazily.js";
import { fieldRow } from "./view-field.js";
import "./view-family.js";

const FIELDS = [
  "age", "gender", "relationship_status", "location", "income_range", "user_personality_traits",
  "partner_face_description", "children_info", "ideal_partner",
];
const VANE = "M120 6c8 10 13 20 13 30a13 13 0 0 1-26 0c0-10 5-20 13-30z";
const EYE = "M120 22c4 5 7 9 7 14a7 7 0 0 1-14 0c0-5 3-9 7-14z";

const forms = lazily(async (again) => {
  const [view, corrections] = await Promise.all([import(`./view-form.js${again}`), import(`./corrections.js${again}`)]);
  return { ...view, ...corrections };
}, ["form", "formOf"]);

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
  #family = el("hera-family");
  #trip = el("section", { class: "trip", hidden: true });
  #knownTitle = el("h2", { class: "panel-title" });
  #known = el("section", { class: "known" }, this.#bar, this.#hint, this.#knownTitle, this.#list);
  #body = el("div", { id: "progress-body", class: "progress-body", role: "region", tabindex: "0" }, this.#family, this.#trip, this.#known);
  /** @type {string|null} the field that is being said anew */ #editing = null;
  #rowsDrawn = "";
  /** @type {any} the words of the open form */ #formWords = null;
  #tripDrawn = "";
  /** @type {any[]} */ #last = [];

  connectedCallback() {
    if (this.childElementCount === 0) this.append(this.#toggle, this.#body);
  }

  /**
   * @param {object} model
   * @param {import("./transcript.js").Transcript} model.transcript
   * @param {boolean} model.pictures @param {boolean} model.ended @param {any} model.words
   */
  update({ transcript, pictures, ended, words }) {
    const session = transcript.session;
    const interview = (session?.phase ?? "interview") === "interview";
    this.dataset.act = session?.phase ?? "interview";
    this.#family.update({ transcript, pictures, words });
    this.#plan(interview ? null : session, words);
    const fields = progressOf(session);
    const done = fields.filter(([, known]) => known).length;
    const count = words.progressCount(done, fields.length);
    say(this.#title, interview ? words.progress : words.family.title);
    say(this.#knownTitle, words.progress);
    say(this.#count, `${done} / ${fields.length}`);
    say(this.#spoken, count);
    say(this.#hint, words.progressHint);
    this.#bar.setAttribute("aria-label", words.progress);
    this.#body.setAttribute("aria-label", words.progress);
    this.#bar.setAttribute("aria-valuemax", String(fields.length));
    this.#bar.setAttribute("aria-valuenow", String(done));
    this.#bar.setAttribute("aria-valuetext", count);
    this.#feathers(fields);
    this.#last = [fields, session?.user_profile ?? {}, words, interview && !ended && session !== null];
    this.#rows();
  }

  get opened() {
    return this.classList.contains("is-open");
  }

  /** The panel of a phone, closed. */
  close() {
    if (this.opened) this.#open();
  }

  focus() {
    this.#toggle.focus();
  }

  /** @param {Record<string, any>|null} session @param {any} words */
  #plan(session, words) {
    const { destination, activities, ready } = planOf(session);
    const drawn = session === null ? "" : JSON.stringify([destination, activities, words.plan.gathering, session.phase]);
    if (drawn === this.#tripDrawn) return;
    this.#tripDrawn = drawn;
    this.#trip.hidden = session === null;
    if (session === null) return;
    const row = (/** @type {string} */ name, /** @type {string} */ value) => el("div", { class: value ? "field is-known" : "field" }, el("dt", {}, el("span", { class: "field-mark", "aria-hidden": "true" }), name), el("dd", {}, el("span", {}, value || words.plan.undecided)));
    const open = (/** @type {string} */ which) => el("button", { type: "button", class: "keep-open", onclick: () => this.#fire("hera-keepsake", which) }, icon("M5 4h9l5 5v11H5z", "M14 4v5h5"), words.keep[which]);
    this.#trip.replaceChildren(
      ...(session.phase === "complete" ? [el("h2", { class: "panel-title" }, words.keep.shelf), el("div", { class: "keep-shelf" }, open("story"), open("letter"))] : []),
      el("h2", { class: "panel-title" }, words.plan.gathering),
      session.phase === "complete" || ready ? "" : el("p", { class: "progress-hint" }, words.plan.gatheringNote),
      el("dl", { class: "fields" }, row(words.plan.destination, destination), row(words.plan.activities, activities.join(words.comma))),
    );
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
      const turn = (/** @type {number} */ index) => `rotate(${((index - (fields.length - 1) / 2) * 160) / Math.max(1, fields.length - 1)} 120 126)`;
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

  /** The rows, drawn anew only when they say something else: a form that is being filled in stays. */
  #rows() {
    const [fields, profile, words, editable] = this.#last;
    if (!editable) this.#editing = null;
    const drawn = JSON.stringify([fields, profile, words.progress, editable, this.#editing]);
    if (drawn === this.#rowsDrawn) return;
    if (this.#editing !== null && this.#formWords === words) return;
    this.#rowsDrawn = drawn;
    this.#formWords = this.#editing === null ? null : words;
    const onSay = (/** @type {string} */ text) => this.#fire("hera-correct", text);
    const onOpen = (/** @type {string|null} */ field) => {
      if (field !== null && forms.now() === null) {
        this.#fire("hera-late", forms.wanted());
        forms.soon(() => onOpen(field));
        return;
      }
      const left = this.#editing;
      this.#editing = field;
      this.#formWords = null;
      this.#rows();
      const place = this.#list.querySelector(`[data-field="${CSS.escape(field ?? left)}"]`);
      place?.scrollIntoView({ block: "nearest" });
      /** @type {HTMLElement|null} */ (place?.querySelector(field === null ? ".field-edit" : "input, select"))?.focus();
    };
    const parts = forms.now();
    const form = parts && ((/** @type {any} */ model) => parts.form(model, parts));
    const rows = fields.map((/** @type {[string, boolean]} */ [field, known]) => {
      const bare = profile.declined_fields?.includes(field) ? words.declined : known ? words.known : words.unknown;
      const own = field === "user_personality_traits" ? profile.personality : undefined;
      const value = own ?? (Object.hasOwn(profile, field) ? fieldValue(field, profile[field], words) : null) ?? bare;
      return fieldRow({ field, known, value, editable, form: this.#editing === field ? form : null, profile, words, onOpen, onSay });
    });
    this.#list.replaceChildren(...rows);
  }

  /** @param {string} name @param {unknown} detail */
  #fire(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

customElements.define("hera-progress", HeraProgress);

/** One field of what Hera knows: its value, or the form in which it is said anew. */

import { el, icon } from "./dom.js";

/**
 * @param {object} model
 * @param {string} model.field @param {boolean} model.known @param {string} model.value  as it is shown
 * @param {boolean} model.editable @param {any} model.profile @param {any} model.words
 * @param {((model: any) => HTMLElement)|null} model.form  what makes its form, where that is open
 * @param {(field: string|null) => void} model.onOpen @param {(text: string) => void} model.onSay
 */
export function fieldRow({ field, known, value, editable, form, profile, words, onOpen, onSay }) {
  const label = words.fields[field] ?? field;
  const open = form !== null;
  const mark = el("span", { class: "field-mark", "aria-hidden": "true" });
  const edit = editable
    ? el("button", { type: "button", class: "field-edit", "aria-label": (known ? words.edit : words.tell)(label), "aria-expanded": String(open), onclick: () => onOpen(open ? null : field) }, icon("M4 20l1-4L16 5l3 3L8 19z"))
    : null;
  const row = el("div", { class: known ? "field is-known" : "field", "data-field": field }, el("dt", {}, mark, label), el("dd", { dir: "auto" }, form ? form({ field, known, profile, words, onOpen, onSay }) : el("span", {}, value), open ? null : edit));
  return row;
}

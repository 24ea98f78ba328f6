/** The form in which a field of what Hera knows is said anew. Loaded when somebody opens one. */

import { el, icon } from "./dom.js";
import { isComposing } from "./view-composer.js";

/**
 * @param {any} model  as that of a row
 * @param {typeof import("./corrections.js")} corrections  what is asked for, and what is said then @returns {HTMLFormElement}
 */
export function form({ field, known, profile, words, onOpen, onSay }, { formOf, sentenceOf }) {
  const shape = formOf(field, profile, words);
  const label = words.fields[field] ?? field;
  const { node, read } = inputs(shape, label, words);
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const text = sentenceOf(field, read(), known, words);
    if (text === null) return;
    onOpen(null);
    onSay(text);
  };
  return el(
    "form",
    { class: "field-form", onsubmit: submit, onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && !isComposing(event) && (event.stopPropagation(), onOpen(null)) },
    node,
    el("div", { class: "field-form-actions" }, el("button", { class: "primary" }, words.save), el("button", { type: "button", class: "quiet", onclick: () => onOpen(null) }, words.cancel)),
  );
}

/** @param {import("./corrections.js").Form} shape @param {string} label @param {any} words @returns {{node: HTMLElement, read: () => any}} */
function inputs(shape, label, words) {
  if (shape.kind === "choice") {
    const select = el("select", { "aria-label": label }, ...shape.options.map(([key, text]) => el("option", { value: key, selected: key === shape.value }, text)));
    return { node: select, read: () => ({ ...shape, value: select.value }) };
  }
  if (shape.kind === "partner") {
    const parts = /** @type {const} */ (["name", "temperament", "face"]).map((part) => el("input", { value: shape[part], "aria-label": `${label}: ${words.editing[part]}`, placeholder: words.editing[part], autocomplete: "off" }));
    return { node: el("div", { class: "field-parts" }, ...parts), read: () => ({ ...shape, name: parts[0].value, temperament: parts[1].value, face: parts[2].value }) };
  }
  if (shape.kind === "children") return childInputs(shape.children, words);
  const input = el("input", { value: shape.value, placeholder: shape.hint, "aria-label": label, autocomplete: "off", ...(shape.type === "number" ? { type: "number", min: 0, max: 120, inputmode: "numeric" } : {}) });
  return { node: input, read: () => ({ ...shape, value: input.value }) };
}

/** A line for each child. @param {{name: string, gender: string}[]} children @param {any} words */
function childInputs(children, words) {
  const list = el("div", { class: "field-parts" });
  const add = el("button", { type: "button", class: "quiet", onclick: () => line({ name: "", gender: "female" }).querySelector("input").focus() }, words.editing.addChild);
  const line = (/** @type {{name: string, gender: string}} */ child) => {
    /** One is left, and may be told anew. */
    const leave = () => {
      const near = whole.nextElementSibling ?? whole.previousElementSibling ?? whole;
      if (near === whole) whole.querySelector("input").value = "";
      else whole.remove();
      near.querySelector("input").focus();
    };
    const options = [["female", words.editing.girl], ["male", words.editing.boy]].map(([key, text]) => el("option", { value: key, selected: key === child.gender }, text));
    const whole = el("div", { class: "field-child" }, el("select", { "aria-label": words.fields.gender }, ...options), el("input", { value: child.name, "aria-label": words.editing.name, placeholder: words.editing.name, autocomplete: "off" }), el("button", { type: "button", class: "field-edit", "aria-label": words.editing.removeChild, onclick: leave }, icon("M6 12h12")));
    list.append(whole);
    return whole;
  };
  children.forEach(line);
  const read = () => ({ kind: "children", children: [...list.children].map((one) => ({ gender: /** @type {any} */ (one.querySelector("select")).value, name: /** @type {any} */ (one.querySelector("input")).value })) });
  return { node: el("div", {}, list, add), read };
}

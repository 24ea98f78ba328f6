/** Cards in the flow of the conversation: a fault, the end of the interview, the plan, the keepsakes, the end of the road. */

import { el, svg } from "./dom.js";

const FEATHER = "M24 4c8 6 12 12 12 18a12 12 0 0 1-24 0c0-6 4-12 12-18z";

/**
 * @param {object} model
 * @param {"calm"|"warn"} model.tone
 * @param {string} [model.look] `joy`, `plan`, `keep`: how the style sheet dresses it
 * @param {string} [model.title]
 * @param {string} [model.text]
 * @param {[string, string[]][]} [model.rows] what is listed, by name
 * @param {{label: string, run: (button: HTMLButtonElement) => void, quiet?: boolean}[]} model.actions
 * @returns {HTMLElement}
 */
export function card({ tone, look = "", title, text, rows = [], actions }) {
  const buttons = actions.map(({ label, run, quiet }) =>
    el("button", { type: "button", class: quiet ? "quiet" : "primary", onclick: (/** @type {any} */ event) => run(event.currentTarget) }, label),
  );
  return el(
    "section",
    { class: `card card-${tone}${look ? ` card-${look}` : ""}`, role: tone === "warn" ? "alert" : "status" },
    look ? garland() : null,
    title ? el("h2", {}, title) : null,
    text ? el("p", {}, text) : null,
    rows.length > 0 ? el("dl", { class: "card-rows" }, ...rows.map(row)) : null,
    buttons.length > 0 ? el("div", { class: "card-actions" }, ...buttons) : null,
  );
}

/** @param {[string, string[]]} row */
function row([name, values]) {
  const what = values.length === 1 ? values[0] : el("ul", {}, ...values.map((value) => el("li", {}, value)));
  return el("div", {}, el("dt", {}, name), el("dd", { dir: "auto" }, what));
}

/** Three feathers that open. */
function garland() {
  const feather = (/** @type {number} */ turn) => svg("g", { transform: `rotate(${turn} 24 62)` }, svg("g", { class: "garland-feather" }, svg("path", { class: "vane", d: FEATHER }), svg("path", { class: "eye", d: "M24 15c3 3 5 5 5 8a5 5 0 0 1-10 0c0-3 2-5 5-8z" })));
  return svg("svg", { class: "garland", viewBox: "-22 0 92 44", "aria-hidden": "true" }, feather(-36), feather(36), feather(0));
}

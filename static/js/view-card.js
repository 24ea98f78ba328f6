/** Cards in the flow of the conversation: a fault, the end of the interview, the end of the road. */

import { el } from "./dom.js";

/**
 * @param {object} model
 * @param {"calm"|"warn"} model.tone
 * @param {string} [model.title]
 * @param {string} model.text
 * @param {{label: string, run: (button: HTMLButtonElement) => void, quiet?: boolean}[]} model.actions
 * @returns {HTMLElement}
 */
export function card({ tone, title, text, actions }) {
  const buttons = actions.map(({ label, run, quiet }) =>
    el("button", { type: "button", class: quiet ? "quiet" : "primary", onclick: (/** @type {any} */ event) => run(event.currentTarget) }, label),
  );
  return el(
    "section",
    { class: `card card-${tone}`, role: tone === "warn" ? "alert" : "status" },
    title ? el("h2", {}, title) : null,
    el("p", {}, text),
    buttons.length > 0 ? el("div", { class: "card-actions" }, ...buttons) : null,
  );
}

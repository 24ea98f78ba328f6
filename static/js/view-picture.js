/** Pictures in the flow of the conversation, and while they are painted. */

import { thumbnail } from "./cast.js";
import { el, icon } from "./dom.js";

/** What a press on a picture does: the page shows it large. @param {{photo: import("./cast.js").Photo, caption: string, label?: string}} picture */
export function enlarging(picture) {
  return (/** @type {Event} */ event) => event.target.dispatchEvent(new CustomEvent("hera-picture", { detail: picture, bubbles: true }));
}

/** A picture that has come. @param {import("./flow.js").Picture} item @param {any} words */
export function pictureItem({ photo, caption, label }, words) {
  const image = el("img", { src: thumbnail(photo, 320), alt: "", width: 320, height: Math.round((320 * photo.height) / photo.width), loading: "lazy" });
  return el(
    "figure",
    { class: "portrait", "data-kind": photo.kind },
    el("button", { type: "button", class: "portrait-open", "aria-label": `${caption}: ${words.family.enlarge}`, onclick: enlarging({ photo, caption, label }) }, image),
    el("figcaption", {}, caption, label ? el("span", { class: "tag" }, label) : null),
  );
}

/** A canvas on which something is being painted. @param {import("./flow.js").Painting} item */
export function paintingItem({ caption, tone }) {
  return el("figure", { class: "portrait is-painting", "data-tone": tone }, el("div", { class: "canvas", "aria-hidden": "true" }, icon("M4 20c3 0 4-1 4-3a2 2 0 0 1 4 0c0 2-3 3-8 3z", "M11 14L20 4")), el("figcaption", {}, `${caption}…`));
}

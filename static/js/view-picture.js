/** Pictures in the flow of the conversation, and while they are painted. */

import { backoff } from "./backoff.js";
import { thumbnail } from "./cast.js";
import { el, icon } from "./dom.js";

/** What a press on a picture does: the page shows it large. @param {{photo: import("./cast.js").Photo, caption: string, label?: string}} picture */
export function enlarging(picture) {
  return (/** @type {Event} */ event) => event.target.dispatchEvent(new CustomEvent("hera-picture", { detail: picture, bubbles: true }));
}

/** A picture that has come. @param {import("./flow.js").Picture} item @param {any} words */
export function pictureItem({ photo, caption, label }, words) {
  const image = el("img", { src: thumbnail(photo, 320), alt: "", width: 320, height: Math.round((320 * photo.height) / photo.width) || 320, loading: "lazy" });
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

const TRIES = 8; // of which the last comes after some minutes
const BOUNDS = { min_ms: 1_000, max_ms: 60_000 };
/** @type {WeakMap<HTMLImageElement, number>} how often a picture has failed in a row */ const failures = new WeakMap();

/** A picture that did not come, by the server's restart or a bad line, is asked for again. */
export function watchPictures() {
  document.addEventListener("load", ({ target }) => failures.delete(/** @type {any} */ (target)), true);
  document.addEventListener("error", ({ target }) => {
    if (!(target instanceof HTMLImageElement)) return;
    const tries = failures.get(target) ?? 0;
    failures.set(target, tries + 1);
    if (tries < TRIES) setTimeout(() => askAgain(target), backoff(tries, BOUNDS, Math.random()));
  }, true);
}

/** The page is back: what has failed may come now. */
export function wakePictures() {
  for (const image of document.images) {
    if (failures.delete(image)) askAgain(image);
  }
}

/** @param {HTMLImageElement} image */
function askAgain(image) {
  if (image.isConnected && image.complete && image.naturalWidth === 0) image.setAttribute("src", image.getAttribute("src") ?? "");
}

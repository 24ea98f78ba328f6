/** Pictures: in the flow of the conversation, while they are painted, and large in a window of their own. */

import { isElsewhere, pictureAt } from "./address.js";
import { thumbnail } from "./cast.js";
import { dialog, el, icon, saveFile } from "./dom.js";

/** A picture that has come. @param {import("./flow.js").Picture} item @param {any} words */
export function pictureItem({ photo, caption, label }, words) {
  const open = () => openPicture({ photo, caption, label, words });
  const image = el("img", { src: thumbnail(photo, 320), alt: "", width: 320, height: Math.round((320 * photo.height) / photo.width), loading: "lazy" });
  return el(
    "figure",
    { class: "portrait", "data-kind": photo.kind },
    el("button", { type: "button", class: "portrait-open", "aria-label": `${caption}: ${words.family.enlarge}`, onclick: open }, image),
    el("figcaption", {}, caption, label ? el("span", { class: "tag" }, label) : null),
  );
}

/** A canvas on which something is being painted. @param {import("./flow.js").Painting} item */
export function paintingItem({ caption, tone }) {
  return el("figure", { class: "portrait is-painting", "data-tone": tone }, el("div", { class: "canvas", "aria-hidden": "true" }, icon("M4 20c3 0 4-1 4-3a2 2 0 0 1 4 0c0 2-3 3-8 3z", "M11 14L20 4")), el("figcaption", {}, `${caption}…`));
}

/** The whole picture, to look at and to keep. @param {{photo: import("./cast.js").Photo, caption: string, label?: string, words: any}} model */
export function openPicture({ photo, caption, label = "", words }) {
  const file = `hera-${photo.kind}${photo.number ?? ""}.${photo.media_type === "image/jpeg" ? "jpg" : "png"}`;
  const address = pictureAt(photo.url);
  const save = async (/** @type {Event} */ event) => {
    if (!isElsewhere()) return;
    event.preventDefault(); // a link saves nothing from another site: it would leave the page
    const response = await fetch(address);
    if (response.ok) saveFile(file, photo.media_type ?? "", await response.blob());
  };
  dialog(
    { title: caption || words.family.picture, close: words.close, name: "picture" },
    el("img", { class: "picture-whole", src: address, alt: caption, width: photo.width, height: photo.height }),
    el("footer", { class: "dialog-foot" }, label ? el("span", { class: "tag" }, label) : null, el("a", { class: "primary", href: address, download: file, onclick: save }, words.family.saveImage)),
  );
}

/** A picture, large, in a window of its own. */

import { isElsewhere, pictureAt } from "./address.js";
import { dialog, el, saveFile } from "./dom.js";

/** The whole picture, to look at and to keep. @param {{photo: import("./cast.js").Photo, caption: string, label?: string, words: any}} model */
export function openPicture({ photo, caption, label = "", words }) {
  const file = `hera-${photo.kind}${photo.number ?? ""}.${photo.media_type === "image/jpeg" ? "jpg" : "png"}`;
  const address = pictureAt(photo.url);
  const save = async (/** @type {Event} */ event) => {
    if (!isElsewhere()) return;
    event.preventDefault(); // a link saves nothing from another site: it would leave the page
    const response = await fetch(address);
    const picture = await response.blob();
    if (response.ok && picture.type.startsWith("image/")) saveFile(file, photo.media_type ?? "", picture);
  };
  dialog(
    { title: caption || words.family.picture, close: words.close, name: "picture" },
    el("img", { class: "picture-whole", src: address, alt: caption, width: photo.width, height: photo.height }),
    el("footer", { class: "dialog-foot" }, label ? el("span", { class: "tag" }, label) : null, el("a", { class: "primary", href: address, download: file, onclick: save }, words.family.saveImage)),
  );
}

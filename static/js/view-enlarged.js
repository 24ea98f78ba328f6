/** What the windows above the page have in common; and a picture, large, in one of its own. */

import { isElsewhere, pictureAt } from "./address.js";
import { el, icon, saveFile, say } from "./dom.js";

/** The whole picture, to look at and to keep. @param {{photo: import("./cast.js").Photo, caption: string, label?: string, words: any}} model */
export function openPicture({ photo, caption, label = "", words }) {
  const file = `hera-${photo.kind}${photo.number ?? ""}.${photo.media_type === "image/jpeg" ? "jpg" : "png"}`;
  const address = pictureAt(photo.url);
  const told = el("span", { role: "status" });
  const save = async (/** @type {Event} */ event) => {
    if (!isElsewhere()) return;
    event.preventDefault(); // a link saves nothing from another site: it would leave the page
    say(told, words.sessions.loading);
    const picture = await fetch(address).then((response) => (response.ok ? response.blob() : null)).catch(() => null);
    const isPicture = picture?.type.startsWith("image/") === true;
    say(told, isPicture ? "" : words.sessions.failed);
    if (isPicture) saveFile(file, photo.media_type ?? "", picture);
  };
  dialog(
    { title: caption || words.family.picture, close: words.close, name: "picture" },
    el("img", { class: "picture-whole", src: address, alt: caption, width: photo.width, height: photo.height }),
    el("footer", { class: "dialog-foot" }, label ? el("span", { class: "tag" }, label) : null, told, el("a", { class: "primary", href: address, download: file, onclick: save }, words.family.saveImage)),
  );
}

/**
 * A window above the page: closed by its button, by Escape, or by a press beside it; gone when it is closed.
 * @param {{title: string, close: string, name: string, onClose?: () => void}} model `name`: a class for the style sheet
 * @param {...(Node|null)} children
 * @returns {HTMLDialogElement}
 */
export function dialog({ title, close, name, onClose }, ...children) {
  const shut = el("button", { type: "button", class: "dialog-close", "aria-label": close, onclick: () => box.close() }, icon("M6 6l12 12", "M18 6L6 18"));
  const head = el("header", { class: "dialog-head" }, el("h2", { id: `dialog-${name}` }, title), shut);
  const box = el("dialog", { class: `dialog dialog-${name}`, "aria-labelledby": `dialog-${name}` }, head, ...children);
  // What is dragged out of the window, a selection or a photo, is not a press beside it.
  let pressed = /** @type {EventTarget|null} */ (null);
  box.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => (pressed = event.target));
  box.addEventListener("click", (/** @type {MouseEvent} */ event) => event.target === box && pressed === box && box.close());
  box.addEventListener("close", () => {
    box.remove();
    // What opened it may have been drawn anew: the keyboard goes on from the conversation, not from the top of the page.
    if (document.activeElement === document.body) /** @type {HTMLElement|null} */ (document.querySelector(".scroller"))?.focus({ preventScroll: true });
    onClose?.();
  });
  document.body.append(box);
  box.showModal();
  return box;
}

/** What is dropped on the page or pasted: a picture, or a text that a text box would not take by itself. */

import { HEIC } from "./photo.js";

const LINE_END = "\ue000"; // of a private use: the ends of lines in HTML mean nothing

/**
 * @param {HTMLElement} app
 * @param {{onText: (text: string) => void, onPicture: (file: File, dropped: boolean) => void, onOther: () => void}} hears
 *   `onOther`: a file came that is no picture
 */
export function listenForDropped(app, hears) {
  app.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    app.classList.add("is-offered");
  });
  for (const end of ["dragleave", "drop"]) app.addEventListener(end, () => app.classList.remove("is-offered"));
  app.addEventListener("drop", (event) => take(event, event.dataTransfer, hears));
  app.addEventListener("paste", (event) => take(event, event.clipboardData, hears));
}

/** @param {Event} event @param {DataTransfer|null} data @param {Parameters<typeof listenForDropped>[1]} hears */
function take(event, data, { onText, onPicture, onOther }) {
  const dropped = event.type === "drop";
  const inBox = event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement;
  const text = textIn(data);
  if (text !== "") {
    // A text box takes plain text by itself, where it was dropped, and so that it can be undone.
    if (inBox && data?.getData("text/plain")) return;
    const wants = inBox ? event.target instanceof HTMLTextAreaElement : dropped;
    if (!wants) return;
    event.preventDefault();
    onText(text);
    return;
  }
  const file = pictureIn(data);
  if (file === null && !(dropped && data?.types.includes("Files"))) return;
  event.preventDefault(); // the browser would leave the page for that file
  if (file === null) onOther();
  else onPicture(file, dropped);
}

/**
 * The text that was dropped or pasted: as such, or else what a page's piece of HTML says; empty: none. The address of a
 * picture is no such text.
 * @param {DataTransfer|null} data @returns {string}
 */
export function textIn(data) {
  const plain = data?.getData("text/plain") ?? "";
  if (plain.trim() !== "") return plain.trim() === data?.getData("text/uri-list").trim() && data.files.length > 0 ? "" : plain;
  const html = data?.getData("text/html") ?? "";
  if (html === "") return "";
  const { body } = new DOMParser().parseFromString(html, "text/html"); // a document that loads and runs nothing
  for (const unseen of body.querySelectorAll("style, script, template, title")) unseen.remove();
  for (const line of body.querySelectorAll("br, p, div, li, tr, h1, h2, h3, h4, h5, h6, pre, blockquote")) line.after(LINE_END);
  return body.textContent.replaceAll(/\s+/g, " ").replaceAll(new RegExp(` ?${LINE_END} ?`, "g"), "\n").replaceAll(/\n{3,}/g, "\n\n").trim();
}

/**
 * The first picture among files that were dropped or pasted; none where a text comes with it. What is copied from a word
 * processor or a table brings a picture of itself along.
 * @param {DataTransfer|null} data @returns {File|null}
 */
export function pictureIn(data) {
  if (textIn(data) !== "") return null;
  return [...(data?.files ?? [])].find(({ type, name }) => type.startsWith("image/") || HEIC.test(name)) ?? null;
}

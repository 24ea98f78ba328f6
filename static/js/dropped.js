/** What is dropped on the page or pasted: a picture, or a text that a text box would not take by itself. */

import { plainOf } from "./plain.js";

const FILES_BY_GNOME = /^x-special\/\S+\s+(?:copy|cut)\s+/; // before the names of files that its file manager copied
export const HEIC = /\.(heic|heif)$|^image\/hei[cf]/i;

/**
 * @param {HTMLElement} app
 * @param {{onText: (text: string) => void, onPictures: (files: File[], dropped: boolean) => void, onOther: () => void}} hears
 *   `onOther`: a file came that is no picture
 */
export function listenForDropped(app, hears) {
  app.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    app.classList.add("is-offered");
  });
  // Beside the page, on a window above it, a browser would leave the page for that file.
  for (const kind of /** @type {const} */ (["dragover", "drop"])) {
    document.addEventListener(kind, (event) => {
      if (event.defaultPrevented || app.contains(/** @type {Node} */ (event.target)) || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "none";
    });
  }
  for (const end of ["dragleave", "drop"]) app.addEventListener(end, () => app.classList.remove("is-offered"));
  app.addEventListener("drop", (event) => take(event, event.dataTransfer, hears));
  app.addEventListener("paste", (event) => take(event, event.clipboardData, hears));
}

/** @param {Event} event @param {DataTransfer|null} data @param {Parameters<typeof listenForDropped>[1]} hears */
function take(event, data, { onText, onPictures, onOther }) {
  const dropped = event.type === "drop";
  const inBox = event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement;
  const text = textIn(data);
  if (text !== "") {
    // A text box takes plain text by itself, where it was dropped, and so that it can be undone; not where a file comes along,
    // since the page has said that it takes that.
    if (inBox && data?.getData("text/plain").trim()) {
      if (!dropped || !data.types.includes("Files")) return;
      event.preventDefault();
      event.target.focus();
      document.execCommand("insertText", false, text);
      return;
    }
    const wants = inBox ? event.target instanceof HTMLTextAreaElement : dropped;
    if (!wants) return;
    event.preventDefault();
    onText(text);
    return;
  }
  const files = picturesIn(data);
  if (files.length === 0 && !(dropped && data?.types.includes("Files"))) return;
  event.preventDefault(); // the browser would leave the page for that file
  if (files.length === 0) onOther();
  else onPictures(files, dropped);
}

/**
 * The text that was dropped or pasted: as such, or else what a page's piece of HTML says; empty: none. The address of a
 * picture is no such text, nor are the names of the files that come with it.
 * @param {DataTransfer|null} data @returns {string}
 */
export function textIn(data) {
  const plain = data?.getData("text/plain") ?? "";
  const files = [...(data?.files ?? [])];
  if (plain.trim() !== "") {
    const lines = plain.trim().replace(FILES_BY_GNOME, "").split(/[\r\n]+/);
    const names = lines.every((line) => files.some(({ name }) => isNamed(line.trim(), name)));
    return files.length > 0 && (names || plain.trim() === data?.getData("text/uri-list").trim()) ? "" : plain;
  }
  const html = data?.getData("text/html") ?? "";
  if (html === "") return "";
  const { body } = new DOMParser().parseFromString(html, "text/html"); // a document that loads and runs nothing
  if (files.length > 0) for (const picture of body.querySelectorAll("img")) picture.remove(); // it comes as a file
  return plainOf(body);
}

/** Whether a text is a file's name or where it is: `/home/me/cat.png`, `file:///home/me/my%20cat.png`. @param {string} text @param {string} name */
function isNamed(text, name) {
  const [said, wanted] = [text, name].map((one) => one.normalize());
  return said === wanted || ["/", "\\"].some((mark) => said.endsWith(mark + wanted)) || (said.startsWith("file:") && decoded(said.slice(said.lastIndexOf("/") + 1)).normalize() === wanted);
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The pictures among files that were dropped or pasted; none where a text comes with them. What is copied from a word
 * processor or a table brings a picture of itself along.
 * @param {DataTransfer|null} data @returns {File[]}
 */
export function picturesIn(data) {
  if (textIn(data) !== "") return [];
  return [...(data?.files ?? [])].filter(({ type, name }) => type.startsWith("image/") || HEIC.test(name));
}

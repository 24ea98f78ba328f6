/** Light formatting, as nodes: bold, italics, lists, links. Whatever else a text holds stays the text it is. */

import { el } from "./dom.js";

const INLINE = /\*\*(?=\S)([^*\n]+?)\*\*|\*(?=\S)([^*\n]+?)\*|(https?:\/\/[^\s<>"'「」『』（）、。]+)/g;
const BULLET = /^\s*[-*・•]\s+(?=\S)/;
const NUMBER = /^\s*\d{1,3}[.)．]\s+(?=\S)/;

/** Whether a text would look different. @param {string} text */
export function isPlain(text) {
  return text.search(INLINE) < 0 && !text.split("\n").some((line) => BULLET.test(line) || NUMBER.test(line));
}

/** @param {string} text @returns {(Node|string)[]} */
export function formatted(text) {
  /** @type {(Node|string)[]} */ const out = [];
  /** @type {string[]} */ let plain = [];
  const lines = text.split("\n");
  const flush = () => {
    if (plain.length > 0) out.push(...inline(plain.join("\n")));
    plain = [];
  };
  for (let at = 0; at < lines.length; ) {
    const mark = [BULLET, NUMBER].find((pattern) => pattern.test(lines[at]));
    if (!mark) {
      plain.push(lines[at]);
      at += 1;
      continue;
    }
    flush();
    const items = [];
    for (; at < lines.length && mark.test(lines[at]); at += 1) items.push(el("li", {}, ...inline(lines[at].replace(mark, ""))));
    out.push(el(mark === BULLET ? "ul" : "ol", {}, ...items));
  }
  flush();
  return out;
}

/** Links only, for what a person wrote. @param {string} text @returns {(Node|string)[]} */
export function linked(text) {
  return inline(text, true);
}

/** @param {string} text @param {boolean} [linksOnly] @returns {(Node|string)[]} */
function inline(text, linksOnly = false) {
  /** @type {(Node|string)[]} */ const out = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, bold, italic, link] = match;
    if (linksOnly && !link) continue;
    out.push(text.slice(end, match.index));
    if (link) out.push(el("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, link));
    else out.push(el(bold ? "strong" : "em", {}, bold ?? italic));
    end = match.index + whole.length;
  }
  out.push(text.slice(end));
  return out.filter((part) => part !== "");
}

/**
 * Colours for code: highlight.js with the languages it calls common, in a worker: for some texts its grammars take minutes.
 * It is told a language and a code, and answers with that code: a text, or a class and what it marks; null: no such language.
 */
import { common, createLowlight } from "lowlight";

const MOST_NESTED = 20; // deeper than any code that is meant; neither a message nor a page bears what has no end

/** @typedef {string|[string, ...any[]]} Coloured */

const lowlight = createLowlight(common);

/** @param {string} language @param {string} code @returns {Coloured[]|null} */
export const highlight = (language, code) => (lowlight.registered(language) ? lowlight.highlight(language, code).children.map((node) => coloured(node, 1)) : null);

/** @param {any} node @param {number} depth @returns {Coloured} */
function coloured(node, depth) {
  if (node.type === "text") return node.value;
  if (depth === MOST_NESTED) return textOf(node);
  return [node.properties.className.join(" "), ...node.children.map((/** @type {any} */ child) => coloured(child, depth + 1))];
}

/** @param {any} root @returns {string} */
function textOf(root) {
  const texts = [];
  for (const left = [root]; left.length > 0; ) {
    const node = left.pop();
    if (node.type === "text") texts.push(node.value);
    else left.push(...node.children.toReversed());
  }
  return texts.join("");
}

if ("WorkerGlobalScope" in globalThis) {
  globalThis.onmessage = ({ data: [language, code] }) => postMessage(highlight(language, code));
  postMessage("ready");
}

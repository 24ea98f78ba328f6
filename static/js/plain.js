/** What elements say, as a text: where one ends that stands by itself a line ends, and between two cells is a tab. No DOM is touched. */

const UNSEEN = new Set(["style", "script", "template", "title", "noscript", "button"]);
const LINES = new Set("address article aside blockquote body dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hera-message hr li main nav ol p pre section summary table tr ul".split(" "));
const CELLS = new Set(["td", "th"]);

/** @param {Node} root @param {boolean} [kept]  every space and line of it counts, as on this page; and there is a line between paragraphs @returns {string} */
export function plainOf(root, kept = false) {
  /** @type {string[]} */ const parts = [];
  let last = ""; // what was said last
  let due = 0; // ends of lines, when more follows
  const add = (/** @type {string} */ words) => {
    parts.push("\n".repeat(due), words);
    last = words || last;
    due = 0;
  };
  const line = (count = 1) => {
    if (last !== "") due = Math.max(due, count - (last.endsWith("\n") ? 1 : 0));
  };
  const walk = (/** @type {any} */ node, /** @type {boolean} */ exact) => {
    if (node.nodeType === 3) {
      let words = node.data;
      if (!exact) words = words.replaceAll(/[ \t\n\r\f]+/g, " ").replace(last === "" || due > 0 || /\s$/.test(last) ? /^ / : "", "");
      if (words !== "") add(words);
      return;
    }
    const name = node.localName ?? "";
    if (UNSEEN.has(name) || node.hidden || /display:\s*none/.test(node.getAttribute?.("style")) || node.classList?.contains("stars")) return;
    if (name === "br") add("\n");
    if (name === "img") add(node.alt);
    const ends = LINES.has(name) ? (name === "p" && kept ? 2 : 1) : 0;
    if (name === "span" && node.classList?.contains("sign")) add(node.dataset.sign);
    const stars = node.classList?.contains("is-product") ? ({ em: "*", strong: "**" }[name]) : node.classList?.contains("is-name") ? "__" : "";
    if (ends) line(ends);
    if (stars) add(stars);
    for (const child of node.childNodes) walk(child, exact || name === "pre" || name === "textarea");
    if (stars) add(stars);
    if (CELLS.has(name)) {
      due = 0;
      if (CELLS.has(node.nextElementSibling?.localName)) add("\t");
    } else if (ends) line(ends);
  };
  walk(root, kept);
  return parts.join("").replace(/^\n+/, "").replace(kept ? /\n+$/ : /\s+$/, "");
}

/**
 * What an agent writes, as elements: Markdown, safe. markdown-it (static/vendor) has read it, and only here do its tokens
 * become elements, each one named below: no HTML is parsed, and what a text says in HTML is shown as the text it is. Loaded
 * with that library, by markdown.js.
 */

import { pictureAt } from "./address.js";
import { el, icon } from "./dom.js";
import { lazily } from "./lazily.js";
import { plainOf } from "./plain.js";

const ADDRESS = /https?:\/\//i;
const HTTP = /^https?:\/\/[^\s]/i;
const MOST_ADDRESSES = 1_000; // that lead somewhere, in one block: a browser takes long to lay out a paragraph of more
const TASK = /^\[([ xX])\]\s+/;
const SHOWN = /** @type {Record<string, string>} the elements of tokens that are one, by their type */ ({
  paragraph: "p", blockquote: "blockquote", bullet_list: "ul", ordered_list: "ol", list_item: "li",
  table: "table", thead: "thead", tbody: "tbody", tr: "tr", th: "th", td: "td", strong: "strong", em: "em", s: "del",
});
const DIRECTED = new Set(["paragraph", "th", "td", "heading"]); // each says for itself which way it is written
const RIGHT_TO_LEFT = /^[^\p{L}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const HEADING_FROM = 2; // the page has two levels of its own above those of a message
const MOST_HEADING = 6;
const DEEP = 4; // so many of them in each other have room on a phone; from twice as many on, none has any of its own
const PART = 100; // items of a list that is laid out part by part
const MOST_COLOURED = 50_000; // characters of code
const MOST_COLOURING_MS = 5_000; // of all code in a message; for most it takes a hundredth
const MOST_NESTED = 50; // bold in a link in italics ...: deeper than anybody means, and a browser's layout must bear it
const FIELDS = [HTMLTextAreaElement, HTMLInputElement]; // which have a selection of their own, beside the page's in some browsers
const SIGNED = ".is-product, .is-name, .sign"; // what has signs that the style sheet draws

/**
 * @typedef {object} Context
 * @property {string} pictures  how the addresses of this session's pictures begin; empty: there are none
 * @property {any} words
 * @property {(text: string) => {start: number, end: number}[]} addresses  those in a text
 * @property {typeof import("./emphasis.js").meaning} meaning  of emphasis
 * @property {{addresses: number}} [left]  how many of them may still become links
 */

/** The element of one block. @param {any[]} tokens @param {Context} context @returns {Element} */
export function elementOf(tokens, context) {
  context = { ...context, left: { addresses: MOST_ADDRESSES } };
  const root = document.createDocumentFragment();
  /** @type {any[]} */ const open = [root];
  tokens.forEach((token, index) => {
    const parent = open.at(-1);
    if (token.type === "inline") {
      const inItem = tokens[index - 2]?.type === "list_item_open";
      inline(parent, inItem ? untasked(token.children, open.findLast(({ localName }) => localName === "li")) : token.children, context);
    } else if (token.nesting < 0) closed(open.pop(), context);
    else if (token.nesting > 0) open.push(token.hidden ? parent : opened(parent, token, open));
    else parent.append(leaf(token, context));
  });
  return /** @type {Element} */ (root.firstElementChild);
}

/**
 * Puts one node in the place of another, or makes that what it is: then what is the same in both stays, and with it the focus,
 * a selection and what has been moved into view, in a text that grows.
 * @param {any} before @param {any} after
 * @returns {any} the one that stands there
 */
export function renewed(before, after) {
  if (before.isEqualNode(after)) return before;
  if (before.nodeName !== after.nodeName) {
    const held = focusable(before).indexOf(document.activeElement);
    before.replaceWith(after);
    focusable(after)[held]?.focus({ preventScroll: true });
    return after;
  }
  if (before.nodeType === Node.TEXT_NODE) {
    if (after.data.startsWith(before.data)) before.appendData(after.data.slice(before.length));
    else before.data = after.data;
    return before;
  }
  for (const name of before.getAttributeNames()) if (!after.hasAttribute(name)) before.removeAttribute(name);
  for (const name of after.getAttributeNames()) if (before.getAttribute(name) !== after.getAttribute(name)) before.setAttribute(name, after.getAttribute(name));
  let place = before.firstChild;
  for (const child of [...after.childNodes]) {
    const next = place?.nextSibling ?? null;
    if (place === null) before.append(child);
    else renewed(place, child);
    place = next;
  }
  while (place !== null) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
  return before;
}

/** @param {any} node @returns {any[]} what in it may have the focus */
const focusable = (node) => (node instanceof Element ? [node, ...node.querySelectorAll("a, button, [tabindex]")] : []);

/** The element that a token opens. @param {Element} parent @param {any} token @param {any[]} around  what it stands in @returns {Element} */
function opened(parent, token, around) {
  const name = token.type.slice(0, -"_open".length);
  const element = el(name === "heading" ? `h${Math.min(MOST_HEADING, Number(token.tag.slice(1)) + HEADING_FROM)}` : SHOWN[name]);
  if (DIRECTED.has(name)) element.setAttribute("dir", "auto");
  if (token.attrGet("start") !== null) element.setAttribute("start", String(token.attrGet("start")));
  const side = /text-align:(\w+)/.exec(token.attrGet("style") ?? "")?.[1];
  if (side) element.classList.add(`is-${side}`);
  if (name === "blockquote" || name === "list_item") {
    const depth = around.filter(({ localName }) => localName === "blockquote" || localName === "li").length;
    if (depth >= DEEP) element.classList.add("is-deep");
    if (depth >= 2 * DEEP) element.classList.add("is-deepest");
  }
  parent.append(element);
  return element;
}

/**
 * What is drawn beside a text stands where its lines begin: the bar of a quote, the number of an item. And a list whose numbers
 * are long has more room for them; the columns of a table stand in the order in which its words are read.
 * @param {Element} element  with all that is in it @param {Context} context
 */
function closed(element, { words }) {
  if (["li", "blockquote", "table"].includes(element.localName)) element.setAttribute("dir", RIGHT_TO_LEFT.test(element.textContent) ? "rtl" : "ltr");
  if (element.localName === "ol") {
    const last = Number(element.getAttribute("start") ?? 1) + element.childElementCount - 1;
    const digits = String(last).length;
    if (digits > 2) element.classList.add(`digits-${digits > 4 ? 9 : digits}`);
  }
  if (["ol", "ul"].includes(element.localName) && element.childElementCount > 2 * PART) inParts(element);
  if (element.localName !== "table") return;
  // Wider than the page, it is moved by itself: by keyboard, too.
  const region = el("div", { class: "table", role: "region", "aria-label": words.table, tabindex: "0" });
  element.replaceWith(region);
  region.append(element);
}

/**
 * A list of thousands of items as some lists below each other, of which the style sheet has only those laid out that are near
 * what is seen: it takes seconds for all of them.
 * @param {Element} list
 */
function inParts(list) {
  const items = [...list.children];
  const first = Number(list.getAttribute("start") ?? 1);
  const parts = el("div", { class: "parts" });
  list.replaceWith(parts);
  for (let at = 0; at < items.length; at += PART) {
    const part = /** @type {Element} */ (list.cloneNode());
    if (list.localName === "ol" && first + at !== 1) part.setAttribute("start", String(first + at));
    part.append(...items.slice(at, at + PART));
    parts.append(part);
  }
}

/** A block with no blocks in it. @param {any} token @param {Context} context @returns {Element} */
function leaf(token, { words }) {
  if (token.type === "hr") return el("hr");
  if (token.type === "html_block") return el("p", { dir: "auto" }, token.content.replace(/\n$/, ""));
  const language = /^[\w+#.-]+/.exec(token.info)?.[0]?.toLowerCase() ?? null;
  const copy = el("button", { type: "button", class: "code-copy", "aria-label": words.copyCode, onclick: () => copy.dispatchEvent(new CustomEvent("hera-copy", { detail: copy.previousSibling.textContent, bubbles: true })) }, icon("M9 9h10v11H9z", "M15 9V4H5v11h4"));
  return el("div", { class: "code" }, el("pre", { tabindex: "0", dir: "ltr", "data-language": language }, el("code", {}, token.content)), copy);
}

/** The words of a list's item without the box before them, which the item shows. @param {any[]} children @param {HTMLElement} item @returns {any[]} */
function untasked(children, item) {
  const box = children[0]?.type === "text" ? TASK.exec(children[0].content) : null;
  if (!box) return children;
  item.dataset.task = box[1] === " " ? "open" : "done";
  const rest = (/** @type {string} */ words) => words.slice(box[0].length);
  const [first, ...more] = children;
  return [{ ...first, content: rest(first.content), ...(first.parts && { parts: [rest(first.parts[0]), ...first.parts.slice(1)] }) }, ...more];
}

/** The words within a block. @param {Element} block @param {any[]} tokens @param {Context} context */
function inline(block, tokens, context) {
  const open = [block];
  let links = 0;
  tokens.forEach((token, at) => {
    const parent = /** @type {Element} */ (open.at(-1));
    if (token.type === "softbreak") parent.append("\n");
    else if (token.type === "hardbreak") parent.append(el("br"));
    else if (token.type === "code_inline") parent.append(el("code", {}, token.content));
    else if (token.type === "image") parent.append(picture(token, parent, context));
    else if (token.type === "formula") parent.append(el("span", { class: "formula" }, ...signed(token)));
    else if (token.type === "address") parent.append(...address(token, links > 0 ? null : context));
    else if (token.nesting === 0) parent.append(...(links > 0 || token.parts ? signed(token) : withLinks(token.content, context)));
    else if (token.nesting < 0) /** @type {Element} */ (open.pop()).append(...stars(token));
    else {
      open.push(open.length > MOST_NESTED ? parent : mark(parent, token, context.meaning(tokens, at)));
      /** @type {Element} */ (open.at(-1)).append(...stars(token));
    }
    if (token.type.startsWith("link_")) links += token.nesting;
  });
}

/** What a token marks, as an element; a link that leads nowhere good is only its text. @param {Element} parent @param {any} token @param {"product"|"name"|""} meant @returns {Element} */
function mark(parent, token, meant) {
  const element = token.type === "link_open" ? link(token.attrGet("href")) : el(SHOWN[token.type.slice(0, -"_open".length)]);
  if (element === null) return parent;
  if (meant) element.classList.add(`is-${meant}`); // the style sheet gives it back its signs
  parent.append(element);
  return element;
}

/**
 * The stars of emphasis that is none to CommonMark, such as that of **「これ」**は: they stay text of the page, as CommonMark has
 * it, which the style sheet does not show.
 * @param {any} token @returns {Element[]}
 */
function stars({ content }) {
  return content === "" ? [] : [el("span", { class: "stars" }, content)];
}

/**
 * What a token says: of x_1 in a formula the sign is none of the page's text, since it may be emphasis to CommonMark, and comes
 * from the style sheet.
 * @param {any} token @returns {(Node|string)[]}
 */
function signed({ content, parts = [content] }) {
  const nodes = parts.map((/** @type {string} */ part, /** @type {number} */ at) => (at % 2 === 0 ? part : el("span", { class: "sign", "data-sign": part })));
  return nodes.filter((/** @type {Node|string} */ node) => node !== "");
}

/** A bare address as a link. @param {any} token @param {Context|null} context  null: it stands in a link @returns {(Node|string)[]} */
function address(token, context) {
  const { left } = /** @type {Required<Context>} */ (context ?? { left: { addresses: 0 } });
  if (left.addresses === 0) return signed(token);
  left.addresses -= 1;
  const element = /** @type {HTMLElement} */ (link(token.content));
  element.append(...signed(token));
  return [element];
}

/** A link, or nothing where it would lead nowhere good. @param {string} href @returns {HTMLElement|null} */
function link(href) {
  return HTTP.test(href) ? el("a", { href, target: "_blank", rel: "noopener noreferrer" }) : null;
}

/** A text with its addresses as links. @param {string} text @param {Pick<Context, "addresses"|"left">} context @returns {(Node|string)[]} */
export function withLinks(text, { addresses, left = { addresses: MOST_ADDRESSES } }) {
  if (left.addresses === 0 || !ADDRESS.test(text)) return [text];
  let end = 0;
  /** @type {(Node|string)[]} */ const nodes = [];
  for (const found of addresses(text).slice(0, left.addresses)) {
    const content = text.slice(found.start, found.end);
    nodes.push(text.slice(end, found.start), ...address({ content }, { left }));
    end = found.end;
  }
  return [...nodes, text.slice(end)].filter((part) => part !== "");
}

/**
 * A picture of this session is shown; of any other, a link with its words: loading it would tell its host who reads.
 * Its words are no text of the message, so they come from the style sheet.
 * @param {any} token @param {Element} parent @param {Context} context @returns {Element}
 */
function picture(token, parent, { pictures, words }) {
  const src = token.attrGet("src");
  const alt = token.children.map((/** @type {any} */ { content }) => content).join("");
  const at = src.startsWith("/") ? pictureAt(src) : URL.canParse(src, location.href) ? new URL(src, location.href).href : "";
  if (pictures !== "" && at.startsWith(pictures)) return el("img", { src: at, alt, loading: "lazy" });
  const label = alt || words.picture;
  const element = parent.closest("a") ? null : link(src);
  for (const [name, value] of Object.entries({ class: "picture-link", "aria-label": label })) element?.setAttribute(name, value);
  return element ?? el("span", { class: "picture-link", role: "img", "aria-label": label });
}

/** What colours code, beside the page: for some texts it takes minutes, and is stopped. */
const colouring = () => lazily((again) => new Promise((come, failed) => {
  const worker = new Worker(new URL(`../vendor/highlight.js${again}`, import.meta.url), { type: "module" });
  worker.onmessage = () => come(worker);
  worker.onerror = failed;
}), ["postMessage"]);
let colours = colouring();
/** @type {Promise<unknown>} one code after another */ let turn = Promise.resolve();

/** Colours all code in an element. @param {Element} element */
export async function colour(element) {
  let left = MOST_COLOURING_MS;
  for (const code of element.querySelectorAll("pre[data-language] > code:not(.is-coloured)")) {
    const text = code.textContent;
    if (text.length > MOST_COLOURED) continue;
    const job = async () => {
      if (left <= 0 || !code.isConnected || code.classList.contains("is-coloured")) return;
      const worker = /** @type {Worker} */ (await colours.wanted());
      const begun = performance.now();
      const parts = await answered(worker, [/** @type {HTMLElement} */ (code.parentElement).dataset.language, text], left);
      left -= performance.now() - begun;
      if (parts === undefined || code.textContent !== text) return;
      code.classList.add("is-coloured");
      if (parts) code.replaceChildren(...parts.map(coloured));
    };
    await (turn = turn.then(job).catch(reportError));
  }
}

/** What a worker answers; undefined, and another worker for whatever comes next, when it fails or is not done in time. @param {Worker} worker @param {unknown} question @param {number} ms @returns {Promise<any>} */
async function answered(worker, question, ms) {
  /** @type {any} */ let timer = null;
  const answer = await new Promise((come) => {
    worker.onmessage = ({ data }) => come(data);
    worker.onerror = (event) => (event.preventDefault(), come(undefined));
    timer = setTimeout(come, ms);
    worker.postMessage(question);
  });
  clearTimeout(timer);
  if (answer === undefined) {
    worker.terminate();
    colours = colouring();
  }
  return answer;
}

/** One part of coloured code. @param {string|[string, ...any[]]} part @returns {Node|string} */
function coloured(part) {
  return typeof part === "string" ? part : el("span", { class: part[0] }, ...part.slice(1).map(coloured));
}

/** The names of what is drawn with a text, in another language. @param {Element} element @param {any} words @param {any} before  those it was drawn with */
export function renamed(element, words, before) {
  for (const [which, name] of [[".code-copy", words.copyCode], [".table", words.table]]) {
    for (const one of element.querySelectorAll(which)) one.setAttribute("aria-label", name);
  }
  for (const one of element.querySelectorAll(".picture-link")) if (one.getAttribute("aria-label") === before.picture) one.setAttribute("aria-label", words.picture);
}

/**
 * What is copied by hand is what is shown: the stars of 5*3*2, which the style sheet draws, the numbers of items, and the lines of
 * code; and none of the page's colours, which are hard to read elsewhere.
 */
document.addEventListener("copy", (event) => {
  const selection = getSelection();
  if (!selection?.rangeCount || event.defaultPrevented || FIELDS.some((field) => event.target instanceof field)) return;
  const range = selection.getRangeAt(0);
  const part = range.cloneContents();
  const around = range.commonAncestorContainer instanceof Element ? range.commonAncestorContainer : range.commonAncestorContainer.parentElement;
  if (selection.isCollapsed || !(around?.closest(".msg-text") || part.querySelector(".msg-text"))) return;
  event.preventDefault();
  for (const unseen of part.querySelectorAll(".stars, button")) unseen.remove();
  numbered([...part.querySelectorAll("li")], around ? [...around.querySelectorAll("li")].filter((item) => range.intersectsNode(item)) : []);
  for (const signs of part.querySelectorAll(SIGNED)) signs.replaceWith(plainOf(signs, true));
  const html = el(around?.closest("pre") ? "pre" : "div", {}, part.cloneNode(true));
  for (const marker of html.querySelectorAll(".marker")) marker.remove(); // which a list has there by itself
  if (!around?.closest("pre")) broken(html);
  event.clipboardData?.setData("text/plain", plainOf(part, true));
  event.clipboardData?.setData("text/html", html.outerHTML);
});

/** Where a line ends on this page, it does anywhere else. @param {Element} element */
function broken(element) {
  for (const node of [...element.childNodes]) {
    if (node instanceof Element && node.localName !== "pre") broken(node);
    if (node instanceof Text && node.data.includes("\n")) node.replaceWith(...node.data.split("\n").flatMap((line, at) => (at === 0 ? [line] : [el("br"), line])));
  }
}

/** Gives items that are copied what stands before them. @param {HTMLLIElement[]} items @param {Element[]} originals  the same, where they stand */
function numbered(items, originals) {
  for (const [at, item] of items.entries()) {
    const original = originals[at];
    const list = /** @type {HTMLOListElement|undefined} */ (original?.parentElement);
    if (!list || items.length !== originals.length) continue;
    const isOrdered = list.localName === "ol";
    if (isOrdered) item.value = list.start + [...list.children].indexOf(original);
    const sign = item.dataset.task ? (item.dataset.task === "done" ? "\u2611" : "\u2610") : isOrdered ? `${item.value}.` : "-";
    let depth = -1;
    for (let around = /** @type {Element|null|undefined} */ (original); around; around = around.parentElement?.closest("li")) depth += 1;
    const words = item.firstElementChild?.localName === "p" && item.firstChild === item.firstElementChild ? item.firstElementChild : item;
    words.prepend(el("span", { class: "marker" }, `${"  ".repeat(depth)}${sign} `));
  }
}

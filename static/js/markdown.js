/**
 * What an agent writes, as elements: Markdown, safe. markdown-it (static/vendor) reads it, and only here do its tokens
 * become elements, each one named below: no HTML is parsed, and what a text says in HTML is shown as the text it is.
 */

import { pictureAt } from "./address.js";
import { el, icon } from "./dom.js";
import { lazily, styled } from "./lazily.js";

/** Whatever a text holds of this may mean something in Markdown. */
const MARKUP = /[\\`*_~[\]<>&#|]|^[ \t]|\n[ \t]|(?:^|\n)(?:[-+=:]|\d{1,9}[.)])| \n|https?:\/\//i;
const CJK_END = /[\u3000-\u303f\uff01-\uff0f\uff1a-\uff1f\uff3b-\uff40\uff5b-\uff65]/; // no address has these; 、。「」（）
const HOST_THEN_WORDS = /^(https?:\/\/[\w.-]*\w)[^\u0000-\u007f][^.]*$/i; // https://example.comです
const ADDRESS = /https?:\/\//i;
const HTTP = /^https?:\/\/[^\s]/i;
const TASK = /^\[([ xX])\]\s+/;
const SHOWN = /** @type {Record<string, string>} the elements of tokens that are one, by their type */ ({
  paragraph: "p", blockquote: "blockquote", bullet_list: "ul", ordered_list: "ol", list_item: "li",
  table: "table", thead: "thead", tbody: "tbody", tr: "tr", th: "th", td: "td", strong: "strong", em: "em", s: "del",
});
const DIRECTED = new Set(["paragraph", "list_item", "th", "td", "heading"]); // each says for itself which way it is written
const HEADING_FROM = 2; // the page has two levels of its own above those of a message
const MOST_HEADING = 6;
const MOST_NESTED = 50; // bold in a link in italics ...: deeper than anybody means, and a browser's layout must bear it
const DEEP = /^(?:[ \t]*(?:[>*+-]|\d{1,9}[.)])){50}/m; // so many quotes and lists in each other
const MOST_LEVELS = 100; // the same where each stands in a line of its own: a list's item is two levels deeper
const LONG = 20_000; // characters; so long a text with so many marks would take seconds to read
const MARKS = /[\\`*_~[\]<>&!|]/g;
const MOST_MARKS = 4_000;
/** A letter or a digit where words have spaces between them: a star between two of these is no emphasis of a word. */
const IN_WORD = "(?![\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}\\p{scx=Bopo}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}\\p{scx=Tibt}])[\\p{L}\\p{N}]";
const ENDS_IN_WORD = new RegExp(`${IN_WORD}$`, "u");
const BEGINS_IN_WORD = new RegExp(`^${IN_WORD}`, "u");
const DEFINITION = /\[[^\]]+\]:/; // what other brackets refer to may stand anywhere
const REST = 4; // after a reading, the page has so many times as long for everything else

const library = lazily(async (again) => (await Promise.all([import(`../vendor/markdown.js${again}`), styled(`css/markdown.css${again}`)]))[0], ["parse", "addresses"]);
const colours = lazily((again) => import(`../vendor/highlight.js${again}`), ["highlight"]);

/**
 * @typedef {object} Context
 * @property {string} pictures  how the addresses of this session's pictures begin; empty: there are none
 * @property {any} words
 */

/** A text as blocks in an element, kept in step while it grows: what has been said to its end is not touched again. */
export class MarkdownText {
  #element;
  #source = "";
  #done = false;
  /** @type {{key: string, element: Element}[]|null} null: the text stands there as it is */ #blocks = null;
  #settled = 0; // so many blocks, made of so much of the source, stay as they are while text is added
  #settledLength = 0;
  /** @type {any} */ #timer = null;
  #restsUntil = 0;
  /** @type {Context} */ #context = { pictures: "", words: null };

  /** @param {HTMLElement} element */
  constructor(element) {
    this.#element = element;
  }

  /** @param {string} text @param {boolean} done  nothing more comes @param {Context} context */
  show(text, done, context) {
    if (text === this.#source && done === this.#done) return;
    this.#context = context;
    text = text.replace(/\r\n?/g, "\n").replaceAll("\u0000", "\ufffd"); // as CommonMark has it
    if (!text.startsWith(this.#source)) this.#clear();
    const added = text.slice(this.#source.length);
    this.#source = text;
    this.#done = done;
    if (this.#blocks === null && !MARKUP.test(text)) {
      if (added !== "") this.#element.append(added);
      if (done) this.#element.normalize();
      return;
    }
    if (library.now() !== null) this.#draw();
    else {
      if (added !== "") this.#element.append(added);
      library.soon(() => this.#draw());
    }
  }

  #clear() {
    this.#element.replaceChildren();
    this.#source = "";
    this.#blocks = null;
    this.#settled = this.#settledLength = 0;
  }

  /** Reads what is not settled yet, and draws what of it is another than before. */
  #draw() {
    clearTimeout(this.#timer);
    const now = performance.now();
    if (!this.#done && now < this.#restsUntil) {
      this.#timer = setTimeout(() => this.#draw(), this.#restsUntil - now);
      return;
    }
    // Only at the end is it known what every reference refers to; until then, what is settled is not read again.
    if (this.#done && DEFINITION.test(this.#source)) this.#settled = this.#settledLength = 0;
    const text = this.#source.slice(this.#settledLength);
    const read = isExcessive(this.#source) ? null : blocksOf(/** @type {any} */ (library.now()), text);
    if (read === null) {
      const { source, done } = { source: this.#source, done: this.#done };
      this.#clear();
      this.#element.append(source);
      [this.#source, this.#done] = [source, done];
      return;
    }
    if (this.#blocks === null) this.#element.replaceChildren();
    this.#blocks ??= [];
    read.forEach((block, index) => this.#put(this.#settled + index, block));
    for (const { element } of this.#blocks.splice(this.#settled + read.length)) element.remove();
    if (this.#done) void this.#colour();
    else this.#settle(text, read);
    this.#restsUntil = now + (REST + 1) * (performance.now() - now);
  }

  /** @param {number} at @param {Block} block */
  #put(at, { key, tokens }) {
    const blocks = /** @type {{key: string, element: Element}[]} */ (this.#blocks);
    const before = blocks[at];
    if (before?.key === key) return;
    const element = elementOf(tokens, this.#context);
    if (before) before.element.replaceWith(element);
    else this.#element.append(element);
    blocks[at] = { key, element };
  }

  /** What stands before the last block stays, as soon as the line is whole with which that one begins. @param {string} text @param {Block[]} blocks */
  #settle(text, blocks) {
    const last = blocks.at(-1);
    if (!last || blocks.length < 2 || !text.slice(last.start).includes("\n")) return;
    this.#settled += blocks.length - 1;
    this.#settledLength += last.start;
  }

  /** Colours come when the code is all there. */
  async #colour() {
    for (const code of this.#element.querySelectorAll("pre[data-language] > code:not(.is-coloured)")) {
      const { highlight } = await colours.wanted();
      const tree = highlight(code.parentElement.dataset.language, code.textContent);
      code.classList.add("is-coloured");
      if (tree) code.replaceChildren(...tree.children.map(coloured));
    }
  }
}

/** @typedef {{start: number, key: string, tokens: any[]}} Block `start`: where in the text it begins; `key`: what it looks like */

/** Whether reading a text would cost more than it can be worth: no person writes, and no model means, anything like it. @param {string} text */
function isExcessive(text) {
  return DEEP.test(text) || (text.length > LONG && (text.match(MARKS)?.length ?? 0) > MOST_MARKS);
}

/** The blocks of a text; null where some are so deep in each other that what is in them would be left out. @param {any} markdown @param {string} text @returns {Block[]|null} */
function blocksOf({ parse }, text) {
  const { tokens, references } = parse(text);
  if (tokens.some((/** @type {any} */ { level }) => level > MOST_LEVELS)) return null;
  const lines = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines.push(at + 1);
  const meant = Object.keys(references).length > 0 ? JSON.stringify(references) : "";
  /** @type {Block[]} */ const blocks = [];
  for (const token of tokens) {
    if (token.level === 0 && token.nesting >= 0) {
      const [from, to] = token.map;
      blocks.push({ start: lines[from], key: `${token.type}${text.slice(lines[from], lines[to])}${meant}`, tokens: [] });
    }
    /** @type {Block} */ (blocks.at(-1)).tokens.push(token);
  }
  return blocks;
}

/** The element of one block. @param {any[]} tokens @param {Context} context @returns {Element} */
function elementOf(tokens, context) {
  const root = document.createDocumentFragment();
  /** @type {any[]} */ const open = [root];
  tokens.forEach((token, index) => {
    const parent = open.at(-1);
    if (token.type === "inline") {
      const inItem = tokens[index - 2]?.type === "list_item_open";
      inline(parent, inItem ? untasked(token.children, open.findLast(({ localName }) => localName === "li")) : token.children, context);
    } else if (token.nesting < 0) widened(open.pop());
    else if (token.nesting > 0) open.push(token.hidden ? parent : opened(parent, token));
    else parent.append(leaf(token, context));
  });
  const element = /** @type {Element} */ (root.firstElementChild);
  if (element.localName !== "table") return element;
  // Wider than the page, it is moved by itself: by keyboard, too.
  return el("div", { class: "table", role: "region", "aria-label": context.words.table, tabindex: "0" }, element);
}

/** The element that a token opens. @param {Element} parent @param {any} token @returns {Element} */
function opened(parent, token) {
  const name = token.type.slice(0, -"_open".length);
  const element = el(name === "heading" ? `h${Math.min(MOST_HEADING, Number(token.tag.slice(1)) + HEADING_FROM)}` : SHOWN[name]);
  if (DIRECTED.has(name)) element.setAttribute("dir", "auto");
  if (token.attrGet("start") !== null) element.setAttribute("start", String(token.attrGet("start")));
  const side = /text-align:(\w+)/.exec(token.attrGet("style") ?? "")?.[1];
  if (side) element.classList.add(`is-${side}`);
  parent.append(element);
  return element;
}

/** A list whose numbers are long has more room for them. @param {Element} element  with all that is in it */
function widened(element) {
  if (element.localName !== "ol") return;
  const last = Number(element.getAttribute("start") ?? 1) + element.childElementCount - 1;
  const digits = String(last).length;
  if (digits > 2) element.classList.add(`digits-${digits > 4 ? 9 : digits}`);
}

/** A block with no blocks in it. @param {any} token @param {Context} context @returns {Element} */
function leaf(token, { words }) {
  if (token.type === "hr") return el("hr");
  if (token.type === "html_block") return el("p", { dir: "auto" }, token.content.replace(/\n$/, ""));
  const language = /^[\w+#.-]+/.exec(token.info)?.[0]?.toLowerCase() ?? null;
  const copy = el("button", { type: "button", class: "code-copy", "aria-label": words.copyCode, onclick: () => copy.dispatchEvent(new CustomEvent("hera-copy", { detail: token.content, bubbles: true })) }, icon("M9 9h10v11H9z", "M15 9V4H5v11h4"));
  return el("div", { class: "code" }, el("pre", { tabindex: "0", dir: "ltr", "data-language": language }, el("code", {}, token.content)), copy);
}

/** The words of a list's item without the box before them, which the item shows. @param {any[]} children @param {HTMLElement} item @returns {any[]} */
function untasked(children, item) {
  const box = children[0]?.type === "text" ? TASK.exec(children[0].content) : null;
  if (!box) return children;
  item.dataset.task = box[1] === " " ? "open" : "done";
  return [{ ...children[0], content: children[0].content.slice(box[0].length) }, ...children.slice(1)];
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
    else if (token.nesting === 0) parent.append(...(links > 0 ? [token.content] : withLinks(token.content)));
    else if (token.nesting < 0) /** @type {Element} */ (open.pop()).append(...stars(token));
    else {
      open.push(open.length > MOST_NESTED ? parent : mark(parent, token, isProduct(tokens, at)));
      /** @type {Element} */ (open.at(-1)).append(...stars(token));
    }
    if (token.type.startsWith("link_")) links += token.nesting;
  });
}

/**
 * 5*3*2 and 2*pi*r are emphasis to Markdown, and products to whoever wrote them: both stars stand within a word.
 * @param {any[]} tokens @param {number} at  of the first star
 */
function isProduct(tokens, at) {
  const { markup, level, type } = tokens[at];
  if (!markup.startsWith("*") || tokens[at - 1]?.type !== "text" || !ENDS_IN_WORD.test(tokens[at - 1].content)) return false;
  const end = tokens.findIndex((token, index) => index > at && token.nesting < 0 && token.level === level && token.type === type.replace("_open", "_close"));
  return tokens[end + 1]?.type === "text" && BEGINS_IN_WORD.test(tokens[end + 1].content);
}

/** What a token marks, as an element; a link that leads nowhere good is only its text. @param {Element} parent @param {any} token @param {boolean} product @returns {Element} */
function mark(parent, token, product) {
  const element = token.type === "link_open" ? link(token.attrGet("href")) : el(SHOWN[token.type.slice(0, -"_open".length)]);
  if (element === null) return parent;
  if (product) element.classList.add("is-product"); // the style sheet gives it back its stars
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

/** A link, or nothing where it would lead nowhere good. @param {string} href @returns {HTMLElement|null} */
function link(href) {
  return HTTP.test(href) ? el("a", { href, target: "_blank", rel: "noopener noreferrer" }) : null;
}

/** A text with its addresses as links. @param {string} text @returns {(Node|string)[]} */
function withLinks(text) {
  if (!ADDRESS.test(text)) return [text];
  let end = 0;
  /** @type {(Node|string)[]} */ const nodes = [];
  for (const found of /** @type {any} */ (library.now()).addresses(text)) {
    const whole = text.slice(found.start, found.end);
    const host = HOST_THEN_WORDS.exec(whole)?.[1] ?? whole;
    const stop = host.search(CJK_END);
    const address = stop < 0 ? host : host.slice(0, stop);
    const element = /** @type {HTMLElement} */ (link(address));
    element.append(address);
    nodes.push(text.slice(end, found.start), element);
    end = found.start + address.length;
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

/** One node of coloured code. @param {any} node @returns {Node|string} */
function coloured(node) {
  return node.type === "text" ? node.value : el("span", { class: node.properties.className.join(" ") }, ...node.children.map(coloured));
}

/** What a person wrote, with its addresses as links. @param {HTMLElement} element @param {string} text */
export function showWritten(element, text) {
  element.replaceChildren(text);
  if (!ADDRESS.test(text)) return;
  const dress = () => element.textContent === text && element.replaceChildren(...withLinks(text));
  if (library.now()) dress();
  else library.soon(dress);
}

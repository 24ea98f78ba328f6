/**
 * What an agent writes: Markdown, drawn while it grows. markdown-it (static/vendor) reads it, and written.js makes elements of
 * what that has read; both come when a text first needs them. A text that cannot be drawn stands there as it is.
 */

import { lazily, styled } from "./lazily.js";
import { plainOf } from "./plain.js";

/** Whatever a text holds of this may mean something in Markdown. */
const MARKUP = /[\\`*_~[\]<>&#|]|^[ \t]|\n[ \t]|(?:^|\n)(?:[-+=:]|\d{1,9}[.)])| \n|https?:\/\//i;
const ADDRESS = /https?:\/\//i;
const MOST_LEVELS = 100; // of quotes and lists in each other: a list's item is two levels deeper
const MOST_TOKENS = 150_000; // of a text; a list of 10,000 items has a third of them
const DEFINITION = "]:"; // what other brackets refer to may stand anywhere
const REST = 4; // after a reading, the page has so many times as long for everything else,
const LONG_REST = 25; // and longer after one that was felt: its square by so much,
const LONGEST_REST_MS = 3_000; // but no longer than this

const library = lazily(async (again) => {
  const [reads, draws, means] = await Promise.all([import(`../vendor/markdown.js${again}`), import(`./written.js${again}`), import(`./emphasis.js${again}`), styled(`css/markdown.css${again}`)]);
  return { ...reads, ...draws, ...means };
}, ["parse", "addresses", "elementOf", "renewed", "renamed", "meaning"]);

/** @typedef {Pick<import("./written.js").Context, "pictures"|"words">} Context */

/** A text as blocks in an element, kept in step while it grows: what has been said to its end is not touched again. */
export class MarkdownText {
  #element;
  #source = "";
  #done = false;
  /** @type {(Pick<Block, "key"|"meant"> & {element: Element})[]|null} null: the text stands there as it is */ #blocks = null;
  #settled = 0; // so many blocks, made of so much of the source, stay as they are while text is added
  #settledLength = 0;
  #settledTokens = 0;
  #due = ""; // ends of lines, shown when more follows
  /** @type {any} */ #timer = null;
  #restsUntil = 0;
  /** @type {Context} */ #context = { pictures: "", words: null };

  /** @param {HTMLElement} element */
  constructor(element) {
    this.#element = element;
    element.dir = "auto";
  }

  /** @param {string} text @param {boolean} done  nothing more comes @param {Context} context */
  show(text, done, context) {
    const before = this.#context;
    this.#context = context;
    if (before.words !== context.words && this.#blocks !== null) library.now()?.renamed(this.#element, context.words, before.words);
    if (text === this.#source && done === this.#done) return;
    text = text.replace(/\r\n?/g, "\n").replaceAll("\u0000", "\ufffd"); // as CommonMark has it
    if (!text.startsWith(this.#source)) this.#clear();
    const added = text.slice(this.#source.length);
    this.#source = text;
    this.#done = done;
    if (this.#blocks === null && !MARKUP.test(text)) {
      this.#append(added);
      if (done) this.#element.normalize();
      return;
    }
    if (library.now() !== null) this.#draw();
    else {
      this.#append(added);
      library.soon(() => this.#draw());
    }
  }

  /** What it says where it is shown, once it is. @returns {Promise<string>} */
  async read() {
    if (this.#blocks === null && MARKUP.test(this.#source)) await library.wanted();
    return plainOf(this.#element, true);
  }

  /** Words that need no drawing; lines with nothing in them are none around a text, and one within it, as with markup. @param {string} added */
  #append(added) {
    const words = `${this.#due}${added}`;
    let end = words.length;
    while (words[end - 1] === "\n") end -= 1;
    this.#due = words.slice(end);
    const shown = words.slice(0, end).replace(/\n{3,}/g, "\n\n");
    if (shown !== "") this.#element.append(this.#element.firstChild === null ? shown.replace(/^\n+/, "") : shown);
  }

  #clear() {
    this.#element.replaceChildren();
    this.#element.dir = "auto";
    this.#source = this.#due = "";
    this.#blocks = null;
    this.#reread();
  }

  #reread() {
    this.#settled = this.#settledLength = this.#settledTokens = 0;
  }

  #plain() {
    const { source, done } = { source: this.#source, done: this.#done };
    this.#clear();
    this.#element.append(source);
    [this.#source, this.#done] = [source, done];
  }

  #draw() {
    clearTimeout(this.#timer);
    try {
      this.#drawRest();
    } catch (error) {
      this.#plain();
      reportError(error);
    }
  }

  /** Reads what is not settled yet, and draws what of it is another than before. */
  #drawRest() {
    const now = performance.now();
    if (!this.#done && now < this.#restsUntil) {
      this.#timer = setTimeout(() => this.#draw(), this.#restsUntil - now);
      return;
    }
    // Only at the end is it known what every reference refers to; until then, what is settled is not read again.
    if (this.#done && this.#source.includes(DEFINITION)) this.#reread();
    const text = this.#source.slice(this.#settledLength);
    const read = blocksOf(/** @type {any} */ (library.now()), text, MOST_TOKENS - this.#settledTokens, this.#done);
    if (read === null) {
      this.#plain();
      this.#rest(now);
      return;
    }
    if (this.#blocks === null) this.#element.replaceChildren();
    this.#blocks ??= [];
    this.#element.dir = "ltr"; // each block says for itself, and a browser need not look through all of them for each
    read.forEach((block, index) => this.#put(this.#settled + index, block));
    for (const { element } of this.#blocks.splice(this.#settled + read.length)) element.remove();
    if (this.#done) void /** @type {any} */ (library.now()).colour(this.#element); // when the code is all there
    else this.#settle(text, read);
    this.#rest(now);
  }

  /** @param {number} begun */
  #rest(begun) {
    const end = performance.now();
    const took = end - begun;
    this.#restsUntil = end + Math.max(REST * took, Math.min(LONGEST_REST_MS, took ** 2 / LONG_REST));
  }

  /** @param {number} at @param {Block} block */
  #put(at, { key, meant, tokens }) {
    const blocks = /** @type {NonNullable<typeof this.#blocks>} */ (this.#blocks);
    const before = blocks[at];
    if (before?.key === key && before.meant === meant) return;
    const { addresses, meaning, elementOf, renewed } = /** @type {any} */ (library.now());
    const element = elementOf(tokens, { ...this.#context, addresses, meaning });
    if (!before) this.#element.append(element);
    blocks[at] = { key, meant, element: before ? renewed(before.element, element) : element };
  }

  /** What stands before the last block, and those that it goes on with, stays, as soon as the line is whole with which that one begins. @param {string} text @param {Block[]} blocks */
  #settle(text, blocks) {
    const at = blocks.findLastIndex(({ goesOn }) => !goesOn);
    if (at < 1 || !text.slice(blocks[at].start).includes("\n")) return;
    this.#settled += at;
    this.#settledLength += blocks[at].start;
    for (const { tokens } of blocks.slice(0, at)) this.#settledTokens += tokens.length;
  }
}

/** @typedef {{start: number, key: string, meant: string, goesOn: boolean, tokens: any[]}} Block `start`: where in the text it begins; `key` and what the text's references mean: what it looks like; `goesOn`: it means what it does together with the one before it */

/** The blocks of a text; null where some are so deep in each other that what is in them would be left out, or there is too much of all. @param {any} markdown @param {string} text @param {number} most  tokens @param {boolean} done  nothing more comes @returns {Block[]|null} */
function blocksOf({ parse }, text, most, done) {
  const { tokens, references } = parse(text, done);
  if (tokens.length > most || tokens.some((/** @type {any} */ { level }) => level > MOST_LEVELS)) return null;
  const lines = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines.push(at + 1);
  const meant = Object.keys(references).length > 0 ? JSON.stringify(references) : "";
  /** @type {Block[]} */ const blocks = [];
  for (const token of tokens) {
    if (token.level === 0 && token.nesting >= 0) {
      const [from, to] = token.map;
      const [begin, end] = token.group ?? token.map;
      blocks.push({ start: lines[from], key: `${token.type}${token.group ? [from - begin, to - begin, token.isHeld, token.meta?.isFormula] : ""} ${text.slice(lines[begin], lines[end])}`, meant, goesOn: from > begin, tokens: [] });
    }
    /** @type {Block} */ (blocks.at(-1)).tokens.push(token);
  }
  return blocks;
}

/** What a person wrote, with its addresses as links. @param {HTMLElement} element @param {string} text */
export function showWritten(element, text) {
  element.replaceChildren(text);
  if (!ADDRESS.test(text)) return;
  const dress = () => element.textContent === text && element.replaceChildren(.../** @type {any} */ (library.now()).withLinks(text, library.now()));
  if (library.now()) dress();
  else library.soon(dress);
}

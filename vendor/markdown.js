/**
 * Reads Markdown as the page shows it, as markdown-it's tokens: CommonMark with tables and strikethrough; and bare addresses.
 * What whoever wrote it meant otherwise is read otherwise, and held to CommonMark's text.
 */

import MarkdownIt from "markdown-it";
import cjkFriendly from "markdown-it-cjk-friendly";
import { cells } from "./cells.js";
import { formula } from "./formula-block.js";
import { hold, said } from "./held.js";
import { ranges } from "./ranges.js";
import { wholes } from "./wholes.js";

export { addresses } from "./addresses.js";

const markdown = reader();
/**
 * Bold that ends in 」 or ） and is followed by a letter is no bold to CommonMark, whose words have spaces between them; and to it
 * the signs in a formula, an address and a pattern are emphasis like any other.
 */
const meant = reader().use(cjkFriendly);
meant.inline.ruler.before("text", "whole", whole);
meant.block.ruler.before("fence", "formula", formula, { alt: ["paragraph", "reference", "blockquote", "list"] });
const plain = meant.inline.ruler.getRules("")[1];
meant.inline.ruler.at("text", text);

/** What has an address, a pattern or a formula in it, or signs of emphasis beside letters that are not ASCII. */
const MAY_BE_WHOLE = /(?:[\]_./-]|\\[dws])[*+?{]|\*[_./]|[a-z]:\\|\\\\|https?:\/\/|[$]|@_|\[["']|\\(?:[([]|begin\{)/i;
const EMPHASISED = /[*~]/;
const BEYOND_ASCII = /[^\u0000-\u007f]/;
const FORMULA_LINE = /^[ \t>*+\d.)-]*(?:\$\$|\\\[|\\begin\{)/m;
/** What may mean something within a paragraph; one with so much of it would take seconds to read, and nobody means any. */
const MARKS = /[\\`*_~[\]<>&!]/g;
const MOST_MARKS = 4_000;

function reader() {
  // What is deeper, markdown-it leaves out, and that may cost no more than this. The page sees a level that is deeper than its
  // own most (static/js/markdown.js, MOST_LEVELS), and shows such a text as it is.
  const made = Object.assign(new MarkdownIt({ html: true }).set({ maxNesting: 102 }), { cells });
  // Which links lead somewhere, the page decides.
  made.validateLink = () => true;
  made.core.ruler.at("inline", readInline);
  made.inline.ruler2.before("balance_pairs", "ranges", ranges);
  return made;
}

/** What a paragraph, a heading, a cell says. Marks in code count for nothing here: it has been told apart before. */
function readInline({ tokens, env, md, Token }) {
  for (const token of tokens) {
    if (token.type !== "inline") continue;
    const one = (/** @type {string} */ type) => token.children.push(Object.assign(new Token(type, "", 0), { content: token.content }));
    if (token.meta?.isOpen) one("formula");
    else if (isExcessive(token.content)) one("text");
    else {
      if (md === meant) env.wholes = { source: token.content, by: new Map(wholes(token.content, md.utils.unescapeAll).map((one) => [one.start, one])) };
      md.inline.parse(token.content, md, env, token.children);
    }
  }
}

/** Such a text stands as it is. @param {string} text */
function isExcessive(text) {
  return text.length > MOST_MARKS && (text.match(MARKS)?.length ?? 0) > MOST_MARKS;
}

/** A formula, an address or a pattern, whatever signs are in it. The words of a picture are another text. */
function whole(state, silent) {
  const { pos, src, env, posMax } = state;
  const found = env.wholes.source === src ? env.wholes.by.get(pos) : undefined;
  if (!found || found.end > posMax) return false;
  if (!silent) state.push(found.type, "", 0).content = found.content;
  state.pos = found.end;
  return true;
}

/** Words, as far as none of these begins. */
function text(state, silent) {
  const begun = state.pos;
  if (!plain(state, true)) return false;
  const { source, by } = state.env.wholes;
  let end = begun + 1;
  while (end < state.pos && !(source === state.src && by.has(end))) end += 1;
  state.pos = end;
  if (!silent) state.pending += state.src.slice(begun, end);
  return true;
}

/**
 * A text as tokens, and what its references refer to. A token that opens or ends emphasis has its signs as `content` where they
 * are text to CommonMark; one whose `parts` differ from CommonMark's text says which of them do. Blocks that mean what they do only
 * together have a `group`, which lines those are.
 * @param {string} text @param {boolean} done  nothing more comes @returns {{tokens: any[], references: Record<string, {title: string, href: string}>}}
 */
export function parse(text, done = true) {
  const env = {};
  let tokens = markdown.parse(text, env);
  const references = env.references ?? {};
  if (FORMULA_LINE.test(text)) tokens = withFormulas(tokens, meant.parse(text, { references: { ...references }, lines: done ? Infinity : text.trimEnd().split("\n").length }));
  for (const token of tokens) {
    if (token.type !== "inline" || token.isHeld || isExcessive(token.content) || !mayDiffer(token.content)) continue;
    const [{ children }] = meant.parseInline(token.content, { references });
    if (isSameText(children, token.children)) token.children = children;
  }
  return { tokens, references };
}

/** Whether a text may mean something else than what it is to CommonMark. @param {string} text */
const mayDiffer = (text) => MAY_BE_WHOLE.test(text) || (EMPHASISED.test(text) && BEYOND_ASCII.test(text));

/** @param {any[]} tokens @param {any[]} ofCommonMark */
const isSameText = (tokens, ofCommonMark) => pictures(tokens) === pictures(ofCommonMark) && hold(tokens, said(ofCommonMark));

/** @param {any[]} tokens */
const pictures = (tokens) => tokens.flatMap(({ type, children }) => (type === "inline" ? children : { type })).filter(({ type }) => type === "image").length;

/** Where a formula's lines are lists and headings to CommonMark, the blocks that it is to whoever wrote it. @param {any[]} ofCommonMark @param {any[]} tokens @returns {any[]} */
function withFormulas(ofCommonMark, tokens) {
  const [ours, theirs] = [blocksOf(tokens), blocksOf(ofCommonMark)];
  const starts = new Set(ours.filter(({ tokens: [{ meta }] }) => !meta?.goesOn).map(({ start }) => start));
  const shared = new Set(theirs.map(({ start }) => start).filter((start) => starts.has(start)));
  const [mine, others] = [together(ours, shared), together(theirs, shared)];
  return [...shared].flatMap((start) => {
    const [own, other] = [mine.get(start) ?? [], others.get(start) ?? []];
    if (!own.some(({ meta }) => meta?.isFormula)) return other;
    const last = [own, other].flat().reduce((end, { map }) => Math.max(end, map?.[1] ?? 0), 0);
    const isHeld = isSameText(own, other);
    return (isHeld ? own : other).map((token) => Object.assign(token, { isHeld, group: [start, last] }));
  });
}

/** The tokens of blocks, up to the next one that starts where another reading's does. @param {{start: number, tokens: any[]}[]} blocks @param {Set<number>} shared @returns {Map<number, any[]>} */
function together(blocks, shared) {
  /** @type {Map<number, any[]>} */ const found = new Map();
  /** @type {any[]} */ let now = [];
  for (const { start, tokens } of blocks) {
    if (shared.has(start) && !found.has(start)) found.set(start, (now = []));
    for (const token of tokens) now.push(token);
  }
  return found;
}

/** @param {any[]} tokens @returns {{start: number, tokens: any[]}[]} */
function blocksOf(tokens) {
  /** @type {{start: number, tokens: any[]}[]} */ const blocks = [];
  for (const token of tokens) {
    if (token.level === 0 && token.nesting >= 0) blocks.push({ start: token.map[0], tokens: [] });
    /** @type {any} */ (blocks.at(-1)).tokens.push(token);
  }
  return blocks;
}

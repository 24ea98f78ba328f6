/** Reads Markdown as the page shows it: CommonMark with tables and strikethrough, as markdown-it's tokens; and bare addresses. */

import { LinkifyIt } from "linkify-it";
import MarkdownIt from "markdown-it";
import cjkFriendly from "markdown-it-cjk-friendly";

const markdown = reader();
/** Bold that ends in 」 or ） and is followed by a letter is no bold to CommonMark, whose words have spaces between them. */
const markdownOfEastAsia = reader().use(cjkFriendly);
const MAY_DIFFER = /[*~]/;
const BEYOND_ASCII = /[^\u0000-\u007f]/;
const EMPHASIS = /^(?:em|strong|s)_(?:open|close)$/;
/** What may mean something within a paragraph; one with so much of it would take seconds to read, and nobody means any. */
const MARKS = /[\\`*_~[\]<>&!]/g;
const MOST_MARKS = 4_000;

function reader() {
  // What is deeper, markdown-it leaves out, and that may cost no more than this. The page sees a level that is deeper than its
  // own most (static/js/markdown.js, MOST_LEVELS), and shows such a text as it is.
  const made = new MarkdownIt({ html: true }).set({ maxNesting: 102 });
  // Which links lead somewhere, the page decides.
  made.validateLink = () => true;
  made.core.ruler.at("inline", readInline);
  return made;
}

/** What a paragraph, a heading, a cell says. Marks in code count for nothing here: it has been told apart before. */
function readInline({ tokens, env, md, Token }) {
  for (const token of tokens) {
    if (token.type !== "inline") continue;
    if (!isExcessive(token.content)) md.inline.parse(token.content, md, env, token.children);
    else token.children.push(Object.assign(new Token("text", "", 0), { content: token.content }));
  }
}

/** Such a text stands as it is. @param {string} text */
function isExcessive(text) {
  return text.length > MOST_MARKS && (text.match(MARKS)?.length ?? 0) > MOST_MARKS;
}

// Addresses are what begins with http: neither main.rs nor a name with an @ is one. Before a host may stand who asks it.
const linkify = new LinkifyIt({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false, urlAuth: true });
// Names of hosts have a _ as well, if no person's: https://my_service:8080.
const letter = linkify.re.get_pseudo_letter().source;
const name = new RegExp(`(?:${linkify.re.get_xn().source}|${letter}|(?:_|${letter})(?:[-_]|${letter}){0,61}${letter})`);
linkify.re.get_domain = () => name;
const asker = /(?:[\w~%!$&*+=:.-]{1,100}(?<![.:])@)?/; // no comma: https://a.b,@somebody
linkify.re.get_auth = () => asker;
for (const schema of ["ftp:", "//", "mailto:"]) linkify.add(schema, null);
// One may follow a letter that is not Latin: there are no spaces between the words of East Asia.
const begin = linkify.re.get_schema_search();
const anywhere = new RegExp(begin.source.replace("(?:[><", "(?:[^\\u0000-\\u024f]|[><"), begin.flags);
linkify.re.get_schema_search = () => anywhere;

/**
 * A text as tokens, and what its references refer to. A token that opens or ends emphasis has its stars as `content` where
 * they are text to CommonMark.
 * @param {string} text @returns {{tokens: any[], references: Record<string, {title: string, href: string}>}}
 */
export function parse(text) {
  const env = {};
  const tokens = markdown.parse(text, env);
  for (const token of tokens) {
    if (token.type !== "inline" || !MAY_DIFFER.test(token.content) || !BEYOND_ASCII.test(token.content) || isExcessive(token.content)) continue;
    const [{ children }] = markdownOfEastAsia.parseInline(token.content, env);
    if (isSameText(children, token.children)) token.children = children;
  }
  return { tokens, references: env.references ?? {} };
}

/**
 * Whether one reading of a text has the same text as CommonMark's, where its stars count as text if they are to CommonMark:
 * those get them as their `content`.
 * @param {any[]} tokens @param {any[]} ofCommonMark
 */
function isSameText(tokens, ofCommonMark) {
  const text = (/** @type {any} */ token) => (token.type === "text" ? token.content : EMPHASIS.test(token.type) ? "" : `\0${token.type}\0`);
  const wanted = ofCommonMark.map(text).join("");
  let at = 0;
  for (const token of tokens) {
    const isMark = EMPHASIS.test(token.type);
    const next = isMark ? token.markup : text(token);
    if (!wanted.startsWith(next, at)) {
      if (isMark) continue;
      return false;
    }
    if (isMark) token.content = next;
    at += next.length;
  }
  return at === wanted.length;
}

/** The addresses in a text: from where to where. @param {string} text @returns {{start: number, end: number}[]} */
export const addresses = (text) => (linkify.match(text) ?? []).map(({ index, lastIndex, raw }) => ({ start: index, end: index + (PARTICLE.exec(raw)?.index ?? lastIndex - index) }));
/** What follows an address in Japanese, without a space; after a / it may as well be the first letter of a name, but for を. */
const PARTICLE = /(?<=[!-.0-~])(?:[をはがにでへもとの]|から|まで|より)|(?<=[^:/]\/)を/;

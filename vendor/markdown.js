/** Reads Markdown as the page shows it: CommonMark with tables and strikethrough, as markdown-it's tokens; and bare addresses. */

import { LinkifyIt } from "linkify-it";
import MarkdownIt from "markdown-it";

// Deeper than the page shows (static/js/markdown.js, DEEP): what is deeper, markdown-it would leave out.
const markdown = new MarkdownIt({ html: true }).set({ maxNesting: 200 });
// Which links lead somewhere, the page decides.
markdown.validateLink = () => true;

// Addresses are what begins with http: neither main.rs nor a name with an @ is one.
const linkify = new LinkifyIt({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
for (const schema of ["ftp:", "//", "mailto:"]) linkify.add(schema, null);

/**
 * A text as tokens, and what its references refer to.
 * @param {string} text @returns {{tokens: any[], references: Record<string, {title: string, href: string}>}}
 */
export function parse(text) {
  const env = {};
  const tokens = markdown.parse(text, env);
  return { tokens, references: env.references ?? {} };
}

/** The addresses in a text: from where to where. @param {string} text @returns {{start: number, end: number}[]} */
export const addresses = (text) => (linkify.match(text) ?? []).map(({ index, lastIndex }) => ({ start: index, end: lastIndex }));

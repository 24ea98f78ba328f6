/** One reading of a text with the text of another: what it shows is its own, and what is text of the page is the other's. */

const EMPHASIS = /^(?:em|strong|s)_(?:open|close)$/;
const IS_SHOWN = new Set(["text", "html_inline", "formula", "address", "pattern"]);
const IS_WHOLE = new Set(["code_inline", "fence", "code_block", "html_block"]);

/** What tokens say, without spaces. @param {any[]} tokens @returns {string} */
export const said = (tokens) => flat(tokens).map(({ type, content }) => (IS_SHOWN.has(type) || IS_WHOLE.has(type) ? content : "")).join("").replaceAll(/\s+/g, "");

/**
 * Holds tokens to the text of others. Signs of emphasis that are text there get them as their `content`, which is not shown; and
 * whatever is shown and no text there has `parts`: what is text, what is not, what is, and so on.
 * @param {any[]} tokens @param {string} wanted  as `said` has it @returns {boolean} false: they say something else
 */
export function hold(tokens, wanted) {
  let at = 0;
  for (const token of flat(tokens)) {
    if (EMPHASIS.test(token.type)) {
      const { length } = common(token.markup, wanted, at);
      token.content = token.markup.slice(0, length);
      at += length;
    } else if (IS_WHOLE.has(token.type)) {
      const bare = token.content.replaceAll(/\s+/g, "");
      if (!wanted.startsWith(bare, at)) return false;
      at += bare.length;
    } else if (IS_SHOWN.has(token.type)) {
      const parts = [""];
      for (const sign of token.content.split("")) {
        const isText = /\s/.test(sign) || sign === wanted[at];
        if (!/\s/.test(sign) && isText) at += 1;
        if (isText !== (parts.length % 2 === 1)) parts.push("");
        parts[parts.length - 1] += sign;
      }
      if (parts.length > 1) token.parts = parts;
    }
  }
  return at === wanted.length;
}

/** @param {any[]} tokens @returns {any[]} */
const flat = (tokens) => tokens.flatMap((token) => (token.type === "inline" ? token.children : [token]));

/** @param {string} signs @param {string} wanted @param {number} at */
function common(signs, wanted, at) {
  let length = 0;
  while (length < signs.length && signs[length] === wanted[at + length]) length += 1;
  return { length };
}

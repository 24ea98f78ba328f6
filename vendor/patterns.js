/** Patterns in a text that are not marked as code: regular expressions such as [0-9]*\.[0-9]*, and names of files such as test_*.py */

const WORD = /[!-_a-~]+/g; // with no code in it
/** What no other words have: signs of some kind, and how many of them. */
const EXPRESSION = /(?:\[\^?[^\]\s]*(?:\w-\w|\\\w)[^\]\s]*\]|\[\^[^\]\s\w][^\]\s]*\]|\\[dws])[*+?{]/i;
/** One star, or two, for a part of a name; with more of them, what is between may be emphasis. */
const NAME = /^[^*]*(?:\w[_./-]\*{1,2}[_./-]\w|(?<![^"'(])\*_\w+\.\w)[^*]*$/;
const ELSE = /\]\(|\]\[|https?:/i;

/** @param {string} source @returns {Map<number, number>} where they begin, and end */
export function patterns(source) {
  const found = new Map();
  for (const { 0: word, index } of source.matchAll(WORD)) {
    const isName = word.includes("*") && NAME.test(word);
    if (!(isName || EXPRESSION.test(word)) || ELSE.test(word)) continue;
    const before = /^["'(]*/.exec(word)?.[0].length ?? 0;
    const marks = isName ? 0 : (/^[*_~]*/.exec(word.slice(before))?.[0].length ?? 0);
    // ** ends something that is bold, and one * says how many.
    const after = /(?:[*_~]{2,}|(?<![\])\w.])\*)?[.,;:!?"']*$/.exec(word)?.[0].length ?? 0;
    found.set(index + before + marks, index + word.length - after);
  }
  return found;
}

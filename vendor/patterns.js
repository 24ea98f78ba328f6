/** Patterns in a text that are not marked as code: regular expressions such as [0-9]*\.[0-9]*, names of files such as test_*.py and C:\_a, times of cron, and variables: a['_x_'], $_x_ */

const WORD = /[!-_a-~]+/g; // with no code in it
/** What no other words have: signs of some kind, and how many of them. */
const EXPRESSION = /(?:\[\^?[^[\]\s]{0,60}(?:\w-\w|\\\w)[^[\]\s]{0,60}\]|\[\^[^[\]\s\w][^[\]\s]{0,60}\]|\\[dws])[*+?{]/i;
/** One star, or two, for a part of a name; with more of them, what is between may be emphasis. */
const NAME = /^[^*]*(?:\w[_./-]\*{1,2}[_./-]\w|(?<![^"'(])\*_\w+\.\w)[^*]*$/;
/** The path of a file where those have a \\, a time of cron, an address of hosts. */
const PLACE = /^["'(]*(?:[a-z]:\\|\\\\\w+\\|\*\/\d+$|[\d*]+(?:\.[\d*]+){2,}[.,;:!?"')]*$)/i;
/** What of a program's variable is no emphasis: the name of an entry, and one that begins and ends with a _; so do names of persons. */
const VARIABLE = /(?<=[\w)\]])\[(["'])[^\s"'[\]]*\1\]|[$@]\{?_\w*_(?!\w)/g;
const ELSE = /\]\(|\]\[|https?:/i;

/** @param {string} source @returns {Map<number, number>} where they begin, and end */
export function patterns(source) {
  const found = new Map();
  for (const { 0: word, index } of source.matchAll(WORD)) {
    const isName = PLACE.test(word) || (word.includes("*") && NAME.test(word));
    if (ELSE.test(word)) continue;
    if (!isName && !EXPRESSION.test(word)) {
      for (const { 0: name, index: at } of word.matchAll(VARIABLE)) if (/[*_~]/.test(name)) found.set(index + at, index + at + name.length);
      continue;
    }
    const before = /^["'(]*/.exec(word)?.[0].length ?? 0;
    const marks = isName ? 0 : (/^[*_~]*/.exec(word.slice(before))?.[0].length ?? 0);
    // ** ends something that is bold, and one * says how many.
    const after = /(?:[*_~]{2,}|(?<![\])\w.])\*)?[.,;:!?"']*$/.exec(word)?.[0].length ?? 0;
    if (before + marks + after < word.length) found.set(index + before + marks, index + word.length - after);
  }
  return found;
}

/**
 * Mathematics in a text: what stands between $ and $, $$ and $$, \( and \), \[ and \], or \begin and \end, and is no price, no
 * variable of a shell and no bracket that was only escaped. Where that is in doubt it is taken for mathematics, which is shown
 * as it was written: who reads that misses nothing.
 */

const LONGEST = 4_000; // characters of one
const COMMAND = /\\[a-z]+\*?(?:\s*\{[^{}]*\})*/gi; // with what it is said of: \text{if }
/** No price has these. */
const SIGN = /[\\^_=<>{}≤≥≠≈∈∑∫√×÷·→∞±]|[\w)] ?\+ ?[\w(]|[\w)]\*[\w(]/;
const WORD = "[*_]*[\\p{Script=Latin}]{2,}[*_.,;:!?)]*";
const WORDS = new RegExp(`${WORD}\\s+${WORD}`, "u");
const SENTENCE = new RegExp(`(?:${WORD}\\s+){2}${WORD}|[、。，；！？]|\\p{Script=Hiragana}{2}|\\p{Script=Hangul}{2}\\s+\\p{Script=Hangul}`, "u");
const ELSE = /`|https?:\/\//i; // code and addresses are what they are anywhere
const BRACKETED = /[a-z]{4}/i; // \(optional\)
const CLOSERS = /** @type {Record<string, string>} */ ({ "$": "$", "$$": "$$", "\\(": "\\)", "\\[": "\\]" });
const OPENER = /\$\$?|\\[([]|\\begin\{(\w{1,20}\*?)\}/y;

/** What a formula that begins there begins and ends with. @param {string} text @param {number} at @returns {[string, string]|null} */
export function signsAt(text, at) {
  OPENER.lastIndex = at;
  const found = OPENER.exec(text);
  return found && [found[0], CLOSERS[found[0]] ?? `\\end{${found[1]}}`];
}

/** Where a sign comes next that is not escaped; -1: nowhere near. @param {string} text @param {string} sign @param {number} from */
export function nextOf(text, sign, from) {
  const end = Math.min(text.length, from + LONGEST);
  for (let at = from; at < end; at += text[at] === "\\" ? 2 : 1) if (text.startsWith(sign, at)) return at;
  return -1;
}

/** The end of the formula that begins there; -1: none does. @param {string} text @param {number} at @returns {number} */
export function formulaEnd(text, at) {
  const [opener, closer] = signsAt(text, at) ?? ["", ""];
  if (opener === "") return -1;
  const from = at + opener.length;
  const to = nextOf(text, closer, from);
  if (to < 0 || !isFormula(opener, text.slice(from, to))) return -1;
  const end = to + closer.length;
  if (opener === "$" && !isWithin(text, at, end)) return -1;
  if (opener === "\\[" && /[([]/.test(text[end] ?? "")) return -1; // \[a\](b)
  return end;
}

/** Whether what stands between such signs is mathematics. @param {string} opener @param {string} inside */
function isFormula(opener, inside) {
  if (opener.startsWith("\\begin")) return true;
  if (inside.trim() === "" || ELSE.test(inside)) return false;
  const rest = inside.replace(COMMAND, "\\");
  const [signs, isProse] = [SIGN.test(inside), SENTENCE.test(rest)];
  if (isProse || (!signs && WORDS.test(rest))) return false;
  if (opener === "$") return /^\S(?:.*\S)?$/s.test(inside) || (/^\s.*\s$/s.test(inside) && /[\\^_={]/.test(inside));
  if (opener === "$$") return signs || !/[a-z]{2}/i.test(inside);
  return signs || (opener === "\\(" && !BRACKETED.test(inside));
}

/** US$5 and $HOME/$USER begin or end none, and neither does $5-$10. @param {string} text @param {number} at @param {number} end */
function isWithin(text, at, end) {
  const [before, after] = [text[at - 1] ?? "", text[end] ?? ""];
  return !(/[a-z\d]/i.test(before) && text[at + 1] !== "\\") && !/[$=&?\\]/.test(before) && !/[\d$]/.test(after);
}

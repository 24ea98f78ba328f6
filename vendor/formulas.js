/**
 * Mathematics in a text: what stands between $ and $, $$ and $$, \( and \), \[ and \], or \begin and \end, and is no price, no
 * variable of a shell and no bracket that was only escaped. Where that is in doubt it is taken for mathematics, which is shown
 * as it was written: who reads that misses nothing.
 */

const LONGEST = 4_000; // characters of one
const COMMAND = /\\[a-z]+\*?(?:\s*\{[^{}]*\})*/gi; // with what it is said of: \text{if }
/** No price has these. */
const SIGN = /[\\^_=<>{}≤≥≠≈∈∑∫√×÷·→∞±]|[\w)] ?\+ ?[\w(]|[\w)]\*[\w(]/;
const WORD = "(?<!\\p{Script=Latin})\\p{Script=Latin}{2,}[*_.,;:!?)]*";
const WORDS = new RegExp(`${WORD}\\s+[*_]*${WORD}`, "u");
const SENTENCE = new RegExp(`(?:${WORD}\\s+[*_]*){2}${WORD}|[、。，；！？]|\\p{Script=Hiragana}{2}|\\p{Script=Hangul}{2}\\s+\\p{Script=Hangul}`, "u");
const ELSE = /`|https?:\/\//i; // code and addresses are what they are anywhere
const BRACKETED = /[a-z]{4}/i; // \(optional\)
const ENDS_NO_FORMULA = /(?:[/:,;=|.<>&@!?#~%([-]|(?<![\^_{\\])[+*]|(?<!\w)['"])$/;
const BEGINS_NAME = /** @type {Record<string, RegExp>} */ ({ "{": /^\{/, "(": /^\(/ }); // of whatever stands in brackets: ${a}${b}, $(a)$(b)
const CLOSERS = /** @type {Record<string, string>} */ ({ "$": "$", "$$": "$$", "\\(": "\\)", "\\[": "\\]" });
const BRACKETS = new Set(["\\(", "\\["]); // in which none of their kind stand
const OPENER = /\$\$?|\\[([]|\\begin\{(\w{1,20}\*?)\}/y;

/** What a formula that begins there begins and ends with. @param {string} text @param {number} at @returns {[string, string]|null} */
export function signsAt(text, at) {
  OPENER.lastIndex = at;
  const found = OPENER.exec(text);
  return found && [found[0], CLOSERS[found[0]] ?? `\\end{${found[1]}}`];
}

/**
 * What tells where a sign comes next in a text that is not escaped; -1: nowhere near. What it has looked through for one place it
 * does not look through again for a later one.
 * @param {string} text @returns {(sign: string, from: number) => number}
 */
export function finder(text) {
  /** @type {Map<string, {from: number, to: number}>} where there is none of a sign */ const without = new Map();
  return (sign, from) => {
    const known = without.get(sign);
    let at = known && known.from <= from && from <= known.to ? known.to : from;
    const end = Math.min(text.length, from + LONGEST);
    while (at < end && !text.startsWith(sign, at)) at += text[at] === "\\" ? 2 : 1;
    without.set(sign, { from, to: at });
    return at < end ? at : -1;
  };
}

/** The end of the formula that begins there; -1: none does. @param {string} text @param {number} at @param {(sign: string, from: number) => number} next  in the text @returns {number} */
export function formulaEnd(text, at, next) {
  const [opener, closer] = signsAt(text, at) ?? ["", ""];
  if (opener === "") return -1;
  const from = at + opener.length;
  const to = next(closer, from);
  if (to < 0 || (BRACKETS.has(opener) && isBefore(next(opener, from), to))) return -1;
  const inside = text.slice(from, to);
  if (!isFormula(opener, inside)) return -1;
  const end = to + closer.length;
  if (opener === "$" && (!isOutside(text, at, end) || isVariable(inside, text[end] ?? ""))) return -1;
  if (opener === "\\[" && /[([]/.test(text[end] ?? "")) return -1; // \[a\](b)
  return end;
}

const isBefore = (/** @type {number} */ place, /** @type {number} */ other) => place >= 0 && place < other;

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
function isOutside(text, at, end) {
  const [before, after] = [text[at - 1] ?? "", text[end] ?? ""];
  return !(/[a-z\d]/i.test(before) && text[at + 1] !== "\\") && !/[$=&?\\]/.test(before) && !/[\d$]/.test(after);
}

/**
 * Whether a $ and the next one begin names, of a shell's or a program's variables: $HOME/bin:$PATH, $a.$b, ${a}${b}, $(a)-$(b). There
 * a sign stands before the second, which ends no formula: but x^* and f' may, and x, where a space follows.
 * @param {string} inside @param {string} after
 */
const isVariable = (inside, after) => /[a-z_{(]/i.test(after) && (ENDS_NO_FORMULA.test(inside) || (/^[A-Z_]{2,}$/.test(inside) && /[A-Z_]/.test(after)) || (BEGINS_NAME[after]?.test(inside) ?? false));

/**
 * The signs ~~ that cross nothing out: those of 9時~~10時と15時~~16時, 1,000円~~1,200円, A~~B and 東京~~大阪. Whoever crosses something
 * out leaves a space or a sign outside of it, or a word's end where words have none between them: 価格は~~旧価格~~新価格です. What is
 * in doubt is shown as it is written.
 */

const NEAR = 20; // characters beside a sign that are looked at, and pieces of a text
const LONGEST = 200; // pieces of a text between two signs; what is longer has a comma
const TILDE = 126;
/** What words without spaces between them are written with. */
const WIDE = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Bopomofo}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Script=Tibetan}ー々〇";
const NARROW = `(?![${WIDE}])[\\p{L}\\p{N}\\p{M}]`;
const DAY = "[月火水木金土日월화수목금토일]";
const UNIT = "(?:[\\p{Script=Han}\\p{Script=Latin}\\p{Script=Hangul}%‰°℃′″]{0,3}|[つか]|か月|[ヶカケヵ]?[月国所年]間?|[\\p{Script=Katakana}ー]{1,8})";
const ENDS_WORD = /[\p{L}\p{N}\p{M}\p{Sc}\p{Pe}\p{Pf}%‰°℃′″]$/u;
const BEGINS_WORD = /^(?:[\p{L}\p{N}\p{Sc}\p{Ps}\p{Pi}]|[+−-]\p{N})/u;
/** Before a sign and after it, two ends of a range. */
const ENDS = [
  [new RegExp(`(?!\\p{N})${NARROW}$`, "u"), new RegExp(`^(?!\\p{N})${NARROW}`, "u")], [/\p{N}$/u, /^[+−-]?\p{Sc}?\p{N}/u], [/\p{Pe}$/u, /^\p{Ps}/u],
  [new RegExp(`\\p{N}${UNIT}$`, "u"), /^(?:[+−-]|第|約|およそ|午[前後]|[早深]夜|翌[朝日週月年]?|오[전후])?\p{Sc}?\p{N}|^(?:現在|今[日週月年]?|至今|현재)/u],
  [new RegExp(`(?:^|[^\\p{L}]|[とやは])${DAY}(?:曜日?|요일)?$`, "u"), new RegExp(`^${DAY}(?![\\p{Script=Han}\\p{Script=Katakana}]{2})`, "u")],
];
/** What is a noun, as far as its letters tell: the end of 東京 and (注), and not that of これは. */
const NOUN = "[\\p{Script=Han}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Latin}\\p{N}ー々〇%％]";
const ENDS_NOUN = new RegExp(`(?:${NOUN}|\\p{Pe})$`, "u");
const BEGINS_NOUN = new RegExp(`^(?:${NOUN}|\\p{Ps})`, "u");
/** What stands between two ranges: 、 and と */
const BETWEEN = new RegExp(`[、，,；;・/／\\s]|${NOUN}[とや和与與及]${NOUN}`, "u");

/** @typedef {"opens"|"closes"|"range"|"nouns"|"either"} Place  of a sign: outside and inside of it is a word, or both are */

/** @param {import("markdown-it/index.mjs").StateInline} state */
export function ranges(state) {
  for (const delimiters of [state.delimiters, ...state.tokens_meta.map((meta) => meta?.delimiters ?? [])]) settle(state.tokens, delimiters.filter(({ marker }) => marker === TILDE));
}

/** Says of each sign whether it may begin or end what is crossed out. @param {any[]} tokens @param {any[]} signs */
function settle(tokens, signs) {
  const places = signs.map(({ token }) => placeOf(beside(tokens, token, -1), beside(tokens, token, 1)));
  /** @type {Place[]} what surely begins or ends something, next after each */ const sure = [];
  for (let at = signs.length - 1, next = /** @type {Place} */ ("either"); at >= 0; at -= 1) {
    sure[at] = next;
    if (places[at] === "opens" || places[at] === "closes") next = places[at];
  }
  let open = 0;
  for (const [at, sign] of signs.entries()) {
    const place = places[at];
    if (place !== "opens" && place !== "closes") {
      if (open > 0) {
        sign.close &&= sure[at] !== "closes"; // ~~旧 10時~~12時 料金~~
        sign.open = false;
      } else if (place !== "either") {
        const next = places[at + 1] ?? "opens";
        sign.close = false;
        sign.open &&= (place === "range" ? next === "closes" : next !== "opens") && !BETWEEN.test(between(tokens, sign.token, signs[at + 1].token));
      }
    }
    if (sign.close && open > 0) open -= 1;
    else if (sign.open) open += 1;
  }
}

/** @param {string} before @param {string} after @returns {Place} */
function placeOf(before, after) {
  const [ends, begins] = [ENDS_WORD.test(before), BEGINS_WORD.test(after)];
  if (ends !== begins) return ends ? "closes" : "opens";
  if (!ends) return "either";
  if (ENDS.some(([end, begin]) => end.test(before) && begin.test(after))) return "range";
  return ENDS_NOUN.test(before) && BEGINS_NOUN.test(after) ? "nouns" : "either";
}

/** What stands on one side of a sign. @param {any[]} tokens @param {number} at @param {1|-1} step @returns {string} */
function beside(tokens, at, step) {
  let said = "";
  for (let index = at + step, steps = 0; steps < NEAR && said.length < NEAR && tokens[index]; index += step, steps += 1) {
    const words = written(tokens[index]);
    said = step < 0 ? (words + said).slice(-NEAR) : said + words.slice(0, NEAR);
  }
  return said;
}

/** @param {any[]} tokens @param {number} from @param {number} to @returns {string} */
const between = (tokens, from, to) => (to - from > LONGEST ? "," : tokens.slice(from + 1, to).map(written).join(""));

/** What a token says; of code and formulas, that it is a word. @param {any} token @returns {string} */
function written({ type, content }) {
  if (type === "text" || type === "text_special") return /^[*_~]+$/.test(content) ? "" : content;
  return type.endsWith("break") ? "\n" : ["code_inline", "formula", "pattern", "address", "image"].includes(type) ? "x" : "";
}

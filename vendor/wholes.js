/** What in a paragraph is one thing, whatever signs of emphasis stand in it: formulas, bare addresses, and patterns such as [0-9]*\.[0-9]* */

import { addresses } from "./addresses.js";
import { finder, formulaEnd, signsAt } from "./formulas.js";
import { patterns } from "./patterns.js";

/** @typedef {{start: number, end: number, type: "formula"|"address"|"pattern", content: string}} Whole  `content`: what it says, a &lt; read */

const PLAIN = /[^$\\&`<h]+/iy;
const ESCAPE = /\\[!-/:-@[-`{-~]/y;
const ENTITY = /&(?:#x[\da-f]{1,6}|#\d{1,7}|[a-z][a-z\d]{1,31});/iy;
const RUN = /`+/y;
const TAG = /<(?:[a-z][a-z\d+.-]{1,31}:[^\s<>]*|\/?[a-z][a-z\d-]*(?:\s+[a-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*\s*\/?|!--.*?--)>/isy;
/** The beginning of an address, or all of it: in it begins no formula. */
const BEGUN = /https?:\/\/[^\s<>`\\&\u3000-\u303f\uff00-\uff65]*/iy;
const IN_WHOLE = new RegExp(`\\\\.|${ENTITY.source}`, "gis");
const LINK = /!?\[[^[\]]*\][[(]|\][[(]/; // one that follows an address without a space
const UNDERLINED = /(?<![\p{L}\p{N}_])_+(?=https?:\/\/)/giu;
const MARKS = "*_~";

/** @param {string} source  of a paragraph @param {(entity: string) => string} decoded @returns {Whole[]} one after the other */
export function wholes(source, decoded) {
  /** @type {Whole[]} */ const others = [];
  const seen = new Seen();
  const written = patterns(source);
  const find = finder(source);
  const starts = [...written.keys(), Infinity].values();
  let start = starts.next().value;
  /** @type {Set<string>} */ const unended = new Set();
  for (let at = 0; at < source.length; at = seen.end) {
    const next = (/** @type {RegExp} */ kind) => ((kind.lastIndex = at), kind.exec(source)?.[0] ?? "");
    while (start < at) start = starts.next().value;
    const formula = formulaEnd(source, at, find);
    const end = formula > 0 ? formula : (written.get(at) ?? -1);
    if (end > 0) {
      const content = source.slice(at, end).replaceAll(IN_WHOLE, (part) => (part[0] === "&" ? decoded(part) : part));
      others.push({ start: at, end, type: formula > 0 ? "formula" : "pattern", content });
      seen.put(" ", at, end);
      continue;
    }
    const plain = next(PLAIN).slice(0, start - at || undefined);
    if (plain) {
      seen.as(plain, at);
      continue;
    }
    const [escape, entity, run, tag] = [next(ESCAPE), next(ENTITY), next(RUN), next(TAG)];
    if (escape) seen.put(escape[1], at, at + escape.length);
    else if (entity) seen.put(decoded(entity), at, at + entity.length);
    else if (run) seen.put(" ", at, codeEnd(source, at, run, unended));
    else if (tag) seen.put(" ", at, at + tag.length);
    else seen.as(next(BEGUN) || signsAt(source, at)?.[0] || source[at], at);
  }
  return [...others, ...seen.addresses()].sort((a, b) => a.start - b.start);
}

/** Where code ends that begins with so many backticks; where those end, if it does not. @param {string} source @param {number} at @param {string} run @param {Set<string>} unended  those of which no more come */
export function codeEnd(source, at, run, unended) {
  const from = at + run.length;
  if (unended.has(run)) return from;
  for (let to = source.indexOf(run, from); to >= 0; ) {
    RUN.lastIndex = to;
    const { length } = /** @type {RegExpExecArray} */ (RUN.exec(source))[0];
    if (length === run.length) return to + length;
    to = source.indexOf(run, to + length);
  }
  unended.add(run);
  return from;
}

/** A paragraph as it reads, and where each of its signs stands in the source. */
class Seen {
  end = 0; // in the source
  #text = "";
  /** @type {number[]} */ #starts = [];
  /** @type {number[]} */ #ends = [];
  /** @type {Set<number>} signs that are not escaped */ #marks = new Set();

  /** As it is written. @param {string} text @param {number} at */
  as(text, at) {
    for (let index = 0; index < text.length; index += 1) {
      if (MARKS.includes(text[index])) this.#marks.add(this.#starts.length);
      this.#starts.push(at + index);
      this.#ends.push(at + index + 1);
    }
    this.#text += text;
    this.end = at + text.length;
  }

  /** What is written in another way. @param {string} text @param {number} start @param {number} end */
  put(text, start, end) {
    for (const _ of Array.from({ length: text.length })) {
      this.#starts.push(start);
      this.#ends.push(end);
    }
    this.#text += text;
    this.end = end;
  }

  /** @returns {Whole[]} */
  addresses() {
    const text = this.#text.replaceAll(UNDERLINED, (marks) => " ".repeat(marks.length));
    /** @type {Record<string, number>} how many signs of a kind are open */ const open = { "*": 0, "_": 0, "~": 0 };
    let walked = 0;
    return addresses(text).flatMap(({ start, end }) => {
      this.#walk(open, walked, start);
      const link = text.slice(start, end).search(LINK);
      const whole = link < 0 ? end : start + link;
      const last = this.#cut(open, start, whole);
      walked = last;
      const isUnderlined = this.#text[start - 1] !== text[start - 1];
      if (isUnderlined && last === whole) return []; // of _https://a.b, no address
      return [{ start: this.#starts[start], end: this.#ends[last - 1], type: /** @type {const} */ ("address"), content: text.slice(start, last) }];
    });
  }

  /** Which emphasis is begun and not ended. @param {Record<string, number>} open @param {number} from @param {number} to */
  #walk(open, from, to) {
    for (let at = from; at < to; ) {
      if (!this.#marks.has(at)) {
        at += 1;
        continue;
      }
      const sign = this.#text[at];
      const end = this.#runEnd(at, to);
      const [before, after] = [this.#text[at - 1] ?? " ", this.#text[end] ?? " "];
      const isInWord = sign === "_" && /\w/.test(before) && /\w/.test(after);
      if (!isInWord && open[sign] > 0 && /\S/.test(before)) open[sign] = 0;
      else if (!isInWord && /\S/.test(after)) open[sign] = end - at;
      at = end;
    }
  }

  /** Where an address ends that may stand in emphasis: before the signs that end that. @param {Record<string, number>} open @param {number} start @param {number} end */
  #cut(open, start, end) {
    const isMark = (/** @type {number} */ at) => this.#marks.has(at) && open[this.#text[at]] > 0;
    for (let at = end - 1; at > start; at -= 1) {
      if (!isMark(at) || this.#text[at] === "_") continue;
      const after = at + 1 < end ? this.#text[at + 1] : " ";
      let first = at;
      while (isMark(first - 1) && this.#text[first - 1] === this.#text[at]) first -= 1;
      if (!/[\w./]/.test(after) && !/[/.=]/.test(this.#text[first - 1])) {
        end = first;
        break;
      }
      at = first;
    }
    while (end > start && isMark(end - 1)) end -= 1;
    return end;
  }

  /** @param {number} at @param {number} most */
  #runEnd(at, most) {
    const sign = this.#text[at];
    while (at < most && this.#marks.has(at) && this.#text[at] === sign) at += 1;
    return at;
  }
}

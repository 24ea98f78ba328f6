/** A row of a table as its cells: a | within code or a formula of a cell cuts that only where there are as many cells then as columns. */

import { finder, formulaEnd } from "./formulas.js";
import { codeEnd } from "./wholes.js";

const MOST_SIGNS = 4_000; // that may begin code or a formula; nobody means more of them in a row
const SIGNS = /[\\`$]/g;
const RUN = /`+/y;

/** @typedef {{end: number, isCode: boolean}} Whole */

/** @param {string} row @param {number} count  of columns @returns {string[]} what stands before, between and after its signs */
export function cells(row, count) {
  const wholes = (row.match(SIGNS)?.length ?? 0) > MOST_SIGNS ? new Map() : wholesOf(row);
  const [cut, kept] = [split(row, wholes, true), split(row, wholes, false)];
  const off = (/** @type {string[]} */ parts) => Math.abs(parts.length - Number(parts[0] === "") - Number(parts.length > 1 && parts.at(-1) === "") - count);
  return off(cut) === 0 || off(cut) < off(kept) ? cut : kept;
}

/** @param {string} row @returns {Map<number, Whole>} code and formulas, by where they begin */
function wholesOf(row) {
  /** @type {Map<number, Whole>} */ const found = new Map();
  /** @type {Set<string>} */ const unended = new Set();
  const next = finder(row);
  for (let at = 0; at < row.length; ) {
    RUN.lastIndex = at;
    const run = RUN.exec(row)?.[0];
    const end = run ? codeEnd(row, at, run, unended) : formulaEnd(row, at, next);
    const isWhole = run ? end > at + run.length : end > 0;
    if (isWhole) found.set(at, { end, isCode: run !== undefined });
    at = isWhole || run ? end : at + (row[at] === "\\" ? 2 : 1);
  }
  return found;
}

/** An escaped | is one without its \, but for a formula, which is shown as it is written. @param {string} row @param {Map<number, Whole>} wholes @param {boolean} isCut  are they, by a | in them */
function split(row, wholes, isCut) {
  const parts = [""];
  /** @type {Whole|undefined} */ let now;
  for (let at = 0; at < row.length; at += 1) {
    if (now && at >= now.end) now = undefined;
    now ??= wholes.get(at);
    const isEscaped = row[at] === "\\" && row[at + 1] === "|";
    if (row[at] === "|" && (isCut || !now)) parts.push("");
    else if (!isEscaped) parts[parts.length - 1] += row[at];
    else parts[parts.length - 1] += now && !now.isCode ? "\\|" : "|";
    if (isEscaped) at += 1;
  }
  return parts;
}

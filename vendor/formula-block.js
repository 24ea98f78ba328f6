/** A formula of some lines as a block, which markdown-it's other rules would take for headings and lists. */

import { finder, formulaEnd, signsAt } from "./formulas.js";

const MOST_LINES = 100;

/** @type {import("markdown-it/index.mjs").ParserBlock.RuleBlock} */
export function formula(state, startLine, endLine, silent) {
  const indent = Math.min(state.blkIndent, state.sCount[startLine]);
  if (state.sCount[startLine] - state.blkIndent >= 4) return false;
  const line = (/** @type {number} */ index) => state.src.slice(state.bMarks[index] + state.tShift[index], state.eMarks[index]);
  const first = line(startLine);
  const [opener, closer] = signsAt(first, 0) ?? ["$", "$"];
  const isIn = (/** @type {string} */ text, from = 0) => text.includes(closer, from) && finder(text)(closer, from) >= 0;
  if (opener === "$" || opener === "\\(" || isIn(first, opener.length)) return false;
  const isAlone = first.trim() === opener || opener.startsWith("\\begin");
  let last = startLine + 1;
  for (; last < endLine && !isIn(line(last)); last += 1) {
    if (last - startLine === MOST_LINES || (state.isEmpty(last) ? !isAlone : state.sCount[last] < indent)) return false;
  }
  // While a text grows, the end may still come, and say what it is.
  const isOpen = last >= endLine;
  if (isOpen && last < state.env.lines) return false;
  // What ends it stands in its item, or by itself: the $$ of the next item begins that one's.
  if (!isOpen && state.sCount[last] < indent && !line(last).startsWith(closer)) return false;
  const content = state.getLines(startLine, isOpen ? last : last + 1, indent, false).trim();
  if (!isOpen && formulaEnd(content, 0, finder(content)) < 0) return false;
  if (silent) return true;
  state.line = isOpen ? last : last + 1;
  const open = state.push("paragraph_open", "p", 1);
  open.map = [startLine, state.line];
  // What is not at its end yet may turn out to be words of the paragraph before it.
  open.meta = { isFormula: true, goesOn: state.line >= state.env.lines && startLine > 0 && !state.isEmpty(startLine - 1) };
  Object.assign(state.push("inline", "", 0), { content, map: open.map, meta: { isOpen }, children: [] });
  state.push("paragraph_close", "p", -1);
  return true;
}

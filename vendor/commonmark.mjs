/**
 * Where markdown-it 15.0.3 does not read a text as CommonMark's reference implementations do, and where it leaves out what somebody
 * said. Its lines are put right while they are bundled; the build fails where one of them is no longer there, so that an
 * update of the library is looked at.
 */

const IS_GLUED = "if (!silent && state.continues === startLine) return false;";

/** Such a line is not in the item, and too far from the list's edge to begin anything: it goes on with a paragraph. */
const IS_FAR = "(state.listIndent >= 0 && state.sCount[nextLine] - state.listIndent >= 4 && state.sCount[nextLine] < state.blkIndent)";

/** @type {{why: string, from: string, to: string, times?: number}[]} */
const CORRECTIONS = [
  {
    why: "[a]( and [a](no address are the reference [a] where that is defined, and a bracket",
    from: "\t\tif (pos >= max) return false;\n\t\tstart = pos;\n\t\tres = state.md.helpers.parseLinkDestination",
    to: "\t\tstart = pos;\n\t\tres = state.md.helpers.parseLinkDestination",
    times: 2, // of a link, and of a picture
  },
  {
    why: "[](([a] is no full reference",
    from: "if (pos >= max || state.src.charCodeAt(pos) !== 41) parseReference = true;\n\t\tpos++;",
    to: "parseReference = pos >= max || state.src.charCodeAt(pos) !== 41;\n\t\tpos = parseReference ? labelEnd + 1 : pos + 1;",
  },
  {
    why: "![a]( is the picture [a], and a bracket",
    from: "if (pos >= max || state.src.charCodeAt(pos) !== 41) {\n\t\t\tstate.pos = oldPos;\n\t\t\treturn false;\n\t\t}\n\t\tpos++;\n\t} else {",
    to: "isInline = pos < max && state.src.charCodeAt(pos) === 41;\n\t\tpos = isInline ? pos + 1 : labelEnd + 1;\n\t}\n\tif (!isInline) {",
  },
  { why: "as before", from: "let code, content, label, pos, ref, res, title, start;", to: "let code, content, label, pos, ref, res, title, start, isInline = false;" },
  {
    why: "[[a]] is no label, so that [a] before it is a reference by itself",
    from: "if (pos >= 0) label = state.src.slice(start, pos++);",
    to: "if (pos >= 0 && /^(?:\\\\.|[^\\\\[\\]])*$/s.test(state.src.slice(start, pos))) label = state.src.slice(start, pos++);",
    times: 2,
  },
  {
    why: "an address ends with its line, whatever stands at the end",
    from: "if (str.charCodeAt(pos + 1) === 32) {\n\t\t\t\tpos++;",
    to: "if (str.charCodeAt(pos + 1) <= 32) {\n\t\t\t\tpos++;",
  },
  {
    why: "a > that is indented by four is no quote's, neither in a quote",
    from: "if (state.src.charCodeAt(pos++) === 62 && !isOutdented) {",
    to: "if (state.src.charCodeAt(pos++) === 62 && !isOutdented && state.sCount[nextLine] - state.blkIndent < 4) {",
  },
  {
    why: "a comment that does not end says nothing of the one before it, which does, nor of a declaration",
    from: "if (state.skipHtmlSpecial) return -1;",
    to: "if (pos >= (state.unended?.[terminator] ?? Infinity)) return -1;",
  },
  { why: "as before", from: "state.skipHtmlSpecial = true;", to: "(state.unended ??= {})[terminator] = pos;" },
  {
    why: "() and \"\" are a title like any other: where more follows, they are none, and the definition ends before them",
    from: "\t\tif (title) {\n\t\t\ttitle = \"\";\n\t\t\tpos = destEndPos;",
    to: "\t\tif (titleStart !== destEndPos && titleRes.ok) {\n\t\t\ttitle = \"\";\n\t\t\tpos = destEndPos;",
  },
  {
    why: "a definition is the beginning of a paragraph, which is not ended by a list of no words, by one that begins with 7,",
    from: 'const terminatorRules = state.md.block.ruler.getRules("reference");\n\t\tconst oldParentType = state.parentType;\n\t\tstate.parentType = "reference";',
    to: 'const terminatorRules = state.md.block.ruler.getRules("paragraph");\n\t\tconst oldParentType = state.parentType;\n\t\tstate.parentType = "paragraph";',
  },
  {
    why: "by code or by <b>: what follows it is words of that paragraph",
    from: "\ttoken.meta = meta;\n\tstate.line = nextLine;",
    to: "\ttoken.meta = meta;\n\tstate.line = nextLine;\n\tif (state.sCount[nextLine] >= state.blkIndent && getNextLinePos(state, nextLine) >= 0) state.continues = nextLine;",
  },
  {
    why: "as before; and what underlines a heading ends it, wherever a definition might go on",
    from: "\tif (nextLine >= endLine || state.isEmpty(nextLine)) return -1;\n",
    to: "\tif (nextLine >= endLine || state.isEmpty(nextLine)) return -1;\n\tif (state.sCount[nextLine] >= state.blkIndent && state.sCount[nextLine] - state.blkIndent < 4 && /^=+[ \\t]*$/.test(state.src.slice(state.bMarks[nextLine] + state.tShift[nextLine], state.eMarks[nextLine]))) return -1;\n",
  },
  {
    why: "as before; they may be a heading, however far they are indented",
    from: "const terminatorRules = state.md.block.ruler.getRules(\"paragraph\");\n\tif (state.sCount[startLine] - state.blkIndent >= 4) return false;",
    to: "const terminatorRules = state.md.block.ruler.getRules(\"paragraph\");\n\tif (state.sCount[startLine] - state.blkIndent >= 4 && state.continues !== startLine) return false;",
  },
  { why: "as before", from: "function code(state, startLine, endLine) {", to: `function code(state, startLine, endLine, silent) {\n\t${IS_GLUED}` },
  { why: "as before", from: "function list(state, startLine, endLine, silent) {", to: `function list(state, startLine, endLine, silent) {\n\t${IS_GLUED}` },
  { why: "as before", from: "function html_block(state, startLine, endLine, silent) {", to: `function html_block(state, startLine, endLine, silent) {\n\t${IS_GLUED}` },
  {
    why: "four spaces below an item whose words stand further in begin no code and no quote",
    from: "\t\tif (state.sCount[nextLine] < 0) continue;\n\t\tlet terminate = false;",
    to: `\t\tif (state.sCount[nextLine] < 0 || ${IS_FAR}) continue;\n\t\tlet terminate = false;`,
    times: 2, // in a paragraph, and in what may be a heading
  },
  { why: "as before", from: "if (state.sCount[nextLine] < 0) isContinuation = true;", to: `if (state.sCount[nextLine] < 0 || ${IS_FAR}) isContinuation = true;` },
  {
    why: "as before; nor does what is no quote's to the quote around this one",
    from: "if (lastLineEmpty) break;\n\t\tlet terminate = false;\n\t\tfor (let i = 0,",
    to: `if (lastLineEmpty) break;\n\t\tlet terminate = false;\n\t\tif (state.sCount[nextLine] >= 0 && !${IS_FAR}) for (let i = 0,`,
  },
  {
    why: "[^1]: Wikipedia is a note, as [^1]: with more words is, and no definition, of which nothing is shown",
    from: "const label = normalizeReference(rawLabel);\n\tif (!label) return false;",
    to: "const label = normalizeReference(rawLabel);\n\tif (!label || label[0] === \"^\") return false;",
  },
  {
    why: "a table's cells are cut by cells.js, which knows of code and formulas in them",
    from: "columns = escapedSplit(lineText);",
    to: "columns = state.md.cells(lineText, aligns.length);",
    times: 2, // of the head, and of each row
  },
  {
    why: "cells beyond the last column are shown as well, but for empty ones",
    from: "for (let i = 0; i < columnCount; i++) {\n\t\t\tconst token_tdo",
    to: "for (let i = 0, most = Math.max(columnCount, columns.findLastIndex((cell) => cell.trim() !== \"\") + 1); i < most; i++) {\n\t\t\tconst token_tdo",
  },
];

/** @param {string} source  of markdown-it @returns {string} */
export function corrected(source) {
  for (const { why, from, to, times = 1 } of CORRECTIONS) {
    const parts = source.split(from);
    if (parts.length !== times + 1) throw new Error(`markdown-it has another text where it is to be corrected (${why}): ${from}`);
    source = parts.join(to);
  }
  return source;
}

/** What reads Markdown, without a page: a text as long as an answer may be, of whatever signs, is read in time. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "../../../static/vendor/markdown.js";
import { meaning } from "../../../static/js/emphasis.js";

const LENGTH = 240_000;
const MOST_MS = 8_000; // of a processor, where other work slows it down; by itself, all are read within a quarter of that
const filled = (/** @type {string} */ piece, length = LENGTH) => piece.repeat(Math.ceil(length / piece.length));
/** As paragraphs with no more signs each than are read. */
const paragraphs = (/** @type {string} */ piece, signs = 3_900, length = LENGTH) => filled(`${piece.repeat(signs)}\n\n`, length);
const table = (/** @type {string} */ rows) => `|a|b|\n|-|-|\n${rows}`;

/** @type {[string, string][]} */
const TEXTS = [
  ["formulas begun in items", "- $$\n".repeat(16_718)], ["in quotes", filled("> $$\n")], ["in numbered items", filled("1. \\[\n")], ["in items of quotes", filled("> - $$\n")], ["below items", filled("- a\n  $$\n")],
  ["in lists in each other", filled(Array.from({ length: 48 }, (_, at) => `${"  ".repeat(at)}- $$\n`).join(""))], ["below lines", filled("a\n$$\n")], ["formulas of lines", filled("$$\na\n\n")], ["environments", filled("- \\begin{a}\n")], ["brackets of lines", filled("\\[\n\n")],
  ["brackets that nothing ends", paragraphs("\\( ", 3_900, 4 * LENGTH)], ["that one ends", filled(`${"\\( ".repeat(1_300)}\\)\n\n`, 4 * LENGTH)], ["long formulas", filled(`$${"a".repeat(3_990)} `, 4 * LENGTH)], ["prices", filled("$a ")], ["signs of formulas", filled("$")],
  ["tables with $", table(filled("|$a|b$|c|\n"))], ["with code", table(filled("|`a|b|\n"))], ["with rows of brackets", table(filled(`${"\\( ".repeat(1_300)}|x|y\n`, 4 * LENGTH))], ["with one long row", table(filled("|$a`"))], ["with a long head", `${filled("|a")}\n${filled("|-")}`],
  ["notes", filled("[^1]")], ["their definitions", filled("[^1]: x\n")], ["definitions begun", filled("[^1]:\n")], ["of different names", Array.from({ length: 17_000 }, (_, at) => `[^${at}]: x${at}\n`).join("")],
  ["~~", filled("~~")], ["~~a", paragraphs("~~a ", 1_900)], ["a~~b", paragraphs("旧~~新", 1_900)], ["many ~", filled(`${"~".repeat(3_900)}a\n\n`)], ["quotes", filled("> ")], ["deep quotes", filled(`${">".repeat(90)} a\n`)], ["lines below a deep quote", `${"> ".repeat(90)}a\n${filled("b\n")}`],
  ["*a", paragraphs("*a ")], ["**a *b", paragraphs("**a *b ", 1_200)], ["a* b", paragraphs("a* ")], ["notes' stars", paragraphs("*a, 1* b** ", 900)], ["stars beside brackets", paragraphs("日**「あ」**", 900)],
  ["[", paragraphs("[")], ["![", paragraphs("![", 1_900)], ["[a](", paragraphs("[a](", 1_300)], ["[a][b", paragraphs("[a][b", 1_300)], ["one line of [", filled("[")], ["`", paragraphs("` ")], ["` of all lengths", Array.from({ length: 690 }, (_, at) => "`".repeat(at + 1)).join(" ")],
  ["<", paragraphs("<")], ["<a b='", paragraphs("<a b='", 1_900)], ["<!--", paragraphs("a <!-- ", 1_900)], ["<?", paragraphs("a <?", 1_900)], ["one line of <", filled("<")], ["variables", filled("$a['_x_'")], ["names", filled("@_a")], ["addresses", filled("https://a.b*_")], ["patterns", filled("[0-9]*")],
];

for (const [name, text] of TEXTS) {
  test(`${name}: ${JSON.stringify(text.slice(0, 20))} and so on is read in time, also while it grows`, () => {
    for (const done of [false, true]) {
      const before = process.cpuUsage();
      const { tokens } = parse(text, done);
      for (const { type, children } of tokens) if (type === "inline") children.forEach((/** @type {any} */ { type: what }, /** @type {number} */ at) => /^(?:em|strong)_open$/.test(what) && meaning(children, at));
      const took = process.cpuUsage(before).user / 1_000;
      assert.ok(tokens.length > 0 && took < MOST_MS, `${took} ms`);
    }
  });
}

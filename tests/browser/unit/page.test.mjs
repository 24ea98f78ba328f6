import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { clipped } from "../../../static/js/sessions.js";

const STATIC = new URL("../../../static/", import.meta.url);

const HTML = readFileSync(new URL("index.html", STATIC), "utf8");
const NAMED = [...HTML.matchAll(/<link rel="modulepreload" href="js\/([^"]+)">/g)].map(([, name]) => name);
const MODULES = readdirSync(new URL("js/", STATIC)).filter((name) => name !== "start.js");
const source = (/** @type {string} */ name) => readFileSync(new URL(`js/${name}`, STATIC), "utf8");

test("the page's head names every module it needs, so that all of them come at once and a missing one is noticed", () => {
  // Imported by name: from the beginning. By an address that may be another one the next time: when it is needed.
  const needed = (/** @type {string[]} */ found, /** @type {string} */ name) => {
    if (found.includes(name)) return found;
    return [...source(name).matchAll(/^import (?:[^"]* from )?"\.\/([^"]+)";$/gm)].map(([, other]) => other).reduce(needed, [...found, name]);
  };
  const atOnce = needed([], "app.js");
  const later = [...new Set(MODULES.flatMap((name) => [...source(name).matchAll(/import\(`\.\/([^$`]+)\$\{again\}`\)/g)].map(([, other]) => other)))];
  assert.ok(later.length > 5);
  assert.deepEqual(NAMED.toSorted(), atOnce.toSorted());
  assert.deepEqual([...atOnce, ...later].toSorted(), MODULES.toSorted());
  // What comes later finds the rest there: a browser may remember for good that one did not come.
  for (const name of later) assert.deepEqual(needed([], name).filter((other) => other !== name && !atOnce.includes(other)), [], name);
  assert.deepEqual(HTML.match(/(?:href|src)="\/[^"]*"/g), null, "all of it is beside the page, wherever that is");
});

test("what a first visit loads stays small, also where only gzip is understood: by http", () => {
  const begins = ["index.html", ...[...HTML.matchAll(/(?:href|src)="([^"#]+\.(?:js|css|svg))"/g)].map(([, name]) => name)];
  for (const words of ["js/words-ja.js", "js/words-en.js"]) {
    const files = [...new Set([...begins, words])].map((name) => readFileSync(new URL(name, STATIC)));
    assert.ok(files.length > 35);
    const sum = (/** @type {(file: Buffer) => Buffer} */ pack) => files.reduce((bytes, file) => bytes + pack(file).length, 0);
    assert.ok(sum(brotliCompressSync) < 100_000, `${sum(brotliCompressSync)}`);
    assert.ok(sum((file) => gzipSync(file, { level: 9 })) < 100_000, `${sum((file) => gzipSync(file, { level: 9 }))}`);
  }
});

test("a title is cut between characters, as a reader counts them", () => {
  const family = "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}";
  assert.equal(clipped(family.repeat(50), 40), family.repeat(40));
  assert.equal(clipped("e\u0301".repeat(50), 3), "e\u0301".repeat(3));
  assert.equal(clipped("short", 40), "short");
  // A character may be longer than a title.
  const long = "👩🏽‍👩🏽‍👧🏽‍👦🏽";
  assert.equal(clipped(long.repeat(50), 40), long.repeat(Math.floor((40 * 16) / long.length)));
  assert.equal(clipped("e" + "\u0301".repeat(1000), 40), "e" + "\u0301".repeat(39));
});

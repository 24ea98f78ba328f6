import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { clipped } from "../../../static/js/sessions.js";

const STATIC = new URL("../../../static/", import.meta.url);

test("the page's head names every module, so that all of them come at once and a missing one is noticed", () => {
  const html = readFileSync(new URL("index.html", STATIC), "utf8");
  const named = [...html.matchAll(/<link rel="modulepreload" href="js\/([^"]+)">/g)].map(([, name]) => name);
  const there = readdirSync(new URL("js/", STATIC)).filter((name) => name !== "start.js");
  assert.deepEqual(named.toSorted(), there.toSorted());
  assert.deepEqual(html.match(/(?:href|src)="\/[^"]*"/g), null, "all of it is beside the page, wherever that is");
});

test("what a first visit loads stays small", () => {
  const html = readFileSync(new URL("index.html", STATIC), "utf8");
  const files = new Set(["index.html", ...[...html.matchAll(/(?:href|src)="([^"#]+\.(?:js|css|svg))"/g)].map(([, name]) => name)]);
  const packed = [...files].map((name) => brotliCompressSync(readFileSync(new URL(name, STATIC))).length);
  assert.ok(files.size > 40);
  assert.ok(packed.reduce((sum, bytes) => sum + bytes) < 100_000, `${packed}`);
});

test("a title is cut between characters, as a reader counts them", () => {
  const family = "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}";
  assert.equal(clipped(family.repeat(50), 40), family.repeat(40));
  assert.equal(clipped("e\u0301".repeat(50), 3), "e\u0301".repeat(3));
  assert.equal(clipped("short", 40), "short");
  // A character may be longer than a title.
  const long = "👩🏽‍👩🏽‍👧🏽‍👦🏽";
  assert.equal(clipped(long.repeat(50), 40), long.repeat(Math.floor((40 * 16) / long.length)));
  assert.equal(clipped("e" + "\u0301".repeat(1000), 40), "");
});

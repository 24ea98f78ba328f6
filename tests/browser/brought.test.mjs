/** What is chosen, dropped, pasted and typed in great number: all of it is taken, or it is said what is not. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, saying, startHera, visit, worked } from "./harness.mjs";

const PHOTOS = ["user", "partner", "child1", "child2"].map((name) => fileURLToPath(new URL(`portraits/${name}.jpg`, import.meta.url)));
const TYPED_MS = 2_000; // of work for three keys

let hera;
let browser;
before(async () => {
  hera = await startHera({ own: true });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await hera?.stop();
});

/** A paste or a drop that brings these. @param {import("playwright-core").Page} page @param {"paste"|"drop"} kind @param {Record<string, string>} texts @param {string[]} [pictures] their names */
function brought(page, kind, texts, pictures = []) {
  return page.evaluate(async ({ kind, texts, pictures }) => {
    const data = new DataTransfer();
    for (const [type, text] of Object.entries(texts)) data.setData(type, text);
    for (const name of pictures) {
      const paper = new OffscreenCanvas(200, 200);
      paper.getContext("2d").fillRect(0, 0, 200, 200);
      data.items.add(new File([await paper.convertToBlob()], name, { type: "image/png" }));
    }
    document.querySelector("#message").dispatchEvent(kind === "paste" ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }) : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, { kind, texts, pictures });
}

test("several pictures at once all arrive, one after the other; for more than go with a message there is a sentence", async () => {
  const person = await visit(browser, hera.url);
  const { page } = person;
  // It is busy for a while.
  let busy = 2;
  await page.route("**/photos", (route) => ((busy -= 1) >= 0 ? route.fulfill({ status: busy ? 503 : 429, contentType: "application/problem+json", body: '{"code":"image_busy"}' }) : route.fallback()));
  const arrived = (/** @type {number} */ count) => page.waitForFunction((wanted) => [...document.querySelectorAll(".attachment img")].filter((image) => /** @type {HTMLImageElement} */ (image).naturalWidth > 0).length === wanted, count);
  await page.setInputFiles("hera-composer input[type=file]", PHOTOS);
  await arrived(4);
  await page.click("#lang-ja");
  await page.waitForFunction(() => [...document.querySelectorAll(".attachment button")].every((button) => button.getAttribute("aria-label") === "この写真を外す" || !/[a-z]/i.test(button.getAttribute("aria-label"))));
  await page.click("#lang-en");
  await page.waitForFunction(() => document.documentElement.lang === "en");
  await Promise.all([saying(page, "No more than 4"), brought(page, "paste", {}, ["a.png"])]);
  await person.say("Look");
  await person.replies(1);
  assert.equal(await page.locator(".msg-user .msg-picture img").count(), 4);
  for (const [kind, texts, names] of /** @type {["paste"|"drop", Record<string, string>, string[]][]} */ ([
    ["paste", {}, ["a.png", "b.png", "c.png"]],
    ["drop", {}, ["a.png", "b.png"]],
    // As file managers copy a file: with its name, or where it is.
    ["paste", { "text/plain": "cat.png" }, ["cat.png"]],
    ["paste", { "text/plain": "file:///home/me/my%20cat.png" }, ["my cat.png"]],
    ["paste", { "text/plain": "x-special/nautilus-clipboard\ncopy\nfile:///home/me/my%20cat%281%29.png\n" }, ["my cat(1).png"]],
    ["paste", { "text/plain": "a.png\rb.png" }, ["a.png", "b.png"]],
    ["paste", { "text/plain": "cafe\u0301.png" }, ["caf\u00e9.png"]],
    ["paste", { "text/plain": "C:\\pictures\\a.png\r\nC:\\pictures\\b.png" }, ["a.png", "b.png"]],
    ["paste", { "text/html": "<img src='https://a.b/p.png' alt='A cat'>" }, ["p.png"]],
  ])) {
    await brought(page, kind, texts, names);
    await arrived(names.length);
    assert.equal(await page.inputValue("#message"), "", JSON.stringify(texts));
    await page.$$eval(".attachment button", (all) => all.forEach((button) => /** @type {HTMLElement} */ (button).click()));
    await arrived(0);
  }
  assert.deepEqual(person.troubles.filter((text) => !/status of (503|429)/.test(text)), []);
  await person.leave();
});

test("pasted HTML keeps its lines, its cells and its code", async () => {
  const person = await visit(browser, hera.url);
  for (const [html, text] of [
    ["<table><tr><td>Name</td><td>Age</td></tr><tr><td><p>Maya</p></td><td>33</td></tr></table>", "Name\tAge\nMaya\t33"],
    ["<table><tr><th>Name</th><th></th><th>Age</th></tr></table>", "Name\t\tAge"],
    ["Hello<p>World</p>", "Hello\nWorld"],
    ["Hello<div>World</div>again", "Hello\nWorld\nagain"],
    ["Fruits:<ul><li>apple</li><li>pear<ul><li>green</li></ul></li></ul>End", "Fruits:\napple\npear\ngreen\nEnd"],
    ["<dl><dt>Name</dt><dd>Maya</dd></dl>", "Name\nMaya"],
    ["a<hr>b", "a\nb"],
    ["<pre>if x:\n    y = 1\n</pre>after", "if x:\n    y = 1\nafter"],
    ["<section>a</section>\n  <section>b\n c</section>", "a\nb c"],
    ["one<br><br>two <b>bold</b>  words<noscript>no</noscript><span style='display:none'>no</span>", "one\n\ntwo bold words"],
  ]) {
    await person.page.fill("#message", "");
    await brought(person.page, "paste", { "text/html": html });
    assert.equal(await person.page.inputValue("#message"), text, html);
  }
  // Some programs give beside it a plain text in which nothing stands.
  await person.page.fill("#message", "");
  await brought(person.page, "paste", { "text/plain": " \r\n", "text/html": "<p>Hello</p>" });
  assert.equal(await person.page.inputValue("#message"), "Hello");
  // The style that hides a part is not applied, only read.
  assert.deepEqual(person.troubles.filter((trouble) => !trouble.startsWith("Applying inline style")), []);
  await person.leave();
});

test("a whole book in the box stops neither the keys nor the page, and it is said that it is too long", async () => {
  const person = await visit(browser, hera.url);
  const { page } = person;
  const told = saying(page, "Too long");
  await page.evaluate(() => {
    const box = /** @type {HTMLTextAreaElement} */ (document.querySelector("#message"));
    box.focus();
    box.value = "word ".repeat(200_000);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await told;
  const work = await worked(page);
  await page.evaluate(async () => {
    for (let key = 0; key < 3; key += 1) {
      document.execCommand("insertText", false, "a");
      await new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
    }
  });
  const took = await work();
  assert.ok(took > 0 && took < TYPED_MS, `${took} ms`);
  await page.press("#message", "Control+Enter");
  assert.equal(await page.locator("hera-message").count(), 0);
  assert.ok((await page.evaluate(() => Math.max(...Object.values({ ...localStorage }).map(({ length }) => length)))) < 200_000, "and it is not written down");
  await person.say("short again");
  await person.replies(1);
  // Addresses by the thousand in what a person says.
  await person.say("https://a.b/c ".repeat(3_000));
  await page.waitForFunction(() => document.querySelectorAll(".msg-user:last-of-type a, .msg-user a").length === 1_000);
  await person.replies(2);
  person.check();
  await person.leave();
});

test("what is pasted can be taken back with one key, whatever it was, and code that is said keeps its indentation", async () => {
  const person = await visit(browser, hera.url);
  const { page } = person;
  await page.focus("#message");
  await page.keyboard.type("typed by hand ");
  const lines = Array.from({ length: 300 }, (_, index) => `line ${index}`);
  for (const [kind, html, text] of /** @type {["paste"|"drop", string, string][]} */ ([["paste", "<p>pasted</p>", "pasted"], ["drop", "<p>dropped</p>", "dropped"], ["paste", lines.map((line) => `<p>${line}</p>`).join(""), lines.join("\n")]])) {
    await brought(page, kind, { "text/html": html });
    assert.equal(await page.inputValue("#message"), `typed by hand ${text}`);
    await page.keyboard.press("Control+z");
    assert.equal(await page.inputValue("#message"), "typed by hand ", html.slice(0, 20));
  }
  await page.fill("#message", "\n  \n    if x:\n        y  \n\n");
  await page.press("#message", "Control+Enter");
  await person.replies(1);
  assert.equal((await person.stored())[0].content, "    if x:\n        y");
  assert.equal((await person.shown())[0].content, "    if x:\n        y");
  await page.fill("#message", " \n\t\n ");
  await page.press("#message", "Control+Enter");
  assert.equal(await page.locator(".msg-user").count(), 1);
  person.check();
  await person.leave();
});

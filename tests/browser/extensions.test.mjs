/** What a browser's extensions put into a page, take out of it and change in it, is none of the page's business. */

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { WAIT_MS, contextOf, launch, startHera } from "./harness.mjs";

/** As extensions do it, by their content scripts. @type {Record<string, string>} */
const SCRIPTS = {
  // Elements of their own, which are never defined in the page's world, beside the page's and within them.
  elements: `for (const place of ["html", "body", "hera-composer form", "hera-log .messages", "hera-progress"]) {
    const one = document.createElement("grammarly-desktop-integration");
    one.attachShadow({ mode: "open" });
    document.querySelector(place)?.append(one);
  }`,
  // A style sheet, linked, and one that does not come.
  style: `for (const href of [chrome.runtime.getURL("x.css"), chrome.runtime.getURL("none.css"), "https://extension.invalid/x.css"]) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    document.head.append(link);
  }`,
  // What goes with the page's own: turned off, or gone.
  dress: `const [first, second] = document.querySelectorAll("link[rel=stylesheet]");
    first.disabled = true;
    second.remove();
    for (const hint of document.querySelectorAll("link[rel=modulepreload]")) hint.remove();`,
  // A translator's pieces in place of the page's texts, and its mark on the whole.
  words: `document.documentElement.classList.add("translated-ltr");
    document.documentElement.lang = "fr";
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const all = [];
    while (walk.nextNode()) if (walk.currentNode.data.trim()) all.push(walk.currentNode);
    for (const text of all) {
      const piece = document.createElement("font");
      piece.textContent = text.data;
      text.replaceWith(piece);
    }`,
  // A password manager's and an ad blocker's: attributes, frames, parts that go.
  parts: `document.querySelector("#message")?.setAttribute("data-com.bitwarden.browser.user-edited", "yes");
    document.body.append(document.createElement("iframe"), document.createElement("style"));
    for (const which of [".top-emblem", "#starting", "noscript"]) document.querySelector(which)?.remove();`,
};

let hera;
let browser;
let folder;
before(async () => {
  [hera, browser, folder] = await Promise.all([startHera({ own: true }), launch(), mkdtemp(join(tmpdir(), "hera-extensions-"))]);
});
after(async () => {
  await browser?.close();
  await hera?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** A browser with an extension that runs this. @param {string} name @param {string} script @param {"document_end"|"document_idle"} when */
async function extended(name, script, when) {
  const place = join(folder, `${name}-${when}`);
  await mkdir(place);
  const manifest = { manifest_version: 3, name, version: "1", content_scripts: [{ matches: ["<all_urls>"], js: ["c.js"], run_at: when }], web_accessible_resources: [{ resources: ["x.css"], matches: ["<all_urls>"] }] };
  await Promise.all([writeFile(join(place, "c.js"), `${script}\ndocument.documentElement.dataset.extended = "";`), writeFile(join(place, "x.css"), ".a { color: red }"), writeFile(join(place, "manifest.json"), JSON.stringify(manifest))]);
  const context = await chromium.launchPersistentContext("", {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: false, locale: "en-US", timeout: WAIT_MS,
    args: ["--headless=new", "--no-sandbox", "--disable-gpu", `--disable-extensions-except=${place}`, `--load-extension=${place}`], ignoreDefaultArgs: ["--disable-extensions"],
  });
  context.setDefaultTimeout(WAIT_MS);
  return context;
}

for (const [name, script] of Object.entries(SCRIPTS)) {
  for (const when of /** @type {const} */ (["document_end", "document_idle"])) {
    test(`the page comes and stays with an extension's ${name} (${when})`, async () => {
      const context = await extended(name, script, when);
      const page = await context.newPage();
      let loads = 0;
      page.on("domcontentloaded", () => (loads += 1));
      // What looks after the page's coming has seen it whole when it looks no more.
      await page.addInitScript(() => {
        const clear = globalThis.clearInterval;
        globalThis.clearInterval = (timer) => (document.documentElement.dataset.seen = "", clear(timer));
      });
      await page.goto(hera.url);
      await page.waitForSelector("html[data-extended] #app[data-phase=open]");
      await page.waitForSelector("html[data-seen]");
      assert.equal(await page.locator(".load-failed").count(), 0);
      await page.fill("#message", "Hello");
      await page.press("#message", "Control+Enter");
      await page.waitForFunction(() => document.querySelector(".msg-assistant:not(.is-streaming) .msg-text")?.textContent !== "");
      await page.click("#lang-ja", { noWaitAfter: true });
      await page.waitForSelector("html[lang=ja]");
      assert.equal(loads, 1);
      await context.close();
    });
  }
}

test("what was only late takes away what said so, and nothing is loaded again", async () => {
  const context = await contextOf(browser);
  const page = await context.newPage();
  let loads = 0;
  page.on("domcontentloaded", () => (loads += 1));
  /** @type {(() => void)[]} */ const words = [];
  /** @type {(() => void)[]} */ const sheets = [];
  let late = true;
  await page.route("**/words-en.js*", (route) => (late ? void words.push(() => void route.continue()) : route.continue()));
  // Asked for once more, as the page does with all its files before it loads them again.
  await page.route("**/*.css", (route) => (route.request().resourceType() === "fetch" ? void sheets.push(() => void route.continue()) : route.continue()));
  await page.goto(hera.url);
  await page.waitForSelector(".load-failed");
  late = false;
  for (const go of words) go();
  await page.waitForSelector("#app[data-phase=open]");
  await page.waitForSelector(".load-failed", { state: "detached" });
  for (const go of sheets) go();
  await page.fill("#message", "Hello");
  await page.press("#message", "Control+Enter");
  await page.waitForFunction(() => document.querySelector(".msg-assistant:not(.is-streaming)"));
  assert.equal(loads, 1);
  await context.close();
});

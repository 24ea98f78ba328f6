/** What a browser, a disk or a network does not let through: the page goes on, says so where it matters, and takes nothing for done that is not. */

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { Person, WAIT_MS, contextOf, eventually, launch, startHera, until, visit } from "./harness.mjs";
import { middlebox } from "./middlebox.mjs";

const SIGN_IN = { status: 200, contentType: "text/html", body: "<h1>Please sign in to this network</h1>" };

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

test("where a browser keeps nothing, no cookie and no storage, the page talks, is not loaded again and again, and takes one's own for one's own", async () => {
  const profile = await mkdtemp(join(tmpdir(), "hera-profile-"));
  await mkdir(join(profile, "Default"));
  await writeFile(join(profile, "Default", "Preferences"), JSON.stringify({ profile: { default_content_setting_values: { cookies: 2 } } }));
  const context = await chromium.launchPersistentContext(profile, { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"], locale: "en-US", timeout: WAIT_MS });
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  let loads = 0;
  page.on("domcontentloaded", () => (loads += 1));
  const person = new Person(page, new URL(hera.url).origin, false);
  await page.goto(hera.url);
  await person.ready();
  await assert.rejects(page.evaluate(() => localStorage.length), /denied/);
  await person.say("Hello");
  await person.replies(1);
  await page.click("#lang-ja");
  await page.waitForFunction(() => document.documentElement.lang === "ja");
  await page.reload();
  await person.ready();
  await person.replies(1);
  await page.waitForFunction(() => document.querySelector(".status-text").textContent === "");
  assert.equal(await page.locator(".card-warn").count(), 0, "nobody else has begun it");
  // Whoever opens somebody else's link is told so all the same.
  const { session_id: other } = await (await fetch(new URL("/api/sessions", hera.url), { method: "POST" })).json();
  await page.evaluate((id) => (location.hash = id), other);
  await page.waitForSelector(".card-warn");
  assert.equal(loads, 2);
  assert.deepEqual(person.troubles, []);
  await context.close();
  await rm(profile, { recursive: true, force: true });
});

test("where a page fails for another reason than a file, it is not loaded again without end", async () => {
  const context = await contextOf(browser);
  const page = await context.newPage();
  await page.clock.install();
  let loads = 0;
  page.on("domcontentloaded", () => (loads += 1));
  await context.addInitScript(() => Object.defineProperty(Document.prototype, "title", { set: () => { throw new Error("no"); } }));
  await page.goto(hera.url);
  await page.waitForFunction(() => document.querySelector("#app")?.dataset.begun !== undefined);
  // The page's clock runs ahead by seconds, each of which waits for what the page has asked for: time alone would end each
  // try before the first file could come.
  let asked = 0;
  page.on("request", () => (asked += 1));
  for (const ended of /** @type {const} */ (["requestfinished", "requestfailed"])) page.on(ended, () => (asked -= 1));
  const passes = async (ms = 1_000) => {
    await page.clock.runFor(ms).catch(() => {}); // the page may go away meanwhile
    await page.waitForLoadState();
    await until(() => asked === 0, "what the page has asked for");
    return page.isVisible(".load-failed button").catch(() => false);
  };
  const end = Date.now() + 3 * WAIT_MS;
  for (let said = false; loads < 11 || !said; said = await passes()) assert.ok(Date.now() < end, `loaded ${loads} times only`);
  for (let round = 0; round < 20; round += 1) assert.ok(await passes(20_000), "it is said, with a button");
  assert.equal(loads, 11);
  await context.close();
});

test("a full storage stops neither words nor keys nor the language", async () => {
  for (const free of [0, 20, 300]) {
    const person = await visit(browser, hera.url);
    const { page } = person;
    await person.say("Hello");
    await person.replies(1);
    await page.evaluate((room) => {
      const fill = (/** @type {string} */ key, /** @type {number} */ most) => {
        let [least, over] = [0, most];
        while (over - least > 1) {
          const middle = Math.floor((least + over) / 2);
          try {
            localStorage.setItem(key, "x".repeat(middle));
            least = middle;
          } catch {
            over = middle;
          }
        }
        return least;
      };
      localStorage.setItem("other.app", "x".repeat(fill("other.app", 10_000_000) - room));
    }, free);
    await page.click("#lang-ja");
    await page.waitForFunction(() => document.documentElement.lang === "ja");
    await page.locator("#message").pressSequentially("With keys, one after the other");
    await page.press("#message", "Control+Enter");
    await person.replies(2);
    assert.equal(await page.inputValue("#message"), "");
    const before = page.url();
    await page.click("#menu-label");
    await page.click("#fresh");
    await page.waitForFunction((old) => location.href !== old && location.hash.length > 30, before);
    await person.ready();
    await person.say("In a new one");
    await person.replies(1);
    assert.deepEqual(person.troubles, [], `${free} left`);
    await person.leave();
  }
});

test("what somebody else on the way answers has not been accepted: a message is sent again, and nothing is deleted or forgotten", async () => {
  const box = await middlebox(hera.url, { sockets: 403 });
  const person = await visit(browser, box.url, { socket: false });
  const { page } = person;
  await person.say("Hello");
  await person.replies(1);
  const said = "**/api/sessions/*/messages";
  await page.route(said, (route) => (route.request().method() === "POST" ? route.fulfill(SIGN_IN) : route.fallback()));
  await person.say("I am 33 years old");
  await page.waitForSelector(".msg-user .msg-note >> text=wants you to sign in");
  await page.unroute(said);
  await person.replies(2);
  assert.deepEqual((await person.stored(hera.url)).filter(({ role }) => role === "user").map(({ content }) => content), ["Hello", "I am 33 years old"]);

  await page.route("**/api/**", (route) => (route.request().method() === "DELETE" ? route.fulfill(SIGN_IN) : route.fallback()));
  const { session } = person;
  await page.click("#menu-label");
  await page.click("#sessions");
  await page.click('[aria-label^="Delete"]');
  await page.click(".session-ask .is-danger");
  const failed = () => page.waitForFunction(() => document.querySelector(".sessions-note").textContent !== "");
  await failed();
  await page.click(".sessions-leave button");
  await page.click(".sessions-leave .is-danger");
  await failed();
  await page.waitForSelector(".sessions-leave > .quiet");
  assert.equal(person.session, session, "still there");
  assert.equal((await person.get("status", hera.url)).caller.kind, "guest");
  await person.leave();
  await box.close();
});

test("a style sheet or a script that was cut short is fetched again", async () => {
  const context = await contextOf(browser);
  const page = await context.newPage();
  const cut = new Set();
  for (const [file, contentType, bytes] of /** @type {[string, string, number][]} */ ([["css/style.css", "text/css", 9_000], ["css/markdown.css", "text/css", 900]])) {
    const body = readFileSync(new URL(`../../static/${file}`, import.meta.url), "utf8").slice(0, bytes);
    await context.route(`**/${file}*`, (route) => (cut.has(file) ? route.fallback() : (cut.add(file), route.fulfill({ contentType, body }))));
  }
  await page.goto(hera.url);
  const whole = (/** @type {string} */ file) => page.waitForFunction((name) => [...document.styleSheets].some(({ href, cssRules }) => href?.includes(name) && [...cssRules].at(-1).cssText.includes("--whole")) && document.querySelector("#app[data-phase=open]"), file);
  await whole("css/style.css");
  await page.fill("#message", "See https://example.org");
  await page.press("#message", "Control+Enter");
  await whole("css/markdown.css");
  await page.waitForSelector(".msg-user a");
  assert.equal(cut.size, 2);
  await context.close();
});

test("by plain http, a message is copied, and what a closed tab could not say is said", async () => {
  // A name that is not this machine: no secure context, so neither locks nor a clipboard.
  const plain = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP hera.test 127.0.0.1"], timeout: WAIT_MS });
  const open = await startHera({ own: true, env: { ALLOWED_HOSTS: "hera.test" } });
  const url = open.url.replace("127.0.0.1", "hera.test");
  const person = await visit(plain, url);
  const { page } = person;
  assert.equal(await page.evaluate(() => isSecureContext || "locks" in navigator), false);
  await person.say("Hello");
  await person.replies(1);
  await page.evaluate(() => document.addEventListener("copy", () => (/** @type {any} */ (globalThis).copied = String(/** @type {HTMLTextAreaElement} */ (document.activeElement).value))));
  await page.locator(".msg-user .msg-copy").focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector(".status-text").textContent === "Copied.");
  assert.equal(await page.evaluate(() => /** @type {any} */ (globalThis).copied), "Hello");
  const context = page.context();
  const tabs = [await context.newPage(), await context.newPage(), await context.newPage()];
  await page.evaluate(() => localStorage.removeItem("hera.session")); // each begins one of its own
  for (const [index, tab] of tabs.entries()) {
    await tab.route("**/api/sessions", (route) => (route.request().method() === "POST" ? route.abort() : route.fallback()));
    await tab.goto(url);
    await tab.waitForSelector("#starting", { state: "detached" }); // until then nobody hears what is said
    await tab.fill("#message", `From tab ${index}`);
    await tab.press("#message", "Control+Enter");
    await tab.waitForSelector(".msg-user");
  }
  await tabs[0].close();
  // One that does not answer is taken to be gone, and leaves what it had to say to who took it over.
  await tabs[2].evaluate(() => (BroadcastChannel.prototype.postMessage = () => {}));
  const next = await context.newPage();
  await next.goto(url);
  const shows = (/** @type {import("playwright-core").Page} */ tab) => tab.$$eval(".msg-user .msg-text", (all) => all.map(({ textContent }) => textContent));
  await eventually(() => shows(tabs[2]), []);
  for (const tab of tabs.slice(1)) await tab.unroute("**/api/sessions");
  await tabs[1].waitForSelector("#app[data-phase=open]");
  // Whichever tab says it: one that is too busy to answer is taken to be gone as well.
  const said = () => next.evaluate(async () => {
    const { sessions } = await (await fetch("/api/sessions")).json();
    const all = await Promise.all(sessions.map(async (/** @type {any} */ { session_id: id }) => (await (await fetch(`/api/sessions/${id}/messages`)).json()).messages));
    return all.flat().filter(({ role }) => role === "user").map(({ content }) => content).sort();
  });
  await eventually(said, ["From tab 0", "From tab 1", "From tab 2", "Hello"], "each once");
  await plain.close();
  await open.stop();
});

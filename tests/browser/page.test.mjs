/** Keyboard, input method, reading, small screens, and what a screen reader gets. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, afterEach, before, test } from "node:test";
import { cable, goesOn } from "./cable.mjs";
import { accessible, contextOf, eventually, launch, startHera, until, visit } from "./harness.mjs";
import { scene } from "./scenes.mjs";
import { stage } from "./stage.mjs";

const PACE_MS = 50;

let hera;
let browser;
/** @type {Awaited<ReturnType<typeof cable>>|null} holds a reply half written for as long as somebody looks at it */ let wire = null;
before(async () => {
  [hera, browser] = await Promise.all([startHera({ pace: PACE_MS }), launch()]);
});
after(async () => {
  await browser?.close();
  await hera?.stop();
});
afterEach(async () => {
  await wire?.close();
  wire = null;
});

for (const [lang, dark, width] of /** @type {const} */ ([["ja", false, 360], ["en", true, 1280]])) {
  test(`axe finds nothing serious (${lang}, ${dark ? "dark" : "light"}, ${width} px)`, async () => {
    wire = await cable(hera.url);
    const person = await visit(browser, wire.url, { lang, dark, width, height: 740 });
    await accessible(person, "welcome");
    await person.page.click("#menu-label");
    await accessible(person, "menu");
    await person.page.keyboard.press("Escape");
    if (width < 1024) {
      await person.page.click(".progress-toggle");
      await accessible(person, "what Hera knows");
      await person.page.click(".progress-toggle");
    }
    wire.hold(goesOn());
    await person.say(lang === "ja" ? "33歳です" : "I'm 33");
    await person.streaming(3);
    await accessible(person, "streaming");
    wire.release();
    await person.replies(1);
    await accessible(person, "answered");
    await person.page.goto(`${wire.url}#00000000-0000-4000-8000-000000000000`);
    await person.page.waitForSelector(".card");
    await accessible(person, "ended");
    await person.leave();
  });
}

test("Enter that confirms a conversion does not send; the next one does", async () => {
  const person = await visit(browser, hera.url, { lang: "ja" });
  const { page } = person;
  const keys = await page.context().newCDPSession(page);
  await page.focus("#message");
  await keys.send("Input.imeSetComposition", { text: "さんじゅうさん", selectionStart: 7, selectionEnd: 7 });
  await page.keyboard.press("Enter"); // in a composition: isComposing
  await keys.send("Input.insertText", { text: "三十三歳です" });
  // Safari's way: the composition has ended, and the key that ended it still comes, as 229.
  await keys.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Enter", code: "Enter", windowsVirtualKeyCode: 229 });
  assert.equal(await page.locator("hera-message").count(), 0, "nothing was sent");
  assert.equal((await page.inputValue("#message")).trim(), "三十三歳です");
  await page.keyboard.press("Enter");
  await person.replies(1);
  assert.equal((await person.shown())[0].content, "三十三歳です");
  assert.equal(await page.inputValue("#message"), "");
  person.check();
  await person.leave();
});

test("Shift+Enter breaks the line, empty input is not sent", async () => {
  const person = await visit(browser, hera.url);
  const { page } = person;
  await page.focus("#message");
  await page.keyboard.press("Enter");
  await page.keyboard.type("I'm 33");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("and I live in Berlin");
  await page.keyboard.press("Enter");
  await person.replies(1);
  assert.deepEqual((await person.stored()).filter(({ role }) => role === "user"), [{ role: "user", content: "I'm 33\nand I live in Berlin" }]);
  await person.leave();
});

test("who is greeted on a small screen reads from the beginning", async () => {
  const person = await visit(browser, hera.url, { width: 360, height: 560 });
  const scroller = person.page.locator(".scroller");
  assert.ok(await scroller.evaluate((box) => box.scrollHeight > box.clientHeight), "there is more than is seen");
  assert.equal(await scroller.evaluate((box) => box.scrollTop), 0);
  await person.say("Hello");
  await person.replies(1);
  await eventually(() => scroller.evaluate((box) => box.scrollHeight - box.clientHeight - box.scrollTop < 2), true, "then the end is in view");
  await person.leave();
});

test("the whole page works by keyboard", async () => {
  const person = await visit(browser, hera.url, { width: 1280 });
  const { page } = person;
  await page.evaluate(() => {
    document.body.tabIndex = -1; // back to the top of the page
    document.body.focus();
    document.body.removeAttribute("tabindex");
  });
  const stops = [];
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press("Tab");
    const id = await page.evaluate(() => {
      const here = document.activeElement;
      const outline = getComputedStyle(here.closest(".composer") ?? here);
      return `${here.id || here.className}${outline.outlineStyle !== "none" || outline.boxShadow !== "none" ? "" : " (no visible focus)"}`;
    });
    stops.push(id);
    if (id.startsWith("message")) break;
  }
  assert.equal(stops[0], "skip");
  assert.ok(stops.includes("lang-ja") && stops.includes("menu-label") && stops.some((id) => id.startsWith("opener")), stops.join());
  assert.ok(stops.at(-1).startsWith("message"), stops.join());
  assert.deepEqual(stops.filter((id) => id.includes("no visible focus")), []);
  await person.leave();
});

test("a finished reply is announced once, and never word by word", async () => {
  const person = await visit(browser, hera.url);
  const { page } = person;
  await page.evaluate(() => {
    const heard = (globalThis.heard = []);
    const region = document.querySelector("hera-log > [aria-live=polite]");
    new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach((node) => heard.push(node.textContent)))).observe(region, { childList: true, subtree: true, characterData: true });
  });
  assert.equal(await page.getAttribute("[role=log]", "aria-live"), "off");
  await person.say("Hello, let's begin");
  await person.replies(1);
  await person.say("I'm 33");
  await person.replies(2);
  const replies = (await person.stored()).filter(({ role }) => role === "assistant").map(({ content }) => `Hera: ${content}`);
  await eventually(() => page.evaluate(() => globalThis.heard), replies);
  await person.leave();
});

test("whoever reads further up is left alone, and finds the way back", async () => {
  wire = await cable(hera.url);
  const person = await visit(browser, wire.url, { width: 360, height: 560 });
  const { page } = person;
  await person.say("Hello, let's begin");
  await person.replies(1);
  await person.say("I'm 33");
  await person.replies(2);
  const scroller = page.locator(".scroller");
  const atEnd = () => scroller.evaluate((box) => box.scrollHeight - box.clientHeight - box.scrollTop < 2);
  await eventually(atEnd, true, "the end is in view");
  wire.hold(goesOn());
  await person.say("I live in Berlin");
  await person.streaming(3);
  await scroller.evaluate((box) => box.scrollTo({ top: 0, behavior: "instant" }));
  wire.release();
  await person.replies(3);
  assert.equal(await scroller.evaluate((box) => box.scrollTop), 0);
  await page.click(".newest");
  await eventually(atEnd, true, "the end is in view again");
  await page.waitForSelector(".newest", { state: "hidden" });
  await person.leave();
});

test("older pages load upward and keep the place", async () => {
  const quick = await startHera({ own: true });
  const person = await visit(browser, quick.url);
  const { page } = person;
  for (let n = 1; n <= 35; n += 1) {
    const response = await fetch(`${person.origin}/api/sessions/${person.session}/messages`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ message: `Message number ${n}` }),
    });
    assert.equal(response.status, 200);
  }
  await page.reload();
  await person.ready();
  const stored = await person.stored();
  assert.ok(stored.length >= 70);
  await page.waitForSelector(".earlier:visible");
  const fresh = await person.shown();
  assert.ok(fresh.length < stored.length);
  assert.deepEqual(fresh, stored.slice(-fresh.length));
  // Where the reader stands does not move while the page before is put above it.
  const mark = fresh.find(({ role }) => role === "user").content;
  const top = () => page.locator(`hera-message >> text="${mark}"`).first().evaluate((element) => element.getBoundingClientRect().top);
  const grown = (/** @type {number} */ count) => page.waitForFunction((old) => document.querySelectorAll("hera-message").length > old || !document.querySelector(".earlier").checkVisibility(), count);
  await page.locator(".scroller").evaluate((box) => box.scrollTo({ top: 300, behavior: "instant" }));
  const before = await top();
  await grown(fresh.length);
  assert.ok(Math.abs((await top()) - before) <= 2, "what was in view stays in view");
  while (await page.isVisible(".earlier")) {
    const count = await page.locator("hera-message").count();
    await page.locator(".scroller").evaluate((box) => box.scrollTo({ top: 200, behavior: "instant" }));
    await grown(count);
  }
  assert.deepEqual(await person.shown(), stored);
  person.check();
  await person.leave();
  await quick.stop();
});

test("before the first word nothing is loaded but what the page's head names and the words of its language; what talks by HTTP comes with that word", async () => {
  const html = readFileSync(new URL("../../static/index.html", import.meta.url), "utf8");
  const named = ["", "js/words-en.js", ...[...html.matchAll(/(?:href|src)="([^"#]+\.(?:js|css|svg))"/g)].map(([, name]) => name)]; // unit/page.test.mjs weighs these
  const context = await contextOf(browser);
  await context.clock.install({ time: 0 }); // it stands still: no socket is late
  await context.clock.pauseAt(1_000);
  const page = await context.newPage();
  /** @type {Set<string>} */ const asked = new Set();
  let welcomed = false;
  page.on("request", (request) => !request.url().includes("/api/") && asked.add(new URL(request.url()).pathname.slice(1)));
  page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => (welcomed ||= String(payload).includes('"welcome"'))));
  await page.goto(hera.url);
  await until(() => welcomed, "the welcome");
  assert.deepEqual([...asked].sort(), [...new Set(named)].sort());
  await page.clock.resume();
  await page.waitForSelector("#app[data-phase=open]");
  await page.fill("#message", "Hello");
  await page.press("#message", "Enter");
  await until(() => ["js/transport-http.js", "js/event-stream.js", "js/listening.js"].every((file) => asked.has(file)), "what talks by HTTP");
  await context.close();
});

test("the language can be chosen, and is remembered", async () => {
  const person = await visit(browser, hera.url, { lang: "ja" });
  const { page } = person;
  assert.equal(await page.getAttribute("#message", "placeholder"), "ヘーラーに話しかける");
  await page.click("#lang-en");
  // Its words come when they are needed.
  await eventually(() => page.getAttribute("#message", "placeholder"), "Talk to Hera");
  assert.equal(await page.getAttribute("html", "lang"), "en");
  await page.reload();
  await person.ready();
  assert.equal(await page.getAttribute("html", "lang"), "en");
  person.check();
  await person.leave();
});

test("the address alone comes back to the conversation; a new one can be begun", async () => {
  const person = await visit(browser, hera.url);
  const { page } = person;
  const first = person.session;
  await person.say("Hello");
  await person.replies(1);
  await page.goto(hera.url);
  await person.ready();
  await page.waitForFunction((id) => location.hash === `#${id}`, first);
  await person.replies(1);
  await page.click("#menu-label");
  await page.click("#fresh");
  await page.waitForFunction((id) => location.hash.length === 37 && location.hash !== `#${id}`, first);
  await person.ready();
  assert.deepEqual(await person.shown(), []);
  await page.goBack();
  await page.waitForFunction(() => document.querySelectorAll("hera-message").length === 2);
  assert.equal(person.session, first);
  person.check();
  await person.leave();
});

test("text is text, whatever it looks like; links are http and https only", async () => {
  const person = await visit(browser, hera.url);
  const { page } = person;
  const text = "<img src=x onerror=alert(1)> <b>33</b> javascript:alert(1) https://example.org/a?b=1 &amp;";
  await person.say(text);
  await person.replies(1);
  assert.equal((await person.shown())[0].content, text);
  // What finds them comes when it is needed.
  await eventually(() => page.$$eval(".msg-text a", (links) => links.map((link) => link.getAttribute("href"))), ["https://example.org/a?b=1"]);
  assert.equal((await person.shown())[0].content, text);
  assert.equal(await page.locator(".msg-text img, .msg-text b").count(), 0);
  person.check();
  await person.leave();
});

for (const width of [360, 768, 1280]) {
  test(`nothing is wider than the window at ${width} px`, async () => {
    const person = await visit(browser, hera.url, { width, height: 740, lang: "ja" });
    const { page } = person;
    await person.say(`とても${"なが".repeat(120)}いhttps://example.org/${"x".repeat(200)}`);
    await person.replies(1);
    const { inner, outer } = await page.evaluate(() => ({ inner: innerWidth, outer: document.documentElement.scrollWidth }));
    assert.ok(outer <= inner, `${outer} > ${inner}`);
    const beyond = await page.$$eval("#app *", (all) => all.filter((one) => !one.closest(".visually-hidden, .skip, svg, .msg-user .msg-name") && one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.className || one.tagName));
    assert.deepEqual(beyond, []);
    await person.leave();
  });
}

test("the words of a button keep off its edge where they take two lines", async () => {
  for (const lang of /** @type {const} */ (["en", "ja"])) {
    const { state, ...told } = scene(lang, "planned");
    const { person } = await stage(browser, hera.url, { ...told, state: { ...state, phase: "interview" }, width: 320, height: 740 });
    const { page } = person;
    await page.waitForSelector(".card .primary");
    const near = await page.$$eval("#app button", (all) => all.filter((one) => one.checkVisibility() && one.innerText.trim() !== "").flatMap((one) => {
      const [box, words] = [one.getBoundingClientRect(), document.createRange()];
      const texts = [one, ...one.querySelectorAll(":not(.visually-hidden)")].flatMap(({ childNodes }) => [...childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE));
      const near = (/** @type {Node} */ text) => {
        words.selectNodeContents(text);
        const { top, bottom } = words.getBoundingClientRect();
        return Math.min(top - box.top, box.bottom - bottom) < 5;
      };
      return texts.some(near) ? [one.innerText] : [];
    }));
    assert.deepEqual(near, [], lang);
    await person.leave();
  }
});
